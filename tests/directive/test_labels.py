"""Labels, answers and words of the shipped pack beside each other say different things."""

import re

from dvcheck.pack.model import Obligation, Question
from tests.directive.test_directive import pack


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def test_no_answer_repeats_its_label() -> None:
    """A summary would show "Suspect here: Here"."""
    asked = [q for q in pack().questions() if q.kind != "timer"]
    assert [(q.name, o.text) for q in asked for o in q.options if words(o.text) <= words(q.name)] == []


def test_no_duty_has_its_word_twice() -> None:
    """A list would show "may: You may advise"."""
    duties = [item for item in pack().items() if isinstance(item, Obligation)]
    assert [o.id for o in duties if words(o.word) & words(o.text)] == []


def test_chosen_options_are_not_joined_with_the_commas_that_they_contain() -> None:
    (crimes,) = (q for q in pack().questions() if q.id == "crimes")
    assert crimes.shown(("assault", "menacing")) == "Assault, any degree; Menacing"


def test_pain_is_asked_under_injuries() -> None:
    titles = [
        section.title
        for checklist in pack().checklists
        for section in checklist.sections
        for item in section.items
        if isinstance(item, Question) and item.id == "pain-scale"
    ]
    assert titles == ["Injuries"]
