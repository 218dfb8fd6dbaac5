"""Back, later, help, wrong keys, fast typing, and the list before the summary."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.journal import answers, entries, only_case, shown, statuses
from tests.pty import BACKSPACE, CTRL_C, DOWN, ENTER, LEFT, SPACE, UP, Officer, dvcheck
from tests.terminal.walks import (
    ASSAULT,
    ASSAULT_ANSWERS,
    BY_COPY,
    IN_LEDS,
    TICK,
    VERBAL,
    Walk,
    before,
    following,
    given,
    lay_out,
    press_through,
    shipped,
    step,
    values,
)
from tests.terminal.walks import shown as in_words

# --- back ---------------------------------------------------------------------------------------------------


def test_a_digit_taken_back_too_often_stays_at_its_question() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:2])
        officer.answer(VERBAL[2].text, *([BACKSPACE] * 3))
        officer.wait_for("That key does nothing here.")
        assert officer.asks(VERBAL[2].text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case()) == values(VERBAL[:2])


@pytest.mark.parametrize("key", ["b", LEFT], ids=["b", "left"])
def test_back_puts_the_question_before_with_its_answer(key: str) -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:3])
        officer.answer(VERBAL[3].text, key)
        officer.wait_for_question(VERBAL[2].text)
        assert officer.says(f"now: {in_words('relationship', 'spouses')} (Enter keeps it)")
        officer.press(ENTER)
        officer.answer(VERBAL[3].text, CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case()) == values(VERBAL[:3])


def test_back_goes_all_the_way_to_the_first_question() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL)
        officer.answer(TICK, "b")
        for step_ in reversed(VERBAL):
            officer.answer(step_.text, "b")
        officer.wait_for("This is the first question.")
        officer.wait_for_question(VERBAL[0].text)


def test_back_and_forth_again_changes_nothing_that_is_kept() -> None:
    """On the way forward, Enter keeps each answer."""
    with Officer("incident") as officer:
        press_through(officer, ASSAULT)
        officer.answer(TICK, "b")
        for step_ in reversed(ASSAULT[-6:]):
            officer.answer(step_.text, "b")
        officer.answer(ASSAULT[-7].text, ENTER)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    assert answers(only_case()) == values(ASSAULT)


def test_back_from_a_list_and_from_a_line_of_text(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, "crimes"))) as officer:
        for step_ in reversed(before(ASSAULT, "crimes")[5:]):
            officer.answer(following(ASSAULT, step_.id).text, "b")
            officer.wait_for_question(step_.text)
        officer.answer(ASSAULT[5].text, "b")
        officer.wait_for_question(step(ASSAULT, "pain-scale").text)
        assert officer.says("now: 7 (Enter keeps it)")


def test_on_an_empty_number_the_keys_work_at_once(tmp_path: Path) -> None:
    pain = step(ASSAULT, "pain-scale").text
    with Officer("incident", *given(tmp_path, before(ASSAULT, "pain-scale"))) as officer:
        officer.answer(pain, "?")
        officer.wait_for("Asked because - ")
        officer.answer(pain, "u")
        officer.answer(following(ASSAULT, "pain-scale").text, "b")
        officer.wait_for("now: unknown (Enter keeps it)")
        officer.answer(pain, ENTER)
        officer.answer(following(ASSAULT, "pain-scale").text, "b")
        officer.answer(pain, "b")
        officer.wait_for_question(step(ASSAULT, "injured").text)
        assert officer.says(f"now: {in_words('injured', 'one')}")


def test_back_passes_over_a_question_that_no_longer_applies() -> None:
    with Officer("incident") as officer:
        press_through(officer, before(ASSAULT, "pain-scale"))
        officer.answer(step(ASSAULT, "pain-scale").text, "7", ENTER)
        officer.answer(following(ASSAULT, "pain-scale").text, "b")
        officer.answer(step(ASSAULT, "pain-scale").text, "b")
        officer.answer(step(ASSAULT, "injured").text, step(VERBAL, "injured").keys)
        officer.answer(following(VERBAL, "injured").text, "b")
        officer.wait_for_question(step(ASSAULT, "injured").text)
        assert officer.says(f"now: {in_words('injured', 'nobody')}")


def test_back_stops_at_a_question_left_for_later() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:1])
        officer.answer(VERBAL[1].text, "s")
        officer.answer(VERBAL[2].text, "b")
        officer.answer(VERBAL[1].text, "y")
        officer.wait_for_question(VERBAL[2].text)


def test_back_works_across_a_resume() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:4])
        officer.answer(VERBAL[4].text, "q")
        assert officer.exit_status == 130
    with Officer("incident", only_case()) as officer:
        officer.answer(VERBAL[4].text, "b")
        officer.wait_for_question(VERBAL[3].text)
        assert officer.says(f"now: {in_words('injured', 'nobody')}")


def test_an_answer_changed_by_going_back_says_what_opens_and_what_goes(tmp_path: Path) -> None:
    damage, after = step(ASSAULT, "property-damage"), following(ASSAULT, "property-damage")
    with Officer("incident", *given(tmp_path, before(ASSAULT, after.id))) as officer:
        officer.answer(after.text, "b")
        officer.answer(damage.text, "n")
        officer.wait_for("no longer: Photograph the damage")
        officer.answer(after.text, "b")
        officer.answer(damage.text, "y")
        officer.wait_for("+ Photograph the damage")


def test_the_suspect_who_has_left_is_to_be_located_instead(tmp_path: Path) -> None:
    after = following(ASSAULT, "suspect-here")
    with Officer("incident", *given(tmp_path, before(ASSAULT, after.id))) as officer:
        officer.answer(after.text, "b")
        officer.answer(step(ASSAULT, "suspect-here").text, "2")
        officer.wait_for("no longer: Arrest the suspect")
        officer.answer(after.text, "q")
        assert officer.exit_status == 130
    standing = statuses(only_case())
    assert standing["locate-suspect"] == "open"
    assert "custodial-arrest" not in standing


def test_an_answer_kept_with_enter_is_not_recorded_again() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:2])
        officer.answer(VERBAL[2].text, "b")
        officer.wait_for_question(VERBAL[1].text)
        officer.press(ENTER)
        officer.answer(VERBAL[2].text, "q")
        assert officer.exit_status == 130
    assert [kind for kind, _ in entries(only_case())].count("answered") == 2


# --- later --------------------------------------------------------------------------------------------------


def test_what_is_left_for_later_is_unasked_and_said_so() -> None:
    with Officer("incident") as officer:
        for step_ in VERBAL:
            officer.answer(step_.text, *("s" if step_.id == "children-present" else step_.keys))
        officer.wait_for("Children present: left for later")
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert officer.says("NOT ASKED: Children present")
    assert shown(only_case())["unasked"] == ["children-present"]


def test_what_was_left_for_later_is_asked_on_resuming() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:3])
        officer.answer(VERBAL[3].text, "s")
        officer.answer(VERBAL[4].text, "q")
        assert officer.exit_status == 130
    with Officer("incident", only_case()) as officer:
        officer.wait_for_question(VERBAL[3].text)


@pytest.mark.parametrize(("kind", "keys"), [("crimes", "s"), ("pain-scale", "s\r")])
def test_a_list_and_a_line_can_be_left_for_later(kind: str, keys: str, tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, kind))) as officer:
        officer.answer(step(ASSAULT, kind).text, *keys)
        officer.wait_for("left for later")


def test_a_first_question_left_for_later_is_unasked_in_the_summary() -> None:
    with Officer("verify-order") as officer:
        officer.answer(IN_LEDS[0].text, "s")
        officer.answer(IN_LEDS[-1].text, *IN_LEDS[-1].keys)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert officer.says("NOT ASKED: LEDS and NCIC")


# --- help ---------------------------------------------------------------------------------------------------


def test_help_stands_above_its_question_and_each_press_turns_a_page() -> None:
    question = VERBAL[2].text
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:2])
        officer.answer(question, "?")
        officer.wait_for("Family or household members: spouses, former spouses")
        assert officer.says("? more")
        read = ""
        while not officer.says("? close"):
            assert officer.asks(question)
            assert officer.says("9 None of these")
            before = officer.screen
            officer.press("?")
            officer.wait_until(
                lambda before=before: (
                    officer.screen != before and officer.asks(question) and officer.says("9 None of these")
                ),
                "the next page",
            )
            read += "".join(officer.screen)
        for said in ("Definitions:", "Unclear in the text (A20", "Treated here:", "Asked because - Call: "):
            assert said in read
        assert "Press a digit or u to answer at once" in read
        officer.press("?")
        officer.wait_for("? help")
        assert not officer.says("Asked because")
        officer.press("1")
        officer.wait_for_question(VERBAL[3].text)


@pytest.mark.parametrize(
    ("name", "keys"), [("crimes", "Tick with a digit"), ("pain-scale", "Type digits, then Enter")]
)
def test_the_last_page_of_help_names_the_keys_of_its_kind(name: str, keys: str, tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, name))) as officer:
        officer.wait_for_question(step(ASSAULT, name).text)
        while not officer.says("? close"):
            before_ = officer.screen
            officer.press("?")
            officer.wait_until(lambda before_=before_: officer.screen != before_, "the next page")
        assert officer.says(keys)
        assert officer.asks(step(ASSAULT, name).text)


def test_ticks_stay_while_help_is_read_and_a_note_is_written(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, "crimes"))) as officer:
        officer.answer(step(ASSAULT, "crimes").text, "1", "?", "+")
        officer.wait_for("Note")
        officer.press(*"drives a blue Honda", ENTER)
        officer.wait_for("noted: drives a blue Honda")
        officer.answer(step(ASSAULT, "crimes").text, "?", ENTER)
        officer.wait_for_question(following(ASSAULT, "crimes").text)
    assert answers(only_case())["crimes"] == ("assault",)
    assert [body for kind, body in entries(only_case()) if kind == "noted"] == [
        {"text": "drives a blue Honda"}
    ]


# --- a note -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "key"), [("two-members", "+"), ("pain-scale", "+")])
def test_a_note_is_written_beside_any_question(name: str, key: str, tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, name))) as officer:
        officer.answer(step(ASSAULT, name).text, key)
        officer.wait_for("Enter alone goes back")
        officer.press(*"back door", ENTER)
        officer.wait_for("noted: back door")
        officer.answer(step(ASSAULT, name).text, key)
        officer.wait_for("Enter alone goes back")
        officer.press(ENTER)
        officer.answer(step(ASSAULT, name).text, "q")
        assert officer.exit_status == 130
    assert [body for kind, body in entries(only_case()) if kind == "noted"] == [{"text": "back door"}]


# --- undo ---------------------------------------------------------------------------------------------------


def test_undo_takes_the_last_answer_back_and_asks_again() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:2])
        officer.answer(VERBAL[2].text, "z")
        officer.wait_for("answer taken back")
        officer.wait_for_question(VERBAL[1].text)
        assert not officer.says("now: ")
        officer.press("q")
        assert officer.exit_status == 130
    assert answers(only_case()) == values(VERBAL[:1])


def test_undo_gives_the_former_answer_back_and_stops_at_the_beginning_of_this_walk() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:2])
        officer.answer(VERBAL[2].text, "q")
        assert officer.exit_status == 130
    with Officer("incident", only_case()) as officer:
        officer.answer(VERBAL[2].text, "b")
        officer.answer(VERBAL[1].text, "n")
        officer.answer(VERBAL[2].text, "z")
        officer.wait_for("yes (restored)")
        officer.wait_for("now: yes (Enter keeps it)")
        officer.press("z")
        officer.wait_for("Nothing left to undo in this walk")
        officer.answer(VERBAL[1].text, "q")
        assert officer.exit_status == 130
    assert answers(only_case()) == values(VERBAL[:2])


# --- keys that answer nothing -------------------------------------------------------------------------------


def test_wrong_keys_answer_nothing_and_are_told_so() -> None:
    with Officer("incident") as officer:
        officer.answer(VERBAL[0].text, "7", "n", "z", ENTER, SPACE, UP, "\x1b[15~", "é", "0")
        officer.wait_for("That key does nothing here.")
        officer.wait_for_question(VERBAL[0].text)
        officer.press("1")
        officer.answer(VERBAL[1].text, "9", "x", ENTER)
        officer.wait_for("Enter does nothing yet")
        officer.answer(VERBAL[1].text, "y")
        officer.answer(VERBAL[2].text, "q")
        assert officer.exit_status == 130
    assert answers(only_case()) == values(VERBAL[:2])


def test_capitals_answer_too() -> None:
    with Officer("incident") as officer:
        officer.answer(VERBAL[0].text, "1")
        officer.answer(VERBAL[1].text, "U")
        officer.answer(VERBAL[2].text, "B")
        officer.answer(VERBAL[1].text, "Y")
        officer.answer(VERBAL[2].text, "1")
        officer.answer(VERBAL[3].text, "S")
        officer.answer(VERBAL[4].text, "Q")
        assert officer.exit_status == 130


def test_enter_on_none_of_a_list_asks_again(tmp_path: Path) -> None:
    crimes = step(ASSAULT, "crimes")
    with Officer("incident", *given(tmp_path, before(ASSAULT, "crimes"))) as officer:
        officer.answer(crimes.text, ENTER)
        officer.wait_for("Choose at least one")
        officer.answer(crimes.text, "2", "2", ENTER)
        officer.wait_for_question(crimes.text)
        officer.press("3", "1", ENTER)
        officer.answer(following(ASSAULT, "crimes").text, "q")
        assert officer.exit_status == 130
    assert answers(only_case())["crimes"] == ("assault", "menacing")


def test_none_stands_alone_in_a_list(tmp_path: Path) -> None:
    """With nothing ticked, its digit answers at once. Otherwise it and the other ticks clear each other."""
    crimes = step(ASSAULT, "crimes")
    with Officer("incident", *given(tmp_path, before(ASSAULT, "crimes"))) as officer:
        officer.answer(crimes.text, SPACE)
        officer.wait_for("● 1")
        officer.press(UP, SPACE)
        officer.wait_for("○ 1")
        officer.wait_for("● 6")
        officer.press("2")
        officer.wait_for("○ 6")
        officer.wait_for("● 2")
        officer.press("6")
        officer.wait_for("● 6")
        assert officer.says("○ 2")
        officer.press(ENTER)
        officer.answer(
            following(
                lay_out("incident", {**ASSAULT_ANSWERS, "crimes": ("none",), "dv-crime-judged": "no"}),
                "crimes",
            ).text,
            "q",
        )
        assert officer.exit_status == 130
    assert answers(only_case())["crimes"] == ("none",)


def test_a_number_takes_only_digits_and_says_so(tmp_path: Path) -> None:
    pain = step(ASSAULT, "pain-scale")
    with Officer("incident", *given(tmp_path, before(ASSAULT, "pain-scale"))) as officer:
        officer.answer(pain.text, "x")
        officer.wait_for("Only digits and the keys below work here.")
        assert not officer.says("Once the line is empty")
        officer.press("1", *"yub")
        officer.wait_for("Only digits here.")
        assert officer.says("> 1 ")
        officer.press(BACKSPACE)
        officer.wait_until(lambda: not officer.says("Only digits here."), "the line to go")
        officer.press("8", ENTER)
        officer.answer(following(ASSAULT, "pain-scale").text, "q")
        assert officer.exit_status == 130
    assert answers(only_case())["pain-scale"] == "8"
    assert "\a" in officer.raw.decode(errors="replace")


def test_digits_of_one_hand_answer_yes_no_and_unknown() -> None:
    with Officer("incident") as officer:
        officer.answer(VERBAL[0].text, "1")
        officer.answer(VERBAL[1].text, "3")
        officer.answer(VERBAL[2].text, "b")
        officer.wait_for("now: unknown")
        officer.press("2")
        officer.answer(VERBAL[2].text, "q")
        assert officer.exit_status == 130
    assert answers(only_case())[VERBAL[1].id] == "no"


def test_arrows_and_enter_answer_every_question_of_one_answer() -> None:
    with Officer("incident") as officer:
        officer.answer(VERBAL[0].text, DOWN)
        officer.wait_for("» 1")
        officer.press(DOWN, UP, ENTER)
        officer.answer(VERBAL[1].text, DOWN)
        officer.wait_for("» y yes")
        officer.press(DOWN, ENTER)
        officer.answer(VERBAL[2].text, "q")
        assert officer.exit_status == 130
    recorded = answers(only_case())
    assert recorded[VERBAL[0].id] == VERBAL[0].value
    assert recorded[VERBAL[1].id] == "no"


def test_pain_is_at_most_10(tmp_path: Path) -> None:
    pain = step(ASSAULT, "pain-scale")
    with Officer("incident", *given(tmp_path, before(ASSAULT, "pain-scale"))) as officer:
        officer.answer(pain.text, *"11", ENTER)
        threats = following(ASSAULT, "pain-scale").text
        officer.wait_until(lambda: officer.says("expected") or officer.asks(threats), "a word on 11")
        assert not officer.asks(threats)


@pytest.mark.parametrize(
    ("name", "keys"), [("two-members", "u"), ("relationship", "u"), ("pain-scale", "u\r"), ("crimes", "u")]
)
def test_unknown_answers_every_kind_of_question(name: str, keys: str, tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, before(ASSAULT, name))) as officer:
        officer.answer(step(ASSAULT, name).text, *keys)
        officer.wait_for(": unknown")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case())[name] == "unknown"


# --- fast typing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "walk"),
    [("verify-order", IN_LEDS), ("verify-order", BY_COPY), ("incident", VERBAL), ("incident", ASSAULT)],
    ids=["leds", "copy", "verbal", "assault"],
)
def test_keys_typed_ahead_are_not_lost(command: str, walk: Walk) -> None:
    """All keys of the walk are pressed while the first question is shown."""
    with Officer(command) as officer:
        officer.wait_for_question(walk[0].text)
        officer.press(*"".join(s.keys for s in walk), ahead=True)
        if command == "incident":
            officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    assert answers(only_case()) == values(walk)


def test_keys_typed_in_quick_succession_are_not_lost() -> None:
    """Each key is pressed without waiting for its question, so some fall between two questions."""
    with Officer("incident") as officer:
        officer.wait_for_question(ASSAULT[0].text)
        for key in "".join(s.keys for s in ASSAULT):
            officer.press(key, ahead=True)
            officer.read_for(0.004)
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert "^M" not in "\n".join(officer.everything)
    assert answers(only_case()) == values(ASSAULT)


def test_what_is_typed_between_two_questions_is_not_echoed() -> None:
    """Otherwise the terminal would echo it raw, in the middle of the output."""
    with Officer("incident") as officer:
        for step_, upcoming in pairwise(ASSAULT):
            officer.answer(step_.text, *step_.keys)
            echoed: list[bool] = []
            while not officer.asks(upcoming.text):
                echoed.append(officer.echoes)
                officer.read_for(0.001)
            assert not any(echoed), f"after {step_.text}"


def test_keys_typed_before_the_first_question_stands_are_not_lost() -> None:
    """Keys are pressed while the program starts. A key pressed twice by then counts as held."""
    with Officer("incident", fresh=True) as officer:
        officer.press("1", "y")
        officer.wait_for_question(ASSAULT[2].text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert answers(only_case()) == values(ASSAULT[:2])


# --- the list before the summary ----------------------------------------------------------------------------


def test_space_and_digits_tick_off_what_is_done(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, ASSAULT)) as officer:
        officer.answer(TICK, SPACE, "4", "4", "3", UP, SPACE, ENTER)
        assert officer.exit_status == 0
    done = {name for name, status in statuses(only_case()).items() if status == "done"}
    assert {"custodial-arrest", "arrest-for-violation", "document-injuries"} <= done
    assert "photo-overview" not in done


def test_a_row_beyond_the_ninth_can_be_reached_with_the_arrows(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, ASSAULT)) as officer:
        officer.answer(TICK, *([DOWN] * 9), SPACE, ENTER)
        assert officer.exit_status == 0
    assert statuses(only_case())["go-report"] == "done"


def test_what_was_not_feasible_raises_the_note_for_the_report(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.answer(TICK, "x")
        officer.wait_for("Why was it not feasible? Make every effort to get current contact details")
        officer.press(*"They left", ENTER)
        officer.wait_for("Report: contact details not obtained")
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
        assert officer.says("1 not feasible")
    standing = statuses(only_case())
    assert standing["contact-details"] == "not-feasible"
    assert standing["note-contact-gap"] == "open"
    assert "They left" in dvcheck("show", only_case()).stdout


def test_x_where_the_directive_allows_none_does_nothing(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, ASSAULT)) as officer:
        officer.answer(TICK, "x")
        officer.wait_until(
            lambda: b"\a" in officer.raw or officer.says("not allow"), "a sign that x is refused"
        )
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    assert "not-feasible" not in statuses(only_case()).values()


def test_x_where_the_directive_allows_none_says_so_in_words(tmp_path: Path) -> None:
    """Plain mode does too. A bell alone is silent on most terminals."""
    with Officer("incident", *given(tmp_path, ASSAULT)) as officer:
        officer.answer(TICK, "x")
        officer.wait_until(lambda: officer.says("not allow"), "words that x is refused")


def test_what_was_ticked_stays_ticked_when_another_was_not_feasible(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, ASSAULT)) as officer:
        officer.answer(TICK, SPACE, DOWN, DOWN, "x")
        officer.wait_for("Why was it not feasible? Document each injury")
        officer.press(*"no light", ENTER)
        officer.wait_until(lambda: officer.asks(TICK), "the list again")
        officer.press(ENTER)
        assert officer.exit_status == 0
    standing = statuses(only_case())
    assert standing["custodial-arrest"] == "done"
    assert standing["document-injuries"] == "not-feasible"


def test_back_from_the_reason_returns_to_the_list_with_its_ticks(tmp_path: Path) -> None:
    """Nothing is recorded until the list is confirmed or left. Leaving saves the ticks."""
    with Officer("incident", *given(tmp_path, ASSAULT)) as officer:
        officer.answer(TICK, SPACE, DOWN, DOWN, "x")
        officer.wait_for("Why was it not feasible?")
        officer.press("b", ENTER)
        officer.wait_for_question(TICK)
        assert statuses(only_case())["custodial-arrest"] == "open"
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert statuses(only_case())["custodial-arrest"] == "done"


def test_an_empty_reason_is_asked_for_again(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.answer(TICK, "x")
        officer.wait_for("Why was it not feasible?")
        officer.press(SPACE, ENTER)
        officer.wait_for("A reason is needed")


CHILDREN_AGAIN = next(q.text for q in shipped().questions() if q.id == "children-again")


def test_back_from_the_list_changes_an_answer_and_comes_back(tmp_path: Path) -> None:
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.answer(TICK, "b")
        officer.answer(VERBAL[-1].text, "y")
        officer.wait_for("+ Identify and list the children")
        officer.wait_for_question(CHILDREN_AGAIN)
        officer.press("n")
        officer.answer(TICK, ENTER)
        assert officer.exit_status == 0
    assert statuses(only_case())["list-children"] == "open"


def test_ticks_survive_going_back_from_the_list(tmp_path: Path) -> None:
    """Ticks are kept when the officer goes back to a question."""
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.answer(TICK, SPACE, "b")
        officer.answer(VERBAL[-1].text, ENTER)
        officer.wait_for_question(TICK)
        officer.press(ENTER)
        assert officer.exit_status == 0
    assert statuses(only_case())["contact-details"] == "done"


def test_b_in_the_list_of_done_records_its_ticks_and_says_so(tmp_path: Path) -> None:
    assert dvcheck("incident", *given(tmp_path, VERBAL)).returncode == 0
    with Officer("done", only_case()) as officer:
        officer.answer(TICK, SPACE, "b")
        assert officer.exit_status == 0
        assert officer.says("done: Make every effort to get current contact details")
    assert statuses(only_case())["contact-details"] == "done"


def test_the_row_pointed_at_is_shown_whole_and_a_digit_points_at_its_row(tmp_path: Path) -> None:
    whole = "Photograph or document the damage and other visible evidence"
    with Officer("incident", *given(tmp_path, ASSAULT)) as officer:
        officer.wait_for_question(TICK)
        assert not officer.says(whole)
        officer.press("6")
        officer.wait_for(whole)
        officer.press("5", "x")
        officer.wait_for("Why was it not feasible? Photograph each injury")
        officer.press(*"222", ENTER)
        officer.wait_for("A reason is needed")
        officer.press(CTRL_C)
        assert officer.exit_status == 130


def test_what_is_left_for_later_is_counted_on_the_screen() -> None:
    with Officer("incident") as officer:
        press_through(officer, VERBAL[:1])
        officer.answer(VERBAL[1].text, "s")
        officer.wait_for("1 left for later")
        officer.press(CTRL_C)
        assert officer.exit_status == 130


@pytest.mark.parametrize(("leaving", "status"), [(ENTER, 0), (CTRL_C, 130)], ids=["finished", "left"])
def test_the_list_asks_what_no_walk_asks_and_says_what_follows(
    leaving: str, status: int, tmp_path: Path
) -> None:
    """Here it is incapacity, which lifts the deadline of the report. No tick answers it."""
    asked = "Are you incapacitated"
    with Officer("incident", *given(tmp_path, VERBAL)) as officer:
        officer.answer(TICK, SPACE, UP)
        officer.wait_for("Space ask")
        officer.press(SPACE)
        officer.answer(asked, "b")
        officer.wait_for_question(TICK)
        assert "officer-incapacitated" not in answers(only_case())
        officer.press("x")
        officer.wait_for("This is a question. Space asks it.")
        officer.press(SPACE)
        officer.wait_for("y/1 yes")
        officer.press("y")
        officer.wait_until(lambda: any("deadline lifted" in s for s in officer.everything), "what followed")
        officer.wait_for_question(TICK)
        assert sum("●" in line for line in officer.screen) == 1, "the tick of a duty is kept"
        assert not officer.says(asked)
        officer.press(leaving)
        assert officer.exit_status == status
    assert answers(only_case())["officer-incapacitated"] == "yes"
    assert statuses(only_case())["go-report"] == "open"
    assert "deadline lifted, duty stays" in dvcheck("explain", only_case(), "go-report").stdout
