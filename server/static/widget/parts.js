// Creates the element's form and the empty places for its results.

import { make } from "./make.js";

/** The element's parts. */
export function parts({ t, config, named }, language) {
  const field = make("input", {
    ...{ id: "q", type: "text", inputmode: "search", enterkeyhint: "search", autocomplete: "off" },
    ...{ autocapitalize: "sentences", placeholder: t("own_words"), maxlength: config.longest },
  });
  const clear = make("button", { type: "button", class: "clear", "aria-label": t("clear") }, "×");
  const find = make("button", { class: "main" }, t("find"));
  const listed = { id: "suggestions", role: "listbox", "aria-label": t("suggestions"), lang: config.content, popover: "manual", "data-keys": t("keys") };
  const list = make("ul", listed);
  const controls = config.offered.map((facet) => control(facet, config.facets[facet], language, t, named));
  const form = make(
    "form",
    { class: "ask", role: "search", "aria-label": t("search") },
    make("label", { for: "q", class: "unseen" }, t("question")),
    make("div", { class: "field", part: "field" }, field, clear, find, list),
    controls.length ? make("div", { class: "facets", part: "facets", "data-without": t("without", { what: "{what}" }) }, controls) : null,
  );
  const said = make("p", { class: "unseen", role: "status" });
  const results = make("div", { class: "results", "aria-busy": "false" });
  const box = make("div", { class: "box", lang: language, dir: "ltr" }, form, said, results); // whatever the host page's is
  return { box, form, field, list, clear, controls, said, results };
}

/** The control of a facet, as the page has it: see server/templates/facet_inputs.html. */
function control(facet, { label, values, segments }, language, t, named) {
  const options = [...Object.entries(values).map(([value, names]) => [value, named(names)]), ["", t("every")]];
  const inputs = options.map(([value, name]) =>
    make("label", { class: value ? null : "every" }, make("input", { type: "radio", name: facet, value }), make("span", {}, name)),
  );
  const name = named(label);
  if (segments[language]) {
    const given = { class: "facet", "data-facet": facet };
    return make("fieldset", given, make("legend", {}, name), make("div", { class: "switch" }, inputs));
  }
  return make(
    "details",
    { class: "facet menu", name: "facets", "data-facet": facet },
    make("summary", {}, make("span", {}, name, make("i", {}, ":")), " ", make("b")),
    make("fieldset", {}, make("legend", { class: "unseen" }, name), inputs),
  );
}
