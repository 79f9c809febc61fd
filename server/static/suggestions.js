// Suggestions under the field while typing.

import { address } from "./answers.js";
import { combobox } from "./widget/combobox.js";

const MOST = 5;
const field = document.getElementById("q");
const list = document.getElementById("suggestions");

export const { close } = combobox(field, list, async (text, signal) => {
  const given = new URLSearchParams({ q: text, limit: MOST });
  const region = new URLSearchParams(address().split("?")[1]).get("region");
  if (region) given.set("region", region);
  const response = await fetch(`${list.dataset.from}?${given}`, { signal });
  const { suggestions = [] } = await response.json(); // a problem has none; that there is one, the answer says
  return suggestions.map(({ section }) => section);
});

/** Takes the suggestions away unless the reader is among them. */
export function leave() {
  if (!list.matches(":hover") && !field.hasAttribute("aria-activedescendant")) close();
}
