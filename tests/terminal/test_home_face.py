"""The first screen and its keys, without a terminal."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from dvcheck.actions.home import Home, HomeDuty, RunningClock, UnfinishedWalk
from dvcheck.actions.stopped_at import StoppedAt
from dvcheck.errors import DvcheckError, Exit
from dvcheck.looks import KeyMap
from dvcheck.pack.model import Obligation
from dvcheck.rules.assess import Duty
from dvcheck.rules.deadline import Deadline
from dvcheck.rules.outline import outline
from dvcheck.rules.urgency import most_urgent_first
from dvcheck.terminal.faces import PromptDone, PromptStays
from dvcheck.terminal.frame import CURSOR, in_rows
from dvcheck.terminal.home_face import (
    BeginWalk,
    ExcuseRequest,
    ExplainRequest,
    HomeFace,
    NoteRequest,
    OpenWalk,
)
from dvcheck.terminal.paint import ScreenSize
from dvcheck.walk.prompts import Leave
from dvcheck.wording.case_line import CaseLine
from dvcheck.wording.checklists import offered_checklists
from tests.terminal.walks import shipped

NOW = datetime(2026, 11, 28, 11, 5, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
SCREEN = ScreenSize(80, 24)


def case(name: str) -> CaseLine:
    return CaseLine(id=name, number=None, opened=NOW, code="0000-0000", checklist="incident")


def walk(name: str, minutes: int = 9) -> UnfinishedWalk:
    question = shipped().questions()[0]
    stopped = StoppedAt(question=question, at=NOW - timedelta(minutes=minutes), open=2, left=5)
    return UnfinishedWalk(case=case(name), stopped=stopped)


def duties(count: int = 18, name: str = "c-AAAA", *, overdue: bool = False) -> tuple[HomeDuty, ...]:
    """Return some duties of the shipped pack, as they are listed."""
    laid_out = outline(shipped(), [c.id for c in offered_checklists(shipped())])
    items = (guarded.item for guarded in laid_out.items)
    every = (o for o in items if isinstance(o, Obligation) and o.force == "required" and o.kind != "standing")
    found = [*islice(every, count)]
    made = [Duty(obligation=o, status="open", deadline=Deadline(kind="none-stated")) for o in found]
    if overdue:
        late = Deadline(kind="end-of-shift", at=NOW - timedelta(minutes=4), overdue=True)
        made[-1] = Duty(obligation=found[-1], status="open", deadline=late)
    return tuple(
        HomeDuty(case=case(name), pack=shipped(), duty=duty, order=n)
        for n, duty in enumerate(most_urgent_first(made))
    )


def home(*rows: HomeDuty, walks: tuple[UnfinishedWalk, ...] = (), cases: int = 1, **more: object) -> Home:
    checklists = offered_checklists(shipped())
    return Home(
        at=NOW,
        zone=ZONE,
        duties=rows,
        walks=walks,
        cases=cases,
        checklists=checklists,
        **more,  # type: ignore[arg-type]
    )


def face(shown: Home) -> HomeFace:
    def toggle(duty: HomeDuty) -> None:
        raise DvcheckError(f"the journal is locked: {duty.key.obligation}", hint="Wait.", code=Exit.JOURNAL)

    return HomeFace(shown, toggle, lambda: None)


def lines(face: HomeFace, size: ScreenSize = SCREEN, note: str = "") -> list[str]:
    return [
        "".join(text for _, text in row).rstrip() for row in in_rows(face.shown(size, note), size.columns)
    ]


def pointed(face: HomeFace, size: ScreenSize = SCREEN) -> str:
    (line,) = (line for line in lines(face, size) if line.startswith(" »"))
    return line


# --- rows ---------------------------------------------------------------------------------------------------


def test_the_newest_unfinished_walk_is_marked_and_says_when_and_where_it_stopped() -> None:
    shown = face(home(*duties(3), walks=(walk("c-NEW1"), walk("c-OLD1", 90))))
    name = shipped().questions()[0].name
    assert pointed(shown) == f" » c-NEW1  02:56  stopped at {name} · 2 open"


def test_one_duty_is_one_line_with_its_deadline_first_and_nothing_is_cut() -> None:
    rows = duties(overdue=True)
    shown = lines(face(home(*rows)), ScreenSize(80, 60))
    for row in rows:
        (line,) = (line for line in shown if row.obligation.in_brief in line)
        assert len(line) < 80
    assert "…" not in "".join(shown)
    (late,) = (line for line in shown if "OVERDUE 4 m" in line)
    assert late.index("OVERDUE 4 m") == 3


def test_groups_have_their_title_and_how_many_are_open() -> None:
    rows = duties(overdue=True)
    shown = lines(face(home(*rows)), ScreenSize(80, 60))
    titles = [
        line for line in shown if line.startswith(" ") and not line.startswith("  ") and "»" not in line
    ]
    assert titles[2].strip() == "OVERDUE  1"
    assert titles[3].strip().startswith("DO NOW  ")


def test_the_case_stands_behind_a_duty_only_where_there_are_several() -> None:
    rows = duties(2)
    assert not any("c-AAAA" in line for line in lines(face(home(*rows))))
    assert sum("c-AAAA" in line for line in lines(face(home(*rows, cases=2)))) == 2


def test_the_row_pointed_at_has_its_full_text_below() -> None:
    rows = duties(4)
    shown = face(home(*rows))
    for row in rows:
        text = " ".join(" ".join(lines(shown)).split())
        assert " ".join(row.obligation.text.split()) in text
        shown.press("down")


def test_a_clock_that_runs_stands_at_the_top() -> None:
    clock = RunningClock(case=case("c-AAAA"), said="Standby runs until 03:10")
    assert lines(face(home(*duties(1), clocks=(clock,))))[2] == " c-AAAA: Standby runs until 03:10"


def test_more_than_four_unfinished_walks_are_three_until_the_others_are_asked_for() -> None:
    shown = face(home(*duties(1), walks=tuple(walk(f"c-{n}") for n in range(9))))
    assert sum("stopped at" in line for line in lines(shown)) == 3
    for _ in range(3):
        shown.press("down")
    assert pointed(shown) == " » 6 more: Enter lists them"
    shown.press("c-m")
    assert sum("stopped at" in line for line in lines(shown)) == 9


# --- keys ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        ("c-m", OpenWalk("c-NEW1", "incident")),
        ("o", OpenWalk("c-NEW1", "incident")),
        ("n", NoteRequest("c-NEW1")),
        ("1", BeginWalk("incident")),
        ("4", BeginWalk("standby")),
        ("q", Leave),
        ("c-c", Leave),
    ],
)
def test_a_key_on_a_walk(key: str, wish: object) -> None:
    assert face(home(*duties(1), walks=(walk("c-NEW1"),))).press(key) == PromptDone(wish)


def test_enter_on_a_walk_that_an_answer_asks_for_starts_it_on_its_case() -> None:
    stopped = StoppedAt(question=None, at=NOW, open=0, to_walk=("incident",))
    standby = replace(case("c-NEW1"), checklist="standby")
    shown = face(home(walks=(UnfinishedWalk(case=standby, stopped=stopped),)))
    assert "not walked yet: incident" in " ".join(lines(shown))
    assert shown.press("c-m") == PromptDone(OpenWalk("c-NEW1", "incident"))


def test_a_walk_with_questions_left_goes_on_before_another_starts() -> None:
    begun = replace(walk("c-NEW1").stopped, to_walk=("verify-order",))
    shown = face(home(walks=(UnfinishedWalk(case=case("c-NEW1"), stopped=begun),)))
    assert shown.press("c-m") == PromptDone(OpenWalk("c-NEW1", "incident"))


def test_a_key_on_a_duty() -> None:
    (row,) = duties(1)
    assert face(home(row)).press("c-m") == PromptDone(ExplainRequest(row))
    assert face(home(row)).press("O") == PromptDone(OpenWalk("c-AAAA", "incident"))
    assert face(home(row)).press("n") == PromptDone(NoteRequest("c-AAAA"))
    assert face(home(row)).press("+") == PromptDone(NoteRequest("c-AAAA"))
    assert any("+ note" in line for line in lines(face(home(row))))


def test_not_feasible_is_offered_only_where_the_document_allows_for_it() -> None:
    every = duties(60)
    allowed = next(row for row in every if row.obligation.not_feasible is not None)
    refused = next(row for row in every if row.obligation.not_feasible is None)
    assert face(home(allowed)).press("x") == PromptDone(ExcuseRequest(allowed))
    assert "x not feasible" in "\n".join(lines(face(home(allowed))))
    shown = face(home(refused))
    assert shown.press("x") == PromptStays.FREE
    assert "x not feasible" not in lines(shown)[-1]
    assert "does not allow" in "\n".join(lines(shown))


def test_a_mark_that_cannot_be_recorded_is_said_and_a_held_space_marks_once() -> None:
    (row,) = duties(1)
    shown = face(home(row))
    assert shown.press(" ") == PromptStays.USED
    assert f"The journal is locked: {row.key.obligation}. Wait." in "\n".join(lines(shown))


@pytest.mark.parametrize("key", ["5", "w", " ", "x", "c-m", "<bracketed-paste>", "f1"])
def test_a_key_that_does_nothing_is_told_so(key: str) -> None:
    shown = face(home())
    assert shown.press(key) == PromptStays.FREE
    assert "That key does nothing here." in "\n".join(lines(shown))


def test_what_is_pointed_at_stays_so_when_the_figures_change() -> None:
    rows = duties(5)
    shown = face(home(*rows))
    for _ in range(3):
        shown.press("down")
    before = pointed(shown)
    shown.show(home(*rows[1:]))
    assert pointed(shown) == before
    shown.show(home(*rows[:2]))
    assert rows[1].obligation.in_brief in pointed(shown)


def test_trouble_stays_until_the_figures_are_newer() -> None:
    shown = face(home(*duties(1)))
    shown.say_trouble("It is locked")
    shown.press("down")
    assert "It is locked" in "\n".join(lines(shown))
    shown.show(home(*duties(1)))
    assert "It is locked" not in "\n".join(lines(shown))


# --- search -------------------------------------------------------------------------------------------------


def test_only_the_rows_with_all_the_words_are_shown_in_upper_or_lower_case() -> None:
    rows = duties(30)
    shown = face(home(*rows))
    word = rows[3].obligation.in_brief.split()[0].upper()
    for key in ("/", *word):
        shown.press(key)
    assert all(
        word.casefold() in line.casefold()
        for line in lines(shown)
        if line.startswith("   ") and line[3:4] == "·"
    )
    assert rows[3].obligation.in_brief in "\n".join(lines(shown))
    assert lines(shown)[-1] == " text to look for  Enter keep  Esc show all"
    shown.press("c-h")
    shown.press("c-m")
    assert shown.press("q") == PromptDone(Leave)
    shown.press("<ignore>")
    assert f"/{word[:-1]}" not in "\n".join(lines(shown))


def test_ctrl_c_leaves_also_while_words_are_typed() -> None:
    shown = face(home(*duties(2)))
    shown.press("/")
    assert shown.press("q") == PromptStays.FREE
    assert shown.press("c-c") == PromptDone(Leave)


# --- sizes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [20, 40, 56, 80, 120])
@pytest.mark.parametrize("rows", [1, 4, 10, 14, 24, 60])
def test_it_fits_a_window_and_keeps_the_row_pointed_at_on_it(columns: int, rows: int) -> None:
    shown = face(home(*duties(overdue=True), walks=(walk("c-NEW1"), walk("c-OLD1")), cases=2))
    size = ScreenSize(columns, rows)
    for _ in range(25):
        found = in_rows(shown.shown(size, ""), columns)
        assert len(found) <= rows
        if rows >= 10:
            assert sum(CURSOR in row for row in found) == 1
            assert any("".join(text for _, text in row).startswith(" »") for row in found)
        shown.press("down")


def test_nothing_of_a_row_is_lost_at_40_columns() -> None:
    rows = duties(18)
    text = " ".join(" ".join(lines(face(home(*rows)), ScreenSize(40, 90))).split())
    for row in rows:
        assert row.obligation.in_brief in text


def test_what_does_not_fit_is_counted() -> None:
    shown = face(home(*duties(18)))
    size = ScreenSize(80, 12)
    assert any(line.startswith(" 0 above, ") for line in lines(shown, size))
    shown.press("end")
    assert any(line.endswith(" 0 below: arrows") for line in lines(shown, size))


@pytest.mark.parametrize("key_map", ["usual", "left-hand"])
@pytest.mark.parametrize("columns", [32, 40, 80])
def test_the_list_of_keys_has_each_key_by_itself_and_its_words_below_each_other(
    columns: int, key_map: KeyMap
) -> None:
    shown = HomeFace(home(*duties(3)), lambda duty: None, lambda: None, key_map)
    shown.press("?")
    size = ScreenSize(columns, 60)
    (first,) = (line for line in lines(shown, size) if line.lstrip().startswith("1-9"))
    column = first.index("start")
    found = [line for line in lines(shown, size) if line.startswith("   ")]
    keys = [line[:column].strip() for line in found]
    assert [key for key in keys if key] == [
        *("1-9", "Enter", "Space", "x", "z", "o", "+", "/", "arrows"),
        *(["t g"] if key_map == "left-hand" else []),
        "q",
    ]
    assert all(line[column - 1] == " " != line[column] for line in found)
    said = " ".join(line[column:] for line in found)
    assert "show only what matches your words; Esc shows all" in said
    assert len(found) == len([key for key in keys if key]) or columns < 80
