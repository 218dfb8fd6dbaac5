"""A full night: four calls, a shift over midnight, an amended answer, a duty not feasible, a hand-over."""

import json
from pathlib import Path

from dvcheck.pack.model import Obligation
from tests.journal import answers, cases, entries, statuses
from tests.pty import CTRL_C, DOWN, ENTER, SPACE, Night, Officer
from tests.terminal.walks import (
    ASSAULT,
    BY_COPY,
    SERVED_ANSWERS,
    TICK,
    VERBAL,
    Walk,
    lay_out,
    press_through,
    shipped,
)

SERVED = lay_out("serve-order", SERVED_ANSWERS)


def brief_of(obligation: str) -> str:
    return next(i.in_brief for i in shipped().items() if isinstance(i, Obligation) and i.id == obligation)


def walked(night: Night, command: str, walk: Walk, number: str) -> str:
    """Walk a call with keys to its summary, ticking nothing. Return its id."""
    with night.officer(command, "--new", "--number", number) as officer:
        press_through(officer, walk)
        officer.wait_until(lambda: officer.asks(TICK) or officer.says("Saved, record"), "the end of the walk")
        if officer.asks(TICK):
            officer.press(ENTER)
        assert officer.exit_status == 0
        assert officer.says("Saved, record")
    return cases()[0].id


def pointed_at(officer: Officer, text: str) -> None:
    """Select the row of a list that begins with this text."""
    officer.wait_until(lambda: any("»" in line for line in officer.screen), "a list")
    for _ in range(40):
        line = next(line for line in officer.screen if "»" in line)
        if text[:20] in line:
            return
        officer.press(DOWN)
        officer.wait_until(
            lambda line=line: any("»" in now and now != line for now in officer.screen), "another row"
        )
    raise AssertionError(f"no row {text!r}")


def test_a_night_from_the_first_call_to_the_hand_over(tmp_path: Path) -> None:
    night = Night(tmp_path)
    assert "Shift until 07:00" in night.says("shift", "start", "--ends", "07:00", "--officer", "41234")

    night.at("22:20")
    assault = walked(night, "incident", ASSAULT, "26-101")
    night.at("23:40")
    order = walked(night, "verify-order", BY_COPY, "26-102")

    night.at("00:50", "2026-11-21")
    with night.officer("incident", "--new", "--number", "26-103") as officer:
        press_through(officer, VERBAL[:3])
        officer.wait_for_question(VERBAL[3].text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    verbal = cases()[0].id
    night.at("01:05")
    with night.officer("incident", "26-103") as officer:
        press_through(officer, VERBAL[3:])
        officer.wait_for_question(TICK)
        # The contact details were not available, and the directive says what to do then.
        pointed_at(officer, brief_of("contact-details"))
        officer.press("x")
        officer.wait_for("Why was it not feasible?")
        officer.press(*"She would not say", ENTER)
        officer.wait_for(brief_of("note-contact-gap"))
        officer.wait_for_question(TICK)
        officer.press(ENTER)
        assert officer.exit_status == 0
    assert statuses(verbal)["contact-details"] == "not-feasible"

    night.at("03:00")
    served = walked(night, "serve-order", SERVED, "26-104")
    assert {c.id for c in cases()} == {assault, order, verbal, served}
    assert all(c.shift_ends is not None and c.officer == "41234" for c in cases())

    night.at("04:10")
    assert statuses(assault)["notify-dhs"] == "open"
    with night.officer("amend", assault, "children-present") as officer:
        officer.wait_for_question("Did any child see or hear it")
        officer.press("n")
        officer.answer("Record this answer?", "y")
        assert officer.exit_status == 0
    assert answers(assault)["children-present"] == "no"
    assert "notify-dhs" not in statuses(assault)
    values = [
        b["value"] for k, b in entries(assault) if k == "answered" and b["question"] == "children-present"
    ]
    assert values == ["yes", "no"]
    # Another answer says that a child had a part in it: that is asked again.
    night.run("amend", assault, "children-again", "--plain", typed="n\ny\n")

    night.at("05:40")
    listed = night.says("outstanding")
    assert listed.count("by 07:00 Complete the GO report") >= 2
    assert night.run("outstanding", "--check").returncode == 1
    rows = json.loads(night.says("outstanding", "--format", "json"))["outstanding"]
    assert {row["case"]["number"] for row in rows} >= {"26-101", "26-103", "26-104"}
    assert rows[0]["phase"] == "scene", "whatever has a time"
    codes = {row["case"]["id"]: row["case"]["head"] for row in rows}

    night.at("06:30")
    with night.officer("shift", "end") as officer:
        officer.wait_for_question("What of this is done?")
        # All except the first, the arrest.
        required = len(rows)
        for _ in range(required - 1):
            officer.press(DOWN, SPACE)
        officer.press(ENTER)
        officer.answer(rows[0]["text"], "1")
        officer.wait_for("Why does it stay open?")
        officer.press(*"Sgt Doe has the draft", ENTER)
        assert officer.exit_status == 0
        shown = " ".join(" ".join(officer.everything).split())
    assert "HAND-OVER Nov 21, 2026, 06:30: shift 21:58 to 07:00, officer 41234" in shown
    assert "carried over: Sgt Doe has the draft" in shown
    assert "1 open in 4 open cases." in shown
    assert "The shift is ended." in shown

    left = json.loads(night.says("outstanding", "--format", "json"))["outstanding"]
    assert [row["id"] for row in left] == [rows[0]["id"]]
    for code in codes.values():
        assert "intact" in night.says("journal", "verify", "--head", code)
    assert night.run("close", left[0]["case"]["id"]).returncode == 1
    for case in {assault, order, verbal, served} - {left[0]["case"]["id"]}:
        night.says("close", case)
    assert f"1 open in {left[0]['case']['id']} 26-101." in night.says("outstanding")
