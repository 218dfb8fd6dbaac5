"""Measures `assess --batch` in one process, in cases per second of processor time."""

import json
import statistics
import sys
from collections.abc import Iterable, Iterator

from benchmarks.child import ran
from benchmarks.goals import Measure, goal
from benchmarks.prompts import Place
from dvcheck.academy.read_scenario import parse_all
from dvcheck.pack import library
from tests.directive.test_directive import CASES, pack

_AT, _ENDS = "2026-11-22T06:30:00Z", "2026-11-22T15:00:00Z"
_LINES = 1_000

_YARDSTICK = """
import json, sys
lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
for _ in range(10):
    for line in lines:
        given = json.loads(line)
        found = {key: str(value) for key, value in given.items()}
        for word in sorted(line.split()):
            found[word] = found.get(word, "") + word[:1]
"""
"""Reads the same cases and counts their words: plain Python, as fast as the computer is at that time."""


def cases(place: Place, rounds: int) -> Iterable[Measure]:
    """Measure complete walks and cases with a few answers, half and half, without the start-up time."""
    home = place.folder / "home"
    nothing, given = place.folder / "nothing.jsonl", place.folder / "cases.jsonl"
    nothing.touch()
    lines = [json.dumps(case | {"at": _AT, "shift_ends": _ENDS}) for case in (*_walks(), *_facts())]
    given.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "dvcheck", "assess", "--batch"]
    ran([*command, str(nothing)], place.env(home), place.folder)  # bytecode, and the pack compiled
    yardstick = [sys.executable, "-P", "-c", _YARDSTICK, str(given)]
    found, scaled = [], []
    for _ in range(rounds):
        before = ran(yardstick, place.env(home), place.folder).cpu
        start = ran([*command, str(nothing)], place.env(home), place.folder).cpu
        found.append(len(lines) / (ran([*command, str(given)], place.env(home), place.folder).cpu - start))
        after = ran(yardstick, place.env(home), place.folder).cpu
        scaled.append(found[-1] * (before + after) / 2)
    yield Measure(goal("batch"), statistics.median(found), unscaled=statistics.median(scaled))


def _walks() -> Iterator[dict[str, object]]:
    """Repeat the scenarios of the shipped pack."""
    scenarios = parse_all(library.scenario_files(library.shipped_folder()), pack())[0]
    for number in range(_LINES // 2):
        s = scenarios[number % len(scenarios)]
        marks = {**dict.fromkeys(s.done, "done"), **dict.fromkeys(s.not_feasible, "not-feasible")}
        yield {"id": f"w-{number}", "checklist": s.checklist, "answers": s.answers, "marks": marks}


def _facts() -> Iterator[dict[str, object]]:
    """Repeat the cases that check the pack against the directive."""
    plain_cases = [case for case in CASES if not case.also]
    for number in range(_LINES // 2):
        c = plain_cases[number % len(plain_cases)]
        yield {"id": f"f-{number}", "checklist": c.checklist, "answers": c.answers, "marks": c.marks}
