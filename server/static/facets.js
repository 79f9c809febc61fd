// The reader's choice of facet values: in the form's controls, and remembered in this browser.

import { pick } from "./widget/facets.js";

const KEY = "otvet.choice";

/** Remembers the choice that is in the parameters of an address. */
export function remember(parameters) {
  parameters.delete("lang");
  try {
    localStorage.setItem(KEY, parameters);
  } catch {
    // storage is disabled: the choice is not remembered
  }
}

/** The remembered choice as parameters. */
export function recall() {
  try {
    return new URLSearchParams(localStorage.getItem(KEY) ?? "");
  } catch {
    return new URLSearchParams();
  }
}

/** Sets the controls of a form to the choice in the parameters of an address, and to what was read from its question. */
export function choose(form, parameters, read = {}) {
  for (const control of form.querySelectorAll("[data-facet]")) {
    const { facet } = control.dataset;
    const reading = read[facet] && { ...read[facet], off: offLink(read[facet]) };
    pick(control, parameters.getAll(facet).join(","), reading);
  }
}

function offLink({ off, remove }) {
  const link = document.createElement("a");
  link.className = "off";
  link.href = off;
  link.setAttribute("aria-label", remove);
  link.textContent = "×";
  return link;
}
