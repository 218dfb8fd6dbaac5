"""Many cases assessed: each as `assess` does it, a bad line reported and skipped, and little in memory."""

import gc
import itertools
import json
import random
import re
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from dvcheck.academy import read_scenario as scenarios
from dvcheck.academy.scenario import TOLD_AT, Scenario
from dvcheck.actions import assess as one
from dvcheck.actions import batch, batch_jobs
from dvcheck.actions.assess import assess_file
from dvcheck.actions.assessor import MAX_LINE, Assessor, Line, LineResult, Terms
from dvcheck.actions.batch_jobs import AHEAD, Pipe, Workers
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Obligation, Question
from dvcheck.report.json import assessment as report
from dvcheck.report.json.text import inert
from dvcheck.rules.answer import Answer, Mark
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from tests.drawn import drawn
from tests.terminal.walks import shipped

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "batch.schema.json").read_text(encoding="utf-8"))
REGISTRY: Registry[Any] = Registry().with_resource(
    "assessment.schema.json",
    Resource.from_contents(json.loads((DOCS / "assessment.schema.json").read_text(encoding="utf-8"))),
)
ENDS = TOLD_AT + timedelta(hours=8)


def valid(part: str, document: object) -> bool:
    schema = {"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]}
    return jsonschema.Draft202012Validator(schema, registry=REGISTRY).is_valid(document)


def told() -> tuple[Scenario, ...]:
    found, problems = scenarios.parse_all(library.scenario_files(library.shipped_folder()), shipped())
    assert not problems
    return found


SCENARIOS = told()


def outcome(content: bytes, **terms: Any) -> dict[str, Any]:
    """Return the outcome of a line, as the seventh."""
    found = Assessor(Terms(pack=shipped(), **{"checklist": "incident"} | terms)).outcome(
        Line(number=7, content=content)
    )
    assert found.text == inert(found.text)
    assert found.text.count("\n") == 1
    document: dict[str, Any] = json.loads(found.text)
    assert found.error == document.get("error", "")
    assert valid("output", document)
    return document


def line(**parts: object) -> bytes:
    return json.dumps({"id": "a", "answers": {}} | parts).encode()


def read(path: Path, content: bytes, jobs: int = 1) -> list[LineResult]:
    """The outcomes of a file."""
    path.write_bytes(content)
    with batch.open_batch(Workspace(), path, "incident", jobs=jobs) as cases:
        return list(cases.outcomes())


# --- the same as one assessment -----------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.id for s in SCENARIOS])
def test_a_line_is_assessed_as_its_answers_are_by_themselves(
    scenario: Scenario, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {name: v if isinstance(v, str) else list(v) for name, v in scenario.answers.items()}
    path = tmp_path / "answers.yaml"
    path.write_text(yaml.safe_dump(given, sort_keys=False, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(one, "now", lambda: TOLD_AT)
    found = assess_file(Workspace(home=home), path, scenario.checklist)
    expected = report.document(found.pack, found.assessment, case=None, today=TOLD_AT.date())
    written = {"id": "a", "checklist": scenario.checklist, "answers": given, "at": TOLD_AT.isoformat()}
    assert valid("input", written)
    assert outcome(json.dumps(written).encode()) == {"id": "a", "assessment": plain(expected)}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[s.id for s in SCENARIOS])
def test_marks_and_times_of_a_line_count(scenario: Scenario) -> None:
    marks = {**dict.fromkeys(scenario.done, "done"), **dict.fromkeys(scenario.not_feasible, "not-feasible")}
    written = {
        "id": scenario.title,
        "checklist": scenario.checklist,
        "answers": scenario.answers,
        "marks": marks,
        "at": TOLD_AT.isoformat(),
        "shift_ends": ENDS.isoformat(),
    }
    content = json.dumps(written).encode()
    assert valid("input", json.loads(content))
    assessment = assess(
        outline(shipped(), (scenario.checklist,)),
        {name: Answer(value=value, at=TOLD_AT) for name, value in scenario.answers.items()},
        {name: Mark(status=status, at=TOLD_AT) for name, status in marks.items()},  # type: ignore[arg-type]
        TOLD_AT,
        ENDS,
    )
    for more in ({}, {"everything": True, "sensitive": True}):
        expected = report.document(shipped(), assessment, case=None, today=TOLD_AT.date(), **more)
        assert outcome(content, **more) == {"id": scenario.title, "assessment": plain(expected)}


def plain(document: object) -> Any:
    return json.loads(json.dumps(document))


def test_a_line_without_a_checklist_is_of_the_one_named_for_all() -> None:
    findings = {
        name: outcome(line(), checklist=name)["assessment"]["findings"] for name in ("incident", "standby")
    }
    assert findings["incident"] != findings["standby"]
    assert outcome(line(checklist="standby"))["assessment"]["findings"] == findings["standby"]
    assert outcome(line(checklist=None, marks=None, shift_ends=None)).keys() == {"id", "assessment"}


def test_a_line_that_does_not_say_when_is_assessed_now() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    at = outcome(line(answers={"two-members": "yes"}))["assessment"]["answers"]["two-members"]["at"]
    assert before <= datetime.fromisoformat(at) <= datetime.now(UTC)


def test_a_time_is_one_moment_in_whatever_zone() -> None:
    same = {
        json.dumps(outcome(line(answers={"two-members": "no"}, at=at)))
        for at in ("2026-01-15T20:00:00Z", "2026-01-15T12:00:00-08:00", "2026-01-16T05:00:00.25+09:00")
    }
    assert len(same) == 1


def test_a_scalar_is_what_is_written_as_in_an_answers_file() -> None:
    question, home = a_question("number")
    by_text, by_number = (
        outcome(line(checklist=home, answers={question.id: value}, at="2026-01-15T20:00:00Z"), sensitive=True)
        for value in ("7", 7)
    )
    assert by_text == by_number
    assert by_text["assessment"]["answers"][question.id]["value"] == "7"


def a_question(kind: str, *, sensitive: bool = False) -> tuple[Question, str]:
    """Return a question of a kind, and its checklist."""
    return next(
        (item, checklist.id)
        for checklist in shipped().checklists
        for section in checklist.sections
        for item in section.items
        if isinstance(item, Question) and item.kind == kind and item.sensitive >= sensitive
    )


def test_the_lines_of_the_page_on_it_are_such_lines() -> None:
    page = (DOCS / "batch.md").read_text(encoding="utf-8")
    given, made = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    lines = [json.loads(one) for one in given.splitlines()]
    assert [valid("input", one) for one in lines] == [True, True]
    assert [outcome(json.dumps(one).encode()).get("error") for one in lines] == [None, None]
    done, refused = (json.loads(one) for one in made.splitlines())
    assert done["assessment"].items() <= outcome(line())["assessment"].items()
    assert valid("output", refused)
    assert refused["error"] == outcome(line(answers={"two-membrs": "yes"}))["error"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": 5},
        {"id": ""},
        {"answer": {}},
        {"answers": []},
        {"marks": {"go-report": "carried-over"}},
        {"at": None},
    ],
    ids=str,
)
def test_what_the_schema_refuses_is_a_bad_line(wrong: dict[str, object]) -> None:
    assert not valid("input", {"id": "a", "answers": {}} | wrong)
    assert "error" in outcome(line(**wrong))


# --- bad lines ----------------------------------------------------------------------------------------------

OBJECT = 'a line is one object, such as {"id": "26-118"'

BAD: dict[str, tuple[bytes, str | None, str]] = {
    "no JSON": (b"nope", None, f"not JSON: Expecting value, column 1; {OBJECT}"),
    "half of an object": (b'{"id": "a"', None, "not JSON: Expecting ',' delimiter, column 11"),
    "two objects": (b"{} {}", None, "not JSON: Extra data, column 4"),
    "no object": (b"[1]", None, f"not a JSON object; {OBJECT}"),
    "a text": (b'"a"', None, "not a JSON object"),
    "NaN": (b'{"id": "a", "answers": {"two-members": NaN}}', None, "NaN is not a JSON value"),
    "Infinity": (b'{"id": -Infinity}', None, "-Infinity is not a JSON value"),
    "deep nesting": (b"[" * 200_000, None, "nested too deep"),
    "deep objects": (b'{"a":' * 100_000, None, "nested too deep"),
    "no UTF-8": (b'{"id": "\xff"}', None, "byte 9 is not UTF-8: save the file as UTF-8"),
    "UTF-16": ('{"id": "a"}'.encode("utf-16"), None, "byte 1 is not UTF-8"),
    "a NUL": (b'{"id": "a\0"}', None, "Invalid control character, column 10"),
    "an unknown key": (line(answer={}), "a", '"answer" is not a key of a line; did you mean "answers"? (id,'),
    "a key twice": (b'{"id": "a", "answers": {}, "answers": {}}', "a", '"answers" appears twice'),
    "a question twice": (
        b'{"id": "a", "answers": {"two-members": "yes", "two-members": "no"}}',
        "a",
        '"two-members" appears twice: keep one of them',
    ),
    "no id": (b'{"answers": {}}', None, '"id" is missing: give each line an id'),
    "an id that is a number": (line(id=5), None, '"id" is not text: put it in quotes'),
    "an empty id": (line(id=" "), None, '"id" must have 1 to 200 characters'),
    "a long id": (line(id="x" * 201), None, '"id" must have 1 to 200 characters'),
    "a NUL in the id": (line(id="a\0"), None, '"id" has a control character: a\\x00'),
    "half a character in the id": (line(id="\ud800"), None, "control character: \\ud800"),
    "an id that turns the line": (line(id="a\u202e"), None, "control character: a\\u202e"),
    "no answers": (b'{"id": "a"}', "a", '"answers" is missing or is not an object; write it as question ids'),
    "answers in a list": (line(answers=[]), "a", '"answers" is missing or is not an object'),
    "marks in a list": (
        line(marks=[]),
        "a",
        '"marks" is missing or is not an object; write it as obligation',
    ),
    "an unknown checklist": (
        line(checklist="incidnt"),
        "a",
        'the pack has no checklist "incidnt"; did you mean "incident"? (',
    ),
    "a checklist that is a number": (line(checklist=1), "a", 'the pack has no checklist "1" ('),
    "an unknown question": (
        line(answers={"two-membrs": "yes"}),
        "a",
        'no question is called "two-membrs"; did you mean "two-members"?',
    ),
    "an obligation among the answers": (
        line(answers={"go-report": "yes"}),
        "a",
        'no question is called "go-report"',
    ),
    "a question of another checklist": (
        line(checklist="standby", answers={"two-members": "yes"}),
        "a",
        '"two-members" is a question of incident, which this line does not use: write "checklist"',
    ),
    "a list for one answer": (line(answers={"two-members": ["yes"]}), "a", "one answer is expected here"),
    "another answer": (
        line(answers={"two-members": "perhaps"}),
        "a",
        'answers: two-members: "perhaps" is not an answer to two-members (yes, no, unknown)',
    ),
    "true": (
        line(answers={"two-members": True}),
        "a",
        '"true" is not an answer to two-members (yes, no, unknown)',
    ),
    "null": (
        line(answers={"two-members": None}),
        "a",
        'null is not an answer: leave the question out, or write "unknown"',
    ),
    "an object for an answer": (
        line(answers={"two-members": {}}),
        "a",
        "answers: two-members: an answer must be text or a list of texts",
    ),
    "a list in a list": (line(answers={"call-type": [["x"]]}), "a", "every answer in a list must be text"),
    "a huge number": (
        b'{"id": "a", "answers": {"two-members": ' + b"9" * 10_000 + b"}}",
        "a",
        f'"{"9" * 40}" is not an answer',
    ),
    "a number past all numbers": (
        b'{"id": "a", "answers": {"two-members": 1e999}}',
        "a",
        '"1e999" is not an answer to two-members',
    ),
    "a control character": (
        line(answers={"two-members": "yes\x1b"}),
        "a",
        "the text has a control character",
    ),
    "an unknown obligation": (
        line(marks={"go-reprt": "done"}),
        "a",
        'no obligation is called "go-reprt"; did you mean "go-report"?',
    ),
    "an obligation of another checklist": (
        line(checklist="standby", marks={"arrest-for-violation": "done"}),
        "a",
        '"arrest-for-violation" is an obligation of',
    ),
    "another mark": (
        line(marks={"go-report": "carried-over"}),
        "a",
        'marks: go-report: "carried-over" is not a mark (done, not-feasible)',
    ),
    "a mark in a list": (
        line(marks={"go-report": ["done"]}),
        "a",
        '"[…]" is not a mark (done, not-feasible)',
    ),
    "not feasible where it must be done": (
        line(marks={"go-report": "not-feasible"}),
        "a",
        'the directive does not allow "not feasible" for go-report (3.1): it stays open until it is done',
    ),
    "a time without a zone": (
        line(at="2026-01-15T20:00:00"),
        "a",
        'at: "2026-01-15T20:00:00" has no time zone; write it as 2026-03-31T23:05:00-07:00',
    ),
    "a day": (line(at="2026-01-15"), "a", 'at: "2026-01-15" is not a time; write it as'),
    "a time that is a number": (line(at=1_768_507_200), "a", 'at: "1768507200" is not a time'),
    "half a character for a time": (line(at="\ud800"), "a", 'at: "\\ud800" is not a time'),
    "a time that is null": (line(at=None), "a", 'at: "null" is not a time'),
    "a year of no case": (
        line(shift_ends="0001-01-01T00:00:00+14:00"),
        "a",
        ": the year must be from",
    ),
    "another shift": (line(shift_ends="7:00"), "a", 'shift_ends: "7:00" is not a time'),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_told_with_its_number_and_what_to_do(name: str) -> None:
    content, case, error = BAD[name]
    found = outcome(content)
    assert (found["id"], found["line"]) == (case, 7)
    assert error in found["error"]


def test_what_stands_in_force_takes_no_mark() -> None:
    standing = next(
        i for i in outline(shipped(), ("incident",)).items if getattr(i.item, "kind", "") == "standing"
    )
    assert "in force and cannot be marked" in outcome(line(marks={standing.item.id: "done"}))["error"]


def test_all_that_is_wrong_with_a_line_is_told_up_to_ten() -> None:
    two = outcome(line(checklist="incident", answers={"two-members": "x", "call-type": "y"}, at="z"))
    assert two["error"] == 'at: "z" is not a time; write it as 2026-03-31T23:05:00-07:00, or with Z for UTC'
    two = outcome(line(answers={"two-members": "x", "call-type": "y"}, marks={"z": "done"}))
    assert [part in two["error"] for part in ("two-members", "call-type", '"z"')] == [True, True, True]
    many = outcome(line(answers={f"q{n}": "yes" for n in range(20_000)}))["error"]
    assert many.endswith('"q9"; and 19990 more')


def test_what_is_long_is_cut_where_it_is_told() -> None:
    assert len(outcome(line(answers={"y" * 900_000: 1}))["error"]) < 200
    assert len(outcome(line(**{"z" * 900_000: 1}))["error"]) < 200
    assert len(outcome(line(checklist="w" * 900_000))["error"]) < 500


def test_a_sensitive_answer_is_not_told_where_it_is_wrong() -> None:
    question, home = a_question("list", sensitive=True)
    content = line(checklist=home, answers={question.id: ["Jane Roe " * 20]})
    assert "Jane" not in outcome(content)["error"]
    assert "--include-sensitive" in outcome(content)["error"]
    assert "Jane" in outcome(content, sensitive=True)["error"]


JUNK = (
    None,
    True,
    10**400,
    1e308,
    "",
    "\0",
    "\ud800",
    "\u202e",
    "2026-13-45",
    "99:99",
    "٣",
    [],
    [""],
    [[]],
    {},
)


def test_no_line_however_wrong_is_more_than_refused() -> None:
    chance = random.Random(825)
    questions = [q.id for q in shipped().questions()]
    obligations = [i.id for i in shipped().items() if isinstance(i, Obligation)]
    for scenario in SCENARIOS * drawn(40):
        written: dict[str, Any] = {"id": "a", "checklist": scenario.checklist, "at": TOLD_AT.isoformat()}
        written |= {"answers": dict(scenario.answers), "marks": dict.fromkeys(scenario.done, "done")}
        part = chance.choice((written, written["answers"], written["marks"]))
        part[chance.choice((*written, *questions, *obligations))] = chance.choice(JUNK)
        content = bytearray(json.dumps(written).encode())
        if chance.random() < 0.5:
            content[chance.randrange(len(content))] = chance.randrange(256)
        outcome(bytes(content))


REFUSED = {"two-members": "perhaps", "call-type": "domestic", "two-membrs": "yes"}


@pytest.mark.parametrize("question", REFUSED)
def test_what_an_answers_file_is_refused_for_a_line_is_refused_for(
    question: str, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(f"{question}: {REFUSED[question]}\n", encoding="utf-8")
    with pytest.raises(DvcheckError) as refused:
        assess_file(Workspace(home=home), path, "incident")
    said = refused.value.message.splitlines()[0].split(": ", 2)[2]
    assert said in outcome(line(answers={question: REFUSED[question]}))["error"]


# --- the lines of a file ------------------------------------------------------------------------------------

GOOD = b'{"id": "good", "answers": {"two-members": "yes"}, "at": "2026-01-15T20:00:00Z"}'


def test_blank_lines_count_and_give_nothing(tmp_path: Path) -> None:
    found = read(tmp_path / "cases", b"\n" + GOOD + b"\n \t\r\nx\n\n" + GOOD)
    assert [(o.number, bool(o.error)) for o in found] == [(2, False), (4, True), (6, False)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""], ids=["LF", "CRLF", "nothing"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte-order mark"])
def test_a_line_is_a_line_however_it_ends_and_the_file_begins(
    mark: bytes, end: bytes, tmp_path: Path
) -> None:
    found = read(tmp_path / "cases", mark + (end or b"\n").join([GOOD, GOOD]) + end)
    assert [o.error for o in found] == ["", ""]


def test_an_empty_file_has_no_outcome(tmp_path: Path) -> None:
    assert read(tmp_path / "cases", b"") == []
    assert read(tmp_path / "cases", b"\xef\xbb\xbf\n") == []


def test_an_id_may_be_there_twice(tmp_path: Path) -> None:
    one, two = read(tmp_path / "cases", GOOD + b"\n" + GOOD)
    assert (one.text, one.number, two.number) == (two.text, 1, 2)


def test_a_line_of_1_mib_is_read_and_a_longer_one_is_never_held(tmp_path: Path) -> None:
    full = GOOD[:-1] + b" " * (MAX_LINE - len(GOOD)) + b"}"
    path = tmp_path / "cases"
    with path.open("wb") as file:
        for _ in range(20):
            file.write(b"x" * MAX_LINE)
        file.write(b"\n" + full + b"\n" + full + b" \n" + full)
    del full
    tracemalloc.start()
    try:
        found = [(o.number, bool(o.error)) for o in outcomes_of(path)]
        assert tracemalloc.get_traced_memory()[1] < 12 * MAX_LINE
    finally:
        tracemalloc.stop()
    assert found == [(1, True), (2, False), (3, True), (4, False)]


def outcomes_of(path: Path) -> Iterator[LineResult]:
    with batch.open_batch(Workspace(), path, "incident") as cases:
        yield from cases.outcomes()


def test_what_is_wrong_with_a_long_line_is_its_length() -> None:
    found = Assessor(Terms(pack=shipped(), checklist="incident")).outcome(Line(number=3, content=None))
    assert json.loads(found.text) == {"id": None, "line": 3, "error": "over 1 MiB: a line holds one case"}


def test_a_line_is_read_when_it_is_asked_for() -> None:
    class Endless(BytesIO):
        read_of_it = 0

        def readline(self, size: int | None = -1) -> bytes:
            self.read_of_it += 1
            return GOOD + b"\n"

    file = Endless()
    assert len(list(itertools.islice(batch._lines(file, Path("-")), 5))) == 5
    assert file.read_of_it == 5


@pytest.mark.parametrize("name", ["", "nowhere"], ids=["a folder", "no file"])
def test_a_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    with (
        pytest.raises(DvcheckError) as refused,
        batch.open_batch(Workspace(), tmp_path / name, "incident"),
    ):
        pass
    assert refused.value.code is Exit.BAD_INPUT


def test_a_file_that_goes_bad_while_it_is_read_is_told() -> None:
    class Broken(BytesIO):
        def readline(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(DvcheckError, match="cases: Input/output error") as refused:
        list(batch._lines(Broken(), Path("cases")))
    assert refused.value.code is Exit.BAD_INPUT


def test_lines_of_a_file_are_counted_and_those_of_a_pipe_are_not(tmp_path: Path) -> None:
    path = tmp_path / "cases"
    path.write_bytes(b"a\n\nb")
    assert batch.count_lines(path) == 2
    assert batch.count_lines(Path("-")) is None
    assert batch.count_lines(tmp_path / "nowhere") is None


def test_nothing_is_kept_of_a_line_that_is_done() -> None:
    assessor = Assessor(Terms(pack=shipped(), checklist="incident"))

    def work(numbers: range) -> None:
        for number in numbers:
            name = f"two-membrs{number % 5}"
            for content in (
                GOOD,
                line(answers={name: "yes"}),
                b"x" * 50_000,
                line(answers={"y" * 50_000: 1}),
            ):
                assessor.outcome(Line(number=number, content=content))

    work(range(20))
    tracemalloc.start()
    try:
        work(range(20, 40))
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        work(range(40, 140))
        gc.collect()
        assert tracemalloc.get_traced_memory()[0] - before < 100_000
    finally:
        tracemalloc.stop()


# --- how many were bad --------------------------------------------------------------------------------------


def test_that_lines_were_bad_is_told_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "cases"
    path.write_bytes(GOOD + b"\n[]\nx\n")
    with batch.open_batch(Workspace(), path, "incident") as cases:
        assert len(list(cases.outcomes())) == 3
    with pytest.raises(DvcheckError, match="2 of 3 lines could not be assessed; line 2: not a JSON") as bad:
        cases.require_all()
    assert bad.value.code is Exit.CHECK_FAILED


def test_where_all_could_be_assessed_there_is_nothing_to_tell(tmp_path: Path) -> None:
    path = tmp_path / "cases"
    path.write_bytes(GOOD)
    with batch.open_batch(Workspace(), path, "incident") as cases:
        list(cases.outcomes())
    cases.require_all()


def test_a_checklist_that_is_not_there_is_refused_at_once(tmp_path: Path) -> None:
    with (
        pytest.raises(DvcheckError, match='no checklist "incidnt"') as refused,
        batch.open_batch(Workspace(), tmp_path / "nowhere", "incidnt"),
    ):
        pass
    assert refused.value.code is Exit.USAGE


# --- several processes --------------------------------------------------------------------------------------


def test_several_processes_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"{n}", "answers": {}, "at": TOLD_AT.isoformat()}).encode() for n in range(40)]
    lines[7] = b"x"
    lines[23] = b'{"id": "' + b"y" * MAX_LINE
    content = b"\n".join(lines)
    assert read(tmp_path / "cases", content, jobs=3) == read(tmp_path / "cases", content)


class Waiting:
    """A process at the other end of a pipe, which reads a line only when asked."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    def send_bytes(self, buf: bytes, /) -> None:
        self.got.append(buf)

    def recv_bytes(self) -> bytes:
        import msgspec

        given = msgspec.msgpack.decode(self.got.pop(0), type=Line)
        return msgspec.msgpack.encode(LineResult(number=given.number, text=""))


def endless(read_of_it: list[int]) -> Iterator[Line]:
    for number in itertools.count(1):
        read_of_it.append(number)
        yield Line(number=number, content=b"")


def test_no_more_lines_are_read_than_processes_have_room_for() -> None:
    pipes: list[Pipe] = [Waiting(), Waiting()]
    read_of_it: list[int] = []
    outcomes = Workers(pipes).outcomes(endless(read_of_it))
    assert [o.number for o in itertools.islice(outcomes, 50)] == [*range(1, 51)]
    assert len(read_of_it) <= 50 + 2 * AHEAD + 1


def test_a_process_that_ends_is_told() -> None:
    class Dead(Waiting):
        def recv_bytes(self) -> bytes:
            raise EOFError

    class Closed(Waiting):
        def send_bytes(self, buf: bytes, /) -> None:
            raise BrokenPipeError

    for dead in (Dead(), Closed()):
        with pytest.raises(DvcheckError, match="ended early") as ended:
            list(Workers([dead]).outcomes(endless([])))
        assert ended.value.code is Exit.UNEXPECTED


def test_what_is_wrong_with_the_file_is_told_through_the_processes() -> None:
    def broken() -> Iterator[Line]:
        yield Line(number=1, content=b"")
        raise DvcheckError("cases: gone", code=Exit.BAD_INPUT)

    outcomes = Workers([Waiting()]).outcomes(broken())
    assert next(outcomes).number == 1
    with pytest.raises(DvcheckError, match="cases: gone"):
        next(outcomes)


def test_processes_that_the_system_does_not_start_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(batch_jobs, "get_context", refuse_context(refuse))
    with (
        pytest.raises(DvcheckError, match="cannot start 2 processes: Resource") as refused,
        batch_jobs.crew(Terms(pack=shipped(), checklist="incident"), 2),
    ):
        pass
    assert refused.value.code is Exit.UNEXPECTED


def refuse_context(refuse: Any) -> Any:
    class Context:
        Pipe = staticmethod(refuse)

    return lambda name: Context()
