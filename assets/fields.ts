// Forms: how many characters are left, filters that send themselves, Ctrl+Enter
// that sends, and one sending at a time.

let listening = false;

export function watchFields(root: ParentNode) {
  for (const control of root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("[data-count]:not([data-counting])")) {
    control.dataset.counting = "";
    control.addEventListener("input", () => count(control));
    count(control);
  }
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-filters]:not([data-ready])")) {
    form.dataset.ready = "";
    form.addEventListener("change", (event) => {
      if (!(event.target as Element).matches("[type=search]")) form.requestSubmit();
    });
  }
  if (listening) return;
  listening = true;
  document.addEventListener("keydown", send);
  document.addEventListener("submit", sendOnce);
  // A page brought back by the "back" button must be able to send again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) form.removeAttribute("data-sent");
  });
}

// The bound is said from the start by the server; near it, what is left is.
function count(control: HTMLInputElement | HTMLTextAreaElement) {
  const place = document.getElementById(control.dataset.count!);
  if (!place) return;
  place.dataset.bound ??= place.textContent ?? "";
  const left = control.maxLength - control.value.length;
  const near = left <= Math.max(20, control.maxLength * 0.1);
  place.classList.toggle("near", near);
  const number = new Intl.NumberFormat(document.documentElement.lang).format(left);
  place.textContent = near ? (place.dataset.left ?? "").replace("{n}", number) : place.dataset.bound;
  // Said aloud only near the bound: a count at every letter would drown the text.
  if (near) place.setAttribute("aria-live", "polite");
  else place.removeAttribute("aria-live");
}

function send(event: KeyboardEvent) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = (event.target as HTMLElement).closest("form");
  if (!form || form.matches("[data-filters]")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector<HTMLButtonElement>("button.primary[type=submit], button[type=submit]"));
}

function sendOnce(event: SubmitEvent) {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  // A refused connection leaves the page in place: let it send again.
  setTimeout(() => form.removeAttribute("data-sent"), 6000);
}

