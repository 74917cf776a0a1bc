// Where a passage stands: positions of Yjs hang on its first and its last sign,
// whatever others write around it. The server knows the same bytes.
import type { Node } from "@tiptap/pm/model";
import type { EditorState } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

export interface Anchor {
  first: string; // in base 64
  last: string;
}

export interface Range {
  from: number;
  to: number;
}

/** A passage as the panel tells of it. */
export interface Passage extends Anchor {
  id: string;
  says: string;
  resolved: boolean;
}

type Mapping = Map<unknown, Node | Node[]>;
export interface Binding { doc: Y.Doc; type: Y.XmlFragment; mapping: Mapping }

/** What ties the editor to the document of Yjs. */
export const bindingOf = (state: EditorState) => (ySyncPluginKey.getState(state) as { binding?: Binding } | undefined)?.binding;

const write = (position: Y.RelativePosition) => btoa(String.fromCharCode(...Y.encodeRelativePosition(position)));

function read(text: string): Y.RelativePosition | undefined {
  try {
    return Y.decodeRelativePosition(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** The text among what is chosen: without the bounds of blocks around it. */
export function textIn(doc: Node, { from, to }: Range): Range | undefined {
  let first = -1;
  let last = -1;
  doc.nodesBetween(from, to, (node, at) => {
    if (!node.isInline) return true;
    if (first < 0) first = Math.max(from, at);
    last = Math.min(to, at + node.nodeSize);
    return false;
  });
  return first >= 0 && last > first && doc.textBetween(first, last, " ", " ").trim() ? { from: first, to: last } : undefined;
}

/** The bounds of a passage, to be sent. */
export function anchorOf(state: EditorState, { from, to }: Range): Anchor | undefined {
  const binding = bindingOf(state);
  const first = binding && unitAt(binding.type, binding.mapping, from);
  const last = binding && unitAt(binding.type, binding.mapping, to - 1);
  // The end hangs after the last sign, not before the one that follows it.
  return first && last ? { first: write(new Y.RelativePosition(null, null, first, 0)), last: write(new Y.RelativePosition(null, null, last, -1)) } : undefined;
}

// The name of what stands at a place: a sign, or a thing among text.
function unitAt(type: Y.XmlFragment, mapping: Mapping, at: number): Y.ID | undefined {
  for (const child of type.toArray()) {
    if (child instanceof Y.XmlText) {
      if (at < child.length) return Y.createRelativePositionFromTypeIndex(child, at, 0).item ?? undefined;
      at -= child.length;
      continue;
    }
    const node = mapping.get(child) as Node | undefined;
    if (!node || !(child instanceof Y.XmlElement)) return undefined;
    if (at < node.nodeSize) return at === 0 || node.isAtom ? child._item?.id : unitAt(child, mapping, at - 1);
    at -= node.nodeSize;
  }
  return undefined;
}

const sizeOf = (binding: Binding, node: unknown) =>
  node instanceof Y.XmlText ? node.length : ((binding.mapping.get(node) as Node | undefined)?.nodeSize ?? 0);

const before = (binding: Binding, type: Y.XmlFragment, count: number) =>
  type.toArray().slice(0, count).reduce((sum, child) => sum + sizeOf(binding, child), 0);

// Where an index of a type is in the editor.
function placeIn(binding: Binding, type: Y.XmlElement | Y.XmlText, index: number): number | undefined {
  let at = type instanceof Y.XmlText ? index : before(binding, type, index) + 1;
  for (let inner: Y.XmlElement | Y.XmlText = type; ; inner = inner.parent as Y.XmlElement) {
    const parent = inner.parent as Y.XmlFragment | null;
    if (!parent) return undefined;
    at += before(binding, parent, parent.toArray().indexOf(inner));
    if (parent === binding.type) return at;
    at++; // its opening
  }
}

/** Where the bounds of a passage are now; undefined when nothing is left between them. */
export function rangeOf(doc: Node, binding: Binding, { first, last }: Anchor): Range | undefined {
  const place = (text: string) => {
    const position = read(text);
    const found = position && Y.createAbsolutePositionFromRelativePosition(position, binding.doc);
    if (!found || found.type._item?.deleted) return undefined;
    const at = placeIn(binding, found.type as Y.XmlElement | Y.XmlText, found.index);
    return at === undefined || at > doc.content.size ? undefined : at;
  };
  let from = place(first);
  let to = place(last);
  // An end that went with its block goes to the edge of the block of the other.
  if (from === undefined && to !== undefined) from = doc.resolve(to).start();
  if (to === undefined && from !== undefined) to = doc.resolve(from).end();
  return from !== undefined && to !== undefined && to > from && textIn(doc, { from, to }) ? { from, to } : undefined;
}

const space = /[\s\u200b\u2060]/;
const squeeze = (text: string) => [...text].filter((sign) => !space.test(sign)).join("").replace(/’/g, "'");

/** A text by which passages are found, without spaces and breaks. */
export class Words {
  private text = "";
  private at: number[] = []; // of each unit of text, where it stands in the document
  private sizes: number[] = [];

  constructor(doc: Node) {
    const parts: string[] = [];
    const add = (text: string, at: number, whole = 0) => {
      for (let i = 0; i < text.length; i++) {
        if (space.test(text[i])) continue;
        parts.push(text[i] === "’" ? "'" : text[i]);
        this.at.push(whole ? at : at + i);
        this.sizes.push(whole || 1);
      }
    };
    doc.descendants((node, at) => {
      const { name, title } = node.attrs as { name?: string; title?: string };
      if (node.isText) add(node.text!, at);
      else if (node.type.name === "mention") add(`@${name ?? ""}`, at, node.nodeSize);
      else if (node.type.name === "itemLink") add(title ?? "", at, node.nodeSize);
    });
    this.text = parts.join("");
  }

  /** Where a passage stands, if it does so once. */
  find(passage: string): Range | undefined {
    const wanted = squeeze(passage);
    const begin = wanted ? this.text.indexOf(wanted) : -1;
    if (begin < 0 || this.text.indexOf(wanted, begin + 1) >= 0) return undefined;
    const end = begin + wanted.length - 1;
    return { from: this.at[begin], to: this.at[end] + this.sizes[end] };
  }
}
