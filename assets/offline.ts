// The service worker of documents and of selections of the day: one that was read
// here is found again without network. A document is kept as its page last came,
// the editor adds what the browser holds of its text; of a selection the server
// makes a copy, without what must not stay in a browser. What pages are built
// from never changes, so the first copy serves. The script "copies" forgets all
// of it.
import { asCopy, kept, most } from "./kept";

interface Asked extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}

const worker = self as unknown as { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> }; registration: { scope: string } };
const awayPage = "/d/away";
const onDesk = worker.registration.scope.endsWith("/desk/");
const longest = 7 * 24 * 3600_000; // how old the copy of a selection may be, in milliseconds

addEventListener("install", (event) => {
  (event as Asked).waitUntil(Promise.all([worker.skipWaiting(), caches.open(kept.parts).then((parts) => parts.add(awayPage))]));
});
addEventListener("activate", (event) => (event as Asked).waitUntil(worker.clients.claim()));

addEventListener("fetch", (event) => {
  const asked = event as Asked;
  const { request } = asked;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.startsWith("/assets/")) asked.respondWith(part(asked));
  else if (request.mode === "navigate" && /^\/d\/[^/]+$/.test(pathname)) asked.respondWith(page(asked, pathname));
  else if (request.mode === "navigate" && /^\/desk\/[^/]+\/selection$/.test(pathname)) asked.respondWith(selection(asked, pathname));
  else if (request.destination === "image" && pathname.startsWith("/files/")) asked.respondWith(picture(asked));
});

async function part(asked: Asked): Promise<Response> {
  const { request } = asked;
  const parts = await caches.open(kept.parts);
  const copy = await parts.match(request, { ignoreVary: true });
  if (copy) return copy;
  const answer = await fetch(request);
  if (answer.ok) keep(asked, parts, request.url, answer.clone(), most.parts);
  return answer;
}

async function page(asked: Asked, pathname: string): Promise<Response> {
  const { request } = asked;
  const pages = await caches.open(kept.pages);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) keep(asked, pages, pathname, answer.clone(), most.pages);
    // What one may read no longer is kept no longer.
    if (answer.status === 403 || answer.status === 404) await pages.delete(pathname);
    return answer;
  } catch (error) {
    const copy = (await pages.match(pathname, { ignoreVary: true })) ?? (await caches.match(awayPage, { ignoreVary: true }));
    if (copy) return copy;
    throw error;
  }
}

// Read on a copy is what was copied, and the page says so.
async function selection(asked: Asked, pathname: string): Promise<Response> {
  const pages = await caches.open(kept.pages);
  try {
    const answer = await fetch(asked.request);
    if (answer.ok && !answer.redirected) asked.waitUntil(copy(pages, pathname).catch(() => undefined));
    if (answer.status === 403 || answer.status === 404) await pages.delete(pathname);
    return answer;
  } catch (error) {
    const old = await pages.match(pathname, { ignoreVary: true });
    if (old && Date.now() - Date.parse(old.headers.get("Date") ?? "") < longest) {
      const text = (await old.text()).replace("<div data-copy hidden>", "<div data-copy>");
      return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": old.headers.get("Content-Security-Policy") ?? "" } });
    }
    if (old) await pages.delete(pathname);
    const away = await caches.match(awayPage, { ignoreVary: true });
    if (away) return away;
    throw error;
  }
}

async function copy(pages: Cache, pathname: string) {
  const answer = await fetch(pathname, { headers: asCopy });
  if (!answer.ok || answer.redirected) return;
  const text = await answer.clone().text();
  await pages.delete(pathname);
  await pages.put(pathname, answer);
  const pictures = await caches.open(kept.pictures);
  for (const [, name] of text.matchAll(/<img[^>]* src="(\/files\/[^"]+)"/g)) {
    const whole = new URL(name.replaceAll("&amp;", "&"), location.origin).href;
    if (!(await pictures.match(whole, { ignoreVary: true }))) await pictures.add(whole);
  }
}

async function picture(asked: Asked): Promise<Response> {
  const { request } = asked;
  const pictures = await caches.open(kept.pictures);
  try {
    const answer = await fetch(request);
    // A selection shows more than its copy may hold: only the copy brings pictures here.
    if (answer.ok && !onDesk) keep(asked, pictures, request.url, answer.clone(), most.pictures);
    else if (!answer.ok) await pictures.delete(request.url);
    return answer;
  } catch (error) {
    const copy = await pictures.match(request, { ignoreVary: true });
    if (copy) return copy;
    throw error;
  }
}

// The last ones that came are kept. A full disk is no reason to answer nothing.
function keep(asked: Asked, cache: Cache, name: string, answer: Response, limit: number) {
  const put = async () => {
    await cache.delete(name);
    await cache.put(name, answer);
    const names = await cache.keys();
    await Promise.all(names.slice(0, Math.max(0, names.length - limit)).map((old) => cache.delete(old)));
  };
  asked.waitUntil(put().catch(() => undefined));
}
