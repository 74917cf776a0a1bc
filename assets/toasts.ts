// What was just done, at the foot of the page. A message leaves by itself, but
// never while it is pointed at or holds the focus, nor while the page is hidden.
import { make } from "./words";

const stay = 8000; // milliseconds
const stayToUndo = 20000;

export function watchToasts() {
  for (const message of document.querySelectorAll<HTMLElement>("[data-toast]:not([data-ready])")) {
    message.dataset.ready = "";
    leaveLater(message);
  }
}

/** Says something at the foot of the page; tone is "danger" when it failed. */
export function toast(text: string, tone = "") {
  const place = document.querySelector("[data-toasts]");
  if (!place || !text) return;
  for (const shown of place.querySelectorAll(".toast")) if (shown.textContent === text) shown.remove();
  const message = make("div", `toast ${tone}`, make("p", "", text));
  place.append(message);
  leaveLater(message);
}

function leaveLater(message: HTMLElement) {
  const time = message.querySelector("form") ? stayToUndo : stay;
  let left = time;
  const tick = setInterval(() => {
    if (message.matches(":hover, :focus-within") || document.hidden) {
      left = time;
      return;
    }
    left -= 500;
    if (left > 0) return;
    clearInterval(tick);
    message.classList.add("leaving");
    setTimeout(() => message.remove(), 300);
  }, 500);
}
