// A document or a selection of the day that was opened here is found again
// without network: the service worker answers in the place of the server, with
// what is kept from now on.
import { asCopy, kept, keeper } from "./kept";

/** Keeps the page that is shown, one of those under a scope, and what it is made of. */
export async function keepPage(person: string, worker: string, scope: string) {
  if (!worker || !("serviceWorker" in navigator)) return;
  const { watchCopies } = await import("./copies");
  if (localStorage.getItem(keeper) !== person) {
    localStorage.setItem(keeper, person);
    await watchCopies();
  }
  await navigator.serviceWorker.register(worker, { scope });
  // All of it was fetched before the worker stood.
  const parts = await caches.open(kept.parts);
  const names = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).pathname.startsWith("/assets/"));
  await Promise.all(names.map(async (name) => (await parts.match(name, { ignoreVary: true })) ?? parts.add(name)));
  const pages = await caches.open(kept.pages);
  if (await pages.match(location.pathname, { ignoreVary: true })) return;
  const answer = await fetch(location.pathname, { headers: asCopy });
  if (answer.ok && !answer.redirected) await pages.put(location.pathname, answer);
}

/** Forgets a page that its reader may read no longer. */
export async function forgetPage() {
  await (await caches.open(kept.pages)).delete(location.pathname);
}
