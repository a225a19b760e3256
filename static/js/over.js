// What is written as SVG over ECharts' drawing: labels of axes, figures on cells, intervals on bars, the names of lines, the scale of
// shades. Nobody points at these, and their places follow from the option alone. ECharts would lay out each word several times, which
// takes it longer than all the rest.
import { labels, scaleOf } from "./axes.js";
import { lines, rect, text, widthOf } from "./svg.js";

// over writes all of it for an option and the size of its drawing.
export function over(option, width, height) {
  if (!option.grid) return "";
  const [across, up] = [option.xAxis, option.yAxis].map((axes, i) => axes.map((axis) => scaleOf(axis, option, width, height, i === 0)));
  const marked = [...(option.over ?? []), ...option.series.filter(({ renderItem }) => renderItem === "cell")];
  return [
    ...[...across, ...up].map(labels),
    ...marked.map((series) => marks[series.renderItem](series, across[series.xAxisIndex ?? 0], up[series.yAxisIndex ?? 0])),
  ].join("");
}

// whisker writes intervals on bars, and figures beyond them. A value is [place of the name, value, low, high].
function whisker({ data, label, itemStyle, upright, shift = 0 }, x, y) {
  const [names, values] = upright ? [x, y] : [y, x];
  const point = (beside, along) => (upright ? [beside, along] : [along, beside]);
  return data.map(({ name, value: [place, value, low, high] }) => {
    const beside = names.at(place) + shift;
    const known = Number.isFinite(low);
    const end = values.at(Math.max(known ? high : value, value, 0));
    const ends = known ? [values.at(low), values.at(high)] : [];
    const strokes = [[beside, ends[0], beside, ends[1]], ...ends.map((at) => [beside - 4, at, beside + 4, at])];
    const interval = known ? lines(strokes.map(([a, b, c, d]) => [point(a, b), point(c, d)]), itemStyle.color, 1.5) : "";
    if (!label.show) return interval;
    return interval + (upright ? text(beside, end - 9, name, "middle", label) : text(end + 6, beside, name, "start", label));
  }).join("");
}

// cell writes the figures on the cells of a heat map. A value is [column, row].
function cell({ data }, x, y) {
  return data.map(({ name, label, value }) => (label ? text(x.at(value[0]), y.at(value[1]), name, "middle", label) : "")).join("");
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

// names are those of lines where they end, moved apart where they would meet.
function names({ ends, label }, { area }, y) {
  const apart = 16;
  const places = ends.map((end) => ({ ...end, at: y.at(end.at) })).sort((a, b) => a.at - b.at);
  places.forEach((place, i) => {
    place.at = Math.max(place.at, i > 0 ? places[i - 1].at + apart : area.y);
  });
  for (let i = places.length - 1; i >= 0; i -= 1) {
    places[i].at = Math.min(places[i].at, i + 1 < places.length ? places[i + 1].at - apart : area.y + area.height);
  }
  const x = area.x + area.width + 8;
  return places.map((place) => rect(x, place.at - 1.5, 10, 3, place.color) + text(x + 16, place.at, place.label, "start", label)).join("");
}

const marks = { whisker, cell, ramp, ends: names };
