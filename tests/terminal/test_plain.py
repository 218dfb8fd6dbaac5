"""Plain mode, line by line: the same walk as with keys, without any terminal control byte."""

import json
import re
import subprocess
from pathlib import Path
from unittest.mock import ANY

import pytest

from tests.journal import answers, cases, entries, only_case, shown, statuses
from tests.prose import faults
from tests.pty import CTRL_C, CTRL_D, ENTER, PATIENCE, Officer, dvcheck
from tests.terminal.walks import (
    ASSAULT,
    BY_COPY,
    IN_LEDS,
    SERVED_ANSWERS,
    STANDBY_ANSWERS,
    TICK,
    VERBAL,
    Walk,
    before,
    given,
    lay_out,
    press_through,
    typed_lines,
    values,
)

_COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")

_WALKS = [("verify-order", IN_LEDS), ("verify-order", BY_COPY), ("incident", VERBAL), ("incident", ASSAULT)]
SERVED = lay_out("serve-order", SERVED_ANSWERS)
_NAMES = ["leds", "copy", "verbal", "assault"]


def _by_keys(command: str, walk: Walk) -> str:
    with Officer(command, "--new", lines=50) as officer:
        press_through(officer, walk)
        if command == "incident":
            officer.answer(TICK, "1", ENTER)
        assert officer.exit_status == 0
    return cases()[0].id


def _by_pipe(command: str, walk: Walk) -> str:
    tick = "1\n" if command == "incident" else ""
    done = dvcheck(command, "--new", "--plain", typed=typed_lines(walk) + tick)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert faults(done.stdout) == []
    return cases()[0].id


def _by_line(command: str, walk: Walk, *options: str, term: str = "xterm-256color") -> str:
    with Officer(command, "--new", *options, env={"TERM": term}) as officer:
        for step in walk:
            officer.wait_for(f"{step.text}")
            officer.press(*step.keys.rstrip(ENTER), ENTER)
        if command == "incident":
            officer.wait_for("Numbers of what is done")
            officer.press("1", ENTER)
        assert officer.exit_status == 0
        assert b"\x1b" not in officer.raw
        assert officer.left_as_found
    return cases()[0].id


@pytest.mark.parametrize(("command", "walk"), _WALKS, ids=_NAMES)
def test_line_by_line_records_what_keys_record(command: str, walk: Walk) -> None:
    keys = _by_keys(command, walk)
    piped = _by_pipe(command, walk)
    wanted = entries(keys)[1:]
    assert [kind for kind, _ in wanted].count("answered") == len(walk)
    assert entries(piped)[1:] == wanted
    assert _comparable(piped) == _comparable(keys)


def test_a_plain_terminal_and_a_dumb_one_record_what_keys_record() -> None:
    wanted = entries(_by_keys("incident", ASSAULT))[1:]
    assert entries(_by_line("incident", ASSAULT, "--plain"))[1:] == wanted
    assert entries(_by_line("incident", ASSAULT, term="dumb"))[1:] == wanted


@pytest.mark.parametrize(("command", "walk"), [*_WALKS, ("serve-order", SERVED)], ids=[*_NAMES, "served"])
def test_a_walk_is_read_aloud(command: str, walk: Walk) -> None:
    """From the first line to the last: one thing a line, words for marks, sections last, nothing twice."""
    done = dvcheck(command, "--new", "--plain", typed=_spaced(walk) + "\n")
    said = done.stdout
    assert done.returncode == 0
    assert faults(said) == []
    order = [said.index(step.text) for step in walk]
    assert order == sorted(order)


def test_a_standby_and_its_clock_are_read_aloud() -> None:
    walk = lay_out("standby", STANDBY_ANSWERS)
    clock = "\n1\nx 2\na lamp\n+\nhe waits\n9 9\ne\ne\n"
    done = dvcheck("standby", "--plain", typed=_spaced(walk) + clock + 20 * "n\n")
    assert faults(done.stdout) == []
    assert "1. Clothes.\n2. Medication.\n3. Passport.\n" in done.stdout
    assert "Clothes: taken." in done.stdout
    assert "Added: lamp." in done.stdout
    assert "Noted: he waits." in done.stdout


def test_beside_the_clock_the_keys_are_those_of_the_screen_and_the_old_ones_still_work() -> None:
    walk = lay_out("standby", STANDBY_ANSWERS)
    typed = "\n+ lamp\nn he waits\na\nkeys, coat\na\n\nn\nhe left\n+\n\nz\nq\n"
    said = dvcheck("standby", "--plain", typed=_spaced(walk) + typed).stdout
    assert "a and an item adds it, + writes a note" in said
    order = ["Added: lamp.", "Noted: he waits.", "Added: keys, coat.", "Noted: he left.", "answer taken back"]
    assert [at for at in map(said.find, order) if at < 0] == []
    assert sorted(order, key=said.find) == order


def test_the_place_is_said_where_the_section_changes_and_no_more() -> None:
    said = dvcheck("incident", "--number", "26-300", "--plain", typed=typed_lines(ASSAULT) + "\n").stdout
    assert re.match(r"\nCase 26-300\. Domestic-violence call\. The call\. Question 1 of about \d+\.\n", said)
    assert said.count("Case 26-300") == 1
    assert said.count("Domestic-violence call.") == 1
    assert re.search(r"(?m)^Verify a protection order\. Find the order\. Question \d+ of about \d+\.$", said)
    assert re.search(r"(?m)^Firearms\. Question", said)


def test_the_keys_are_told_once_and_again_after_help() -> None:
    said = dvcheck("incident", "--plain", typed="1\ny\n1\n1\nb\n?\n").stdout
    whole = "A number, or u unknown; b back, s later, ? help, q save and leave: "
    asked = [line for line in said.splitlines() if line.startswith("A number, or u unknown")]
    assert asked == [
        whole,
        "A number, or u unknown: ",
        "A number, or u unknown: ",
        "A number, or u unknown: ",
        whole,
    ]


def test_at_a_terminal_a_long_line_is_broken_between_words() -> None:
    with Officer("verify-order", "--plain", columns=40) as officer:
        officer.wait_for("What do LEDS and NCIC show?")
        officer.press("q", ENTER)
        assert officer.exit_status == 130
        lines = officer.everything
    assert "1. Both searched - at least one shows" in lines
    assert "the order, not expired." in lines


def test_back_later_help_and_nonsense_work_line_by_line() -> None:
    typed = "1\nb\n1\n?\nmaybe\n9\n\ny\ns\n1\nq\n"
    done = dvcheck("incident", "--plain", typed=typed)
    assert done.returncode == 130
    assert "Now: Domestic disturbance (Enter keeps it)." in done.stdout
    assert "Asked because - Call: Domestic disturbance" in done.stdout
    assert done.stdout.count("Not understood:") == 3
    assert "Relationship: left for later" in done.stdout
    assert answers(only_case()) == {
        "call-type": "domestic-disturbance",
        "two-members": "yes",
        "injured": "nobody",
    }


def test_what_is_not_understood_is_told_in_the_keys_of_the_prompt() -> None:
    """After an invalid answer, the message says what to type, not the names used in the file."""
    done = dvcheck("incident", "--plain", typed="1\nmaybe\n")
    (line,) = [line for line in done.stdout.splitlines() if "Not understood" in line]
    assert "two-members" not in line


def test_s_keeps_an_answer_line_by_line() -> None:
    """`now: … (Enter keeps it)`, and so does `s`."""
    typed = "1\ny\nb\ns\n1\n"
    done = dvcheck("incident", "--plain", typed=typed)
    assert "Enter keeps it" in done.stdout
    assert answers(only_case())["two-members"] == "yes"
    assert answers(only_case())["relationship"] == "spouses"
    assert "left for later" not in done.stdout


def test_the_list_line_by_line() -> None:
    typed = typed_lines(VERBAL) + "0\nx 2\nx\nx 1\nThey left\n1, 1\n"
    done = dvcheck("incident", "--plain", typed=typed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'does not allow for "not feasible"' in done.stdout
    assert "Note in the report that contact details could not be obtained" in done.stdout
    standing = statuses(only_case())
    assert standing["contact-details"] == "not-feasible"
    assert standing["go-report"] == "done"


def test_several_crimes_line_by_line() -> None:
    typed = typed_lines(before(ASSAULT, "crimes")) + "\n1 6\n1, 3\n"
    done = dvcheck("incident", "--plain", typed=typed)
    assert done.stdout.count("Not understood:") == 2
    assert answers(only_case())["crimes"] == ("assault", "menacing")


@pytest.mark.parametrize("number", [1, 5, len(VERBAL)])
def test_the_end_of_input_in_the_middle_saves_and_leaves(number: int) -> None:
    done = dvcheck("incident", "--plain", typed=typed_lines(VERBAL[:number]))
    assert done.returncode == 130
    assert answers(only_case()) == values(VERBAL[:number])
    saved = rf"Saved: {number} answers?\. Resume with:\n  python -m dvcheck incident {only_case()}\n"
    assert re.fullmatch(saved, done.stderr), done.stderr


def test_the_end_of_input_before_the_first_answer_opens_no_case() -> None:
    done = dvcheck("incident", "--plain", typed="")
    assert done.returncode == 130
    assert done.stderr == "Left. No case was opened.\n"


@pytest.mark.parametrize(("options", "status"), [((), 0), (("--format", "json"), 130)])
def test_a_walk_without_an_answer_up_to_its_end_keeps_no_case_and_says_so(
    options: tuple[str, ...], status: int
) -> None:
    done = dvcheck("incident", "--new", "--plain", *options, typed="s\n" * 60 + "\n")
    assert done.returncode == status
    assert done.stderr.endswith("No question was answered, so no case was kept.\n")
    assert cases() == []
    assert cases() == []


def test_a_last_line_without_a_newline_counts() -> None:
    done = dvcheck("incident", "--plain", typed="1\ny")
    assert done.returncode == 130
    assert answers(only_case()) == values(VERBAL[:2])


def test_windows_line_ends_count_as_line_ends() -> None:
    done = dvcheck("incident", "--plain", typed=typed_lines(VERBAL).replace("\n", "\r\n") + "\r\n")
    assert done.returncode == 0
    assert answers(only_case()) == values(VERBAL)


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
def test_ctrl_c_and_ctrl_d_leave_a_plain_terminal(key: str) -> None:
    with Officer("incident", "--plain") as officer:
        officer.wait_for(VERBAL[0].text)
        officer.press("1", ENTER)
        officer.wait_for(VERBAL[1].text)
        officer.press(key)
        assert officer.exit_status == 130
        assert officer.says(f"Saved: 1 answer. Resume with: python -m dvcheck incident {only_case()}")
        assert any(line.startswith("Saved:") for line in officer.everything), "it has a line of its own"
        assert "Traceback" not in "\n".join(officer.everything)
        assert officer.left_as_found


def test_hostile_lines_come_back_inert(tmp_path: Path) -> None:
    hostile = b"\x1b[31mred\n\x1b]52;c;AAAA\x07\n\xc2\x9b31m\n\x9b31m\n\xe2\x80\xaeevil\n\x00\n\xff\xfe\n"
    typed = b"1\n" + hostile + b"z" * 100_000 + b"\ny\n"
    done = _bytes("incident", "--plain", typed=typed)
    assert done.returncode == 130, done.stderr
    assert not re.search(rb"\x1b|\x07|\x9b|\x00|\xe2\x80\xae|\xff|Traceback", done.stdout + done.stderr)
    assert answers(only_case()) == values(VERBAL[:2])
    assert max(map(len, done.stdout.splitlines())) < 1000


def test_a_hostile_reason_is_kept_inert_line_by_line(tmp_path: Path) -> None:
    lines = typed_lines(VERBAL).encode() + b"x 1\nleft \x1b[31m \xe2\x80\xae \xff\n\n"
    done = _bytes("incident", "--plain", typed=lines)
    assert done.returncode == 0, done.stderr
    assert b"\x1b" not in done.stdout
    (reason,) = [str(body["reason"]) for kind, body in entries(only_case()) if kind == "marked"]
    assert reason.startswith("left ")
    assert reason.isprintable()


def test_plain_output_that_is_closed_early_is_no_traceback() -> None:
    """`dvcheck show CASE | head -1`."""
    assert dvcheck("incident", "--plain", typed=typed_lines(ASSAULT) + "\n").returncode == 0
    shell = f'"$PYTHON" -m dvcheck show {only_case()} --all | head -1'
    done = subprocess.run(
        ["sh", "-c", shell], capture_output=True, encoding="utf-8", check=False, env=_with_python()
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


# --- color --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "env"), [(["--no-color"], {}), ([], {"NO_COLOR": "1"})], ids=["--no-color", "NO_COLOR"]
)
def test_without_colour_no_colour_code_is_sent(
    options: list[str], env: dict[str, str], tmp_path: Path
) -> None:
    done = before(ASSAULT, "pain-scale")
    with Officer("incident", *options, *given(tmp_path, done), env=env, lines=50) as officer:
        press_through(officer, ASSAULT[len(done) :])
        officer.answer(TICK, " ", ENTER)
        assert officer.exit_status == 0
        assert not (found := _COLOUR.search(officer.raw)), found


def test_with_colour_the_words_are_the_same() -> None:
    """Color never carries meaning alone."""
    said = []
    for options in ([], ["--no-color"]):
        with Officer("incident", "--new", *options) as officer:
            press_through(officer, VERBAL)
            officer.answer(TICK, ENTER)
            assert officer.exit_status == 0
            assert bool(_COLOUR.search(officer.raw)) is not bool(options)
            said.append(
                re.sub(r"c-\w{4}|[0-9A-F]{4}-[0-9A-F]{4}|\d\d:\d\d", "", "\n".join(officer.everything))
            )
    assert said[0] == said[1]


def _spaced(walk: Walk) -> str:
    """Return the lines of a walk, with blanks between the numbers of a line."""
    lines = (step.keys.rstrip(ENTER) for step in walk)
    return "".join(f"{' '.join(line) if line.isdigit() else line}\n" for line in lines)


def _comparable(case: str) -> dict[str, object]:
    """Return what `show` says of a case, without its id and times."""
    document = shown(case)
    for name in ("case", "policy"):
        del document[name]
    for answer in document["answers"].values():
        del answer["at"]
    for obligation in document["obligations"]:
        if obligation["mark"] is not None:
            del obligation["mark"]["at"]
    return document


def _bytes(*arguments: str, typed: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [_with_python()["PYTHON"], "-m", "dvcheck", *arguments],
        input=typed,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


def _with_python() -> dict[str, str]:
    import os
    import sys

    return {**os.environ, "PYTHON": sys.executable}


def test_json_is_the_same_by_keys_and_by_line() -> None:
    done = dvcheck("verify-order", "--plain", "--format", "json", typed=typed_lines(IN_LEDS))
    document = json.loads(done.stdout)
    assert document["answers"].keys() == values(IN_LEDS).keys()
    assert {**document, "pack_in_use": ANY} == shown(only_case())
