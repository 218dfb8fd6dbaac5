"""Measures commands without questions: help, TAB, the list of a hundred cases, a commit."""

import json
import os
import statistics
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.child import Ran, ran
from benchmarks.goals import Measure, goal, median_ratio
from benchmarks.journals import fill
from benchmarks.prompts import Place, bare, environment
from dvcheck.record.events import Answered
from dvcheck.record.sqlite.journal import Journal

_ROOT = Path(__file__).parents[1]
_OPEN = 100


def _dvcheck(place: Place, home: Path, *arguments: str) -> Ran:
    return ran([sys.executable, "-P", "-m", "dvcheck", *arguments], place.env(home), place.folder)


def help_text(place: Place, rounds: int) -> Iterable[Measure]:
    """Measure `--help` against a Python that does nothing."""
    pairs = []
    for _ in range(rounds):
        python = ran([sys.executable, "-c", "pass"], environment(), place.folder)
        pairs.append((_dvcheck(place, place.folder / "help", "--help").cpu, python.cpu))
    yield Measure(goal("help"), median_ratio(pairs))


_COMPLETED = """
source {script}
static() {{ COMPREPLY=($(compgen -W "incident verify-order serve-order standby show" -- "inc")); }}
COMP_WORDS=(dvcheck inc) COMP_CWORD=1 COMP_LINE="dvcheck inc" COMP_POINT=11
for ((n = 0; n < 1500; n++)); do {function}; done
"""


def tab(place: Place, rounds: int) -> Iterable[Measure]:
    """Measure TAB in a bash that has read the completions, against a list of words."""
    script = _ROOT / "completions" / "dvcheck.bash"

    def completed(function: str) -> float:
        text = _COMPLETED.format(script=script, function=function)
        return ran(["bash", "--norc", "-c", text], environment(), place.folder).cpu

    pairs = []
    for _ in range(rounds):
        none = completed(":")
        pairs.append((completed("_dvcheck") - none, completed("static") - none))
    yield Measure(goal("tab"), median_ratio(pairs))


def outstanding(place: Place, rounds: int) -> Iterable[Measure]:
    """Measure the list of a hundred open cases, as a person reads it."""
    many, empty = place.folder / "hundred", place.folder / "none"
    fill(many, _OPEN, 0)
    fill(empty, 0, 1)
    for home in (many, empty):
        _dvcheck(place, home, "outstanding")
    ratios, cases = [], []
    for _ in range(rounds):
        with bare(place) as child:
            base = child.wait_for("Question 0?").cpu
        long, short = (_dvcheck(place, home, "outstanding").cpu for home in (many, empty))
        ratios.append((long, base))
        cases.append((long - short) / _OPEN)
    yield Measure(goal("outstanding"), median_ratio(ratios))
    in_q = statistics.median(case / base for case, (_, base) in zip(cases, ratios, strict=True))
    yield Measure(goal("outstanding-case"), statistics.median(cases) * 1000, unscaled=in_q * 1000)


def commit(place: Place, rounds: int) -> Iterable[Measure]:
    """Measure writing one answer durably, against appending the same bytes to a file durably."""
    home = place.folder / "commits"
    fill(home, 1, 0)
    entry = Answered("suspect-here", "yes")
    line = json.dumps({"case": "c-0000", "kind": entry.kind, "body": "suspect-here: yes"}).encode() * 2
    pairs = []
    with Journal.open(home) as journal, (place.folder / "appended").open("ab", buffering=0) as file:
        for _ in range(20 * rounds):
            started = time.perf_counter()
            journal.append("c-0000", entry, datetime.now(UTC))
            between = time.perf_counter()
            file.write(line)
            os.fsync(file.fileno())
            pairs.append((between - started, time.perf_counter() - between))
    yield Measure(goal("commit"), median_ratio(pairs), "by the clock")
