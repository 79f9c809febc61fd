// What the widget says, in one language.

/** Speaks the language: a phrase by its key, filled in; where it has forms, the number n chooses. */
export function speaker(told, language) {
  const forms = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const phrase = told.words[language][key];
    const number = { one: 0, few: 1 }[forms.select(values.n)] ?? phrase.length - 1;
    const form = typeof phrase === "string" ? phrase : phrase[number];
    return form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
}

/** The language of an element, if it is one that we speak, else the first. */
export function languageOf(element, told) {
  const tag = element.closest("[lang]")?.lang.slice(0, 2).toLowerCase();
  return tag in told.words ? tag : Object.keys(told.words)[0];
}
