"""`dvcheck pack coverage` and `dvcheck pack test` as those who write checklists run them."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dvcheck.pack import library
from tests.academy.small import ALL_OF_IT, ITEMS, OTHER, WHOLE
from tests.pty import run_dvcheck
from tests.small_packs import POLICY

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run() -> Run:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_dvcheck("pack", *arguments)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete pack, with scenarios that try all of it."""
    pack = tmp_path / "pack"
    (pack / "scenarios").mkdir(parents=True)
    (pack / "policy.yaml").write_text(POLICY, encoding="utf-8")
    walk = f"checklist: walk\ntitle: Walk\nsections:\n- title: All\n  items:\n{ITEMS}"
    (pack / "walk.yaml").write_text(walk, encoding="utf-8")
    (pack / "other.yaml").write_text(OTHER, encoding="utf-8")
    for text in WHOLE:
        name = text.split("\n", 1)[0].removeprefix("scenario: ")
        (pack / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return pack


def change(path: Path, was: str, now: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")


def test_the_shipped_pack_is_covered(run: Run) -> None:
    result = run("coverage")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "113 statements: 107 cited, 6 waived, 0 uncovered"
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_coverage_as_json_has_a_row_for_each_statement(run: Run) -> None:
    document = json.loads(run("coverage", "--format", "json").stdout)
    assert document["statements"] == len(document["rows"]) == 113
    assert document["cited"] + document["waived"] == 113
    assert document["uncovered"] == document["both"] == document["waived_duties"] == []
    rows = {row["ref"]: row for row in document["rows"]}
    assert set(rows["1.2"]) == {"ref", "modality", "actor", "cited_by", "scenarios", "waived"}
    assert rows["5.1a"]["waived"] == "not-officer-duty"
    assert rows["5.1a"]["cited_by"] == []
    assert "custodial-arrest" in rows["2.1.3"]["cited_by"]
    assert "suspect-gone" in rows["2.1.3.2"]["scenarios"]
    assert rows["2.1.3"]["waived"] is None


def test_every_waiver_of_the_shipped_pack_is_known() -> None:
    """An allow-list: a new waiver is argued for here, and a stale one is taken out."""
    shipped = library.load(library.read(library.shipped_folder()), None)
    assert {s.ref: s.not_modelled for s in shipped.policy.statements if s.not_modelled} == {
        "P2a": "policy-statement",
        "P3a": "policy-statement",
        "1.1a": "information",
        "1.5.2.1.1": "not-officer-duty",
        "5.1a": "not-officer-duty",
        "5.1b": "not-officer-duty",
    }


@pytest.mark.parametrize(
    ("was", "now", "key", "said"),
    [
        (
            "readings:",
            '- {ref: "1b", modality: may, actor: member, says: So.}\nreadings:',
            "uncovered",
            "neither",
        ),
        (
            "says: Do it.",
            "says: Do it., not_modelled: {reason: information}",
            "both",
            "both waived and cited",
        ),
        (
            "readings:",
            '- {ref: "1b", modality: shall, actor: member, says: So., not_modelled: {reason: definition}}\n'
            "readings:",
            "waived_duties",
            "it binds (member)",
        ),
    ],
)
def test_a_gap_is_told_and_exits_with_1(
    run: Run, folder: Path, was: str, now: str, key: str, said: str
) -> None:
    change(folder / "policy.yaml", was, now)
    result = run("coverage", str(folder))
    assert result.returncode == 1
    assert said in result.stdout
    result = run("coverage", "--pack", str(folder), "--format", "json")
    assert result.returncode == 1
    assert len(json.loads(result.stdout)[key]) == 1


def test_one_obligation_that_no_scenario_tries_is_counted_as_one() -> None:
    from dvcheck.academy.trial import Trial
    from dvcheck.screens.pack_checks import trial

    last = list(trial(Trial(differences={}, never_up=("photo",), never_absent=()), ()))[-1]
    assert last == "0 scenarios: 0 failed; 1 obligation not tried both ways"


def test_the_shipped_scenarios_pass(run: Run) -> None:
    result = run("test")
    assert result.returncode == 0, result.stdout
    assert "FAILED" not in result.stdout
    assert result.stdout.splitlines()[-1].endswith(": 0 failed; 0 obligations not tried both ways")


def test_a_small_pack_passes_as_text_and_json(run: Run, folder: Path) -> None:
    result = run("test", str(folder))
    assert result.returncode == 0, result.stdout
    assert "ok      all-of-it: All of it" in result.stdout
    document = json.loads(run("test", str(folder), "--format", "json").stdout)
    assert document["passed"]
    assert [s["id"] for s in document["scenarios"]] == ["all-of-it", "far-away", "good", "nothing"]


def test_a_wrong_expectation_is_told_and_exits_with_1(run: Run, folder: Path) -> None:
    change(folder / "scenarios" / "all-of-it.yaml", "outstanding: [tell", "not_outstanding: [tell")
    result = run("test", str(folder))
    assert result.returncode == 1
    assert "FAILED  all-of-it: All of it" in result.stdout
    assert "tell: expected not outstanding, found open" in result.stdout


def test_an_obligation_without_a_scenario_is_told_and_exits_with_1(run: Run, folder: Path) -> None:
    (folder / "scenarios" / "far-away.yaml").unlink()
    result = run("test", str(folder))
    assert result.returncode == 1
    assert "These come up in no scenario; write one in which they do: far" in result.stdout
    document = json.loads(run("test", str(folder), "--format", "json").stdout)
    assert document["never_up"] == ["far"]


def test_an_obligation_that_comes_up_and_is_not_named_is_told_with_where_it_does(
    run: Run, folder: Path
) -> None:
    change(folder / "scenarios" / "far-away.yaml", "outstanding: [far]", "only: true")
    result = run("test", str(folder))
    assert result.returncode == 1
    said = " ".join(result.stdout.split())
    assert (
        "far comes up in far-away, but no scenario expects it. Add it to expect there, under outstanding"
        in said
    )
    assert "In no scenario" not in said
    document = json.loads(run("test", str(folder), "--format", "json").stdout)
    assert document["never_up"] == ["far"]
    assert document["up_in"] == {"far": ["far-away"]}


def test_what_binds_and_a_scenario_leaves_out_is_noted_and_no_failure(run: Run, folder: Path) -> None:
    changed = (folder / "scenarios" / "all-of-it.yaml").read_text(encoding="utf-8")
    more = changed.replace("scenario: all-of-it", "scenario: more").replace(
        "[tell, list], in_force: [stay]", "[list]"
    )
    (folder / "scenarios" / "more.yaml").write_text(more, encoding="utf-8")
    result = run("test", str(folder))
    assert result.returncode == 0
    said = " ".join(result.stdout.split())
    assert (
        "Note: these bind in more and are not named: tell, stay. Adding only: true would require them."
        in said
    )
    document = json.loads(run("test", str(folder), "--format", "json").stdout)
    assert {s["id"]: s["unnamed"] for s in document["scenarios"] if s["unnamed"]} == {
        "more": ["tell", "stay"]
    }


def test_a_scenario_that_cannot_be_played_fails_with_its_place(run: Run, folder: Path) -> None:
    change(folder / "scenarios" / "far-away.yaml", "answers:", "weights: {elsewhere: 0}\nanswers:")
    result = run("test", str(folder))
    assert result.returncode == 1
    said = " ".join(result.stdout.split())
    assert (
        'FAILED far-away: Far away scenarios/far-away.yaml:1:11: nothing in it gives points: change "weights"'
        in said
    )


def test_an_answer_that_nothing_tells_is_noted_with_its_place(run: Run, folder: Path) -> None:
    change(folder / "scenarios" / "good.yaml", "reveal:", "in_story: []\nreveal:")
    result = run("test", str(folder))
    assert result.returncode == 0
    said = " ".join(result.stdout.split())
    assert "scenarios/good.yaml:9:37: Note: nothing tells the answer to words." in said
    scenarios = json.loads(run("test", str(folder), "--format", "json").stdout)["scenarios"]
    assert {s["id"]: s["untold"] for s in scenarios if s["untold"]} == {
        "good": [{"question": "words", "file": "scenarios/good.yaml", "line": 9, "column": 37}]
    }


def test_what_no_scenario_tries_is_noted_and_no_failure(run: Run, folder: Path) -> None:
    change(
        folder / "walk.yaml",
        "  - {ask: seen",
        '  - {finding: both, text: Both, cites: ["1a"], is: {seen: yes, hurt: yes}}\n  - {ask: seen',
    )
    change(
        folder / "walk.yaml",
        '  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"]',
        '  - {note: odd, text: Odd., cites: ["1a"], source: reading, reading: R1, when: {hurt: no}}\n'
        '  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"]',
    )
    (folder / "scenarios" / "all-of-it.yaml").unlink()
    result = run("test", str(folder))
    said = " ".join(result.stdout.split())
    assert "Note: these findings hold in no scenario: both" in said
    assert "Note: these readings are shown in no scenario: R1" in said
    assert "stay undecided in no scenario" not in said
    document = json.loads(run("test", str(folder), "--format", "json").stdout)
    assert document["findings"] == {"never_true": ["both"], "never_false": [], "never_undecided": []}
    assert document["readings_never_shown"] == ["R1"]


def test_a_file_that_is_not_read_is_named(run: Run, folder: Path) -> None:
    (folder / "scenarios" / "good.yaml").rename(folder / "scenarios" / "good.yml")
    (folder / "parts").mkdir()
    (folder / "parts" / "more.yaml").write_text("a: b", encoding="utf-8")
    result = run("test", str(folder))
    assert "parts/more.yaml: not read: move it next to policy.yaml" in result.stdout
    assert "scenarios/good.yml: not read: rename it to good.yaml" in result.stdout
    document = json.loads(run("test", str(folder), "--format", "json").stdout)
    assert [one["file"] for one in document["not_read"]] == ["parts/more.yaml", "scenarios/good.yml"]


def test_a_pack_without_scenarios_says_so(run: Run, folder: Path) -> None:
    shutil.rmtree(folder / "scenarios")
    result = run("test", str(folder))
    assert result.returncode == 1
    assert "the pack has no scenarios" in result.stderr
    assert "scenarios/NAME.yaml" in result.stderr
    assert "the pack has no scenarios" not in run("coverage", str(folder)).stderr


@pytest.mark.parametrize("command", ["test", "coverage"])
def test_a_malformed_scenario_is_told_with_its_place(run: Run, folder: Path, command: str) -> None:
    path = folder / "scenarios" / "all-of-it.yaml"
    path.write_text(ALL_OF_IT.replace("hurt: yes", "hrut: yes"), encoding="utf-8")
    result = run(command, str(folder))
    assert result.returncode == 3
    assert 'scenarios/all-of-it.yaml:6:22: unknown-question: no question is called "hrut"' in result.stderr
    assert 'did you mean "hurt"?' in result.stderr
    assert "1 problem in the scenarios of" in result.stderr


@pytest.mark.parametrize("command", ["test", "coverage"])
def test_an_unsound_pack_is_told_before_its_scenarios(run: Run, folder: Path, command: str) -> None:
    change(folder / "walk.yaml", "kind: text", "kind: prose")
    result = run(command, str(folder))
    assert result.returncode == 3
    assert "unknown-kind" in result.stderr


def test_the_checks_of_the_shipped_pack_run_in_ci() -> None:
    root = Path(__file__).parents[2]
    target = (root / "Makefile").read_text(encoding="utf-8").partition("\npack:\n")[2].partition("\n\n")[0]
    for check in ("validate", "coverage", "test"):
        assert f"python -m dvcheck pack {check} $$folder" in target
    lines = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    made = {word for line in lines if line.startswith("make ") for word in line.split()}
    assert {"lint", "types", "imports", "pack"} <= made


def test_validate_warns_of_a_file_that_is_not_read(run: Run, folder: Path) -> None:
    (folder / "other.yaml").rename(folder / "other.yml")
    result = run("validate", str(folder))
    assert result.returncode == 0
    assert result.stdout.splitlines()[1:] == [
        "other.yml:1:1: left-out: not read: rename it to other.yaml",
        "1 warning",
    ]
    document = json.loads(run("validate", str(folder), "--format", "json").stdout)
    assert [(w["file"], w["code"]) for w in document["warnings"]] == [("other.yml", "left-out")]


def test_a_file_that_is_not_read_is_named_beside_what_it_breaks(run: Run, folder: Path) -> None:
    (folder / "other.yaml").rename(folder / "other.yml")
    change(folder / "walk.yaml", "  - {ask: words", "  - {include: other}\n  - {ask: words")
    result = run("validate", str(folder))
    assert result.returncode == 3
    assert 'unknown-checklist: the pack has no checklist "other"' in result.stderr
    assert "other.yml:1:1: left-out: not read: rename it to other.yaml" in result.stderr


def test_what_is_likely_wrong_is_told_after_sound_and_refuses_nothing(run: Run, folder: Path) -> None:
    change(folder / "policy.yaml", "actor: member", "actor: officer")
    done = run("validate", str(folder))
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == f"{folder}: sound. 2 checklists, 4 questions, 1 statement."
    assert lines[1].startswith('policy.yaml:12:39: unknown-actor: "officer" is not in "actors"')
    assert lines[3].strip() == "^" * len("officer")
    assert lines[-1] == "1 warning"
    found = json.loads(run("validate", str(folder), "--format", "json").stdout)
    assert [(w["code"], w["line"], w["column"]) for w in found["warnings"]] == [("unknown-actor", 12, 39)]
    assert (found["problems"], found["language"], found["version"]) == ([], 1, None)
    assert run("test", str(folder)).returncode == 0


def test_the_columns_of_coverage_never_run_together(run: Run, folder: Path) -> None:
    statement = '- {ref: "10.31.100.2.17a", modality: not-allowed, actor: member, says: So.}\nreadings:'
    change(folder / "policy.yaml", "readings:", statement)
    rows = [line.split() for line in run("coverage", str(folder)).stdout.splitlines()]
    assert ["10.31.100.2.17a", "not", "allowed", "0", "NONE"] in rows


def test_a_pack_named_by_a_dot_is_told_by_its_whole_name(folder: Path) -> None:
    done = run_dvcheck("pack", "validate", ".", cwd=folder)
    assert done.stdout.startswith(f"{folder}: sound.")
    change(folder / "policy.yaml", "number:", "nummer:")
    done = run_dvcheck("pack", "validate", ".", cwd=folder)
    assert f"2 problems in the pack {folder}" in done.stderr
