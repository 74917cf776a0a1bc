// The toolbar: one stop for Tab, arrows between the buttons, Escape back to the
// text, Alt+F10 from it. On a phone it stands just above the keyboard.
import type { Editor } from "@tiptap/core";
import { make } from "../words";
import { type Command, type Group, keysOf, perform } from "./commands";
import { say } from "./words";

const always: Group[] = ["turn", "style", "letters", "lists", "blocks", "insert"];
const hidden = new Set(["paragraph", "heading_4", "callout_important", "callout_warning", "callout_success"]); // the slash and the keys have them

export function drawTools(editor: Editor, commands: Command[]) {
  const place = document.querySelector<HTMLElement>("[data-document-tools]");
  if (!place) return;
  const bar = make("div", "toolbar");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", say("tools"));
  const drawn: { command: Command; button: HTMLButtonElement }[] = [];
  const group = (name: Group) => {
    const box = make("span", "group");
    box.dataset.group = name;
    for (const command of commands) {
      if (command.group !== name || hidden.has(command.name)) continue;
      const button = buttonOf(command);
      drawn.push({ command, button });
      box.append(button);
    }
    bar.append(box);
    return box;
  };
  for (const name of always) group(name);
  const table = group("table");
  const picture = group("picture");
  place.replaceChildren(bar);

  const buttons = () => drawn.map(({ button }) => button).filter((button) => !button.closest("[hidden]"));
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
  bar.addEventListener("click", (event) => {
    const pressed = drawn.find(({ button }) => button.contains(event.target as Node));
    if (pressed && pressed.button.getAttribute("aria-disabled") !== "true") perform(editor, pressed.command);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return void editor.commands.focus();
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const target = all[(next + all.length) % all.length];
    for (const { button } of drawn) button.tabIndex = button === target ? 0 : -1;
    target.focus();
  });
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key !== "F10" || !event.altKey) return;
    event.preventDefault();
    (buttons().find((button) => button.tabIndex === 0) ?? buttons()[0]).focus();
  });

  let waiting = false;
  const refresh = () => {
    waiting = false;
    if (editor.isDestroyed) return;
    table.hidden = !editor.isActive("table");
    picture.hidden = !editor.isActive("image");
    for (const { command, button } of drawn) {
      if (button.closest("[hidden]")) continue;
      if (command.active) button.setAttribute("aria-pressed", String(command.active(editor)));
      if (command.can) button.setAttribute("aria-disabled", String(!command.can(editor)));
    }
    const all = buttons();
    if (!all.some((button) => button.tabIndex === 0)) all[0].tabIndex = 0;
  };
  editor.on("transaction", ({ transaction }) => {
    if (!transaction.docChanged && !transaction.selectionSet && !transaction.storedMarksSet) return; // a caret of somebody else, say
    if (!waiting) requestAnimationFrame(refresh);
    waiting = true;
  });
  refresh();
  standAboveKeyboard(place);
}

function buttonOf(command: Command) {
  const name = say(command.name);
  const button = make("button", "tool", ...(command.icon ? [command.icon()] : [make("span", "", name)]));
  button.type = "button";
  button.tabIndex = -1;
  button.dataset.command = command.name;
  if (command.icon) button.setAttribute("aria-label", name);
  button.title = command.keys ? `${name} (${keysOf(command.keys).join("+")})` : name;
  if (command.keys) button.setAttribute("aria-keyshortcuts", command.keys.replace("Mod", "Control").replaceAll("-", "+"));
  return button;
}

// The keyboard of a phone covers the foot of the page without the page knowing.
function standAboveKeyboard(place: HTMLElement) {
  const view = window.visualViewport;
  if (!view) return;
  const move = () => {
    const covered = Math.max(0, window.innerHeight - view.height - view.offsetTop);
    place.style.setProperty("--covered", `${Math.round(covered)}px`);
    place.classList.toggle("above-keyboard", covered > 120);
  };
  view.addEventListener("resize", move);
  view.addEventListener("scroll", move);
  move();
}
