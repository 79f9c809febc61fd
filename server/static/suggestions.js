// Type-ahead suggestions under the field.

import { choice } from "./answers.js";
import { combobox } from "./widget/combobox.js";

const MOST = 5;
const field = document.getElementById("q");
const list = document.getElementById("suggestions");

export const { close } = combobox(field, list, async (text, signal) => {
  const given = new URLSearchParams({ q: text, limit: MOST });
  for (const [facet, value] of choice()) given.append(facet, value);
  const response = await fetch(`${list.dataset.from}?${given}`, { signal });
  const { used = text, suggestions = [] } = await response.json(); // a problem document has none
  return { used, texts: suggestions.map(({ section }) => section) };
});
