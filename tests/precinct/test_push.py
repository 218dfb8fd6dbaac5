"""Pushing a journal to the precinct."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from dvcheck.actions import push_pages
from dvcheck.actions.pushing import PushMode
from dvcheck.record.events import Answered, Marked, Noted
from dvcheck.record.head import Head
from dvcheck.record.postgres.connect import NotReached
from dvcheck.record.postgres.remote import Remote
from tests.precinct.force import Force
from tests.precinct.laptop import Laptop
from tests.pty import run_dvcheck

KEPT = "SELECT seq, kind, body FROM precinct.event ORDER BY journal_id, seq"


def test_a_journal_is_pushed_once(force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, force)
    case = laptop.open("26-118")
    laptop.record(case, Answered("injured", "one"), Noted("Ask for Mrs. Doe."))
    found = laptop.push()
    assert (found.sent, found.withheld, found.lines, found.waiting) == (4, 1, 1, 0)
    again = laptop.push()
    assert (again.sent, again.there, again.lines) == (0, 4, 0)
    rows = force.ask(KEPT)
    assert [kind for _, kind, _ in rows] == ["case-opened", "checklist-started", "answered", "noted"]
    assert rows[3][2] is None
    assert not [body for _, _, body in rows if body and "Doe" in body]
    board = force.ask(
        "SELECT number, officer, open_required > 0, unasked > 0 FROM precinct.case_now", login="s1North1"
    )
    assert board == [("26-118", "1North1", True, True)]


def test_an_older_copy_sends_nothing_until_it_goes_on(force: Force, tmp_path: Path) -> None:
    """A journal put back from a copy is seen; what it records then goes on under a name of its own."""
    laptop = Laptop(tmp_path, force)
    case = laptop.open("26-118")
    laptop.record(case, Noted("first"))
    kept = _copy(laptop)
    laptop.record(case, Noted("second"), Noted("third"))
    laptop.push()
    _put_back(laptop, kept)
    found = laptop.push()
    assert (found.sent, found.rewound) == (0, 2)
    laptop.record(case, Noted("another"), Marked("photograph-injuries", "done"))
    found = laptop.push()
    assert (found.sent, found.parted, found.rewound) == (2, 4, 0)
    assert laptop.push().sent == 0
    laptop.record(case, Noted("and more"))
    assert (laptop.push().sent, laptop.push().sent) == (1, 0)
    assert force.ask("SELECT count(*) FROM precinct.event") == [(8,)]
    whole = "SELECT precinct.first_bad(1, journal_id), parent_seq FROM precinct.journal ORDER BY parent_seq"
    assert force.ask(whole) == [(None, 3), (None, None)]


def test_a_copy_that_parts_twice_is_followed(force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, force)
    case = laptop.open("26-118")
    laptop.push()
    kept = _copy(laptop)
    for number in range(3):
        _put_back(laptop, kept)
        laptop.record(case, Noted(f"part {number}"))
        assert laptop.push().sent == 1
    assert force.ask("SELECT count(*) FROM precinct.journal") == [(3,)]
    assert force.ask("SELECT count(*) FROM precinct.event") == [(5,)]


def test_a_precinct_that_lost_history_gets_it_again(force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, force)
    case = laptop.open("26-118")
    laptop.record(case, *(Noted(f"note {n}") for n in range(8)))
    laptop.push()
    _cut(force, 4)
    found = laptop.push()
    assert (found.lost, found.sent, found.lines) == (6, 6, 1)
    assert force.ask("SELECT max(seq) FROM precinct.event") == [(10,)]


def test_what_was_lost_is_said_until_all_of_it_was_sent_again(
    force: Force, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_pages, "BATCH", 3)
    laptop = Laptop(tmp_path, force)
    case = laptop.open("26-118")
    laptop.record(case, *(Noted(f"note {n}") for n in range(8)))
    laptop.push()
    _cut(force, 4)
    assert laptop.push(PushMode.STATUS).lost == 6

    push, pushes = Remote.push, itertools.count()

    def cut_off_after_one(*given: Any, **named: Any) -> Head:
        if next(pushes):
            raise NotReached("cut off")
        return push(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(Remote, "push", cut_off_after_one)
        with pytest.raises(NotReached):
            laptop.push()
    assert force.ask("SELECT max(seq) FROM precinct.event") == [(7,)]
    found = laptop.push()
    assert (found.lost, found.sent) == (3, 3)
    assert laptop.push().lost == 0


@pytest.mark.parametrize("same_server", [True, False])
def test_a_loss_is_told_after_the_address_changed(*, same_server: bool, force: Force, tmp_path: Path) -> None:
    """A precinct that was restored on another server has another dsn. Only the laptops know what it lost."""
    laptop = Laptop(tmp_path, force)
    laptop.record(laptop.open("26-118"), *(Noted(f"note {n}") for n in range(8)))
    laptop.push()
    if not same_server:
        _cut(force, 4)
    laptop.dsn += " application_name=moved"
    laptop.set("")
    found = laptop.push()
    assert (found.lost, found.sent, found.elsewhere) == ((0, 0, True) if same_server else (6, 6, True))
    assert laptop.push().elsewhere is False


def test_a_changed_address_is_said_with_a_loss_and_only_then(force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, force)
    laptop.record(laptop.open("26-118"), *(Noted(f"note {n}") for n in range(8)))
    laptop.push()
    laptop.dsn += " application_name=moved"
    laptop.set("")
    assert "dsn" not in run_dvcheck("push", "--status", "--home", str(tmp_path)).stdout
    _cut(force, 4)
    looked = run_dvcheck("push", "--status", "--home", str(tmp_path)).stdout
    assert "The dsn is new, and 6 ENTRIES ARE NOT HERE that were acknowledged before." in looked
    sent = run_dvcheck("push", "--quiet", "--home", str(tmp_path)).stdout
    assert "6 ENTRIES WERE NOT HERE that were acknowledged before. They were sent." in sent
    assert not run_dvcheck("push", "--quiet", "--home", str(tmp_path)).stdout


def test_a_look_does_not_say_that_lost_entries_were_sent(force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, force)
    laptop.record(laptop.open("26-118"), *(Noted(f"note {n}") for n in range(8)))
    laptop.push()
    _cut(force, 4)
    done = run_dvcheck("push", "--dry-run", "--home", str(tmp_path))
    assert "THE PRECINCT HAS LOST 6 ENTRIES. The next push sends them again" in done.stdout
    done = run_dvcheck("push", "--home", str(tmp_path))
    assert "THE PRECINCT HAD LOST 6 ENTRIES. They were sent again." in done.stdout


def test_a_look_sends_nothing(force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, force)
    laptop.open("26-118")
    found = laptop.push(PushMode.STATUS)
    assert (found.sent, found.waiting) == (0, 2)
    assert force.ask("SELECT count(*) FROM precinct.event") == [(0,)]


def _copy(laptop: Laptop) -> bytes:
    return (laptop.home / "journal.sqlite3").read_bytes()


def _put_back(laptop: Laptop, copy: bytes) -> None:
    (laptop.home / "journal.sqlite3").write_bytes(copy)
    (laptop.home / "journal.head").unlink(missing_ok=True)


def _cut(force: Force, seq: int) -> None:
    """Cut all entries after this one from the precinct, as a restored backup does."""
    force.ask("DELETE FROM precinct.event WHERE seq > %s", seq)
    force.ask(
        "UPDATE precinct.journal SET last_seq = %s, head = (SELECT hash FROM precinct.event WHERE seq = %s)",
        seq,
        seq,
    )
    force.ask("DELETE FROM precinct.case_now")
