"""`journal verify` and `journal export` as a user runs them; and who else can read what dvcheck keeps."""

import base64
import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

from dvcheck.errors import DvcheckError
from dvcheck.pack import library
from dvcheck.record.audit import verdict
from dvcheck.record.chain import FIRST_HASH, Stored, Unread, code
from dvcheck.record.events import RawEvent
from dvcheck.record.head import NAME as HEAD_FILE
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.pty import run_dvcheck
from tests.record.fixtures import PACK, fill

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
TRIGGERS = ("events_never_change", "events_never_go", "events_only_follow")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and pseudo-terminals")

Done = subprocess.CompletedProcess[str]


def run(*arguments: str, umask: int = -1) -> Done:
    return run_dvcheck("journal", *arguments, env={**os.environ, "PYTHONUTF8": "1"}, umask=umask)


@pytest.fixture
def journal(home: Path) -> Path:
    """The file of a journal of 21 entries of three cases and a pack."""
    fill(home)
    return home / FILE_NAME


def tamper(path: Path, *statements: str) -> None:
    """Change the file as somebody would who knows SQL, and put the triggers back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        kept = [connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (t,)) for t in TRIGGERS]
        guards = [found.fetchone()[0] for found in kept]
        for trigger in TRIGGERS:
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
        for guard in guards:
            connection.execute(guard)


def codes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [code(found) for (found,) in connection.execute("SELECT hash FROM events ORDER BY seq")]


def joined(done: Done) -> str:
    return " ".join(done.stdout.split())


# verify


def test_an_intact_journal_is_said_to_be_intact(journal: Path) -> None:
    done = run("verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"intact: 21 entries of 3 cases, head {codes(journal)[-1]}\n"


def test_verifying_changes_nothing(journal: Path) -> None:
    before = journal.read_bytes()
    run("verify", "--head", "9F2C-41B7")
    assert journal.read_bytes() == before
    assert {p.name for p in journal.parent.iterdir() if p.name.startswith("journal")} == {
        FILE_NAME,
        HEAD_FILE,
    }


def test_a_code_printed_earlier_names_the_entry_it_stands_for(journal: Path) -> None:
    printed = codes(journal)[8]
    for written in (printed, printed.lower(), printed.replace("-", "")):
        done = run("verify", "--head", written)
        assert done.returncode == 0
        assert f"{printed} is the code of entry 9 of 21 (case c-0001, " in joined(done)


def test_the_code_a_summary_prints_is_one_verify_finds(journal: Path) -> None:
    with closing(Journal.open(journal.parent)) as opened:
        last = opened.events("c-0002")[-1]
    done = run("verify", "--head", code(last.hash), "--format", "json")
    said = json.loads(done.stdout)
    assert said["whole"] is True
    assert said["code"]["entries"] == [
        {"seq": last.seq, "case": "c-0002", "at": "2026-01-02T04:11:05.678901Z"}
    ]


def test_the_whole_hash_does_as_well_as_its_code(journal: Path) -> None:
    whole = json.loads(run("verify", "--format", "json").stdout)["hash"]
    assert len(whole) == 64
    assert run("verify", "--head", whole).returncode == 0
    assert run("verify", "--head", whole[:-1] + ("0" if whole[-1] != "0" else "1")).returncode == 1


@pytest.mark.parametrize("wrong", ["", "9F2C", "9F2C-41B", "9F2C-41BX", "\x1b[31m9F2C-41B7", "0" * 65])
def test_what_is_no_code_is_wrong_usage(journal: Path, wrong: str) -> None:
    done = run("verify", "--head", wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a code" in done.stderr
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("command", ["verify", "export"])
def test_where_nothing_is_recorded_it_says_so_and_makes_nothing(home: Path, command: str) -> None:
    done = run(command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing is recorded in" in done.stderr
    assert not home.exists()


@pytest.mark.parametrize(
    ("statement", "seq", "case", "fault", "means"),
    [
        ("UPDATE events SET body = body || ' ' WHERE seq = 5", 5, "c-0001", "changed", "It was changed"),
        ("UPDATE events SET at = '2026-01-02' WHERE seq = 12", 12, "c-0002", "changed", "It was changed"),
        ("UPDATE events SET kind = CAST(x'ff' AS TEXT) WHERE seq = 2", 2, "c-0001", "changed", "It was"),
        ("DELETE FROM events WHERE seq = 5", 6, "c-0001", "missing", "Missing before it: entry 5, deleted"),
        ("DELETE FROM events WHERE seq < 10", 10, "c-0002", "missing", "before it: entries 1 to 9, deleted"),
        ("UPDATE events SET seq = 0 WHERE seq = 1", 0, "c-0001", "number", "never assigns this number"),
    ],
)
def test_the_first_bad_entry_is_named(
    journal: Path, statement: str, seq: int, case: str, fault: str, means: str
) -> None:
    tamper(journal, statement)
    done = run("verify")
    assert (done.returncode, done.stderr) == (1, "")
    assert f"TAMPERED OR DAMAGED: entry {seq} (case {case}) does not match the entry before" in joined(done)
    assert means in joined(done)
    assert "intact:" not in joined(done)
    assert "Keep the file as evidence and report this." in joined(done)
    said = json.loads(run("verify", "--format", "json").stdout)
    assert said["whole"] is False
    assert {k: said["first_bad"][k] for k in ("seq", "case", "fault")} == {
        "seq": seq,
        "case": case,
        "fault": fault,
    }


def test_a_cut_tail_shows_with_the_head_file_or_the_code_and_not_without(journal: Path) -> None:
    before = codes(journal)
    gone = "DELETE FROM {} WHERE {} > 15"
    tamper(journal, gone.format("events", "seq"))
    assert "entries 16 to 21 are gone" in joined(run("verify"))
    (journal.parent / HEAD_FILE).unlink()
    assert "does not match the entries of case c-0003" in joined(run("verify"))
    tamper(journal, gone.format("cases", "opened"), gone.format("numbers", "opened"))
    assert run("verify").returncode == 0
    assert run("verify", "--head", before[14]).returncode == 0
    cut = run("verify", "--head", before[15])
    assert cut.returncode == 1
    assert f"no entry has the code {before[15]}. The journal was cut or rewritten after" in joined(cut)
    assert not joined(cut).startswith("intact")


def test_an_open_case_that_the_table_of_cases_hides_is_named(journal: Path) -> None:
    tamper(journal, "UPDATE cases SET state = 'closed' WHERE id = 'c-0002'")
    done = run("verify")
    assert done.returncode == 1
    said = "TAMPERED OR DAMAGED: the list of cases does not match the entries of case c-0002."
    assert said in joined(done)
    document = json.loads(run("verify", "--format", "json").stdout)
    assert (document["whole"], document["wrong_cases"], document["first_bad"]) == (False, ["c-0002"], None)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM packs", "missing"),
        ("UPDATE packs SET content = x'00'", "changed"),
        ("UPDATE packs SET content = {forged}", "changed"),
    ],
)
def test_a_pack_replaced_under_a_case_is_named_with_its_cases(
    journal: Path, statement: str, fault: str
) -> None:
    files = PACK | {"policy.yaml": "policy: other\n"}
    forged = library.PackFiles(files=files, digest="", folder="").archive()
    tamper(journal, statement.format(forged=f"x'{forged.hex()}'"))
    done = run("verify")
    assert done.returncode == 1
    assert "TAMPERED OR DAMAGED: the checklists of case c-0001, c-0002, c-0003 are " in joined(done)
    (pack,) = json.loads(run("verify", "--format", "json").stdout)["packs"]
    assert pack["fault"] == fault
    assert pack["cases"] == ["c-0001", "c-0002", "c-0003"]


@pytest.mark.parametrize(
    "statement",
    ["DROP TRIGGER events_never_go", "CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT 1; END"],
)
def test_guards_that_are_not_dvchecks_own_show(journal: Path, statement: str) -> None:
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute(statement)
    done = run("verify")
    assert done.returncode == 1
    assert "TAMPERED OR DAMAGED: the journal file no longer has the protections" in joined(done)


def test_a_file_that_is_no_journal_ends_as_everywhere(home: Path) -> None:
    home.mkdir()
    (home / FILE_NAME).write_bytes(b"Dear diary, " * 500)
    for command in ("verify", "export"):
        done = run(command)
        assert (done.returncode, done.stdout) == (4, "")
        assert "is not a dvcheck journal" in done.stderr


def test_a_damaged_schema_that_sqlite_quotes_is_a_plain_error(journal: Path) -> None:
    content = journal.read_bytes()
    assert content.count(b"case_id TEXT NOT NULL") == 1
    journal.write_bytes(content.replace(b"case_id TEXT NOT NULL", b"case_id TEX\xd4 NOT NULL"))
    done = run("verify")
    assert (done.returncode, done.stdout) == (4, "")
    assert 'is damaged: malformed database schema (events) - unknown datatype for events.case_id: "TEX' in (
        done.stderr
    )
    assert "Traceback" not in done.stderr


def test_names_from_a_tampered_file_reach_no_screen_as_they_are(journal: Path) -> None:
    tamper(journal, "UPDATE events SET case_id = 'c-' || char(27) || '[31m' || char(8238) WHERE seq = 3")
    for arguments in (("verify",), ("verify", "--format", "json"), ("export",)):
        done = run(*arguments)
        assert "\x1b" not in done.stdout + done.stderr
        assert "\u202e" not in done.stdout + done.stderr


# Damage


@pytest.fixture(scope="module")
def long_journal(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("long")
    with Journal.open(folder) as journal:
        for number in range(12):
            entries = [RawEvent("noted", {"text": f"{number} {n} {'x' * 150}"}) for n in range(25)]
            journal.append_all(f"c-{number % 3}", entries, NOW)
    return (folder / FILE_NAME).read_bytes()


def pages(content: bytes) -> range:
    """The pages after the first, which has the schema: where each begins in the file."""
    return range(4096, len(content), 4096)


def numbers(found: list[Stored | Unread], last: int) -> Iterator[int]:
    for entry in found:
        if isinstance(entry, Stored):
            yield entry.seq
        else:
            yield from range(entry.first, (last if entry.last is None else entry.last) + 1)


def test_whichever_page_is_lost_the_rest_is_read_and_what_is_not_is_named(
    home: Path, long_journal: bytes
) -> None:
    home.mkdir()
    read_most = 0
    for page in pages(long_journal):
        (home / FILE_NAME).write_bytes(long_journal[:page] + b"\xff" * 4096 + long_journal[page + 4096 :])
        journal = Journal.open_existing(home)
        assert journal is not None
        with journal:
            found = list(journal.stored())
            assert list(numbers(found, 300)) == list(range(1, 301))
            assert not verdict(journal).is_readable
        read_most += sum(isinstance(entry, Stored) for entry in found) > 250
    assert read_most > len(pages(long_journal)) * 0.9


def test_what_stands_between_two_lost_pages_is_read(home: Path, long_journal: bytes) -> None:
    home.mkdir()
    lost: list[tuple[int, int]] = []
    for page in pages(long_journal):
        (home / FILE_NAME).write_bytes(long_journal[:page] + b"\xff" * 4096 + long_journal[page + 4096 :])
        journal = Journal.open_existing(home)
        assert journal is not None
        with journal:
            gaps = [e for e in journal.stored() if isinstance(e, Unread) and e.last is not None]
        lost += [(page, gap.first) for gap in gaps if 50 < gap.first < 250 and gap.last - gap.first < 50]
    (one, _), (other, _) = lost[0], lost[-1]
    content = bytearray(long_journal)
    for page in (one, other):
        content[page : page + 4096] = b"\xff" * 4096
    (home / FILE_NAME).write_bytes(content)
    journal = Journal.open_existing(home)
    assert journal is not None
    with journal:
        found = list(journal.stored())
    gaps = [e for e in found if isinstance(e, Unread)]
    assert len(gaps) == 2
    between = [e.seq for e in found if isinstance(e, Stored) and gaps[0].first < e.seq < gaps[1].first]
    assert gaps[0].last is not None
    assert between == list(range(gaps[0].last + 1, gaps[1].first))
    assert len(between) > 20


def test_a_journal_that_is_locked_is_not_taken_for_a_damaged_one(home: Path, long_journal: bytes) -> None:
    home.mkdir()
    (home / FILE_NAME).write_bytes(long_journal)
    journal = Journal.open_existing(home, wait=0)
    assert journal is not None
    with journal, closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DvcheckError, match="is locked by another program"):
            list(journal.stored())
        with pytest.raises(DvcheckError, match="is locked by another program"):
            journal.damage()


@pytest.fixture
def damaged(home: Path, long_journal: bytes) -> range:
    """A journal with a lost page, and the numbers of the entries on it."""
    home.mkdir()
    for page in pages(long_journal):
        (home / FILE_NAME).write_bytes(long_journal[:page] + b"\xff" * 4096 + long_journal[page + 4096 :])
        journal = Journal.open_existing(home)
        assert journal is not None
        with journal:
            gaps = [entry for entry in journal.stored() if isinstance(entry, Unread)]
        if gaps and gaps[0].first > 100 and gaps[0].last is not None:
            return range(gaps[0].first, gaps[0].last + 1)
    raise AssertionError("no page with entries from the middle")


def test_a_damaged_journal_is_verified_as_far_as_it_can_be_read(home: Path, damaged: range) -> None:
    done = run("verify")
    assert done.returncode == 4
    left = 300 - len(damaged)
    assert joined(done) == f"all that can be read is as it was recorded: {left} entries of 3 cases"
    assert f"is damaged: entries {damaged[0]} to {damaged[-1]} cannot be read" in done.stderr
    said = json.loads(run("verify", "--format", "json").stdout)
    assert said["whole"] is False
    assert said["unread"] == [{"first": damaged[0], "last": damaged[-1]}]


def test_tampering_shows_in_a_damaged_journal_too(home: Path, damaged: range) -> None:
    with closing(sqlite3.connect(home / FILE_NAME)) as connection:
        connection.execute("DROP TRIGGER events_never_change")
        connection.execute("UPDATE events SET kind = 'y' WHERE seq = 3")
        connection.commit()
    done = run("verify")
    assert done.returncode == 4
    assert "TAMPERED OR DAMAGED: entry 3 " in joined(done)


def test_all_that_can_be_read_of_a_damaged_journal_is_exported(home: Path, damaged: range) -> None:
    done = run("export")
    assert done.returncode == 1
    kept = [json.loads(line)["seq"] for line in done.stdout.splitlines()]
    assert kept == [n for n in range(1, 301) if n not in damaged]
    assert f"entries {damaged[0]} to {damaged[-1]} cannot be read" in done.stderr


@pytest.mark.skipif(find_spec("sqlcipher3") is None, reason='needs SQLCipher: pip install -e ".[encrypted]"')
def test_one_damaged_page_of_an_encrypted_journal_costs_no_more_than_itself(
    home: Path, tmp_path: Path, long_journal: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    path = home / FILE_NAME
    path.write_bytes(long_journal)
    words = tmp_path / "words"
    words.write_text("correct horse battery staple\n", encoding="utf-8")
    assert run("encrypt", "--passphrase-file", str(words)).returncode == 0
    monkeypatch.setenv("DVCHECK_PASSPHRASE_FILE", str(words))
    assert run("verify").stdout.startswith("intact: 300 entries of 3 cases")
    content = bytearray(path.read_bytes())
    content[20 * 4096 + 99] ^= 4  # one of those that entries are on
    path.write_bytes(content)
    done = run("export")
    assert done.returncode == 1
    kept = {json.loads(line)["seq"] for line in done.stdout.splitlines()}
    gone = sorted(set(range(1, 301)) - kept)
    assert 0 < len(gone) < 40
    assert f"entries {gone[0]} to {gone[-1]} cannot be read" in done.stderr
    verified = run("verify")
    assert verified.returncode == 4
    assert f"entries {gone[0]} to {gone[-1]} cannot be read" in verified.stderr


# export


def exported(*arguments: str) -> list[dict[str, object]]:
    done = run("export", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_export_is_all_there_is_and_its_chain_can_be_followed_from_it(journal: Path) -> None:
    *entries, pack = exported()
    assert [entry["seq"] for entry in entries] == list(range(1, 22))
    head = FIRST_HASH
    for entry in entries:
        body = msgspec.json.encode(entry["body"], order="deterministic")
        seal = hashlib.sha256(bytes.fromhex(str(entry["salt"])) + body).hexdigest()
        told = [*(entry[name] for name in ("seq", "case", "at", "kind")), seal]
        head = hashlib.sha256(b"dvcheck-2" + head + msgspec.json.encode(told)).digest()
        assert entry["hash"] == head.hex()
        assert "stored" not in entry
    content = base64.b64decode(str(pack["content"]))
    assert library.from_archive(content).digest == pack["pack"]
    assert library.from_archive(content).files == PACK


def test_control_and_bidi_characters_are_escaped_and_come_back(journal: Path) -> None:
    text = run("export").stdout
    assert text.replace("\n", "").isprintable()
    (reason,) = (json.loads(line)["body"]["reason"] for line in text.splitlines() if "no light" in line)
    assert reason == "no light; “nothing” to see\n\x1b[31m\u202e"


def test_bytes_that_are_no_text_or_no_json_are_kept_as_they_are(journal: Path) -> None:
    tamper(
        journal,
        "UPDATE events SET body = 'not JSON' WHERE seq = 2",
        "UPDATE events SET body = '{\"a\": 1}' WHERE seq = 3",
        "UPDATE events SET case_id = CAST(x'63ff' AS TEXT) WHERE seq = 4",
    )
    _, second, third, fourth, *_ = exported()
    assert (second["body"], second["stored"]) == (None, {"body": base64.b64encode(b"not JSON").decode()})
    assert (third["body"], third["stored"]) == ({"a": 1}, {"body": base64.b64encode(b'{"a": 1}').decode()})
    assert (fourth["case"], fourth["stored"]) == ("c\\xff", {"case": base64.b64encode(b"c\xff").decode()})


def test_entries_that_were_taken_out_are_named_after_all_others(journal: Path) -> None:
    tamper(journal, "DELETE FROM events WHERE seq IN (1, 5, 6)")
    done = run("export")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 21 - 3 + 1
    assert "missing: entry 1; missing: entries 5 to 6" in done.stderr


@posix_only
def test_an_exported_file_is_whole_and_its_owners_alone(journal: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for there in (False, True):
        file = folder / "export.jsonl"
        if there:
            file.write_text("before")
            file.chmod(0o666)
        done = run("export", "-o", str(file), umask=0)
        assert (done.returncode, done.stderr) == (0, "")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert len(file.read_text(encoding="utf-8").splitlines()) == 22
        assert list(folder.iterdir()) == [file]


def test_a_file_that_cannot_be_written_is_told(journal: Path, tmp_path: Path) -> None:
    done = run("export", "-o", str(tmp_path / "none" / "export.jsonl"))
    assert done.returncode == 5
    assert "could not be written" in done.stderr


# What is on the disk, and who can read it


@posix_only
def test_a_walk_leaves_nothing_anywhere_else_and_nothing_for_others_to_read(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.pty import Officer
    from tests.terminal.walks import BY_COPY, press_through

    def open_to_all() -> None:
        os.umask(0)

    watched = tmp_path / "temporary"
    watched.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(name, str(watched))
    # A file made there and removed again would leave the folder's time changed.
    os.utime(watched, (1, 1))
    with Officer("verify-order", before_start=open_to_all) as officer:
        press_through(officer, BY_COPY[:6])
        officer.wait_for_question(BY_COPY[6].text)
        assert {p.name for p in home.iterdir()} <= {FILE_NAME, HEAD_FILE, "packs"}
        officer.press("q")
        assert officer.exit_status == 130
    assert run("verify").returncode == 0
    assert watched.stat().st_mtime == 1
    assert list(watched.iterdir()) == []
    assert not (tmp_path / "user").exists()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    modes = {str(p.relative_to(home)): stat.S_IMODE(p.stat().st_mode) for p in home.rglob("*")}
    packs = [name for name in modes if name.startswith("packs/")]
    assert modes == {FILE_NAME: 0o600, HEAD_FILE: 0o600, "packs": 0o700} | dict.fromkeys(packs, 0o600)
    assert len(packs) == 1


@posix_only
def test_the_file_a_commit_is_undone_from_is_its_owners_alone(home: Path) -> None:
    before = os.umask(0)
    try:
        with Journal.open(home) as journal:
            journal.append("c-0001", RawEvent("noted", {"text": "private"}), NOW)
            journal._file.connection.execute("BEGIN IMMEDIATE")
            journal._file.connection.execute("CREATE TABLE x (y)")
            aside = home / f"{FILE_NAME}-journal"
            assert stat.S_IMODE(aside.stat().st_mode) == 0o600
            journal._file.connection.execute("ROLLBACK")
            assert not aside.exists()
    finally:
        os.umask(before)


def test_sqlite_sorts_in_memory_and_not_in_a_folder_for_all_to_use(home: Path) -> None:
    with Journal.open(home) as journal:
        assert journal._file.connection.execute("PRAGMA temp_store").fetchone() == (2,)


@pytest.mark.parametrize(
    ("pragma", "said"),
    [
        ("user_version = 0", "is damaged: its header has version 0"),
        ("user_version = -1", "is damaged: its header has version -1"),
        ("user_version = 4", "was written by a newer dvcheck"),
        ("application_id = 0", "another program made it"),
    ],
)
def test_a_journal_whose_header_is_changed_is_refused_and_exported_whole(
    home: Path, journal: Path, pragma: str, said: str
) -> None:
    whole = run("export").stdout
    with closing(sqlite3.connect(journal)) as connection:
        connection.execute(f"PRAGMA {pragma}")
        connection.commit()
    for refused in (run("verify"), run("verify", "--head", "9F2C-41B7")):
        assert (refused.returncode, refused.stdout) == (4, "")
        assert said in refused.stderr
    with pytest.raises(DvcheckError, match=said):
        Journal.open(home)
    done = run("export")
    assert (done.returncode, done.stdout) == (1, whole)
    assert said in done.stderr


def test_a_code_without_a_journal_is_tampered_or_damaged(home: Path) -> None:
    done = run("verify", "--head", "9F2C-41B7")
    assert (done.returncode, done.stdout) == (1, "")
    said = f"TAMPERED OR DAMAGED: nothing is recorded in {home}, so no entry has the code 9F2C-41B7"
    assert said in done.stderr
    assert run("verify").returncode == 2


def test_a_code_and_a_database_without_a_record_fails(home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("VACUUM")
    assert run("verify", "--head", "9F2C-41B7").returncode == 1


def test_another_programs_file_is_not_exported(home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / FILE_NAME)) as connection:
        connection.execute("CREATE TABLE events (seq INTEGER, body TEXT)")
    done = run("export")
    assert (done.returncode, done.stdout) == (4, "")
    assert "another program made it" in done.stderr


# --- a journal that cannot be reached, or is an older copy --------------------------------------------------


def dvcheck(*arguments: str) -> Done:
    return run_dvcheck(*arguments, env={**os.environ, "PYTHONUTF8": "1"})


def test_a_journal_that_cannot_be_reached_is_no_empty_one(journal: Path) -> None:
    journal.unlink()
    journal.symlink_to(journal.parent / "not mounted" / "j.db")
    for command in (["outstanding", "--check"], ["cases"], ["shift", "status"], ["journal", "verify"]):
        done = dvcheck(*command)
        assert done.returncode == 4, command
        assert "cannot be reached" in done.stderr
        assert done.stdout == ""


def test_a_journal_that_was_there_once_is_missed(journal: Path) -> None:
    journal.unlink()
    done = dvcheck("outstanding", "--check")
    assert done.returncode == 4
    assert "is missing: it had 21 entries" in done.stderr


def test_verify_names_what_is_gone_until_somebody_has_looked(journal: Path) -> None:
    older = journal.read_bytes()
    with Journal.open(journal.parent) as opened:
        opened.append("c-0001", RawEvent("noted", {"text": "one more"}), NOW)
    journal.write_bytes(older)
    before = journal.read_bytes()
    for _ in range(2):
        done = run("verify")
        assert done.returncode == 1
        assert "TAMPERED OR DAMAGED: entry 22 is gone" in done.stdout
        assert journal.read_bytes() == before
    found = json.loads(run("verify", "--format", "json").stdout)
    assert found["whole"] is False
    assert found["rewinds"][0] | {"hash": ""} == {
        "entry": None,
        "last_known": 22,
        "last_there": 21,
        "hash": "",
    }
    assert run("verify", "--accept").returncode == 0
    assert run("verify").returncode == 0
    assert "gone" not in dvcheck("cases").stderr
