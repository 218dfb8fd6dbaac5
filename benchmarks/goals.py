"""The goals for speed and memory, their measurements, and the verdicts."""

import json
import math
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

FIGURES = Path(__file__).with_name("figures.json")
"""The earlier measurements, by the id of the goal. A run with `--write` replaces those it measures."""

SLOWER = 1.15
"""The factor by which a measure may be worse than the stored figure. Beyond it, the run fails."""


class Goal(NamedTuple):
    """A figure to measure, and its limit: the most, or with `more_is_better` the least."""

    id: str
    what: str
    limit: float
    unit: str
    more_is_better: bool = False

    def is_met(self, found: float) -> bool:
        return found >= self.limit if self.more_is_better else found <= self.limit

    def times_worse(self, found: float, before: float) -> float:
        """Return how much worse a figure is than before. Below 1 is better."""
        return before / found if self.more_is_better else found / before


Q = "Q"
"""One bare `questionary.confirm`, from the start of Python to its question on the screen."""

GOALS = (
    Goal("first-question", "first question of `incident --new`", 0.7, Q),
    Goal("which-case", "“Which case?” of `incident` with open cases", 0.8, Q),
    Goal("first-start", "first question of the first start after installing a wheel", 1.3, Q),
    Goal("step", "from an answer to the next question, median of a walk", 0.5, "Q step"),
    Goal("slowest-step", "the slowest of these", 1.0, "Q step"),
    Goal("walk-memory", "memory of a complete walk", 1.3, "Q"),
    Goal("help", "`--help`", 6, "python -c pass"),
    Goal("tab", "TAB in bash", 4, "a static list"),
    Goal("outstanding", "`outstanding` of 100 open cases, as text", 2.5, Q),
    Goal("outstanding-case", "each of these cases", 6, "ms"),
    Goal("commit", "writing one answer durably", 5.5, "append + fsync"),
    Goal("large-pack-read", "a pack of 10,000 items, read compiled", 0.5, Q),
    Goal("large-pack", "the slowest assessment under it", 0.5, Q),
    Goal("batch", "`assess --batch`", 500, "cases a second", more_is_better=True),
    Goal(
        "long-journal",
        "the slowest command of a night with years of closed cases",
        1.2,
        "an empty journal",
    ),
    Goal("journal-memory", "`journal verify` and `export` of that journal", 80, "MiB"),
)


class Measure(NamedTuple):
    """The measurement of a goal: the figure, and how it was obtained."""

    goal: Goal
    found: float
    beside: str = ""
    unscaled: float | None = None
    """The figure in units of a yardstick measured beside it, if `found` depends on the computer's speed."""
    worst: float | None = None
    """The worst of several runs. Later runs are compared with it: a shared processor is slow at times."""

    @property
    def kept(self) -> float:
        """The figure to store and to compare with the stored one."""
        return self.found if self.unscaled is None else self.unscaled


def goal(name: str) -> Goal:
    """Find a goal by its id."""
    return next(g for g in GOALS if g.id == name)


def median_ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """Return the median of `a / b` over rounds that measured both, one after the other."""
    return statistics.median(a / b for a, b in pairs)


def figures() -> dict[str, float]:
    """Read the stored figures."""
    found: dict[str, float] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    return found


def keep(measures: Sequence[Measure]) -> None:
    """Store measurements, for later runs to be compared with."""
    kept = figures() | {m.goal.id: round(m.kept if m.worst is None else m.worst, 3) for m in measures}
    FIGURES.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def is_slower(measure: Measure, before: Mapping[str, float]) -> bool:
    """Check whether a measure is so much worse than the stored figure that the run fails."""
    kept = before.get(measure.goal.id, math.nan)
    return measure.goal.times_worse(measure.kept, kept) > SLOWER


def verdict(measure: Measure, before: Mapping[str, float]) -> str:
    """Return the verdict on a measure."""
    if is_slower(measure, before):
        return "SLOWER"
    return "met" if measure.goal.is_met(measure.found) else "missed"


def line(measure: Measure, before: Mapping[str, float]) -> str:
    """Return one line of the run."""
    sign = "≥" if measure.goal.more_is_better else "≤"
    kept = before.get(measure.goal.id)
    worse = f"{measure.goal.times_worse(measure.kept, kept):.2f}" if kept is not None else ""
    was = f", {worse} x of before" if worse else ""
    beside = f" ({measure.beside})" if measure.beside else ""
    found = f"{measure.found:.2f} {measure.goal.unit}, goal {sign} {measure.goal.limit:g}{was}{beside}"
    return f"{verdict(measure, before):7} {measure.goal.what}: {found}"
