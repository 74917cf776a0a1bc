// One file on its way to POST /files: a row with its progress, which can be
// stopped; then what the server kept, which goes with the form as "file" and
// can be taken back.
import { holdForm } from "./holding";
import { icon, make, word } from "./words";

/** What the server kept of a file. */
export interface Sent {
  id: string;
  name: string;
  href: string;
  markdown: string; // to put in a text
  picture: boolean;
}

/** Where the rows stand, whose words they say, and what follows the fate of a file. */
export interface Shelf {
  place: HTMLElement;
  words: HTMLElement;
  back: HTMLElement; // takes the focus when the last row is gone
  kept?: (sent: Sent) => void;
  gone?: (sent?: Sent) => void; // stopped, refused or taken back
}

export function send(file: File, shelf: Shelf) {
  const { place, words } = shelf;
  const form = place.closest("form");
  const line = lineOf(file.name, shelf);
  const { row, name, press, leave } = line;
  name.textContent = word("ui.editor.uploading", { name: file.name }, words);
  const bar = make("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", file.name);
  name.after(bar);
  const request = new XMLHttpRequest(); // fetch does not tell how far a sending has gone
  const arrived = holdForm(form, () => (name.textContent = word("ui.editor.waiting", { name: file.name }, words)));

  const refused = (why = "") => {
    name.textContent = word("ui.editor.refused", { name: file.name }, words) + (why ? `\u00a0: ${why}` : "");
    row.className = "refused";
    bar.remove();
    press("ui.editor.dismiss", leave);
    shelf.gone?.();
    arrived(false);
  };

  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    const [sent] = request.status < 300 ? ((request.response ?? []) as Sent[]) : [];
    if (!sent) {
      refused((request.response as { detail?: string } | null)?.detail);
      return;
    }
    bar.remove();
    arrive(line, sent, shelf);
    shelf.kept?.(sent);
    changed(form);
    arrived(true);
  });
  request.addEventListener("error", () => refused());
  press("ui.editor.cancel", () => {
    request.abort();
    leave();
    shelf.gone?.();
    arrived(true);
  });

  const largest = Number(words.dataset.largest);
  if (largest && file.size > largest) {
    refused(word("ui.editor.too_large", {}, words));
    return;
  }
  request.open("POST", "/files");
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  const body = new FormData();
  body.append("files", file, file.name);
  request.send(body);
}

/** A file that the server has already: its row, from which it can be taken back. */
export function join(sent: Sent, shelf: Shelf) {
  arrive(lineOf(sent.name, shelf), sent, shelf);
}

/** The files of a form that came by such rows. */
export function joinedBy(form: HTMLFormElement): Sent[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[data-sent]")].map((field) => JSON.parse(field.dataset.sent!) as Sent);
}

interface Line {
  row: HTMLElement;
  name: HTMLElement;
  press: (key: string, then: () => void) => void; // what its button is for
  leave: () => void;
}

function lineOf(file: string, { place, words, back }: Shelf): Line {
  const name = make("span", "name");
  const button = make("button", "icon-button small", icon("x"));
  button.type = "button";
  const row = make("li", "", name, button);
  place.append(row);
  place.hidden = false;
  place.after(statusOf(place));
  return {
    row,
    name,
    press: (key, then) => {
      button.setAttribute("aria-label", word(key, { name: file }, words));
      button.onclick = then;
    },
    leave: () => {
      const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("button") ?? back;
      row.remove();
      place.hidden = !place.children.length;
      next.focus();
    },
  };
}

function arrive({ row, name, press, leave }: Line, sent: Sent, shelf: Shelf) {
  const { place, words } = shelf;
  const form = place.closest("form");
  name.textContent = word("ui.editor.uploaded", { name: sent.name }, words);
  row.append(fieldOf(sent));
  press("ui.editor.remove", () => {
    takeBack(sent);
    leave();
    statusOf(place).textContent = word("ui.editor.removed", { name: sent.name }, words);
    shelf.gone?.(sent);
    changed(form);
  });
}

// The form says which files it joins.
function fieldOf(sent: Sent) {
  const field = make("input");
  field.type = "hidden";
  field.name = "file";
  field.value = sent.id;
  field.dataset.sent = JSON.stringify(sent);
  return field;
}

// The server forgets what was taken back; if it does not hear of it, the file
// stays its owner's alone and goes within a week.
function takeBack(sent: Sent) {
  void fetch(`/files/${sent.id}/remove`, { method: "POST", headers: { Accept: "application/json" }, keepalive: true }).catch(() => {});
}

// What is joined is part of the draft.
function changed(form: HTMLFormElement | null) {
  form?.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

// What left the list is said aloud beside it.
function statusOf(place: HTMLElement): HTMLElement {
  const known = place.parentElement!.querySelector<HTMLElement>(".uploads-status");
  if (known) return known;
  const status = make("p", "sr-only uploads-status");
  status.setAttribute("role", "status");
  return status;
}
