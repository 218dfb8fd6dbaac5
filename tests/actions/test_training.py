"""Practice that is left and gone on with: only the time worked counts, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.actions import training
from dvcheck.actions.practice_home import practice_home
from dvcheck.actions.training import PackScenario, Practice
from dvcheck.actions.workspace import Workspace
from dvcheck.record.store import Store
from tests.academy.small import GOOD, pack, read


class Watch:
    """The steady clock of a test."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    made = Watch()
    monkeypatch.setattr(training.time, "monotonic", made)
    return made


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Store]:
    with Workspace(home=practice_home(tmp_path)).journal_to_write() as opened:
        yield opened


def begun(journal: Store) -> Practice:
    small = pack()
    return training.practice(PackScenario(pack=small, scenario=read(GOOD, small)), journal)


def answer(practice: Practice, name: str, value: str) -> None:
    question = practice.assessment({}).outline.question(name)
    practice.file.answer(question, value)


def minutes(practice: Practice) -> float:
    return practice.worked.total_seconds() / 60


def test_only_the_time_worked_counts(journal: Store, watch: Watch) -> None:
    first = begun(journal)
    watch.seconds += 120
    answer(first, "seen", "yes")
    watch.seconds += 60
    first.leave()
    watch.seconds += 86_400
    second = begun(journal)
    assert second.goes_on
    assert minutes(second) == pytest.approx(3)
    watch.seconds += 60
    answer(second, "hurt", "unknown")
    watch.seconds += 600  # killed: nobody knows how long the next question was thought about
    third = begun(journal)
    assert minutes(third) == pytest.approx(4)
    watch.seconds += 30
    third.finish()
    watch.seconds += 3_600
    assert minutes(third) == minutes(begun(journal)) == pytest.approx(4.5)
    assert not third.file.case.clock_moves


def test_a_finished_practice_is_gone_on_with_until_it_is_ended(journal: Store, watch: Watch) -> None:
    first = begun(journal)
    answer(first, "seen", "no")
    first.finish()
    again = begun(journal)
    assert again.is_finished
    assert again.grade() == first.grade()
    again.end()
    assert not begun(journal).answered


def test_hints_and_facts_asked_for_are_kept_once(journal: Store, watch: Watch) -> None:
    practice = begun(journal)
    for _ in range(2):
        practice.take_hint("seen")
        practice.ask_fact("words")
    practice.file.note("hint: hurt")
    practice.file.note("finished")
    again = begun(journal)
    assert (again.hinted, again.asked, again.is_finished) == (("seen",), ("words",), False)


def test_a_point_tried_again_changes_no_score(journal: Store, watch: Watch) -> None:
    practice = begun(journal)
    answer(practice, "seen", "no")
    before = practice.grade()
    tried = {"seen": practice.file.case.would_be("seen", "yes", (), practice.scenario.told_at)}
    assert practice.grade(tried).score > before.score
    assert practice.grade() == before


def test_practice_with_other_checklists_is_named_and_stays_open(journal: Store, watch: Watch) -> None:
    from msgspec.structs import replace

    first = begun(journal)
    answer(first, "seen", "yes")
    assert first.not_gone_on_with is None
    other = replace(pack(), digest="sha256:other")
    new = training.practice(PackScenario(pack=other, scenario=first.scenario), journal)
    assert not new.goes_on
    assert new.not_gone_on_with is not None
    assert new.not_gone_on_with.id == first.file.case.id
    assert begun(journal).answered == ("seen",)
