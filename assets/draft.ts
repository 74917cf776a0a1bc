// A draft is kept while one types: PUT /drafts/{key} with the fields of the form
// as JSON. Without network it stays on the device, and goes when it can.
import { word } from "./words";

type Fields = Record<string, string>;

const pause = 1500; // milliseconds after the last letter
const again = 20_000;

export function keepDraft(box: HTMLElement, text: HTMLTextAreaElement) {
  const form = text.form;
  const key = box.dataset.draft!;
  const place = box.querySelector<HTMLElement>("[data-draft-state]");
  if (!form || !place) return;
  const shelf = `parvis.draft.${key}`; // in localStorage: only what the server did not get
  let timer: ReturnType<typeof setTimeout>;
  let last = JSON.stringify(fieldsOf(form));

  const say = (key: string, warn = false, values = {}) => {
    place.textContent = word(key, values, box);
    place.classList.toggle("warn", warn);
  };

  const save = async (leaving = false) => {
    clearTimeout(timer);
    const now = JSON.stringify(fieldsOf(form));
    if (now === last) return;
    try {
      const answer = await fetch(`/drafts/${encodeURIComponent(key)}`, { method: "PUT", body: now, headers: { "Content-Type": "application/json", Accept: "application/json" }, keepalive: leaving });
      if (!answer.ok) throw new Error(String(answer.status));
      last = now;
      localStorage.removeItem(shelf);
      say("ui.editor.saved", false, { time: new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }) });
    } catch (error) {
      keep(shelf, now);
      say(navigator.onLine && error instanceof Error && /^\d+$/.test(error.message) ? "ui.editor.unsaved" : "ui.editor.local", true);
      timer = setTimeout(() => void save(), again);
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), pause);
  });
  addEventListener("online", () => void save());
  addEventListener("pagehide", () => void save(true));
  form.addEventListener("submit", () => {
    last = JSON.stringify(fieldsOf(form)); // what is sent is no draft any more
    clearTimeout(timer);
    localStorage.removeItem(shelf);
  });

  const left = localStorage.getItem(shelf);
  if (left && !text.value.trim()) {
    restore(form, JSON.parse(left) as Fields);
    void save();
  }
}

function keep(shelf: string, draft: string) {
  try {
    localStorage.setItem(shelf, draft);
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

function restore(form: HTMLFormElement, fields: Fields) {
  for (const [name, value] of Object.entries(fields)) {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLTextAreaElement || (control instanceof HTMLInputElement && /^(text|url|number|date|datetime-local|search|email)$/.test(control.type))) {
      control.value = value;
      control.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }
}
