"""The place where the walk of a case stopped, from the case and its assessment."""

from datetime import timedelta

import pytest

from dvcheck.actions.stopped_at import StoppedAt, stopped_at
from dvcheck.pack.model import Pack
from dvcheck.record.events import Answered, Entry, Marked, Noted, TimerStarted
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from tests.report.cases import OPENED, folded, opening
from tests.small_packs import small_pack

PACK = small_pack("""\
  - {ask: hurt, text: Is somebody hurt?, kind: yes-no, cites: ["1a"]}
  - {ask: secret, text: Is it said?, kind: yes-no, sensitive: true, cites: ["1a"]}
  - {ask: armed, text: Is anybody armed?, label: Armed, kind: yes-no, cites: ["1a"]}
  - {obligation: write, text: Write it down, modality: shall, cites: ["1a"]}
""")

TIMED = small_pack("""\
  - {timer: wait, text: Wait, limit: 20 min, starts_with: A, ends_with: B, at_limit: C, cites: ["1a"]}
""")


def stopped(*entries: tuple[int, Entry], pack: Pack = PACK, sensitive: bool = True) -> StoppedAt:
    """Return where a case stopped, from entries with their minutes after the opening."""
    case = folded([*opening(pack, "walk"), *entries])
    at = OPENED + timedelta(hours=1)
    found = assess(outline(pack, case.checklists), case.answers, case.marks, at, None, case.opened)
    return stopped_at(case, found, sensitive=sensitive)


def question(found: StoppedAt) -> str | None:
    return found.question.id if found.question is not None else None


def test_a_walk_stopped_at_the_first_question_without_an_answer() -> None:
    found = stopped((1, Answered("hurt", "no")), (2, Answered("secret", "no")))
    assert (question(found), found.left, found.open) == ("armed", 1, 1)
    assert not found.finished


def test_a_case_without_an_answer_stopped_at_its_first_question() -> None:
    found = stopped()
    assert (question(found), found.left, found.answered) == ("hurt", 3, False)


def test_a_question_that_may_not_be_asked_is_none_that_a_walk_stopped_at() -> None:
    found = stopped((1, Answered("hurt", "no")), sensitive=False)
    assert (question(found), found.left) == ("armed", 1)


def test_a_walk_with_every_answer_is_finished_whatever_is_owed() -> None:
    given = [(n, Answered(name, "no")) for n, name in enumerate(("hurt", "secret", "armed"))]
    found = stopped(*given)
    assert (question(found), found.open, found.finished) == (None, 1, True)


def test_a_timer_that_runs_keeps_a_walk_unfinished() -> None:
    found = stopped((1, TimerStarted("wait", 1200, 0)), pack=TIMED)
    assert (question(found), found.clock_runs, found.finished) == ("wait", True, False)


@pytest.mark.parametrize("last", [0, 1, 2])
def test_a_walk_was_worked_on_last_when_anything_was_answered_marked_or_noted(last: int) -> None:
    entries: list[Entry] = [Answered("hurt", "no"), Marked("write", "done"), Noted("Called back.")]
    entries.append(entries.pop(last))
    found = stopped(*enumerate(entries, 7))
    assert found.at == OPENED + timedelta(minutes=9)


def test_a_case_in_which_nothing_was_said_was_worked_on_last_when_it_was_opened() -> None:
    assert stopped().at == OPENED
