// A letter pasted into the field: the field grows, and each question of the letter is answered.

import { address, choice, show } from "./answers.js";
import { remember } from "./facets.js";
import { say } from "./widget/facets.js";

const MOST_ROWS = 14;
const form = document.getElementById("ask");
const field = form.elements.q;
const letter = document.getElementById("letter");
const opened = () => !letter.hidden;

function grow() {
  const width = Math.max(20, letter.clientWidth / 9); // characters that fit about
  const rows = letter.value.split("\n").reduce((sum, line) => sum + Math.ceil((line.length || 1) / width), 0);
  letter.rows = Math.min(MOST_ROWS, Math.max(3, rows));
}

function toggle(on) {
  letter.hidden = letter.disabled = !on;
  field.hidden = field.disabled = on;
}

function answer() {
  if (!letter.value.trim()) return;
  const body = choice();
  body.set("q", letter.value);
  show(form.dataset.letter, { body });
}

/** Opens the field for a letter, and answers it. */
export function open(text) {
  toggle(true);
  history.pushState({}, "", address()); // a letter is in no address
  letter.value = text;
  letter.focus();
  grow();
  answer();
}

letter.addEventListener("input", grow);

letter.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  else if (event.key === "Escape") form.querySelector(".clear").click();
});

// Before the page's own handlers, which know of one question only.

form.addEventListener("submit", (event) => {
  if (!opened()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  answer();
}, { capture: true });

form.addEventListener("change", (event) => {
  const control = event.target.closest("[data-facet]");
  if (!opened() || !control) return;
  event.stopImmediatePropagation();
  say(control, event.target);
  remember(choice());
  answer();
}, { capture: true });

form.addEventListener("click", ({ target }) => {
  if (target.closest(".clear")) toggle(false);
}, { capture: true });

document.getElementById("results").addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  if (link && new URL(link.href).pathname === form.getAttribute("action")) toggle(false);
}, { capture: true });

addEventListener("popstate", () => toggle(false));
