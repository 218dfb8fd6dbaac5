"""Marks obligations of a case after its walk: done, not feasible, or open again. Also adds notes."""

from collections.abc import Sequence
from typing import assert_never

import msgspec

from dvcheck.actions import by_name
from dvcheck.actions.open_case import OpenCase, clean_entry, open_case
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line, walk
from dvcheck.language import Later, phrase
from dvcheck.pack.model import sections_of
from dvcheck.record.case import Case
from dvcheck.record.clock import now
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.wording import duty as wording


class Marking(msgspec.Struct, frozen=True, kw_only=True):
    """The kind of a mark: done, not feasible for a reason, or open again."""

    reason: str | None = None
    reopen: bool = False

    @classmethod
    def of(cls, *, not_feasible: bool, reason: str | None, reopen: bool) -> "Marking":
        """Return the marking for some options. DvcheckError with Exit.USAGE if they contradict each other."""
        if reopen and (not_feasible or reason is not None):
            raise DvcheckError(
                phrase("--reopen takes a mark back; it cannot be combined with --not-feasible or --reason"),
                code=Exit.USAGE,
            )
        if not_feasible != (reason is not None):
            raise DvcheckError(
                phrase("--not-feasible takes a reason"),
                hint=phrase('Say both: --not-feasible --reason "No camera works."'),
                code=Exit.USAGE,
            )
        return cls(
            reason=clean_entry(reason, Later("--reason takes 1 to {most:,} characters"))
            if reason is not None
            else None,
            reopen=reopen,
        )


_DONE = Marking()


class MarkedDuties(msgspec.Struct, frozen=True, kw_only=True):
    """A case after some of its obligations were marked."""

    case: OpenCase
    assessment: Assessment
    duties: tuple[Duty, ...]
    """The marked duties, as they are now."""
    now_owed: tuple[Duty, ...]
    """The duties that are required and open now, but were not before."""

    @property
    def left(self) -> int:
        """The number of duties that are required and open."""
        return len(self.assessment.outstanding)


def find_duties(case: OpenCase, wanted: Sequence[str], how: Marking = _DONE) -> tuple[Duty, ...]:
    """Find the named obligations of a case, each once.

    For a list, find all its duties that can be marked so, unless the word also names an entry.
    """
    found: dict[str, Duty] = {}
    for one in dict.fromkeys(wanted):
        duties = by_name.obligations(case.assessment, one, case.file.case.id)
        fitting = [duty for duty in duties if _takes(duty, how)] if len(duties) > 1 else []
        arise = [duty for duty in duties if duty.status != "not-triggered"]
        found.update((duty.obligation.id, duty) for duty in fitting or arise[:1] or duties[:1])
    return tuple(found.values())


def _takes(duty: Duty, how: Marking) -> bool:
    """Check whether a mark on all duties of its kind includes this one."""
    if how.reopen:
        return duty.mark is not None
    return duty.status in ("open", "undetermined")


def require_plain(case: OpenCase, how: Marking) -> None:
    """Raise DvcheckError with Exit.USAGE if this kind of mark needs named obligations."""
    if how.reopen or how.reason is not None:
        raise DvcheckError(
            phrase("which duty?"),
            hint=own_line(phrase("To list those of the case:"), on_journal("explain", case.file.case.id)),
            code=Exit.USAGE,
        )


def mark(case: OpenCase, duties: Sequence[Duty], how: Marking) -> None:
    """Record the marks. If one is refused, none is recorded."""
    for duty in duties:
        _refuse_unmarkable(case, duty, how)
    names = [duty.obligation.id for duty in duties]
    if how.reopen:
        _reopen(case, duties)
    elif how.reason is not None:
        for name in names:
            case.file.not_feasible(name, how.reason)
    else:
        case.file.done(name for name, duty in zip(names, duties, strict=True) if duty.status != "done")


def _reopen(case: OpenCase, duties: Sequence[Duty]) -> None:
    """Take marks back. A mark made on the list before it had entries stays for the entries not named."""
    marks, names = case.file.case.marks, [duty.obligation.id for duty in duties]
    whole = {duty.id for duty in duties if duty.mark is not None and duty.obligation.id not in marks}
    case.file.reopen([*(name for name in names if name in marks), *whole])
    for duty in case.assessment.duties:
        name, mark = duty.obligation.id, duty.mark
        if duty.id not in whole or name in names or name in marks or mark is None:
            continue
        match mark.status:
            case "done":
                case.file.done([name])
            case "not-feasible":
                case.file.not_feasible(name, mark.reason)
            case "carried-over":
                case.file.carry_over(name, mark.reason)
            case never:
                assert_never(never)


def after_marking(workspace: Workspace, case: OpenCase, duties: Sequence[Duty]) -> MarkedDuties:
    """Return a case after some of its obligations were marked."""
    assessment = workspace.assess(case.file.case, case.pack, now())
    found = (assessment.duty(duty.obligation.id) for duty in duties)
    after = tuple(duty for duty in found if duty is not None)
    before = {duty.obligation.id for duty in case.assessment.outstanding}
    return MarkedDuties(
        case=case,
        assessment=assessment,
        duties=after,
        now_owed=tuple(
            duty for duty in assessment.outstanding if duty.obligation.id not in before and duty not in after
        ),
    )


def _refuse_unmarkable(case: OpenCase, duty: Duty, how: Marking) -> None:
    o, called = duty.obligation, wording.duty_name(duty)
    why = own_line(phrase("Why:"), on_journal("explain", case.file.case.id, o.id))
    if duty.status == "not-triggered":
        raise DvcheckError(
            phrase("{obligation} does not arise in this case", obligation=called), hint=why, code=Exit.USAGE
        )
    if o.kind == "standing":
        raise DvcheckError(
            phrase("{obligation} is in force: there is nothing to tick off", obligation=called),
            hint=why,
            code=Exit.USAGE,
        )
    if duty.ends_with_timer:
        raise DvcheckError(
            phrase("{obligation} is done when its clock is ended", obligation=called),
            hint=own_line(phrase("End it:"), walk(case.file.case.checklists[-1], case.file.case.id)),
            code=Exit.USAGE,
        )
    if how.reopen and duty.mark is None:
        amend = own_line(
            phrase("An answer says it is done. To change the answer:"), on_journal("amend", case.file.case.id)
        )
        hint = amend if duty.status == "done" else phrase("It is open.")
        raise DvcheckError(
            phrase("{obligation} has no mark to take back", obligation=called), hint=hint, code=Exit.USAGE
        )
    if how.reason is not None and o.not_feasible is None:
        raise DvcheckError(
            phrase(
                '{document} does not allow for "not feasible" at {obligation} ({sections})',
                document=case.pack.policy.terms.the_document,
                obligation=called,
                sections=sections_of(o.cites),
            ),
            hint=phrase("It stays open until it is done."),
            code=Exit.USAGE,
        )


def note(workspace: Workspace, name: str, text: str) -> Case:
    """Add a free note to a case."""
    said = clean_entry(text, Later("a note has 1 to {most:,} characters"))
    with open_case(workspace, name) as case:
        case.file.note(said)
        return case.file.case
