"""The project is in plain English: no word must be read twice, and a docstring begins with a verb or a noun.

Only text counts: docstrings, comments, messages, help, pages and pack texts. Names in code and words in
backticks do not.
"""

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]

ALL = (
    "dvcheck",
    "checklists",
    "examples",
    "completions",
    "docs",
    "benchmarks",
    "tests",
    "hatch_build.py",
    ".importlinter",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
)
"""Every place with text to read."""

_HERE = Path(__file__).name

CLEAN = (
    "dvcheck",
    "completions/generate.py",
    "hatch_build.py",
    ".importlinter",
    "tests/cli",
    "tests/screens",
    "tests/agency",
    "tests/actions",
    "tests/record",
    "tests/report",
    "tests/rules",
    "tests/terminal",
    "tests/walk",
    "tests/pack",
    "tests/proof",
    "tests/directive",
    "tests/academy",
    "tests/fuzz",
    "tests/language",
    "tests/mutation",
    "tests/wording",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "benchmarks",
    "docs/README.md",
    "docs/REVIEW.md",
    "docs/architecture.md",
    "docs/batch.md",
    "docs/checklist-language.md",
    "docs/commands.md",
    "docs/config.md",
    "docs/encryption.md",
    "docs/glossary.md",
    "docs/journal.md",
    "docs/keys.md",
    "docs/matrix.md",
    "docs/performance.md",
    "docs/policy-officer.md",
    "docs/reliability.md",
    "docs/security.md",
    "docs/testing.md",
    "docs/commands.py",
    "docs/picture.py",
    "docs/picture.yaml",
    "docs/decisions",
    "checklists",
    "examples",
    *(f"tests/{path.name}" for path in sorted((ROOT / "tests").glob("*.py")) if path.name != _HERE),
)
"""The places whose English is held. Add each place once its text is plain; in the end this is `ALL`."""

WORDS = {
    r"anew": '"again"',
    r"whole(?! numbers?\b)": '"all", "complete", "entire", "full" or "intact"',
    r"told": '"said", "shown", "recorded" or "informed"',
    r"but for": '"except"',
    r"so many": '"that many" or "the number of"',
    r"stand|stands|stood": '"is", "is in", "is shown" or "follows"',
    r"bear|bears|bore": '"has" or "carries"',
    r"makes? no": '"never makes", "does not add"',
    r"besides": '"also" or "other than"',
    r"thereof": '"of it"',
    r"meanwhile": '"while ..." or "in the meantime"',
}
"""Words that make a reader stop, as patterns, each with what to write in its place."""

_TOLD, _STAND = r"told", r"stand|stands|stood"
_PPB, _LAKESIDE = "checklists/ppb-0825.00", "examples/lakeside-6.4"

EXCEPTED: dict[tuple[str, str], str] = {
    (f"{_PPB}/incident.yaml", _TOLD): "part of ids",
    (f"{_PPB}/receipt.yaml", _TOLD): "part of an id",
    (f"{_PPB}/receipt.yaml", _STAND): "part of an id",
    (f"{_PPB}/reporting.yaml", _STAND): "part of ids",
    (f"{_PPB}/serve-order.yaml", _STAND): "part of ids",
    (f"{_PPB}/served.yaml", _TOLD): "part of an id",
    (f"{_PPB}/standby.yaml", _TOLD): "ids, and whether a member told the respondent to leave",
    (f"{_PPB}/standby.yaml", _STAND): "part of ids",
    (f"{_PPB}/verify-order.yaml", _TOLD): "part of ids",
    (f"{_PPB}/verify-order.yaml", _STAND): "part of ids",
    (f"{_PPB}/scenarios/hurt-neighbor-called.yaml", _TOLD): "a judge told somebody to stay away",
    (f"{_PPB}/scenarios/hurt-neighbor-called.yaml", _STAND): "somebody stands on a porch",
    (f"{_PPB}/scenarios/nobody-gives-a-name.yaml", _STAND): "children stood next to somebody",
    (f"{_PPB}/scenarios/order-of-a-tribe.yaml", _STAND): "people stand in a lobby and in court",
    (f"{_PPB}/scenarios/serve-by-the-petitioner.yaml", _STAND): "a member stands next to somebody",
    (f"{_PPB}/scenarios/standby-glass-breaks.yaml", _TOLD): "the id of an option",
    (f"{_PPB}/scenarios/standby-nobody-home.yaml", _TOLD): "the id of an option",
    (f"{_PPB}/scenarios/standby-on-the-sidewalk.yaml", _TOLD): "the id of an option",
    (f"{_PPB}/scenarios/standby-refused.yaml", _TOLD): "the ids of options",
    (f"{_PPB}/scenarios/standby-still-running.yaml", _TOLD): "the id of an option",
    (f"{_PPB}/scenarios/standby-still-running.yaml", _STAND): "a member stands between two people",
    (f"{_PPB}/scenarios/standby-terms-unseen.yaml", _TOLD): "an id, and nobody told the member the terms",
    (f"{_PPB}/scenarios/standby-to-its-end.yaml", _TOLD): "the id of an option",
    (f"{_PPB}/scenarios/standby-will-not-leave.yaml", _TOLD): "the id of an option",
    (f"{_PPB}/scenarios/strangled-children-asleep.yaml", _STAND): "somebody stands behind her",
    (f"{_PPB}/scenarios/two-neighbors.yaml", _TOLD): "two people told the member something",
    (f"{_PPB}/scenarios/unserved-both-here.yaml", _TOLD): "a petitioner told the respondent of an order",
    (f"{_PPB}/scenarios/unserved-both-here.yaml", _STAND): "people stand in a hallway",
    (f"{_LAKESIDE}/order.yaml", _STAND): "part of an id",
    (f"{_LAKESIDE}/translations/es.yaml", _STAND): "part of an id",
    (f"{_LAKESIDE}/scenarios/boy-of-fifteen.yaml", _STAND): "a rifle stands in a closet",
    (f"{_LAKESIDE}/scenarios/kitchen-at-night.yaml", _STAND): "people stand on a porch",
}
"""The files and patterns of `WORDS` that may occur in them, each with the reason. A stale entry fails."""

_MESSAGES = {"phrase", "plural", "Later", "Argument", "Option", "Command", "CommandGroup", "Heading"}
_RELATIVE = {"What", "Whether", "That", "How", "Where", "When", "Who", "Whom", "Whose", "Why", "Which"}
_THIRD_PERSON = {
    "Returns",
    "Yields",
    "Makes",
    "Gives",
    "Says",
    "Writes",
    "Reads",
    "Checks",
    "Shows",
    "Prints",
}


class Line(NamedTuple):
    """A line of text and where it is."""

    place: str
    text: str


def files(places: tuple[str, ...], *endings: str) -> list[Path]:
    """Return the files below some places that end so."""
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        assert path.exists(), f"{place} is gone: take it out of the list"
        below = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [file for file in below if (file.suffix or file.name) in endings and file.name != _HERE]
    return found


def lines(path: Path) -> Iterator[Line]:
    """Yield the text of a file in lines, without names in backticks."""
    name = path.relative_to(ROOT).as_posix()
    source = path.read_text(encoding="utf-8")
    read = {".py": of_python, ".md": of_markdown}.get(path.suffix, of_text)
    if path.suffix == ".yaml" and name.startswith("tests/directive/"):
        read = of_facts
    for number, text in read(source):
        yield Line(f"{name}:{number}", re.sub(r"`[^`\n]*`", "", text))


def of_text(source: str) -> Iterator[tuple[int, str]]:
    """Yield each line."""
    yield from enumerate(source.splitlines(), 1)


def of_facts(source: str) -> Iterator[tuple[int, str]]:
    """Yield the lines without the ids in them: lists and mappings in brackets, and words with hyphens."""
    for number, text in of_text(source):
        flat = text
        while (shorter := re.sub(r"[{[][^][{}]*(?:[]}]|$)", "", flat)) != flat:
            flat = shorter
        yield number, re.sub(r"\w+(?:-\w+)+", "", flat)


def of_markdown(source: str) -> Iterator[tuple[int, str]]:
    """Yield the lines outside of code blocks."""
    in_code = False
    for number, text in enumerate(source.splitlines(), 1):
        if text.lstrip().startswith("```"):
            in_code = not in_code
        elif not in_code:
            yield number, text


def of_python(source: str) -> Iterator[tuple[int, str]]:
    """Yield comments, docstrings, documented fields and messages."""
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr):
            yield from texts([node.value])
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in _MESSAGES:
                yield from texts([*node.args, *(keyword.value for keyword in node.keywords)])


def texts(nodes: list[ast.expr]) -> Iterator[tuple[int, str]]:
    """Yield the lines of those nodes that are texts."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from enumerate(node.value.splitlines(), node.lineno)


def found_words(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each pattern of `WORDS` in a file, with a message."""
    any_of_them = re.compile("|".join(rf"\b(?:{word})\b" for word in WORDS), re.IGNORECASE)
    for line in filter(lambda line: any_of_them.search(line.text), lines(path)):
        for word, instead in WORDS.items():
            if re.search(rf"\b(?:{word})\b", line.text, re.IGNORECASE):
                yield word, f"{line.place}: {line.text.strip()}\n  in place of {word}: {instead}"


@cache
def words_in(name: str) -> frozenset[str]:
    """Return the patterns of `WORDS` in a file of this project: it may have several exceptions."""
    return frozenset(word for word, _ in found_words(ROOT / name))


def documented(tree: ast.Module) -> Iterator[tuple[ast.AST, str, str]]:
    """Yield public functions and classes with their name and docstring, but no properties."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        said = ast.get_docstring(node)
        is_property = any("property" in ast.unparse(one) for one in node.decorator_list)
        if said is not None and not node.name.startswith("_") and not is_property:
            yield node, node.name, said


def wrong_start(node: ast.AST, said: str) -> str:
    """Return what is wrong with the first line of a docstring; empty if nothing is."""
    first, *more = said.splitlines()
    word = first.split()[0].strip(",:;.")
    if more and more[0]:
        return "its first line is not one line"
    if not first.endswith((".", "?", '."')):
        return "its first line does not end with a period"
    if word in _RELATIVE:
        return f'it begins with "{word}": begin with a verb or a noun'
    if word in _THIRD_PERSON and not isinstance(node, ast.ClassDef):
        return f'it begins with "{word}": begin with the imperative'
    return ""


HELD = files(CLEAN, ".py", ".md", ".yaml", ".importlinter")
MODULES = [path for path in files(CLEAN, ".py") if path.relative_to(ROOT).parts[0] != "tests"]


@pytest.mark.parametrize("path", HELD, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_must_be_read_twice(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    wrong = [message for word, message in found_words(path) if (name, word) not in EXCEPTED]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_exception_is_needed() -> None:
    stale = [
        (name, word) for name, word in EXCEPTED if not (ROOT / name).is_file() or word not in words_in(name)
    ]
    assert stale == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_docstring_begins_with_a_verb_or_a_noun(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [f"{name}: {why}" for node, name, said in documented(tree) if (why := wrong_start(node, said))]
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_facts_of_a_directive_test_are_read_without_their_ids() -> None:
    source = "- why: The whole order\n  facts: {a: [told, b], c-told: not-told}\n  change: {a: [told,\n"
    assert [text for _, text in of_facts(source)] == ["- why: The whole order", "  facts: ", "  change: "]


# --- the checks see what they are for -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        '"""It is written anew."""\n',
        "# It stands there.\n",
        "told = 1\n'''What was told.'''\n",
        'say(phrase("The whole journal"))\n',
        'x: Annotated[str, Option(help="All but for one")]\n',
    ],
)
def test_a_word_is_seen_in_text(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_english.ROOT", tmp_path)
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    (message,) = [message for _, message in found_words(tmp_path / "a.py")]
    assert message.startswith("a.py:")
    assert "in place of" in message


@pytest.mark.parametrize(
    "source",
    [
        "whole = told(stands)\n",
        '"""See `whole` and `anew`."""\n',
        '"""A civil standby takes whole numbers."""\n',
        'ids = ["whole", "stand"]\n',
    ],
)
def test_a_name_is_no_word(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_english.ROOT", tmp_path)
    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    assert list(found_words(tmp_path / "a.py")) == []


@pytest.mark.parametrize(
    ("said", "is_wrong"),
    [
        ("Return the case.", False),
        ("The open cases.", False),
        ("What is open.", True),
        ("Whether it is open.", True),
        ("Returns the case.", True),
        ("Return the case", True),
        ("Return the case that\nis open.", True),
    ],
)
def test_the_start_of_a_docstring_is_judged(said: str, is_wrong: bool) -> None:
    (node,) = ast.parse("def f(): pass").body
    assert bool(wrong_start(node, said)) is is_wrong
