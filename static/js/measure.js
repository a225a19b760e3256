// How wide a text is, from the widths of the font's letters. ECharts asks here in the browser and on the server, so that both lay out
// a chart alike, whether the font has come yet or not.
import { advances } from "./advances.js";

const unknown = 600; // thousandths of the size, for letters that the font lacks
const ideograph = 1000; // and for those of scripts whose letters fill a square

// measure is ECharts' measureText. Its font is like "normal 600 12px Inter".
export function measure(text, font) {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  const widths = advances[/\b(600|700|bold)\b/.test(font) ? 600 : 400];
  let sum = 0;
  for (const letter of String(text ?? "")) {
    sum += widths[letter] ?? (letter.codePointAt(0) >= 0x2e80 ? ideograph : unknown);
  }
  return { width: (sum * size) / 1000 };
}
