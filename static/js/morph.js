// Puts a newer page in the place of the one that is shown, and touches only what differs: what is open, focused, scrolled or typed in
// stays so. Elements with ids are known again wherever they are; the others by their place.
//
// A card that the server sent the same again is left as the scripts have made it; another one is replaced whole.
// An element with data-kept is the scripts' own.

let scrolled = new Map(); // frame → how far it was scrolled before the page changed: asked in between, the browser would lay the page out for each card
let sent = new Map(); // id of a card → the card as the server sent it, before any script touched it

// remember is called with every page as it comes from the server, before it is shown.
export function remember(page) {
  const kept = (card) => (page === document ? card.cloneNode(true) : card);
  sent = new Map([...page.querySelectorAll(".card[id]")].map((card) => [card.id, kept(card)]));
}

// swap lets put change the page, tells the other scripts before and after, and then gives the focus back: a chart takes it only once its script has seen it.
export function swap(put) {
  const before = document.activeElement;
  document.dispatchEvent(new Event("beforeswap"));
  const focused = before.closest("[hidden]") ? document.activeElement : before; // a menu closes for this
  const place = placeOf(focused);
  put();
  document.dispatchEvent(new Event("swap"));
  if (focused !== document.body && document.activeElement !== focused) find(place)?.focus({ preventScroll: true });
}

// morph makes parts of the document, each named by a selector, what they are in a newer page.
export function morph(page, ...parts) {
  const frames = [...document.querySelectorAll(".table-frame")].filter((frame) => !frame.closest("details:not([open])")); // a closed one would be laid out for this
  scrolled = new Map(frames.map((frame) => [frame, [frame.scrollLeft, frame.scrollTop]]));
  for (const part of parts) change(document.querySelector(part), page.querySelector(part));
}

function change(live, newer) {
  if (live.nodeType !== Node.ELEMENT_NODE) {
    if (live.data !== newer.data) live.data = newer.data;
    return;
  }
  if (live.hasAttribute("data-kept")) return;
  if (live.matches(".card[id]")) {
    if (!sent.get(live.id)?.isEqualNode(newer)) replace(live, newer);
    return;
  }
  changeAttributes(live, newer);
  changeChildren(live, newer);
  changeField(live, newer);
}

function changeAttributes(live, newer) {
  for (const { name } of [...live.attributes]) {
    if (name !== "open" && !newer.hasAttribute(name)) live.removeAttribute(name);
  }
  for (const { name, value } of newer.attributes) {
    if (name !== "open" && live.getAttribute(name) !== value) live.setAttribute(name, value);
  }
}

function changeChildren(live, newer) {
  const byId = new Map([...live.children].filter((child) => child.id).map((child) => [child.id, child]));
  let at = live.firstChild;
  for (const wanted of [...newer.childNodes]) {
    while (at?.nodeType === Node.ELEMENT_NODE && at.id && !newer.querySelector(`:scope > #${CSS.escape(at.id)}`)) at = drop(at);
    const known = wanted.id ? byId.get(wanted.id) : at;
    if (!known || known.nodeName !== wanted.nodeName || known.id !== wanted.id) {
      live.insertBefore(document.importNode(wanted, true), at);
    } else {
      if (known === at) at = at.nextSibling;
      else live.insertBefore(known, at);
      change(known, wanted);
    }
  }
  while (at) at = drop(at);
}

function drop(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

// changeField gives a field the value that the server knows of, but for the one that somebody is typing in.
function changeField(live, newer) {
  if (live.localName === "option") live.selected = newer.selected;
  if (live.localName !== "input" || live.type === "search") return;
  if (live.type === "checkbox") live.checked = newer.checked;
  else if (live !== document.activeElement) live.value = newer.value;
}

function replace(live, newer) {
  const card = document.importNode(newer, true);
  for (const details of live.querySelectorAll("details[open][id]")) {
    card.querySelector(`#${CSS.escape(details.id)}`)?.setAttribute("open", "");
  }
  const frames = [...live.querySelectorAll(".table-frame")].map((frame) => scrolled.get(frame));
  live.replaceWith(card);
  for (const [i, frame] of card.querySelectorAll(".table-frame").entries()) {
    if (frames[i]?.some((by) => by > 0)) [frame.scrollLeft, frame.scrollTop] = frames[i];
  }
}

// placeOf says where an element is, so that the one in its place can be found when it is gone.
function placeOf(element) {
  return { id: element?.id, card: element?.closest(".card[id]")?.id, chosen: element?.dataset?.choose, turned: element?.dataset?.turns, kind: element?.localName, label: labelOf(element) };
}

const labelOf = (element) => element?.getAttribute("aria-label") ?? element?.textContent.trim();

function find({ id, card, chosen, turned, kind, label }) {
  const within = card && document.getElementById(card);
  return (
    (id && document.getElementById(id)) ||
    (chosen && within?.querySelector(`[data-choose="${CSS.escape(chosen)}"]`)) ||
    (turned && within?.querySelector(`[data-turns="${CSS.escape(turned)}"]`)) ||
    (within && [...within.querySelectorAll(kind)].find((one) => labelOf(one) === label)) || // a column to sort by, the next page
    within?.querySelector("summary") ||
    document.getElementById("content")
  );
}
