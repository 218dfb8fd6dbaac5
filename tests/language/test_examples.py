"""Every example in docs/checklist-language.md can be read, and the packs in examples/ are valid."""

import re
from pathlib import Path
from typing import get_args

import pytest

from dvcheck.academy.coverage import coverage
from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.trial import run
from dvcheck.pack import library, nodes, parse
from dvcheck.pack.condition import THIS
from dvcheck.pack.model import ENDED, OPENED, RUNNING, Kind, Pack
from dvcheck.pack.timed_kinds import TODAY
from dvcheck.pack.translated import missing_texts
from dvcheck.pack.value import ANSWERED, UNKNOWN
from dvcheck.pack.warnings import warnings
from dvcheck.record import answers_file
from tests.small_packs import NOW, POLICY

ROOT = Path(__file__).parents[2]
LANGUAGE = (ROOT / "docs" / "checklist-language.md").read_text(encoding="utf-8")
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/policy.yaml"))
BLOCKS = [match[1] for match in re.finditer(r"```yaml\n(.*?)```", LANGUAGE, re.DOTALL)]

STUBS = (Path(__file__).parent / "stubs.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
"""The items that examples name but do not define."""
STUBS += [f'  - {{ask: q{n}, text: Q{n}, kind: yes-no, cites: ["1a"]}}\n' for n in range(1, 12)]
ROUND = """\
- title: Each
  for_each: hurt-people
  items:
  - {ask: pain, text: Pain, kind: number, cites: ["1a"]}
  - {ask: marks, text: Marks, kind: choices, options: [{id: voice, text: V}], cites: ["1a"]}
  - {finding: badly-hurt, text: Bad, is: {pain: {more_than: 6}}, cites: ["1a"]}
"""
ID = re.compile(r"(?:ask|finding|obligation|timer): ([a-z0-9-]+)")


def walk_of(items: str, sections: str = "") -> str:
    """Return a checklist with an example, and with the items it names but does not define."""
    own = set(ID.findall(items + sections))
    stubs = "".join(line for line in STUBS if not own.intersection(ID.findall(line)))
    each = ROUND if "pain" not in own else ""
    example = f"- title: Example\n  items:\n{items}" if items else ""
    return (
        f"checklist: walk\ntitle: Walk\nsections:\n- title: All\n  items:\n{stubs}{each}{example}{sections}"
    )


def parsed(walk: str) -> Pack:
    """Return the pack of a checklist. Its policy gets every statement that the examples cite."""
    cited = set(re.findall(r'"([0-9A-Z][\w. ]*)"', "".join(re.findall(r"cites: \[.*?\]", walk)))) - {"1a"}
    refs = "".join(
        f'- {{ref: "{ref}", modality: shall, actor: member, says: So.}}\n' for ref in sorted(cited)
    )
    policy = POLICY.replace("readings:", f"{refs}readings:")
    pack, problems = parse.parse({"policy.yaml": policy, "walk.yaml": walk}, "sha256:x")
    assert pack is not None, "\n".join(p.show(walk) for p in problems)
    return pack


def is_about(block: str) -> str:
    """Return the first key of a block of the page: the block is an example of it."""
    first = next(line for line in block.splitlines() if not line.startswith("#")).strip()
    key = re.match(r"-? ?\{?([a-z_]+):", first)
    assert key is not None, block
    return key[1]


def all_about(*keys: str) -> list[str]:
    return [block for block in BLOCKS if is_about(block) in keys]


def test_every_block_is_tried_by_a_test_here() -> None:
    tried = {*NO_CHECKLIST, "ask", "finding", "note", "obligation", "timer", "title", "due", "when", "at"}
    tried |= {"label", "checklist", "scenario", "translation"}  # tried in other tests
    assert {is_about(block) for block in BLOCKS} - tried == set()


@pytest.mark.parametrize("line", [line for block in all_about("when") for line in block.splitlines()])
def test_a_condition(line: str) -> None:
    pack = parsed(
        walk_of(f'  - {{note: example, text: N, {line.partition(" #")[0].strip()}, cites: ["1a"]}}\n')
    )
    assert len(pack.items()) if False else pack.digest == "sha256:x"


@pytest.mark.parametrize("line", [line for block in all_about("due") for line in block.splitlines()])
def test_a_deadline(line: str) -> None:
    due = re.sub(r"\s+#.*", "", line)
    parsed(walk_of(f'  - {{obligation: example, text: D, modality: must, {due}, cites: ["1a"]}}\n'))


@pytest.mark.parametrize("block", all_about("ask", "finding", "note", "obligation", "timer", "title"))
def test_items_and_sections(block: str) -> None:
    items, _, sections = block.replace("walk: partner-call", "walk: walk").partition("- title:")
    indented = "".join(f"  {line}\n" for line in items.splitlines())
    parsed(walk_of(indented, f"- title:{sections}" if sections else ""))


@pytest.mark.parametrize("block", all_about("at"))
def test_an_answers_file(block: str) -> None:
    pack = parsed(walk_of(""))
    found, problems = answers_file.parse(block, "answers.yaml", pack, NOW)
    assert problems == ()
    assert {given.question.id: given.value for given in found.answers} == {
        "hurt": "yes",
        "hurt-people": ("the caller", "her mother"),
        "worst-hurt": "1",
        "pain@1": "8",
        "pain@2": "2",
        "happened-at": "2026-02-09 22:10",
    }


NO_CHECKLIST = (
    "policy",
    "sections",
    "actors",
    "documents",
    "terms",
    "contacts",
    "card",
    "forms",
    "narrative",
)


@pytest.mark.parametrize("block", all_about(*NO_CHECKLIST))
def test_what_is_no_checklist_is_yaml_of_the_language(block: str) -> None:
    node, problems = nodes.read(block, "example.yaml")
    assert problems == ()
    assert isinstance(node, nodes.Mapping)


# --- the packs under examples/ ------------------------------------------------------------------------------


@pytest.fixture(params=EXAMPLES, ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    found = request.param
    assert isinstance(found, Path)
    return found


def test_an_example_is_sound_and_nothing_in_it_is_doubtful(folder: Path) -> None:
    source = library.read(folder)
    pack, problems = parse.parse(source.files, source.digest)
    assert problems == ()
    assert pack is not None
    assert warnings(pack) == ()


def test_an_example_is_translated_and_its_translations_lack_nothing(folder: Path) -> None:
    source = library.read(folder)
    pack = library.load(source, None)
    assert pack.translations
    assert missing_texts(pack, source.files) == ()


def test_an_example_covers_its_policy_and_its_scenarios_hold(folder: Path) -> None:
    pack = library.load(library.read(folder), None)
    scenarios, problems = parse_all(library.scenario_files(folder), pack)
    assert problems == ()
    assert coverage(pack, scenarios).whole
    tried = run(pack, scenarios)
    assert tried.passed, (tried.differences, tried.never_up, tried.never_absent)
    assert all(scenario.only for scenario in scenarios)


def _keys() -> set[str]:
    """Return every key and word of the language that its readers know."""
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("pack", "academy")
        for path in (ROOT / "dvcheck" / folder).glob("read_*.py")
    )
    return set(re.findall(r'f\.(?:get|maybe|text|texts|flag|each|has|at)\("([a-z_]+)"', source))


def test_the_examples_use_every_key_of_the_language() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8") for folder in EXAMPLES for path in sorted(folder.rglob("*.yaml"))
    )
    words = {
        *_keys(),
        "at_least",
        "at_most",
        "exactly",
        "less_than",
        "more_than",
        "within",
        "known",
        "any_of",
        "each",
    }
    words |= {"all", "any", "not"}
    assert len(words) > 60
    assert {word for word in words if not re.search(rf"\b{word}:", text)} == set()
    for kind in set(get_args(Kind)) - {"timer"}:
        assert f"kind: {kind}" in text
    for word in (
        THIS,
        RUNNING,
        ENDED,
        ANSWERED,
        UNKNOWN,
        OPENED,
        TODAY,
        "court days",
        "timely",
        "immediately",
    ):
        assert word in text
