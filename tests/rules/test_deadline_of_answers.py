"""Deadlines that count from an answer, another obligation or the opening.

Hours elapse; days are calendar days.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcheck.rules.answer import Answer, Mark
from dvcheck.rules.assess import Duty, assess
from dvcheck.rules.outline import outline
from tests.drawn import drawn
from tests.small_packs import NOW, POLICY, small_pack

PORTLAND = ZoneInfo("America/Los_Angeles")
ITEMS = """\
  - {ask: arrested, text: Arrested?, label: Arrest, kind: yes-no, cites: ["1a"]}
  - {ask: served, text: Served when?, kind: time, cites: ["1a"]}
  - {ask: filed, text: Filed when?, kind: date, cites: ["1a"]}
  - {ask: behind, text: B, kind: yes-no, cites: ["1a"], when: {arrested: yes}}
  - {ask: people, text: P, kind: list, cites: ["1a"]}
  - {obligation: first, text: First, modality: shall, cites: ["1a"], done_when: {behind: yes}}
"""
FORMS = {
    "hours": "within: 24 h, of: arrested",
    "minutes": "within: 90 min, of: served",
    "days": "within: 10 days, of: served",
    "one-day": "within: 1 day, of: served",
    "from-date": "within: 10 days, of: filed",
    "hours-from-date": "within: 24 h, of: filed",
    "after-first": "within: 2 h, of: first",
    "of-opening": "within: 3 days, of: opened",
    "court": "within: 3 court days, of: arrested",
    "lifted": "within: 24 h, of: arrested, unless: {behind: yes}",
    "of-behind": "within: 1 h, of: behind",
}
EACH = """\
- title: Each
  for_each: people
  items:
  - {ask: told, text: Told when?, kind: time, cites: ["1a"]}
  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"]}
  - {obligation: call, text: Call, modality: shall, cites: ["1a"], due: {within: 1 h, of: tell}}
  - {obligation: visit, text: Visit, modality: shall, cites: ["1a"], due: {within: 2 days, of: told}}
"""


def walk(zone: str = "America/Los_Angeles") -> str:
    return POLICY.replace("America/Los_Angeles", zone)


DUTIES = "".join(
    f'  - {{obligation: {name}, text: D, modality: shall, cites: ["1a"], due: {{{form}}}}}\n'
    for name, form in FORMS.items()
)
WALK = outline(small_pack(ITEMS + DUTIES + EACH), ("walk",))


def due(
    name: str,
    given: Mapping[str, Answer],
    marks: Mapping[str, Mark] | None = None,
    now: datetime = NOW,
    opened: datetime | None = None,
) -> Duty:
    found = assess(WALK, given, marks or {}, now, None, opened).duty(name)
    assert found is not None
    return found


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PORTLAND).astimezone(UTC)


def said(value: str, at: datetime = NOW) -> Answer:
    return Answer(value=value, at=at)


@pytest.mark.parametrize("start", ["2026-03-08 07:30", "2026-11-01 07:30", "2026-06-01 07:30"])
def test_hours_elapse_whatever_the_clocks_do(start: str) -> None:
    """Both changes of the clocks lie within 24 hours of the first two."""
    at = utc(start)
    assert due("hours", {"arrested": said("yes", at)}).deadline.at == at + timedelta(hours=24)


@pytest.mark.parametrize(
    ("served", "ends"),
    [
        ("2026-03-01 08:00", "2026-03-11 08:00"),  # clocks go forward on 8 March
        ("2026-10-28 08:00", "2026-11-07 08:00"),  # and back on 1 November
        ("2026-02-26 02:30", "2026-03-08 03:30"),  # 02:30 is skipped: the moment it would have been
        ("2026-10-22 01:30", "2026-11-01 01:30"),  # 01:30 comes twice: the first
        ("2028-02-19 08:00", "2028-02-29 08:00"),
        ("2027-02-19 08:00", "2027-03-01 08:00"),
        ("2026-12-31 23:59", "2027-01-10 23:59"),
    ],
)
def test_days_are_days_of_the_calendar_to_the_same_time_of_day(served: str, ends: str) -> None:
    assert due("days", {"served": said(served)}).deadline.at == local(ends)


def test_from_a_day_alone_days_count_to_the_end_of_the_last_and_hours_are_not_known() -> None:
    given = {"filed": said("2026-03-01"), "served": said("2026-03-01")}
    assert due("from-date", given).deadline.at == local("2026-03-12 00:00")
    assert due("days", given).deadline.at == local("2026-03-12 00:00")
    for name in ("hours-from-date", "minutes"):
        assert (due(name, given).deadline.at, due(name, given).deadline.overdue) == (None, False)


def test_a_time_of_day_is_the_last_one_before_the_answer() -> None:
    assert due("minutes", {"served": said("02:00")}).deadline.at == local("2026-11-22 03:30")
    assert due("minutes", {"served": said("04:00")}).deadline.at == local("2026-11-21 05:30")


def test_only_a_yes_starts_the_time() -> None:
    assert due("hours", {"arrested": said("yes")}).deadline.at == NOW + timedelta(hours=24)
    for value in ("no", "unknown"):
        assert due("hours", {"arrested": said(value)}).deadline.at is None
    assert due("hours", {}).deadline.at is None


def test_an_answer_behind_a_guard_counts_once_that_holds_or_is_unknown() -> None:
    assert due("of-behind", {"behind": said("yes")}).deadline.at is None
    assert due("of-behind", {"behind": said("yes"), "arrested": said("no")}).deadline.at is None
    for value in ("yes", "unknown"):
        given = {"behind": said("yes"), "arrested": said(value)}
        assert due("of-behind", given).deadline.at == NOW + timedelta(hours=1)


def test_an_amended_answer_moves_the_deadline() -> None:
    assert due("days", {"served": said("2026-11-02 08:00")}).deadline.at == local("2026-11-12 08:00")
    assert due("days", {"served": said("2026-11-05 08:00")}).deadline.at == local("2026-11-15 08:00")


def test_it_is_overdue_at_the_moment_and_not_a_second_before() -> None:
    given = {"arrested": said("yes")}
    ends = NOW + timedelta(hours=24)
    assert not due("hours", given, now=ends - timedelta(seconds=1)).deadline.overdue
    assert due("hours", given, now=ends).deadline.overdue
    done = due("hours", given, {"hours": Mark(status="done", at=NOW)}, now=ends)
    assert (done.status, done.deadline.overdue) == ("done", False)


def test_it_counts_from_the_mark_of_another_obligation_or_from_what_shows_that_it_was_done() -> None:
    marked = Mark(status="done", at=NOW - timedelta(hours=1))
    assert due("after-first", {}, {"first": marked}).deadline.at == NOW + timedelta(hours=1)
    shown = {"arrested": said("yes"), "behind": said("yes", NOW - timedelta(minutes=30))}
    assert due("after-first", shown).deadline.at == NOW + timedelta(minutes=90)
    assert due("after-first", {}).deadline.at is None
    assert due("after-first", {}, {"first": Mark(status="carried-over", at=NOW)}).deadline.at is None
    assert due("after-first", {}).deadline.since == "First"


def test_it_counts_from_the_opening_where_that_is_known() -> None:
    assert due("of-opening", {}, opened=utc("2026-03-06 20:00")).deadline.at == local("2026-03-09 12:00")
    assert due("of-opening", {}).deadline.at is None


def test_court_days_are_never_a_time() -> None:
    found = due("court", {"arrested": said("yes")}, now=NOW + timedelta(days=99)).deadline
    assert (found.kind, found.at, found.overdue, found.since) == ("within", None, False, "Arrest")


def test_a_lifted_deadline_leaves_the_duty() -> None:
    given = {"arrested": said("yes"), "behind": said("yes")}
    found = due("lifted", given, now=NOW + timedelta(days=9))
    assert (found.status, found.deadline.kind, found.deadline.at) == ("open", "lifted", None)


def test_in_a_round_it_counts_from_what_belongs_to_the_same_entry() -> None:
    given = {
        "people": Answer(value=("Ann", "Bob"), at=NOW),
        "told@1": said("2026-11-20 08:00"),
        "told@2": said("2026-11-21 09:00"),
    }
    marks = {"tell@2": Mark(status="done", at=NOW)}
    ends = {name: due(name, given, marks).deadline.at for name in ("call@1", "call@2", "visit@1", "visit@2")}
    assert ends == {
        "call@1": None,
        "call@2": NOW + timedelta(hours=1),
        "visit@1": local("2026-11-22 08:00"),
        "visit@2": local("2026-11-23 09:00"),
    }


@pytest.mark.parametrize("year", [1, 2, 1899, 9998, 9999])
def test_a_clock_that_is_far_off_never_stops_an_assessment(year: int) -> None:
    for at in (datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, 59, tzinfo=UTC)):
        for value in ("02:00", "2026-11-22", "1900-01-01 00:00", "2199-12-31 23:59"):
            given = {
                "arrested": said("yes", at),
                "behind": said("yes", at),
                "served": said(value, at),
                "filed": said("2199-12-31", at),
            }
            marks = {"first": Mark(status="done", at=at)}
            for now in (at, NOW):
                assert assess(WALK, given, marks, now, at, at).duties


def to_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


@settings(max_examples=drawn(300), deadline=None)
@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    st.sampled_from(["America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "America/Havana", "UTC"]),
)
def test_a_day_later_the_clocks_show_the_same_time_or_skip_it(served: datetime, zone: str) -> None:
    """The end is the first moment when clocks show that time, or the moment after if they skip it."""
    pack = small_pack(ITEMS + DUTIES, policy=walk(zone))
    answer = said(served.strftime("%Y-%m-%d %H:%M"))
    found = assess(outline(pack, ("walk",)), {"served": answer}, {}, NOW).duty("one-day")
    assert found is not None
    ends = found.deadline.at
    assert ends is not None
    wanted = served + timedelta(days=1)
    noon = datetime(wanted.year, wanted.month, wanted.day, 12, tzinfo=UTC) - timedelta(hours=40)
    clocks = ((noon + timedelta(minutes=n), ZoneInfo(zone)) for n in range(80 * 60))
    first = next((at for at, z in clocks if at.astimezone(z).replace(tzinfo=None) == wanted), None)
    if first is not None:
        assert ends == first
    else:
        shown = ends.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert timedelta() < shown - wanted <= timedelta(hours=1)
        assert shown.date() == date(wanted.year, wanted.month, wanted.day)
