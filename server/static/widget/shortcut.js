// Which keys a shortcut such as `Control+k` names.

const HELD = { control: "ctrlKey", alt: "altKey", shift: "shiftKey", meta: "metaKey" };

/**
 * Whether an event is of the keys that the shortcut names. On a keyboard without Latin letters the key in a letter's place
 * counts: «л» for `k`. Shift does not count with a sign, since some keyboards need it for `/`.
 */
export function presses(event, shortcut) {
  const names = shortcut.toLowerCase().split("+");
  const wanted = names.pop();
  const key = event.key?.toLowerCase() ?? "";
  const latin = /^[^\x00-\x7f]$/.test(key) ? event.code?.replace("Key", "").toLowerCase() : key;
  const sign = /^[^\p{L}]$/u.test(key);
  const counts = Object.keys(HELD).filter((name) => !(sign && name === "shift"));
  return Boolean(wanted) && [key, latin].includes(wanted) && counts.every((name) => names.includes(name) === event[HELD[name]]);
}
