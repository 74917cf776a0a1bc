// Signals of the site, as they come: the counts of the bell, and a DOM event
// "parvis:signal" for pages that want more. Server-sent events first; where a
// proxy holds them back, a question every half minute.
import { word } from "./words";

/** What the server sends: the counts of the bell, how far its reader reads, and whatever a page may listen to. */
export interface Signal {
  for_me?: number;
  for_info?: number;
  clearance?: number;
  kind?: string;
  item?: string;
}

const silence = 12_000; // the server tells the counts as soon as a stream opens
const poll = 30_000;
const longest = 5 * 60_000;

let wait = 2_000;
let source: EventSource | undefined;
let watchdog: ReturnType<typeof setTimeout>;
let timer: ReturnType<typeof setTimeout>;
let blocked = 0; // streams that opened and said nothing

export function startLive() {
  const address = document.body.dataset.live;
  if (!address) return;
  const begin = () => {
    stop();
    if (!document.hidden) (blocked < 2 ? listen : ask)(address);
  };
  document.addEventListener("visibilitychange", begin);
  addEventListener("pagehide", stop);
  addEventListener("online", begin);
  begin();
}

function stop() {
  source?.close();
  source = undefined;
  clearTimeout(watchdog);
  clearTimeout(timer);
}

function listen(address: string) {
  let heard = false;
  source = new EventSource(address);
  const again = () => {
    stop();
    if (!heard) blocked++;
    // A stream that spoke and ended has had its turn: come back at once, but not all together.
    timer = setTimeout(() => (blocked < 2 ? listen : ask)(address), heard ? 500 + Math.random() * 2500 : later());
  };
  const say = (event: MessageEvent<string>) => {
    heard = true;
    blocked = 0;
    wait = 2_000;
    clearTimeout(watchdog);
    hear(event.data);
  };
  watchdog = setTimeout(again, silence);
  source.addEventListener("counts", say);
  source.addEventListener("message", say);
  source.addEventListener("error", again);
}

async function ask(address: string) {
  try {
    const answer = await fetch(`${address}/poll`, { headers: { Accept: "application/json" } });
    if (answer.status === 401 || answer.status === 403) return stop();
    if (!answer.ok) throw new Error(String(answer.status));
    hear(await answer.text());
    wait = poll;
  } catch {
    wait = later();
  }
  timer = setTimeout(() => void ask(address), wait);
}

// Twice as long after each failure, and never all at once.
function later() {
  wait = Math.min(wait * 2, longest);
  return wait * (0.75 + Math.random() / 2);
}

function hear(text: string) {
  let signal: Signal;
  try {
    signal = JSON.parse(text) as Signal;
  } catch {
    return;
  }
  if (signal.for_me !== undefined || signal.for_info !== undefined) ring(signal.for_me ?? 0, signal.for_info ?? 0);
  document.dispatchEvent(new CustomEvent<Signal>("parvis:signal", { detail: signal }));
}

function ring(me: number, info: number) {
  for (const bell of document.querySelectorAll<HTMLElement>("[data-bell]")) {
    set(bell.querySelector("[data-for-me]"), me);
    set(bell.querySelector("[data-for-info]"), info);
    const text = bell.querySelector("[data-bell-text]");
    if (text) text.textContent = word("ui.bell", { me, info });
  }
}

function set(badge: HTMLElement | null, count: number) {
  if (!badge) return;
  badge.hidden = count === 0;
  badge.textContent = count > 99 ? "99+" : String(count);
}
