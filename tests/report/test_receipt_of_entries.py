"""The receipt of a case with duties for each entry of a list gives the same result again."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from dvcheck.pack import library
from dvcheck.pack.value import Value
from dvcheck.report.json import assessment as report
from dvcheck.report.json.receipt import receipt, replay
from dvcheck.rules.answer import Answer, EntryIdentity, Mark
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from tests.people import FILES, WALK
from tests.small_packs import NOW

SOURCE = library._source(FILES, "(test)")
GIVEN: dict[str, Value] = {
    "several": "yes",
    "people": ("Ann", "Bo"),
    "worse": "2",
    "pain@2": "8",
    "aided@2": "no",
}


def made(
    given: Mapping[str, Value] = GIVEN,
    marks: Mapping[str, Mark] | None = None,
    *,
    source: library.PackFiles = SOURCE,
    entries: tuple[EntryIdentity, ...] = (),
    sensitive: bool = False,
) -> dict[str, Any]:
    pack = library.load(source, None)
    answers = {name: Answer(value=value, at=NOW) for name, value in given.items()}
    if entries:
        answers["people"] = Answer(value=given["people"], at=NOW, entries=entries)
    opened = NOW - timedelta(hours=25)
    found = assess(outline(pack, ("walk",)), answers, marks or {}, NOW, None, opened)
    document = report.document(pack, found, case=None, today=NOW.date(), sensitive=sensitive)
    out = receipt(
        found,
        source.archive(),
        digest=source.digest,
        checklists=("walk",),
        marks=marks or {},
        shift_ends=None,
        opened=opened,
        assessed=NOW,
        sensitive=sensitive,
    )
    read: dict[str, Any] = msgspec.json.decode(msgspec.json.encode({**document, "receipt": out}))
    return read


def differences(document: object) -> tuple[str, ...]:
    return replay(json.dumps(document).encode(), "r.json").differences


def duties(document: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    return {(o["id"], o.get("for", {}).get("id", "")): o["status"] for o in document["obligations"]}


def test_each_duty_has_its_id_of_the_pack_and_who_it_is_for() -> None:
    found = made()
    ann, bo = (o for o in found["obligations"] if o["id"] == "photograph")
    assert ann["for"] == {"list": "people", "id": "1", "name": "Ann"}
    assert (bo["for"]["name"], bo["text"]) == ("Bo", "Bo: Photograph each injury")
    assert found["answers"]["people"]["entries"] == ["1", "2"]
    assert [(n["id"], n["for"]["name"]) for n in found["notes"]] == [("worst-hurt", "Bo")]


def test_it_is_worked_out_to_the_same_also_where_ids_and_times_are_not_the_usual() -> None:
    first = NOW - timedelta(hours=2)
    entries = (EntryIdentity(id="3", since=NOW), EntryIdentity(id="2", since=first))
    marks = {
        "photograph": Mark(status="done", at=first),
        "photograph@3": Mark(status="not-feasible", at=NOW, reason="gone"),
    }
    found = made(marks=marks, entries=entries)
    assert duties(found)["photograph", "2"] == "done"
    assert duties(found)["note-gap", "3"] == "open"
    assert differences(found) == ()


def test_a_deadline_that_counts_from_the_opening_is_worked_out_again() -> None:
    found = made()
    assert next(o for o in found["obligations"] if o["id"] == "photograph")["overdue"]
    assert differences(found) == ()
    del found["receipt"]["opened"]
    assert any("overdue" in line for line in differences(found))


@pytest.mark.parametrize("change", ["the id", "the name", "one more", "one less"])
def test_a_changed_entry_shows(change: str) -> None:
    found = made()
    answer = found["receipt"]["answers"]["people"]
    match change:
        case "the id":
            answer["entries"][1]["id"] = "7"
        case "the name":
            answer["value"][1] = "Cy"
        case "one more":
            answer["value"].append("Cy")
            answer["entries"].append({"id": "3", "since": answer["entries"][0]["since"]})
        case "one less":
            answer["value"].pop()
            answer["entries"].pop()
    assert differences(found)


def test_a_sensitive_list_is_worked_out_without_its_names() -> None:
    hidden = {**FILES, "walk.yaml": WALK.replace("kind: list,", "kind: list, sensitive: true,")}
    found = made(source=library._source(hidden, "(test)"))
    assert "Ann" not in json.dumps({**found, "receipt": {**found["receipt"], "pack": ""}})
    assert next(o for o in found["obligations"] if "for" in o)["for"] == {
        "list": "people",
        "id": "1",
        "name": None,
    }
    assert next(o["text"] for o in found["obligations"] if "for" in o).startswith("Hurt no. 1: ")
    assert differences(found) == ()


def test_a_sensitive_answer_that_is_compared_cannot_be_withheld_and_worked_out() -> None:
    hidden = {**FILES, "walk.yaml": WALK.replace("kind: number,", "kind: number, sensitive: true,")}
    source = library._source(hidden, "(test)")
    assert made(source=source)["receipt"]["not_replayable"]
    assert made(source=source, sensitive=True)["receipt"]["not_replayable"] is None


def test_the_json_of_what_is_met_for_each_entry_is_that_of_the_schema() -> None:
    schema = json.loads(
        (Path(__file__).parents[2] / "docs" / "assessment.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.validate(made(), schema)
    jsonschema.validate(made({"several": "yes", "people": "unknown", "pain": "3"}), schema)
