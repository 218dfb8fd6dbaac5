"""The shift whose end is a deadline: begun, moved, and how it stands."""

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
"""How long before the start of a shift a case may have been opened to be asked about."""
_LONGEST = timedelta(hours=16)
"""How far off the end of a shift may be moved: what is further is a time of day that has passed."""


class StartedShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift that was recorded as begun."""

    shift: Shift
    before: Shift | None
    """The one before it, if that was never gone through."""
    cases: tuple[Case, ...]
    """The open cases that got its end: those opened since it began."""
    earlier: tuple[Case, ...]
    """The open cases without an end of shift that were opened shortly before: the officer is asked."""
    problems: tuple[DvcheckError, ...]
    """What is wrong with open cases that cannot be read."""


class ExtendedShift(msgspec.Struct, frozen=True, kw_only=True):
    """A shift whose end was moved."""

    ends: datetime
    zone: ZoneInfo
    cases: tuple[Case, ...]
    """The open cases of it, whose deadlines moved too."""
    problems: tuple[DvcheckError, ...]
    """What is wrong with open cases that cannot be read."""


class ShiftStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The shift that runs, if one does, and the open cases."""

    shift: Shift | None = None
    open: OpenCases = OpenCases()


def describe(
    workspace: Workspace, ends: str | None, began: str | None, officer: str | None, at: datetime
) -> Shift:
    """The shift that options and settings describe. DvcheckError with Exit.USAGE where they do not."""
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
    """Record that a shift began, and give its end to the open cases opened since.

    DvcheckError with Exit.USAGE where one runs already.
    """
    before = current_if_readable(workspace, journal)
    if before is not None and at < before.ends:
        raise _runs_already(before, at, ZoneInfo(workspace.sound(journal).pack.policy.zone))
    shifts.record(journal, ShiftStarted(shift.began, shift.ends, shift.officer), at)
    cases, problems = open_cases(journal)
    untimed = [c for c in cases if c.shift_ends is None]
    of_it = tuple(c for c in untimed if c.opened >= shift.began)
    # At once: what is asked of the others may be cut off.
    _give_end(journal, of_it, shift.ends)
    return StartedShift(
        shift=shift,
        before=before,
        cases=of_it,
        earlier=tuple(c for c in untimed if shift.began - _RECENT <= c.opened < shift.began),
        problems=tuple(problems),
    )


def join(journal: Store, case: Case, shift: Shift) -> None:
    """Record that a case is of a shift."""
    _give_end(journal, [case], shift.ends)


def _runs_already(shift: Shift, at: datetime, zone: ZoneInfo) -> DvcheckError:
    """That a shift is set; also that it cannot be, where the clock was wrong when it was started."""
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
    """Whether a shift begins after now, or ends later than any that has begun."""
    return shift.began > at or shift.ends - at > timedelta(hours=24)


def extend(workspace: Workspace, ends: str, at: datetime) -> ExtendedShift:
    """Move the end of the shift that runs, and with it the deadlines of its cases.

    DvcheckError with Exit.USAGE where none runs, or the time has passed.
    """
    with workspace.recorded() as journal:
        shift = current(journal)
        zone = workspace.sound(journal).pack.policy.zone
        moved = next_time(ends, at, zone)
        # A shift that cannot be is put right, and whatever time of day that takes.
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
    """The shift that runs, and the open cases as they stand at a time."""
    journal = workspace.journal()
    if journal is None:
        return ShiftStatus()
    with journal:
        return ShiftStatus(shift=shifts.current(journal), open=open_cases_in(journal, workspace, at))


def _give_end(journal: Store, cases: Iterable[Case], ends: datetime) -> None:
    for case in cases:
        CaseFile(journal, journal.events(case.id), SYSTEM).end_shift_at(ends)
