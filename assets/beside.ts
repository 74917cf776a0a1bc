// Who else has this page open, and what they do with it meanwhile: the server
// says both in sentences. A page that nobody looks at is not open.
export function besideOthers(box: HTMLElement) {
  let source: EventSource | undefined;
  let wait = 2_000;
  let timer: ReturnType<typeof setTimeout>;
  const people = box.querySelector<HTMLElement>("[data-beside-people]")!;

  const stop = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const listen = () => {
    stop();
    if (document.hidden) return;
    source = new EventSource(box.dataset.beside!);
    source.addEventListener("people", (event) => {
      wait = 2_000;
      people.textContent = said(event);
    });
    source.addEventListener("news", (event) => show(said(event)));
    source.addEventListener("error", () => {
      stop();
      wait = Math.min(wait * 2, 5 * 60_000);
      timer = setTimeout(listen, wait * (0.5 + Math.random() / 2));
    });
  };
  const show = (text: string) => {
    const notice = box.querySelector<HTMLTemplateElement>("[data-beside-notice]")!.content.cloneNode(true) as DocumentFragment;
    notice.querySelector(".body p")!.textContent = text;
    box.querySelector("[data-beside-news]")!.replaceChildren(notice);
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", stop);
  addEventListener("online", listen);
  listen();
}

function said(event: Event) {
  return (JSON.parse((event as MessageEvent<string>).data) as { text: string }).text;
}
