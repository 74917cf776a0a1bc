import './environment.js'
import * as Y from 'yjs'
import { play } from './history.js'
import { beside, script } from './beside.js'
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

// beside(state, seed, options, others) goes on from a state beside somebody
// else, whose updates arrive in between.
globalThis.beside = (state, seed, options, others) => JSON.stringify(beside(bytes(state), seed, JSON.parse(options), JSON.parse(others).map(bytes)))

// script(state, gestures) makes the gestures of a list.
globalThis.script = (state, gestures) => JSON.stringify(script(bytes(state), JSON.parse(gestures)))
