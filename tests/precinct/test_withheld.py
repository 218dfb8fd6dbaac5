"""What leaves a laptop: at `no-sensitive` no typed text but case numbers and officers' ids."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from dvcheck.pack import library
from dvcheck.pack.model import Obligation, Question
from dvcheck.record import events
from dvcheck.record.chain import Stored, encode
from dvcheck.record.events import (
    Answered,
    CaseClosed,
    ChecklistStarted,
    EntryMarked,
    Marked,
    Noted,
    RawEvent,
)
from dvcheck.record.precinct import LEVELS, Level
from dvcheck.record.withheld import is_withheld
from dvcheck.rules.outline import base_of
from tests.precinct.force import Force
from tests.precinct.laptop import Laptop

TYPED = "Zoe Quux, 12 Elm St."
QUESTIONS = {q.id: q for q in library.load(library.read(library.shipped_folder()), None).questions()}
SHAPES: tuple[Any, ...] = (
    *get_args(events.OfCase), *get_args(events.OfShift), events.JournalRewound, events.RewindAccepted,
    events.JournalRestored, events.CasePurged,
)  # fmt: skip
STAYS = {"noted", "entry-marked"}
"""The kinds whose content always stays. Each other one goes if nothing in it was typed."""
NOT_TYPED = {
    "zone", "pack", "was", "dvcheck", "file", "case", "head", "opening", "hash", "kept", "checklist",
    "status", "value",
}  # fmt: skip
"""Texts that dvcheck itself writes."""
KNOWN = {"number", "officer"}
"""What was typed and goes all the same: docs/precinct-push.md says so."""


def withheld(kind: str, body: object, level: Level = "no-sensitive") -> bool:
    content = body if isinstance(body, bytes) else encode(body)
    entry = Stored(1, b"c-1A2B", b"", kind.encode(), content, b"", b"s")
    return is_withheld(entry, level, lambda name: QUESTIONS.get(base_of(name)))


def harmless(shape: Any) -> dict[str, Any]:
    """Return the body of an entry of a kind in which nothing was typed."""
    return {field.encode_name: _value(field) for field in msgspec.structs.fields(shape)}


def _value(field: Any) -> Any:
    said = str(field.type)
    special = {
        "question": "injured",
        "value": "one",
        "status": "done",
        "reason": "",
        "entries": [],
        "entry": "1",
    }
    if field.type is bool:
        return False
    if field.encode_name in special and "int" not in said:
        return special[field.encode_name]
    if "Mapping" in said:
        return {"pain@2": 1}
    if "datetime" in said:
        return "2026-07-05T21:00:00.000000Z"
    if field.type is bool:
        return True
    if "int" in said:
        return 7
    return ["go-report"] if "tuple" in said else "go-report"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.kind)
def test_each_kind_goes_or_stays(shape: Any) -> None:
    """A new kind stays until somebody has thought about it, and has put it here."""
    body = harmless(shape) | ({"mark": "taken"} if shape is EntryMarked else {})
    msgspec.convert(body, shape)
    assert withheld(shape.kind, body) is (shape.kind in STAYS)
    assert withheld(shape.kind, body, "seals")
    assert not withheld(shape.kind, body, "whole")


@pytest.mark.parametrize("shape", [s for s in SHAPES if s.kind not in STAYS], ids=lambda shape: shape.kind)
def test_no_typed_text_leaves(shape: Any) -> None:
    usual = harmless(shape)
    tried = [usual | {"another": TYPED}]
    for name, value in usual.items():
        if isinstance(value, dict):
            tried += [usual | {name: {f"pain@{TYPED}": 1}}]
        elif isinstance(value, list):
            tried += [usual | {name: [f"pain@{TYPED}"]}]
        elif isinstance(value, str) and name not in NOT_TYPED | KNOWN and value[:4] != "2026":
            tried += [usual | {name: TYPED if name == "reason" else f"pain@{TYPED}"}]
        if isinstance(value, str) and name == "value":
            tried += [usual | {name: TYPED}, usual | {name: [TYPED, "one"]}]
    for body in tried:
        assert withheld(shape.kind, body), body


def _values(question: Question) -> Iterator[object]:
    yield from (TYPED, [TYPED], [*(option.id for option in question.options), TYPED])


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.id)
def test_no_typed_answer_leaves(question: Question) -> None:
    for value in _values(question):
        assert withheld("answered", {"question": question.id, "value": value})
        assert withheld("answered", {"question": f"{question.id}@2", "value": value})
    usual = {
        "yes-no": "yes", "choice": "unknown", "choices": [o.id for o in question.options], "number": "3",
        "duration": "45", "date": "2026-07-05", "time": "21:05", "timer": "ended", "text": "unknown",
        "list": ["unknown"],
    }[question.kind]  # fmt: skip
    stays = question.sensitive or question.kind in ("text", "list") or bool(question.options_from)
    assert withheld("answered", {"question": question.id, "value": usual}) is stays
    assert withheld("answered", {"question": question.id, "value": usual, "entries": [TYPED]})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("from-a-newer-version", {"text": "x"}),
        ("answered", {"question": "nobody-knows", "value": "yes"}),
        ("answered", {"value": "yes"}),
        ("answered", {"question": 3, "value": "yes"}),
        ("marked", b"not JSON"),
        ("marked", b"[1]"),
        ("marked", b"[" * 5000),
        ("marked", b'{"obligation":"go-report","status":"done\xff"}'),
        ("marked", {"obligation": "go-report", "status": "gone"}),
    ],
)
def test_what_is_not_understood_stays(kind: str, body: object) -> None:
    assert withheld(kind, body)


@pytest.mark.parametrize("body", [b'{"text":"\x00"}', b'{"text":"\xff"}', b'{"text":"\xed\xa0\x80"}'])
def test_what_the_precinct_cannot_keep_stays_at_each_level(body: bytes) -> None:
    assert all(withheld("noted", body, level) for level in LEVELS)


@pytest.mark.parametrize("level", LEVELS)
def test_a_chain_verifies_at_each_level(level: str, force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path, force, settings=f'push = "{level}"')
    case = laptop.open("26-118")
    laptop.record(
        case,
        *(Answered(q.id, TYPED) for q in QUESTIONS.values() if q.kind == "text"),
        *(Answered(q.id, (TYPED,)) for q in QUESTIONS.values() if q.kind == "list"),
        Noted(TYPED),
        Marked("go-report", "carried-over", TYPED),
        EntryMarked("weapons-list", TYPED, "taken"),
        RawEvent("from-a-newer-version", {"text": TYPED}),
        Answered("injured", "one"),
        ChecklistStarted("verify-order"),
        CaseClosed(reason=TYPED),
    )
    found = laptop.push()
    assert (found.waiting, found.unlisted) == (0, 0)
    assert force.ask("SELECT precinct.first_bad(1, journal_id) FROM precinct.journal") == [(None,)]
    rows = force.ask("SELECT body FROM precinct.event ORDER BY seq")
    assert sum(body is None for (body,) in rows) == found.withheld
    with_typed = [body for (body,) in rows if body is not None and TYPED in body]
    kept = [body for (body,) in rows if body is not None]
    expected = {"seals": 0, "no-sensitive": 4, "whole": len(rows)}[level]
    assert len(kept) == expected
    assert bool(with_typed) is (level == "whole")


def test_a_line_of_the_board_has_the_number_and_the_duties_and_nothing_typed(
    force: Force, tmp_path: Path
) -> None:
    laptop = Laptop(tmp_path, force)
    case = laptop.open("26-118")
    answers = (
        Answered("two-members", "yes"),
        Answered("relationship", "spouses"),
        Answered("injured", "one"),
    )
    laptop.record(case, *answers, Answered("children", (TYPED, "Bob")), Noted(TYPED))
    laptop.record(case, Marked("go-report", "carried-over", TYPED))
    laptop.push()
    ((line,),) = force.ask("SELECT to_jsonb(c) FROM precinct.case_now c")
    assert line["number"] == "26-118"
    duties = {duty["id"] for duty in line["detail"]["duties"]}
    assert duties
    assert duties <= {item.id for item in laptop.workspace.pack().items() if isinstance(item, Obligation)}
    assert "Quux" not in msgspec.json.encode(line).decode()
