import './environment.js'
import * as Y from 'yjs'
import { play } from './history.js'
import { describe, bytes, newDoc } from './describe.js'

// play(seed, options) plays a history and tells what a server received and
// where it ended.
globalThis.play = (seed, options) => JSON.stringify(play(seed, JSON.parse(options)))

// read(updates…) tells what Yjs understands of updates.
globalThis.read = (...updates) => {
  const doc = newDoc(1)
  for (const update of updates) Y.applyUpdate(doc, bytes(update))
  return JSON.stringify(describe(doc))
}
