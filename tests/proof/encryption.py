"""Killed or refused at any moment, encrypting loses nothing, and nothing of an encrypted journal can be read.

POSIX only, and only where SQLCipher is installed.

- The commands `journal encrypt`, `rekey` and `decrypt` run one after the other over one journal, each killed
  with SIGKILL at a random moment, and more is recorded in between. An entry counts as acknowledged once
  `append_all` has returned. Afterwards the journal must open, plain or with the old or the new passphrase.
- The same commands are made to fail at each of their file operations and at each call of SQLCipher, once or
  from then on, and under a limit on the size of a file. A refused command must leave the journal unchanged,
  or say that it did not.
- A recorded text is searched, as UTF-8 and as UTF-16, in every file of the home and the temporary folder:
  before each line that a command runs, after each kill, and at the end of a command. Only two files may have
  it: the plain journal before it is encrypted and after it is decrypted, and the plain form that a decryption
  writes beside the journal.
- The real program runs under umask 000: it encrypts, gets wrong passphrases, exports and decrypts.

Commands in this process use a cheap derivation, the program the real one. Between wrong passphrases a
simulated clock moves: nothing sleeps.
"""

import errno
import multiprocessing
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from dvcheck.actions import encryption
from dvcheck.actions.journal_file import folder_of
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.events import Event, RawEvent
from dvcheck.record.sqlite import rewrite as rewriting
from dvcheck.record.sqlite.connection import OpeningOptions
from dvcheck.record.sqlite.encryption import aside, keys, source, sqlcipher, tries
from dvcheck.record.sqlite.encryption.source import KeySource
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.proof import Figure, all_of, none_of
from tests.proof.kills import begun, some

KILLS = 60
SEED = 825
CONTROLS = 4
FOR_EVER = 6
"""One in this many of the operations that fail once is also made to fail forever."""
CANARY = "the-kitchen-knife-Zeugin-4711"
FORMS = ("utf-8", "utf-16-le", "utf-16-be")
FIRST, SECOND, WRONG = "correct horse battery staple", "another four good words", "nobody said this one"
AT_ONCE = 8
PATIENCE = 60.0
ROOT = Path(__file__).parents[2]
_OURS = {module.__file__ for module in (rewriting, aside, keys, source, sqlcipher, tries)}

Command = Literal["encrypt", "rekey", "decrypt"]
COMMANDS: tuple[Command, ...] = ("encrypt", "rekey", "decrypt")

_fork = multiprocessing.get_context("fork")


# --- a journal, and how it is found afterwards --------------------------------------------------------------


@dataclass(slots=True)
class Home:
    """A journal in a separate folder, with its two passphrases and the acknowledged entries."""

    root: Path
    acknowledged: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.temporary.mkdir(parents=True)
        for path, text in ((self.first, FIRST), (self.second, SECOND)):
            path.write_text(text, encoding="utf-8")

    folder = property(lambda self: self.root / "home" / "dvcheck")
    temporary = property(lambda self: self.root / "home" / "tmp")
    journal = property(lambda self: self.folder / FILE_NAME)
    aside = property(lambda self: aside.aside_of(self.journal))
    first = property(lambda self: self.root / "first")
    second = property(lambda self: self.root / "second")

    @property
    def is_plain(self) -> bool:
        return keys.salt_of(self.journal) is None

    def record(self, many: int) -> None:
        """Record entries, each with the text that is searched for."""
        with self.opened() as journal:
            case = (journal.case_ids() or [begun(journal).case.id])[0]
            known = len(self.acknowledged)
            entries = [
                RawEvent("noted", {"text": f"{CANARY} {known + n} " + "x" * (97 * n % 900)})
                for n in range(many)
            ]
            journal.append_all(case, entries, _now())
            self.acknowledged = list(journal.all_events())

    def opened(self) -> Journal:
        """Open the journal with either passphrase. Raise DvcheckError if neither opens it."""
        for words in (self.first, self.second):
            try:
                return Journal.open(
                    self.folder, opening=OpeningOptions(KeySource(words, warn=_nothing, pause=_nothing))
                )
            except DvcheckError as error:
                if "that passphrase" not in error.message or words == self.second:
                    raise
        raise AssertionError

    def rounds(self) -> tuple[tuple[Command, Path, Path], ...]:
        """Return each command with its old and its new passphrase, from a plain journal back to one."""
        return (
            ("encrypt", self.second, self.first),
            ("rekey", self.first, self.second),
            ("decrypt", self.second, self.first),
        )

    def passphrases(self) -> tuple[Path, Path]:
        """Return the file of the passphrase it is or may be encrypted with, then the other."""
        if self.is_plain:
            return self.second, self.first
        with self.opened() as journal:
            used = journal.opening.keys.file
        return (self.first, self.second) if used == self.first else (self.second, self.first)

    def run(self, command: Command, old: Path, new: Path) -> None:
        """Do what the command does."""
        workspace = Workspace(home=self.folder)
        asked = folder_of(workspace).opening.keys
        asked.warn = asked.pause = _nothing
        if command == "encrypt":
            encryption.encrypt(workspace, partial(encryption.key_from_file, new))
        elif command == "rekey":
            encryption.rekey(workspace, old, partial(encryption.key_from_file, new))
        else:
            encryption.decrypt(workspace, old)

    def files(self) -> Iterator[Path]:
        for path in sorted((self.root / "home").rglob("*")):
            if path.is_file():
                yield path

    def copied(self, root: Path) -> "Home":
        """Return the same journal in another folder."""
        copy = Home(root, list(self.acknowledged))
        shutil.copytree(self.folder, copy.folder)
        return copy


def _nothing(*arguments: object) -> None:
    pass


def _now() -> Any:
    from dvcheck.record.clock import now

    return now()


@dataclass(slots=True)
class Tally:
    """The outcome of some tries."""

    tries: int = 0
    killed: int = 0
    """Kills before the end of the command."""
    half_way: int = 0
    """Kills while the new form was beside the journal."""
    old: int = 0
    new: int = 0
    lost: int = 0
    broken: int = 0
    closed: int = 0
    shown: int = 0
    """Files that must not show the text, but do."""
    open_to_others: int = 0
    refusals: int = 0
    unclear: list[str] = field(default_factory=list)
    """Refusals other than a line with exit code 4, and other exceptions."""
    changed: int = 0
    """Refusals that changed the journal without saying so."""


def inspect(home: Home, before: bytes | None, tally: Tally) -> None:
    """Open a journal after an interrupted command, and count its faults."""
    salt = keys.salt_of(home.journal)
    tally.old += salt == before
    tally.new += salt != before
    try:
        with home.opened() as journal:
            events = list(journal.all_events())
            sound = journal.first_bad() is None and not journal.damage() and journal.is_guarded()
    except DvcheckError:
        tally.closed += 1
        tally.lost += len(home.acknowledged)
        return
    tally.lost += sum(event not in events for event in home.acknowledged)
    tally.broken += not sound or len(events) != len(home.acknowledged)
    if not home.is_plain:  # opening it removed what a decryption had left
        tally.shown += len(showing(home))


def showing(home: Home, *but: Path) -> list[Path]:
    """Return the files that show the text, except some."""
    forms = [CANARY.encode(form) for form in FORMS]
    found = []
    for path in home.files():
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        if path not in but and any(form in content for form in forms):
            found.append(path)
    return found


def open_to_others(folder: Path) -> list[str]:
    """List what others could read or enter in a folder, or the folder itself: its name and mode."""
    found = []
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode != (0o700 if path.is_dir() else 0o600):
            found.append(f"{path.name} {mode:o}")
    return found


def may_show(home: Home, command: Command) -> tuple[Path, ...]:
    """Return the files that an interrupted command may leave readable."""
    plain = (home.journal,) if home.is_plain else ()
    return (*plain, home.aside) if command == "decrypt" else plain


@contextmanager
def cheap() -> Iterator[None]:
    """A derivation that takes no time."""
    with patch.object(keys, "_SCRYPT_N", 2):
        yield


# --- killed -------------------------------------------------------------------------------------------------


class Child:
    """A process that runs a command. If `stepping`, it waits for a word before each line."""

    def __init__(self, home: Home, call: Callable[[], None], *, stepping: bool = False) -> None:
        self._reading, writing = os.pipe()
        listening, self._telling = os.pipe()
        self._process = _fork.Process(target=_in_child, args=(home, call, writing, listening, stepping))
        self._process.start()
        os.close(writing)
        os.close(listening)
        os.read(self._reading, 1)  # it has begun

    def steps(self) -> Iterator[None]:
        """Wait before each line that it runs."""
        os.write(self._telling, b".")
        while os.read(self._reading, 1):
            yield
            os.write(self._telling, b".")

    def kill(self, after: float) -> bool:
        """Kill -9 after some seconds; return whether the command was still running."""
        self._process.join(after)
        self._process.kill()
        return self.ended() == -signal.SIGKILL

    def ended(self) -> int:
        """Return its exit code."""
        self._process.join(PATIENCE)
        os.close(self._reading)
        os.close(self._telling)
        code = self._process.exitcode
        self._process.close()
        return 1 if code is None else code


def _in_child(home: Home, call: Callable[[], None], out: int, word: int, stepping: bool) -> None:
    os.umask(0)
    os.environ["TMPDIR"] = os.environ["SQLITE_TMPDIR"] = str(home.temporary)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.write(out, b".")

    def trace(frame: Any, event: str, argument: object) -> Any:
        if frame.f_code.co_filename not in _OURS:
            return None
        if event == "line":
            os.write(out, b".")
            os.read(word, 1)
        return trace

    if stepping:
        os.read(word, 1)
        sys.settrace(trace)
    call()


def killed(kills: int, scratch: Path, careless: Callable[..., None] | None = None) -> Tally:
    """Run one command after the other, and kill each at a random moment.

    `careless` replaces dvcheck's own replacing, and kills itself.
    """
    draw = random.Random(SEED)
    tally = Tally()
    reach = _lasting(scratch / f"lasting-{careless is not None}")
    home: Home | None = None
    for turn in range(kills):
        if home is None:
            home = Home(scratch / f"killed-{careless is not None}-{turn}")
            home.record(40)
        old, new = home.passphrases()
        command: Command = "encrypt" if home.is_plain else draw.choice(COMMANDS[1:])
        before = keys.salt_of(home.journal)
        with patch.object(rewriting, "_replace", careless or rewriting._replace):
            child = Child(home, partial(home.run, command, old, new))
            over = not child.kill(PATIENCE if careless else draw.uniform(0, reach[command]))
        # So about half of the kills come too late, however fast the computer is at the moment.
        reach[command] *= 1.15 if keys.salt_of(home.journal) == before else 0.85
        tally.tries += 1
        tally.killed += not over
        tally.half_way += not over and home.aside.exists()
        tally.shown += len(showing(home, *may_show(home, command)))
        tally.open_to_others += len(open_to_others(home.folder))
        harm = tally.lost
        inspect(home, before, tally)
        if tally.lost > harm:
            home = None
        else:
            home.record(3)
    return tally


def _lasting(root: Path) -> dict[Command, float]:
    """Return the time each command takes in a separate process, in seconds: the median of three."""
    home = Home(root)
    home.record(40)
    took: dict[Command, list[float]] = {command: [] for command in COMMANDS}
    for _ in range(3):
        for command, old, new in home.rounds():
            child = Child(home, partial(home.run, command, old, new))
            started = time.monotonic()
            if child.ended() != 0:
                raise RuntimeError(f"{command} fails")
            took[command].append(time.monotonic() - started)
    return {command: sorted(seconds)[1] for command, seconds in took.items()}


def in_place(path: Path, aside: Path) -> None:
    """Copy the new form over the old one, and be killed half way. The proof must find this."""
    with path.open("r+b", buffering=0) as file:
        file.write(aside.read_bytes()[: aside.stat().st_size // 2])
    os.kill(os.getpid(), signal.SIGKILL)


# --- what others can read -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Looks:
    """The results of the search before each line of a command."""

    looks: int = 0
    with_aside: int = 0
    shown: int = 0
    plain: int = 0
    """Looks that found the text in a plain form that may be there: the search works."""
    open_to_others: int = 0
    after: int = 0
    """Files that show the text once the journal is encrypted."""
    forms: int = 0
    """Files with the text, one for each of its forms, that the search finds."""


def looked_at(scratch: Path) -> Looks:
    home = Home(scratch / "looked-at")
    home.record(30)
    looks = Looks()
    for command, old, new in home.rounds():
        child = Child(home, partial(home.run, command, old, new), stepping=True)
        for _ in child.steps():
            may = may_show(home, command)
            looks.looks += 1
            looks.with_aside += home.aside.exists()
            looks.shown += len(showing(home, *may))
            looks.plain += any(path in may for path in showing(home))
            looks.open_to_others += len(open_to_others(home.folder))
        if child.ended() != 0:
            raise RuntimeError(f"{command} fails")
        if command != "decrypt":
            looks.after += len(showing(home))
    for form in FORMS:
        (home.temporary / form).write_bytes(CANARY.encode(form))
    looks.forms = len(showing(home, home.journal))
    return looks


# --- refused by the disk ------------------------------------------------------------------------------------


class Failing:
    """Lets the operation with number `at` fail, or all from there on."""

    def __init__(self, at: int = 0, *, for_ever: bool = False) -> None:
        self._at = at
        self._for_ever = for_ever
        self.made = 0

    def __call__(self) -> bool:
        self.made += 1
        return self._at > 0 and (self.made >= self._at if self._for_ever else self.made == self._at)

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Let every file operation of dvcheck and every call of SQLCipher ask whether it fails."""
        with ExitStack() as patches:
            for owner, names in ((os, ("open", "fsync", "write", "fstat")), (Path, ("replace", "unlink"))):
                for name in names:
                    patches.enter_context(patch.object(owner, name, self._asking(getattr(owner, name))))
            patches.enter_context(patch.object(os, "close", self._asking(os.close, done=True)))
            real = sqlcipher.CipherConnection._run

            def run(connection: Any, call: Callable[..., Any], *arguments: object) -> Any:
                if call.__name__ != "close" and self():  # SQLite reports no fault there
                    error = sqlite3.OperationalError("disk I/O error")
                    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
                    raise error
                return real(connection, call, *arguments)

            patches.enter_context(patch.object(sqlcipher.CipherConnection, "_run", run))
            yield

    def _asking(self, real: Callable[..., Any], *, done: bool = False) -> Callable[..., Any]:
        """Wrap an operation so that it asks, and fails before it is done, or after it if `done`."""

        def call(*arguments: Any, **more: Any) -> Any:
            fails = sys._getframe(1).f_code.co_filename in _OURS and self()
            result = real(*arguments, **more) if done or not fails else None
            if fails:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return result

        return call


def refused(scratch: Path) -> Tally:
    """Run each command once for every operation that can fail, and for each limit on the size of a file."""
    tally = Tally()
    home = Home(scratch / "refused")
    home.record(10)
    for command in COMMANDS:
        old, new = home.passphrases()
        ways: list[Callable[[Home], None]] = []
        counting = Failing()
        with counting.mounted():
            home.copied(scratch / f"counted-{command}").run(command, old, new)
        for at in range(1, counting.made + 1):
            ways.append(partial(_failing, Failing(at), command, old, new))
            if at % FOR_EVER == 0:
                ways.append(partial(_failing, Failing(at, for_ever=True), command, old, new))
        for size in range(0, home.journal.stat().st_size + 4096, 4096):
            ways.append(partial(_limited, size, command, old, new))
        for number, way in enumerate(ways):
            copy = home.copied(scratch / f"refused-{command}-{number}")
            before = keys.salt_of(copy.journal)
            tally.tries += 1
            try:
                way(copy)
            except DvcheckError as error:
                tally.refusals += 1
                if error.code != Exit.JOURNAL or "\n" in error.message or not error.hint:
                    tally.unclear.append(error.message)
                told = "was rewritten" in error.message
                tally.changed += not told and keys.salt_of(copy.journal) != before
            except Exception as error:
                tally.unclear.append(repr(error))
            tally.shown += len(showing(copy, *may_show(copy, command)))
            inspect(copy, before, tally)
            shutil.rmtree(copy.root)
        home.run(command, old, new)
    return tally


def _failing(failing: Failing, command: Command, old: Path, new: Path, home: Home) -> None:
    with failing.mounted():
        home.run(command, old, new)


def _limited(size: int, command: Command, old: Path, new: Path, home: Home) -> None:
    """Let no file grow beyond a number of bytes, as on a full disk."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        home.run(command, old, new)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


# --- the program, and wrong passphrases ---------------------------------------------------------------------

LATER = """
import sys, time
from dvcheck.cli import main
from dvcheck.record.sqlite.encryption.source import KeySource

seconds = float(sys.argv.pop(1))
made = KeySource.__init__
KeySource.__init__ = lambda self, *a, **k: made(self, *a, **{"clock": lambda: time.time() + seconds, **k})
main()
"""


@dataclass(slots=True)
class Program:
    """Run the real program under umask 000, and look into its folder after each command."""

    home: Home
    commands: int = 0
    files: int = 0
    open_to_others: list[str] = field(default_factory=list)

    def __call__(
        self, *arguments: str, words: Path | None = None, later: float = 0
    ) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, words=words, later=later)
        out, err = process.communicate(timeout=PATIENCE)
        self.look()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def start(self, *arguments: str, words: Path | None, later: float = 0) -> subprocess.Popen[str]:
        env = {**os.environ, "DVCHECK_HOME": str(self.home.folder), "PYTHONPATH": str(ROOT)}
        env.pop(source.PASSPHRASE_FILE, None)
        if words is not None:
            env[source.PASSPHRASE_FILE] = str(words)
        return subprocess.Popen(
            [sys.executable, "-c", LATER, str(later), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            cwd=self.home.root,
            env=env,
            umask=0,
        )

    def look(self) -> None:
        self.commands += 1
        self.files += sum(1 for path in self.home.folder.rglob("*") if path.is_file())
        self.open_to_others += open_to_others(self.home.folder)


def tried(scratch: Path) -> Iterator[Figure]:
    """Encrypt, try wrong passphrases, export and decrypt."""
    home = Home(scratch / "tried")
    wrong = home.root / "wrong"
    wrong.write_text(WRONG, encoding="utf-8")
    dvcheck = Program(home)
    done = [
        dvcheck("incident", "--answers", str(ROOT / "docs" / "picture.yaml")),
        dvcheck("journal", "encrypt", "--passphrase-file", str(home.first)),
    ]
    told = [dvcheck("cases", words=wrong) for _ in range(tries.TRIES_ALLOWED)]
    told_so = [
        one.returncode == Exit.JOURNAL and not one.stdout and _lines(one) == 1 and _is_wrong(one.stderr)
        for one in told
    ]
    yield all_of("wrong passphrases that are one line and exit code 4", sum(told_so), tries.TRIES_ALLOWED)
    early = [dvcheck("cases", words=words) for words in (wrong, home.first)]
    waits = [re.search(r"5 wrong passphrases in a row: try again in (\d+) s", e.stderr) for e in early]
    told_to_wait = sum(w is not None and 0 < int(w[1]) <= tries.FIRST_DELAY for w in waits)
    yield all_of("tries after five wrong ones, the right one too, that must wait", told_to_wait, 2)
    opened = dvcheck("cases", words=home.first, later=tries.FIRST_DELAY + 1)
    yield all_of("right passphrases after that wait that open", int(_opened(opened)), 1)

    programs = [dvcheck.start("cases", words=wrong) for _ in range(AT_ONCE)]
    said = [program.communicate(timeout=PATIENCE)[1] for program in programs]
    dvcheck.look()
    yield Figure(
        what=f"{AT_ONCE} programs at once with a wrong passphrase: tries, and programs that must wait",
        found=f"{sum(map(_is_wrong, said))}, and {sum('try again in' in line for line in said)}",
        goal=f"{tries.TRIES_ALLOWED}, and {AT_ONCE - tries.TRIES_ALLOWED}",
        met=sum(map(_is_wrong, said)) == tries.TRIES_ALLOWED
        and sum("try again in" in line for line in said) == AT_ONCE - tries.TRIES_ALLOWED,
    )
    later = tries.FIRST_DELAY + 1
    exported = home.folder / "export.jsonl"
    done += [
        dvcheck("journal", "export", "-o", str(exported), words=home.first, later=later),
        dvcheck("journal", "decrypt", "--passphrase-file", str(home.first)),
        dvcheck("cases"),
    ]
    yield all_of("other commands in between that end well", sum(map(_is_well, done)), len(done))
    what = f"{dvcheck.commands} commands under umask 000, {dvcheck.files} files looked at"
    yield none_of(
        f"{what}: not 0600, or folders not 0700{_first(dvcheck.open_to_others)}", len(dvcheck.open_to_others)
    )
    before = os.umask(0)
    (home.folder / "control").write_text("", encoding="utf-8")
    (home.folder / "controls").mkdir()
    os.umask(before)
    control = len(open_to_others(home.folder))
    yield all_of("control, a file and a folder made without care: found", control, 2)


def _lines(done: subprocess.CompletedProcess[str]) -> int:
    return len(done.stderr.splitlines())


def _is_wrong(said: str) -> bool:
    return "that passphrase does not open" in said


def _opened(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 0 and "c-" in done.stdout


def _is_well(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode in (Exit.DONE, Exit.INTERRUPTED) and "Traceback" not in done.stderr


# --- the figures --------------------------------------------------------------------------------------------


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    """Make `n` kills, and everything else once."""
    try:
        sqlcipher.sqlcipher()
    except DvcheckError:
        yield Figure(
            what="SQLCipher, which all of this needs", found="not installed", goal="installed", met=False
        )
        return
    with cheap():
        yield from _killed(KILLS if n is None else n, scratch)
        yield from _looked_at(scratch)
        yield from _refused(scratch)
    yield from tried(scratch)


def _killed(kills: int, scratch: Path) -> Iterator[Figure]:
    found = killed(kills, scratch)
    what = f"{found.tries} kills of encrypt, rekey and decrypt"
    yield none_of(f"{what}: acknowledged entries lost", found.lost)
    yield none_of(f"{what}: journals that neither passphrase opens", found.closed)
    yield none_of(f"{what}: chains broken, or files damaged", found.broken)
    yield none_of(f"{what}: files left that show what was recorded", found.shown)
    yield none_of(f"{what}, umask 000: files not 0600, or folders not 0700", found.open_to_others)
    yield some(f"{what}: before the command was over", found.killed)
    yield some(f"{what}: with the new form half written, or not in place yet", found.half_way)
    yield _both(f"{what}: journals as before, and rewritten", found)
    control = killed(CONTROLS, scratch, in_place)
    yield some(f"control, the new form copied over the old: entries lost in {CONTROLS} kills", control.lost)


def _looked_at(scratch: Path) -> Iterator[Figure]:
    found = looked_at(scratch)
    what = f"encrypt, rekey and decrypt, looked at {found.looks} times"
    yield none_of(f"{what}: files that show what was recorded, other than the plain form", found.shown)
    yield none_of(f"{what}, umask 000: files not 0600, or folders not 0700", found.open_to_others)
    yield some(f"{what}: with the new form beside the journal", found.with_aside)
    yield some(f"{what}: the plain form shows what was recorded", found.plain)
    yield none_of("files that show what was recorded once it is encrypted, or has another key", found.after)
    yield all_of("control, files with it as UTF-8 and UTF-16 of either order: found", found.forms, len(FORMS))


def _refused(scratch: Path) -> Iterator[Figure]:
    found = refused(scratch)
    what = f"{found.tries} times a file operation or a call of SQLCipher fails"
    yield none_of(f"{what}: acknowledged entries lost", found.lost)
    yield none_of(f"{what}: chains broken, or files damaged", found.broken)
    yield none_of(f"{what}: files left that show what was recorded", found.shown)
    yield none_of(f"{what}: refused, and rewritten without a word of it", found.changed)
    yield none_of(f"{what}: refused in other words than ours{_first(found.unclear)}", len(found.unclear))
    yield some(f"{what}: refused", found.refusals)
    yield _both(f"{what}: journals as before, and rewritten", found)


def _both(what: str, tally: Tally) -> Figure:
    return Figure(
        what=what,
        found=f"{tally.old}, and {tally.new}",
        goal="both more than 0",
        met=tally.old > 0 < tally.new,
    )


def _first(found: Sequence[str]) -> str:
    return f" ({found[0]})" if found else ""
