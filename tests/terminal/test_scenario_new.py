"""A trainer works a call for a new scenario at a terminal: it is marked, kept, and written at the end."""

from pathlib import Path

from dvcheck.academy.read_scenario import parse, parse_all
from dvcheck.academy.scenario import Scenario, check
from dvcheck.pack import library
from tests.pty import CTRL_C, ENTER, Officer, dvcheck
from tests.terminal.walks import TICK, lay_out, press_through, shipped


def scenario(name: str) -> Scenario:
    found, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    return next(one for one in found if one.id == name)


def test_a_call_is_worked_interrupted_and_written(tmp_path: Path) -> None:
    worked = scenario("strangled-children-asleep")
    steps = lay_out(worked.checklist, worked.answers)
    file = tmp_path / "night-call.yaml"
    command = ("scenario", "new", "night-call", "--level", "instructor", "-o", str(file))
    with Officer(*command) as officer:
        officer.wait_for("The checklist of the scenario?")
        officer.press("1")
        for one in steps[:5]:
            officer.wait_for_question(one.text)
            assert officer.says("PRACTICE")
            officer.press(*one.keys)
        officer.wait_for_question(steps[5].text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert officer.left_as_found
        assert "dvcheck scenario new night-call -o" in " ".join("\n".join(officer.everything).split())
    assert not file.exists()
    with Officer(*command) as officer:
        press_through(officer, steps[5:])
        officer.wait_for(TICK)
        assert officer.says("PRACTICE")
        officer.press(ENTER)
        officer.wait_for("search for FILL IN")
        assert officer.exit_status == 0
        assert officer.left_as_found
    written, problems = parse(file.read_text("utf-8"), file.name, shipped())
    assert problems == ()
    assert written is not None
    assert written.answers == worked.answers
    assert written.level == "instructor"
    assert check(shipped(), written) == ()
    assert dvcheck("cases").stdout.count("night-call") == 0
