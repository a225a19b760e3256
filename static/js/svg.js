// Words and simple shapes as SVG, in the form that ECharts writes.

const escaped = (words) => String(words).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const short = (x) => Math.round(x * 100) / 100;

let measured = () => 0;

// measureWith tells how wide words are, before any are written.
export function measureWith(measure) {
  measured = (words) => measure(words, "12px Inter").width;
}

export const widthOf = (words) => measured(words);

// text is a line of words whose middle is at the height y, and whose start, middle or end is at x.
export function text(x, y, words, side, { color, fontWeight, fontSize = 12 }) {
  if (words === "") return "";
  const weight = fontWeight ? ` font-weight="${escaped(fontWeight)}"` : "";
  const place = `text-anchor="${side}" x="${short(x)}" y="${short(y)}"`;
  return `<text dominant-baseline="central" font-size="${fontSize}"${weight} ${place} fill="${escaped(color)}">${escaped(words)}</text>`;
}

export function rect(x, y, width, height, color) {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${escaped(color)}"></rect>`;
}

// plate is a rectangle with round corners.
export function plate(x, y, width, height, round, color, opacity = 1) {
  const across = short(width - 2 * round);
  const down = short(height - 2 * round);
  const corner = (dx, dy) => `a${round} ${round} 0 0 1 ${dx * round} ${dy * round}`;
  const data = `M${short(x + round)} ${short(y)}h${across}${corner(1, 1)}v${down}${corner(-1, 1)}h${-across}${corner(-1, -1)}v${-down}${corner(1, -1)}Z`;
  return `<path d="${data}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ""} fill="${escaped(color)}"></path>`;
}

// lines are several lines of one colour, each from one point to another.
export function lines(pairs, color, width) {
  const data = pairs.map(([from, to]) => `M${from.map(short)}L${to.map(short)}`).join("");
  return `<path d="${data}" fill="none" stroke="${escaped(color)}" stroke-width="${short(width)}"></path>`;
}
