// Keys that go places. Those of one letter can be turned off in the help that
// `?` opens (WCAG 2.1.4), and never act while one types.
import { icon, make, word } from "./words";

const off = "parvis.keys"; // in localStorage: "off"
const spot = "parvis.row"; // in sessionStorage: the place of a row in its list, and its page

export function watchKeys() {
  for (const button of document.querySelectorAll<HTMLElement>("[data-palette]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-palette]")) void openPalette();
    if (target.closest("[data-shortcuts]")) help();
  });
  document.addEventListener("parvis:help", help);
  document.addEventListener("submit", (event) => remember(event.target as HTMLElement), { capture: true });
  document.addEventListener("htmx:after:swap", regain);
  regain();
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      void openPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target as Element) || document.querySelector("dialog[open]")) return;
    if (localStorage.getItem(off) === "off") return;
    if (single(event.key)) event.preventDefault();
  });
}

function single(key: string): boolean {
  switch (key) {
    case "/":
      return go(document.querySelector<HTMLElement>("main [data-search], main input[type=search]") ?? document.querySelector("[data-search]"));
    case "?":
      help();
      return true;
    case "j":
      return move(1);
    case "k":
      return move(-1);
    case "ArrowLeft":
      return turn("prev");
    case "ArrowRight":
      return turn("next");
    case "n": {
      const write = document.querySelector<HTMLAnchorElement>(".rail .button.primary[href]");
      write?.click();
      return !!write;
    }
  }
  return press(key);
}

// A page whose rows have gestures of their own names the letter of each in
// data-key: it presses the one of the row that has the focus, of the first row
// otherwise. The row stays in place when the page comes back.
function press(key: string): boolean {
  const desk = document.querySelector<HTMLElement>("[data-desk]");
  if (!desk || !/^[a-z]$/.test(key)) return false;
  if (key === "u") {
    const undo = document.querySelector<HTMLElement>("[data-toast] form button");
    undo?.click();
    return !!undo;
  }
  const rows = desk.matches("[data-row]") ? [desk] : [...desk.querySelectorAll<HTMLElement>("[data-row]")];
  const at = Math.max(0, rows.findIndex((row) => row.contains(document.activeElement)));
  const target = key === "o" ? rows[at]?.querySelector<HTMLElement>("h3 a") : rows[at]?.querySelector<HTMLElement>(`[data-key="${key}"]`);
  if (!target) return false;
  target.click();
  return true;
}

// The place of a row is remembered while something is done with it; undoing
// comes back to the last one.
let last = -1;

// On the page of one delivery: the last gesture, by the end of its address.
let done = "";

function remember(form: HTMLElement) {
  if (form.closest("#delivery")) done = new URL((form as HTMLFormElement).action).pathname.split("/")[4];
  const rows = [...document.querySelectorAll<HTMLElement>("[data-desk] [data-row]")];
  const at = rows.findIndex((row) => row.contains(form));
  if (at >= 0) last = at;
  else if (!form.closest("[data-toast]")) return;
  if (last >= 0) sessionStorage.setItem(spot, `${last} ${location.pathname}`);
}

// Back from a gesture on a row, the focus is on what stands there now; on the page
// of one delivery, where the gesture was, or on what one may do otherwise.
function regain() {
  const delivery = document.getElementById("delivery");
  if (delivery && done) {
    document.querySelector("[data-beside-news]")?.replaceChildren(); // this is the news
    const there = done === "note" || done === "unsay" ? "#note textarea" : `#${done} summary, form[action*="/${done}?"] button`;
    const spots = [...delivery.querySelectorAll<HTMLElement>(there), ...delivery.querySelectorAll<HTMLElement>("[data-desk] button")];
    if (document.activeElement === document.body) spots.find((one) => one.checkVisibility())?.focus({ preventScroll: true });
  }
  const [at, path] = (sessionStorage.getItem(spot) ?? "").split(" ");
  sessionStorage.removeItem(spot);
  const rows = document.querySelectorAll<HTMLElement>("[data-desk] [data-row]");
  if (path !== location.pathname || !rows.length) return;
  const row = rows[Math.min(Number(at), rows.length - 1)];
  row.querySelector<HTMLElement>("h3 a")?.focus();
  row.scrollIntoView({ block: "nearest" });
}

function go(field: HTMLElement | null): boolean {
  if (!field?.checkVisibility()) {
    void openPalette();
    return true;
  }
  field.focus();
  if (field instanceof HTMLInputElement) field.select();
  return true;
}

// j and k go from entry to entry of the page's lists; the entry's own link, or
// the entry itself, takes the focus, so that Enter opens it.
function move(step: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-rows] [data-row]")].filter((row) => row.checkVisibility());
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1)];
  const target = row.matches("[tabindex]") ? row : row.querySelector<HTMLElement>("h3 a, a");
  target?.focus();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

// The arrows turn the pages of a file, unless they scroll what has the focus.
function turn(to: "prev" | "next"): boolean {
  if (document.activeElement?.closest("[role=region], [role=menu], [role=tablist]")) return false;
  const link = document.querySelector<HTMLAnchorElement>(`[data-preview] a[rel=${to}]`);
  link?.click();
  return !!link;
}

function isTyping(element: Element) {
  return element.matches("input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [contenteditable]");
}

async function openPalette() {
  if (!("person" in document.body.dataset)) return;
  (await import("./palette")).open();
}

function help() {
  let dialog = document.getElementById("shortcuts") as HTMLDialogElement | null;
  if (!dialog) {
    dialog = helpDialog();
    document.body.append(dialog);
  }
  dialog.showModal();
}

function helpDialog() {
  const list = make("dl", "shortcut-list");
  const rows: [string[], string][] = [
    [["Ctrl", "K"], "ui.shortcuts.palette"],
    [["/"], "ui.shortcuts.search"],
    [["j", "k"], "ui.shortcuts.move"],
    [["↵"], "ui.shortcuts.open"],
    [["←", "→"], "ui.shortcuts.turn"],
    [["n"], "ui.shortcuts.new"],
    [["Ctrl", "↵"], "ui.shortcuts.send"],
    [["?"], "ui.shortcuts.help"],
  ];
  // What else is on the page adds its own.
  const more: [string[], string][] = [];
  document.dispatchEvent(new CustomEvent("parvis:shortcuts", { detail: more }));
  const desk = document.querySelector<HTMLElement>("[data-keys]");
  if (desk) for (const [letter, text] of JSON.parse(desk.dataset.keys!) as [string, string][]) more.push([[letter], text]);
  for (const [keys, text] of [...rows.map(([keys, key]) => [keys, word(key)] as [string[], string]), ...more]) {
    const term = make("dt");
    for (const name of keys) term.append(make("kbd", "", name), " ");
    list.append(term, make("dd", "", text));
  }
  const box = make("input");
  box.type = "checkbox";
  box.id = "shortcuts-on";
  box.checked = localStorage.getItem(off) !== "off";
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "off")));
  const label = make("label", "", word("ui.shortcuts.on"));
  label.htmlFor = box.id;

  const close = make("button", "icon-button", icon("x"));
  close.setAttribute("aria-label", word("ui.close"));
  const form = make("form", "", close);
  form.method = "dialog";
  const title = make("h2", "", word("ui.shortcuts"));
  title.id = "shortcuts-title";
  const dialog = make("dialog", "dialog", make("header", "dialog-head", title, form), make("div", "dialog-body", list, make("div", "choice", box, label)));
  dialog.id = "shortcuts";
  dialog.setAttribute("aria-labelledby", title.id);
  return dialog;
}
