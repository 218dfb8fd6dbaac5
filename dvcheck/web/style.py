"""The style and the script in the page. Its policy allows these two by their hashes."""

STYLE = """\
:root { color-scheme: light dark; --text: #1a1a1a; --page: #fff; --dim: #555; --line: #bbb; --band: #eee; }
:root { --late: #a40000; --late-page: #fff0f0; --notice: #fff; --notice-page: #a40000; --focus: #0b57d0; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8e8e8; --page: #161616; --dim: #b0b0b0; --line: #555; --band: #262626; }
  :root { --late: #ffb0a8; --late-page: #3a1512; --notice: #1a0000; --notice-page: #ffb0a8; }
  :root { --focus: #a8c7fa; }
}
* { box-sizing: border-box; }
body {
  font: 1rem/1.4 system-ui, sans-serif; color: var(--text); background: var(--page);
  max-width: 75rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word;
}
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0; z-index: 2; padding: 0.3rem 0.6rem; background: var(--page); }
a { color: inherit; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.3rem; }
p { margin: 0.3rem 0; }
#notice {
  position: sticky; top: 0; z-index: 1; margin: 0.6rem 0; padding: 0.6rem;
  color: var(--notice); background: var(--notice-page); font-weight: bold;
}
#notice:empty { display: none; }
#tallies { display: flex; flex-wrap: wrap; gap: 0.5rem; list-style: none; margin: 0.6rem 0; padding: 0; }
#tallies li { flex: 1 1 9rem; border: 1px solid var(--line); padding: 0.4rem 0.6rem; font-weight: bold; }
#tallies li.late { color: var(--late); background: var(--late-page); border-color: var(--late); }
.missing { font-weight: bold; }
.limits { font-weight: bold; border: 2px solid; padding: 0.3rem 0.6rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-size: 1.1rem; font-weight: bold; margin-top: 0.6rem; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.8rem 0.3rem 0; overflow-wrap: anywhere; }
td, .below { font-variant-numeric: tabular-nums; }
tr { border-bottom: 1px solid var(--line); }
thead th { color: var(--dim); font-weight: normal; font-size: 0.9rem; }
tbody th { background: var(--band); padding-left: 0.3rem; }
td:first-child { width: 18%; }
td:nth-child(2) { width: 44%; }
.late td:first-child { color: var(--late); font-weight: bold; }
.below { color: var(--dim); font-size: 0.9rem; margin: 0; }
footer { margin-top: 1.5rem; border-top: 2px solid; padding-top: 0.3rem; font-weight: bold; }
@media screen and (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  :where(table, caption, tbody, tr, th, td) { display: block; }
  tr { padding: 0.4rem 0; }
  td, td:first-child, td:nth-child(2) { width: auto; padding: 0; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--dim); font-weight: normal; }
}
@page { size: letter; margin: 0.5in; }
@media print {
  :root { color-scheme: light; --text: #000; --page: #fff; --dim: #333; --line: #999; --band: #eee; }
  :root { --late: #000; --late-page: #fff; --notice: #000; --notice-page: #fff; font-size: 9pt; }
  body { max-width: none; padding: 0; }
  .skip, noscript { display: none; }
  #notice { position: static; border: 2px solid; }
  thead { display: table-header-group; }
  tr, li { break-inside: avoid; }
  h2, tbody tr:first-child { break-after: avoid; }
}
"""

SCRIPT = """\
"use strict";
const part = (id) => document.getElementById(id);
const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body.childNodes;
const seen = {};
const put = (id, html) => {
  if (seen[id] !== html) part(id).replaceChildren(...parsed(html));
  seen[id] = html;
};
const title = document.title;
let heard = Date.now();
let gone = document.body.dataset.gone;
const say = (notice) => {
  if (part("notice").textContent !== notice) part("notice").textContent = notice;
  document.title = notice ? document.body.dataset.old + title : title;
};
const events = new EventSource("events");
events.addEventListener("board", (event) => {
  const state = JSON.parse(event.data);
  heard = Date.now();
  gone = state.gone;
  for (const id of ["at", "tallies", "board"]) put(id, state[id]);
  say(state.notice);
});
events.addEventListener("same", () => { heard = Date.now(); });
events.addEventListener("error", () => say(gone));
setInterval(() => { if (Date.now() - heard > 10000) say(gone); }, 1000);
"""
