// On the page for letters: the menus of the facets, and the actions on a reply.

import { act } from "./actions.js";
import { toggle } from "./differs.js";
import { menus } from "./widget/facets.js";

document.documentElement.classList.add("scripted");
menus(document.getElementById("ask"));
document.getElementById("results").addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a.differs");
  if (link) {
    event.preventDefault();
    toggle(link);
  } else act(event);
});
