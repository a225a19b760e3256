// What is written as SVG over ECharts' drawing: labels of axes, cells of heat maps, figures and intervals on bars, names of series and of
// small charts. All their places follow from the option alone. ECharts would lay out each word several times, which takes it longer than
// all the rest.
import { labels, parts, scaleOf } from "./axes.js";
import { lines, plate, rect, text, widthOf } from "./svg.js";

// over gives the SVG for an option and the size of its drawing; and places, which are those of the cells in option.over.
export function over(option, width, height) {
  const scales = (axes = [], lies) => axes.map((axis) => scaleOf(axis, option, width, height, lies));
  const [across, up] = [scales(option.xAxis, true), scales(option.yAxis, false)];
  const marked = (option.over ?? []).map((series) => {
    const [x, y] = [across[series.xAxisIndex ?? 0], up[series.yAxisIndex ?? 0]];
    const places = series.renderItem === "cell" ? series.data.map(({ value }) => cellAt(value, x, y)) : [];
    return { svg: marks[series.renderItem](series, x, y, width), places };
  });
  return {
    svg: [...across.map((scale, i) => labels(scale, across[i + 1])), ...up.map((scale) => labels(scale))].join("") + marked.map(({ svg }) => svg).join(""),
    places: marked.map(({ places }) => places),
  };
}

// whisker writes intervals on bars, and figures beyond them. A value is [place of the name, value, low, high]. Those of many thin columns are
// thin as well, so that they do not become one black band.
function whisker({ data, label, itemStyle, upright, shift = 0 }, x, y) {
  const [names, values] = upright ? [x, y] : [y, x];
  const point = (beside, along) => (upright ? [beside, along] : [along, beside]);
  const band = Math.abs(names.at(1) - names.at(0));
  const [reach, thick] = [Math.min(4, band / 4), Math.min(1.5, band / 5)];
  return data.map(({ name, value: [place, value, low, high] }) => {
    const beside = names.at(place) + shift;
    const known = Number.isFinite(low);
    const end = values.at(Math.max(known ? high : value, value, 0));
    const ends = known ? [values.at(low), values.at(high)] : [];
    const strokes = [[beside, ends[0], beside, ends[1]], ...ends.map((at) => [beside - reach, at, beside + reach, at])];
    const interval = known ? lines(strokes.map(([a, b, c, d]) => [point(a, b), point(c, d)]), itemStyle.color, thick) : "";
    if (!label.show) return interval;
    return interval + (upright ? text(beside, end - 9, name, "middle", label) : text(end + 6, beside, name, "start", label));
  }).join("");
}

// cell writes the cells of a heat map. A value is [column, row].
function cell({ data }, x, y) {
  return data.map(({ name, value, label, itemStyle }) => {
    const at = cellAt(value, x, y);
    const field = plate(at.x, at.y, at.width, at.height, 2, itemStyle.color, itemStyle.opacity);
    return label ? field + text(x.at(value[0]), y.at(value[1]), name, "middle", label) : field;
  }).join("");
}

function cellAt([column, row], x, y) {
  const [left, right] = [x.at(column - 0.5), x.at(column + 0.5)];
  const [top, bottom] = [y.at(row - 0.5), y.at(row + 0.5)];
  return { x: left + 1, y: top + 1, width: right - left - 2, height: bottom - top - 2 };
}

// figure writes figures on bars. A value is [place of the name, value].
function figure({ data, label, itemStyle }, x, y) {
  return data.map(({ name, value: [place, value] }) => {
    const [wide, high] = [widthOf(name) + 8, 14];
    const [left, middle] = [x.at(value) - wide / 2, y.at(place)];
    return plate(left, middle - high / 2, wide, high, 3, itemStyle.color) + text(x.at(value), middle, name, "middle", label);
  }).join("");
}

// legend names the series, beside each other as far as there is room.
function legend({ ends, label }, x, y, width) {
  const [size, apart] = [12, 16];
  let [left, top] = [0, 0];
  return ends.map((end) => {
    const wide = size + 5 + widthOf(end.label);
    if (left > 0 && left + wide > width) [left, top] = [0, top + size + apart];
    const at = left;
    left += wide + apart;
    return plate(at, top, size, size, 3, end.color) + text(at + size + 5, top + size / 2, end.label, "start", label);
  }).join("");
}

// head is the name of a small chart.
function head({ name, label, shift = 0 }, { area }) {
  return text(area.x + shift, area.y - 16, name, "start", label);
}

// ramp is the scale of a heat map's shades, on the right over it.
function ramp({ ends, label }, { area }) {
  const size = 14;
  const right = area.x + area.width;
  const [first, last] = [ends[0].label, ends.at(-1).label];
  const end = right - widthOf(last) - 8;
  return [
    text(right, 8, last, "end", label),
    ...ends.map(({ color }, i) => rect(end - size * (ends.length - i), 3, size, 10, color)),
    text(end - size * ends.length - 8, 8, first, "end", label),
  ].join("");
}

// ends are the names of lines where they end, moved apart where they would meet.
function ends({ ends: of, label }, { area }, y) {
  const apart = 16;
  const places = of.map((end) => ({ ...end, at: y.at(end.at) })).sort((a, b) => a.at - b.at);
  places.forEach((place, i) => {
    place.at = Math.max(place.at, i > 0 ? places[i - 1].at + apart : area.y);
  });
  for (let i = places.length - 1; i >= 0; i -= 1) {
    places[i].at = Math.min(places[i].at, i + 1 < places.length ? places[i + 1].at - apart : area.y + area.height);
  }
  const x = area.x + area.width + 8;
  return places.map((place) => rect(x, place.at - 1.5, 10, 3, place.color) + text(x + 16, place.at, place.label, "start", label)).join("");
}

// beside writes the names of points. One that would touch another gives way.
function beside({ data, label: { color, lineHeight, distance } }, x, y) {
  const taken = [];
  return data.map(({ name, value, symbolSize, label }) => {
    const rows = name.split("\n");
    const right = label.position === "right";
    const from = x.at(value[0]) + (right ? 1 : -1) * (symbolSize / 2 + distance);
    const [wide, high] = [Math.max(...rows.map(widthOf)), rows.length * lineHeight];
    const [left, top] = [right ? from : from - wide, y.at(value[1]) + (label.shift ?? 0) - high / 2];
    if (taken.some((box) => left < box.left + box.wide && box.left < left + wide && top < box.top + box.high && box.top < top + high)) return "";
    taken.push({ left, top, wide, high });
    return rows.map((row, i) => text(from, top + lineHeight * (i + 0.5), row, right ? "start" : "end", { color })).join("");
  }).join("");
}

// list names the parts of a donut, with their figures.
function list({ ends: of, label, place: [left, top] }) {
  const [size, step] = [10, 20];
  return of.map((end, i) => {
    const middle = top + step * (i + 0.5);
    return plate(left + 2, middle - size / 2, size, size, 2, end.color) + parts(left + 18, middle, end.label, label.rich);
  }).join("");
}

// whole is the sum in the middle of a donut, and its name.
function whole({ name, center: [across, down], ends: [sum], label }, x, y, width) {
  const middle = across === "50%" ? width / 2 : across;
  return text(middle, down - 8, sum.label, "middle", { color: sum.color, fontWeight: 600, fontSize: 16 }) + text(middle, down + 20, name, "middle", label);
}

const marks = { whisker, cell, figure, legend, head, ramp, ends, beside, list, whole };
