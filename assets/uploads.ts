// The row of one file on its way: its name, how far it has come, what can be
// done with it.
import type { Found } from "./folders";
import { icon, make, word } from "./words";

/** What the buttons of a row do. */
export interface Gestures {
  pause(): void;
  resume(): void;
  cancel(): void;
}

export interface Row {
  progress(share: number): void;
  show(state: "waiting" | "sending" | "paused" | "lost" | "refused" | "done"): void;
  refused(why: string): void;
  arrived(where: string): void;
  leave(): void;
  settle(): void; // it has arrived: the list below shows it
}

export function rowOf(found: Found, place: HTMLElement, words: HTMLElement, gestures: Gestures): Row {
  const title = found.path ? `${found.path}/${found.file.name}` : found.file.name;
  const name = make("span", "name", title);
  const state = make("span", "state");
  const bar = make("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", title);
  const turn = make("button", "icon-button small");
  const stop = make("button", "icon-button small", icon("x"));
  turn.type = stop.type = "button";
  const row = make("li", "", name, state, make("span", "doing", turn, stop), bar);
  place.append(row);
  const say = (key: string, why = "") => word(key, { name: found.file.name, why }, words);
  const call = (button: HTMLButtonElement, key: string, does: () => void) => {
    button.setAttribute("aria-label", say(key));
    button.title = say(key);
    button.onclick = does;
  };
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  let why = "";
  let share = 0;
  return {
    progress(now) {
      share = now;
      bar.value = now;
      if (row.className === "sending") state.textContent = percent.format(Math.floor(now * 100) / 100);
    },
    refused(because) {
      why = because;
    },
    arrived(where) {
      if (!where) return;
      const link = make("a", "", title);
      link.href = where;
      name.replaceChildren(link);
    },
    show(now) {
      row.className = now;
      const over = now === "done" || now === "refused";
      bar.hidden = turn.hidden = over;
      call(stop, over ? "library.up.dismiss" : "library.up.cancel", () => gestures.cancel());
      const resting = now === "paused" || now === "lost";
      turn.replaceChildren(resting ? icon("play") : icon("pause"));
      call(turn, resting ? "library.up.resume" : "library.up.pause", () => (resting ? gestures.resume() : gestures.pause()));
      state.textContent = now === "sending" ? percent.format(Math.floor(share * 100) / 100) : say(`library.up.${now}`, why);
    },
    settle() {
      if (!row.matches(":hover, :focus-within")) row.remove();
    },
    leave() {
      const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector<HTMLElement>(".doing button:last-child");
      row.remove();
      next?.focus();
    },
  };
}
