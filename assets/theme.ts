// Light, dark or as the device: kept in a cookie, so that the server writes it
// on the next page and nothing blinks.

export function watchTheme() {
  for (const place of document.querySelectorAll<HTMLElement>("[data-themes]")) place.hidden = false;
  show(document.documentElement.dataset.theme ?? "");
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-theme-set]");
    if (!button) return;
    const theme = button.dataset.themeSet ?? "";
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=${theme ? 31536000 : 0}; SameSite=Lax${secure}`;
    show(theme);
  });
}

function show(theme: string) {
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme));
  }
}
