// Type-ahead suggestions under a field: the ARIA combobox pattern with a listbox.

/**
 * Makes a combobox of a field and the list below it. A chosen suggestion replaces the field's text and submits its form.
 *
 * `find` turns a text into suggestions; its signal aborts when they are no longer wanted. Whoever asks the question must
 * call `close`: it aborts the pending request, so that a late reply cannot open the list over the answer.
 */
export function combobox(field, list, find) {
  let pending; // the controller of the only request whose reply may open the list
  let active = -1;

  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);

  async function suggest() {
    pending?.abort();
    const text = field.value.trim();
    if (!text) return close();
    const { signal } = (pending = new AbortController());
    try {
      const found = await find(text, signal);
      if (!signal.aborted && field.matches(":focus")) open(found);
    } catch {
      if (!signal.aborted) close(); // the search itself reports a failure
    }
  }

  function open(texts) {
    list.replaceChildren(
      ...texts.map((text, number) => {
        const option = document.createElement("li");
        option.id = `suggestion-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = text;
        return option;
      }),
    );
    point(-1);
    list.hidden = !texts.length;
    field.setAttribute("aria-expanded", !list.hidden);
  }

  function close() {
    pending?.abort();
    point(-1);
    list.hidden = true;
    list.replaceChildren();
    field.setAttribute("aria-expanded", "false");
  }

  function point(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    field.value = option.textContent;
    close();
    field.form.requestSubmit();
  }

  field.addEventListener("input", suggest);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return suggest();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(((active + 1 + step + count + 1) % (count + 1)) - 1); // -1 is the field itself
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopImmediatePropagation();
      close();
    } else if (event.key === "Tab") {
      close();
    }
  });
  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  return { close };
}
