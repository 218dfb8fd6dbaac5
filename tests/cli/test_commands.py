"""Every command as a user runs it, without a terminal: results, errors and exit codes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "assessment.schema.json").read_text(encoding="utf-8"))

Run = Callable[..., subprocess.CompletedProcess[str]]

VIOLATION = """\
leds-ncic: found
service: served
order-from: oregon
order-type: fapa
terms-confirmed: ecourt
firearms-involved: no
violation: probable-cause
respondent-here: yes
risk-or-fear: unknown
children-present: no
children-involved: no
dv-crime-judged: unknown
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*arguments: str, stdin: str | None = None, **env: str) -> subprocess.CompletedProcess[str]:
        child = {k: v for k, v in os.environ.items() if not k.startswith("DVCHECK_")}
        child |= {"DVCHECK_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"} | env
        return subprocess.run(
            [sys.executable, "-m", "dvcheck", *arguments],
            input=stdin or "",
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=child,
            check=False,
            timeout=60,
        )

    return run


@pytest.fixture
def answers(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "answers.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


Answers = Callable[[str], str]


def valid(text: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(text)
    jsonschema.validate(document, SCHEMA)
    return document


def statuses(document: dict[str, object]) -> dict[str, str]:
    obligations = document["obligations"]
    assert isinstance(obligations, list)
    return {o["id"]: o["status"] for o in obligations}


def test_assess_prints_the_json_of_the_contract(run: Run, answers: Answers) -> None:
    result = run("assess", answers(VIOLATION), "--checklist", "verify-order", "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")
    document = valid(result.stdout)
    assert document["case"] is None
    assert document["unasked"] == ["second-order"]
    found = statuses(document)
    assert found["arrest-for-violation"] == "open"
    assert found["no-citation-order"] == "in-force"
    assert found["search-databases"] == "done"
    assert "consider-copy-valid" not in found


def test_assess_all_adds_what_does_not_arise(run: Run, answers: Answers) -> None:
    path = answers(VIOLATION)
    result = run("assess", path, "--checklist", "verify-order", "--all", "--format", "json")
    found = statuses(valid(result.stdout))
    assert found["consider-copy-valid"] == "not-triggered"
    shown = run("assess", path, "--checklist", "verify-order", "--all").stdout
    assert "DOES NOT ARISE" in shown


def test_assess_writes_nothing(run: Run, answers: Answers, tmp_path: Path) -> None:
    assert run("assess", answers("call-type: neither\n")).returncode == 0
    assert not (tmp_path / "home" / "journal.sqlite3").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "two-member: yes\n",
            'answers.yaml:1:1: unknown-question: no question is called "two-member"; did you',
        ),
        ("two-members: yep\n", 'answers.yaml:1:14: unknown-value: "yep" is no answer to two-members'),
        ("call-type: [both]\n", "answers.yaml:1:12: unknown-value: one answer is expected here"),
        ("crimes: [none, assault]\n", 'answers.yaml:1:9: unknown-value: "none" stands alone'),
        ("pain-scale: lots\n", "answers.yaml:1:13: unknown-value: a whole number is expected"),
        ("- two-members\n", "answers.yaml:1:1: not-a-mapping: an answers file is written as"),
        ("two-members: yes\ntwo-members: no\n", "answers.yaml:2:1: duplicate-key:"),
        ('call-type: "\\x1b[31m"\n', "answers.yaml:1:12: control-character:"),
        ("call-type: [", "answers.yaml:"),
        ("", "answers.yaml:1:1: empty: the file is empty"),
    ],
)
@pytest.mark.parametrize("command", [("assess",), ("incident", "--answers")])
def test_a_wrong_answers_file_is_told_with_its_place(
    run: Run, answers: Answers, tmp_path: Path, command: tuple[str, ...], text: str, said: str
) -> None:
    result = run(*command, answers(text))
    assert result.returncode == 3
    assert result.stdout == ""
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "home" / "journal.sqlite3").exists()


def test_an_answers_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    missing = run("assess", str(tmp_path / "none.yaml"))
    assert missing.returncode == 3
    assert "none.yaml" in missing.stderr
    folder = run("assess", str(tmp_path))
    assert folder.returncode == 3
    (tmp_path / "latin.yaml").write_bytes(b"call-type: \xe9\n")
    latin = run("assess", str(tmp_path / "latin.yaml"))
    assert latin.returncode == 3
    assert "byte 12 is not UTF-8" in latin.stderr


def test_an_answer_of_another_checklist_names_its_own(run: Run, answers: Answers) -> None:
    result = run("assess", answers("call-type: both\n"), "--checklist", "verify-order")
    assert result.returncode == 3
    assert "--checklist incident" in result.stderr
    unknown = run("assess", answers("call-type: both\n"), "--checklist", "insident")
    assert unknown.returncode == 2
    assert 'did you mean "incident"' in unknown.stderr


def recorded(run: Run, path: str, *more: str, checklist: str = "verify-order") -> str:
    result = run(checklist, "--answers", path, "--format", "json", *more)
    assert (result.returncode, result.stderr) == (0, "")
    case = valid(result.stdout)["case"]
    assert isinstance(case, dict)
    return str(case["id"])


def test_answers_without_a_terminal_are_recorded_and_the_rest_is_named(run: Run, answers: Answers) -> None:
    case = recorded(run, answers(VIOLATION), "--number", "25-123456")
    shown = run("show", "25-123456")
    assert shown.returncode == 0
    assert case in shown.stdout
    assert "Not asked: Order the other way round" in shown.stdout
    assert valid(run("show", case[2:].lower(), "--format", "json").stdout)["unasked"] == ["second-order"]


def test_answers_go_into_the_case_that_is_named(run: Run, answers: Answers) -> None:
    case = recorded(run, answers(VIOLATION))
    again = recorded_in(run, case, answers("second-order: no\n"))
    assert again["unasked"] == []
    given = again["answers"]
    assert isinstance(given, dict)
    assert given["leds-ncic"]["value"] == "found"


def recorded_in(run: Run, case: str, path: str) -> dict[str, object]:
    return valid(run("verify-order", case, "--answers", path, "--format", "json").stdout)


def test_outstanding_lists_what_is_owed_and_check_finds_it(run: Run, answers: Answers) -> None:
    empty = run("outstanding", "--check")
    assert (empty.returncode, empty.stdout.splitlines()[0]) == (0, "Nothing required is open in 0 cases.")
    case = recorded(run, answers(VIOLATION), "--shift-ends", "07:00")
    found = run("outstanding", "--check")
    assert found.returncode == 1
    assert case in found.stdout
    assert "before end of shift 07:00" in found.stdout
    rows = json.loads(run("outstanding", "--format", "json").stdout)["outstanding"]
    # The one with a time comes first, whatever its place in the checklist.
    assert rows[0]["id"] == "go-report"
    assert rows[0]["due"]["at"].endswith("Z")
    assert {r["case"]["id"] for r in rows} == {case}
    assert {r["status"] for r in rows} == {"open"}
    assert {r["force"] for r in rows} == {"required"}


def test_cases_lists_newest_first(run: Run, answers: Answers) -> None:
    assert run("cases").stdout == "No cases yet. Start with: dvcheck incident\n"
    first = recorded(run, answers(VIOLATION))
    second = recorded(run, answers("call-type: neither\n"), checklist="incident")
    rows = json.loads(run("cases", "--format", "json").stdout)["cases"]
    assert [r["id"] for r in rows] == [second, first]
    assert run("cases").stdout.index(second) < run("cases").stdout.index(first)


def test_explain_tells_the_chain_of_answers_and_the_reading(run: Run, answers: Answers) -> None:
    case = recorded(run, answers(VIOLATION))
    said = run("explain", case, "arrest-for-violation").stdout
    assert said.index("LEDS and NCIC:") < said.index("Violation: Probable cause")
    assert "Reading A08" in said
    assert "P2" in said
    undecided = recorded(run, answers("leds-ncic: found\n"))
    assert "These would decide it" in run("explain", undecided, "arrest-for").stdout
    listed = run("explain", case).stdout
    assert "arrest-for-violation" in listed
    wrong = run("explain", case, "arest-for-violation")
    assert wrong.returncode == 2
    assert 'did you mean "arrest-for-violation"' in wrong.stderr


@pytest.mark.parametrize("command", ["show", "explain", "incident", "outstanding"])
def test_a_case_that_is_not_there_is_a_usage_error(run: Run, answers: Answers, command: str) -> None:
    recorded(run, answers(VIOLATION))
    extra = ["--answers", answers("call-type: both\n")] if command == "incident" else []
    result = run(command, "c-ZZZZ", *extra)
    assert result.returncode == 2
    assert 'no case "c-ZZZZ"' in result.stderr


def test_without_a_terminal_or_answers_nothing_is_begun(run: Run, tmp_path: Path) -> None:
    result = run("incident")
    assert result.returncode == 2
    assert "--plain" in result.stderr
    assert not (tmp_path / "home" / "journal.sqlite3").exists()


def test_pack_validate_says_sound_or_everything_wrong(run: Run, tmp_path: Path) -> None:
    sound = run("pack", "validate")
    assert sound.returncode == 0
    assert "113" in sound.stdout
    bad = tmp_path / "pack"
    bad.mkdir()
    (bad / "policy.yaml").write_text("policy: x\ntitel: y\n", encoding="utf-8")
    result = run("pack", "validate", str(bad))
    assert result.returncode == 3
    assert 'policy.yaml:2:1: unknown-key: a policy has no key "titel"; did you mean "title"?' in result.stderr
    listed = json.loads(run("pack", "validate", str(bad), "--format", "json").stdout)
    assert "missing-key" in {p["code"] for p in listed["problems"]}
    none = run("pack", "validate", str(tmp_path / "nowhere"))
    assert none.returncode == 3
    assert run("incident", "--pack", str(bad), "--plain").returncode == 3
    assert run("incident", "--plain", DVCHECK_PACK=str(bad)).returncode == 3


def test_an_old_case_is_read_under_the_pack_it_was_opened_with(
    run: Run, answers: Answers, tmp_path: Path
) -> None:
    """The agency drops an obligation: cases worked before still show it."""
    folder = tmp_path / "pack"
    folder.mkdir()
    for file in (ROOT / "checklists" / "ppb-0825.00").glob("*.yaml"):
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    case = recorded(run, answers(VIOLATION), "--pack", str(folder))
    text = (folder / "verify-order.yaml").read_text(encoding="utf-8")
    changed = text.replace("Arrest the respondent for violating", "Do something else about violating")
    assert changed != text
    (folder / "verify-order.yaml").write_text(changed, encoding="utf-8")
    old = run("show", case, "--pack", str(folder)).stdout
    assert "Arrest the respondent" in old
    new = recorded(run, answers(VIOLATION), "--pack", str(folder))
    assert "Do something else" in run("show", new, "--pack", str(folder)).stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--version",), 0),
        (("--help",), 0),
        ((), 2),
        (("nothing",), 2),
        (("incident", "--no-such"), 2),
        (("incident", "--format", "xml"), 2),
        (("incident", "c-AAAA", "--new", "--plain"), 2),
        (("incident", "--number", " ", "--plain"), 2),
        (("incident", "--shift-ends", "soon", "--plain"), 2),
    ],
)
def test_exit_codes_of_usage(run: Run, arguments: tuple[str, ...], code: int) -> None:
    result = run(*arguments)
    assert result.returncode == code
    assert "Traceback" not in result.stdout + result.stderr


def test_a_control_character_in_a_number_is_recorded_inert(run: Run, answers: Answers) -> None:
    case = recorded(run, answers("call-type: neither\n"), "--number", "25-\x1b[31m1", checklist="incident")
    for command in (("show", case), ("cases",), ("outstanding",), ("show", case, "--format", "json")):
        assert "\x1b" not in run(*command).stdout
