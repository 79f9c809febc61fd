// Enhances the search page: answers while typing, suggestions, keys. Every link and form works without it.

import { address, choice, follow, go, settle, show, typed } from "./answers.js";
import { act } from "./actions.js";
import { choose, recall, remember } from "./facets.js";
import { close, leave } from "./suggestions.js";
import { menus, say } from "./widget/facets.js";

const ANSWER_AFTER = 30; // ms without a key; fast typists pause longer between two words
const SETTLED_AFTER = 1500; // ms without typing after which the text counts as a question
const form = document.getElementById("ask");
const field = form.elements.q;
let resting;

document.documentElement.classList.add("scripted");

field.addEventListener("input", () => {
  clearTimeout(resting);
  resting = setTimeout(async () => {
    if (await typed()) resting = setTimeout(rested, SETTLED_AFTER);
  }, ANSWER_AFTER);
});

function rested() {
  settle();
  leave(); // the answer below is what the reader wants
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(address());
});

function ask(to) {
  clearTimeout(resting);
  close();
  go(to);
}

addEventListener("popstate", close);

menus(form);

// What few readers need is loaded when they do.

for (const [name, given] of [["paste", "clipboardData"], ["drop", "dataTransfer"]]) {
  field.addEventListener(name, (event) => {
    const text = event[given].getData("text");
    const whole = field.value.slice(0, field.selectionStart) + text + field.value.slice(field.selectionEnd);
    if (whole.length <= field.dataset.longest && !/\S\s*\n\s*\S/.test(text)) return;
    event.preventDefault();
    close();
    clearTimeout(resting);
    import("./letter.js").then(({ open }) => open(whole));
  });
}

function compare({ target }) {
  const link = target.closest("a.differs");
  if (link) import("./differs.js").then(({ toggle }) => toggle(link), () => location.assign(link.href));
  return Boolean(link);
}

form.addEventListener("change", ({ target }) => {
  const control = target.closest("[data-facet]");
  if (!control) return;
  say(control, target);
  remember(choice());
  ask(address());
});

form.querySelector(".clear").addEventListener("click", () => {
  field.value = "";
  field.focus();
  ask(address());
});

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.matches("input, textarea, select")) {
    event.preventDefault();
    field.focus();
    field.select();
  } else if (event.key === "Escape" && event.target === field && field.value) {
    event.preventDefault();
    field.value = "";
    ask(address());
  }
});

document.getElementById("results").addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (compare(event)) event.preventDefault();
  else act(event) || follow(event);
});

if (!location.search && recall().size) {
  choose(form, recall());
  history.replaceState({}, "", address());
  show(address(), { say: false });
}
