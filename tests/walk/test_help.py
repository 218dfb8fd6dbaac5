"""The help of a question: what it means, what the policy says, why it is asked."""

from collections.abc import Iterator

from dvcheck.academy import read_scenario
from dvcheck.academy.scenario import assess_scenario
from dvcheck.pack import library
from dvcheck.walk.help import help_with


def _reasons() -> Iterator[list[str]]:
    """Yield the answers that each question of the scenarios was asked because of."""
    folder = library.shipped_folder()
    pack = library.load(library.read(folder), None)
    scenarios, problems = read_scenario.parse_all(library.scenario_files(folder), pack)
    assert not problems
    for scenario in scenarios:
        assessment = assess_scenario(pack, scenario)
        for question in assessment.outline.questions():
            if question.id in assessment.answers:
                for _, said in help_with(pack, question, assessment).more:
                    if said.startswith("Asked because - "):
                        yield said.removeprefix("Asked because - ").split(", ")


def test_an_answer_is_named_once_as_a_reason() -> None:
    found = list(_reasons())
    assert len(found) > 100
    assert [reasons for reasons in found if len(reasons) != len(set(reasons))] == []
