// Asks the server, across origins.

const PATIENCE = 15000; // ms

/** The server took the request and did not answer it. */
export class Refused extends Error {
  constructor(status) {
    super(`the server answered with ${status}`);
    this.status = status;
  }
}

/** What the API says at a path below the site's address. A body is posted as JSON. */
export async function ask(site, path, { given = {}, body, signal } = {}) {
  const url = new URL(`api/v1/${path}`, site);
  for (const [name, value] of Object.entries(given)) if (value !== "") url.searchParams.set(name, value);
  const signals = [AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])];
  const post = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(url, { ...post, credentials: "omit", signal: AbortSignal.any(signals) });
  if (!response.ok) throw new Refused(response.status);
  return response.json();
}
