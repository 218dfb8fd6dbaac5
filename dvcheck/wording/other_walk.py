"""Words for the other walks that a case is sent to, and for what is left of a walk."""

from collections.abc import Sequence

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.model import Pack
from dvcheck.rules.assess import Assessment
from dvcheck.wording.counts import not_asked
from dvcheck.wording.duty import answered


class OtherWalk(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A walk that an answer sends a case to, and that the case has not had yet.

    It is not a duty. Its questions decide which duties there are.
    """

    checklist: str
    title: str
    because: str
    """The answers that send the case there, in words; empty if they are sensitive."""


def other_walks(pack: Pack, assessment: Assessment) -> tuple[OtherWalk, ...]:
    """Return the walks that a case is still to have, each once, in the order of the pack."""
    found: dict[str, OtherWalk] = {}
    for note in assessment.to_walk:
        because = assessment.facts.decide(note.when).because
        one = OtherWalk(
            checklist=note.walk,
            title=pack.checklist(note.walk).title,
            because=answered(because, assessment),
        )
        found.setdefault(note.walk, one)
    return tuple(found.values())


def named(one: OtherWalk) -> str:
    """Name a walk, and why it is to be walked."""
    if not one.because:
        return one.title
    return phrase("{walk} ({because})", walk=one.title, because=one.because)


def all_named(walks: Sequence[OtherWalk]) -> str:
    """Name walks in one line."""
    return "; ".join(map(named, walks))


def left_to_do(unasked: int, walks: Sequence[OtherWalk]) -> str:
    """Say what is left of the walks of a case: questions not asked, and walks it has not had."""
    if not walks:
        return not_asked(unasked)
    if not unasked:
        return phrase("not walked yet: {walks}", walks=all_named(walks))
    return phrase(
        "{unasked}, and not walked yet: {walks}", unasked=not_asked(unasked), walks=all_named(walks)
    )


def left_in_short(unasked: int, walks: Sequence[OtherWalk]) -> str:
    """Say what is left of the walks of a case, in a row of a list; empty if nothing is."""
    said = [phrase("{n} not asked", n=unasked)] if unasked else []
    said += [phrase("not walked yet: {walk}", walk=one.title) for one in walks]
    return ", ".join(said)


def nothing_open(walks: Sequence[OtherWalk]) -> str:
    """Say that no required duty is open, and if another walk may raise some, say that too."""
    if walks:
        return phrase("Nothing required is open so far. What else is owed depends on another walk.")
    return phrase("Nothing required is open.")
