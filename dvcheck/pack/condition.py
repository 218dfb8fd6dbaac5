"""Conditions over the answers of a case: what guards an item or defines a finding."""

from collections.abc import Iterator
from typing import Literal, get_args

import msgspec

from dvcheck.pack.place import At


class Is(msgspec.Struct, frozen=True, tag="is", kw_only=True):
    """A question answered with one of `values`, or a finding that is `yes` or `no`."""

    item: str
    values: tuple[str, ...]
    at: At
    values_at: tuple[At, ...]


Relation = Literal["at_least", "at_most", "less_than", "more_than", "within"]
"""How an answer is compared. `within`: no longer before the moment it was given."""
RELATIONS: tuple[Relation, ...] = get_args(Relation)


class Bound(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer is compared with, as the author wrote it."""

    relation: Relation
    value: str
    at: At


class Compared(msgspec.Struct, frozen=True, tag="compared", kw_only=True):
    """A question whose answer keeps to each of `bounds`."""

    item: str
    bounds: tuple[Bound, ...]
    at: At


class All(msgspec.Struct, frozen=True, tag="all", kw_only=True):
    """All of `of` hold."""

    of: tuple["Condition", ...]
    at: At


class Any(msgspec.Struct, frozen=True, tag="any", kw_only=True):
    """At least one of `of` holds."""

    of: tuple["Condition", ...]
    at: At


class Not(msgspec.Struct, frozen=True, tag="not", kw_only=True):
    """`of` does not hold."""

    of: "Condition"
    at: At


class Counted(msgspec.Struct, frozen=True, tag="counted", kw_only=True):
    """Of `of`, no fewer than `least` hold and no more than `most`."""

    of: tuple["Condition", ...]
    least: int = 0
    most: int | None = None
    at: At


class IsKnown(msgspec.Struct, frozen=True, tag="known", kw_only=True):
    """`of` is known to hold: an answer of "unknown" counts as no."""

    of: "Condition"
    at: At


class OfEntries(msgspec.Struct, frozen=True, tag="of-entries", kw_only=True):
    """`of` holds for one entry of a list at least (`any_of`), or for each."""

    quantifier: Literal["any_of", "each"]
    of: "Condition"
    at: At


Condition = Is | Compared | All | Any | Not | Counted | IsKnown | OfEntries
Leaf = Is | Compared
"""A condition that names a question or finding itself."""

THIS = "this"
"""The answer of a question with `options_from` that names the entry a round is about."""


def leaves(condition: Condition | None) -> Iterator[Leaf]:
    """Every question or finding a condition names."""
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
    """A condition and every condition in it."""
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
