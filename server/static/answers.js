// Fetches what the server has to say for an address, shows it, and keeps the address bar true.

import { told } from "./region.js";

const PATIENCE = 15000; // ms
const form = document.getElementById("ask");
const results = document.getElementById("results");
const said = document.getElementById("said");
let underway; // stops the request that is out
let wanted = here(); // the address that was asked for last
let shown = wanted; // the address whose answer stands

function here() {
  return location.pathname + location.search;
}

/** Address of the answer to what stands in the form. */
export function address() {
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) given.append(name, value.trim());
  return form.getAttribute("action") + (given.size ? `?${given}` : "");
}

/** Answers what was typed so far; false if something newer came. */
export async function typed() {
  const to = address();
  if (to === wanted && to === shown) return true;
  history[history.state?.typed ? "replaceState" : "pushState"]({ typed: true }, "", to);
  return show(to, { partial: true });
}

/** Goes to an address as a reader who means it. */
export async function go(to) {
  if (to === here() && to === wanted && to === shown) return settle();
  history[history.state?.typed || to === here() ? "replaceState" : "pushState"]({}, "", to);
  return show(to);
}

/** Counts what was typed as asked: a place to come back to, and a question for the FAQ's owners to see. */
export function settle() {
  if (!history.state?.typed) return;
  history.replaceState({}, "");
  fetch(fragment(here()), { keepalive: true }).catch(() => {});
}

/** Follows a link among the results without leaving the page. */
export async function follow(event) {
  const link = event.target.closest("a[href]");
  const to = link && new URL(link.href);
  if (!to || to.origin !== location.origin || to.pathname !== form.getAttribute("action") || to.hash) return;
  event.preventDefault();
  settle();
  fill(to);
  if (await go(to.pathname + to.search)) {
    results.querySelector("#answer")?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }
}

/** Shows the answer for an address; false if another came in between. */
export async function show(to, { partial = false, say = true } = {}) {
  underway?.abort();
  const mine = (underway = new AbortController());
  wanted = to;
  const late = setTimeout(() => mine.abort(), PATIENCE);
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(fragment(to, partial), { signal: mine.signal });
    const text = await response.text();
    if (underway !== mine) return false;
    results.innerHTML = text; // rendered and escaped by the same templates as the page
    shown = to;
  } catch {
    if (underway !== mine) return false;
    results.replaceChildren(document.getElementById("offline").content.cloneNode(true));
    results.querySelector(".again").addEventListener("click", () => show(here()));
    shown = "";
  } finally {
    clearTimeout(late);
  }
  results.setAttribute("aria-busy", "false");
  const found = results.querySelector(".found");
  document.title = found?.dataset.title ?? document.title;
  if (say) said.textContent = found ? found.dataset.said : results.innerText;
  keep();
  return true;
}

function fragment(to, partial = false) {
  const url = new URL(to, location.href);
  url.searchParams.set("fragment", "true");
  if (partial) url.searchParams.set("partial", "true");
  return url;
}

/** Puts what an address says into the form. */
function fill(url) {
  form.elements.q.value = url.searchParams.get("q") ?? "";
  choose(url.searchParams.get("region") ?? "");
}

/** Sets the region switch. (Chromium cannot set a group of radio buttons to "".) */
export function choose(region) {
  for (const radio of form.querySelectorAll("[name=region]")) radio.checked = radio.value === region;
}

/** Links outside of the results lead on from what is shown now. */
function keep() {
  const now = new URL(location.href);
  for (const link of document.querySelectorAll("a[hreflang]")) {
    now.searchParams.set("lang", link.hreflang);
    link.href = now.href;
  }
  told(now.searchParams.get("region") ?? "");
}

addEventListener("popstate", () => {
  if (here() === wanted) return; // only the place on the page is another
  fill(new URL(location.href));
  show(here());
});

addEventListener("online", () => shown || show(here()));
