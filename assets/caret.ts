// Where a character of a text box stands: browsers do not say, so a copy of the
// box with the same letters is measured.

const copied = ["box-sizing", "width", "padding", "border-width", "font", "letter-spacing", "line-height", "text-indent", "word-spacing"];

/** The foot of a character, in pixels from the corner of the box. */
export function caretOf(text: HTMLTextAreaElement, index: number): { left: number; top: number } {
  const style = getComputedStyle(text);
  const mirror = document.createElement("div");
  for (const name of copied) mirror.style.setProperty(name, style.getPropertyValue(name));
  Object.assign(mirror.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", borderStyle: "solid" });
  mirror.textContent = text.value.slice(0, index);
  const mark = document.createElement("span");
  mark.textContent = "\u200b";
  mirror.append(mark);
  document.body.append(mirror);
  const at = { left: mark.offsetLeft, top: mark.offsetTop + mark.offsetHeight - text.scrollTop };
  mirror.remove();
  return at;
}
