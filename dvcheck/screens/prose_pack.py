"""Packs as prose: the policy in our words, and the list of installed packs."""

from collections.abc import Iterator, Sequence
from datetime import date

from dvcheck import dates
from dvcheck.actions.installing import PackList, PackRow
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, short
from dvcheck.pack.policy import Document, Policy, Reading, SectionTitle, Statement, section_of
from dvcheck.screens.prose import to_paste
from dvcheck.wording import directive
from dvcheck.wording.aloud import section, sentence, sentences
from dvcheck.wording.packs import why_in_use

# --- the policy ---------------------------------------------------------------------------------------------


def policy(pack: Pack, sections: Sequence[SectionTitle], today: date) -> Iterator[str]:
    """Yield sections of the policy: each statement with its word, what cites it, and its readings."""
    p = pack.policy
    yield from _head(p)
    yield from directive.reviews((p,), today)
    shown = p.own
    for title in sections:
        if (document := p.document_of(title)) != shown:
            yield from _other(document) if document.id != p.id else ()
            shown = document
        yield sentences((title.title, section((title.ref,))))
        yield from (_statement(pack, s) for s in p.statements if section_of(s.ref) == title.ref)
    if len(sections) < len(p.sections):
        within = {s.ref for s in p.statements if any(section_of(s.ref) == t.ref for t in sections)}
        for one in p.readings:
            if within.intersection(one.cites):
                yield from reading(one)


def unclear(r: Reading) -> Iterator[str]:
    """Yield a reading with the sections it cites."""
    *lines, treated = reading(r)
    yield from lines
    yield sentences((treated, section(r.cites)))


def reading(r: Reading) -> Iterator[str]:
    """Yield a reading: where the text is unclear, and how dvcheck treats it."""
    yield sentence(phrase("Reading {code}: {title}", code=r.id, title=r.title))
    yield sentence(r.unclear)
    yield sentence(phrase("Treated here: {treated}", treated=r.treated))


def _head(p: Policy) -> Iterator[str]:
    yield sentence(
        phrase("{document}: {title}", document=directive.document_citation(p, p.own), title=p.title)
    )
    yield sentences(
        (
            phrase("Effective {date}", date=dates.day(p.effective)),
            phrase("Checklists version {version}", version=p.version) if p.version else "",
            phrase("In our own words; {document} itself governs", document=p.terms.the_document),
        )
    )
    yield from _source(p.source)


def _other(document: Document) -> Iterator[str]:
    """Yield the heading of another document."""
    yield sentence(phrase("{document}: {title}", document=document.number, title=document.title))
    yield phrase("Effective {date}.", date=dates.day(document.effective))
    yield from _source(document.source)


def _source(source: str) -> Iterator[str]:
    """Yield where a text is: an address is on a separate line."""
    if source:
        yield phrase("Its text:")
        yield to_paste(source)


def _statement(pack: Pack, statement: Statement) -> str:
    cited_by = ", ".join(pack.cited_by(statement.ref))
    touching = ", ".join(r.id for r in pack.policy.readings if statement.ref in r.cites)
    waived = statement.not_modelled
    return sentences(
        (
            statement.modality.replace("-", " "),
            statement.says,
            phrase("In: {items}", items=cited_by) if cited_by else "",
            phrase("In no checklist: {why}", why=waived.replace("-", " ")) if waived else "",
            phrase("Reading {codes}", codes=touching) if touching else "",
            section((statement.ref,)),
        )
    )


# --- the installed packs ------------------------------------------------------------------------------------


def packs(found: PackList) -> Iterator[str]:
    """Yield a line for each pack; the one in use first, with the reason."""
    for row in sorted(found.rows, key=lambda row: not row.in_use):
        yield _pack(row, why_in_use(found.why) if row.in_use else "")
    yield phrase("To use another one:")
    yield to_paste(on_journal("pack", "use", phrase("NAME")))


def _pack(row: PackRow, why: str) -> str:
    name = phrase("Pack {name}", name=row.name)
    if row.pack is None:
        return sentences((name, why, phrase("Cannot be used: {problem}", problem=row.problem)))
    p = row.pack.policy
    return sentences(
        (
            name,
            why,
            f"{p.agency}, {p.number} {p.title}",
            phrase("Version {version}", version=row.version) if row.version else "",
            phrase(
                "Effective {date}, pack {digest}", date=dates.day(p.effective), digest=short(row.pack.digest)
            ),
            phrase("Checklists: {names}", names=", ".join(c.id for c in row.pack.checklists)),
        )
    )
