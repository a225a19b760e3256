// Runs in a page that another page has in a frame. Links in it change what is shown without loading it anew. Where the page around it is
// made of the elements of embed.js, they say hello, and are told how high this is, what it shows and what is clicked.
//
// Only pages of the origins that the server's frame-ancestors names can have this in a frame at all. Nothing is told to anybody else: to
// the window around alone, and only under the origin from which it said hello.
import { morph, remember, swap } from "./morph.js";
import { say } from "./words.js";

remember(document);

const root = document.documentElement;
const own = ["theme", "token"]; // parameters that say nothing of what is selected
const around = location.ancestorOrigins?.[0];

let host = ""; // the origin of the page around, once it has said hello
let high = 0; // what it was last told
let under = null; // the request that is under way

function tell(cafe, detail) {
  if (host) parent.postMessage({ cafe, ...detail }, host);
}

addEventListener("message", ({ source, origin, data }) => {
  if (source !== parent || parent === window || !/^https?:/.test(origin) || (around && around !== origin) || (host && host !== origin)) return;
  if (data?.cafe === "hello") hello(origin, data);
  if (data?.cafe === "show" && host) show(data);
});

async function hello(origin, { theme, token }) {
  host = origin;
  root.classList.add("sized");
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries({ theme, token })) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  if (granted(query) === granted(new URLSearchParams(location.search))) keep(query);
  else await load(query); // the token came while the page was under way
  report("loaded");
  high = 0;
  measure();
}

// show takes what the element asks for in the place of what it asked for before. What was chosen in the frame stays.
function show({ drop, query }) {
  const now = new URLSearchParams(location.search);
  const next = new URLSearchParams(location.search);
  for (const name of drop) next.delete(name);
  for (const [name, value] of new URLSearchParams(query)) next.append(name, value);
  next.sort();
  now.sort();
  const same = String(without(now, own)) === String(without(next, own)) && granted(now) === granted(next);
  if (same && !problem()) keep(next);
  else load(next);
}

function without(query, names) {
  const rest = new URLSearchParams(query);
  for (const name of names) rest.delete(name);
  return rest;
}

// granted is what the token of a query allows, which is the same when it is renewed. Without one, or with one for something else, the page is another.
function granted(query) {
  try {
    const [, said] = query.get("token").split(".");
    const { from, until, ...grant } = JSON.parse(atob(said.replaceAll("-", "+").replaceAll("_", "/")));
    return JSON.stringify(grant);
  } catch {
    return query.get("token");
  }
}

// keep is for what changes nothing that the server sent: the theme, and the token of the next request.
function keep(query) {
  const token = query.get("token");
  history.replaceState(null, "", address(query));
  for (const link of token ? document.querySelectorAll('a[href*="token="]') : []) {
    const to = new URL(link.href);
    to.searchParams.set("token", token);
    link.href = to;
  }
  for (const field of token ? document.querySelectorAll('input[name="token"]') : []) field.value = token;
  dress(query.get("theme"));
}

function dress(theme) {
  if ((theme ?? undefined) === root.dataset.theme) return;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
  document.dispatchEvent(new Event("theme"));
}

const address = (query) => (query.size > 0 ? `${location.pathname}?${query}` : location.pathname);

// load asks for the page with the server's drawings: one that the script draws would be missing for a moment.
async function load(query) {
  under?.abort();
  const mine = (under = new AbortController());
  let response, page;
  try {
    response = await fetch(address(query), { headers: { Accept: "text/html" }, signal: mine.signal });
    page = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch (error) {
    if (error.name !== "AbortError") tell("error", { code: "unreachable", what: say("The server does not answer."), advice: "" });
    return;
  }
  const style = (of) => of.querySelector('link[rel="stylesheet"]')?.getAttribute("href");
  const other = !page.querySelector("main") || style(page) !== style(document);
  if (other) return location.replace(address(query)); // another program by now
  swap(() => {
    document.title = page.title;
    speak(page);
    morph(page, "main");
    remember(page);
    history.replaceState(null, "", address(query));
    dress(query.get("theme"));
  });
  report("parameters");
  measure();
}

// speak takes on the language of a page.
function speak(page) {
  root.lang = page.documentElement.lang;
  document.getElementById("words")?.remove();
  const words = page.getElementById("words");
  if (words) document.body.append(document.importNode(words, true));
}

const problem = () => document.querySelector("main[data-problem]");

// report says what is shown, or what is wrong.
function report(as) {
  const wrong = problem();
  const text = (selector) => wrong.querySelector(selector)?.textContent.trim() ?? "";
  if (wrong) return tell("error", { code: wrong.dataset.problem, what: `${text("h1")} ${text(".problem-message")}`.trim(), advice: text(".problem-advice") });
  const parameters = {};
  for (const name of without(new URLSearchParams(location.search), own).keys()) {
    const values = new URLSearchParams(location.search).getAll(name);
    parameters[name] = values.length > 1 ? values : values[0];
  }
  tell(as, { title: document.querySelector("h1")?.textContent ?? "", parameters });
}

// measure is also called where something is known to have changed: browsers let a frame out of sight wait before they observe anything.
function measure() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (height === high || !host) return;
  high = height;
  tell("resize", { height, width: innerWidth });
}
new ResizeObserver(measure).observe(document.body);
document.fonts.addEventListener("loadingdone", measure);

document.addEventListener("mark", ({ detail: { tip, x, y, ...selection } }) => tell("selection", { selection }));

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const to = new URL(link.href);
  if (to.origin !== location.origin || to.pathname !== location.pathname) return;
  event.preventDefault();
  for (const name of own) {
    const value = new URLSearchParams(location.search).get(name);
    if (value) to.searchParams.set(name, value);
    else to.searchParams.delete(name);
  }
  load(to.searchParams);
});
