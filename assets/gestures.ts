// What a slash offers in a text: the gestures of the toolbar, by the names that
// they bear there, and what has no button of its own.
import { replace } from "./typing";
import { block } from "./toolbar";
import { icon, word } from "./words";

export interface Gesture {
  value: string;
  label: string;
  hint?: string;
  icon?: Element;
  act: () => void;
}

/** The gestures of an editor, as a list that narrows while one types. */
export function gesturesOf(box: HTMLElement, text: HTMLTextAreaElement): ((typed: string) => Gesture[]) | undefined {
  const bar = box.querySelector<HTMLElement>("[role=toolbar]");
  if (!bar) return undefined;
  const write = (sign: string) => () => {
    const at = text.selectionStart;
    const apart = at > 0 && !/\s/.test(text.value[at - 1]) ? " " : "";
    replace(text, at, text.selectionEnd, apart + sign);
  };
  const own = (key: string, hint: string, drawn: Element, act: () => void): Gesture => ({ value: key, label: word(`ui.editor.${key}`, {}, box), hint, icon: drawn, act });
  const all: Gesture[] = [
    ...[...bar.querySelectorAll<HTMLButtonElement>("[data-tool]")].map((button) => ({
      value: button.dataset.tool!,
      label: button.getAttribute("aria-label") ?? button.textContent!.trim(),
      icon: button.querySelector(".icon")!.cloneNode(true) as Element,
      act: () => button.click(),
    })),
    own("subheading", "###", icon("heading-3"), () => block(text, "### ")),
    own("rule", "---", icon("minus"), () => block(text, "---\n")),
    own("mention", "@", icon("at-sign"), write("@")),
    own("tag", "#", icon("hash"), write("#")),
  ];
  return (typed) => {
    const asked = fold(typed);
    const starts = (one: Gesture) => `${fold(one.label)} ${one.value}`.split(/[\s’']+/).some((_, i, words) => words.slice(i).join(" ").startsWith(asked));
    return all.filter(starts);
  };
}

// Without capitals or accents, as people type when they look for something.
function fold(text: string) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, " ").trim();
}
