import * as Y from 'yjs'
import { random } from './random.js'
import { edit } from './edits.js'
import { describe, hex, newDoc } from './describe.js'

export const beside = (state, seed, options, others) => {
  const r = random(seed)
  const doc = newDoc(5 + r.below(100))
  Y.applyUpdate(doc, state, 'network')
  const mine = []
  doc.on('update', (update, origin) => { if (origin !== 'network') mine.push(hex(update)) })
  for (let left = options.steps; left > 0 || others.length > 0;) {
    if (left > 0 && r.chance(0.6)) {
      edit(r, doc, options)
      left--
    } else if (others.length > 0) {
      Y.applyUpdate(doc, others.splice(r.below(others.length), 1)[0], 'network')
    }
  }
  return { mine, end: describe(doc) }
}

// made builds what a draft describes.
const made = draft => {
  if (draft === null || typeof draft !== 'object' || draft.kind === undefined) return draft
  if (draft.kind === 'element') {
    const element = new Y.XmlElement(draft.name)
    for (const [key, value] of Object.entries(draft.keys)) element.setAttribute(key, value)
    element.insert(0, draft.values.map(made))
    return element
  }
  const text = new Y.XmlText()
  text.applyDelta(draft.runs)
  return text
}

export const script = (state, gestures) => {
  const doc = newDoc(7)
  Y.applyUpdate(doc, state)
  const find = path => {
    let node = typeof path[0] === 'string' ? doc.share.get(path[0]) : null
    for (const step of path.slice(1)) node = node.get(step)
    return node
  }
  for (const g of gestures) {
    const node = find(g.path)
    switch (g.do) {
      case 'text': node.insert(g.at, g.text, g.attributes ?? undefined); break
      case 'embed': node.insertEmbed(g.at, g.value, g.attributes ?? undefined); break
      case 'delete': node.delete(g.at, g.length); break
      case 'format': node.format(g.at, g.length, g.attributes); break
      case 'insert': node.insert(g.at, g.values.map(made)); break
      case 'set': node instanceof Y.Map ? node.set(g.key, g.value) : node.setAttribute(g.key, g.value); break
      case 'unset': node instanceof Y.Map ? node.delete(g.key) : node.removeAttribute(g.key); break
    }
  }
  return describe(doc)
}
