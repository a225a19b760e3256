// Makes the server's drawings interactive. When somebody points at a chart, focuses or touches it, ECharts is loaded once and draws
// the same option in the same place, and what is pointed at can be read and chosen. A chart that came without a drawing, or whose
// drawing does not fit its card, is drawn as soon as it comes near the window. Without this script, or when it fails, the server's
// drawings remain.
import { complete, measureWith, merge } from "./marks.js";
import { attend } from "./pointing.js";
import { hide } from "./tip.js";
import { resolve } from "./tokens.js";
import { say } from "./words.js";

const narrow = 480; // pixels under which the narrow form is drawn, as in plot.css
const [least, most] = [0.86, 1.25]; // how much a drawing may be scaled before it is drawn anew in its card's size

const drawn = new Map(); // figure → { chart, spec, size, canvas, layer, left }
const taking = new WeakSet(); // figures that wait for ECharts, which is asked for once however often they are pointed at meanwhile

let early; // a click on a chart before it is drawn, which would be lost: { figure, x, y } from the figure's corner

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      take(target);
    }
  },
  { rootMargin: "200px" },
);

const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) fit(target);
});

let echarts; // the module, loaded once

async function load() {
  const [module, { measure }] = await Promise.all([import("./echarts.js"), import("./measure.js")]);
  module.setPlatformAPI({ measureText: measure });
  measureWith(measure);
  return module;
}

function prepare() {
  return (echarts ??= load().catch((error) => {
    echarts = undefined; // so that the next chart tries again
    throw error;
  }));
}

function findFigures() {
  for (const [figure, { canvas }] of drawn) {
    if (!canvas.isConnected) leave(figure); // also where a newer page has put something else into the same figure
  }
  for (const figure of document.querySelectorAll("[data-chart]")) {
    if (figure.tabIndex === 0) continue;
    figure.tabIndex = 0;
    resized.observe(figure);
  }
}

// sizeOf is how large a figure's chart is to be: as the server's drawing, scaled like it, where that is near its size in the card.
function sizeOf(figure, spec) {
  const width = figure.clientWidth;
  const drawing = [...figure.querySelectorAll(".drawing > svg")].find((svg) => svg.parentElement.clientWidth > 0);
  if (drawing) {
    const { width: own, height } = drawing.viewBox.baseVal;
    const scale = drawing.getBoundingClientRect().width / own;
    if (width / own >= least && width / own <= most) return { form: formOf(own), width: own, height, scale };
  }
  return { form: formOf(width), width, height: spec.heights[formOf(width)], scale: 1, anew: true };
}

const formOf = (width) => (width <= narrow ? 1 : 0);

function specOf(figure) {
  const data = document.getElementById(figure.dataset.chart);
  return data && JSON.parse(data.textContent);
}

// fit draws a chart whose card has another size now, where its drawing no longer fits.
function fit(figure) {
  const known = drawn.get(figure);
  const spec = known?.spec ?? specOf(figure);
  if (!spec || figure.clientWidth === 0) return;
  const size = sizeOf(figure, spec);
  if (!known) {
    if (size.anew) near.observe(figure);
    return;
  }
  if (Object.keys(size).every((key) => size[key] === known.size[key])) return;
  leave(figure);
  take(figure);
}

function leave(figure) {
  const { chart, canvas, left } = drawn.get(figure);
  drawn.delete(figure);
  left.abort();
  chart.dispose();
  canvas.remove();
  figure.classList.remove("taken", "anew");
  figure.setAttribute("role", "img");
  figure.removeAttribute("aria-roledescription");
}

async function take(figure) {
  if (!figure || drawn.has(figure) || taking.has(figure)) return;
  const spec = specOf(figure);
  if (!spec) return;
  taking.add(figure);
  try {
    const { init } = await prepare();
    if (figure.isConnected && figure.clientWidth > 0) draw(figure, spec, init);
  } catch (error) {
    console.error("draw a chart:", error);
  } finally {
    taking.delete(figure);
  }
}

function draw(figure, spec, init) {
  const size = sizeOf(figure, spec);
  figure.classList.toggle("anew", size.anew === true);
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  canvas.setAttribute("aria-hidden", "true"); // the figure's label says what it shows
  canvas.style.width = `${size.width * size.scale}px`;
  canvas.style.height = `${size.height * size.scale}px`;
  const chart = init(canvas, null, { renderer: "svg", width: size.width, height: size.height });
  const layer = document.createElementNS("http://www.w3.org/2000/svg", "g");
  const known = { chart, spec, size, canvas, layer };
  const over = render(figure, known);
  const svg = canvas.querySelector("svg"); // scaled as the server's drawing is, so that not a pixel moves
  svg.append(layer);
  svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  svg.setAttribute("width", "100%");
  svg.setAttribute("height", "100%");
  figure.append(canvas);
  figure.classList.add("taken");
  figure.setAttribute("role", "application"); // so that screen readers leave the arrow keys to pointing.js
  figure.setAttribute("aria-roledescription", say("chart"));
  const left = new AbortController();
  drawn.set(figure, { ...known, left });
  attend({ figure, chart, spec, canvas, over, scale: size.scale, signal: left.signal });
  if (early?.figure === figure) {
    const box = figure.getBoundingClientRect();
    canvas.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: box.left + early.x, clientY: box.top + early.y }));
  }
}

// render gives ECharts its option, and writes what stands over its drawing. It returns the places of the marks there.
function render(figure, { chart, spec, size, layer }) {
  const wanted = size.form === 1 ? merge(spec.option, spec.narrow) : spec.option;
  const { option, svg, places } = complete(structuredClone(resolve(wanted, figure)), size.width, size.height);
  chart.setOption(option, { notMerge: true });
  layer.innerHTML = svg;
  return places;
}

function redraw() {
  for (const [figure, known] of drawn) render(figure, known);
}

findFigures();
for (const event of ["pointerover", "focusin", "touchstart"]) {
  document.addEventListener(event, ({ target }) => take(target.closest?.("[data-chart]")), { passive: true });
}
document.addEventListener("click", ({ target, clientX, clientY }) => {
  const figure = target.closest?.("[data-chart]");
  const box = figure?.getBoundingClientRect();
  early = figure && !drawn.has(figure) ? { figure, x: clientX - box.left, y: clientY - box.top } : undefined;
});
document.addEventListener("going", () => prepare().catch(() => {})); // a chart that needs it says so
document.addEventListener("swap", () => {
  hide();
  findFigures(); // another script has put a newer page, or a part of one, in place
});
document.addEventListener("theme", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
