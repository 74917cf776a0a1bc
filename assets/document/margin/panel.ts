// The panel of the comments on the text. The server writes it; here it is kept
// up to date without touching what somebody is typing.
import { word } from "../../words";
import { announce } from "../words";
import type { Passage } from "./anchors";

interface Asked {
  threads?: string;
  from?: string;
  thread?: string;
  reply?: string;
}

const fields = ["threads", "from", "thread", "reply"] as const;

export class Panel {
  chosen?: string;
  private asked: Asked = {};
  private known = new Map<Element, string>(); // what the server last said of each thread
  private turn = 0;

  /** changed is called when other passages are shown. */
  constructor(readonly root: HTMLElement, private changed: () => void) {
    this.asked.threads = root.dataset.show;
    root.classList.add("is-live");
    for (const tools of root.querySelectorAll<HTMLElement>("[data-margin-tools]")) tools.hidden = false;
    for (const thread of this.threads()) this.known.set(thread, thread.outerHTML);
    root.addEventListener("click", (event) => this.follow(event));
  }

  say(key: string, values: Record<string, string | number> = {}) {
    return word(`margin.js.${key}`, values, this.root);
  }

  threads(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>("[data-thread]")];
  }

  thread(id: string) {
    return this.threads().find((thread) => thread.dataset.thread === id);
  }

  passages(): Passage[] {
    return this.threads().map(({ dataset }) => ({
      id: dataset.thread!, first: dataset.first!, last: dataset.last!, says: dataset.says ?? "", resolved: "resolved" in dataset,
    }));
  }

  /** The address of the panel, or of a form of it, with what is shown now. */
  address(path = this.root.dataset.margin!) {
    const query = new URLSearchParams();
    for (const field of fields) if (this.asked[field]) query.set(field, this.asked[field]);
    return `${path}?${query.toString()}`;
  }

  /** Asks for the threads as they are now, or for others. */
  async refresh(other?: Asked): Promise<boolean> {
    if (other) this.asked = other;
    const turn = ++this.turn;
    try {
      const answer = await fetch(this.address(), { headers: { "HX-Request": "true" } });
      if (!answer.ok) return false;
      const text = await answer.text();
      if (turn === this.turn) this.take(text);
      return true;
    } catch {
      return false; // the network is away; the panel is asked for when it is back
    }
  }

  /** Takes the panel as the server wrote it, with a new form when one was sent; gives the comment that was just made. */
  take(html: string, form = false): string {
    this.turn++;
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector<HTMLElement>("[data-margin]");
    if (!fresh) return "";
    const held = document.activeElement;
    const within = held && this.root.contains(held) ? held.closest<HTMLElement>("[data-thread]")?.dataset.thread : undefined;
    for (const name of ["show", "open", "button"]) this.root.dataset[name] = fresh.dataset[name] ?? "";
    this.part("[data-margin-filters]")?.replaceChildren(...(fresh.querySelector("[data-margin-filters]")?.childNodes ?? []));
    this.list(fresh);
    const begin = fresh.querySelector("[data-margin-new]");
    if (form && begin) this.part("[data-margin-new]")?.replaceWith(document.adoptNode(begin));
    document.dispatchEvent(new Event("htmx:after:swap")); // dressed as any fragment
    if (this.chosen) this.mark(this.chosen);
    if (within && !this.root.contains(document.activeElement)) (this.thread(within) ?? this.part<HTMLElement>("h2"))?.focus({ preventScroll: true });
    this.changed();
    return fresh.dataset.made ?? "";
  }

  private part<E extends Element>(selector: string) {
    return this.root.querySelector<E>(selector);
  }

  private list(fresh: HTMLElement) {
    const place = this.part<HTMLElement>("[data-margin-list]");
    const list = fresh.querySelector<HTMLElement>("[data-margin-list]");
    if (!place || !list) return;
    const mine = new Map(this.threads().map((thread) => [thread.dataset.thread!, thread]));
    const next: Element[] = [];
    for (const element of [...list.children] as HTMLElement[]) {
      const id = element.dataset.thread;
      const html = element.outerHTML;
      const old = id ? mine.get(id) : undefined;
      if (old && this.known.get(old) !== html && busy(old)) this.renew(old, element);
      else if (!old || this.known.get(old) !== html) {
        next.push(document.adoptNode(element));
        this.known.set(element, html);
        continue;
      }
      next.push(old!);
      this.known.set(old!, html);
    }
    // What stays is not moved: a caret in it would be lost.
    for (const gone of [...place.children]) if (!next.includes(gone)) gone.remove();
    next.forEach((element, i) => {
      if (place.children[i] !== element) place.insertBefore(element, place.children[i] ?? null);
    });
    for (const element of next) process(element);
  }

  // All but the form in which somebody is writing.
  private renew(old: HTMLElement, element: HTMLElement) {
    for (const { name, value } of [...element.attributes]) old.setAttribute(name, value);
    if (!("resolved" in element.dataset)) delete old.dataset.resolved;
    const said = element.querySelector("[data-margin-said]");
    if (said) old.querySelector("[data-margin-said]")?.replaceWith(document.adoptNode(said));
  }

  /** Marks the thread that is looked at, and brings it into the panel. */
  mark(id: string | undefined) {
    this.chosen = id;
    for (const thread of this.threads()) {
      const is = thread.dataset.thread === id;
      thread.classList.toggle("is-chosen", is);
      if (is) thread.setAttribute("aria-current", "true");
      else thread.removeAttribute("aria-current");
    }
  }

  reveal(id: string) {
    this.thread(id)?.scrollIntoView({ block: "nearest" });
  }

  /** The thread so many places after the chosen one. */
  beside(step: number): HTMLElement | undefined {
    const all = this.threads();
    const at = all.findIndex((thread) => thread.dataset.thread === this.chosen);
    return all[(at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length)];
  }

  tell(thread: HTMLElement) {
    const all = this.threads();
    const quote = thread.querySelector(".passage-quote")?.textContent?.trim() ?? "";
    announce(this.say("at", { at: all.indexOf(thread) + 1, count: all.length, quote }));
  }

  // Filters, pages and the forms to answer are links that the panel follows by itself.
  private follow(event: MouseEvent) {
    const link = (event.target as Element).closest<HTMLAnchorElement>("[data-margin-filters] a, a[data-margin-page], a[data-margin-reply]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const query = new URL(link.href).searchParams;
    const asked: Asked = {};
    for (const field of fields) asked[field] = query.get(field) ?? undefined;
    void this.refresh(asked).then(() => {
      if (asked.reply) {
        const form = this.thread(asked.reply)?.querySelector<HTMLElement>("form textarea");
        form?.focus();
        form?.scrollIntoView({ block: "nearest" });
      } else announce(this.say("news"));
    });
  }

  /** After an answer was sent, its form is not asked for any more. */
  answered() {
    delete this.asked.reply;
    delete this.asked.thread;
  }
}

// Somebody writes in it, or wrote something that is not sent.
function busy(thread: HTMLElement) {
  const form = thread.querySelector("form[data-margin-answer]");
  return !!form && (form.contains(document.activeElement) || !!form.querySelector<HTMLTextAreaElement>("textarea")?.value.trim());
}

// What htmx does in what it brought itself.
function process(element: Element) {
  (globalThis as { htmx?: { process(element: Element): void } }).htmx?.process(element);
}
