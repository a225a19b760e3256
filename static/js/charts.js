// Makes the server's drawings interactive: when a figure comes near the window, ECharts is loaded once and draws the same marks
// over the server's, from the option beside it. Words and axes around the marks stay those of the page. Without this script, or
// when it fails, the drawing of the server remains.
import { marks } from "./marks.js";
import { follow, hide } from "./tip.js";
import { resolve } from "./tokens.js";

const charts = new Map(); // figure → chart

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      draw(target).catch((error) => console.error("draw a chart:", error));
    }
  },
  { rootMargin: "200px" },
);

const resized = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const chart = charts.get(target.closest("[data-chart]"));
    if (chart && target.clientWidth > 0) chart.resize();
  }
});

function findFigures() {
  for (const [figure, chart] of charts) {
    if (figure.isConnected) continue;
    chart.dispose();
    charts.delete(figure);
  }
  for (const figure of document.querySelectorAll("[data-chart]")) {
    if (!charts.has(figure)) near.observe(figure);
  }
}

async function draw(figure) {
  const area = figure.querySelector(".marks");
  const spec = document.getElementById(figure.dataset.chart);
  if (!area || !spec || charts.has(figure)) return;
  const { option, tips } = JSON.parse(spec.textContent);
  follow(area, tips, option.yAxis[0].type === "category");
  const { init } = await import("./echarts.js");
  if (!figure.isConnected || charts.has(figure)) return;
  const canvas = document.createElement("div");
  canvas.className = "canvas";
  canvas.setAttribute("aria-hidden", "true"); // the figure's label says what it shows
  area.append(canvas);
  const chart = init(canvas, null, { renderer: "canvas" });
  charts.set(figure, chart);
  chart.setOption(prepare(option, figure));
  figure.classList.add("drawn");
  resized.observe(area);
}

// prepare fits an option into the page: the marks fill the whole area, for the page has its own grid, axes and tips.
function prepare(option, figure) {
  option = resolve(option, figure);
  option.grid = { left: 0, right: 0, top: 0, bottom: 0, outerBoundsMode: "none" };
  for (const axis of [...option.xAxis, ...option.yAxis]) {
    for (const part of ["axisLabel", "axisTick", "axisLine", "splitLine"]) axis[part] = { show: false };
  }
  for (const series of option.series) {
    if (series.type !== "custom") continue;
    series.renderItem = marks[series.renderItem];
    series.z = 3; // whiskers lie on their bars
  }
  const shade = getComputedStyle(figure).getPropertyValue("--hover").trim();
  option.tooltip = {
    ...option.tooltip,
    showContent: false,
    axisPointer: { type: "shadow", z: 0, shadowStyle: { color: shade, opacity: 1 } },
  };
  return option;
}

function redraw() {
  for (const [figure, chart] of charts) {
    const spec = document.getElementById(figure.dataset.chart);
    if (spec) chart.setOption(prepare(JSON.parse(spec.textContent).option, figure), { notMerge: true });
  }
}

findFigures();
document.addEventListener("swap", () => {
  hide();
  findFigures(); // progress.js has put a newer page in place
});
document.addEventListener("theme", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
