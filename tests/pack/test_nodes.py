import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcheck.pack.nodes import MAX_BYTES, Mapping, Node, Scalar, Sequence, read
from tests.drawn import drawn


def plain(node: Node | None) -> object:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(n) for n in node.items]
        case Mapping():
            return {k.text: plain(v) for k, v in node.entries}
    return None


def test_scalars_stay_text() -> None:
    node, _ = read("a: no\nb: 12:30\nc: 0x10\nd: ~\ne: 2024-07-05\n", "f.yaml")
    assert plain(node) == {"a": "no", "b": "12:30", "c": "0x10", "d": "~", "e": "2024-07-05"}


def test_every_node_knows_its_line_and_column() -> None:
    node, _ = read("a: 1\nb:\n  - x\n  - é: yes\n", "f.yaml")
    assert isinstance(node, Mapping)
    sequence = node.entries[1][1]
    assert isinstance(sequence, Sequence)
    inner = sequence.items[1]
    assert isinstance(inner, Mapping)
    key, value = inner.entries[0]
    assert (str(key.at), str(value.at)) == ("f.yaml:4:5", "f.yaml:4:8")


def test_more_nodes_than_the_limit_are_refused() -> None:
    _, problems = read("[" + "a," * 50_001 + "]", "f.yaml")
    assert [p.code for p in problems] == ["too-many-nodes"]


@pytest.mark.parametrize("text", ["x" * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1)])
def test_a_file_over_one_mebibyte_is_refused(text: str) -> None:
    _, problems = read(text, "f.yaml")
    assert [p.code for p in problems] == ["too-large"]


@pytest.mark.parametrize("unit", ["[", "{", "- ", "'", '"', "&a ", "*", "\t", "? ", "!!", "a: ", "%", "|\n"])
def test_a_mebibyte_of_one_character_neither_crashes_nor_hangs(unit: str) -> None:
    started = time.process_time()
    node, problems = read((unit * MAX_BYTES)[:MAX_BYTES], "f.yaml")
    # A file of single quotes is one text in quotes; everything else here is refused.
    assert problems or isinstance(node, Scalar)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: 1\nb: [", (2, 4)), ("a: {b: 1", (1, 4)), ("a: 1\n? [", (2, 3)), ("a: 'b\n", (1, 4))],
)
def test_a_file_that_breaks_off_is_refused_where_it_was_opened(text: str, place: tuple[int, int]) -> None:
    _, (problem,) = read(text, "f.yaml")
    assert (problem.at.line, problem.at.column) == place
    assert problem.show(text).endswith("^")


@settings(max_examples=drawn(300), deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_place_inside_it(text: str) -> None:
    node, problems = read(text, "f.yaml")
    assert (node is None) == bool(problems)
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.at.line <= len(lines)
        assert 1 <= problem.at.column <= len(lines[problem.at.line - 1]) + 1
        assert problem.show(text).isprintable() or "\n" in problem.show(text)
