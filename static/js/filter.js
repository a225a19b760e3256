// Makes the bar of filters immediate: what is changed in it applies at once. Searches in its lists, and joins the two fields of a range
// to the one that an address has.
import { go } from "./go.js";
import { say } from "./words.js";

document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-controls]");
  if (!form || target.matches("[data-search]")) return;
  const range = target.closest("[data-range]");
  if (!range || joined(range)) apply(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-controls], form[data-go]"); // of the filters, or the search in a table
  if (!form) return;
  event.preventDefault();
  apply(form);
});

function apply(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== "") query.append(name, value);
  }
  query.sort();
  const [path] = form.getAttribute("action").split("#");
  go(query.size > 0 ? `${path}?${query}` : path);
}

// joined writes both ends of a range into the form's field; false where there is no such range.
function joined(range) {
  const [from, to] = [range.querySelector("[data-range-from]"), range.querySelector("[data-range-to]")];
  const wrong = from.value !== "" && to.value !== "" && Number(from.value) > Number(to.value);
  to.setCustomValidity(wrong ? say("A range goes from the smaller to the greater number.") : "");
  if (![from, to].every((field) => field.reportValidity())) return false;
  const [field, ...further] = range.closest("form").querySelectorAll(`[name="${CSS.escape(range.dataset.range)}"]:is([data-range-field], [data-range-further])`);
  field.value = from.value || to.value ? `${from.value}..${to.value}` : "";
  for (const more of further) more.remove();
  return true;
}

function search(field) {
  const wanted = field.value.trim().toLocaleLowerCase();
  const panel = field.closest("fieldset");
  let found = 0;
  for (const item of panel.querySelectorAll(".control-options li")) {
    item.hidden = !item.querySelector(".option-name").textContent.toLocaleLowerCase().includes(wanted);
    if (!item.hidden) found += 1;
  }
  panel.querySelector("[data-nothing]").hidden = found > 0;
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-search]")) search(target);
});

// Enter in a search would submit the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-search]")) event.preventDefault();
});

document.addEventListener("swap", () => {
  for (const field of document.querySelectorAll("[data-search]")) {
    if (field.value) search(field);
  }
});

// "Compare…" in the menu of a card opens the control of that name, which on a narrow window is in the sheet of filters.
document.addEventListener("click", (event) => {
  const opener = event.target.closest('[data-open="control-compare"]');
  if (!opener) return;
  const sheet = document.getElementById("filter-sheet");
  if (getComputedStyle(sheet).display === "none") sheet.showPopover();
});
