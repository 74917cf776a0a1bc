// The list of what is proposed, and the box beside the one at the caret.
import type { Editor } from "@tiptap/core";
import { calendar, icon, make } from "../words";
import { type Proposal, proposalsIn } from "./proposal";
import { partAt } from "./proposals";
import { standUnder } from "./under";
import { say } from "./words";

/** What the list and the box at the caret may do. */
export interface Desk {
  me: string;
  writes: boolean; // accepts and refuses
  name(person: string): string;
  decide(ids: string[], accepted: boolean): void;
  go(proposal: Proposal): void;
}

/** A proposal in words, for who listens. */
export function sentence(desk: Desk, { by, adds, removes }: Proposal): string {
  const key = adds && removes ? "proposal_replaces" : adds ? "proposal_adds" : "proposal_removes";
  return say(key, { name: desk.name(by), adds: adds.trim(), removes: removes.trim() });
}

const pause = 150; // milliseconds after a change

export function drawList(bar: HTMLElement, editor: Editor, desk: Desk) {
  const title = make("button", "button small quiet proposals-count");
  title.type = "button";
  title.setAttribute("aria-expanded", "false");
  title.setAttribute("aria-controls", "document-proposals-list");
  const all = make("div", "proposals-all");
  const list = make("ol", "proposals-list");
  list.id = "document-proposals-list";
  list.hidden = true;
  bar.append(title, all, list);
  title.addEventListener("click", () => {
    list.hidden = !list.hidden;
    title.setAttribute("aria-expanded", String(!list.hidden));
  });
  const box = make("div", "proposal-box");
  box.hidden = true;
  editor.view.dom.parentElement!.append(box);

  // What is drawn stays in place while it says the same: a press that a change by
  // somebody else falls into is not lost.
  let proposals: Proposal[] = [];
  const decideAll = (accepted: boolean) => desk.decide(proposals.map(({ id }) => id), accepted);
  if (desk.writes) {
    all.append(
      button(say("proposals_accept_all"), icon("check"), () => decideAll(true)),
      button(say("proposals_refuse_all"), icon("x"), () => decideAll(false)),
    );
  }
  const lines = new Map<string, HTMLElement>(); // by what they say
  let shown: string | undefined;
  const refresh = () => {
    if (editor.isDestroyed) return;
    proposals = proposalsIn(editor.state.doc);
    const told = proposals.map((one) => JSON.stringify([one.id, one.adds, one.removes, desk.name(one.by)]));
    const now = told.join();
    if (now === shown) return;
    shown = now;
    const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>("[data-of]")?.dataset.of;
    const at = [...list.children].findIndex((line) => (line as HTMLElement).dataset.of === focused);
    title.hidden = !proposals.length;
    title.replaceChildren(icon("chevron-down"), say("proposals_count", { count: proposals.length }));
    all.hidden = !desk.writes || proposals.length < 2 && !(proposals.length && list.hidden);
    const drawn = proposals.map((one, i) => lines.get(told[i]) ?? line(desk, one));
    lines.clear();
    told.forEach((what, i) => lines.set(what, drawn[i]));
    [...list.children].filter((one) => !drawn.includes(one as HTMLElement)).forEach((one) => one.remove());
    drawn.forEach((one, i) => list.children[i] !== one && list.insertBefore(one, list.children[i] ?? null));
    if (!proposals.length) list.hidden = true;
    title.setAttribute("aria-expanded", String(!list.hidden));
    // Who goes through the list by the keyboard stays in it.
    if (at >= 0) (list.children[Math.min(at, list.children.length - 1)]?.querySelector("button") ?? editor.view.dom as HTMLElement).focus();
  };
  let timer: ReturnType<typeof setTimeout>;
  editor.on("update", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, pause);
  });
  editor.on("transaction", ({ transaction }) => {
    if (transaction.docChanged) box.hidden = true;
    else if (transaction.selectionSet) showBox(editor, desk, box);
  });
  editor.on("blur", ({ event }) => {
    if (!box.contains(event.relatedTarget as Node | null)) box.hidden = true;
  });
  refresh();
  return { refresh: () => (shown = undefined, refresh()) };
}

function button(label: string, drawn: SVGSVGElement, does: () => void) {
  const one = make("button", "button small", drawn, label);
  one.type = "button";
  one.addEventListener("click", does);
  return one;
}

function gestures(desk: Desk, one: Proposal) {
  const row = make("p", "button-row");
  if (desk.writes) row.append(button(say("proposal_accept"), icon("check"), () => desk.decide([one.id], true)));
  if (desk.writes) row.append(button(say("proposal_refuse"), icon("x"), () => desk.decide([one.id], false)));
  else if (one.by === desk.me) row.append(button(say("proposal_withdraw"), icon("undo-2"), () => desk.decide([one.id], false)));
  return row;
}

function what(one: Proposal) {
  const text = make("p", "proposal-text");
  if (one.removes) text.append(make("del", "proposed", one.removes), " ");
  if (one.adds) text.append(make("ins", "proposed", one.adds));
  if (!one.adds.trim() && !one.removes.trim()) text.append(make("span", "line", say("proposal_setting")));
  return text;
}

function who(desk: Desk, one: Proposal) {
  const at = new Date(one.at);
  const time = make("time", "", new Intl.DateTimeFormat(calendar(), { dateStyle: "medium", timeStyle: "short" }).format(at));
  time.dateTime = at.toISOString();
  return make("p", "proposal-who", make("strong", "", one.by === desk.me ? say("me") : desk.name(one.by)), " ", time);
}

function line(desk: Desk, one: Proposal) {
  const row = gestures(desk, one);
  row.prepend(button(say("proposal_see"), icon("locate"), () => desk.go(one)));
  const item = make("li", "", who(desk, one), what(one), row);
  item.dataset.of = one.id;
  return item;
}

function showBox(editor: Editor, desk: Desk, box: HTMLElement) {
  const part = partAt(editor.state);
  const one = part && proposalsIn(editor.state.doc).find(({ id }) => id === part.id);
  if (!one || !editor.state.selection.empty || !editor.isFocused) {
    box.hidden = true;
    return;
  }
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", sentence(desk, one));
  box.replaceChildren(who(desk, one), gestures(desk, one));
  box.hidden = false;
  standUnder(editor, box, editor.state.selection.head, 6, 24);
}
