"""The gate of the benchmarks: what fails a run, and what is kept."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from benchmarks import __main__ as run
from benchmarks import goals, page, prompts, ten_years
from benchmarks.goals import GOALS, Measure, figures, goal, is_slower, keep, verdict


@pytest.mark.parametrize(
    ("name", "found", "before", "expected"),
    [
        ("first-question", 0.69, 0.69, "met"),
        ("first-question", 0.75, 0.69, "missed"),
        ("first-question", 0.80, 0.69, "SLOWER"),
        ("batch", 600, 600, "met"),
        ("batch", 490, 500, "missed"),
        ("batch", 1000, 1200, "SLOWER"),
        ("batch", 1400, 1200, "met"),
    ],
)
def test_a_figure_is_held_against_its_goal_and_the_one_before(
    name: str, found: float, before: float, expected: str
) -> None:
    assert verdict(Measure(goal(name), found), {name: before}) == expected


def test_what_depends_on_the_computer_is_compared_in_terms_of_the_baseline() -> None:
    slow_computer = Measure(goal("batch"), 300, unscaled=200)
    assert not is_slower(slow_computer, {"batch": 200})
    assert is_slower(Measure(goal("batch"), 900, unscaled=150), {"batch": 200})


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([0.3], 0),
        ([0.4, 0.3], 0),  # slow once
        ([0.4, 0.4, 0.4, 0.3], 0),  # slow for a minute, while the other sections are measured
        ([0.4] * 6, 1),
    ],
)
def test_a_figure_counts_as_slower_if_it_is_so_also_after_the_others(
    found: Sequence[float], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = iter(found)

    def section(_place: prompts.Place, _rounds: int) -> Iterable[Measure]:
        return [Measure(goal("tab"), next(waiting)), Measure(goal("help"), 5.9)]

    monkeypatch.setattr(run, "SECTIONS", (section,))
    monkeypatch.setattr(run, "unpacked", lambda site: site)
    monkeypatch.setattr(run, "figures", lambda: {"tab": 0.3, "help": 5.9})
    monkeypatch.setattr(ten_years, "measured", lambda *_: ([], True))
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--quick"])
    assert run.main() == code
    assert next(waiting, None) is None  # measured as often as it takes, and no more


def test_a_goal_measured_for_the_first_time_is_not_slower() -> None:
    assert verdict(Measure(goal("tab"), 0.3), {}) == "met"


def test_figures_are_kept_and_those_not_measured_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goals, "FIGURES", tmp_path / "figures.json")
    keep([Measure(goal("tab"), 0.3), Measure(goal("help"), 5.9)])
    keep([Measure(goal("tab"), 0.25)])
    assert figures() == {"tab": 0.25, "help": 5.9}


def test_every_goal_has_a_figure_in_the_repository() -> None:
    assert set(json.loads(goals.FIGURES.read_text(encoding="utf-8"))) == {g.id for g in GOALS}


def test_the_page_names_every_goal_and_what_others_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "PAGE", tmp_path / "performance.md")
    monkeypatch.setattr(prompts, "OTHER_PROMPTS", {"another": 1.25})
    page.write([Measure(g, g.limit * (2 if g.more_is_better else 0.5)) for g in GOALS])
    text = page.PAGE.read_text(encoding="utf-8")
    assert text.count("| met |") == len(GOALS)
    assert "| another | 1.25 |" in text


def test_the_page_in_docs_has_a_row_for_every_goal() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    assert [g.id for g in GOALS if g.what not in text] == []
