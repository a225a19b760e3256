// What a chart's option leaves to functions: marks that ECharts does not have, labels of axes, and the places of small charts. Browser
// and server run this same file.

const line = (x1, y1, x2, y2, style) => ({ type: "line", silent: true, shape: { x1, y1, x2, y2 }, style: { fill: "none", ...style } });
const rect = (x, y, width, height, style, r = 0) => ({ type: "rect", shape: { x, y, width, height, r }, style });
const text = (x, y, words, style) => ({
  type: "text",
  silent: true,
  style: { x, y, text: words, fontSize: 12, fontFamily: "Inter, system-ui, sans-serif", verticalAlign: "middle", ...style },
});

// whisker is an interval on a bar, and its figure beyond it. Its value is [place of the name, value, low, high].
function whisker(params, api, series) {
  const datum = series.data[params.dataIndex];
  const [name, value, low, high] = datum.value;
  const shift = series.shift ?? 0;
  const at = (x) => (series.upright ? api.coord([name, x]) : api.coord([x, name]));
  const style = { stroke: api.visual("color"), lineWidth: 1.5 };
  const children = [];
  let end = at(Math.max(value, 0));
  if (Number.isFinite(low)) {
    const [from, to] = [at(low), at(high)];
    end = at(Math.max(high, value, 0));
    if (series.upright) {
      const x = from[0] + shift;
      children.push(line(x, from[1], x, to[1], style), line(x - 4, from[1], x + 4, from[1], style), line(x - 4, to[1], x + 4, to[1], style));
    } else {
      const y = from[1] + shift;
      children.push(line(from[0], y, to[0], y, style), line(from[0], y - 4, from[0], y + 4, style), line(to[0], y - 4, to[0], y + 4, style));
    }
  }
  if (series.label.show) {
    const words = { fill: series.label.color, fontWeight: 600 };
    children.push(
      series.upright
        ? text(end[0] + shift, end[1] - 9, datum.name, { ...words, align: "center" })
        : text(end[0] + 6, end[1] + shift, datum.name, { ...words, align: "left" }),
    );
  }
  return { type: "group", silent: true, children };
}

// funnel is a centred step, half as high as its row, and the way to the next. Its value is [this, row, next].
function funnel(params, api, series) {
  const [value, row, next] = series.data[params.dataIndex].value;
  const area = params.coordSys;
  const centre = area.x + area.width / 2;
  const band = api.size([0, 1])[1];
  const y = api.coord([0, row])[1];
  const half = (x) => (Number.isFinite(x) ? api.size([x, 0])[0] / 2 : 0);
  const fill = api.visual("color");
  const step = rect(centre - half(value), y - band / 4, 2 * half(value), band / 2, { fill });
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

// cell is a field of a heat map. Its value is [column, row].
function cell(params, api, series) {
  const datum = series.data[params.dataIndex];
  const [x, y] = api.coord(datum.value);
  const [width, height] = api.size([1, 1]);
  const children = [rect(x - width / 2 + 1, y - height / 2 + 1, width - 2, height - 2, { fill: datum.itemStyle.color, opacity: datum.itemStyle.opacity ?? 1 }, 2)];
  if (datum.label) children.push(text(x, y, datum.name, { fill: datum.label.color, align: "center" }));
  return { type: "group", children };
}

// ramp is the scale of a heat map's shades, on the right over it.
function ramp(params, api, series) {
  const area = params.coordSys;
  const size = 14;
  const [first, last] = [series.ends[0].label, series.ends.at(-1).label];
  const style = { fill: series.label.color };
  const right = area.x + area.width;
  const children = [text(right, 8, last, { ...style, align: "right" })];
  const end = right - words(last) - 8;
  series.ends.forEach(({ color }, i) => {
    children.push(rect(end - size * (series.ends.length - i), 3, size, 10, { fill: color }));
  });
  children.push(text(end - size * series.ends.length - 8, 8, first, { ...style, align: "right" }));
  return { type: "group", silent: true, children };
}

// ends are the names of lines where they end, moved apart where they would meet.
function ends(params, api, series) {
  const area = params.coordSys;
  const [apart, half] = [16, 8];
  const labels = series.ends.map((end) => ({ ...end, y: api.coord([0, end.at])[1] })).sort((a, b) => a.y - b.y);
  labels.forEach((label, i) => {
    label.y = Math.max(label.y, i > 0 ? labels[i - 1].y + apart : area.y + half - 8);
  });
  for (let i = labels.length - 1; i >= 0; i -= 1) {
    labels[i].y = Math.min(labels[i].y, i + 1 < labels.length ? labels[i + 1].y - apart : area.y + area.height - half + 8);
  }
  const x = area.x + area.width + 8;
  const children = labels.flatMap(({ y, label, color }) => [
    rect(x, y - 1.5, 10, 3, { fill: color }),
    text(x + 16, y, label, { fill: series.label.color, align: "left" }),
  ]);
  return { type: "group", silent: true, children };
}

// band is a piece of the interval around a line. Its value is [name, low, high, low, high], the latter two of the next name.
function band(params, api, series) {
  const [name, low, high, nextLow, nextHigh] = series.data[params.dataIndex].value;
  const points = [api.coord([name, low]), api.coord([name, high]), api.coord([name + 1, nextHigh]), api.coord([name + 1, nextLow])];
  return { type: "polygon", silent: true, shape: { points }, style: { fill: api.visual("color"), opacity: 0.16 } };
}

const marks = { whisker, funnel, cell, ramp, ends, band };

// tick writes a place on an axis: "tick|$|1000|k||,." makes of 12500 "$12.5k", and "tick||1000| mil| $|.,", which is Spanish, "12,5 mil $";
// with "|5000" behind it, only multiples of 5000.
function tick(format) {
  const [, before, divisor, scaled, after, [thousands, decimal], only] = format.split("|");
  return (value) => {
    if (only && Math.abs(value / only - Math.round(value / only)) > 1e-6) return "";
    const digits = String(Math.round((Math.abs(value) / divisor) * 100) / 100).split(".");
    digits[0] = digits[0].replace(/\B(?=(\d{3})+$)/g, thousands);
    return (value < 0 ? "−" : "") + before + digits.join(decimal) + (value === 0 ? "" : scaled) + after;
  };
}

let words = () => 0;

// measureWith tells the marks how wide words are.
export function measureWith(measure) {
  words = (of) => measure(of, "12px Inter").width;
}

// complete puts functions in the place of their names, and lays out small charts for a drawing of that width.
export function complete(option, width) {
  for (const axis of [...(option.xAxis ?? []), ...(option.yAxis ?? [])]) {
    if (axis.axisLabel?.formatter?.startsWith("tick|")) axis.axisLabel.formatter = tick(axis.axisLabel.formatter);
  }
  option.series = option.series.map((series) => {
    if (series.type !== "custom") return series;
    const draw = marks[series.renderItem];
    return { ...series, renderItem: (params, api) => draw(params, api, series) };
  });
  if (option.panels) layOut(option, width);
  return option;
}

function layOut(option, width) {
  const { across, left, right, top, head, high } = option.panels;
  const wide = (width - left) / across - right;
  option.grid.forEach((grid, i) => {
    const [column, row] = [i % across, Math.floor(i / across)];
    const x = left + column * (wide + right);
    const y = top + row * (high + head + 8);
    Object.assign(option.title[i], { left: column === 0 ? 0 : x, top: y + 4 });
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
