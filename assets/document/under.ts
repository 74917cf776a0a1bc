// What floats beside the text, under the place of which it tells.
import type { Editor } from "@tiptap/core";

/** Stands what floats beside the text under one of its places: so many pixels below, and so many back from it. */
export function standUnder(editor: Editor, float: HTMLElement, at: number, below: number, back = 0) {
  const place = editor.view.coordsAtPos(at);
  const area = editor.view.dom.parentElement!.getBoundingClientRect();
  float.style.insetBlockStart = `${Math.round(place.bottom - area.top + below)}px`;
  float.style.insetInlineStart = `${Math.round(Math.max(0, Math.min(place.left - area.left - back, area.width - float.offsetWidth)))}px`;
}
