"""The encrypted journal: it behaves as the plain one, shows nothing, and no kill costs an entry."""

import errno
import hashlib
import inspect
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import dvcheck
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.events import RawEvent
from dvcheck.record.head import NAME as HEAD_FILE
from dvcheck.record.sqlite import journal as sqlite_journal
from dvcheck.record.sqlite import rewrite as rewrite_module
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.encryption import aside as aside_module
from dvcheck.record.sqlite.encryption import keyring as keyring_module
from dvcheck.record.sqlite.encryption import keys, source, sqlcipher, tries
from dvcheck.record.sqlite.encryption.keys import Key
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.sqlite.files import FILE_NAME
from tests.pty import PATIENCE
from tests.record import fixtures
from tests.record import test_journal as plain
from tests.record.test_journal import NOW, posix_only

pytest.importorskip("sqlcipher3", reason='needs SQLCipher: pip install -e ".[encrypted]"')

WORDS = "correct horse battery staple"
KEYS = KeySource()
"""The keys of this test."""


class Journal(sqlite_journal.Journal):
    """A journal, opened with the keys of this test."""

    @classmethod
    def open(cls, folder: Path, **more: Any) -> "Journal":
        return super().open(folder, **{"opening": OpeningOptions(KEYS), **more})

    @classmethod
    def open_existing(cls, folder: Path, **more: Any) -> "Journal | None":
        return super().open_existing(folder, **{"opening": OpeningOptions(KEYS), **more})


def rewrite(path: Path, old: Key | None, new: Key | None, **more: Any) -> int:
    """Rewrite a journal, and know its new key."""
    entries = rewrite_module.rewrite(path, old, new, **more)
    if new is not None:
        KEYS.remember(new)
    return entries


CANARY = "the-kitchen-knife-Zeugin-4711"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A derivation that takes no time, no key from another test, and nobody to ask."""
    monkeypatch.setattr(keys, "_SCRYPT_N", 2)
    monkeypatch.delenv(source.PASSPHRASE_FILE, raising=False)
    KEYS._known.clear()
    yield
    KEYS._known.clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "dvcheck"


def filled(folder: Path, many: int = 5) -> list[Any]:
    with Journal.open(folder) as journal:
        for number in range(many):
            body = {"question": f"q{number}", "value": f"{CANARY}-{number}"}
            journal.append_all(
                "c-7K2M", [RawEvent("answered", body)], NOW, pack=(f"sha256:{number % 2}", b"pack")
            )
        return list(journal.all_events())


def events(folder: Path) -> list[Any]:
    journal = Journal.open_existing(folder)
    assert journal is not None
    with journal:
        assert journal.first_bad() is None
        return list(journal.all_events())


def encrypted(folder: Path, text: str = WORDS) -> Key:
    key = keys.key_from_passphrase(text)
    rewrite(folder / FILE_NAME, None, key)
    return key


def answering(monkeypatch: pytest.MonkeyPatch, *texts: str) -> list[str]:
    """Type these passphrases in order, and return the prompts shown."""
    shown: list[str] = []
    left = list(texts)

    def ask(prompt: str) -> str:
        shown.append(prompt)
        return left.pop(0)

    monkeypatch.setattr(KEYS, "ask", ask)
    return shown


def holding(folder: Path, text: str) -> list[str]:
    return [str(p) for p in folder.rglob("*") if p.is_file() and text.encode() in p.read_bytes()]


# The same behavior: each test of the plain journal, with a journal that is encrypted from the start

OTHERWISE = {
    "test_no_journal_is_none_and_nothing_is_made": "no journal is not an encrypted one",
    "test_a_journal_of_which_nothing_is_left_is_refused_and_not_begun_anew": "that one is empty",
    "test_a_pipe_in_its_place_is_refused_at_once": "that one is not encrypted",
    "test_another_kind_of_file_is_refused_and_left_alone": "that one is not encrypted",
    "test_another_programs_database_is_refused_and_left_alone": "that one is not encrypted",
    "test_a_folder_where_the_file_should_be_is_refused": "that one is not encrypted",
    "test_two_processes_writing_at_once_lose_and_repeat_nothing": "below, with a key for the processes",
    "test_nothing_acknowledged_is_lost_when_the_program_is_killed": "below, with a key for the processes",
}


def behaviours() -> Iterator[Any]:
    for name, function in inspect.getmembers(plain, inspect.isfunction):
        wanted = set(inspect.signature(function).parameters)
        if not name.startswith("test_") or "folder" not in wanted or name in OTHERWISE:
            continue
        marks = getattr(function, "pytestmark", [])
        skips = [mark for mark in marks if mark.name == "skipif"]
        tables = [mark.args for mark in marks if mark.name == "parametrize"]
        for names, rows in tables or [("", [()])]:
            columns = [names] if isinstance(names, str) else list(names)
            for number, row in enumerate(rows):
                values = (row,) if isinstance(names, str) and names else row
                given = dict(zip(filter(None, columns), values, strict=True))
                yield pytest.param(function, given, id=f"{name}-{number}", marks=skips)


@pytest.mark.parametrize(("behaviour", "given"), list(behaviours()))
def test_an_encrypted_journal_behaves_as_a_plain_one(
    behaviour: Callable[..., None], given: dict[str, object], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal.open(folder).close()
    key = encrypted(folder)

    def raw(folder: Path) -> sqlite3.Connection:
        return sqlcipher.connect_with(folder / FILE_NAME, key, 0)

    monkeypatch.setattr(plain, "raw", raw)
    monkeypatch.setattr(plain, "Journal", Journal)
    more: dict[str, object] = {"folder": folder, "monkeypatch": monkeypatch}
    behaviour(
        **given, **{name: more[name] for name in inspect.signature(behaviour).parameters if name in more}
    )
    if (folder / FILE_NAME).exists():
        assert keys.salt_of(folder / FILE_NAME) == key.salt, "it ended as a plain one"


def test_what_is_left_out_of_these_is_there() -> None:
    assert len(list(behaviours())) > 40
    for name in OTHERWISE:
        assert callable(getattr(plain, name))


def test_an_encrypted_journal_is_as_durable_as_a_plain_one(folder: Path) -> None:
    filled(folder)
    encrypted(folder)
    with Journal.open(folder) as journal:
        assert journal._file.read("PRAGMA journal_mode") == [("delete",)]
        assert journal._file.read("PRAGMA synchronous") == [(3,)]  # EXTRA
        assert journal._file.read("PRAGMA cipher") == [("AES-256-CBC",)]
        assert journal._file.read("PRAGMA cipher_use_hmac") == [("1",)]
        assert journal._file.read("PRAGMA temp_store") == [(2,)]  # memory


def test_a_changed_byte_is_noticed_or_in_a_page_not_read(folder: Path) -> None:
    before = filled(folder, 600)
    encrypted(folder)
    content = (folder / FILE_NAME).read_bytes()
    codes = []
    for offset in range(100, len(content), 4096):
        changed = bytearray(content)
        changed[offset] ^= 1
        (folder / FILE_NAME).write_bytes(changed)
        try:
            assert events(folder) == before
        except DvcheckError as error:
            codes.append(error.code)
        (folder / FILE_NAME).write_bytes(content)
        (folder / tries.TRIES_NAME).unlink(missing_ok=True)
    assert set(codes) == {Exit.JOURNAL}
    assert len(codes) > len(content) // 4096 / 2


# Encrypt, decrypt, rekey


def test_there_and_back_nothing_is_lost(folder: Path) -> None:
    before = filled(folder, 50)
    first = encrypted(folder)
    assert events(folder) == before
    second = keys.key_from_passphrase("another four good words")
    assert rewrite(folder / FILE_NAME, first, second) == 50
    assert events(folder) == before
    assert rewrite(folder / FILE_NAME, second, None) == 50
    assert (folder / FILE_NAME).read_bytes().startswith(b"SQLite format 3\0")
    assert events(folder) == before
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}
    with Journal.open(folder) as journal:
        assert journal.pack("sha256:1") == b"pack"
        assert journal.append("c-7K2M", RawEvent("answered", {}), NOW).seq == 51


def test_a_journal_that_was_tampered_with_stays_so(folder: Path) -> None:
    """The change is neither repaired nor hidden: text that is not UTF-8 is copied byte by byte."""
    plain.filled(folder)
    plain.tamper(folder, "UPDATE events SET kind = CAST(x'ff' AS TEXT) WHERE seq = 3")
    encrypted(folder)
    with Journal.open(folder) as journal:
        assert journal.first_bad() == 3
        assert journal._file.read("SELECT CAST(kind AS BLOB) FROM events WHERE seq = 3") == [(b"\xff",)]


def test_the_old_key_opens_nothing_any_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(folder)
    first = encrypted(folder)
    rewrite(folder / FILE_NAME, first, keys.key_from_passphrase("another four good words"))
    KEYS._known.clear()
    answering(monkeypatch, WORDS)
    with pytest.raises(DvcheckError, match="that passphrase does not open"):
        Journal.open(folder)


def test_two_journals_with_one_passphrase_have_nothing_in_common(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        filled(tmp_path / name)
        made.append(encrypted(tmp_path / name))
    assert made[0].salt != made[1].salt
    assert made[0].secret != made[1].secret
    assert WORDS not in repr(made)
    assert made[0].secret.hex() not in repr(made)


def test_a_copy_that_differs_never_takes_the_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled(folder)
    real = rewrite_module._written_aside

    def unfaithful(path: Path, source: sqlite3.Connection, key: Key | None) -> Path:
        aside = real(path, source, key)
        copy = sqlcipher.connect_with(aside, key, 0)
        copy.execute("DROP TRIGGER events_never_change")
        copy.execute("UPDATE events SET body = replace(body, '-3', '-4')")
        copy.close()
        return aside

    monkeypatch.setattr(rewrite_module, "_written_aside", unfaithful)
    with pytest.raises(DvcheckError, match="could not be copied: the copy differs from it"):
        encrypted(folder)
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}
    assert events(folder) == before


@posix_only
def test_the_new_file_is_on_the_disk_before_it_takes_the_place_and_its_name_before_the_old_one_is_blotted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the power may fail between any two of these."""
    filled(folder)
    done: list[str] = []
    noted(monkeypatch, done)
    encrypted(folder)
    assert done == [f"sync {FILE_NAME}.aside", f"replace {FILE_NAME}", f"sync {folder.name}", "blot"]


def noted(monkeypatch: pytest.MonkeyPatch, done: list[str]) -> None:
    """Note in `done` the calls that sync, move and overwrite files."""
    sync, replace, blot = rewrite_module.sync, Path.replace, rewrite_module.blot
    monkeypatch.setattr(rewrite_module, "sync", lambda path: (done.append(f"sync {path.name}"), sync(path)))
    monkeypatch.setattr(
        Path, "replace", lambda path, to: (done.append(f"replace {to.name}"), replace(path, to))[1]
    )
    monkeypatch.setattr(rewrite_module, "blot", lambda descriptor: (done.append("blot"), blot(descriptor)))


@posix_only
def test_the_old_file_is_left_where_the_disk_does_not_confirm_the_name_of_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the power fails then, the old name may be back."""
    before = filled(folder)
    content = (folder / FILE_NAME).read_bytes()
    kept = os.open(folder / FILE_NAME, os.O_RDONLY)
    sync = rewrite_module.sync

    def failing(path: Path) -> None:
        if path == folder:
            raise OSError(errno.EIO, "Input/output error")
        sync(path)

    monkeypatch.setattr(rewrite_module, "sync", failing)
    key = keys.key_from_passphrase(WORDS)
    with pytest.raises(DvcheckError, match="was rewritten, but the disk did not confirm it") as caught:
        rewrite(folder / FILE_NAME, None, key)
    assert caught.value.code == Exit.JOURNAL
    assert os.pread(kept, 1 << 20, 0) == content
    os.close(kept)
    KEYS.remember(key)
    assert events(folder) == before


@posix_only
@pytest.mark.parametrize("name", ["fstat", "close"])
def test_what_fails_after_it_took_the_place_is_no_refusal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = filled(folder)
    real, replace = getattr(os, name), Path.replace

    def failing(descriptor: int) -> Any:
        if sys._getframe(1).f_code.co_filename == rewrite_module.__file__:
            raise OSError(errno.EIO, "Input/output error")
        return real(descriptor)

    def replaced(path: Path, to: Path) -> Path:
        monkeypatch.setattr(os, name, failing)
        return replace(path, to)

    monkeypatch.setattr(Path, "replace", replaced)
    encrypted(folder)
    assert events(folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="another way to the disk")
def test_on_macos_what_is_synced_goes_past_the_cache_of_the_drive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    refused: list[OSError] = []

    def fcntl(descriptor: int, command: int) -> None:
        asked.append(command)
        for error in refused:
            raise error

    monkeypatch.setitem(sys.modules, "fcntl", SimpleNamespace(F_FULLFSYNC=51, fcntl=fcntl))
    monkeypatch.setattr(os, "fsync", lambda descriptor: asked.append("fsync"))
    with monkeypatch.context() as there:
        there.setattr(sys, "platform", "darwin")
        rewrite_module.sync(tmp_path)
        refused.append(OSError(errno.ENOTSUP, "a network drive"))
        rewrite_module.sync(tmp_path)
    rewrite_module.sync(tmp_path)
    assert asked == [51, 51, "fsync", "fsync"]


def test_what_was_left_beside_it_goes_though_there_is_no_room_to_blot_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled(folder)
    encrypted(folder)
    (folder / f"{FILE_NAME}.aside").write_text(CANARY)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(aside_module, "blot", full)
    assert events(folder) == before
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}


@posix_only
def test_the_new_file_is_the_owners_alone(folder: Path) -> None:
    filled(folder)
    before = os.umask(0)
    try:
        encrypted(folder)
    finally:
        os.umask(before)
    assert (folder / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_a_journal_in_use_is_not_touched(folder: Path) -> None:
    before = filled(folder)
    script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)"
    script += "; c.execute('BEGIN IMMEDIATE'); print('locked', flush=True); __import__('time').sleep(60)"
    other = plain.python(script, folder / FILE_NAME)
    assert other.stdout is not None
    assert other.stdout.readline() == "locked\n"
    with pytest.raises(DvcheckError, match="is locked by another program"):
        rewrite(folder / FILE_NAME, None, keys.key_from_passphrase(WORDS), wait=0.01)
    other.kill()
    other.communicate()
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}
    assert events(folder) == before


@posix_only
def test_nobody_else_reads_or_writes_while_it_is_rewritten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder)
    said: list[str] = []
    real = rewrite_module._verified

    def tried_meanwhile(*arguments: Any) -> int:
        script = """
            import sys
            from pathlib import Path
            from dvcheck.errors import DvcheckError
            from dvcheck.record.sqlite.journal import Journal
            try:
                print(len(Journal.open_existing(Path(sys.argv[1]), wait=0).case_ids()))
            except DvcheckError as error:
                print(error.message)
        """
        said.append(plain.python(textwrap.dedent(script), folder).communicate(timeout=PATIENCE)[0])
        return real(*arguments)

    monkeypatch.setattr(rewrite_module, "_verified", tried_meanwhile)
    encrypted(folder)
    assert len(said) == 1
    assert "is locked by another program" in said[0]


WAITING = """
import sys
from pathlib import Path
from dvcheck.errors import DvcheckError
from dvcheck.record.sqlite.encryption import keys
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.rewrite import rewrite

keys._SCRYPT_N = 2
key = keys.key_from_passphrase("another four good words")
print("ready", flush=True)
try:
    print(rewrite(Path(sys.argv[1]) / FILE_NAME, None, key, wait=60))
except DvcheckError as error:
    print(error.message)
"""


@posix_only
def test_the_second_of_two_encryptions_is_told_of_the_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not say "not a journal": the file whose lock it waited for was overwritten."""
    before = filled(folder)
    others: list[subprocess.Popen[str]] = []
    real = rewrite_module._verified

    def meanwhile(*arguments: Any) -> int:
        others.append(plain.python(WAITING, folder))
        assert others[0].stdout is not None
        others[0].stdout.readline()
        time.sleep(0.3)
        return real(*arguments)

    monkeypatch.setattr(rewrite_module, "_verified", meanwhile)
    encrypted(folder)
    assert "another program changed" in others[0].communicate(timeout=PATIENCE)[0]
    assert events(folder) == before


def test_who_records_goes_on_while_an_encryption_stands_in_line(folder: Path) -> None:
    filled(folder)
    recording = plain.raw(folder)
    recording.execute("BEGIN IMMEDIATE")
    other = plain.python(WAITING, folder)
    assert other.stdout is not None
    other.stdout.readline()
    time.sleep(0.3)
    recording.execute("PRAGMA user_version = 3")
    recording.execute("COMMIT")
    recording.close()
    assert other.communicate(timeout=PATIENCE)[0].strip() == "5"


@posix_only
def test_a_walk_that_was_open_is_told_and_writes_into_nothing(folder: Path) -> None:
    before = filled(folder)
    with Journal.open(folder) as walk:
        encrypted(folder)
        for attempt in (
            lambda: walk.append("c-7K2M", RawEvent("answered", {}), NOW),
            lambda: walk.events("c-7K2M"),
            walk.prove_writable,
        ):
            with pytest.raises(DvcheckError, match="was replaced while dvcheck had it open") as caught:
                attempt()
            assert caught.value.code == Exit.JOURNAL
    assert events(folder) == before


# A journal that is a symbolic link


@pytest.fixture
def linked(folder: Path, tmp_path: Path) -> Path:
    """Return the file, with another name in another folder, that the journal in `folder` links to."""
    target = tmp_path / "home" / "drive" / "kept.db"
    target.parent.mkdir(parents=True)
    filled(folder)
    (folder / FILE_NAME).rename(target)
    try:
        (folder / FILE_NAME).symlink_to(target)
    except OSError:  # on Windows few users may make one
        pytest.skip("symbolic links cannot be made here")
    return target


@posix_only
def test_a_link_stays_and_the_file_it_leads_to_is_rewritten_and_blotted(folder: Path, linked: Path) -> None:
    before = events(folder)
    kept = os.open(linked, os.O_RDONLY)
    first = encrypted(folder)
    assert set(os.pread(kept, 1 << 20, 0)) == {0}
    os.close(kept)
    assert keys.salt_of(linked) == first.salt
    assert holding(folder.parent, CANARY) == []
    assert events(folder) == before
    second = keys.key_from_passphrase("another four good words")
    rewrite(folder / FILE_NAME, first, second)
    assert keys.salt_of(linked) == second.salt
    rewrite(folder / FILE_NAME, second, None)
    assert linked.read_bytes().startswith(b"SQLite format 3")
    assert events(folder) == before
    assert (folder / FILE_NAME).readlink() == linked
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}
    assert [p.name for p in linked.parent.iterdir()] == [linked.name]


def test_a_rollback_file_beside_the_file_a_link_leads_to_is_seen(
    folder: Path, linked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite keeps it there, and would apply it to the encrypted file."""
    before = events(folder)
    real = rewrite_module._verified

    def meanwhile(*arguments: Any) -> int:
        linked.with_name(f"{linked.name}-journal").touch()
        return real(*arguments)

    monkeypatch.setattr(rewrite_module, "_verified", meanwhile)
    with pytest.raises(DvcheckError, match="another program changed"):
        encrypted(folder)
    assert (folder / FILE_NAME).is_symlink()
    assert events(folder) == before


def test_what_a_killed_decryption_left_beside_the_file_a_link_leads_to_goes(
    folder: Path, linked: Path
) -> None:
    encrypted(folder)
    linked.with_name(f"{linked.name}.aside").write_text(CANARY)
    events(folder)
    assert holding(folder.parent, CANARY) == []


def test_tries_are_counted_beside_the_file_a_link_leads_to(
    folder: Path, linked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another link to it starts no new count."""
    encrypted(folder)
    KEYS._known.clear()
    answering(monkeypatch, "wrong")
    with pytest.raises(DvcheckError, match="that passphrase does not open"):
        Journal.open(folder)
    assert tried(linked) == 1
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}


# What can be seen on the disk


def test_nothing_recorded_can_be_read_in_the_folder_once_it_is_encrypted(folder: Path) -> None:
    filled(folder, 500)
    with Journal.open(folder) as journal:  # and in pages that are free
        journal._file.connection.execute("PRAGMA secure_delete = OFF")
        journal._file.connection.execute("CREATE TABLE gone (text)")
        journal._file.connection.execute("INSERT INTO gone VALUES (?)", (f"{CANARY}-gone" * 1000,))
        journal._file.connection.execute("DROP TABLE gone")
    assert holding(folder, CANARY), "a plain journal shows it: the search finds what is there"
    assert holding(folder, f"{CANARY}-gone")
    encrypted(folder)
    for text in (CANARY, "answered", "CREATE TABLE", "SQLite format 3", WORDS):
        assert holding(folder.parent, text) == []


@posix_only
def test_the_plain_file_is_blotted_out_unless_another_name_leads_to_it(folder: Path) -> None:
    filled(folder)
    kept = os.open(folder / FILE_NAME, os.O_RDONLY)
    encrypted(folder)
    assert set(os.pread(kept, 1 << 20, 0)) == {0}
    os.close(kept)
    rewrite(folder / FILE_NAME, KEYS.key_of(folder / FILE_NAME), None)
    os.link(folder / FILE_NAME, folder.parent / "backup.sqlite3")
    before = (folder / FILE_NAME).read_bytes()
    encrypted(folder)
    assert (folder.parent / "backup.sqlite3").read_bytes() == before


IN_A_TRANSACTION = """
import os, signal, sys
from pathlib import Path
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.encryption import keys
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.sqlite.journal import Journal
from dvcheck.record.events import RawEvent
from tests.record.test_journal import NOW

folder, secret, canary = sys.argv[1:]
path = Path(folder) / "journal.sqlite3"
source = KeySource()
if secret != "-":
    source.remember(keys.Key(keys.salt_of(path), bytes.fromhex(secret)))
journal = Journal.open(Path(folder), opening=OpeningOptions(source))
journal._file.connection.execute("PRAGMA cache_size = 5")  # pages go to the file before the commit
def entries():
    for number in range(300):
        yield RawEvent("answered", {"value": f"{canary}-{number}" * 50})
rows = []
with journal._transaction():
    for number, entry in enumerate(entries()):
        row = (journal._head()[0] + 1, "c-7K2M", "x", entry.kind, entry.body["value"], b"h")
        journal._file.connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)", row)
    # Also what SQLite would sort on the way.
    journal._file.connection.execute("SELECT body FROM events ORDER BY body || seq DESC").fetchone()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@posix_only
def test_a_transaction_that_is_killed_shows_nothing(folder: Path, tmp_path: Path) -> None:
    def killed(secret: str) -> None:
        temporary = tmp_path / "home" / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        root = str(Path(dvcheck.__file__).parents[1])
        ended = subprocess.run(
            [sys.executable, "-c", IN_A_TRANSACTION, str(folder), secret, CANARY],
            env={**os.environ, "PYTHONPATH": root, "TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary)},
            timeout=PATIENCE,
            check=False,
        )
        assert ended.returncode == -signal.SIGKILL
        assert (folder / f"{FILE_NAME}-journal").stat().st_size > 0, "killed in the midst of it"

    before = filled(folder, 300)
    killed("-")
    assert len(holding(folder, CANARY)) == 2, "a plain journal and its rollback file show it"
    assert events(folder) == before
    key = encrypted(folder)
    killed(key.secret.hex())
    assert holding(folder.parent, CANARY) == []
    assert events(folder) == before


# Killed at every step

STEPS = """
import os, shutil, signal, sys
from pathlib import Path
from dvcheck.record.sqlite import files, rewrite as module
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.encryption import aside, keys, source, sqlcipher, tries
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.head import NAME as HEAD_FILE
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal

home, old, new, mode, canary = sys.argv[1:]
home = Path(home)
names = {m.__file__ for m in (module, aside, keys, source, sqlcipher, tries)}
KEYS = KeySource()
path = home / FILE_NAME
template = {p.name: p.read_bytes() for p in home.iterdir()}

def key(text):
    salt, _, secret = text.partition(":")
    return keys.Key(bytes.fromhex(salt), bytes.fromhex(secret)) if salt != "-" else None

old, new = key(old), key(new)
for k in (old, new):
    if k: KEYS.remember(k)

def content():
    with Journal.open_existing(home, opening=OpeningOptions(KEYS)) as journal:
        assert journal.first_bad() is None
        return list(journal.all_events()), journal.pack("sha256:1")

def put_back():
    shutil.rmtree(home)
    home.mkdir()
    for name, there in template.items():
        (home / name).write_bytes(there)

def at_line(n):
    seen = set()  # a line that runs again is not a new step
    def trace(frame, event, argument):
        if frame.f_code.co_filename not in names:
            return None
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
            if len(seen) == n:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)

def after(n):
    signal.setitimer(signal.ITIMER_REAL, n * 0.0004)  # SIGALRM ends it, wherever it is, also within SQLite

wanted = content()
n = killed = was_old = was_new = left_aside = 0
while True:
    n += 1
    put_back()
    child = os.fork()
    if child == 0:
        (at_line if mode == "line" else after)(n)
        module.rewrite(path, old, new)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        killed += 1
    else:
        assert status == 0, status
    salt = keys.salt_of(path)
    left_aside += (home / (FILE_NAME + ".aside")).exists()
    if salt is None and old is None or salt is not None and old is not None and salt == old.salt:
        was_old += 1
    else:
        was_new += 1
    assert content() == wanted, n
    if salt is not None:  # an encrypted journal has been opened: nothing plain is left beside it
        assert not any(canary.encode() in p.read_bytes() for p in home.iterdir()), n
        if old is not None:
            assert {p.name for p in home.iterdir()} - {HEAD_FILE} == {FILE_NAME}, n
    now = old if (salt and old and salt == old.salt) or (salt is None and old is None) else new
    if now is old:
        module.rewrite(path, old, new)
    assert content() == wanted, n
    if new is not None:
        assert {p.name for p in home.iterdir()} - {HEAD_FILE} == {FILE_NAME}, n
        assert canary.encode() not in path.read_bytes(), n
    if not os.WIFSIGNALED(status):
        break
print(killed, was_old, was_new, left_aside)
"""


@posix_only
@pytest.mark.parametrize("mode", ["line", "time"])
@pytest.mark.parametrize("what", ["encrypt", "rekey", "decrypt"])
def test_killed_at_any_step_it_is_the_one_before_or_the_one_after(folder: Path, what: str, mode: str) -> None:
    filled(folder)

    def told(key: Key | None) -> str:
        return f"{key.salt.hex()}:{key.secret.hex()}" if key else "-"

    old = None if what == "encrypt" else encrypted(folder)
    new = None if what == "decrypt" else keys.key_from_passphrase("another four good words")
    output, _ = plain.python(STEPS, folder, told(old), told(new), mode, CANARY).communicate(timeout=120)
    killed, was_old, was_new, left_aside = map(int, output.split())
    assert killed > (80 if mode == "line" else 5)
    assert was_old > 0
    assert was_new > 0
    assert left_aside > 0


@posix_only
def test_nothing_acknowledged_is_lost_when_a_walk_is_killed(folder: Path, tmp_path: Path) -> None:
    writer_script = (
        "import sys; from dvcheck.record.sqlite.encryption import keys; keys._SCRYPT_N = 2\n" + plain.WRITER
    )
    (tmp_path / "words").write_text(WORDS)
    Journal.open(folder).close()
    encrypted(folder)
    os.environ[source.PASSPHRASE_FILE] = str(tmp_path / "words")
    try:
        for turn in range(3):
            writers = [plain.python(writer_script, folder, f"c-{turn}-{n}", 10_000) for n in range(2)]
            acknowledged = []
            for number, writer in enumerate(writers):
                assert writer.stdout is not None
                lines = [writer.stdout.readline() for _ in range(1 + turn * 3)]
                writer.kill()
                lines += writer.communicate()[0].splitlines()
                acknowledged.append((f"c-{turn}-{number}", [int(line) for line in lines if line.strip()]))
            with Journal.open(folder) as journal:
                for case, seqs in acknowledged:
                    recorded = [event.seq for event in journal.events(case)]
                    assert recorded[: len(seqs)] == seqs
                    assert len(recorded) <= len(seqs) + 1
                assert journal.first_bad() is None
    finally:
        del os.environ[source.PASSPHRASE_FILE]


# The passphrase


def test_it_is_asked_for_once_in_a_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled(folder)
    encrypted(folder)
    KEYS._known.clear()
    shown = answering(monkeypatch, WORDS)
    assert events(folder) == before
    assert events(folder) == before
    assert len(shown) == 1


def test_the_same_word_typed_on_another_keyboard_is_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled(folder)
    encrypted(folder, "un café très français")
    KEYS._known.clear()
    answering(monkeypatch, "un cafe\u0301 tre\u0300s franc\u0327ais")
    assert events(folder) == before


def test_five_wrong_ones_make_the_next_wait_longer_each_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled(folder)
    encrypted(folder)
    watch = SimpleNamespace(now=1_000_000.0)
    monkeypatch.setattr(KEYS, "clock", lambda: watch.now)
    answering(monkeypatch, *["wrong"] * 8, WORDS, "wrong", WORDS)

    def attempt(match: str) -> None:
        KEYS._known.clear()
        with pytest.raises(DvcheckError, match=match) as caught:
            Journal.open(folder)
        assert caught.value.code == Exit.JOURNAL

    for _ in range(5):
        attempt("that passphrase does not open")
    for delay in (30, 60, 120):
        attempt(f"wrong passphrases in a row: try again in {delay} s")
        watch.now += delay - 1
        attempt("try again in 1 s")
        watch.now += 1
        attempt("that passphrase does not open")
    watch.now -= 100_000  # set back: it counts from then
    attempt("8 wrong passphrases in a row: try again in 240 s")
    watch.now += 240
    KEYS._known.clear()
    assert events(folder) == before
    attempt("that passphrase does not open")  # and it is the first again
    KEYS._known.clear()
    assert events(folder) == before


def test_the_delay_stays_below_a_quarter_of_an_hour() -> None:
    assert [tries._delay(n) for n in (5, 6, 9, 10, 11, 5000)] == [30, 60, 480, 900, 900, 900]


def tried(journal: Path) -> int:
    """Return the number of tries counted beside a journal."""
    return KEYS.tries(journal)._read()[0]


@pytest.mark.parametrize(
    "content",
    [b"{", b"[5, 1e300]", b"SQLite format 3\0" + bytes(84), b""],
    ids=["text", "json", "header", "empty"],
)
def test_a_file_of_tries_that_is_damaged_locks_nobody_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    before = filled(folder)
    encrypted(folder)
    KEYS._known.clear()
    (folder / tries.TRIES_NAME).write_bytes(content)
    answering(monkeypatch, "wrong", WORDS)
    with pytest.raises(DvcheckError, match="that passphrase does not open"):
        Journal.open(folder)
    assert tried(folder / FILE_NAME) == 1
    assert events(folder) == before
    assert tried(folder / FILE_NAME) == 0


@posix_only
def test_the_file_of_tries_is_the_owners_alone_from_the_start(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder)
    encrypted(folder)
    KEYS._known.clear()
    answering(monkeypatch, "wrong")
    seen: set[tuple[str, int]] = set()
    real = sqlite3.connect

    def connect(*arguments: Any, **more: Any) -> sqlite3.Connection:
        seen.update((p.name, p.stat().st_mode & 0o777) for p in folder.iterdir())
        return real(*arguments, **more)

    monkeypatch.setattr(sqlite3, "connect", connect)
    before = os.umask(0)
    try:
        with pytest.raises(DvcheckError, match="that passphrase does not open"):
            Journal.open(folder)
    finally:
        os.umask(before)
    assert seen == {(FILE_NAME, 0o600), (HEAD_FILE, 0o600), (tries.TRIES_NAME, 0o600)}
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}


TRIES = """
import os, sys
from pathlib import Path
from dvcheck.errors import DvcheckError
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.encryption import keys
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.sqlite.journal import Journal

folder, passphrase, n, ended = sys.argv[1:]
keys._SCRYPT_N = int(n)
opening = OpeningOptions(KeySource(ask=lambda prompt: passphrase))
if ended == "killed":
    keys.derive_key = lambda text, salt: os.kill(os.getpid(), 9)
print(flush=True)
sys.stdin.readline()
try:
    Journal.open(Path(folder), opening=opening).close()
    print("opened")
except DvcheckError as error:
    print(error.message)
"""


def at_once(folder: Path, passphrase: str, many: int, *, n: int = 2**14, killed: bool = False) -> list[str]:
    """Return the messages of programs that all try this passphrase at the same time."""
    command = [sys.executable, "-c", TRIES, str(folder), passphrase, str(n), "killed" if killed else ""]
    env = {**os.environ, "PYTHONPATH": str(Path(dvcheck.__file__).parents[1])}
    pipe = subprocess.PIPE
    programs = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=env) for _ in range(many)]
    for program in programs:
        assert program.stdout is not None
        program.stdout.readline()
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    return [program.communicate(timeout=PATIENCE)[0].strip() for program in programs]


def test_many_programs_at_once_try_no_more_than_one(folder: Path) -> None:
    filled(folder)
    key = keys.key_from_passphrase(WORDS)
    rewrite(folder / FILE_NAME, None, key)
    said = at_once(folder, "wrong", 8)
    assert sum("that passphrase does not open" in line for line in said) == tries.TRIES_ALLOWED
    assert sum("5 wrong passphrases in a row: try again in" in line for line in said) == 3


def test_many_programs_at_once_with_the_right_one_are_all_let_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(folder)
    monkeypatch.setattr(keys, "_SCRYPT_N", 2**14)
    encrypted(folder)
    assert at_once(folder, WORDS, 8) == ["opened"] * 8
    assert tried(folder / FILE_NAME) == 0


@posix_only
def test_a_try_that_is_killed_before_it_is_told_counts(folder: Path) -> None:
    filled(folder)
    encrypted(folder)
    assert at_once(folder, "wrong", 6, killed=True).count("") == tries.TRIES_ALLOWED
    assert tried(folder / FILE_NAME) == tries.TRIES_ALLOWED


def test_a_try_that_told_nothing_of_the_passphrase_is_not_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled(folder)
    key = encrypted(folder)
    KEYS._known.clear()
    answering(monkeypatch, WORDS, WORDS)
    holder = sqlcipher.connect_with(folder / FILE_NAME, key, 0)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DvcheckError, match="is locked by another program"):
        Journal.open(folder, wait=0)
    holder.close()
    assert tried(folder / FILE_NAME) == 0
    assert events(folder) == before


def test_a_try_that_cannot_be_counted_says_so_and_waits_and_the_right_one_opens(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled(folder)
    encrypted(folder)
    KEYS._known.clear()
    (folder / tries.TRIES_NAME).mkdir()
    told: list[str] = []
    waited: list[float] = []
    monkeypatch.setattr(KEYS, "warn", told.append)
    monkeypatch.setattr(KEYS, "pause", waited.append)
    answering(monkeypatch, *["wrong"] * 7, WORDS)
    for _ in range(7):
        with pytest.raises(DvcheckError, match="that passphrase does not open"):
            Journal.open(folder)
    assert events(folder) == before
    assert waited == [6.0] * 8
    assert {line.partition(" (")[0] for line in told} == {
        f"this passphrase cannot be counted as a try in {folder / tries.TRIES_NAME}"
    }
    assert all(line.endswith(": dvcheck waits 6 s") for line in told)


def test_a_count_that_can_be_read_and_not_written_holds_nobody_up_for_longer_than_its_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock was also set back, and that cannot be recorded."""
    before = filled(folder)
    encrypted(folder)
    watch = SimpleNamespace(now=1_000_000.0)
    monkeypatch.setattr(KEYS, "clock", lambda: watch.now)
    monkeypatch.setattr(KEYS, "pause", lambda seconds: setattr(watch, "now", watch.now + seconds))
    monkeypatch.setattr(KEYS, "warn", lambda line: None)
    answering(monkeypatch, *["wrong"] * 5, WORDS, WORDS)
    for _ in range(5):
        KEYS._known.clear()
        with pytest.raises(DvcheckError, match="that passphrase does not open"):
            Journal.open(folder)

    def read_only(_: tries.Tries) -> sqlite3.Connection:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(tries.Tries, "_taken", read_only)
    KEYS._known.clear()
    with pytest.raises(DvcheckError, match="try again in 30 s"):
        Journal.open(folder)
    watch.now += 30
    assert events(folder) == before
    KEYS._known.clear()
    watch.now -= 500_000
    assert events(folder) == before
    assert watch.now == 500_000 + 30 + 2 * tries.UNCOUNTED_DELAY


def test_the_count_goes_with_the_passphrase(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(folder)
    key = encrypted(folder)
    KEYS._known.clear()
    answering(monkeypatch, WORDS)
    events(folder)
    rewrite(folder / FILE_NAME, key, None)
    assert {p.name for p in folder.iterdir()} - {HEAD_FILE} == {FILE_NAME}


def test_what_a_newer_dvcheck_encrypted_asks_for_a_newer_dvcheck(folder: Path) -> None:
    filled(folder)
    encrypted(folder)
    content = bytearray((folder / FILE_NAME).read_bytes())
    content[3:4] = b"z"
    (folder / FILE_NAME).write_bytes(content)
    with pytest.raises(DvcheckError, match="encrypted by a newer dvcheck"):
        Journal.open(folder)


# The keyring


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    kept: dict[tuple[str, str], str] = {}
    fake = SimpleNamespace(
        set_password=lambda service, name, text: kept.__setitem__((service, name), text),
        get_password=lambda service, name: kept.get((service, name)),
    )
    monkeypatch.setitem(sys.modules, "keyring", fake)
    return kept


def test_a_key_in_the_keyring_opens_without_asking(folder: Path, keyring: dict[tuple[str, str], str]) -> None:
    before = filled(folder)
    rewrite(folder / FILE_NAME, None, keyring_module.key_in_keyring())
    KEYS._known.clear()
    assert events(folder) == before
    keyring[next(iter(keyring))] = "00" * 32
    KEYS._known.clear()
    with pytest.raises(DvcheckError, match="its key does not open it") as caught:
        Journal.open(folder)
    assert caught.value.code == Exit.JOURNAL
    keyring.clear()
    with pytest.raises(DvcheckError, match="keyring has no key"):
        Journal.open(folder)


def test_a_keyring_that_keeps_nothing_is_noticed_before_the_journal_is_encrypted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(*_: str) -> None:
        raise RuntimeError("Prompt dismissed..")

    for fake, match in (
        (
            SimpleNamespace(set_password=lambda *_: None, get_password=lambda *_: None),
            "did not store the key",
        ),
        (
            SimpleNamespace(set_password=locked, get_password=locked),
            "keyring reported an error: Prompt dismissed",
        ),
        (None, "package keyring, which is not installed"),
    ):
        monkeypatch.setitem(sys.modules, "keyring", fake)
        with pytest.raises(DvcheckError, match=match) as caught:
            keyring_module.key_in_keyring()
        assert caught.value.code == Exit.JOURNAL


def test_the_parameters_are_those_the_letter_stands_for() -> None:
    """Another number here needs another letter: otherwise older encrypted journals would not open."""
    source = Path(keys.__file__).read_text(encoding="utf-8")
    assert "_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**17, 8, 1" in source


def test_a_journal_of_today_opens_tomorrow(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of a passphrase and a salt, computed once with the real parameters."""
    monkeypatch.undo()
    salt = b"DVCp" + bytes(range(12))
    assert keys.derive_key(WORDS, salt).secret.hex() == KNOWN


KNOWN = "46c12aaa7f4c93a4950f35fcbe6df7719c4ec3c7c89b3b90f82091b6d18d9408"


# SQLCipher's format


def kept(folder: Path) -> list[Any]:
    """Return the entries of the kept encrypted journal, if its passphrase opens it."""
    folder.mkdir(parents=True)
    shutil.copy(fixtures.ENCRYPTED_FILE, folder / FILE_NAME)
    return events(folder)


def test_the_journal_kept_since_sqlcipher_4_opens_with_its_passphrase(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real parameters of scrypt; what is kept does not change."""
    monkeypatch.undo()
    digest = hashlib.sha256(fixtures.ENCRYPTED_FILE.read_bytes()).hexdigest()
    assert digest == "585717a88ab55a59eea49d68f394e1202b7fc180cd0f88f81e91231150041ba8"
    monkeypatch.setattr(KEYS, "ask", lambda prompt: "nobody hides behind this one")
    found = kept(folder)
    assert len(found) == 21
    assert found[0].body["number"] == "26-000001"


@pytest.fixture
def another_format() -> Iterator[None]:
    """A SQLCipher with another default format, as a newer version may have."""
    connection = sqlcipher.sqlcipher().connect(":memory:")
    connection.execute("PRAGMA cipher_default_compatibility = 3")
    yield
    connection.execute("PRAGMA cipher_default_compatibility = 4")
    connection.close()


@pytest.mark.usefixtures("another_format")
def test_a_sqlcipher_with_other_defaults_reads_and_writes_the_same_format(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_SCRYPT_N", 2**17)
    answering(monkeypatch, fixtures.PASSPHRASE)
    assert len(kept(tmp_path / "kept")) == 21
    monkeypatch.setattr(keys, "_SCRYPT_N", 2)
    before = filled(folder)
    key = encrypted(folder)
    assert events(folder) == before
    connection = sqlcipher.sqlcipher().connect(str(folder / FILE_NAME))
    connection.execute(f'PRAGMA key = "{key.sql}"')
    connection.execute("PRAGMA cipher_compatibility = 4")
    assert connection.execute("SELECT count(*) FROM events").fetchone() == (5,)
    connection.close()


@posix_only
def test_a_name_left_by_a_command_killed_while_it_made_the_journal_keeps_nothing_plain(folder: Path) -> None:
    filled(folder)
    left = folder / f".{FILE_NAME}.4711.new"
    os.link(folder / FILE_NAME, left)
    before = left.read_bytes()
    descriptor = os.open(left, os.O_RDONLY)
    encrypted(folder)
    assert not left.exists()
    with os.fdopen(descriptor, "rb") as old:
        assert before.strip(b"\0")
        assert old.read().strip(b"\0") == b""
