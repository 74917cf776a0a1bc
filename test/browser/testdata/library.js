globalThis.parvis ??= (() => {
  const tidy = (text) => (text ?? "").replace(/[\s\u00a0\u202f]+/g, " ").trim();

  const shown = (e) =>
    e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getClientRects().length > 0;

  // The name that a screen reader would say, near enough for a test: what is
  // hidden from sight but not from hearing counts.
  const name = (e) => {
    const by = e.getAttribute("aria-labelledby");
    if (by) return tidy(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
    return tidy(e.getAttribute("aria-label") || e.innerText || e.value || e.title || e.querySelector("img")?.alt);
  };

  // A dialog covers what is under it.
  const scope = () => [...document.querySelectorAll("dialog[open]")].pop() ?? document;

  const first = (selector, test) => {
    const found = [...scope().querySelectorAll(selector)].filter((e) => shown(e) && test(e));
    return found[0] ?? null;
  };

  const pressables = "a[href], button, summary, label, input[type=submit], input[type=button], [role=button], [role=menuitem], [role=tab], [role=option]";

  const pressable = (wanted) => {
    const is = (e) => !e.disabled && e.getAttribute("aria-disabled") !== "true";
    return first(pressables, (e) => is(e) && name(e) === tidy(wanted)) ??
      first(pressables, (e) => is(e) && name(e).startsWith(tidy(wanted))) ??
      first(pressables, (e) => is(e) && name(e).includes(tidy(wanted)));
  };

  const fields = "input:not([type=hidden]), textarea, select, [contenteditable=true]";

  const named = (wanted) => (e) =>
    [e.getAttribute("aria-label"), ...[...(e.labels ?? [])].map((l) => l.textContent),
      ...(e.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => document.getElementById(id)?.textContent)]
      .some((label) => tidy(label) === tidy(wanted) || tidy(label).startsWith(tidy(wanted)));

  const field = (label) => first(fields, named(label));

  return {
    pressable,
    field,
    visible: (selector) => first(selector, () => true),

    // The middle of an element that is in view and not covered. One that is not
    // is brought there, to be asked for again: where it stands is told only while
    // nothing here moves it, so that a page which moves by itself is seen to.
    middle(e) {
      if (!e) return null;
      const box = e.getClientRects()[0];
      const x = box.x + box.width / 2, y = box.y + box.height / 2;
      const top = document.elementFromPoint(x, y);
      if (top && (e.contains(top) || top.contains(e) || top.closest("label")?.control === e)) return { X: x, Y: y };
      e.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      return null;
    },

    // What something is once the page was drawn again; a page in the background
    // is not drawn.
    drawn: (what) => new Promise((resolve) => {
      const tell = () => resolve(what());
      const late = setTimeout(tell, 250);
      requestAnimationFrame(() => requestAnimationFrame(() => {
        clearTimeout(late);
        tell();
      }));
    }),

    selectAll() {
      const e = document.activeElement;
      if (e.select) e.select();
      else document.execCommand("selectAll");
    },

    choose(label, option) {
      const list = first("select", named(label));
      const chosen = list && [...list.options].find((o) => tidy(o.text) === tidy(option));
      if (!chosen) return false;
      list.value = chosen.value;
      list.dispatchEvent(new Event("input", { bubbles: true }));
      list.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    },

    sees: (text) => tidy(document.body.innerText).includes(tidy(text)) ||
      [...document.querySelectorAll("input, textarea")].some((e) => shown(e) && tidy(e.value).includes(tidy(text))),

    // The part of a document that is being written in which some words stand.
    textNode(words) {
      const walk = document.createTreeWalker(document.querySelector(".ProseMirror"), NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) if (walk.currentNode.data.includes(words)) return walk.currentNode;
      return null;
    },

    untranslated: () => document.body.innerText.match(/.{0,40}⟦[^⟧]*⟧/)?.[0] ??
      document.documentElement.outerHTML.match(/⟦[^⟧]*⟧/)?.[0] ?? "",

    // What makes the page wider than the screen: the deepest elements that
    // reach out of it, those that scroll by themselves excepted.
    wide() {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const right = (e) => {
        const box = e.getBoundingClientRect();
        const spills = getComputedStyle(e).overflowX === "visible";
        return Math.max(box.right, spills ? box.left + e.scrollWidth : 0);
      };
      const held = (e) => {
        for (let up = e.parentElement; up && up !== document.body; up = up.parentElement)
          if (getComputedStyle(up).overflowX !== "visible" || getComputedStyle(up).position === "fixed") return true;
        return getComputedStyle(e).position === "fixed"; // it follows the page, and does not widen it
      };
      const out = [...document.body.querySelectorAll("*")].filter((e) => shown(e) && right(e) > width + 1 && !held(e));
      return out.filter((e) => !out.some((o) => o !== e && e.contains(o)))
        .map((e) => e.outerHTML.slice(0, 160)).slice(0, 5).concat(document.documentElement.scrollWidth + " px");
    },
  };
})();
