// What the text will look like, as the server renders it: POST /preview with
// the field "source" answers a piece of safe HTML.
import { word } from "./words";

const pause = 400; // milliseconds after the last letter

export function watchPreview(box: HTMLElement, text: HTMLTextAreaElement) {
  const button = box.querySelector<HTMLButtonElement>('[data-tool="preview"]');
  const pane = box.querySelector<HTMLElement>("[data-preview]");
  if (!button || !pane) return;
  let timer: ReturnType<typeof setTimeout>;
  let asking: AbortController | undefined;

  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    if (!text.value.trim()) {
      pane.textContent = word("ui.editor.empty", {}, box);
      return;
    }
    try {
      const answer = await fetch("/preview", { method: "POST", body: new URLSearchParams({ source: text.value }), headers: { "HX-Request": "true" }, signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      pane.innerHTML = await answer.text();
    } catch (error) {
      if ((error as Error).name !== "AbortError") pane.textContent = word("ui.editor.failed", {}, box);
    }
  };

  button.addEventListener("click", () => {
    const show = pane.hidden;
    pane.hidden = !show;
    button.setAttribute("aria-pressed", String(show));
    if (show) void look();
  });
  text.addEventListener("input", () => {
    if (pane.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(() => void look(), pause);
  });
}
