// Renders a result as nodes: inferred facets, notices, a question back, answers, related questions.

import { inWords, parts } from "./facets.js";
import { feedback } from "./feedback.js";
import { make } from "./make.js";
import { lead, safe } from "./safe.js";
import { sealed } from "./seal.js";

const FURTHER = 3; // most questions named below an answer

/**
 * Everything to show of a result.
 *
 * `frame` has the translator (`t`, `named`), the configuration (`config`), the server's address (`site`) and a function
 * for addresses on it (`at`); `acts` are the reader's actions: `ask` another question, ask `again` with changes,
 * `judge` an answer.
 */
export function results(result, frame, acts) {
  const held = heldTo(result);
  const undecided = open(result);
  const [first, ...others] = undecided.length ? [null, ...without(result.answers, undecided)] : result.answers;
  const isFor = ([facet, some]) => !held[facet] || meets(some, held[facet]);
  const contacts = frame.config.contacts.filter(({ facets }) => Object.entries(facets).every(isFor));
  const told = notices(result);
  const inside = told.filter(({ code }) => first && (restricts(code) || code.startsWith("differs_by_")));
  const show = (notice) => noticed(notice, result, held, frame, acts);
  const named = further(result, others);
  const title = !result.answers.length ? "nearest" : result.status === "unsure" ? "more" : "related";
  return [
    chips(result, held, frame, acts),
    ...without(told, inside).map(show),
    undecided.length ? which(undecided, result.ask.name, frame, acts) : null,
    first ? best(first, result, contacts, inside, show, frame, acts) : null,
    result.answers.length ? null : nothing(contacts, held, frame, acts),
    named.length ? near(named, frame.t(title), held, frame, acts) : null,
    make("p", { class: "rest" }, lead(make("a", {}, frame.t("browse")), frame.at("faq", held))),
  ].filter(Boolean);
}

/** What was read from the question of facets that have a control, facet → as `pick` in facets.js takes it. */
export function readings({ query }, frame, { again }) {
  const { t, named, config } = frame;
  const read = Object.entries(query.facets).filter(([, { source }]) => source === "query");
  return Object.fromEntries(
    read.map(([facet, { value, evidence }]) => {
      const name = said(facet, value, frame);
      const what = `${named(config.facets[facet].label)}: ${name}`;
      const off = act("×", () => again({ infer: false }), { class: "act off", "aria-label": t("remove", { what }) });
      return [facet, { value, name, words: t("read"), title: evidence ? t("understood", { evidence }) : t("understood_so"), off }];
    }),
  );
}

/** Whether a notice says that the answer is not for the reader. */
function restricts(code) {
  return code.startsWith("only_in_");
}

/** What to name below the answer; nothing below an answer to the question itself, word for word, that is settled. */
function further({ status, ask, answers, related }, others) {
  const settled = status === "answered" && !ask && answers[0].confidence === 1;
  return settled ? [] : [...others, ...related].slice(0, FURTHER);
}

/** A summary for screen readers. */
export function summary(result, { t }) {
  const undecided = open(result);
  if (undecided.length) return `${result.ask.name ?? t("which")} — ${undecided.map(({ section }) => section).join("; ")}`;
  if (!result.answers.length) return t("no_answer");
  return t("found_first", { found: t("found", { n: result.answers.length }), first: result.answers[0].section });
}

/** What the search was held to, facet → choice. */
function heldTo({ query }) {
  return Object.fromEntries(Object.entries(query.facets).map(([facet, { value }]) => [facet, value]));
}

/** Whether what is for some readers is for some of those of a choice. */
function meets(some, choice) {
  const { taken, out } = parts(choice);
  return parts(some).taken.some((value) => (taken.length ? taken.includes(value) : true) && !out.includes(value));
}

/** A choice in words. */
function said(facet, statement, { t, named, config }) {
  const { values } = config.facets[facet];
  return values[statement]
    ? named(values[statement])
    : inWords(statement, (value) => named(values[value]), t("without", { what: "{what}" }));
}

function without(all, some) {
  return all.filter((one) => !some.includes(one));
}

/** The answers between which the question does not decide; none if it does. */
function open({ ask, answers }) {
  const choices = ask?.choices?.map(({ id }) => id) ?? [];
  return answers.filter(({ id }) => choices.includes(id));
}

/** The notices without those that ask for a facet while something else is asked first. */
function notices({ ask, notices }) {
  return notices.filter(({ code }) => !ask || !code.startsWith("differs_by_") || code === `differs_by_${ask.facet}`);
}

/** Asks which of the sections is meant, in the content's words if it has some; each opens in its place. */
function which(answers, name, frame, acts) {
  const title = { class: "title", id: "which", tabindex: "-1", ...(name ? { lang: frame.config.content } : {}) };
  return make(
    "section",
    { class: "which", "aria-labelledby": "which" },
    make("h2", title, name ?? frame.t("which")),
    rows(answers, frame, (answer) => judged(answer, frame, [], acts)),
  );
}

function act(label, click, given = {}) {
  return make("button", { type: "button", class: "act", ...given, click }, label);
}

/** What the search is held to of facets without a control. */
function chips({ query }, held, frame, { again }) {
  const { t, named, config } = frame;
  const beside = Object.entries(query.facets).filter(([facet]) => !config.offered.includes(facet));
  if (!beside.length) return null;
  return make(
    "ul",
    { class: "chips" },
    beside.map(([facet, { source, evidence }]) => {
      const what = `${named(config.facets[facet].label)}: ${said(facet, held[facet], frame)}`;
      const read = source === "query";
      const off = read ? { infer: false } : { facets: { [facet]: "" } };
      return make(
        "li",
        {},
        make("b", {}, what),
        read ? make("span", {}, evidence ? t("understood", { evidence }) : t("understood_so")) : null,
        act("×", () => again(off), { "aria-label": t("remove", { what }) }),
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
    [`broader_${facet}`]: "broader_facet",
    [`only_in_${facet}`]: "only_in_facet",
    [`unlisted_${facet}`]: "unlisted_in_facet",
  };
}

function noticed({ code, message }, { query }, held, frame, { again }) {
  const { t, named, config } = frame;
  const show = (text, ways) => make("div", { class: `notice ${code}` }, make("span", {}, text), ways);
  if (code === "repaired") {
    const typed = act(t("search_typed", { typed: query.text }), () => again({ repair: false }));
    return show(t(code, { message, used: query.used }), [typed]);
  }
  const facet = Object.keys(config.facets).find((facet) => phrases(facet)[code]);
  if (!facet) return show(message, []);
  const { label, values, differs, show: shown } = config.facets[facet];
  const phrase = phrases(facet)[code];
  const chosen = held[facet] ?? "";
  const value = said(facet, chosen, frame);
  const others = ["broader_facet", "only_in_facet", "unlisted_in_facet"].includes(phrase) ? [] : without(Object.keys(values), parts(chosen).taken);
  const names = phrase === "differs_by_facet" ? values : shown;
  const ways = others.map((value) => act(named(names[value]), () => again({ facets: { [facet]: value } })));
  return show(phrase === "differs_by_facet" ? named(differs) : t(phrase, { message, facet: named(label), value }), ways);
}

function best(answer, result, contacts, inside, show, frame, acts) {
  const { t, config } = frame;
  const unsure = result.status !== "answered";
  const excluded = inside.some(({ code }) => restricts(code));
  const told = t(unsure ? "unsure" : answer.confidence === 1 ? "exact" : "answered");
  return make(
    "article",
    { class: "answer card", part: "answer" },
    excluded ? null : make("p", { class: `status ${result.status}` }, told),
    make("h2", { class: "title", tabindex: "-1", lang: config.content }, answer.section),
    inside.map(show),
    excluded ? make("details", { class: "folded" }, make("summary", {}, t("unfold")), body(answer, frame)) : body(answer, frame),
    unsure && contacts.length ? instead(contacts, frame) : null,
    judged(answer, frame, contacts, acts),
  );
}

/** The feedback form of an answer. */
function judged(answer, frame, contacts, acts) {
  return feedback(frame.t, (word) => acts.judge(answer, word), (reason) => instantly(reason, answer, frame, contacts, acts));
}

/** What a reader whom an answer did not help may do at once: see the answer for others, or write. */
function instantly(reason, answer, frame, contacts, { again, question }) {
  const { t, named, config } = frame;
  if (reason === "wrong_variant") {
    const show = (facet, value) => act(named(config.facets[facet].values[value]), () => again({ facets: { [facet]: value } }));
    return answer.differs_by.map((facet) => {
      const others = without(Object.keys(config.facets[facet].values), parts(answer.facets[facet] ?? "").taken);
      return make("p", { class: "quiet" }, t("for_others"), others.map((value) => [" ", show(facet, value)]).flat());
    });
  }
  if (!reason || !contacts.length) return [];
  const letter = t("letter", { question, section: answer.section, url: answer.url, reason: t(reason) });
  const filled = `?${new URLSearchParams({ subject: question.slice(0, 100), body: letter })}`.replaceAll("+", "%20");
  const listed = contacts.flatMap((contact) => [" ", ...written(contact, frame, filled)]);
  return make("p", { class: "quiet" }, t("write_more"), listed);
}

function instead(contacts, frame) {
  const listed = contacts.flatMap((contact, number) => [number ? "; " : " ", ...written(contact, frame)]);
  return make("p", { class: "quiet" }, frame.t("not_that"), listed);
}

function body(answer, frame) {
  const { t, config, site } = frame;
  return [
    answer.breadcrumb.length ? make("p", { class: "quiet", lang: config.content }, answer.breadcrumb.join(" › ")) : null,
    make("div", { class: "body", lang: config.content }, safe(answer.html, site)),
    answer.letter ? ready(answer.letter, frame) : null,
    make("p", { class: "foot" }, copy(answer, frame), answer.url ? lead(make("a", {}, t("open")), answer.url, site) : null),
  ];
}

/** The letter that an answer tells to write. */
function ready({ to, subject, checklist, href }, { t, config, site }) {
  const points = make("ul", {}, checklist.map((point) => make("li", {}, point)));
  const text = [to, subject, "", ...checklist.map((point) => `${point}: `)].join("\n");
  return make(
    "details",
    { class: "ready" },
    make("summary", {}, `${t("ready")} ${to}`),
    make("p", { class: "quiet" }, `${t("ready_subject")}: `, make("span", { lang: config.content }, subject)),
    make("p", { class: "quiet" }, t("ready_state")),
    make("div", { lang: config.content }, points),
    make("p", { class: "foot" }, lead(make("a", {}, t("ready_open")), href, site), copying(text, t("ready_copy"), t("ready_copied"))),
  );
}

/** A button that copies a text, as it is when it is clicked, and says so; none where nothing can be copied. */
function copying(text, label, done) {
  if (!navigator.clipboard) return null;
  const button = act(label, async () => {
    await navigator.clipboard.writeText(`${text}`);
    button.textContent = done;
  });
  return button;
}

/** A button that copies the address of an answer for this reader. */
function copy({ id, facets, text }, { t, at }) {
  const [, page, anchor = ""] = id.match(/^(.*?\.md)(?:#([^#]*))?$/i) ?? [id, id];
  const address = new URL(at(`faq/${page.replace(/\.md$/, "").split("/").map(encodeURIComponent).join("/")}`, facets));
  address.hash = anchor;
  sealed(id, text).then((seal) => address.searchParams.set("seen", seal), () => {}); // long before a click
  return copying(address, t("copy"), t("copied"));
}

function nothing(contacts, held, frame, { again }) {
  const { t } = frame;
  const what = Object.entries(held).map((one) => said(...one, frame)).join(", ");
  const facets = Object.fromEntries(Object.keys(held).map((facet) => [facet, ""]));
  const everywhere = what ? act(t("look_everywhere", { what }), () => again({ facets, infer: false })) : null;
  const listed = contacts.map((contact) => make("li", {}, written(contact, frame)));
  return make(
    "section",
    { class: "state card" },
    make("h2", { class: "title", tabindex: "-1" }, t("no_answer")),
    make("p", {}, t("no_answer_hint"), " ", everywhere),
    listed.length ? [make("p", {}, t("write_to")), make("ul", { class: "contacts" }, listed)] : null,
  );
}

function written({ label, href }, { named, site }, letter = "") {
  const to = href.startsWith("mailto:") && !href.includes("?") ? href + letter : href;
  const link = lead(make("a", {}, href.replace(/^(mailto:|tel:|https:\/\/)/, "")), to, site);
  return [`${named(label)}: `, link];
}

/** Answers that unfold, each with what `below` makes for it. */
function rows(answers, frame, below) {
  const row = (answer) =>
    make(
      "details",
      {},
      make("summary", { lang: frame.config.content }, answer.section),
      make("div", { class: "inside" }, body(answer, frame), below(answer)),
    );
  return make("div", { class: "card rows" }, answers.map(row));
}

function near(related, title, held, { config, at }, { ask }) {
  const row = ({ section }) => {
    const link = lead(make("a", {}, section), at("", { q: section, ...held }));
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
