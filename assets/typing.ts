// Changes to a text box that its own undo knows of.

/** Replaces what stands from start to end, and leaves the caret after it or the given part selected. */
export function replace(text: HTMLTextAreaElement | HTMLInputElement, start: number, end: number, by: string, select?: [number, number]) {
  text.focus();
  text.setSelectionRange(start, end);
  // The only way that keeps the undo of the box; where it is gone, plain replacement.
  const done = by ? document.execCommand("insertText", false, by) : document.execCommand("delete");
  if (!done) {
    text.setRangeText(by, start, end, "end");
    text.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  const [from, to] = select ?? [by.length, by.length];
  text.setSelectionRange(start + from, start + to);
}

/** The lines that the selection touches, from the start of the first to the end of the last. */
export function lines(text: HTMLTextAreaElement): { start: number; end: number; rows: string[] } {
  const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const after = text.value.indexOf("\n", text.selectionEnd);
  const end = after < 0 ? text.value.length : after;
  return { start, end, rows: text.value.slice(start, end).split("\n") };
}

/** Puts one text in the place of another, if it is still there; the caret and the focus stay where they were. */
export function swap(text: HTMLTextAreaElement, old: string, by: string) {
  const at = text.value.indexOf(old);
  if (at < 0) return;
  const focused = document.activeElement;
  const moved = (place: number) => (place >= at + old.length ? place + by.length - old.length : Math.min(place, at + by.length));
  const { selectionStart: start, selectionEnd: end } = text;
  replace(text, at, at + old.length, by);
  text.setSelectionRange(moved(start), moved(end));
  if (focused instanceof HTMLElement && focused !== text) focused.focus();
}
