"""Receipts: the same result follows again, a change is found, and a hostile receipt is refused."""

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvcheck.academy import read_scenario as scenarios
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Obligation
from dvcheck.pack.value import Value
from dvcheck.report.json import assessment as report
from dvcheck.report.json.receipt import receipt, replay
from dvcheck.rules.answer import Answer, Mark, allowed_answers
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from tests.drawn import drawn
from tests.report.cases import NOW, SENSITIVE_ITEMS
from tests.small_packs import POLICY
from tests.terminal.walks import ASSAULT, values

SOURCE = library.read(library.shipped_folder())
PACK = library.load(SOURCE, None)
SCENARIOS, _ = scenarios.parse_all(library.scenario_files(library.shipped_folder()), PACK)

SMALL_FILES = {
    "policy.yaml": POLICY,
    "walk.yaml": f"checklist: walk\ntitle: Walk\nsections:\n- title: All\n  items:\n{SENSITIVE_ITEMS}",
}


def made(
    given: Mapping[str, Value],
    marks: Mapping[str, Mark] | None = None,
    *,
    checklists: tuple[str, ...] = ("incident",),
    source: library.PackFiles = SOURCE,
    sensitive: bool = False,
    shift_ends: datetime | None = None,
) -> dict[str, Any]:
    """The JSON of a report, as it is read back."""
    pack = PACK if source is SOURCE else library.load(source, None)
    answers = {name: Answer(value=value, at=NOW) for name, value in given.items()}
    assessment = assess(outline(pack, checklists), answers, marks or {}, NOW, shift_ends)
    document = report.document(pack, assessment, case=None, today=NOW.date(), sensitive=sensitive)
    given_out = receipt(
        assessment,
        source.archive(),
        digest=pack.digest,
        checklists=checklists,
        marks=marks or {},
        opened=None,
        shift_ends=shift_ends,
        assessed=NOW,
        sensitive=sensitive,
    )
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode({**document, "receipt": given_out}))
    return found


def small() -> library.PackFiles:
    return library.from_archive(zlib.compress(msgspec.json.encode(SMALL_FILES)))


def differences(document: object) -> tuple[str, ...]:
    return replay(json.dumps(document).encode(), "r.json").differences


@pytest.fixture
def assault() -> dict[str, Any]:
    marks = {
        "photo-close": Mark(status="done", at=NOW),
        "list-children": Mark(status="not-feasible", at=NOW, reason="Nobody knew."),
        "go-report": Mark(status="carried-over", at=NOW, reason="Computer down."),
    }
    ends = datetime(2026, 11, 1, 15, 0, 0, 123456, tzinfo=UTC)
    return made(values(ASSAULT), marks, shift_ends=ends)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.id)
def test_every_scenario_is_worked_out_to_the_same(scenario: scenarios.Scenario) -> None:
    marks = {name: Mark(status="done", at=NOW) for name in scenario.done}
    for name, reason in scenario.not_feasible.items():
        marks[name] = Mark(status="not-feasible", at=NOW, reason=reason)
    document = made(scenario.answers, marks, checklists=(scenario.checklist,))
    assert differences(document) == ()


def test_marks_and_the_end_of_the_shift_are_part_of_it(assault: dict[str, Any]) -> None:
    status = {o["id"]: o["status"] for o in assault["obligations"]}
    assert (status["photo-close"], status["list-children"]) == ("done", "not-feasible")
    assert next(o for o in assault["obligations"] if o["id"] == "go-report")["overdue"]
    assert differences(assault) == ()


CLOSED = [q for q in PACK.questions() if q.kind in ("yes-no", "choice", "choices")]
DUTIES = [i.id for i in PACK.items() if isinstance(i, Obligation)]


@st.composite
def any_case(draw: st.DrawFn) -> tuple[dict[str, Value], dict[str, Mark]]:
    answers: dict[str, Value] = {}
    for question in draw(st.lists(st.sampled_from(CLOSED), unique_by=lambda q: q.id)):
        value = draw(st.sampled_from(allowed_answers(question)))
        answers[question.id] = (value,) if question.kind == "choices" and value != "unknown" else value
    marked = draw(st.lists(st.sampled_from(DUTIES), max_size=5))
    return answers, {name: Mark(status="done", at=NOW) for name in marked}


@settings(max_examples=drawn(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_case())
def test_whatever_was_answered_is_worked_out_to_the_same(
    case: tuple[dict[str, Value], dict[str, Mark]],
) -> None:
    walks = ("incident", "serve-order", "standby")
    assert differences(made(*case, checklists=walks)) == ()


Change = Callable[[dict[str, Any]], None]


def _set(*path: str | int, value: object) -> Change:
    def change(document: dict[str, Any]) -> None:
        place: Any = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("receipt", "answers", "suspect-here", "value", value="no"), "obligation custodial-arrest"),
        (_set("answers", "suspect-here", "value", value="no"), "answer suspect-here"),
        (_set("obligations", 0, "status", value="open"), "status: open in the report, done from its receipt"),
        (_set("obligations", 0, "text", value="Go home"), "text: Go home in the report"),
        (_set("findings", "dv-crime", value="no"), "finding dv-crime: no in the report, yes from"),
        (_set("notes", value=[]), "follows, but is not in the report"),
        (_set("outcomes", value=[]), "outcome of incident: nothing in the report"),
        (_set("outcomes", 0, "id", value="made-up"), "outcome of incident"),
        (_set("unasked", value=["never-asked"]), "question never-asked: listed as not asked in the report"),
        (_set("receipt", "marks", value={}), "obligation photo-close: status: done in the report, open from"),
        (_set("receipt", "shift_ends", value=None), "obligation go-report: due"),
        (_set("policy", "review_overdue", value=False), "policy review_overdue: false in the report"),
        (lambda d: d["obligations"].pop(), "follows, but is not in the report"),
        (lambda d: d["obligations"].append({"id": "made-up"}), "obligation made-up: in the report, but does"),
        (lambda d: d["obligations"].append(d["obligations"][0]), "is in the report more than once"),
        (lambda d: d["notes"].append({"text": "no id"}), "note None: in the report, but does not follow"),
    ],
)
def test_what_was_changed_is_named(assault: dict[str, Any], change: Change, said: str) -> None:
    change(assault)
    found = differences(assault)
    assert any(said in difference for difference in found), found


def _packed(files: Mapping[str, str]) -> tuple[str, str]:
    content = zlib.compress(msgspec.json.encode(files))
    return base64.b64encode(content).decode(), library.from_archive(content).digest


def _with_pack(files: Mapping[str, str]) -> Change:
    def change(document: dict[str, Any]) -> None:
        document["receipt"]["pack"], document["receipt"]["digest"] = _packed(files)

    return change


CYCLE = "checklist: {}\ntitle: T\nsections:\n- title: S\n  items:\n  - {{include: {}}}\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("schema", value=2), "not the JSON of a report"),
        (_set("receipt", value=None), "not the JSON of a report"),
        (lambda d: d.pop("receipt"), "missing required field `receipt`"),
        (lambda d: d.pop("findings"), "missing required field `findings`"),
        (_set("receipt", "more", value=1), "unknown field `more`"),
        (_set("receipt", "checklists", value=["no\x1bsuch"]), 'no checklist "no\\x1bsuch"'),
        (_set("receipt", "assessed", value="2026-11-01T15:30:00"), "not the JSON of a report"),
        (_set("receipt", "assessed", value="0001-01-01T00:00:00+23:59"), "in the year 1"),
        (_set("receipt", "shift_ends", value="9999-12-31T23:59:59-12:00"), "in the year 9999"),
        (_set("receipt", "answers", "made-up", value={"at": "2026-11-01T00:00:00Z"}), 'question "made-up"'),
        (_set("receipt", "answers", "suspect", value={"at": "2026-11-01T00:00:00Z"}), 'answer to "suspect"'),
        (
            _set(
                "receipt", "answers", "suspect", value={"at": "2026-11-01T00:00:00Z", "withheld": "answered"}
            ),
            'answer to "suspect"',
        ),
        (_set("receipt", "pack", value="%%%"), "the pack in it is damaged"),
        (_set("receipt", "pack", value=base64.b64encode(b"x" * 99).decode()), "the pack in it is damaged"),
        (_set("receipt", "pack", value=_packed({"a.yaml": ""})[0]), "the digest differs"),
        (_set("receipt", "digest", value=f"sha256:{'0' * 64}"), "the digest differs"),
        (_with_pack({"policy.yaml": "!!python/object:os.system x"}), "the pack in it is not sound"),
        (_with_pack({"policy.yaml": "[" * 100_000}), "the pack in it is not sound"),
        (_with_pack({f"{n}.yaml": "" for n in range(300)}), "over 200 files"),
        (
            _with_pack(
                {"policy.yaml": POLICY, "a.yaml": CYCLE.format("a", "b"), "b.yaml": CYCLE.format("b", "a")}
            ),
            "include-cycle",
        ),
    ],
)
def test_a_receipt_that_is_none_is_refused_in_words(
    assault: dict[str, Any], change: Change, said: str
) -> None:
    change(assault)
    with pytest.raises(DvcheckError) as caught:
        differences(assault)
    assert caught.value.code is Exit.BAD_INPUT
    assert caught.value.message.startswith("r.json: ")
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"worksheet", "not JSON"),
        (b"[]", "not the JSON of a report"),
        (b'"\\ud800"', "not "),
        (b"[" * 200_000, "not "),
        (b'{"schema":1,"case":' + b'{"a":' * 100_000, ""),
        (b'{"schema":1,"case":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001, ""),
        (b'{"schema": 1e999}', "not "),
        (b" " * (8 << 20) + b"{}", "over 8 MiB"),
    ],
    ids=range(10),
)
def test_what_is_no_json_of_a_report_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(DvcheckError) as caught:
        replay(content, "r\x1b.json")
    assert caught.value.code is Exit.BAD_INPUT
    assert caught.value.message.startswith("r\\x1b.json: ")
    assert said in caught.value.message


def test_a_pack_that_grows_when_unpacked_is_refused(assault: dict[str, Any]) -> None:
    bomb = zlib.compress(b'{"a.yaml":"' + b" " * (64 << 20) + b'"}', 9)
    assault["receipt"]["pack"] = base64.b64encode(bomb).decode()
    with pytest.raises(DvcheckError, match="damaged"):
        differences(assault)


@cache
def _of_the_assault() -> bytes:
    return json.dumps(made(values(ASSAULT))).encode()


@settings(max_examples=drawn(150), deadline=None)
@given(st.data())
def test_a_receipt_with_a_byte_changed_never_ends_in_a_traceback(data: st.DataObject) -> None:
    content = bytearray(_of_the_assault())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    with suppress(DvcheckError):
        replay(bytes(content), "r.json")


GIVEN: dict[str, Value] = {"name": "Jane Roe", "things": ("her passport",)}


def test_sensitive_answers_are_withheld_and_it_is_the_same_all_the_same() -> None:
    document = made(GIVEN, checklists=("walk",), source=small())
    text = json.dumps({**document, "receipt": {**document["receipt"], "pack": ""}})
    assert "Roe" not in text
    assert "passport" not in text
    assert document["receipt"]["answers"]["name"]["withheld"] == "answered"
    assert {o["id"]: o["status"] for o in document["obligations"]} == {
        "tell": "open",
        "seize": "undetermined",
    }
    assert differences(document) == ()


def test_a_withheld_unknown_stays_unknown() -> None:
    document = made({"name": "unknown"}, checklists=("walk",), source=small())
    assert document["receipt"]["answers"]["name"]["withheld"] == "unknown"
    assert {o["id"]: o["status"] for o in document["obligations"]}["tell"] == "undetermined"
    assert differences(document) == ()


def test_an_answer_that_decides_by_what_it_says_cannot_be_withheld_from_a_replay() -> None:
    document = made({**GIVEN, "weapon": "yes"}, checklists=("walk",), source=small())
    assert "--include-sensitive" in document["receipt"]["not_replayable"]
    with pytest.raises(DvcheckError, match="only be worked out again when the report is made with --include"):
        differences(document)


def test_with_the_sensitive_answers_all_is_the_same() -> None:
    given = {**GIVEN, "weapon": "yes"}
    document = made(given, checklists=("walk",), source=small(), sensitive=True)
    assert document["receipt"]["not_replayable"] is None
    assert document["answers"]["name"]["value"] == "Jane Roe"
    assert differences(document) == ()


def test_nothing_is_kept_of_the_pack_of_a_receipt(assault: dict[str, Any], home: Path) -> None:
    assert differences(assault) == ()
    assert not home.exists()
