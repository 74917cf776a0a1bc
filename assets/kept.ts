// Where a browser keeps what it has read of documents and selections of the day.

/** The names of its stores. */
export const kept = { pages: "parvis-pages", parts: "parvis-parts", pictures: "parvis-pictures" };

/** How many of each it keeps. */
export const most = { pages: 100, parts: 100, pictures: 200 };

/** How a copy is asked for: what the last change has to say waits for the page that is shown, and what must not stay in a browser is left out. */
export const asCopy = { "Parvis-Aside": "1", "Parvis-Copy": "1" };

/** In localStorage: the id of the person whose copies they are. */
export const keeper = "parvis.keeper";

/** What the browser keeps of a document: its text, or what the server did not take of it. */
export type Kind = "document" | "aside";

/** The name of a base of IndexedDB. */
export const baseOf = (kind: Kind, person: string, item: string) => `parvis/${kind}/${person}/${item}`;

// In localStorage, for each base in which something waits for the server or for
// its author: the title of the document.
const waiting = "parvis.waiting/";

/** Says that something waits in a base, or no longer. */
export function markWaiting(base: string, waits: boolean) {
  if (waits) localStorage.setItem(waiting + base, document.querySelector("h1")?.textContent?.trim() ?? "");
  else localStorage.removeItem(waiting + base);
}

/** The bases of a person in which something waits, with the titles of the documents. */
export function waitingOf(person: string): Map<string, string> {
  const found = Object.entries(localStorage).filter(([key]) => key.startsWith(waiting) && key.split("/")[3] === person);
  return new Map(found.map(([key, title]) => [key.slice(waiting.length), title as string]));
}
