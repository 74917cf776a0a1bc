// What is offered while one types: gestures after a slash, people after @,
// items of the site after [[. The text keeps the focus; the list says which of
// its lines is chosen.
import { type Editor, Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { make, word } from "../words";
import { type Command, perform } from "./commands";
import { announce, fold, say } from "./words";

interface Offer {
  label: string;
  hint?: string;
  icon?: Element;
  take: (editor: Editor, from: number, to: number) => void;
}

interface Naming {
  sign: "/" | "@" | "[[";
  from: number;
  typed: string;
}

const pause = 120; // milliseconds after the last letter

export const naming = (commands: Command[]) =>
  Extension.create({
    name: "naming",
    priority: 1200,
    addProseMirrorPlugins() {
      const menu = new Menu(this.editor as Editor, commands);
      return [new Plugin({
        props: { handleKeyDown: (_view, event) => menu.press(event) },
        view: () => ({ update: () => menu.look(), destroy: () => menu.destroy() }),
      })];
    },
  });

class Menu {
  private list = make("ul", "suggest-list document-menu");
  private place = make("section", "", this.list); // a landmark, for who moves by these
  private offers: Offer[] = [];
  private at = 0;
  private now?: Naming;
  private shut = -1; // where what Escape refused begins
  private timer?: ReturnType<typeof setTimeout>;
  private asking?: AbortController;

  constructor(private editor: Editor, private commands: Command[]) {
    this.list.id = "document-menu";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", word("ui.editor.suggestions"));
    this.place.setAttribute("aria-label", say("choices"));
    this.place.hidden = true;
    document.body.append(this.place);
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const line = (event.target as Element).closest("li");
      if (line) this.take([...this.list.children].indexOf(line));
    });
  }

  destroy() {
    this.asking?.abort();
    clearTimeout(this.timer);
    this.place.remove();
  }

  /** What is being named may have changed. */
  look() {
    const found = this.editor.isEditable && this.editor.view.hasFocus() ? namingIn(this.editor) : undefined;
    if (found?.from !== this.shut) this.shut = -1;
    if (!found || this.shut >= 0) {
      this.now = undefined;
      return this.close();
    }
    if (this.now?.from === found.from && this.now.typed === found.typed && this.now.sign === found.sign) return;
    this.now = found;
    clearTimeout(this.timer);
    this.asking?.abort();
    if (found.sign === "/") this.show(gestures(this.editor, this.commands, found.typed));
    else this.timer = setTimeout(() => void this.ask(found), pause);
  }

  press(event: KeyboardEvent): boolean {
    if (this.list.hidden || event.isComposing) return false;
    switch (event.key) {
      case "ArrowDown":
        this.move(1);
        return true;
      case "ArrowUp":
        this.move(-1);
        return true;
      case "Enter":
      case "Tab":
        if (event.ctrlKey || event.metaKey) return false;
        this.take(this.at);
        return true;
      case "Escape":
        this.shut = this.now?.from ?? -1;
        this.close();
        return true;
    }
    return false;
  }

  private async ask(asked: Naming) {
    this.asking = new AbortController();
    try {
      const address = asked.sign === "@" ? "/suggest/people" : "/palette";
      const answer = await fetch(`${address}?q=${encodeURIComponent(asked.typed)}`, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok || asked !== this.now) return;
      this.show(asked.sign === "@" ? people(await answer.json() as Person[]) : items(await answer.json() as Palette));
    } catch {
      this.close(); // another letter came, or the network went
    }
  }

  private show(offers: Offer[]) {
    this.offers = offers;
    if (!offers.length) return this.close();
    this.list.replaceChildren(...offers.map((offer, i) => {
      const text = make("span", "text", offer.label);
      const line = make("li", "", ...(offer.icon ? [offer.icon] : []), text, ...(offer.hint ? [make("span", "hint", offer.hint)] : []));
      line.id = `document-menu-${i}`;
      line.setAttribute("role", "option");
      return line;
    }));
    this.list.hidden = this.place.hidden = false;
    this.list.scrollTop = 0;
    const area = this.editor.view.dom;
    area.setAttribute("aria-controls", this.list.id);
    this.stand();
    this.choose(0);
    announce(word("ui.palette.results", { count: offers.length }));
  }

  // Under the line being written, or over it near the foot of what is seen.
  private stand() {
    const line = this.editor.view.coordsAtPos(this.now!.from);
    const { offsetWidth: width, offsetHeight: height } = this.list;
    const foot = window.visualViewport?.height ?? window.innerHeight;
    const top = line.bottom + 4 + height > foot ? Math.max(8, line.top - height - 4) : line.bottom + 4;
    this.list.style.insetBlockStart = `${top}px`;
    this.list.style.insetInlineStart = `${Math.max(8, Math.min(line.left, document.documentElement.clientWidth - width - 8))}px`;
  }

  private choose(index: number) {
    this.at = (index + this.offers.length) % this.offers.length;
    [...this.list.children].forEach((line, i) => line.setAttribute("aria-selected", String(i === this.at)));
    const chosen = this.list.children[this.at];
    this.editor.view.dom.setAttribute("aria-activedescendant", chosen.id);
  }

  private move(by: number) {
    this.choose(this.at + by);
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
  }

  private take(index: number) {
    const { now, editor } = this;
    const offer = this.offers[index];
    if (!now || !offer) return;
    this.now = undefined;
    this.close();
    offer.take(editor, now.from, editor.state.selection.from);
  }

  private close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    if (this.list.hidden) return;
    this.list.hidden = this.place.hidden = true;
    this.offers = [];
    for (const name of ["aria-activedescendant", "aria-controls"]) this.editor.view.dom.removeAttribute(name);
  }
}

function namingIn(editor: Editor): Naming | undefined {
  const { empty, $from } = editor.state.selection;
  if (!empty || $from.parent.type.spec.code || !$from.parent.isTextblock) return undefined;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 80), $from.parentOffset, undefined, "\ufffc");
  // Only where a word begins: "et/ou" and addresses ask for nothing.
  const found = before.match(/(?:^|\s)(\/)((?:[\p{L}\p{N}][\p{L}\p{N}’' -]{0,23})?)$/u)
    ?? before.match(/(?:^|[\s(«“])(@)([\p{L}\p{N}._-]{1,40})$/u)
    ?? before.match(/(\[\[)([^\]\ufffc]{1,60})$/u);
  if (!found) return undefined;
  return { sign: found[1] as Naming["sign"], from: $from.pos - found[2].length - found[1].length, typed: found[2] };
}

function gestures(editor: Editor, commands: Command[], typed: string): Offer[] {
  const asked = fold(typed);
  const starts = (name: string) => fold(name).split(/\s+/).some((_, i, words) => words.slice(i).join(" ").startsWith(asked));
  return commands.filter((command) => command.menu && (!command.can || command.can(editor)) && starts(say(command.name))).map((command) => ({
    label: say(command.name),
    hint: command.sign?.trim(),
    icon: command.icon?.(),
    take: (_editor, from, to) => {
      editor.chain().focus().deleteRange({ from, to }).run();
      perform(editor, command);
    },
  }));
}

interface Person { value: string; label: string; id?: string }
interface Palette { groups: { entries: { title: string; hint?: string; href: string }[] }[] }

const put = (type: string, attrs: Record<string, string>): Offer["take"] => (editor, from, to) =>
  editor.chain().focus().insertContentAt({ from, to }, [{ type, attrs }, { type: "text", text: " " }]).run();

function people(found: Person[]): Offer[] {
  return found.map(({ value, label, id }) => ({ label, hint: `@${value}`, take: put("mention", { person: id ?? "", handle: value, name: label }) }));
}

function items(found: Palette): Offer[] {
  return found.groups.flatMap((group) => group.entries).flatMap(({ title, hint, href }) => {
    const item = href.match(/^\/[id]\/(\w+)$/)?.[1];
    return item ? [{ label: title, hint, take: put("itemLink", { item, title: [...title].slice(0, 400).join("") }) }] : [];
  });
}
