"""Push the journal to the precinct. Each push asks what is there, and sends only what is missing.

Entries stay on the laptop. A push reads a page of the journal, closes the journal, and then sends the page:
it holds no lock on the journal while it waits for the network.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from dvcheck.actions.push_content import EntrySealer
from dvcheck.actions.push_lines import Line, PushLines
from dvcheck.actions.push_pages import BATCH, PushPages
from dvcheck.actions.push_plan import PushPlan, find_plan
from dvcheck.actions.push_witness import PushWitness
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase, plural
from dvcheck.record.errors import JournalDamaged
from dvcheck.record.events import NOT_CASES
from dvcheck.record.head import Head
from dvcheck.record.precinct import PrecinctSettings
from dvcheck.record.store import InspectableStore

if TYPE_CHECKING:
    from dvcheck.record.postgres.remote import Remote, SealedEntry


class PushMode(Enum):
    """The extent of a push."""

    SEND = "send"
    """Send what is missing."""
    DRY_RUN = "dry run"
    """Read what is missing as if to send it, and send nothing."""
    STATUS = "status"
    """Ask the precinct what it has, and no more."""


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a push."""

    sent: int = 0
    there: int = 0
    """The entries that were there already."""
    withheld: int = 0
    """Of those sent or ready, how many go without their content. Purged ones are not counted."""
    not_text: int = 0
    """Of those withheld, how many have characters that the precinct cannot store."""
    lines: int = 0
    unlisted: int = 0
    """The cases that could not be put on the board as they are now. Their entries were sent."""
    ready: int = 0
    """The entries that a dry run read, and a push would send."""
    waiting: int = 0
    """The entries that are not there yet."""
    lost: int = 0
    """The entries that the precinct had acknowledged, and no longer has. A push sends them again."""
    elsewhere: bool = False
    """Whether they were acknowledged under another dsn: this may be another precinct."""
    pushed_at: datetime | None = None
    """The last push before this one, by the clock of the precinct; None if there was none."""
    parted: int = 0
    """The first entry of a new fork; 0 if this push makes none."""
    rewound: int = 0
    """The entries there that this journal lacks, because it is an older copy."""
    damaged: str = ""
    """Why the push ended before the end of the journal; empty if it did not."""


def settings_of(workspace: Workspace) -> PrecinctSettings:
    """Return the settings of the precinct. DvcheckError with Exit.USAGE if there are none."""
    found = workspace.config.precinct
    if found is None:
        raise DvcheckError(
            phrase("no precinct is set in config.toml"),
            hint=phrase('Write a table [precinct] with dsn = "host=…". docs/precinct-push.md shows one.'),
            code=Exit.USAGE,
        )
    return found


def push(
    workspace: Workspace,
    at: datetime,
    *,
    mode: PushMode = PushMode.SEND,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> Pushed:
    """Send what the precinct lacks. `step` receives the number of entries sent so far, and of those to send.

    DvcheckError with Exit.PRECINCT if the precinct was not reached or refused: what was sent stays there.
    """
    from dvcheck.record.postgres.connect import NotReached, open_connection, parameters
    from dvcheck.record.postgres.remote import Remote

    settings = settings_of(workspace)
    parameters(settings)  # what is wrong with them is an error before anything is recorded, too
    journal = workspace.journal()
    if journal is None:
        return Pushed()
    with journal:
        if not journal.head().seq:
            return Pushed()
        _require_sealed(journal)
        witness = PushWitness(home=workspace.home, dsn=settings.dsn)
        try:
            with open_connection(settings) as connection:
                one = _Push(workspace, journal, Remote(connection), settings, witness, at, step)
                return one.run(mode)
        except NotReached as error:
            raise NotReached(
                plural(
                    "{why}. {n:,} entry waits on this computer.",
                    "{why}. {n:,} entries wait on this computer.",
                    n=witness.waiting(journal),
                    why=error.message,
                ),
                hint=phrase("Nothing is lost. The next push sends what waits."),
            ) from None


class _Push:
    """One push."""

    def __init__(
        self,
        workspace: Workspace,
        journal: InspectableStore,
        remote: "Remote",
        settings: PrecinctSettings,
        witness: PushWitness,
        at: datetime,
        step: Callable[[int, int], None],
    ) -> None:
        self._workspace = workspace
        self._journal = journal
        self._remote = remote
        self._witness = witness
        self._acknowledged = witness.acknowledged(journal)
        self._at = at
        self._step = step
        self._sealer = EntrySealer(workspace, journal, settings.push)
        self._pages = PushPages(journal)

    def run(self, mode: PushMode) -> Pushed:
        plan = find_plan(self._journal, self._remote)
        waiting = 0 if plan.rewound else max(0, self._journal.head().seq - plan.known.seq)
        result = Pushed(
            there=plan.known.seq,
            waiting=waiting,
            lost=max(0, self._acknowledged.seq - plan.known.seq),
            elsewhere=self._acknowledged.elsewhere,
            pushed_at=plan.pushed_at,
            parted=plan.parent[1] + 1 if plan.parent is not None else 0,
            rewound=plan.rewound,
        )
        if mode is PushMode.STATUS or plan.rewound:
            return result
        if mode is PushMode.DRY_RUN:
            ready = self._rehearse(plan, waiting)
            return msgspec.structs.replace(
                result,
                ready=ready,
                withheld=self._sealer.withheld,
                not_text=self._sealer.not_text,
                damaged=self._pages.fault,
            )
        lines = PushLines(self._workspace, self._journal, self._remote, plan)
        known, listed = self._send_entries(plan, waiting, lines)
        sent = known.seq - plan.known.seq
        if plan.is_there or sent:
            listed += self._send_stale(plan, known, lines)
        return msgspec.structs.replace(
            result,
            sent=sent,
            withheld=self._sealer.withheld,
            not_text=self._sealer.not_text,
            lines=listed - len(lines.failed),
            unlisted=len(lines.failed),
            waiting=max(0, self._journal.head().seq - known.seq),
            damaged=self._pages.fault,
        )

    def _rehearse(self, plan: PushPlan, waiting: int) -> int:
        """Read the pages and make their entries ready, as a push does. Return how many there are."""
        known = plan.known
        while page := self._pages.after(known):
            for entry in page:
                self._sealer.seal(entry)
            known = Head(seq=page[-1].seq, hash=page[-1].hash)
            self._step(known.seq - plan.known.seq, waiting)
        return known.seq - plan.known.seq

    def _send_entries(self, plan: PushPlan, waiting: int, lines: PushLines) -> tuple[Head, int]:
        """Send the pages, each with the lines of the cases that it completes. Return the last entry there."""
        known, listed = plan.known, 0
        while page := self._pages.after(known):
            entries = [self._sealer.seal(entry) for entry in page]
            cases = {entry.case for entry in entries} - NOT_CASES
            of_page = lines.of(cases, page[-1].seq, self._at)
            known = self._send(plan, entries, of_page, lines)
            listed += len(of_page)
            self._keep(plan.journal, known)
            self._step(known.seq - plan.known.seq, waiting)
        return known, listed

    def _send(
        self, plan: PushPlan, entries: "Sequence[SealedEntry]", of_page: Sequence[Line], lines: PushLines
    ) -> Head:
        """Send entries with their lines. A refused line never holds up the entries."""
        from dvcheck.record.postgres.connect import Refused

        try:
            return self._remote.push(plan.journal, entries, of_page, parent=plan.parent)
        except Refused:
            if not of_page:
                raise
        known = self._remote.push(plan.journal, entries, parent=plan.parent)
        for line in of_page:
            try:
                self._remote.push(plan.journal, (), [line])
            except Refused:
                lines.failed.add(str(line["case_id"]))
        return known

    def _send_stale(self, plan: PushPlan, known: Head, lines: PushLines) -> int:
        """Send the lines that are behind, and the end of the shift. That also counts as a sign of life."""
        stale = lines.stale(known.seq, self._at)
        for first in range(0, len(stale), BATCH):
            self._send(plan, (), stale[first : first + BATCH], lines)
        self._remote.push(plan.journal, (), shift_ends=lines.shift_ends())
        self._keep(plan.journal, known)
        return len(stale)

    def _keep(self, journal: UUID, known: Head) -> None:
        """Keep the witness, unless it is of a later entry: a push cut off would hide what was lost."""
        if known.seq >= self._acknowledged.seq:
            self._witness.keep(journal, known)


def _require_sealed(journal: InspectableStore) -> None:
    """Raise DvcheckError if the journal begins with entries of schema 1: they have no seal to send."""
    try:
        first = next(iter(journal.since(0)), None)
    except JournalDamaged:
        return  # where that matters, it is said
    if first is not None and not first.seal and not first.salt:
        raise DvcheckError(
            phrase("this journal cannot be pushed: its first entries are of an early version, without seals"),
            hint=phrase("Export it, keep it, and begin a new one: docs/precinct-push.md says how."),
            code=Exit.JOURNAL,
        )
