"""Limits of the reader, the place of each control character, and the excerpt of a problem."""

import pytest
import yaml

from dvcheck.pack.nodes import MAX_BYTES, MAX_DEPTH, MAX_NODES, Mapping, Problem, Scalar, Sequence, read
from dvcheck.pack.place import Place

HERE = Place("f.yaml", 1, 1)


def refused(text: str) -> tuple[str, str, str]:
    """Return the place, the code and the message of the problem that stopped the reading."""
    node, (problem,) = read(text, "f.yaml")
    assert node is None
    return str(problem.at), problem.code, problem.message


def test_the_limits_are_those_the_language_states() -> None:
    assert (MAX_BYTES, MAX_DEPTH, MAX_NODES) == (1_048_576, 32, 50_000)


@pytest.mark.parametrize("text", ["x" * MAX_BYTES, "é" * (MAX_BYTES // 2)])
def test_a_file_of_exactly_one_mebibyte_is_read(text: str) -> None:
    node, problems = read(text, "f.yaml")
    assert (isinstance(node, Scalar), problems) == (True, ())


def test_a_file_over_one_mebibyte_is_refused_at_its_beginning() -> None:
    assert refused("x" * (MAX_BYTES + 1)) == ("f.yaml:1:1", "too-large", "the file is over 1 MiB")


def test_as_many_nodes_as_the_limit_are_read_and_one_more_is_not() -> None:
    """The list itself is one of the nodes."""
    node, problems = read("[" + "a," * (MAX_NODES - 1) + "]", "f.yaml")
    assert (isinstance(node, Sequence), problems) == (True, ())
    assert refused("[" + "a," * MAX_NODES + "]")[1:] == (
        "too-many-nodes",
        "more than 50,000 values in one file",
    )


def test_as_deep_as_the_limit_is_read_and_one_deeper_is_not() -> None:
    node, problems = read("[" * MAX_DEPTH + "]" * MAX_DEPTH, "f.yaml")
    assert (isinstance(node, Sequence), problems) == (True, ())
    assert refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))[1] == "too-deep"


def test_brackets_deeper_than_the_parser_reads_are_refused_in_our_words() -> None:
    for opening in ("[", "{a: ", "- "):
        assert refused(opening * 100_000)[1] == "too-deep"


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("\x07", "f.yaml:1:1", r"\x07"),
        ("a: 1\nb: 2\x1b[31m\n", "f.yaml:2:5", r"\x1b"),
        ("a: [1,\t2]\nbé: \u202etxt", "f.yaml:2:5", r"\u202e"),
        ("a: \ud800", "f.yaml:1:4", r"\ud800"),
        ("a: \x85", "f.yaml:1:4", r"\x85"),
    ],
)
def test_a_raw_control_character_is_named_at_its_place(text: str, place: str, shown: str) -> None:
    assert refused(text) == (place, "control-character", f"delete the control character {shown}")


def test_tabs_between_words_and_newlines_made_by_an_escape_are_no_control_characters() -> None:
    assert read("a:\tb\n", "f.yaml")[1] == ()
    node, problems = read('"a\\nb"', "f.yaml")
    assert problems == ()
    assert isinstance(node, Scalar)
    assert node.text == "a\nb"


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: &x {b: 1}", "f.yaml:1:4", "anchor"),
        ("a: &x [b]", "f.yaml:1:4", "anchor"),
        ("a: !t {b: 1}", "f.yaml:1:4", "tag"),
        ("a: !!seq [b]", "f.yaml:1:4", "tag"),
    ],
)
def test_a_collection_is_no_more_decorated_than_a_text(text: str, place: str, code: str) -> None:
    assert refused(text)[:2] == (place, code)


def test_a_file_that_is_one_text_is_read_and_one_that_is_nothing_is_empty() -> None:
    assert isinstance(read("x", "f.yaml")[0], Scalar)
    for text in ("", "''", "\n\n", "# a remark\n"):
        assert refused(text) == ("f.yaml:1:1", "empty", "the file is empty")


def test_a_text_over_several_lines_is_marked_where_it_begins() -> None:
    node, _ = read('a: "one\n  two"\nb: three', "f.yaml")
    assert isinstance(node, Mapping)
    assert [value.at.length for _, value in node.entries] == [1, 5]


@pytest.mark.parametrize(
    "error",
    [
        yaml.MarkedYAMLError(problem="odd\nand more"),
        yaml.MarkedYAMLError(context="odder"),
        yaml.YAMLError("plain"),
    ],
)
def test_an_error_without_a_place_is_placed_at_the_beginning(
    error: yaml.YAMLError, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __init__(self, text: str) -> None:
            raise error

    monkeypatch.setattr("dvcheck.pack.nodes._Loader", Broken)
    place, code, message = refused("a: 1")
    assert (place, code) == ("f.yaml:1:1", "not-yaml")
    assert message.startswith("this cannot be read: check the indentation")


# The excerpt

LINE = "".join(chr(0x4E00 + n) for n in range(300))


def shown(source: str, at: Place) -> list[str]:
    return Problem(at=at, code="odd", message="It is odd").show(source).split("\n")


def test_the_last_line_is_shown_and_one_beyond_it_is_not() -> None:
    assert shown("a: 1\nb: 2", Place("f.yaml", 2, 4)) == [
        "f.yaml:2:4: odd: It is odd",
        "    b: 2",
        "       ^",
    ]
    for at in (Place("f.yaml", 3, 1), Place("f.yaml", 2, 1)):
        assert shown("a: 1\n   ", at) == [f"f.yaml:{at.line}:1: odd: It is odd"]


def test_a_long_line_is_cut_to_a_window_around_the_place() -> None:
    _, excerpt, caret = shown(LINE, Place("f.yaml", 1, 101, 3))
    assert excerpt == f"    …{LINE[41:161]}"
    assert caret == " " * (4 + 1 + 59) + "^^^"


def test_a_line_that_fits_before_the_place_is_not_cut() -> None:
    _, excerpt, caret = shown(LINE, Place("f.yaml", 1, 60, 100))
    assert excerpt == f"    {LINE[:120]}"
    assert caret == " " * (4 + 59) + "^" * 60


def test_a_place_past_the_end_of_its_line_has_one_caret() -> None:
    assert shown("a: [", Place("f.yaml", 1, 5))[1:] == ["    a: [", "        ^"]


# The types


@pytest.mark.parametrize(
    ("thing", "field", "many"),
    [
        (Problem(at=HERE, code="odd", message="It is odd"), "code", 3),
        (Scalar(text="a", at=HERE), "text", 2),
        (Sequence(items=(), at=HERE), "items", 2),
        (Mapping(entries=(), at=HERE), "entries", 2),
    ],
)
def test_what_was_read_never_changes_and_is_made_by_name(thing: object, field: str, many: int) -> None:
    with pytest.raises(AttributeError):
        setattr(thing, field, "other")
    with pytest.raises(TypeError):
        type(thing)(*[HERE] * many)


def test_a_mistake_in_the_last_line_has_its_place_there() -> None:
    assert refused("a: 1\nb: @x")[:2] == ("f.yaml:2:4", "not-yaml")
    assert refused("a: 1\nb: [x")[:2] == ("f.yaml:2:4", "not-yaml")
