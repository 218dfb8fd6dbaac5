"""Conditions over the answers of a case: what guards an item or defines a finding."""

from collections.abc import Iterator

import msgspec

from dvcheck.pack.place import At


class Is(msgspec.Struct, frozen=True, tag="is", kw_only=True):
    """A question answered with one of `values`, or a finding that is `yes` or `no`."""

    item: str
    values: tuple[str, ...]
    at: At
    values_at: tuple[At, ...]


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


Condition = Is | All | Any | Not


def leaves(condition: Condition | None) -> Iterator[Is]:
    """Every question or finding a condition names."""
    match condition:
        case Is():
            yield condition
        case All() | Any():
            for part in condition.of:
                yield from leaves(part)
        case Not():
            yield from leaves(condition.of)
        case None:
            return
