// How the element looks; a host page sets --otvet-NAME.

/** Name → colour in light and in dark. Which of the two is for the host page's color-scheme to say. */
export const COLOURS = {
  accent: ["#1a56b0", "#8ab8ff"],
  "on-accent": ["#ffffff", "#10151c"],
  text: ["#1a1f26", "#e6e9ed"],
  quiet: ["#5b6571", "#a0aab6"],
  card: ["#ffffff", "#1c2025"],
  ground: ["#f5f6f8", "#15181c"],
  line: ["#e0e4ea", "#2e343c"],
  edge: ["#8a94a1", "#76818e"],
  mark: ["#fff0b3", "#4d3f0c"],
  note: ["#edf3fc", "#1f2c3f"],
  warn: ["#fdf3dd", "#362c17"],
  good: ["#17693a", "#7fd6a0"],
  unsure: ["#7d5000", "#ebbd6a"],
  bad: ["#a3202a", "#ff9a9a"],
};

/** Name → measure or fonts. */
export const MEASURES = {
  radius: "14px",
  size: "medium",
  font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
};

const given = [
  ...Object.entries(COLOURS).map(([name, [light, dark]]) => [name, `light-dark(${light}, ${dark})`]),
  ...Object.entries(MEASURES),
].map(([name, otherwise]) => `--${name}: var(--otvet-${name}, ${otherwise});`);

let made;

/** The sheet that all elements share; a host's Content-Security-Policy does not ask about such. */
export function sheet() {
  if (!made) (made = new CSSStyleSheet()).replaceSync(RULES);
  return made;
}

const RULES = `
:host { display: block; }
:host([hidden]) { display: none; }
.box {
  all: initial; color-scheme: inherit; ${given.join(" ")}
  display: block; position: relative; container-type: inline-size; color: var(--text); font: var(--size)/1.55 var(--font); overflow-wrap: anywhere;
}
.box:has(.menu[open]) { z-index: 1000; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
a, .act { color: var(--accent); text-decoration: underline 1px; text-underline-offset: .18em; }
:is(a, .act):hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 5px; }
.title:focus-visible, .thanks:focus-visible { outline: none; }
button { font: inherit; cursor: pointer; }
.act { padding: 0; background: none; border: 0; text-align: start; }
.main { flex: none; padding: .5em 1.1em; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 0; border-radius: calc(var(--radius) * .7); }
.main:hover { filter: brightness(1.08); }
.launcher { display: inline-block; }
.window:not([open]) { display: none; }
.window { position: fixed; inset: 8vh auto auto; margin: 0 auto; inset-inline: 0; width: min(44em, 100vw - 2em); max-height: 84vh; padding: 1em; overflow: auto; background: var(--ground); border-radius: var(--radius); }
.window::backdrop { background: rgb(0 0 0 / 45%); }
.window > .close { display: block; margin: -.4em -.4em .3em auto; }
.window .box { all: unset; display: block; container-type: inline-size; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }

.field { position: relative; display: flex; align-items: center; padding: 5px; background: var(--card); border: 1px solid var(--edge); border-radius: var(--radius); }
.field:has(input:focus) { outline: 3px solid var(--accent); outline-offset: -1px; }
.field input { flex: 1; min-width: 0; padding: .5em .7em; text-overflow: ellipsis; font: inherit; color: inherit; background: none; border: 0; outline: none; }
.field input::placeholder { color: var(--quiet); opacity: 1; }
.clear { width: 2em; height: 2em; margin-right: .2em; padding: 0; font-size: 1.15em; line-height: 1; color: var(--quiet); background: none; border: 0; }
input:placeholder-shown ~ .clear { display: none; }
#suggestions {
  position: fixed; inset: auto; margin: 0; color: inherit; padding: 6px; list-style: none; overflow: auto; max-height: 20em;
  background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 8px 32px light-dark(rgb(16 24 40 / 18%), rgb(0 0 0 / 55%));
}
#suggestions li { padding: .45em .7em; line-height: 1.4; border-radius: calc(var(--radius) * .6); cursor: pointer; }
#suggestions b { font-weight: 650; }
@media (hover: hover) {
  #suggestions::after { content: attr(data-keys); display: block; padding: .5em .7em .2em; font-size: .82em; color: var(--quiet); border-top: 1px solid var(--line); }
}
#suggestions li:hover { background: var(--ground); }
#suggestions [aria-selected="true"] { background: var(--note); box-shadow: inset 3px 0 var(--accent); }

.facets { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: .5em; margin-top: .75em; font-size: .92em; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.facet:not(.menu) { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .6em; margin-right: .3em; }
.facet > legend { float: left; padding: 0; }
.facet > legend, .menu summary span { color: var(--quiet); }
.facet label { position: relative; display: block; }
.facet input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
.facet input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: -1px; }
.switch { display: inline-flex; flex-wrap: wrap; padding: 3px; background: var(--line); border-radius: calc(var(--radius) * .75); }
.switch span { display: block; padding: .25em .75em; border-radius: calc(var(--radius) * .55); }
.switch input:hover + span { color: var(--accent); }
.switch input:checked + span { color: var(--accent); font-weight: 600; background: var(--card); box-shadow: 0 1px 3px rgb(0 0 0 / 14%); }
.facets small { font-size: .85em; font-weight: 400; color: var(--quiet); }
.facets .off { min-width: 1.75em; font-size: 1.15em; line-height: 1; color: var(--quiet); text-align: center; text-decoration: none; }
.switch .read span { padding-right: 2em; }
.switch .off { position: relative; flex: none; margin-left: -1.75em; }
.menu .off { position: absolute; right: .35em; translate: 0 -2em; height: 1.7em; }
.menu { position: relative; }
.menu summary { position: relative; padding: .4em 2em .4em .75em; list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) * .75); cursor: pointer; }
.menu summary :is(span, b) { overflow-wrap: break-word; }
.menu summary::-webkit-details-marker { display: none; }
.menu summary::after { content: ""; position: absolute; right: .9em; top: 50%; width: .4em; height: .4em; translate: 0 -75%; border: solid var(--quiet); border-width: 0 2px 2px 0; rotate: 45deg; }
.menu summary:hover, .menu[open] summary { border-color: var(--edge); }
.menu i { font-style: normal; }
.menu summary b { font-weight: 600; color: var(--accent); }
.menu summary b.every { font-weight: 400; color: var(--text); text-transform: lowercase; }
.menu fieldset {
  position: absolute; z-index: 1; top: calc(100% + 6px); left: 0; min-width: 100%; width: max-content; max-width: min(22em, 100cqw); max-height: min(24em, 60vh);
  overflow: auto; padding: 5px; background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--radius) * .85); box-shadow: 0 8px 32px rgb(0 0 0 / 18%);
}
.menu label span { display: flex; align-items: center; gap: .6em; padding: .4em 1.2em .4em .6em; line-height: 1.4; border-radius: calc(var(--radius) * .55); }
.menu label span::before { content: ""; flex: none; width: .8em; height: .4em; margin-top: -.25em; border: solid transparent; border-width: 0 0 2px 2px; rotate: -45deg; }
.menu input:hover + span { background: var(--ground); }
.menu input:checked + span { font-weight: 600; color: var(--accent); }
.menu input:checked + span::before { border-color: currentcolor; }

.results:not(:empty), .results[aria-busy="true"] { margin-top: 1.1em; }
.results[aria-busy="true"] * { color: var(--quiet); transition: color .15s .3s; }
.results[aria-busy="true"] mark { background: none; transition: background-color .15s .3s; }
.results[aria-busy="true"] .status { visibility: hidden; transition: visibility 0s .3s; }
.results[aria-busy="true"]::before { content: ""; display: block; height: 3px; margin-bottom: .6em; border-radius: 3px; background: linear-gradient(90deg, var(--line) 35%, var(--accent) 50%, var(--line) 65%) 100% 0 / 300% 100%; opacity: 0; animation: wait 1.2s .25s infinite linear; }
@keyframes wait { from { opacity: 1; background-position: 100% 0; } to { opacity: 1; background-position: 0 0; } }
h2, h3 { margin: 0 0 .5em; font-size: 1.2em; line-height: 1.3; text-wrap: balance; }
h3 { font-size: 1.05em; }
p { margin: .6em 0; }
.quiet, .rest, .foot { font-size: .93em; color: var(--quiet); }
.foot { display: flex; flex-wrap: wrap; gap: .1em 1.2em; }
.chips { display: flex; flex-wrap: wrap; gap: .4em; margin: 0 0 .7em; padding: 0; list-style: none; }
.chips li { position: relative; display: flex; flex-wrap: wrap; gap: 0 .5em; padding: .25em 2.1em .25em .8em; font-size: .95em; background: var(--note); border-radius: var(--radius); }
.chips span { color: var(--quiet); }
.chips .act { position: absolute; top: .1em; right: .1em; width: 1.75em; height: 1.75em; text-align: center; font-size: 1.1em; line-height: 1; text-decoration: none; }
.notice { display: flex; flex-wrap: wrap; gap: .1em .9em; margin: 0 0 .7em; padding: .6em .9em; font-size: .97em; background: var(--note); border-radius: calc(var(--radius) * .8); }
[class$=_conflict], [class*=" not_in_"] { background: var(--warn); }
.notice:not(.repaired) .act { font-weight: 600; }
[class*=" only_in_"] { font-weight: 600; background: var(--warn); }
.folded > summary { padding: .2em 0 .8em; color: var(--accent); cursor: pointer; }
.answer, .state { overflow: hidden; padding: 1.2em 1.35em 0; }
.state { padding-bottom: .6em; }
.status { display: flex; align-items: center; gap: .45em; margin: 0 0 .35em; font-size: .9em; font-weight: 600; color: var(--unsure); }
.status::before { content: ""; width: .6em; height: .6em; border: 2px solid; border-radius: 50%; }
.status.answered { color: var(--good); }
.status.answered::before { background: currentcolor; }
.ready { margin: 1em 0; padding: .55em .9em; background: var(--note); border-radius: calc(var(--radius) * .8); }
.ready summary { font-weight: 600; cursor: pointer; overflow-wrap: anywhere; }
.ready ul { margin: .3em 0; padding-left: 1.3em; }
.ready p { margin: .4em 0 0; }
.feedback, .thanks { margin: 1.1em -1.35em 0; padding: .6em 1.35em; font-size: .95em; background: var(--ground); border-top: 1px solid var(--line); }
.thanks { color: var(--quiet); }
.thanks p { margin: 0 0 .3em; }
.feedback, .feedback div { display: flex; flex-wrap: wrap; align-items: baseline; gap: .4em .6em; }
.feedback span { color: var(--quiet); }
.feedback :is(button, summary) { padding: .15em .8em; color: var(--text); background: var(--card); border: 1px solid var(--edge); border-radius: 1.2em; cursor: pointer; }
.feedback summary { list-style: none; }
.feedback summary::-webkit-details-marker, .rows > details > summary::-webkit-details-marker { display: none; }
.feedback :is(button, summary):hover { color: var(--accent); border-color: var(--accent); }
.feedback details[open] { flex-basis: 100%; }
.feedback details[open] summary { display: none; }
.trouble { flex-basis: 100%; margin: 0; color: var(--bad); }
.trouble:empty { display: none; }
.contacts { margin: .3em 0 .6em; padding-left: 1.3em; }
.others { margin-top: 1.4em; }
.rows { margin: 0; padding: 4px; list-style: none; }
.rows > * + * { border-top: 1px solid var(--line); }
.rows li > a, .rows > details > summary { display: flex; gap: 1em; justify-content: space-between; padding: .55em 1em; color: var(--text); text-decoration: none; list-style: none; border-radius: calc(var(--radius) * .7); cursor: pointer; }
.rows > details > summary { font-weight: 600; }
.rows li > a::after, .rows > details > summary::after { content: ""; flex: none; align-self: center; width: .45em; height: .45em; border: solid var(--quiet); border-width: 2px 2px 0 0; rotate: 45deg; }
.rows > details > summary::after { rotate: 135deg; }
.rows > [open] > summary::after { rotate: -45deg; }
:is(.rows li > a, .rows > details > summary):hover { color: var(--accent); background: var(--ground); }
.inside { padding: .1em 1em .3em; }
.inside :is(.feedback, .thanks) { margin: 0 0 .6em; padding: 0; background: none; border: 0; }
.which { margin-bottom: 1.4em; }

.body > :first-child { margin-top: 0; }
.body > :last-child { margin-bottom: 0; }
.body :is(p, ul, ol, table, pre, aside, blockquote) { margin: .65em 0; }
.body :is(ul, ol) { padding-left: 1.5em; }
.body :is(li, li > p) { margin: .3em 0; }
.body li::marker { color: var(--quiet); }
.body :is(h2, h3, h4, h5, h6) { margin: 1.1em 0 .4em; font-size: 1.03em; line-height: 1.35; }
.body mark { padding: .05em .15em; color: inherit; background: var(--mark); border-radius: .2em; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.body code { padding: .1em .3em; font: .9em/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; background: var(--ground); border-radius: 4px; }
.body pre { overflow-x: auto; padding: .7em 1em; background: var(--ground); border-radius: 8px; overflow-wrap: normal; }
.body pre code { padding: 0; background: none; }
.body table { display: block; width: max-content; max-width: 100%; overflow-x: auto; border-collapse: collapse; font-size: .95em; overflow-wrap: normal; }
.body :is(th, td) { padding: .35em .6em; border: 1px solid var(--line); text-align: left; vertical-align: top; }
.body th { background: var(--ground); }
.body :is(aside, blockquote) { margin-inline: 0; padding: .55em .9em; background: var(--note); border-left: 3px solid var(--accent); border-radius: 0 8px 8px 0; }
.body aside.warn { background: var(--warn); border-left-color: var(--unsure); }
.body aside.err { background: var(--warn); border-left-color: var(--bad); }
.body .tab { margin: .8em 0; padding: .6em .9em; border: 1px solid var(--line); border-radius: 8px; }
.body .caption { margin: 0 0 .4em; font-size: .92em; font-weight: 600; color: var(--quiet); }
.body :is(aside, blockquote, .tab) > :first-child { margin-top: 0; }
.body :is(aside, blockquote, .tab) > :last-child { margin-bottom: 0; }

@container (max-width: 30em) {
  .field input { padding-inline: .5em; }
  .main { padding-inline: .8em; }
  .facet:not(.menu) { width: 100%; margin: 0; }
  .switch { flex: 1; }
  .facet:has(.read) > legend { width: 100%; }
  .switch label { flex: auto; text-align: center; white-space: nowrap; }
  .switch span { padding: .4em; }
  .switch .read span { padding-right: 1.9em; }
  .menu summary:has(.every) :is(i, b) { position: absolute; clip-path: inset(50%); }
  .answer, .state { padding: 1em 1em 0; }
  .feedback, .thanks { margin-inline: -1em; padding-inline: 1em; }
  .rows li > a, .rows > details > summary, .inside { padding-inline: .7em; }
}
@container (max-width: 19em) { .facet > legend { width: 100%; } }
@media (prefers-reduced-motion: reduce) { .results[aria-busy="true"]::before { animation: none; opacity: 1; } }
`;
