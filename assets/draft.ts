// A draft is kept while one types: PUT /drafts/{key} with the fields of the form
// as JSON. Without network it stays on the device, and goes when it can.
import { join, joinedBy, type Sent } from "./sending";
import { swap } from "./typing";
import { calendar, word } from "./words";

type Fields = Record<string, string>;

/** What the device keeps of a form: its fields, and what it knows of their files. */
interface Left {
  fields: Fields;
  files: Sent[];
}

const pause = 1500; // milliseconds after the last letter
const again = 20_000;

export function keepDraft(box: HTMLElement, text: HTMLTextAreaElement) {
  const form = text.form;
  const key = box.dataset.draft!;
  const place = box.querySelector<HTMLElement>("[data-draft-state]");
  if (!form || !place) return;
  const shelf = `parvis.draft.${key}`; // in localStorage: only what the server did not get
  let timer: ReturnType<typeof setTimeout>;
  let sending: AbortController | undefined;
  let sent = false; // until the page is shown again, or something else is typed
  let last = JSON.stringify(fieldsOf(form));

  const say = (key: string, warn = false, values = {}) => {
    place.textContent = word(key, values, box);
    place.classList.toggle("warn", warn);
  };

  const save = async (leaving = false) => {
    clearTimeout(timer);
    const now = JSON.stringify(fieldsOf(form));
    if (sent || now === last) return;
    sending?.abort();
    const mine = (sending = new AbortController());
    try {
      const answer = await fetch(`/drafts/${encodeURIComponent(key)}`, { method: "PUT", body: now, headers: { "Content-Type": "application/json", Accept: "application/json" }, keepalive: leaving, signal: mine.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      last = now;
      localStorage.removeItem(shelf);
      say("ui.editor.saved", false, { time: new Date().toLocaleTimeString(calendar(), { hour: "2-digit", minute: "2-digit" }) });
    } catch (error) {
      if (mine.signal.aborted) return; // a later state of the form is on its way, or the form itself
      keep(shelf, { fields: JSON.parse(now) as Fields, files: joinedBy(form) });
      say(navigator.onLine && error instanceof Error && /^\d+$/.test(error.message) ? "ui.editor.unsaved" : "ui.editor.local", true);
      timer = setTimeout(() => void save(), again);
    }
  };

  form.addEventListener("input", () => {
    sent = false;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), pause);
  });
  addEventListener("online", () => void save());
  addEventListener("pagehide", () => void save(true));
  addEventListener("pageshow", () => (sent = false));
  form.addEventListener("submit", () => {
    last = JSON.stringify(fieldsOf(form)); // what is sent is no draft any more
    sent = true;
    clearTimeout(timer);
    sending?.abort();
    localStorage.removeItem(shelf);
  });

  const left = JSON.parse(localStorage.getItem(shelf) ?? "null") as Left | null;
  const revision = form.querySelector<HTMLInputElement>("[name=revision]")?.value;
  if (left?.fields && (revision ? left.fields.revision === revision : !text.value.trim())) {
    restore(form, left.fields);
    rejoin(box, text, form, left);
    form.dispatchEvent(new InputEvent("input", { bubbles: true }));
    void save();
  }
}

function keep(shelf: string, left: Left) {
  try {
    localStorage.setItem(shelf, JSON.stringify(left));
  } catch {
    // The shelf is full or forbidden: the text is still in the page.
  }
}

// Every field that has a name and a text; a field given several times has a line
// for each. Files go by their ids.
function fieldsOf(form: HTMLFormElement): Fields {
  const fields: Fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string") continue;
    const known = fields[name];
    fields[name] = known === undefined ? value : `${known}\n${value}`;
  }
  return fields;
}

// The files that were joined come back with their rows.
function rejoin(box: HTMLElement, text: HTMLTextAreaElement, form: HTMLFormElement, left: Left) {
  const place = box.querySelector<HTMLElement>("[data-uploads]");
  const joined = new Set([...form.querySelectorAll<HTMLInputElement>("[name=file]")].map((field) => field.value));
  for (const sent of left.files) {
    if (place && !joined.has(sent.id)) join(sent, { place, words: box, back: text, gone: () => swap(text, sent.markdown, "") });
  }
}

// Every field as it was: texts, choices and boxes.
function restore(form: HTMLFormElement, fields: Fields) {
  for (const control of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input[name], textarea[name], select[name]")) {
    const value = fields[control.name];
    if (control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type)) {
      control.checked = value !== undefined && value.split("\n").includes(control.value);
    } else if (value !== undefined && !(control instanceof HTMLInputElement && /^(hidden|file|submit)$/.test(control.type))) {
      control.value = value;
    }
  }
}
