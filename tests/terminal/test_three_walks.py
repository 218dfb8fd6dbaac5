"""Three complete walks, as an officer at night walks them: the number of keys, and the end."""

import re
from datetime import UTC, datetime

import msgspec
import pytest

from dvcheck.pack.value import Value
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.wording.outcome import outcome_lines
from tests.journal import answers, only_case
from tests.pty import DOWN, ENTER, Officer
from tests.terminal.walks import (
    ASSAULT_ANSWERS,
    BY_COPY_ANSWERS,
    STANDBY_ANSWERS,
    TICK,
    Walk,
    lay_out,
    press_through,
    shipped,
    values,
)

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """A walk from its first question to its end."""

    checklist: str
    walk: Walk
    keys: int
    """The number of keys it takes, including the one that leaves the list at the end."""
    list_at_the_end: bool
    """Whether something is left to tick off. Otherwise the summary is the last screen."""
    outcome: str

    def assessed(self) -> Assessment:
        given = {step.id: Answer(value=step.value, at=NOW) for step in self.walk}
        return assess(outline(shipped(), (self.checklist,)), given, {}, NOW)

    def said_at_the_end(self) -> list[str]:
        """The texts that must be on the last screen, each in one piece."""
        assessment = self.assessed()
        forbidden = [d for d in assessment.in_force if d.obligation.force == "prohibited"]
        return [
            *outcome_lines(assessment),
            *(duty.obligation.in_brief for duty in (*assessment.outstanding, *forbidden)),
            *(["FORBIDDEN: "] if forbidden else []),
            *([f"UNDECIDED {len(assessment.undecided())}: answer "] if assessment.undecided() else []),
        ]


GONE: dict[str, Value] = {"suspect-here": "no", "respondent-here": "no", "measure-11": "unknown"}
REFUSED: dict[str, Value] = {"petitioner-says": "uncooperative", "respondent-leaves": "leaves"}
WALKS = {
    "an assault with an order and children, the suspect gone": Whole(
        checklist="incident",
        walk=lay_out("incident", ASSAULT_ANSWERS | GONE),
        keys=31,
        list_at_the_end=True,
        outcome="A custodial arrest is mandatory, consistent with state law (2.1.3)",
    ),
    "another state's order on paper": Whole(
        checklist="verify-order",
        walk=lay_out("verify-order", BY_COPY_ANSWERS | {"order-from": "state"}),
        keys=14,
        list_at_the_end=False,
        outcome="Consider the copy valid (1.5.1.2)",
    ),
    "a standby that the petitioner does not allow": Whole(
        checklist="standby",
        walk=lay_out("standby", STANDBY_ANSWERS | REFUSED),
        keys=17,
        list_at_the_end=True,
        outcome="The petitioner does not allow it - a court order is needed (4.5.1)",
    ),
}


def pressed(officer: Officer, whole: Whole) -> int:
    """Count the keys. Of a typed list only the Enter counts, because each officer types other words."""
    typed = (step.keys for step in whole.walk if isinstance(step.value, tuple) and ", " in step.keys)
    return len(officer.keys) - sum(len(keys) - len(ENTER) for keys in typed)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def missing(officer: Officer, whole: Whole) -> list[str]:
    """Return the texts that must be on the last screen but are not."""
    screen = squeezed("\n".join(officer.screen))
    return [said for said in whole.said_at_the_end() if squeezed(said) not in screen]


@pytest.mark.parametrize("name", WALKS)
def test_a_walk_takes_so_many_keys_and_its_last_screen_says_all(name: str) -> None:
    whole = WALKS[name]
    with Officer(whole.checklist) as officer:
        press_through(officer, whole.walk)
        if whole.list_at_the_end:
            officer.wait_for_question(TICK)
            officer.wait_until(lambda: not missing(officer, whole), "all that the end says")
            officer.press(ENTER)
        assert officer.exit_status == 0
        if not whole.list_at_the_end:
            assert not missing(officer, whole)
        assert pressed(officer, whole) == whole.keys
    assert answers(only_case()) == values(whole.walk)
    assert whole.outcome in whole.said_at_the_end()


def points_at(officer: Officer, brief: str) -> bool:
    """Check whether the list has a selected duty, with all its words."""
    return re.search(rf"» ○ [^○]*{re.escape(brief)}", squeezed("\n".join(officer.screen))) is not None


@pytest.mark.parametrize("name", WALKS)
def test_at_40_columns_the_end_of_a_walk_loses_no_word(name: str) -> None:
    whole = WALKS[name]
    briefs = [duty.obligation.in_brief for duty in whole.assessed().to_tick()]
    rest = set(whole.said_at_the_end()) - set(briefs)
    with Officer(whole.checklist, columns=40) as officer:
        press_through(officer, whole.walk)
        if whole.list_at_the_end:
            officer.wait_for_question(TICK)
            for brief in briefs:
                officer.wait_until(lambda said=brief: points_at(officer, said), brief)  # type: ignore[misc]
                assert rest & set(missing(officer, whole)) == set()
                assert not officer.says("…")
                officer.press(DOWN)
            officer.press(ENTER)
            officer.wait_until(lambda: officer.ended or officer.says("q leave"), "the summary")
            if not officer.ended:  # it is longer than the screen
                officer.press("q")
        assert officer.exit_status == 0
        assert whole.list_at_the_end or not missing(officer, whole)
