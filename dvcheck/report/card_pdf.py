"""The card for a survivor as a PDF. Its fonts come with dvcheck: they have the letters of the shipped cards.

A text that needs another letter is printed with a font of this computer, and refused if none has the letter:
an empty box in place of a letter would hide what the text says.
"""

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.report import fonts
from dvcheck.report import pdf as pdfs
from dvcheck.report.card import COPIES, LARGE_COPIES, Card
from dvcheck.report.fonts.covered import COVERED

_FACE = """\
#let doc = json(bytes(sys.inputs.doc))
#set document(title: doc.title, date: none)
#let size(points) = points * 1pt
#set text(lang: doc.lang, region: doc.region, hyphenate: false, font: if doc.lang == "zh" {
  ((name: "Card Sans", covers: "latin-in-cjk"), "Card Sans SC", "Card Sans")
} else { ("Card Sans", "Card Sans SC") })
#set par(leading: 0.45em, spacing: 0.5em)
// A long word without a place to break would run out of its column.
#show regex("[^\\\\s\\\\p{Han}]{40,}"): it => it.text.clusters().join(sym.zws)
#let words(said) = text(lang: said.lang, region: said.region, said.text)
"""

_FULL = """\
#let big = if doc.large { 1.4 } else { 1 }
#set text(size: 12pt * big)
#set page(paper: "us-letter", margin: 0.6in)
#show heading.where(level: 1): set block(above: 0pt, below: 0.5em)
#show heading.where(level: 2): set block(above: 0pt, below: 0.4em)
#heading(level: 1, text(size: 22pt * big, doc.title))
#if doc.draft.len() > 0 {
  block(width: 100%, stroke: 1.5pt, inset: 6pt, below: 0.8em,
    for said in doc.draft { par(strong(words(said))) })
}
#block(above: 0.7em, below: 0.8em, text(size: 16pt * big, strong(doc.danger)))
#if doc.about.len() > 0 { block(below: 0.8em, for line in doc.about { par(line) }) }
#for one in doc.numbers {
  block(width: 100%, stroke: (top: 0.8pt), inset: (y: 7pt), above: 4pt, below: 4pt, breakable: false, {
    heading(level: 2, text(size: 12pt * big, words(one.name)))
    par(text(size: 18pt * big, strong(one.number)))
    for line in one.details { par(line) }
  })
}
#block(width: 100%, stroke: (top: 2pt), inset: (y: 7pt), breakable: false, {
  set text(size: 10pt * big)
  par(doc.age)
  list(..doc.sources)
})
"""

_DISCREET = """\
#let big = if doc.large { 1.45 } else { 1 }
#set text(size: 9pt * big)
#set page(paper: "us-letter", margin: (x: 0.75in, y: 0.5in))
#let card(title) = {
  title
  for said in doc.draft { par(text(size: if doc.large { 8pt } else { 6.5pt }, strong(words(said)))) }
  v(0.2em)
  for one in doc.numbers {
    grid(columns: (1fr, auto), column-gutter: 6pt, inset: (bottom: 0.3em),
      words(one.name), strong(one.number))
  }
  text(size: 7pt * big, doc.age)
}
#let plain = text(size: 10pt * big, strong(doc.title))
#let first = card(heading(level: 1, text(size: 10pt * big, doc.title)))
#let copy = pdf.artifact(card(block(above: 0pt, below: 0.5em, plain)))
#show heading: set block(above: 0pt, below: 0.5em)
#set grid(align: (left, right))
// A card with many numbers is higher, and fewer fit on a sheet.
#context {
  let height = calc.max(doc.height * 1in, measure(block(width: 3.5in - 18pt, copy)).height + 18pt)
  let rows = calc.max(1, calc.floor(10.001in / height))
  grid(
    columns: (3.5in, 3.5in), rows: height, align: left,
    stroke: (paint: luma(120), thickness: 0.5pt, dash: "dashed"), inset: 9pt,
    first, ..((copy,) * (rows * 2 - 1)))
}
"""


def pdf(card: Card) -> bytes:
    """Write the card as a PDF on US Letter.

    DvcheckError with Exit.USAGE if Typst is not installed or no font has a letter of the card.
    """
    document = msgspec.to_builtins(card)
    document |= _tag(card.language)
    document["height"] = 20 / (LARGE_COPIES if card.large else COPIES)
    for words in [*document["draft"], *(one["name"] for one in document["numbers"])]:
        words |= _tag(words["language"])
    document = pdfs.inert(document, has_glyph=lambda character: True)
    missing = sorted(set(_letters(document)) - set(COVERED))
    template = _FACE + (_DISCREET if card.discreet else _FULL)
    try:
        return pdfs.compile_typst(template, document, fonts=[*fonts.__path__], system_fonts=bool(missing))
    except DvcheckError as error:
        if not missing or error.code is not Exit.OUTPUT:
            raise
        raise DvcheckError(
            phrase("no font here has these letters of the card: {letters}", letters=" ".join(missing[:10])),
            hint=phrase("Print --format html: a browser uses its own fonts."),
            code=Exit.OUTPUT,
        ) from None


def _letters(value: object) -> str:
    """Return all texts of a tree of JSON in one."""
    match value:
        case str():
            return value
        case dict():
            return "".join(map(_letters, value.values()))
        case list():
            return "".join(map(_letters, value))
        case _:
            return ""


def _tag(language: str) -> dict[str, str | None]:
    """Return a language as Typst takes it: Chinese is written as in China or as in Taiwan."""
    base, _, rest = language.partition("-")
    regions = {"Hans": "CN", "Hant": "TW"}
    parts = rest.split("-")
    region = next((part for part in parts if len(part) == 2), None) or regions.get(parts[0])
    return {"lang": base, "region": region}
