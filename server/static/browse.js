// While reading the whole FAQ: another region opens at the same section, and is remembered.

import { remember } from "./region.js";

document.querySelector(".regions")?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  remember(link.dataset.region);
  link.hash = location.hash;
});
