// The library of a community: files and whole folders, chosen or dropped, each
// on a row of its own with how far it has come. What is cut goes on from where
// it stopped, even after the page was closed: the protocol is tus.
import { type DetailedError, Upload } from "tus-js-client";
import { carried, type Found } from "./folders";
import { rowOf, type Row } from "./uploads";
import { word } from "./words";

const together = 3; // files on their way at once
const settled = 3000; // milliseconds for which what has arrived is still shown on its row
const again = 5000; // milliseconds before what was cut tries once more

type State = "waiting" | "sending" | "paused" | "lost" | "refused" | "done";

class Sending {
  state: State = "waiting";
  row: Row;
  upload: Upload;
  timer = 0;

  constructor(
    private list: Uploads,
    readonly found: Found,
    burst: boolean,
  ) {
    this.row = rowOf(found, list.place, list.library, this);
    const { library } = list;
    const { file, path } = found;
    this.upload = new Upload(file, {
      endpoint: library.dataset.uploadsTo!,
      headers: { Accept: "application/json" },
      metadata: {
        filename: file.name,
        folder: library.dataset.folder ?? "",
        replaces: library.dataset.replaces ?? "",
        path,
        burst: burst ? "1" : "",
        ...list.asked(),
      },
      retryDelays: [0, 1000, 3000],
      removeFingerprintOnSuccess: true,
      fingerprint: () => Promise.resolve(["parvis", library.dataset.uploadsTo, library.dataset.folder, library.dataset.replaces, path, file.name, file.size, file.lastModified].join("|")),
      onProgress: (sent, total) => this.row.progress(total ? sent / total : 0),
      onError: (error) => this.failed(error as DetailedError),
      onSuccess: ({ lastResponse }) => this.arrived(lastResponse?.getHeader("Content-Location") ?? ""),
    });
  }

  start() {
    this.become("sending");
    void this.upload
      .findPreviousUploads()
      .then((before) => {
        if (before[0] && !this.upload.url) this.upload.resumeFromPreviousUpload(before[0]);
      })
      .catch(() => {}) // where nothing can be kept, it begins anew
      .then(() => {
        if (this.state === "sending") this.upload.start();
      });
  }

  pause() {
    clearTimeout(this.timer);
    void this.upload.abort();
    this.become("paused");
  }

  resume() {
    clearTimeout(this.timer);
    this.become("waiting");
  }

  cancel() {
    clearTimeout(this.timer);
    const known = this.state !== "done" && this.state !== "refused";
    void this.upload.abort(known).catch(() => {}); // the server forgets it by itself in the end
    this.list.forget(this);
  }

  refuse(why: string) {
    this.row.refused(why);
    this.become("refused");
  }

  private become(state: State) {
    this.state = state;
    this.row.show(state);
    this.list.changed();
  }

  private arrived(where: string) {
    this.row.arrived(where);
    this.become("done");
    this.list.arrived(where);
    window.setTimeout(() => this.row.settle(), settled);
  }

  private failed(error: DetailedError) {
    if (this.state !== "sending") return;
    const response = error.originalResponse;
    if (response && response.getStatus() >= 400 && response.getStatus() < 500) {
      this.refuse(detailOf(response.getBody()) || word("library.up.retry", {}, this.list.library));
      return;
    }
    // The network or the server is away: it goes on by itself.
    this.become("lost");
    this.timer = window.setTimeout(() => this.resume(), again);
  }
}

function detailOf(body: string): string {
  try {
    return (JSON.parse(body) as { detail?: string }).detail ?? "";
  } catch {
    return "";
  }
}

class Uploads {
  place: HTMLElement;
  private sum: HTMLElement;
  private all: HTMLButtonElement | null;
  private box: HTMLElement;
  private sendings: Sending[] = [];
  private refreshing = 0;
  private pumping = false;

  constructor(
    readonly library: HTMLElement,
    private form: HTMLFormElement,
  ) {
    this.box = library.querySelector<HTMLElement>("[data-uploads]")!;
    this.place = this.box.querySelector("ul")!;
    this.sum = this.box.querySelector<HTMLElement>("[data-uploads-sum]")!;
    this.all = this.box.querySelector<HTMLButtonElement>("[data-uploads-all]");
    this.all?.addEventListener("click", () => this.toggle());
    window.addEventListener("online", () => this.sendings.filter((one) => one.state === "lost").forEach((one) => one.resume()));
    window.addEventListener("beforeunload", (event) => {
      if (this.sendings.some((one) => one.state === "sending" || one.state === "waiting")) event.preventDefault();
    });
  }

  /** What the form says of the files: what to do of a name that is there, a note. */
  asked() {
    const said = new FormData(this.form);
    return { same: String(said.get("same") ?? ""), note: String(said.get("note") ?? "") };
  }

  take(list: Found[]) {
    const largest = Number(this.library.dataset.largest);
    const fresh = list.map((found) => new Sending(this, found, list.length > 1));
    this.sendings.push(...fresh);
    for (const one of fresh) if (largest && one.found.file.size > largest) one.refuse(word("library.up.too_large", {}, this.library));
    this.box.hidden = !this.sendings.length;
    this.changed();
  }

  forget(one: Sending) {
    this.sendings = this.sendings.filter((other) => other !== one);
    one.row.leave();
    this.box.hidden = !this.sendings.length;
    this.changed();
  }

  changed() {
    if (this.pumping) return; // what this starts changes again
    this.pumping = true;
    for (const one of this.sendings) {
      if (one.state === "waiting" && this.count("sending") < together) one.start();
    }
    this.pumping = false;
    const total = this.sendings.length;
    const done = this.count("done");
    const key = done === total ? "library.up.finished" : "library.up.all";
    this.sum.textContent = total ? word(key, { done, total }, this.library) : "";
    if (!this.all) return;
    const moving = this.count("sending") + this.count("waiting") + this.count("lost");
    this.all.hidden = moving + this.count("paused") === 0;
    this.all.textContent = word(moving ? "library.up.leave" : "library.up.on", {}, this.library);
  }

  arrived(where: string) {
    if (this.library.dataset.replaces) {
      location.assign(where);
      return;
    }
    clearTimeout(this.refreshing);
    this.refreshing = window.setTimeout(() => void this.refresh(), 400);
  }

  private count(state: State) {
    return this.sendings.filter((one) => one.state === state).length;
  }

  private toggle() {
    const moving = this.sendings.filter((one) => one.state === "sending" || one.state === "waiting" || one.state === "lost");
    if (moving.length) moving.forEach((one) => one.pause());
    else this.sendings.filter((one) => one.state === "paused").forEach((one) => one.resume());
  }

  // The list and the room that is left, as they are now.
  private async refresh() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html", "Parvis-Aside": "1" } }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#shelf", ".library-foot"]) {
      const now = fresh.querySelector(part);
      if (now) this.library.querySelector(part)?.replaceWith(document.adoptNode(now));
    }
    document.dispatchEvent(new Event("htmx:after:swap"));
  }
}

/** Makes a library, or the page of a new version, a place where files are dropped. */
export function watchLibrary(library: HTMLElement) {
  const form = library.querySelector<HTMLFormElement>("form[data-drop]");
  if (!form) return;
  const uploads = new Uploads(library, form);
  const single = "replaces" in library.dataset;
  const take = (list: Found[]) => {
    if (list.length) uploads.take(single ? list.slice(0, 1) : list);
  };
  const input = form.querySelector<HTMLInputElement>("input[name=files]")!;
  const chosen = (from: HTMLInputElement) => [...(from.files ?? [])].map((file) => ({ file, path: folderOf(file.webkitRelativePath) }));
  if (single) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      take(chosen(input));
    });
  } else {
    form.querySelector<HTMLElement>("[data-plain]")!.hidden = true;
    for (const one of form.querySelectorAll<HTMLInputElement>("input[type=file]")) {
      one.addEventListener("change", () => {
        take(chosen(one));
        one.value = "";
      });
    }
  }
  let depth = 0;
  const holds = (event: DragEvent) => event.dataTransfer?.types.includes("Files");
  library.addEventListener("dragenter", (event) => {
    if (holds(event)) library.classList.toggle("over", ++depth > 0);
  });
  library.addEventListener("dragleave", (event) => {
    if (holds(event)) library.classList.toggle("over", --depth > 0);
  });
  library.addEventListener("dragover", (event) => {
    if (holds(event)) event.preventDefault();
  });
  library.addEventListener("drop", (event) => {
    depth = 0;
    library.classList.remove("over");
    if (!event.dataTransfer || !holds(event)) return;
    event.preventDefault();
    void carried(event.dataTransfer).then(take);
  });
}

function folderOf(path: string) {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
