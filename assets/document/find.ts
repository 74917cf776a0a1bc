// Find and replace in the text, whatever the capitals and accents.
import { type Editor, Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey, TextSelection } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { icon, make, word } from "../words";
import { say } from "./words";

interface Found {
  sought: string;
  at: number; // which one is shown
  places: { from: number; to: number }[];
  marks: DecorationSet;
}

const key = new PluginKey<Found>("find");
const nothing: Found = { sought: "", at: 0, places: [], marks: DecorationSet.empty };

export const finding = Extension.create({
  name: "finding",
  addProseMirrorPlugins: () => [
    new Plugin<Found>({
      key,
      state: {
        init: () => nothing,
        apply: (tr, was) => {
          const asked = tr.getMeta(key) as { sought: string; at: number } | undefined;
          if (!asked && (!tr.docChanged || !was.sought)) return was;
          return look(tr.doc, asked?.sought ?? was.sought, asked?.at ?? was.at);
        },
      },
      props: { decorations: (state) => key.getState(state)?.marks },
    }),
  ],
});

function look(doc: Node, sought: string, at: number): Found {
  const asked = flat(sought);
  if (!asked) return { ...nothing, sought };
  const places: Found["places"] = [];
  doc.descendants((node, start) => {
    if (!node.isTextblock) return true;
    const text = flat(node.textBetween(0, node.content.size, undefined, "\ufffc"));
    for (let i = text.indexOf(asked); i >= 0; i = text.indexOf(asked, i + asked.length)) places.push({ from: start + 1 + i, to: start + 1 + i + asked.length });
    return false;
  });
  const shown = places.length ? ((at % places.length) + places.length) % places.length : 0;
  const marks = places.map(({ from, to }, i) => Decoration.inline(from, to, { class: i === shown ? "found present" : "found" }));
  return { sought, at: shown, places, marks: DecorationSet.create(doc, marks) };
}

// As many letters as before: places in the one are places in the other.
function flat(text: string) {
  return [...text].map((letter) => {
    const bare = letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return bare.length === letter.length ? bare : letter;
  }).join("");
}

/** Opens the panel over the text, made at its first use. */
export function finderOf(editor: Editor): () => void {
  let panel: HTMLElement | undefined;
  let input: HTMLInputElement;
  return () => {
    if (!panel) [panel, input] = build(editor);
    panel.hidden = false;
    const { from, to } = editor.state.selection;
    const chosen = editor.state.doc.textBetween(from, to, " ");
    if (chosen && chosen.length < 80) input.value = chosen;
    input.dispatchEvent(new InputEvent("input"));
    input.select();
  };
}

function build(editor: Editor): [HTMLElement, HTMLInputElement] {
  const input = fieldOf(say("find_text"));
  const other = fieldOf(say("replace_by"));
  const count = make("span", "count");
  count.setAttribute("role", "status");
  const found = () => key.getState(editor.state) ?? nothing;

  const go = (step: number) => {
    editor.view.dispatch(editor.state.tr.setMeta(key, { sought: input.value, at: found().at + step }));
    const { places, at } = found();
    count.textContent = !input.value ? "" : places.length ? say("found", { at: at + 1, count: places.length }) : say("find_none");
    if (!places.length) return;
    const { from, to } = places[at];
    editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, from, to)));
    editor.view.dom.querySelector(".found.present")?.scrollIntoView({ block: "center" });
  };
  const replace = (places: Found["places"]) => {
    const tr = editor.state.tr;
    for (const { from, to } of [...places].reverse()) other.value ? tr.insertText(other.value, from, to) : tr.delete(from, to);
    editor.view.dispatch(tr);
    go(0);
  };
  const panel = make("div", "document-find",
    input, make("span", "doing", button(say("find_previous"), () => go(-1), icon("chevron-up")), button(say("find_next"), () => go(1), icon("chevron-down")), count),
    ...(editor.isEditable ? [other, make("span", "doing",
      button(say("replace"), () => replace(found().places.slice(found().at, found().at + 1))),
      button(say("replace_all"), () => replace(found().places)))] : []),
    button(word("ui.close"), () => close(), icon("x")));
  panel.setAttribute("role", "search");
  panel.setAttribute("aria-label", say("find"));
  const close = () => {
    panel.hidden = true;
    editor.view.dispatch(editor.state.tr.setMeta(key, { sought: "", at: 0 }));
    editor.commands.focus();
  };
  input.addEventListener("input", () => go(0));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === input) go(event.shiftKey ? -1 : 1);
    else if (event.key === "Enter" && event.target === other) replace(found().places.slice(found().at, found().at + 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.querySelector("[data-document]")!.before(panel);
  return [panel, input];
}

function fieldOf(label: string) {
  const input = make("input", "control");
  input.type = "text";
  input.placeholder = label;
  input.autocomplete = "off";
  input.setAttribute("aria-label", label);
  return input;
}

function button(label: string, does: () => void, drawn?: SVGSVGElement) {
  const made = make("button", drawn ? "icon-button small" : "button small", drawn ?? label);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.title = label;
  made.addEventListener("click", does);
  return made;
}
