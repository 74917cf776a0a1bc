// Everything that can be done to a text, each once: the toolbar, the menu that
// a slash opens, the keys and the help all read this list.
import type { ChainedCommands, Editor } from "@tiptap/core";
import { icon } from "../words";
import { lineBelow } from "./below";
import { kinds } from "./schema";
import { announce, say } from "./words";

export type Group = "turn" | "style" | "letters" | "lists" | "blocks" | "insert" | "table" | "picture" | "propose";

export interface Command {
  name: string; // its word in the catalogue
  group: Group;
  icon?: () => SVGSVGElement;
  keys?: string; // as ProseMirror writes them: "Mod-b"
  sign?: string; // what one may type instead
  menu?: boolean; // in the menu of the slash
  active?: (editor: Editor) => boolean;
  can?: (editor: Editor) => boolean;
  run: (editor: Editor) => unknown;
}

/** What opens a place of its own; the editor hands it over. */
export interface Openers {
  link(): void;
  file(): void;
  find(): void;
  help(): void;
  picture(): void;
  comment?(): void; // on what is chosen; none where nobody comments
  title(title: string): void; // begins a text with a sign: "@", "[["
}

type Step = (chain: ChainedCommands) => ChainedCommands;

const step = (does: Step) => ({
  run: (editor: Editor) => does(editor.chain().focus()).run(),
  can: (editor: Editor) => does(editor.can().chain()).run(),
});
const on = (name: string, attributes?: Record<string, unknown>) => (editor: Editor) => editor.isActive(name, attributes);
const inTable = on("table");

export function commandsOf(open: Openers): Command[] {
  const heading = (level: 1 | 2 | 3 | 4, drawn: () => SVGSVGElement): Command => ({
    name: `heading_${level}`, group: "style", icon: drawn, keys: `Mod-Alt-${level}`, sign: `${"#".repeat(level)} `, menu: true,
    active: on("heading", { level }), ...step((chain) => chain.toggleHeading({ level })),
  });
  const mark = (name: string, drawn: () => SVGSVGElement, keys: string, sign?: string): Command => ({
    name, group: "letters", icon: drawn, keys, sign, active: on(name), ...step((chain) => chain.toggleMark(name)),
  });
  const table = (name: string, does: Step, drawn?: () => SVGSVGElement): Command => ({ name, group: "table", icon: drawn, ...step(does) });
  return [
    { name: "undo", group: "turn", icon: () => icon("undo-2"), keys: "Mod-z", ...step((chain) => chain.undo()) },
    { name: "redo", group: "turn", icon: () => icon("redo-2"), keys: "Mod-y", ...step((chain) => chain.redo()) },

    { name: "paragraph", group: "style", icon: () => icon("pilcrow"), keys: "Mod-Alt-0", menu: true, active: on("paragraph"), ...step((chain) => chain.setNode("paragraph")) },
    heading(1, () => icon("heading-1")),
    heading(2, () => icon("heading-2")),
    heading(3, () => icon("heading-3")),
    heading(4, () => icon("heading-4")),

    mark("bold", () => icon("bold"), "Mod-b", "**"),
    mark("italic", () => icon("italic"), "Mod-i", "*"),
    mark("underline", () => icon("underline"), "Mod-u"),
    mark("strike", () => icon("strikethrough"), "Mod-Shift-s", "~~"),
    mark("highlight", () => icon("highlighter"), "Mod-Shift-h", "=="),
    mark("code", () => icon("code"), "Mod-e", "`"),
    { name: "link", group: "letters", icon: () => icon("link"), keys: "Mod-Shift-k", active: on("link"), run: () => open.link() },

    { name: "bulletList", group: "lists", icon: () => icon("list"), keys: "Mod-Shift-8", sign: "- ", menu: true, active: on("bulletList"), ...step((chain) => chain.toggleBulletList()) },
    { name: "orderedList", group: "lists", icon: () => icon("list-ordered"), keys: "Mod-Shift-7", sign: "1. ", menu: true, active: on("orderedList"), ...step((chain) => chain.toggleOrderedList()) },
    { name: "taskList", group: "lists", icon: () => icon("list-todo"), keys: "Mod-Shift-9", sign: "[ ] ", menu: true, active: on("taskList"), ...step((chain) => chain.toggleTaskList()) },

    { name: "blockquote", group: "blocks", icon: () => icon("text-quote"), keys: "Mod-Shift-b", sign: "> ", menu: true, active: on("blockquote"), ...step((chain) => chain.toggleBlockquote()) },
    ...kinds.map((kind): Command => ({
      name: `callout_${kind}`, group: "blocks", icon: kind === "note" ? () => icon("info") : undefined, menu: true, active: on("callout", { kind }),
      run: (editor) => (editor.isActive("callout") && !editor.isActive("callout", { kind })
        ? editor.chain().focus().updateAttributes("callout", { kind }).run()
        : editor.chain().focus().toggleWrap("callout", { kind }).run()),
    })),
    { name: "codeBlock", group: "blocks", icon: () => icon("square-code"), keys: "Mod-Alt-c", sign: "``` ", menu: true, active: on("codeBlock"), ...step((chain) => chain.toggleCodeBlock()) },

    { name: "table", group: "insert", icon: () => icon("table"), menu: true, can: (editor) => !inTable(editor), run: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run() && lineBelow(editor, false) },
    { name: "file", group: "insert", icon: () => icon("paperclip"), menu: true, run: () => open.file() },
    { name: "horizontalRule", group: "insert", icon: () => icon("minus"), sign: "---", menu: true, ...step((chain) => chain.setHorizontalRule()) },
    { name: "mention", group: "insert", icon: () => icon("at-sign"), sign: "@", menu: true, run: () => open.title("@") },
    { name: "itemLink", group: "insert", icon: () => icon("file-symlink"), sign: "[[", menu: true, run: () => open.title("[[") },
    ...(open.comment ? [{ name: "comment", group: "insert", icon: () => icon("message-square-plus"), keys: "Mod-Alt-m", run: () => open.comment?.() } satisfies Command] : []),
    { name: "find", group: "insert", icon: () => icon("search"), keys: "Mod-f", run: () => open.find() },
    { name: "help", group: "insert", icon: () => icon("keyboard"), keys: "Mod-/", run: () => open.help() },

    table("row_after", (chain) => chain.addRowAfter(), () => icon("between-vertical-end")),
    table("row_before", (chain) => chain.addRowBefore()),
    table("column_after", (chain) => chain.addColumnAfter(), () => icon("between-horizontal-end")),
    table("column_before", (chain) => chain.addColumnBefore()),
    table("header_row", (chain) => chain.toggleHeaderRow()),
    table("merge", (chain) => chain.mergeOrSplit()),
    table("row_remove", (chain) => chain.deleteRow()),
    table("column_remove", (chain) => chain.deleteColumn()),
    table("table_remove", (chain) => chain.deleteTable(), () => icon("trash-2")),

    { name: "picture", group: "picture", icon: () => icon("image"), can: on("image"), run: () => open.picture() },
  ];
}

/** Does it, and tells those who listen what became of the text. */
export function perform(editor: Editor, command: Command): boolean {
  if (!editor.isEditable || (command.can && !command.can(editor))) return false;
  const before = editor.state.doc;
  command.run(editor);
  if (command.active) announce(say(command.active(editor) ? "is_on" : "is_off", { name: say(command.name) }));
  else if (command.can && editor.state.doc !== before) announce(say("is_done", { name: say(command.name) }));
  return true;
}

const mac = /Mac|iP/.test(navigator.platform);

/** The keys as people read them. */
export function keysOf(keys: string): string[] {
  const names: Record<string, string> = { Mod: mac ? "⌘" : "Ctrl", Alt: mac ? "⌥" : "Alt", Shift: mac ? "⇧" : say("key_shift"), ArrowDown: "↓", ArrowUp: "↑", Enter: "↵", Backspace: "⌫" };
  return keys.split("-").map((key) => names[key] ?? key.toUpperCase());
}
