"""The page docs/performance.md, written from the measures."""

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

`make performance` writes this page. Each figure is a ratio from one run: dvcheck and the program it is
compared with take turns, and the median of the pairs counts. Unless noted, a figure is processor time, which
hardly changes on a busy computer. Q is one bare `questionary.confirm`: from the start of Python to its
question on the screen of a pseudo-terminal. A Q step is the time from its answer to its next question.

dvcheck is measured as the wheel installs it. The clock stops when the question is on the screen. By then the
previous answer is on the disk.

| measured | figure | goal | |
| --- | --- | --- | --- |
"""

WHY = {
    "first-question": "The rest is modules of the journal and the rules, msgspec, and the case itself.",
    "step": "Drawing the next prompt takes most of a step. The commit and the rules take the rest.",
    "slowest-step": "The end of a walk is built in one go: the rows, what is forbidden and undecided, and "
    "the outcome.",
    "outstanding": "The rules take about half of the time for a case, printing its duties about a quarter.",
    "large-pack-read": "Every item, condition and place is decoded into its own type.",
    "large-pack": "Each answer assesses the entire pack again and reuses nothing from the last assessment.",
    "commit": "SQLite syncs five times: its rollback file twice, the folder, the journal, the folder again. "
    "`journal_mode=PERSIST` took 0.93 of that time. It was rejected: the rollback file would always be "
    "beside the journal, and no longer show that a commit was cut off.",
}
"""Why a goal is missed, by its id; shown only if it is."""


def write(measures: Sequence[Measure]) -> None:
    """Write the page."""
    lines = [_row(m) for m in measures]
    others = [
        f"| {name} | {ratio:.2f} |"
        for name, ratio in sorted(prompts.OTHER_PROMPTS.items(), key=lambda o: o[1])
    ]
    # Imported late: on Linux, a program that is started counts at least the memory of the one that starts it.
    from benchmarks import precinct

    first = next((m.found for m in measures if m.goal.id == "first-question"), None)
    if first is not None:
        others.append(f"| dvcheck, with a case opened on the disk | {first:.2f} |")
    others.sort(key=lambda row: float(row.split("|")[2]))
    missed = [
        f"- {m.goal.what}: {WHY.get(m.goal.id, 'not known yet.')}"
        for m in measures
        if verdict(m, {}) != "met"
    ]
    why = "\n\nWhy some are missed:\n\n" + "\n".join(missed) if missed else ""
    PAGE.write_text(
        _HEAD
        + "\n".join(lines)
        + why
        + "\n\nThe first question of other programs, in Q:\n\n| program | Q |\n| --- | --- |\n"
        + "\n".join(others)
        + f"\n\nMeasured on {_today()} at {_commit()}, with Python {platform.python_version()} "
        + f"on {platform.system()}, {os.cpu_count()} processors.\n"
        + precinct.section(),
        encoding="utf-8",
    )


def _row(measure: Measure) -> str:
    goal = measure.goal
    sign = "≥" if goal.more_is_better else "≤"
    beside = f"; {measure.beside}" if measure.beside else ""
    found = f"{measure.found:.2f} {goal.unit} | {sign} {goal.limit:g} | {verdict(measure, {})}"
    return f"| {goal.what}{beside} | {found} |"


def _today() -> str:
    today = date.today()
    return f"{today:%B} {today.day}, {today.year}"


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PAGE.parent, capture_output=True, text=True, check=False
    )
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "an unknown commit"
