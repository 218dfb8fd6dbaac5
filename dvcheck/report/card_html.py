"""The card for a survivor as one self-contained HTML page that prints on US Letter."""

from dvcheck.report.card import COPIES, LARGE_COPIES, Card, OneNumber, Words
from dvcheck.report.inert import as_html

_FONTS = {"zh": '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'}
"""The fonts of languages whose letters are not in the usual ones: those of macOS, Windows and Linux."""
_USUAL_FONTS = '"Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif'

_STYLE = """\
@page { size: letter; margin: 0.6in; }
body { font: 12pt/1.35 FONTS; color: #000; background: #fff; }
body { max-width: 7.3in; margin: 0 auto; padding: 0.5em; overflow-wrap: anywhere; line-break: strict; }
h1 { font-size: 22pt; margin: 0; }
h2 { font-size: 12pt; margin: 0; }
p { margin: 0; }
section { border-top: 1px solid #000; padding: 0.4em 0; break-inside: avoid; }
.draft { border: 2px solid #000; padding: 0.2em 0.5em; margin: 0.3em 0; font-weight: bold; }
.danger { font-size: 16pt; margin: 0.3em 0 0.6em; }
.about { margin: 0 0 0.6em; }
.number { font-size: 18pt; font-weight: bold; }
footer { border-top: 3px solid #000; padding-top: 0.5em; font-size: 10pt; }
ul { margin: 0.2em 0 0; padding-left: 1.2em; }
@media print { body { padding: 0; } }"""

_LARGE = """\
body { font-size: 17pt; }
h1 { font-size: 30pt; }
h2 { font-size: 17pt; }
.danger { font-size: 23pt; }
.number { font-size: 26pt; }
footer { font-size: 14pt; }"""

_DISCREET = """\
@page { size: letter; margin: 0.5in 0.75in; }
* { box-sizing: border-box; }
body { font: 9pt/1.25 FONTS; color: #000; background: #fff; margin: 0; }
main { display: grid; grid-template-columns: 3.5in 3.5in; width: 7in; margin: 0 auto; }
main { grid-auto-rows: minmax(2in, auto); }
article { border: 1px dashed #777; padding: 0.1in 0.14in; break-inside: avoid; overflow-wrap: anywhere; }
h1, .title { font-size: 10pt; font-weight: bold; margin: 0 0 0.15em; }
p { margin: 0; }
.draft { font-size: 6.5pt; line-height: 1.2; font-weight: bold; }
.age { font-size: 7pt; margin-top: 0.2em; }
dl { margin: 0.25em 0 0; }
dl div { display: flex; justify-content: space-between; gap: 0.6em; }
dt, dd { margin: 0; }
dd { font-weight: bold; text-align: right; flex: none; max-width: 65%; }
@media screen and (max-width: 7in) { main { grid-template-columns: 1fr; width: auto; } }"""

_DISCREET_LARGE = """\
main { grid-auto-rows: minmax(3.33in, auto); }
article { font-size: 13pt; }
h1, .title { font-size: 15pt; }
.draft { font-size: 8pt; }
.age { font-size: 10pt; }"""


def html(card: Card) -> str:
    """Write the card as HTML."""
    if card.discreet:
        return _page(card, (_DISCREET, _DISCREET_LARGE), _sheet(card))
    return _page(card, (_STYLE, _LARGE), _full(card))


def _page(card: Card, styles: tuple[str, str], body: str) -> str:
    fonts = _FONTS.get(card.language.partition("-")[0], _USUAL_FONTS)
    style = "\n".join(styles if card.large else styles[:1]).replace("FONTS", fonts)
    return f"""\
<!DOCTYPE html>
<html lang="{as_html(card.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{as_html(card.title)}</title>
<style>
{style}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def _full(card: Card) -> str:
    about = "".join(f"\n<p>{as_html(line)}</p>" for line in card.about)
    about = f'\n<div class="about">{about}\n</div>' if about else ""
    sections = "\n".join(_section(one, card) for one in card.numbers)
    sources = "\n".join(f"<li>{as_html(line)}</li>" for line in card.sources)
    return f"""\
<main>
<h1>{as_html(card.title)}</h1>{_draft(card)}
<p class="danger"><strong>{as_html(card.danger)}</strong></p>{about}
{sections}
</main>
<footer>
<p>{as_html(card.age)}</p>
<ul>
{sources}
</ul>
</footer>"""


def _section(one: OneNumber, card: Card) -> str:
    details = "\n".join(f"<p>{as_html(line)}</p>" for line in one.details)
    return f"""\
<section>
<h2{_lang(one.name, card)}>{as_html(one.name.text)}</h2>
<p class="number">{as_html(one.number)}</p>
{details}
</section>"""


def _sheet(card: Card) -> str:
    """Return the discreet cards of one sheet. A screen reader reads the first one only."""
    rows = "\n".join(
        f"<div><dt{_lang(one.name, card)}>{as_html(one.name.text)}</dt><dd>{as_html(one.number)}</dd></div>"
        for one in card.numbers
    )
    inner = f'{_draft(card)}\n<dl>\n{rows}\n</dl>\n<p class="age">{as_html(card.age)}</p>\n</article>'
    first = f"<article>\n<h1>{as_html(card.title)}</h1>{inner}"
    other = f'<article aria-hidden="true">\n<p class="title">{as_html(card.title)}</p>{inner}'
    copies = LARGE_COPIES if card.large else COPIES
    return "\n".join(["<main>", first, *[other] * (copies - 1), "</main>"])


def _draft(card: Card) -> str:
    lines = "".join(f"\n<p{_lang(words, card)}>{as_html(words.text)}</p>" for words in card.draft)
    return f'\n<div class="draft">{lines}\n</div>' if lines else ""


def _lang(words: Words, card: Card) -> str:
    """Return the attribute for a text in another language than the card's."""
    return f' lang="{as_html(words.language)}"' if words.language != card.language else ""
