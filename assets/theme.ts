// Light, dark or as the device: kept with the account, so that the server
// writes it on the next page, nothing blinks, and other devices follow.

export function watchTheme() {
  for (const place of document.querySelectorAll<HTMLElement>("[data-themes]")) place.hidden = false;
  show(document.documentElement.dataset.theme ?? "");
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-theme-set]");
    if (!button) return;
    const theme = button.dataset.themeSet ?? "";
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    const body = new URLSearchParams({ theme: theme || "auto" });
    // A choice that is not kept is chosen again: nothing to tell.
    void fetch("/settings/theme", { method: "POST", body }).catch(() => undefined);
    show(theme);
  });
}

function show(theme: string) {
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme));
  }
}
