"""A scenario: a story, a careful officer's answers, and what follows from them under the directive.

Each is both a lesson and a regression test. Pure: `academy/read_scenario.py` reads scenarios from files.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal, get_args

import msgspec

from dvcheck import dates
from dvcheck.pack.model import Pack
from dvcheck.pack.place import Place
from dvcheck.pack.value import Value
from dvcheck.rules.answer import Answer, Mark
from dvcheck.rules.assess import Assessment, Duty, Status, assess
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import base_of, outline
from dvcheck.wording.deadline import stated_deadline

Names = tuple[str, ...]

Level = Literal["recruit", "officer", "instructor"]

TOLD_AT = datetime(2026, 1, 15, 20, 0, tzinfo=UTC)
"""The time of a scenario that gives none."""

HARMFUL = 10
"""The points that a harmful answer costs, unless the scenario says otherwise."""

STATUSES: Mapping[str, tuple[Status, ...]] = {
    "outstanding": ("open",),
    "not_outstanding": ("done", "not-feasible", "not-triggered"),
    "undetermined": ("undetermined",),
    "in_force": ("in-force",),
}
"""The statuses that each list of `expect` allows."""

_BINDING: Mapping[Status, str] = {
    "open": "outstanding",
    "undetermined": "undetermined",
    "in-force": "in_force",
}
"""The list of `expect` that should name a binding duty, by the status of the duty."""


When = Literal["on", "after", "ask"]


class Reveal(msgspec.Struct, frozen=True, kw_only=True):
    """A fact revealed at the question `on`."""

    on: str
    text: str
    at: Place
    when: When = "on"
    """When the walk comes to the question; after it is answered; or only if the trainee asks there."""


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """A thing to learn from a scenario, with the policy's statements."""

    text: str
    cites: Names


class Harmful(msgspec.Struct, frozen=True, kw_only=True):
    """Harmful answers to the question `ask`: why they are harmful, and what the policy says."""

    ask: str
    values: Names
    why: str
    cites: Names
    at: Place
    points: int = HARMFUL
    """The points that it costs."""


class Teaching(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a scenario for a class. All of it can be left out."""

    goals: tuple[Goal, ...] = ()
    minutes: int | None = None
    """How long it should take a trainee; None if the scenario does not say."""
    notes: str = ""
    """For the instructor only."""
    weights: Mapping[str, int] = {}
    """The points of questions and obligations that have their own."""


class ExpectedDue(msgspec.Struct, frozen=True, kw_only=True):
    """The expected deadline of an obligation."""

    obligation: str
    due: datetime | None
    """An aware time; None if no time should be known."""


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A call, its key, and what must follow. It names items of the pack it was read with."""

    id: str
    title: str
    checklist: str
    level: Level
    story: str
    answers: Mapping[str, Value]
    """The key: a careful officer's answers, typed, in the order of the file."""
    at: Place
    answer_places: Mapping[str, Place] = {}
    in_story: Names | None = None
    """The questions that the story answers; None if the scenario does not list them."""
    answered_at: Mapping[str, datetime] = {}
    """The times of answers that have their own. The others were given at `told_at`."""
    told_at: datetime = TOLD_AT
    """The time of the assessment and of all marks."""
    shift_ends: datetime | None = None
    reveal: tuple[Reveal, ...] = ()
    done: Names = ()
    """The obligations marked done."""
    not_feasible: Mapping[str, str] = {}
    """The obligations marked not feasible, with the reason given."""
    outstanding: Names = ()
    not_outstanding: Names = ()
    """Obligations expected to be met or not to arise: not open, undetermined or in force."""
    undetermined: Names = ()
    in_force: Names = ()
    due: tuple[ExpectedDue, ...] = ()
    only: bool = False
    """Whether no other binding duty may come up."""
    harmful: tuple[Harmful, ...] = ()
    teaching: Teaching = Teaching()

    def key(self) -> dict[str, Answer]:
        """Return the answers, each with its time."""
        return {
            name: Answer(value=value, at=self.answered_at.get(name, self.told_at))
            for name, value in self.answers.items()
        }

    def told_at_question(self, name: str) -> tuple[Reveal, ...]:
        """Return the facts of a question, for every entry of a list alike, in the order they come."""
        names = (name, base_of(name))
        return tuple(
            one for when in get_args(When) for one in self.reveal if one.on in names and one.when == when
        )

    @property
    def named(self) -> frozenset[str]:
        """The obligations named in the lists of `expect`."""
        return frozenset((*self.outstanding, *self.not_outstanding, *self.undetermined, *self.in_force))


def assess_scenario(pack: Pack, scenario: Scenario) -> Assessment:
    """Assess the key and the marks of a scenario. The case is opened at the first answer.

    An id in `done` or `not_feasible` without an entry marks each entry, unless an entry has its own mark.
    """
    told_at = scenario.told_at
    said = {name: Mark(status="done", at=told_at) for name in scenario.done}
    for name, reason in scenario.not_feasible.items():
        said[name] = Mark(status="not-feasible", at=told_at, reason=reason)
    opened = min((*scenario.answered_at.values(), told_at))
    facts = Facts(outline(pack, (scenario.checklist,)), scenario.key())
    marks = {g.item.id: said[g.base] for g in facts.outline.items if g.base in said} | said
    return assess(facts.outline, scenario.key(), marks, told_at, scenario.shift_ends, opened)


def check(pack: Pack, scenario: Scenario) -> tuple[str, ...]:
    """Return the differences from what the scenario expects, in words; empty if it holds."""
    assessment = assess_scenario(pack, scenario)
    return (*unmet(pack, scenario, assessment), *_left_open(assessment))


def unmet(pack: Pack, scenario: Scenario, assessment: Assessment) -> tuple[str, ...]:
    """Return how an assessment differs from what the scenario expects, in words."""
    also = _unexpected(scenario, assessment) if scenario.only else ()
    late = _due_otherwise(pack, scenario, assessment)
    return (*_differences(scenario, assessment), *late, *also)


def unnamed(scenario: Scenario, assessment: Assessment) -> tuple[Duty, ...]:
    """Return the binding duties that come up but are in no list of `expect`.

    These are required and open; or required or prohibited, and in force or undetermined. Recommended,
    permitted and met duties are not included.
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
            # An expected duty need not come up for each entry. One in not_outstanding must be open for none.
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
                found = _moment(duty.deadline.at, zone)
                yield f"{wanted}, found {found} ({stated_deadline(duty.deadline)})"


def _moment(at: datetime | None, zone: str) -> str:
    from zoneinfo import ZoneInfo

    return "none" if at is None else dates.day_and_time(at.astimezone(ZoneInfo(zone)))


def _left_open(assessment: Assessment) -> Iterator[str]:
    """Report each question the walk still asks. The key must answer all, even if with "unknown"."""
    for question in assessment.unasked:
        yield f'{question.id}: the walk asks it, and "answers" does not answer it'
