// What is proposed: text to be added or taken away bears a mark, a node that
// came or shall go as a whole bears an attribute. Both name the proposal and who
// makes it; several of them may be parts of one.
import { Extension, type Extensions, Mark } from "@tiptap/core";
import type { Attrs, Mark as PMMark, Node } from "@tiptap/pm/model";

export type Kind = "insertion" | "deletion";

/** Which proposal something is a part of. */
export interface Tag {
  id: string;
  by: string; // the id of the person
  at: number; // milliseconds since 1970
}

export interface Part extends Tag {
  kind: Kind;
}

/** A proposal that waits for a decision. */
export interface Proposal extends Tag {
  from: number; // where it begins in the text
  to: number; // where its last part ends
  adds: string;
  removes: string;
}

const letters = "0123456789abcdefghijklmnopqrstuvwxyz";

export function newTag(by: string): Tag {
  const drawn = crypto.getRandomValues(new Uint8Array(14));
  return { id: [...drawn].map((n) => letters[n % letters.length]).join(""), by, at: Date.now() };
}

/** A tag as the attribute of a node. */
export const written = (kind: Kind, { id, by, at }: Tag) => `${kind} ${id} ${by} ${at}`;

/** What is proposed of a node as a whole. */
export function partOf(node: Node): Part | undefined {
  const said = node.attrs.proposed as string | null | undefined;
  if (!said) return undefined;
  const [kind, id, by, at] = said.split(" ");
  return { kind: kind as Kind, id, by, at: Number(at) };
}

export function markOf(node: Node, kind: Kind): PMMark | undefined {
  return node.marks.find((mark) => mark.type.name === kind);
}

const isProposal = ({ type }: PMMark) => type.name === "insertion" || type.name === "deletion";

/** The marks that stay when nothing is proposed. */
export const unmarked = (marks: readonly PMMark[]) => marks.filter((mark) => !isProposal(mark));

/** The attributes of a node of which something is proposed as a whole, or nothing; some nodes cannot be. */
export const withProposed = (attrs: Attrs, proposed: string | null): Attrs => ("proposed" in attrs ? { ...attrs, proposed } : attrs);

/** All that is proposed of a text or a node. */
export function partsOf(node: Node): Part[] {
  const parts = node.marks.filter(isProposal).map((mark): Part => ({ kind: mark.type.name as Kind, ...(mark.attrs as Tag) }));
  const own = partOf(node);
  return own ? [own, ...parts] : parts;
}

/** Whether a text or a node is there only because this person proposes it. */
export function isOwn(node: Node, me: string): boolean {
  return partsOf(node).some(({ kind, by }) => kind === "insertion" && by === me);
}

const longest = 300; // letters of a text that a list quotes

/** What is proposed in a document, in the order of the text. */
export function proposalsIn(doc: Node): Proposal[] {
  const found = new Map<string, Proposal>();
  const walk = (node: Node, at: number, around: Part[]) => {
    node.forEach((child, offset) => {
      const from = at + offset;
      const parts = [...around, ...partsOf(child)];
      for (const part of parts) {
        const one = found.get(part.id) ?? { id: part.id, by: part.by, at: part.at, from, to: from, adds: "", removes: "" };
        found.set(part.id, one);
        one.to = Math.max(one.to, from + child.nodeSize);
        const side = part.kind === "insertion" ? "adds" : "removes";
        const text = child.isText ? child.text! : child.isLeaf ? (child.type.spec.leafText?.(child) ?? leafText(child)) : child.isTextblock && one[side] ? " " : "";
        if (one[side].length < longest) one[side] += text;
      }
      if (!child.isLeaf) walk(child, from + 1, parts);
    });
  };
  walk(doc, 0, []);
  return [...found.values()];
}

function leafText(node: Node): string {
  const { name, title, alt } = node.attrs as Record<string, string | undefined>;
  if (node.type.name === "mention") return `@${name ?? ""}`;
  return title ?? alt ?? name ?? (node.type.name === "hardBreak" ? " " : "");
}

const marking = (name: Kind, tag: string) => Mark.create({
  name,
  priority: 1200, // around all other marks
  inclusive: false,
  keepOnSplit: false,
  addAttributes: () => ({ id: { default: "" }, by: { default: "" }, at: { default: 0 } }),
  renderHTML: ({ HTMLAttributes }) => [tag, { class: "proposed", "data-proposal": HTMLAttributes.id as string }, 0],
});

const Insertion = marking("insertion", "ins");
const Deletion = marking("deletion", "del");

// A cell does not come or go by itself: its table would have a hole.
const whole = [
  "paragraph", "heading", "bulletList", "orderedList", "listItem", "taskList", "taskItem", "table", "tableRow", "callout", "blockquote",
  "codeBlock", "image", "attachment", "horizontalRule", "hardBreak", "mention", "itemLink",
];

const Proposed = Extension.create({
  name: "proposed",
  addGlobalAttributes: () => [{ types: whole, attributes: { proposed: { default: null, keepOnSplit: false, rendered: false, parseHTML: () => null } } }],
});

export const proposalSchema: Extensions = [Insertion, Deletion, Proposed];
