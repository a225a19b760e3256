// How wide a text is, from the widths of the font's letters. ECharts asks here in the browser and on the server, so that both lay out
// a chart alike, whether the font has come yet or not. advance.go says the same for what the program lays out itself.
import { advances } from "./advances.js";

const unknown = 600; // thousandths of the size, for letters that the font lacks
const square = 1000; // and for those of scripts whose letters fill a square, and for pictures among letters
const unseen = /^[\p{Mn}\p{Me}\p{Cf}]$/u; // what stands on the letter before it, or is only an instruction

const widths = {};
for (const [weight, runs] of Object.entries(advances)) {
  widths[weight] = new Map();
  for (const [first, row] of Object.entries(runs)) row.forEach((width, i) => widths[weight].set(Number(first) + i, width));
}

// measure is ECharts' measureText. Its font is like "normal 600 12px Inter".
export function measure(text, font) {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  const known = widths[/\b(600|700|bold)\b/.test(font) ? 600 : 400];
  let sum = 0;
  for (const letter of String(text ?? "").normalize()) sum += known.get(letter.codePointAt(0)) ?? guess(letter);
  return { width: (sum * size) / 1000 };
}

function guess(letter) {
  if (unseen.test(letter)) return 0;
  const number = letter.codePointAt(0);
  return number >= 0x2300 || (number >= 0x1100 && number < 0x1200) ? square : unknown;
}
