// The widget's page: the code to copy follows the settings that are tried on the element.

import { COLOURS } from "./widget/style.js";

const widget = document.getElementById("widget");
const tried = new Map();
const dark = matchMedia("(prefers-color-scheme: dark)");

function paint() {
  const scheme = tried.get("color-scheme") ?? (dark.matches ? "dark" : "light");
  for (const field of document.querySelectorAll("input[type=color]")) {
    const name = field.dataset.look;
    field.value = tried.get(name) ?? COLOURS[name.replace("--otvet-", "")][scheme === "dark" ? 1 : 0];
  }
}

function look({ dataset: { look: name, unit = "" }, value }) {
  if (value) tried.set(name, value + unit);
  else tried.delete(name);
  widget.style.setProperty(name, tried.get(name) ?? "");
  const lines = [...tried].map((one) => `  ${one.join(": ")};\n`);
  document.getElementById("looks").textContent = `otvet-search {${lines.length ? `\n${lines.join("")}` : " "}}`;
  if (name === "color-scheme") paint();
}

document.addEventListener("input", ({ target }) => {
  const { attribute } = target.dataset;
  if (target.dataset.look) look(target);
  else if (attribute && !target.value) widget.removeAttribute(attribute);
  else if (attribute) widget.setAttribute(attribute, target.value);
});

const fields = [...document.querySelectorAll("[data-attribute]")];

new MutationObserver(() => {
  const set = ({ dataset: { attribute } }) => widget.getAttribute(attribute) ?? (attribute === "lang" ? "ru" : "");
  for (const field of fields) field.value = set(field);
  const written = fields.filter(set).map((field) => ` ${field.dataset.attribute}="${set(field)}"`);
  document.getElementById("attributes").textContent = written.join("");
}).observe(widget, { attributeFilter: fields.map(({ dataset }) => dataset.attribute) });

for (const name of ["otvet:answer", "otvet:feedback"]) {
  widget.addEventListener(name, ({ detail }) => {
    const said = detail.status ? `${detail.status}, ответов: ${detail.answers.length}` : JSON.stringify(detail);
    document.querySelector("#heard output").textContent = `${name}: ${said}`;
  });
}

for (const button of document.querySelectorAll(".copy-code")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
    button.textContent = "Скопировано";
    setTimeout(() => (button.textContent = "Скопировать"), 2000);
  });
}

dark.addEventListener("change", paint);
paint();

// A server that does not know its own address leaves it to the browser, which does.
const site = new URL(".", document.querySelector("script[src$='/widget.js']").src).href.replace(/\/$/, "");
for (const place of document.querySelectorAll(".site:not(nav)")) place.textContent = site;
