// The text of somebody whose changes the server did not take: kept in this
// browser, shown until they have done with it.
import { addAutoKey, count, createStores, del, getAllKeysValues, openDB, transact } from "lib0/indexeddb";
import { XmlElement, type XmlFragment, XmlText } from "yjs";
import { baseOf, markWaiting } from "../kept";
import { icon, make } from "../words";
import { announce, say } from "./words";

interface Kept {
  text: string;
  reason: string;
}

const store = "texts";

function open(person: string, item: string): Promise<IDBDatabase> {
  return openDB(baseOf("aside", person, item), (db) => createStores(db, [[store, { autoIncrement: true }]]));
}

/** What a document says, without its setting. */
export function plain(node: XmlFragment | XmlElement): string {
  const parts: string[] = [];
  for (const child of node.toArray()) {
    if (child instanceof XmlText) {
      const runs = child.toDelta() as { insert: unknown }[];
      parts.push(runs.map(({ insert }) => (typeof insert === "string" ? insert : "")).join(""));
    } else if (child instanceof XmlElement) {
      const { name, title } = child.getAttributes() as Record<string, string | undefined>;
      parts.push(child.nodeName === "mention" ? `@${name ?? ""}` : child.nodeName === "itemLink" ? (title ?? "") : child.nodeName === "hardBreak" ? "\n" : plain(child));
    }
  }
  // Runs stand beside each other, blocks under each other.
  const inline = node.toArray().some((child) => child instanceof XmlText);
  return parts.join(inline ? "" : "\n\n").trim();
}

/** Puts a text aside before the page begins anew. */
export async function putAside(person: string, item: string, text: string, reason: string) {
  if (!text.trim()) return;
  const db = await open(person, item);
  const [texts] = transact(db, [store]);
  await addAutoKey(texts, { text, reason } as never);
  db.close();
  markWaiting(baseOf("aside", person, item), true);
}

/** Shows over the document what was put aside of it. */
export async function showAside(person: string, item: string, over: HTMLElement) {
  const db = await open(person, item);
  const [texts] = transact(db, [store], "readonly");
  const kept = await getAllKeysValues(texts) as unknown as { k: number; v: Kept }[];
  db.close();
  for (const { k, v } of kept) {
    const box = boxOf(v, async () => {
      const again = await open(person, item);
      const [rest] = transact(again, [store]);
      await del(rest, k);
      markWaiting(baseOf("aside", person, item), (await count(rest)) > 0);
      again.close();
      box.remove();
    });
    over.before(box);
    announce(say("refused"));
  }
}

function boxOf(kept: Kept, dismiss: () => void) {
  const text = make("textarea", "control");
  text.readOnly = true;
  text.rows = Math.min(10, kept.text.split("\n").length + 1);
  text.value = kept.text;
  text.setAttribute("aria-label", say("refused_text"));
  const copy = make("button", "button small", icon("copy"), say("copy"));
  const done = make("button", "button small", say("dismiss"));
  copy.type = done.type = "button";
  copy.addEventListener("click", () => {
    text.select();
    void navigator.clipboard.writeText(kept.text).then(() => announce(say("copied")), () => document.execCommand("copy"));
  });
  done.addEventListener("click", dismiss);
  const title = make("h2", "", say("refused"));
  title.id = "document-aside";
  const box = make("section", "document-aside", title, make("p", "", say(`refused_${kept.reason}`) || say("refused_damaged")), text, make("p", "button-row", copy, done));
  box.setAttribute("aria-labelledby", title.id);
  return box;
}
