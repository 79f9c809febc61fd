// Type-ahead suggestions under a field: the ARIA combobox pattern with a listbox.

const PAUSE = 150; // ms without a key after which suggestions are asked for
const WORDS = /[\p{L}\p{N}]+/gu;

/**
 * Makes a combobox of a field and the list below it. A chosen suggestion replaces the field's text and submits its form.
 *
 * `find` turns a text into `texts` and the text that they complete, `used`; its signal aborts when they are no longer
 * wanted. Submitting the form closes the list and aborts the pending request, and so does `close`, so that a late reply
 * cannot open the list over the answer. The list is a popover: no box around it cuts it off.
 */
export function combobox(field, list, find) {
  let pause;
  let pending; // the controller of the only request whose reply may open the list
  let active = -1;

  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);
  list.popover = "manual";

  function stop() {
    clearTimeout(pause);
    pending?.abort();
  }

  async function suggest() {
    stop();
    const text = field.value.trim();
    if (!text) return close();
    const { signal } = (pending = new AbortController());
    try {
      const { used, texts } = await find(text, signal);
      if (!signal.aborted && field.matches(":focus")) open(texts, used);
    } catch {
      if (!signal.aborted) close(); // the search itself reports a failure
    }
  }

  function open(texts, used) {
    list.replaceChildren(
      ...texts.map((text, number) => {
        const option = document.createElement("li");
        option.id = `suggestion-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(...emphasised(text, used));
        return option;
      }),
    );
    point(-1);
    show(texts.length > 0);
  }

  function close() {
    stop();
    point(-1);
    show(false);
    list.replaceChildren();
  }

  function show(shown) {
    if (list.isConnected) list.togglePopover(shown);
    field.setAttribute("aria-expanded", shown);
    const change = shown ? addEventListener : removeEventListener;
    for (const moved of ["scroll", "resize"]) change(moved, place, { capture: true, passive: true });
    if (shown) place();
  }

  function place() {
    const box = field.parentElement.getBoundingClientRect();
    const [left, top, width] = [box.left, box.bottom + 6, box.width].map((length) => `${length}px`);
    Object.assign(list.style, { left, top, width });
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

  field.addEventListener("input", () => {
    stop();
    if (field.value.trim()) pause = setTimeout(suggest, PAUSE);
    else close();
  });
  field.form.addEventListener("submit", close);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!count) return suggest();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(((active + 1 + step + count + 1) % (count + 1)) - 1); // -1 is the field itself
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape" && count) {
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

/** A suggestion with the beginnings of words that were typed in bold. */
function emphasised(text, typed) {
  const fold = (word) => word.toLowerCase().replaceAll("ё", "е");
  const words = fold(typed).match(WORDS) ?? [];
  const nodes = [];
  let told = 0;
  for (const { 0: word, index } of text.matchAll(WORDS)) {
    const length = Math.max(0, ...words.filter((one) => fold(word).startsWith(one)).map((one) => one.length));
    if (!length) continue;
    const bold = document.createElement("b");
    bold.textContent = word.slice(0, length);
    nodes.push(text.slice(told, index), bold);
    told = index + length;
  }
  return [...nodes, text.slice(told)];
}
