// What is under the pointer, in a box beside it. The box is the page's own, not ECharts': that one is either drawn in the canvas,
// cut off at its edge, or needs inline styles, which the Content-Security-Policy forbids. Nothing is only here: the table has it all.

const box = document.createElement("div");
box.className = "tip";
box.hidden = true;
box.setAttribute("aria-hidden", "true");

// follow shows the tips of a figure, one per row or column, over the area of its marks.
export function follow(area, tips, rows) {
  const show = (event) => {
    const place = area.getBoundingClientRect();
    const along = rows ? (event.clientY - place.top) / place.height : (event.clientX - place.left) / place.width;
    const tip = tips[Math.floor(along * tips.length)];
    if (!tip) return hide();
    fill(tip);
    if (!box.isConnected) document.body.append(box);
    box.hidden = false;
    move(event.clientX, event.clientY);
  };
  area.addEventListener("pointermove", show);
  area.addEventListener("pointerdown", show);
  area.addEventListener("pointerleave", hide);
}

export function hide() {
  box.hidden = true;
}

function fill({ name, rows }) {
  const title = document.createElement("p");
  title.textContent = name;
  const list = document.createElement("dl");
  for (const [label, value] of rows) {
    const term = document.createElement("dt");
    const figure = document.createElement("dd");
    term.textContent = label;
    figure.textContent = value;
    list.append(term, figure);
  }
  box.replaceChildren(title, list);
}

// move keeps the box beside the pointer and inside the window.
function move(x, y) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const left = x + 14 + width > innerWidth - 8 ? x - 14 - width : x + 14;
  const top = y + 14 + height > innerHeight - 8 ? y - 14 - height : y + 14;
  box.style.left = `${Math.max(8, left)}px`;
  box.style.top = `${Math.max(8, top)}px`;
}
