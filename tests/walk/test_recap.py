"""The recap of a resumed walk, and its progress."""

from datetime import UTC, datetime, timedelta

from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.walk.recap import recap
from dvcheck.walk.steps import Ask, Progress, State, keep_back, next_step, progress
from tests.terminal.walks import ASSAULT, IN_LEDS, VERBAL, Walk, shipped

NOW = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


def after(walk: Walk, checklist: str = "incident", *, ago: int = 0) -> Assessment:
    given = {
        step.id: Answer(value=step.value, at=NOW + timedelta(minutes=n - ago)) for n, step in enumerate(walk)
    }
    return assess(outline(shipped(), (checklist,)), given, {}, NOW)


def text(lines: list[tuple[tuple[str, str], ...]]) -> list[str]:
    return ["".join(part for _, part in line) for line in lines]


def name(step: int) -> str:
    return next(q.name for q in shipped().questions() if q.id == ASSAULT[step].id)


def test_the_last_three_answers_and_the_most_urgent_duties_are_said() -> None:
    assessment = after(ASSAULT[:12])
    said = " ".join(line.strip() for line in text(recap(assessment, 80)))
    answered, _, owed = said.partition("Open, the most urgent first:")
    assert [name(n) in answered for n in (8, 9, 10, 11)] == [False, True, True, True]
    assert assessment.outstanding[0].obligation.in_brief in owed
    assert f"{len(assessment.outstanding) - 3} more" in owed
    assert max(map(len, text(recap(assessment, 40)))) <= 40


def test_read_aloud_it_is_one_thing_a_line() -> None:
    said = text(recap(after(ASSAULT[:12]), 10_000))
    assert said[0] == "Answered last:"
    assert said[4] == "Open, the most urgent first:"
    assert len(said) == 9
    assert not any("·" in line for line in said)


def test_of_a_case_with_nothing_there_is_nothing_to_say() -> None:
    assessment = after(())
    assert bool(recap(assessment, 80)) == bool(assessment.outstanding)


def counted(walk: Walk, checklist: str = "incident") -> list[Progress]:
    found: list[Progress] = []
    for n in range(len(walk)):
        step = next_step(State(assessment=after(walk[:n], checklist)))
        assert isinstance(step, Ask)
        found.append(progress(State(assessment=after(walk[:n], checklist)), step.question))
    return found


def test_each_question_is_one_further_and_the_last_one_is_the_last() -> None:
    for walk, checklist in ((VERBAL, "incident"), (ASSAULT, "incident"), (IN_LEDS, "verify-order")):
        found = counted(walk, checklist)
        assert [one.at for one in found] == [*range(1, len(walk) + 1)]
        assert all(one.about >= one.at for one in found)
        off = [abs(one.about - len(walk)) / len(walk) for one in found]
        assert sum(off) / len(off) < (0.6 if len(walk) < 10 else 0.4)


def test_the_end_of_a_long_walk_is_known_well_before_it() -> None:
    assert [one.about for one in counted(ASSAULT)[-5:]] == [len(ASSAULT)] * 5


def test_a_question_that_was_gone_back_to_has_the_place_it_had() -> None:
    assessment = after(ASSAULT[:12])
    again = assessment.outline.question(ASSAULT[4].id)
    assert progress(State(assessment=assessment), again).at == 5


def test_what_is_left_for_later_and_what_is_held_back_is_counted_as_it_is_asked() -> None:
    assessment = after(ASSAULT[:12])
    step = next_step(State(assessment=assessment, later=(ASSAULT[12].id,)))
    assert isinstance(step, Ask)
    assert progress(State(assessment=assessment, later=(ASSAULT[12].id,)), step.question).at == 14
    held_back = keep_back(State(assessment=assessment))
    question = next_step(held_back)
    assert isinstance(question, Ask)
    assert (
        progress(held_back, question.question).about
        <= progress(State(assessment=assessment), question.question).about
    )
