"""The outcome of a walk: the first outcome of its checklist whose condition holds.

While an earlier condition is undecided, so is the outcome: the next answer could change it.
"""

from typing import Literal

import msgspec

from dvcheck.pack.model import Checklist, Outcome
from dvcheck.rules.logic import Facts, Truth


class WalkOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of the walk of one checklist: reached, undecided, or none."""

    checklist: str
    reached: Outcome | None = None
    because: tuple[str, ...] = ()
    """The questions whose answers decided it."""
    waits_for: tuple[str, ...] = ()
    """The questions that would decide it; empty unless it is undecided."""
    undecided: str = ""
    """The checklist's own words for an undecided outcome; empty for the usual words."""

    @property
    def status(self) -> Literal["reached", "undecided", "none"]:
        """Whether an outcome is reached, is still undecided, or no outcome holds."""
        if self.reached is not None:
            return "reached"
        return "undecided" if self.waits_for else "none"


def outcomes_of(facts: Facts) -> tuple[WalkOutcome, ...]:
    """Return the outcome of each checklist of the case that has outcomes."""
    return tuple(_outcome(checklist, facts) for checklist in facts.outline.walked if checklist.outcomes)


def _outcome(checklist: Checklist, facts: Facts) -> WalkOutcome:
    for outcome in checklist.outcomes:
        verdict = facts.decide(outcome.when)
        match verdict.truth:
            case Truth.TRUE:
                return WalkOutcome(checklist=checklist.id, reached=outcome, because=verdict.because)
            case Truth.UNKNOWN:
                return WalkOutcome(
                    checklist=checklist.id, waits_for=verdict.waits_for, undecided=checklist.undecided
                )
            case Truth.FALSE:
                continue
    return WalkOutcome(checklist=checklist.id)
