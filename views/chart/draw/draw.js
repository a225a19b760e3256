// What an engine runs: one function, draw, made of the files that the browser runs as well.
import { init, setPlatformAPI } from "./echarts.js";
import { complete, measureWith } from "./marks.js";
import { measure } from "./measure.js";

setPlatformAPI({ measureText: measure });
measureWith(measure);
globalThis.setTimeout = () => 0; // nothing is animated, so nothing has to happen later
globalThis.clearTimeout = () => {};

globalThis.draw = (option, width, height) => {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    const completed = complete(JSON.parse(option), width, height);
    chart.setOption(completed.option);
    const { painter, storage } = chart.getZr();
    for (const root of storage.getRoots()) root.traverse((element) => element.removeClipPath()); // nothing reaches over its edges
    return painter.renderToString({ cssAnimation: false, cssEmphasis: false }).replace(/<\/svg>$/, () => `${completed.svg}</svg>`);
  } finally {
    chart.dispose();
  }
};
