// Suggestions while one types: people after @, subjects after # and gestures
// after / in a text, or the names of a field that holds a list
// (data-suggest="people" or "tags", apart by commas, or "desks" or "dispatches", by
// semicolons). GET /suggest/people?q= and so on answer [{value, label, hint, photo}].
import { caretOf } from "./caret";
import type { Gesture } from "./gestures";
import { replace } from "./typing";
import { make, word } from "./words";

interface Suggestion {
  value: string;
  label: string;
  hint?: string;
  photo?: string;
  icon?: Element;
  act?: () => void; // a gesture, rather than a text to write
}

/** What is being named: where it starts, what was typed of it, and what ends it once chosen. */
interface Naming {
  source: "people" | "tags" | "desks" | "dispatches" | "gestures";
  from: number;
  typed: string;
  sign: string;
  end: string;
}

type Control = HTMLTextAreaElement | HTMLInputElement;

const pause = 120; // milliseconds after the last letter
let made = 0;

/** Suggests in a field; gestures, where there are some, answer to what was typed after a slash. */
export function suggestIn(control: Control, gestures?: (typed: string) => Gesture[]) {
  const list = make("ul", "suggest-list");
  list.id = `suggestions-${made++}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.tabIndex = 0; // it scrolls; while it shows, Tab takes what is chosen
  list.setAttribute("aria-label", word("ui.editor.suggestions", {}, control.closest<HTMLElement>("[data-words]") ?? document.body));
  const status = make("p", "sr-only");
  status.setAttribute("role", "status");
  control.after(list, status);
  control.setAttribute("aria-autocomplete", "list");
  control.setAttribute("aria-controls", list.id);
  control.autocomplete = "off";

  let naming: Naming | undefined;
  let found: Suggestion[] = [];
  let at = 0;
  let shut = -1; // where what Escape refused begins
  let timer: ReturnType<typeof setTimeout>;
  let asking: AbortController | undefined;

  const close = () => {
    asking?.abort();
    clearTimeout(timer);
    list.hidden = true;
    found = [];
    control.removeAttribute("aria-activedescendant");
    status.textContent = "";
  };

  const choose = (index: number) => {
    at = (index + found.length) % found.length;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    control.setAttribute("aria-activedescendant", list.children[at].id);
  };

  const move = (by: number) => {
    choose(at + by);
    list.children[at].scrollIntoView({ block: "nearest" });
  };

  const take = (index: number) => {
    if (!naming || !found[index]) return;
    const { from, sign, end } = naming;
    const to = control.selectionStart ?? from;
    const { value, act } = found[index];
    close();
    replace(control, from, to, act ? "" : sign + value + end);
    act?.();
  };

  const show = () => {
    if (!found.length) return close();
    list.replaceChildren(...found.map((one, i) => row(one, `${list.id}-${i}`, naming!.sign)));
    list.hidden = false;
    list.scrollTop = 0;
    place(control, list, naming!.from);
    choose(0); // the page does not go there: who types on may be about to press elsewhere
    status.textContent = word("ui.palette.results", { count: found.length });
  };

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const asked = naming!;
    try {
      const answer = await fetch(`/suggest/${asked.source}?q=${encodeURIComponent(asked.typed)}`, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok || asked !== naming || document.activeElement !== control) return;
      found = (await answer.json()) as Suggestion[];
    } catch {
      return;
    }
    show();
  };

  control.addEventListener("input", () => {
    naming = namingIn(control, !!gestures);
    clearTimeout(timer);
    if (naming?.from !== shut) shut = -1;
    if (!naming || shut >= 0) return close();
    if (naming.source === "gestures") {
      asking?.abort();
      found = gestures!(naming.typed);
      show();
      return;
    }
    timer = setTimeout(() => void look(), pause);
  });
  control.addEventListener("keydown", (event) => {
    const key = event as KeyboardEvent;
    if (list.hidden || key.isComposing) return;
    if (key.key === "ArrowDown") move(1);
    else if (key.key === "ArrowUp") move(-1);
    else if (key.key === "Enter" && !key.ctrlKey && !key.metaKey) take(at);
    else if (key.key === "Tab") take(at);
    else if (key.key === "Escape") {
      shut = naming?.from ?? -1;
      close();
    }
    else return;
    key.preventDefault();
    key.stopImmediatePropagation();
  }, { capture: true });
  control.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the text keeps the focus
    const option = (event.target as Element).closest("li");
    if (option) take([...list.children].indexOf(option));
  });
}

function namingIn(control: Control, gestures: boolean): Naming | undefined {
  const caret = control.selectionStart ?? 0;
  const before = control.value.slice(0, caret);
  const source = control.dataset.suggest as Naming["source"] | undefined;
  if (source) {
    const apart = source === "desks" || source === "dispatches" ? ";" : ",";
    const typed = before.slice(Math.max(before.lastIndexOf(apart), before.lastIndexOf("\n")) + 1).trimStart();
    return typed ? { source, from: caret - typed.length, typed, sign: "", end: `${apart} ` } : undefined;
  }
  // Only where a word begins: "et/ou" and addresses ask for nothing.
  const asked = gestures && before.match(/(?:^|\s)\/((?:[\p{L}\p{N}][\p{L}\p{N}’' -]{0,23})?)$/u);
  if (asked) return { source: "gestures", from: caret - asked[1].length - 1, typed: asked[1], sign: "", end: "" };
  const named = before.match(/(?:^|[\s(«“])([@#])([\p{L}\p{N}._-]{1,40})$/u);
  if (!named) return undefined;
  const [, sign, typed] = named;
  return { source: sign === "@" ? "people" : "tags", from: caret - typed.length - 1, typed, sign, end: " " };
}

function row(one: Suggestion, id: string, sign: string) {
  const text = make("span", "text", sign === "#" && !one.label.startsWith("#") ? `#${one.label}` : one.label);
  if (one.hint) text.append(make("span", "hint", one.hint));
  const option = make("li", "", text);
  if (one.icon) option.prepend(one.icon);
  if (one.photo) {
    const photo = make("img");
    photo.src = one.photo;
    photo.alt = "";
    option.prepend(photo);
  }
  option.id = id;
  option.setAttribute("role", "option");
  return option;
}

// Under the line being written, or under the field.
function place(control: Control, list: HTMLElement, from: number) {
  const box = control.getBoundingClientRect();
  const parent = (list.offsetParent ?? document.body).getBoundingClientRect();
  const caret = control instanceof HTMLTextAreaElement ? caretOf(control, from) : { left: 0, top: box.height };
  list.style.insetBlockStart = `${box.top - parent.top + Math.min(caret.top, box.height) + 4}px`;
  list.style.setProperty("--at", `${box.left - parent.left + caret.left}px`);
}
