// The controls by which a reader chooses values of facets: rows of radio buttons, or menus of them that open.

/** The values that a choice names: of `moscow,-kazan`, what it takes and what it leaves out. */
export function parts(statement) {
  const all = statement.split(",").map((part) => part.trim()).filter(Boolean);
  const out = all.filter((part) => part.startsWith("-")).map((part) => part.slice(1));
  return { taken: all.filter((part) => !part.startsWith("-")), out };
}

/** A choice in words; `label` names a value, and `without` is the phrase for what is left out. */
export function inWords(statement, label, without) {
  const { taken, out } = parts(statement);
  const names = (values) => values.map(label).join(", ");
  const rest = out.length ? without.replace("{what}", () => names(out)) : "";
  return taken.length && rest ? `${names(taken)} (${rest})` : names(taken) || rest;
}

/**
 * Chooses in a control. What is not one of its values, such as several of them, becomes an option of its own. So does what
 * was `read` from the question, `{ value, name, words, title, off }`: it is shown as chosen and sends nothing, and `off`,
 * a link or button, takes it back.
 */
export function pick(control, statement, read) {
  for (const one of control.querySelectorAll(".several, .read, .off")) one.remove();
  for (const one of control.querySelectorAll("label[hidden]")) one.hidden = false;
  const option = (value) => [...control.querySelectorAll("input")].find((input) => input.value === value);
  const every = option("").parentElement;
  const added = (className, value, before, ...words) => {
    const one = every.cloneNode(true);
    one.className = className;
    one.firstElementChild.value = value;
    one.lastElementChild.replaceChildren(...words);
    before.before(one);
    return one;
  };
  const { taken, out } = parts(statement);
  if (!option(statement) && taken.length + out.length && [...taken, ...out].every(option)) {
    const { without } = control.closest("[data-without]").dataset;
    added("several", statement, every, inWords(statement, (value) => option(value).nextElementSibling.textContent, without));
  }
  let chosen = option(statement) ?? option("");
  if (read && !statement) {
    const words = document.createElement("small");
    words.textContent = read.words;
    const instead = option(read.value)?.parentElement;
    const one = added("read", "", instead ?? every, `${read.name} `, words);
    one.title = read.title;
    one.after(read.off);
    if (instead) instead.hidden = true;
    chosen = one.firstElementChild;
  }
  chosen.checked = true;
  say(control, chosen);
}

/** Writes on a menu what is chosen in it. */
export function say(control, chosen) {
  const said = control.querySelector("summary b");
  if (!said) return;
  said.textContent = chosen.nextElementSibling.textContent;
  said.classList.toggle("every", chosen.parentElement.matches(".every"));
}

/** Makes the menus in a place close when the reader has chosen, pressed Escape or gone elsewhere. */
export function menus(place) {
  const opened = () => place.querySelector(".menu[open]");

  function leave(event) {
    const menu = opened();
    if (menu && !event.composedPath().includes(menu)) menu.open = false;
  }

  function shut(menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  place.addEventListener("toggle", ({ target: menu }) => {
    if (!menu.matches(".menu")) return; // a popover says so too
    document[opened() ? "addEventListener" : "removeEventListener"]("pointerdown", leave);
    const list = menu.lastElementChild;
    list.style.removeProperty("translate");
    const over = list.getBoundingClientRect().right - place.getBoundingClientRect().right;
    if (menu.open && over > 0) list.style.translate = `${-over}px`;
  }, true); // it does not bubble
  place.addEventListener("focusout", ({ relatedTarget }) => {
    const menu = opened();
    if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !opened()) return;
    event.stopPropagation();
    shut(opened());
  });
  place.addEventListener("click", ({ target, detail }) => {
    const menu = target.closest(".menu");
    if (detail && menu && target.type === "radio") shut(menu); // arrow keys choose too, and the menu stays for them
  });
}
