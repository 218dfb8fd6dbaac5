"""Measures an officer's waits: for the first question, and from an answer to the next question."""

import os
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.child import Child, Spent
from benchmarks.goals import Measure, goal, median_ratio
from benchmarks.journals import fill
from tests.terminal.walks import ASSAULT, TICK, Step

_OTHERS = Path(__file__).with_name("others")
_READING = 0.3
"""The seconds a person looks at a question before pressing a key."""


class Place(NamedTuple):
    """The unpacked wheel to measure, and a folder for home folders."""

    site: Path
    folder: Path

    def env(self, home: Path) -> dict[str, str]:
        return environment() | {"PYTHONPATH": str(self.site), "DVCHECK_HOME": str(home)}

    def child(self, home: Path, *arguments: str) -> Child:
        return Child([sys.executable, "-P", "-m", "dvcheck", *arguments], self.env(home), self.folder)


def environment() -> dict[str, str]:
    """Return the environment of a measured program. Its bytecode is cached, as for all users."""
    dropped = ("PYTHONDONTWRITEBYTECODE", "NO_COLOR", "DVCHECK_HOME", "DVCHECK_PACK", "DVCHECK_LANGUAGE")
    return {name: value for name, value in os.environ.items() if name not in dropped}


def bare(place: Place, questions: int = 1) -> Child:
    """Start the baseline."""
    command = [sys.executable, str(_OTHERS / "bare_prompt.py"), str(questions)]
    return Child(command, environment(), place.folder)


Start = Callable[[], Child]


def _until(child: Child, text: str) -> Spent:
    with child:
        return child.wait_for(text)


def first_prompts(place: Place, rounds: int) -> Iterable[Measure]:
    """Measure the first prompts alternately with the baseline."""
    homes = (place.folder / f"home-{n}" for n in count())
    open_cases = place.folder / "open-cases"
    fill(open_cases, 3, 0)
    starts: dict[str, tuple[Start, str]] = {
        "first-question": (lambda: place.child(next(homes), "incident", "--new"), ASSAULT[0].text),
        "first-start": (lambda: place.child(next(homes), "incident"), ASSAULT[0].text),
        "which-case": (lambda: place.child(open_cases, "incident"), "Which case?"),
    }
    for start, text in starts.values():
        _until(start(), text)  # fill the file cache first, so that it favors neither
    others = list(_others(place))
    spent: dict[str, list[tuple[Spent, Spent]]] = {name: [] for name in (*starts, *(o.name for o in others))}
    for _ in range(rounds):
        base = _until(bare(place), "Question 0?")
        for name, (start, text) in starts.items():
            spent[name].append((_until(start(), text), base))
        for other in others:
            spent[other.name].append((_until(other.start(), other.text), base))
    for name in starts:
        yield _measure(name, spent[name])
    for other in others:
        OTHER_PROMPTS[other.name] = median_ratio([(a.cpu, b.cpu) for a, b in spent[other.name]])


OTHER_PROMPTS: dict[str, float] = {}
"""The first questions of other installed programs, in Q."""


class Other(NamedTuple):
    """Another program that asks a first question."""

    name: str
    start: Start
    text: str


def _others(place: Place) -> Iterable[Other]:
    def child(*command: str) -> Start:
        return lambda: Child(command, environment(), place.folder)

    yield Other("bash `read`", child("bash", "-c", "read -rp 'Question 0? ' x"), "Question 0?")
    yield Other("Python's `input()`", child(sys.executable, "-c", "input('Question 0? ')"), "Question 0?")
    if find_spec("InquirerPy"):
        script = str(_OTHERS / "inquirerpy_prompt.py")
        yield Other("InquirerPy", child(sys.executable, script), "Question 0?")
    if find_spec("copier"):
        template = place.folder / "template"
        template.mkdir(exist_ok=True)
        (template / "copier.yml").write_text("first:\n  type: bool\n  help: Question 0?\n", encoding="utf-8")
        out = str(place.folder / "copied")
        yield Other(
            "copier", child(sys.executable, "-m", "copier", "copy", str(template), out), "Question 0?"
        )


def _measure(name: str, pairs: Sequence[tuple[Spent, Spent]]) -> Measure:
    wall = median_ratio([(a.wall, b.wall) for a, b in pairs])
    return Measure(goal(name), median_ratio([(a.cpu, b.cpu) for a, b in pairs]), f"{wall:.2f} by the clock")


# --- the steps of a walk ------------------------------------------------------------------------------------


def steps(place: Place, rounds: int) -> Iterable[Measure]:
    """Measure each step of a complete walk, and its memory."""
    ratios: dict[str, list[float]] = {}
    memory: list[tuple[float, float]] = []
    for number in range(rounds):
        q_step, q_mib = _bare_steps(place)
        found, mib = _walk(place, place.folder / f"walk-{number}")
        for name, cpu in found.items():
            ratios.setdefault(name, []).append(cpu / q_step)
        memory.append((mib, q_mib))
    typical = {name: statistics.median(values) for name, values in ratios.items()}
    slowest = max(typical, key=lambda name: typical[name])
    yield Measure(goal("step"), statistics.median(typical.values()), f"{len(typical)} steps")
    yield Measure(goal("slowest-step"), typical[slowest], f"before “{slowest}”")
    yield Measure(goal("walk-memory"), median_ratio(memory), f"{memory[0][0]:.0f} MiB")


def _bare_steps(place: Place) -> tuple[float, float]:
    """Return the processor time of a baseline step, and the peak memory."""
    number = 6
    with bare(place, number) as child:
        child.wait_for("Question 0?")
        spent = []
        for n in range(1, number):
            before = child.settle(_READING)
            child.press("y")
            spent.append(child.wait_for(f"Question {n}?").since(before).cpu)
        child.settle(_READING)
        child.press("y")
        child.wait_for_end()
        return statistics.median(spent), child.peak_mib()


def _walk(place: Place, home: Path) -> tuple[dict[str, float], float]:
    """Return the processor time of each step, by the question it leads to, and the memory of the walk."""
    with place.child(home, "incident", "--new") as child:
        child.wait_for(ASSAULT[0].text)
        spent = {}
        for step, after in zip(ASSAULT, [s.text for s in ASSAULT[1:]] + [TICK], strict=True):
            spent[after] = _answered(child, step, after)
        child.settle(_READING)
        child.press("\r")
        child.wait_for_end()
        return spent, child.peak_mib()


def _answered(child: Child, step: Step, after: str) -> float:
    """Return the processor time from the last key of an answer to the next question on the screen."""
    for key in step.keys[:-1]:
        child.settle(_READING)
        child.press(key)
    before = child.settle(_READING)
    child.press(step.keys[-1])
    return child.wait_for(after).since(before).cpu
