"""Finds what an officer's word names: an obligation, question, form, scenario or place in the policy."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from dvcheck.hint import command, on_journal, own_line
from dvcheck.language import phrase
from dvcheck.lookup import lookup, none, several
from dvcheck.pack.model import Form, Pack, Question, is_within, sections_of
from dvcheck.pack.policy import Reading, SectionTitle, section_of
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.outline import Entry, base_of
from dvcheck.text import clean

if TYPE_CHECKING:
    from dvcheck.academy.scenario import Scenario


class _Group(msgspec.Struct, frozen=True, kw_only=True):
    """The duties of a case with the same pack id: one, or one for each entry of a list."""

    base: str
    duties: tuple[Duty, ...]


def obligations(assessment: Assessment, wanted: str, case: str) -> tuple[Duty, ...]:
    """Find the duties of a case that a word names. Duties that arise take precedence.

    The word is an id, a section, or the words of lists (`Call an ambulance`). It names the duties of all
    entries of a list. To name one entry, add its id or its name after the duty's id, with `@` or a blank
    between: `photo-close@2`, `photo-close Ana`.
    """
    groups = _groups(assessment)
    listed = own_line(phrase("To list those of the case:"), on_journal("explain", case))
    base, entry = _parted(wanted, [group.base for group in groups])
    group = lookup(
        base,
        groups,
        name=lambda group: group.base,
        labels=lambda group: sections_of(group.duties[0].obligation.cites).split(", "),
        spoken=lambda group: group.duties[0].obligation.in_brief,
        preferred=lambda group: any(duty.status != "not-triggered" for duty in group.duties),
        guesses=False,  # it may be marked done
        unknown=phrase('no duty is called "{wanted}"', wanted=clean(wanted)),
        listed=listed,
    )
    return (_of_entry(group.duties, entry, wanted, listed),) if entry else group.duties


def _groups(assessment: Assessment) -> list[_Group]:
    found: dict[str, list[Duty]] = {}
    for duty in assessment.duties:
        found.setdefault(duty.id, []).append(duty)
    return [_Group(base=base, duties=tuple(duties)) for base, duties in found.items()]


def _parted(wanted: str, known: Sequence[str]) -> tuple[str, str]:
    """Split a word into the id and the entry, which may be empty."""
    base, _, entry = wanted.strip().partition("@")
    if entry.strip():
        return base, entry.strip()
    first, _, rest = wanted.strip().partition(" ")
    return (first, rest.strip()) if first.casefold() in map(str.casefold, known) else (base, "")


class _OfEntry(Protocol):
    """An item that may be for an entry of a list."""

    @property
    def entry(self) -> Entry | None: ...


Met = TypeVar("Met", bound=_OfEntry)


def _of_entry(found: Sequence[Met], entry: str, wanted: str, listed: str) -> Met:
    """Find the item for the entry that a word names: by id, by name, or by the start of the name."""
    word = entry.casefold()
    entries = [(one, one.entry) for one in found if one.entry is not None]
    fitting = (
        [one for one, of in entries if of.id == word]
        or [one for one, of in entries if of.name.casefold() == word]
        or [one for one, of in entries if of.shown.casefold() == word]
        or [one for one, of in entries if of.name.casefold().startswith(word)]
    )
    if len(fitting) == 1:
        return fitting[0]
    names = [f"{of.shown} ({of.id})" for one, of in entries if one in fitting or not fitting]
    if fitting:
        raise several(wanted, names, listed=listed)
    known = phrase("The entries are {names}.", names=", ".join(map(clean, names))) if names else listed
    unknown = phrase('"{wanted}" fits no entry of the list', wanted=clean(wanted))
    raise none(entry, [of.name for _, of in entries if not of.sensitive], unknown=unknown, listed=known)


def is_of(duty: Duty, section: str) -> bool:
    """Check whether a duty cites a section."""
    return section.upper() in sections_of(duty.obligation.cites).upper().split(", ")


def question(amendable: Sequence[Question], wanted: str, assessment: Assessment, case: str) -> Question:
    """Find the question of a case that can be amended, by its id or its label.

    For a question asked for each entry of a list, add the entry: `pain@2`, `pain Ana`.
    """
    listed = own_line(phrase("To list them:"), on_journal("amend", case))
    base, entry = _parted(wanted, [base_of(question.id) for question in amendable])
    if entry:
        met = [assessment.outline.by_id[question.id] for question in amendable]
        rounds = [one for one in met if base.casefold() == one.base.casefold()]
        if rounds:
            chosen = _of_entry(rounds, entry, wanted, listed)
            return assessment.outline.question(chosen.item.id)
    return lookup(
        wanted,
        amendable,
        name=lambda question: question.id,
        labels=lambda question: (question.name,),
        spoken=lambda question: question.name,
        guesses=False,  # its answer may be recorded
        unknown=phrase('no question that can be amended is called "{wanted}"', wanted=clean(wanted)),
        listed=listed,
    )


def form(pack: Pack, wanted: str) -> Form:
    """Find the form of a pack by its id or its title."""
    known = ", ".join(form.id for form in pack.forms)
    return lookup(
        wanted,
        pack.forms,
        name=lambda form: form.id,
        labels=lambda form: (form.title,),
        unknown=phrase('the checklists of this case have no form "{wanted}"', wanted=clean(wanted)),
        listed=phrase("They have {known}.", known=known) if known else phrase("They have none."),
    )


def scenario(scenarios: "Sequence[Scenario]", wanted: str, listing: str = "") -> "Scenario":
    """Find the scenario by its id or its title. The command `listing` lists them all, by default `demo`."""
    return lookup(
        wanted,
        scenarios,
        name=lambda scenario: scenario.id,
        labels=lambda scenario: (scenario.title,),
        unknown=phrase('"{wanted}" is not a scenario', wanted=clean(wanted)),
        listed=own_line(phrase("To list them all:"), listing or command("demo")),
    )


def in_policy(pack: Pack, wanted: str) -> Reading | tuple[SectionTitle, ...]:
    """Find a word in a policy: a reading, a section with those within it, or a document.

    If it is none of these, find the sections whose title, statements or readings contain it. An empty word
    finds all sections.
    """
    policy = pack.policy
    sections, readings = policy.sections, policy.readings
    if not wanted:
        return sections
    document = next((d for d in policy.others if wanted.lower() in (d.id, d.number.lower())), None)
    if document is not None:
        return tuple(s for s in sections if policy.document_of(s) == document)
    within = _within(pack, wanted.upper() if wanted[:1].lower() == "p" else wanted)
    if within:
        return within
    said = _speaking_of(pack, wanted)
    if said:
        return said
    places: tuple[SectionTitle | Reading, ...] = (*sections, *readings)
    found = lookup(
        wanted,
        places,
        name=lambda place: place.ref if isinstance(place, SectionTitle) else place.id,
        labels=lambda place: (place.title,),
        unknown=phrase('the policy has no section "{wanted}"', wanted=clean(wanted)),
        listed=own_line(phrase("To list them all:"), command("policy")),
    )
    return _within(pack, found.ref) if isinstance(found, SectionTitle) else found


def _speaking_of(pack: Pack, wanted: str) -> tuple[SectionTitle, ...]:
    """Find the sections that contain a word; none if it is a complete title or id."""
    policy, word = pack.policy, wanted.casefold()
    if not any(c.isalpha() for c in word) or len(word) < _SHORTEST_WORD:
        return ()
    readings, sections = policy.readings, policy.sections
    complete = (*(r.id for r in readings), *(r.title for r in readings), *(s.title for s in sections))
    if word in map(str.casefold, complete):
        return ()
    says = {section_of(s.ref) for s in policy.statements if word in s.says.casefold()}
    says |= {section_of(ref) for r in readings if word in r.title.casefold() for ref in r.cites}
    return tuple(s for s in sections if s.ref in says or word in s.title.casefold())


_SHORTEST_WORD = 3
"""The fewest letters to search the policy for: shorter words are parts of ids."""


def _within(pack: Pack, section: str) -> tuple[SectionTitle, ...]:
    return tuple(s for s in pack.policy.sections if is_within(s.ref, section))
