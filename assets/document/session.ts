// The line between this page and the document: what is typed goes to the server
// and to the browser's own store; nothing is said to be saved before the server
// has said so.
import { readVarString, readVarUint } from "lib0/decoding";
import { count, transact } from "lib0/indexeddb";
import { IndexeddbPersistence } from "y-indexeddb";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { baseOf, markWaiting } from "../kept";

/** A document as its page tells of it. */
export interface Place {
  item: string;
  live: string; // the path of its socket
  may: "write" | "comment" | "read";
  person: string;
}

export type State = "connecting" | "saving" | "saved" | "offline" | "ended" | "stopped";

export interface Session {
  doc: Y.Doc;
  provider: WebsocketProvider;
  kept: boolean; // the browser keeps a copy
  state: State;
  unsaved: boolean; // something was written here that the log is not known to hold
  watch(heard: (state: State) => void): void;
  /** Resolves once there is something to show: what the server has or, without it, what the browser kept. */
  ready: Promise<"server" | "copy">;
  refused: Promise<string>; // the reason of a refusal; after it the session is over
  taken: Promise<void>; // rights have changed; after it the session is over
  leave(forget: boolean): Promise<void>;
}

const sync = 0;
const saved = 4;
const refused = 5;
const rightsTaken = 4403;
const patience = 4000; // milliseconds for the server, before what the browser kept is shown

export function openSession(place: Place): Session {
  const doc = new Y.Doc();
  let sent = 0; // updates given to the present socket
  let held = 0; // of those, how many the log holds
  let over = false;
  let state: State = "connecting";
  const listeners: ((state: State) => void)[] = [];

  // The server counts the updates of a socket in the order in which they were sent.
  class Line extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      sent = held = 0;
    }

    override send(data: Parameters<WebSocket["send"]>[0]) {
      super.send(data);
      if (data instanceof Uint8Array && data[0] === sync && data[1] > 0) {
        sent++;
        tell();
      }
    }
  }

  const address = new URL(place.live.replace(/\/live$/, ""), location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const provider = new WebsocketProvider(address.href, "live", doc, { connect: false, disableBc: true, WebSocketPolyfill: Line });
  const local = storeOf(place, doc);

  // Who signs out is told of what this browser alone holds.
  const base = baseOf("document", place.person, place.item);
  let marked: boolean | undefined;
  const mark = (waits: boolean) => {
    if (place.may !== "read" && waits !== marked) markWaiting(base, (marked = waits));
  };

  const tell = (by?: State) => {
    if (over && !by) return;
    const now = by ?? stateOf();
    if (now === "saved") {
      own = false;
      mark(false);
    }
    if (now === state) return;
    state = now;
    for (const heard of listeners) heard(state);
  };
  let failed = false; // the last call did not get through
  let ended = false; // the server answers, but does not know us any more
  const stateOf = (): State => {
    if (ended) return "ended";
    if (!provider.wsconnected) return failed || !navigator.onLine ? "offline" : "connecting";
    if (!provider.synced) return "connecting";
    return sent > held ? "saving" : "saved";
  };

  // What came from this browser and the server has not said to hold: typed here
  // now, or earlier and kept.
  let own = false;
  // A letter that neither the server nor the browser holds yet goes with the page.
  let loose = 0; // updates made here
  let written = 0; // of those, how many the browser's store has
  let writing = false;
  const follow = async () => {
    if (writing || !local?.db || written === loose) return;
    writing = true;
    const upTo = loose;
    try {
      // It waits its turn behind what was given to the store before.
      await count(transact(local.db, ["updates"], "readonly")[0]);
      written = upTo;
    } catch {
      return; // the store is closed, or broken: what it has not is not counted as written
    } finally {
      writing = false;
    }
    if (written === upTo) void follow();
  };
  doc.on("update", (_update: Uint8Array, origin: unknown) => {
    if (origin === provider) return;
    own = true;
    if (origin === local) return;
    mark(true);
    loose++;
    void follow();
  });
  addEventListener("beforeunload", (event) => {
    if (!over && place.may !== "read" && loose > written && stateOf() !== "saved") event.preventDefault();
  });

  const refusal = promised<string>();
  const taking = promised<void>();
  provider.messageHandlers[saved] = (_encoder, decoder) => {
    held = readVarUint(decoder);
    tell();
  };
  provider.messageHandlers[refused] = (_encoder, decoder) => {
    const why = readVarString(decoder);
    stop();
    refusal.resolve(why);
  };
  provider.on("status", ({ status }) => {
    if (status === "connected") failed = ended = false;
    tell();
  });
  provider.on("sync", () => tell());
  provider.on("connection-close", (event) => {
    failed = true;
    if (event?.code === rightsTaken) {
      stop();
      taking.resolve();
      return;
    }
    tell();
  });
  // A call that is refused looks like one that is lost: the page itself tells them apart.
  let asked = false;
  provider.on("connection-error", () => {
    if (asked || !navigator.onLine) return;
    asked = true;
    askPage().then((answer) => {
      if (answer === "gone") {
        stop();
        taking.resolve();
      }
      ended = answer === "unknown";
      tell();
    }, () => undefined).finally(() => setTimeout(() => (asked = false), patience));
  });
  addEventListener("online", () => tell());
  addEventListener("offline", () => tell());

  const stop = () => {
    over = true;
    provider.shouldConnect = false;
    provider.disconnect();
    tell("stopped");
  };

  const ready = new Promise<"server" | "copy">((resolve) => {
    provider.on("sync", (now: boolean) => now && resolve("server"));
    const copy = () => void local?.whenSynced.then(() => !provider.synced && doc.getXmlFragment("default").length && resolve("copy"));
    provider.on("connection-close", copy);
    setTimeout(copy, patience);
  });
  provider.connect();

  const session: Session = {
    doc,
    provider,
    kept: !!local,
    get state() {
      return state;
    },
    get unsaved() {
      return own || sent > held;
    },
    watch(heard) {
      listeners.push(heard);
      heard(state);
    },
    ready,
    refused: refusal.promise,
    taken: taking.promise,
    async leave(forget) {
      stop();
      provider.destroy();
      if (forget) {
        await local?.clearData();
        markWaiting(base, false);
      }
      else await local?.destroy();
    },
  };
  return session;
}

/** Asks the server of this page: it may be there, gone for who reads it, or for people whom the server knows. */
export async function askPage(): Promise<"there" | "gone" | "unknown"> {
  const { status, type } = await fetch(location.pathname, { method: "HEAD", redirect: "manual" });
  if (status === 403 || status === 404) return "gone";
  return type === "opaqueredirect" || status === 401 ? "unknown" : "there";
}

// Some browsers keep nothing for a private window.
function storeOf(place: Place, doc: Y.Doc): IndexeddbPersistence | undefined {
  try {
    return indexedDB ? new IndexeddbPersistence(baseOf("document", place.person, place.item), doc) : undefined;
  } catch {
    return undefined;
  }
}

function promised<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}
