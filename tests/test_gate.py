"""Everything printed has passed through `dvcheck.text.clean`: no module prints around it.

Every place that prints, or makes what is printed, is found in the syntax of the program, also under another
name that it was imported or bound as. What it is given, by place or by name, must be seen to be inert:
constants, `clean(…)`, or a call in `CLEAN`; and a function that prints, to be called where it is named.
Where that cannot be seen, the place is in `ALLOWED` with a reason; an entry that is not needed any more
fails.
"""

import ast
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Group
from rich.padding import Padding
from rich.table import Table

import dvcheck
from dvcheck.screens import style
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
    "input",
    "getpass",
    "warn",
    "showwarning",
    "SystemExit",
    # what Rich prints
    "Text",
    "Segment",
    "from_markup",
    "from_ansi",
    "assemble",
    "append_text",
    "Markdown",
    # what prompt_toolkit and questionary print
    "HTML",
    "ANSI",
    "Choice",
}
"""The names of functions and methods that print, or make what is printed."""

PRINT_AS = {
    "sys.exit",
    "exit",
    "quit",
    "typer.prompt",
    "questionary.select",
    "questionary.checkbox",
    "questionary.text",
    "questionary.press_any_key_to_continue",
}
"""More of them, which others share their last name with."""

NOT_SHOWN = {
    "print": {"file", "flush"},
    "echo": {"file", "nl", "err", "color"},
    "secho": {"file", "nl", "err", "color", "fg", "bg", "bold", "dim"},
    "print_formatted_text": {"file", "flush", "output", "style", "color_depth"},
    "Text": {"style", "justify", "overflow", "no_wrap"},
    "Choice": {"value", "checked"},
    "select": {"choices"},
    "checkbox": {"choices"},
}
"""What is given by name and says how, or what is answered. Choices are looked at by themselves."""

CLEAN = {
    "clean": "the gate",
    "style_text": "screens/style.py: the gate, as a Rich text",
    "wrapped": "cells.py: the gate, in lines",
    "cut": "cells.py: the gate, in one line",
    "_row_text": "list_faces.py: built of `wrapped`",
    "duty_row": "screens/style.py: drawn by `Rows`, which cleans its texts",
    "duty_rows": "screens/style.py: the same",
    "counted_title": "screens/style.py: constants and numbers",
    "_usage_message": "cli: the gate, over what is wrong with a command line",
    "digit": "frame.py: digits",
    "in_parts": "terminal/frame.py: parts that `clean` has seen, in lines",
    "_blanks": "terminal/duties_face.py: blanks",
    "len": "a number",
    "sum": "a number",
    "inert": "workspace.py: the gate in JSON's own escapes",
}
"""Calls whose result is inert."""

WORDED = {"dvcheck.language.phrase", "dvcheck.language.plural"}
"""Calls whose result is inert where all they are given is."""

INERT_NAMES = {"__version__"}

ALLOWED = {
    "cli/__init__.py:_keep_tracebacks_off_the_screen.unraisable:log": "places in the program, to a file",
    "cli/__init__.py:_say:write": "what it is given was cleaned where it was made",
    "cli/__init__.py:main:exit": "a number",
    "cli/beside.py:say:write": "`clean` of each line, broken between words",
    "cli/clipboard.py:_send_to_terminal:write": "base64 of a text that `copy` cleaned",
    "cli/deliver.py:_write:write": "a document of report/ or JSON, where every text is cleaned and escaped",
    "cli/deliver.py:_replace:writelines": "the same document, to a file",
    "cli/reminding.py:_ring:write": "one byte, the bell",
    "cli/unexpected.py:_written:write": "places in the program, to a file",
    "cli/unexpected.py:tell:log": "the error goes to a file without its message",
    "pack/installed.py:_aside:write": "a pack, or names of checklists, to a file",
    "player/recording.py:record:write": "a screen drawn by `style.draw`, where every text is cleaned",
    "record/head.py:write:write": "a number and a hash, to a file",
    "record/sqlite/journal.py:Journal._transaction:write": "the head file",
    "record/sqlite/files.py:_create_file:write": "an empty journal, to a file",
    "record/sqlite/encryption/tries.py:Tries._wait_uncounted:warn": "`_warn` cleans it",
    "record/sqlite/encryption/source.py:KeySource.tries:warn, not called": "`_warn` cleans it",
    "record/sqlite/journal.py:JournalFolder.__init__:warn, not called": "it is handed on to `KeySource`",
    "record/sqlite/encryption/aside.py:blot:write": "zeros, over a file",
    "screens/style.py:_Kept.of:append_text": "what `render_str` has made of a clean string",
    "screens/style.py:_Kept:Text, not called": "`style_text` and `render_str` clean what is in it",
    "screens/style.py:_Console.print:print": "what it is given goes through its own `render_str`",
    "screens/board.py:fit_to_screen:from_ansi": "what a console of screens/style.py has drawn",
    "screens/columns.py:Rows.__rich_console__:Segment": "blanks, and lines of `_broken`, which cleans them",
    "screens/style.py:command_line:Text": "`clean` of the command, with two blanks before it",
    "terminal/prompt.py:KeyTerminal.say:print_formatted_text": "fragments, each looked at by itself",
    "terminal/home_rows.py:_padded:fragment": "blanks; the text beside them is cleaned",
    "terminal/faces.py:QuestionFace._rows:fragment": "the keys y, n, u and digits; answers are wrapped",
    "terminal/helping.py:HelpPages._pages:fragment": "paragraphs, wrapped before they are drawn",
    "terminal/output.py:Encoded.write:write": "what prompt_toolkit draws, each fragment looked at",
    "terminal/paint.py:Painter._write:write": "a face, each fragment looked at; lines that `say` cleans",
    "terminal/loop.py:PromptLoop._settle:SystemExit, not called": "suppressed, not raised",
    "terminal/signals.py:end_if_asked:SystemExit": "a number",
    "terminal/text_line.py:TextLine._wrong:fragment": "`check` says constants, and what is cleaned",
    "screens/style.py:counted_title:assemble": "titles of this module, and counts",
    "terminal/pager.py:in_fragments:ANSI": "what a console of screens/style.py has drawn",
    "terminal/pages.py:Pages._foot:fragment": "numbers, and a word that went through `one_line`",
    "terminal/passphrase.py:ask_passphrase:getpass": "three constants, here and in the journal's source.py",
}

_CONSOLES = (
    "console",
    "target",
    "printer.console(workspace)",
    "printer.console(self._workspace)",
    "console(workspace)",
)
"""Of screens/style.py: they clean every string they are given, as a test below shows."""


class _Reader(ast.NodeVisitor):
    """Finds what one module prints that is not seen to be inert, with the function around it."""

    def __init__(self, file: str, tree: ast.Module) -> None:
        self.file = file
        self._aliases = _aliases_in(tree)
        of_screens = any(n.startswith("prompt_toolkit") for n in self._aliases.values())
        self._has_fragments = of_screens or file.startswith("terminal/")
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
        for part in (*node.decorator_list, node.args, *node.body):
            self.visit(part)
        self._bound.pop()
        self._functions.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]  # both have a name and a body

    def visit_Call(self, node: ast.Call) -> None:
        dotted = self._dotted(node.func)
        name = dotted.rpartition(".")[2]
        if _prints(dotted):
            is_gated = name == "print" and _owner(node) in _CONSOLES
            hidden = NOT_SHOWN.get(name, set())
            named = [k.value for k in node.keywords if k.arg not in hidden]
            self._take(name, named if is_gated else [*node.args, *named])
        elif name == "getattr" and len(node.args) > 1:
            self._mention(str(getattr(node.args[1], "value", "")))
        inner = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        if not isinstance(inner, ast.Name):
            self.visit(inner)
        given = [*node.args, *(k.value for k in node.keywords)]
        for part in given[:1] if name == "isinstance" else given:
            self.visit(part)

    def visit_Name(self, node: ast.Name) -> None:
        parameter = any(bound.get(node.id) == [_ANYTHING] for bound in self._bound)
        if isinstance(node.ctx, ast.Load) and not parameter:
            self._mention(self._dotted(node))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.ctx, ast.Load):
            self._mention(self._dotted(node))
        if not isinstance(node.value, ast.Name):
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not _is_alias(node):
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """Types print nothing: neither these nor those in a match, an `except` or after an arrow."""

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        for pattern in (*node.patterns, *node.kwd_patterns):
            self.visit(pattern)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        for statement in node.body:
            self.visit(statement)

    def _mention(self, dotted: str) -> None:
        """A function is named without being called: what it will be given is out of sight."""
        owner, _, name = dotted.rpartition(".")
        of_enum = name.isupper() and owner.rpartition(".")[2][:1].isupper()
        if _prints(dotted) and not of_enum:
            self._found(f"{name}, not called")

    def visit_Tuple(self, node: ast.Tuple) -> None:
        """A fragment of prompt_toolkit: a style and a text. Lines of the interview go through `say`."""
        head = node.elts[0] if len(node.elts) == 2 and self._has_fragments else None
        if isinstance(head, ast.Constant) and (head.value == "" or str(head.value).startswith("class:")):
            self._take("fragment", node.elts[1:])
        self.generic_visit(node)

    def _take(self, name: str, given: list[ast.expr]) -> None:
        self.seen += 1
        if not all(self._is_inert(part) for part in given):
            self._found(name)

    def _found(self, name: str) -> None:
        self.found.append(f"{self.file}:{'.'.join(self._functions)}:{name}")

    def _dotted(self, node: ast.expr) -> str:
        """A name as it was imported, or bound to another."""
        match node:
            case ast.Name(id=name):
                return self._aliases.get(name, name)
            case ast.Attribute(value=value, attr=name):
                return f"{self._dotted(value)}.{name}"
            case _:
                return ast.unparse(node)

    def _is_inert(self, node: ast.expr, within: frozenset[str] = frozenset()) -> bool:
        """Whether an expression is seen to give nothing that a terminal would act on."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=parts):
                return all(self._is_inert(p, within) for p in parts)
            case ast.FormattedValue(value=value, format_spec=spec):
                return all(self._is_inert(p, within) for p in (value, spec) if p is not None)
            case ast.Starred(value=value):
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
            case ast.Attribute(value=ast.Name(id="Exit")):
                return True  # a number
            case ast.Name(id=name):
                return name in INERT_NAMES or self._name_is_inert(name, within)
            case _:
                return False

    def _called_is_inert(self, node: ast.Call, within: frozenset[str]) -> bool:
        called = self._dotted(node.func).rpartition(".")[2]
        if self._dotted(node.func).startswith("dvcheck.screens.") or called in CLEAN:
            return True
        if self._dotted(node.func) in WORDED:
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            return all(self._is_inert(part, within) for part in given)
        if called in PRINTS and called[0].isupper():
            return True  # looked at by itself
        if called in ("str", "list", "sorted", "enumerate", "encode", "rstrip", "removesuffix"):
            parts = node.args or ([node.func.value] if isinstance(node.func, ast.Attribute) else [])
            return all(self._is_inert(p, within) for p in parts)
        return False

    def _name_is_inert(self, name: str, within: frozenset[str]) -> bool:
        """A name is inert where all that it is bound to in its function is."""
        given = self._bound[-1].get(name, [])
        return name not in within and bool(given) and all(self._is_inert(g, within | {name}) for g in given)


_ANYTHING = ast.Yield()


def _bound_in(function: ast.AST) -> dict[str, list[ast.expr]]:
    """What each name of a function is bound to, or runs over; one declared to be a number, a number."""
    bound: dict[str, list[ast.expr]] = {}
    numbers: set[str] = set()
    for node in ast.walk(function):
        targets: list[ast.expr] = []
        given: list[ast.expr] = [_ANYTHING]
        match node:
            case ast.Assign(targets=targets, value=value):
                given = [value]
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="int")):
                numbers.add(name)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.AugAssign(target=target, value=value)
                | ast.NamedExpr(target=target, value=value)
                | ast.For(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
            ):
                targets, given = [target], [value]
            case ast.Call(
                func=ast.Attribute(value=ast.Name() as target, attr="append" | "extend" | "insert" | "add"),
                args=given,
            ):
                targets = [target]
            case ast.withitem(optional_vars=ast.expr() as target):
                targets = [target]
            case ast.arg(arg=name, annotation=ast.Name(id="int")):
                numbers.add(name)
            case (
                ast.arg(arg=name)
                | ast.ExceptHandler(name=str() as name)
                | ast.MatchAs(name=str() as name)
                | ast.MatchStar(name=str() as name)
            ):
                targets = [ast.Name(name)]
        for each in targets:
            for name in _names(each):
                bound.setdefault(name, []).extend(given)
    return bound | {name: [ast.Constant(0)] for name in numbers}


def _aliases_in(tree: ast.Module) -> dict[str, str]:
    """Return the names that mean another one: as imported, or bound anywhere in a module."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {a.asname: a.name for a in names if a.asname}
                found |= {a.name.partition(".")[0]: a.name.partition(".")[0] for a in names if not a.asname}
            case ast.ImportFrom(module=str() as module, names=names):
                found |= {a.asname or a.name: f"{module}.{a.name}" for a in names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_alias(node):
            head, dot, rest = ast.unparse(node.value).partition(".")
            dotted = found.get(head, head) + dot + rest
            bound = [name for target in node.targets for name in _names(target)]
            # A name that is bound twice prints where one of the two does.
            found |= {name: dotted for name in bound if not _prints(found.get(name, ""))}
    return found


def _is_alias(node: ast.Assign) -> bool:
    """Whether one name is all that is bound, to another name."""
    value = node.value
    while isinstance(value, ast.Attribute):
        value = value.value
    return isinstance(value, ast.Name) and all(isinstance(t, ast.Name) for t in node.targets)


def _prints(dotted: str) -> bool:
    return dotted.rpartition(".")[2] in PRINTS or dotted.removeprefix("builtins.") in PRINT_AS


def _names(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Starred(value=value):
            yield from _names(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _names(part)


def _owner(node: ast.Call) -> str:
    return ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""


def _read(text: str, file: str = "module.py") -> _Reader:
    tree = ast.parse(text)
    reader = _Reader(file, tree)
    reader.visit(tree)
    return reader


@cache
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
    console = style.console(color=False, stream=said, width=200)
    table = Table(title=HOSTILE)
    table.add_column(HOSTILE)
    table.add_row(HOSTILE)
    for part in (HOSTILE, Group(HOSTILE), Padding(HOSTILE, 1), table):
        console.print(part)
    assert clean(said.getvalue(), newlines=True) == said.getvalue()
    assert said.getvalue().count("[red]") == 6


def test_only_the_screens_make_what_rich_prints() -> None:
    """So a console is given what screens/ makes, where every text goes through the gate, or a string."""
    importers = set()
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "rich" for name in names):
                importers.add(path.relative_to(ROOT).as_posix())
    # It names types only.
    assert {name for name in importers if not name.startswith("screens/")} == {"cli/printer.py"}


@pytest.mark.parametrize(
    "line",
    [
        "print(name)",
        "print('constant', name)",
        "print('constant', end=name)",
        "print(*names, sep=name)",
        "print(**names)",
        "console.print('constant', end=name)",
        "input(name)",
        "sys.stdout.write(f'{name}')",
        "sys.stderr.write('a' + name)",
        "sys.stdout.write(f'{len(name):{name}}')",
        "sys.stdout.write(s=name)",
        "typer.echo(name)",
        "typer.echo(message=name)",
        "sys.exit(name)",
        "exit(name)",
        "leave(name)",
        "raise SystemExit(name)",
        "raise SystemExit(f'{name}') from None",
        "over = SystemExit\n    raise over(name)",
        "w = sys.stdout.write\n    w(name)",
        "out = sys.stdout\n    out.write(name)",
        "out = sys.stdout\n    w = out.write\n    w(name)",
        "say(name)",
        "a = b = print\n    b(name)",
        "w = print\n    w = clean\n    w(name)",
        "map(print, names)",
        "partial(sys.stdout.write, name)()",
        "ways = [print]",
        "say = print if name else None",
        "w: Write = sys.stdout.write",
        "getattr(sys.stdout, 'write')(name)",
        "(say := print)(name)",
        "Text(name)",
        "Text(text=name)",
        "Text('constant', end=name)",
        "Styled(name)",
        "Text.assemble((name, 'bold'))",
        "print_formatted_text(output, name)",
        "print_formatted_text('constant', end=name)",
        "x = [('class:dim', f' {name}')]",
        "x = [('', name)]",
        "questionary.Choice([('', name)])",
        "questionary.Choice(title=name, value=1)",
        "questionary.text(message=name)",
        "q.select(name)",
        "asked(name)",
        "questionary.select('', **names)",
        "said = clean(name)\n    said = name\n    print(said)",
        "if names:\n        name = clean(name)\n    print(name)",
        "said = ['constant']\n    said.extend(names)\n    print(*said)",
        "said = ''\n    with name as said:\n        print(said)",
        "said = ''\n    print(f'{(said := name)}{said}')",
        "for said in names:\n        print(said)",
    ],
)
def test_a_way_around_the_gate_is_found(line: str) -> None:
    assert _read(f"{_IMPORTS}\ndef f(name, names, output):\n    {line}\n").found


_IMPORTS = """
import questionary as q
from builtins import print as say
from prompt_toolkit import print_formatted_text
from questionary import text as asked
from rich.text import Text as Styled
from sys import exit as leave
"""


@pytest.mark.parametrize(
    "line",
    [
        "print(clean(name))",
        "print(clean(name), end='', file=output, flush=name)",
        "print('constant')",
        "sys.stdout.write(f'{clean(name)} and {len(name)}\\n')",
        "console.print(name)",
        "w = sys.stdout.write\n    w(clean(name))",
        "out = name.write_text\n    out(name)",
        "say(clean(name))",
        "sys.exit(Exit.USAGE)",
        "raise SystemExit(128 + number)",
        "raise SystemExit(Exit.USAGE if name else 0) from None",
        "try:\n        pass\n    except SystemExit as end:\n        raise",
        "event.app.exit(result=name)",
        "question.text",
        "isinstance(name, Text)",
        "Text(text=clean(name), style=name)",
        "questionary.Choice(title=clean(name), value=name)",
        "x = [('class:dim', f' {line}') for line in wrapped(name, 80)]",
        "said = clean(name)\n    print(said)",
    ],
)
def test_what_is_cleaned_is_not_held_against_anyone(line: str) -> None:
    assert not _read(f"{_IMPORTS}\ndef f(name, output, number: int):\n    {line}\n").found
