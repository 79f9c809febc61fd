// Calls the API across origins.

const TIMEOUT = 15000; // ms

/** The server answered with an error status. */
export class Refused extends Error {
  constructor(status) {
    super(`the server answered with ${status}`);
    this.status = status;
  }
}

/** The parameters of an address; empty and missing ones are left out. */
export function parameters(given) {
  return new URLSearchParams(Object.entries(given).filter(([, value]) => value !== "" && value !== undefined));
}

/** Whether the server answers this page at all: its script, which any site may load, comes from it and not from a cache. */
export function reachable(site) {
  const given = { method: "HEAD", cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(TIMEOUT) };
  return fetch(new URL("widget.js", site), given).then(({ ok }) => ok, () => false);
}

/** Calls the API at a path below the site's address. A body is posted as JSON. */
export async function ask(site, path, { given = {}, body, signal } = {}) {
  const url = new URL(`api/v1/${path}`, site);
  url.search = parameters(given);
  const signals = [AbortSignal.timeout(TIMEOUT), ...(signal ? [signal] : [])];
  const post = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(url, { ...post, credentials: "omit", signal: AbortSignal.any(signals) });
  if (!response.ok) throw new Refused(response.status);
  return response.json();
}
