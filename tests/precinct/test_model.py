"""Three laptops and a precinct: whatever happens to them in any order, nothing acknowledged is lost.

The model is small: the entries that the precinct acknowledged. If the server is put back to a backup, those
that are not in it are no longer among them.
"""

import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dvcheck.actions import backup
from dvcheck.actions.pushing import Pushed, PushMode
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case import fold
from dvcheck.record.chain import Stored
from dvcheck.record.events import NOT_CASES, Answered, CaseClosed, CasePurged, Entry, Marked, Noted
from dvcheck.record.postgres.board import Viewer, between_laptops, lines
from dvcheck.record.postgres.remote import Remote
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.drawn import ALL
from tests.moving_cases import handed_over, taken_over
from tests.precinct.force import BEGAN, Force
from tests.precinct.laptop import Laptop

OFFICERS = ("o1North1", "o1North1", "o1East1")
"""Whose the laptops are: the first officer has two, and copies the journal from one to the other."""
LAPTOPS = st.integers(0, len(OFFICERS) - 1)
ENTRIES: st.SearchStrategy[Entry] = st.sampled_from(
    [
        Noted("Ask for Mrs. Doe."),
        Answered("injured", "one"),
        Answered("children", ("Ann", "Bob")),
        Marked("photograph-injuries", "done"),
        Marked("photograph-injuries", "carried-over", "at the hospital"),
    ]
)
LEVELS = st.sampled_from(["seals", "no-sensitive", "whole"])
AUDITOR = Viewer(login="a1North1", agency=1, precinct="North", role="auditor")
TABLES = ("journal", "event", "case_now", "pack")
Key = tuple[str, int, bytes]
"""An entry: its officer's login, its number and its hash."""


class PowerCut(Exception):
    """The laptop is off."""


class Precinct(RuleBasedStateMachine):
    force: Force
    owner: psycopg.Connection
    prepared: Path
    """A home folder that has the compiled pack."""

    def __init__(self) -> None:
        super().__init__()
        tables = ", ".join(f"precinct.{name}" for name in TABLES)
        self.run(f"TRUNCATE {tables}; DROP SCHEMA IF EXISTS saved CASCADE; CREATE SCHEMA saved")
        self.folder = Path(tempfile.mkdtemp())
        self.laptops = []
        for number, login in enumerate(OFFICERS):
            home = self.folder / str(number)
            shutil.copytree(self.prepared, home)
            self.laptops.append(Laptop(home, self.force, login))
        self.files = count()
        self.copies: list[list[Path]] = [[] for _ in OFFICERS]
        self.backups: list[int] = []
        """The backups of the precinct, by number."""
        self.acknowledged: set[Key] = set()
        self.newest: dict[tuple[Any, str], int] = {}
        """The last entry of each line of the board."""

    @initialize()
    def a_shift_has_begun(self) -> None:
        for laptop in range(len(OFFICERS)):
            self.opens(laptop)
            self.copies_the_journal(laptop)
            self.pushes(laptop, 0, [Noted("first")], "whole")
        self.backs_up_the_precinct()

    def teardown(self) -> None:
        for laptop, login in zip(self.laptops, OFFICERS, strict=True):
            rewound = laptop.push().rewound
            there = {(seq, hash) for owner, seq, hash in self.there() if owner == login}
            assert {(e.seq, e.hash) for e in self.entries(laptop)} <= there
            assert laptop.push().sent == 0
            if not rewound:
                self.every_case_is_on_the_board(laptop, login)
        self.chains_are_intact()
        shutil.rmtree(self.folder)

    # --- what the officers do -------------------------------------------------------------------------------

    @rule(laptop=LAPTOPS)
    def opens(self, laptop: int) -> None:
        self.laptops[laptop].open("26-118")

    @rule(laptop=LAPTOPS, which=st.integers(0, 9), entries=st.lists(ENTRIES, min_size=1, max_size=4))
    def records(self, laptop: int, which: int, entries: list[Entry]) -> None:
        for case in self.one_of(laptop, which, "open"):
            self.laptops[laptop].record(case, *entries)

    @rule(laptop=LAPTOPS, which=st.integers(0, 9))
    def closes(self, laptop: int, which: int) -> None:
        for case in self.one_of(laptop, which, "open"):
            self.laptops[laptop].record(case, CaseClosed())

    @rule(laptop=LAPTOPS, which=st.integers(0, 9))
    def purges(self, laptop: int, which: int) -> None:
        for case in self.one_of(laptop, which, "closed"):
            with self.laptops[laptop].workspace.recorded() as journal:
                head = journal.events(case)[-1].hash
                assert journal.purge_all({case: head}, self.laptops[laptop].clock().now()) == [case]

    @rule(sender=LAPTOPS, receiver=LAPTOPS, which=st.integers(0, 9))
    def hands_over(self, sender: int, receiver: int, which: int) -> None:
        if sender == receiver or OFFICERS[sender] == OFFICERS[receiver]:
            return
        for case in self.one_of(sender, which, "open"):
            file = handed_over(self.laptops[sender].workspace, case, self.a_file(), "end of shift")
            try:
                taken_over(self.laptops[receiver].workspace, file)
            except DvcheckError as refused:
                # An older copy of the sender hands over what the receiver has already.
                if refused.code is not Exit.USAGE:
                    raise

    # --- what happens to files ------------------------------------------------------------------------------

    @rule(laptop=LAPTOPS)
    def copies_the_journal(self, laptop: int) -> None:
        self.copies[laptop].append(shutil.copy(self.journal(laptop), self.a_file()))

    @rule(laptop=LAPTOPS, which=st.integers(0, 9), whole_folder=st.booleans())
    def puts_a_copy_back(self, laptop: int, which: int, whole_folder: bool) -> None:
        shutil.copy(self.copies[laptop][which % len(self.copies[laptop])], self.journal(laptop))
        if whole_folder:
            (self.laptops[laptop].home / "journal.head").unlink(missing_ok=True)

    @rule(laptop=LAPTOPS, which=st.integers(0, 9))
    def restores_a_backup(self, laptop: int, which: int) -> None:
        file = self.copies[laptop][which % len(self.copies[laptop])]
        backup.restore(self.laptops[laptop].workspace, file, lose=True)

    @rule(back=st.booleans())
    def goes_on_with_the_other_laptop(self, back: bool) -> None:
        """Copy the journal to the officer's other laptop: if both go on, it forks."""
        one, other = (1, 0) if back else (0, 1)
        shutil.copy(self.journal(one), self.journal(other))
        (self.laptops[other].home / "journal.head").unlink(missing_ok=True)

    # --- pushes ---------------------------------------------------------------------------------------------

    @rule(laptop=LAPTOPS, which=st.integers(0, 9), entries=st.lists(ENTRIES, max_size=3), level=LEVELS)
    def pushes(self, laptop: int, which: int, entries: list[Entry], level: str) -> None:
        for case in self.one_of(laptop, which, "open"):
            self.laptops[laptop].record(case, *entries)
        found = self.push(laptop, level)
        assert found is not None
        assert not found.damaged
        if not found.rewound:
            assert found.waiting == 0
            self.every_case_is_on_the_board(self.laptops[laptop], OFFICERS[laptop])

    @rule(laptop=LAPTOPS)
    def looks(self, laptop: int) -> None:
        before = self.there()
        self.laptops[laptop].push(PushMode.STATUS)
        assert self.there() == before

    @rule(laptop=LAPTOPS, statement=st.integers(1, 14), is_done=st.booleans())
    def loses_power_in_a_push(self, laptop: int, statement: int, is_done: bool) -> None:
        """Lose the power before or after a statement is run at the server."""
        left = count(statement, -1)
        real = psycopg.Connection.execute

        def execute(*values: Any, **named: Any) -> Any:
            last = next(left) == 1
            if last and not is_done:
                raise PowerCut
            found = real(*values, **named)
            if last:
                raise PowerCut
            return found

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(psycopg.Connection, "execute", execute)
            self.push(laptop, "no-sensitive")

    @rule()
    def backs_up_the_precinct(self) -> None:
        number = next(self.files)
        self.run("; ".join(f"CREATE TABLE saved.{t}{number} AS TABLE precinct.{t}" for t in TABLES))
        self.backups.append(number)

    @rule(which=st.integers(0, 9))
    def the_precinct_is_put_back(self, which: int) -> None:
        number = self.backups[which % len(self.backups)]
        back = (f"DELETE FROM precinct.{t}; INSERT INTO precinct.{t} TABLE saved.{t}{number}" for t in TABLES)
        self.run("; ".join(back))
        self.acknowledged &= self.there()
        self.newest = {}

    # --- what always holds ----------------------------------------------------------------------------------

    @invariant()
    def nothing_acknowledged_is_missing(self) -> None:
        assert self.acknowledged <= self.there()

    @invariant()
    def chains_are_intact(self) -> None:
        bad = "SELECT journal_id, precinct.first_bad(agency_id, journal_id) FROM precinct.journal"
        assert [row for row in self.ask(bad) if row[1] is not None] == []

    @invariant()
    def what_is_owed_is_on_the_board(self) -> None:
        """Each officer's open case is, whatever lines others pushed; so is a case that no laptop has."""
        by_opening: dict[str, list[Any]] = {}
        for row in self.ask(
            "SELECT encode(opening, 'hex'), officer, state, last_at, open_required + unasked > 0"
            " FROM precinct.case_now ORDER BY last_at"
        ):
            by_opening.setdefault(row[0], []).append(row[1:])
        shown = {(one.line.opening, one.officer) for one in lines(self.owner, AUDITOR, 10_000)}
        between = {one.line.opening for one in between_laptops(self.owner, AUDITOR, BEGAN, 10_000)}
        for opening, found in by_opening.items():
            here = [one for one in found if one[1] != "handed-over"]
            assert (opening in between) is (not here), found
            for officer in {one[0] for one in here}:
                own = [one for one in here if one[0] == officer]
                newest = [one for one in own if one[2] == own[-1][2]]
                owes = any(state == "open" and owes for _, state, _, owes in newest)
                assert ((opening, officer) in shown) is owes, found

    @invariant()
    def no_older_line_is_over_a_newer(self) -> None:
        now = {
            (journal, case): seq
            for journal, case, seq in self.ask("SELECT journal_id, case_id, seq FROM precinct.case_now")
        }
        assert all(now.get(line, 0) >= seq for line, seq in self.newest.items())
        self.newest = now

    # --- helpers --------------------------------------------------------------------------------------------

    def every_case_is_on_the_board(self, laptop: Laptop, login: str) -> None:
        """Check that the line of each case of a journal is of its last entry, in its state."""
        lines = self.ask(
            "SELECT case_id, encode(hash, 'hex'), state FROM precinct.case_now WHERE login = %s", login
        )
        there = {hash: (case, state) for case, hash, state in lines}
        own = (
            "SELECT hash FROM precinct.event WHERE login = %s AND journal_id ="
            " (SELECT journal_id FROM precinct.event WHERE login = %s AND hash = %s)"
        )
        entries = self.entries(laptop)
        keys = {bytes(hash) for (hash,) in self.ask(own, login, login, entries[-1].hash)}
        last = {e.case.decode(): e for e in entries}
        with laptop.workspace.recorded() as journal:
            for case in last.keys() - NOT_CASES:
                entry = last[case]
                if entry.hash not in keys:
                    continue  # the journal parted from another one after it
                if entry.kind == CasePurged.kind.encode():
                    assert there.get(entry.hash.hex(), (case, "closed")) == (case, "closed")
                    continue
                found = fold(journal.events(case))
                state = "handed-over" if found.is_handed_over else "closed" if found.closed else "open"
                assert there.get(entry.hash.hex()) == (case, state)

    def push(self, laptop: int, level: str) -> Pushed | None:
        """Push, and note what is acknowledged; return None if the power is lost."""
        real: Callable[..., Any] = Remote.push
        mine = {e.seq: e.hash for e in self.entries(self.laptops[laptop])}

        def push(*values: Any, **named: Any) -> Any:
            head = real(*values, **named)
            assert mine[head.seq] == head.hash
            self.acknowledged |= {(OFFICERS[laptop], seq, mine[seq]) for seq in range(1, head.seq + 1)}
            return head

        self.laptops[laptop].level(level)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(Remote, "push", push)
            try:
                return self.laptops[laptop].push()
            except PowerCut:
                return None

    def one_of(self, laptop: int, which: int, state: Any) -> list[str]:
        with self.laptops[laptop].workspace.recorded() as journal:
            found = [row.id for row in journal.cases.of_state(state, 2**62)]
        return [found[which % len(found)]] if found else []

    def entries(self, laptop: Laptop) -> list[Stored]:
        with Journal.open(laptop.home) as journal:
            return list(journal.since(0))

    def there(self) -> set[Key]:
        rows = self.ask("SELECT login, seq, hash FROM precinct.event")
        return {(login, seq, bytes(hash)) for login, seq, hash in rows}

    def journal(self, laptop: int) -> Path:
        return self.laptops[laptop].home / FILE_NAME

    def a_file(self) -> Path:
        return self.folder / f"file{next(self.files)}"

    def run(self, statements: str) -> None:
        self.owner.execute(statements)  # type: ignore[arg-type]

    def ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self.owner.execute(query, values or None).fetchall()  # type: ignore[arg-type]


def test_nothing_acknowledged_is_lost_in_any_order(force: Force, tmp_path: Path) -> None:
    prepared = Laptop(tmp_path / "prepared", force)
    prepared.workspace.pack()
    owner = force.as_()
    machine = type("Drawn", (Precinct,), {"force": force, "owner": owner, "prepared": prepared.home})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=30 if ALL else 10,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
