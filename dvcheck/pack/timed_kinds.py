"""The kinds of question answered with a length of time, a date or a time."""

import re
from datetime import UTC, date, datetime, time, timedelta

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.condition import Bound
from dvcheck.pack.model import Question
from dvcheck.pack.moments import (
    FIRST_YEAR,
    LAST_YEAR,
    Moments,
    clock_of,
    is_plausible,
    local_day,
    moments_of,
    said_plainly,
    with_iso_date,
)
from dvcheck.pack.question_kind import AnswerTime, FreeKind, in_order, not_one
from dvcheck.pack.span import duration_in, minutes_of, span_in
from dvcheck.pack.value import NotAnAnswer, Value

LEEWAY = timedelta(days=1)
"""How far in the future a past event may seem to be: clocks and time zones differ."""

TODAY = "today"
"""In a comparison: the day the answer was given."""


class DurationKind(FreeKind):
    """A length of time, recorded as days, hours and minutes: `1 day 2 h 30 min`."""

    def placeholder(self, question: Question) -> Value | None:
        return "0 min"

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        if not isinstance(raw, str):
            return not_one()
        return duration_in(raw) or NotAnAnswer(
            phrase("a length of time is written 45 min, 2 h, 1 h 30 min or 3 days")
        )

    def bound(self, bound: Bound) -> NotAnAnswer | None:
        # A number alone means minutes when an officer enters it. An author must write the unit.
        says_unit = not bound.value.strip().isdigit()
        if bound.relation != "within" and says_unit and duration_in(bound.value) is not None:
            return None
        return NotAnAnswer(
            phrase("compare a duration with a length of time, such as {{ran: {{at_least: 30 min}}}}")
        )

    def keeps_to(self, value: str, bound: Bound, given: AnswerTime) -> bool | None:
        limit = duration_in(bound.value)
        assert limit is not None
        return in_order(minutes_of(value), bound.relation, minutes_of(limit))


class _Dated(FreeKind):
    """A kind whose answers are dates or times."""

    def spoken(self, raw: str, now: datetime, zone: str) -> str:
        return said_plainly(raw, now, zone)

    def moments(self, value: str, given: AnswerTime) -> Moments | None:
        return moments_of(value, given.at, given.zone)

    def keeps_to(self, value: str, bound: Bound, given: AnswerTime) -> bool | None:
        if bound.relation == "within":
            return self._within(value, bound, given)
        if _is_clock(bound.value):
            clock = clock_of(value)
            return None if clock is None else in_order(clock, bound.relation, _clock_in(bound.value))
        found = moments_of(value, given.at, given.zone)
        if found is None or (bound.value == TODAY and not is_plausible(given.at)):
            return None
        limit = local_day(given.at, given.zone) if bound.value == TODAY else date.fromisoformat(bound.value)
        return in_order(local_day(found.first, given.zone), bound.relation, limit)

    def _within(self, value: str, bound: Bound, given: AnswerTime) -> bool | None:
        """Decide whether it was within the time before the answer; None if that cannot be known."""
        found, span = moments_of(value, given.at, given.zone), span_in(bound.value)
        if found is None or span is None or not is_plausible(given.at):
            return None
        if not span.elapses:
            earliest = local_day(given.at, given.zone) - timedelta(days=span.count)
            ahead = found.first > given.at + self.leeway
            return not ahead and local_day(found.first, given.zone) >= earliest
        first, last = (
            given.at - timedelta(seconds=span.seconds) <= at <= given.at + LEEWAY
            for at in (found.first, found.last)
        )
        return first if first == last else None

    leeway = timedelta()
    """How long after the answer a day may begin without counting as future."""


class DateKind(_Dated):
    """A day, past or future, recorded as 2026-03-31."""

    def placeholder(self, question: Question) -> Value | None:
        return "1900-01-01"

    def spoken(self, raw: str, now: datetime, zone: str) -> str:
        meant = super().spoken(raw, now, zone)
        # "now" and "2 h ago" mean a time, and so a day.
        return meant if meant == raw or ":" in raw else meant[:10]

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        if not isinstance(raw, str):
            return not_one()
        found = re.fullmatch(_TIME, with_iso_date(raw.strip()))
        if found is None or not found[0] or found["hour"] is not None:
            return NotAnAnswer(phrase("a date is written 3/31/2026, 2026-03-31 or Mar 31, 2026"))
        return _day(found)

    def bound(self, bound: Bound) -> NotAnAnswer | None:
        if bound.relation == "within":
            span = span_in(bound.value)
            if span is not None and span.unit == "days":
                return None
            return NotAnAnswer(phrase("a date is within days, such as {{filed: {{within: 10 days}}}}"))
        if _is_day(bound.value):
            return None
        return NotAnAnswer(
            phrase("compare a date with a date or today, such as {{expires: {{less_than: today}}}}")
        )


class TimeKind(_Dated):
    """A time of day, a date or both, recorded as 23:05, 2026-03-31 or 2026-03-31 23:05."""

    leeway = LEEWAY

    def placeholder(self, question: Question) -> Value | None:
        return "00:00"

    def typed(self, question: Question, raw: Value) -> Value | NotAnAnswer:
        if not isinstance(raw, str):
            return not_one()
        found = re.fullmatch(_TIME, with_iso_date(raw.strip()))
        if found is None or not found[0]:
            return _no_time()
        day, clock = _day(found), _clock(found)
        if isinstance(day, NotAnAnswer):
            return day
        return _no_time() if clock is None else f"{day} {clock}".strip()

    def passed(self, value: Value, now: datetime, zone: str) -> Value | NotAnAnswer:
        """Refuse a future time: it says when something was done. A time of day without a date is past."""
        if not isinstance(value, str) or "-" not in value:
            return value
        from zoneinfo import ZoneInfo

        at = datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if at - LEEWAY <= now:
            return value
        read = dates.answered(value)
        return NotAnAnswer(phrase("this reads as {read}, in the future: enter a time in the past", read=read))

    def bound(self, bound: Bound) -> NotAnAnswer | None:
        if bound.relation == "within":
            span = span_in(bound.value)
            if span is not None and span.unit != "court-days":
                return None
            return NotAnAnswer(
                phrase("a time is within a length of time, such as {{assault-time: {{within: 4 h}}}}")
            )
        if _is_clock(bound.value) or _is_day(bound.value):
            return None
        return NotAnAnswer(
            phrase(
                "compare a time with a time of day, a date or today, such as "
                '{{served-at: {{at_least: "07:00"}}}}'
            )
        )


def _is_clock(text: str) -> bool:
    found = re.fullmatch(_TIME, text)
    return (
        found is not None and found["hour"] is not None and found.start("hour") == 0 and bool(_clock(found))
    )


def _clock_in(text: str) -> time:
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


def _is_day(text: str) -> bool:
    """Check whether an author's text is a date in the form of packs, or `today`."""
    if text == TODAY:
        return True
    try:
        return len(text) == 10 and FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False


def _no_time() -> NotAnAnswer:
    return NotAnAnswer(phrase("a time is written 23:05, a date 3/31/2026 or Mar 31, 2026, or both"))


def _day(found: re.Match[str]) -> str | NotAnAnswer:
    """Return the date of a written time; empty if it has none."""
    year, month, day = (found["y"] or found["year"], found["m"] or found["month"], found["d"] or found["day"])
    if year is None:
        return ""
    # Not strftime: its %Y does not pad a year below 1000 on Linux.
    kept = f"{year}-{month:0>2}-{day:0>2}"
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return NotAnAnswer(
            phrase(
                "this reads as {read}; a year from {first_year} to {last_year} is expected",
                read=dates.entered(year, month, day),
                first_year=FIRST_YEAR,
                last_year=LAST_YEAR,
            )
        )
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return NotAnAnswer(
            phrase("this reads as {read}, but there is no such day", read=dates.entered(year, month, day))
        )
    return kept


def _clock(found: re.Match[str]) -> str | None:
    """Return the time of day of a written time; empty if it has none, None if no clock shows it."""
    hour, minute = found["hour"], found["minute"]
    if hour is None:
        return ""
    return f"{hour:0>2}:{minute:0>2}" if int(hour) < 24 and int(minute) < 60 else None


_TIME = (
    r"(?a)(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}))?"
    r"(?:(?:^|(?<=\d)\s+)(?P<hour>\d{1,2}):(?P<minute>\d{1,2}))?"
)
"""The forms of a written time."""
