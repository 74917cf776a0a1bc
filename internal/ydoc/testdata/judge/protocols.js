import * as Y from 'yjs'
import * as encoding from 'lib0/encoding'
import * as decoding from 'lib0/decoding'
import * as sync from 'y-protocols/sync'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import { random } from './random.js'
import { describe, hex, newDoc } from './describe.js'

const states = awareness => Object.fromEntries([...awareness.getStates()].filter(([client]) => client !== awareness.clientID))

export const company = seed => {
  const r = random(seed)
  const server = new Awareness(newDoc(999))
  const peers = [1, 2, 3].map(client => new Awareness(newDoc(client)))
  const journal = []
  const say = update => {
    journal.push(hex(update))
    applyAwarenessUpdate(server, update, 'network')
  }
  const past = []
  for (let step = 0; step < 25; step++) {
    const peer = r.pick(peers)
    const dice = r.below(10)
    if (dice < 6) peer.setLocalState({ user: { name: r.pick(['Zoé', '😀', 'x']) }, cursor: r.below(100) })
    else if (dice < 7) peer.setLocalState(null)
    if (dice === 8 && past.length > 0) {
      say(r.pick(past)) // an old word comes again
    } else if (dice === 9) {
      const gone = r.pick(peers).clientID
      if (server.states.has(gone)) {
        removeAwarenessStates(server, [gone], 'left')
        journal.push(hex(encodeAwarenessUpdate(server, [gone])))
      }
    } else {
      const update = encodeAwarenessUpdate(peer, [peer.clientID])
      past.push(update)
      say(update)
    }
  }
  return { journal, end: states(server) }
}

export const meet = updates => {
  const awareness = new Awareness(newDoc(998))
  for (const update of updates) applyAwarenessUpdate(awareness, update, 'network')
  return states(awareness)
}

export const greet = (state, answer) => {
  const doc = newDoc(11)
  Y.applyUpdate(doc, state)
  if (answer === null) {
    const encoder = encoding.createEncoder()
    encoding.writeVarUint(encoder, 0)
    sync.writeSyncStep1(encoder, doc)
    return hex(encoding.toUint8Array(encoder))
  }
  const decoder = decoding.createDecoder(answer)
  if (decoding.readVarUint(decoder) !== 0) throw new Error('no message of synchronisation')
  const said = sync.readSyncMessage(decoder, encoding.createEncoder(), doc, 'network')
  return { said, end: describe(doc) }
}
