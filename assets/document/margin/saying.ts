// Saying something: the forms of the panel are sent without leaving the text,
// and what was typed stays until the server has taken it.
import { toast } from "../../toasts";
import { make } from "../../words";
import type { Session } from "../session";
import { announce } from "../words";
import type { Panel } from "./panel";

const patience = 5000; // milliseconds for what was typed in the text to be saved first

/** Sends the forms of the panel; made is called with the comment that came of one. */
export function sendForms(panel: Panel, session: Session, made: (comment: string, compose: boolean) => void) {
  panel.root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const path = new URL(form.action).pathname;
    if (event.defaultPrevented || !path.startsWith(panel.root.dataset.margin!)) return;
    event.preventDefault();
    void send(panel, session, form, path, made);
  });
}

async function send(panel: Panel, session: Session, form: HTMLFormElement, path: string, made: (comment: string, compose: boolean) => void) {
  if (form.getAttribute("aria-busy") === "true") return;
  const compose = "marginCompose" in form.dataset;
  form.setAttribute("aria-busy", "true");
  try {
    // The server finds the passage in what it has: that goes first.
    if (compose && !(await settled(session))) return complain(panel, form, session.state === "offline" ? "offline" : "unsaved");
    if ("marginAnswer" in form.dataset) panel.answered();
    const answer = await fetch(panel.address(path), { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
    const text = await answer.text();
    if (answer.status >= 400 && answer.headers.get("Content-Type")?.startsWith("text/html") && text.includes("margin-form")) return again(panel, form, text);
    if (!answer.ok) return complain(panel, form, "failed");
    form.removeAttribute("aria-busy");
    forget(form);
    made(panel.take(text, compose), compose);
  } catch {
    complain(panel, form, navigator.onLine ? "failed" : "offline");
  } finally {
    form.removeAttribute("aria-busy");
  }
}

// An answer that was sent leaves with its form.
function forget(form: HTMLFormElement) {
  for (const text of form.querySelectorAll("textarea")) text.value = "";
  if (form.contains(document.activeElement)) (document.activeElement as HTMLElement).blur();
}

/** Waits until the server has what was written here. */
export async function settled(session: Session): Promise<boolean> {
  const until = Date.now() + patience;
  while (session.unsaved && Date.now() < until && session.state !== "offline") await new Promise((go) => setTimeout(go, 50));
  return !session.unsaved;
}

// The form comes back with what is wrong with it.
function again(panel: Panel, form: HTMLFormElement, html: string) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLFormElement>(".margin-form");
  if (!fresh) return complain(panel, form, "failed");
  form.replaceWith(document.adoptNode(fresh));
  document.dispatchEvent(new Event("htmx:after:swap"));
  panel.root.dispatchEvent(new CustomEvent("margin:form", { detail: fresh }));
  (fresh.querySelector<HTMLElement>("[aria-invalid=true]") ?? fresh.querySelector("textarea"))?.focus();
}

function complain(panel: Panel, form: HTMLFormElement, key: string) {
  const text = panel.say(key);
  form.querySelector(".margin-failed")?.remove();
  form.prepend(make("p", "margin-failed", text));
  announce(text);
  toast(text, "danger");
}
