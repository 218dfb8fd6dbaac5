"""Answers that a pack marks as sensitive: noted and shown only on purpose, or not kept at all."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.journal import answers, entries, only_case, shown
from tests.pty import DOWN, ENTER, Night, Officer, dvcheck
from tests.small_packs import POLICY
from tests.terminal.walks import ASSAULT, SERVED_ANSWERS, answers_file, lay_out, shipped

CANARY = "Dana Canary"
"""A text that is in every sensitive answer of these tests, and in nothing else."""

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "assessment.schema.json").read_text(encoding="utf-8")
)

WALK = """\
checklist: incident
title: Small
sections:
- title: All
  items:
  - {ask: raining, text: Is it raining?, kind: yes-no, cites: ["1a"]}
  - {ask: name, text: Who is it?, label: Name, kind: text, cites: ["1a"], sensitive: true}
  - {ask: things, text: Which things?, kind: list, cites: ["1a"], sensitive: true}
  - ask: phone
    text: Which number?
    kind: text
    cites: ["1a"]
    sensitive: true
    unprompted: true
    when: {raining: [no, unknown]}
  - {obligation: call, text: Call, modality: shall, cites: ["1a"], when: {name: answered}}
  - timer: clock
    text: The clock
    limit: 20 min
    starts_with: Begin
    ends_with: Over
    at_limit: Leave
    ticks: things
    cites: ["1a"]
"""
GIVEN = f"raining: no\nname: {CANARY} Street\nthings: [{CANARY} keys, bag of {CANARY}]\nclock: ended\n"


@pytest.fixture
def pack(tmp_path: Path) -> str:
    """A pack that asks for sensitive things in its walk; the shipped one never does."""
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "incident.yaml").write_text(WALK, encoding="utf-8")
    return str(folder)


@pytest.fixture
def given(tmp_path: Path) -> str:
    path = tmp_path / "given.yaml"
    path.write_text(GIVEN, encoding="utf-8")
    return str(path)


@pytest.fixture
def case(tmp_path: Path) -> str:
    """An assault under the shipped pack, walked from a file."""
    done = dvcheck("incident", "--answers", answers_file(tmp_path, ASSAULT), "--format", "json")
    assert done.returncode == 0, done.stderr
    return only_case()


def ran(*arguments: str, typed: str | None = None) -> str:
    """Run a command that must succeed, and return what it prints on both streams."""
    done = dvcheck(*arguments, typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def document(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran(*arguments, "--format", "json"))
    return found


def kept(home: Path) -> list[str]:
    """Return the files in the home folder that have the canary, in UTF-8 or UTF-16."""
    forms = (CANARY.encode(), CANARY.encode("utf-16-le"))
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def no_sensitive(home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("sensitive = false\n", encoding="utf-8")


# --- noted only on purpose ----------------------------------------------------------------------------------


def test_the_shipped_pack_never_asks_for_a_name_or_an_address() -> None:
    sensitive = [q for q in shipped().questions() if q.sensitive]
    assert {q.id for q in sensitive} == {
        "victim-details",
        "suspect-details",
        "witness-details",
        "children-listed",
        "service-place",
        "persons-served",
    }
    assert all(q.unprompted for q in sensitive)
    assert {cite for q in sensitive for cite in q.cites} == {"3.4a", "3.5a", "1.4.1.1.2b"}


def test_amend_notes_what_no_walk_asks_for(case: str) -> None:
    with Officer("amend", case, "victim-details") as officer:
        officer.answer("Victim or petitioner - name, and current address", *f"{CANARY}, 555-0100", ENTER)
        officer.answer(f"Record this answer? {CANARY}, 555-0100", "y")
        assert officer.exit_status == 0
        assert officer.says("Recorded.")
        assert not any(CANARY in line for line in officer.everything), "it stays on the screen"
    assert answers(case)["victim-details"] == f"{CANARY}, 555-0100"


def test_amend_lists_what_is_not_noted_and_hides_what_is(case: str) -> None:
    ran("amend", case, "victim-details", "--plain", typed=f"{CANARY}\ny\n")
    with Officer("amend", case) as officer:
        officer.wait_until(lambda: officer.says("Which answer?") and officer.says("arrows"), "the list")
        officer.press(*[DOWN] * 34)
        officer.wait_for("Victim or petitioner: (sensitive)")
        officer.wait_for("Suspect or respondent: not noted")
        assert not any(CANARY in line for line in officer.everything)


@pytest.mark.parametrize("key", ["n", "b", "q"])
def test_what_is_not_confirmed_is_not_recorded(case: str, home: Path, key: str) -> None:
    with Officer("amend", case, "children-listed") as officer:
        officer.answer("the name of each", *f"{CANARY}, Another", ENTER)
        officer.answer("Record this answer?", key)
        assert officer.exit_status == (130 if key == "q" else 0)
    assert kept(home) == []


def test_what_does_not_apply_cannot_be_noted(pack: str) -> None:
    ran("incident", "--pack", pack, "--plain", typed="n\nu\nu\n3\n\n")
    ran("amend", only_case(), "raining", "--pack", pack, "--plain", typed="y\ny\n")
    refused = dvcheck("amend", only_case(), "phone", "--pack", pack, "--plain", typed="x\n")
    assert refused.returncode == 2
    assert 'no question that can be amended is called "phone"' in refused.stderr


# --- shown only on purpose ----------------------------------------------------------------------------------


def test_a_sensitive_answer_is_shown_only_with_include_sensitive(pack: str, given: str) -> None:
    walked = ("incident", "--pack", pack, "--answers", given)
    assert CANARY not in ran(*walked)
    case = only_case()
    with_json = [["--format", "text"], ["--format", "json"]]
    for command in (["show", case], ["explain", case, "call"], ["assess", given]):
        for format in with_json:
            assert CANARY not in ran(*command, *format, "--pack", pack), command
    for command in (["outstanding"], ["cases"], ["explain", case]):
        for format in with_json:
            assert CANARY not in ran(*command, *format, "--pack", pack), command
    assert "Name (sensitive)" in " ".join(ran("show", case, "--pack", pack).split())
    for command in (["show", case], ["explain", case, "call"]):
        for format in with_json:
            assert CANARY in ran(*command, *format, "--pack", pack, "--include-sensitive"), command
    assert CANARY in ran("assess", given, "--pack", pack, "--format", "json", "--include-sensitive")
    assert CANARY in ran(*walked, "--format", "json", "--include-sensitive")


def test_the_json_without_sensitive_answers_leaves_them_out_and_is_valid(pack: str, given: str) -> None:
    ran("incident", "--pack", pack, "--answers", given)
    show = ("show", only_case(), "--pack", pack)
    without, whole = document(*show), document(*show, "--include-sensitive")
    for found in (without, whole):
        jsonschema.validate(found, SCHEMA)
    assert set(without["answers"]) == {"raining", "clock"}
    assert set(whole["answers"]) == {"raining", "clock", "name", "things"}
    assert [o["because"] for o in without["obligations"]] == [[]]
    assert [o["because"] for o in whole["obligations"]] == [
        [{"question": "name", "answer": f"{CANARY} Street"}]
    ]


def test_the_entries_of_a_sensitive_list_are_shown_only_with_include_sensitive(pack: str) -> None:
    typed = f"n\nu\n{CANARY} keys, {CANARY} bag\n1\n1\ne\ne\n\n"
    assert f"Taken: {CANARY}" not in ran("incident", "--pack", pack, "--plain", typed=typed)
    show = ("show", only_case(), "--pack", pack)
    assert document(*show)["case"]["entries"] == []
    assert [e["mark"] for e in document(*show, "--include-sensitive")["case"]["entries"]] == ["taken"]
    assert CANARY not in ran(*show)
    assert f"Taken: {CANARY} keys" in ran(*show, "--include-sensitive")
    assert f"Not marked: {CANARY} bag" in ran(*show, "--include-sensitive")


def test_a_walk_does_not_leave_a_sensitive_answer_on_the_screen(pack: str) -> None:
    with Officer("incident", "--pack", pack) as officer:
        officer.answer("Is it raining?", "n")
        officer.answer("Who is it?", *CANARY, ENTER)
        officer.answer("Which things?", "u", ENTER)
        officer.wait_for("Name: (sensitive)")
        assert not any(CANARY in line for line in officer.everything)


# --- not kept at all ----------------------------------------------------------------------------------------


def test_a_canary_that_is_recorded_is_found(pack: str, given: str, home: Path) -> None:
    ran("incident", "--pack", pack, "--answers", given)
    assert kept(home) == ["journal.sqlite3"]


@pytest.mark.parametrize("how", ["option", "config.toml"])
def test_without_sensitive_answers_none_reaches_the_disk(pack: str, given: str, home: Path, how: str) -> None:
    option = ["--no-sensitive"] if how == "option" else []
    if not option:
        no_sensitive(home)
    done = dvcheck("incident", "--pack", pack, "--answers", given, *option, "--format", "json")
    assert done.returncode == 0
    assert done.stderr == "Not recorded because sensitive: name, things.\n"
    assert set(json.loads(done.stdout)["answers"]) == {"raining", "clock"}
    assert {body["question"] for kind, body in entries(only_case()) if kind == "answered"} == {
        "raining",
        "clock",
    }
    again = dvcheck("incident", only_case(), "--pack", pack, "--answers", given, *option)
    assert "Not recorded because sensitive" in again.stderr
    assert kept(home) == []


def test_without_sensitive_answers_a_walk_does_not_ask_for_them(pack: str, home: Path) -> None:
    with Officer("incident", "--pack", pack, "--no-sensitive") as officer:
        officer.answer("Is it raining?", "n")
        officer.wait_for_question("The clock: 20 minutes")
        officer.press("b")
        officer.wait_for_question("Is it raining?")
        officer.press(ENTER)
        officer.answer("The clock: 20 minutes", "1")
        officer.wait_for("20:00")
        officer.press("a", *CANARY, ENTER)
        assert kept(home) == []
        officer.press("e")
        officer.wait_for("again to confirm")
        officer.read_for(0.3)  # the first one may have waited for the clock to be drawn
        officer.press("e")
        assert officer.exit_status == 0
        assert not officer.says("Who is it?")
    assert kept(home) == []
    assert shown(only_case())["unasked"] == ["name", "things"]


def test_without_sensitive_answers_amend_refuses_them(case: str, home: Path) -> None:
    no_sensitive(home)
    refused = dvcheck("amend", case, "witness-details", "--plain", typed=f"{CANARY}\ny\n")
    assert refused.returncode == 2
    assert "witness-details is sensitive, and config.toml has sensitive = false" in refused.stderr
    assert kept(home) == []
    ran("amend", case, "officer-incapacitated", "--plain", typed="n\ny\n")


def test_line_by_line_the_answer_there_was_is_not_told_either(case: str) -> None:
    ran("amend", case, "victim-details", "--plain", typed=f"{CANARY}\ny\n")
    assert CANARY in str(answers(case)["victim-details"])
    said = dvcheck("amend", case, "victim-details", "--plain", typed="Somebody else\nn\n")
    assert CANARY not in said.stdout + said.stderr
    assert "Now: (sensitive) (Enter keeps it)." in said.stdout


def test_the_list_beside_a_clock_is_not_left_on_the_screen(pack: str) -> None:
    with Officer("incident", "--pack", pack, "--new") as officer:
        officer.answer("Is it raining?", "n")
        officer.answer("Who is it?", *"u", ENTER)
        officer.answer("Which things?", *f"{CANARY} keys", ENTER)
        officer.answer("The clock", "1")
        officer.wait_for("1 taken")
        officer.press("1")
        officer.read_for(0.5)
        officer.press("e")
        officer.wait_for("again to confirm")
        officer.read_for(0.3)  # the first one may have waited for the clock to be drawn
        officer.press("e")
        officer.wait_for("0 open · 0 done")
        assert not any(CANARY in line for line in officer.everything)
        assert any("(sensitive): taken" in line for line in officer.everything)


def test_a_time_is_noted_with_its_date_in_the_time_of_the_agency(tmp_path: Path) -> None:
    """The computer's own zone has no part in it, and its clock only the moment."""
    served = answers_file(tmp_path, lay_out("serve-order", SERVED_ANSWERS))
    night = Night(tmp_path)
    night.run("serve-order", "--answers", served)
    name = only_case()
    for typed, noted in (
        ("t", "2026-11-20 21:58"),
        ("21:30", "2026-11-20 21:30"),
        ("23:00", "2026-11-19 23:00"),
    ):
        night.run("amend", name, "service-time", "--plain", typed=f"{typed}\ny\n")
        assert answers(name)["service-time"] == noted
    assert "Nov 19, 2026, 23:00" in night.run("report", name, "--form", "cad").stdout
