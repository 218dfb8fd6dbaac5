"""The open cases that a command offers, each with where it stands: those that go on first."""

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
"""How many open cases are offered."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """An open case that is offered."""

    case: Case
    at: datetime
    """When it was worked on last (aware)."""
    zone: str
    """The agency's."""
    clocks: tuple[str, ...] = ()
    """Its timers that run, in words."""
    stopped: StoppedAt | None = None
    """None where its pack cannot be read any more."""

    def goes_on(self, checklist: str = "") -> bool:
        """Whether this is a walk, of a checklist where one is named, that was stopped before its end."""
        stopped = self.stopped
        of_it = not checklist or checklist in self.case.checklists
        return of_it and self.case.closed is None and stopped is not None and not stopped.finished


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """The open cases that are offered: those whose clock runs, then those that go on, then the others.

    Of each kind the one that was worked on last is first.
    """

    first: tuple[Offer, ...] = ()
    """Those that somebody who says nothing else goes on with: before a new case."""
    others: tuple[Offer, ...] = ()
    older: int = 0
    """How many more there are."""
    problems: tuple[DvcheckError, ...] = ()

    @property
    def all(self) -> tuple[Offer, ...]:
        return (*self.first, *self.others)


def offers_to_resume(workspace: Workspace, journal: ReadableStore, checklist: str) -> Offers:
    """The open cases one of which can be gone on with. Those that cannot have the checklist are left out."""
    return _gathered(workspace, journal, "open", checklist)


def offers_of_cases(workspace: Workspace, journal: ReadableStore, state: Literal["open", "closed"]) -> Offers:
    """The cases that a command which needs one offers: those that are open, or those that are closed."""
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
            pass  # that is said where it is chosen
        yield Offer(
            case=case,
            at=last_worked_on(case),
            zone=pack.policy.zone,
            clocks=_clocks(case, pack, sound, at),
            stopped=stopped,
        )


def _clocks(case: Case, pack: Pack, sound: Pack, at: datetime) -> tuple[str, ...]:
    """The timers of a case that run, by the names its own pack has for them."""
    if not any(timer.runs for timer in case.timers.values()):
        return ()
    from zoneinfo import ZoneInfo

    return running(case, pack, at, ZoneInfo(sound.policy.zone))


def _cannot_have(workspace: Workspace, case: Case, journal: ReadableStore, checklist: str) -> bool:
    """Whether the pack of a case lacks a checklist, and the pack in use is none it would get that from."""
    in_use = workspace.sound(journal).pack
    has_it = any(c.id == checklist for c in in_use.checklists)
    if case.pack_digest == in_use.digest:
        return not has_it
    try:
        pack = workspace.pack_of(case, journal)
    except DvcheckError:
        return False  # that is said where it is chosen
    if any(c.id == checklist for c in pack.checklists):
        return False
    return not has_it or pack.policy.id != in_use.policy.id
