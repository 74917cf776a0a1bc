import { schema } from 'prosemirror-schema-basic'
import { Transform } from 'prosemirror-transform'
import { initProseMirrorDoc, updateYFragment } from 'y-prosemirror'

// write makes a few changes as an editor does, and lets y-prosemirror carry
// them into the document.
export const write = (r, doc, vocabulary) => {
  const fragment = doc.getXmlFragment('prosemirror')
  const { doc: now, mapping } = initProseMirrorDoc(fragment, schema)
  const change = new Transform(now.childCount > 0 ? now : schema.node('doc', null, [schema.node('paragraph')]))
  for (let left = 1 + r.below(3); left > 0; left--) {
    try {
      step(r, change, vocabulary)
    } catch (refused) {
      // what makes no sense there is not done
    }
  }
  doc.transact(() => updateYFragment(doc, fragment, change.doc, { mapping, isOMark: new Map() }), 'mine')
}

const step = (r, change, vocabulary) => {
  const from = r.below(change.doc.content.size + 1)
  const to = Math.min(change.doc.content.size, from + r.below(12))
  const { marks, nodes } = schema
  switch (r.below(9)) {
    case 0: case 1: case 2:
      return change.insert(from, schema.text(r.pick(vocabulary), r.chance(0.3) ? [marks.strong.create()] : []))
    case 3:
      return change.delete(from, to)
    case 4:
      return change.addMark(from, to, r.chance(0.3)
        ? marks.link.create({ href: 'https://x.org', title: r.pick(['é', null]) })
        : r.pick([marks.strong, marks.em, marks.code]).create())
    case 5:
      return change.removeMark(from, to, r.pick([marks.strong, marks.em, marks.link]))
    case 6:
      return change.split(from)
    case 7:
      return change.join(from)
    case 8: {
      const range = change.doc.resolve(from).blockRange(change.doc.resolve(to))
      return range !== null && r.chance(0.5)
        ? change.wrap(range, [{ type: nodes.blockquote }])
        : change.setBlockType(from, to, nodes.heading, { level: 1 + r.below(3) })
    }
  }
}
