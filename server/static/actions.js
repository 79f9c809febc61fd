// Actions on an answer: copy its link, its letter or the text of a reply, send feedback.

import { part, trouble } from "./answers.js";

const said = document.getElementById("said");

/** Handles a click in the results; false if it is not one of these actions. */
export function act(event) {
  const link = event.target.closest("a.copy, .copy-text, .copy-reply");
  if (!link || !navigator.clipboard) return false;
  event.preventDefault();
  copy(link);
  return true;
}

async function copy(link) {
  const written = document.querySelector(".written textarea");
  try {
    await navigator.clipboard.writeText(link.dataset.copies ?? link.href ?? written.value);
  } catch {
    if (link.href) location.assign(link.href);
    else if (written) written.parentElement.open = true;
    return;
  }
  const label = link.textContent;
  link.textContent = said.textContent = link.dataset.said;
  link.classList.add("done");
  setTimeout(() => {
    link.textContent = label;
    link.classList.remove("done");
  }, 2000);
}

document.getElementById("results").addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  const place = form.parentElement;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  try {
    form.outerHTML = await part(form.action, { method: "POST", body });
  } catch (error) {
    const shown = trouble(error);
    shown.querySelector(".again").closest("p").remove(); // the answer stays, and so do its other ways on
    form.after(shown);
  }
  const thanks = place.querySelector(".thanks");
  thanks?.focus();
  said.textContent = thanks?.firstElementChild.textContent ?? "";
});
