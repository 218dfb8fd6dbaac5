"""The code has no words of one agency: the words on a screen come from the pack, or suit every agency."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from dvcheck.cli.entries import commands_of
from dvcheck.cli.table import TREE
from tests.pty import run_dvcheck

ROOT = Path(__file__).parents[2]
HARBOR = Path(__file__).parent / "harbor"
"""The pack of an agency that does not exist."""

WORDS = re.compile(
    r"portland|\bppb\b|0825\.00|\bleds\b|\bncic\b|general offense|\bgo (report|number)\b|\bcad\b"
    r"|city attorney|oregon|\bors\b|multnomah|gresham|\bsvu\b|\bdvru\b|\bmcso\b|\bfapa\b|\bboec\b",
    re.IGNORECASE,
)
"""Words that are one agency's, or of where it is."""

ALLOWED: dict[str, set[str]] = {}
"""The modules that may have such words, each with those words; none does."""


@pytest.mark.parametrize(
    "text", ["In Portland", "PPB-0825.00", "a GO report", "the CAD number", "ORS 133.055"]
)
def test_a_word_of_an_agency_is_seen(text: str) -> None:
    assert WORDS.search(text)


@pytest.mark.parametrize("text", ["cascade", "pulled", "colors", "go on with the report", "the order's"])
def test_other_words_are_not_taken_for_one(text: str) -> None:
    assert WORDS.search(text) is None


def test_no_word_of_one_agency_is_in_the_code() -> None:
    """In no string, comment, docstring or name, and in no template."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "dvcheck").rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".ttf", ".otf"):
            words = {m.group(0).lower() for m in WORDS.finditer(path.read_text(encoding="utf-8"))}
            if words:
                found[path.relative_to(ROOT).as_posix()] = words
    assert found == ALLOWED


SHOWN = re.compile(rf"{WORDS.pattern}|directive|statute, check|\b911\b|\bP[SD]T\b|Los_Angeles", re.IGNORECASE)
"""The same, and the words that this one pack has for what others call otherwise."""

CASE = "26-0001"
NO_JOURNAL = "6f1c9a52-0d3e-4b7a-9c41-7be02d5a1f38"

PLAYED: dict[str, tuple[str, ...]] = {
    "shift start": ("--ends", "23:59"),
    "incident": ("--new", "--plain", "--number", CASE),
    "verify-order": ("--new", "--plain"),
    "serve-order": ("--new", "--plain"),
    "standby": ("--new", "--plain"),
    "walk": ("incident", "--new", "--plain", "--number", "26-0002"),
    "outstanding": (),
    "sergeant": ("dvcheck",),
    "show": (CASE, "--all", "--why"),
    "explain": (CASE, "apart"),
    "note": (CASE, "Seen by a neighbor"),
    "done": (CASE, "write", "--not-feasible", "--reason", "No time"),
    "amend": (CASE, "hurt", "--plain"),
    "cases": (),
    "report": (CASE,),
    "assess": ("given.yaml",),
    "policy": (),
    "contacts": ("--card",),
    "demo": ("kitchen", "--plain", "--speed", "100"),
    "config": (),
    "pack validate": (),
    "pack coverage": (),
    "pack test": (),
    "pack build": ("-o", "harbor.dvpack"),
    "pack install": ("harbor.dvpack",),
    "pack list": (),
    "pack use": ("harbor-310",),
    "pack remove": ("harbor-310",),
    "shift status": (),
    "shift extend": ("--ends", "23:59"),
    "case repack": (CASE,),
    "journal verify": (),
    "journal backup": ("backup.db",),
    "journal restore": ("backup.db",),
    "journal export": (),
    "journal encrypt": (),
    "journal rekey": (),
    "journal decrypt": (),
    "shift end": ("--plain",),
    "shift handover": (),
    "train": ("kitchen", "--rubric"),
    "scenario new": ("drill", "--plain"),
    "scenario handout": ("kitchen", "--solution"),
    "case hand-over": ("26-0002", "-o", "26-0002.dvcase"),
    "case take-over": ("26-0002.dvcase",),
    "close": (CASE, "--reason", "Handed over"),
    "purge": ("--older-than", "1"),
    # Without a precinct, each says what is missing.
    "push": (),
    "board": (),
    "precinct migrate": (),
    "precinct people apply": ("people.csv",),
    "precinct verify": (),
    "precinct case": (NO_JOURNAL, CASE, "--reason", "complaint"),
    "precinct export": ("--reason", "study"),
    "precinct purge": (NO_JOURNAL, CASE, "--reason", "retention"),
}
"""Each command, in an order in which an officer could use them, with what it is called with."""

TYPED = {
    "incident": "y\n?\ny\nx 3\n1\n",
    "amend": "n\n",
    "scenario new": "y\ny\n\n",
    "shift end": "x 1\n\n3\n3\n3\n3\n",
}


def commands() -> list[str]:
    found = [" ".join(names) for entry in TREE for names, _ in commands_of(entry)]
    return [name for name in found if name != "precinct try"]  # it starts a database


def run(*arguments: str, typed: str | None = None, cwd: Path | None = None) -> str:
    done = run_dvcheck(*arguments, typed=typed, cwd=cwd)
    assert "unexpected error" not in done.stderr
    # The files of a pack in one piece say nothing to a reader.
    return re.sub(r'"content":"[^"]*"', "", done.stdout + done.stderr)


@pytest.fixture(autouse=True)
def _harbor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DVCHECK_PACK", str(HARBOR))
    monkeypatch.setenv("COLUMNS", "300")


def test_every_command_is_played() -> None:
    assert sorted(PLAYED) == sorted(commands())


def test_a_case_of_another_agency_is_worked_without_a_word_of_the_shipped_pack(tmp_path: Path) -> None:
    (tmp_path / "given.yaml").write_text("hurt: yes\ntogether: yes\n", encoding="utf-8")
    said = {
        name: run(*name.split(), *given, typed=TYPED.get(name), cwd=tmp_path)
        for name, given in PLAYED.items()
    }
    assert [name for name, text in said.items() if text.startswith("Usage:")] == []
    # The pack that comes with dvcheck is one of those that are there.
    listed = said.pop("pack list")
    assert "harbor-310" in listed
    assert {name: SHOWN.findall(text) for name, text in said.items() if SHOWN.search(text)} == {}
    assert 'The general order does not allow for "not feasible" there.' in said["incident"]
    assert "Harbor County Sheriff, General Order 310, effective Mar 1, 2025" in said["show"]
    assert "FVA, effective Jul 1, 2019" in said["show"]
    assert "Law, ask the county attorney: A spouse" in said["show"]
    assert 'In the general order: "should not"' in said["explain"]
    assert 'the general order does not allow for "not feasible" at write (2)' in said["done"]
    assert "In danger? Call 112." in said["contacts"]
    assert "the general order itself governs" in said["policy"]
    assert "(version 1.3)" in said["config"]
    assert "Version 1.3." in said["pack validate"]


def test_what_is_recommended_against_has_a_place_and_a_word_of_its_own() -> None:
    """It is in force and never outstanding, and no word before "do not" says not."""
    run("incident", "--new", "--plain", "--number", CASE, typed="y\ny\n\n")
    summary = run("show", CASE, "--why")
    assert re.search(r" IN FORCE  1\n ! rule +Do not leave the hurt person alone", summary)
    assert re.search(r" ADVICE IN FORCE  1\n - advice +Do not interview the two together", summary)
    assert summary.count("Do not interview") == 1
    assert "interview" not in run("outstanding")
    found = {o["id"]: o for o in json.loads(run("show", CASE, "--format", "json"))["obligations"]}
    assert (found["apart"]["force"], found["apart"]["status"]) == ("recommended-against", "in-force")
    assert (found["medical"]["modality"], found["medical"]["force"]) == ("immediately", "required")
    worksheet = run("report", CASE)
    assert "## Advice in force (1)" in worksheet
    assert "- advice · Do not interview the two together · 1 · R1" in worksheet


def test_the_documents_of_a_json_are_those_of_the_schema() -> None:
    import jsonschema

    run("incident", "--new", "--plain", "--number", CASE, typed="y\ny\n\n")
    document = json.loads(run("show", CASE, "--format", "json"))
    schema = json.loads((ROOT / "docs" / "assessment.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    assert document["policy"]["version"] == "1.3"
    assert [(d["id"], d["next_review"], d["review_overdue"]) for d in document["policy"]["documents"]] == [
        ("harbor-310", None, False),
        ("act", "2024-07-01", True),
    ]


def test_one_document_of_several_is_shown_by_its_id_or_its_number() -> None:
    assert run("policy", "act") == run("policy", "fva")
    said = run("policy", "act")
    assert "FVA: Family Violence Act" in said
    assert "FVA 12  Rights" in said
    assert "On the call" not in said
    assert "immediately Call for medical help." in run("policy")


@pytest.mark.parametrize(
    "given",
    [
        *(("report", CASE, "--format", form) for form in ("markdown", "html", "json")),
        *(("report", CASE, "--form", form) for form in ("slip", "sheet")),
        *((*listing, "--format", "json") for listing in (("outstanding",), ("policy",), ("show", CASE))),
        ("contacts",),
        ("policy", "act"),
        ("policy", "R1"),
        ("explain", CASE),
        ("show", "no-such-case"),
    ],
    ids=" ".join,
)
def test_every_document_of_a_case_is_in_the_words_of_its_agency(given: tuple[str, ...]) -> None:
    run("incident", "--new", "--plain", "--number", CASE, typed="y\ny\n\n")
    text = run(*given)
    # The keys and kinds of the JSON are the same for every agency.
    shown = re.sub(r'"(?:source|why)": "(?:directive|statute|reading)"', "", text)
    assert SHOWN.findall(shown) == []


def test_the_worksheet_has_the_words_documents_and_version_of_its_agency() -> None:
    run("incident", "--new", "--plain", "--number", CASE, typed="y\ny\n\n")
    text = run("report", CASE)
    for line in (
        "# Worksheet for the incident report",
        "FVA: Family Violence Act, effective Jul 1, 2019.",
        "The review date of FVA was Jul 1, 2024: the text may have been replaced.",
        f"- Event number: {CASE}",
        "## Where the general order is unclear",
        "- Policy: harbor-310, effective Mar 1, 2025",
        "- Document: FVA, effective Jul 1, 2019, to be reviewed by Jul 1, 2024",
        "- Version: 1.3",
    ):
        assert line in text.splitlines(), line
    assert re.search(r"- Opened: .* E[SD]T$", text, re.MULTILINE)


@pytest.mark.parametrize("command", ["", *commands()])
def test_no_help_has_a_word_of_one_agency(command: str) -> None:
    text = run(*command.split(), "--help")
    assert "Usage: dvcheck" in text
    assert SHOWN.findall(text) == []


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_the_screens_of_a_walk_are_in_the_words_of_the_agency() -> None:
    from tests.pty import CTRL_C, Officer

    with Officer("incident", "--new", columns=100, env=dict(os.environ)) as officer:
        officer.answer("Is anybody hurt?", "y")
        officer.wait_for_question("Are the two in one room?")
        officer.press("?")
        officer.wait_for("Out of hearing.")
        officer.press("y")
        officer.wait_for_question("What of this is done already?")
        officer.press("x")
        officer.wait_for('The general order does not allow for "not feasible" there.')
        officer.press(CTRL_C)
        assert officer.exit_status == 130
        assert SHOWN.findall("\n".join(officer.everything)) == []
