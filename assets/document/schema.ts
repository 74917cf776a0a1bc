// What a document may hold: the nodes and marks that the server knows, with the
// attributes that it takes and no other. Each is written as the server writes
// it, so that nothing moves when the editor takes the place of the page.
import { type Extensions, mergeAttributes, Node } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { Highlight } from "@tiptap/extension-highlight";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { Italic } from "@tiptap/extension-italic";
import { BulletList, ListItem, ListKeymap, OrderedList, TaskItem, TaskList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Strike } from "@tiptap/extension-strike";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { Underline } from "@tiptap/extension-underline";
import { Attachment, Image } from "./files";
import { ItemLink, Link, Mention } from "./links";
import { proposalSchema } from "./proposal";
import { ticked } from "./ticked";
import { say } from "./words";

export const kinds = ["note", "important", "warning", "success"] as const;

// The title of the item is the first heading of the page, so those of the text
// begin at the second.
const Title = Heading.configure({ levels: [1, 2, 3, 4] }).extend({
  parseHTML: () => [
    { tag: "[data-level]", getAttrs: (element) => ({ level: Number(element.dataset.level) }), priority: 60 },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((tag, i) => ({ tag, attrs: { level: Math.min(i + 1, 4) } })),
  ],
  renderHTML: ({ node, HTMLAttributes }) => [`h${(node.attrs.level as number) + 1}`, mergeAttributes(HTMLAttributes, { "data-level": node.attrs.level }), 0],
});

// An item of a list may begin with any block, as the server has it.
const Item = ListItem.extend({ content: "block+" });

const Numbered = OrderedList.extend({
  addAttributes: () => ({
    start: { default: 1, parseHTML: (element: HTMLElement) => Math.max(0, Math.min(parseInt(element.getAttribute("start") ?? "1", 10) || 1, 1_000_000)) },
  }),
});

const Task = TaskItem.extend({
  content: () => "block+",
  addInputRules() {
    return [ticked(), ...this.parent?.() ?? []];
  },
}).configure({
  nested: true,
  HTMLAttributes: { class: "task" },
  a11y: { checkboxLabel: (node, checked) => say(checked ? "task_done" : "task_open", { name: node.textContent }) },
});

const Grid = Table.extend({
  renderHTML: ({ HTMLAttributes }) => ["div", { class: "table-scroll" }, ["table", mergeAttributes(HTMLAttributes), ["tbody", 0]]],
}).configure({ View: null });

// Widths of columns are kept when another program wrote them.
const cell = () => ({ colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null, parseHTML: () => null, rendered: false } });

const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,
  addAttributes: () => ({
    kind: {
      default: "note",
      parseHTML: (element: HTMLElement) => kinds.find((kind) => kind === element.dataset.callout) ?? "note",
      renderHTML: ({ kind }) => ({ "data-callout": kind as string, class: `callout callout-${kind as string}` }),
    },
  }),
  parseHTML: () => [{ tag: "[data-callout]", contentElement: ":scope > div" }],
  renderHTML: ({ node, HTMLAttributes }) => [
    "div",
    mergeAttributes(HTMLAttributes, { role: "note" }),
    ["p", { class: "callout-name", contenteditable: "false" }, say(`callout_${node.attrs.kind as string}`)],
    ["div", 0],
  ],
});

export const schema: Extensions = [
  Document,
  Paragraph,
  Text,
  Title,
  BulletList,
  Numbered,
  Item,
  TaskList.configure({ HTMLAttributes: { class: "task-list" } }),
  Task,
  ListKeymap,
  Grid,
  TableRow,
  TableHeader.extend({ addAttributes: cell }),
  TableCell.extend({ addAttributes: cell }),
  Callout,
  Blockquote,
  CodeBlock.extend({
    marks: "insertion deletion",
    addAttributes: () => ({ language: { default: null, parseHTML: languageOf, rendered: false } }),
  }),
  HorizontalRule,
  HardBreak,
  Image,
  Attachment,
  Mention,
  ItemLink,
  Bold,
  Italic,
  Underline,
  Strike,
  Code.extend({ excludes: "code bold italic underline strike highlight link" }), // what is proposed may stand in code
  Highlight,
  Link,
  ...proposalSchema,
];

function languageOf(element: HTMLElement): string | null {
  const named = element.querySelector("code")?.className.match(/language-([\w+#.-]{1,40})/);
  return named ? named[1] : null;
}
