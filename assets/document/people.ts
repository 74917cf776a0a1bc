// Who has the document open, and where they write. The server puts the true
// name in what each says of itself.
import { Extension } from "@tiptap/core";
import { yCursorPlugin } from "@tiptap/y-tiptap";
import type { WebsocketProvider } from "y-websocket";
import { make } from "../words";
import { announce, say } from "./words";

type Awareness = WebsocketProvider["awareness"];

export interface Who {
  id: string;
  name: string;
  hue: number; // of eight
  writes: boolean;
  proposes?: boolean;
}

const shown = 6;

/** Lists who is here, and says who comes. */
export function showPeople(awareness: Awareness, me: string) {
  const place = document.querySelector<HTMLElement>("[data-document-people]");
  if (!place) return;
  let before: Map<string, Who> | undefined;
  const show = () => {
    const here = whoIn(awareness);
    if (before && same(before, here)) return;
    for (const who of here.values()) if (before && !before.has(who.id) && who.id !== me) announce(say("came", { name: who.name }));
    before = here;
    const others = [...here.values()].filter((who) => who.id !== me);
    const list = make("ul", "document-who", ...others.slice(0, shown).map(chip));
    list.setAttribute("aria-label", say("here"));
    if (others.length > shown) list.append(make("li", "more", say("more", { count: others.length - shown })));
    place.replaceChildren(...(others.length ? [list] : []));
  };
  awareness.on("change", show);
  show();
}

/** Their carets and selections in the text. */
export const carets = (awareness: Awareness) =>
  Extension.create({
    name: "carets",
    addProseMirrorPlugins: () => [
      yCursorPlugin(awareness, {
        cursorBuilder: (who: Who) => {
          const label = make("span", "caret-name", who.name);
          const caret = make("span", `caret hue-${who.hue || 0}`, "\u2060", label, "\u2060");
          caret.setAttribute("aria-hidden", "true");
          return caret;
        },
        selectionBuilder: (who: Who) => ({ class: `caret-selection hue-${who.hue || 0}` }),
      }),
    ],
  });

/** Who has it open, each once: as one who writes, if they do so somewhere. */
export function whoIn(awareness: Awareness): Map<string, Who> {
  const here = new Map<string, Who>();
  for (const state of awareness.getStates().values()) {
    const who = (state as { user?: Who }).user;
    if (who?.id) here.set(who.id, here.get(who.id)?.writes ? here.get(who.id)! : who);
  }
  return here;
}

function same(a: Map<string, Who>, b: Map<string, Who>) {
  return a.size === b.size && [...b].every(([id, who]) => a.get(id)?.name === who.name && a.get(id)?.writes === who.writes);
}

function doing(who: Who): string {
  return say(who.writes ? "writes" : who.proposes ? "proposes" : "reads");
}

function chip(who: Who) {
  const initials = who.name.split(/\s+/).filter(Boolean).map((part) => [...part][0]).slice(0, 2).join("").toUpperCase();
  const face = make("span", `face hue-${who.hue || 0}`, initials);
  face.setAttribute("aria-hidden", "true");
  const does = make("span", "does", doing(who));
  const one = make("li", who.writes ? "" : "reading", face, make("span", "name", who.name), " ", does);
  one.title = `${who.name}, ${doing(who)}`;
  return one;
}
