// Enhances the search page: answers without a reload, suggestions, keys. Every link and form works without it.

import { address, choice, follow, go, show } from "./answers.js";
import { act } from "./actions.js";
import { choose, recall, remember } from "./facets.js";
import "./printed.js";
import { close } from "./suggestions.js";
import { menus, say } from "./widget/facets.js";

const form = document.getElementById("ask");
const field = form.elements.q;

document.documentElement.classList.add("scripted");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(address());
});

function ask(to) {
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
  const takesBack = target.closest(".every") && control.querySelector(".read");
  ask(address(takesBack ? { infer: "false" } : {}));
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

function plain(event) {
  return !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

form.addEventListener("click", (event) => plain(event) && follow(event));

document.getElementById("results").addEventListener("click", (event) => {
  if (!plain(event)) return;
  if (compare(event)) event.preventDefault();
  else act(event) || follow(event);
});

// An address that chooses nothing is opened for the remembered choice.
if (!choice().size && recall().size) {
  choose(form, recall());
  history.replaceState({}, "", address());
  show(address(), { say: false });
}
