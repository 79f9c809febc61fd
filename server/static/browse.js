// On the pages of the FAQ: a link to other values opens at the same section, and the choice is remembered.

import { remember } from "./facets.js";
import { menus } from "./widget/facets.js";

const facets = document.querySelector(".facets");

if (facets) menus(facets);
facets?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  remember(new URL(link.href).searchParams);
  link.hash = location.hash;
});
