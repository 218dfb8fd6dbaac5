"""A target for coverage-guided fuzzing of everything that reads YAML: packs, scenarios and answers files.

    python -m pip install atheris
    python -m tests.fuzz.fuzz_pack -max_len=8192 -max_total_time=600 corpus/

The first byte says what the rest is: a policy, a checklist, contacts, forms, a scenario or an answers file.
Each is read together with valid files. The run fails if an error is raised, if the place of a problem is
outside its file, or if a problem would be shown with a control character. The folder keeps every input that
reached new code.

atheris has wheels for Linux only, so `make check` and CI do not run this. CI runs tests/proof/packs.py
instead, which changes the shipped files.
"""

import sys

import atheris

with atheris.instrument_imports(include=["dvcheck.pack", "dvcheck.academy", "dvcheck.record.answers_file"]):
    from dvcheck.academy import read_scenario, scenario
    from dvcheck.academy.scenario import TOLD_AT
    from dvcheck.pack import library
    from dvcheck.pack.parse import parse
    from dvcheck.record import answers_file

from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.text import clean
from tests.proof.packs import SMALL

FILES = ("policy.yaml", "walk.yaml", "contacts.yaml", "forms.yaml", "scenarios/story.yaml", "answers.yaml")


def _sound() -> Pack:
    pack, problems = parse(SMALL, "sha256:small")
    assert pack is not None, problems
    return pack


PACK = _sound()


def read_one(data: bytes) -> None:
    """Read the input of the fuzzer as one of `FILES`."""
    if not data:
        return
    name = FILES[data[0] % len(FILES)]
    text = data[1:].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    problems: tuple[Problem, ...]
    if name in SMALL:
        source = library._source({**SMALL, name: text}, "fuzzed")
        _, problems = parse(source.files, source.digest)
    elif name == "answers.yaml":
        _, problems = answers_file.parse(text, name, PACK, TOLD_AT)
    else:
        found, problems = read_scenario.parse_all({name: text}, PACK)
        for story in found:
            scenario.check(PACK, story)
    for problem in problems:
        source_text = text if problem.at.file == name else SMALL.get(problem.at.file, "")
        lines = source_text.split("\n")
        assert 1 <= problem.at.line <= len(lines), problem
        assert 1 <= problem.at.column <= len(lines[problem.at.line - 1]) + 1, problem
        shown = problem.show(source_text)
        assert clean(shown, newlines=True) == shown, problem


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()
