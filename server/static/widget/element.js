// <otvet-search endpoint="https://faq.example" city="kazan" lang="ru">: a question, and its answer in this page. With the
// attribute `launcher` it is a button that opens them in a window; `shortcut="Control+k"` is a key that does.

import { ask, parameters, reachable, Refused } from "./api.js";
import { combobox } from "./combobox.js";
import { menus, parts as partsOf, pick, say } from "./facets.js";
import { make } from "./make.js";
import { launcher } from "./launcher.js";
import { parts } from "./parts.js";
import { presses } from "./shortcut.js";
import { readings, summary, results } from "./results.js";
import { lead } from "./safe.js";
import { languageOf, translator } from "./speak.js";
import { sheet } from "./style.js";

const HOME = new URL("../../", import.meta.url); // of the server that these modules come from
const MOST = { suggest: 5, search: 3 };
let config;

/** Makes the element known to the browser, once. `given` is the configuration from server/pages/widget.py. */
export function define(given) {
  if (config) return;
  config = given;
  if (!customElements.get("otvet-search")) customElements.define("otvet-search", OtvetSearch);
  else console.warn(`otvet-search: another script has defined the element, so that of ${HOME} is not used.`);
}

/**
 * Keeps a key from the host page's shortcuts: they would see it come from this element, which is no field, and take it.
 * Tab and Escape go on, since the page may hold the focus in a dialog, or close one.
 */
function keep(event) {
  if (!["Tab", "Escape"].includes(event.key)) event.stopPropagation();
}

class OtvetSearch extends HTMLElement {
  static get observedAttributes() {
    return ["endpoint", "lang", "launcher", ...Object.values(config.facets).map(({ attribute }) => attribute)];
  }

  #root = this.attachShadow({ mode: "open" });
  #parts; // form, field, said, results; none before the element is first shown
  #suggestions;
  #frame;
  #window; // of the launcher, if there is one
  #read = {}; // facet → what was read from the question
  #asked = null; // the current question; the reader's choice is in the attributes
  #pending;
  #offline = false; // the last request had no connection

  constructor() {
    super();
    this.#root.addEventListener("keydown", this.#pressed); // the window does not see what is kept
    for (const kind of ["keydown", "keypress", "keyup"]) this.#root.addEventListener(kind, keep);
  }

  connectedCallback() {
    if (!this.#parts) this.#build();
    addEventListener("online", this.#reconnected);
    addEventListener("keydown", this.#pressed);
  }

  disconnectedCallback() {
    removeEventListener("online", this.#reconnected);
    removeEventListener("keydown", this.#pressed);
    this.#pending?.abort();
    this.#suggestions.close();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#parts || before === after) return;
    this.#suggestions.close(); // they are of the earlier choice or language
    if (["endpoint", "lang", "launcher"].includes(name)) this.#build();
    else this.#mark();
    if (this.#asked) this.#answer();
  }

  /** Asks a question, as if a reader had typed it; a launcher opens its window. */
  ask(text) {
    if (!this.#parts) this.#build(); // asked before the element is in a page
    const q = text.trim();
    if (q && this.#window && !this.#window.open) this.open();
    this.#parts.field.value = text;
    this.#asked = q ? { q, repair: true, infer: true } : null;
    return this.#answer();
  }

  /** Opens the launcher's window, if there is one, and puts the cursor into the field. */
  open() {
    if (!this.#parts) this.#build();
    if (this.#window && !this.#window.open && this.isConnected) {
      this.#window.showModal();
      this.#notify("open", {});
    }
    this.#parts.field.focus();
  }

  /** Closes the launcher's window. */
  close() {
    this.#window?.close();
  }

  #pressed = (event) => {
    if (event.defaultPrevented || !presses(event, this.getAttribute("shortcut") ?? "")) return;
    const [target] = event.composedPath(); // a field may be in another element's shadow
    const typing = target.matches?.("input, textarea, select") || target.isContentEditable;
    if (typing && !event.ctrlKey && !event.altKey && !event.metaKey) return;
    event.preventDefault();
    this.open();
  };

  /** What is chosen of every facet, as the API takes it; empty where the attribute names an unknown value. */
  get #choice() {
    const given = ({ attribute, values }) => {
      const statement = this.getAttribute(attribute) ?? "";
      const { taken, out } = partsOf(statement);
      return [...taken, ...out].every((value) => value in values) ? statement : "";
    };
    return Object.fromEntries(Object.entries(config.facets).map(([facet, known]) => [facet, given(known)]));
  }

  #reconnected = () => this.#offline && this.#answer();

  #build() {
    const language = languageOf(this, config);
    const t = translator(config, language);
    const site = new URL(this.getAttribute("endpoint") || HOME, document.baseURI);
    if (!site.pathname.endsWith("/")) site.pathname += "/";
    const at = (path, given) => {
      const url = new URL(path, site);
      url.search = parameters({ ...given, lang: language });
      return url.href;
    };
    this.#frame = { t, config, site, at, named: (names) => names[language] };
    const typed = this.#parts?.field.value ?? "";
    this.#parts = parts(this.#frame, language);
    const { box, form, field, list, clear } = this.#parts;
    field.value = typed;
    this.#suggestions = combobox(field, list, async (text, signal) => {
      const given = { q: text, limit: MOST.suggest, ...this.#choice };
      const { used, suggestions } = await ask(site, "suggest", { given, signal });
      return { used, texts: suggestions.map(({ section }) => section) };
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(field.value);
    });
    menus(form);
    form.addEventListener("change", ({ target }) => {
      const control = target.closest("[data-facet]");
      if (!control) return;
      say(control, target);
      if (target.closest(".every") && control.querySelector(".read")) this.#again({ infer: false });
      else this.#choose(control.dataset.facet, target.value);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !field.value) return;
      event.stopPropagation();
      event.preventDefault(); // a window stays open
      this.ask("");
    });
    clear.addEventListener("click", () => {
      this.ask("");
      field.focus();
    });
    this.#mark();
    this.#root.adoptedStyleSheets = [sheet()];
    const word = this.getAttribute("launcher");
    const made = word === null ? null : launcher(box, word || t("ask_again"), t, language, () => this.open());
    this.#window = made?.window;
    this.#window?.addEventListener("close", () => this.#notify("close", {}));
    this.#root.replaceChildren(...(made ? [made.all] : [box]));
  }

  /** Shows the choice in the controls. */
  #mark() {
    const choice = this.#choice;
    for (const control of this.#parts.controls) pick(control, choice[control.dataset.facet], this.#read[control.dataset.facet]);
  }

  /** Sets the attribute of a facet, which the host page can observe; returns whether that changed it. */
  #choose(facet, statement) {
    const { attribute } = config.facets[facet];
    const before = this.getAttribute(attribute);
    if (statement) this.setAttribute(attribute, statement);
    else this.removeAttribute(attribute);
    return this.getAttribute(attribute) !== before;
  }

  /** Asks the same question with something else chosen: facet → choice. */
  #again({ facets = {}, ...rest }) {
    this.#asked = { ...this.#asked, ...rest };
    const changed = Object.entries(facets).map((one) => this.#choose(...one));
    if (!changed.includes(true)) this.#answer(); // a changed attribute asks by itself
  }

  async #answer() {
    this.#pending?.abort();
    this.#suggestions.close();
    this.#offline = false;
    const controller = (this.#pending = new AbortController());
    if (!this.#asked) {
      this.#read = {};
      this.#mark();
      return this.#show([], "");
    }
    const given = { ...this.#asked, limit: MOST.search, ...this.#choice };
    this.#parts.results.setAttribute("aria-busy", "true");
    try {
      const result = await ask(this.#frame.site, "search", { given, signal: controller.signal });
      const acts = {
        ask: (text) => this.ask(text),
        again: (changes) => this.#again(changes),
        judge: (answer, word) => this.#judge(result, answer, word),
        question: result.query.text,
      };
      this.#read = readings(result, this.#frame, acts);
      this.#mark();
      this.#show(results(result, this.#frame, acts), summary(result, this.#frame));
      this.#notify("answer", result);
    } catch (error) {
      const there = error instanceof TypeError && navigator.onLine && (await reachable(this.#frame.site));
      if (!controller.signal.aborted) this.#explain(error, there);
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

  /**
   * Shows why there is no answer. A script is not told that a server does not allow its site: that is likely where the
   * server is `there` and its answer cannot be read.
   */
  #explain(error, there) {
    const { t, config } = this.#frame;
    this.#offline = !there && !(error instanceof Refused);
    const state = this.#offline ? "offline" : config.states[error.status] ?? "refused";
    const hinted = state !== "refused" && !(this.#offline && navigator.onLine);
    const hint = there ? this.#elsewhere() : hinted && t(`${state}_hint`);
    const said = there ? t("not_here") : t(state);
    const again = make("button", { type: "button", class: "main", click: () => this.#answer() }, t("again"));
    const shown = make(
      "section",
      { class: "state card" },
      make("h2", { class: "title", tabindex: "-1" }, said),
      hint && make("p", {}, hint),
      make("p", {}, again),
    );
    this.#show([shown], said);
    if (!(error instanceof Refused || error instanceof TypeError || error instanceof DOMException)) throw error;
  }

  /** A link to the same question on the server's own page; tells the host page's developers why. */
  #elsewhere() {
    const { t, site, at } = this.#frame;
    const setting = `add ${location.origin} to OTVET_CORS_ORIGINS of that server`;
    console.error(`otvet-search: ${site} is there, but this page may not read its answer. If the browser names CORS above, ${setting}.`);
    return lead(make("a", {}, t("not_here_open")), at("", { q: this.#asked.q, ...this.#choice }));
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
