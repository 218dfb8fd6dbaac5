"""A line of a batch that answers for each entry of a list."""

import json

from dvcheck.record import batch_line
from dvcheck.record.batch_line import BadLine, BatchNames, GivenCase
from dvcheck.rules.assess import assess
from tests.people import people_pack
from tests.small_packs import NOW


def of_rounds(answers: object) -> GivenCase | BadLine:
    line = json.dumps({"id": "1", "answers": answers, "at": "2026-11-22T11:12:00Z"})
    return batch_line.parse(line.encode(), BatchNames(people_pack(), "walk"), lambda: NOW)


def test_a_line_answers_for_each_entry_by_its_name_or_its_id() -> None:
    found = of_rounds({"pain": {"Ann": 7, "2": "unknown"}, "people": ["Ann", "Bo"], "several": "yes"})
    assert isinstance(found, GivenCase)
    assert {name: answer.value for name, answer in found.answers.items()} == {
        "pain@1": "7",
        "pain@2": "unknown",
        "people": ("Ann", "Bo"),
        "several": "yes",
    }
    assessment = assess(found.outline, found.answers, found.marks, found.at)
    assert [d.obligation.id for d in assessment.outstanding] == [
        "call-aid@1",
        "photograph@1",
        "photograph@2",
        "supervisor",
    ]


def test_an_entry_that_is_not_on_the_list_is_told() -> None:
    found = of_rounds({"people": ["Ann"], "pain": {"Anne": 7}})
    assert isinstance(found, BadLine)
    assert found.problems == ('answers: pain: "people" has no entry "Anne"; did you mean "Ann"?',)
    found = of_rounds({"pain": {"Ann": 7}})
    assert isinstance(found, BadLine)
    assert found.problems == ('answers: pain: "people" has no entry "Ann"',)
