"""The policy in our words, section by section, with its readings."""

from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, sections_of
from dvcheck.pack.policy import Document, Policy, Reading, SectionTitle, Statement, section_of
from dvcheck.screens.columns import Cell, ScreenColumn, in_parts
from dvcheck.screens.style import review_lines, style_text
from dvcheck.wording.directive import document_citation

_WORD = 10
"""The cells for the word of a statement; more if one is longer."""


def policy(pack: Pack, sections: Sequence[SectionTitle], today: date, width: int) -> RenderableType:
    """Lay out sections of the policy: each statement with its word, what cites it, and its readings."""
    p = pack.policy
    parts: list[RenderableType] = [*_head(p), *review_lines([pack], today)]
    words = max((_WORD, *(len(word) for s in p.statements for word in s.modality.split("-"))))
    shown = p.own
    for section in sections:
        if (document := p.document_of(section)) != shown:
            parts += _other(document) if document.id != p.id else []
            shown = document
        parts.append(
            Text.assemble(
                style_text(f"\n {section.ref}  ", "bold"), style_text(section.title, "bold underline")
            )
        )
        rows = [_row(pack, s) for s in p.statements if section_of(s.ref) == section.ref]
        parts += in_parts((ScreenColumn(4), ScreenColumn(words), ScreenColumn()), rows)
    within = {s.ref for s in p.statements if any(section_of(s.ref) == t.ref for t in sections)}
    told = [r for r in p.readings if within.intersection(r.cites)] if len(sections) < len(p.sections) else []
    return Group(*parts, *(line for r in told for line in reading(r)))


def _head(p: Policy) -> list[RenderableType]:
    """Lay out the policy itself: its number, its effective date, and where its text is."""
    title = phrase("\n {document}: {title}", document=document_citation(p, p.own), title=p.title)
    if p.version:
        effective = phrase(
            " Effective {date}; checklists version {version}. In our own words; {document} itself governs.",
            date=dates.day(p.effective),
            version=p.version,
            document=p.terms.the_document,
        )
    else:
        effective = phrase(
            " Effective {date}. In our own words; {document} itself governs.",
            date=dates.day(p.effective),
            document=p.terms.the_document,
        )
    return [style_text(title, "bold"), style_text(effective, "dim"), style_text(f" {p.source}", "dim")]


def _other(document: Document) -> list[RenderableType]:
    """Lay out the heading of another document."""
    title = phrase("\n {document}: {title}", document=document.number, title=document.title)
    effective = phrase(" Effective {date}.", date=dates.day(document.effective))
    return [style_text(title, "bold"), style_text(effective, "dim"), style_text(f" {document.source}", "dim")]


def _row(pack: Pack, statement: Statement) -> tuple[Cell, ...]:
    """Return a statement with its word, and below it what cites it and its readings."""
    cited_by = ", ".join(pack.cited_by(statement.ref))
    unclear = ", ".join(r.id for r in pack.policy.readings if statement.ref in r.cites)
    waived = statement.not_modelled
    said = [
        phrase("in: {items}", items=cited_by) if cited_by else "",
        phrase("in no checklist: {why}", why=waived.replace("-", " ")) if waived else "",
        phrase("reading {codes}", codes=unclear) if unclear else "",
    ]
    below = " · ".join(filter(None, said))
    body: Cell = ((statement.says, ""), (below, "dim")) if below else ((statement.says, ""),)
    return ((("", ""),), ((statement.modality.replace("-", " "), ""),), body)


def reading(r: Reading) -> list[RenderableType]:
    """Lay out a reading: where the text is unclear, and how dvcheck treats it."""
    return [
        style_text(phrase("\n Reading {code}: {title}", code=r.id, title=r.title), "bold"),
        style_text(f" {r.unclear}"),
        style_text(phrase(" Treated here: {treated}", treated=r.treated)),
    ]


def unclear(r: Reading) -> list[RenderableType]:
    """Lay out a reading with the sections it cites."""
    return [*reading(r), phrase(" Sections: {sections}", sections=sections_of(r.cites))]
