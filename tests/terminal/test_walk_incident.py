"""incident, walked to its end with real keys on an 80 × 24 screen."""

import re
from pathlib import Path

import pytest

from dvcheck.pack.value import Value
from tests.journal import answers, entries, only_case, statuses
from tests.pty import DOWN, ENTER, SPACE, Officer, dvcheck
from tests.terminal.ends import summary_in
from tests.terminal.golden import compare
from tests.terminal.walks import (
    ASSAULT,
    ASSAULT_ANSWERS,
    BY_COPY,
    BY_COPY_ANSWERS,
    IN_LEDS,
    IN_LEDS_ANSWERS,
    TICK,
    VERBAL,
    VERBAL_ANSWERS,
    Walk,
    before,
    end_of_shift,
    given,
    lay_out,
    press_through,
    step,
    typed_lines,
    values,
)


@pytest.mark.parametrize(
    ("walk", "answers"),
    [
        (IN_LEDS, IN_LEDS_ANSWERS),
        (BY_COPY, BY_COPY_ANSWERS),
        (VERBAL, VERBAL_ANSWERS),
        (ASSAULT, ASSAULT_ANSWERS),
    ],
    ids=["leds", "copy", "verbal", "assault"],
)
def test_the_walks_of_these_tests_are_those_of_the_pack(walk: Walk, answers: dict[str, Value]) -> None:
    """With an answer that is no longer asked for, it would not be the walk its name says."""
    assert answers.keys() <= values(walk).keys()


def test_a_verbal_dispute_takes_at_most_20_keys() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert len(officer.keys) <= 20
    assert answers(only_case()) == values(VERBAL)


def test_an_assault_with_children_and_an_order_takes_at_most_45_keys() -> None:
    with Officer("incident") as officer:
        press_through(officer, ASSAULT)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert len(officer.keys) <= 45
    assert answers(only_case()) == values(ASSAULT)


@pytest.mark.parametrize(("name", "walk"), [("verbal", VERBAL), ("assault", ASSAULT)])
def test_the_summary_looks_so(name: str, walk: Walk) -> None:
    """All of it, as it scrolls by. An 80 × 24 terminal shows only the end."""
    with Officer("incident") as officer:
        press_through(officer, walk)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        compare(f"incident-{name}-summary", summary_in("\n".join(officer.everything)).splitlines())
        assert officer.left_as_found


def test_the_list_before_the_summary_looks_so() -> None:
    with Officer("incident") as officer:
        press_through(officer, ASSAULT)
        officer.wait_for_question(TICK)
        compare("incident-assault-list", officer.screen)


def test_the_list_at_the_end_has_all_that_is_required_and_forbidden_on_one_screen() -> None:
    with Officer("incident") as officer:
        press_through(officer, ASSAULT)
        officer.wait_for_question(TICK)
        shown = [line.strip() for line in officer.screen if line.strip()]
    assert shown[0] == "A custodial arrest is mandatory, consistent with state law (2.1.3)"
    assert any("Complete the GO report" in line for line in shown)
    assert any(line.startswith("FORBIDDEN: Do not cancel cover (2.1.1)") for line in shown)
    assert shown[-1].endswith("q save, leave")
    assert not any("…" in line for line in shown)


def test_from_the_list_one_key_goes_to_what_is_undecided_and_the_walk_comes_back() -> None:
    measure_11 = step(lay_out("incident", {**ASSAULT_ANSWERS, "measure-11": "unknown"}), "measure-11")
    with Officer("incident") as officer:
        press_through(officer, lay_out("incident", {**ASSAULT_ANSWERS, "measure-11": "unknown"}))
        officer.wait_for_question(TICK)
        assert officer.says("answer Measure 11")
        officer.answer(TICK, SPACE, "u")
        officer.answer(measure_11.text, "n")
        officer.wait_for_question(TICK)
        assert not officer.says("UNDECIDED")
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    case = only_case()
    assert answers(case)["measure-11"] == "no"
    assert "done" in statuses(case).values(), "what was ticked before is ticked still"


def test_the_list_at_the_end_notes_explains_and_undoes_as_any_question_does() -> None:
    last = ASSAULT[-1]
    with Officer("incident") as officer:
        press_through(officer, ASSAULT)
        officer.wait_for_question(TICK)
        assert officer.says("b back z undo + note ? help q save, leave")
        officer.press(SPACE, DOWN, "?")
        officer.wait_for("? more")
        officer.press("?")
        officer.wait_for("Owed because - ")
        officer.press("+")
        officer.wait_for("Enter alone goes back")
        officer.press(*"text", ENTER)
        officer.wait_until(lambda: any("noted: text" in s for s in officer.everything), "what was noted")
        officer.wait_for_question(TICK)
        officer.wait_for("z undo")
        assert any(line.startswith(" » ○ 2") for line in officer.screen), "the row pointed at is so still"
        assert sum("●" in line for line in officer.screen) == 1
        officer.press("z")
        officer.wait_for("answer taken back")
        officer.answer(last.text, *last.keys)
        officer.wait_for_question(TICK)
        assert sum("●" in line for line in officer.screen) == 1
        officer.answer(TICK, ENTER)
        officer.wait_for("Space page")  # with the note it is longer than the screen
        officer.press("q")
        assert officer.exit_status == 0
    assert answers(only_case()) == values(ASSAULT)
    assert ("noted", {"text": "text"}) in entries(only_case())


def test_line_by_line_the_list_at_the_end_notes_explains_and_undoes() -> None:
    first = [*typed_lines(VERBAL).splitlines(), "? 1", "+", "text", "z"]
    typed = "\n".join([*first, typed_lines(VERBAL[-1:]).strip(), "", ""])
    done = dvcheck("incident", "--new", "--plain", typed=typed)
    assert done.returncode == 0, done.stderr
    assert "Type ? and a number to have that duty explained, + to write a note, z to undo." in done.stdout
    assert "Owed because" in done.stdout or "Section" in done.stdout
    assert "Noted: text." in done.stdout
    assert "answer taken back" in done.stdout
    assert answers(only_case()) == values(VERBAL)
    assert ("noted", {"text": "text"}) in entries(only_case())


def test_the_walk_on_its_way_looks_so() -> None:
    """In the middle, an officer sees what the last answers changed, and a list with several answers."""
    with Officer("incident") as officer:
        press_through(officer, before(ASSAULT, "crimes"))
        officer.wait_for_question(step(ASSAULT, "crimes").text)
        compare("incident-assault-crimes", officer.screen)


def test_the_summary_groups_what_is_owed_by_when() -> None:
    with Officer("incident") as officer:
        press_through(officer, ASSAULT)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        summary = summary_in("\n".join(officer.everything))
        case = only_case()
    groups = re.findall(r"^ ([A-Z][A-Z -]+)  \d+$", summary, re.MULTILINE)
    assert groups == [
        "DO NOW",
        "BEFORE YOU CLEAR",
        "REPORTS AND PAPERS",
    ]
    for line in (
        r"\* +Arrest the suspect, on probable cause +2\.1\.3$",
        r"\* +Notify DHS of the children +2\.1\.6$",
        r"\* end of shift Complete the GO report +3\.1$",
        r"^ ! FORBIDDEN: Do not cancel cover \(2\.1\.1\)",
        r"^ .* · 4 recommended$",
        rf"See it again:\n  python -m dvcheck incident {case}$",
    ):
        assert re.search(line, summary, re.MULTILINE), line


def test_a_known_end_of_shift_is_a_time_on_the_screen() -> None:
    ends = end_of_shift()
    with Officer("incident", "--shift-ends", ends) as officer:
        press_through(officer, VERBAL[:1])
        officer.wait_for(f"{ends} (end of shift)")
        press_through(officer, VERBAL[1:])
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        said = " ".join(" ".join(officer.everything).split())
        assert re.search(rf"\* by (\w{{3}} )?{ends} Complete the GO report 3\.1", said)


def test_what_is_ticked_off_is_done_in_the_summary() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL)
        officer.answer(TICK, SPACE, ENTER)
        assert officer.exit_status == 0
        assert officer.says("1 open")
    done = [name for name, status in statuses(only_case()).items() if status == "done"]
    assert "contact-details" in done


def test_a_walk_with_answers_from_a_file_asks_only_what_is_left(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, ASSAULT[:-2])) as officer:
        press_through(officer, ASSAULT[-2:])
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    assert answers(only_case()) == values(ASSAULT)


def test_unknown_leaves_its_duties_undetermined() -> None:
    with Officer("incident") as officer:
        press_through(officer, lay_out("incident", {**ASSAULT_ANSWERS, "measure-11": "unknown"}))
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert re.search(r"\? UNDECIDED \d: answer Measure 11", "\n".join(officer.everything))
    standing = statuses(only_case())
    assert standing["contact-fed"] == standing["notify-svu"] == "undetermined"


def test_show_lists_the_answers_of_the_walk() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    assert "Domestic disturbance" in dvcheck("show", only_case()).stdout
