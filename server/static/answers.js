// Fetches and shows the answer for an address, and keeps the address bar in sync.

import { choose } from "./facets.js";

const TIMEOUT = 15000; // ms
const form = document.getElementById("ask");
const results = document.getElementById("results");
const said = document.getElementById("said");
let pending; // the controller of the current request
let wanted = here(); // the address of the last request
let shown = wanted; // the address of the answer on the page

function here() {
  return location.pathname + location.search;
}

/** The address of the answer for the form's values, and further parameters. */
export function address(further = {}) {
  const given = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) given.append(name, value.trim());
  for (const [name, value] of Object.entries(further)) given.append(name, value);
  return form.getAttribute("action") + (given.size ? `?${given}` : "");
}

/** The chosen facet values in the form, as parameters. */
export function choice() {
  const given = new URLSearchParams(address().split("?")[1]);
  for (const name of ["q", "lang"]) given.delete(name);
  return given;
}

/** Goes to an address; false if a newer request replaced this one. */
export async function go(to) {
  if (to === here() && to === wanted && to === shown) return true;
  history[to === here() ? "replaceState" : "pushState"]({}, "", to);
  return show(to);
}

/** Follows a link to another answer without leaving the page. */
export async function follow(event) {
  const link = event.target.closest("a[href]");
  const to = link && new URL(link.href);
  if (!to || to.origin !== location.origin || to.pathname !== form.getAttribute("action") || to.hash) return;
  event.preventDefault();
  fill(to);
  if (await go(to.pathname + to.search)) {
    results.querySelector("#answer")?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }
}

/** Shows the answer for an address, to which `body` is posted if given; false if a newer request replaced this one. */
export async function show(to, { say = true, body } = {}) {
  pending?.abort();
  const controller = (pending = new AbortController());
  wanted = to;
  const late = setTimeout(() => controller.abort(), TIMEOUT);
  results.setAttribute("aria-busy", "true");
  try {
    const text = await part(to, { signal: controller.signal, method: body ? "POST" : "GET", body });
    if (pending !== controller) return false;
    results.innerHTML = text; // rendered and escaped by the same templates as the page
    shown = to;
  } catch (error) {
    if (pending !== controller) return false;
    results.replaceChildren(trouble(error));
    results.querySelector(".again").addEventListener("click", () => show(body ? to : here(), { body }));
    shown = "";
  } finally {
    clearTimeout(late);
  }
  results.setAttribute("aria-busy", "false");
  const found = results.querySelector(".found");
  document.title = found?.dataset.title ?? document.title;
  if (say) said.textContent = found ? found.dataset.said : results.innerText;
  choose(form, new URL(to, location.href).searchParams, JSON.parse(found?.dataset.read ?? "{}"));
  keep();
  return true;
}

/** Something on the way has sent a page of its own. */
export class Foreign extends Error {}

/** The changed part of the page at an address, as HTML of this server and no other. */
export async function part(to, options) {
  const url = new URL(to, location.href);
  url.searchParams.set("fragment", "true");
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.headers.has("Otvet-Fragment")) throw new Foreign(`the server answered with ${response.status}`);
  return text;
}

/** What to show when an answer did not come. */
export function trouble(error) {
  return document.getElementById(error instanceof Foreign ? "unreachable" : "offline").content.cloneNode(true);
}

/** Fills the form from an address. */
function fill(url) {
  form.elements.q.value = url.searchParams.get("q") ?? "";
  choose(form, url.searchParams);
}

/** Updates the links outside the results to the current address and choice. */
function keep() {
  const now = new URL(location.href);
  const kept = choice();
  if (now.searchParams.has("lang")) kept.set("lang", now.searchParams.get("lang"));
  for (const link of document.querySelectorAll("a[data-keeps=choice]")) link.search = kept;
  for (const link of document.querySelectorAll("a[hreflang]")) {
    now.searchParams.set("lang", link.hreflang);
    link.href = now.href;
  }
}

addEventListener("popstate", () => {
  if (here() === wanted) return; // only the fragment changed
  fill(new URL(location.href));
  show(here());
});

addEventListener("online", () => shown || show(here()));
