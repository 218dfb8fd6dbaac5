"""The resource card for a survivor: public phone numbers on one page, and nothing about any case.

It is made from the pack alone, without a case, officer, clock or file. A contact with `verify` is never
on it. Every text of the pack passes `clean` and is escaped, so that it is read only as text.
"""

from typing import Literal, assert_never, get_args

from dvcheck.language import phrase
from dvcheck.pack.model import Contact, Pack
from dvcheck.report.inert import as_html, as_markdown
from dvcheck.wording.translation import draft_notice

CardFormat = Literal["markdown", "html", "pdf"]
CARD_FORMATS: tuple[CardFormat, ...] = get_args(CardFormat)

TITLE = "Phone numbers for help"
_AGE = "Some of these numbers may have changed since. They come from:"

_STYLE = """\
@page { size: letter; margin: 0.6in; }
body { font: 12pt/1.35 sans-serif; color: #000; background: #fff; }
body { max-width: 7.3in; margin: 0 auto; padding: 0.5em; }
h1 { font-size: 22pt; margin: 0; }
h2 { font-size: 12pt; margin: 0; }
p { margin: 0; }
section { border-top: 1px solid #000; padding: 0.5em 0; break-inside: avoid; }
.danger { font-size: 16pt; margin: 0.3em 0 0.7em; }
.number { font-size: 18pt; font-weight: bold; }
footer { border-top: 3px solid #000; padding-top: 0.5em; font-size: 10pt; }
ul { margin: 0.2em 0 0; padding-left: 1.2em; }
@media print { body { padding: 0; } }"""


def danger(pack: Pack) -> str:
    """Return the line above all numbers."""
    return phrase("In danger? Call {emergency}.", emergency=pack.policy.terms.emergency)


def on_card(pack: Pack) -> tuple[Contact, ...]:
    """Return the contacts on the card: those marked for it whose number needs no check."""
    return tuple(c for c in pack.contacts if c.card and not c.verify)


def markdown(pack: Pack) -> str:
    """Write the card as CommonMark."""
    shown = on_card(pack)
    parts = [f"# {TITLE}", f"**{as_markdown(danger(pack))}**", *filter(None, [draft_notice(pack)])]
    for contact in shown:
        parts.append(f"## {as_markdown(contact.name)}")
        parts.append(f"**{as_markdown(contact.number)}**")
        parts.append(_bullets(_details(contact)))
    parts.append(_AGE)
    parts.append(_bullets([("Source", f"{source} ({as_of})") for source, as_of in _sources(shown)]))
    return "\n\n".join(parts) + "\n"


def html(pack: Pack) -> str:
    """Write the card as one self-contained HTML page that prints on one sheet of US Letter."""
    shown = on_card(pack)
    sections = "\n".join(_section(contact) for contact in shown)
    sources = "\n".join(
        f"<li>Source: {as_html(source)} ({as_html(as_of)})</li>" for source, as_of in _sources(shown)
    )
    draft = "".join(f"\n<p>{as_html(said)}</p>" for said in filter(None, [draft_notice(pack)]))
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{TITLE}</title>
<style>
{_STYLE}
</style>
</head>
<body>
<main>
<h1>{TITLE}</h1>
<p class="danger"><strong>{as_html(danger(pack))}</strong></p>{draft}
{sections}
</main>
<footer>
<p>{_AGE}</p>
<ul>
{sources}
</ul>
</footer>
</body>
</html>
"""


def pdf(pack: Pack) -> bytes:
    """Write the card as a PDF on US Letter. DvcheckError with Exit.USAGE if Typst is not installed."""
    from dvcheck.report import pdf

    shown = on_card(pack)
    contacts = [
        {"name": c.name, "number": c.number, "details": [f"{label}: {text}" for label, text in _details(c)]}
        for c in shown
    ]
    sources = [f"Source: {source} ({as_of})" for source, as_of in _sources(shown)]
    card = {"title": TITLE, "danger": danger(pack), "draft": draft_notice(pack), "contacts": contacts}
    card |= {"age": _AGE, "sources": sources}
    return pdf.compile_pdf(pdf.CARD, card, None)


def render(pack: Pack, format: CardFormat) -> str | bytes:
    """Write the card in one of its formats."""
    match format:
        case "markdown":
            return markdown(pack)
        case "html":
            return html(pack)
        case "pdf":
            return pdf(pack)
    assert_never(format)


def _details(contact: Contact) -> list[tuple[str, str]]:
    """Return what a survivor needs to know apart from the number, each with its label."""
    found = [("For", contact.purpose), ("Open", contact.hours), ("Address", contact.address)]
    return [(label, text) for label, text in found if text]


def _sources(contacts: tuple[Contact, ...]) -> list[tuple[str, str]]:
    """Return each source of the numbers once, with its date."""
    return list(dict.fromkeys((c.source, c.as_of) for c in contacts))


def _section(contact: Contact) -> str:
    details = "\n".join(f"<p>{label}: {as_html(text)}</p>" for label, text in _details(contact))
    return f"""\
<section>
<h2>{as_html(contact.name)}</h2>
<p class="number">{as_html(contact.number)}</p>
{details}
</section>"""


def _bullets(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"- {label}: {as_markdown(text)}" for label, text in rows)
