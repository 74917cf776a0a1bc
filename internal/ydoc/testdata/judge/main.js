import './environment.js'
import * as Y from 'yjs'
import { play } from './history.js'
import { beside, script } from './beside.js'
import { places } from './places.js'
import { oddities } from './oddities.js'
import { company, greet, meet } from './protocols.js'
import { describe, bytes, newDoc } from './describe.js'

// play(seed, options) plays a history and tells what a server received and
// where it ended.
globalThis.play = (seed, options) => JSON.stringify(play(seed, JSON.parse(options)))

// read(updates…) tells what Yjs understands of updates. They are applied in one
// go: between two, Yjs would take away marks that have no effect just then.
globalThis.read = (...updates) => {
  const doc = newDoc(1)
  Y.applyUpdate(doc, updates.length === 1 ? bytes(updates[0]) : Y.mergeUpdates(updates.map(bytes)))
  return JSON.stringify(describe(doc))
}

// beside(state, seed, options, others) goes on from a state beside somebody
// else, whose updates arrive in between.
globalThis.beside = (state, seed, options, others) => JSON.stringify(beside(bytes(state), seed, JSON.parse(options), JSON.parse(others).map(bytes)))

// script(state, gestures) makes the gestures of a list.
globalThis.script = (state, gestures) => JSON.stringify(script(bytes(state), JSON.parse(gestures)))

// places(state, later) tells the positions in all texts, and where each is
// after later updates.
globalThis.places = (state, later) => JSON.stringify(places(bytes(state), JSON.parse(later).map(bytes)))

// company(seed) plays who comes, moves and leaves.
globalThis.company = seed => JSON.stringify(company(seed))

// meet(updates…) tells who is there after awareness updates.
globalThis.meet = (...updates) => JSON.stringify(meet(updates.map(bytes)))

// greet(state) is the first frame of a client; greet(state, answer) tells what
// it has after the answer.
globalThis.greet = (state, answer) => JSON.stringify(greet(bytes(state), answer === '' ? null : bytes(answer)))

// oddities() is a document of all that is rare.
globalThis.oddities = () => JSON.stringify(oddities())
