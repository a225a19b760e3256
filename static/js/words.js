// What scripts say, in the language of the page: it carries their texts, by the English ones, where it is in another language.

const read = () => JSON.parse(document.getElementById("words")?.textContent ?? "{}");
let words = read();
document.addEventListener("swap", () => (words = read())); // by now it may be in another language

// say is a text with its places, %s, filled in their order.
export function say(english, ...parts) {
  return (words[english] ?? english).replaceAll("%s", () => parts.shift());
}
