// What the editor says, in the language of the page: the catalogue stands on
// the place of the document.
import { word } from "../words";

let from: HTMLElement = document.body;

/** Names the element that bears the words. */
export function speakFrom(element: HTMLElement) {
  from = element;
}

/** A text of the editor by its short name, with {names} filled in. */
export function say(key: string, values: Record<string, string | number> = {}): string {
  return word(`ui.document.${key}`, values, from);
}

/** Without capitals or accents, as people type when they look for something. */
export function fold(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, " ").trim();
}

let voice: HTMLElement | undefined;

/** Says something to those who listen to the page. */
export function announce(text: string) {
  if (!voice) {
    voice = document.createElement("p");
    voice.className = "sr-only";
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  voice.textContent = text;
}
