// What every page loads: htmx for fragments, and small improvements to what
// already works without them. What few pages need is loaded when they need it.
import "htmx.org";
import { watchDialogs } from "./dialogs";
import { watchFields } from "./fields";
import { keeper } from "./kept";
import { watchKeys } from "./keys";
import { startLive } from "./live";
import { watchLowered } from "./lowered";
import { watchMenus } from "./menus";
import { watchTheme } from "./theme";
import { refreshTimes } from "./times";
import { toast, watchToasts } from "./toasts";
import { word } from "./words";

for (const part of document.querySelectorAll<HTMLElement>("[data-scripted]")) part.hidden = false;

document.querySelector("[data-print]")?.addEventListener("click", () => print());

watchDialogs();
watchFields(document);
watchKeys();
watchLowered();
watchMenus();
watchTheme();
watchToasts();
refreshTimes();
startLive();
dress(document);

const written = document.querySelector<HTMLElement>("[data-document]");
if (written) void import("./document/start").then((editor) => editor.start(written));

if (document.querySelector("[data-arrange]")) void import("./arrange").then((tree) => tree.arrange(document));

// Read again without network, where there may be none on the way.
const selection = document.querySelector<HTMLElement>("[data-selection]");
if (selection) void import("./keeping").then((keeping) => keeping.keepPage(selection.dataset.person!, selection.dataset.worker!, "/desk/"));

const shared = document.querySelector<HTMLElement>("[data-beside]");
if (shared) void import("./beside").then((beside) => beside.besideOthers(shared));

const keptHere = document.querySelector<HTMLElement>("[data-kept]");
if (keptHere) void import("./copies").then((copies) => copies.listKept(keptHere));
if (localStorage.getItem(keeper)) void import("./copies").then((copies) => copies.watchCopies());

// The present tab is in sight, where the style cannot see to it.
if (!CSS.supports("scroll-initial-target", "nearest")) {
  for (const tab of document.querySelectorAll<HTMLElement>(".tabs [aria-current]")) tab.closest("ul")!.scrollLeft = tab.offsetLeft - 16;
}

// A fragment brought by htmx gets the same improvements.
document.addEventListener("htmx:after:swap", () => {
  watchFields(document);
  watchToasts();
  refreshTimes();
  dress(document);
});

// The server refused, or the network is gone: the page stays as it is and says so.
document.addEventListener("htmx:error", () => toast(word("ui.failed"), "danger"));
document.addEventListener("htmx:response:error", (event) => {
  const status = (event as CustomEvent).detail?.ctx?.response?.status;
  if (status !== 422) toast(word("ui.failed"), "danger");
});

function dress(root: ParentNode) {
  if (root.querySelector("[data-editor]:not([data-ready]), [data-dropzone]:not([data-ready])")) {
    void import("./editor").then((editor) => editor.start(root));
  }
  for (const box of root.querySelectorAll<HTMLInputElement>("input[data-search-box]:not([data-ready]), input[data-search]:not([data-ready])")) {
    box.dataset.ready = "";
    box.addEventListener("focus", () => void import("./searchbox").then((searchbox) => searchbox.suggestUnder(box)), { once: true });
    if (document.activeElement === box) box.dispatchEvent(new FocusEvent("focus"));
  }
  for (const shelf of root.querySelectorAll<HTMLElement>("[data-library]:not([data-ready])")) {
    shelf.dataset.ready = "";
    void import("./library").then((library) => library.watchLibrary(shelf));
  }
  for (const field of root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input[data-suggest]:not([data-ready]), textarea[data-suggest]:not([data-ready])")) {
    field.dataset.ready = "";
    void import("./suggest").then((suggest) => suggest.suggestIn(field));
    if (field instanceof HTMLInputElement && field.dataset.suggest === "tags") void import("./proposed").then((proposed) => proposed.watchProposed(field));
  }
}
