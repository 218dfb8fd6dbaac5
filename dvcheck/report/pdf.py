"""A sheet as a tagged PDF (PDF/UA-1), made by Typst: the optional extra `pdf`.

Typst gets the texts as JSON, apart from the template, so they are printed as typed. Fonts are those in Typst,
and the date is the sheet's, so the same sheet gives the same bytes everywhere.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.report.inert import guarded
from dvcheck.report.sheet import Sheet
from dvcheck.text import clean, why_not_imported

_PAGE = """\
#let doc = json(bytes(sys.inputs.doc))
#set document(title: doc.title, date: if doc.made == none { none } else { datetime(..doc.made) })
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"), lang: "en", hyphenate: false)
#set par(leading: 0.5em, spacing: 0.5em)
"""

_SHEET = """\
#set text(size: if doc.large { 10.5pt } else { 8.5pt })
#let small = if doc.large { 9pt } else { 8pt }
#set page(paper: "us-letter", margin: (x: 0.5in, top: 0.45in, bottom: 0.6in), footer: context {
  set text(size: 8pt)
  [#doc.mark #h(1fr) page #counter(page).display() of #counter(page).final().first()]
})
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): it => block(above: 0.8em, below: 0.3em, width: 100%, stroke: (bottom: 0.8pt),
  inset: (bottom: 2pt), sticky: true, text(size: 10.5pt, it.body))
#set document(title: doc.title + ": " + doc.mark)
#set table(align: left, inset: (left: 0pt, right: 7pt, top: if doc.large { 3pt } else { 1.5pt },
  bottom: if doc.large { 4pt } else { 2pt }),
  stroke: (_, y) => (bottom: 0.3pt + luma(150)))
#set table.cell(breakable: false)
#set list(spacing: 0.45em)
// A long word without a place to break would run out of its column.
#let narrow(body) = { show regex("\\\\S{22,}"): it => it.text.clusters().join(sym.zws); body }
#let wide(body) = { show regex("\\\\S{80,}"): it => it.text.clusters().join(sym.zws); body }
#let dim(body) = text(size: small, fill: luma(70), body)
#let lines(cell, strong: false) = {
  if strong { text(weight: "bold", cell.first()) } else { cell.first() }
  for line in cell.slice(1) { linebreak(); dim(line) }
}
#let box-to-tick = box(width: 8pt, height: 8pt, stroke: 0.7pt)
#let grid-of(part) = {
  let ticks = if part.tick { (auto,) } else { () }
  let widths = part.columns.map(c => if c.share == 0 { auto } else { c.share * 1fr })
  narrow(table(
    columns: ticks + widths,
    table.header(..(ticks.map(_ => dim[Tick]) + part.columns.map(c => dim(c.title)))),
    ..for group in part.groups {
      if group.title != "" {
        (table.header(level: 2, repeat: false,
          table.cell(colspan: ticks.len() + widths.len(), fill: luma(235), strong(group.title))),)
      }
      for row in group.rows {
        ticks.map(_ => box-to-tick)
        row.zip(part.columns).map(((cell, c)) =>
          if c.share == 0 { dim(lines(cell)) } else { lines(cell, strong: c.strong) })
      }
    },
  ))
}
#let facts-of(rows) = wide(table(columns: (9em, 1fr),
  ..for (name, cell) in rows { (dim(name), lines(cell)) }))
#let list-of(items) = wide(list(..items))
// What is brief stands side by side, first all of the first column.
#let side-by-side(items, count, show-some) = grid(
  columns: (1fr,) * count, column-gutter: 10pt,
  ..items.chunks(calc.ceil(items.len() / count)).map(show-some))
#let cards-of(cards) = grid(columns: (1fr, 1fr), align: left, inset: 9pt,
  stroke: (paint: luma(110), thickness: 0.6pt, dash: "dashed"),
  ..for card in cards { (grid.cell(breakable: false, {
    par(dim(card.first()))
    for line in card.slice(1) { par(line) }
  }),) })
#let show-part(part) = {
  if part.type == "table" { grid-of(part) }
  else if part.type == "cards" { cards-of(part.cards) }
  else if part.type == "facts" { side-by-side(part.rows, if part.brief { 2 } else { 1 }, facts-of) }
  else { side-by-side(part.lines, if part.brief { 3 } else { 1 }, list-of) }
}
#heading(level: 1, doc.title)
#for line in doc.lead { par(line) }
#for chapter in doc.chapters {
  if chapter.on_new_page { pagebreak(weak: true) }
  heading(level: 2, chapter.title)
  for part in chapter.parts { show-part(part) }
}
"""


def render(sheet: Sheet) -> bytes:
    """Write the sheet as a PDF on US Letter. DvcheckError with Exit.USAGE if Typst is not installed."""
    made = _date(sheet.made) if sheet.made is not None else None
    return compile_typst(
        _PAGE + _SHEET, {**inert(msgspec.to_builtins(sheet), has_glyph=_has_glyph), "made": made}
    )


def compile_typst(
    template: str, document: dict[str, Any], *, fonts: Sequence[str] = (), system_fonts: bool = False
) -> bytes:
    """Make a PDF from a template and a document whose texts are inert.

    It is set in the fonts of Typst and those in the folders `fonts`; with `system_fonts`, also in those of
    this computer. DvcheckError with Exit.USAGE if Typst is not installed, with Exit.OUTPUT if it fails.
    """
    typst = _typst()
    data = msgspec.json.encode(document)
    try:
        pdf: bytes = typst.compile(
            template.encode(),
            format="pdf",
            ignore_system_fonts=not system_fonts,
            font_paths=list(fonts),
            sys_inputs={"doc": data.decode()},
            pdf_standards=["ua-1"],
        )
    except (RuntimeError, ValueError) as error:
        why = getattr(error, "message", str(error))
        raise DvcheckError(
            phrase("Typst could not make the PDF: {why}", why=clean(why)),
            hint=phrase("Print --format html, and show this line to your IT unit."),
            code=Exit.OUTPUT,
        ) from None
    return pdf


def _date(made: datetime) -> dict[str, int]:
    at = made.astimezone(UTC)
    day = {"year": at.year, "month": at.month, "day": at.day}
    return {**day, "hour": at.hour, "minute": at.minute, "second": at.second}


def _typst() -> Any:
    try:
        import typst
    except (ImportError, OSError) as error:
        if why := why_not_imported(error, "typst"):
            raise DvcheckError(
                phrase("Typst is installed but does not start: {why}", why=why),
                hint=phrase("Print --format html, and show this line to your IT unit."),
                code=Exit.OUTPUT,
            ) from None
        raise DvcheckError(
            phrase("a PDF needs Typst, which is not installed here"),
            hint=phrase('Install it with python -m pip install "dvcheck[pdf]", or print --format html.'),
            code=Exit.USAGE,
        ) from None
    return typst


def inert(value: Any, *, has_glyph: Callable[[str], bool]) -> Any:
    """Return a tree of JSON with every text made inert. A character without a glyph is shown as its code."""
    match value:
        case str():
            return "".join(c if has_glyph(c) else f"\\u{ord(c):04x}" for c in guarded(clean(value)))
        case dict():
            return {name: inert(each, has_glyph=has_glyph) for name, each in value.items()}
        case list() | tuple():
            return [inert(each, has_glyph=has_glyph) for each in value]
        case _:
            return value


_GLYPHS = (
    *((0x20, 0x24F), (0x300, 0x304), (0x306, 0x30C), (0x384, 0x3CE), (0x400, 0x45F), (0x1E00, 0x1EF9)),
    *((0x2010, 0x2026), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2260, 0x2265)),
)
"""The Latin, Greek and Cyrillic letters and the signs in the fonts of Typst: first and last of each range."""


def _has_glyph(character: str) -> bool:
    """Check whether a character can be printed. If not, its code is printed: a blank box would hide it."""
    return any(first <= ord(character) <= last for first, last in _GLYPHS)
