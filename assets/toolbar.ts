// The Markdown toolbar: each button writes the marks that one could type. One
// stop for Tab, arrows between the buttons; Ctrl+B and Ctrl+I in the text.
import { lines, replace } from "./typing";

type Tool = (text: HTMLTextAreaElement) => void;

const tools: Record<string, Tool> = {
  heading: each((row) => (row.startsWith("## ") ? row.slice(3) : `## ${row.replace(/^#+ /, "")}`)),
  bold: around("**"),
  italic: around("*"),
  code: (text) => (chosen(text).includes("\n") ? fence(text) : around("`")(text)),
  quote: each(mark("> ")),
  list: each(mark("- ")),
  ordered: each((row, i) => (/^\d+\. /.test(row) ? row.replace(/^\d+\. /, "") : `${i + 1}. ${row.replace(/^[-*] /, "")}`)),
  task: each(mark("- [ ] ")),
  link,
  table: (text) => block(text, "| A | B |\n| --- | --- |\n| 1 | 2 |"),
};

/** Writes a block on lines of its own under the line of the caret, in place of that line when it is empty. */
export function block(text: HTMLTextAreaElement, written: string) {
  const { start, end, rows } = lines(text);
  const empty = rows.every((row) => !row.trim());
  const before = empty ? (start > 1 && text.value[start - 2] !== "\n" ? "\n" : "") : "\n\n";
  const after = text.value.slice(end, end + 2) === "\n\n" ? "" : "\n";
  replace(text, empty ? start : end, end, before + written + after);
}

export function watchToolbar(box: HTMLElement, text: HTMLTextAreaElement) {
  const bar = box.querySelector<HTMLElement>("[role=toolbar]");
  if (!bar) return;
  bar.hidden = false;
  const buttons = [...bar.querySelectorAll<HTMLButtonElement>("button")];
  buttons[0].tabIndex = 0;
  bar.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-tool]");
    const tool = button && tools[button.dataset.tool!];
    if (tool) tool(text);
  });
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const target = buttons[(next + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
    target.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.isComposing) carryOn(event, text);
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = { b: tools.bold, i: tools.italic }[event.key.toLowerCase()];
    if (!tool) return;
    event.preventDefault();
    tool(text);
  });
}

function chosen(text: HTMLTextAreaElement) {
  return text.value.slice(text.selectionStart, text.selectionEnd);
}

// Marks on both sides; a second press takes them away.
function around(sign: string): Tool {
  return (text) => {
    const { selectionStart: start, selectionEnd: end, value } = text;
    const n = sign.length;
    if (value.slice(start - n, start) === sign && value.slice(end, end + n) === sign) {
      replace(text, start - n, end + n, value.slice(start, end), [0, end - start]);
      return;
    }
    replace(text, start, end, sign + value.slice(start, end) + sign, [n, n + end - start]);
  };
}

function each(change: (row: string, i: number) => string): Tool {
  return (text) => {
    const { start, end, rows } = lines(text);
    const written = rows.map(change).join("\n");
    replace(text, start, end, written, rows.length > 1 ? [0, written.length] : undefined);
  };
}

function mark(sign: string) {
  return (row: string) => (row.startsWith(sign) ? row.slice(sign.length) : sign + row);
}

function fence(text: HTMLTextAreaElement) {
  replace(text, text.selectionStart, text.selectionEnd, `\n\`\`\`\n${chosen(text)}\n\`\`\`\n`);
}

function link(text: HTMLTextAreaElement) {
  const words = chosen(text);
  const address = /^https?:\/\/\S+$/.test(words);
  const written = address ? `[](${words})` : `[${words}](https://)`;
  const caret = address || !words ? 1 : written.length - 1;
  replace(text, text.selectionStart, text.selectionEnd, written, [caret, caret]);
}

// Enter in a list goes on with the list; on an empty entry, it ends it.
function carryOn(event: KeyboardEvent, text: HTMLTextAreaElement) {
  if (text.selectionStart !== text.selectionEnd) return;
  const { start } = lines(text);
  const found = text.value.slice(start, text.selectionStart).match(/^(\s*)([-*]|\d+\.|>)( \[[ x]\])? (.*)$/);
  if (!found) return;
  event.preventDefault();
  const [, indent, sign, box, rest] = found;
  if (!rest.trim()) {
    replace(text, start, text.selectionStart, "");
    return;
  }
  const next = /\d/.test(sign) ? `${parseInt(sign) + 1}.` : sign;
  replace(text, text.selectionStart, text.selectionEnd, `\n${indent}${next}${box ? " [ ]" : ""} `);
}
