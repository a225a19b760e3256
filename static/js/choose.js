// What is chosen in a chart or its table opens a menu: focus on it, exclude it, drill down or up, compare it with the rest, see the rows
// behind it. Charts say that a mark was chosen by an event "mark"; the cells of tables are links, which focus without this script.

import { content } from "./tip.js";
import { say } from "./words.js";

const menu = document.createElement("div");
menu.className = "choices";
menu.setAttribute("role", "menu");
menu.hidden = true;

let opener = null; // what the focus goes back to
let openedAt = 0; // where the page was scrolled to then

document.addEventListener("mark", ({ target, detail }) => {
  const card = document.querySelector(`[data-path][data-visual="${CSS.escape(detail.visual)}"]`);
  if (!card) return;
  const box = target.getBoundingClientRect();
  open(card, groupsOf(card, rowOf(card, detail), valuesOf(detail)), rowsAt(card, detail.second, detail.column), target, detail.x ?? box.left + box.width / 2, detail.y ?? box.top + box.height / 2, detail.tip);
});

// The menu closes before the click reaches a mark or a cell, which may open it again.
document.addEventListener("click", ({ target }) => menu.hidden || menu.contains(target) || close(), { capture: true });

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const cell = event.target.closest("a[data-choose]");
  const card = cell?.closest("[data-path]");
  if (!card) return;
  event.preventDefault();
  const row = cell.closest("tr");
  const groups = groupsOf(card, row);
  const own = groups.findIndex((group) => group.cell === cell);
  const box = cell.getBoundingClientRect();
  open(card, [...groups.splice(own, 1), ...groups], rowsAt(card, row.querySelector("[data-second]") !== null), cell, box.left, box.bottom + 4);
});

// valuesOf are the values of a mark by their columns. A mark that stands for several rows has none.
function valuesOf({ by, category, series, panel, row }) {
  const values = [category, series, panel].map((value, i) => [by[i], row >= 0 && i === 0 ? (value ?? "Unknown") : value]);
  return Object.fromEntries(values.filter(([column, value]) => column && value !== null && value !== undefined));
}

// rowOf is the row of the card's table that a mark shows. Where the table is sorted or cut into pages, it may stand elsewhere, or nowhere.
function rowOf(card, detail) {
  if (detail.row < 0) return undefined;
  const heads = [...card.querySelectorAll("thead th")];
  const rows = [...card.querySelectorAll("tbody tr")];
  const values = valuesOf(detail);
  const shows = (row) =>
    row &&
    (row.querySelector("[data-second]") !== null) === Boolean(detail.second) &&
    heads.every(({ dataset: { dimension } }, i) => !(dimension in values) || row.cells[i].querySelector("[data-choose]").dataset.choose === String(values[dimension]));
  return shows(rows[detail.row]) ? rows[detail.row] : rows.find(shows);
}

// groupsOf are the groups of a row of a card's table: the dimension, its value as in an address, and both in words. Where the table has
// not so many rows, the mark itself knows its values.
function groupsOf(card, row, values = {}) {
  return [...card.querySelectorAll("thead th")].flatMap((head, column) => {
    const dimension = head.dataset.dimension;
    const cell = row?.cells[column]?.querySelector("[data-choose]");
    if (!dimension || !(cell || dimension in values)) return [];
    const value = cell?.dataset.choose ?? String(values[dimension]);
    return [{ dimension, label: head.textContent.trim(), value, text: cell?.textContent ?? value, cell, first: column === 0, without: head.dataset.without }];
  });
}

// rowsAt is where the rows are that a figure of a card counts, in one of its selections; undefined where there are none.
function rowsAt(card, second, column) {
  const behind = second ? card.dataset.behindOther : card.dataset.behind;
  if (!behind) return undefined;
  const rows = new URL(behind, location.href);
  const figure = card.querySelector(`[data-figure="${CSS.escape(column ?? "")}"]`)?.dataset;
  if (!figure) return rows;
  rows.pathname = `/rows/${figure.fact}`;
  const counted = new URLSearchParams(figure.counted);
  for (const name of counted.keys()) {
    rows.searchParams.delete(name);
    rows.searchParams.delete(`${name}!`);
  }
  for (const [name, value] of counted) rows.searchParams.append(name, value);
  return rows;
}

// change gives the page's state with some parameters set, or taken away where there is no value.
function change(values) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    query.delete(name);
    if (value !== null) query.set(name, value);
  }
  query.sort();
  return query;
}

const address = (card, query) => card.dataset.path + (query.size > 0 ? `?${query}` : "");

function choicesOf(card, groups, rows) {
  const { visual, drill, drillLabel, drillAs, up, upLabel } = card.dataset;
  const choices = [];
  const offer = (text, query) => choices.push([text, address(card, query), true]);
  for (const { dimension, value, text } of groups) {
    offer(say("Focus on %s", text), change({ [dimension]: value, [`${dimension}!`]: null }));
  }
  for (const { dimension, value, text, without } of groups) { // where groups overlap, others lose by it too, which is said
    const query = new URLSearchParams(location.search);
    if (query.getAll(dimension).includes(value)) query.delete(dimension, value);
    if (!query.getAll(`${dimension}!`).includes(value)) query.append(`${dimension}!`, value);
    query.sort();
    offer(without?.replace("%s", () => text) ?? say("Exclude %s", text), query);
  }
  const [group] = groups;
  if (group?.first && drill) {
    offer(say("Drill down to %s of %s", drillLabel, group.text), change({ [drillAs]: drill, [group.dimension]: group.value, [`${group.dimension}!`]: null }));
  }
  if (up) offer(say("Drill up to %s", upLabel), change({ [`${visual}.by`]: null, [up]: null }));
  if (group) {
    offer(say("Compare %s with the rest", group.text), change({ [group.dimension]: group.value, [`${group.dimension}!`]: null, [`vs.${group.dimension}`]: null, [`vs.${group.dimension}!`]: group.value }));
  }
  if (group?.cell?.matches("[data-page]")) choices.push([say("Open the page of %s", group.text), group.cell.getAttribute("href"), false]);
  if (rows) {
    for (const { dimension, value } of groups) {
      rows.searchParams.set(dimension, value);
      rows.searchParams.delete(`${dimension}!`);
    }
    rows.searchParams.sort();
    choices.push([say("See the rows behind it"), rows.pathname + rows.search, false]);
  }
  return choices;
}

// figures are those of the mark that was chosen: a finger that points chooses at once, so that nobody would see them beside it.
function figures(tip) {
  const box = document.createElement("div");
  box.className = "tip-figures";
  box.setAttribute("aria-hidden", "true"); // they are read out when the mark is pointed at
  box.append(...content(tip));
  return box;
}

function open(card, groups, rows, from, x, y, tip) {
  const choices = choicesOf(card, groups, rows);
  if (choices.length === 0) return;
  opener = from;
  menu.setAttribute("aria-label", groups.map(({ text }) => text).join(", ") || say("This figure"));
  menu.replaceChildren(
    ...(tip ? [figures(tip)] : []),
    ...choices.map(([text, href, stays]) => {
      const link = document.createElement("a");
      link.setAttribute("role", "menuitem");
      link.tabIndex = -1;
      link.href = href;
      link.textContent = text;
      if (stays) link.dataset.go = "";
      return link;
    }),
  );
  (from.closest("dialog") ?? document.body).append(menu); // over a maximised card nothing else can be seen
  menu.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = menu;
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, y + height > innerHeight - 8 ? y - height - 8 : y)}px`;
  items()[0].focus({ preventScroll: true });
  openedAt = scrollY;
}

const items = () => [...menu.querySelectorAll("a")];

function close() {
  menu.hidden = true;
}

menu.addEventListener("click", () =>
  setTimeout(() => {
    close(); // go.js took the link first
    opener?.focus({ preventScroll: true });
  }),
);

menu.addEventListener("keydown", (event) => {
  const all = items();
  const now = all.indexOf(document.activeElement);
  const to = { ArrowDown: (now + 1) % all.length, ArrowUp: (now - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all[to].focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
    opener?.focus();
  }
});

// The menu stands where the mark was: it goes when that has moved away. To focus something may scroll a little.
function leave() {
  if (menu.hidden || Math.abs(scrollY - openedAt) < 40) return;
  if (menu.contains(document.activeElement)) opener?.focus({ preventScroll: true });
  close();
}
addEventListener("scroll", leave, { passive: true });
document.addEventListener("beforeswap", () => {
  if (menu.hidden) return;
  close();
  opener?.focus({ preventScroll: true });
});
