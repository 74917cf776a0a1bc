// "il y a 3 min" grows old while a page stays open: the last day's are counted again.

const minute = 60_000;

export function refreshTimes() {
  if (started) return;
  started = true;
  setInterval(recount, minute / 2);
  document.addEventListener("visibilitychange", recount);
}

let started = false;

function recount() {
  if (document.hidden) return;
  const speak = new Intl.RelativeTimeFormat(document.documentElement.lang, { style: "short", numeric: "always" });
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-ago]")) {
    const past = (Date.now() - Date.parse(time.dateTime)) / minute;
    if (past >= 1 && past < 60) time.textContent = speak.format(-Math.floor(past), "minute");
    else if (past >= 60 && past < 360) time.textContent = speak.format(-Math.floor(past / 60), "hour");
  }
}
