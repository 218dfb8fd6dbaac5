"""What prompts show and what their keys do, without a terminal."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from msgspec.structs import replace

from dvcheck.looks import Theme
from dvcheck.pack.model import Kind, Option, Question
from dvcheck.pack.value import UNKNOWN
from dvcheck.rules.answer import Answer
from dvcheck.terminal import feet
from dvcheck.terminal.duties_face import DutiesFace
from dvcheck.terminal.faces import Face, PromptDone, PromptStays, QuestionFace
from dvcheck.terminal.frame import CURSOR, Fragments, first_rows, in_rows, share_room, styles, usual_moves
from dvcheck.terminal.key_map import for_hand
from dvcheck.terminal.list_faces import ChoicesFace, ChooseFace, LongChoiceFace, TicksFace, question_face
from dvcheck.terminal.paint import PAINTED, ScreenSize
from dvcheck.terminal.text_line import keys_at_once
from dvcheck.walk.prompts import (
    Help,
    Leave,
    Move,
    Prompt,
    Row,
    Ticked,
    TickList,
    TickNote,
    TickRow,
    WalkPlace,
)
from tests.terminal.walks import shipped

SCREEN = ScreenSize(80, 24)
IDLE = "That key does nothing here. The keys below work."
ROWS = tuple(
    Row(id=f"row-{n}", text=f"Row {n}", not_feasible=n == 2, refused="It does not allow it.")
    for n in range(1, 31)
)


LISTED = TickList(
    title="What is done?",
    status="open 3",
    outcomes=("Consider the copy valid (1.5.1.2)",),
    rows=tuple(
        TickRow(
            id=f"row-{n}",
            text=f"Row {n}",
            section=f"2.{n}",
            due="OVERDUE 4 m" if n == 1 else "",
            overdue=n == 1,
            full=f"shall: Do the whole of row {n}",
            not_feasible=n == 2,
            refused="It does not allow it.",
        )
        for n in range(1, 31)
    ),
    notes=(TickNote(title="FORBIDDEN:", text="Do not leave (4.3)", stays=True),),
)


def question(name: str) -> Question:
    return next(q for q in shipped().questions() if q.id == name)


def prompt(name: str, former: str | None = None) -> Prompt:
    answer = Answer(value=former, at=datetime(2026, 11, 27, tzinfo=UTC)) if former is not None else None
    return Prompt(question=question(name), place=WalkPlace(section="here"), status="open 0", former=answer)


def lines(face: Face, size: ScreenSize = SCREEN, note: str = "") -> list[str]:
    return ["".join(text for _, text in row) for row in in_rows(face.shown(size, note), size.columns)]


def duties() -> DutiesFace:
    return DutiesFace(LISTED, usual_moves())


@pytest.mark.parametrize(
    ("key", "reply"),
    [
        ("y", PromptDone("yes")),
        ("N", PromptDone("no")),
        ("u", PromptDone(UNKNOWN)),
        ("left", PromptDone(Move.BACK)),
        ("s", PromptDone(Move.LATER)),
        ("?", PromptDone(Move.HELP)),
        ("q", PromptDone(Leave)),
        ("c-c", PromptDone(Leave)),
        ("<sigint>", PromptDone(Leave)),
        ("1", PromptDone("yes")),
        ("2", PromptDone("no")),
        ("3", PromptDone(UNKNOWN)),
        ("4", PromptStays.FREE),
        ("<bracketed-paste>", PromptStays.FREE),
    ],
)
def test_a_key_answers_moves_or_stays(key: str, reply: object) -> None:
    assert QuestionFace(prompt("two-members"), usual_moves()).press(key) == reply


@pytest.mark.parametrize(
    ("name", "keys", "value"),
    [
        ("two-members", ["down"], "yes"),
        ("two-members", ["down", "j"], "no"),
        ("two-members", ["up"], UNKNOWN),
        ("two-members", ["up", "down"], "yes"),
        ("relationship", ["down", "down"], "former-spouses"),
        ("relationship", ["up"], UNKNOWN),
    ],
)
def test_arrows_point_at_an_answer_and_enter_takes_it(name: str, keys: list[str], value: str) -> None:
    face = QuestionFace(prompt(name), usual_moves())
    assert not any("»" in line for line in lines(face))
    for key in keys:
        assert face.press(key) is PromptStays.FREE
    assert sum("»" in line for line in lines(face)) == 1
    assert face.press("c-m") == PromptDone(value)


@pytest.mark.parametrize(("name", "former"), [("two-members", "no"), ("relationship", "former-spouses")])
def test_the_answer_there_was_is_where_arrows_begin(name: str, former: str) -> None:
    face = QuestionFace(prompt(name, former), usual_moves())
    assert any("(Enter keeps it)" in line for line in lines(face))
    face.press("up")
    assert not any("(Enter keeps it)" in line for line in lines(face))
    assert any("now: " in line for line in lines(face))
    assert face.press("c-m") == PromptDone("yes" if name == "two-members" else "spouses")


def test_a_single_option_has_its_own_digit_at_the_foot() -> None:
    one = (Option(id="only", text="Only this"),)
    asked = replace(prompt("call-type"), question=replace(question("call-type"), options=one))
    for face in (QuestionFace(asked, usual_moves()), ChooseFace("Which case?", ROWS[:1])):
        assert any("1 choose" in line for line in lines(face))
        assert not any("1-1" in line for line in lines(face))


def test_no_digit_is_named_that_ticks_nothing() -> None:
    many = tuple(Option(id=f"o{n}", text=f"Option {n}") for n in range(1, 13))
    asked = replace(prompt("crimes"), question=replace(question("crimes"), options=many))
    assert any("1-9 tick" in line for line in lines(ChoicesFace(asked, usual_moves())))


def test_a_key_that_is_none_is_told_which_there_are_and_a_paste_is_not() -> None:
    face = QuestionFace(prompt("two-members"), usual_moves())
    face.press("<bracketed-paste>")
    assert f"   {IDLE}" not in lines(face)
    face.press("c-h")
    assert f"   {IDLE}" in lines(face)


def test_each_prompt_says_the_same_after_a_key_that_does_nothing() -> None:
    """It says so until the next key, and a paste or an arrow is no such key."""
    many = tuple(Option(id=f"o{n}", text=f"Option {n}") for n in range(1, 13))
    asked = prompt("call-type")
    faces: list[Face] = [
        QuestionFace(prompt("two-members"), usual_moves()),
        QuestionFace(asked, usual_moves()),
        LongChoiceFace(replace(asked, question=replace(asked.question, options=many)), usual_moves()),
        ChoicesFace(prompt("crimes"), usual_moves()),
        ChooseFace("Which case?", ROWS),
        duties(),
    ]
    for face in faces:
        for key in ("<bracketed-paste>", "down"):
            face.press(key)
            assert IDLE not in "\n".join(lines(face))
        assert face.press("m") is PromptStays.FREE
        assert f"   {IDLE}" in lines(face)
        face.press("down")
        assert IDLE not in "\n".join(lines(face))


def test_enter_without_a_marked_answer_says_how_to_mark_one() -> None:
    face = QuestionFace(prompt("two-members"), usual_moves())
    face.press("c-m")
    assert "   Enter does nothing yet: choose with the arrows first." in lines(face)


def test_enter_keeps_an_answer_and_gives_none() -> None:
    assert QuestionFace(prompt("two-members", "no"), usual_moves()).press("c-m") == PromptDone("no")
    face = QuestionFace(prompt("two-members"), usual_moves())
    assert face.press("c-m") is PromptStays.FREE
    assert any("Enter does nothing" in line for line in lines(face))


def test_what_the_hand_notes_goes_before_other_messages() -> None:
    face = QuestionFace(prompt("two-members"), usual_moves())
    face.press("z")
    assert "   Key held" in lines(face, note="Key held")
    assert not any(IDLE in line for line in lines(face, note="Key held"))


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (120, 40), (30, 8), (12, 24), (7, 3)])
def test_no_face_is_larger_than_the_terminal(size: tuple[int, int]) -> None:
    screen = ScreenSize(*size)
    for face in (
        QuestionFace(prompt("call-type"), usual_moves()),
        ChoicesFace(prompt("crimes"), usual_moves()),
        ChooseFace("Which case?", ROWS),
        duties(),
    ):
        shown = lines(face, screen)
        assert len(shown) <= screen.rows
        assert max(map(len, shown)) <= screen.columns


def test_the_row_pointed_at_is_always_in_sight() -> None:
    face = ChooseFace("Which case?", ROWS)
    for step in [*["down"] * 35, *["up"] * 40]:
        face.press(step)
        assert any(line.startswith(" »") for line in lines(face))
        assert lines(face)[-1].endswith("q leave")


def test_a_long_list_goes_round() -> None:
    face = ChooseFace("Which case?", ROWS)
    face.press("up")
    assert face.press("c-m") == PromptDone("row-30")
    face.press("j")
    assert face.press("c-m") == PromptDone("row-1")


def test_only_digits_of_rows_choose() -> None:
    face = ChooseFace("Which case?", ROWS[:3])
    assert face.press("3") == PromptDone("row-3")
    assert face.press("4") is PromptStays.FREE
    assert face.press("0") is PromptStays.FREE


def test_ticks_come_in_the_order_of_the_rows() -> None:
    face = duties()
    assert face.press("5") is PromptStays.USED
    face.press("2")
    assert face.press("c-m") == PromptDone(("row-2", "row-5"))


@pytest.mark.parametrize("key", ["q", "c-c", "c-d", "<sigint>"])
def test_leaving_a_list_keeps_its_ticks(key: str) -> None:
    face = duties()
    face.press("5")
    assert face.press(key) == PromptDone(Ticked(done=("row-5",), leave=True))


def test_not_feasible_is_said_of_what_allows_it() -> None:
    face = duties()
    assert face.press("x") is PromptStays.FREE
    assert any("does not allow" in line for line in lines(face))
    face.press("down")
    assert face.press("x") == PromptDone(Ticked(not_feasible="row-2", pointed="row-2"))


def test_a_duty_is_one_line_with_its_deadline_first_and_its_section_last() -> None:
    shown = lines(DutiesFace(replace(LISTED, rows=LISTED.rows[:2]), usual_moves()))
    assert shown[1] == " Consider the copy valid (1.5.1.2)"
    assert shown[4:6] == [
        " » ○ 1 OVERDUE 4 m Row 1  2.1",
        "   ○ 2             Row 2  2.2",
    ]


def test_the_whole_of_the_duty_pointed_at_is_said_below_the_list() -> None:
    face = duties()
    assert "   shall: Do the whole of row 1" in lines(face)
    face.press("down")
    assert "   shall: Do the whole of row 2" in lines(face)
    assert "   shall: Do the whole of row 1" not in lines(face)


def test_what_is_refused_is_said_until_another_row_is_pointed_at() -> None:
    face = duties()
    face.press("x")
    assert "   It does not allow it." in lines(face)
    face.press("down")
    assert not any("does not allow" in line for line in lines(face))


def test_a_list_that_does_not_fit_says_that_there_is_more_and_keeps_what_is_forbidden() -> None:
    shown = lines(duties())
    assert len(shown) == SCREEN.rows
    assert any("arrows more below" in line for line in shown)
    assert " FORBIDDEN: Do not leave (4.3)" in shown
    fitting = DutiesFace(replace(LISTED, rows=LISTED.rows[:3]), usual_moves())
    assert not any("arrows" in line for line in lines(fitting))


def test_the_list_at_the_end_says_that_enter_finishes_it() -> None:
    """Nothing is left to confirm: leaving records the ticks too."""
    assert any("Enter finish" in line for line in lines(duties()))
    assert not any("confirm" in line for line in lines(duties()))


@pytest.mark.parametrize(
    ("rows", "first"),
    [(17, ""), (18, " Consider the copy valid (1.5.1.2)"), (19, " Consider the copy valid (1.5.1.2)")],
)
def test_the_empty_line_and_then_the_status_go_before_a_duty_does(rows: int, first: str) -> None:
    fitting = DutiesFace(replace(LISTED, rows=LISTED.rows[:rows]), usual_moves())
    shown = lines(fitting)
    assert (shown[0], len(shown)) == (first, SCREEN.rows)
    assert (" open 3" in shown) == (rows < 19)
    assert not any("arrows" in line for line in shown)


@pytest.mark.parametrize("size", [(40, 24), (80, 24), (120, 40)])
def test_the_keys_of_a_list_and_what_is_undecided_are_never_cut(size: tuple[int, int]) -> None:
    undecided = TickNote(title="UNDECIDED 4:", text="answer Firearms involved, Measure 11")
    listed = replace(LISTED, notes=(*LISTED.notes, undecided), decides=True)
    shown = lines(DutiesFace(listed, usual_moves()), ScreenSize(*size))
    assert len(shown) <= size[1]
    text = " ".join(" ".join(shown).split())
    for said in ("b back", "u answer", "q save", undecided.text, "Do not leave", "(1.5.1.2)", "Row 1"):
        assert said in text


@pytest.mark.parametrize("size", [(40, 24), (80, 24), (120, 40), (40, 14)])
def test_what_is_forbidden_stays_next_to_each_page_of_help(size: tuple[int, int]) -> None:
    row = replace(LISTED.rows[0], help=lambda: Help(meaning="It means this. " * 30, more=HELP.more * 9))
    face = DutiesFace(replace(LISTED, rows=(row, *LISTED.rows[1:])), usual_moves())
    pages = 0
    while face.press("?") is PromptStays.USED:
        shown = lines(face, ScreenSize(*size))
        assert len(shown) <= size[1]
        assert " FORBIDDEN: Do not leave (4.3)" in shown
        assert any("Row 1" in line for line in shown)
        if any(line.startswith("   shall: Do the whole") for line in shown):
            break
        pages += 1
    assert pages > 2


@pytest.mark.parametrize("columns", [20, 30, 40, 56, 80, 120])
def test_nothing_of_a_duty_is_cut(columns: int) -> None:
    row = replace(LISTED.rows[0], text="Photograph each injury close up, all of them", section="2.1.4.1")
    face = DutiesFace(replace(LISTED, rows=(row,)), usual_moves())
    shown = " ".join(" ".join(lines(face, ScreenSize(columns, 40))).split())
    said = "Photograph each injury close up, all of them"
    assert all(word in shown for word in ("OVERDUE 4 m", "2.1.4.1", *said.split()))
    assert "…" not in shown


def test_one_key_goes_to_what_is_undecided_where_there_is_something() -> None:
    face = DutiesFace(replace(LISTED, decides=True), usual_moves())
    face.press("2")
    assert face.press("u") == PromptDone(Ticked(done=("row-2",), decide=True))
    assert any("u answer" in line for line in lines(face))
    assert duties().press("u") is PromptStays.FREE
    assert not any("u answer" in line for line in lines(duties()))


def test_what_stands_alone_takes_the_other_ticks_and_they_its_own() -> None:
    face = TicksFace(lambda size: [("", "\n")], ROWS[:3], (), lambda size: (), alone=("row-3",))
    face.press("1")
    face.press("3")
    assert face.press("c-m") == PromptDone(("row-3",))
    face.press("1")
    assert face.press("c-m") == PromptDone(("row-1",))
    face.press("1")
    assert face.press("3") == PromptDone(("row-3",))


def test_a_list_that_is_refused_says_why() -> None:
    face = ChoicesFace(prompt("crimes"), usual_moves())
    assert face.press("c-m") is PromptStays.FREE
    assert any("at least one" in line.lower() or "choose" in line.lower() for line in lines(face))


def test_the_foot_does_not_jump_up_when_less_is_said() -> None:
    face = ChooseFace("Which?", [Row(id="a", text="a", whole="long " * 40), Row(id="b", text="short")])
    before = len(lines(face))
    face.press("down")
    assert len(lines(face)) == before
    assert len(lines(face, ScreenSize(100, 30))) < before


@pytest.mark.parametrize("columns", [80, 56, 40])
def test_no_row_to_choose_or_tick_is_cut(columns: int) -> None:
    long = " ".join(f"word{n}" for n in range(30))
    options = tuple(Option(id=f"o{n}", text=long) for n in range(1, 13))
    asked = replace(question("crimes"), options=options)
    faces = (
        ChooseFace("Which case?", [Row(id="a", text="a"), Row(id="b", text=long)]),
        ChoicesFace(replace(prompt("crimes"), question=asked), usual_moves()),
        question_face(replace(prompt("crimes"), question=replace(asked, kind="choice")), usual_moves()),
    )
    for face in faces:
        shown = lines(face, ScreenSize(columns, 24))
        assert long in " ".join(" ".join(shown).split())
        assert max(map(len, shown)) <= columns
        assert not any("…" in line for line in shown)


def test_the_foot_says_it_where_rows_to_choose_from_do_not_fit() -> None:
    face = ChooseFace("Which?", [Row(id=str(n), text="long " * 60) for n in range(6)])
    assert "arrows more below" in lines(face, ScreenSize(80, 24))[-1]
    assert "arrows" not in lines(face, ScreenSize(80, 40))[-1]


# --- the keys of a walk at the list at its end --------------------------------------------------------------


def with_keys() -> DutiesFace:
    rows = tuple(replace(row, help=lambda: HELP) for row in LISTED.rows)
    listed = replace(LISTED, rows=rows, undoes=True, takes_note=True, pointed="row-3")
    return DutiesFace(listed, usual_moves())


def test_the_list_at_the_end_has_the_keys_of_a_walk_and_says_so() -> None:
    face = with_keys()
    foot = " ".join(" ".join(lines(face)[-2:]).split())
    assert foot.endswith("b back z undo + note ? help q save, leave")
    face.press(" ")
    assert face.press("+") == PromptDone(Ticked(done=("row-3",), note=True, pointed="row-3"))
    assert face.press("z") == PromptDone(Ticked(done=("row-3",), undo=True))


def test_a_list_without_them_neither_names_nor_takes_those_keys() -> None:
    face = duties()
    assert not any(key in " ".join(lines(face)[-3:]) for key in ("z undo", "+ note", "? help", "s later"))
    assert [face.press(key) for key in ("z", "+", "?")] == [PromptStays.FREE] * 3


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (40, 14), (30, 8)])
def test_a_question_mark_explains_the_duty_pointed_at_in_steps(size: tuple[int, int]) -> None:
    face, screen = with_keys(), ScreenSize(*size)
    read, steps = "", 0
    lines(face, screen)
    while steps < 20:
        assert face.press("?") is PromptStays.USED
        shown = lines(face, screen)
        assert len(shown) <= screen.rows
        assert max(map(len, shown)) <= screen.columns
        assert sum(line.startswith(" »") for line in shown) == 1
        if "? help" in " ".join(shown):
            break
        read += " ".join(" ".join(shown).split())
        steps += 1
    assert HELP.meaning in read
    assert "Section 1 says that." in read
    assert steps >= 2


def test_the_help_of_a_duty_closes_where_another_is_pointed_at() -> None:
    face = with_keys()
    lines(face)
    face.press("?")
    assert any(HELP.meaning[:20] in line for line in lines(face))
    face.press("down")
    assert not any(HELP.meaning[:20] in line for line in lines(face))


def test_rows_break_where_a_terminal_does() -> None:
    fragments: Fragments = [("", "ab"), CURSOR, ("class:key", "cdef\n\n"), ("", "家家家")]
    assert in_rows(fragments, 5) == [
        [("", "ab"), CURSOR, ("class:key", "cde")],
        [("class:key", "f")],
        [],
        [("", "家家")],
        [("", "家")],
    ]


@pytest.mark.parametrize(
    ("room", "wanted", "given"),
    [(10, [2, 3, 1], [2, 3, 1]), (10, [2, 30, 3], [2, 5, 3]), (4, [9, 9, 9], [2, 1, 1]), (0, [1, 1], [0, 0])],
)
def test_parts_share_what_room_there_is(room: int, wanted: list[int], given: list[int]) -> None:
    assert share_room(room, wanted) == given


# --- more options than digits -------------------------------------------------------------------------------


def long_choice(former: str | None = None) -> LongChoiceFace:
    many = tuple(Option(id=f"o{n}", text=f"Option {n}") for n in range(1, 13))
    asked = replace(prompt("call-type", former), question=replace(question("call-type"), options=many))
    face = question_face(asked, usual_moves())
    assert isinstance(face, LongChoiceFace)
    return face


def test_a_question_has_arrows_only_where_there_are_more_options_than_digits() -> None:
    assert isinstance(question_face(prompt("call-type"), usual_moves()), QuestionFace)
    assert any("Option 12" in line for line in lines(long_choice()))


@pytest.mark.parametrize(
    ("keys", "reply"),
    [
        (["9"], PromptDone("o9")),
        (["0"], PromptStays.FREE),
        (["c-m"], PromptStays.FREE),
        ([*["down"] * 10, "c-m"], PromptDone("o10")),
        (["up", "c-m"], PromptDone("o12")),
        (["u"], PromptDone(UNKNOWN)),
        (["s"], PromptDone(Move.LATER)),
        (["left"], PromptDone(Move.BACK)),
        (["q"], PromptDone(Leave)),
    ],
)
def test_one_of_many_options_is_taken_once_it_is_pointed_at(keys: list[str], reply: object) -> None:
    face = long_choice()
    *before, last = keys
    for key in before:
        assert face.press(key) is PromptStays.FREE
    assert face.press(last) == reply


@pytest.mark.parametrize("former", ["o11", UNKNOWN])
def test_enter_keeps_the_answer_that_one_of_many_was(former: str) -> None:
    face = long_choice(former)
    assert any("(Enter keeps it)" in line for line in lines(face))
    assert face.press("c-m") == PromptDone(former)
    face.press("down")
    assert face.press("c-m") == PromptDone("o12" if former == "o11" else "o1")


def test_the_foot_of_a_long_choice_says_what_enter_does_now() -> None:
    def foot(face: LongChoiceFace) -> str:
        return " ".join(lines(face)[-2:])

    face = long_choice()
    assert "arrows mark one  u unknown" in foot(face)
    face.press("down")
    assert "arrows mark one  Enter the marked one" in foot(face)
    for former in ("o11", UNKNOWN):
        face = long_choice(former)
        assert "Enter keep" in foot(face)
        assert any(line.startswith(" »") for line in lines(face)) == (former != UNKNOWN)
        face.press("down")
        assert "Enter the marked one" in foot(face)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (30, 8), (7, 3)])
def test_a_long_choice_is_no_larger_than_the_terminal(size: tuple[int, int]) -> None:
    shown = lines(long_choice(), ScreenSize(*size))
    assert len(shown) <= size[1]
    assert max(map(len, shown)) <= size[0]


# --- a screen that is too small -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 14), (40, 12), (20, 10), (30, 8)])
def test_what_does_not_fit_scrolls_with_the_answer_pointed_at_and_a_sign(size: tuple[int, int]) -> None:
    face, screen = QuestionFace(prompt("relationship"), usual_moves()), ScreenSize(*size)
    assert any("more below" in line for line in lines(face, screen))
    for _ in range(10):
        face.press("down")
        shown = lines(face, screen)
        assert len(shown) <= screen.rows
        assert sum("»" in line for line in shown) == 1
    assert any("» u" in line for line in shown)
    assert not any("more below" in line for line in shown)


def test_rows_that_are_left_out_leave_a_sign() -> None:
    rows: list[Fragments] = [[("", "one")], [("", "two, which is long")], [("", "three")]]
    assert first_rows(rows, 3, 12) == rows
    assert first_rows(rows, 2, 12) == [[("", "one")], [("", "two, which"), ("class:dim", " …")]]
    assert first_rows(rows, 0, 12) == []


# --- help ---------------------------------------------------------------------------------------------------

HELP = Help(meaning="It means this.", more=(("", "Section 1 says that."), ("note", "unclear " * 60)))


def helped(name: str, *, aside: bool = False) -> Prompt:
    return replace(prompt(name), help=lambda: HELP, note=lambda text: None, aside=aside)


@pytest.mark.parametrize("name", ["two-members", "relationship", "crimes"])
def test_each_press_turns_a_page_of_help_and_the_question_stays(name: str) -> None:
    asked = helped(name)
    face = ChoicesFace(asked, usual_moves()) if name == "crimes" else question_face(asked, usual_moves())
    before = lines(face)
    pages: list[str] = []
    while face.press("?") is PromptStays.USED and not any("? help" in line for line in lines(face)):
        shown = lines(face)
        assert len(shown) <= SCREEN.rows
        assert " ".join(shown).find("? more" if len(pages) < 1 else "?") > 0
        assert any(asked.question.text[:40] in line for line in shown)
        pages.append("\n".join(shown))
    assert "It means this." in pages[0]
    assert "Section 1 says that." not in pages[0]
    assert "Section 1 says that." in pages[1]
    assert feet.answering(asked.question.kind)[:20] in pages[-1]
    assert [line for line in lines(face) if line] == [line for line in before if line]


def test_help_without_a_meaning_begins_with_the_policy() -> None:
    face = QuestionFace(replace(helped("two-members"), help=lambda: Help(meaning="", more=HELP.more[:1])), ())
    face.press("?")
    assert any("Section 1 says that." in line for line in lines(face))
    assert face.press("?") is PromptStays.USED
    assert not any("Section 1 says that." in line for line in lines(face))


# --- the foot -----------------------------------------------------------------------------------------------


def test_aside_from_the_walk_the_foot_names_only_what_works() -> None:
    face = QuestionFace(helped("two-members", aside=True), usual_moves())
    assert lines(face)[-1] == " y/1 yes  n/2 no  u/3 unknown  b back  q save, leave"
    for key in ("s", "z", "+", "?"):
        assert face.press(key) is PromptStays.FREE
    assert face.press("b") == PromptDone(Move.BACK)


def test_the_foot_of_yes_or_no_names_both_keys_of_each_answer_on_a_narrow_terminal() -> None:
    face = QuestionFace(helped("two-members"), usual_moves())
    shown = lines(face, ScreenSize(40, 24))
    assert " y/1 yes  n/2 no  u/3 unknown  b back" in shown
    for keys, value in (("y1", "yes"), ("n2", "no"), ("u3", "unknown")):
        assert [face.press(key) for key in keys] == [PromptDone(value)] * 2


def test_where_unknown_is_no_answer_it_is_not_offered_and_gives_none() -> None:
    face = QuestionFace(replace(helped("two-members", aside=True), definite=True), usual_moves())
    assert lines(face)[-1] == " y/1 yes  n/2 no  b back  q save, leave"
    assert [face.press(key) for key in ("u", "3")] == [PromptStays.FREE, PromptStays.FREE]
    assert [face.press(key) for key in ("1", "2")] == [PromptDone("yes"), PromptDone("no")]


@pytest.mark.parametrize(
    ("kind", "waits"),
    [("number", ""), ("duration", ""), ("time", "s"), ("text", "ubsz+q"), ("list", "ubsz+q")],
)
def test_the_foot_of_a_line_says_which_keys_take_enter(kind: Kind, waits: str) -> None:
    keys = [key for key, _ in feet.under_line(kind, usual_moves(), keys_at_once(kind))]
    for key in "ubsz+?q":
        assert (f"{key} Enter" in keys, key in keys) == (key in waits, key not in waits)


# --- one hand -----------------------------------------------------------------------------------------------


def test_the_left_hand_answers_moves_and_asks_with_its_own_keys_and_the_usual_ones() -> None:
    def press(*keys: str) -> object:
        face = for_hand(QuestionFace(helped("two-members"), usual_moves()), "left-hand")
        return [face.press(key) for key in keys][-1]

    assert press("g", "G", "f") == PromptDone("no")
    assert press("t", "f") == press("d") == press("u") == press("3") == PromptDone(UNKNOWN)
    assert press("w") is PromptStays.USED
    assert press("c") == PromptDone(Move.NOTE)
    assert press("n") == PromptDone("no")


def test_the_foot_names_the_keys_of_the_left_hand() -> None:
    face = for_hand(QuestionFace(helped("two-members"), usual_moves()), "left-hand")
    assert lines(face)[-2:] == [
        " 1 yes  2 no  d unknown  b back  s later  z undo  c note  w help",
        " q save, leave",
    ]
    ticks = for_hand(ChoicesFace(helped("crimes"), usual_moves()), "left-hand")
    assert any("f confirm  d unknown" in line for line in lines(ticks))


def test_without_a_key_map_letters_of_the_left_hand_do_nothing() -> None:
    face = for_hand(QuestionFace(helped("two-members"), usual_moves()), "usual")
    assert {face.press(key) for key in "tgfdwc"} == {PromptStays.FREE}


# --- themes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", get_args(Theme))
def test_every_theme_has_every_style_in_words_that_a_first_frame_knows(theme: Theme) -> None:
    assert set(styles("usual")) <= set(styles(theme))
    assert {word for words in styles(theme).values() for word in words.split()} <= PAINTED
    assert not any("brightblack" in words for words in styles(theme).values())


@pytest.mark.parametrize("theme", ["high-contrast", "projector"])
def test_a_theme_of_contrast_has_the_text_color_alone(theme: Theme) -> None:
    assert not any("fg:" in words or "dim" in words for words in styles(theme).values())
    assert "reverse" in styles(theme)["warn"]
