"""What is likely wrong in a sound pack: `dvcheck pack validate` tells it, and nothing is refused for it.

One small function a doubt, each with its stable code.
"""

import re
from collections.abc import Callable, Iterator

from dvcheck.pack.condition import leaves
from dvcheck.pack.model import MOST_BRIEF, Include, Obligation, Pack
from dvcheck.pack.needs_language import language_used, of_language_2
from dvcheck.pack.nodes import Problem
from dvcheck.pack.reader import by_place
from dvcheck.pack.texts import TEXTS
from dvcheck.text import nearest


def actors_are_declared(pack: Pack) -> Iterator[Problem]:
    """unknown-actor: the policy declares each actor of its statements.

    The duties of an unknown one bind nobody: one that no checklist has would pass `pack coverage`.
    """
    policy = pack.policy
    known = [actor.id for actor in policy.actors] or ["member"]
    told: set[str] = set()
    for statement in policy.statements:
        if statement.actor in known or statement.actor in told:
            continue
        told.add(statement.actor)
        message = (
            f'"{statement.actor}" is not in "actors": add it there, with "binds: true" if a checklist must '
            f"have its duties{nearest(statement.actor, known)}"
        )
        yield Problem(at=statement.actor_at or statement.at, code="unknown-actor", message=message)


def timed_duties_end_with_their_timer(pack: Pack) -> Iterator[Problem]:
    """not-done-by-timer: what is due within a timer's time is done when that is ended, or is ticked too late.

    It cannot be ticked while the timer runs, and without `done_when` on the timer it stays open afterwards.
    """
    timers = {question.id for question in pack.questions() if question.kind == "timer"}
    for item in pack.items():
        if not isinstance(item, Obligation) or item.due is None or item.due.of not in timers:
            continue
        if item.due.of not in {leaf.item for leaf in leaves(item.done_when)}:
            message = (
                f'"{item.id}" cannot be ticked off while the timer "{item.due.of}" runs, and it stays open '
                f"after the timer ends: write done_when: {{{item.due.of}: ended}}, or count from an answer"
            )
            yield Problem(at=item.due.at, code="not-done-by-timer", message=message)


def the_language_is_said(pack: Pack) -> Iterator[Problem]:
    """language-not-said: a pack says the language it needs, so that an older dvcheck says so too."""
    if pack.policy.language >= language_used(pack):
        return
    for at in of_language_2(pack):
        message = 'this needs checklist language 2: write "language: 2" in policy.yaml'
        yield Problem(at=at, code="language-not-said", message=message)
        return


def long_texts_have_a_brief(pack: Pack) -> Iterator[Problem]:
    """no-brief: an obligation takes one line of a list."""
    for item in pack.items():
        if isinstance(item, Obligation) and len(item.in_brief) > MOST_BRIEF:
            message = (
                f'the text of "{item.id}" has {len(item.text)} characters, too many for one line of a list: '
                f'add a "brief" of at most {MOST_BRIEF} characters'
            )
            yield Problem(at=item.at, code="no-brief", message=message)


_PLACEHOLDER = re.compile(r"\bdvcheck [a-z][a-z -]* ([A-Z][A-Z]+)\b")


def texts_have_no_placeholders(pack: Pack) -> Iterator[Problem]:
    """placeholder: a text is read as it is, so a command in it works without an id put in by hand."""
    for item in pack.items():
        if isinstance(item, Include):
            continue
        for name in TEXTS[type(item)]:
            found = _PLACEHOLDER.search(str(getattr(item, name)))
            if found is not None:
                message = (
                    f'officers would read the placeholder "{found[1]}" in "{item.id}": write the command '
                    "without it, and dvcheck lets the officer choose the case"
                )
                yield Problem(at=item.at, code="placeholder", message=message)


WARNINGS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (
    actors_are_declared,
    timed_duties_end_with_their_timer,
    the_language_is_said,
    long_texts_have_a_brief,
    texts_have_no_placeholders,
)


def warnings(pack: Pack) -> tuple[Problem, ...]:
    """All doubts about a sound pack, in the order of their places."""
    return by_place(problem for doubt in WARNINGS for problem in doubt(pack))
