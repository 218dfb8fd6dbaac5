"""What `dvcheck outstanding` costs: `python benchmarks/outstanding.py [ROUNDS]`.

Whole processes, timed by turns in one run so that a busy computer slows all alike; of each the best counts.
Exits with 1 where a goal is missed: 10 ms for each of 100 open cases of 60 answers beyond the start of the
program, and no more than 1.2 times that with 900 closed cases beside them.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dvcheck.pack import library
from dvcheck.pack.kinds import Value
from dvcheck.pack.model import Pack, Question
from dvcheck.record.events import Answered, CaseClosed, CaseOpened, ChecklistStarted
from dvcheck.record.sqlite.journal import Journal

OPEN, CLOSED, ANSWERS = 100, 900, 60
GOAL_SECONDS, GOAL_RATIO = 0.010, 1.2
CHECKLISTS = ("incident", "serve-order", "standby")


def fill(home: Path, open_cases: int, closed_cases: int) -> None:
    """A journal with cases of 60 answers each, closed ones first."""
    source = library.read(library.shipped())
    pack = library.load(source, None)
    at = datetime.now(UTC) - timedelta(days=30)
    given = [Answered(q.id, _answer(q)) for q in _asked(pack)[:ANSWERS]]
    assert len(given) == ANSWERS, f"the checklists ask {len(given)} questions only"
    opening = CaseOpened(number=None, zone=pack.policy.zone, pack=source.digest, dvcheck="0")
    entries = [opening, *map(ChecklistStarted, CHECKLISTS), *given]
    with Journal.open(home) as journal:
        for number in range(closed_cases + open_cases):
            ends = [CaseClosed("over", ())] if number < closed_cases else []
            stored = (source.digest, source.archive()) if number == 0 else None
            journal.append_all(f"c-{number:04}", [*entries, *ends], at, pack=stored)


def _asked(pack: Pack) -> list[Question]:
    return [q for q in pack.questions() if q.kind in ("yes-no", "choice", "choices")]


def _answer(question: Question) -> Value:
    if question.kind == "yes-no":
        return "yes"
    first = question.options[0].id
    return first if question.kind == "choice" else (first,)


def seconds(home: Path) -> float:
    """How long one `dvcheck outstanding` takes."""
    command = [sys.executable, "-m", "dvcheck", "outstanding", "--format", "json"]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    done = subprocess.run(
        command, env={**environment, "DVCHECK_HOME": str(home)}, capture_output=True, check=True
    )
    spent = time.perf_counter() - started
    assert (b'"outstanding": []' in done.stdout) == ("empty" in home.name), done.stdout[:200]
    return spent


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory(prefix="dvcheck-benchmark-") as name:
        homes = {label: Path(name) / label for label in ("empty", "open", "open-and-closed")}
        fill(homes["empty"], 0, 1)
        fill(homes["open"], OPEN, 0)
        fill(homes["open-and-closed"], OPEN, CLOSED)
        best = dict.fromkeys(homes, float("inf"))
        for _ in range(rounds):
            for label, home in homes.items():
                best[label] = min(best[label], seconds(home))
    a_case = (best["open"] - best["empty"]) / OPEN
    ratio = best["open-and-closed"] / best["open"]
    start = f"{best['empty'] * 1000:.0f} ms to start"
    sys.stdout.write(f"{OPEN} open cases of {ANSWERS} answers: {a_case * 1000:.1f} ms a case ({start})")
    sys.stdout.write(f", goal {GOAL_SECONDS * 1000:.0f} ms\n")
    sys.stdout.write(f"with {CLOSED} closed cases: {ratio:.2f} x, goal {GOAL_RATIO} x\n")
    return 0 if a_case <= GOAL_SECONDS and ratio <= GOAL_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
