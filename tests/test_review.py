"""docs/REVIEW.md keeps up with the shipped pack."""

import re
from pathlib import Path

import pytest

from dvcheck.pack import library
from dvcheck.pack.model import Include, Note, Obligation, Pack, Question
from dvcheck.pack.parse import parse

TEXT = (Path(__file__).parents[1] / "docs" / "REVIEW.md").read_text(encoding="utf-8")
ENTRY = re.compile(r"^### (?P<id>\S+) (?P<title>.+)\n(?P<body>(?:(?!#).*\n)*)", re.MULTILINE)
NO_ITEMS = {
    "policy.yaml",
    "contacts.yaml",
    "readings",
    "unclear",
    "treated",
    "?",
    "explain",
    "policy",
    "dvcheck policy",
    "tests/directive/",
    "dvcheck pack validate",
    "discreet",
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    source = library.read(library.shipped_folder())
    pack, problems = parse(source.files, source.digest)
    assert pack is not None, problems
    return pack


def test_every_reading_of_the_shipped_policy_has_one_entry(pack: Pack) -> None:
    entries = [entry["id"] for entry in ENTRY.finditer(TEXT)]
    assert sorted(entries) == sorted(reading.id for reading in pack.policy.readings)


@pytest.mark.parametrize("entry", list(ENTRY.finditer(TEXT)), ids=lambda entry: entry["id"])
def test_an_entry_tells_what_is_done_where_and_asks_one_question(entry: re.Match[str]) -> None:
    lines = [line[:8].split(":")[0] for line in entry["body"].splitlines() if line.startswith("- ")]
    assert lines == ["- Now", "- Where", "- Decide"]
    question = " ".join(entry["body"].split()).partition("- Decide: ")[2]
    assert question.endswith("?")
    assert question.count("?") == 1


def test_every_item_it_names_is_in_the_shipped_pack(pack: Pack) -> None:
    items = {item.id for item in pack.items() if not isinstance(item, Include)}
    named = set(re.findall(r"`([^`]+)`", TEXT))
    languages = {translation.language for translation in pack.translations}
    assert named - items - languages - NO_ITEMS == set()
    assert NO_ITEMS - named == set(), "listed above, but not named any more"


def test_an_entry_names_every_item_that_rests_on_its_reading(pack: Pack) -> None:
    where = {
        e["id"]: e["body"].partition("- Where:")[2].partition("- Decide:")[0] for e in ENTRY.finditer(TEXT)
    }
    missing = [
        f"{reading}: {item.id}"
        for item in pack.items()
        if isinstance(item, Question | Obligation | Note)
        for reading in item.readings
        if f"`{item.id}`" not in where[reading]
    ]
    assert missing == []


def test_its_lines_are_short() -> None:
    assert [line for line in TEXT.splitlines() if len(line) > 110] == []
