"""Prepares the case of a walk (chosen, resumed or new), records a file's answers, and reads the result."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dvcheck import __version__
from dvcheck.actions.current_shift import current_if_readable
from dvcheck.actions.workspace import (
    MAX_NUMBER,
    InUse,
    UsablePack,
    Workspace,
    file_name,
    read_text,
    require_walked,
)
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line, walk, walk_new
from dvcheck.language import phrase
from dvcheck.pack.model import RUNNING, Pack
from dvcheck.record.case import Case, fold
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import find_case, open_case_of, refuse_closed
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry, ShiftEnds
from dvcheck.record.store import ReadableStore, Store
from dvcheck.rules.assess import Assessment
from dvcheck.rules.outline import base_of
from dvcheck.text import clean, nearest, one_line

if TYPE_CHECKING:
    from dvcheck.record.answers_file import GivenAnswer
    from dvcheck.rules.repack import Leftover


class WalkOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of a walk."""

    checklist: str
    case: str | None = None
    """The id or number of an existing case."""
    number: str | None = None
    """The case number of a new case."""
    new: bool = False
    answers: Path | None = None
    shift_ends: str | None = None

    @property
    def chooses(self) -> bool:
        """Whether the officer may choose one of the open cases."""
        return not (self.case or self.new or self.number or self.answers)


class FileAnswers(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of a file that may be recorded, and the questions of those too sensitive to record."""

    answers: "tuple[GivenAnswer, ...]" = ()
    left_out: tuple[str, ...] = ()


class PreparedCase(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a new case, checked before the journal is opened: a wrong file or time leaves no trace."""

    fresh: UsablePack
    given: FileAnswers
    ends: datetime | None


class WalkBegun(msgspec.Struct, frozen=True, kw_only=True):
    """A case that is ready to be walked, and how its pack relates to the pack in use."""

    file: CaseFile
    pack: Pack
    given: FileAnswers
    in_use: InUse | None = None
    """How the pack in use relates to the pack of a resumed case."""


class WalkEnded(msgspec.Struct, frozen=True, kw_only=True):
    """A case after its walk."""

    case: Case
    pack: Pack
    assessment: Assessment
    leftover: "tuple[Leftover, ...]"
    """The answers that do not count."""


def prepare(workspace: Workspace, wanted: WalkOptions) -> PreparedCase | None:
    """Prepare a new case. Return None if a case is named, because that has its own pack."""
    _refuse_unusable(wanted)
    if wanted.case is not None:
        return None
    fresh = workspace.usable()
    if not wanted.chooses or not workspace.place.is_there():
        _require_walk(fresh.pack, wanted.checklist)
    return PreparedCase(
        fresh=fresh, ends=_ends(wanted, fresh.pack), given=_given(workspace, wanted.answers, fresh.pack)
    )


def find_named(journal: ReadableStore, wanted: WalkOptions) -> Case | None:
    """Return the named case. DvcheckError with Exit.USAGE if it does not exist."""
    if wanted.case is None:
        return None
    number = wanted.case.strip()
    new = own_line(phrase("A new case of that number:"), walk_new(wanted.checklist, "--number", number))
    return find_case(journal, wanted.case, or_else=new)


def resume(workspace: Workspace, journal: Store, wanted: WalkOptions, case: Case) -> WalkBegun:
    """Resume a case with its own pack. DvcheckError if it is closed or that pack lacks the checklist."""
    refuse_closed(case)
    pack = workspace.pack_of(case, journal)
    _refuse_other_checklists(workspace, case, pack, wanted.checklist)
    require_walked(case, pack)
    given = _given(workspace, wanted.answers, pack)
    ends = _ends(wanted, pack)
    file = CaseFile(journal, journal.events(case.id), SYSTEM)
    file.start_checklist(wanted.checklist)
    if ends is not None:
        file.end_shift_at(ends)
    return WalkBegun(file=file, pack=pack, given=given, in_use=workspace.in_use(pack))


def open_new_case(workspace: Workspace, journal: Store, wanted: WalkOptions, new: PreparedCase) -> WalkBegun:
    """Open a new case. DvcheckError with Exit.USAGE if an open one has its number, except with `--new`.

    Without a number, answers or an end of shift, the case is opened when the first entry is recorded.
    """
    pack = new.fresh.pack
    _require_walk(pack, wanted.checklist)
    file = _file(workspace, journal, wanted, new.fresh)
    if new.ends is not None:
        file.end_shift_at(new.ends)
    return WalkBegun(file=file, pack=pack, given=new.given)


def record_file_answers(begun: WalkBegun) -> None:
    """Record the answers of the file. A timer that is "running" in the file starts now."""
    limits = {q.id: q.limit for q in begun.pack.questions() if q.limit is not None}
    given = begun.given.answers
    started = [one.question.id for one in given if one.question.id in limits and one.value == RUNNING]
    begun.file.answer_all((one.question, one.value) for one in given if one.question.id not in started)
    for name in started:
        begun.file.start_timer(name, limits[name].seconds)


def finish(workspace: Workspace, journal: ReadableStore, begun: WalkBegun) -> WalkEnded | None:
    """Assess the case at the end. It is read again, because another window may have changed it.

    None if nothing was recorded in a new case: then it was not opened.
    """
    if not begun.file.is_kept:
        return None
    case = fold(journal.events(begun.file.case.id))
    assessment = workspace.assess(case, begun.pack, now())
    leftover = workspace.leftover(case, begun.pack, assessment, journal)
    return WalkEnded(case=case, pack=begun.pack, assessment=assessment, leftover=leftover)


# --- parts of it --------------------------------------------------------------------------------------------


def _ends(wanted: WalkOptions, pack: Pack) -> datetime | None:
    if wanted.shift_ends is None:
        return None
    from dvcheck.actions.typed_time import next_time

    return next_time(wanted.shift_ends, now(), pack.policy.zone)


def _given(workspace: Workspace, path: Path | None, pack: Pack) -> FileAnswers:
    if path is None:
        return FileAnswers()
    from dvcheck.record import answers_file

    text = read_text(path)
    read, problems = answers_file.parse(text, file_name(path), pack, now())
    if problems:
        raise DvcheckError("\n".join(p.show(text) for p in problems), code=Exit.BAD_INPUT)
    kept_back = set() if workspace.sensitive else {q.id for q in pack.questions() if q.sensitive}
    return FileAnswers(
        answers=tuple(one for one in read.answers if base_of(one.question.id) not in kept_back),
        left_out=tuple(one.question.id for one in read.answers if base_of(one.question.id) in kept_back),
    )


def _file(workspace: Workspace, journal: Store, wanted: WalkOptions, fresh: UsablePack) -> CaseFile:
    pack = fresh.pack
    number = one_line(wanted.number.strip()) if wanted.number else None

    def check() -> None:
        if wanted.number is not None and not wanted.new:
            _refuse_known(journal, wanted.number, wanted.checklist)

    def opening() -> list[Entry]:
        shift = current_if_readable(workspace, journal)
        if shift is not None and not shift.is_on(now()):
            shift = None
        opened = CaseOpened(
            number=number,
            zone=pack.policy.zone,
            pack=pack.digest,
            dvcheck=__version__,
            officer=(shift.officer if shift is not None else None) or workspace.config.officer or None,
        )
        ends = [ShiftEnds(shift.ends)] if shift is not None else []
        return [opened, ChecklistStarted(wanted.checklist), *ends]

    kept = pack.digest, fresh.archive
    if wanted.number is None and wanted.answers is None and wanted.shift_ends is None:
        return CaseFile.draft(journal, opening, SYSTEM, kept)
    return CaseFile.begin(journal, opening(), SYSTEM, kept, check)


def _require_walk(pack: Pack, checklist: str) -> None:
    """Raise DvcheckError with Exit.USAGE if a pack lacks the checklist."""
    if all(c.id != checklist for c in pack.checklists):
        from dvcheck.actions.checklists import unknown

        raise unknown(pack, checklist)


def _refuse_other_checklists(workspace: Workspace, case: Case, pack: Pack, checklist: str) -> None:
    """Raise DvcheckError with Exit.USAGE if the pack of a case lacks the checklist to walk."""
    known = [c.id for c in pack.checklists]
    if checklist in known:
        return
    if not workspace.has_checklist(checklist, pack.policy.id):
        raise DvcheckError(
            phrase(
                'case {case} has no checklist "{checklist}"{nearest}',
                case=case.id,
                checklist=clean(checklist),
                nearest=nearest(checklist, known),
            ),
            hint=own_line(
                phrase("Its pack has {known}. To go on with it:", known=", ".join(known)),
                walk(case.checklists[-1] if case.checklists else known[0], case.id),
            ),
            code=Exit.USAGE,
        )
    raise DvcheckError(
        phrase(
            "case {case} is worked under an older pack, which has no checklist {checklist}",
            case=case.id,
            checklist=checklist,
        ),
        hint=own_line(phrase("Start a new case:"), walk_new(checklist, "--new"))
        + "\n"
        + own_line(
            phrase("Or move this one to the checklists in use:"), on_journal("case", "repack", case.id)
        ),
        code=Exit.USAGE,
    )


def _refuse_known(journal: ReadableStore, number: str, checklist: str) -> None:
    """Raise DvcheckError with Exit.USAGE if an open case has the number: the same command was typed again."""
    known = open_case_of(journal, one_line(number.strip()))
    if known is not None:
        raise DvcheckError(
            phrase("{number} is case {known} already", number=one_line(number.strip()), known=known),
            hint=own_line(
                phrase("For another case of that number, add --new. To go on with it:"),
                walk(checklist, known),
            ),
            code=Exit.USAGE,
        )


def _refuse_unusable(wanted: WalkOptions) -> None:
    case, number, new = wanted.case, wanted.number, wanted.new
    if case is not None and (new or number is not None):
        raise DvcheckError(
            phrase("CASE names a case that exists; --new and --number begin another"),
            hint=phrase("Give one or the other."),
            code=Exit.USAGE,
        )
    if number is not None and not 0 < len(number.strip()) <= MAX_NUMBER:
        raise DvcheckError(
            phrase("--number takes 1 to {most} characters", most=MAX_NUMBER),
            hint=phrase("For example 25-123456."),
            code=Exit.USAGE,
        )
