"""Whatever becomes of the pack in use, every command on an open case does and says the same as before.

Each round damages a copy of the shipped pack that is in use, once or twice: files deleted, cut, changed, put
in place of each other, replaced by a folder, a pipe or a link, the folder emptied, replaced or gone, and
versions that are sound and say something else. Then every command on a case runs in the program itself, each
on its own copy of a journal with three open cases and a shift. Exit code, standard output and standard error
must be those under the sound pack, apart from what is said of the pack in use, and the entries in the journal
the same. Half of the rounds begin without the compiled packs, so that the journal's own are read.

If the pack in use is unsound, a new case must open under the last sound one, and say so. The clock is stopped
throughout. The control restores the old order: the pack in use is read first.
"""

import io
import json
import multiprocessing
import os
import random
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.record import clock
from dvcheck.record.head import NAME as HEAD_FILE
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal
from tests.proof import Figure, all_of, none_of

ROUNDS = 24
PROCESSES = 2
SEED = 12
CONTROL_ROUNDS = 4

# --- damage -------------------------------------------------------------------------------------------------

Damage = Callable[[Path, random.Random], None]


def _one(folder: Path, chance: random.Random) -> Path:
    """Return a file of the pack, if one is left."""
    files = sorted(p for p in folder.glob("*.yaml") if p.is_file())
    return chance.choice(files) if files else folder / "policy.yaml"


def _written(folder: Path, chance: random.Random, change: Callable[[bytes], bytes]) -> None:
    path = _one(folder, chance)
    path.write_bytes(change(path.read_bytes()))


def _changed_bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(max(1, len(changed)))
        changed[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
    return bytes(changed)


def _without_a_line(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    del lines[chance.randrange(max(1, len(lines))) : chance.randrange(max(1, len(lines))) + 1]
    return b"".join(lines)


def _replaced(folder: Path, chance: random.Random, put: Callable[[Path], object]) -> None:
    path = _one(folder, chance)
    path.unlink()
    put(path)


def _swapped(folder: Path, chance: random.Random) -> None:
    one, other = _one(folder, chance), _one(folder, chance)
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


def _whole(folder: Path, put: Callable[[Path], object]) -> None:
    shutil.rmtree(folder)
    put(folder)


def _in_all(folder: Path, old: str, new: str) -> None:
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")


def _crowded(folder: Path) -> None:
    for number in range(200):
        (folder / f"x{number}.yaml").touch()


def newer(folder: Path) -> None:
    """Write a sound pack of a later date, with other words and without a form."""
    _in_all(folder, "effective: 2024-07-05", "effective: 2026-11-01")
    _in_all(folder, "Photograph", "Take pictures of")


DAMAGES: Mapping[str, Damage] = {
    "deleted": lambda f, c: _one(f, c).unlink(),
    "cut": lambda f, c: _written(f, c, lambda b: b[: c.randrange(len(b) + 1)]),
    "emptied": lambda f, c: _written(f, c, lambda b: b""),
    "bytes changed": lambda f, c: _written(f, c, partial(_changed_bytes, chance=c)),
    "a line gone": lambda f, c: _written(f, c, partial(_without_a_line, chance=c)),
    "a bad key": lambda f, c: _written(f, c, lambda b: b + b"\nno-such-key: 1\n"),
    "not UTF-8": lambda f, c: _written(f, c, lambda b: b + b"# \xff\n"),
    "too long": lambda f, c: _written(f, c, lambda b: b + b"#" * (1 << 20)),
    "swapped": _swapped,
    "a folder": lambda f, c: _replaced(f, c, Path.mkdir),
    "a dangling link": lambda f, c: _replaced(f, c, lambda p: p.symlink_to("gone.yaml")),
    "a link away": lambda f, c: _replaced(f, c, lambda p: p.symlink_to(library.shipped_folder() / p.name)),
    "a link to itself": lambda f, c: _replaced(f, c, lambda p: p.symlink_to(p)),
    "unreadable": lambda f, c: _one(f, c).chmod(0),
    "too many files": lambda f, c: _crowded(f),
    "folder gone": lambda f, c: shutil.rmtree(f),
    "folder empty": lambda f, c: _whole(f, Path.mkdir),
    "folder a file": lambda f, c: _whole(f, Path.touch),
    "folder a dangling link": lambda f, c: _whole(f, lambda p: p.symlink_to("nowhere")),
    "folder unreadable": lambda f, c: f.chmod(0),
    "forms gone": lambda f, c: (f / "forms.yaml").unlink(missing_ok=True),
    "a checklist gone": lambda f, c: (f / "standby.yaml").unlink(missing_ok=True),
    "newer": lambda f, c: newer(f),
}
if hasattr(os, "mkfifo"):
    DAMAGES = {**DAMAGES, "a pipe": lambda f, c: _replaced(f, c, os.mkfifo)}


# --- commands -----------------------------------------------------------------------------------------------

Start = Literal["before the shift", "in the shift"]


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A command line, the text typed, and the journal it runs on."""

    line: tuple[str, ...]
    typed: str = ""
    on: Start = "in the shift"

    @property
    def name(self) -> str:
        return " ".join(self.line)


def _commands(answers: str) -> tuple[Command, ...]:
    lines = (
        "show CALL",
        "show CALL --all --include-sensitive",
        "show CALL --format json",
        "show STANDBY",
        "explain CALL",
        "explain CALL photo-overview",
        "explain CALL photo-overview --format json",
        "outstanding",
        "outstanding CALL",
        "outstanding --check",
        "outstanding --format json",
        "cases",
        "cases --closed",
        "cases --format json",
        "report CALL",
        "report CALL --format html",
        "report CALL --format json",
        "report ORDER --form service",
        "report ORDER --form cad",
        "done CALL photo-overview",
        "done CALL photo-overview --format json",
        "amend CALL --number 26-9",
        "close ORDER --reason over",
        f"incident CALL --answers {answers}",
        f"incident CALL --answers {answers} --format json",
        "shift status",
        "shift status --format json",
        "shift extend --ends 08:00",
        "shift end",
        "shift end --format json",
    )
    typed = (
        Command(line=("note", "CALL", "a note")),
        Command(line=("shift", "start", "--ends", "07:00"), on="before the shift"),
        Command(line=("done", "CALL", "--plain"), typed="1\n\n"),
        Command(line=("amend", "CALL", "injured", "--plain"), typed="3\ny\n"),
        Command(line=("incident", "CALL", "--plain"), typed="q\n"),
        Command(line=("verify-order", "ORDER", "--plain"), typed="1\nq\n"),
        Command(line=("standby", "STANDBY", "--plain"), typed="q\n"),
        Command(line=("incident", "--plain"), typed="1\nq\n"),
        Command(line=("shift", "end", "--plain"), typed="1\n\n"),
    )
    return (*(Command(line=tuple(line.split())) for line in lines), *typed)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a command: its exit code or exception, its output, and the entries it added."""

    ended: str
    out: str
    err: str
    entries: tuple[tuple[str, str], ...]


_ABOUT_THE_PACK = re.compile(
    r" ?(This case keeps its own checklists\."
    r"|(Newer checklists \(effective [^)]*\)|Other checklists than this case's) are in use"
    r"(?:[^\n]*\n  dvcheck case repack )?"
    r"|The checklists in [^\n]* cannot be used \()[^\n]*\n?"
)
_ALWAYS_NEW = re.compile(r"\b(c-[0-9A-Z]{4,}|[0-9A-F]{4}-[0-9A-F]{4})\b")
_ERASED = "(new)"


def _quicker() -> None:
    """Parse the same files once and build the commands once: the result is the same."""
    import typer.main

    from dvcheck.pack import parse as module

    plain, parsed = module.parse, {}

    def parse(files: Mapping[str, str], digest: str, *checks: Any) -> Any:
        key = (digest, len(checks[0]) if checks else None)
        if key not in parsed:
            parsed[key] = plain(files, digest, *checks)
        return parsed[key]

    module.parse = parse  # type: ignore[assignment]
    typer.main.get_command = cache(typer.main.get_command)


class World:
    """A folder with a pack in use, a journal with three cases, and the outcome of every command."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.pack, self.home = scratch / "pack", scratch / "home"
        self.answers = scratch / "answers.yaml"
        self._now = datetime(2026, 11, 22, 5, tzinfo=UTC)
        self._freeze()
        shutil.copytree(library.shipped_folder(), self.pack)
        self._kept: dict[Start, dict[str, bytes]] = {}
        self._known: dict[str, str] = {}
        self._begin()
        self.commands = _commands(str(self.answers))
        self.sound = {command: self.outcome(command) for command in self.commands}

    def _freeze(self) -> None:
        """Stop the clock before any command is imported, because commands import the clock by name."""
        assert "dvcheck.actions.workspace" not in sys.modules, "the clock cannot be stopped any more"
        clock.now = lambda: self._now
        clock.SYSTEM = clock.Clock(clock.now, lambda: self._now.timestamp())
        _quicker()

    def _begin(self) -> None:
        given = "call-type: domestic-disturbance\nrelationship: spouses\ninjured: one\npain-scale: 7\n"
        self.answers.write_text(given, encoding="utf-8")
        self._open("CALL", "incident", "--answers", str(self.answers))
        self._open("ORDER", "verify-order", "--plain", typed="1\n1\n1\nq\n")
        standby = "standby-items: [coat, medicine]\npetitioner-says: allows\nstandby-clock: running\n"
        self.answers.write_text(standby, encoding="utf-8")
        self._open("STANDBY", "standby", "--answers", str(self.answers))
        self._now += timedelta(minutes=9)
        self.answers.write_text("two-members: yes\nthreats: no\n", encoding="utf-8")
        self._keep("before the shift")
        self._must("shift", "start", "--ends", "07:00")
        self._now += timedelta(minutes=2)
        self._keep("in the shift")

    def _open(self, name: str, walk: str, *options: str, typed: str = "") -> None:
        before = set(self._ids())
        self._must(walk, "--new", *options, typed=typed)
        (self._known[name],) = set(self._ids()) - before

    def _ids(self) -> list[str]:
        journal = Journal.open_existing(self.home)
        if journal is None:
            return []
        with journal:
            return [case for case in journal.case_ids() if case != "shift"]

    def _must(self, *line: str, typed: str = "") -> None:
        ended, _, err = self._ran(line, typed)
        assert ended in ("0", "130"), f"{line}: {ended} {err}"

    def _keep(self, start: Start) -> None:
        self._kept[start] = {FILE_NAME: (self.home / FILE_NAME).read_bytes()}

    # --- running --------------------------------------------------------------------------------------------

    def outcome(self, command: Command) -> Outcome:
        """Return the outcome of a command on a separate copy of the journal."""
        (self.home / FILE_NAME).write_bytes(self._kept[command.on][FILE_NAME])
        (self.home / HEAD_FILE).unlink(missing_ok=True)
        before = self._entries()
        line = tuple(self._known.get(word, word) for word in command.line)
        ended, out, err = self._ran(line, command.typed)
        after = self._entries()
        if after[: len(before)] != before:
            ended += ", entries are lost"
        return Outcome(
            ended=ended,
            out=self._plain(out, command),
            err=self._plain(err, command),
            entries=tuple((kind, self._plain(body, command)) for kind, body in after[len(before) :]),
        )

    def _entries(self) -> list[tuple[str, str]]:
        with Journal.open(self.home) as journal:
            assert journal.first_bad() is None
            return [(e.kind, json.dumps(e.body, sort_keys=True)) for e in journal.all_events()]

    def _plain(self, text: str, command: Command) -> str:
        """Remove what is said of the pack in use, and give one name to what is new each time."""
        if text.startswith("{") and command.line[0] in ("show", "outstanding"):
            document = json.loads(text)
            of_the_pack_in_use = "pack_in_use" if command.line[0] == "show" else "policy"
            del document[of_the_pack_in_use]
            text = json.dumps(document, indent=1)
        known = set(self._known.values())
        text = _ABOUT_THE_PACK.sub("", text)
        return _ALWAYS_NEW.sub(lambda m: m[0] if m[0] in known else _ERASED, text)

    def _ran(self, line: Sequence[str], typed: str) -> tuple[str, str, str]:
        """Return the exit code or the exception, standard output and standard error."""
        from dvcheck import cli

        sys.argv = ["dvcheck", *line]
        os.environ |= {"DVCHECK_HOME": str(self.home), "DVCHECK_PACK": str(self.pack), "COLUMNS": "1000"}
        stdin, sys.stdin = sys.stdin, io.StringIO(typed)
        written = io.BytesIO(), io.BytesIO()
        out, err = (io.TextIOWrapper(to, encoding="utf-8", write_through=True) for to in written)
        try:
            with redirect_stdout(out), redirect_stderr(err):
                ended = str(cli._run(cli.Session()))
        except Exception as error:
            ended = f"{type(error).__name__}: {error}"
        finally:
            sys.stdin = stdin
        said, complained = (to.getvalue().decode() for to in written)
        return ended, said, complained

    # --- rounds ---------------------------------------------------------------------------------------------

    def damaged(self, names: Sequence[str], chance: random.Random, *, compiled: bool) -> None:
        """Restore the pack in use, damage it, and remove the compiled packs."""
        self.mend()
        for name in names:
            with suppress(OSError):  # nothing is left to damage further
                DAMAGES[name](self.pack, chance)
        if not compiled:
            shutil.rmtree(self.home / "packs", ignore_errors=True)

    def mend(self) -> None:
        if self.pack.is_dir() and not self.pack.is_symlink():
            self.pack.chmod(0o700)
            shutil.rmtree(self.pack)
        self.pack.unlink(missing_ok=True)
        shutil.copytree(library.shipped_folder(), self.pack)

    def differences(self) -> list[str]:
        """Return the differences of each command on a case from its outcome under the sound pack."""
        found: list[str] = []
        for command in self.commands:
            wanted, got = self.sound[command], self.outcome(command)
            for part in ("ended", "out", "err", "entries"):
                if getattr(wanted, part) != getattr(got, part):
                    said = f"{command.name}: {part} {str(getattr(got, part))[-300:]!r}"
                    found.append(f"{said} instead of {str(getattr(wanted, part))[-300:]!r}")
        return found

    def is_sound(self) -> bool:
        """Read the pack in use again and check whether it can be used."""
        try:
            library.load(library.read(self.pack), None)
        except DvcheckError:
            return False
        return True

    def new_case(self) -> list[str]:
        """Return what is wrong with opening a case now."""
        line = ("incident", "--new", "--answers", str(self.answers))
        (self.home / FILE_NAME).write_bytes(self._kept["in the shift"][FILE_NAME])
        (self.home / HEAD_FILE).unlink(missing_ok=True)
        before = len(self._entries())
        sound = self.is_sound()
        ended, out, err = self._ran(line, "")
        refused = self._ran((*line, "--pack", os.path.relpath(self.pack)), "")[0]
        checked = self._ran(("policy",), "")[0]
        if sound:
            return [] if ended in ("0", "2", "3") and refused == ended else [f"{ended}, {refused}: {err}"]
        opened = self._entries()[before:]
        wrong = []
        if ended != str(Exit.DONE) or not opened or "your judgment decide" not in out:
            wrong.append(f"no new case: {ended} {err}")
        if "cannot be used" not in err or len(err.splitlines()) != 1:
            wrong.append(f"it is not said in one line: {err!r}")
        if refused != str(Exit.BAD_INPUT) or checked != str(Exit.BAD_INPUT):
            wrong.append(f"an unsound pack that is named is used: {refused}, {checked}")
        return wrong


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of one damaged pack."""

    damage: tuple[str, ...]
    sound: bool
    commands: int
    different: tuple[str, ...]
    new_case: tuple[str, ...]


def _rounds(job: tuple[int, int, str]) -> list[Round]:
    """Run the share of one process: the kinds of damage are shared out among all in turn."""
    process, count, folder = job
    Path(folder).mkdir(parents=True)
    world, chance = World(Path(folder)), random.Random(SEED + process)
    names = sorted(DAMAGES)
    random.Random(SEED).shuffle(names)
    found = []
    for number in range(count):
        more = chance.choices(names, k=chance.choice((0, 0, 1)))
        damage = (names[(number * PROCESSES + process) % len(names)], *more)
        world.damaged(damage, chance, compiled=number % 2 == 0)
        found.append(
            Round(
                damage=damage,
                sound=world.is_sound(),
                commands=len(world.commands),
                different=tuple(world.differences()),
                new_case=tuple(world.new_case()),
            )
        )
    world.mend()
    return found


def _control(folder: str) -> tuple[int, int]:
    """Return in how many rounds reading the pack in use first is noticed, and of how many."""
    Path(folder).mkdir(parents=True)
    world, chance = World(Path(folder)), random.Random(SEED)
    from dvcheck.actions.workspace import Workspace

    its_own = Workspace.pack_of

    def pack_of(workspace: Workspace, case: object, journal: object) -> object:
        workspace.pack()
        return its_own(workspace, case, journal)  # type: ignore[arg-type]

    Workspace.pack_of = pack_of  # type: ignore[method-assign,assignment]
    noticed = 0
    for name in ("deleted", "a bad key", "folder gone", "a dangling link")[:CONTROL_ROUNDS]:
        world.damaged((name,), chance, compiled=True)
        noticed += bool(world.differences())
    world.mend()
    return noticed, CONTROL_ROUNDS


def apart(states: Mapping[str, Sequence[str]], folder: str) -> dict[str, list[str]]:
    """Return what is wrong in each state of a pack, by its damage; for a process whose clock is stopped."""
    Path(folder).mkdir(parents=True)
    world = World(Path(folder))
    found = {}
    for state, names in states.items():
        world.damaged(names, random.Random(SEED), compiled=False)
        found[state] = [*world.differences(), *world.new_case()]
        world.mend()
    return found


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    rounds = n or ROUNDS
    share = -(-rounds // PROCESSES)
    jobs = [(number, share, str(scratch / str(number))) for number in range(PROCESSES)]
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(PROCESSES, maxtasksperchild=1) as pool:
        control = pool.apply_async(_control, (str(scratch / "control"),))
        found = [one for part in pool.map(_rounds, jobs, chunksize=1) for one in part]
        noticed, tried = control.get()
    kinds = len(Counter(name for one in found for name in one.damage))
    unsound = sum(not one.sound for one in found)
    ran = sum(one.commands for one in found)
    what = (
        f"{ran:,} commands on open cases under {len(found)} damaged packs ({kinds} kinds, {unsound} unsound)"
    )
    different = [(one, said) for one in found for said in one.different]
    yield none_of(f"{what}: another exit code, output or entry", len(different))
    wrong = [(one, said) for one in found for said in one.new_case]
    yield none_of(
        "new cases under them that were not opened, or not under a sound pack that is named", len(wrong)
    )
    for one, said in (different + wrong)[:5]:
        yield Figure(what=f"{', '.join(one.damage)}", found=said, goal="nothing", met=False)
    yield Figure(
        what="packs whose damage left them sound",
        found=f"{len(found) - unsound} of {len(found)}",
        goal="some, and not most",
        met=0 < len(found) - unsound < len(found) / 2,
    )
    yield all_of("control: the pack in use is read first, as it was: noticed", noticed, tried)
