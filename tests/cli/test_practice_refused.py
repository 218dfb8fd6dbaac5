"""No command takes a folder of practice for one of cases, and no backup brings practice into a home."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.cli.tree import full_tree
from tests.pty import run_dvcheck

PACK = Path(__file__).parent.parent / "academy" / "practice_pack"
REFUSED = "holds practice, not cases"


def commands() -> Iterator[tuple[str, ...]]:
    """Yield every command that takes --home, with a word for each argument that it needs."""

    def within(group: object, *words: str) -> Iterator[tuple[str, ...]]:
        for name, command in getattr(group, "commands", {}).items():
            if hasattr(command, "commands"):
                yield from within(command, *words, name)
            elif any("--home" in parameter.opts for parameter in command.params):
                needed = [p for p in command.params if p.required]
                yield (*words, name, *(word for p in needed for word in (*_option(p.opts), "x")))

    yield from within(full_tree())


def _option(names: list[str]) -> list[str]:
    return names[:1] if names[0].startswith("-") else []


@pytest.fixture
def practiced() -> Path:
    """The folder of practice, after a trainee has begun a scenario."""
    run_dvcheck("train", "quiet", "--plain", "--pack", str(PACK), typed="y\nq\n")
    return Path(os.environ["DVCHECK_HOME"]) / "practice"


def test_every_command_refuses_it(practiced: Path) -> None:
    found = list(commands())
    assert len(found) > 25
    for words in found:
        done = run_dvcheck(*words, "--home", str(practiced))
        assert (done.returncode, REFUSED in done.stderr, done.stdout) == (2, True, ""), words


@pytest.mark.parametrize(
    "words", [(), ("demo",), ("policy", "1"), ("pack", "validate"), ("incident", "--plain")]
)
def test_so_does_every_command_that_finds_it_in_the_environment(
    practiced: Path, words: tuple[str, ...]
) -> None:
    done = run_dvcheck(*words, env={**os.environ, "DVCHECK_HOME": str(practiced)})
    assert words == () or done.returncode == 2
    assert words == () or REFUSED in done.stderr


def test_a_link_to_it_is_refused_too(practiced: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(practiced, target_is_directory=True)
    assert REFUSED in run_dvcheck("cases", "--home", str(link)).stderr


@pytest.mark.parametrize("form", [("--plain",), ("--format", "json"), ()])
def test_a_sergeant_reads_no_practice(practiced: Path, form: tuple[str, ...]) -> None:
    done = run_dvcheck("sergeant", str(practiced), *form)
    assert REFUSED in done.stdout + done.stderr
    assert "Music" not in done.stdout
    assert run_dvcheck("sergeant", str(practiced), "--check").returncode != 0


def test_a_copy_of_a_practice_journal_is_not_restored(practiced: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.sqlite3"
    shutil.copy(practiced / "journal.sqlite3", copy)
    done = run_dvcheck("journal", "restore", str(copy))
    assert done.returncode == 2
    assert REFUSED in done.stderr
    assert not (practiced.parent / "journal.sqlite3").exists()


def test_a_folder_of_cases_is_not_used_for_practice(practiced: Path) -> None:
    (practiced / "PRACTICE").unlink()
    done = run_dvcheck("train", "quiet", "--plain", "--pack", str(PACK), typed="y\nq\n")
    assert done.returncode == 2
    assert "is not a folder of practice" in done.stderr


def test_practice_is_in_no_list_of_cases(practiced: Path) -> None:
    for words in (("cases",), ("outstanding",), ("--plain",), ("cases", "--all")):
        assert "quiet" not in run_dvcheck(*words).stdout
