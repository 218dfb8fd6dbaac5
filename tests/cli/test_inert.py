"""Error messages contain no character that acts on a terminal: the places where one once did."""

import json
import subprocess
from pathlib import Path

import pytest

from dvcheck.cli.printer import print_json
from dvcheck.record.clock import now
from dvcheck.record.events import CaseOpened, ChecklistStarted
from dvcheck.record.sqlite.journal import Journal
from dvcheck.text import clean
from tests.pty import run_for_bytes


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return run_for_bytes(*arguments, typed=b"")


@pytest.mark.parametrize(
    "arguments", [("--\u202egnp\u200b",), ("cases", "\u202egnp"), ("\u2066x",), ("pack", "\u202e")]
)
def test_a_wrong_command_line_is_told_without_bidirectional_characters(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert clean(said, newlines=True) == said
    assert "\\u20" in said


@pytest.mark.parametrize(
    ("arguments", "code"), [((), 2), (("pack",), 2), (("--version",), 0), (("--help",), 0)]
)
def test_help_and_version_end_as_before(arguments: tuple[str, ...], code: int) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert done.stdout + done.stderr


def test_the_name_of_a_file_that_is_not_utf_8_stands_in_json(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    print_json({"file": "\udcff.yaml"})
    assert json.loads(capfdbinary.readouterr().out) == {"file": "\udcff.yaml"}


def test_a_case_of_a_checklist_that_its_pack_lacks_is_not_walked(home: Path) -> None:
    from dvcheck.pack import library

    digest = library.read(library.shipped_folder()).digest
    opening = CaseOpened(number=None, zone="UTC", pack=digest, dvcheck="1")
    with Journal.open(home) as journal:
        journal.append_all("c-FRGD", [opening, ChecklistStarted("no\x1b[31msuch")], now())
    done = run("incident", "c-FRGD", "--plain")
    assert (done.returncode, b"Traceback" in done.stderr) == (4, False)
    assert b"it has no checklist no\\x1b[31msuch" in done.stderr
