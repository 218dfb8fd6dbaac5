"""Push the journal to the precinct: what is there is asked at each push, and only what is missing is sent.

Entries stay on the laptop. A page of the journal is read, closed, and then sent: no lock is held on the
journal while the network is waited for.
"""

import json
import os
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from dvcheck.actions.outstanding import AssessedCase, assess_case, unasked
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.model import Question
from dvcheck.record.board_line import as_json
from dvcheck.record.case import fold
from dvcheck.record.cases import open_ids
from dvcheck.record.chain import Stored, seal_of
from dvcheck.record.errors import JournalError
from dvcheck.record.events import (
    NOT_CASES,
    SHIFT,
    CaseOpened,
    CasePurged,
    CaseRepacked,
    Event,
    ShiftEnded,
    ShiftExtended,
    ShiftStarted,
    of_shift,
)
from dvcheck.record.head import Head
from dvcheck.record.precinct import PrecinctSettings
from dvcheck.record.store import ReadableStore
from dvcheck.record.withheld import is_withheld
from dvcheck.report.board import board_line
from dvcheck.rules.outline import base_of

if TYPE_CHECKING:
    from dvcheck.record.postgres.remote import Remote, RemoteJournal, SealedEntry

BATCH = 500
"""The entries of one transaction."""
WITNESS = "precinct.head"
"""The file that names the last entry which the precinct acknowledged."""


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a push."""

    sent: int = 0
    there: int = 0
    """The entries that were there already."""
    withheld: int = 0
    """Of those sent, how many went without their content. Purged ones are not counted."""
    lines: int = 0
    waiting: int = 0
    """The entries that are not there yet."""
    lost: int = 0
    """The entries that the precinct had acknowledged, and had no longer. They were sent again."""
    parted: int = 0
    """The entry from which the journal goes on under a name of its own there; 0 if it does not."""
    rewound: int = 0
    """The entries there that this journal does not have: it is an older copy."""
    damaged: str = ""
    """Why entries after those sent could not be read; empty if all could."""


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Where the entries go: the journal there, the last entry that both have, and what it parts from."""

    journal: UUID
    known: Head
    parent: tuple[UUID, int] | None = None
    rewound: int = 0


def settings_of(workspace: Workspace) -> PrecinctSettings:
    """Return the settings of the precinct. DvcheckError with Exit.USAGE if there are none."""
    found = workspace.config.precinct
    if found is None:
        raise DvcheckError(
            phrase("no precinct is set in config.toml"),
            hint=phrase('Write a table [precinct] with dsn = "host=…". docs/precinct.md shows one.'),
            code=Exit.USAGE,
        )
    return found


def push(
    workspace: Workspace,
    at: datetime,
    *,
    only_look: bool = False,
    step: Callable[[int, int], None] = lambda done, of: None,
) -> Pushed:
    """Send what the precinct lacks. `step` is called with the entries sent so far, and how many there are.

    DvcheckError with Exit.PRECINCT if it was not reached or refused: what was sent before stays there.
    """
    from dvcheck.record.postgres.connect import connected
    from dvcheck.record.postgres.remote import Remote

    settings = settings_of(workspace)
    journal = workspace.journal()
    if journal is None:
        return Pushed()
    with journal:
        head = journal.head()
        if not head.seq:
            return Pushed()
        _require_sealed(journal)
        with connected(settings) as connection:
            remote = Remote(connection)
            return _Push(workspace, journal, remote, settings, at, step).run(only_look=only_look)


class _Push:
    """One push."""

    def __init__(
        self,
        workspace: Workspace,
        journal: ReadableStore,
        remote: "Remote",
        settings: PrecinctSettings,
        at: datetime,
        step: Callable[[int, int], None],
    ) -> None:
        self._workspace = workspace
        self._journal = journal
        self._remote = remote
        self._settings = settings
        self._at = at
        self._step = step
        self._packs: dict[str, tuple[str, ...]] = {}
        """The digests of the packs of each case."""
        self._questions: dict[str, Mapping[str, Question]] = {}
        """The questions of each pack."""
        self._withheld = 0
        self._damaged = ""

    def run(self, *, only_look: bool) -> Pushed:
        last = self._journal.head()
        plan = self._plan(last)
        waiting = max(0, last.seq - plan.known.seq)
        lost = self._lost(plan)
        result = Pushed(
            there=plan.known.seq,
            waiting=waiting,
            lost=lost,
            parted=plan.parent[1] + 1 if plan.parent is not None else 0,
            rewound=plan.rewound,
        )
        if only_look or plan.rewound:
            return result
        known, sent, changed = plan.known, 0, set[str]()
        while batch := self._page(known.seq):
            entries = [self._sealed(entry) for entry in batch]
            known = self._remote.push(plan.journal, entries, parent=plan.parent)
            sent += len(entries)
            changed |= {entry.case for entry in entries} - NOT_CASES
            self._keep(plan.journal, known)
            self._step(sent, waiting)
        lines = self._lines(plan.journal, changed, known.seq) if known.seq else []
        self._remote.push(plan.journal, (), lines, shift_ends=self._shift_ends())
        self._keep(plan.journal, known)
        return msgspec.structs.replace(
            result,
            sent=sent,
            withheld=self._withheld,
            lines=len(lines),
            waiting=max(0, self._journal.head().seq - known.seq),
            damaged=self._damaged,
        )

    # --- where the entries go -----------------------------------------------------------------------------

    def _plan(self, last: Head) -> _Plan:
        """Follow this journal through those that parted from it, and find the last entry that both have."""
        there = self._remote.journals()
        first = self._hash(1)
        assert first is not None
        name = UUID(bytes=first[:16])
        found = there.get(name)
        if found is None:
            return _Plan(journal=name, known=Head(seq=0, hash=bytes(32)))
        while self._hash(found.head.seq) != found.head.hash:
            child = self._child(found, there)
            if child is not None:
                found = child
                continue
            common = self._common(found, last)
            if common.seq == last.seq:
                return _Plan(journal=found.id, known=common, rewound=found.head.seq - last.seq)
            following = self._hash(common.seq + 1)
            assert following is not None
            return _Plan(journal=UUID(bytes=following[:16]), known=common, parent=(found.id, common.seq))
        return _Plan(journal=found.id, known=found.head)

    def _child(self, found: "RemoteJournal", there: "Mapping[UUID, RemoteJournal]") -> "RemoteJournal | None":
        """Return the journal there that parted from `found` with an entry of this journal."""
        for one in there.values():
            if one.parent == found.id:
                following = self._hash(one.parent_seq + 1)
                if following is not None and following[:16] == one.id.bytes:
                    return one
        return None

    def _common(self, found: "RemoteJournal", last: Head) -> Head:
        """Return the last entry that is the same here and there. All entries before it are the same too."""
        low, high = found.parent_seq, min(found.head.seq, last.seq)
        while low < high:
            middle = (low + high + 1) // 2
            if self._hash(middle) == self._remote.hash_at(found.id, middle):
                low = middle
            else:
                high = middle - 1
        return Head(seq=low, hash=self._hash(low) or bytes(32))

    def _hash(self, seq: int) -> bytes | None:
        """Return the hash of an entry of this journal; None if it does not have it."""
        if seq < 1:
            return bytes(32)
        with closing(_read(self._journal, seq - 1)) as entries:
            entry = next(entries, None)
        return entry.hash if entry is not None and entry.seq == seq else None

    # --- what is sent -------------------------------------------------------------------------------------

    def _page(self, after: int) -> list[Stored]:
        """Read the next entries. A damaged place ends them."""
        page: list[Stored] = []
        try:
            with closing(_read(self._journal, after)) as entries:
                for entry in islice(entries, BATCH):
                    page.append(entry)
        except JournalError as error:
            self._damaged = error.message
        return page

    def _sealed(self, entry: Stored) -> "SealedEntry":
        from dvcheck.record.postgres.remote import SealedEntry

        seal = entry.seal or seal_of(entry.salt, entry.body)
        purged = not entry.body
        withheld = not purged and is_withheld(entry, self._settings.push, self._questions_of(entry))
        self._withheld += withheld
        goes = not (purged or withheld)
        return SealedEntry(
            seq=entry.seq,
            case=entry.case.decode(),
            at=entry.at.decode(),
            kind=entry.kind.decode(),
            hash=entry.hash,
            seal=seal,
            salt=entry.salt if goes else None,
            body=entry.body.decode() if goes else None,
        )

    def _questions_of(self, entry: Stored) -> Callable[[str], Question | None]:
        case = entry.case.decode()

        def question(name: str) -> Question | None:
            """Return the question; None if one pack of the case does not have it, or asks it as sensitive."""
            found: Question | None = None
            for digest in self._packs_of(case):
                found = self._of_pack(digest).get(base_of(name))
                if found is None or found.sensitive:
                    return found
            return found

        return question

    def _packs_of(self, case: str) -> tuple[str, ...]:
        """Return the digests of the packs that a case was worked under; empty if it cannot be read."""
        if case not in self._packs:
            named: list[object] = []
            with suppress(DvcheckError):
                kinds = (CaseOpened.kind, CaseRepacked.kind)
                named = [e.body.get("pack") for e in self._journal.events(case) if e.kind in kinds]
            self._packs[case] = tuple(digest for digest in named if isinstance(digest, str))
        return self._packs[case]

    def _of_pack(self, digest: str) -> Mapping[str, Question]:
        if digest not in self._questions:
            found: Mapping[str, Question] = {}
            with suppress(DvcheckError):
                pack = self._workspace.pack_with(digest, self._journal)
                found = {question.id: question for question in pack.questions()}
            self._questions[digest] = found
        return self._questions[digest]

    # --- the lines of the board -----------------------------------------------------------------------------

    def _lines(self, journal: UUID, changed: set[str], known: int) -> list[Mapping[str, object]]:
        """Return a line for each case that changed, or whose line there is not of its last entry."""
        there = self._remote.lines(journal)
        names = changed | {case for case, line in there.items() if line.state == "open"}
        names |= set(open_ids(self._journal))
        lines = []
        for case in sorted(names):
            events = self._events(case)
            if not events or events[-1].seq > known or events[-1].kind == CasePurged.kind:
                continue
            line = there.get(case)
            if case not in changed and line is not None and line.seq == events[-1].seq:
                continue
            found = self._assessed(events)
            if found is not None:
                self._send_pack(found)
                lines.append(self._line(found, events))
        return lines

    def _events(self, case: str) -> list[Event]:
        with suppress(DvcheckError):
            return self._journal.events(case)
        return []

    def _assessed(self, events: Sequence[Event]) -> AssessedCase | None:
        """Assess a case; None if it cannot be read: its entries are there all the same."""
        with suppress(DvcheckError):
            return assess_case(self._workspace, fold(events), self._journal, self._at)
        return None

    def _line(self, found: AssessedCase, events: Sequence[Event]) -> Mapping[str, object]:
        line = board_line(
            found.case,
            found.pack,
            found.assessment,
            seq=events[-1].seq,
            last_at=events[-1].at,
            opening=events[0].hash,
            unasked=unasked(self._workspace, found.assessment),
        )
        return as_json(line)

    def _send_pack(self, found: AssessedCase) -> None:
        digest = found.case.pack_digest
        if not self._remote.has_pack(digest):
            content = self._workspace.archive_of(found.case, self._journal)
            if content:
                self._remote.push_pack(digest, content)

    def _shift_ends(self) -> datetime | None:
        """Return the end of the shift that was recorded last; None if none is, or it was ended."""
        ends: datetime | None = None
        for event in self._events(SHIFT):
            with suppress(msgspec.ValidationError):
                match of_shift(event):
                    case ShiftStarted(ends=at) | ShiftExtended(ends=at):
                        ends = at
                    case ShiftEnded():
                        ends = event.at
        return ends

    # --- the witness ----------------------------------------------------------------------------------------

    @property
    def _witness(self) -> Path:
        return self._workspace.home / WITNESS

    def _lost(self, plan: _Plan) -> int:
        """Return how many acknowledged entries the precinct no longer has: an older copy is in its place."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._witness.read_text(encoding="utf-8"))
            seq, hash = int(kept["seq"]), bytes.fromhex(kept["hash"])
            if kept["dsn"] == self._settings.dsn and seq > plan.known.seq and self._hash(seq) == hash:
                return seq - plan.known.seq
        return 0

    def _keep(self, journal: UUID, known: Head) -> None:
        """Write down what the precinct acknowledged. Failure is ignored: it is a witness, never a mark."""
        text = json.dumps(
            {"dsn": self._settings.dsn, "journal": str(journal), "seq": known.seq, "hash": known.hash.hex()}
        )
        aside = self._witness.with_name(f".{WITNESS}.{os.getpid()}.new")
        with suppress(OSError):
            aside.write_text(text + "\n", encoding="utf-8")
            aside.replace(self._witness)


def _read(journal: ReadableStore, after: int) -> Generator[Stored, None, None]:
    yield from journal.since(after)


def _require_sealed(journal: ReadableStore) -> None:
    """Raise DvcheckError if the journal begins with entries of schema 1: they have no seal to send."""
    with closing(_read(journal, 0)) as entries:
        first = next(entries, None)
    if first is not None and not first.seal and not first.salt:
        raise DvcheckError(
            phrase(
                "this journal begins with entries of an early version, without seals: it cannot be pushed"
            ),
            hint=phrase("Export it, keep it, and begin a new one: docs/precinct.md says how."),
            code=Exit.JOURNAL,
        )
