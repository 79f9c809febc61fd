// The button that opens the search in a window of its own.

import { make } from "./make.js";

/** The button and the window with the box in it, in `all`; the button calls `open`. */
export function launcher(box, word, t, language, open) {
  const close = make("button", { type: "button", class: "clear close", "aria-label": t("close"), click: () => window.close() }, "×");
  const window = make("dialog", { class: "box window", "aria-label": word, lang: language, dir: "ltr" }, close, box);
  const button = make("button", { type: "button", class: "main launcher", part: "launcher", dir: "auto", click: open }, word);
  return { all: make("div", { class: "box" }, button, window), window };
}
