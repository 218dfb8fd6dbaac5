"""What is likely wrong in a sound pack: `dvcheck pack validate` tells it, and nothing is refused for it.

One small function a doubt, each with its stable code.
"""

from collections.abc import Callable, Iterator

from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.reader import by_place
from dvcheck.text import nearest


def actors_are_declared(pack: Pack) -> Iterator[Problem]:
    """unknown-actor: who a statement speaks of stands among the actors of the policy.

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
            f'"actors" has no "{statement.actor}"{nearest(statement.actor, known)}: name it there, with '
            '"binds: true" if what is required of it must be in a checklist'
        )
        yield Problem(at=statement.actor_at or statement.at, code="unknown-actor", message=message)


WARNINGS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (actors_are_declared,)


def warnings(pack: Pack) -> tuple[Problem, ...]:
    """All doubts about a sound pack, in the order of their places."""
    return by_place(problem for doubt in WARNINGS for problem in doubt(pack))
