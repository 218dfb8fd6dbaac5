"""Scenarios: their files, the messages about bad ones, and how they are tested.

`bad_scenarios/CODE.yaml` is refused with CODE. The .txt file next to it has the full message.
Rewrite these files with `UPDATE_MESSAGES=1 pytest tests/academy/test_scenario.py`, and read them.
"""

import os
import re
from pathlib import Path

import pytest

from dvcheck.academy import read_key
from dvcheck.academy import read_scenario as scenarios
from dvcheck.academy.read_scenario import parse, parse_all
from dvcheck.academy.scenario import assess_scenario, check
from dvcheck.pack import library
from tests.academy.small import ALL_OF_IT, GOOD, NOTHING, pack, read
from tests.small_packs import small_pack

BAD = sorted((Path(__file__).parent / "bad_scenarios").glob("*.yaml"))


def code_of(path: Path) -> str:
    """A bad scenario is refused with the code in its file name. `CODE.SLIP.yaml` is another cause."""
    return path.stem.partition(".")[0]


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_a_bad_scenario_is_told_with_place_code_and_excerpt(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scenario, problems = parse(text, f"scenarios/{code_of(path)}.yaml", pack())
    said = "".join(p.show(text) + "\n" for p in problems)
    expected = path.with_suffix(".txt")
    if os.environ.get("UPDATE_MESSAGES"):
        expected.write_text(said, encoding="utf-8")
    assert scenario is None
    assert said == expected.read_text(encoding="utf-8")
    assert f": {code_of(path)}: " in said.splitlines()[0]


def test_every_code_in_the_source_has_a_bad_scenario() -> None:
    files = (Path(scenarios.__file__), Path(read_key.__file__))
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    found = set(re.findall(r'(?:wrong|problem)\([^"]*?, "([a-z]+(?:-[a-z]+)+)"', source))
    assert len(found) > 12
    # Two are below: one needs a list, one a question that no walk asks.
    assert found - {code_of(p) for p in BAD} - {"unknown-entry", "never-asked"} == set()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("reveal: [{on: later, text: Records call back.}]", "is revealed"),
        ('harmful: [{ask: later, is: no, why: It was., cites: ["1a"]}]', "has a harmful answer"),
        ("in_story: [later]", "is in the story"),
    ],
)
def test_a_question_that_no_walk_asks_has_no_fact_and_no_harmful_answer(line: str, what: str) -> None:
    unprompted = (
        '  - {ask: seen, text: Seen?, kind: yes-no, cites: ["1a"]}\n'
        '  - {ask: later, text: Seen later?, kind: yes-no, unprompted: true, cites: ["1a"]}\n'
        '  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"], when: {seen: yes}}\n'
    )
    text = "scenario: late\ntitle: T\nchecklist: walk\nlevel: recruit\nstory: S\n"
    text += f"answers: {{seen: yes, later: yes}}\nexpect: {{outstanding: [tell]}}\n{line}\n"
    _, (problem,) = parse(text, "scenarios/late.yaml", small_pack(unprompted))
    assert (problem.code, problem.at.line) == ("never-asked", 8)
    assert problem.message == (f'"later" {what}, but no walk asks it: name a question that the walk asks')


def test_all_problems_of_a_scenario_are_told_at_once() -> None:
    text = GOOD.replace("level: recruit", "level: cadet").replace("{seen: yes,", "{seen: perhaps,")
    text = text.replace("not_outstanding: [tell, list]", "not_outstanding: [tel, list]")
    _, problems = parse(text, "scenarios/good.yaml", pack())
    assert [(p.at.line, p.code) for p in problems] == [
        (4, "unknown-level"),
        (8, "unknown-value"),
        (12, "unknown-obligation"),
    ]


def test_a_scenario_is_read_with_typed_answers_and_their_order() -> None:
    scenario = read(GOOD)
    assert list(scenario.answers.items()) == [("seen", "yes"), ("hurt", "unknown"), ("words", "None")]
    assert scenario.not_feasible == {"list": "Everybody had left."}
    assert [h.values for h in scenario.harmful] == [("no",), ("unknown",)]
    assert str(scenario.reveal[0].at) == "scenarios/good.yaml:7:8"


def test_marks_count_in_the_assessment() -> None:
    assessment = assess_scenario(pack(), read(GOOD))
    statuses = {d.obligation.id: d.status for d in assessment.duties}
    assert statuses == {"tell": "done", "stay": "undetermined", "list": "not-feasible"}


@pytest.mark.parametrize("text", [GOOD, NOTHING, ALL_OF_IT])
def test_a_scenario_that_holds_has_no_differences(text: str) -> None:
    assert check(pack(), read(text)) == ()


@pytest.mark.parametrize(
    ("was", "now", "difference"),
    [
        ("done: [tell]\n", "", "tell: expected not outstanding, found open"),
        ("undetermined: [stay]", "outstanding: [stay]", "stay: expected outstanding, found undetermined"),
        ("hurt: unknown", "hurt: yes", "stay: expected undetermined, found in-force"),
        ("hurt: unknown, ", "", 'hurt: the walk asks it, and "answers" does not answer it'),
    ],
)
def test_what_differs_is_told_in_words(was: str, now: str, difference: str) -> None:
    assert any(d.startswith(difference) for d in check(pack(), read(GOOD.replace(was, now))))


def test_an_undetermined_duty_is_told_with_what_it_waits_for() -> None:
    told = check(pack(), read(GOOD.replace("undetermined: [stay]", "outstanding: [stay]")))
    assert told == ("stay: expected outstanding, found undetermined (waits for hurt)",)


def test_scenarios_stand_beside_the_pack_and_not_in_it(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("policy: p\n", encoding="utf-8")
    before = library.read(tmp_path).digest
    assert library.scenario_files(tmp_path) == {}
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "good.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "scenarios" / "notes.txt").write_text("not read", encoding="utf-8")
    assert library.scenario_files(tmp_path) == {"scenarios/good.yaml": GOOD}
    assert library.read(tmp_path).digest == before


def test_sound_scenarios_are_read_also_beside_a_bad_one() -> None:
    found, problems = parse_all({"scenarios/good.yaml": GOOD, "scenarios/bad.yaml": "[]"}, pack())
    assert [s.id for s in found] == ["good"]
    assert [p.at.file for p in problems] == ["scenarios/bad.yaml"]


def test_the_example_of_the_documentation_is_a_scenario() -> None:
    language = Path(__file__).parents[2] / "docs" / "checklist-language.md"
    example = re.search(r"```yaml\n(scenario:.*?)```", language.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    shipped = library.load(library.read(library.shipped_folder()), None)
    _, problems = parse(example.group(1), "scenarios/copy-without-judge.yaml", shipped)
    assert [p.show(example.group(1)) for p in problems] == []


def test_a_time_in_a_scenario_is_before_the_day_it_is_told_on() -> None:
    timed = small_pack('  - {ask: when-done, text: When?, kind: time, cites: ["1a"]}\n' + DUTY)
    text = "scenario: timed\ntitle: T\nchecklist: walk\nlevel: recruit\nstory: S\n"
    text += "answers: {when-done: 2026-11-01}\nexpect: {outstanding: [tell]}\n"
    _, (problem,) = parse(text, "scenarios/timed.yaml", timed)
    assert (problem.at.line, problem.at.column, problem.code) == (6, 22, "unknown-value")
    assert problem.message == (
        "this reads as Nov 1, 2026, in the future: enter a time in the past "
        "(it is answered at Jan 15, 2026, 12:00)"
    )
    _, problems = parse(text.replace("2026-11-01", "2025-11-01"), "scenarios/timed.yaml", timed)
    assert problems == ()


DUTY = '  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"]}\n'
