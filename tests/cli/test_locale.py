"""Output into a pipe in the locale "C", which cron jobs and many containers have."""

import os
import re
import shutil
from pathlib import Path

import pytest

from dvcheck.cli.entries import commands_of
from dvcheck.cli.table import TREE
from tests.pty import dvcheck, run_for_bytes
from tests.terminal.walks import ASSAULT, before, given

NAME = "Zoë – “Ñandú”"
"""The name of an officer, with letters and signs that ASCII does not have."""

SMALL = str(Path(__file__).parents[2] / "examples" / "lakeside-6.4")
"""A small pack, which is read in less time than the shipped one."""

READING: dict[str, tuple[str, ...]] = {
    "cases": (),
    "config": (),
    "contacts": (),
    "explain": ("26-1",),
    "journal export": (),
    "journal verify": (),
    "outstanding": (),
    "pack coverage": (SMALL,),
    "pack list": (),
    "pack test": (SMALL,),
    "pack validate": (SMALL,),
    "policy": (),
    "report": ("26-1",),
    "shift handover": (),
    "shift status": (),
    "show": ("26-1", "--why"),
    "walk": (),
}
"""The commands that only read, each with its arguments."""

WRITING = {
    *("amend", "close", "done", "note", "purge", "incident", "serve-order", "standby", "verify-order"),
    *("case hand-over", "case take-over"),
    *("case repack", "shift start", "shift extend", "shift end", "pack build", "pack install", "pack use"),
    *(
        "pack remove",
        "journal backup",
        "journal restore",
        "journal encrypt",
        "journal decrypt",
        "journal rekey",
    ),
}
"""The commands that change something."""

ELSEWHERE = {
    *("assess", "demo", "sergeant", "train", "scenario handout", "scenario new", "push", "board"),
    *("precinct try", "precinct migrate", "precinct people apply", "precinct verify"),
    *("precinct case", "precinct export", "precinct purge"),
}
"""The commands that read files, several homes or a precinct, and show what other commands show, too."""

_C = dict.fromkeys(("LANG", "LC_ALL"), "C")
LOCALES = {
    "LANG=C": {"LANG": "C"},
    "LC_ALL=C": _C,
    "nothing set": {},
    "no UTF-8 at all": {**_C, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a shift and a case."""
    folder = tmp_path_factory.mktemp("worked")
    answers = given(tmp_path_factory.mktemp("given"), before(ASSAULT, "crimes"))
    for command in (
        ("shift", "start", "--ends", "23:59", "--officer", NAME),
        ("incident", "--new", "--number", "26-1", *answers),
    ):
        done = dvcheck(*command, env={"DVCHECK_HOME": str(folder)})
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(autouse=True)
def _case(worked: Path, home: Path) -> None:
    shutil.copytree(worked, home)


def read_in(locale: dict[str, str], command: str) -> bytes:
    """Return what a command writes into a pipe in a locale."""
    unset = {name: value for name, value in os.environ.items() if not re.match("LANG|LC_|PYTHON", name)}
    done = run_for_bytes(*command.split(), *READING[command], env=unset | locale)
    assert b"Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("name", LOCALES)
@pytest.mark.parametrize("command", sorted(READING))
def test_a_reading_command_has_no_broken_characters(command: str, name: str) -> None:
    read = read_in(LOCALES[name], command).decode("utf-8")
    assert read.strip()
    assert "\ufffd" not in read
    assert not re.search("[ÃÂ]|\\\\udc", read)
    escaped = re.findall(r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}", read)
    # A stream that takes only ASCII shows letters of other languages as escapes, and signs as similar ones.
    assert set(escaped) <= ({r"\xeb", r"\xd1", r"\xfa"} if "PYTHONUTF8" in LOCALES[name] else set())


def test_every_command_is_in_one_of_the_tables() -> None:
    found = {" ".join(names) for entry in TREE for names, _ in commands_of(entry)}
    assert found == set(READING) | WRITING | ELSEWHERE
