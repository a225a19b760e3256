// What the menu of a card does besides leading elsewhere: maximise, show the definition over the page, copy the address, print.

import { say } from "./words.js";

const dialog = document.createElement("dialog");
dialog.className = "overlay";
document.body.append(dialog);

let card = null; // that is maximised
let room = null; // what keeps its place

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-maximise], [data-definition], [data-copy-link], [data-print], [data-close]");
  if (!button) return;
  const menu = button.closest("[data-menu]");
  if (button.matches("[data-close]")) dialog.close();
  if (button.matches("[data-print]")) print();
  if (button.matches("[data-copy-link]")) copyLink(button);
  if (button.matches("[data-maximise]")) maximise(button.closest(".card"));
  if (button.matches("[data-definition]")) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    define(button);
  }
  if (menu && !button.matches("[data-copy-link]")) menu.open = false;
});

// A click beside the box closes it, as Escape does.
dialog.addEventListener("click", ({ target }) => {
  if (target === dialog) dialog.close();
});

dialog.addEventListener("close", () => {
  if (dialog.open) return; // it is in use again already
  if (card) back();
  dialog.replaceChildren();
});

function maximise(of) {
  if (dialog.open) return dialog.close();
  card = of;
  room = document.createElement("div");
  room.className = `${of.className} room`;
  room.style.height = `${of.offsetHeight}px`;
  of.replaceWith(room);
  fill("overlay-large", of.querySelector(".card-title")?.textContent ?? of.getAttribute("aria-label"), of);
}

function back() {
  room.replaceWith(card);
  const summary = card.querySelector(".menu > summary");
  [card, room] = [null, null];
  summary?.focus({ preventScroll: true });
}

function fill(size, name, ...content) {
  dialog.className = `overlay ${size}`;
  dialog.setAttribute("aria-label", name);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button overlay-close";
  close.dataset.close = "";
  close.textContent = say("Close");
  dialog.replaceChildren(close, ...content);
  dialog.showModal();
}

// define shows the definition that stands on the page of the visual.
async function define(link) {
  const summary = link.closest("[data-menu]")?.querySelector("summary");
  try {
    const response = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const definition = page.getElementById("definition");
    if (!definition) throw new Error("there is none");
    if (dialog.open) dialog.close();
    const title = document.createElement("p");
    title.className = "overlay-title";
    title.textContent = page.querySelector("h1").textContent;
    definition.prepend(title);
    fill("overlay-text", say("Definition: %s", title.textContent), document.importNode(definition, true));
    dialog.addEventListener("close", () => summary?.focus({ preventScroll: true }), { once: true });
  } catch {
    location.assign(link.href);
  }
}

async function copyLink(button) {
  const text = button.textContent;
  const address = new URL(button.dataset.copyLink, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    button.textContent = say("Copied");
  } catch {
    const field = document.createElement("textarea"); // without https a browser has no clipboard for pages
    field.value = address;
    button.after(field);
    field.select();
    button.textContent = document.execCommand("copy") ? say("Copied") : say("Cannot be copied here");
    field.remove();
  }
  setTimeout(() => (button.textContent = text), 1500);
}

// A newer page is put in place: the card goes back to be compared, and comes forward again.
let again = null;
document.addEventListener("beforeswap", () => {
  again = card?.id ?? null;
  if (card) {
    back();
    dialog.close();
  }
});
document.addEventListener("swap", () => {
  const there = again && document.getElementById(again);
  if (there) maximise(there);
  again = null;
});
