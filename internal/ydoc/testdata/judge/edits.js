import * as Y from 'yjs'
import { write } from './editor.js'

// The gestures of people on a document whose roots are a text, an XML fragment
// in the shape of ProseMirror, a map and a list.

const words = ['a', 'b', ' ', 'le ', 'été', 'ß', '漢字', '😀', '👨‍👩‍👧', 'x'.repeat(12), '\n', '&<>"', 'voilà ']
const plain = words.filter(word => !/[\uD800-\uDFFF]/.test(word))
const marks = [
  { strong: {} }, { em: {} }, { strong: null }, { em: null }, { link: { href: 'https://x.org/?a=1', title: null } },
  { link: null }, { color: '#123456' }, { color: 'red', strong: {} }, { color: null }, { size: 12.5 }, { bold: true }, { bold: null }
]
// Yjs writes in the attributes that it is given: each edit has its own.
const mark = r => ({ ...r.pick(marks) })
const values = [1, -7, 0.5, 1e40, 3e9, true, false, null, 'texte', '😀', [1, [2, 'x']], { b: 1, a: { c: [] } }, 123456789012]
const names = ['paragraph', 'heading', 'blockquote', 'listItem', 'Image']

export const texts = doc => {
  const found = [doc.getText('text')]
  for (const node of doc.getXmlFragment('prosemirror').createTreeWalker(() => true)) {
    if (node instanceof Y.XmlText) found.push(node)
  }
  return found
}

const elements = doc => {
  const found = [doc.getXmlFragment('prosemirror')]
  for (const node of doc.getXmlFragment('prosemirror').createTreeWalker(() => true)) {
    if (node instanceof Y.XmlElement) found.push(node)
  }
  return found
}

const block = (r, vocabulary, depth = 0) => {
  const element = new Y.XmlElement(r.pick(names))
  if (r.chance(0.4)) element.setAttribute('level', r.pick(values))
  if (r.chance(0.2)) element.setAttribute('ychange', r.pick(words))
  if (depth < 2 && r.chance(0.3)) {
    element.insert(0, Array.from({ length: 1 + r.below(2) }, () => block(r, vocabulary, depth + 1)))
  } else if (r.chance(0.85)) {
    const text = new Y.XmlText()
    text.applyDelta(Array.from({ length: r.below(4) }, () => r.chance(0.4)
      ? { insert: r.pick(vocabulary), attributes: mark(r) }
      : { insert: r.pick(vocabulary) }))
    element.insert(0, [text])
  }
  return element
}

const inText = (r, text, vocabulary) => {
  const length = text.length
  const at = r.below(length + 1)
  const size = Math.min(length - at, 1 + r.below(8))
  switch (r.below(8)) {
    case 0: case 1:
      text.insert(at, r.pick(vocabulary))
      break
    case 2:
      text.insert(at, r.pick(vocabulary), mark(r))
      break
    case 3: case 4:
      if (size > 0) text.delete(at, size)
      break
    case 5: case 6:
      if (size > 0) text.format(at, size, mark(r))
      break
    case 7:
      if (r.chance(0.5)) text.insertEmbed(at, { image: r.pick(words), n: r.pick(values) }, r.chance(0.5) ? mark(r) : undefined)
      else if (length > 3) {
        text.applyDelta([{ retain: r.below(length) }, { insert: r.pick(vocabulary), attributes: mark(r) }, { delete: 1 }])
      }
  }
}

const inTree = (r, doc, vocabulary) => {
  const parent = r.pick(elements(doc))
  const length = parent.length
  const at = r.below(length + 1)
  switch (r.below(6)) {
    case 0: case 1:
      parent.insert(at, Array.from({ length: 1 + r.below(2) }, () => block(r, vocabulary)))
      break
    case 2:
      if (at < length) parent.delete(at, Math.min(length - at, 1 + r.below(2)))
      break
    case 3: // a block is moved
      if (at < length) {
        const copy = parent.get(at).clone()
        parent.delete(at, 1)
        parent.insert(r.below(parent.length + 1), [copy])
      }
      break
    case 4:
      if (parent instanceof Y.XmlElement) {
        if (r.chance(0.7)) parent.setAttribute(r.pick(['level', 'id', 'é']), r.pick(values))
        else parent.removeAttribute(r.pick(['level', 'id', 'é']))
      }
      break
    case 5: // a paragraph is cut in two, as ProseMirror does
      if (at < length && parent.get(at) instanceof Y.XmlElement && parent.get(at).length > 0 && parent.get(at).get(0) instanceof Y.XmlText) {
        const text = parent.get(at).get(0)
        if (text.length > 1) {
          const where = 1 + r.below(text.length - 1)
          const rest = new Y.XmlText()
          rest.insert(0, text.toString().replace(/[^ -~]/g, '').slice(where) || '-')
          text.delete(where, text.length - where)
          const second = new Y.XmlElement(parent.get(at).nodeName)
          second.insert(0, [rest])
          parent.insert(at + 1, [second])
        }
      }
  }
}

const inMap = (r, map, depth = 0) => {
  const key = r.pick(['a', 'b', 'clé', ''])
  const held = map.get(key)
  if (depth < 3 && held instanceof Y.Map && r.chance(0.6)) return inMap(r, held, depth + 1)
  if (held instanceof Y.Array && r.chance(0.6)) return inList(r, held, depth + 1)
  if (held instanceof Y.Text && r.chance(0.6)) return inText(r, held, plain)
  switch (r.below(6)) {
    case 0: map.set(key, new Y.Map([['k', r.pick(values)]])); break
    case 1: map.set(key, new Y.Array()); break
    case 2: map.set(key, r.chance(0.5) ? new Y.Text('né') : new Uint8Array([1, 2, 255])); break
    case 3: map.delete(key); break
    default: map.set(key, r.pick(values))
  }
}

const inList = (r, list, depth = 0) => {
  const at = r.below(list.length + 1)
  if (at < list.length) {
    const held = list.get(at)
    if (depth < 3 && held instanceof Y.Map && r.chance(0.7)) return inMap(r, held, depth + 1)
    if (depth < 3 && held instanceof Y.Array && r.chance(0.7)) return inList(r, held, depth + 1)
    if (r.chance(0.4)) return list.delete(at, Math.min(list.length - at, 1 + r.below(3)))
  }
  switch (r.below(5)) {
    case 0: list.insert(at, [new Y.Map()]); break
    case 1: list.insert(at, [new Y.Array()]); break
    case 2: list.insert(at, [new Uint8Array([r.below(256)])]); break
    default: list.insert(at, Array.from({ length: 1 + r.below(4) }, () => r.pick(values)))
  }
}

// edit makes one gesture; kinds says on what.
export const edit = (r, doc, kinds) => {
  const vocabulary = kinds.emoji ? words : plain
  const target = r.pick(kinds.on)
  if (target === 'text') inText(r, doc.getText('text'), vocabulary)
  else if (target === 'marks') inText(r, r.pick(texts(doc)), vocabulary)
  else if (target === 'tree') inTree(r, doc, vocabulary)
  else if (target === 'editor') write(r, doc, vocabulary)
  else if (target === 'map') inMap(r, doc.getMap('map'))
  else inList(r, doc.getArray('list'))
}
