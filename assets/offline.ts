// The service worker of documents: one that was read here is found again without
// network. Its page is kept as it last came, the editor adds what the browser
// holds of its text; what the page is built from never changes, so the first
// copy serves. The script "copies" forgets all of it.
import { kept, most } from "./kept";

interface Asked extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
  waitUntil(work: Promise<unknown>): void;
}

const worker = self as unknown as { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> } };
const awayPage = "/d/away";

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

async function picture(asked: Asked): Promise<Response> {
  const { request } = asked;
  const pictures = await caches.open(kept.pictures);
  try {
    const answer = await fetch(request);
    if (answer.ok) keep(asked, pictures, request.url, answer.clone(), most.pictures);
    else await pictures.delete(request.url);
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
