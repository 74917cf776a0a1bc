import * as Y from 'yjs'
import { hex, newDoc } from './describe.js'

// oddities is a document of all that is rare, in both formats.
export const oddities = () => {
  const doc = newDoc(4)
  const map = doc.getMap('map')
  map.set('document', new Y.Doc({ guid: 'another', meta: { a: 1 } }))
  map.set('big', 123456789012345678n)
  map.set('undefined', undefined)
  map.set('numbers', [-0, 0.1, 2 ** 31, -(2 ** 31), 2 ** 53, Infinity, NaN, 1e-7, 1.5e300, 64, -64, 8191])
  map.set('bytes', new Uint8Array([0, 255]))
  map.set('text', new Y.Text('a'))
  const fragment = doc.getXmlFragment('prosemirror')
  const hook = new Y.XmlHook('clock')
  const inner = new Y.XmlFragment()
  const text = new Y.XmlText('é')
  fragment.insert(0, [hook, new Y.XmlElement('IMG'), inner, text])
  hook.set('tick', 1)
  inner.insert(0, [new Y.XmlText('inside')])
  text.setAttribute('lang', 'fr')
  text.insertEmbed(1, new Y.XmlElement('mention'), { strong: {} })
  text.insertEmbed(0, { a: [null, { b: '\u2028😀' }] })
  text.format(0, 2, { list: ['x', 'y'], word: 'ab', yes: true, no: false, zero: 0 })
  fragment.get(1).setAttribute('width', 1e21)
  fragment.get(1).setAttribute('list', [1, [null, 'x'], undefined])
  fragment.get(1).setAttribute('object', { a: 1 })
  fragment.get(1).setAttribute('none', null)
  return {
    state: hex(Y.encodeStateAsUpdate(doc)),
    second: hex(Y.encodeStateAsUpdateV2(doc)),
    xml: fragment.toString()
  }
}
