// The mode in which one proposes: what would change the text is made into a
// proposal. Text that comes bears a mark; text that goes stays, with a mark; what
// is neither (a new block, another setting) is a proposal to take the old away
// and to put the new in its place. What one proposed oneself is changed freely.
import { Fragment, type Node, Slice } from "@tiptap/pm/model";
import { type EditorState, TextSelection, type Transaction } from "@tiptap/pm/state";
import { ReplaceStep } from "@tiptap/pm/transform";
import { isOwn, markOf, newTag, partOf, partsOf, type Tag, unmarked, withProposed, written } from "./proposal";

/** Thrown for what cannot be proposed. */
export class Unproposable extends Error {}

/** The transaction that proposes what another would do. */
export function asProposal(state: EditorState, asked: Transaction, me: string): Transaction {
  const out = state.tr;
  const typed = typedIn(asked);
  if (typed) inLine(state, asked, out, typed, me);
  else inBlocks(state, asked, out, me);
  for (const [key, value] of Object.entries((asked as unknown as { meta: Record<string, unknown> }).meta)) out.setMeta(key, value);
  if (asked.storedMarksSet) out.setStoredMarks((asked.storedMarks ?? []).filter(({ type }) => type.name !== "deletion"));
  if (asked.scrolledIntoView) out.scrollIntoView();
  out.setTime(asked.time);
  return out;
}

interface Typed {
  from: number;
  to: number;
  content: Fragment;
}

// A single change within one block of text: letters typed, pasted or taken away.
function typedIn(asked: Transaction): Typed | undefined {
  const [step, ...more] = asked.steps;
  if (more.length || !(step instanceof ReplaceStep) || step.slice.openStart || step.slice.openEnd) return undefined;
  const $from = asked.docs[0].resolve(step.from);
  const inline = (content: Fragment) => content.content.every((node) => node.isInline);
  if (!$from.parent.isTextblock || !$from.sameParent(asked.docs[0].resolve(step.to)) || !inline(step.slice.content)) return undefined;
  return { from: step.from, to: step.to, content: step.slice.content };
}

function inLine(state: EditorState, asked: Transaction, out: Transaction, { from, to, content }: Typed, me: string) {
  if (withinOwn(state.doc, from, me)) {
    out.step(asked.steps[0]);
    out.setSelection(TextSelection.near(out.doc.resolve(asked.selection.head)));
    return;
  }
  const { end, added } = reword(out, from, to, content, tagFor(state.doc, from, to, !!content.size, me), me);
  const { empty, head } = state.selection;
  // After Delete the caret goes past what it struck, after Backspace before it.
  const caret = added ? end + added : empty && head === from && to > from ? end : from;
  out.setSelection(TextSelection.near(out.doc.resolve(caret)));
}

// Proposes other inline content for a stretch of a block of text: where the old
// ends then, and how much is added after it.
function reword(out: Transaction, from: number, to: number, content: Fragment, tag: Tag, me: string): { end: number; added: number } {
  const end = strike(out, from, to, tag, me);
  const added = fresh(content, tag, me, out.doc.resolve(end).parent.type.spec.code);
  if (added.size) out.replace(end, end, new Slice(added, 0, 0));
  return { end, added: added.size };
}

// What stands in something that one proposed oneself as a whole is one's own.
function withinOwn(doc: Node, at: number, me: string): boolean {
  const $at = doc.resolve(at);
  for (let depth = $at.depth; depth > 0; depth--) if (isOwn($at.node(depth), me)) return true;
  return false;
}

// Typing on, or deleting on, goes on with the proposal that stands beside it.
function tagFor(doc: Node, from: number, to: number, adds: boolean, me: string): Tag {
  const beside = adds && from < to ? [] : [doc.resolve(from).nodeBefore, doc.resolve(to).nodeAfter];
  const parts = beside.flatMap((node) => (node ? partsOf(node) : [])).filter(({ by }) => by === me);
  // What is typed beside what one struck takes its place.
  const own = parts.find(({ kind }) => kind === (adds ? "insertion" : "deletion")) ?? (adds ? parts[0] : undefined);
  return own ? { id: own.id, by: own.by, at: own.at } : newTag(me);
}

/** Proposes to take a stretch of a block of text away; what is one's own goes at once. It returns where the stretch ends then. */
export function strike(out: Transaction, from: number, to: number, tag: Tag, me: string): number {
  const { deletion } = out.doc.type.schema.marks;
  const pieces: { node: Node; a: number; b: number }[] = [];
  out.doc.nodesBetween(from, to, (node, at) => {
    if (!node.isInline) return true;
    pieces.push({ node, a: Math.max(at, from), b: Math.min(at + node.nodeSize, to) });
    return false;
  });
  let gone = 0;
  for (const { node, a, b } of pieces.reverse()) {
    if (a >= b) continue;
    if (isOwn(node, me)) {
      out.delete(a, b);
      gone += b - a;
    } else if (node.isText) {
      if (!markOf(node, "deletion")) out.addMark(a, b, deletion.create(tag));
    } else if (!partOf(node)) out.setNodeMarkup(a, null, withProposed(node.attrs, written("deletion", tag)));
  }
  return to - gone;
}

// Inline content as a proposal to add it.
function fresh(content: Fragment, tag: Tag, me: string, code?: boolean): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (markOf(node, "deletion") && !isOwn(node, me)) {
      // A copy of what shall go is no text to be added, unless it was typed into it.
      if (node.text && node.text.length > 1) return;
    }
    if (!node.isText) return void nodes.push(node.type.create(withProposed(node.attrs, written("insertion", tag)), node.content));
    const { insertion } = node.type.schema.marks;
    const own = markOf(node, "insertion");
    const kept = own?.attrs.by === me ? own : insertion.create(tag);
    nodes.push(node.mark(kept.addToSet(code ? [] : unmarked(node.marks))));
  });
  return Fragment.from(nodes);
}

// A block that is proposed as a whole, or not at all: nothing in it is by itself.
function clean(node: Node, proposed: string | null): Node {
  const children: Node[] = [];
  node.forEach((child) => {
    if (partsOf(child).some(({ kind }) => kind === "deletion")) return;
    children.push(child.isText ? child.mark(unmarked(child.marks)) : clean(child, null));
  });
  return node.type.create(withProposed(node.attrs, proposed), children.length || !node.childCount ? Fragment.from(children) : (node.type.createAndFill()?.content ?? Fragment.empty), node.marks);
}

// One part of a change, at its place in the old document and in the new one.
type Op =
  | { does: "line"; at: number; end: number; content: Fragment; made: number }
  | { does: "add"; at: number; node: Node; made: number; tag?: Tag }
  | { does: "strike"; at: number; node: Node; made: number }
  | { does: "swap"; at: number; node: Node; by: Node; made: number };

function inBlocks(state: EditorState, asked: Transaction, out: Transaction, me: string) {
  const ops: Op[] = [];
  compare(state.doc, asked.doc, 0, 0, ops, me);
  const tag = newTag(me);
  const head = asked.selection.head;
  let caret: number | undefined;
  let [was, now] = [0, 0]; // the old and the new document are alike from here on
  for (const op of ops) {
    if (caret === undefined && head < op.made) caret = out.mapping.map(head - now + was, -1);
    const at = out.mapping.map(op.at, 1);
    if (op.does === "line") {
      const { end, added } = reword(out, at, Math.max(at, out.mapping.map(op.end, 1)), op.content, tag, me);
      if (caret === undefined && head <= op.made + op.content.size) caret = end + Math.min(head - op.made, added);
      [was, now] = [op.end, op.made + op.content.size];
    } else if (op.does === "add") {
      out.insert(at, clean(op.node, written("insertion", op.tag ?? tag)));
      if (caret === undefined && head < op.made + op.node.nodeSize) caret = at + head - op.made;
      [was, now] = [op.at, op.made + op.node.nodeSize];
    } else if (op.does === "swap") {
      out.replaceWith(at, at + op.node.nodeSize, op.by);
      if (caret === undefined && head < op.made + op.by.nodeSize) caret = at + head - op.made;
      [was, now] = [op.at + op.node.nodeSize, op.made + op.by.nodeSize];
    } else {
      if (isOwn(op.node, me)) drop(out, at, me);
      else if (!partOf(op.node)) out.setNodeMarkup(at, null, withProposed(op.node.attrs, written("deletion", tag)));
      [was, now] = [op.at + op.node.nodeSize, op.made];
    }
  }
  caret ??= out.mapping.map(head - now + was, -1);
  out.setSelection(TextSelection.near(out.doc.resolve(Math.max(0, Math.min(caret, out.doc.content.size))), -1));
}

/** Takes a node away, with what cannot be without it. The last block of a document stays, empty. */
export function drop(out: Transaction, at: number, me?: string) {
  let $at = out.doc.resolve(at);
  while ($at.depth && $at.parent.childCount === 1 && !$at.parent.isTextblock) $at = out.doc.resolve($at.before());
  const node = $at.nodeAfter;
  if (!node) return;
  if ($at.depth || out.doc.childCount > 1) {
    out.delete($at.pos, $at.pos + node.nodeSize);
    return;
  }
  const { paragraph } = out.doc.type.schema.nodes;
  const kept = me && partOf(node)?.by === me ? (node.attrs.proposed as string) : null;
  out.replaceWith($at.pos, $at.pos + node.nodeSize, paragraph.create({ proposed: kept }));
}

// Finds what makes one node of another that is set alike, from the outside in.
function compare(a: Node, b: Node, at: number, made: number, ops: Op[], me: string) {
  if (a.isTextblock) {
    const start = a.content.findDiffStart(b.content);
    if (start === null) return;
    const ends = a.content.findDiffEnd(b.content)!;
    const over = Math.max(0, start - Math.min(ends.a, ends.b));
    ops.push({ does: "line", at: at + start, end: at + ends.a + over, content: b.content.cut(start, ends.b + over), made: made + start });
    return;
  }
  let first = 0;
  const least = Math.min(a.childCount, b.childCount);
  while (first < least && a.child(first).eq(b.child(first))) {
    at += a.child(first).nodeSize;
    made += b.child(first).nodeSize;
    first++;
  }
  let [endA, endB] = [a.childCount, b.childCount];
  while (endA > first && endB > first && a.child(endA - 1).eq(b.child(endB - 1))) {
    endA--;
    endB--;
  }
  const row = a.type.name === "tableRow";
  if (row && endA - first !== endB - first) throw new Unproposable();
  let [i, j] = [first, first];
  let own: Tag | undefined; // what is split or pasted into one's own block goes on with it
  for (; i < endA && j < endB; i++, j++) {
    const [old, young] = [a.child(i), b.child(j)];
    own = isOwn(old, me) ? partOf(old) : undefined;
    if (own) ops.push({ does: "swap", at, node: old, by: clean(young, old.attrs.proposed as string), made });
    else if (old.sameMarkup(young) && !old.isLeaf) compare(old, young, at + 1, made + 1, ops, me);
    else if (row) throw new Unproposable();
    else {
      ops.push({ does: "strike", at, node: old, made });
      ops.push({ does: "add", at: at + old.nodeSize, node: young, made });
    }
    at += old.nodeSize;
    made += young.nodeSize;
  }
  for (; i < endA; i++) {
    ops.push({ does: "strike", at, node: a.child(i), made });
    at += a.child(i).nodeSize;
  }
  for (; j < endB; j++) {
    ops.push({ does: "add", at, node: b.child(j), made, tag: own });
    made += b.child(j).nodeSize;
  }
}
