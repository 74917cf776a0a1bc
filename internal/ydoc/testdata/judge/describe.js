import * as Y from 'yjs'

const digits = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

export const hex = array => {
  let text = ''
  for (let i = 0; i < array.length; i++) text += digits[array[i]]
  return text
}

export const bytes = text => {
  const array = new Uint8Array(text.length / 2)
  for (let i = 0; i < array.length; i++) array[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return array
}

export const newDoc = (client, gc = true) => {
  const doc = new Y.Doc({ gc })
  doc.clientID = client
  doc.getText('text')
  doc.getXmlFragment('prosemirror')
  doc.getMap('map')
  doc.getArray('list')
  return doc
}

// jsonable tells values that JSON has no word for.
const jsonable = value => {
  if (value === undefined) return '(undefined)'
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Y.Doc) return { guid: value.guid }
  if (value instanceof Uint8Array) return { bytes: hex(value) }
  if (value instanceof Y.Text) return delta(value)
  if (value instanceof Y.Map) return Object.fromEntries([...value.entries()].map(([k, v]) => [k, jsonable(v)]))
  if (value instanceof Y.Array) return value.toArray().map(jsonable)
  if (value instanceof Y.AbstractType) return value.toString()
  if (Array.isArray(value)) return value.map(jsonable)
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, jsonable(v)]))
  return value
}

export const delta = text => text.toDelta().map(op => ({ insert: jsonable(op.insert), attributes: jsonable(op.attributes ?? {}) }))

// tree tells a fragment or an element with all its attributes and runs.
const tree = node => {
  if (node instanceof Y.XmlText) return { text: delta(node), attributes: jsonable(node.getAttributes()) }
  if (!(node instanceof Y.XmlFragment)) return String(node)
  return {
    name: node.nodeName ?? '',
    attributes: node instanceof Y.XmlElement ? jsonable(node.getAttributes()) : {},
    children: node.toArray().map(tree)
  }
}

// describe tells all that can be seen of a document.
export const describe = doc => ({
  vector: Object.fromEntries(Y.decodeStateVector(Y.encodeStateVector(doc))),
  xml: doc.getXmlFragment('prosemirror').toString(),
  tree: tree(doc.getXmlFragment('prosemirror')),
  text: delta(doc.getText('text')),
  map: jsonable(doc.getMap('map')),
  list: jsonable(doc.getArray('list'))
})
