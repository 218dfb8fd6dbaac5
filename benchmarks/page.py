"""Writes docs/performance.md from the measurements."""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks import prompts
from benchmarks.goals import Measure, verdict

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"

_HEAD = """# Performance

Written by `make performance`. Each figure is a ratio measured in one run. dvcheck and its baseline are
measured alternately, and the median of the pairs counts. Figures are processor time unless stated
otherwise, because other load changes it little. Q is one bare `questionary.confirm`: from the start of
Python to its question on the screen of a pseudo-terminal. A Q step is the time from its answer to its next
question.

dvcheck is measured as installed from the wheel. The clock stops when the question is on the screen. By then
the last answer is on the disk.

| measured | figure | goal | |
| --- | --- | --- | --- |
"""

WHY = {
    "first-question": "The rest goes to modules of the journal and the rules, msgspec, and the case itself.",
    "step": "Drawing the next prompt takes most of a step. The commit and the rules take the rest.",
    "slowest-step": "The end of a walk is made at once: the rows, what is forbidden and undecided, and the "
    "outcomes.",
    "outstanding": "The rules take about half of the time for a case, printing its duties about a quarter.",
    "large-pack-read": "Each item, condition and place is decoded into its own type.",
    "large-pack": "Each answer assesses all of the pack again: nothing of the last assessment is reused.",
    "commit": "SQLite syncs five times: its rollback file twice, the folder, the journal, the folder again. "
    "`journal_mode=PERSIST` took 0.93 of that. It was not chosen: with it, the rollback file always exists, "
    "so it no longer shows that a commit was cut off.",
}
"""The reasons for missed goals, by id. The page shows them for goals that are missed."""


def write(measures: Sequence[Measure]) -> None:
    """Write the page."""
    lines = [_row(m) for m in measures]
    others = [
        f"| {name} | {ratio:.2f} |"
        for name, ratio in sorted(prompts.OTHER_PROMPTS.items(), key=lambda o: o[1])
    ]
    first = next((m.found for m in measures if m.goal.id == "first-question"), None)
    if first is not None:
        others.append(f"| dvcheck, with a case opened on the disk | {first:.2f} |")
    others.sort(key=lambda row: float(row.split("|")[2]))
    missed = [
        f"- {m.goal.what}: {WHY.get(m.goal.id, 'not known yet.')}"
        for m in measures
        if verdict(m, {}) != "met"
    ]
    why = "\n\nWhy some goals are missed:\n\n" + "\n".join(missed) if missed else ""
    PAGE.write_text(
        _HEAD
        + "\n".join(lines)
        + why
        + "\n\nThe first question of other programs, in Q:\n\n| program | Q |\n| --- | --- |\n"
        + "\n".join(others)
        + f"\n\nMeasured on {date.today():%d %B %Y} at {_commit()}, with Python {platform.python_version()} "
        + f"on {platform.system()}, {os.cpu_count()} processors.\n",
        encoding="utf-8",
    )


def _row(measure: Measure) -> str:
    goal = measure.goal
    sign = "≥" if goal.more_is_better else "≤"
    beside = f"; {measure.beside}" if measure.beside else ""
    found = f"{measure.found:.2f} {goal.unit} | {sign} {goal.limit:g} | {verdict(measure, {})}"
    return f"| {goal.what}{beside} | {found} |"


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PAGE.parent, capture_output=True, text=True, check=False
    )
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "an unknown commit"
