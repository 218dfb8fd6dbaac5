"""What a walk has come to: the first outcome of its checklist whose condition holds.

While a condition before it is undecided, the outcome is too: it would change with the next answer.
"""

from typing import Literal

import msgspec

from dvcheck.pack.model import Checklist, Outcome
from dvcheck.rules.logic import Facts, Truth


class WalkOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of the walk of one checklist: reached, undecided, or none of those it has."""

    checklist: str
    reached: Outcome | None = None
    because: tuple[str, ...] = ()
    """The questions whose answers decided it."""
    waits_for: tuple[str, ...] = ()
    """While it is undecided, the questions that would decide it; otherwise empty."""
    undecided: str = ""
    """What the checklist says while it is undecided; empty for the usual words."""

    @property
    def status(self) -> Literal["reached", "undecided", "none"]:
        """Whether it is reached, would be decided by an answer, or is none of those there are."""
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
