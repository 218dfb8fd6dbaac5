"""The board in a terminal, as prose and as JSON."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource
from rich.console import RenderableType

from dvcheck.actions.board import readings
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.value import Value
from dvcheck.record.events import SHIFT, Answered, ShiftEnds, ShiftStarted
from dvcheck.report.json import board as board_json
from dvcheck.report.json.text import indented
from dvcheck.report.on_board import Board, Only, title_at
from dvcheck.screens import board as screen
from dvcheck.screens import style
from tests.precinct.force import BEGAN, Force
from tests.precinct.laptop import Laptop
from tests.precinct.supervisor import away
from tests.pty import CTRL_C, Officer, run_dvcheck
from tests.terminal.golden import compare

DOCS = Path(__file__).parents[2] / "docs"
START = BEGAN - timedelta(days=2)
AT = START + timedelta(hours=3)
"""When the boards of these tests are read: 17:00 in Portland, while no review date has passed."""

ANSWERS: dict[str, Value] = {
    "call-type": "order-violation", "relationship": "former-spouses", "injured": "one", "crimes": ("none",),
    "property-damage": "no", "leds-ncic": "found", "order-from": "oregon", "order-type": "fapa",
    "service": "served", "terms-confirmed": "ecourt", "firearms-involved": "no",
    "violation": "probable-cause", "respondent-here": "yes", "children-present": "no",
    "dv-crime-judged": "unknown",
}  # fmt: skip
"""An arrest is required, and a report by the end of the shift."""


class Watch:
    """A precinct at `AT`: one officer is overdue and silent, the other is on duty."""

    def __init__(self, folder: Path, force: Force) -> None:
        self.force = force
        self.supervisor = Laptop(folder / "desk", force, "s1North1")
        self.home = self.supervisor.home
        self._work(Laptop(folder / "one", force), "26-118", ends=AT - timedelta(minutes=65), heard=130)
        self._work(Laptop(folder / "two", force, "o1North2"), "26-119", ends=AT + timedelta(minutes=40))

    def _work(self, laptop: Laptop, number: str, ends: datetime, heard: int = 5) -> None:
        laptop.now = START
        case = laptop.open(number)
        answers = (Answered(name, value) for name, value in ANSWERS.items())
        laptop.record(SHIFT, ShiftStarted(began=START, ends=ends))
        laptop.record(case, ShiftEnds(ends), *answers)
        laptop.push()
        self.force.ask(
            "UPDATE precinct.journal SET pushed_at = %s WHERE pushed_at > now() - interval '1 d'",
            AT - timedelta(minutes=heard),
        )

    def board(self, **only: object) -> Board:
        return next(readings(self.supervisor.workspace, Only(**only), lambda: AT))  # type: ignore[arg-type]


@pytest.fixture
def watch(tmp_path: Path, force: Force) -> Watch:
    return Watch(tmp_path, force)


def drawn(board: Board, width: int) -> list[str]:
    """Return the board as a terminal of this width shows it."""
    console = style.console(color=False)
    console.width = width
    parts: list[RenderableType] = list(screen.parts(board, width))
    return style.draw(console, parts).splitlines()


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_board_is_as_approved(width: int, watch: Watch) -> None:
    lines = drawn(watch.board(), width)
    assert max(map(len, lines)) <= width
    compare(f"board-{width}", lines)


def test_a_board_as_prose_is_as_approved(watch: Watch) -> None:
    compare("board-plain", screen.aloud(watch.board()))


def test_the_groups_come_in_the_order_of_urgency(watch: Watch) -> None:
    """A required arrest comes first. A deadline in an hour is within the hour; a later one is not."""
    titles = ("ARREST REQUIRED", "OVERDUE", "WITHIN THE HOUR", "DO NOW", "BEFORE YOU CLEAR")
    assert _groups(watch.board()) == titles
    due = AT + timedelta(minutes=40)
    for minutes, group in ((61, "REPORTS AND PAPERS"), (60, "WITHIN THE HOUR"), (0, "OVERDUE")):
        at = due - timedelta(minutes=minutes)
        board = next(readings(watch.supervisor.workspace, Only(officers=("1North2",)), lambda: at))  # noqa: B023
        dated = [row for row in board.listed.rows if row.duty.deadline.at == due]
        assert [title_at(row.duty, at) for row in dated] == [group]
        assert board.within_the_hour == (group == "WITHIN THE HOUR")
        assert len(_groups(board)) == len(set(_groups(board))), "no group comes twice"


def _groups(board: Board) -> tuple[str, ...]:
    return tuple(name for name, _ in groupby(title_at(row.duty, board.at) for row in board.listed.rows))


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("height", [6, 10, 24, 60])
def test_a_screen_keeps_what_makes_a_short_list_say_less(width: int, height: int, watch: Watch) -> None:
    paper = style.console(color=False)
    paper.width, paper.height = width, height
    board = watch.board()
    lines = screen.fit_to_screen(paper, board, "NOT REACHED since 16:59: why").plain.split("\n")
    assert len(lines) < height
    said = " ".join(" ".join(lines).split())
    assert said.startswith("North at 17:00: 1 overdue")
    assert said.endswith("What a laptop has not sent yet is not here.")
    if height > 6:
        assert "NOT REACHED since 16:59: why Not heard from: 1North1 since 14:50." in said
    whole = len(drawn(board, width)) + 1
    cut = re.search(r"(\d+) more lines do not fit\.", said)
    assert (cut is None) == (whole < height)
    if cut is not None:
        assert int(cut[1]) == whole - (len(lines) - 1), "the line that says so is not of the board"


@pytest.mark.parametrize(
    ("login", "named", "cases"),
    [
        ("s1North1", "North at", 2),
        ("o1North1", "your own cases at", 1),
        ("a1North1", "all precincts of agency 1 at", 2),
    ],
)
def test_a_board_says_of_whom_it_is(login: str, named: str, cases: int, watch: Watch, tmp_path: Path) -> None:
    """An officer's board looks clear while others owe: it must not have the precinct's name."""
    asks = Laptop(tmp_path / "asks", watch.force, login)
    board = next(readings(asks.workspace, Only(), lambda: AT))
    assert board.listed.cases == cases
    assert drawn(board, 120)[0].strip().startswith(named)


def test_what_laptops_have_not_sent_is_on_every_face(watch: Watch) -> None:
    said = "What a laptop has not sent yet is not here."
    assert said in drawn(watch.board(), 80)[-1]
    assert list(screen.aloud(watch.board()))[-1] == said


def test_a_limited_board_counts_only_what_it_shows_and_says_so(watch: Watch) -> None:
    whole = watch.board()
    assert (whole.overdue, whole.within_the_hour, len(whole.silent)) == (1, 1, 1)
    one = watch.board(officers=("1North1",))
    assert {row.officer.name for row in one.listed.rows if row.officer} == {"1North1"}
    assert (one.overdue, one.within_the_hour, len(one.silent), len(one.listed.unfinished)) == (1, 0, 1, 1)
    on_duty = watch.board(on_duty=True)
    assert {row.officer.name for row in on_duty.listed.rows if row.officer} == {"1North2"}
    assert (on_duty.overdue, on_duty.within_the_hour, len(on_duty.silent)) == (0, 1, 0)
    photographs = watch.board(sections=("2.1.4.1",))
    assert {row.obligation.cites[0][:7] for row in photographs.listed.rows} == {"2.1.4.1"}
    assert 0 < len(photographs.listed.rows) < len(watch.board(sections=("2.1",)).listed.rows)
    assert len(photographs.listed.unfinished) == 2, "an unfinished walk may still raise a duty of any section"
    said = "NOT ALL IS SHOWN. Only: officers 1North1, 1North2; officers on duty; section 2.1."
    both = watch.board(officers=("1North1", "1North2"), on_duty=True, sections=("2.1",))
    assert said in list(screen.aloud(both))
    assert said in " ".join(" ".join(drawn(both, 80)).split())
    assert "NOT ALL" not in " ".join(drawn(whole, 80))


@pytest.mark.parametrize(
    ("only", "said"),
    [
        ({"officers": ("1North3",)}, 'no officer "1North3" has sent anything; did you mean "1North'),
        ({"officers": ("1East1",)}, 'no officer "1East1" has sent anything'),
        ({"sections": ("99.1",)}, 'no duty cites section "99.1"'),
        ({"sections": ("2.1", "")}, 'no duty cites section ""'),
    ],
)
def test_what_nobody_has_is_no_clear_board(only: dict[str, tuple[str, ...]], said: str, watch: Watch) -> None:
    with pytest.raises(DvcheckError) as caught:
        watch.board(**only)
    assert (caught.value.code, said in caught.value.message) == (Exit.USAGE, True), caught.value.message


def test_the_document_is_as_its_schema_says(watch: Watch) -> None:
    unknown = "sha256:" + "ab" * 32
    watch.force.ask("UPDATE precinct.case_now SET pack = %s WHERE officer = '1North2'", unknown)
    for only in ({}, {"officers": ("1North1",), "on_duty": True}):
        found = document_of(watch.board(**only))
        registry = Registry().with_resource(
            "assessment.schema.json", Resource.from_contents(_schema("assessment"))
        )
        jsonschema.Draft202012Validator(_schema("board"), registry=registry).validate(found)
    whole = watch.board()
    found = document_of(whole)
    assert (found["precinct"], found["overdue"], found["within_the_hour"]) == ("North", 1, 0)
    assert [one["officer"] for one in found["not_heard_from"]] == ["1North1"]
    assert {row["officer"] for row in found["outstanding"]} == {"1North1"}
    assert "its checklists are not in the precinct" in found["problems"][0]
    watch.force.ask("DELETE FROM precinct.case_now WHERE officer = '1North1'")
    assert not watch.board().is_clear, "a case that cannot be read may owe something"


def document_of(board: Board) -> dict[str, Any]:
    """Return the JSON of a board as a program reads it."""
    document = {
        name: list(value) if isinstance(value, Iterator) else value
        for name, value in board_json.document(board).items()
    }
    found: dict[str, Any] = json.loads(indented(document))
    return found


def _schema(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found


def test_the_command_prints_it_in_each_form(watch: Watch) -> None:
    home = ("--home", str(watch.home))
    found = json.loads(run_dvcheck("board", "--format", "json", *home).stdout)
    assert found["precinct"] == "North"
    limited = run_dvcheck("board", "--once", "--officer", "1North2", "--section", "2.1", *home)
    assert limited.returncode == 0, limited.stderr
    assert "NOT ALL IS SHOWN" in limited.stdout
    assert "1North1" not in limited.stdout
    assert run_dvcheck("board", "--check", *home).returncode == Exit.CHECK_FAILED
    wrong = run_dvcheck("board", "--check", "--section", "99", *home)
    assert (wrong.returncode, wrong.stdout) == (Exit.USAGE, "")


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_live_board_says_when_the_precinct_is_gone_and_goes_on(columns: int, watch: Watch) -> None:
    with Officer("board", "--home", str(watch.home), columns=columns) as supervisor:
        supervisor.wait_for("walks not finished" if columns > 40 else "North at")
        with away(watch.force):
            supervisor.wait_for("NOT REACHED since")
            assert supervisor.says("North at"), "the last board stays"
        supervisor.wait_until(lambda: not supervisor.says("NOT REACHED"), "the notice to go")
        assert max(len(line.rstrip()) for line in supervisor.screen) <= columns
        supervisor.press(CTRL_C)
        assert supervisor.exit_status == 0
        assert supervisor.left_as_found


def test_a_live_board_shows_what_is_pushed(watch: Watch, tmp_path: Path) -> None:
    with Officer("board", "--officer", "1North2", "--home", str(watch.home), lines=40) as supervisor:
        supervisor.wait_for("NOT ALL IS SHOWN")
        laptop = Laptop(tmp_path / "two", watch.force, "o1North2")
        laptop.open("26-777")
        laptop.push()
        supervisor.wait_for("26-777")
        supervisor.press(CTRL_C)
        assert supervisor.exit_status == 0
