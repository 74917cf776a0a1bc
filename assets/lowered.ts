// A page that was drawn for somebody who read further than they do now is asked
// for again: when they may not read it any more, it goes from the screen.
import type { Signal } from "./live";

export function watchLowered() {
  let drawn = Number(document.body.dataset.clearance ?? 0);
  document.addEventListener("parvis:signal", (event) => {
    const { clearance } = (event as CustomEvent<Signal>).detail;
    if (clearance === undefined || clearance >= drawn) return;
    drawn = clearance;
    void leaveWhatIsGone();
  });
}

async function leaveWhatIsGone() {
  const answer = await fetch(location.href, { method: "HEAD" }).catch(() => undefined);
  if (answer && [401, 403, 404].includes(answer.status)) location.reload();
}
