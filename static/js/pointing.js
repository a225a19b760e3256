// What is under the pointer or has the keyboard's focus on a chart: it is outlined, its figures are shown beside it or read out, and
// choosing it (a click, Enter) tells the page so by an event "mark" on the figure, whose detail is
//
//   { visual, category, series, panel, by, column, row, second, tip, x, y }
//
// The values of category, series and panel are as in addresses, null where the chart has none, and by is of which columns they are; column
// and row say where in the table the figure stands, second that it is of the second of two selections; tip are its figures in words, and x
// and y a place in the window beside the mark.
import { hide, show } from "./tip.js";

const spoken = document.createElement("p");
spoken.className = "hidden";
spoken.setAttribute("aria-live", "polite");

// attend watches over a chart until the signal.
export function attend({ figure, chart, spec, canvas, over, scale, signal }) {
  const outline = document.createElement("div");
  outline.className = "mark-focus";
  outline.hidden = true;
  canvas.append(outline);
  let marks;
  let current = null;

  const places = () => (marks ??= placesOf(chart, spec, over));
  const point = (mark) => {
    current = mark;
    outline.hidden = mark === null;
    if (mark === null) return hide();
    const { x, y, width, height } = mark.place;
    const pixels = (at, more) => `${at * scale + more}px`;
    Object.assign(outline.style, { left: pixels(x, -2), top: pixels(y, -2), width: pixels(width, 4), height: pixels(height, 4) });
  };
  const beside = (mark) => {
    const box = canvas.getBoundingClientRect();
    return [box.left + (mark.place.x + mark.place.width / 2) * scale, box.top + (mark.place.y + mark.place.height / 2) * scale];
  };
  const choose = (mark, [x, y]) => {
    const detail = {
      visual: spec.visual,
      category: spec.names[mark.name] ?? null,
      series: spec.series?.[mark.series] ?? null,
      panel: spec.panels?.[mark.panel] ?? null,
      by: spec.by,
      column: spec.columns[mark.series],
      row: mark.row,
      second: spec.second?.includes(mark.row) ?? false,
      tip: spec.tips[mark.tip],
      x,
      y,
    };
    figure.dispatchEvent(new CustomEvent("mark", { bubbles: true, detail }));
  };
  const under = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return find(places(), (clientX - box.left) / scale, (clientY - box.top) / scale, spec.along, chart);
  };

  const listen = (type, act) => canvas.addEventListener(type, act, { signal });
  const follow = (event) => {
    const mark = under(event);
    point(mark);
    if (mark) show(spec.tips[mark.tip], event.clientX, event.clientY);
  };
  listen("pointermove", follow);
  listen("pointerdown", follow);
  listen("pointerleave", ({ pointerType }) => pointerType !== "touch" && point(null)); // a finger leaves when it is lifted
  document.addEventListener("pointerdown", ({ target }) => current && !figure.contains(target) && point(null), { signal });
  listen("click", (event) => {
    const mark = under(event);
    if (mark) choose(mark, [event.clientX, event.clientY]);
  });
  figure.addEventListener("blur", () => point(null), { signal });
  figure.addEventListener(
    "keydown",
    (event) => {
      if (event.target !== figure || event.ctrlKey || event.metaKey || event.altKey) return;
      if ((event.key === "Enter" || event.key === " ") && current) choose(current, beside(current));
      else if (event.key === "Escape" && current) point(null);
      else {
        const mark = next(places(), current, event.key, spec.along);
        if (!mark) return;
        point(mark);
        const tip = spec.tips[mark.tip];
        show(tip, ...beside(mark));
        if (!spoken.isConnected) document.body.append(spoken);
        spoken.textContent = `${tip.name}: ${tip.rows.map((row) => row.join(" ")).join(", ")}`;
      }
      event.preventDefault();
    },
    { signal },
  );
}

// placesOf gives all marks with where they are drawn: by ECharts, or over its drawing.
function placesOf(chart, spec, over) {
  const model = chart.getModel();
  const count = model.getSeriesCount();
  return (spec.marks ?? []).flatMap(([of, at, tip, row, name, series, panel]) => {
    if (of >= count) return [{ place: over[of - count][at], tip, row, name, series, panel }];
    const data = model.getSeriesByIndex(of).getData();
    const element = data.getItemGraphicEl(at);
    const place = element ? boxOf(element) : pointOf(data, at);
    return place ? [{ place, element, tip, row, name, series, panel }] : [];
  });
}

function boxOf(element) {
  const box = element.getBoundingRect().clone();
  const transform = element.getComputedTransform();
  if (transform) box.applyTransform(transform);
  return box;
}

// pointOf is around a point of a line, which has no element of its own.
function pointOf(data, at) {
  const points = data.getLayout("points");
  if (!points || !Number.isFinite(points[2 * at + 1])) return null;
  return { x: points[2 * at] - 4, y: points[2 * at + 1] - 4, width: 8, height: 8 };
}

const holds = ({ x, y, width, height }, px, py) => px >= x && px <= x + width && py >= y && py <= y + height;

// find is the mark at a place: the one that is there, or else the nearest of the name to which the place belongs.
function find(marks, x, y, along) {
  const there = marks.filter(({ place, element }) => (element?.contain ? element.contain(x, y) : holds(place, x, y)));
  if (there.length > 0) return there.at(-1);
  if (!along) return null;
  const distance = ({ place }) => {
    const [dx, dy] = [Math.abs(place.x + place.width / 2 - x), Math.abs(place.y + place.height / 2 - y)];
    return along === "x" ? dx * 1000 + dy : dy * 1000 + dx;
  };
  return marks.reduce((best, mark) => (best && distance(best) <= distance(mark) ? best : mark), null);
}

// next is where a key leads: along the names of a series, or across the series of a name.
function next(marks, current, key, along) {
  if (marks.length === 0) return null;
  if (key === "Home") return marks[0];
  if (key === "End") return marks.at(-1);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (!step) return null;
  if (!current) return step > 0 ? marks[0] : marks.at(-1);
  const names = key === (along === "y" ? "ArrowDown" : "ArrowRight") || key === (along === "y" ? "ArrowUp" : "ArrowLeft");
  const one = new Set(marks.map(({ series }) => series)).size === 1;
  const line = marks.filter((mark) =>
    names || one ? mark.series === current.series : mark.name === current.name && mark.panel === current.panel,
  );
  const at = line.findIndex((mark) => mark.name === current.name && mark.series === current.series && mark.panel === current.panel);
  return line[Math.max(0, Math.min(line.length - 1, at + step))];
}
