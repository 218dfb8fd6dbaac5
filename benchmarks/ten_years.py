"""Measures the cost of a ten-year journal.

Each run measures complete processes that print text for people, alternately. What counts is processor time,
which other load changes least, and the best of several runs of a command. The wall-clock time is shown too.
Memory is never less than that of this program, which starts the others. The run fails if a goal is missed:

- `show`, `note`, `incident --number`, `cases` and `outstanding` with 100,000 closed cases of 10 entries
  beside one open case cost at most 1.2 times what they cost with that case alone.
- `journal verify` and `journal export` of that journal take at most 80 MiB.
- `cases` and `outstanding` with 10,000 open cases of 50 entries cost, for each case, at most 1.2 times what
  they cost with 100, and take at most 200 MiB.
"""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from benchmarks.child import Ran, ran
from benchmarks.goals import Measure, goal
from benchmarks.prompts import environment
from dvcheck.pack import library
from dvcheck.record.chain import encode, hash_of, seal_of
from dvcheck.record.events import (
    Answered,
    CaseClosed,
    CaseOpened,
    ChecklistStarted,
    Entry,
    ShiftEnded,
    body_of,
    utc_text,
)
from dvcheck.record.sqlite import index
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.record.sqlite.journal import Journal

RATIO, LINEAR = 1.2, 1.2
MOST_MIB, MOST_MIB_OPEN = 80, 200
FEW = 100
CHECKLISTS = ("incident", "serve-order", "standby")


class Size(NamedTuple):
    """The length of the journals, and the number of runs of each command."""

    closed: int
    open: int
    rounds: int
    rounds_of_many: int


MORE = 3
"""The number of repeats when a goal is missed. A shared processor is slow at times."""
CI, FULL = Size(20_000, 400, 5, 5), Size(100_000, 10_000, 7, 1)


class Case(NamedTuple):
    """A case to write: its id and its entries."""

    id: str
    entries: Sequence[tuple[str, bytes]]


def closed_cases(count: int) -> Iterator[Case]:
    """Make closed cases of ten entries each."""
    given = [Answered(f"question-{n}", "yes") for n in range(7)]
    middle = _encoded([ChecklistStarted("incident"), *given])
    over = _encoded([CaseClosed("", ())])
    for number in range(count):
        opening = _encoded([_opening(f"{16 + number // 10_000:02}-{number:06}")])
        yield Case(f"c-A{_base32(number)}", [*opening, *middle, *over])


def open_cases(count: int) -> Iterator[Case]:
    """Make open cases of 50 entries each: three checklists, with their questions answered in turn."""
    asked = [q for q in library.load(_SOURCE, None).questions() if q.kind in ("yes-no", "choice", "choices")]
    for number in range(count):
        given: list[Entry] = []
        for place, question in enumerate(asked[:46]):
            first = "yes" if (place + number) % 2 else "no"
            option = question.options[0].id if question.options else ""
            value = {"yes-no": first, "choice": option, "choices": (option,)}[question.kind]
            given.append(Answered(question.id, value))
        entries = [_opening(f"26-9{number:05}"), *map(ChecklistStarted, CHECKLISTS), *given]
        yield Case(f"c-B{_base32(number)}", _encoded(entries))


_SOURCE = library.read(library.shipped_folder())


def _opening(number: str) -> Entry:
    return CaseOpened(number=number, zone="America/Los_Angeles", pack=_SOURCE.digest, dvcheck="0")


def _encoded(entries: Iterable[Entry]) -> list[tuple[str, bytes]]:
    return [(entry.kind, encode(body_of(entry))) for entry in entries]


def _base32(number: int) -> str:
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(digits[number >> shift & 31] for shift in (20, 15, 10, 5, 0))


def build(home: Path, cases: Iterable[Case]) -> Path:
    """Write a journal with these cases directly, as dvcheck would have recorded them."""
    import sqlite3

    with Journal.open(home) as journal:
        journal.append_all(
            "shift",
            [ShiftEnded({})],
            datetime.now(UTC) - timedelta(days=3650),
            pack=(_SOURCE.digest, _SOURCE.archive()),
        )
        head, seq = next(journal.all_events()).hash, 1
    path = home / FILE_NAME
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")
    connection.execute("BEGIN")
    later = "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'events' AND type <> 'table'"
    dropped = connection.execute(later).fetchall()
    for kind, name, _ in dropped:
        connection.execute(f"DROP {kind} {name}")
    connection.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, NULL)", _rows(cases, head, seq))
    for _, _, sql in dropped:
        connection.execute(sql)
    rows = index.of_entries(lambda sql, *values: connection.execute(sql, values).fetchall())
    index.fill(connection, rows)
    connection.execute("COMMIT")
    connection.close()
    return home


def _rows(cases: Iterable[Case], head: bytes, seq: int) -> Iterator[tuple[object, ...]]:
    stamp = utc_text(datetime.now(UTC) - timedelta(days=30))
    for case in cases:
        for kind, body in case.entries:
            seq += 1
            salt = seq.to_bytes(16, "big")
            head = hash_of(head, seq, case.id, stamp, kind, seal_of(salt, body))
            yield seq, case.id, stamp, kind, body.decode(), head, salt


def run(home: Path, *arguments: str) -> Ran:
    """Run a command that prints text for people."""
    env = environment() | {"DVCHECK_HOME": str(home)}
    return ran([sys.executable, "-m", "dvcheck", *arguments], env, Path.cwd())


class Report:
    """The lines of a run, and whether all goals were met."""

    def __init__(self) -> None:
        self.met = True
        self.found: dict[str, float] = {}
        """The worst figure found, by unit."""

    def line(self, what: str, found: float, unit: str, goal: float, beside: str = "") -> None:
        """Print a figure, and compare it with its goal."""
        met = found <= goal
        self.met = self.met and met
        self.found[unit] = max(found, self.found.get(unit, 0.0))
        sys.stdout.write(
            f"{'ok    ' if met else 'MISSED'} {what}: {found:.2f} {unit}, goal {goal} {unit}{beside}\n"
        )
        sys.stdout.flush()


def commands(case: str) -> dict[str, tuple[str, ...]]:
    return {
        "show": ("show", case),
        "note": ("note", case, "He called again."),
        "incident --number": ("incident", "--number", "{number}", "--answers", "{answers}"),
        "cases": ("cases",),
        "outstanding": ("outstanding",),
    }


def by_turns(report: Report, folder: Path, size: Size) -> None:
    """Measure the commands of a night, with and without ten years of closed cases."""
    (case,) = open_cases(1)
    answers = folder / "answers.yaml"
    answers.write_text("call-type: domestic-disturbance\n", encoding="utf-8")
    started = time.perf_counter()
    long = build(folder / "long", chain(closed_cases(size.closed), [case]))
    short = build(folder / "short", [case])
    sys.stdout.write(f"       made {size.closed} closed cases in {time.perf_counter() - started:.0f} s\n")
    for name, command in commands(case.id).items():
        spent: dict[Path, list[Ran]] = {short: [], long: []}
        few = many = None
        for number in range(MORE * size.rounds):
            if few is not None and many is not None and number >= size.rounds and many.cpu <= RATIO * few.cpu:
                break
            words = [w.format(answers=answers, number=f"26-7{number:05}") for w in command]
            for home in spent:
                spent[home].append(run(home, *words))
            few, many = (min(spent[home]) for home in (short, long))
        assert few is not None
        assert many is not None
        beside = f" ({few.wall * 1000:.0f} and {many.wall * 1000:.0f} ms by the clock)"
        report.line(f"{name} with {size.closed} closed cases", many.cpu / few.cpu, "x", RATIO, beside)
    for command in (("journal", "verify"), ("journal", "export"), ("cases", "--closed")):
        most = run(long, *command)
        what = f"{' '.join(command)} of {size.closed * 10} entries"
        report.line(what, most.mib, "MiB", MOST_MIB, f" ({most.wall:.1f} s)")


def many_open(report: Report, folder: Path, size: Size) -> None:
    """Measure many open cases against few."""
    none = build(folder / "none", [])
    few = build(folder / "few", open_cases(FEW))
    many = build(folder / "many", open_cases(size.open))
    for command in (("cases",), ("outstanding",), ("outstanding", "--format", "json")):
        spent: dict[Path, list[Ran]] = {none: [], few: [], many: []}
        for number in range(MORE * 5):
            for home in spent:
                if home != many or number < size.rounds_of_many or (number >= 5 and size is CI):
                    spent[home].append(run(home, *command))
            start, of_few, of_many = (min(spent[home]) for home in (none, few, many))
            a_case = (of_few.cpu - start.cpu) / FEW
            among_many = (of_many.cpu - start.cpu) / size.open
            if number >= 4 and (among_many <= LINEAR * a_case or size is not CI):
                break
        name = f"{' '.join(command)} with {size.open} open cases"
        beside = f" ({among_many * 1000:.2f} ms a case, {a_case * 1000:.2f} among {FEW})"
        report.line(f"{name}, for each", among_many / a_case, "x", LINEAR, beside)
        most = max(one.mib for one in spent[many])
        report.line(name, most, "MiB", MOST_MIB_OPEN, f" ({of_many.wall:.1f} s)")


def measured(folder: Path, size: Size) -> tuple[list[Measure], bool]:
    """Measure everything, and return whether all goals were met."""
    long, many = Report(), Report()
    by_turns(long, folder, size)
    many_open(many, folder, size)
    closed = f"{size.closed} closed cases"
    measures = [
        Measure(goal("long-journal"), long.found["x"], closed),
        Measure(goal("journal-memory"), long.found["MiB"], closed),
    ]
    return measures, long.met and many.met
