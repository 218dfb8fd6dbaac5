"""The conditions of the items of a pack."""

from dvcheck.pack.condition import Condition
from dvcheck.pack.model import Finding, Include, Item, Note, Obligation, Question


def conditions_of(item: Item) -> tuple[Condition, ...]:
    """Return every outermost condition of an item."""
    match item:
        case Finding():
            found = [item.definition, item.once, item.unless]
        case Question():
            found = [item.when, item.asked_when]
        case Obligation():
            found = [item.when, item.unless, item.done_when, item.due.unless if item.due else None]
        case Note() | Include():
            found = [item.when]
    return tuple(condition for condition in found if condition is not None)
