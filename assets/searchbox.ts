// Suggestions while one types a search: what the text may become, and the
// people, places, titles and tags that bear such a name, also misspelt. A
// combobox over GET /search/suggest?q=, which answers
// {entries: [{title, hint, href, icon}]}. Enter without a choice searches.
import { icon, make, word } from "./words";

interface Entry {
  title: string;
  hint?: string;
  href: string;
  icon?: string;
}

const pause = 120; // milliseconds after the last letter
let made = 0;

/** Suggests under a search box. */
export function suggestUnder(input: HTMLInputElement) {
  const list = make("div", "suggest-list search-suggestions");
  list.id = `search-suggestions-${made++}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", word("ui.palette"));
  const status = make("p", "sr-only");
  status.setAttribute("role", "status");
  input.after(list, status);
  input.autocomplete = "off";
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) input.setAttribute(name, value);

  let at = -1;
  let timer: ReturnType<typeof setTimeout>;
  let asking: AbortController | undefined;

  const close = () => {
    asking?.abort();
    clearTimeout(timer);
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
  };

  const choose = (index: number) => {
    const options = [...list.children];
    at = index < -1 ? options.length - 1 : index >= options.length ? -1 : index;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };

  const show = (entries: Entry[]) => {
    if (!entries.length || document.activeElement !== input) return close();
    // What was chosen stays so when a later answer comes.
    const chosen = list.children[at]?.getAttribute("href");
    list.replaceChildren(...entries.map((entry, i) => row(entry, `${list.id}-${i}`)));
    list.hidden = false;
    place(input, list);
    input.setAttribute("aria-expanded", "true");
    choose(entries.findIndex((entry) => entry.href === chosen));
    status.textContent = word("ui.palette.results", { count: entries.length });
  };

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const asked = input.value.trim();
    try {
      const answer = await fetch(`/search/suggest?q=${encodeURIComponent(asked)}`, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (answer.ok && asked === input.value.trim()) show(((await answer.json()) as { entries: Entry[] }).entries);
    } catch {
      // Another letter came, or the network went.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) return close();
    timer = setTimeout(() => void look(), pause);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(at + 1);
    else if (event.key === "ArrowUp") choose(at - 1);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // Enter sends the form, unless a suggestion was chosen.
  input.form?.addEventListener("submit", (event) => {
    if (list.hidden || at < 0 || document.activeElement !== input) return;
    event.preventDefault();
    (list.children[at] as HTMLElement).click();
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
}

function row(entry: Entry, id: string) {
  const link = make("a", "", ...(entry.icon ? [icon(entry.icon)] : []), make("span", "text", entry.title));
  if (entry.hint) link.append(make("span", "hint", entry.hint));
  link.href = entry.href;
  link.tabIndex = -1;
  link.id = id;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  return link;
}

function place(input: HTMLElement, list: HTMLElement) {
  const box = input.getBoundingClientRect();
  const parent = (list.offsetParent ?? document.body).getBoundingClientRect();
  list.style.insetBlockStart = `${box.bottom - parent.top + 4}px`;
  list.style.insetInlineStart = `${box.left - parent.left}px`;
  list.style.inlineSize = `${box.width}px`;
}
