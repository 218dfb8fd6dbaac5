"""The forms of a pack, filled from a case, as `dvcheck report --form` prints them."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dvcheck.pack.model import Form, Pack
from dvcheck.pack.parse import parse
from dvcheck.pack.value import Value
from dvcheck.record.case import Case
from dvcheck.report.form import BLANK, kept_back, line, sheet
from dvcheck.report.sheet import FactList
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from tests.journal import only_case
from tests.pty import Officer, dvcheck
from tests.small_packs import NOW, POLICY
from tests.small_packs import answers as given
from tests.terminal.walks import SERVED_ANSWERS, answers_file, lay_out, shipped

WALK = """\
checklist: walk
title: Walk
sections:
- title: All
  items:
  - {ask: raining, text: Is it raining?, kind: yes-no, cites: ["1a"]}
  - {ask: place, text: Where?, kind: text, cites: ["1a"], when: {raining: yes}}
  - {ask: people, text: Who?, kind: list, cites: ["1a"], sensitive: true, unprompted: true}
  - ask: way
    text: Which way?
    kind: choices
    options: [{id: left, text: To the left}, {id: right, text: To the right}]
    cites: ["1a"]
  - {ask: cold, text: Is it cold?, kind: yes-no, cites: ["1a"]}
  - {finding: bad-weather, text: Bad weather, is: {any: [{raining: yes}, {cold: yes}]}, cites: ["1a"]}
  - {finding: came-up, text: It came up, once: {cold: yes}, cites: ["1a"]}
  - {finding: known-people, text: People are known, is: {people: answered}, cites: ["1a"]}
"""
OTHER = """\
checklist: other
title: Other
sections:
- {title: All, items: [{ask: elsewhere, text: Elsewhere?, kind: text, cites: ["1a"]}]}
"""
FORMS = """\
forms:
- form: cad
  title: Note
  as: line
  cites: ["1a"]
  fields:
  - {label: number, from: case-number}
  - {label: place, from: place}
  - {label: way, from: [way, elsewhere, place]}
  - {label: people, from: people}
  - {label: by, from: officer}
  - {label: since, from: opened}
  - {label: signed, blank: true}
  - {label: bad, from: bad-weather}
  - {label: came-up, from: came-up}
  - {label: known, from: known-people}
"""


def pack() -> Pack:
    files = {"policy.yaml": POLICY, "walk.yaml": WALK, "other.yaml": OTHER, "forms.yaml": FORMS}
    found, problems = parse(files, "sha256:small")
    assert found is not None, problems
    return found


def opened(number: str | None = None, officer: str | None = None) -> Case:
    return Case(
        id="c-0000",
        number=number,
        officer=officer,
        opened=datetime(2026, 11, 22, 6, 5, tzinfo=UTC),
        zone="UTC",
        pack_digest="sha256:small",
        checklists=("walk",),
        answers={},
        marks={},
        shift_ends=None,
        head=bytes(32),
    )


def assessed(answers: dict[str, Value]) -> Assessment:
    return assess(outline(pack(), ("walk",)), given(answers), {}, NOW)


def the_form() -> Form:
    (form,) = pack().forms
    return form


def filled(answers: dict[str, Value], case: Case | None = None, *, sensitive: bool = False) -> dict[str, str]:
    """Return the text after each label of the line."""
    text = line(the_form(), pack(), assessed(answers), case or opened(), sensitive=sensitive)
    title, _, rest = text.partition(": ")
    assert title == "Note"
    found = (part.partition(" ") for part in rest.split("; "))
    return {label: said for label, _, said in found}


def test_a_field_is_filled_from_the_answers_it_names() -> None:
    found = filled({"raining": "yes", "place": "By the shed", "way": ("left", "right")})
    assert found["place"] == "By the shed"
    text = line(the_form(), pack(), assessed({"raining": "yes", "way": ("left", "right")}), opened())
    assert "way To the left; To the right" in text


def test_a_field_without_an_answer_is_blank_and_unknown_says_unknown() -> None:
    assert set(filled({}).values()) == {BLANK, "Nov 21, 2026, 22:05"}
    found = filled({"raining": "yes", "place": "unknown"})
    assert (found["place"], found["way"]) == ("unknown", "unknown")


def test_an_answer_that_does_not_apply_any_more_fills_nothing() -> None:
    assert filled({"raining": "no", "place": "By the shed"})["place"] == BLANK


def test_the_case_fills_its_number_officer_and_opening_in_the_agencys_time() -> None:
    found = filled({}, opened(number="26-123", officer="Ofc. A. Test"))
    assert (found["number"], found["by"], found["since"]) == ("26-123", "Ofc. A. Test", "Nov 21, 2026, 22:05")
    assert found["signed"] == BLANK


def test_a_sensitive_answer_is_blank_unless_it_is_asked_for() -> None:
    answers: dict[str, Value] = {"people": ("Pat Example", "Sam Example")}
    assert filled(answers)["people"] == BLANK
    assert filled(answers, sensitive=True)["people"] == "Pat Example, Sam Example"
    assert kept_back(the_form(), assessed(answers)) == ("people", "known")
    assert kept_back(the_form(), assessed({"raining": "yes", "place": "x"})) == ()


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, BLANK),
        ({"raining": "no"}, BLANK),
        ({"raining": "unknown"}, BLANK),
        ({"raining": "yes"}, "yes"),
        ({"raining": "unknown", "cold": "yes"}, "yes"),
        ({"raining": "no", "cold": "no"}, "no"),
        ({"raining": "unknown", "cold": "no"}, "unknown"),
    ],
)
def test_a_finding_says_what_is_decided_and_nothing_while_a_question_could_decide_it(
    answers: dict[str, Value], said: str
) -> None:
    assert filled(answers)["bad"] == said


def test_what_nobody_was_asked_is_not_written_down_as_a_no() -> None:
    assert filled({})["came-up"] == BLANK
    assert filled({"cold": "yes"})["came-up"] == "yes"
    assert filled({"cold": "no"})["came-up"] == "no"
    assert assessed({}).findings["came-up"].value == "no"


def test_a_finding_over_a_sensitive_answer_is_sensitive() -> None:
    answers: dict[str, Value] = {"people": ("Pat Example",)}
    assert filled(answers)["known"] == BLANK
    assert filled(answers, sensitive=True)["known"] == "yes"


def test_a_line_is_one_line_of_inert_text() -> None:
    # Answers are made inert when they are entered, but a journal can hold others.
    at = datetime(2026, 11, 22, tzinfo=UTC)
    walk = outline(pack(), ("walk",))
    found = assess(walk, {}, {}, at)
    hostile = Answer(value="a\nb\x1b[31m\u202ec\r\x00", at=at)
    found.facts.answers["place"] = hostile
    text = line(the_form(), pack(), found, opened(number="1\n2\x9b"))
    assert "place a\\x0ab\\x1b[31m\\u202ec\\x0d\\x00;" in text
    assert text.isprintable()


def test_a_sheet_has_each_field_with_what_fills_it_or_dots() -> None:
    found = sheet(the_form(), pack(), assessed({"raining": "yes", "place": "unknown"}), opened(), now=NOW)
    (chapter,) = found.chapters
    (part,) = chapter.parts
    assert isinstance(part, FactList)
    rows = dict(part.rows)
    assert [*rows] == ["number", "place", "way", "people", "by", "since", "signed", "bad", "came-up", "known"]
    assert rows["place"] == ("unknown",)
    assert set(rows["signed"][0]) == {"."}
    assert "Review date" in " ".join(found.lead)
    assert found.mark == "Case c-0000 · record 0000-0000"


# --- as an officer meets them -------------------------------------------------------------------------------

NOTED: dict[str, Value] = {
    "service-time": "2026-11-21 22:15",
    "service-place": "100 Example Street",
    "persons-served": ("Pat Example",),
    "order-number": "26PO-0001",
}


@pytest.fixture
def case(tmp_path: Path) -> str:
    """An order served, with nothing noted yet."""
    answers = answers_file(tmp_path, lay_out("serve-order", SERVED_ANSWERS))
    done = dvcheck("serve-order", "--answers", answers, "--number", "26-123456", "--format", "json")
    assert done.returncode == 0, done.stderr
    return only_case()


def noted(case: str) -> None:
    for name, value in NOTED.items():
        text = value if isinstance(value, str) else ", ".join(value)
        done = dvcheck("amend", case, name, "--plain", typed=f"{text}\ny\n")
        assert done.returncode == 0, done.stderr


def report(case: str, *arguments: str) -> str:
    done = dvcheck("report", case, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_cad_line_has_what_the_directive_wants_noted(case: str) -> None:
    assert report(case, "--form", "cad") == (
        "Service of protection order: order number ______; date and time ______; location ______; "
        "served on ______\n"
    )
    noted(case)
    assert report(case, "--form", "cad", "--include-sensitive") == (
        "Service of protection order: order number 26PO-0001; date and time Nov 21, 2026, 22:15; "
        "location 100 Example Street; served on Pat Example\n"
    )


def test_what_is_left_blank_as_sensitive_is_said_beside_the_form(case: str) -> None:
    noted(case)
    done = dvcheck("report", case, "--form", "cad")
    assert "location ______; served on ______" in done.stdout
    assert done.stderr == "Left blank because sensitive: location, served on (--include-sensitive)\n"


def test_the_cad_line_of_a_case_without_a_service_claims_none(tmp_path: Path) -> None:
    answers = answers_file(tmp_path, lay_out("serve-order", SERVED_ANSWERS | {"served-now": "no"}))
    dvcheck("serve-order", "--answers", answers)
    noted_first = report(only_case(), "--form", "cad", "--include-sensitive")
    assert noted_first.count(BLANK) == 4


def test_the_service_sheet_is_filled_as_far_as_the_case_goes(case: str) -> None:
    noted(case)
    text = report(case, "--form", "service", "--include-sensitive")
    for said in (
        "- CAD number: 26-123456",
        "- Protection order number: 26PO-0001",
        "- Served by a Bureau member: yes",
        "- Date and time of service: Nov 21, 2026, 22:15",
        "- Place of service: 100 Example Street",
        "- Name of each person served: Pat Example",
        "- Order carries firearm terms: no",
        "- Form goes by: Fax",
    ):
        assert said in text
    assert re.search(r"^- MCSO Records called, when and with whom: \.{20,}$", text, re.MULTILINE)
    assert "Pat Example" not in report(case, "--form", "service")


def test_a_sheet_is_written_in_the_formats_of_a_report(case: str, tmp_path: Path) -> None:
    noted(case)
    page = report(case, "--form", "service", "--format", "html")
    assert "<td>26PO-0001</td>" in page
    assert "Pat Example" not in page
    path = tmp_path / "service.pdf"
    report(case, "--form", "service", "--format", "pdf", "-o", str(path))
    assert path.read_bytes().startswith(b"%PDF-")
    path = tmp_path / "service.md"
    dvcheck("report", case, "--form", "service", "-o", str(path))
    assert "26PO-0001" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--form", "serivce"], 'no form "serivce"; did you mean "service"?\nThey have service, cad.'),
        (["--form", "cad", "--format", "html"], "the form cad is one line of text"),
        (["--form", "service", "--format", "json"], "a form is not written as JSON"),
    ],
)
def test_what_cannot_be_printed_is_a_usage_error(case: str, arguments: list[str], said: str) -> None:
    done = dvcheck("report", case, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_the_officer_notes_where_an_order_was_served_with_keys(case: str) -> None:
    with Officer("amend", case, "order-number") as officer:
        officer.answer("What is the number of the protection order?", *"26PO-0001", "\r")
        officer.answer("Record this answer?", "y")
        assert officer.exit_status == 0
    assert "order number 26PO-0001;" in report(case, "--form", "cad")


def test_the_shipped_forms_hold_what_the_cad_note_is_asked_for() -> None:
    forms = {form.id: form for form in shipped().forms}
    assert {id: form.layout for id, form in forms.items()} == {"service": "sheet", "cad": "line"}
    assert [field.sources for field in forms["cad"].fields] == [
        ("order-number",),
        ("service-time",),
        ("service-place",),
        ("persons-served",),
    ]
    assert ("case-number",) in [field.sources for field in forms["service"].fields]
