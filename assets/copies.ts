// What this browser keeps of documents and selections belongs to one person: it goes when they
// sign out, and when somebody else comes. What waits to be sent is told first;
// it is never shown to another.
import { kept, keeper, markWaiting, waitingOf } from "./kept";
import type { Signal } from "./live";
import { icon, make, word } from "./words";

let watching = false;

export async function watchCopies() {
  if (watching) return;
  watching = true;
  const owner = localStorage.getItem(keeper) ?? "";
  const here = document.body.dataset.person;
  if (here && here !== owner) await forget(owner, false);
  if (here) {
    void keepWithin(Number(document.body.dataset.clearance ?? 0));
    document.addEventListener("parvis:signal", (event) => {
      const { clearance } = (event as CustomEvent<Signal>).detail;
      if (clearance !== undefined) void keepWithin(clearance);
    });
  }
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (new URL(form.action).pathname !== "/sign-out" || !localStorage.getItem(keeper)) return;
    event.preventDefault();
    void leave(form, here ?? owner);
  });
}

// A selection that was copied for somebody who read further than they do now is
// kept no longer, nor any picture. Documents are beyond nobody's clearance.
async function keepWithin(clearance: number) {
  const pages = await caches.open(kept.pages);
  for (const request of await pages.keys()) {
    if (!new URL(request.url).pathname.startsWith("/desk/")) continue;
    const text = (await (await pages.match(request))?.text()) ?? "";
    if (Number(/<body[^>]*\sdata-clearance="(\d)"/.exec(text)?.[1] ?? 0) <= clearance) continue;
    await Promise.all([pages.delete(request), caches.delete(kept.pictures)]);
  }
}

async function leave(form: HTMLFormElement, person: string) {
  const titles = [...new Set(waitingOf(person).values())];
  if (titles.length && !(await sure(titles))) return;
  await forget(person, true).catch(() => undefined);
  form.submit();
}

// What somebody wrote and nobody took stays with them, unless they give it up.
async function forget(person: string, all: boolean) {
  const waits = waitingOf(person);
  const bases = (await indexedDB.databases()).map(({ name }) => name ?? "").filter((name) => name.startsWith("parvis/") && name.split("/")[2] === person);
  const gone = bases.filter((name) => all || !waits.has(name));
  await Promise.all([...gone.map(dropBase), ...Object.values(kept).map((name) => caches.delete(name))]);
  if (all) for (const base of waits.keys()) markWaiting(base, false);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  localStorage.removeItem(keeper);
}

// Another tab may hold it open: it goes when that one lets it.
function dropBase(name: string) {
  return new Promise<void>((done) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => done();
  });
}

function sure(titles: string[]): Promise<boolean> {
  const heading = make("h2", "", word("ui.leaving"));
  heading.id = "leaving";
  const stay = make("button", "button primary", word("ui.leaving.stay"));
  const go = make("button", "button danger", word("ui.leaving.go"));
  const close = make("button", "icon-button", icon("x"));
  close.setAttribute("aria-label", word("ui.close"));
  for (const button of [stay, go, close]) button.type = "button";
  const dialog = make("dialog", "dialog",
    make("header", "dialog-head", heading, close),
    make("div", "dialog-body", make("p", "", word("ui.leaving.what")), make("ul", "", ...titles.map((title) => make("li", "", title))), make("p", "button-row", stay, go)));
  dialog.setAttribute("aria-labelledby", heading.id);
  document.body.append(dialog);
  dialog.showModal();
  stay.focus();
  return new Promise((resolve) => {
    let answer = false;
    go.addEventListener("click", () => {
      answer = true;
      dialog.close();
    });
    for (const button of [stay, close]) button.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
  });
}

/** Lists the pages that can be read without network. */
export async function listKept(list: HTMLElement) {
  const pages = await caches.open(kept.pages);
  for (const request of [...(await pages.keys())].reverse()) {
    const page = new DOMParser().parseFromString(await (await pages.match(request))!.text(), "text/html");
    const link = make("a", "", page.querySelector("h1")?.textContent?.trim() ?? page.title);
    link.href = new URL(request.url).pathname;
    list.append(make("li", "", link));
  }
  list.parentElement!.hidden = !list.children.length;
}
