"""Moves an open case to the checklists in use, after the officer has seen the changes."""

import msgspec

from dvcheck import __version__
from dvcheck.actions.open_case import OpenCase
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import own_line, walk
from dvcheck.language import phrase
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.record.clock import now
from dvcheck.record.events import CaseRepacked
from dvcheck.rules.assess import Assessment
from dvcheck.rules.repack import Comparison, Leftover, compare, leftover
from dvcheck.text import clean


class ProposedRepack(msgspec.Struct, frozen=True, kw_only=True):
    """The changes that a case would undergo with the pack in use. None of them is recorded yet."""

    case: Case
    old: Pack
    new: Pack
    after: Assessment
    comparison: Comparison
    leftover: tuple[Leftover, ...]
    """The answers that count now and have no place in the new pack."""

    @property
    def is_new(self) -> bool:
        """Whether the pack in use differs from the pack of the case."""
        return self.new.digest != self.old.digest


def move(workspace: Workspace, opened: OpenCase) -> ProposedRepack:
    """Propose the move. DvcheckError with Exit.USAGE if the case cannot go on with the new pack."""
    case, old, new = opened.file.case, opened.pack, workspace.pack()
    _refuse_unworkable(case, new)
    if old.shown_in != new.shown_in:  # otherwise every text would differ
        old, new = _in_its_own_words(workspace, old), _in_its_own_words(workspace, new)
    after = workspace.assess(case, new, now())
    comparison = compare(workspace.assess(case, old, now()), after)
    lost = leftover(after, [new, old], case.entry_names)
    return ProposedRepack(
        case=case,
        old=old,
        new=new,
        after=after,
        comparison=comparison,
        leftover=tuple(u for u in lost if u.question in comparison.unplaced),
    )


def _in_its_own_words(workspace: Workspace, pack: Pack) -> Pack:
    """Return a pack in its own language, or unchanged if it was never compiled in that."""
    return library.read_compiled(pack.digest, workspace.home) or pack


def _refuse_unworkable(case: Case, new: Pack) -> None:
    known = {c.id for c in new.checklists}
    missing = [name for name in case.checklists if name not in known]
    if missing:
        raise DvcheckError(
            phrase(
                "the checklists in use have no {missing}, which {case} was walked by",
                missing=clean(missing[0]),
                case=case.id,
            ),
            hint=phrase("The case keeps its own checklists."),
            code=Exit.USAGE,
        )
    clocks = {q.id for q in new.questions() if q.limit is not None}
    running = [name for name, timer in case.timers.items() if timer.runs and name not in clocks]
    if running:
        raise DvcheckError(
            phrase(
                "a clock of {case} runs that the checklists in use do not have: {running}",
                case=case.id,
                running=clean(running[0]),
            ),
            hint=own_line(phrase("End it first:"), walk(case.checklists[-1], case.id)),
            code=Exit.USAGE,
        )


def record(workspace: Workspace, case: OpenCase, found: ProposedRepack) -> None:
    """Record the move, unless something was recorded in the case after the changes were shown."""
    entry = CaseRepacked(
        pack=found.new.digest, was=found.old.digest, zone=found.new.policy.zone, dvcheck=__version__
    )
    content = (found.new.digest, workspace.source.archive())
    case.file.repack(entry, content, seen=found.case.head)
