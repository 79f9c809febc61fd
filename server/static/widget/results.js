// Renders a result as nodes: inferred facets, notices, answers, related questions.

import { feedback } from "./feedback.js";
import { make } from "./make.js";
import { lead, safe } from "./safe.js";

/**
 * Everything to show of a result.
 *
 * `frame` has the translator (`t`, `named`), the configuration (`config`), the server's address (`site`) and a function
 * for addresses on it (`at`); `acts` are the reader's actions: `ask` another question, ask `again` with changes,
 * `judge` an answer.
 */
export function results(result, frame, acts) {
  const held = Object.fromEntries(Object.entries(result.query.facets).map(([facet, { value }]) => [facet, value]));
  const [first, ...others] = result.answers;
  const contacts = frame.config.contacts.filter(({ facets }) =>
    Object.entries(facets).every(([facet, value]) => (held[facet] ?? value) === value),
  );
  return [
    chips(result, frame, acts),
    ...result.notices.map((notice) => noticed(notice, result, held, frame, acts)),
    first ? best(first, result, contacts, frame, acts) : nothing(contacts, held, frame, acts),
    others.length ? more(others, frame, acts) : null,
    result.related.length ? near(result.related, frame.t(first ? "related" : "nearest"), held, frame, acts) : null,
    make("p", { class: "rest" }, lead(make("a", {}, frame.t("browse")), frame.at("faq", { region: held.region }))),
  ].filter(Boolean);
}

/** A summary for screen readers. */
export function summary({ answers }, { t }) {
  if (!answers.length) return t("no_answer");
  return t("found_first", { found: t("found", { n: answers.length }), first: answers[0].section });
}

function act(label, click, given = {}) {
  return make("button", { type: "button", class: "act", ...given, click }, label);
}

function chips({ query }, { t, named, config }, { again }) {
  const read = Object.entries(query.facets).filter(([, { source }]) => source === "query");
  if (!read.length) return null;
  return make(
    "ul",
    { class: "chips" },
    read.map(([facet, { value, evidence }]) => {
      const { label, values } = config.facets[facet];
      const what = `${named(label)}: ${named(values[value])}`;
      return make(
        "li",
        {},
        make("b", {}, what),
        make("span", {}, evidence ? t("understood", { evidence }) : t("understood_so")),
        act("×", () => again({ infer: false }), { "aria-label": t("remove", { what }) }),
      );
    }),
  );
}

/** Phrases of the notices about a facet, by their codes. */
function phrases(facet) {
  return {
    [`${facet}_conflict`]: "facet_conflict",
    [`differs_by_${facet}`]: "differs_by_facet",
    [`not_in_${facet}`]: "not_in_facet",
  };
}

function noticed({ code, message }, { query }, held, { t, named, config }, { again }) {
  const show = (said, ways) => make("div", { class: `notice ${code}` }, make("span", {}, said), ways);
  if (code === "repaired") {
    const typed = act(t("search_typed", { typed: query.text }), () => again({ repair: false }));
    return show(t(code, { message, used: query.used }), [typed]);
  }
  const facet = Object.keys(config.facets).find((facet) => phrases(facet)[code]);
  if (!facet) return show(message, []);
  const { label, values } = config.facets[facet];
  const phrase = config.words.ru[code] ? code : phrases(facet)[code];
  const value = held[facet] ? named(values[held[facet]]) : "";
  const choose = (value) => again(facet === "region" ? { region: value } : { facets: { [facet]: value } });
  const ways = Object.keys(values)
    .filter((value) => value !== held[facet])
    .map((value) => act(named(values[value]), () => choose(value)));
  return show(t(phrase, { message, facet: named(label), value }), ways);
}

function best(answer, result, contacts, frame, acts) {
  const { t, config } = frame;
  const unsure = result.status !== "answered";
  return make(
    "article",
    { class: "answer card", part: "answer" },
    make("p", { class: `status ${result.status}` }, t(unsure ? "unsure" : "answered")),
    make("h2", { class: "title", tabindex: "-1", lang: config.content }, answer.section),
    body(answer, frame, acts),
    unsure && contacts.length ? instead(contacts, frame) : null,
    feedback(t, (word) => acts.judge(answer, word)),
  );
}

function instead(contacts, frame) {
  const listed = contacts.flatMap((contact, number) => [number ? "; " : " ", ...written(contact, frame)]);
  return make("p", { class: "quiet" }, frame.t("not_that"), listed);
}

function body(answer, { t, named, config, site }, { again }) {
  const variants = answer.differs_by
    .filter((facet) => facet !== "region" && facet in config.facets) // the switch above is for regions
    .map((facet) => {
      const { label, values } = config.facets[facet];
      const choices = [...Object.entries(values).map(([value, names]) => [value, named(names)]), ["", t("every_variant")]];
      return make(
        "p",
        { class: "variants" },
        make("span", {}, `${named(label)}:`),
        choices.map(([value, name]) => {
          const chosen = String((answer.facets[facet] ?? "") === value);
          return act(name, () => again({ facets: { [facet]: value } }), { "aria-pressed": chosen });
        }),
      );
    });
  return [
    answer.breadcrumb.length ? make("p", { class: "quiet", lang: config.content }, answer.breadcrumb.join(" › ")) : null,
    ...variants,
    make("div", { class: "body", lang: config.content }, safe(answer.html, site)),
    answer.url ? make("p", { class: "foot" }, lead(make("a", {}, t("open")), answer.url, site)) : null,
  ];
}

function nothing(contacts, held, frame, { again }) {
  const { t } = frame;
  const everywhere = () => again({ region: "", infer: false });
  const listed = contacts.map((contact) => make("li", {}, written(contact, frame)));
  return make(
    "section",
    { class: "state card" },
    make("h2", { class: "title", tabindex: "-1" }, t("no_answer")),
    make("p", {}, t("no_answer_hint"), " ", held.region ? act(t("look_everywhere"), everywhere) : null),
    listed.length ? [make("p", {}, t("write_to")), make("ul", { class: "contacts" }, listed)] : null,
  );
}

function written({ label, href }, { named, site }) {
  const link = lead(make("a", {}, href.replace(/^(mailto:|tel:|https:\/\/)/, "")), href, site);
  return [`${named(label)}: `, link];
}

function more(answers, frame, acts) {
  return make(
    "section",
    { class: "others", "aria-labelledby": "more" },
    make("h3", { id: "more" }, frame.t("more")),
    make(
      "div",
      { class: "card rows" },
      answers.map((answer) =>
        make(
          "details",
          {},
          make("summary", { lang: frame.config.content }, answer.section),
          make("div", { class: "inside" }, body(answer, frame, acts)),
        ),
      ),
    ),
  );
}

function near(related, title, held, { config, at }, { ask }) {
  const row = ({ section }) => {
    const link = lead(make("a", {}, section), at("", { q: section, region: held.region }));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      ask(section);
    });
    return make("li", {}, link);
  };
  return make(
    "nav",
    { class: "others", "aria-labelledby": "near" },
    make("h3", { id: "near" }, title),
    make("ul", { class: "card rows", lang: config.content }, related.map(row)),
  );
}
