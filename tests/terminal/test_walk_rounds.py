"""A walk that asks about each of twelve people, killed, left and resized in the middle of the seventh."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from dvcheck import dates
from dvcheck.pack.value import Value
from tests import rounds
from tests.journal import answers, only_case
from tests.pty import CTRL_C, DOWN, ENTER, Officer, dvcheck

PEOPLE = ("Ann", "Ben", "Cal", "Dot", "Eve", "Fay", "Gus", "Hal", "Ida", "Jay", "Kim", "Leo")
PAIN = {name: str(n % 10 + 1) for n, name in enumerate(PEOPLE)}
SEVENTH = PEOPLE[6]


@pytest.fixture
def pack(tmp_path: Path) -> str:
    folder = tmp_path / "pack"
    folder.mkdir()
    for name, text in rounds.files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def recorded(people: Mapping[str, str], *, treated: int) -> dict[str, Value]:
    """Return the record after these people's pain is answered, and for the first `treated` its treatment."""
    found: dict[str, Value] = {"several": "yes", "people": PEOPLE, "worse": "11"}
    for n, name in enumerate(PEOPLE, 1):
        if name in people:
            found[f"pain@{n}"] = people[name]
            if int(people[name]) >= 5 and n <= treated:
                found[f"treated@{n}"] = "no"
    return found


def asked_of(officer: Officer, name: str, *, last: bool = True) -> None:
    """Answer the round of a person; without `last`, only its first question."""
    officer.answer(f"{name}: Pain from 1 to 10?", *PAIN[name], ENTER)
    if last and int(PAIN[name]) >= 5:
        officer.answer(f"{name}: Is it treated?", "n")


def begin(officer: Officer) -> None:
    officer.answer("Is anybody hurt?", "y")
    officer.answer("Who is hurt?", *", ".join(PEOPLE), ENTER)
    officer.answer("Who is hurt more?", *[DOWN] * 11, ENTER)  # nothing is selected before the first arrow
    for name in PEOPLE[:6]:
        asked_of(officer, name)


def test_killed_in_the_seventh_round_and_resumed_it_loses_nothing(pack: str) -> None:
    with Officer("incident", "--pack", pack) as officer:
        begin(officer)
        asked_of(officer, SEVENTH, last=False)
        officer.wait_for_question(f"{SEVENTH}: Is it treated?")
        officer.kill()
    told = {name: PAIN[name] for name in PEOPLE[:7]}
    assert answers(only_case()) == recorded(told, treated=6)
    with Officer("incident", only_case(), "--pack", pack) as officer:
        officer.wait_for(f"{SEVENTH}, 7 of 12")
        officer.answer(f"{SEVENTH}: Is it treated?", "n")
        for name in PEOPLE[7:]:
            asked_of(officer, name)
        officer.answer("When did it happen?", *"yesterday 23:10", ENTER)
        officer.wait_for("What of this is done already?")
    found = answers(only_case())
    when = str(found.pop("when"))
    assert when.endswith(" 23:10"), "it was recorded with its date"
    assert found == recorded(PAIN, treated=12)
    left = [line for line in dvcheck("outstanding", only_case()).stdout.splitlines() if "photographs" in line]
    assert [line.split(":")[0].removeprefix(" * ").strip() for line in left] == list(PEOPLE)


def test_left_in_the_seventh_round_it_goes_on_there_line_by_line(pack: str) -> None:
    with Officer("incident", "--pack", pack) as officer:
        begin(officer)
        officer.wait_for_question(f"{SEVENTH}: Pain from 1 to 10?")
        officer.resize(columns=40, lines=20)
        officer.wait_for(f"{SEVENTH}, 7 of 12")
        officer.wait_for_question(f"{SEVENTH}: Pain from 1 to 10?")
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert officer.left_as_found
    assert answers(only_case()) == recorded({name: PAIN[name] for name in PEOPLE[:6]}, treated=6)
    lines = [line for name in PEOPLE[6:] for line in (PAIN[name], *(["n"] if int(PAIN[name]) >= 5 else []))]
    done = dvcheck(
        "incident", only_case(), "--plain", "--pack", pack, typed="\n".join([*lines, "u", ""]) + "\n"
    )
    assert done.returncode == 0, done.stderr
    first = next(line for line in done.stdout.splitlines() if " of 12" in line)
    assert first.startswith(f"Case {only_case()}. {SEVENTH}, 7 of 12.")
    assert answers(only_case()) == {**recorded(PAIN, treated=12), "when": "unknown"}


def test_killed_line_by_line_it_goes_on_with_the_same_person(pack: str) -> None:
    with Officer("incident", "--plain", "--pack", pack) as officer:
        for text, line in (
            ("Is anybody hurt?", "y"),
            ("Who is hurt?", ", ".join(PEOPLE)),
            ("Who is hurt more?", "11"),
            *((f"{name}: Pain from 1 to 10?", "2") for name in PEOPLE[:6]),
        ):
            officer.wait_for(text)
            officer.press(*line, ENTER)
        officer.wait_for(f"{SEVENTH}: Pain from 1 to 10?")
        officer.kill()
    assert answers(only_case()) == recorded(dict.fromkeys(PEOPLE[:6], "2"), treated=0)
    with Officer("incident", only_case(), "--plain", "--pack", pack) as officer:
        officer.wait_for(f"{SEVENTH}, 7 of 12")
        officer.press("3", ENTER)
        officer.wait_for(f"{PEOPLE[7]}: Pain from 1 to 10?")


@pytest.mark.parametrize(("line", "kept"), [("saturday 23:10", " 23:10"), ("sun", ""), ("2 h ago", "")])
def test_a_day_in_words_is_typed_whole_and_shown_as_it_was_understood(
    pack: str, line: str, kept: str
) -> None:
    """The answer begins with s, which elsewhere leaves a question for later."""
    with Officer("incident", "--pack", pack) as officer:
        officer.answer("Is anybody hurt?", "n")
        officer.answer("When did it happen?", *line, ENTER)
        officer.wait_for("Happened: Nov ")
        assert officer.exit_status == 0
        value = str(answers(only_case())["when"])
        assert value.endswith(kept)
        assert officer.says(f"Happened: {dates.answered(value)}")


def test_s_and_enter_leave_a_time_for_later(pack: str) -> None:
    with Officer("incident", "--pack", pack) as officer:
        officer.answer("Is anybody hurt?", "n")
        officer.answer("When did it happen?", "s", ENTER)
        officer.wait_for("Happened: left for later")
