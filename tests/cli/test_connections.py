"""Only the commands of the precinct can open a connection: no other one loads what does."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    "command",
    [
        "cases", "outstanding", "show 26-118", "report 26-118", "report 26-118 --format html",
        "done 26-118 go-report", "amend 26-118 injured=one", "journal verify", "journal export",
        "journal backup copy.sqlite3", "config", "contacts", "policy 1", "pack coverage", "pack list",
        "shift start --ends 07:00", "shift", "sergeant home", "card --format html", "case hand-over 26-118",
        "help push", "push --help", "board --help", "precinct --help", "--version", "--help",
        "assess answers.yaml", "purge --older-than 1",
    ],
)  # fmt: skip
def test_no_other_command_loads_what_connects(folder: Path, command: str) -> None:
    assert loaded(folder, *command.split()) == set()


def test_without_a_precinct_even_push_loads_nothing(folder: Path) -> None:
    for command in ("push", "board"):
        assert loaded(folder, command, settings="") == set()


def test_the_test_notices_what_connects(folder: Path) -> None:
    assert {"psycopg", "socket"} <= loaded(folder, "push")


# --- the push after a walk ------------------------------------------------------------------------


def _walk(folder: Path, settings: str) -> subprocess.CompletedProcess[str]:
    home = folder / "home"
    home.mkdir()
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
