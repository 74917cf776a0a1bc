// Where what is typed stands: on its way, in the log of the server, or in this
// browser alone. What changes at every letter is shown; only what matters is
// said aloud.
import { icon, make } from "../words";
import type { Session, State } from "./session";
import { announce, say } from "./words";

const calm = 700; // milliseconds before "saving" is worth showing

export function showState(session: Session, writes: boolean) {
  const place = document.querySelector<HTMLElement>("[data-document-state]");
  if (!place) return;
  place.setAttribute("aria-live", "off");
  let timer: ReturnType<typeof setTimeout>;
  let lost = false;

  const show = (state: State) => {
    clearTimeout(timer);
    const key = wordOf(state, writes, session.kept);
    place.dataset.state = state;
    place.replaceChildren(drawing(state), make("span", "", say(key)));
    const gone = state === "offline" || state === "ended" || state === "stopped";
    if (gone !== lost) announce(say(gone ? key : "back"));
    lost = gone;
    if (state === "ended") {
      const link = make("a", "", say("enter"));
      link.href = `/sign-in?to=${encodeURIComponent(location.pathname)}`;
      place.append(link);
    }
  };
  session.watch((state) => {
    // A letter that is saved at once does not make the word blink.
    if (state === "saving" && place.dataset.state === "saved") {
      place.dataset.state = "saving";
      timer = setTimeout(() => session.state === "saving" && show("saving"), calm);
    } else if (!(state === "connecting" && lost)) show(state);
  });
}

function wordOf(state: State, writes: boolean, kept: boolean): string {
  if (!writes) return state === "saved" || state === "saving" ? "state_live" : state === "offline" ? "state_offline_read" : `state_${state}`;
  return state === "offline" && !kept ? "state_offline_page" : `state_${state}`;
}

function drawing(state: State) {
  switch (state) {
    case "saved":
      return icon("cloud-check");
    case "saving":
    case "connecting":
      return icon("cloud");
  }
  return icon("cloud-off");
}
