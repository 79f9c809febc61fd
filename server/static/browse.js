// On the pages of the FAQ: a link to other values opens at the same section, and the choice is remembered.

import { recall, remember } from "./facets.js";
import "./printed.js";
import { menus } from "./widget/facets.js";

const facets = document.querySelector(".facets");

if (facets) {
  menus(facets);
  apply(facets.dataset.facets.split(" "));
}

facets?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  remember(new URL(link.href).searchParams);
  link.hash = location.hash;
});

/** Opens an address that chooses nothing for the remembered choice. */
function apply(known) {
  const to = new URL(location.href);
  if (known.some((facet) => to.searchParams.has(facet))) return;
  const kept = [...recall()].filter(([facet, value]) => known.includes(facet) && value);
  for (const one of kept) to.searchParams.append(...one);
  to.searchParams.delete("seen"); // the seal is of the answer without a choice
  if (kept.length) location.replace(to);
}
