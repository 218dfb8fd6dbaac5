"""The duties of several officers: a list like `outstanding`, and a line on each home."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from dvcheck.actions.workspace import case_label
from dvcheck.language import phrase, plural
from dvcheck.report.on_board import title
from dvcheck.report.owed import DutiesOfOfficers, OfficerHome, Unfinished
from dvcheck.screens import prose
from dvcheck.screens.outstanding import ledger
from dvcheck.screens.style import Hint, line, review_lines
from dvcheck.wording import directive
from dvcheck.wording.other_walk import left_to_do
from dvcheck.wording.times import clock_time


def parts(found: DutiesOfOfficers, width: int, *, why: bool = False) -> Iterator[RenderableType]:
    """Yield the list in parts: the duties, the unfinished walks, then a line on each home."""
    listed, zone = found.listed, _zone(found)
    if isinstance(zone, ZoneInfo):
        yield from ledger(listed, zone, found.at, width, why=why, titled=title)
    for said in (*_unfinished(found), *_last_entries(found, zone)):
        yield line(f" {said}")
    for said in _warnings(found):  # a hint stays on the screen when the list was read page by page
        yield Hint(line(f" {said}"))
    yield from review_lines(listed.packs, found.at.date())


def aloud(found: DutiesOfOfficers, *, why: bool = False) -> Iterator[str]:
    """Yield the same as prose, one fact a line."""
    listed, zone = found.listed, _zone(found)
    if isinstance(zone, ZoneInfo):
        yield from prose.ledger(listed, zone, found.at, why=why, titled=title)
    yield from _unfinished(found)
    yield from _last_entries(found, zone)
    yield from _warnings(found)
    yield from directive.reviews((pack.policy for pack in listed.packs), found.at.date())


def _zone(found: DutiesOfOfficers) -> tzinfo | None:
    """Return the zone of most cases; without cases, that of this computer."""
    return found.listed.zone() if found.listed.cases else found.at.astimezone().tzinfo


def _unfinished(found: DutiesOfOfficers) -> Iterator[str]:
    if not found.listed.cases and not found.listed.problems:
        yield phrase("No open cases.")
    for left in found.listed.unfinished:
        yield _unfinished_walk(left)


def _unfinished_walk(left: Unfinished) -> str:
    return phrase(
        "{officer}, {case}: {left}.",
        officer=left.officer.name if left.officer is not None else "",
        case=case_label(left.case),
        left=left_to_do(left.unasked, left.to_walk),
    )


def _last_entries(found: DutiesOfOfficers, zone: tzinfo | None) -> Iterator[str]:
    """Say how long ago each officer wrote."""
    for one in found.homes:
        if one.is_empty:
            yield phrase("{officer}: nothing is recorded yet.", officer=one.officer.name)
        elif one.last_entry is not None:
            when = _when(one.last_entry, found.at, zone)
            yield phrase("{officer}: last entry {when}.", officer=one.officer.name, when=when)


def _warnings(found: DutiesOfOfficers) -> Iterator[str]:
    """Yield what was not read, what to know about a home, and what was named twice."""
    for one in found.homes:
        yield from _notices(one)
    for same in found.same:
        if same.named == same.shown_as:
            yield phrase("{named} was named twice: it is shown once.", named=same.named)
        else:
            yield phrase(
                "{named} is the same as {shown_as}: it is shown once.",
                named=same.named,
                shown_as=same.shown_as,
            )


def _notices(home: OfficerHome) -> Iterator[str]:
    if home.unread and home.officer.name in home.unread:
        yield phrase("NOT READ: {why}.", why=home.unread)
    elif home.unread:
        yield phrase("NOT READ: {officer}: {why}.", officer=home.officer.name, why=home.unread)
    for notice in home.notices:
        yield phrase("{officer}: {notice}.", officer=home.officer.name, notice=notice)


def _when(last: datetime, now: datetime, zone: tzinfo | None) -> str:
    """Say how long ago an entry was recorded."""
    minutes = int((now - last).total_seconds()) // 60
    if last > now:
        time = clock_time(last, now, zone) if zone is not None else last.isoformat()
        return phrase("{time}, which is later than now: a clock is wrong", time=time)
    if minutes < 1:
        return phrase("just now")
    if minutes < 60:
        return phrase("{n} min ago", n=minutes)
    if minutes < 2 * 1440:
        return phrase("{hours} h {minutes} min ago", hours=minutes // 60, minutes=minutes % 60)
    return plural("{n} day ago", "{n} days ago", n=minutes // 1440)
