"""Pushes that a network cuts in each message of PostgreSQL's protocol, and what they leave at the precinct."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dvcheck.actions.push_witness import FILE
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.events import Noted
from tests.precinct.force import Force
from tests.precinct.laptop import Laptop
from tests.precinct.network import Cut, Network, When

NOTES = 12
ENTRIES = NOTES + 2
BATCH = 5
"""The entries of one transaction in these pushes. Set `push_pages.BATCH` to it."""
_TERMINATE = b"X"
_ROWS = """SELECT (SELECT count(*) FROM precinct.event), (SELECT coalesce(max(seq), 0) FROM precinct.event),
  coalesce((SELECT sum(last_seq) FROM precinct.journal), 0),
  (SELECT count(*) FROM precinct.journal WHERE precinct.first_bad(agency_id, journal_id) IS NOT NULL),
  (SELECT count(*) FROM precinct.case_now c WHERE NOT EXISTS
    (SELECT FROM precinct.event e WHERE e.journal_id = c.journal_id AND e.seq = c.seq AND e.hash = c.hash))"""


class Left(NamedTuple):
    """What a push that was cut left."""

    there: int
    """The entries at the precinct."""
    lost: int
    """The entries that were acknowledged, and are not there."""
    is_half: bool
    """Whether a transaction is there in part."""
    is_broken: bool
    """Whether the chain there is not as the laptop has it."""
    is_said: bool
    """Whether the officer reads that the push did not reach the precinct, or else it is complete."""
    is_completed: bool
    """Whether the next push completes it."""

    @property
    def is_sound(self) -> bool:
        return self[1:] == (0, False, False, True, True)


class Cutter:
    """A laptop behind a network that is cut."""

    def __init__(self, force: Force, net: Network, home: Path) -> None:
        self._force, self._net = force, net
        self.laptop = Laptop(home, Force(net.dsn))
        case = self.laptop.open("26-118")
        self.laptop.record(case, *(Noted(f"note {n}") for n in range(NOTES)))
        self._types: dict[bool, list[bytes]] = {}

    def places(self) -> list[Cut]:
        """Return each place where a push can be cut: before, within and after each message."""
        self._empty()
        self._net.again()
        self.laptop.push()
        self._wait_until(lambda: self._net.seen[True][-1] == _TERMINATE)
        self._types = {asks: list(seen) for asks, seen in self._net.seen.items()}
        return [
            Cut(asks, number, when)
            for asks, seen in self._types.items()
            for number in range(len(seen))
            for when in When
        ]

    def cut(self, at: Cut) -> Left:
        """Push to an empty precinct, and cut the network at a place. Then push again."""
        self._empty()
        self._net.again(at)
        failed = ""
        try:
            self.laptop.push()
        except DvcheckError as error:
            failed = error.message if error.code is Exit.PRECINCT else ""
        acknowledged = self._acknowledged()
        self._wait_until(lambda: self._net.is_down)
        assert self._net.is_down, f"the network was not cut at {at}"
        self._net.again()
        ((there, last, of_journal, bad, loose),) = self._force.ask(_ROWS)
        again = self.laptop.push()
        after = self._force.ask("SELECT seq, state FROM precinct.case_now")
        ((all_there, *_, bad_after, _),) = self._force.ask(_ROWS)
        return Left(
            there=there,
            lost=max(0, acknowledged - there),
            is_half=not there == last == of_journal or (there % BATCH != 0 and there != ENTRIES) or loose > 0,
            is_broken=bad + bad_after > 0,
            is_said=there == ENTRIES if self._is_too_late(at) else "wait on this computer." in failed,
            is_completed=again.sent + again.there == all_there == ENTRIES
            and again.waiting == 0
            and after == [(ENTRIES, "open")],
        )

    def _is_too_late(self, at: Cut) -> bool:
        """Check whether the push has its last answer by then, so that it misses nothing."""
        types = self._types[at.asks]
        if at.asks:
            return types[at.number] == _TERMINATE
        return at == Cut(False, len(types) - 1, When.AFTER)

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        """Wait for the last message of a push: the push itself does not wait until it has arrived."""
        until = time.monotonic() + 20
        while not is_so() and time.monotonic() < until:
            time.sleep(0.005)

    def _acknowledged(self) -> int:
        kept = self.laptop.home / FILE
        return int(json.loads(kept.read_text(encoding="utf-8"))["seq"]) if kept.exists() else 0

    def _empty(self) -> None:
        self._force.ask("TRUNCATE precinct.event, precinct.journal, precinct.case_now, precinct.pack")
        (self.laptop.home / FILE).unlink(missing_ok=True)
