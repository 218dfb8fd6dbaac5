"""Measures all goals: `python -m benchmarks [--quick] [--full] [--write]`. See docs/performance.md."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks import batch, commands, large_pack, page, prompts, ten_years
from benchmarks.goals import Measure, figures, is_slower, keep, line
from benchmarks.prompts import Place
from tests.wheel import unpacked

Section = Callable[[Place, int], Iterable[Measure]]

SECTIONS: tuple[Section, ...] = (
    prompts.first_prompts,
    prompts.steps,
    commands.help_text,
    commands.tab,
    commands.outstanding,
    batch.cases,
    large_pack.assessed,
)
"""The sections measured in processor time, which depends little on other load."""

BY_THE_CLOCK: tuple[Section, ...] = (commands.commit,)
"""The sections that wait for the disk."""

MORE = 3
"""The most times a section is measured if a figure is worse than before."""


def _measured(
    section: Section, place: Place, rounds: int, before: dict[str, float], earlier: Sequence[Measure] = ()
) -> list[Measure]:
    """Measure a section. If it is slower than before, measure again: a shared processor is slow at times.

    `earlier` are measures of the same section: the better of each two counts.
    """
    best = {measure.goal.id: measure for measure in earlier}
    for number in range(MORE):
        inner = Place(place.site, place.folder / f"{section.__name__}-{number}{'-later' if earlier else ''}")
        inner.folder.mkdir()
        for found in section(inner, rounds):
            kept = best.get(found.goal.id)
            if kept is None or found.goal.times_worse(found.kept, kept.kept) < 1:
                best[found.goal.id] = found
        if not any(is_slower(m, before) for m in best.values()):
            break
    return list(best.values())


def _measured_often(section: Section, place: Place, rounds: int) -> list[Measure]:
    """Measure a section several times. The median counts; later runs are compared with the worst."""
    found: dict[str, list[Measure]] = {}
    for number in range(MORE):
        inner = Place(place.site, place.folder / f"{section.__name__}-{number}")
        inner.folder.mkdir()
        for one in section(inner, rounds):
            found.setdefault(one.goal.id, []).append(one)
    measures = []
    for many in found.values():
        many.sort(key=lambda m: m.goal.times_worse(m.kept, 1))
        measures.append(many[len(many) // 2]._replace(worst=many[-1].kept))
    return measures


def _shown(measures: Sequence[Measure], before: dict[str, float]) -> None:
    for measure in measures:
        sys.stdout.write(f"{line(measure, before)}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only what the processor's time can tell")
    parser.add_argument("--full", action="store_true", help="100,000 closed cases and 10,000 open ones")
    parser.add_argument(
        "--write", action="store_true", help="keep the figures, and write docs/performance.md"
    )
    asked = parser.parse_args()
    if sys.platform == "win32":
        parser.error("the figures are measured in a pseudo-terminal: run this on Linux or macOS")
    before, all_met = figures(), True
    measures: list[Measure] = []
    slower: dict[Section, list[Measure]] = {}
    with tempfile.TemporaryDirectory(prefix="dvcheck-benchmark-", dir="/var/tmp") as name:
        place = Place(unpacked(Path(name) / "site"), Path(name))
        for section in SECTIONS if asked.quick else (*SECTIONS, *BY_THE_CLOCK):
            if asked.write:
                found = _measured_often(section, place, 5)
            else:
                found = _measured(section, place, 5, before)
            _shown(found, before)
            measures += found
            if any(is_slower(m, before) for m in found) and not asked.write:
                slower[section] = found
        more, all_met = ten_years.measured(Path(name), ten_years.FULL if asked.full else ten_years.CI)
        _shown(more, before)
        # A shared processor can be slow for a minute: what was slower is measured again now.
        for section, found in slower.items():
            again = _measured(section, place, 5, before, found)
            _shown(again, before)
            measures = [m for m in measures if m not in found] + again
        measures += more
    if asked.write:
        keep(measures)
        page.write(measures)
    return 0 if all_met and not any(is_slower(m, before) for m in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
