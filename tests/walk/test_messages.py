"""The messages of a walk: answers, changes, timers and the status."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from dvcheck.record.clock import Timer
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.walk import messages, steps
from dvcheck.walk.prompts import Line
from dvcheck.walk.steps import State
from dvcheck.walk.timer import AddEntry, EndTimer, EntryOutcome, TakeNote, TimerInput
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
PACK = small_pack(f"""\
  - {{ask: hurt, text: Is anyone hurt?, label: Hurt, kind: yes-no, cites: ["1a"]}}
  - {{ask: things, text: What is taken?, label: Things, kind: list, cites: ["1a"]}}
  - timer: stay
    text: Time inside
    label: Inside
    limit: 20 min
    starts_with: They go in
    ends_with: They are out
    at_limit: Time is over.
    ticks: things
    cites: ["1a"]
{DUTIES}""")
LAYOUT = outline(PACK, ("walk",))
HURT, THINGS, STAY = (LAYOUT.question(name) for name in ("hurt", "things", "stay"))
RAN = Timer(
    started=NOW, limit=timedelta(minutes=20), seen=timedelta(), ended=timedelta(minutes=21, seconds=5)
)


def assessed(**answers: str) -> Assessment:
    given = {name: Answer(value=value, at=NOW) for name, value in answers.items()}
    return assess(LAYOUT, given, {}, NOW)


def texts(lines: Iterable[Line]) -> list[str]:
    return ["".join(text for _, text in line) for line in lines]


def test_an_answer_takes_as_many_lines_as_it_needs() -> None:
    things = ("a long winter coat", "two keys")
    assert texts(messages.answer(THINGS, things, 80)) == ["  Things: a long winter coat, two keys"]
    narrow = texts(messages.answer(THINGS, things, 30))
    assert narrow == ["  Things: a long winter", "    coat, two keys"]
    assert texts([messages.answer_in_a_line(THINGS, things)]) == ["  Things: a long winter coat, two keys"]


def test_what_another_window_recorded_is_told() -> None:
    meanwhile = "  Hurt: answered in another window: "
    assert texts(messages.answered_elsewhere(HURT, "no", 80)) == [f"{meanwhile}no"]
    assert texts(messages.answered_elsewhere(HURT, None, 80)) == [f"{meanwhile}taken back"]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (EntryOutcome("coat", "taken"), "  coat: taken"),
        (EntryOutcome("coat", "open"), "  coat: not marked"),
        (AddEntry(("coat", "keys")), "  added: coat, keys"),
        (TakeNote("A neighbor watches"), "  noted: A neighbor watches"),
        (EndTimer(), "  Inside: ended, ran for 21:05, 1:05 past the limit"),
    ],
)
def test_what_is_said_beside_a_timer_is_repeated(said: TimerInput, text: str) -> None:
    assert texts(messages.timer_reply(STAY, THINGS, RAN, said, 80)) == [text]


def test_the_status_counts_what_is_left_for_later_and_has_the_end_of_a_timer() -> None:
    """A timer that runs during other questions does not count as left for later."""
    state = State(assessment=assessed(hurt="yes"), timers={"stay": replace(RAN, ended=None)})
    assert messages.status(state, "UTC") == "8 open · 8 now"
    state = steps.leave_for_later(steps.leave_for_later(state, STAY), THINGS)
    assert messages.status(state, "UTC") == "8 open · 8 now · 1 left for later · clock ends 11:32"
