"""The types of conditions over the answers of a case. They guard items and define findings."""

from collections.abc import Iterator
from typing import Literal, get_args

import msgspec

from dvcheck.pack.place import Place


class Is(msgspec.Struct, frozen=True, tag="is", kw_only=True):
    """Holds if a question is answered with one of `values`, or a finding is one of them (`yes`, `no`)."""

    item: str
    values: tuple[str, ...]
    at: Place
    values_at: tuple[Place, ...]


Relation = Literal["at_least", "at_most", "less_than", "more_than", "within"]
"""How an answer is compared. `within`: it is at most this long before the answer was given."""
RELATIONS: tuple[Relation, ...] = get_args(Relation)


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """A relation and the value it compares with, as the author wrote it."""

    relation: Relation
    value: str
    at: Place


class Compared(msgspec.Struct, frozen=True, tag="compared", kw_only=True):
    """Holds if the answer to a question meets each of `bounds`."""

    item: str
    bounds: tuple[Bound, ...]
    at: Place


class All(msgspec.Struct, frozen=True, tag="all", kw_only=True):
    """Holds if all of `of` hold."""

    of: tuple["Condition", ...]
    at: Place


class Any(msgspec.Struct, frozen=True, tag="any", kw_only=True):
    """Holds if at least one of `of` holds."""

    of: tuple["Condition", ...]
    at: Place


class Not(msgspec.Struct, frozen=True, tag="not", kw_only=True):
    """Holds if `of` does not hold."""

    of: "Condition"
    at: Place


class Counted(msgspec.Struct, frozen=True, tag="counted", kw_only=True):
    """Holds if at least `least` and at most `most` of `of` hold."""

    of: tuple["Condition", ...]
    least: int = 0
    most: int | None = None
    at: Place


class IsKnown(msgspec.Struct, frozen=True, tag="known", kw_only=True):
    """Holds if `of` is known to hold: the answer "unknown" counts as no."""

    of: "Condition"
    at: Place


class OfEntries(msgspec.Struct, frozen=True, tag="of-entries", kw_only=True):
    """Holds if `of` holds for at least one entry of a list (`any_of`), or for each (`each`)."""

    quantifier: Literal["any_of", "each"]
    of: "Condition"
    at: Place


Condition = Is | Compared | All | Any | Not | Counted | IsKnown | OfEntries
Leaf = Is | Compared
"""A condition that names a question or finding directly."""

THIS = "this"
"""In a condition on a question with `options_from`: the entry of the current round."""


def leaves(condition: Condition | None) -> Iterator[Leaf]:
    """Yield every part of a condition that names a question or finding directly."""
    match condition:
        case Is() | Compared():
            yield condition
        case All() | Any() | Counted():
            for part in condition.of:
                yield from leaves(part)
        case Not() | IsKnown() | OfEntries():
            yield from leaves(condition.of)
        case None:
            return


def parts(condition: Condition | None) -> Iterator[Condition]:
    """Yield a condition and every condition in it."""
    if condition is None:
        return
    yield condition
    match condition:
        case Is() | Compared():
            return
        case All() | Any() | Counted():
            for part in condition.of:
                yield from parts(part)
        case Not() | IsKnown() | OfEntries():
            yield from parts(condition.of)
