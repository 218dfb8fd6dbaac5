"""Starts and extends the shift, whose end is a deadline, and reads its status."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from dvcheck.actions.current_shift import current, current_if_readable, start_command
from dvcheck.actions.outstanding import OpenCases, open_cases_in
from dvcheck.actions.settings import MOST_OFFICER
from dvcheck.actions.typed_time import last_time, next_time
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase, plural
from dvcheck.record import shift as shifts
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import open_cases
from dvcheck.record.clock import SYSTEM
from dvcheck.record.events import ShiftExtended, ShiftStarted
from dvcheck.record.shift import Shift
from dvcheck.record.store import Store
from dvcheck.text import one_line
from dvcheck.wording.times import clock_time

_RECENT = timedelta(hours=24)
"""How long before the start of a shift a case may have been opened for the officer to be asked about it."""
_LONGEST = timedelta(hours=16)
"""The longest time until the new end of a shift. If it is longer, that time of day has passed."""


class StartedShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift that was just started."""

    shift: Shift
    before: Shift | None
    """The shift before it, if that was never ended with a review."""
    cases: tuple[Case, ...]
    """The open cases that got its end: those opened since it started."""
    earlier: tuple[Case, ...]
    """The open cases without an end of shift that were opened shortly before: the officer is asked."""
    problems: tuple[DvcheckError, ...]
    """The errors of open cases that cannot be read."""


class ExtendedShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift whose end was moved."""

    ends: datetime
    zone: ZoneInfo
    cases: tuple[Case, ...]
    """Its open cases, whose deadlines moved too."""
    problems: tuple[DvcheckError, ...]
    """The errors of open cases that cannot be read."""


class ShiftStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The current shift, if there is one, and the open cases."""

    shift: Shift | None = None
    open: OpenCases = OpenCases()


def describe(
    workspace: Workspace, ends: str | None, began: str | None, officer: str | None, at: datetime
) -> Shift:
    """Return the shift by options and settings. DvcheckError with Exit.USAGE if they do not define one."""
    zone = workspace.sound().pack.policy.zone
    length = workspace.config.shift_length
    start = last_time(began, at, zone) if began is not None else at
    if ends is not None:
        end = next_time(ends, start, zone)
    elif length is not None:
        end = start + length
    else:
        raise DvcheckError(
            phrase("when does the shift end?"),
            hint=own_line(phrase("Set shift_length in config.toml, or give its end:"), start_command()),
            code=Exit.USAGE,
        )
    if end <= at:
        raise DvcheckError(
            phrase("that shift ended {time}, before now", time=clock_time(end, at, ZoneInfo(zone))),
            hint=phrase("See --began and --ends."),
            code=Exit.USAGE,
        )
    return Shift(began=start, ends=end, officer=_officer(officer) or workspace.config.officer or None)


def _officer(given: str | None) -> str:
    if given is not None and not 0 < len(given.strip()) <= MOST_OFFICER:
        raise DvcheckError(
            phrase("--officer takes 1 to {most} characters", most=MOST_OFFICER), code=Exit.USAGE
        )
    return one_line(given.strip()) if given is not None else ""


def start(workspace: Workspace, journal: Store, shift: Shift, at: datetime) -> StartedShift:
    """Record the start of a shift, and give its end to the open cases opened since.

    DvcheckError with Exit.USAGE if a shift already runs.
    """
    before = current_if_readable(workspace, journal)
    if before is not None and at < before.ends:
        raise _runs_already(before, at, ZoneInfo(workspace.sound(journal).pack.policy.zone))
    shifts.record(journal, ShiftStarted(shift.began, shift.ends, shift.officer), at)
    cases, problems = open_cases(journal)
    untimed = [c for c in cases if c.shift_ends is None]
    of_it = tuple(c for c in untimed if c.opened >= shift.began)
    # At once: the officer may interrupt the questions about the other cases.
    _give_end(journal, of_it, shift.ends)
    return StartedShift(
        shift=shift,
        before=before,
        cases=of_it,
        earlier=tuple(c for c in untimed if shift.began - _RECENT <= c.opened < shift.began),
        problems=tuple(problems),
    )


def join(journal: Store, case: Case, shift: Shift) -> None:
    """Record that a case belongs to a shift."""
    _give_end(journal, [case], shift.ends)


def _runs_already(shift: Shift, at: datetime, zone: ZoneInfo) -> DvcheckError:
    """Return the error that a shift runs. If its times are impossible, it says that the clock was wrong."""
    ends = clock_time(shift.ends, at, zone)
    if _cannot_be(shift, at):
        said = phrase(
            "a shift already runs, until {ends}: the computer's clock was wrong when it was started, or is "
            "wrong now",
            ends=ends,
        )
    else:
        said = phrase("a shift already runs, until {ends}", ends=ends)
    return DvcheckError(
        said,
        hint=own_line(phrase("Go through it:"), on_journal("shift", "end"))
        + own_line("\n" + phrase("Or correct its end:"), on_journal("shift", "extend", "--ends", "HH:MM")),
        code=Exit.USAGE,
    )


def _cannot_be(shift: Shift, at: datetime) -> bool:
    """Check whether the times of a shift are impossible: it starts in the future, or ends in over a day."""
    return shift.began > at or shift.ends - at > timedelta(hours=24)


def extend(workspace: Workspace, ends: str, at: datetime) -> ExtendedShift:
    """Move the end of the current shift, and with it the deadlines of its cases.

    DvcheckError with Exit.USAGE if there is none, or the time has passed.
    """
    with workspace.recorded() as journal:
        shift = current(journal)
        zone = workspace.sound(journal).pack.policy.zone
        moved = next_time(ends, at, zone)
        # A shift with impossible times may be corrected to any time of day.
        if moved - at > _LONGEST and not _cannot_be(shift, at):
            raise _has_passed(moved, at)
        shifts.record(journal, ShiftExtended(moved), at)
        cases, problems = open_cases(journal)
        of_it = tuple(
            c
            for c in cases
            if c.shift_ends == shift.ends or (c.shift_ends is None and c.opened >= shift.began)
        )
        _give_end(journal, of_it, moved)
    return ExtendedShift(ends=moved, zone=ZoneInfo(zone), cases=of_it, problems=tuple(problems))


def _has_passed(moved: datetime, at: datetime) -> DvcheckError:
    most = plural(
        "Name a time within {n} hour, or end the shift:",
        "Name a time within {n} hours, or end the shift:",
        n=_LONGEST.seconds // 3600,
    )
    return DvcheckError(
        plural(
            "that would be in {n} hour: the time has passed",
            "that would be in {n} hours: the time has passed",
            n=(moved - at).seconds // 3600,
        ),
        hint=own_line(most, on_journal("shift", "end")),
        code=Exit.USAGE,
    )


def status(workspace: Workspace, at: datetime) -> ShiftStatus:
    """Return the current shift, and the open cases at a time."""
    journal = workspace.journal()
    if journal is None:
        return ShiftStatus()
    with journal:
        return ShiftStatus(shift=shifts.current(journal), open=open_cases_in(journal, workspace, at))


def _give_end(journal: Store, cases: Iterable[Case], ends: datetime) -> None:
    for case in cases:
        CaseFile(journal, journal.events(case.id), SYSTEM).end_shift_at(ends)
