// What was before the reader's eyes is seen: the server is told as the page goes
// out of sight, so that what comes later is what is new to them.
export function tellSeen(page: string) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") navigator.sendBeacon(`${page}/seen`, new URLSearchParams());
  });
}
