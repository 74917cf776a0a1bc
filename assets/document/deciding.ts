// What becomes of proposals: accepted or refused by who writes, withdrawn by who
// made them. What was decided stands in the document beside them, so that undoing
// takes it back too.
import type { Editor } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import type { Transaction } from "@tiptap/pm/state";
import { ySyncPluginKey, yUndoPluginKey } from "@tiptap/y-tiptap";
import type { Doc, UndoManager } from "yjs";
import { partOf, type Part, partsOf, withProposed } from "./proposal";
import { drop } from "./proposing";

/** Set on a transaction that decides: it is no change to be proposed in its turn. */
export const deciding = "deciding";

const verdicts = (doc: Doc) => doc.getMap<string>("verdicts");

interface Settled {
  node: Node;
  at: number;
  goes: boolean;
  kinds: Part["kind"][]; // of the marks that end
}

/** Accepts or refuses; a verdict is kept unless one takes one's own back. */
export function decide(editor: Editor, doc: Doc, ids: Set<string>, accepted: boolean, me: string, verdict: boolean) {
  const { tr } = editor.state;
  const settled = settledIn(tr.doc, ids, accepted);
  for (const one of settled.reverse()) settle(tr, one, me);
  const undo = (yUndoPluginKey.getState(editor.state) as { undoManager: UndoManager }).undoManager;
  undo.addToScope(verdicts(doc));
  undo.stopCapturing(); // one undo for one decision
  doc.transact(() => {
    editor.view.dispatch(tr.setMeta(deciding, true));
    if (verdict) for (const id of ids) verdicts(doc).set(id, `${accepted ? "accepted" : "refused"} ${me} ${Date.now()}`);
  }, ySyncPluginKey);
  undo.stopCapturing();
}

function settledIn(doc: Node, ids: Set<string>, accepted: boolean): Settled[] {
  const found: Settled[] = [];
  doc.descendants((node, at) => {
    const parts = partsOf(node).filter(({ id }) => ids.has(id));
    if (!parts.length) return true;
    const goes = parts.some(({ kind }) => (kind === "insertion") !== accepted);
    found.push({ node, at, goes, kinds: parts.map(({ kind }) => kind) });
    return !goes; // what is in what goes, goes
  });
  return found;
}

function settle(tr: Transaction, { node, at, goes, kinds }: Settled, me: string) {
  const { marks } = tr.doc.type.schema;
  if (goes && node.isInline) tr.delete(at, at + node.nodeSize);
  else if (goes) drop(tr, at, me);
  else if (node.isText) for (const kind of kinds) tr.removeMark(at, at + node.nodeSize, marks[kind]);
  else if (partOf(node)) tr.setNodeMarkup(at, null, withProposed(node.attrs, null), node.marks);
}
