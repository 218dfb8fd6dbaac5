"""Whether a scenario can be played to its end, and graded: the key earns all points. Pure."""

from collections.abc import Iterator

from msgspec.structs import replace

from dvcheck.academy.grade import grade
from dvcheck.academy.scenario import Scenario, assess_scenario, unmet
from dvcheck.pack.model import Pack
from dvcheck.pack.value import UNKNOWN
from dvcheck.rules.assess import Assessment, replay
from dvcheck.rules.outline import base_of, outline
from dvcheck.walk.steps import Tick, to_tick_off


def unplayable(pack: Pack, scenario: Scenario) -> tuple[str, ...]:
    """Return why a scenario teaches or grades nothing, or cannot be played to its end; empty if it can.

    Each reason begins with its place.
    """
    return (*_graded_wrong(pack, scenario), *_met_by_nothing(pack, scenario), *_stops(pack, scenario))


def untold(pack: Pack, scenario: Scenario) -> tuple[str, ...]:
    """Return the questions that the key answers although nothing tells the trainee, in its order.

    A fact revealed at a question tells its answer, and so does the story, if `in_story` lists the question. A
    scenario without `in_story` has no such list, so no question is returned. Nothing has to tell an unknown
    answer, or the answer to a question that no walk asks.
    """
    if scenario.in_story is None:
        return ()
    known = {base_of(name) for name in (*scenario.in_story, *(fact.on for fact in scenario.reveal))}
    return tuple(
        name
        for name, value in scenario.answers.items()
        if value != UNKNOWN and base_of(name) not in known and not _is_unprompted(pack, name)
    )


def _graded_wrong(pack: Pack, scenario: Scenario) -> Iterator[str]:
    key, empty = grade(pack, scenario, scenario.key()), grade(pack, scenario, {})
    if not key.of:
        yield f'{scenario.at}: nothing in it gives points: change "weights"'
    elif key.score < key.of:
        yield f"{scenario.at}: the key scores {key.score} of {key.of}: change the answers it loses points by"
    elif 2 * empty.score >= key.of:
        yield (
            f"{scenario.at}: without any answer it scores {empty.score} of {key.of}, and that must be less "
            'than half: change "weights"'
        )


def _met_by_nothing(pack: Pack, scenario: Scenario) -> Iterator[str]:
    empty = replace(scenario, answers={}, answered_at={}, done=(), not_feasible={})
    if not unmet(pack, empty, assess_scenario(pack, empty)):
        yield (
            f'{scenario.at}: a run without any answer meets all that "expect" says: name an obligation that '
            "only the answers of the key raise or rule out"
        )


def _stops(pack: Pack, scenario: Scenario) -> Iterator[str]:
    """Report what the key leaves to do that no key press can do: a question, or a mark."""
    walk, key = outline(pack, (scenario.checklist,)), scenario.key()
    asked = replay(walk, key)
    pressed = {n: v for n, v in scenario.answers.items() if n in asked or _is_unprompted(pack, n)}
    played = replace(scenario, answers=pressed, done=(), not_feasible={})
    before = assess_scenario(pack, played)
    for question in before.unasked:
        yield f'{scenario.at}: played to its end, the walk still asks "{question.id}": answer it in the key'
    after = assess_scenario(pack, replace(played, not_feasible=scenario.not_feasible))
    for mark, names, at_end in (
        ("not feasible", scenario.not_feasible, before),
        ("done", scenario.done, after),
    ):
        offered = _offered(at_end)
        for name in names:
            # A duty that the answers show as done needs no mark, and takes one.
            if name not in offered and not any(d.status == "done" for d in at_end.duties_of(name)):
                yield (
                    f'{scenario.at}: "{name}" is marked {mark}, but the list at the end of the walk does not '
                    "have it: remove the mark"
                )


def _offered(assessment: Assessment) -> set[str]:
    """Return the obligations that the list at the end of the walk offers, by key and by id."""
    step = to_tick_off(assessment)
    duties = step.duties if isinstance(step, Tick) else ()
    return {name for duty in duties for name in (duty.obligation.id, duty.id)}


def _is_unprompted(pack: Pack, name: str) -> bool:
    return any(q.id == base_of(name) and q.unprompted for q in pack.questions())
