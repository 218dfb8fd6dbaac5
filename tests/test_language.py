"""Texts are complete sentences with named placeholders, and the language chooses their plural forms."""

import ast
import re
import string
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest

import dvcheck
from dvcheck import language
from dvcheck.language import phrase, plural
from tests.programs import marked
from tests.pty import run_dvcheck
from tests.small_packs import POLICY

ROOT = Path(dvcheck.__file__).parent


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of dvcheck, by its path."""
    return {
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
    found = {f"{file}:{line}" for file, tree in trees().items() for line in _hand_made(tree)}
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


CATALOGUE = ("phrase", "plural", "Later")
"""The calls that a catalogue is made of."""


def _texts() -> Iterator[tuple[str, ast.Call]]:
    """The calls that a catalogue is made of, each with its place."""
    for file, tree in trees().items():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in CATALOGUE:
                    yield f"{file}:{node.lineno}", node


def _is_wrong(call: ast.Call) -> bool:
    """Whether a text is no constant, or its places are not those that are given."""
    given = {keyword.arg for keyword in call.keywords}
    texts = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    used = [{name for _, name, _, _ in string.Formatter().parse(text) if name is not None} for text in texts]
    if not texts or len(texts) != len(call.args):
        return True
    if isinstance(call.func, ast.Name) and call.func.id == "Later":
        return bool(given)
    every = set().union(*used)  # one form of a plural may do without what another needs
    return bool(every - given or given - every - {"n"})


def test_every_text_is_a_constant_whose_places_are_all_given() -> None:
    """So a catalogue can be made of them, and a text in another language has the same places."""
    assert len(list(_texts())) > 500
    assert [place for place, call in _texts() if _is_wrong(call)] == []


@pytest.mark.parametrize(
    "line",
    [
        "phrase(f'no case {case}')",
        "phrase('no case ' + case)",
        "phrase(text, case=case)",
        "phrase('no case {case}')",
        "phrase('no case', case=case)",
        "plural('{n} of {case}', '{n} cases', n=2)",
        "Later(f'no case {case}')",
        "phrase()",
    ],
)
def test_a_text_that_no_catalogue_can_hold_is_found(line: str) -> None:
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call)
    assert _is_wrong(call)


def _made_at_import(tree: ast.Module) -> Iterator[int]:
    """The lines on which a text is put into a language when its module is loaded."""
    outside: list[ast.AST] = [tree]
    while outside:
        node = outside.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            outside += [*node.args.defaults, *filter(None, node.args.kw_defaults), *node.decorator_list]
        elif not isinstance(node, ast.Lambda):
            outside += ast.iter_child_nodes(node)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("phrase", "plural"):
            yield node.lineno


def test_no_text_is_put_into_a_language_before_one_is_chosen() -> None:
    found = {f"{file}:{line}" for file, tree in trees().items() for line in _made_at_import(tree)}
    assert found == set(), "a table holds dvcheck.language.Later"
    assert list(_made_at_import(ast.parse("A = phrase('a')\ndef f(b=phrase('b')):\n    phrase('c')"))) != []


@cache
def errors() -> set[str]:
    """What is raised or given back with a text for the officer: DvcheckError and all derived from it."""
    classes = [n for tree in trees().values() for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]
    found = {"DvcheckError"}
    while more := {c.name for c in classes if {getattr(b, "id", "") for b in c.bases} & found} - found:
        found |= more
    return found | {"NotAnAnswer", "_Wrong"}


def _has_words(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and any(map(str.isalpha, node.value))
    )


def _is_put_together(said: ast.expr, function: ast.AST, constants: Sequence[ast.stmt]) -> bool:
    """Whether a text is written out, or made of parts, outside the catalogue."""
    match said:
        case ast.JoinedStr():
            return True
        case ast.Constant():
            return _has_words(said)
        case ast.BinOp(left=left, right=right):
            return _is_put_together(left, function, constants) or _is_put_together(right, function, constants)
        case ast.IfExp(body=one, orelse=other):
            return _is_put_together(one, function, constants) or _is_put_together(other, function, constants)
        case ast.Call(func=ast.Attribute(attr="format" | "join", value=ast.Constant(value=str()) as value)):
            return _has_words(value)
        case ast.Call(func=ast.Name(id="clean" | "own_line"), args=[first, *_]):
            return _is_put_together(first, function, constants)
        case ast.Name(id=name):
            known = (*ast.walk(function), *constants)
            assigned = (n for n in known if isinstance(n, ast.Assign | ast.AugAssign))
            return any(
                _is_put_together(one.value, function, constants)
                for one in assigned
                for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
                if isinstance(target, ast.Name) and target.id == name
            )
    return False


def _errors_put_together(tree: ast.Module) -> Iterator[int]:
    """The lines on which an error has a message or a hint that no catalogue can hold."""
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    constants = tree.body
    makers = {
        f.name: [p.arg for p in (*f.args.posonlyargs, *f.args.args)]
        for f in functions
        if isinstance(f.returns, ast.Name) and f.returns.id in errors()
    }
    for function in functions:
        for node in ast.walk(function):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and (name in errors() or name in makers):
                by_place = node.args[:1] if name in errors() else []
                by_name = [(k.arg, k.value) for k in node.keywords]
                by_name += zip(makers.get(name, []), node.args, strict=False)
                said = [*by_place, *(value for key, value in by_name if key in ("message", "hint", "why"))]
                if any(_is_put_together(one, function, constants) for one in said):
                    yield node.lineno


def test_every_error_and_hint_is_a_text_of_the_catalogue() -> None:
    found = {f"{file}:{line}" for file, tree in trees().items() for line in _errors_put_together(tree)}
    assert found == set(), "an error is DvcheckError(phrase(...))"


@pytest.mark.parametrize(
    "line",
    [
        "raise DvcheckError(f'no case {case}', code=code)",
        "raise DvcheckError('no case', code=code)",
        "raise JournalRefused('no case ' + case)",
        "raise DvcheckError('no case {}'.format(case), code=code)",
        "raise DvcheckError(phrase('no case'), hint='Name another.', code=code)",
        "raise DvcheckError(phrase('no case'), hint=own_line('Name another:', other), code=code)",
        "raise DvcheckError(phrase('no case') + ' here', code=code)",
        "raise DvcheckError(clean(f'{case}: {why}'), code=code)",
        "raise DvcheckError(phrase('no case'), hint=HINT, code=code)",
        "return NotAnAnswer('a number is expected')",
        "said = f'no case {case}'\n    raise DvcheckError(said, code=code)",
        "said = phrase('no case')\n    said += ' here'\n    raise DvcheckError(said, code=code)",
    ],
)
def test_an_error_that_no_catalogue_can_hold_is_found(line: str) -> None:
    assert list(_errors_put_together(ast.parse(f"HINT = 'Name another.'\ndef f():\n    {line}")))


def test_an_error_that_a_function_makes_is_looked_at_where_that_is_called() -> None:
    made = (
        "def wrong(message, hint) -> DvcheckError:\n    return DvcheckError(message, hint=hint, code=code)\n"
    )
    for said in ("'no case', phrase('Name one.')", "phrase('no case'), 'Name one.'", "hint=f'Name {case}.'"):
        assert list(_errors_put_together(ast.parse(f"{made}def f():\n    raise wrong({said})")))
    said = "phrase('no case'), phrase('Name one.')"
    assert not list(_errors_put_together(ast.parse(f"{made}def f():\n    raise wrong({said})")))


def test_an_error_of_the_catalogue_is_left_alone() -> None:
    line = "def f():\n    raise DvcheckError(phrase('no case {case}', case=c), hint=hint, code=code)"
    assert list(_errors_put_together(ast.parse(line))) == []


PACK_TEXT = re.compile(r"Pack\s+[\w?]+|Do it\.")
"""What the pack of these tests says: a translation of it is another pack."""

NOT_TRANSLATED = (
    r"dvcheck:",  # before an error: the program's name
    r"dvcheck .*--home \S+",  # a command to paste
    r"dvcheck case take-over \S+",  # the same, for another computer
    r"c-[0-9A-Z]{4}",  # the id of a case
    r"\d{4}-\d\d-\d\d \d\d:\d\d",  # a date, written the same everywhere
    r"call: open ·",  # `explain` has an obligation and its status by their ids, as JSON has them
)
"""The texts on a screen that are the same in every language."""


def _left_over(said: str) -> list[str]:
    """What neither the catalogue nor the pack has, of what a program said."""
    rest = []
    for line in marked.unmarked(PACK_TEXT.sub("", said)):
        for other in NOT_TRANSLATED:
            line = re.sub(other, "", line)
        if any(map(str.isalpha, line)):
            rest.append(line)
    return rest


@pytest.fixture
def translated(tmp_path: Path) -> Callable[..., str]:
    """Runs dvcheck in a language of marks, and gives what it said."""
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "incident.yaml").write_text(WALK, encoding="utf-8")

    def run(*arguments: str, typed: str | None = None) -> str:
        at = ["--home", str(tmp_path / "home")]
        at += ["--pack", str(folder)] if arguments[0] not in ("journal", "purge") else []
        done = run_dvcheck(*arguments, *at, typed=typed, module="tests.programs.marked")
        return done.stdout + done.stderr

    return run


WALK = """\
checklist: incident
title: Pack title
sections:
- title: Pack section
  items:
  - {ask: raining, text: "Pack asks?", label: Pack label, kind: yes-no, cites: ["1a"]}
  - {ask: often, text: "Pack number?", label: Pack count, kind: number, cites: ["1a"], when: {raining: yes}}
  - obligation: call
    text: Pack call
    modality: shall
    cites: ["1a"]
    when: {raining: yes}
    due: {by: end-of-shift, cites: ["1a"]}
"""


def test_what_a_walk_says_is_in_the_language_chosen(translated: Callable[..., str]) -> None:
    """Not the help of commands and options, nor what Typer says of a wrong option. JSON keeps its names."""
    said = translated("incident", "--plain", typed="?\nmaybe\ny\nb\ny\n12\nx 1\n9\n\n")
    assert "««y yes, n no, u unknown»; b back, s later, ? help, q save and leave: »" in said
    assert "«Not understood: «y, n or u is expected».»" in said
    assert "Pack asks?" in said
    assert _left_over(said) == []


@pytest.mark.parametrize(
    "words",
    [
        ("outstanding",),
        ("outstanding", "--plain"),
        ("outstanding", "--plain", "--why"),
        ("show", "c-", "--plain", "--all", "--why"),
        ("cases",),
        ("cases", "--plain"),
        ("explain", "c-", "call", "--plain"),
        ("shift", "status", "--plain"),
        ("cases", "--closed"),
        ("show", "c-"),
        ("note", "c-", "12"),
        ("amend", "c-", "--number", "26-2"),
        ("case", "repack", "c-"),
        ("close", "c-", "--reason", "Pack reason"),
        ("explain", "c-", "call"),
        ("done", "c-", "call"),
        ("shift", "start", "--ends", "07:00"),
        ("shift", "status"),
        ("purge", "--older-than", "0"),
        ("journal", "verify"),
    ],
    ids=" ".join,
)
def test_what_a_command_says_is_in_the_language_chosen(
    words: tuple[str, ...], translated: Callable[..., str]
) -> None:
    said = translated("incident", "--plain", typed="y\n12\n\n")
    found = re.search(r"c-[0-9A-Z]{4}", said)
    assert found is not None
    said = translated(*(found[0] if word == "c-" else word for word in words))
    assert "«" in said
    assert _left_over(said) == []


def test_what_comes_of_a_case_that_moves_is_in_the_language_chosen(
    translated: Callable[..., str], tmp_path: Path
) -> None:
    found = re.search(r"c-[0-9A-Z]{4}", translated("incident", "--plain", typed="y\n12\n\n"))
    assert found is not None
    case, file = found[0], str(tmp_path / "1.dvcase")

    def relief(*words: str) -> str:
        done = run_dvcheck(*words, "--home", str(tmp_path / "relief"), module="tests.programs.marked")
        return done.stdout + done.stderr

    for run, text, *words in (
        (translated, "is handed over", "case", "hand-over", case, "-o", file),
        (translated, "Handed over", "show", case),
        (translated, "handed over", "cases", "--closed"),
        (translated, "was handed over", "note", case, "12"),
        (translated, "both computers have it", "close", case, "--reopen"),
        (translated, "it was handed over on this computer", "case", "take-over", file),
        (relief, "is taken over", "case", "take-over", file),
        (relief, "has all of it already", "case", "take-over", file),
    ):
        said = run(*words)
        assert text in said.replace("«", "").replace("»", "")
        assert _left_over(said) == []


def test_what_comes_of_a_case_until_it_is_purged_is_in_the_language_chosen(
    translated: Callable[..., str], tmp_path: Path
) -> None:
    found = re.search(r"c-[0-9A-Z]{4}", translated("incident", "--plain", typed="y\n12\n\n"))
    assert found is not None
    case = found[0]

    def says(text: str, *words: str, typed: str | None = None) -> None:
        said = translated(*words, typed=typed)
        assert text in said
        assert _left_over(said) == []

    says("«Which answer?", "amend", case, "--plain", typed="2\n9\n2\n")
    says("«It belongs to this shift", "shift", "start", "--ends", "07:00", "--plain", typed="1\n")
    says("«Hand-over ", "shift", "end", "--plain", typed="\n1\nPack reason\n\n")
    (tmp_path / "pack" / "incident.yaml").write_text(
        WALK.replace("Pack call", "Pack report"), encoding="utf-8"
    )
    says("«Yes, move it", "case", "repack", case, "--plain", typed="2\n")
    says("required open in", "done", case, "call", "--reopen")
    says("«", "close", case, "--reason", "Pack reason")
    says("«Keep them»", "purge", "--older-than", "0", "--plain", typed="2\n")
    says("«No cases yet.»", "cases", "--closed")


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nothing"),
        ("outstanding", "--watch"),
        ("shift", "start", "--ends", "soon"),
        ("shift", "end"),
        ("incident", "--number", " "),
        ("done", "nothing", "--reason", "No"),
        ("journal", "verify", "--head", "zz"),
        ("journal", "restore", "nothing"),
    ],
    ids=" ".join,
)
def test_an_error_is_in_the_language_chosen(words: tuple[str, ...], translated: Callable[..., str]) -> None:
    translated("incident", "--plain", typed="y\n12\n\n")
    said = translated(*words)
    assert "dvcheck: «" in said
    assert _left_over(said) == []


def test_a_text_of_a_table_is_in_no_sentence_before_it_is_said() -> None:
    assert phrase("{title}: 2", title=language.Later("DONE").said()) == "DONE: 2"
    with pytest.raises(TypeError):
        phrase("{title}: 2", title=language.Later("DONE"))
