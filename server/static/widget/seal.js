// The seal of a link to an answer, as the server makes and reads it: see server/pages/seal.py.

const MOST_LINES = 60;

/** The day, and short digests of the section, of the whole answer and of its lines. */
export async function sealed(id, text) {
  const lines = text
    .split("\n")
    .map((line) => line.replace(/[ \t\u00a0\u202f]+/g, " ").trim().replace(/^(\d+\.|-) /, ""))
    .filter(Boolean);
  const parts = [day(), await digest(id), await digest(lines.join("\n"))];
  if (lines.length <= MOST_LINES) parts.push((await Promise.all(lines.map(digest))).join(""));
  return parts.join(".");
}

function day() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => `${part}`.padStart(2, "0")).join("");
}

async function digest(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(bytes).slice(0, 3))).replaceAll("+", "-").replaceAll("/", "_");
}
