// Goes to another state of the page without loading it anew: fetches the same address as HTML, and shows what differs. Undo and redo are
// the browser's back and forward. Links with data-go come here; the filters do by filter.js, a new data version by progress.js.
import { morph, remember, swap } from "./morph.js";
import { say as words } from "./words.js";

const patience = 150; // milliseconds before a line says that something is on its way

remember(document); // before other scripts draw into the cards

const here = () => location.pathname + location.search;
const path = (address) => new URL(address, location.href).pathname;

let shown = here();
let at = history.state?.at ?? 0; // how many steps from the first state of this visit
let under = null; // the request that is under way

// go shows the state at an address, and says so where that fails. A later call takes the place of an earlier one.
export async function go(address, { push = true } = {}) {
  under?.abort();
  const mine = (under = new AbortController());
  const waiting = setTimeout(() => line(true), patience);
  document.dispatchEvent(new Event("going")); // what will be drawn is prepared in the meantime
  try {
    const page = await load(address, mine.signal);
    if (!page) return;
    if (push && here() !== address) step(address);
    show(page);
    say("");
    announce(page);
  } catch (error) {
    if (error.name !== "AbortError") say(error.message, address, push);
  } finally {
    clearTimeout(waiting);
    if (under === mine) {
      under = null;
      line(false);
    }
  }
}

// refresh shows this address as it is now. It throws where there is no page, or an error in place of the one that is shown, and gives way to
// what somebody has asked for.
export async function refresh() {
  if (under) return;
  const address = here();
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  const page = parse(await response.text());
  const isError = (of) => of.querySelector(".error-page") !== null;
  if (!page.getElementById("content") || (isError(page) && !isError(document))) throw new Error("not a page to show");
  if (!under && here() === address) show(page);
}

async function load(address, signal) {
  let response;
  try {
    response = await fetch(address, { headers: { Accept: "text/html", "X-Charts": "script" }, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(words("The server does not answer."));
  }
  const page = parse(await response.text());
  if (!response.ok) {
    throw new Error([...page.querySelectorAll(".error-page h1, .error-page h1 + p")].map((e) => e.textContent).join(" ") || words("The server cannot answer this."));
  }
  const style = (of) => of.querySelector('link[rel="stylesheet"]')?.getAttribute("href");
  if (!page.getElementById("content") || style(page) !== style(document)) {
    location.assign(address); // another program answers by now
    return null;
  }
  return page;
}

const parse = (text) => new DOMParser().parseFromString(text, "text/html");

function show(page) {
  swap(() => {
    const heights = new Map(held().map((box) => [box.id, box.offsetHeight]));
    document.title = page.title;
    morph(page, ".top", "#notices", "#content", ".foot");
    for (const box of held()) {
      const height = heights.get(box.id) ?? 0;
      box.style.minHeight = "";
      if (box.offsetHeight < height) box.style.minHeight = `${height}px`;
    }
    remember(page);
    shown = here();
  });
  tools();
}

// held are the boxes that keep their height when there is less to say in them, so that what follows stays in its place.
const held = () => [...document.querySelectorAll("[data-hold-height]")];

addEventListener("resize", () => {
  for (const box of held()) box.style.minHeight = "";
});

// step writes a state into the browser's history. What could be redone from here is gone by that.
function step(address) {
  at += 1;
  history.pushState({ at }, "", address);
  reach(at);
}

// reach keeps how far forward the browser can go on this page.
function reach(most) {
  try {
    sessionStorage.setItem("steps", JSON.stringify({ path: location.pathname, most }));
  } catch {
    // Then there is no redo button to press; the browser's own works.
  }
}

function reached() {
  try {
    const steps = JSON.parse(sessionStorage.getItem("steps"));
    return steps?.path === location.pathname ? steps.most : at;
  } catch {
    return at;
  }
}

function tools() {
  for (const button of document.querySelectorAll("[data-undo]")) button.disabled = at === 0;
  for (const button of document.querySelectorAll("[data-redo]")) button.disabled = at >= reached();
}

// The tab of this sheet is in view, where there is no room for all.
const tab = document.querySelector(".sheets [aria-current]");
if (tab) {
  const tabs = tab.closest("nav");
  const center = () => (tabs.scrollLeft = tab.offsetLeft + tab.offsetWidth / 2 - tabs.clientWidth / 2);
  center();
  addEventListener("resize", center); // a phone is turned
}

if (history.state?.at === undefined) {
  history.replaceState({ at: 0 }, "");
  reach(0);
}
tools();

addEventListener("popstate", ({ state }) => {
  if (state?.at === undefined) history.replaceState({ at }, ""); // a place on this page
  else at = state.at;
  if (here() === shown) {
    under?.abort(); // back and forward again before the page between them had come
    tools();
  } else go(here(), { push: false });
});

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (event.target.closest("[data-undo]")) return history.back();
  if (event.target.closest("[data-redo]")) return history.forward();
  const link = event.target.closest("a[data-go]");
  if (!link || path(link.href) !== location.pathname) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
  if (event.target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])")) return;
  event.preventDefault();
  if (event.shiftKey) {
    if (at < reached()) history.forward();
  } else if (at > 0) history.back();
});

const bar = document.createElement("div");
bar.className = "going";
bar.setAttribute("aria-hidden", "true");

function line(on) {
  if (on && !bar.isConnected) document.body.append(bar);
  bar.hidden = !on;
}

const spoken = document.createElement("p");
spoken.className = "hidden";
spoken.setAttribute("role", "status");
document.body.append(spoken);

// announce tells those who do not see it what is shown now.
function announce(page) {
  spoken.textContent = page.querySelector(".print-filters")?.textContent ?? "";
}

const failure = document.createElement("div");
failure.className = "failure";
failure.setAttribute("role", "alert");

// say tells what failed, and offers to try again; the page stays as it was.
function say(message, address, push) {
  failure.replaceChildren();
  if (!message) return failure.remove();
  const text = document.createElement("p");
  text.textContent = words("%s The page still shows what it did before.", message);
  const again = document.createElement("button");
  again.className = "button";
  again.textContent = words("Try again");
  again.addEventListener("click", () => go(address, { push }));
  const close = document.createElement("button");
  close.className = "button";
  close.textContent = words("Dismiss");
  close.addEventListener("click", () => say(""));
  failure.append(text, again, close);
  document.body.append(failure);
}

// QuickSight's links have their filters behind the hash: #p.channel=web&p.channel=social. They are this page's own then.
function quickSight() {
  const given = new URLSearchParams(location.hash.slice(1));
  const filters = [...given].filter(([name]) => name.startsWith("p."));
  if (filters.length === 0 || !document.querySelector("[data-controls]")) return;
  const query = new URLSearchParams(location.search);
  for (const [name] of filters) query.delete(name.slice(2));
  for (const [name, value] of filters) query.append(name.slice(2), value);
  query.sort();
  const address = `${location.pathname}?${query}`;
  history.replaceState({ at }, "", address);
  go(address, { push: false });
}
quickSight();
addEventListener("hashchange", quickSight);
