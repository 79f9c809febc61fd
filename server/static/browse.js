// On the pages of the FAQ: a link to another region opens at the same section, and the region is remembered.

import { remember } from "./region.js";

document.querySelector(".regions")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  remember(link.dataset.region);
  link.hash = location.hash;
});
