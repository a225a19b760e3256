// Chart options name their colours as the style sheet's custom properties ("--series-1"), so that light and dark are decided there.

const places = new Set(["color", "borderColor", "backgroundColor"]);

// resolve gives a copy of an option with the names of colours replaced by their values for that element. Only where a colour stands:
// a name in the data may begin like that as well.
export function resolve(option, element) {
  const styles = getComputedStyle(element);
  const walk = (value, key) => {
    if (typeof value === "string") return places.has(key) && value.startsWith("--") ? styles.getPropertyValue(value).trim() : value;
    if (Array.isArray(value)) return value.map((item) => walk(item));
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walk(v, k)]));
    return value;
  };
  return walk(option);
}
