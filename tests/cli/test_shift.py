"""The shift: its start over midnight and over changes of the clocks, its end, and what is handed over."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dvcheck.record.events import RawEvent
from dvcheck.record.sqlite.journal import Journal
from tests.journal import cases, entries, statuses
from tests.pty import CTRL_C, ENTER, Night
from tests.terminal.walks import ASSAULT, STANDBY_ANSWERS, VERBAL, answers_file, lay_out, shipped

VERBAL_OPEN = ["contact-details", "go-report"]
"""What a verbal dispute leaves open that is required."""


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def call(night: Night, folder: Path, *options: str) -> str:
    """A verbal dispute walked from a file; its id."""
    done = night.run("incident", "--answers", answers_file(folder, VERBAL), "--format", "json", *options)
    assert done.returncode == 0, done.stderr
    name: str = json.loads(done.stdout)["case"]["id"]
    return name


def due(night: Night, case: str) -> dict[str, object]:
    """The deadline of the General Offense report."""
    document = json.loads(night.says("show", case, "--format", "json"))
    (duty,) = (d for d in document["obligations"] if d["id"] == "go-report")
    return {"at": duty["due"]["at"], "overdue": duty["overdue"]}


def test_a_case_opened_in_a_shift_is_due_at_its_end_over_midnight(night: Night, tmp_path: Path) -> None:
    assert "Shift until 07:00, officer 41234: it ends in 9 h 1 m" in night.says(
        "shift", "start", "--ends", "07:00", "--officer", "41234"
    )
    night.at("23:30")
    case = call(night, tmp_path)
    assert due(night, case) == {"at": "2026-11-21T15:00:00Z", "overdue": False}
    assert [body.get("officer") for kind, body in entries(case) if kind == "case-opened"] == ["41234"]
    night.at("05:40", "2026-11-21")
    assert "* by 07:00 Complete the GO report 3.1" in night.says("outstanding")
    assert "by 07:00 (end of shift), in 1 h 19 m" in night.says("outstanding", "--why")
    night.at("06:20", "2026-11-21")
    assert "* in 39 m Complete the GO report 3.1" in night.says("outstanding")
    night.at("07:10")
    assert night.says("outstanding").startswith("OVERDUE 1 * OVERDUE 10 m Complete the GO report 3.1")
    assert "by 07:00 (end of shift), OVERDUE by 10 m" in night.says("outstanding", "--why")
    assert "it ended 10 m ago" in night.says("shift", "status")
    assert due(night, case)["overdue"] is True


@pytest.mark.parametrize(
    ("day", "ends"),
    [("2026-10-31", "2026-11-01T15:00:00Z"), ("2026-03-07", "2026-03-08T14:00:00Z")],
    ids=["back in November", "forward in March"],
)
def test_the_end_is_what_clocks_show_where_they_change_in_between(
    tmp_path: Path, day: str, ends: str
) -> None:
    night = Night(tmp_path, day)
    night.says("shift", "start", "--ends", "07:00")
    assert due(night, call(night, tmp_path))["at"] == ends


@pytest.mark.parametrize(
    ("day", "ends"),
    [("2026-10-31", "2026-11-01T14:58"), ("2026-03-07", "2026-03-08T15:58")],
    ids=["back in November", "forward in March"],
)
def test_a_length_is_of_hours_that_pass(tmp_path: Path, day: str, ends: str) -> None:
    night = Night(tmp_path, day)
    home = Path(os.environ["DVCHECK_HOME"])
    home.mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text('shift_length = "10:00"\nofficer = "41234"\n')
    night.says("shift", "start")
    status = json.loads(night.says("shift", "status", "--format", "json"))
    assert status["shift"]["ends"][:16] == ends
    assert status["shift"]["officer"] == "41234"


def test_without_a_shift_no_time_is_guessed_and_the_summary_says_how_to_set_one(
    night: Night, tmp_path: Path
) -> None:
    case = call(night, tmp_path)
    assert due(night, case) == {"at": None, "overdue": False}
    assert "* end of shift Complete the GO report" in night.says("show", case)
    assert "To see the time: dvcheck shift start --ends HH:MM" in night.says("show", case, "--why")
    assert night.run("shift", "end").returncode == 2
    assert "when does the shift end?" in night.run("shift", "start").stderr


def test_a_shift_that_began_before_takes_in_the_cases_opened_since(night: Night, tmp_path: Path) -> None:
    night.at("20:00")
    earlier = call(night, tmp_path)
    night.at("22:10")
    of_it = call(night, tmp_path)
    night.at("22:30")
    said = night.says("shift", "start", "--began", "21:45", "--ends", "07:00")
    assert f"{of_it} belongs to this shift." in said
    assert f"{earlier} has no end of shift. To set it: dvcheck incident {earlier} --shift-ends HH:MM" in said
    assert due(night, of_it)["at"] == "2026-11-21T15:00:00Z"
    assert due(night, earlier)["at"] is None


def test_of_a_case_opened_shortly_before_the_officer_is_asked(night: Night, tmp_path: Path) -> None:
    night.at("21:30")
    one, other = call(night, tmp_path), call(night, tmp_path, "--number", "26-2")
    night.at("22:00")
    with night.officer("shift", "start", "--ends", "07:00") as officer:
        officer.answer(f"{other} 26-2 was opened 21:30", "1")
        officer.answer(f"{one} was opened 21:30", "2")
        assert officer.exit_status == 0
    assert due(night, other)["at"] == "2026-11-21T15:00:00Z"
    assert due(night, one)["at"] is None


def test_overtime_moves_the_deadlines_of_the_shift(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    night.at("06:50", "2026-11-21")
    assert f"{case} belongs to this shift." in night.says("shift", "extend", "--ends", "09:00")
    assert due(night, case)["at"] == "2026-11-21T17:00:00Z"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["start", "--ends", "25:00"], '"25:00" is not a time of day'),
        (["start", "--ends", "21:00", "--began", "20:00"], "that shift ended 21:00, before now"),
        (["start", "--ends", "07:00", "--officer", " "], "--officer takes 1 to 40 characters"),
        (["extend", "--ends", "09:00"], "nothing is recorded"),
        (["end"], "nothing is recorded"),
    ],
)
def test_what_is_no_shift_is_refused(night: Night, arguments: list[str], said: str) -> None:
    done = night.run("shift", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_one_shift_at_a_time_and_one_never_gone_through_is_named(night: Night) -> None:
    night.says("shift", "start", "--ends", "07:00")
    refused = night.run("shift", "start", "--ends", "08:00")
    assert refused.returncode == 2
    assert "a shift already runs, until 07:00" in refused.stderr
    night.at("21:55", "2026-11-21")
    assert "The shift that ended 07:00 was never settled" in night.says("shift", "start", "--ends", "07:00")


def test_a_case_opened_after_the_end_of_a_shift_is_not_of_it(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    night.at("07:30", "2026-11-21")
    assert due(night, call(night, tmp_path))["at"] is None


def test_the_end_is_refused_while_something_is_open_without_a_reason(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    done = night.run("shift", "end", "--format", "json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["ended"] is False
    assert [row["obligation"] for row in document["without_reason"]] == VERBAL_OPEN
    assert {row["case"] for row in document["without_reason"]} == {case}
    night.run("done", case, *VERBAL_OPEN)
    assert "The shift is ended." in night.says("shift", "end")
    assert "No shift is set." in night.says("shift", "status")


def test_it_is_gone_through_with_keys_and_handed_over(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00", "--officer", "41234")
    case = call(night, tmp_path)
    night.at("06:40", "2026-11-21")
    texts = {item.id: item.text for item in shipped().items() if hasattr(item, "text")}
    with night.officer("shift", "end") as officer:
        # Contact details come first, because they are due before clearing, and are ticked.
        officer.answer("What of this is done?", "1", ENTER)
        officer.answer(texts["go-report"], "1")
        officer.wait_for("Why does it stay open?")
        officer.press(*"Hurt\x1b[31m at the scene", ENTER)
        assert officer.exit_status == 0
        assert "\x1b[31m at" not in officer.raw.decode()
        shown = " ".join("".join(officer.everything).split())
        assert "HAND-OVER Nov 21, 2026, 06:40: shift 21:58 to 07:00, officer 41234" in shown
        assert "The shift is ended." in shown
    assert statuses(case)["contact-details"] == "done"
    assert statuses(case)["go-report"] == "open"
    assert "carried over: Hurt" in night.says("outstanding")
    assert night.run("outstanding", "--check").returncode == 1


def test_where_the_directive_lifts_the_deadline_the_reason_is_its_own(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    night.run("done", case, "contact-details")
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", ENTER)
        officer.answer("Incapacitated: it stays open (3.1 lifts the deadline)", "5")
        officer.answer("Yes, record this answer", "1")
        officer.answer("Incapacitated: it stays open (3.1 lifts the deadline)", "5")
        officer.answer("Yes, record this answer", "2")
        assert officer.exit_status == 0
    assert "deadline lifted, duty stays" in night.says("outstanding", "--why")
    assert {"question": "officer-incapacitated", "value": "yes"} in [b for _, b in entries(case)]


def test_a_reason_is_asked_for_again_in_the_next_shift(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    night.run("done", case, "contact-details")
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", ENTER)
        officer.answer("say why (carried over)", "1")
        officer.wait_for("Why does it stay open?")
        officer.press(*"No computer", ENTER)
        assert officer.exit_status == 0
    night.at("21:58", "2026-11-21")
    night.says("shift", "start", "--ends", "07:00")
    assert night.run("shift", "end").returncode == 1


def test_left_in_the_middle_it_keeps_what_was_said_and_the_shift(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", "1")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert officer.left_as_found
    assert statuses(case)["contact-details"] == "done"
    assert "Shift" in night.says("shift", "status")
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", ENTER)
        officer.answer("Leave it open without a reason", "3")
        assert officer.exit_status == 1
        officer.wait_for("The shift is NOT ended: 1 required open without a reason.")


def test_a_question_mark_explains_the_duty(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    call(night, tmp_path)
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", "?")
        officer.wait_for("? more")
        officer.press("?")
        officer.wait_for("Owed because -")
        officer.press("1", ENTER)
        officer.answer("say why (carried over)", "?")
        officer.wait_for("shall: Complete the General Offense (GO) report")
        officer.wait_for("? more")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    said = night.run("shift", "end", "--plain", typed="? 1\n\n?\nq\n").stdout
    assert said.count("Owed because") == 2
    assert "Type ? and a number to have that duty explained." in said


def test_left_at_a_reason_it_keeps_what_was_ticked(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", "2", "\x1b[A", "x")
        officer.wait_for("Why was it not feasible?")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert statuses(case)["go-report"] == "done"


def test_not_feasible_is_offered_where_the_directive_allows_it(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    with night.officer("shift", "end") as officer:
        officer.wait_for_question("What of this is done?")
        officer.press("\x1b[B", "x")
        officer.wait_for('The directive does not allow for "not feasible" there.')
        officer.press("\x1b[A", "x")
        officer.wait_for("Why was it not feasible?")
        officer.press(*"Nobody would say", ENTER)
        officer.wait_for_question("What of this is done?")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert statuses(case)["contact-details"] == "not-feasible"


def test_line_by_line_it_is_the_same(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    done = night.run("shift", "end", "--plain", typed="1\n1\nNo computer\n")
    assert done.returncode == 0, done.stderr
    assert "The shift is ended." in done.stdout
    assert statuses(case)["contact-details"] == "done"


def test_status_counts_what_is_open_by_case(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path, "--number", "26-118")
    assert f"{case} 26-118: 2 required open" in night.says("shift", "status")
    document = json.loads(night.says("shift", "status", "--format", "json"))
    assert [(row["id"], row["open"]) for row in document["cases"]] == [(case, 2)]
    assert document["shift"]["over"] is False


def test_the_shift_is_no_case(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    assert "No open cases." in night.says("cases")
    assert night.run("show", "shift").returncode == 2
    assert "intact: 1 entry" in night.says("journal", "verify")
    assert cases() == []


def test_an_assault_leaves_the_most_urgent_first(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    night.run("incident", "--answers", answers_file(tmp_path, ASSAULT))
    listed = json.loads(night.says("outstanding", "--format", "json"))["outstanding"]
    assert listed[0]["id"] == "custodial-arrest"
    phases = [row["phase"] for row in listed]
    order = ["scene", "before-clearing", "end-of-shift", "follow-up"]
    assert phases == sorted(phases, key=order.index)


def test_a_reason_given_before_is_one_key_away_and_the_digits_stay(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    call(night, tmp_path)
    other = call(night, tmp_path)
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", ENTER)
        officer.answer("say why (carried over)", "2")
        officer.wait_for("That key does nothing here.")
        assert officer.says("3 Leave it open without a reason")
        officer.press("1")
        officer.wait_for("Why does it stay open?")
        officer.press(*"Handed to days", ENTER)
        for left in ("(2 more)", "(1 more)"):
            officer.answer(left, "2")
        officer.answer("It stays open: Handed to days", "2")
        assert officer.exit_status == 0
    assert statuses(other)["go-report"] == "open"
    rows = json.loads(night.says("outstanding", "--format", "json"))["outstanding"]
    assert [row["mark"]["reason"] for row in rows] == ["Handed to days"] * 4


def test_what_is_raised_or_opened_meanwhile_is_asked_about_too(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    first = call(night, tmp_path)
    night.run("done", first, "go-report")
    with night.officer("shift", "end") as officer:
        officer.wait_for_question("What of this is done?")
        other = call(night, tmp_path, "--number", "26-2")  # in another window
        night.run("done", other, "contact-details")
        officer.press(ENTER)
        officer.answer(f"{first}: shall", "5")
        officer.wait_for("Why was it not feasible?")
        officer.press(*"Gone", ENTER)
        officer.answer("26-2: shall", "1")
        officer.wait_for("Why does it stay open?")
        officer.press(*"Later", ENTER)
        officer.answer("Note in the report that contact details", "4")
        assert officer.exit_status == 0
    assert statuses(first)["note-contact-gap"] == "done"
    assert "carried over: Later" in night.says("outstanding")


def test_a_case_that_cannot_be_read_keeps_the_shift_open(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    home = Path(os.environ["DVCHECK_HOME"])
    with Journal.open(home) as journal:
        journal.append("c-0BAD", RawEvent("noted", {"text": "no opening"}), datetime.now(UTC))
    done = night.run("shift", "end")
    assert done.returncode == 4
    assert "NOT ended: a case cannot be read" in done.stdout
    assert "The shift is ended" not in done.stdout
    assert night.run("shift", "start", "--ends", "08:00").returncode == 2


def test_a_clock_that_runs_is_not_done_by_a_key(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    steps = lay_out("standby", STANDBY_ANSWERS)
    done = night.run("standby", "--answers", answers_file(tmp_path, steps), "--format", "json")
    assert done.returncode == 0, done.stderr
    with night.officer("shift", "end") as officer:
        officer.wait_for_question("say why (carried over)")
        assert not officer.says("It is done")
        officer.press("3")
        assert officer.exit_status == 1


def test_cut_off_at_its_question_the_cases_of_the_shift_have_its_end(night: Night, tmp_path: Path) -> None:
    night.at("21:00")
    earlier = call(night, tmp_path)
    night.at("22:10")
    of_it = call(night, tmp_path)
    night.at("22:30")
    with night.officer("shift", "start", "--began", "21:45", "--ends", "07:00") as officer:
        officer.wait_for_question(f"{earlier} was opened 21:00")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    assert due(night, of_it)["at"] == "2026-11-21T15:00:00Z"
    assert due(night, earlier)["at"] is None


def test_overtime_takes_in_what_was_opened_after_the_end_and_is_not_of_tomorrow(
    night: Night, tmp_path: Path
) -> None:
    night.says("shift", "start", "--ends", "07:00")
    night.at("07:30", "2026-11-21")
    late = call(night, tmp_path)
    refused = night.run("shift", "extend", "--ends", "07:15")
    assert refused.returncode == 2
    assert "the time has passed" in refused.stderr
    assert f"{late} belongs to this shift." in night.says("shift", "extend", "--ends", "0900")
    assert due(night, late)["at"] == "2026-11-21T17:00:00Z"


def test_what_is_recommended_can_be_ticked_off_too(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    night.run("incident", "--answers", answers_file(tmp_path, ASSAULT))
    with night.officer("shift", "end") as officer:
        officer.wait_for_question("What of this is done?")
        officer.resize(columns=100, lines=50)
        officer.wait_for("Tell the survivor of rights and resources")
        officer.press(CTRL_C)
        assert officer.exit_status == 130


def test_a_reason_is_never_taken_for_another(night: Night, tmp_path: Path) -> None:
    """Carried over, and then not decided any more: nobody said that it was not feasible."""
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path)
    night.run("done", case, "contact-details")
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", ENTER)
        officer.answer("say why (carried over)", "1")
        officer.wait_for("Why does it stay open?")
        officer.press(*"Sgt has the draft", ENTER)
        assert officer.exit_status == 0
    assert "Carried over: Sgt has the draft" in night.says("explain", case, "go-report")
    night.run("amend", case, "call-type", "--plain", typed="u\ny\n")
    said = night.says("explain", case, "go-report")
    assert "undecided" in said
    assert "Not feasible" not in said


def begun(night: Night, *options: str) -> str:
    """A call that was left before its first question was answered; its id."""
    with night.officer("incident", "--new", *options) as officer:
        officer.wait_for_question("What kind of call is this?")
        officer.press("q")
        assert officer.exit_status == 130
    return cases()[0].id


def test_a_walk_that_was_not_finished_keeps_the_shift_open(night: Night) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = begun(night, "--number", "26-1")
    assert f"{case} 26-1: 0 required open, 1 question was not asked" in night.says("shift", "status")
    listed = night.run("outstanding", "--check")
    assert listed.returncode == 1
    assert f"{case} 26-1: 1 question was not asked. Go on with: dvcheck incident {case}" in " ".join(
        listed.stdout.split()
    )
    assert json.loads(night.says("outstanding", "--format", "json"))["unfinished"][0]["unasked"] == 1
    done = night.run("shift", "end", "--format", "json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert (document["ended"], document["without_reason"]) == (False, [])
    assert document["unfinished"] == [{"case": case, "unasked": 1, "to_walk": []}]
    with night.officer("shift", "end") as officer:
        officer.answer("What is owed there is not known.", "1")
        assert officer.exit_status == 1
        assert officer.says("The shift is NOT ended: a walk was not finished.")
    with night.officer("shift", "end") as officer:
        officer.answer("What is owed there is not known.", "2")
        officer.wait_for("Why does the walk stay unfinished?")
        officer.press(*"Opened by mistake", ENTER)
        assert officer.exit_status == 0
        assert officer.says("The shift is ended.")
    assert "1 question was not asked by the end of the shift: Opened by mistake" in night.says("show", case)


def test_one_reason_does_for_all_that_is_left_of_a_case(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    call(night, tmp_path, "--number", "26-2")
    night.says("incident", "--new", "--answers", answers_file(tmp_path, ASSAULT), "--number", "26-3")
    with night.officer("shift", "end") as officer:
        officer.answer("What of this is done?", ENTER)
        officer.answer("26-3: shall", "1")
        officer.wait_for("Why does it stay open?")
        officer.press(*"Sgt has it", ENTER)
        officer.answer("All that is left of 26-3 stays open: Sgt has it", "5")
        officer.answer("26-2: shall (3.4) Make every effort", "1")
        officer.wait_for("Why does it stay open?")
        officer.press(*"She sleeps", ENTER)
        officer.answer("26-2: shall (3.1)", "2")
        officer.wait_for("HAND-OVER")
        officer.press("q")
        assert officer.exit_status == 0
    rows = json.loads(night.says("outstanding", "--format", "json"))["outstanding"]
    reasons = [(row["case"]["number"], row["mark"]["reason"]) for row in rows]
    assert len(reasons) > 10
    assert {said for said in reasons if said[0] == "26-3"} == {("26-3", "Sgt has it")}
    assert [said for said in reasons if said[0] == "26-2"] == [("26-2", "She sleeps")] * 2


def test_the_hand_over_has_the_code_of_each_case(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    case = call(night, tmp_path, "--number", "26-4")
    night.run("done", case, *VERBAL_OPEN)
    found = re.search(rf"{case} 26-4: code ([0-9A-F]{{4}}-[0-9A-F]{{4}})", night.says("shift", "end"))
    assert found is not None
    assert "is the code of entry" in night.says("journal", "verify", "--head", found[1])


def test_the_list_names_cases_by_their_number_unless_two_share_it(night: Night, tmp_path: Path) -> None:
    night.says("shift", "start", "--ends", "07:00")
    call(night, tmp_path, "--number", "26-7")
    first, second = (call(night, tmp_path, "--number", "26-8", "--new") for _ in range(2))
    with night.officer("shift", "end") as officer:
        officer.wait_for_question("What of this is done?")
        assert {"26-7", first, second} <= {word for line in officer.screen for word in line.split()}
        assert not officer.says("26-8")
        officer.press(CTRL_C)
        assert officer.exit_status == 130


@pytest.mark.parametrize("ends", ["07:00", "21:00", "23:00"])
def test_a_shift_started_by_a_wrong_clock_is_put_right_as_the_hint_says(
    night: Night, tmp_path: Path, ends: str
) -> None:
    night.at("22:00", "2099-12-31")
    assert night.run("shift", "start", "--ends", "07:00").returncode == 0
    night.at("22:00", "2026-11-20")
    refused = night.run("shift", "start", "--ends", ends)
    assert refused.returncode == 2
    assert "the computer's clock was wrong" in refused.stderr
    assert "  dvcheck shift extend --ends HH:MM\n" in refused.stderr
    assert night.run("shift", "extend", "--ends", ends).returncode == 0
    case = call(night, tmp_path)
    assert due(night, case)["at"] is not None, "a new case is of the shift again"
    assert night.run("shift", "extend", "--ends", "21:30").returncode == 2, (
        "a time that has passed is one again"
    )


def test_a_shift_started_by_a_wrong_clock_can_be_ended(night: Night) -> None:
    night.at("22:00", "2099-12-31")
    assert night.run("shift", "start", "--ends", "07:00").returncode == 0
    night.at("22:00", "2026-11-20")
    assert night.run("shift", "end").returncode == 0
    assert night.run("shift", "start", "--ends", "07:00").returncode == 0
