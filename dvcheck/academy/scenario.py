"""A scenario: a story, the answers a careful officer would give, and what the directive makes of them.

Each is a lesson and a regression test at once. Pure: `academy/read_scenario.py` makes one of a file's text.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal

import msgspec

from dvcheck.pack.model import Pack
from dvcheck.pack.place import At
from dvcheck.pack.value import Value
from dvcheck.rules.answer import Answer, Mark
from dvcheck.rules.assess import Assessment, Duty, Status, assess
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import base_of, outline

Names = tuple[str, ...]

Level = Literal["recruit", "officer", "instructor"]

TOLD_AT = datetime(2026, 1, 15, 20, 0, tzinfo=UTC)
"""When a scenario takes place that does not say it."""

STATUSES: Mapping[str, tuple[Status, ...]] = {
    "outstanding": ("open",),
    "not_outstanding": ("done", "not-feasible", "not-triggered"),
    "undetermined": ("undetermined",),
    "in_force": ("in-force",),
}
"""The statuses each list of `expect` allows an obligation."""

_BINDING: Mapping[Status, str] = {
    "open": "outstanding",
    "undetermined": "undetermined",
    "in-force": "in_force",
}
"""By status, the list of `expect` in which what binds is to be named."""


class Reveal(msgspec.Struct, frozen=True, kw_only=True):
    """What is told when the walk comes to the question `on`."""

    on: str
    text: str
    at: At


class Harmful(msgspec.Struct, frozen=True, kw_only=True):
    """Answers to the question `ask` that would do harm here, why, and what the policy says."""

    ask: str
    values: Names
    why: str
    cites: Names
    at: At


class ExpectedDue(msgspec.Struct, frozen=True, kw_only=True):
    """When an obligation is expected to be due."""

    obligation: str
    due: datetime | None
    """Aware; None where no time is to be known."""


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it is told, its key, and what must follow. It names what the pack it was read with has."""

    id: str
    title: str
    checklist: str
    level: Level
    story: str
    answers: Mapping[str, Value]
    """The key: what a careful officer would answer, typed, in the order of the file."""
    at: At
    answered_at: Mapping[str, datetime] = {}
    """When answers were given that have a time of their own; the others at `told_at`."""
    told_at: datetime = TOLD_AT
    """When it is assessed, and what is done was done."""
    shift_ends: datetime | None = None
    reveal: tuple[Reveal, ...] = ()
    done: Names = ()
    """The obligations marked done."""
    not_feasible: Mapping[str, str] = {}
    """The obligations marked not feasible, with the reason given."""
    outstanding: Names = ()
    not_outstanding: Names = ()
    """Expected to be met, or not to arise: neither open, nor undetermined, nor in force."""
    undetermined: Names = ()
    in_force: Names = ()
    due: tuple[ExpectedDue, ...] = ()
    only: bool = False
    """Whether nothing else that binds may come up."""
    harmful: tuple[Harmful, ...] = ()

    def key(self) -> dict[str, Answer]:
        """The answers, each with the time it was given."""
        return {
            name: Answer(value=value, at=self.answered_at.get(name, self.told_at))
            for name, value in self.answers.items()
        }

    @property
    def named(self) -> frozenset[str]:
        """The obligations that `expect` names in its lists."""
        return frozenset((*self.outstanding, *self.not_outstanding, *self.undetermined, *self.in_force))


def assess_scenario(pack: Pack, scenario: Scenario) -> Assessment:
    """What follows from the key of a scenario and its marks. It was opened at the first answer."""
    told_at = scenario.told_at
    said = {name: Mark(status="done", at=told_at) for name in scenario.done}
    for name, reason in scenario.not_feasible.items():
        said[name] = Mark(status="not-feasible", at=told_at, reason=reason)
    opened = min((*scenario.answered_at.values(), told_at))
    facts = Facts(outline(pack, (scenario.checklist,)), scenario.key())
    # What is said of an obligation holds for each entry it is owed for, unless something else is said of one.
    marks = {g.item.id: said[g.base] for g in facts.outline.items if g.base in said} | said
    return assess(facts.outline, scenario.key(), marks, told_at, scenario.shift_ends, opened)


def check(pack: Pack, scenario: Scenario) -> tuple[str, ...]:
    """What differs from what the scenario expects, in words; empty where it holds."""
    assessment = assess_scenario(pack, scenario)
    also = _unexpected(scenario, assessment) if scenario.only else ()
    late = _due_otherwise(pack, scenario, assessment)
    return (*_differences(scenario, assessment), *late, *also, *_left_open(assessment))


def unnamed(scenario: Scenario, assessment: Assessment) -> tuple[Duty, ...]:
    """What binds and comes up, and no list of `expect` names.

    That is: what is required and open; what is required or prohibited and in force, or undetermined. What is
    recommended or permitted, and what was met, is left out.
    """
    return tuple(
        duty
        for duty in assessment.duties
        if duty.status in _BINDING
        and duty.obligation.force in ("required", "prohibited")
        and scenario.named.isdisjoint((duty.obligation.id, base_of(duty.obligation.id)))
    )


def _unexpected(scenario: Scenario, assessment: Assessment) -> Iterator[str]:
    for duty in unnamed(scenario, assessment):
        found = _BINDING[duty.status]
        yield (
            f'{duty.obligation.id}: found {found.replace("_", " ")}, but "expect" does not name it '
            f"(only: true); if that is right, add it to {found}"
        )


def _differences(scenario: Scenario, assessment: Assessment) -> Iterator[str]:
    for name, allowed_statuses in STATUSES.items():
        expected = name.replace("_", " ")
        for obligation in getattr(scenario, name):
            duties = assessment.duties_of(obligation)
            if not duties and "not-triggered" not in allowed_statuses:
                yield f"{obligation}: expected {expected}, found not-triggered"
            differing = [duty for duty in duties if duty.status not in allowed_statuses]
            # What comes up need not do so for each entry; what does not, for none.
            if name != "not_outstanding" and len(differing) < len(duties):
                continue
            for duty in differing:
                waits = f" (waits for {', '.join(duty.waits_for)})" if duty.waits_for else ""
                yield f"{duty.obligation.id}: expected {expected}, found {duty.status}{waits}"


def _due_otherwise(pack: Pack, scenario: Scenario, assessment: Assessment) -> Iterator[str]:
    zone = pack.policy.zone
    for expected in scenario.due:
        wanted = f"{expected.obligation}: expected due {_moment(expected.due, zone)}"
        duties = assessment.duties_of(expected.obligation)
        if not duties:
            yield f"{wanted}, found not-triggered"
        for duty in duties:
            if duty.status not in ("open", "undetermined"):
                yield f"{wanted}, found {duty.status}"
            elif duty.deadline.at != expected.due:
                yield f"{wanted}, found {_moment(duty.deadline.at, zone)} ({duty.deadline.kind})"


def _moment(at: datetime | None, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return "none" if at is None else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _left_open(assessment: Assessment) -> Iterator[str]:
    """A question the walk still asks: the key of a scenario answers every one, "unknown" included."""
    for question in assessment.unasked:
        yield f'{question.id}: the walk asks it, and "answers" does not answer it'
