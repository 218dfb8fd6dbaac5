"""The changes an answer makes: with marks on a screen, with words if it is read aloud."""

import sys
from collections.abc import Iterable

from dvcheck.pack.terms import NEUTRAL
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.walk import changes
from dvcheck.walk.changes import changed_duties
from dvcheck.walk.prompts import Line
from tests.prose import wrong
from tests.small_packs import NOW, small_pack

DUTIES = "".join(
    f"""\
  - obligation: do-{n}
    text: Do thing {n}
    modality: shall
    phase: scene
    when: {{hurt: yes}}
    cites: ["1a"]
"""
    for n in range(8)
)
LAYOUT = outline(
    small_pack(f"""\
  - {{ask: hurt, text: Is anyone hurt?, label: Hurt, kind: yes-no, cites: ["1a"]}}
{DUTIES}"""),
    ("walk",),
)


def assessed(**answers: str) -> Assessment:
    given = {name: Answer(value=value, at=NOW) for name, value in answers.items()}
    return assess(LAYOUT, given, {}, NOW)


def texts(lines: Iterable[Line]) -> list[str]:
    return ["".join(text for _, text in line) for line in lines]


def test_what_an_answer_opens_is_named_and_what_is_much_is_counted() -> None:
    said = texts(changes.describe_changes(assessed(), assessed(hurt="yes"), NEUTRAL, 80))
    assert len(said) == changes.MOST_CHANGES
    assert said[0].startswith("    + ")
    assert said[-1] == "    and 3 more, in the summary"
    gone = texts(changes.describe_changes(assessed(hurt="yes"), assessed(hurt="no"), NEUTRAL, 80))
    assert gone[0].startswith("    - no longer: ")
    assert changes.describe_changes(assessed(hurt="no"), assessed(hurt="no"), NEUTRAL, 80) == []


STANDING = small_pack("""\
  - {ask: hurt, text: Is anyone hurt?, label: Hurt, kind: yes-no, cites: ["1a"]}
  - {obligation: apart, text: Do not ask them at once, modality: should-not, when: {hurt: yes}, cites: ["1a"]}
  - {obligation: stay, text: Do not leave, modality: must-not, when: {hurt: yes}, cites: ["1a"]}
  - {obligation: call, text: Call for help, modality: immediately, when: {hurt: yes}, cites: ["1a"]}
""")


def test_what_is_not_to_be_done_is_never_told_with_two_negatives() -> None:
    layout = outline(STANDING, ("walk",))
    before, after = (assess(layout, given, {}, NOW) for given in ({}, {"hurt": Answer(value="yes", at=NOW)}))
    assert texts(changes.describe_changes(before, after, NEUTRAL, 80)) == [
        "    ! advice: Do not ask them at once (1)",
        "    ! Do not leave (1)",
        "    + Call for help (1)",
    ]


def test_read_aloud_each_change_has_a_word_and_ends_with_its_section() -> None:
    layout = outline(STANDING, ("walk",))
    before, after = (assess(layout, given, {}, NOW) for given in ({}, {"hurt": Answer(value="yes", at=NOW)}))
    assert texts(changes.describe_changes(before, after, NEUTRAL, sys.maxsize)) == [
        "Advice: Do not ask them at once. Section 1.",
        "Forbidden: Do not leave. Section 1.",
        "New: Call for help. Section 1.",
    ]
    assert texts(changes.describe_changes(after, before, NEUTRAL, sys.maxsize)) == [
        "No longer: Do not ask them at once. Section 1.",
        "No longer: Do not leave. Section 1.",
        "No longer: Call for help. Section 1.",
    ]


def test_read_aloud_all_lines_are_sentences() -> None:
    said = texts(changes.describe_changes(assessed(), assessed(hurt="yes"), NEUTRAL, sys.maxsize))
    assert said[-1] == "and 3 more, in the summary"  # `say` makes sentences of what it is given
    assert [wrong(line) for line in said[:-1]] == [""] * (changes.MOST_CHANGES - 1)


def test_what_stays_as_it_was_is_no_change() -> None:
    assert changed_duties(assessed(hurt="yes"), assessed(hurt="yes")) == []
    assert {one.turn for one in changed_duties(None, assessed(hurt="yes"))} == {"opened"}


DATED = small_pack("""\
  - {ask: sick, text: Are you sick?, label: Sick, kind: yes-no, cites: ["1a"]}
  - obligation: write
    text: Write it
    modality: shall
    due: {before: end-of-shift, unless: {sick: yes}}
    cites: ["1a"]
""")


def test_a_deadline_that_an_answer_lifts_is_said_and_so_is_one_that_counts_again() -> None:
    def dated(sick: str) -> Assessment:
        return assess(outline(DATED, ("walk",)), {"sick": Answer(value=sick, at=NOW)}, {}, NOW)

    for before, after, line, sentence in (
        (
            "no",
            "yes",
            "    - deadline lifted, duty stays: Write it (1)",
            "Deadline lifted, duty stays: Write it",
        ),
        ("yes", "no", "    + deadline counts again: Write it (1)", "Deadline counts again: Write it"),
    ):
        assert texts(changes.describe_changes(dated(before), dated(after), NEUTRAL, 80)) == [line]
        (read,) = texts(changes.describe_changes(dated(before), dated(after), NEUTRAL, sys.maxsize))
        assert read.startswith(sentence)
