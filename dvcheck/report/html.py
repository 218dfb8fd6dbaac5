"""A sheet as one self-contained HTML page: no script, no other file, no address."""

import base64
import hashlib

from dvcheck.report.inert import as_html, guarded
from dvcheck.report.sheet import Cell, Chapter, Column, CutCards, FactList, Lines, Part, Sheet, Table

_STYLE = """\
:root { color-scheme: light dark; --text: #1a1a1a; --page: #fff; --dim: #555; --line: #bbb; --band: #eee; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8e8e8; --page: #161616; --dim: #aaa; --line: #555; --band: #262626; }
}
* { box-sizing: border-box; }
body {
  font: 1rem/1.4 system-ui, sans-serif; color: var(--text); background: var(--page);
  max-width: 62rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word;
}
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 1.5rem 0 0.3rem; border-bottom: 2px solid; }
p { margin: 0.3rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.8rem 0.2rem 0; }
td { overflow-wrap: anywhere; }
tr { border-bottom: 1px solid var(--line); }
thead th, .narrow, .below { color: var(--dim); font-weight: normal; }
thead th, .narrow { font-size: 0.9rem; }
.narrow { white-space: nowrap; width: 1%; }
.share-2 { width: 17%; }
.share-3 { width: 20%; }
.share-4 { width: 30%; }
.below { font-size: 0.85rem; margin: 0; }
.strong { font-weight: bold; }
.group { background: var(--band); padding-left: 0.3rem; }
.facts th { font-weight: normal; color: var(--dim); width: 11rem; }
.box { width: 1.8rem; }
.box::before { content: ""; display: block; width: 0.9rem; height: 0.9rem; margin-top: 0.2rem; }
.box::before { border: 1.5px solid var(--text); }
ul { margin: 0.3rem 0; padding-left: 1.2rem; }
ul.brief { columns: 20rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 0.6rem; }
.cards > div { border: 1px dashed var(--dim); padding: 0.6rem; break-inside: avoid; }
.cards p { margin: 0; }
footer { margin-top: 1.5rem; border-top: 2px solid; color: var(--dim); }
@media screen and (max-width: 40rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .rows :where(tbody, tr, th, td) { display: block; width: auto; padding-right: 0; }
  .rows tr { position: relative; padding: 0.3rem 0; }
  .rows td.share-2 { display: inline; padding-right: 0.8rem; }
  .rows.ticked tr { padding-left: 1.8rem; }
  .ticked .group { margin-left: -1.8rem; }
  .rows.ticked .box { position: absolute; left: 0; }
  .facts th { width: 7.5rem; }
}
@page {
  size: letter; margin: 0.45in 0.5in;
  @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; }
}
@media print {
  :root { color-scheme: light; --text: #000; --page: #fff; --dim: #333; --line: #999; --band: #eee; }
  :root { font-size: 8pt; }
  :root.large { font-size: 10.5pt; }
  .fresh { break-before: page; }
  body { font-family: Arial, Helvetica, "Liberation Sans", "Noto Sans", sans-serif; line-height: 1.15; }
  body { max-width: none; padding: 0; }
  h2 { margin-top: 0.5rem; break-after: avoid; }
  p { margin: 0.1rem 0; }
  th, td { padding: 0.02rem 0.6rem 0.02rem 0; }
  .share-2, .share-3 { width: 18%; }
  .share-4 { width: 28%; }
  .facts.brief tbody { display: block; columns: 2; }
  .facts.brief tr { display: flex; }
  thead { display: table-header-group; }
  tr, li { break-inside: avoid; }
  .group { break-after: avoid; }
  .box::before { margin-top: 0; }
  ul { margin: 0.2rem 0; }
  ul.brief { columns: 3; }
  footer { display: none; }
}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"


def render(sheet: Sheet) -> str:
    """Write the sheet as HTML with every text inert. It prints on US Letter."""
    lead = "\n".join(f"<p>{_text(line)}</p>" for line in sheet.lead)
    chapters = "\n".join(_chapter(chapter, n) for n, chapter in enumerate(sheet.chapters, 1))
    return f"""\
<!DOCTYPE html>
<html lang="en"{' class="large"' if sheet.large else ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{_text(sheet.title)}: {_text(sheet.mark)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{_text(sheet.title)}</h1>
{lead}
</header>
<main>
{chapters}
</main>
<footer>
<p>{_text(sheet.mark)}</p>
</footer>
</body>
</html>
"""


def _chapter(chapter: Chapter, number: int) -> str:
    parts = "\n".join(_part(part) for part in chapter.parts)
    return f"""\
<section{' class="fresh"' if chapter.on_new_page else ""} aria-labelledby="part-{number}">
<h2 id="part-{number}">{_text(chapter.title)}</h2>
{parts}
</section>"""


def _part(part: Part) -> str:
    match part:
        case Lines(lines=lines, brief=brief):
            items = "\n".join(f"<li>{_text(line)}</li>" for line in lines)
            start = '<ul class="brief">' if brief else "<ul>"
            return f"{start}\n{items}\n</ul>"
        case FactList(rows=rows, brief=brief):
            rows_shown = "\n".join(
                f'<tr><th scope="row">{_text(name)}</th><td>{_lines(cell)}</td></tr>' for name, cell in rows
            )
            start = '<table class="facts brief">' if brief else '<table class="facts">'
            return f"{start}\n<tbody>\n{rows_shown}\n</tbody>\n</table>"
        case Table():
            return _table(part)
        case CutCards(cards=cards):
            shown = "\n".join(f"<div>{_card(card)}</div>" for card in cards)
            return f'<div class="cards">\n{shown}\n</div>'


def _card(card: Cell) -> str:
    below = "".join(f"<p>{_text(line)}</p>" for line in card[1:])
    return f'<p class="below">{_text(card[0])}</p>{below}'


def _table(table: Table) -> str:
    heads = "".join(
        f'<th class="{_width(column)}" scope="col">{_text(column.title)}</th>' for column in table.columns
    )
    box = '<th scope="col">Tick</th>' if table.tick else ""
    bodies = "\n".join(_body(table, n) for n in range(len(table.groups)))
    start = '<table class="rows ticked">' if table.tick else '<table class="rows">'
    return f"""\
{start}
<thead><tr>{box}{heads}</tr></thead>
{bodies}
</table>"""


def _body(table: Table, number: int) -> str:
    group = table.groups[number]
    span = len(table.columns) + table.tick
    title = f'<tr><th class="group" colspan="{span}" scope="rowgroup">{_text(group.title)}</th></tr>\n'
    rows = "\n".join(_row(row, table) for row in group.rows)
    return f"<tbody>\n{title if group.title else ''}{rows}\n</tbody>"


def _row(row: tuple[Cell, ...], table: Table) -> str:
    box = '<td class="box"></td>' if table.tick else ""
    cells = "".join(_cell(cell, column) for cell, column in zip(row, table.columns, strict=True))
    return f"<tr>{box}{cells}</tr>"


def _cell(cell: Cell, column: Column) -> str:
    strong = " strong" if column.strong else ""
    return f'<td class="{_width(column)}{strong}">{_lines(cell)}</td>'


def _width(column: Column) -> str:
    return f"share-{column.share}" if column.share else "narrow"


def _lines(cell: Cell) -> str:
    below = "".join(f'<p class="below">{_text(line)}</p>' for line in cell[1:])
    return f"{_text(cell[0])}{below}"


def _text(text: str) -> str:
    return as_html(guarded(text))
