// Runs before the page is drawn, so that nobody sees the wrong theme flash. The choice is remembered in this browser only.
(() => {
  const root = document.documentElement;
  const { then } = document.currentScript.dataset;
  root.dataset.script = "";
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // Storage may be forbidden; then the browser's own preference holds.
  }
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-toggle]")) return;
    const now = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // Then it holds for this page.
    }
    document.dispatchEvent(new Event("theme"));
  });

  // What makes the page lively waits until that is on the screen, which it would keep waiting. A page in a tab behind others is never painted.
  const load = () => import(then).then(() => (root.dataset.script = "ready"));
  const parsed = new Promise((done) => addEventListener("DOMContentLoaded", done));
  const painted = new Promise((done) => {
    new PerformanceObserver(done).observe({ type: "paint", buffered: true });
    setTimeout(done, 500);
  });
  Promise.all([parsed, painted]).then(load);
})();
