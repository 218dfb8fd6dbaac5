"""The urgency of a duty: the single order in which all screens, reports and JSON list duties."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from dvcheck.pack.model import PHASES, Phase

if TYPE_CHECKING:
    from dvcheck.rules.assess import Duty

Urgency = Literal["overdue"] | Phase
"""A group of duties: overdue ones, or those of one phase."""

URGENCIES: Sequence[Urgency] = ("overdue", *PHASES)
"""All groups, most urgent first."""

_PLACES = {urgency: place for place, urgency in enumerate(URGENCIES)}


def urgency(duty: "Duty") -> Urgency:
    """Return the group of a duty."""
    if duty.deadline.overdue:
        return "overdue"
    return "scene" if duty.deadline.kind == "immediately" else duty.obligation.phase


def place(duty: "Duty") -> int:
    """Return the rank of a duty's group: 0 is the most urgent."""
    return _PLACES[urgency(duty)]


def most_urgent_first(duties: "Iterable[Duty]") -> "tuple[Duty, ...]":
    """Sort duties by urgency; within a group they keep the order of the pack."""
    return tuple(sorted(duties, key=place))
