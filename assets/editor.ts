// Where one writes: loaded only on pages that hold an editor or a dropzone. All
// of it is declared by the data- attributes that ui.Editor and ui.Dropzone set.
import { keepDraft } from "./draft";
import { watchDropzone, watchFiles } from "./files";
import { gesturesOf } from "./gestures";
import { watchPreview } from "./preview";
import { suggestIn } from "./suggest";
import { watchToolbar } from "./toolbar";

/** Brings to life what stands under root and is not yet. */
export function start(root: ParentNode) {
  for (const box of root.querySelectorAll<HTMLElement>("[data-editor]:not([data-ready])")) {
    box.dataset.ready = "";
    const text = box.querySelector("textarea")!;
    watchToolbar(box, text);
    watchPreview(box, text);
    suggestIn(text, gesturesOf(box, text));
    if ("files" in box.dataset) watchFiles(box, text);
    if (box.dataset.draft) keepDraft(box, text);
  }
  for (const zone of root.querySelectorAll<HTMLElement>("[data-dropzone]:not([data-ready])")) {
    zone.dataset.ready = "";
    watchDropzone(zone);
  }
}
