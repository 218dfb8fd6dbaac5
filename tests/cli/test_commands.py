"""Every command as a user runs it, without a terminal: results, errors and exit codes."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from dvcheck.record.cases import new_case_id
from dvcheck.record.events import RawEvent
from dvcheck.record.sqlite.journal import Journal
from tests.pty import PATIENCE, run_dvcheck
from tests.small_packs import POLICY

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
        return run_dvcheck(*arguments, typed=stdin or "", env=child, errors="replace")

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
        ("two-members: yep\n", 'answers.yaml:1:14: unknown-value: "yep" is not an answer to two-members'),
        ("call-type: [both]\n", "answers.yaml:1:12: unknown-value: one answer is expected here"),
        (
            "crimes: [none, assault]\n",
            'answers.yaml:1:9: unknown-value: "none" cannot be combined with another',
        ),
        ("pain-scale: lots\n", "answers.yaml:1:13: unknown-value: a whole number is expected"),
        ("- two-members\n", "answers.yaml:1:1: not-a-mapping: an answers file lists question ids with"),
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
    assert "NOT ASKED: Second order, against the petitioner" in shown.stdout
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
    assert empty.returncode == 0
    assert empty.stdout.startswith("No open cases. Start with:\n  python -m dvcheck incident\n")
    case = recorded(run, answers(VIOLATION), "--shift-ends", "07:00")
    found = run("outstanding", "--check")
    assert found.returncode == 1
    assert case in found.stdout
    # The day is named where seven o'clock is more than twenty hours off, minutes in the hour before it.
    due = r"(?:by (?:[A-Z][a-z]{2} )?07:00|in \d+ m) +Complete the GO report"
    assert re.search(rf"^ \* {due}", found.stdout, re.MULTILINE)
    rows = json.loads(run("outstanding", "--format", "json").stdout)["outstanding"]
    # What is to be done now comes first, whatever has a time.
    assert [row["id"] for row in rows] == ["arrest-for-violation", "contact-details", "go-report"]
    assert rows[-1]["due"]["at"].endswith("Z")
    assert {r["case"]["id"] for r in rows} == {case}
    assert {r["status"] for r in rows} == {"open"}
    assert {r["force"] for r in rows} == {"required"}


def test_a_deadline_whose_time_is_not_known_has_none(run: Run, answers: Answers) -> None:
    recorded(run, answers(VIOLATION))
    rows = json.loads(run("outstanding", "--format", "json").stdout)["outstanding"]
    assert [r["due"] is not None for r in rows] == [False] * (len(rows) - 1) + [True]
    assert rows[-1]["due"] == {"by": "end-of-shift", "text": "before end of shift", "at": None}


def test_cases_lists_newest_first(run: Run, answers: Answers) -> None:
    assert run("cases").stdout == "No open cases. Start with:\n  python -m dvcheck incident\n"
    first = recorded(run, answers(VIOLATION))
    second = recorded(run, answers("call-type: neither\n"), checklist="incident")
    rows = json.loads(run("cases", "--format", "json").stdout)["cases"]
    assert [r["id"] for r in rows] == [second, first]
    assert run("cases").stdout.index(second) < run("cases").stdout.index(first)


def test_a_prohibition_is_not_said_twice_and_explain_has_the_directives_word(
    run: Run, answers: Answers
) -> None:
    case = recorded(run, answers("call-type: domestic-disturbance\n"), checklist="incident")
    said = run("show", case).stdout
    assert "! FORBIDDEN: Do not cancel cover (2.1.1)" in said
    assert re.search(r"rule +Do not cancel cover", run("show", case, "--why").stdout)
    assert "not allowed" not in said
    said = run("explain", case, "keep-cover").stdout
    assert "rule  Do not cancel cover" in said
    assert 'In the directive: "not allowed"' in said


def test_explain_tells_the_chain_of_answers_and_the_reading(run: Run, answers: Answers) -> None:
    case = recorded(run, answers(VIOLATION))
    said = run("explain", case, "arrest-for-violation").stdout
    assert said.index("LEDS and NCIC:") < said.index("Violation: Probable cause")
    assert "Reading A08" in said
    assert "P2" in said
    undecided = recorded(run, answers("leds-ncic: found\n"))
    assert "These would decide it" in run("explain", undecided, "arrest-for").stdout
    assert run("explain", case, "2.1.6").returncode == 2
    assert "arrest-for-violation" in run("explain", case, "1.5.4").stdout
    several = run("explain", case, "note-")
    assert (several.returncode, "note-contact-gap, note-children-gap" in several.stderr) == (2, True)
    listed = run("explain", case).stdout
    assert "arrest-for-violation" in listed
    assert re.search(r"no-citation-order +in force", listed)
    assert "no-citation-order: in force · " in run("explain", case, "no-citation-order").stdout
    assert re.search("undetermined|in-force|not-triggered", listed) is None
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
    old = run("show", case, "--why", "--pack", str(folder)).stdout
    assert "Arrest the respondent" in old
    new = recorded(run, answers(VIOLATION), "--pack", str(folder))
    assert "Do something else" in run("show", new, "--why", "--pack", str(folder)).stdout


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


# --- a record that is partly unreadable, packs that change, streams that fail -------------------------------


@pytest.fixture
def own_pack(tmp_path: Path) -> Callable[[str], str]:
    """A pack of one checklist, `walk`, written again at each call."""

    def write(items: str) -> str:
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
        text = f"checklist: incident\ntitle: Walk\nsections:\n- title: All\n  items:\n{items}"
        (folder / "incident.yaml").write_text(text, encoding="utf-8")
        return str(folder)

    return write


COLOUR = """\
  - ask: colour
    text: Which?
    kind: choice
    options: [{id: red, text: Red}, {id: %s, text: Other}]
    cites: ["1a"]
  - {obligation: paint, text: Paint, modality: shall, cites: ["1a"], when: {colour: red}}
"""
SECRET = """\
  - {ask: address, text: Where?, kind: text, cites: ["1a"], sensitive: true}
  - {obligation: go, text: Go there, modality: shall, cites: ["1a"], when: {address: answered}}
"""


def journal_of(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_pack_without_the_checklist_begins_nothing(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "walk.yaml").write_text(
        "checklist: walk\ntitle: W\nsections:\n- title: S\n  items:\n"
        '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n',
        encoding="utf-8",
    )
    result = run("incident", "--plain", "--pack", str(folder))
    assert result.returncode == 2
    assert 'no checklist "incident"' in result.stderr
    assert not (tmp_path / "home" / "journal.sqlite3").exists()


def test_answers_are_held_against_the_pack_of_their_case(
    run: Run, answers: Answers, own_pack: Callable[[str], str]
) -> None:
    folder = own_pack(COLOUR % "blue")
    begun = run("incident", "--pack", folder, "--answers", answers("colour: blue\n"), "--format", "json")
    case = json.loads(begun.stdout)["case"]["id"]
    own_pack(COLOUR % "navy")
    refused = run("incident", case, "--pack", folder, "--answers", answers("colour: navy\n"))
    assert refused.returncode == 3
    assert '"navy" is not an answer to colour' in refused.stderr
    kept = json.loads(run("show", case, "--pack", folder, "--format", "json").stdout)
    assert kept["answers"]["colour"]["value"] == "blue"


def test_one_unreadable_case_does_not_hide_the_others(run: Run, answers: Answers, tmp_path: Path) -> None:
    case = recorded(run, answers(VIOLATION))
    with Journal.open(journal_of(tmp_path)) as journal:
        bad = new_case_id(journal)
        opening = {"number": None, "zone": "UTC", "pack": "sha256:0", "dvcheck": "9"}
        journal.append_all(
            bad, [RawEvent("case-opened", opening), RawEvent("answered", {"value": 7})], datetime.now(UTC)
        )
        lost = new_case_id(journal)
        started = RawEvent("checklist-started", {"checklist": "incident"})
        journal.append_all(lost, [RawEvent("case-opened", opening), started], datetime.now(UTC))
    for command in (("cases",), ("outstanding",), ("outstanding", "--check")):
        result = run(*command)
        assert result.returncode == 4
        assert case in result.stdout
        assert bad in result.stderr
        assert lost in result.stderr
        assert "Traceback" not in result.stderr
    assert run("show", case).returncode == 0
    assert run("incident", "--plain", stdin="\n").returncode == 130


def test_a_sensitive_answer_is_in_no_json_and_no_list(
    run: Run, answers: Answers, own_pack: Callable[[str], str]
) -> None:
    folder = own_pack(SECRET)
    path = answers("address: 12 Hidden Street\n")
    begun = run("incident", "--pack", folder, "--answers", path, "--format", "json")
    case = json.loads(begun.stdout)["case"]["id"]
    assert "Hidden" not in begun.stdout
    commands = (("outstanding",), ("show", case), ("explain", case, "go"), ("show", case, "--format", "json"))
    for command in (*commands, ("explain", case, "go", "--format", "json")):
        result = run(*command, "--pack", folder)
        assert result.returncode == 0
        assert "Hidden" not in result.stdout
        assert "go" in result.stdout.lower()


def test_explain_as_json_names_the_chain(run: Run, answers: Answers) -> None:
    case = recorded(run, answers(VIOLATION))
    told = json.loads(run("explain", case, "arrest-for-violation", "--format", "json").stdout)
    assert told["status"] == "open"
    assert {
        "question": "violation",
        "answer": "probable-cause",
        "cites": ["1.5.2.1a", "1.5.4c", "P2c"],
    } in told["chain"]
    listed = json.loads(run("explain", case, "--format", "json").stdout)["obligations"]
    assert {"id": "arrest-for-violation", "status": "open"} in listed


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252"])
def test_a_console_of_another_encoding_loses_no_line(run: Run, answers: Answers, encoding: str) -> None:
    case = recorded(run, answers(VIOLATION))
    shown = run("show", case, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert shown.returncode == 0
    assert "your judgment decide." in shown.stdout
    # Signs of ours are shown by others, and no escape of them is left.
    assert "\\x" not in shown.stdout
    assert "\\u" not in shown.stdout
    assert encoding != "ascii" or f" - {case} - " in shown.stdout
    walked = run("incident", "--plain", "--new", stdin="4\nu\n", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert walked.returncode == 130
    assert "Traceback" not in walked.stderr


def shell(command: str, tmp_path: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    child = os.environ | {"DVCHECK_HOME": str(tmp_path / "home")}
    line = command.replace("dvcheck", f'"{sys.executable}" -m dvcheck')
    return subprocess.run(
        ["sh", "-c", line], input=stdin, capture_output=True, env=child, check=False, timeout=PATIENCE
    )


posix = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell's redirections")


@posix
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("dvcheck incident --plain <&-", 130),
        ("dvcheck incident --plain --new >&-", 130),
        ("dvcheck cases --format json >&-", 0),
        ("dvcheck cases >&- 2>&-", 0),
        ("dvcheck incident --plain --new < /bin/cat", 130),
    ],
)
def test_closed_streams_and_bytes_that_are_no_text_end_cleanly(
    tmp_path: Path, command: str, code: int
) -> None:
    result = shell(command, tmp_path)
    assert result.returncode == code
    assert b"Traceback" not in result.stderr


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["dvcheck cases", "dvcheck cases --format json", "dvcheck pack validate"])
def test_a_result_that_cannot_be_printed_is_told_with_its_own_code(tmp_path: Path, command: str) -> None:
    result = shell(f"{command} > /dev/full", tmp_path)
    assert result.returncode == 5
    assert b"could not be printed" in result.stderr
    assert b"Traceback" not in result.stderr


@posix
def test_a_reader_that_goes_away_is_no_traceback(run: Run, answers: Answers, tmp_path: Path) -> None:
    case = recorded(run, answers(VIOLATION))
    result = shell(f"dvcheck show {case} --format json | head -n 1", tmp_path)
    assert result.stdout == b"{\n"
    assert b"Traceback" not in result.stderr


@posix
def test_an_answers_file_without_end_is_refused(tmp_path: Path) -> None:
    result = shell("dvcheck assess /dev/zero", tmp_path)
    assert result.returncode == 3
    assert b"over 1 MiB" in result.stderr


def test_what_resumes_a_case_names_the_folder_that_was_named(
    run: Run, answers: Answers, tmp_path: Path
) -> None:
    other = str(tmp_path / "other")
    result = run("verify-order", "--answers", answers(VIOLATION), "--home", other)
    assert "dvcheck verify-order c-" in result.stdout
    assert result.stdout.endswith(f" --home {shlex.quote(other)}\n")


def test_policy_shows_a_section_with_its_words_and_what_cites_it(run: Run) -> None:
    shown = run("policy", "2.1.6").stdout
    assert "notify-dhs" in shown
    assert "Reading A03" in shown
    assert "2.1.5" not in shown
    one = run("policy", "a03").stdout
    assert re.search(r"Reading A03: .*\n.*Treated here: ", one, re.DOTALL)
    assert "Sections: " in one
    assert "notify-dhs" not in one
    (reading,) = json.loads(run("policy", "A03", "--format", "json").stdout)["readings"]
    assert reading["id"] == "A03"
    whole = run("policy").stdout
    for section in ("P1", "1.5.1.2.4", "4.5.2", "5.2"):
        assert f" {section}  " in whole
    assert "Review date" in whole
    assert "P2" in run("policy", "p2").stdout
    below = json.loads(run("policy", "1.5.1", "--format", "json").stdout)
    assert {s["ref"] for s in below["statements"]} >= {"1.5.1.1a", "1.5.1.2.4", "1.5.1.3"}
    assert all(s["ref"].startswith("1.5.1") for s in below["statements"])
    everything = json.loads(run("policy", "--format", "json").stdout)
    assert (len(everything["statements"]), len(everything["readings"])) == (113, 43)


def test_a_section_the_policy_lacks_is_a_usage_error(run: Run) -> None:
    result = run("policy", "1.5.99")
    assert result.returncode == 2
    assert 'no section "1.5.99"' in result.stderr
    assert run("policy", "1.50").returncode == 2


@pytest.mark.parametrize("command", [(), ("incident",)], ids=["dvcheck", "incident"])
def test_help_loads_nothing_of_what_a_command_works_with(command: tuple[str, ...]) -> None:
    script = "import atexit, sys, dvcheck.cli as c; atexit.register(lambda: print(*sys.modules)); c.main()"
    called = [sys.executable, "-c", script, *command, "--help"]
    found = subprocess.run(called, capture_output=True, text=True, check=True).stdout.split()
    assert "dvcheck.cli.tree" in found
    assert {"msgspec", "dvcheck.actions.workspace", "dvcheck.walk.walk", "sqlite3"}.isdisjoint(found)
