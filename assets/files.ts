// Files chosen, dropped or pasted, for the text of an editor or for a form.
import { send, type Sent } from "./sending";
import { replace, swap } from "./typing";
import { make, word } from "./words";

/** Files for the text of an editor: a mark stands where the caret was until the Markdown of the file takes its place. */
export function watchFiles(box: HTMLElement, text: HTMLTextAreaElement) {
  const frame = box.querySelector<HTMLElement>(".editor-frame")!;
  const place = box.querySelector<HTMLElement>("[data-uploads]")!;
  const take = (files: Iterable<File>) => {
    for (const file of files) {
      const mark = `![${word("ui.editor.uploading", { name: plain(file.name) }, box)}]()`;
      replace(text, text.selectionEnd, text.selectionEnd, mark);
      send(file, {
        place,
        words: box,
        back: text,
        kept: (sent) => swap(text, mark, written(text, mark, sent)),
        gone: (sent) => swap(text, sent?.markdown ?? mark, ""),
      });
    }
  };
  box.querySelector('[data-tool="file"]')?.addEventListener("click", () => choose(take));
  text.addEventListener("paste", (event) => {
    // An office program pastes text and a picture of it: the text is what is meant.
    const data = event.clipboardData;
    if (!data?.files.length || data.types.includes("text/plain")) return;
    event.preventDefault();
    take(data.files);
  });
  droppable(frame, take);
}

/** Files for a form: sent at once, their ids go with the form. */
export function watchDropzone(zone: HTMLElement) {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]")!;
  const place = zone.querySelector<HTMLElement>("[data-uploads]")!;
  const take = (files: Iterable<File>) => {
    for (const file of files) send(file, { place, words: zone, back: input });
  };
  input.addEventListener("change", () => {
    take([...(input.files ?? [])]);
    input.value = "";
    input.required = false;
  });
  droppable(zone, take);
}

// A picture stands on lines of its own.
function written(text: HTMLTextAreaElement, mark: string, sent: Sent) {
  if (!sent.picture) return `${sent.markdown} `;
  const at = text.value.indexOf(mark);
  return `${at > 0 && text.value[at - 1] !== "\n" ? "\n" : ""}${sent.markdown}\n`;
}

function plain(name: string) {
  return name.replace(/[[\]\\`*_]/g, " ");
}

function droppable(area: HTMLElement, take: (files: Iterable<File>) => void) {
  let depth = 0;
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
  area.addEventListener("dragenter", (event) => {
    if (holdsFiles(event)) area.classList.toggle("over", ++depth > 0);
  });
  area.addEventListener("dragleave", (event) => {
    if (holdsFiles(event)) area.classList.toggle("over", --depth > 0);
  });
  area.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  area.addEventListener("drop", (event) => {
    depth = 0;
    area.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

function choose(take: (files: Iterable<File>) => void) {
  const input = make("input");
  input.type = "file";
  input.multiple = true;
  input.addEventListener("change", () => take([...(input.files ?? [])]));
  input.click();
}
