// Proposals in the editor: the mode in which one proposes, how they stand in the
// text, and the one in which the caret stands.
import { type Editor, Extension } from "@tiptap/core";
import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { type EditorState, Plugin, PluginKey, TextSelection, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import type { XmlFragment } from "yjs";
import { toast } from "../toasts";
import { deciding } from "./deciding";
import { newTag, type Part, partOf, partsOf, unmarked, withProposed, written } from "./proposal";
import { asProposal, strike, Unproposable } from "./proposing";
import { announce, say } from "./words";

/** How one writes now. */
export interface Mode {
  proposes: boolean;
  me: string;
}

const key = new PluginKey<Shown>("proposals");

interface Shown {
  here?: string; // the proposal in which the caret stands
  marks: DecorationSet;
}

export const proposing = (mode: Mode, fragment: XmlFragment) =>
  Extension.create({
    name: "proposing",
    dispatchTransaction({ transaction, next }) {
      const { state } = this.editor;
      if (!transaction.docChanged || transaction.getMeta(ySyncPluginKey) || transaction.getMeta(deciding)) return next(transaction);
      if (!mode.proposes) return next(unstruck(state, transaction));
      try {
        const asked = asProposal(state, transaction, mode.me);
        if (!fragment.length) tagFirst(asked, mode.me);
        next(asked);
      } catch (error) {
        if (!(error instanceof Unproposable)) throw error;
        next(state.tr); // the page shows again what the text holds
        refuse();
      }
    },
    addProseMirrorPlugins() {
      return [new Plugin<Shown>({
        key,
        state: {
          init: (_, state) => show(state.doc, undefined),
          apply: (tr, was, _old, state) => {
            if (!tr.docChanged && !tr.selectionSet) return was;
            const here = partAt(state)?.id;
            return tr.docChanged || here !== was.here ? show(state.doc, here) : was;
          },
        },
        props: {
          decorations: (state) => key.getState(state)?.marks,
          transformPasted: (slice) => new Slice(bare(slice.content), slice.openStart, slice.openEnd),
          handleDOMEvents: {
            // What an input method composes keeps its place in the page only if
            // it begins with the mark that it shall have.
            compositionstart: (view) => {
              if (mode.proposes) view.dispatch(beginComposing(view.state, mode.me));
              return false;
            },
            click: (_view, event) => {
              if (!mode.proposes || !(event.target as Element).closest("input[type=checkbox]")) return false;
              event.preventDefault();
              refuse();
              return true;
            },
          },
        },
      })];
    },
  });

function refuse() {
  toast(say("propose_not"));
  announce(say("propose_not"));
}

// What one writes into a text that shall go does not go with it.
function unstruck(state: EditorState, asked: Transaction): Transaction {
  const { selection } = state;
  const { deletion } = state.schema.marks;
  if (asked.steps.length !== 1 || !selection.$from.parent.isTextblock) return asked;
  asked.steps[0].getMap().forEach((_from, _to, start, end) => {
    const inline = start < end && asked.doc.resolve(start).parent.isTextblock && asked.doc.resolve(start).sameParent(asked.doc.resolve(end));
    if (inline && asked.doc.rangeHasMark(start, end, deletion) && !state.doc.rangeHasMark(selection.from, selection.to, deletion)) asked.removeMark(start, end, deletion);
  });
  return asked;
}

// A document in which nothing stands has no paragraph yet: the first comes with
// what is proposed.
function tagFirst(tr: Transaction, me: string) {
  const first = tr.doc.firstChild;
  if (first && !partOf(first)) tr.setNodeMarkup(0, null, withProposed(first.attrs, written("insertion", newTag(me))));
}

function bare(content: Fragment): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    const marks = unmarked(node.marks);
    nodes.push(node.isText ? node.mark(marks) : node.type.create(withProposed(node.attrs, null), bare(node.content), marks));
  });
  return Fragment.from(nodes);
}

function beginComposing(state: EditorState, me: string): Transaction {
  const { tr, selection: { from, to, $from, $to, $head } } = state;
  const beside = $from.nodeBefore && partsOf($from.nodeBefore).find(({ kind, by }) => kind === "insertion" && by === me);
  const tag = beside ? { id: beside.id, by: beside.by, at: beside.at } : newTag(me);
  tr.setMeta(deciding, true);
  if (from < to && $from.sameParent($to) && $from.parent.isTextblock) {
    const end = strike(tr, from, to, tag, me);
    tr.setSelection(TextSelection.create(tr.doc, end));
  }
  const kept = unmarked(state.storedMarks ?? $head.marks());
  return tr.setStoredMarks(state.schema.marks.insertion.create(tag).addToSet(kept));
}

/** The proposal in which the caret stands: of the text beside it, or of what it is in. */
export function partAt(state: EditorState): Part | undefined {
  const { $head } = state.selection;
  for (const node of [$head.nodeAfter, $head.nodeBefore]) {
    const part = node?.isInline && partsOf(node)[0];
    if (part) return part;
  }
  for (let depth = $head.depth; depth > 0; depth--) {
    const part = partOf($head.node(depth));
    if (part) return part;
  }
  const { from, to } = state.selection;
  const chosen = to - from > 0 ? state.doc.nodeAt(from) : null;
  return chosen?.isBlock ? partOf(chosen) : undefined;
}

function show(doc: Node, here: string | undefined): Shown {
  const marks: Decoration[] = [];
  doc.descendants((node, at) => {
    const whole = partOf(node);
    if (whole) marks.push(Decoration.node(at, at + node.nodeSize, { class: `proposed-whole ${whole.kind}${whole.id === here ? " here" : ""}`, "data-proposal": whole.id }));
    else if (here && node.isText && partsOf(node).some(({ id }) => id === here)) marks.push(Decoration.inline(at, at + node.nodeSize, { class: "proposal-here" }));
  });
  return { here, marks: DecorationSet.create(doc, marks) };
}

/** Puts the caret at a proposal and brings it to the eyes. */
export function goTo(editor: Editor, at: number) {
  const { tr } = editor.state;
  const node = tr.doc.nodeAt(at);
  const inside = node && !node.isInline && !node.isLeaf ? at + 1 : at;
  editor.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(inside), 1)).scrollIntoView());
}
