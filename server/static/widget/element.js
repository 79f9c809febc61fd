// <otvet-search endpoint="https://faq.example" region="kazakhstan" lang="ru">: a question, and its answer in this page.

import { ask, Refused } from "./api.js";
import { combobox } from "./combobox.js";
import { make } from "./make.js";
import { parts } from "./parts.js";
import { summary, results } from "./results.js";
import { languageOf, translator } from "./speak.js";
import { sheet } from "./style.js";

const HOME = new URL("../../", import.meta.url); // of the server that these modules come from
const MOST = { suggest: 5, search: 3 };
let config;

/** Makes the element known to the browser. `given` is the configuration from server/pages/widget.py. */
export function define(given) {
  config ??= given;
  if (!customElements.get("otvet-search")) customElements.define("otvet-search", OtvetSearch);
}

class OtvetSearch extends HTMLElement {
  static observedAttributes = ["endpoint", "region", "lang"];

  #root = this.attachShadow({ mode: "open" });
  #parts; // form, field, said, results; none before the element is first shown
  #suggestions;
  #frame;
  #asked = null; // the current question, with its choices besides the region
  #pending;
  #offline = false; // the last request had no connection

  connectedCallback() {
    if (!this.#parts) this.#build();
    addEventListener("online", this.#reconnected);
  }

  disconnectedCallback() {
    removeEventListener("online", this.#reconnected);
    this.#pending?.abort();
    this.#suggestions.close();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#parts || before === after) return;
    this.#suggestions.close(); // they are of the earlier region or language
    if (name === "region") this.#mark();
    else this.#build();
    if (this.#asked) this.#answer();
  }

  /** Asks a question, as if a reader had typed it. */
  ask(text) {
    const q = text.trim();
    this.#parts.field.value = text;
    this.#asked = q ? { q, facets: {}, repair: true, infer: true } : null;
    return this.#answer();
  }

  get #region() {
    const region = this.getAttribute("region") ?? "";
    return region in (config.facets.region?.values ?? {}) ? region : "";
  }

  #reconnected = () => this.#offline && this.#answer();

  #build() {
    const language = languageOf(this, config);
    const t = translator(config, language);
    const site = new URL(this.getAttribute("endpoint") || HOME, document.baseURI);
    if (!site.pathname.endsWith("/")) site.pathname += "/";
    const at = (path, given) => {
      const url = new URL(path, site);
      const named = Object.entries({ ...given, lang: language }).filter(([, value]) => value);
      url.search = new URLSearchParams(named);
      return url.href;
    };
    this.#frame = { t, config, site, at, named: (names) => names[language] };
    const typed = this.#parts?.field.value ?? "";
    this.#parts = parts(this.#frame, language);
    const { box, form, field, list, clear } = this.#parts;
    field.value = typed;
    this.#suggestions = combobox(field, list, async (text, signal) => {
      const given = { q: text, limit: MOST.suggest, region: this.#region };
      const found = await ask(site, "suggest", { given, signal });
      return found.suggestions.map(({ section }) => section);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(field.value);
    });
    form.addEventListener("change", ({ target }) => target.name === "region" && this.#choose(target.value));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !field.value) return;
      event.stopPropagation();
      this.ask("");
    });
    clear.addEventListener("click", () => {
      this.ask("");
      field.focus();
    });
    this.#mark();
    this.#root.adoptedStyleSheets = [sheet()];
    this.#root.replaceChildren(box);
  }

  /** Checks the region in the switch. */
  #mark() {
    const radios = this.#parts.form.querySelectorAll("[name=region]");
    for (const radio of radios) radio.checked = radio.value === this.#region;
  }

  /** Sets the attribute, which holds the region: the host page can observe it. */
  #choose(region) {
    if (region) this.setAttribute("region", region);
    else this.removeAttribute("region");
  }

  /** Asks the same question with something else chosen. */
  #again({ region = this.#region, facets = {}, ...rest }) {
    this.#asked = { ...this.#asked, ...rest, facets: { ...this.#asked.facets, ...facets } };
    if (region === this.#region) this.#answer();
    else this.#choose(region);
  }

  async #answer() {
    this.#pending?.abort();
    this.#suggestions.close();
    this.#offline = false;
    const controller = (this.#pending = new AbortController());
    if (!this.#asked) return this.#show([], "");
    const { q, facets, repair, infer } = this.#asked;
    const given = { q, limit: MOST.search, region: this.#region, ...facets, repair, infer };
    this.#parts.results.setAttribute("aria-busy", "true");
    try {
      const result = await ask(this.#frame.site, "search", { given, signal: controller.signal });
      const acts = {
        ask: (text) => this.ask(text),
        again: (changes) => this.#again(changes),
        judge: (answer, word) => this.#judge(result, answer, word),
      };
      this.#show(results(result, this.#frame, acts), summary(result, this.#frame));
      this.#notify("answer", result);
    } catch (error) {
      if (!controller.signal.aborted) this.#explain(error);
    }
  }

  #show(nodes, said) {
    const { results: place } = this.#parts;
    const within = place.contains(this.#root.activeElement);
    place.setAttribute("aria-busy", "false");
    place.replaceChildren(...nodes);
    this.#parts.said.textContent = said;
    if (within) (place.querySelector(".title") ?? this.#parts.field).focus();
  }

  /** Shows why there is no answer. A script cannot tell a server that does not allow this site from an unreachable one. */
  #explain(error) {
    const { t, config } = this.#frame;
    this.#offline = !(error instanceof Refused);
    const state = this.#offline ? "offline" : config.states[error.status] ?? "refused";
    const hint = state === "refused" || (this.#offline && navigator.onLine) ? null : t(`${state}_hint`);
    const again = make("button", { type: "button", class: "main", click: () => this.#answer() }, t("again"));
    const shown = make(
      "section",
      { class: "state card" },
      make("h2", { class: "title", tabindex: "-1" }, t(state)),
      hint && make("p", {}, hint),
      make("p", {}, again),
    );
    this.#show([shown], t(state));
    if (!(error instanceof Refused || error instanceof TypeError || error instanceof DOMException)) throw error;
  }

  async #judge(result, answer, word) {
    const about = { query: result.query.text, section: answer.id, facets: answer.facets };
    const body = { ...about, ...word, confidence: answer.confidence, generation: result.index.generation };
    const { kept } = await ask(this.#frame.site, "feedback", { body });
    this.#notify("feedback", { ...about, ...word, kept });
    return kept;
  }

  #notify(name, detail) {
    this.dispatchEvent(new CustomEvent(`otvet:${name}`, { detail, bubbles: true, composed: true }));
  }
}
