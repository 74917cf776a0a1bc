import * as Y from 'yjs'
import { random } from './random.js'
import { edit } from './edits.js'
import { describe, hex, newDoc } from './describe.js'

// A network where every copy, the server's among them, hears of every change
// late, in any order, and sometimes twice.
export class Network {
  constructor (r, gc) {
    this.r = r
    this.gc = gc
    this.peers = []
    this.moments = [] // snapshots of the server
    this.journal = [] // what the server applied, its own cleaning among it
  }

  join (client) {
    const peer = { doc: newDoc(client, this.gc), inbox: [], online: true }
    peer.undo = new Y.UndoManager([peer.doc.getText('text'), peer.doc.getXmlFragment('prosemirror'), peer.doc.getMap('map'), peer.doc.getArray('list')], { captureTimeout: 0, trackedOrigins: new Set(['mine']) })
    this.peers.push(peer)
    peer.doc.on('update', (update, origin) => {
      if (origin === 'network') return // passed on by who wrote it
      if (peer === this.peers[0]) this.journal.push(hex(update))
      for (const other of this.peers) if (other !== peer) other.inbox.push(update)
    })
    return peer
  }

  receive (peer, update) {
    if (peer === this.peers[0]) this.journal.push(hex(update))
    Y.applyUpdate(peer.doc, update, 'network')
  }

  // deliver hands one change to a peer: any of those that wait.
  deliver (peer, orderly) {
    if (peer.inbox.length === 0) return
    const at = orderly ? 0 : this.r.below(peer.inbox.length)
    const update = peer.inbox[at]
    if (!this.r.chance(0.1)) peer.inbox.splice(at, 1) // else it comes again
    this.receive(peer, update)
    if (peer === this.peers[0] && this.r.chance(0.4)) this.moments.push(Y.snapshot(peer.doc))
  }

  // settle hands over everything, until nobody has anything to say.
  settle () {
    for (let busy = true; busy;) {
      busy = false
      for (const peer of this.peers) {
        while (peer.inbox.length > 0) {
          busy = true
          this.receive(peer, peer.inbox.splice(this.r.below(peer.inbox.length), 1)[0])
        }
      }
    }
  }
}

const past = (doc, moment) => {
  const copy = newDoc(1)
  Y.createDocFromSnapshot(doc, moment, copy)
  return copy
}

// ordered writes a value with its keys in order.
const ordered = value => JSON.stringify(value, (_, held) => held !== null && typeof held === 'object' && !Array.isArray(held)
  ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => a < b ? -1 : 1))
  : held)

export const play = (seed, options) => {
  const r = random(seed)
  const network = new Network(r, options.gc !== false)
  const server = network.join(1_000_000 + r.below(1000))
  const clients = new Set()
  while (clients.size < 2 + r.below(3)) clients.add(1 + r.below(options.large ? 2 ** 32 : 20))
  const people = [...clients].map(client => network.join(client))
  const orderly = r.chance(0.3)
  const steps = options.steps ?? 40
  for (let step = 0; step < steps; step++) {
    const peer = r.pick(people)
    const dice = r.below(100)
    if (dice < 50) {
      peer.doc.transact(() => {
        for (let n = r.chance(0.2) ? 3 : 1; n > 0; n--) edit(r, peer.doc, options)
      }, 'mine')
    } else if (dice < 56) {
      if (options.undo) peer.undo.undo()
    } else if (dice < 60) {
      if (options.undo) peer.undo.redo()
    } else if (dice < 63) {
      peer.online = !peer.online
    } else {
      const other = r.pick(network.peers)
      for (let n = 1 + r.below(4); n > 0 && other.online; n--) network.deliver(other, orderly)
    }
  }
  const late = r.pick(people).doc
  const middle = { vector: hex(Y.encodeStateVector(late)), state: hex(Y.encodeStateAsUpdate(late)) }
  network.settle()
  // Yjs may keep something waiting for what has arrived: then it is told again.
  const stuck = server.doc.store.pendingStructs !== null
  let all = server.doc
  if (stuck) {
    all = newDoc(server.doc.clientID, options.gc !== false)
    Y.applyUpdate(all, Y.encodeStateAsUpdate(server.doc))
  }
  const end = describe(all)
  return {
    journal: network.journal,
    end,
    state: hex(Y.encodeStateAsUpdate(all)),
    stuck,
    middle,
    moments: options.moments
      ? network.moments.map(moment => ({ snapshot: hex(Y.encodeSnapshot(moment)), end: describe(past(server.doc, moment)) }))
      : [],
    diverged: options.compare ? people.filter(peer => ordered(describe(peer.doc)) !== ordered(end)).length : 0
  }
}
