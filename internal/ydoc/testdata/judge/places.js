import * as Y from 'yjs'
import { texts } from './edits.js'
import { hex, newDoc } from './describe.js'

export const places = (state, later) => {
  const doc = newDoc(9)
  Y.applyUpdate(doc, state)
  const found = []
  for (const text of texts(doc)) {
    for (let at = 0; at <= text.length; at++) {
      for (const assoc of [0, -1]) {
        const position = Y.createRelativePositionFromTypeIndex(text, at, assoc)
        found.push({ bytes: hex(Y.encodeRelativePosition(position)), json: Y.relativePositionToJSON(position) })
      }
    }
  }
  for (const update of later) Y.applyUpdate(doc, update)
  for (const place of found) {
    const there = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(place.json), doc, false)
    place.after = there === null ? -1 : there.index
  }
  return found
}
