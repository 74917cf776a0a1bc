// The passages that are commented, seen in the text. They are drawn over it and
// are no part of it: who may not write comments as well.
import { type Editor, Extension } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet, type EditorView } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import { type Anchor, anchorOf, type Binding, bindingOf, type Passage, type Range, rangeOf, textIn, Words } from "./anchors";

/** The passage on which something is being said. */
export const beginning = "new";

/** What is told of the passages. */
export interface Heard {
  pressed(id: string): void; // a place of the text, with the passage around it or ""
  moved(id: string, to: Anchor): void; // what is written here made the words of a passage anew
  lost(): void; // a passage is not where it was
}

interface Shown {
  passages: Passage[];
  chosen?: string;
  ranges: Map<string, Range>;
  said: Map<string, string>; // what each passage that was lost said, by which it is found again
  drawn: DecorationSet;
}

const key = new PluginKey<Shown>("margin");
const calm = 150; // milliseconds after the last letter

export const highlights = (heard: Heard) =>
  Extension.create({
    name: "margin",
    addProseMirrorPlugins: () => [
      new Plugin<Shown>({
        key,
        state: {
          init: () => ({ passages: [], ranges: new Map(), said: new Map(), drawn: DecorationSet.empty }),
          apply: (tr, was, before) => (tr.getMeta(key) as Shown | undefined) ?? (tr.docChanged ? follow(tr, was, before) : was),
        },
        props: {
          decorations: (state) => key.getState(state)?.drawn,
          handleClick(view, at) {
            heard.pressed(passageAt(view.state, at) ?? "");
            return false;
          },
        },
        view: () => watch(heard),
      }),
    ],
  });

// What others write comes with positions that mean something at once; what is
// written here is known to Yjs a moment later, and moves the passages as it goes.
function follow(tr: Transaction, was: Shown, before: EditorState): Shown {
  const binding = bindingOf(before);
  if (tr.getMeta(ySyncPluginKey) && binding) return placed(tr.doc, binding, was, before.doc);
  const now: Shown = { ...was, ranges: new Map(), said: new Map(was.said) };
  for (const [id, stood] of was.ranges) {
    const range = { from: tr.mapping.map(stood.from, 1), to: tr.mapping.map(stood.to, -1) };
    if (range.to > range.from) now.ranges.set(id, range);
    else now.said.set(id, textOf(before.doc, stood));
  }
  return drawn(tr.doc, now);
}

const textOf = (doc: Node, { from, to }: Range) => doc.textBetween(from, to, "\n", " ");

/** Finds every passage by its bounds or, failing that, by the words that it had in the document before. */
function placed(doc: Node, binding: Binding, was: Shown, before: Node): Shown {
  const now: Shown = { ...was, ranges: new Map(), said: new Map(was.said) };
  let words: Words | undefined;
  for (const passage of now.passages) {
    let range = rangeOf(doc, binding, passage);
    if (!range) {
      const stood = was.ranges.get(passage.id);
      if (stood) now.said.set(passage.id, textOf(before, stood));
      const says = now.said.get(passage.id) ?? passage.says;
      range = says ? (words ??= new Words(doc)).find(says) : undefined;
    }
    if (range) now.ranges.set(passage.id, range);
  }
  return drawn(doc, now);
}

function drawn(doc: Node, now: Shown): Shown {
  const marks: Decoration[] = [];
  for (const { id, resolved } of now.passages) {
    const range = now.ranges.get(id);
    if (!range) continue;
    const chosen = id === now.chosen || id === beginning;
    marks.push(Decoration.inline(range.from, range.to, { class: `passage${resolved ? " is-resolved" : ""}${chosen ? " is-chosen" : ""}` }));
  }
  return { ...now, drawn: DecorationSet.create(doc, marks) };
}

// Once the writing pauses: a passage whose words were made anew here (by a
// paragraph that was split, say) is anchored to the new ones.
function watch(heard: Heard) {
  let timer: ReturnType<typeof setTimeout>;
  let here = false; // something was written here since the last pause
  return {
    update(view: EditorView, before: EditorState) {
      const was = key.getState(before);
      const now = key.getState(view.state);
      if (was && now && was.passages === now.passages && now.ranges.size < was.ranges.size) heard.lost();
      if (view.state.doc.eq(before.doc)) return;
      here ||= view.editable && view.hasFocus();
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (here && !view.isDestroyed) moves(view, heard);
        here = false;
      }, calm);
    },
    destroy: () => clearTimeout(timer),
  };
}

function moves({ state }: EditorView, heard: Heard) {
  const shown = key.getState(state);
  const binding = bindingOf(state);
  if (!shown || !binding) return;
  for (const passage of shown.passages) {
    const range = shown.ranges.get(passage.id);
    if (!range || !textIn(state.doc, range)) continue;
    const bound = rangeOf(state.doc, binding, passage);
    if (bound && bound.from === range.from && bound.to === range.to) continue;
    const to = anchorOf(state, textIn(state.doc, range)!);
    if (!to || (to.first === passage.first && to.last === passage.last)) continue;
    Object.assign(passage, to);
    if (passage.id !== beginning) heard.moved(passage.id, to);
  }
}

/** Which of the passages around a place is meant: the shortest, or the next one at each press. */
function passageAt(state: EditorState, at: number): string | undefined {
  const shown = key.getState(state);
  const around = [...(shown?.ranges ?? [])].filter(([id, { from, to }]) => id !== beginning && from <= at && at <= to)
    .sort(([, a], [, b]) => a.to - a.from - (b.to - b.from)).map(([id]) => id);
  return around[(around.indexOf(shown?.chosen ?? "") + 1) % around.length];
}

export function showPassages(editor: Editor, passages: Passage[], chosen?: string) {
  const was = key.getState(editor.state);
  const binding = bindingOf(editor.state);
  if (!was || !binding) return;
  const now = placed(editor.state.doc, binding, { ...was, passages, chosen }, editor.state.doc);
  editor.view.dispatch(editor.state.tr.setMeta(key, now).setMeta("addToHistory", false));
}

/** Where a passage is; undefined when it was deleted. */
export function placeOf(editor: Editor, id: string): Range | undefined {
  return key.getState(editor.state)?.ranges.get(id);
}

/** Where bounds that no panel tells of are. */
export function placeOfBounds(editor: Editor, anchor: Anchor): Range | undefined {
  const binding = bindingOf(editor.state);
  return binding && rangeOf(editor.state.doc, binding, anchor);
}

/** What stands there, in a few words. */
export function saidAt(editor: Editor, { from, to }: Range): string {
  const text = editor.state.doc.textBetween(from, to, " ", " ").replace(/\s+/g, " ").trim();
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
