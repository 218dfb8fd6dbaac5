"""An open case is moved to the checklists in use: what changes is seen first, and nothing is lost."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dvcheck.record.sqlite.files import FILE_NAME
from tests.journal import cases, entries, only_case
from tests.pty import Officer, dvcheck
from tests.small_packs import POLICY

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "assessment.schema.json").read_text(encoding="utf-8")
)
CANARY = "12 Hidden Street"
OLD = """\
  - {ask: hurt, text: Is somebody hurt?, label: Hurt, kind: yes-no, cites: ["1a"]}
  - {ask: weapon, text: Is there a weapon?, label: Weapon, kind: yes-no, cites: ["1a"]}
  - {ask: place, text: Where do they live?, label: Place, kind: text, sensitive: true, cites: ["1a"]}
  - {obligation: aid, text: Give first aid, modality: shall, cites: ["1a"], when: {hurt: yes}}
  - {obligation: seize, text: Take the weapon, modality: shall, cites: ["1a"], when: {weapon: yes}}
"""
NEW = """\
  - {ask: hurt, text: Is somebody hurt?, label: Hurt, kind: yes-no, cites: ["1a"]}
  - {ask: cold, text: Is it cold?, label: Cold, kind: yes-no, cites: ["1a"]}
  - {obligation: aid, text: Call medical aid, modality: shall, cites: ["1a"], when: {hurt: yes}}
  - {obligation: write, text: Write it down, modality: shall, cites: ["1a"]}
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checklists"
    folder.mkdir()
    monkeypatch.setenv("DVCHECK_PACK", str(folder))
    put(folder, OLD)
    return folder


def put(folder: Path, items: str, *, zone: str = "America/Los_Angeles", name: str = "incident") -> None:
    for old in folder.glob("*.yaml"):
        old.unlink()
    policy = POLICY.replace("America/Los_Angeles", zone)
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    text = f"checklist: {name}\ntitle: Walk\nsections:\n- title: All\n  items:\n{items}"
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def case(pack: Path, tmp_path: Path) -> str:
    given = tmp_path / "answers.yaml"
    given.write_text(f"hurt: yes\nweapon: yes\nplace: {CANARY}\n", encoding="utf-8")
    assert dvcheck("incident", "--answers", str(given)).returncode == 0
    name = only_case()
    assert dvcheck("done", name, "seize").returncode == 0
    return name


def moved(case: str, *more: str) -> dict[str, Any]:
    done = dvcheck("case", "repack", case, "--yes", "--format", "json", *more)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def shown(case: str, *more: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(dvcheck("show", case, "--format", "json", *more).stdout)
    jsonschema.validate(document, SCHEMA)
    return document


def test_what_appears_and_goes_is_shown_and_nothing_is_moved_without_a_word(pack: Path, case: str) -> None:
    put(pack, NEW)
    before = entries(case)
    done = dvcheck("case", "repack", case, env={"COLUMNS": "120"})
    assert done.returncode == 2
    assert "--yes" in done.stderr
    for said in (
        "APPEARS  1",
        "Write it down",
        "GOES  1",
        "it was done",
        "CHANGES  1",
        "before: Give first aid",
        "NEW QUESTIONS  1",
        "Is it cold?  (cold)",
        "ANSWERS WITHOUT A QUESTION THERE: KEPT, NOT COUNTED  2",
        "Weapon: yes (weapon: no checklist walked in this case asks it)",
        "Place: (sensitive) (place)",
    ):
        assert said in done.stdout
    preview = dvcheck("case", "repack", case, "--format", "json")
    assert preview.returncode == 2
    assert json.loads(preview.stdout)["recorded"] is False
    assert CANARY not in done.stdout + preview.stdout
    assert entries(case) == before


def test_the_move_is_an_entry_and_the_new_pack_is_kept_with_it(pack: Path, case: str, home: Path) -> None:
    put(pack, NEW)
    old, before = shown(case)["policy"]["digest"], len(entries(case))
    found = moved(case)
    assert found["recorded"] is True
    assert [d["id"] for d in found["appears"]] == ["write"]
    assert [(d["id"], d["status"]) for d in found["goes"]] == [("seize", "done")]
    assert [c["after"]["text"] for c in found["changed"]] == ["Call medical aid"]
    assert found["new_questions"] == ["cold"]
    assert [(u["question"], u["value"]) for u in found["unplaced"]] == [("weapon", "yes"), ("place", None)]
    (entry,) = entries(case)[before:]
    new = shown(case)["policy"]["digest"]
    assert entry == (
        "case-repacked",
        {"pack": new, "was": old, "zone": "America/Los_Angeles", "dvcheck": "0.1.0"},
    )
    assert new == found["to"]["digest"] != old
    (pack / "incident.yaml").unlink()
    for file in (home / "packs").iterdir():
        file.unlink()
    assert {d["id"]: d["status"] for d in shown(case)["obligations"]} == {"aid": "open", "write": "open"}
    assert dvcheck("journal", "verify").returncode == 0


def test_a_stored_pack_that_a_case_was_moved_to_is_missed_by_verify(
    pack: Path, case: str, home: Path
) -> None:
    put(pack, NEW)
    digest = moved(case)["to"]["digest"]
    with closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("DELETE FROM packs WHERE digest = ?", (digest,))
    done = dvcheck("journal", "verify")
    assert done.returncode == 1
    assert f"the checklists of case {case} are missing from the journal" in " ".join(done.stdout.split())


def test_answers_without_a_place_are_named_and_count_again_under_a_pack_that_asks(
    pack: Path, case: str, tmp_path: Path
) -> None:
    put(pack, NEW)
    moved(case)
    assert [u["question"] for u in shown(case)["case"]["uncounted"]] == ["weapon", "place"]
    text = dvcheck("show", case).stdout
    assert "RECORDED, BUT NOT COUNTED" in text
    assert "Weapon: yes" in text
    for report in (dvcheck("report", case), dvcheck("report", case, "--format", "html")):
        assert "Recorded, but not counted" in report.stdout
        assert "Weapon (weapon)" in report.stdout
        assert "Moved to other checklists" in report.stdout
    written = json.loads(dvcheck("report", case, "--format", "json").stdout)
    jsonschema.validate(written, SCHEMA)
    assert [u["question"] for u in written["case"]["uncounted"]] == ["weapon", "place"]
    receipt = tmp_path / "report.json"
    receipt.write_text(json.dumps(written), encoding="utf-8")
    assert dvcheck("assess", "--receipt", str(receipt)).returncode == 0
    put(pack, OLD + "  - {note: more, text: More, cites: [1a]}\n")
    assert moved(case)["placed_again"] == ["weapon", "place"]
    again = shown(case, "--include-sensitive")
    assert again["case"]["uncounted"] == []
    assert again["answers"]["place"]["value"] == CANARY
    assert {d["id"]: d["status"] for d in again["obligations"]} == {"aid": "open", "seize": "done"}


@pytest.mark.parametrize("lost", [False, True])
def test_a_sensitive_answer_stays_kept_back_when_no_pack_knows_it_any_more(
    pack: Path, case: str, home: Path, lost: bool
) -> None:
    put(pack, NEW)
    moved(case)
    if lost:  # even the pack that called it sensitive is gone
        for file in (home / "packs").iterdir():
            file.unlink()
        with closing(sqlite3.connect(home / FILE_NAME, isolation_level=None)) as connection:
            connection.execute("DELETE FROM packs WHERE rowid = 1")
    for command in (("show", case), ("report", case), ("incident", case, "--answers", "/dev/null")):
        for format in ((), ("--format", "json")):
            done = dvcheck(*command, *format)
            assert CANARY not in done.stdout + done.stderr, command
    assert CANARY in dvcheck("show", case, "--include-sensitive").stdout
    assert CANARY in dvcheck("report", case, "--include-sensitive").stdout


def test_the_zone_of_a_case_moves_with_its_pack(pack: Path, case: str) -> None:
    put(pack, OLD, zone="America/New_York")
    assert cases()[0].zone == "America/Los_Angeles"
    moved(case)
    assert cases()[0].zone == "America/New_York"


def test_a_case_that_is_under_the_checklists_in_use_stays_as_it_is(pack: Path, case: str) -> None:
    before = entries(case)
    done = dvcheck("case", "repack", case)
    assert done.returncode == 0
    assert "already has the checklists in use" in done.stdout
    assert moved(case)["recorded"] is False
    assert entries(case) == before


def test_a_closed_case_is_refused(pack: Path, case: str) -> None:
    assert dvcheck("close", case, "--reason", "over").returncode == 0
    put(pack, NEW)
    done = dvcheck("case", "repack", case, "--yes")
    assert done.returncode == 2
    assert "--reopen" in done.stderr


def test_a_case_is_not_moved_to_a_pack_without_the_checklist_it_was_walked_by(pack: Path, case: str) -> None:
    put(pack, NEW, name="standby")
    done = dvcheck("case", "repack", case, "--yes")
    assert done.returncode == 2
    assert "have no incident" in done.stderr
    assert dvcheck("show", case).returncode == 0


def test_a_case_is_not_moved_away_from_a_clock_that_runs(pack: Path, case: str, tmp_path: Path) -> None:
    timer = "  - {timer: minutes, text: The minutes, limit: 20 min, starts_with: In, ends_with: Out, "
    put(pack, f'{OLD}{timer}at_limit: Leave., cites: ["1a"]}}\n')
    moved(case)
    given = tmp_path / "running.yaml"
    given.write_text("minutes: running\n", encoding="utf-8")
    assert dvcheck("incident", case, "--answers", str(given)).returncode == 0
    put(pack, NEW)
    done = dvcheck("case", "repack", case, "--yes")
    assert done.returncode == 2
    assert f"dvcheck incident {case}" in done.stderr


# --- at a terminal, and in two windows ----------------------------------------------------------------------


@pytest.mark.parametrize(("key", "said"), [("1", "Nothing was moved."), ("2", "now has the checklists")])
def test_one_key_at_a_terminal_moves_it_or_not(pack: Path, case: str, key: str, said: str) -> None:
    put(pack, NEW)
    with Officer("case", "repack", case) as officer:
        officer.wait_for("Write it down")
        officer.wait_for(f"Move {case} to the checklists effective Jul 5, 2024")
        officer.press(key)
        officer.wait_for(said)
        assert officer.exit_status == 0
        assert officer.left_as_found
    assert ("case-repacked" in [kind for kind, _ in entries(case)]) is (key == "2")


def test_what_another_window_records_meanwhile_refuses_the_move(pack: Path, case: str) -> None:
    put(pack, NEW)
    with Officer("case", "repack", case) as officer:
        officer.wait_for("Yes, move it")
        assert dvcheck("note", case, "meanwhile").returncode == 0
        officer.press("2")
        officer.wait_for("another window changed case")
        assert officer.exit_status == 2
    assert "case-repacked" not in [kind for kind, _ in entries(case)]


def test_a_walk_ends_at_its_next_answer_where_its_case_was_moved(pack: Path, tmp_path: Path) -> None:
    with Officer("incident", "--new") as officer:
        officer.answer("Is somebody hurt?", "y")
        officer.wait_for_question("Is there a weapon?")
        case = only_case()
        put(pack, NEW)
        moved(case)
        before = entries(case)
        officer.press("y")
        officer.wait_for("another window moved case")
        assert officer.exit_status == 2
        assert officer.left_as_found
    assert entries(case) == before
    with Officer("incident", case) as officer:
        officer.answer("Is it cold?", "n")
        officer.wait_for("What of this is done already?")
        officer.press("q")
        assert officer.exit_status == 130
