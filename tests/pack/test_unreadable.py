"""An invalid YAML file is reported in our own words, at the wrong line. bad_packs has each mistake."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcheck.pack import unreadable
from dvcheck.pack.nodes import read
from dvcheck.pack.parse import parse
from tests.drawn import drawn

SLIPS = sorted((Path(__file__).parent / "bad_packs").glob("not-yaml*.yaml"))

OF_PYYAML = (
    "did not find",
    "could not find",
    "expected <",
    "expected ','",
    "mapping values",
    "block end",
    "block mapping",
    "token",
    "scalar",
    "simple key",
    "indicator",
    "not allowed",
    "node content",
    "in this context",
    "document start",
    "stream",
)


def test_no_message_has_a_word_of_the_parser() -> None:
    assert len(SLIPS) > 25
    for path in SLIPS:
        said = path.with_suffix(".txt").read_text(encoding="utf-8")
        assert [w for w in OF_PYYAML if w in said] == [], path.name


@pytest.mark.parametrize("path", SLIPS, ids=lambda p: p.stem)
def test_both_loaders_lead_to_the_same_words_at_the_same_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = []
    for loader in (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader):
        with pytest.raises(yaml.MarkedYAMLError) as error:
            list(yaml.parse(text, Loader=loader))
        found.append(unreadable.slip(text, error.value, loader))
    assert found[0] == found[1]


SIGNS = [
    "a: ",
    "b",
    "- ",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    ",",
    '"',
    "'",
    ":",
    "#",
    "> ",
    "\t",
    "–",
    "：",
    "@",
]
PIECES = st.sampled_from([*SIGNS, "@", "\\"])


@settings(max_examples=drawn(400), deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_message_on_any_text_has_a_word_of_the_parser(text: str) -> None:
    _, problems = read(text, "f.yaml")
    for problem in problems:
        lines = text.split("\n")
        assert 1 <= problem.at.line <= len(lines)
        assert 1 <= problem.at.column <= len(lines[problem.at.line - 1]) + 1
        assert [w for w in OF_PYYAML if w in problem.message] == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        # The parser stops at the second line; the quote was opened on the first.
        ('a: "one\nb: ["two"]\n', 1, "is not closed"),
        # It stops at the last line; the bracket was opened two lines before.
        ("a: [b,\n  c\nd: e\n", 1, "is not closed"),
        # It stops at the item that is right.
        ("a:\n- b: c\nd: e\n- f: g\n", 3, "continues that list"),
        # It names neither line.
        (" a: b\nc: d\n", 2, "column 2 (line 1)"),
        ("a: b\nc\n  d: e\n", 2, "no key with a colon"),
    ],
)
def test_the_wrong_line_is_named(text: str, line: int, said: str) -> None:
    _, (problem,) = read(text, "f.yaml")
    assert problem.at.line == line
    assert said in problem.message


def test_a_message_does_not_repeat_all_of_a_long_text() -> None:
    _, (problem,) = read(f"a: {'word ' * 100}: end\n", "f.yaml")
    assert len(problem.message) < 150


@pytest.mark.parametrize("keys", ["".join(f"{key}{n}, " for n in range(12_000)) for key in ("key", "a key ")])
def test_a_text_split_by_thousands_of_commas_is_reported_at_once(keys: str) -> None:
    text = "checklist: walk\ntitle: W\nsections:\n- title: A\n  items:\n"
    text += f"  - {{note: n, text: N, cites: x, {keys}when: {{{keys}}}}}\n"
    started = time.process_time()
    _, problems = parse({"walk.yaml": text}, "sha256:x")
    assert problems
    assert time.process_time() - started < 20
