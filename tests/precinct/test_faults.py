"""Journals and servers that are not as they should be: what can be pushed is, and the rest is said."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from dvcheck.actions import encryption, pushing
from dvcheck.actions.push_witness import FILE
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.chain import hash_of, seal_of
from dvcheck.record.events import CaseClosed, Noted, ShiftStarted
from dvcheck.record.postgres import connect
from dvcheck.record.postgres.connect import Refused, translate_errors
from dvcheck.record.postgres.remote import Remote
from dvcheck.record.precinct import PrecinctSettings
from dvcheck.record.sqlite.connection import File
from tests.moving_cases import handed_over, taken_over
from tests.precinct.force import Force
from tests.precinct.laptop import Laptop
from tests.precinct.network import Network
from tests.programs.obeying_modes import obey_modes

COUNT = "SELECT count(*) FROM precinct.event"
WHOLE = "SELECT precinct.first_bad(agency_id, journal_id) FROM precinct.journal"


@pytest.fixture
def net(force: Force) -> Iterator[Network]:
    with Network(force.dsn) as made:
        yield made


@pytest.fixture
def laptop(force: Force, tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "home", force)


def _noted(laptop: Laptop, count: int) -> str:
    case = laptop.open("26-118")
    laptop.record(case, *(Noted(f"note {n} " + "x" * 300) for n in range(count)))
    return case


def _change(laptop: Laptop, *statements: str, values: Sequence[Any] = ()) -> None:
    """Change the file as nobody should: without the triggers that protect entries."""
    with closing(sqlite3.connect(laptop.home / "journal.sqlite3")) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement, values)
        file.commit()


def _damage(laptop: Laptop, seq: int) -> None:
    """Damage the page that has an entry."""
    path = laptop.home / "journal.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        ((body,),) = file.execute("SELECT body FROM events WHERE seq = ?", (seq,)).fetchall()
        ((size,),) = file.execute("PRAGMA page_size").fetchall()
    content = bytearray(path.read_bytes())
    at = content.index(body.encode()) // size * size
    content[at : at + 64] = b"\xff" * 64
    path.write_bytes(content)


def _error(laptop: Laptop, **how: Any) -> DvcheckError:
    with pytest.raises(DvcheckError) as error:
        laptop.push(**how)
    return error.value


# --- a damaged journal ------------------------------


def test_a_changed_entry_ends_a_push(force: Force, laptop: Laptop) -> None:
    _noted(laptop, 20)
    _change(laptop, 'UPDATE events SET body = \'{"text":"other"}\' WHERE seq = 9')
    found = laptop.push()
    assert (found.sent, found.damaged) == (8, "entry 9 was changed")
    assert force.ask(WHOLE) == [(None,)]
    assert (laptop.push().sent, laptop.push().damaged) == (0, "entry 9 was changed")


def test_a_missing_entry_ends_a_push(laptop: Laptop) -> None:
    _noted(laptop, 20)
    _change(laptop, "DELETE FROM events WHERE seq = 12")
    found = laptop.push()
    assert (found.sent, found.damaged) == (11, "entry 12 is missing")


def test_a_damaged_page_ends_a_push_at_its_first_entry(laptop: Laptop) -> None:
    _noted(laptop, 200)
    _damage(laptop, 120)
    found = laptop.push()
    assert 90 < found.sent < 120
    assert found.damaged == f"entry {found.sent + 1} cannot be read"


@pytest.mark.parametrize("seq", [1, 60, 199, 202])
def test_damage_before_the_last_entry_there_holds_nothing_up(force: Force, laptop: Laptop, seq: int) -> None:
    """Entry 202 is the last one there; the next one follows from it, and shows where to go on."""
    case = _noted(laptop, 200)
    laptop.push()
    laptop.record(case, Noted("after"), *(Noted("x" * 3000) for _ in range(4)))
    _change(laptop, f"DELETE FROM events WHERE seq = {seq}")
    found = laptop.push()
    assert (found.sent, found.damaged, found.parted) == (5, "", 0)
    assert force.ask(WHOLE) == [(None,)]


def test_damage_of_the_first_entry_before_a_first_push_is_an_error_of_the_journal(laptop: Laptop) -> None:
    _noted(laptop, 5)
    _change(laptop, "DELETE FROM events WHERE seq = 1")
    error = _error(laptop)
    assert (error.code, error.message) == (Exit.JOURNAL, "entry 1 is missing")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "0000-01-01T00:00:00.000000Z"),
        ("at", "10000-01-01T00:00:00.000000Z"),
        ("at", "2026-07-05T21:00:00Z"),
        ("kind", "Noted"),
        ("kind", "no ted"),
        ("case_id", "c-12\"4"),
        ("case_id", "nobody"),
    ],
)  # fmt: skip
def test_an_entry_that_dvcheck_never_writes_ends_a_push(laptop: Laptop, column: str, value: str) -> None:
    """Its hash is right: somebody computed it."""
    case = _noted(laptop, 3)
    entry = {"case_id": case, "at": "2026-07-05T21:30:00.000000Z", "kind": "noted"} | {column: value}
    _add(laptop, b'{"text":"x"}', **entry)
    found = laptop.push()
    assert (found.sent, found.waiting) == (5, 1)
    assert found.damaged == "entry 6 has a time, case or kind that dvcheck never writes"


def _add(laptop: Laptop, body: bytes, *, case_id: str, at: str, kind: str) -> None:
    with closing(sqlite3.connect(laptop.home / "journal.sqlite3")) as file:
        last, before = file.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        salt = bytes(16)
        hash = hash_of(before, last + 1, case_id, at, kind, seal_of(salt, body))
        file.execute(
            "INSERT INTO events (seq, case_id, at, kind, body, hash, salt)"
            " VALUES (?, ?, ?, ?, CAST(? AS TEXT), ?, ?)",
            (last + 1, case_id, at, kind, body, hash, salt),
        )
        file.commit()


@pytest.mark.parametrize("body", [b'{"text":"\x00"}', b'{"text":"\xff\xfe"}'])
def test_characters_that_the_precinct_cannot_keep_are_withheld_and_counted(
    force: Force, laptop: Laptop, body: bytes
) -> None:
    laptop.level("whole")
    case = _noted(laptop, 1)
    _add(laptop, body, case_id=case, at="2026-07-05T21:30:00.000000Z", kind="noted")
    found = laptop.push()
    assert (found.sent, found.withheld, found.not_text, found.damaged) == (4, 1, 1, "")
    assert force.ask(WHOLE) == [(None,)]


def test_a_clock_that_is_set_back_changes_nothing(force: Force, laptop: Laptop) -> None:
    case = _noted(laptop, 2)
    laptop.push()
    laptop.now -= timedelta(days=400)
    laptop.record(case, Noted("earlier"))
    assert laptop.push().lines == 1
    assert force.ask("SELECT seq FROM precinct.case_now") == [(5,)]
    assert force.ask(WHOLE) == [(None,)]


# --- a journal that cannot be opened, or changes ------------------------------


def test_a_missing_journal_is_an_error_of_the_journal(laptop: Laptop) -> None:
    _noted(laptop, 2)
    (laptop.home / "journal.sqlite3").unlink()
    assert _error(laptop).code is Exit.JOURNAL


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX modes")
@pytest.mark.parametrize("what", ["journal", "home"])
def test_what_is_read_only_is_pushed(what: str, force: Force, net: Network, tmp_path: Path) -> None:
    """A journal, or the home folder and all in it: a laptop's disk that was mounted again after an error."""
    laptop = Laptop(tmp_path / "home", Force(net.dsn))  # by a port: modes bind at the server's socket, too
    _noted(laptop, 2)
    paths = [laptop.home / "journal.sqlite3"] if what == "journal" else [laptop.home, *_below(laptop.home)]
    before = _files(laptop.home)
    for path in paths:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        assert _bound("-c", _TRY_TO_WRITE, *map(str, paths)).stdout.splitlines() == []
        done = _bound("-m", "dvcheck", "push", "--home", str(laptop.home))
    finally:
        for path in paths:
            path.chmod(path.stat().st_mode | 0o200)
    assert (done.returncode, done.stderr) == (0, "")
    assert "4 entries were sent." in done.stdout
    assert force.ask(COUNT) == [(4,)]
    assert force.ask(WHOLE) == [(None,)]
    after = _files(laptop.home)
    assert after.pop("precinct.head", None) is None if what == "home" else after.pop("precinct.head")
    assert after == before


_TRY_TO_WRITE = """
import os, sys
for path in sys.argv[1:]:
    try:
        new = path + "/new" if os.path.isdir(path) else path
        os.close(os.open(new, os.O_WRONLY | os.O_CREAT))
        print(path)
    except PermissionError:
        pass
"""
"""Prints the paths that can be written to."""


def _below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def _files(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in _below(folder) if one.is_file()}


def _bound(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run Python as a user who needs the permissions of files."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        preexec_fn=obey_modes,
    )


@pytest.mark.parametrize("lock", ["SHARED", "IMMEDIATE"])
def test_a_journal_that_another_program_reads_or_will_write_is_pushed(laptop: Laptop, lock: str) -> None:
    _noted(laptop, 2)
    with _locked(laptop, "BEGIN" if lock == "SHARED" else f"BEGIN {lock}") as other:
        other.execute("SELECT count(*) FROM events").fetchall()
        assert laptop.push().sent == 4


def test_a_journal_that_another_program_writes_is_an_error_and_pushed_later(
    force: Force, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    _noted(laptop, 2)
    opened = File.open
    monkeypatch.setattr(File, "open", lambda path, _wait, opening: opened(path, 0.1, opening))
    with _locked(laptop, "BEGIN EXCLUSIVE"):
        error = _error(laptop)
        assert (error.code, error.message, error.hint) == (
            Exit.JOURNAL,
            f"{laptop.home / 'journal.sqlite3'} is locked by another program",
            "Close the other dvcheck window, or the program that has the file open, and try again.",
        )
        assert force.ask(COUNT) == [(0,)]
    assert laptop.push().sent == 4


@contextmanager
def _locked(laptop: Laptop, begin: str) -> Iterator[sqlite3.Connection]:
    """Lock the journal as another program does in the middle of its work."""
    with closing(sqlite3.connect(laptop.home / "journal.sqlite3", isolation_level=None)) as other:
        other.execute(begin)
        yield other


def test_an_encrypted_journal_is_pushed_with_its_passphrase_and_else_an_error(
    laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _noted(laptop, 2)
    secret = tmp_path / "passphrase"
    secret.write_text("correct horse battery staple\n")
    encryption.encrypt(laptop.workspace, lambda: encryption.key_from_file(secret))
    assert _error(laptop).code is Exit.JOURNAL
    monkeypatch.setenv("DVCHECK_PASSPHRASE_FILE", str(secret))
    assert laptop.push().sent == 4


def test_a_purge_between_two_batches_is_pushed_as_it_is(
    force: Force, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dvcheck.actions.push_pages.BATCH", 4)
    laptop.level("whole")
    case = _noted(laptop, 8)
    laptop.record(case, CaseClosed())
    real: Callable[..., Any] = Remote.push
    done: list[int] = []

    def push(*values: Any, **named: Any) -> Any:
        head = real(*values, **named)
        if not done:
            with laptop.workspace.recorded() as journal:
                done.extend(map(len, [journal.purge_all({case: journal.events(case)[-1].hash}, laptop.now)]))
        return head

    monkeypatch.setattr(Remote, "push", push)
    found = laptop.push()
    assert (done, found.sent, found.waiting, found.damaged) == ([1], 12, 0, "")
    assert force.ask("SELECT count(body) FROM precinct.event") == [(5,)]
    assert force.ask(WHOLE) == [(None,)]


def test_a_case_closed_and_purged_between_two_pushes_leaves_the_board(force: Force, laptop: Laptop) -> None:
    case = _noted(laptop, 2)
    laptop.push()
    laptop.record(case, CaseClosed())
    with laptop.workspace.recorded() as journal:
        journal.purge_all({case: journal.events(case)[-1].hash}, laptop.now)
    assert laptop.push().lines == 1
    assert force.ask("SELECT number, state, seq, open_required, unasked FROM precinct.case_now") == [
        ("26-118", "closed", 6, 0, 0)
    ]
    assert laptop.push().lines == 0


def test_a_case_that_was_handed_over_is_on_the_board_once(
    force: Force, laptop: Laptop, tmp_path: Path
) -> None:
    case = _noted(laptop, 2)
    laptop.push()
    file = handed_over(laptop.workspace, case, tmp_path / "case.dvcase", "end of shift")
    other = Laptop(tmp_path / "other", force, "o1North2")
    taken_over(other.workspace, file)
    laptop.push()
    other.push()
    rows = force.ask("SELECT login, state, opening FROM precinct.case_now ORDER BY login")
    assert [row[:2] for row in rows] == [("o1North1", "handed-over"), ("o1North2", "open")]
    assert rows[0][2] == rows[1][2]


def test_a_journal_that_begins_without_seals_is_refused(laptop: Laptop) -> None:
    fixture = Path(__file__).parents[1] / "record" / "fixtures" / "journal-v1.sqlite3"
    (laptop.home / "journal.sqlite3").write_bytes(fixture.read_bytes())
    error = _error(laptop)
    assert (error.code, "early version" in error.message) == (Exit.JOURNAL, True)


def test_pushes_at_once_send_each_entry_once(
    force: Force, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timer and an officer push in the same moment."""
    monkeypatch.setattr("dvcheck.actions.push_pages.BATCH", 7)
    _noted(laptop, 100)
    found: list[pushing.Pushed] = []
    threads = [threading.Thread(target=lambda: found.append(laptop.push())) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [one.waiting for one in found] == [0, 0, 0, 0]
    assert force.ask(COUNT) == [(102,)]
    assert force.ask(WHOLE) == [(None,)]


def test_the_journal_of_another_login_is_refused(force: Force, laptop: Laptop) -> None:
    """A laptop got another owner, and kept its journal."""
    _noted(laptop, 2)
    laptop.push()
    other = Laptop(laptop.home, force, "o1North2")
    error = _error(other)
    assert (error.code, error.message) == (
        Exit.PRECINCT,
        "the precinct refused: the journal of another login",
    )
    assert force.ask(COUNT) == [(4,)]


# --- a server that is not as it should be ------------------------------


def test_a_line_that_is_refused_holds_up_no_entry(
    force: Force, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _noted(laptop, 2), _noted(laptop, 2)
    real = pushing.PushLines.of
    monkeypatch.setattr(
        pushing.PushLines,
        "of",
        lambda *how: [{**line, "state": "gone"} if line["case_id"] == first else line for line in real(*how)],
    )
    found = laptop.push()
    assert (found.sent, found.waiting, found.lines, found.unlisted) == (8, 0, 1, 1)
    assert force.ask("SELECT case_id FROM precinct.case_now") == [(second,)]


def test_a_line_with_2_000_duties_is_taken(
    force: Force, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    _noted(laptop, 1)
    real = pushing.PushLines.of
    duties = [
        {"id": f"duty-{n}", "order": n, "deadline": {"kind": "before", "event": "x" * 200}}
        for n in range(2000)
    ]
    detail = {"checklist": "incident", "duties": duties}
    monkeypatch.setattr(
        pushing.PushLines, "of", lambda *how: [line | {"detail": detail} for line in real(*how)]
    )
    assert laptop.push().unlisted == 0
    assert force.ask("SELECT jsonb_array_length(detail->'duties') FROM precinct.case_now") == [(2000,)]


@pytest.mark.parametrize(
    ("version", "hint"), [(99, "Update dvcheck on this computer."), (1, "dvcheck precinct migrate")]
)
def test_a_server_of_another_version_is_refused(
    force: Force, laptop: Laptop, version: int, hint: str
) -> None:
    _noted(laptop, 1)
    force.ask("DELETE FROM precinct.schema_version")
    force.ask("INSERT INTO precinct.schema_version (version) VALUES (%s)", version)
    error = _error(laptop)
    assert (error.code, hint in error.hint) == (Exit.PRECINCT, True)
    assert force.ask(COUNT) == [(0,)]


def test_a_login_that_the_precinct_does_not_know_is_refused(force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, force, "nobody")
    _noted(laptop, 1)
    error = _error(laptop)
    assert error.code is Exit.PRECINCT
    assert error.message == 'the precinct refused the connection: FATAL: role "nobody" does not exist'


# What a real full disk and a real standby do is in test_full_disk.py and test_standby.py.
FAULTS = {
    "disk full": ("disk_full", "the precinct cannot write now"),
    "read only": ("read_only_sql_transaction", "the precinct cannot write now"),
    "out of memory": ("out_of_memory", "the precinct cannot write now"),
    "too slow": ("query_canceled", "the precinct cannot write now"),
    "shut down": ("admin_shutdown", "the precinct was not reached"),
    "crashed": ("crash_shutdown", "the precinct was not reached"),
    "serialization": ("serialization_failure", "the precinct was not reached"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_server_that_cannot_write_now_keeps_what_it_has(force: Force, laptop: Laptop, what: str) -> None:
    condition, said = FAULTS[what]
    case = _noted(laptop, 1)
    laptop.push()
    laptop.record(case, *(Noted("more") for _ in range(7)))
    ((source,),) = force.ask("SELECT pg_get_functiondef('precinct.push'::regproc)")
    failing = source.replace("BEGIN\n", f"BEGIN\n  RAISE {condition} USING MESSAGE = 'as tested';\n", 1)
    force.ask(failing.replace("%", "%%"))
    error = _error(laptop)
    assert (error.code, error.message) == (
        Exit.PRECINCT,
        f"{said}: as tested. 7 entries wait on this computer.",
    )
    force.ask(source.replace("%", "%%"))
    assert laptop.push().sent == 7


def test_the_end_of_the_shift_is_there(force: Force, laptop: Laptop) -> None:
    _noted(laptop, 1)
    ends = laptop.now + timedelta(hours=8)
    laptop.record("shift", ShiftStarted(laptop.now, ends))
    laptop.push()
    assert force.ask("SELECT shift_ends FROM precinct.journal") == [(ends,)]


def test_the_witness_is_never_a_mark(force: Force, laptop: Laptop) -> None:
    case = _noted(laptop, 3)
    laptop.push()
    for content in ("", "{}", "[]", '{"dsn":1,"seq":"x"}', '{"seq":99,"hash":"zz"}', "\udcff"):
        (laptop.home / FILE).write_text(content, encoding="utf-8", errors="surrogateescape")
        laptop.record(case, Noted("x"))
        assert laptop.push().sent == 1


# --- a connection that would not be safe ------------------------------

REFUSED = {
    "host=db.example.org password=hunter2": "password",
    "postgresql://o1:hunter2@db.example.org/precinct": "password",
    "host=db.example.org passfile=/x": "passfile",
    "host=db.example.org sslpassword=hunter2": "sslpassword",
    "service=precinct": "service",
    "host=db.example.org sslmode=disable": "sslmode",
    "host=db.example.org sslmode=require": "sslmode",
    "host=db.example.org sslmode=verify-ca": "sslmode",
    "host=127.0.0.1,db.example.org sslmode=prefer": "sslmode",
    "host=localhost hostaddr=203.0.113.9 sslmode=prefer": "sslmode",
    "host=db.example.org =": "connection string",
    "host=db.example.org nonsense=1": "connection string",
    "nonsense": "connection string",
}


@pytest.mark.parametrize("dsn", REFUSED)
def test_a_connection_that_would_not_be_safe_is_refused(dsn: str) -> None:
    with pytest.raises(DvcheckError) as error:
        connect.parameters(PrecinctSettings(dsn=dsn))
    assert (error.value.code, REFUSED[dsn] in error.value.message) == (Exit.BAD_INPUT, True)
    assert "hunter2" not in error.value.message


BAD_VALUES = (
    "port=abc",
    "port=0",
    "port=99999",
    "host=127.0.0.1,localhost port=1,2,3",
    "hostaddr=127.0.0.1,127.0.0.1",
    "connect_timeout=soon",
    "keepalives_idle=x",
    "sslmode=none",
    "target_session_attrs=x",
    "channel_binding=x",
    "gssencmode=x",
    "require_auth=x",
    "load_balance_hosts=x",
    "ssl_min_protocol_version=9",
    "ssl_min_protocol_version=TLSv1.3 ssl_max_protocol_version=TLSv1.2",
    "sslnegotiation=direct sslmode=prefer",
)


@pytest.mark.parametrize("value", BAD_VALUES)
def test_a_value_that_no_connection_can_have_is_an_error_of_the_settings(value: str, laptop: Laptop) -> None:
    """It is no lack of a network: a timer that tries again would never say so."""
    laptop.open("26-118")
    laptop.dsn = f"host=127.0.0.1 {value}"
    laptop.set("")
    with pytest.raises(DvcheckError) as error:
        laptop.push()
    assert error.value.code is Exit.BAD_INPUT
    assert error.value.message.startswith('[precinct] "dsn" cannot be used: ')
    assert "connection is bad" not in error.value.message


def test_a_connection_string_that_is_no_text_is_refused() -> None:
    with pytest.raises(DvcheckError) as error:
        connect.parameters(PrecinctSettings(dsn="host=\udcff"), "--dsn")
    assert error.value.code == Exit.BAD_INPUT
    assert error.value.message == "--dsn is not a connection string: it has bytes that are no text"


@pytest.mark.parametrize("setting", ["certificate", "key", "ca"])
def test_a_file_that_is_not_there_is_an_error_of_the_settings(setting: str, laptop: Laptop) -> None:
    laptop.set(f'{setting} = "absent.crt"')
    laptop.open("26-118")
    with pytest.raises(DvcheckError) as error:
        laptop.push()
    assert error.value.code == Exit.BAD_INPUT
    assert error.value.message.endswith("absent.crt, which cannot be read: No such file or directory")


def test_a_key_of_another_certificate_is_refused() -> None:
    """A push by a timer would try it again for ever, and nobody would read why."""
    said = 'could not load private key file "o1.key": key values mismatch'
    with pytest.raises(Refused), translate_errors():
        raise psycopg.OperationalError(said)


def test_a_computer_without_a_record_reads_that_its_connection_would_not_be_safe(laptop: Laptop) -> None:
    """Whoever sets it up tries a push before the first case."""
    (laptop.home / "config.toml").write_text('[precinct]\ndsn = "host=db.example.org sslmode=require"\n')
    with pytest.raises(DvcheckError) as error:
        laptop.push()
    assert (error.value.code, "sslmode=require" in error.value.message) == (Exit.BAD_INPUT, True)


SAFE = {
    "host=db.example.org": "verify-full",
    "host=db.example.org,db2.example.org": "verify-full",
    "host=203.0.113.9": "verify-full",
    "host=::1": None,
    "host=127.0.0.1": None,
    "host=localhost": None,
    "host=/run/postgresql": None,
    "dbname=precinct": None,
    "host=/run/x,db.example.org": "verify-full",
}


@pytest.mark.parametrize("dsn", SAFE)
def test_another_computer_must_prove_who_it_is(dsn: str) -> None:
    said = connect.parameters(PrecinctSettings(dsn=dsn))
    assert said.get("sslmode") == SAFE[dsn]
    assert said.get("ssl_min_protocol_version") == ("TLSv1.2" if SAFE[dsn] else None)


@pytest.mark.parametrize("variable", ["PGHOST", "PGHOSTADDR", "PGSERVICE"])
def test_the_environment_cannot_lower_the_guard(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGSSLMODE", "disable")
    monkeypatch.setenv(variable, "203.0.113.9")
    for dsn in ("host=db.example.org", "dbname=precinct"):
        assert connect.parameters(PrecinctSettings(dsn=dsn))["sslmode"] == "verify-full"
    local = connect.parameters(PrecinctSettings(dsn="host=localhost"))
    assert (local.get("sslmode") == "verify-full") is (variable != "PGHOST")
