"""The words of the card for a survivor, apart from its contacts."""

import re
from string import Formatter

import msgspec


class CardTexts(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a card. A text that `card:` leaves out keeps its default.

    A name in braces is a place: the card puts a text of the contacts there.
    """

    title: str = "Phone numbers for help"
    danger: str = "In danger? Call {emergency}."
    """The line above all numbers."""
    purpose: str = "For: {text}"
    hours: str = "Open: {text}"
    address: str = "Address: {text}"
    either: str = "{one} or {other}"
    """Two numbers of one contact."""
    age: str = "Some of these numbers may have changed since. They come from:"
    source: str = "Source: {source} ({as_of})"
    case: str = "Case number: {text}"
    officer: str = "Officer: {text}"
    plain_title: str = "Useful numbers"
    """The title of a discreet card. It does not say what the numbers are for."""
    may_change: str = "Numbers can change."
    """The last line of a discreet card."""
    draft: str = "DRAFT, not checked by a translator"
    """The words on each card whose translation no translator has checked."""


def places_in(text: str) -> frozenset[str] | None:
    """Return the places of a text; None if its braces are not sound."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, _, spec, conversion in parts):
        return None
    return frozenset(name for _, name, _, _ in parts if name is not None)


def filled(text: str, /, **given: str) -> str:
    """Put texts into the places of a text. What is put in is never read as a place."""
    return re.sub(r"\{(\w+)\}", lambda place: given.get(place[1], place[0]), text)
