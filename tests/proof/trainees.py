"""Random trainees get a fair grade: between nothing and full, and the same one in every process.

Each trainee walks a scenario of the shipped pack, answers at random what the walk asks, leaves some questions
for later and takes some hints. The grades are made twice here and once in a new process whose hashes are
seeded otherwise: `python -m tests.proof.trainees FILE` grades the answers of a file.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import count, product
from pathlib import Path

from msgspec.structs import replace

from dvcheck.academy.grade import Grade, ScenarioKey
from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.pack import library
from dvcheck.pack.value import Value
from dvcheck.report.json.grade import document
from dvcheck.rules.answer import Answer
from tests.academy.trainees import Random, careless, dangerous, perfect, worked
from tests.proof import Figure, all_of, none_of
from tests.terminal.walks import shipped

TRAINEES = 1_000
"""The trainees of each scenario."""

_HINTS = 4
"""The most hints that a trainee takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found about some trainees."""

    graded: int
    outside: int
    """The grades that are below 0 or above full."""
    different: int
    """The grades that are not the same when they are made again, here or in another process."""
    failed: tuple[str, ...]
    """The trainees whose grade ended in an error."""


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    each, named = n or TRAINEES, sorted(scenarios())
    processes = os.cpu_count() or 1
    with ProcessPoolExecutor(processes) as pool:
        shares = [named[start::processes] for start in range(processes) if named[start:]]
        found = list(pool.map(partial(tried, each=each, scratch=scratch), shares))
    trainees = sum(one.graded + len(one.failed) for one in found)
    what = f"{trainees} random trainees in {len(named)} scenarios"
    yield none_of(f"{what}: grades that ended in an error", sum(len(one.failed) for one in found))
    yield none_of(f"{what}: scores below 0 or above full", sum(one.outside for one in found))
    yield none_of(f"{what}: grades that differ when made again", sum(one.different for one in found))
    of_all = [scenarios()[name] for name in named]
    full = sum(is_full(graded(one, worked(shipped(), one, perfect))) for one in of_all)
    yield all_of("perfect trainees who score in full", full, len(named))
    empty = sum(is_under_half(graded(one, {})) for one in of_all)
    yield all_of("trainees without any answer who score under half", empty, len(named))
    below = sum(
        not is_full(graded(o, worked(shipped(), o, t))) for o in of_all for t in (careless, dangerous)
    )
    yield all_of("careless and dangerous trainees who score below full", below, 2 * len(named))
    noticed = tuple(_notices(scratch))
    yield all_of("grades broken on purpose that are noticed", sum(noticed), len(noticed))


@cache
def scenarios() -> dict[str, Scenario]:
    """Return the scenarios of the shipped pack, by id."""
    found, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    return {one.id: one for one in found}


@cache
def _key(name: str) -> ScenarioKey:
    return ScenarioKey(shipped(), scenarios()[name])


def is_full(grade: Grade) -> bool:
    return grade.score == grade.of


def is_under_half(grade: Grade) -> bool:
    return grade.score < grade.of / 2


# --- the trainees -------------------------------------------------------------------------------------------

Graded = Callable[[Scenario, dict[str, Answer], Sequence[str]], Grade]
"""Grades answers, with the questions that a hint was taken for."""


def graded(scenario: Scenario, given: dict[str, Answer], hinted: Sequence[str] = ()) -> Grade:
    return _key(scenario.id).grade(given, hinted)


def tried(names: Sequence[str], each: int, scratch: Path, graded: Graded = graded) -> Found:
    """Grade the trainees of some scenarios, twice here and once in another process."""
    trainees: list[dict[str, object]] = []
    digests: list[str] = []
    failed: list[str] = []
    outside = different = 0
    for name, number in product(names, range(each)):
        scenario = scenarios()[name]
        try:
            given, hinted = _drawn(scenario, number)
            first, second = (graded(scenario, given, hinted) for _ in range(2))
        except Exception as error:
            failed.append(f"{name} {number}: {error!r}")
            continue
        outside += not 0 <= first.score <= first.of
        different += digest(first) != digest(second)
        answers = {question: answer.value for question, answer in given.items()}
        trainees.append({"scenario": name, "answers": answers, "hinted": hinted})
        digests.append(digest(first))
    there = _elsewhere(trainees, scratch)
    different += sum(here != other for here, other in zip(digests, there, strict=True))
    return Found(graded=len(digests), outside=outside, different=different, failed=tuple(failed))


def _drawn(scenario: Scenario, number: int) -> tuple[dict[str, Answer], tuple[str, ...]]:
    """Return the answers of a trainee, and the questions that a hint was taken for."""
    trainee = Random(f"{scenario.id} {number}")
    given = worked(shipped(), scenario, trainee)
    asked = sorted(given)
    return given, tuple(trainee.draw.sample(asked, min(len(asked), trainee.draw.randint(0, _HINTS))))


def digest(grade: Grade) -> str:
    """Return the digest of the JSON of a grade."""
    return hashlib.sha256(json.dumps(document(shipped(), grade)).encode()).hexdigest()


# --- in another process -------------------------------------------------------------------------------------


def _elsewhere(trainees: list[dict[str, object]], scratch: Path) -> list[str]:
    """Return the digests of the grades that a new process makes, with other hashes."""
    file = scratch / f"{os.getpid()}.json"
    file.write_text(json.dumps(trainees), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.proof.trainees", str(file)],
        env={**os.environ, "PYTHONHASHSEED": "1994"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def _read(file: Path) -> Iterator[Grade]:
    """Yield the grades of the trainees in a file."""
    for trainee in json.loads(file.read_text(encoding="utf-8")):
        scenario = scenarios()[trainee["scenario"]]
        given = {n: Answer(value=_value(v), at=scenario.told_at) for n, v in trainee["answers"].items()}
        yield graded(scenario, given, trainee["hinted"])


def _value(said: str | list[str]) -> Value:
    return said if isinstance(said, str) else tuple(said)


# --- the control --------------------------------------------------------------------------------------------


def _notices(scratch: Path) -> Iterator[bool]:
    """Check that grades which are broken on purpose are noticed."""
    name = min(scenarios())
    numbers = count()

    def broken(change: Callable[[Grade], Grade]) -> Found:
        return tried([name], 3, scratch, lambda *given: change(graded(*given)))

    def fails(grade: Grade) -> Grade:
        raise ArithmeticError

    yield broken(lambda grade: replace(grade, score=grade.of + 1)).outside == 3
    yield broken(lambda grade: replace(grade, score=-1)).outside == 3
    yield len(broken(fails).failed) == 3
    yield broken(lambda grade: replace(grade, of=grade.of + next(numbers))).different >= 3
    yield broken(lambda grade: replace(grade, questions=grade.questions[::-1])).different == 3


if __name__ == "__main__":
    for one in _read(Path(sys.argv[1])):
        sys.stdout.write(digest(one) + "\n")
