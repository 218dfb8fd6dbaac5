"""Texts are whole sentences with places by name, and their plural forms are the language's own."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

import dvcheck
from dvcheck import language
from dvcheck.language import phrase, plural

ROOT = Path(dvcheck.__file__).parent
TREES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(ROOT.rglob("*.py"))
}


@pytest.mark.parametrize(
    ("n", "text"), [(0, "0 cases are open"), (1, "1 case is open"), (2, "2 cases are open")]
)
def test_a_number_chooses_the_form(n: int, text: str) -> None:
    assert plural("{n} case is open", "{n} cases are open", n=n) == text


def test_what_stands_in_a_place_is_not_read_as_a_text() -> None:
    assert phrase("Noted: {text}", text="{n} {0} {text}") == "Noted: {n} {0} {text}"


def test_a_catalogue_gives_the_texts_of_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    class Spanish(language.NullTranslations):
        def gettext(self, message: str) -> str:
            return {"Noted: {text}": "Anotado: {text}"}[message]

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return {"{n} case": ("{n} caso", "{n} casos")}[msgid1][n != 1]

    monkeypatch.setattr(language, "_catalogue", Spanish())
    assert phrase("Noted: {text}", text="hall") == "Anotado: hall"
    assert plural("{n} case", "{n} cases", n=3) == "3 casos"


def _compares_with_one(node: ast.expr) -> bool:
    if not isinstance(node, ast.Compare):
        return False
    return any(isinstance(side, ast.Constant) and side.value == 1 for side in (node.left, *node.comparators))


def _words(nodes: list[ast.expr]) -> bool:
    """Whether an expression is a text of its own with a letter in it, or a name for one."""
    return all(isinstance(n, ast.Constant | ast.JoinedStr | ast.Name) for n in nodes) and any(
        isinstance(n, ast.Name)
        or any(isinstance(c, ast.Constant) and any(map(str.isalpha, str(c.value))) for c in ast.walk(n))
        for n in nodes
    )


def _hand_made(tree: ast.AST) -> Iterator[int]:
    """The lines on which a text is chosen by whether a number is 1."""
    for node in ast.walk(tree):
        match node:
            case ast.IfExp(test=test, body=one, orelse=other) if _compares_with_one(test):
                if _words([one, other]):
                    yield node.lineno
            case ast.If(
                test=test,
                body=[
                    ast.Return(value=(ast.Constant() | ast.JoinedStr()) as said)
                    | ast.Assign(value=(ast.Constant() | ast.JoinedStr()) as said)
                ],
            ) if _compares_with_one(test) and _words([said]):
                yield node.lineno


def test_no_plural_is_made_by_hand() -> None:
    found = {f"{file}:{line}" for file, tree in TREES.items() for line in _hand_made(tree)}
    assert found == set(), "use dvcheck.language.plural"


@pytest.mark.parametrize(
    "line",
    [
        'f\'{n} case{"" if n == 1 else "s"}\'',
        "'1 case' if len(cases) == 1 else f'{n} cases'",
        'f\'{n} entr{"ies" if n != 1 else "y"}\'',
        "f'{n} {one if n == 1 else many}'",
        "'s' if 1 < n else ''",
    ],
)
def test_a_plural_made_by_hand_is_found(line: str) -> None:
    assert list(_hand_made(ast.parse(line)))


def test_a_plural_made_by_hand_in_a_statement_is_found() -> None:
    assert list(
        _hand_made(ast.parse("def f(n):\n    if n == 1:\n        return '1 case'\n    return 'cases'"))
    )


@pytest.mark.parametrize("line", ["found[0] if len(found) == 1 else several", "f'1-{n}' if n > 1 else '1'"])
def test_what_is_no_plural_is_left_alone(line: str) -> None:
    assert not list(_hand_made(ast.parse(line)))


def _texts() -> Iterator[tuple[str, ast.Call]]:
    """The calls that a catalogue is made of, each with its place."""
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="phrase" | "plural")):
                    yield f"{file}:{node.lineno}", node


def test_every_text_is_a_constant_whose_places_are_all_given() -> None:
    """So a catalogue can be made of them, and a text in another language has the same places."""
    wrong = []
    for place, call in _texts():
        given = {keyword.arg for keyword in call.keywords}
        texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        used = {
            name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None
        }
        if len(texts) != len(call.args) or used - given or given - used - {"n"}:
            wrong.append(place)
    assert wrong == []
