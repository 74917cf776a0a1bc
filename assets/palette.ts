// Ctrl+K: go anywhere by name. A combobox over GET /palette?q=, which answers
// {groups: [{title, entries: [{title, hint, href, icon}]}]}.
import { icon, make, word } from "./words";

interface Entry {
  title: string;
  hint?: string;
  href: string;
  icon?: string;
}

interface Answer {
  groups: { title: string; entries: Entry[] }[];
}

const pause = 120; // milliseconds after the last letter

let dialog: HTMLDialogElement | undefined;
let input: HTMLInputElement;
let list: HTMLElement;
let status: HTMLElement;
let options: HTMLElement[] = [];
let at = -1;
let timer: ReturnType<typeof setTimeout>;
let asking: AbortController | undefined;

/** Opens the palette, made at its first use. */
export function open() {
  if (!dialog) build();
  if (dialog!.open) return;
  dialog!.showModal();
  input.select();
  void look();
}

function build() {
  input = make("input");
  input.type = "text";
  input.placeholder = word("ui.palette.hint");
  input.autocomplete = "off";
  input.spellcheck = false;
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-label": word("ui.palette"), "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list",
  })) input.setAttribute(name, value);
  list = make("div", "palette-list");
  list.id = "palette-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", word("ui.palette"));
  status = make("p", "sr-only");
  status.setAttribute("role", "status");
  dialog = make("dialog", "dialog palette", make("div", "palette-box", icon("search"), input), list, status);
  dialog.setAttribute("aria-label", word("ui.palette"));
  document.body.append(dialog);

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), pause);
  });
  input.addEventListener("keydown", press);
  list.addEventListener("pointermove", (event) => {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (option) choose(options.indexOf(option), false);
  });
}

function press(event: KeyboardEvent) {
  const last = options.length - 1;
  switch (event.key) {
    case "ArrowDown":
      choose(at >= last ? 0 : at + 1);
      break;
    case "ArrowUp":
      choose(at <= 0 ? last : at - 1);
      break;
    case "Home":
      choose(0);
      break;
    case "End":
      choose(last);
      break;
    case "Enter": {
      const option = options[at];
      if (option) option.click();
      else if (input.value.trim()) location.href = `/search?q=${encodeURIComponent(input.value.trim())}`;
      break;
    }
    default:
      return;
  }
  event.preventDefault();
}

async function look() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(`/palette?q=${encodeURIComponent(input.value.trim())}`, { signal: asking.signal, headers: { Accept: "application/json" } });
    if (answer.ok) show((await answer.json()) as Answer);
  } catch {
    // Another letter came, or the network went: what is shown stays.
  }
}

function show(answer: Answer) {
  options = [];
  list.replaceChildren();
  answer.groups.forEach((group, g) => {
    if (!group.entries.length) return;
    const title = make("p", "group-title", group.title);
    title.id = `palette-group-${g}`;
    const box = make("div");
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", title.id);
    box.append(title, ...group.entries.map(row));
    list.append(box);
  });
  if (!options.length) {
    const none = make("p", "none", word("ui.palette.none"));
    list.append(none);
  }
  status.textContent = options.length ? word("ui.palette.results", { count: options.length }) : word("ui.palette.none");
  at = -1;
  choose(options.length && input.value.trim() ? 0 : -1);
}

function row(entry: Entry): HTMLElement {
  const option = make("a", "", ...(entry.icon ? [icon(entry.icon)] : []), make("span", "title", entry.title));
  if (entry.hint) option.append(make("span", "hint", entry.hint));
  option.href = entry.href;
  option.id = `palette-${options.length}`;
  option.tabIndex = -1;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  options.push(option);
  return option;
}

function choose(index: number, scroll = true) {
  options[at]?.setAttribute("aria-selected", "false");
  at = index;
  const option = options[at];
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  if (scroll) option.scrollIntoView({ block: "nearest" });
}
