"""A case after its walk: marked, amended and noted, by commands and with keys in a terminal."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.journal import entries, shown, statuses
from tests.pty import CTRL_C, DOWN, ENTER, SPACE, Officer, dvcheck
from tests.terminal.walks import ASSAULT, SERVED_ANSWERS, TICK, answers_file, lay_out, shipped

PHOTO = "photo-close"

CHILDREN_THERE = "Did any child see or hear it, or was any child in the home? A sleeping child counts"


@pytest.fixture
def case(tmp_path: Path) -> str:
    """An assault, walked from a file."""
    done = dvcheck("incident", "--answers", answers_file(tmp_path, ASSAULT), "--format", "json")
    assert done.returncode == 0, done.stderr
    name: str = json.loads(done.stdout)["case"]["id"]
    return name


def refused(*arguments: str) -> str:
    """What a command says that is refused as wrong usage, having recorded nothing."""
    done = dvcheck(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    return done.stderr


def marks(case: str) -> list[dict[str, Any]]:
    return [body for kind, body in entries(case) if kind == "marked"]


def test_what_is_done_is_marked_by_id_or_part_of_it(case: str) -> None:
    done = dvcheck("done", case, PHOTO, "photo-over")
    assert done.returncode == 0, done.stderr
    assert "done: Photograph each injury" in done.stdout
    assert f"required open in {case}." in done.stdout
    assert [statuses(case)[name] for name in (PHOTO, "photo-overview")] == ["done", "done"]


def test_marking_twice_records_once(case: str) -> None:
    dvcheck("done", case, PHOTO)
    assert dvcheck("done", case, PHOTO).returncode == 0
    assert len(marks(case)) == 1


def test_a_mark_can_be_taken_back(case: str) -> None:
    dvcheck("done", case, PHOTO)
    done = dvcheck("done", case, PHOTO, "--reopen")
    assert "open: Photograph each injury" in done.stdout
    assert statuses(case)[PHOTO] == "open"
    assert [mark["status"] for mark in marks(case)] == ["done", "open"]


def test_not_feasible_takes_a_reason_and_raises_what_stands_in(case: str) -> None:
    done = dvcheck("done", case, "contact-details", "--not-feasible", "--reason", "He left\x1b[31m before")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "not feasible: Make every effort" in done.stdout
    assert "now owed: will (3.4) Note in the report" in " ".join(done.stdout.split())
    assert statuses(case)["contact-details"] == "not-feasible"
    assert statuses(case)["note-contact-gap"] == "open"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["go-report", "--not-feasible", "--reason", "late"],
            'does not allow for "not feasible" at go-report',
        ),
        (["keep-cover"], "keep-cover is in force: there is nothing to tick off"),
        (["locate-suspect"], "locate-suspect does not arise in this case"),
        ([PHOTO, "--reopen"], f"{PHOTO} has no mark to take back"),
        (["two-member-response", "--reopen"], "dvcheck amend"),
        ([PHOTO, "--not-feasible"], "--not-feasible takes a reason"),
        ([PHOTO, "--reason", "late"], "--not-feasible takes a reason"),
        ([PHOTO, "--reopen", "--reason", "late"], "--reopen takes a mark back"),
        (["--reopen"], "which duty?"),
        (["photo-clse"], 'did you mean "photo-close"?'),
        (["photo"], '"photo" fits'),
    ],
)
def test_what_cannot_be_marked_is_refused_and_says_why(case: str, arguments: list[str], said: str) -> None:
    assert said in refused("done", case, *arguments)
    assert marks(case) == []


def test_one_that_cannot_be_marked_leaves_the_others_unmarked(case: str) -> None:
    refused("done", case, PHOTO, "keep-cover")
    assert marks(case) == []


def test_the_result_as_json_holds_the_obligations_that_were_named(case: str) -> None:
    document = json.loads(dvcheck("done", case, PHOTO, "--format", "json").stdout)
    assert document["case"]["id"] == case
    assert [(o["id"], o["status"]) for o in document["obligations"]] == [(PHOTO, "done")]


def test_without_a_name_a_list_is_ticked_with_keys(case: str) -> None:
    with Officer("done", case) as officer:
        officer.answer(TICK, SPACE, DOWN, SPACE, ENTER)
        assert officer.exit_status == 0
        assert "required open in" in " ".join(officer.screen)
    assert len(marks(case)) == 2


def test_what_is_ticked_is_recorded_where_the_list_is_left(case: str) -> None:
    with Officer("done", case) as officer:
        officer.answer(TICK, SPACE, CTRL_C)
        assert officer.exit_status == 130
        assert officer.left_as_found
    assert len(marks(case)) == 1


def test_without_a_name_and_without_a_terminal_it_says_what_to_do(case: str) -> None:
    assert "no terminal to ask on" in refused("done", case)


def test_an_amended_answer_shows_what_it_changes_before_it_is_recorded(case: str) -> None:
    with Officer("amend", case, "children-present") as officer:
        officer.answer(CHILDREN_THERE, "n")
        officer.answer("Record this answer?")
        assert officer.says("- no longer: Notify DHS of the children")
        assert "notify-dhs" in statuses(case)
        officer.press("y")
        assert officer.exit_status == 0
        assert officer.says("Recorded.")
    assert "notify-dhs" not in statuses(case)
    assert shown(case)["answers"]["children-present"]["value"] == "no"


@pytest.mark.parametrize("keys", [("n", "n"), ("y",), (ENTER,), ("b",), ("n", "q"), ("n", CTRL_C)])
def test_an_amendment_that_is_not_confirmed_changes_nothing(case: str, keys: tuple[str, ...]) -> None:
    before = len(entries(case))
    with Officer("amend", case, "children-present") as officer:
        officer.answer(CHILDREN_THERE, keys[0])
        for key in keys[1:]:
            officer.answer("Record this answer?", key)
        assert officer.exit_status == (130 if keys[-1] in ("q", CTRL_C) else 0)
    assert len(entries(case)) == before


def test_the_answer_to_amend_can_be_chosen_from_a_list(case: str) -> None:
    with Officer("amend", case) as officer:
        officer.answer("Which answer?", "2")
        officer.answer("Are at least two Bureau members on this call?", "n")
        officer.answer("Record this answer?", "y")
        assert officer.exit_status == 0
    assert statuses(case)["two-member-response"] == "open"


def test_a_question_that_is_not_answered_cannot_be_amended(case: str) -> None:
    with Officer("amend", case, "children-presnt") as officer:
        assert officer.exit_status == 2
        assert officer.says('did you mean "children-present"?')


def test_a_note_is_kept_with_its_time_and_made_inert(case: str) -> None:
    done = dvcheck("note", case, "  Neighbor in 4B\x1b]0;x\x07 saw it ")
    assert done.stdout == f"Noted in {case}.\n"
    (remark,) = shown(case)["case"]["remarks"]
    assert remark["text"] == "Neighbor in 4B\\x1b]0;x\\x07 saw it"
    assert "Neighbor in 4B" in dvcheck("show", case).stdout


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_note_of_nothing_or_of_a_book_is_refused(case: str, text: str) -> None:
    assert "a note has 1 to 2,000 characters" in refused("note", case, text)


@pytest.mark.parametrize("command", [["done", "c-XXXX"], ["amend", "c-XXXX"], ["note", "c-XXXX", "text"]])
def test_with_nothing_recorded_they_say_so(command: list[str]) -> None:
    assert "nothing is recorded in" in refused(*command)


def test_the_words_of_the_tests_are_those_of_the_pack() -> None:
    assert PHOTO in {getattr(item, "id", "") for item in shipped().items()}


def test_an_id_is_taken_before_the_longer_ones_that_begin_so(case: str, tmp_path: Path) -> None:
    served = answers_file(tmp_path, lay_out("serve-order", SERVED_ANSWERS))
    assert dvcheck("serve-order", case, "--answers", served, "--format", "json").returncode == 0
    assert {"go-report", "go-report-service"} <= set(statuses(case))
    assert dvcheck("done", case, "go-report").returncode == 0
    assert statuses(case)["go-report"] == "done"
    assert statuses(case)["go-report-service"] == "open"


def test_a_section_is_explained_with_all_that_arises_from_it(case: str) -> None:
    explained = dvcheck("explain", case, "2.1.4.1")
    assert explained.returncode == 0, explained.stderr
    assert "photo-overview: open" in explained.stdout
    assert "photo-close: open" in explained.stdout
    document = json.loads(dvcheck("explain", case, "2.1.4.1", "--format", "json").stdout)
    assert [e["id"] for e in document["explanations"]] == ["photo-overview", "photo-close"]


def test_no_key_but_no_and_back_drops_an_amended_answer(case: str) -> None:
    with Officer("amend", case, "children-present") as officer:
        officer.wait_for("now: yes")
        officer.press("n")
        for key in ("s", "u", "?", "3"):
            officer.answer("Record this answer?", key)
            officer.wait_for("That key does nothing here.")
            officer.press(DOWN)  # what was said goes, so that the next key has to say it again
            officer.wait_until(lambda: not officer.says("That key does nothing"), "no message")
        officer.answer("Record this answer?", "y")
        assert officer.exit_status == 0
        assert officer.says("Recorded.")


@pytest.mark.parametrize("keys", [("q",), ("n", CTRL_C)], ids=["at the question", "at the confirmation"])
def test_leaving_before_an_answer_is_changed_says_that_it_was_not(case: str, keys: tuple[str, ...]) -> None:
    with Officer("amend", case, "children-present") as officer:
        officer.wait_for("now: yes")
        officer.press(keys[0])
        if keys[1:]:
            officer.answer("Record this answer?", *keys[1:])
        assert officer.exit_status == 130
        assert officer.says("Left. The answer was not changed.")


def test_leaving_a_note_says_that_none_was_recorded(case: str) -> None:
    with Officer("note", case) as officer:
        officer.answer("then Enter", CTRL_C)
        assert officer.exit_status == 130
        assert officer.says("Left. No note was recorded.")


def test_line_by_line_the_confirmation_offers_what_works_there(case: str) -> None:
    done = dvcheck("amend", case, "children-present", "--plain", typed="n\nu\ns\ny\n")
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert "y yes, n no; b back, q save and leave: \nNot understood: y or n is expected." in said
    assert said.count("records it; n or b keeps the old answer.") == 1
    assert said.count("s later, ? help") == 1  # at the question itself


def test_the_courts_word_can_be_recorded_whatever_was_answered_before(case: str) -> None:
    """LEDS shows the order, and the court calls it dismissed: no walk asked for that."""
    assert statuses(case)["arrest-for-violation"] == "open"
    with Officer("amend", case, "existence-verified") as officer:
        officer.answer("What does the issuing court, eCourt", "4")
        officer.wait_for("no longer: Arrest the respondent for the violation")
        officer.answer("Record this answer?", "y")
        assert officer.exit_status == 0
    assert "arrest-for-violation" not in statuses(case)


def test_what_something_undetermined_waits_for_can_be_amended(tmp_path: Path) -> None:
    given = tmp_path / "given.yaml"
    given.write_text("leds-ncic: neither\ncopy-shown: yes\njudicial-official: unknown\n", encoding="utf-8")
    dvcheck("verify-order", "--answers", str(given), "--format", "json")
    (case,) = [c["id"] for c in json.loads(dvcheck("cases", "--format", "json").stdout)["cases"]]
    waits = {
        name
        for o in json.loads(dvcheck("show", case, "--format", "json").stdout)["obligations"]
        for name in o["waits_for"]
    }
    # The court's word, and two questions that were never reached.
    for name in ("existence-verified", "conditions-of-relief", "terms-confirmed"):
        assert name in waits
        asked = dvcheck("amend", case, name, "--plain", typed="q\n")
        assert asked.returncode == 130, asked.stderr
