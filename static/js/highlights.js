// What stands out on a sheet has room for a number of lines (card.css). Where a sentence has more, a button shows the whole of all.

const button = () => document.querySelector("[data-whole]");
const whole = () => button()?.getAttribute("aria-expanded") === "true";

function offer() {
  if (!button() || whole()) return; // nothing is cut
  button().hidden = ![...document.querySelectorAll(".highlights li")].some((li) => li.scrollHeight > li.clientHeight);
}

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-whole]")) return;
  button().setAttribute("aria-expanded", String(!whole()));
  button().closest("[data-hold-height]").style.minHeight = ""; // it has the height that was asked for
});

document.addEventListener("swap", offer);
addEventListener("resize", offer);
offer();
document.fonts?.ready.then(offer);
