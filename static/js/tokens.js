// Chart options name their colours as the style sheet's custom properties ("--series-1"), so that light and dark are decided there.

// resolve gives a copy of an option with every such name replaced by its value for that element.
export function resolve(option, element) {
  const styles = getComputedStyle(element);
  const walk = (value) => {
    if (typeof value === "string") return value.startsWith("--") ? styles.getPropertyValue(value).trim() : value;
    if (Array.isArray(value)) return value.map(walk);
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walk(v)]));
    return value;
  };
  return walk(option);
}
