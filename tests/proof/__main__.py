"""Run the proofs: `python -m tests.proof [NAME | NAME=NUMBER …] [--n NUMBER] [--at-once N] [--write]`.

Each module of this package with a function `prove(n, scratch)` is a proof. `n` is the number of rounds, or
None for the proof's default; `scratch` is an empty folder. It yields `Figure`s. The exit code is 1 if a
figure misses its goal, or a proof yields none. A NAME runs that proof alone; NAME=NUMBER also sets its
rounds. `--write` writes the sections of these proofs into docs/reliability.md, but only if all that run have
their default numbers.
`--at-once` runs this number at the same time, each in a process of its own. A module with `ALONE = True` has
figures that other work would change: it runs by itself, after the others. The last lines list
what missed its goal, for a log whose beginning is cut off.
"""

import argparse
import importlib
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.proof import Figure

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
REPORT = ROOT / "docs" / "reliability.md"


def names() -> list[str]:
    """Every proof there is."""
    found = [p for p in HERE.glob("*.py") if not p.stem.startswith("_")]
    return sorted(p.stem for p in found if "\ndef prove(" in p.read_text(encoding="utf-8"))


def run(name: str, n: int | None) -> tuple[str, list[Figure], float]:
    """One proof: what it proves, its figures, and how long it took in seconds."""
    module = importlib.import_module(f"tests.proof.{name}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"proof-{name}-") as scratch:
        figures = list(module.prove(n, Path(scratch)))
    return title_of(name), figures, time.monotonic() - started


def section(title: str, figures: Sequence[Figure]) -> str:
    """Return the figures of a proof as a section in Markdown."""
    rows = ["| what | found | goal |", "| --- | --- | --- |"]
    for figure in figures:
        missed = "" if figure.met else " **missed**"
        rows.append(f"| {figure.what} | {figure.found}{missed} | {figure.goal} |")
    return f"## {title}\n\n" + "\n".join(rows) + "\n"


def title_of(name: str) -> str:
    """Return what a proof proves: the first line of its module."""
    module = importlib.import_module(f"tests.proof.{name}")
    return (module.__doc__ or name).strip().splitlines()[0]


def new_page(before: str, written: Mapping[str, str]) -> str:
    """Return the page with new sections, by title. A section that has no proof any more is left out."""
    known = {part.splitlines()[0]: f"## {part.rstrip()}\n" for part in before.split("\n## ")[1:]}
    found = {**known, **written}
    return "\n".join([_head(), *(found[title] for title in map(title_of, names()) if title in found)])


def run_at_once(chosen: Sequence[str], numbers: Mapping[str, int], n: int | None, processes: int) -> int:
    """Run proofs in processes of their own. Return 0 if all are met."""
    missed: list[str] = []

    def done(name: str) -> None:
        number = numbers.get(name, n)
        rounds = () if number is None else ("--n", str(number))
        command = (sys.executable, "-m", "tests.proof", name, *rounds)
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = ended.stdout.decode()
        sys.stdout.write(said)
        sys.stdout.flush()
        if ended.returncode:
            missed.extend(f"  {name}: {line}" for line in what_failed(said))

    together = [name for name in chosen if not is_alone(name)]
    with ThreadPoolExecutor(processes) as pool:
        list(pool.map(done, together))
    for name in chosen:
        if is_alone(name):
            done(name)
    if missed:
        sys.stdout.write("\n".join(["", "Not proved:", *missed, ""]))
    return 1 if missed else 0


def what_failed(said: str) -> list[str]:
    """Return the figures that missed their goals, or if none did, the last line: the error it ended with."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return [line for line in lines if line.startswith("MISSED ")] or lines[-1:] or ["it said nothing"]


def is_alone(name: str) -> bool:
    """Check whether the figures of a proof would be others beside other work."""
    return getattr(importlib.import_module(f"tests.proof.{name}"), "ALONE", False)


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the proofs.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--n", type=int, default=None, help="rounds of each proof")
    parser.add_argument("--at-once", type=int, default=1, metavar="N", help="proofs to run at the same time")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    wanted = parser.parse_args()
    numbers = {name: int(number) for name, number in (n.split("=") for n in wanted.names if "=" in n)}
    only = [name for name in wanted.names if "=" not in name]
    writes = wanted.write and not numbers and wanted.n is None and wanted.at_once == 1
    if wanted.write and not writes:
        why = "the proofs are not run one by one with their own numbers"
        sys.stderr.write(f"{REPORT.relative_to(ROOT)} is not written: {why}.\n")
    if wanted.at_once > 1:
        return run_at_once(only or names(), numbers, wanted.n, wanted.at_once)
    results: dict[str, tuple[str, list[Figure], float]] = {}
    for name in only or names():
        results[name] = run(name, numbers.get(name, wanted.n))
        title, figures, seconds = results[name]
        sys.stdout.write(f"\n{title} ({name}, {seconds:.0f} s)\n")
        for f in figures:
            sys.stdout.write(f"  {'ok    ' if f.met else 'MISSED'} {f.what}: {f.found} (goal {f.goal})\n")
        sys.stdout.flush()
    if writes:
        new = {title: section(title, figures) for title, figures, _ in results.values()}
        REPORT.write_text(new_page(REPORT.read_text(encoding="utf-8"), new), encoding="utf-8")
    sound = all(figures and all(f.met for f in figures) for _, figures, _ in results.values())
    return 0 if sound else 1


def _head() -> str:
    return f"""# Reliability

Written by `make proof`; nothing here is typed in. {platform.system()}, Python {platform.python_version()},
SQLite {sqlite3.sqlite_version}. Each proof in tests/proof/ defines what it counts as
lost, acknowledged or intact. The threats and defenses are in security.md.
"""


if __name__ == "__main__":
    sys.exit(main())
