// The table of contents and the length of the text, as they are written.
import { type Editor, Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { make } from "../words";
import { say } from "./words";

interface Entry {
  id: string;
  level: number;
  text: string;
}

const key = new PluginKey<{ marks: DecorationSet; entries: Entry[] }>("contents");

/** Gives each heading a name in the address of the page. */
export const headings = Extension.create({
  name: "headings",
  addProseMirrorPlugins: () => [
    new Plugin({
      key,
      state: {
        init: (_, state) => read(state.doc),
        apply: (tr, was) => (tr.docChanged ? read(tr.doc) : was),
      },
      props: { decorations: (state) => key.getState(state)?.marks },
    }),
  ],
});

function read(doc: Node) {
  const entries: Entry[] = [];
  const marks: Decoration[] = [];
  const taken = new Map<string, number>();
  const above: number[] = []; // the levels of the headings that hold the present one
  doc.descendants((node, at) => {
    if (node.isTextblock && node.type.name !== "heading") return false;
    if (node.type.name !== "heading" || !node.textContent.trim()) return true;
    const slug = node.textContent.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "titre";
    const times = taken.get(slug) ?? 0;
    taken.set(slug, times + 1);
    const id = `s-${slug}${times ? `-${times + 1}` : ""}`;
    const level = node.attrs.level as number;
    entries.push({ id, level, text: node.textContent });
    // Authors choose a size; who listens needs that no level is jumped.
    while (above.length && above[above.length - 1] >= level) above.pop();
    above.push(level);
    marks.push(Decoration.node(at, at + node.nodeSize, { id, tabindex: "-1", "aria-level": String(above.length + 1) }));
    return false;
  });
  return { entries, marks: DecorationSet.create(doc, marks) };
}

const pause = 400; // milliseconds after the last letter

export function showContents(editor: Editor) {
  const place = document.querySelector<HTMLElement>("[data-document-contents]");
  if (!place) return;
  const length = make("p", "document-length");
  place.after(length);
  const lengthOf = counting();
  let shown = "";
  const show = () => {
    const entries = key.getState(editor.state)?.entries ?? [];
    const now = JSON.stringify(entries);
    if (now !== shown) {
      shown = now;
      place.hidden = !entries.length;
      place.replaceChildren(make("h2", "", say("contents")), make("ul", "", ...entries.map(line)));
    }
    length.textContent = lengthOf(editor);
  };
  let timer: ReturnType<typeof setTimeout>;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(show, pause);
  };
  editor.on("update", later);
  editor.on("selectionUpdate", later);
  show();
  // The page came with the address of a heading that was not there yet.
  if (location.hash.startsWith("#s-")) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

function line(entry: Entry) {
  const link = make("a", "", entry.text);
  link.href = `#${entry.id}`;
  return make("li", `level-${entry.level}`, link);
}

const word = /[\p{L}\p{N}]+(?:[’'.-][\p{L}\p{N}]+)*/gu;

// The words of what is chosen, when something is; those of the whole are counted
// again only when it has changed.
function counting(): (editor: Editor) => string {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  let counted: Node | undefined;
  let all = 0;
  return ({ state: { doc, selection: { from, to, empty } } }) => {
    const count = (a: number, b: number) => (doc.textBetween(a, b, "\n", " ").match(word) ?? []).length;
    if (doc !== counted) all = count(0, doc.content.size);
    counted = doc;
    return empty ? say("words", { count: number.format(all) }) : say("words_chosen", { chosen: number.format(count(from, to)), count: number.format(all) });
  };
}
