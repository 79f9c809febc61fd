// Creates the element's form and the empty places for its results.

import { make } from "./make.js";

/** The element's parts. */
export function parts({ t, config, named }, language) {
  const field = make("input", {
    ...{ id: "q", type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off" },
    ...{ autocapitalize: "sentences", placeholder: t("example"), maxlength: config.longest },
  });
  const clear = make("button", { type: "button", class: "clear", "aria-label": t("clear") }, "×");
  const find = make("button", { class: "main" }, t("find"));
  const listed = { id: "suggestions", role: "listbox", "aria-label": t("suggestions"), lang: config.content, hidden: true };
  const list = make("ul", listed);
  const form = make(
    "form",
    { class: "ask", role: "search", "aria-label": t("search") },
    make("label", { for: "q", class: "unseen" }, t("question")),
    make("div", { class: "field", part: "field" }, field, clear, find, list),
    regions(config, t, named),
  );
  const said = make("p", { class: "unseen", role: "status" });
  const results = make("div", { class: "results", "aria-busy": "false" });
  const box = make("div", { class: "box", lang: language }, form, said, results);
  return { box, form, field, list, clear, said, results };
}

function regions({ facets: { region } }, t, named) {
  if (!region) return null;
  const values = Object.entries(region.values).map(([value, names]) => [value, named(names)]);
  const choices = [...values, ["", t("every_region")]].map(([value, name]) =>
    make("label", {}, make("input", { type: "radio", name: "region", value }), make("span", {}, name)),
  );
  return make(
    "fieldset",
    { part: "regions" },
    make("legend", {}, named(region.label)),
    make("div", { class: "switch" }, choices),
  );
}
