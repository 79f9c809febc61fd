// Translates the widget's texts.

/** A function that returns a phrase by its key, filled in; the number n selects the plural form. */
export function translator(config, language) {
  const forms = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const phrase = config.words[language][key];
    const number = { one: 0, few: 1 }[forms.select(values.n)] ?? phrase.length - 1;
    const form = typeof phrase === "string" ? phrase : phrase[number];
    return form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
}

/** The language of an element if it is supported, else the first one. */
export function languageOf(element, config) {
  let at = element;
  while (at && !at.closest("[lang]")) at = at.getRootNode().host; // it may stand in another element's shadow
  const tag = at?.closest("[lang]").lang.slice(0, 2).toLowerCase();
  return tag in config.words ? tag : Object.keys(config.words)[0];
}
