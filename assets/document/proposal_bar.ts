// What one sees of proposals around the text: how one writes now, the list of
// what waits for a decision, and the one at the caret.
import type { Editor } from "@tiptap/core";
import type { Doc } from "yjs";
import type { WebsocketProvider } from "y-websocket";
import { icon, make } from "../words";
import type { Command } from "./commands";
import { decide } from "./deciding";
import { whoIn } from "./people";
import { type Desk, drawList, sentence } from "./proposal_list";
import { proposalsIn } from "./proposal";
import { goTo, type Mode, partAt } from "./proposals";
import { announce, say } from "./words";

interface Place {
  item: string;
  person: string;
  writes: boolean;
}

/** The mode in which a document is opened: that of the last time for who writes. */
export function modeOf({ item, person, writes }: Place): Mode {
  return { me: person, proposes: !writes || localStorage.getItem(modeKey(item)) === "propose" };
}

const modeKey = (item: string) => `parvis.mode.${item}`;

export interface ProposalBar {
  commands: Command[];
  show(editor: Editor, doc: Doc, provider: WebsocketProvider, over: HTMLElement): void;
}

export function proposalBar(place: Place, mode: Mode): ProposalBar {
  let desk: Desk | undefined;
  const near = (editor: Editor, step: 1 | -1) => {
    const all = proposalsIn(editor.state.doc);
    const head = editor.state.selection.head;
    const next = step > 0 ? all.find(({ from }) => from > head) ?? all[0] : all.filter(({ to }) => to < head).at(-1) ?? all.at(-1);
    if (next) desk?.go(next);
  };
  const here = (editor: Editor) => partAt(editor.state)?.id;
  const can = (editor: Editor) => !!here(editor) && (place.writes || partAt(editor.state)?.by === place.person);
  const some = (editor: Editor) => proposalsIn(editor.state.doc).length > 0;
  const commands: Command[] = [
    { name: "proposal_next", group: "propose", keys: "Alt-Shift-ArrowDown", can: some, run: (editor) => near(editor, 1) },
    { name: "proposal_previous", group: "propose", keys: "Alt-Shift-ArrowUp", can: some, run: (editor) => near(editor, -1) },
    { name: "proposal_accept", group: "propose", keys: "Mod-Alt-Enter", can: (editor) => place.writes && can(editor), run: (editor) => desk?.decide([here(editor)!], true) },
    { name: "proposal_refuse", group: "propose", keys: "Mod-Alt-Backspace", can, run: (editor) => desk?.decide([here(editor)!], false) },
  ];
  return { commands, show: (editor, doc, provider, over) => void (desk = draw(place, mode, editor, doc, provider, over)) };
}

function draw(place: Place, mode: Mode, editor: Editor, doc: Doc, provider: WebsocketProvider, over: HTMLElement): Desk {
  const names = namesOf(place.item, provider);
  const desk: Desk = {
    me: place.person,
    writes: place.writes,
    name: names.of,
    decide(ids, accepted) {
      const before = proposalsIn(editor.state.doc);
      const mine = before.filter(({ id, by }) => ids.includes(id) && by === place.person).map(({ id }) => id);
      // Who only proposes takes back; who writes decides, of their own too.
      const settled = new Set(place.writes ? ids : mine);
      decide(editor, doc, settled, accepted, place.person, place.writes);
      announce(say(place.writes ? (accepted ? "proposal_accepted" : "proposal_refused") : "proposal_withdrawn", { count: settled.size, left: proposalsIn(editor.state.doc).length }));
    },
    go(proposal) {
      // A line of the list is drawn once; what it tells of moves with the text.
      const now = proposalsIn(editor.state.doc).find(({ id }) => id === proposal.id);
      goTo(editor, (now ?? proposal).from);
      editor.commands.focus(undefined, { scrollIntoView: true });
      announce(sentence(desk, proposal));
    },
  };
  const bar = make("section", "document-proposals");
  bar.setAttribute("aria-label", say("proposals"));
  bar.append(place.writes ? modeSwitch(place, mode, editor) : make("p", "propose-only", icon("pen-line"), say("propose_only")));
  over.before(bar);
  const list = drawList(bar, editor, desk);
  editor.view.dom.classList.toggle("proposing", mode.proposes);
  names.changed(() => list.refresh());
  return desk;
}

function modeSwitch(place: Place, mode: Mode, editor: Editor) {
  const group = make("div", "mode-switch");
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", say("mode"));
  const buttons = [false, true].map((proposes) => {
    const button = make("button", "mode", proposes ? icon("message-square-diff") : icon("pen-line"), say(proposes ? "mode_propose" : "mode_write"));
    button.type = "button";
    button.setAttribute("role", "radio");
    button.addEventListener("click", () => choose(proposes));
    return button;
  });
  const paint = () => buttons.forEach((button, i) => {
    const on = mode.proposes === (i === 1);
    button.setAttribute("aria-checked", String(on));
    button.tabIndex = on ? 0 : -1;
  });
  const choose = (proposes: boolean) => {
    mode.proposes = proposes;
    localStorage.setItem(modeKey(place.item), proposes ? "propose" : "write");
    paint();
    announce(say(proposes ? "mode_proposes" : "mode_writes"));
    editor.view.dom.classList.toggle("proposing", proposes);
  };
  group.addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    choose(!mode.proposes);
    buttons[mode.proposes ? 1 : 0].focus();
  });
  group.append(...buttons);
  paint();
  return group;
}

// The names of those who propose: of who is here now, or asked of the server.
function namesOf(item: string, provider: WebsocketProvider) {
  const known = new Map<string, string>();
  const asked = new Set<string>();
  let asking = false; // all who are unknown now are asked for at once
  let heard = () => {};
  const ask = async () => {
    asking = false;
    const answer = await fetch(`/d/${item}/proposers`, { headers: { Accept: "application/json" } }).catch(() => undefined);
    if (!answer?.ok) return;
    for (const [id, name] of Object.entries(await answer.json() as Record<string, string>)) known.set(id, name);
    heard();
  };
  return {
    changed: (tell: () => void) => void (heard = tell),
    of(person: string): string {
      for (const { id, name } of whoIn(provider.awareness).values()) known.set(id, name);
      if (!known.has(person) && !asked.has(person)) {
        asked.add(person);
        if (!asking) queueMicrotask(() => void ask());
        asking = true;
      }
      return known.get(person) ?? say("somebody");
    },
  };
}
