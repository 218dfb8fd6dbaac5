"""Whatever is printed has gone through `dvcheck.text.clean`: no module prints around it.

Every place that prints, or makes what is printed, is found in the syntax of the program. What it is given
must be seen to be inert: constants, `clean(…)`, or what stands in `CLEAN`. Where that cannot be seen, the
place is in `ALLOWED` with a reason; an entry that is not needed any more fails.
"""

import ast
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Group
from rich.padding import Padding
from rich.table import Table

import dvcheck
from dvcheck.terminal import screen
from dvcheck.text import clean

HOSTILE = "[red]a\x1b[31mb\x9b31mc\u202ed\u200b\x07"

ROOT = Path(dvcheck.__file__).parent

PRINTS = {
    "print",
    "echo",
    "secho",
    "confirm",
    "write",
    "writelines",
    "print_formatted_text",
    "out",
    "log",
    "write_raw",
    "set_title",
    # what Rich prints
    "Text",
    "from_markup",
    "from_ansi",
    "assemble",
    "append_text",
    "Markdown",
    # what prompt_toolkit and questionary print
    "HTML",
    "ANSI",
    "Choice",
    "select",
    "checkbox",
    "text",
}
"""The names of functions and methods that print, or make what is printed."""

CLEAN = {
    "clean": "the gate",
    "_text": "screen.py: the gate, as a Rich text",
    "wrapped": "frame.py: the gate, in lines",
    "cut": "frame.py: the gate, in one line",
    "_row": "screen.py and prompt.py: built of `_text`, or of `cut` and `wrapped`",
    "_title": "screen.py: constants and numbers",
    "_told": "cli: the gate, over what is wrong with a command line",
    "digit": "frame.py: digits",
    "len": "a number",
    "sum": "a number",
    "inert": "desk.py: the gate in JSON's own escapes",
}
"""Calls whose result is inert."""

INERT_NAMES = {"__version__"}

ALLOWED = {
    "cli/output.py:deliver:write": "a document of report/ or JSON, where every text is cleaned and escaped",
    "cli/output.py:_replace:write": "the same document, to a file",
    "record/journal.py:_create_file:write": "an empty journal, to a file",
    "record/vault.py:blot:write": "zeros, over a file",
    "terminal/prompt.py:KeyTerminal.say:print_formatted_text": "fragments, each looked at by itself",
    "terminal/prompt.py:_Panel._text:fragment": "the keys y, n, u and digits; answers are wrapped",
    "terminal/screen.py:_title:assemble": "titles of this module, and counts",
    "terminal/screen.py:_row:assemble": "a Text of `_text`, with another below",
    "terminal/screen.py:policy:assemble": "a Text of `_text`, with another below",
    "terminal/screen.py:watched:assemble": "what a console has drawn, of a Text of `_text`",
    "terminal/screen.py:_contact_lines:assemble": "the number of a source",
}

_CONSOLES = ("console", "desk.console()", "self.console()")
"""Of screen.py: they clean every string they are given, as a test below shows."""


class _Reader(ast.NodeVisitor):
    """Finds what one module prints that is not seen to be inert, with the function it stands in."""

    def __init__(self, file: str, *, has_fragments: bool) -> None:
        self.file = file
        self._has_fragments = has_fragments
        self.found: list[str] = []
        """`file:function:call` of every such place."""
        self.seen = 0
        self._functions: list[str] = []
        self._bound: list[dict[str, list[ast.expr]]] = [{}]

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._functions.append(node.name)
        self.generic_visit(node)
        self._functions.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node.name)
        self._bound.append(_bound_in(node))
        self.generic_visit(node)
        self._bound.pop()
        self._functions.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]  # both have a name and a body

    def visit_Call(self, node: ast.Call) -> None:
        name = _called(node)
        is_gated = name == "print" and _owner(node) in _CONSOLES
        is_question = _owner(node) == "questionary"
        if name in PRINTS and not is_gated and (is_question or name not in ("text", "select", "checkbox")):
            self._take(name, node.args)
        self.generic_visit(node)

    def visit_Tuple(self, node: ast.Tuple) -> None:
        """A fragment of prompt_toolkit: a style and a text. Lines of the interview go through `say`."""
        head = node.elts[0] if len(node.elts) == 2 and self._has_fragments else None
        if isinstance(head, ast.Constant) and (head.value == "" or str(head.value).startswith("class:")):
            self._take("fragment", node.elts[1:])
        self.generic_visit(node)

    def _take(self, name: str, given: list[ast.expr]) -> None:
        self.seen += 1
        if not all(self._is_inert(part) for part in given):
            self.found.append(f"{self.file}:{'.'.join(self._functions)}:{name}")

    def _is_inert(self, node: ast.expr, within: frozenset[str] = frozenset()) -> bool:
        """Whether an expression is seen to give nothing that a terminal would act on."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=parts):
                return all(self._is_inert(p, within) for p in parts)
            case ast.FormattedValue(value=value) | ast.Starred(value=value):
                return self._is_inert(value, within)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return all(self._is_inert(p, within) for p in parts)
            case ast.BinOp(left=left, right=right, op=ast.Add()):
                return self._is_inert(left, within) and self._is_inert(right, within)
            case ast.IfExp(body=one, orelse=other):
                return self._is_inert(one, within) and self._is_inert(other, within)
            case ast.ListComp(elt=element) | ast.GeneratorExp(elt=element):
                return self._is_inert(element, within)
            case ast.Subscript(value=value):
                return self._is_inert(value, within)
            case ast.Call():
                return self._called_is_inert(node, within)
            case ast.Name(id=name):
                return name in INERT_NAMES or self._name_is_inert(name, within)
            case _:
                return False

    def _called_is_inert(self, node: ast.Call, within: frozenset[str]) -> bool:
        if _owner(node) == "screen" or _called(node) in CLEAN:
            return True
        if _called(node) in PRINTS and _called(node)[0].isupper():
            return True  # looked at by itself
        if _called(node) in ("str", "list", "sorted", "enumerate", "encode", "rstrip", "removesuffix"):
            parts = node.args or ([node.func.value] if isinstance(node.func, ast.Attribute) else [])
            return all(self._is_inert(p, within) for p in parts)
        return False

    def _name_is_inert(self, name: str, within: frozenset[str]) -> bool:
        """A name is inert where all that it is bound to in its function is."""
        given = self._bound[-1].get(name, [])
        return name not in within and bool(given) and all(self._is_inert(g, within | {name}) for g in given)


def _bound_in(function: ast.AST) -> dict[str, list[ast.expr]]:
    """What each name of a function is bound to, or runs over."""
    bound: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.AugAssign(target=target, value=value)
            ):
                targets = [target]
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                targets = [target]
            case ast.Call(func=ast.Attribute(value=ast.Name() as target, attr="append"), args=[value]):
                targets = [target]
            case _:
                continue
        for each in targets:
            for name in _names(each):
                bound.setdefault(name, []).append(value)
    return bound


def _names(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Starred(value=value):
            yield from _names(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _names(part)


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _owner(node: ast.Call) -> str:
    return ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""


def _read(text: str, file: str = "module.py") -> _Reader:
    reader = _Reader(file, has_fragments="prompt_toolkit" in text)
    reader.visit(ast.parse(text))
    return reader


def _whole_program() -> tuple[set[str], int]:
    readers = [
        _read(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
        for path in sorted(ROOT.rglob("*.py"))
    ]
    return {place for reader in readers for place in reader.found}, sum(reader.seen for reader in readers)


def test_nothing_is_printed_around_the_gate() -> None:
    found, seen = _whole_program()
    assert seen > 40, "the places that are known to print are not found any more"
    assert found - set(ALLOWED) == set(), "clean what is printed there, or say in ALLOWED why it is inert"


def test_every_place_that_is_allowed_is_there() -> None:
    found, _ = _whole_program()
    assert set(ALLOWED) - found == set(), "stale: take it out of ALLOWED"


def test_a_console_cleans_every_string() -> None:
    said = StringIO()
    console = screen.console(color=False, stream=said, width=200)
    table = Table(title=HOSTILE)
    table.add_column(HOSTILE)
    table.add_row(HOSTILE)
    for part in (HOSTILE, Group(HOSTILE), Padding(HOSTILE, 1), table):
        console.print(part)
    assert clean(said.getvalue(), newlines=True) == said.getvalue()
    assert said.getvalue().count("[red]") == 6


def test_only_the_screens_make_what_rich_prints() -> None:
    """So a console is given what screen.py makes, where every text goes through the gate, or a string."""
    importers = set()
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "rich" for name in names):
                importers.add(path.relative_to(ROOT).as_posix())
    # All but the first name types only.
    assert importers == {"terminal/screen.py", "cli/desk.py", "cli/results.py", "cli/watch.py"}


@pytest.mark.parametrize(
    "line",
    [
        "print(name)",
        "sys.stdout.write(f'{name}')",
        "sys.stderr.write('a' + name)",
        "typer.echo(name)",
        "Text(name)",
        "Text.assemble((name, 'bold'))",
        "print_formatted_text(output, name)",
        "x = [('class:dim', f' {name}')]",
        "x = [('', name)]",
        "questionary.Choice([('', name)])",
        "said = clean(name)\n    said = name\n    print(said)",
        "for said in names:\n        print(said)",
    ],
)
def test_a_way_around_the_gate_is_found(line: str) -> None:
    text = f"import prompt_toolkit\ndef f(name, names, output):\n    {line}\n"
    assert _read(text).found


@pytest.mark.parametrize(
    "line",
    [
        "print(clean(name))",
        "print('constant')",
        "sys.stdout.write(f'{clean(name)} and {len(name)}\\n')",
        "console.print(name)",
        "x = [('class:dim', f' {line}') for line in wrapped(name, 80)]",
        "said = clean(name)\n    print(said)",
    ],
)
def test_what_is_cleaned_is_not_held_against_anyone(line: str) -> None:
    assert not _read(f"def f(name, output):\n    {line}\n").found
