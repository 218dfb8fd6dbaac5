"""The goals for speed and memory, what was measured of each, and the verdict."""

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

FIGURES = Path(__file__).with_name("figures.json")
"""What was measured before, by the id of the goal. A run with `--write` replaces what it measures."""

SLOWER = 1.15
"""A measure this much worse than the figure kept fails the run."""


class Goal(NamedTuple):
    """What is measured, and how much it may be at most; at least, where `more_is_better`."""

    id: str
    what: str
    limit: float
    unit: str
    more_is_better: bool = False

    def is_met(self, found: float) -> bool:
        return found >= self.limit if self.more_is_better else found <= self.limit

    def times_worse(self, found: float, before: float) -> float:
        """How much worse than before; below 1 is better."""
        return before / found if self.more_is_better else found / before


Q = "Q"
"""One bare `questionary.confirm`, from the start of Python to its question on the screen."""

GOALS = (
    Goal("first-question", "first question of `incident --new`", 0.7, Q),
    Goal("which-case", "“Which case?” of `incident` with open cases", 0.8, Q),
    Goal("first-start", "first question of the first start ever, from a wheel", 1.3, Q),
    Goal("step", "from an answer to the next question, median of a walk", 0.5, "Q step"),
    Goal("slowest-step", "the slowest of these", 1.0, "Q step"),
    Goal("walk-memory", "memory of a complete walk", 1.3, "Q"),
    Goal("help", "`--help`", 6, "python -c pass"),
    Goal("tab", "TAB in bash", 4, "a static list"),
    Goal("outstanding", "`outstanding` of 100 open cases, as text", 2.5, Q),
    Goal("outstanding-case", "each of these cases", 6, "ms"),
    Goal("commit", "one answer made durable", 5.5, "append + fsync"),
    Goal("large-pack-read", "a pack of 10,000 items, read compiled", 0.5, Q),
    Goal("large-pack", "the slowest assessment under it", 0.5, Q),
    Goal("batch", "`assess --batch`", 500, "cases a second", more_is_better=True),
    Goal(
        "long-journal", "the slowest command of a night beside years of closed cases", 1.2, "an empty journal"
    ),
    Goal("journal-memory", "`journal verify` and `export` of these years", 80, "MiB"),
)


class Measure(NamedTuple):
    """What was measured of a goal: the figure, and how it came about."""

    goal: Goal
    found: float
    beside: str = ""
    unscaled: float | None = None
    """The same in terms of Q, where `found` depends on how fast this computer is."""
    worst: float | None = None
    """The worst of several, by which later runs are judged: a shared processor is slow at times."""

    @property
    def kept(self) -> float:
        """What is kept, and compared with what was kept."""
        return self.found if self.unscaled is None else self.unscaled


def goal(name: str) -> Goal:
    """Find a goal by its id."""
    return next(g for g in GOALS if g.id == name)


def median_ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """Give the median of `a / b` over rounds in which both were measured one after the other."""
    return statistics.median(a / b for a, b in pairs)


def figures() -> dict[str, float]:
    """Read what was measured before."""
    found: dict[str, float] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return found


def keep(measures: Sequence[Measure]) -> None:
    """Keep what was measured, for later runs to be held against."""
    kept = figures() | {m.goal.id: round(m.kept if m.worst is None else m.worst, 3) for m in measures}
    FIGURES.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def is_slower(measure: Measure, before: Mapping[str, float]) -> bool:
    """Tell whether a measure is so much worse than the figure kept that the run fails."""
    kept = before.get(measure.goal.id, math.nan)
    return measure.goal.times_worse(measure.kept, kept) > SLOWER


def verdict(measure: Measure, before: Mapping[str, float]) -> str:
    """Say how a measure stands."""
    if is_slower(measure, before):
        return "SLOWER"
    return "met" if measure.goal.is_met(measure.found) else "missed"


def line(measure: Measure, before: Mapping[str, float]) -> str:
    """One line of the run."""
    sign = "≥" if measure.goal.more_is_better else "≤"
    kept = before.get(measure.goal.id)
    worse = f"{measure.goal.times_worse(measure.kept, kept):.2f}" if kept is not None else ""
    was = f", {worse} x of before" if worse else ""
    beside = f" ({measure.beside})" if measure.beside else ""
    found = f"{measure.found:.2f} {measure.goal.unit}, goal {sign} {measure.goal.limit:g}{was}{beside}"
    return f"{verdict(measure, before):7} {measure.goal.what}: {found}"
