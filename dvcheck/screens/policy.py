"""The policy in our words, section by section, and where its text is unclear."""

from collections.abc import Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from dvcheck.language import phrase
from dvcheck.pack.model import (
    Pack,
    Reading,
    SectionTitle,
    section_of,
    sections_of,
)
from dvcheck.screens.columns import Cell
from dvcheck.screens.style import NARROW, duty_rows, review_line, styled


def policy(pack: Pack, sections: Sequence[SectionTitle], today: date, width: int) -> RenderableType:
    """Sections of the policy: each statement with its word, what cites it, and its readings."""
    p = pack.policy
    parts: list[RenderableType] = [
        styled(
            "\n"
            + phrase(
                " {agency}, Directive {number}: {title}", agency=p.agency, number=p.number, title=p.title
            ),
            "bold",
        ),
        styled(
            phrase(" Effective {date}. In our own words; the directive itself governs.", date=p.effective),
            "dim",
        ),
        styled(f" {p.source}", "dim"),
    ]
    overdue = review_line(pack, today)
    parts += [overdue] if overdue is not None else []
    for section in sections:
        parts.append(
            Text.assemble(styled(f"\n {section.ref}  ", "bold"), styled(section.title, "bold underline"))
        )
        rows: list[tuple[Cell, ...]] = []
        for statement in p.statements:
            if section_of(statement.ref) != section.ref:
                continue
            cited = ", ".join(pack.cited_by(statement.ref))
            unclear = ", ".join(r.id for r in p.readings if statement.ref in r.cites)
            waived = statement.not_modelled
            below = " · ".join(
                filter(
                    None,
                    [
                        phrase("in: {items}", items=cited) if cited else "",
                        phrase("in no checklist: {why}", why=waived.replace("-", " ")) if waived else "",
                        phrase("reading {codes}", codes=unclear) if unclear else "",
                    ],
                )
            )
            body: Cell = ((statement.says, ""), (below, "dim")) if below else ((statement.says, ""),)
            rows.append(((("", ""),), ((statement.modality.replace("-", " "), ""),), body))
        parts += duty_rows(rows, NARROW - 1)
    within = {s.ref for s in p.statements if any(section_of(s.ref) == t.ref for t in sections)}
    shown = [r for r in p.readings if within.intersection(r.cites)] if len(sections) < len(p.sections) else []
    return Group(*parts, *(line for r in shown for line in reading(r)))


def reading(r: Reading) -> list[RenderableType]:
    """Where the text is unclear, and how it is treated here."""
    return [
        styled(phrase("\n Reading {code}: {title}", code=r.id, title=r.title), "bold"),
        styled(f" {r.unclear}"),
        styled(phrase(" Treated here: {treated}", treated=r.treated)),
    ]


def unclear(r: Reading) -> list[RenderableType]:
    """The same with the sections it cites."""
    return [*reading(r), phrase(" Sections: {sections}", sections=sections_of(r.cites))]
