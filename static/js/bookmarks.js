// Bookmarks and short addresses.
//
// Bookmarks are pages that somebody wants to find again, each with a name, kept in this browser alone. A page is kept as path and query, so it
// shows the newest data when it is opened; a pinned one names the data version that it was made on.

import { say as words } from "./words.js";

const key = "bookmarks";
const most = 200;
const longest = 120;
const menu = document.querySelector("[data-bookmarks]");

// read forgives whatever is in the storage: a person may have put it there.
function read() {
  try {
    const all = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(all) ? all.filter(isBookmark).slice(0, most) : [];
  } catch {
    return [];
  }
}

function isBookmark(b) {
  return typeof b?.name === "string" && typeof b?.address === "string" && b.address.startsWith("/") && !/^\/[/\\]/.test(b.address);
}

function write(all) {
  try {
    localStorage.setItem(key, JSON.stringify(all));
    return true;
  } catch {
    say(words("This browser keeps no bookmarks: its storage is full or forbidden."));
    return false;
  }
}

function here(pinned) {
  const query = new URLSearchParams(location.search);
  const version = document.getElementById("content")?.dataset.version;
  if (pinned && version && version !== "0") query.set("as_of", version);
  const text = query.toString();
  return location.pathname + (text ? `?${text}` : "");
}

function nameOfPage(pinned) {
  const title = document.querySelector("h1")?.textContent.trim() || document.title;
  const card = location.pathname === "/explore" ? document.getElementById("explore-title")?.textContent.trim() : "";
  const version = document.getElementById("content")?.dataset.version;
  return (card || title).slice(0, longest) + (pinned ? ` (v${version})` : "");
}

function toggle(pinned) {
  const all = read();
  const address = here(pinned);
  const there = all.filter((b) => b.address !== address);
  if (there.length === all.length) there.unshift({ name: nameOfPage(pinned), address });
  if (there.length > most) {
    say(words("There are %s bookmarks already: remove one first.", most));
    return;
  }
  if (write(there)) say(there.length > all.length ? words("Bookmarked.") : words("The bookmark is removed."));
  draw();
}

function say(sentence) {
  menu.querySelector("[data-bookmark-said]").textContent = sentence;
}

function draw() {
  const all = read();
  const marked = all.some((b) => b.address === here(false));
  const button = menu.querySelector("[data-bookmark]");
  button.setAttribute("aria-pressed", String(marked));
  button.textContent = marked ? words("Remove this page") : words("Bookmark this page");
  menu.toggleAttribute("data-marked", marked);
  menu.querySelector("[data-bookmark-none]").hidden = all.length > 0;
  menu.querySelector("[data-bookmark-list]").replaceChildren(...all.map(item));
}

function item(bookmark) {
  const li = document.createElement("li");
  const link = document.createElement("a");
  link.href = bookmark.address;
  link.textContent = bookmark.name;
  li.append(
    link,
    action(words("Rename"), bookmark, () => rename(li, bookmark)),
    action(words("Remove"), bookmark, () => {
      if (write(read().filter((b) => b.address !== bookmark.address))) say(words("%s is removed.", bookmark.name));
      draw();
      menu.querySelector("[data-bookmark]").focus();
    }),
  );
  return li;
}

function action(label, bookmark, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "bookmark-action";
  button.textContent = label;
  button.setAttribute("aria-label", `${label} ${bookmark.name}`);
  button.addEventListener("click", (event) => {
    event.stopPropagation(); // the button may be gone by the time that the menu asks whether the click was outside it
    act();
  });
  return button;
}

// rename puts a field in place of the name: Enter keeps what is in it, Escape does not.
function rename(li, bookmark) {
  const field = document.createElement("input");
  field.type = "text";
  field.value = bookmark.name;
  field.maxLength = longest;
  field.setAttribute("aria-label", words("New name of %s", bookmark.name));
  let done = false;
  const finish = (keep) => {
    if (done) return;
    done = true;
    const name = field.value.trim();
    if (keep && name) write(read().map((b) => (b.address === bookmark.address ? { ...b, name } : b)));
    draw();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the menu otherwise
    finish(event.key === "Enter");
    menu.querySelector(`a[href="${CSS.escape(bookmark.address)}"]`)?.focus();
  });
  field.addEventListener("blur", () => finish(true));
  li.querySelector("a").replaceWith(field);
  field.select();
  field.focus();
}

// share asks the server for a short address of this page.
async function share() {
  const made = menu.querySelector("[data-share-made]");
  made.replaceChildren();
  try {
    const response = await fetch(`/shared?locale=${document.documentElement.lang}`, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ address: here(false) }) });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    const link = document.createElement("a");
    link.href = link.textContent = answer.address;
    made.replaceChildren(link);
    await navigator.clipboard?.writeText(answer.address);
  } catch (error) {
    if (!made.querySelector("a")) made.textContent = error.message || words("The server does not answer.");
  }
}

if (menu) {
  menu.querySelector("[data-bookmark]").addEventListener("click", () => toggle(false));
  menu.querySelector("[data-bookmark-pinned]").addEventListener("click", () => toggle(true));
  menu.querySelector("[data-share]").addEventListener("click", share);
  menu.addEventListener("toggle", () => {
    menu.querySelector("[data-share-made]").replaceChildren();
    if (menu.open) draw(); // the address may have changed without a new page
  });
  document.addEventListener("swap", draw); // a newer bar knows no bookmarks
  addEventListener("storage", (event) => event.key === key && draw()); // another tab
  draw();
}
