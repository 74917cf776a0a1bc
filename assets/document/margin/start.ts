// Comments on the text: a passage is chosen, something is said on it, and the
// thread stays beside it. The same for who writes and for who only reads.
import type { Editor } from "@tiptap/core";
import { icon, make } from "../../words";
import { keysOf } from "../commands";
import type { Session } from "../session";
import { standUnder } from "../under";
import { announce } from "../words";
import { type Anchor, anchorOf, type Passage, type Range, textIn } from "./anchors";
import { beginning, highlights, placeOf, placeOfBounds, saidAt, showPassages } from "./highlights";
import { Panel } from "./panel";
import { sendForms, settled } from "./saying";

const said = 6; // the message of the line that tells of it

/** What the editor needs of it: drawn before the editor stands, joined after. */
export interface Margin {
  extension: ReturnType<typeof highlights>;
  join(editor: Editor, session: Session): void;
  comment(): void;
}

export function marginOf(): Margin | undefined {
  const root = document.querySelector<HTMLElement>("[data-margin]");
  if (!root) return undefined;
  let beside: Beside | undefined;
  return {
    extension: highlights({ pressed: (id) => beside?.pressed(id), moved: (id, to) => void beside?.moved(id, to), lost: () => beside?.later() }),
    join: (editor, session) => {
      beside = new Beside(root, editor, session);
    },
    comment: () => beside?.comment(),
  };
}

class Beside {
  private panel: Panel;
  private bubble = make("div", "margin-bubble");
  private asking?: ReturnType<typeof setTimeout>;

  constructor(private root: HTMLElement, private editor: Editor, private session: Session) {
    this.panel = new Panel(root, () => this.show());
    this.show();
    sendForms(this.panel, session, (comment, compose) => this.made(comment, compose));
    session.provider.messageHandlers[said] = () => this.later(200);
    let first = true;
    session.provider.on("sync", (now: boolean) => {
      if (now && !first) this.later();
      first = first && !now;
    });
    root.addEventListener("margin:form", (event) => this.dress((event as CustomEvent<HTMLFormElement>).detail));
    root.addEventListener("click", (event) => this.click(event));
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.escape());
    for (const button of document.querySelectorAll<HTMLElement>("[data-margin-open]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.open();
        root.querySelector<HTMLElement>("h2")?.focus();
      });
    }
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("parvis:shortcuts", (event) => {
      const rows = (event as CustomEvent<[string[], string][]>).detail;
      // Who writes has it among the commands of the text.
      if (this.form && !this.editor.isEditable) rows.push([keysOf("Mod-Alt-m"), this.panel.say("keys_comment")]);
      rows.push([keysOf("Mod-Alt-j"), this.panel.say("keys_next")], [keysOf("Mod-Alt-k"), this.panel.say("keys_previous")]);
    });
    if (this.form) {
      this.dress(this.form);
      this.offer();
    }
    this.arrive();
  }

  /** Asks for the panel in a moment: somebody said something, or moved a passage. */
  later(wait = 1500) {
    clearTimeout(this.asking);
    this.asking = setTimeout(() => void this.panel.refresh(), wait);
  }

  /** The words of a passage were written anew here: the server is told where they are. */
  async moved(id: string, to: Anchor) {
    const thread = this.panel.thread(id);
    if (thread) Object.assign(thread.dataset, to);
    if (!(await settled(this.session))) return; // its words are known, and it is found by them
    const body = new URLSearchParams({ first: to.first, last: to.last });
    await fetch(`${this.root.dataset.margin!}/${id}/place`, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => undefined);
  }

  private get form() {
    return this.root.querySelector<HTMLFormElement>("form[data-margin-compose]");
  }

  // The address may name a thread.
  private arrive() {
    const id = location.hash.match(/^#comment-(\w+)$/)?.[1];
    if (id && this.panel.thread(id)) this.choose(id, true);
    else if (location.hash === "#margin") this.open();
  }

  private show() {
    const passages: Passage[] = this.panel.passages();
    const form = this.form;
    const first = form?.querySelector<HTMLInputElement>("[name=first]")?.value;
    const last = form?.querySelector<HTMLInputElement>("[name=last]")?.value;
    if (form?.closest("details")?.open && first && last) passages.push({ id: beginning, first, last, says: "", resolved: false });
    showPassages(this.editor, passages, this.panel.chosen);
    const label = this.root.dataset.button;
    if (label) for (const text of document.querySelectorAll("[data-margin-open] span")) text.textContent = label;
  }

  /** A place of the text was pressed. */
  pressed(id: string) {
    if (id) {
      this.choose(id, false);
      this.panel.reveal(id);
    } else if (this.panel.chosen) this.choose(undefined, false);
  }

  private choose(id: string | undefined, scroll: boolean) {
    this.panel.mark(id);
    this.show();
    const thread = id && this.panel.thread(id);
    if (!thread) return;
    this.open();
    this.panel.tell(thread);
    if (scroll) {
      this.panel.reveal(id);
      this.goTo(placeOf(this.editor, id));
    }
  }

  private goTo(range: Range | undefined) {
    if (!range) return;
    const { node, offset } = this.editor.view.domAtPos(range.from);
    const at = node instanceof Element ? (node.childNodes[offset] ?? node) : node.parentElement;
    (at instanceof Element ? at : at?.parentElement)?.scrollIntoView({ block: "center" });
  }

  private open() {
    this.root.classList.add("is-open");
  }

  private shut() {
    this.root.classList.remove("is-open");
    if (this.root.contains(document.activeElement)) this.editor.view.dom.focus({ preventScroll: true });
  }

  private escape() {
    const fold = this.form?.closest("details");
    if (fold?.contains(document.activeElement) && fold.open) {
      fold.open = false;
      this.show();
      this.editor.view.dom.focus({ preventScroll: true });
    } else this.shut();
  }

  private click(event: MouseEvent) {
    const target = event.target as Element;
    const go = target.closest<HTMLElement>("[data-margin-go]");
    const place = target.closest<HTMLElement>("a[data-margin-place]");
    const thread = target.closest<HTMLElement>("[data-thread]");
    if (target.closest("[data-margin-close]")) return this.shut();
    if (go) return this.step(Number(go.dataset.marginGo));
    if (place && thread) {
      event.preventDefault();
      this.choose(thread.dataset.thread, true);
      // Over the text, the panel makes way for what it leads to.
      if (getComputedStyle(this.root).position === "fixed") this.shut();
      return;
    }
    if (thread && thread.dataset.thread !== this.panel.chosen) this.choose(thread.dataset.thread, false);
    // The passage that is being commented is seen while the form is open.
    if (target.closest("[data-margin-new] > summary")) setTimeout(() => this.show());
  }

  private step(by: number) {
    const thread = this.panel.beside(by);
    if (!thread) return announce(this.panel.say("none"));
    this.choose(thread.dataset.thread, true);
    thread.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent) {
    if (event.defaultPrevented || !event.altKey || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    // With Alt some keyboards give another sign.
    const letter = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : String.fromCharCode(event.keyCode).toLowerCase();
    const does = { m: this.form ? () => this.comment() : undefined, j: () => this.step(1), k: () => this.step(-1) }[letter];
    if (!does) return;
    event.preventDefault();
    does();
  }

  // The button at what is chosen, and one that is always there for who only reads.
  private offer() {
    const press = make("button", "button small primary", icon("message-square-plus"), make("span", "", this.panel.say("comment")));
    press.type = "button";
    this.bubble.append(press);
    this.bubble.hidden = true;
    this.editor.view.dom.parentElement!.append(this.bubble);
    this.bubble.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
    press.addEventListener("click", () => this.comment());
    const look = () => {
      const range = this.selected();
      const there = !!range && (!this.editor.isEditable || this.editor.view.hasFocus());
      this.bubble.hidden = !there;
      if (there) standUnder(this.editor, this.bubble, range.to, 8);
    };
    this.editor.on("selectionUpdate", look);
    this.editor.on("update", look);
    this.editor.on("blur", () => setTimeout(look, 100));
    this.editor.on("focus", look);
    const tools = document.querySelector<HTMLElement>("[data-document-tools]");
    if (this.editor.isEditable || !tools) return;
    const always = make("button", "button small", icon("message-square-plus"), make("span", "", this.panel.say("comment")));
    always.type = "button";
    always.addEventListener("mousedown", (event) => event.preventDefault());
    always.addEventListener("click", () => this.comment());
    tools.append(make("p", "margin-offer", always));
  }

  private selected(): Range | undefined {
    const { from, to, empty } = this.editor.state.selection;
    return empty ? undefined : textIn(this.editor.state.doc, { from, to });
  }

  /** Opens the form on what is chosen; of who writes, on the paragraph of the caret. */
  comment() {
    const form = this.form;
    if (!form) return;
    let range = this.selected();
    const { $from } = this.editor.state.selection;
    if (!range && this.editor.isEditable && $from.parent.isTextblock) range = textIn(this.editor.state.doc, { from: $from.start(), to: $from.end() });
    const anchor = range && anchorOf(this.editor.state, range);
    for (const end of ["first", "last"] as const) form.querySelector<HTMLInputElement>(`[name=${end}]`)!.value = anchor?.[end] ?? "";
    const fold = form.closest("details")!;
    fold.open = true;
    this.dress(form);
    this.open();
    this.panel.mark(undefined);
    this.show();
    this.bubble.hidden = true;
    const field = form.querySelector<HTMLElement>(anchor ? "[name=source]" : "[name=passage]");
    field?.focus({ preventScroll: true });
    fold.scrollIntoView({ block: "nearest" });
  }

  // The passage is shown when it was chosen, asked for when it was not.
  private dress(form: HTMLFormElement) {
    const bounds = { first: form.querySelector<HTMLInputElement>("[name=first]")!.value, last: form.querySelector<HTMLInputElement>("[name=last]")!.value };
    const passage = form.querySelector<HTMLTextAreaElement>("[name=passage]")!;
    const range = bounds.first && !passage.closest(".invalid") ? placeOfBounds(this.editor, bounds) : undefined;
    form.querySelector(".margin-here")?.remove();
    passage.closest<HTMLElement>(".field")!.hidden = !!range;
    if (range) {
      passage.value = "";
      const text = this.panel.say("here", { quote: saidAt(this.editor, range) });
      passage.closest(".field")!.before(make("p", "margin-here", text));
      announce(text);
    } else if (bounds.first) for (const end of ["first", "last"]) form.querySelector<HTMLInputElement>(`[name=${end}]`)!.value = "";
  }

  private made(comment: string, compose: boolean) {
    if (comment) announce(this.panel.say("sent"));
    if (!comment || !compose) return;
    this.choose(comment, false);
    this.panel.reveal(comment);
    this.panel.thread(comment)?.focus({ preventScroll: true });
  }
}
