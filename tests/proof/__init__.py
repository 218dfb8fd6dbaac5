"""Longer proofs, each a module with `prove`: `make proof` prints each of their figures against its goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A count or a measurement, and what it must be."""

    what: str
    """The thing counted, with its number: `200 kills of a walk: acknowledged answers lost`."""
    found: str
    goal: str
    met: bool


def none_of(what: str, found: int) -> Figure:
    """Return a figure whose goal is 0."""
    return Figure(what=what, found=str(found), goal="0", met=found == 0)


def all_of(what: str, found: int, of: int) -> Figure:
    """Return a figure whose goal is all of them."""
    return Figure(what=what, found=f"{found} of {of}", goal=f"{of} of {of}", met=of > 0 and found == of)
