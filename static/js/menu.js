// Menus are <details>: they open and close without this script. It adds what people expect of a menu: one open at a time, closed
// by Escape or by a click elsewhere, kept inside the window; and the buttons that copy.

import { say } from "./words.js";

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("[data-menu]") || !menu.open) return;
    for (const other of document.querySelectorAll("[data-menu][open]")) {
      if (other !== menu) other.open = false;
    }
    place(menu);
  },
  true,
);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("[data-menu][open]");
  if (!open || document.querySelector("dialog[open]")?.contains(open) === false) return;
  event.preventDefault(); // the window around it stays open
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("[data-menu][open]")) {
    const entered = event.detail === 0 && menu.contains(document.activeElement); // Enter in a field clicks the form's button
    if (!entered && !event.composedPath().includes(menu)) menu.open = false; // what was clicked may be gone from the page by now
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) copyField(copy);
  const opener = event.target.closest("[data-open]");
  if (opener) showTable(event, opener);
});

// place keeps an open menu inside the window.
function place(menu) {
  const panel = menu.querySelector(".menu-panel");
  panel.classList.remove("menu-panel-turned");
  const { left, right } = panel.getBoundingClientRect();
  if (left < 8 || right > document.documentElement.clientWidth - 8) panel.classList.add("menu-panel-turned");
}

// showTable opens the table behind a chart instead of only scrolling to its handle.
function showTable(event, link) {
  const target = document.getElementById(link.dataset.open);
  if (!target) return;
  event.preventDefault();
  link.closest("[data-menu]").open = false;
  if (target.matches("details")) target.open = true;
  (target.querySelector("summary") ?? target).focus();
  target.scrollIntoView({ block: "nearest" });
}

async function copyField(button) {
  const field = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector(".copied");
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    said.textContent = say("Copied");
  } catch {
    said.textContent = say("Selected: press Ctrl+C to copy"); // without https a browser has no clipboard for pages
  }
}
