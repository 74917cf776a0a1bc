// Files chosen, dropped or pasted: sent one by one to POST /files as the field
// "files", with their progress; the answer is a list of what the server kept.
import { replace } from "./typing";
import { icon, make, word } from "./words";

interface Sent {
  id: string;
  name: string;
  href: string;
  markdown: string; // to put in the text
  picture: boolean;
}

/** Files for the text of an editor: the Markdown of each is written where the caret stands. */
export function watchFiles(box: HTMLElement, text: HTMLTextAreaElement) {
  const frame = box.querySelector<HTMLElement>(".editor-frame")!;
  const place = box.querySelector<HTMLElement>("[data-uploads]")!;
  const take = (files: Iterable<File>) => {
    for (const file of files) {
      send(file, place, box, (sent) => {
        const at = text.selectionStart;
        const alone = sent.picture && at > 0 && text.value[at - 1] !== "\n" ? "\n" : "";
        replace(text, at, text.selectionEnd, `${alone}${sent.markdown}${sent.picture ? "\n" : " "}`);
        join(box, sent);
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

/** Files for a form: those dropped are sent at once, and their ids go with the form as "file". */
export function watchDropzone(zone: HTMLElement) {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]")!;
  const place = zone.querySelector<HTMLElement>("[data-uploads]")!;
  const take = (files: Iterable<File>) => {
    for (const file of files) send(file, place, document.body, (sent, row) => join(row, sent));
  };
  input.addEventListener("change", () => {
    take([...(input.files ?? [])]);
    input.value = "";
    input.required = false;
  });
  droppable(zone, take);
}

function droppable(area: HTMLElement, take: (files: Iterable<File>) => void) {
  let depth = 0;
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
  area.addEventListener("dragenter", (event) => {
    if (holdsFiles(event)) area.classList.toggle("over", ++depth > 0);
  });
  area.addEventListener("dragleave", () => area.classList.toggle("over", --depth > 0));
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

function send(file: File, place: HTMLElement, words: HTMLElement, done: (sent: Sent, row: HTMLElement) => void) {
  const name = make("span", "name", word("ui.editor.uploading", { name: file.name }, words));
  const bar = make("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", file.name);
  const stop = make("button", "icon-button small", icon("x"));
  stop.type = "button";
  stop.setAttribute("aria-label", word("ui.editor.cancel", { name: file.name }, words));
  const row = make("li", "", name, bar, stop);
  place.append(row);
  place.hidden = false;

  const leave = () => {
    row.remove();
    place.hidden = !place.children.length;
  };
  const refused = (why = "") => {
    name.textContent = word("ui.editor.refused", { name: file.name }, words) + (why ? `\u00a0: ${why}` : "");
    row.className = "refused";
    bar.remove();
  };

  const request = new XMLHttpRequest(); // fetch does not tell how far a sending has gone
  request.open("POST", "/files");
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    const [sent] = request.status < 300 ? ((request.response ?? []) as Sent[]) : [];
    if (!sent) {
      refused((request.response as { detail?: string } | null)?.detail);
      return;
    }
    name.textContent = word("ui.editor.uploaded", { name: sent.name }, words);
    bar.remove();
    stop.remove();
    done(sent, row);
    if (words !== document.body) setTimeout(leave, 4000);
  });
  request.addEventListener("error", () => refused());
  stop.addEventListener("click", () => {
    request.abort();
    leave();
  });
  const body = new FormData();
  body.append("files", file, file.name);
  request.send(body);
}

// The form says which files it joins.
function join(to: HTMLElement, sent: Sent) {
  const field = make("input");
  field.type = "hidden";
  field.name = "file";
  field.value = sent.id;
  to.append(field);
}
