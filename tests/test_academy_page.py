"""The page for trainers names commands, options and scenarios that exist, and its lessons fill their time."""

import re
import shlex
from pathlib import Path

import pytest

from dvcheck.academy.read_scenario import parse_all
from dvcheck.pack import library
from tests.pty import dvcheck
from tests.terminal.walks import shipped
from tests.test_docs import commands

PAGE = (Path(__file__).parents[1] / "docs" / "academy.md").read_text(encoding="utf-8")
LEVELS = {
    s.id: (s.level, s.checklist)
    for s in parse_all(library.scenario_files(library.shipped_folder()), shipped())[0]
}
OWN = {"late-standby"}
"""The scenario that the page makes."""


def named() -> list[list[str]]:
    """Return each complete command line of the page, as words after `dvcheck`."""
    blocks = "\n".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL))
    return [shlex.split(line) for line in re.findall(r"^dvcheck (.+)$", blocks, re.MULTILINE)] + [
        shlex.split(line) for line in re.findall(r"`(?:DVCHECK_HOME=class )?dvcheck ([^`]+)`", PAGE)
    ]


@pytest.mark.parametrize("words", named(), ids=" ".join)
def test_a_command_of_the_page_exists_with_its_options_and_its_scenario(words: list[str]) -> None:
    known = commands()
    name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
    options = {option for parameter in known[name].params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= options
    rest = words[len(name.split()) :]
    if name in ("demo", "train", "scenario handout") and rest:
        assert rest[0] in {*LEVELS, *OWN}


def test_the_scenarios_to_choose_from_have_these_levels_and_walks() -> None:
    rows = re.findall(r"^\| (recruit|officer|instructor) \| (\S+) \| (\S+) \|", PAGE, re.MULTILINE)
    assert len(rows) >= 10
    assert {name: (level, walk) for level, name, walk in rows} == {name: LEVELS[name] for _, name, _ in rows}


def test_the_hour_has_sixty_minutes_without_a_gap() -> None:
    spans = re.findall(r"^\| (\d+)–(\d+) \|", PAGE, re.MULTILINE)
    assert (spans[0][0], spans[-1][1]) == ("0", "60")
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


def test_the_day_goes_forward() -> None:
    times = [int(h) * 60 + int(m) for h, m in re.findall(r"^\| (\d+):(\d\d) \|", PAGE, re.MULTILINE)]
    assert times == sorted(set(times))
    assert len(times) > 12


@pytest.mark.parametrize(
    "words", [w for w in named() if "--rubric" in w or w[:2] == ["scenario", "handout"]], ids=" ".join
)
def test_what_needs_no_terminal_does_what_the_page_says(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if OWN & set(words):
        return
    if any(word.endswith(".pdf") for word in words):
        pytest.importorskip("typst")
    done = dvcheck(*words)
    assert done.returncode == 0, done.stderr
