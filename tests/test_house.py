"""The house rules beyond import contracts: who prints, asks and exits, and how long files may be."""

import ast
import re
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "dvcheck"
OUTSIDE = ("cli/", "screens/", "terminal/", "player/", "__main__.py")
"""The packages that face a person: only they print, ask and exit."""

LINES_OF_A_FILE = 450
LINES_OF_A_FUNCTION = 60
LINES_OF_A_COMMAND = 60


_STREAMS = {"stdout", "stderr", "stdin"}
_MEETS = {"print", "input", "sys.exit", "exit", "quit", "os._exit", "getpass.getpass", "typer.echo"}

READS_A_STREAM = {
    "pack/library.py": "a file named `-` is standard input",
    "record/sqlite/encryption/passphrase.py": "the same of a file that holds a passphrase",
}
"""What is inside and takes a stream all the same, with the reason."""

MODULES = {path.relative_to(ROOT).as_posix(): path for path in sorted(ROOT.rglob("*.py"))}


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def meetings(source: str) -> list[str]:
    """Each line at which a module prints, asks, exits or takes a stream."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and dotted(node.func) in _MEETS:
            found.append((node.lineno, dotted(node.func)))
        elif isinstance(node, ast.Attribute) and dotted(node.value) == "sys" and node.attr in _STREAMS:
            found.append((node.lineno, f"sys.{node.attr}"))
        elif isinstance(node, ast.Raise) and node.exc is not None:
            raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if dotted(raised) == "SystemExit":
                found.append((node.lineno, "SystemExit"))
    return [f"{line}: {what}" for line, what in sorted(found)]


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(OUTSIDE)])
def test_what_is_inside_neither_prints_nor_asks_nor_exits(name: str) -> None:
    found = {meeting.split(": ")[1] for meeting in meetings(MODULES[name].read_text(encoding="utf-8"))}
    assert found == ({"sys.stdin"} if name in READS_A_STREAM else set())


def test_a_meeting_is_seen() -> None:
    source = "import sys\nprint(1)\nsys.stderr.write('x')\nraise SystemExit(1)\nsys.exit()\ninput()\n"
    assert [found.split(": ")[1] for found in meetings(source)] == [
        "print",
        "sys.stderr",
        "SystemExit",
        "sys.exit",
        "input",
    ]


@pytest.mark.parametrize("name", MODULES)
def test_no_file_and_no_function_is_too_long_to_see_whole(name: str) -> None:
    source = MODULES[name].read_text(encoding="utf-8")
    functions = [
        n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = {
        f.name: f.end_lineno - f.lineno + 1
        for f in functions
        if f.end_lineno is not None and f.end_lineno - f.lineno >= LINES_OF_A_FUNCTION
    }
    assert long == {}
    assert source.count("\n") <= LINES_OF_A_FILE


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("cli/commands/")])
def test_a_command_is_options_an_action_what_it_shows_and_an_exit_code(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert lines <= LINES_OF_A_COMMAND


def test_no_two_modules_have_a_public_class_of_one_name() -> None:
    places: dict[str, list[str]] = {}
    for name, path in MODULES.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(name)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_package_is_left_out_where_circles_are_looked_for() -> None:
    contracts = ConfigParser()
    contracts.read(ROOT.parent / ".importlinter", encoding="utf-8")
    looked_at = set(contracts["importlinter:contract:acyclic"]["ancestors"].split())
    packages = {
        ".".join(("dvcheck", *path.relative_to(ROOT).parent.parts)) for path in ROOT.rglob("__init__.py")
    }
    assert looked_at == packages


def test_no_module_opens_a_connection() -> None:
    """docs/security.md promises it."""
    refused = {"socket", "urllib", "http", "ssl", "ftplib", "smtplib", "xmlrpc"}
    found = set()
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {(name, one) for one in imported if one.split(".")[0] in refused}
    assert found == set()


def test_no_file_has_the_marks_of_a_conflict() -> None:
    """A merge can leave them in a docstring, where Python and ruff say nothing."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT.parent, capture_output=True, check=False)
    names = [name for name in tracked.stdout.decode().split("\0") if name] or [
        path.relative_to(ROOT.parent).as_posix() for path in ROOT.rglob("*.py")
    ]
    marks = re.compile(rb"^\s*(<{7}|>{7}|\|{7}) ", re.MULTILINE)
    paths = [path for name in names if (path := ROOT.parent / name).is_file()]
    assert len(paths) >= len(MODULES)
    assert [path.name for path in paths if marks.search(path.read_bytes())] == []
