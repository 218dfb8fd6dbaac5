"""The urgency of a duty: the single order in which all screens, reports and JSON list duties."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from dvcheck.pack.model import PHASES, Phase

if TYPE_CHECKING:
    from dvcheck.rules.assess import Duty
    from dvcheck.rules.deadline import Deadline

Urgency = Literal["overdue"] | Phase
"""A group of duties: overdue ones, or those of one phase."""

URGENCIES: Sequence[Urgency] = ("overdue", *PHASES)
"""All groups, most urgent first."""

_PLACES = {urgency: place for place, urgency in enumerate(URGENCIES)}
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)


def urgency(duty: "Duty") -> Urgency:
    """Return the group of a duty."""
    if duty.deadline.overdue:
        return "overdue"
    return "scene" if duty.deadline.kind == "immediately" else duty.obligation.phase


def rank(duty: "Duty") -> tuple[object, ...]:
    """Return the sort key of a duty: its group, then an arrest, then its deadline.

    Before an arrest come the duties of its own case that the pack puts before it: they decide it or make it
    safe. So the arrest that waits for the fewest of them is first. Duties that rank alike keep the order of
    the pack.
    """
    return _PLACES[urgency(duty)], not duty.leads, duty.leads, *_time(duty)


def _time(duty: "Duty") -> tuple[object, ...]:
    """Return the sort key of a deadline: the earlier time first, then an unknown end of the shift.

    In the way to an arrest the order of the pack counts alone. It also counts for deadlines that name an
    event: the duties are in the order of the work.
    """
    due: Deadline = duty.deadline
    if duty.leads:
        return _EARLIEST, False
    if due.kind == "immediately":
        return _EARLIEST, False
    return due.at or _LATEST, due.kind != "end-of-shift"


def most_urgent_first(duties: "Iterable[Duty]") -> "tuple[Duty, ...]":
    """Sort duties by urgency; those that rank alike keep the order of the pack."""
    return tuple(sorted(duties, key=rank))


def led_to(duties: "Sequence[Duty]") -> "dict[str, int]":
    """Return the duties up to the last arrest that is owed, and their number, by the keys of the duties.

    `duties` are in the order of the pack. Only duties that are to be done at once are counted.
    """
    now = [duty for duty in duties if duty.outstanding and urgency(duty) == "scene"]
    last = max((n for n, duty in enumerate(now, 1) if duty.obligation.first), default=0)
    return {duty.obligation.id: last for duty in now[:last]}
