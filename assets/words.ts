// The words that scripts say come from the catalogue of the page, in data-words.

type Words = Record<string, string>;

const cache = new WeakMap<Element, Words>();

function wordsOf(element: HTMLElement): Words {
  let words = cache.get(element);
  if (!words) {
    words = JSON.parse(element.dataset.words || "{}") as Words;
    cache.set(element, words);
  }
  return words;
}

/** A text of the page, or of the element that carries its own, with {names} filled in. */
export function word(key: string, values: Record<string, string | number> = {}, from: HTMLElement = document.body): string {
  const text = wordsOf(from)[key] ?? wordsOf(document.body)[key] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** An icon of the sprite, silent to screen readers. The name must be written in full, for the sprite to hold it. */
export function icon(name: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** An element with a class and children; texts are never read as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, name = "", ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...children);
  return element;
}

/** How dates are written: as the server does, by the day first in English too. */
export function calendar() {
  const { lang } = document.documentElement;
  return lang === "en" ? "en-GB" : lang;
}
