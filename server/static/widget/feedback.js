// Under an answer: did it help, and if not, why?

import { make } from "./make.js";

const REASONS = ["wrong_topic", "wrong_variant", "unclear", "outdated", "other"];

/**
 * The feedback form; `send` posts the feedback and resolves to whether it was stored, and `further` makes what to offer at
 * once for a reason.
 */
export function feedback(t, send, further) {
  const trouble = make("p", { class: "trouble", role: "alert" });
  const button = (label, helpful, reason = "") =>
    make("button", { type: "button", click: () => submit({ helpful, reason }) }, label);
  const row = make(
    "div",
    { class: "feedback", role: "group", "aria-label": t("helped") },
    make("span", { "aria-hidden": "true" }, t("helped")),
    button(t("yes"), true),
    make(
      "details",
      {},
      make("summary", {}, t("no")),
      make("div", { role: "group", "aria-label": t("why") }, make("span", { "aria-hidden": "true" }, t("why"))),
    ),
    trouble,
  );
  row.querySelector("details div").append(...REASONS.map((reason) => button(t(reason), false, reason)));

  async function submit(judgement) {
    trouble.textContent = "";
    try {
      const word = t((await send(judgement)) ? "thanks" : "not_kept");
      const thanks = make("div", { class: "thanks", tabindex: "-1" }, make("p", {}, word), further(judgement.reason));
      row.replaceWith(thanks);
      thanks.focus();
    } catch {
      trouble.textContent = t("offline");
    }
  }
  return row;
}
