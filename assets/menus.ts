// Menus are <details>: they open without a script. This closes them on a click
// outside or on Escape, keeps one open at a time, and moves with the arrows.

const entries = "a[href], button:not([disabled])";

export function watchMenus() {
  document.addEventListener("toggle", (event) => {
    const menu = event.target as Element;
    if (!isMenu(menu) || !menu.open) return;
    for (const other of openMenus()) if (other !== menu && !other.contains(menu)) other.open = false;
    keepInside(menu);
  }, true);

  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target as Node)) menu.open = false;
  });

  document.addEventListener("focusout", (event) => {
    const menu = (event.target as Element).closest("details[data-menu]");
    const next = event.relatedTarget as Node | null;
    if (isMenu(menu) && next && !menu.contains(next)) menu.open = false;
  });

  document.addEventListener("keydown", (event) => {
    const menu = (event.target as Element).closest("details[data-menu]");
    if (!isMenu(menu)) return;
    const summary = menu.querySelector("summary")!;
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      summary.focus();
      event.stopPropagation();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== "Home" && event.key !== "End") return;
    if (!menu.open) {
      if (event.key !== "ArrowDown") return;
      menu.open = true;
    }
    const all = [...menu.querySelectorAll<HTMLElement>(`.menu-list :is(${entries})`)].filter((entry) => entry.checkVisibility());
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : (at + step! + all.length) % all.length;
    all[at < 0 && step === -1 ? all.length - 1 : next]?.focus();
    event.preventDefault();
  });
}

function isMenu(element: Element | null): element is HTMLDetailsElement {
  return element instanceof HTMLDetailsElement && "menu" in element.dataset;
}

function openMenus() {
  return document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
}

// A menu at the edge of a phone opens towards the middle of it, or is pushed
// there, and one near the foot of the screen opens upwards.
function keepInside(menu: HTMLDetailsElement) {
  const list = menu.querySelector<HTMLElement>(".menu-list");
  if (!list) return;
  list.classList.remove("flipped", "raised");
  list.style.translate = "";
  let box = list.getBoundingClientRect();
  if (box.left < 8 || box.right > innerWidth - 8) {
    list.classList.add("flipped");
    box = list.getBoundingClientRect();
    const out = Math.max(0, box.right + 8 - innerWidth) || Math.min(0, box.left - 8);
    if (out) list.style.translate = `${-out}px`;
  }
  if (box.bottom > innerHeight - 8 && box.height < menu.getBoundingClientRect().top) list.classList.add("raised");
}
