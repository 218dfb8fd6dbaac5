"""Run the mutants: `python -m tests.mutation [MODULE …] [--sample N] [--seed S]`. POSIX only.

The tree is copied aside; nothing is written in it. Of each module `--sample` mutants are drawn with
`--seed`, and the tests that belong to the module run against each, up to the first that fails. A mutant
that no test fails survives. The exit code is 1 where fewer than nine in ten of a module's are killed.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).parent.parent.parent
COPIED = ("dvcheck", "checklists", "completions", "tests")
GOAL = 90
SECONDS = 120
"""The seconds that the tests of one mutant may take. After that it counts as hung, which is noticed."""

_JOURNAL = (
    ("tests/record/test_journal_file.py", "tests/record/test_purge.py"),
    ("tests/record/test_migrations.py", "tests/record/test_journal.py", "tests/record/test_case.py"),
    ("tests/cli/test_journal_commands.py",),
)
_RULES = (
    (
        "tests/rules/test_verdict_names.py",
        "tests/rules/test_duty_status.py",
        "tests/rules/test_assess.py",
        "tests/rules/test_deadline.py",
        "tests/rules/test_outline.py",
    ),
    ("tests/rules/test_logic.py", "tests/rules/test_real_pack.py"),
)
TESTS: dict[str, tuple[tuple[str, ...], ...]] = {
    "dvcheck/pack/nodes.py": (
        ("tests/pack/test_limits_and_places.py", "tests/pack/test_bad_packs.py"),
        ("tests/pack/test_nodes.py", "tests/pack/test_validate.py"),
    ),
    "dvcheck/rules/logic.py": _RULES,
    "dvcheck/rules/assess.py": _RULES,
    "dvcheck/record/chain.py": _JOURNAL,
    "dvcheck/record/sqlite/journal.py": _JOURNAL,
    "dvcheck/record/sqlite/reading.py": _JOURNAL,
    "dvcheck/record/sqlite/salvage.py": _JOURNAL,
}
"""The tests of each module: the quick ones first, the long ones for the mutants that survive those."""


def copied(folder: Path) -> Path:
    """Copy what the tests need. Every user may read the copy, because some tests drop their privileges."""
    folder.chmod(0o755)
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def fails(tree: Path, module: str, source: str) -> bool:
    """Check whether a test of `module` fails with `source` in its place. TimeoutExpired if one hangs."""
    path = tree / module
    path.write_text(source, encoding="utf-8")
    # Two mutants of one second and one length look the same to Python's cache.
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    return any(_fail(tree, names) for names in TESTS[module])


def _fail(tree: Path, names: tuple[str, ...]) -> bool:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "--tb=no",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
    ]
    done = subprocess.run(
        [*command, "-p", "tests.mutation.quick", *names],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "DVCHECK_TESTS_DRAW_ALL": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
    )
    return done.returncode != 0


def ends(module: str, drawn: list[Mutant], trees: list[Path]) -> Counter[str]:
    """Count the killed, hung and surviving mutants. Print each survivor when it is found."""
    free: SimpleQueue[Path] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def end(mutant: Mutant) -> str:
        tree = free.get()
        try:
            if fails(tree, module, mutant.source):
                return "killed"
        except subprocess.TimeoutExpired:
            return "hung"
        finally:
            free.put(tree)
        sys.stdout.write(f"  line {mutant.line}: {_short(mutant.was)}  ->  {_short(mutant.now)}\n")
        sys.stdout.flush()
        return "survived"

    with ThreadPoolExecutor(len(trees)) as pool:
        return Counter(pool.map(end, drawn))


def run(module: str, sample: int, seed: int, trees: list[Path]) -> bool:
    """Check whether enough of a module's mutants are killed. Print each survivor, then the figures."""
    source = (ROOT / module).read_text(encoding="utf-8")
    everyone = mutants(source)
    drawn = sorted(
        random.Random(seed).sample(everyone, min(sample or len(everyone), len(everyone))),
        key=lambda m: m.line,
    )
    started = time.monotonic()
    if fails(trees[0], module, source):
        sys.stdout.write(f"{module}: its tests fail without any mutant\n")
        return False
    ended = ends(module, drawn, trees)
    for tree in trees:
        (tree / module).write_text(source, encoding="utf-8")
    share = 100 * (ended["killed"] + ended["hung"]) / len(drawn)
    sys.stdout.write(
        f"{module}: {share:.0f} % of {len(drawn)} noticed ({ended['killed']} by a failing test,"
        f" {ended['hung']} because they hung), drawn from {len(everyone)} with seed {seed},"
        f" in {time.monotonic() - started:.0f} s\n"
    )
    sys.stdout.flush()
    return share >= GOAL


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else f"{line[:69]}…"


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the mutants.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(TESTS))
    parser.add_argument("--sample", type=int, default=40, help="mutants of each module; 0 for all")
    parser.add_argument("--seed", type=int, default=825)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as scratch:
        Path(scratch).chmod(0o755)
        trees = []
        for number in range(wanted.processes):
            folder = Path(scratch, str(number))
            folder.mkdir()
            trees.append(copied(folder))
        sound = [run(module, wanted.sample, wanted.seed, trees) for module in wanted.modules or TESTS]
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
