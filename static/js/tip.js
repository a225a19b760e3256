// What is pointed at, in a box beside it. The box is the page's own, not ECharts': that one needs inline styles, which the
// Content-Security-Policy forbids. Nothing is only here: the table has it all.

const box = document.createElement("div");
box.className = "tip";
box.hidden = true;
box.setAttribute("aria-hidden", "true");

// content is a tip as elements.
export function content({ name, rows }) {
  const title = document.createElement("p");
  title.textContent = name;
  const list = document.createElement("dl");
  for (const [label, value] of rows ?? []) {
    const term = document.createElement("dt");
    const figure = document.createElement("dd");
    term.textContent = label;
    figure.textContent = value;
    list.append(term, figure);
  }
  return [title, list];
}

// show fills the box with a tip, beside a place in the window.
export function show(tip, x, y) {
  box.replaceChildren(...content(tip));
  if (!box.isConnected) document.body.append(box);
  box.hidden = false;
  move(x, y);
}

export function hide() {
  box.hidden = true;
}

// move keeps the box beside the place and inside the window.
function move(x, y) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = x + 14 + width > innerWidth - 8 ? x - 14 - width : x + 14;
  const top = y + 14 + height > innerHeight - 8 ? y - 14 - height : y + 14;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${Math.max(8, top)}px`;
}
