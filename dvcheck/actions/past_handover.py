"""The hand-over of a shift, worked out again from the entries, as it was at the end of the shift."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from dvcheck.actions.current_shift import start_command
from dvcheck.actions.outstanding import AssessedCase, assess_case, unasked
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import own_line
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Pack
from dvcheck.record import past_shifts
from dvcheck.record.case import fold
from dvcheck.record.cases import open_ids
from dvcheck.record.events import NOT_CASES, CaseClosed, CasePurged, CaseReopened, Event
from dvcheck.record.past_shifts import WorkedShift
from dvcheck.record.store import ReadableStore
from dvcheck.report.handover import HandedCase, ShiftHandOver
from dvcheck.report.sheet import Sheet


class _Purged(msgspec.Struct, frozen=True):
    case: str


def hand_over(workspace: Workspace, back: int, at: datetime) -> ShiftHandOver:
    """Return the hand-over of the shift started last, or of the one that many before it.

    For a shift that runs, it is as it would be at a time. DvcheckError with Exit.USAGE if there is no such
    shift.
    """
    with workspace.recorded() as journal:
        worked = past_shifts.worked_shift(journal, back)
        if worked is None:
            raise _no_such_shift(past_shifts.count(journal))
        time = worked.closed or at
        found = list(_cases(workspace, journal, worked, time))
    zone = _zone(workspace, found)
    cases = [one for one in found if isinstance(one, HandedCase)]
    cases.sort(key=lambda one: (not one.assessment.outstanding, one.case.opened))
    return ShiftHandOver(
        worked=worked,
        at=time,
        zone=zone,
        cases=tuple(cases),
        purged=tuple(one.case for one in found if isinstance(one, _Purged)),
        problems=tuple(one for one in found if isinstance(one, DvcheckError)),
    )


def as_sheet(found: ShiftHandOver) -> Sheet:
    """Return the hand-over as a document."""
    from dvcheck.report.handover import sheet

    return sheet(found)


def _no_such_shift(count: int) -> DvcheckError:
    if not count:
        return DvcheckError(
            phrase("no shift was ever started"),
            hint=own_line(phrase("Begin one:"), start_command()),
            code=Exit.USAGE,
        )
    return DvcheckError(
        plural("only {n} shift was started", "only {n} shifts were started", n=count),
        hint=phrase("--back 1 is the shift before the last one."),
        code=Exit.USAGE,
    )


def _zone(workspace: Workspace, found: list[HandedCase | _Purged | DvcheckError]) -> str:
    """Return the zone of the first case, or of the pack in use without cases."""
    packs = (one.pack for one in found if isinstance(one, HandedCase))
    pack: Pack | None = next(packs, None)
    return (pack or workspace.sound().pack).policy.zone


def _cases(
    workspace: Workspace, journal: ReadableStore, worked: WorkedShift, at: datetime
) -> Iterator[HandedCase | _Purged | DvcheckError]:
    """Yield each case that was open at the end of a shift or worked on in it, as it was then."""
    for name in _names(journal, worked):
        try:
            events = journal.events(name)
            then = [event for event in events if worked.last is None or event.seq <= worked.last]
            if not then:
                continue
            if any(event.kind == CasePurged.kind for event in events):
                if then[-1].seq >= worked.first or _is_open(then):
                    yield _Purged(name)
                continue
            case = fold(then)
            if case.closed is None or then[-1].seq >= worked.first:
                yield _handed(workspace, assess_case(workspace, case, journal, at), then, worked)
        except DvcheckError as error:
            yield error


def _names(journal: ReadableStore, worked: WorkedShift) -> list[str]:
    """Return the cases that may have been open at the end of a shift, or were worked on in it."""
    names = dict.fromkeys(open_ids(journal))
    for stored in journal.since(worked.first - 1):
        is_later = worked.last is not None and stored.seq > worked.last
        if not is_later or stored.kind.decode("utf-8", "replace") in (CaseClosed.kind, CasePurged.kind):
            names.setdefault(stored.case.decode("utf-8", "replace"))
    return [name for name in names if name not in NOT_CASES]


def _is_open(events: list[Event]) -> bool:
    """Check whether a case was open after these entries, whose content may be erased."""
    kinds = [event.kind for event in events if event.kind in (CaseClosed.kind, CaseReopened.kind)]
    return kinds[-1:] != [CaseClosed.kind]


def _handed(
    workspace: Workspace, found: AssessedCase, events: list[Event], worked: WorkedShift
) -> HandedCase:
    began = next((event.at for event in events if event.seq >= worked.first), None)
    remarks = tuple(one for one in found.case.remarks if began is not None and one.at >= began)
    return HandedCase(
        case=found.case,
        pack=found.pack,
        assessment=found.assessment,
        unasked=unasked(workspace, found.assessment),
        remarks=remarks,
    )
