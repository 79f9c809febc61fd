// Sanitises an answer's HTML: only known tags and attributes are copied.

const TAGS = new Set(
  ("p ul ol li blockquote hr pre code table thead tbody tr th td div details summary aside a b strong i em u s del ins " +
    "sub sup kbd br span mark h2 h3 h4 h5 h6 small").split(" "),
);
const ATTRIBUTES = { ol: ["start"], a: ["title"], aside: ["class"], div: ["class"], p: ["class"] };
const DROPPED = new Set(["script", "style", "template", "iframe", "noscript", "svg", "math"]);
const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
const AS_IT_IS = { createHTML: (html) => html };
let policy; // a host page that requires Trusted Types must allow the policy of this name

/** The HTML as nodes; relative links are resolved against the base. */
export function safe(html, base) {
  policy ??= globalThis.trustedTypes?.createPolicy("otvet", AS_IT_IS) ?? AS_IT_IS;
  const parsed = new DOMParser().parseFromString(policy.createHTML(html), "text/html"); // runs and loads nothing
  const content = document.createDocumentFragment();
  content.append(...copied(parsed.body, base));
  return content;
}

function copied(source, base) {
  return [...source.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.localName)) return [];
    if (!TAGS.has(node.localName)) return copied(node, base);
    const copy = document.createElement(node.localName);
    for (const name of ATTRIBUTES[node.localName] ?? []) {
      if (node.hasAttribute(name)) copy.setAttribute(name, node.getAttribute(name));
    }
    if (node.localName === "a") lead(copy, node.getAttribute("href"), base);
    copy.append(...copied(node, base));
    return [copy];
  });
}

/** Sets a link's address if its scheme is safe; http links open in a new tab. */
export function lead(link, href, base) {
  const to = href !== null && URL.canParse(href, base) && new URL(href, base);
  if (!to || !SCHEMES.has(to.protocol)) return link;
  link.href = to.href;
  if (to.protocol.startsWith("http")) link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}
