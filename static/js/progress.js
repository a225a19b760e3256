// Follows the pipeline: shows how far a run is, and puts the new page in place when another version is published, without a reload
// and without losing the reader's place.
import { refresh } from "./go.js";

const content = () => document.getElementById("content");
const shown = () => Number(content()?.dataset.version ?? 0);
const followed = () => document.querySelector("[data-progress]") !== null;
const busy = 1000; // milliseconds between two looks while a run is on
const idle = 30_000; // and while none is

let failures = 0;
let swapped = ""; // the state for which this page was last fetched anew: a page that shows nothing of it is not fetched again

async function look() {
  let wait = idle;
  try {
    const response = await fetch(`/pipeline/status.json?locale=${document.documentElement.lang}`, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const status = await response.json();
    failures = 0;
    const state = `${status.version} ${status.running}`;
    if ((status.version !== shown() || status.running !== followed()) && state !== swapped) {
      await refresh();
      swapped = state;
    } else if (status.running) {
      show(status);
    }
    if (status.running) wait = busy;
  } catch {
    failures += 1; // the server may be starting anew: look again, less and less often
    wait = Math.min(idle, busy * 2 ** failures);
  }
  setTimeout(look, wait);
}

function show(status) {
  for (const box of document.querySelectorAll("[data-progress]")) {
    const bar = box.querySelector("progress");
    if (bar) bar.value = status.percent;
    const title = box.querySelector("[data-progress-title]");
    if (title && title.textContent !== status.title) title.textContent = status.title;
    for (const stage of status.stages) {
      const item = box.querySelector(`[data-stage="${CSS.escape(stage.name)}"]`);
      if (!item) continue;
      item.className = `stage stage-${stage.state}`;
      item.querySelector("[data-stage-detail]").textContent = stage.detail;
    }
  }
}

setTimeout(look, followed() ? busy : idle);
