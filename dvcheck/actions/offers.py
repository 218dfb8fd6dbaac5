"""The open cases that a command offers, each with its state. Those to go on with come first."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

import msgspec

from dvcheck.actions.stopped_at import StoppedAt, last_worked_on, stopped_at
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.record.cases import each_closed, each_open
from dvcheck.record.clock import now
from dvcheck.record.store import ReadableStore
from dvcheck.wording.recorded import running

_LISTED = 8
"""The number of open cases offered."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An open case to offer."""

    case: Case
    at: datetime
    """When it was worked on last (aware)."""
    zone: str
    """The agency's time zone."""
    clocks: tuple[str, ...] = ()
    """Its running timers, in words."""
    stopped: StoppedAt | None = None
    """None if its pack can no longer be read."""

    def goes_on(self, checklist: str = "") -> bool:
        """Check whether a walk of it is left: with `checklist`, one that has or needs that checklist."""
        stopped = self.stopped
        if stopped is None or stopped.finished or self.case.closed is not None:
            return False
        return not checklist or checklist in (*self.case.checklists, *stopped.to_walk)


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """The open cases to offer: those with a running clock, then unfinished walks, then the others.

    In each group, the one worked on last is first.
    """

    first: tuple[Offer, ...] = ()
    """The cases to go on with by default, rather than opening a new case."""
    others: tuple[Offer, ...] = ()
    older: int = 0
    """The number of cases not offered."""
    problems: tuple[DvcheckError, ...] = ()

    @property
    def all(self) -> tuple[Offer, ...]:
        return (*self.first, *self.others)


def offers_to_resume(workspace: Workspace, journal: ReadableStore, checklist: str) -> Offers:
    """Return the open cases that can be resumed. Those that cannot have the checklist are left out."""
    return _gathered(workspace, journal, "open", checklist)


def offers_of_cases(workspace: Workspace, journal: ReadableStore, state: Literal["open", "closed"]) -> Offers:
    """Return the cases to offer to a command that needs one: the open cases, or the closed ones."""
    return _gathered(workspace, journal, state, "")


def _gathered(
    workspace: Workspace, journal: ReadableStore, state: Literal["open", "closed"], checklist: str
) -> Offers:
    found: list[Case] = []
    problems: list[DvcheckError] = []
    left_out = 0
    for case in each_open(journal) if state == "open" else each_closed(journal):
        if isinstance(case, DvcheckError):
            problems.append(case)
        elif checklist and _cannot_have(workspace, case, journal, checklist):
            left_out += 1
        else:
            found.append(case)
        if len(found) == _LISTED:
            break
    older = journal.cases.count(state) - len(found) - left_out if len(found) == _LISTED else 0
    offers = sorted(_each(workspace, journal, found), key=lambda offer: offer.at, reverse=True)
    clocks = [offer for offer in offers if offer.clocks]
    going_on = [offer for offer in offers if not offer.clocks and offer.goes_on(checklist)]
    first = (*clocks, *going_on)
    return Offers(
        first=first,
        others=tuple(offer for offer in offers if offer not in first),
        older=max(0, older),
        problems=tuple(problems),
    )


def _each(workspace: Workspace, journal: ReadableStore, cases: Iterable[Case]) -> Iterator[Offer]:
    at, sound = now(), workspace.sound(journal).pack
    for case in cases:
        pack, stopped = sound, None
        try:
            pack = workspace.pack_of(case, journal)
            stopped = stopped_at(case, workspace.assess(case, pack, at), sensitive=workspace.sensitive)
        except DvcheckError:
            pass  # the error is shown when it is chosen
        yield Offer(
            case=case,
            at=last_worked_on(case),
            zone=pack.policy.zone,
            clocks=_clocks(case, pack, sound, at),
            stopped=stopped,
        )


def _clocks(case: Case, pack: Pack, sound: Pack, at: datetime) -> tuple[str, ...]:
    """Return the running timers of a case, by their names in its own pack."""
    if not any(timer.runs for timer in case.timers.values()):
        return ()
    from zoneinfo import ZoneInfo

    return running(case, pack, at, ZoneInfo(sound.policy.zone))


def _cannot_have(workspace: Workspace, case: Case, journal: ReadableStore, checklist: str) -> bool:
    """Check whether a case cannot have a checklist: its pack lacks it, and repacking would not add it."""
    in_use = workspace.sound(journal).pack
    has_it = any(c.id == checklist for c in in_use.checklists)
    if case.pack_digest == in_use.digest:
        return not has_it
    try:
        pack = workspace.pack_of(case, journal)
    except DvcheckError:
        return False  # the error is shown when it is chosen
    if any(c.id == checklist for c in pack.checklists):
        return False
    return not has_it or pack.policy.id != in_use.policy.id
