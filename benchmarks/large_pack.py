"""Measures a pack of 10,000 items: reading it compiled, and assessing it after each answer."""

import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.goals import Measure, goal, median_ratio
from benchmarks.prompts import Place, bare
from dvcheck.pack import library
from dvcheck.pack.digest import digest_of
from tests.small_packs import POLICY

ROOT = Path(__file__).parents[1]
CHECKLISTS = 50
"""The checklists of the pack. Each has 200 items, and one walk includes them all."""

_WORK = """\
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from dvcheck.pack import library
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
now = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
began = time.process_time()
pack = library.read_compiled(sys.argv[1], Path(sys.argv[2]))
loaded = time.process_time() - began
layout = outline(pack, ("walk",))
answers, spent = {}, []
for number, question in enumerate(layout.questions()):
    if number % 2:
        continue
    match question.kind:
        case "list":
            answers[question.id] = Answer(value=("Ann", "Bo", "Cy"), at=now)
        case "number":
            answers[question.id] = Answer(value=str(number % 11), at=now)
        case _:
            answers[question.id] = Answer(value=("yes", "no", "unknown")[number % 3], at=now)
    if number % 1_000 == 0:
        assess(layout, answers, {}, now)
        began = time.process_time()
        assess(layout, answers, {}, now)
        spent.append(time.process_time() - began)
print(loaded, max(spent))
"""


def of_ten_thousand() -> library.PackFiles:
    """Return the pack's files: chained guards, counts, comparisons, and a round of questions in each part."""
    parts = [f"part-{number}" for number in range(CHECKLISTS)]
    walk = "checklist: walk\ntitle: Walk\nsections:\n- title: All\n  items:\n"
    files = {
        "policy.yaml": POLICY,
        "walk.yaml": walk + "".join(f"  - {{include: {name}}}\n" for name in parts),
    }
    for name in parts:
        files[f"{name}.yaml"] = "".join(_part(name))
    return library.PackFiles(files=files, digest=digest_of(files), folder="large")


def _part(name: str) -> Iterator[str]:
    cites = 'cites: ["1a"]'
    yield f"checklist: {name}\ntitle: Part\nsections:\n- title: Questions\n  items:\n"
    yield f"  - {{ask: {name}-people, text: Who, kind: list, {cites}}}\n"
    for n in range(79):
        when = f", when: {{{name}-q{n - 1}: [yes, unknown]}}" if n % 4 else ""
        yield f"  - {{ask: {name}-q{n}, text: Question {n}, kind: yes-no, {cites}{when}}}\n"
    for n in range(40):
        of = ", ".join(f"{{{name}-q{m}: yes}}" for m in range(n, n + 8))
        yield f"  - {{finding: {name}-f{n}, text: F, is: {{at_least: {{count: 3, of: [{of}]}}}}, {cites}}}\n"
    for n in range(60):
        when = f"{{{name}-f{n % 40}: yes, any: [{{{name}-q{n}: yes}}, {{not: {{{name}-q{n + 1}: no}}}}]}}"
        yield f"  - {{obligation: {name}-o{n}, text: Do it, modality: shall, when: {when}, {cites}}}\n"
    yield f"- title: Each\n  for_each: {name}-people\n  items:\n"
    for n in range(10):
        yield f"  - {{ask: {name}-e{n}, text: E, kind: number, most: 10, {cites}}}\n"
        when = f"{{{name}-e{n}: {{at_least: 7}}}}"
        yield f"  - {{obligation: {name}-d{n}, text: Do, modality: shall, when: {when}, {cites}}}\n"


def assessed(place: Place, rounds: int) -> Iterable[Measure]:
    """Measure alternately with the baseline."""
    home = place.folder / "home"
    # In a separate process: the memory of this one counts toward each program it starts.
    command = [sys.executable, "-m", "benchmarks.large_pack", str(home)]
    digest = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    loads, steps = [], []
    for _ in range(rounds):
        with bare(place) as child:
            base = child.wait_for("Question 0?").cpu
        command = [sys.executable, "-P", "-c", _WORK, digest, str(home)]
        done = subprocess.run(
            command, env=dict(place.env(home)), cwd=place.folder, capture_output=True, text=True, check=True
        )
        loaded, step = map(float, done.stdout.split())
        loads.append((loaded, base))
        steps.append((step, base))
    yield Measure(goal("large-pack-read"), median_ratio(loads))
    slowest = statistics.median(step for step, _ in steps)
    yield Measure(goal("large-pack"), median_ratio(steps), f"{slowest * 1000:.0f} ms")


def main() -> None:
    """Compile the pack in a home folder, and print its digest."""
    source = of_ten_thousand()
    pack = library.load(source, Path(sys.argv[1]))
    assert sum(1 for _ in pack.items()) > 10_000
    sys.stdout.write(f"{source.digest}\n")


if __name__ == "__main__":
    main()
