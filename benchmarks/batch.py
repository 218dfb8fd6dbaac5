"""What `dvcheck assess --batch` does in a second: `python benchmarks/batch.py [ROUNDS]`.

The cases are the scenarios of the pack, each a whole walk, and the cases of tests/directive, half and half.
They are counted by the CPU seconds of a whole process, less those of its start: so a busy computer matters
little. Exits with 1 where the goal is missed: 500 cases a CPU second.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from dvcheck.academy.scenario import parse_all  # noqa: E402
from dvcheck.pack import library  # noqa: E402
from tests.directive.test_directive import CASES, pack  # noqa: E402

GOAL = 500
AT, ENDS = "2026-11-22T06:30:00Z", "2026-11-22T15:00:00Z"


def walks() -> Iterator[dict[str, object]]:
    """The scenarios of the shipped pack."""
    for s in parse_all(library.scenario_files(library.shipped()), pack())[0]:
        marks = {**dict.fromkeys(s.done, "done"), **dict.fromkeys(s.not_feasible, "not-feasible")}
        yield {"id": s.id, "checklist": s.checklist, "answers": s.answers, "marks": marks}


def facts() -> Iterator[dict[str, object]]:
    """The cases that hold the pack against the directive: a few answers each."""
    for number, case in enumerate(CASES):
        if not case.also:
            marks = dict(case.marks)
            yield {
                "id": f"d-{number}",
                "checklist": case.checklist,
                "answers": dict(case.answers),
                "marks": marks,
            }


def cpu_seconds(path: Path, home: str) -> float:
    """What one `dvcheck assess --batch` uses."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "dvcheck", "assess", "--batch", str(path)],
        env=os.environ | {"DVCHECK_HOME": home},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main(rounds: int) -> int:
    some, more = list(walks()), list(facts())
    with tempfile.TemporaryDirectory() as folder:
        nothing = Path(folder, "nothing.jsonl")
        nothing.touch()
        cpu_seconds(nothing, folder)  # the pack is compiled
        start = min(cpu_seconds(nothing, folder) for _ in range(rounds))
        found = {}
        for name, cases in (
            ("whole walks", some * 40),
            ("a few answers", more * 3),
            ("both", some * 20 + more * (len(some) * 20 // len(more))),
        ):
            path = Path(folder, "cases.jsonl")
            lines = (json.dumps(case | {"at": AT, "shift_ends": ENDS}) for case in cases)
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            found[name] = max(len(cases) / (cpu_seconds(path, folder) - start) for _ in range(rounds))
            sys.stdout.write(f"{name}: {found[name]:,.0f} cases a CPU second\n")
    sys.stdout.write(f"goal: {GOAL}; the start takes {start:.2f} s\n")
    return int(found["both"] < GOAL)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
