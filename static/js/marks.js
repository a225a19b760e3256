// What a chart's option leaves to functions: marks that ECharts does not have, and the places of small charts. Browser and server run
// this same file.
import { widen } from "./axes.js";
import { over } from "./over.js";

export { measureWith } from "./svg.js";

// funnel is a centred step, half as high as its row, and the way to the next. Its value is [this, row, next].
function funnel(params, api, series) {
  const [value, row, next] = series.data[params.dataIndex].value;
  const area = params.coordSys;
  const centre = area.x + area.width / 2;
  const band = api.size([0, 1])[1];
  const y = api.coord([0, row])[1];
  const half = (x) => (Number.isFinite(x) ? api.size([x, 0])[0] / 2 : 0);
  const fill = api.visual("color");
  const step = { type: "rect", shape: { x: centre - half(value), y: y - band / 4, width: 2 * half(value), height: band / 2 }, style: { fill } };
  if (!Number.isFinite(next)) return { type: "group", children: [step] };
  const [top, bottom] = [y + band / 4, y + (band * 3) / 4];
  const points = [
    [centre - half(value), top],
    [centre + half(value), top],
    [centre + half(next), bottom],
    [centre - half(next), bottom],
  ];
  const way = { type: "polygon", silent: true, shape: { points }, style: { fill, opacity: 0.16 } };
  return { type: "group", children: [step, way] };
}

// band is a piece of the interval around a line. Its value is [name, low, high, low, high], the latter two of the next name.
function band(params, api, series) {
  const [name, low, high, nextLow, nextHigh] = series.data[params.dataIndex].value;
  const points = [api.coord([name, low]), api.coord([name, high]), api.coord([name + 1, nextHigh]), api.coord([name + 1, nextLow])];
  return { type: "polygon", silent: true, shape: { points }, style: { fill: api.visual("color"), opacity: 0.16 } };
}

const marks = { funnel, band };

// complete makes of an option what ECharts draws in that size, with functions in the place of their names and small charts laid out;
// the SVG of what stands over it, and the places of what can be pointed at there.
export function complete(option, width, height) {
  if (option.panels) layOut(option, width);
  for (const axis of option.xAxis ?? []) widen(axis, option, width);
  const { svg, places } = over(option, width, height);
  delete option.over;
  for (const axis of [...(option.xAxis ?? []), ...(option.yAxis ?? [])]) axis.axisLabel = { show: false };
  option.series = option.series.map((series) => {
    if (series.type !== "custom") return series;
    const draw = marks[series.renderItem];
    return { ...series, renderItem: (params, api) => draw(params, api, series) };
  });
  return { option, svg, places };
}

function layOut(option, width) {
  const { across, left, right, top, head, high } = option.panels;
  const wide = (width - left) / across - right;
  option.grid.forEach((grid, i) => {
    const [column, row] = [i % across, Math.floor(i / across)];
    const x = left + column * (wide + right);
    const y = top + row * (high + head + 8);
    Object.assign(grid, { left: x, top: y + head, width: wide, height: high });
    delete grid.right;
    delete grid.bottom;
    for (const axis of option.yAxis) {
      if (axis.gridIndex === i && axis.position !== "right" && column > 0) axis.axisLabel.show = false;
    }
    if (i + across < option.grid.length) option.xAxis[i].axisLabel.show = false;
  });
  delete option.panels;
}

// merge makes of an option the one that a patch describes.
export function merge(value, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch) || value === null || typeof value !== "object") return patch;
  const merged = Array.isArray(value) ? [...value] : { ...value };
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete merged[key];
    else merged[key] = key in merged ? merge(merged[key], change) : change;
  }
  return merged;
}
