// Where the values of an option's axes are in a drawing, and the labels of the axes as SVG.
import { text, widthOf } from "./svg.js";

const apart = 6; // pixels between two labels beside each other

// scaleOf is an axis and its place, of which at is that of a value in pixels.
export function scaleOf(axis, option, width, height, lies) {
  const area = areaOf(option.grid[axis.gridIndex ?? 0], width, height);
  let [from, to] = lies ? [area.x, area.x + area.width] : [area.y + area.height, area.y];
  if (axis.inverse) [from, to] = [to, from];
  const [low, high] = axis.type === "category" ? [-0.5, axis.data.length - 0.5] : [axis.min, axis.max];
  return { axis, area, lies, at: (value) => from + ((value - low) / (high - low)) * (to - from) };
}

// widen gives an axis the names that there is room for.
export function widen(axis, option, width) {
  const grid = option.grid[axis.gridIndex ?? 0];
  const { width: room } = areaOf(grid, width, 0);
  const fit = axis.wider?.filter(({ from }) => from <= room).at(-1);
  delete axis.wider;
  if (!fit) return;
  axis.data = fit.names ?? axis.data;
  axis.axisLabel.interval = fit.every - 1;
  grid.bottom = fit.bottom ?? grid.bottom;
}

function areaOf({ left, right, top, bottom, width, height }, whole, high) {
  return { x: left, y: top, width: width ?? whole - left - right, height: height ?? high - top - bottom };
}

// labels are those of an axis: under what is drawn, or beside it. The next axis may be that of the small chart on the right.
export function labels(scale, next) {
  if (scale.axis.axisLabel.show === false) return "";
  return scale.lies ? labelsUnder(scale, next) : labelsBeside(scale);
}

// labelsUnder leaves out a label that would touch the one before, or the first one of the chart on the right.
function labelsUnder({ axis, area, at }, next) {
  const { lineHeight = 12, margin = 8, ...style } = axis.axisLabel;
  const limit = next && next.area.x > area.x ? startOf(next) - apart : Infinity;
  let end = -Infinity;
  return ticksOf(axis).map(([value, words]) => {
    const rows = words.split("\n");
    const half = halfOf(rows);
    if (words === "" || at(value) - half < end || at(value) + half > limit) return "";
    end = at(value) + half + apart;
    const top = area.y + area.height + margin;
    return rows.map((row, i) => text(at(value), top + lineHeight * (i + 0.5), row, "middle", style)).join("");
  }).join("");
}

// startOf is where the first label under a chart begins.
function startOf({ axis, at }) {
  const [value, words] = ticksOf(axis)[0];
  return at(value) - halfOf(words.split("\n"));
}

const halfOf = (rows) => Math.max(...rows.map(widthOf)) / 2;

function labelsBeside({ axis, area, at }) {
  const { margin = 8, rich, ...style } = axis.axisLabel;
  const right = axis.position === "right";
  const x = right ? area.x + area.width + margin : area.x - margin;
  const lineHeight = style.lineHeight ?? (rich ? 16 : 12);
  return ticksOf(axis).map(([value, words]) => {
    const rows = words.split("\n");
    return rows.map((row, i) => {
      const y = at(value) + lineHeight * (i - (rows.length - 1) / 2);
      return rich ? parts(x, y, row, rich) : text(x, y, row, right ? "start" : "end", style);
    }).join("");
  }).join("");
}

// parts are the words of a row like {v|47 %}{n|of 12}, each at the start or at the right end of the room that its style gives it.
export function parts(x, y, row, styles) {
  let end = x;
  return [...row.matchAll(/\{(\w+)\|([^}]*)\}/g)].map(([, name, words]) => {
    const [start, style] = [end, styles[name]];
    end += style.width ?? 0;
    return style.align === "right" ? text(end, y, words, "end", style) : text(start, y, words, "start", style);
  }).join("");
}

// ticksOf are the values of an axis that have a label, and the labels.
function ticksOf({ type, data, min, max, interval, axisLabel }) {
  if (type === "category") return data.map((words, i) => [i, words]).filter((_, i) => i % (axisLabel.interval + 1) === 0);
  const write = tick(axisLabel.formatter);
  const [first, last] = [Math.round(min / interval), Math.round(max / interval)];
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * interval).map((value) => [value, write(value)]);
}

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
