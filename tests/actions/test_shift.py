"""A shift begun, moved and looked at, without a terminal."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dvcheck.actions import shift as shifts
from dvcheck.actions.current_shift import current
from dvcheck.actions.shift import StartedShift
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case import fold
from dvcheck.record.clock import now
from dvcheck.record.shift import Shift
from tests.actions.calls import VERBAL_OPEN, unfinished, verbal

NIGHT = datetime(2026, 11, 21, 5, 58, tzinfo=UTC)
"""21:58 in Portland."""


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def begin(
    workspace: Workspace, at: datetime, *, began: datetime | None = None, hours: float = 10
) -> StartedShift:
    shift = Shift(began=began or at, ends=at + timedelta(hours=hours), officer=None)
    with workspace.journal_to_write() as journal:
        return shifts.start(workspace, journal, shift, at)


def on_clocks(workspace: Workspace, at: datetime) -> str:
    """Return a time as clocks of the agency show it."""
    return f"{at.astimezone(ZoneInfo(workspace.pack().policy.zone)):%H:%M}"


def end_of(workspace: Workspace, case: str) -> datetime | None:
    with workspace.recorded() as journal:
        return fold(journal.events(case)).shift_ends


def test_a_shift_is_described_by_options_and_settings(workspace: Workspace, home: Path) -> None:
    by_hand = shifts.describe(workspace, "07:00", "21:00", " 41234 ", NIGHT)
    assert by_hand.began == datetime(2026, 11, 21, 5, tzinfo=UTC)
    assert by_hand.ends == datetime(2026, 11, 21, 15, tzinfo=UTC)
    assert by_hand.officer == "41234"
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text('shift_length = "8:00"\nofficer = "777"\n', encoding="utf-8")
    settled = shifts.describe(Workspace(home=home), None, None, None, NIGHT)
    assert settled == Shift(began=NIGHT, ends=NIGHT + timedelta(hours=8), officer="777")


@pytest.mark.parametrize(
    ("ends", "began", "officer", "said"),
    [
        (None, None, None, "when does the shift end"),
        ("21:30", "21:00", None, "that shift ended 21:30, before now"),
        ("07:00", None, " ", "--officer takes 1 to 40 characters"),
        ("7 o'clock", None, None, "not a time of day"),
    ],
)
def test_what_describes_no_shift_is_refused(
    workspace: Workspace, ends: str | None, began: str | None, officer: str | None, said: str
) -> None:
    with pytest.raises(DvcheckError, match=said) as refused:
        shifts.describe(workspace, ends, began, officer, NIGHT)
    assert refused.value.code is Exit.USAGE


def test_cases_opened_since_it_began_get_its_end_and_earlier_ones_are_to_be_asked_about(
    workspace: Workspace, tmp_path: Path
) -> None:
    early = verbal(workspace, tmp_path)
    between = now()
    of_it = verbal(workspace, tmp_path)
    begun = begin(workspace, now(), began=between)
    assert [c.id for c in begun.cases] == [of_it]
    assert [c.id for c in begun.earlier] == [early]
    assert begun.before is None
    assert end_of(workspace, of_it) == begun.shift.ends
    assert end_of(workspace, early) is None
    with workspace.recorded() as journal:
        shifts.join(journal, begun.earlier[0], begun.shift)
    assert end_of(workspace, early) == begun.shift.ends


def test_cases_opened_a_day_before_are_not_asked_about(workspace: Workspace, tmp_path: Path) -> None:
    verbal(workspace, tmp_path)
    later = now() + timedelta(hours=25)
    assert begin(workspace, later).earlier == ()


def test_one_shift_at_a_time(workspace: Workspace) -> None:
    at = now()
    begin(workspace, at)
    with pytest.raises(DvcheckError, match="a shift already runs") as refused:
        begin(workspace, at)
    assert refused.value.code is Exit.USAGE
    after = begin(workspace, at + timedelta(hours=11))
    assert after.before is not None
    assert after.before.ends == at + timedelta(hours=10)


def test_the_end_moves_with_the_cases_of_the_shift(workspace: Workspace, tmp_path: Path) -> None:
    at = now()
    case = verbal(workspace, tmp_path)
    begin(workspace, at, began=at - timedelta(hours=1))
    moved = shifts.extend(workspace, on_clocks(workspace, at + timedelta(hours=12)), at)
    assert at + timedelta(hours=11) < moved.ends <= at + timedelta(hours=12)
    assert [c.id for c in moved.cases] == [case]
    assert end_of(workspace, case) == moved.ends
    assert shifts.status(workspace, at).shift == Shift(
        began=at - timedelta(hours=1), ends=moved.ends, officer=None
    )


def test_an_end_that_has_passed_moves_nothing(workspace: Workspace) -> None:
    at = now()
    begun = begin(workspace, at)
    passed = on_clocks(workspace, at - timedelta(hours=2))
    with pytest.raises(DvcheckError, match="the time has passed"):
        shifts.extend(workspace, passed, at)
    with workspace.recorded() as journal:
        assert current(journal).ends == begun.shift.ends


def test_how_a_shift_stands_is_told_with_its_open_cases(workspace: Workspace, tmp_path: Path) -> None:
    assert shifts.status(workspace, now()) == shifts.ShiftStatus()
    whole, part = verbal(workspace, tmp_path), unfinished(workspace, tmp_path)
    found = shifts.status(workspace, now())
    assert found.shift is None
    assert [one.case.id for one in found.open.worked] == [part, whole]
    assert len(found.open.worked[1].assessment.outstanding) == len(VERBAL_OPEN)
    assert [left.case.id for left in found.open.unfinished] == [part]


def test_no_shift_is_nothing_to_move(workspace: Workspace, tmp_path: Path) -> None:
    verbal(workspace, tmp_path)
    with pytest.raises(DvcheckError, match="no shift is set") as refused:
        shifts.extend(workspace, "07:00", now())
    assert "shift start" in refused.value.hint
