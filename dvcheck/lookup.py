"""Search by a word an officer typed: an id, the start of one, a part of one, or a label."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import Later, phrase
from dvcheck.text import clean, nearest

_MOST_NAMED = 10
"""The number of matches that a message names."""

T = TypeVar("T")


def lookup(
    wanted: str,
    things: Iterable[T],
    *,
    name: Callable[[T], str],
    unknown: str,
    listed: str,
    labels: Callable[[T], Iterable[str]] = lambda thing: (),
    spoken: Callable[[T], str] = lambda thing: "",
    preferred: Callable[[T], bool] = lambda thing: True,
    guesses: bool = True,
) -> T:
    """Find the one thing that `wanted` means.

    The order is: an exact id, an exact label, the start of an id, a part of an id. Without `guesses` the
    last three count alike, and a word that fits two things is refused. Last come the words of `spoken`, exact
    and then in part. Upper and lower case are the same. Things that are `preferred` come before the others.
    DvcheckError with Exit.USAGE if none or several fit. `unknown` is the message if none does, and `listed`
    names the command that lists them.
    """
    known = list(things)
    word = wanted.strip().casefold()
    for thing in known:
        if name(thing).casefold() == word:
            return thing
    fitting = _best if guesses else _fitting
    found = fitting(word, [t for t in known if preferred(t)], name, labels)
    found = found or fitting(word, known, name, labels)
    found = found or _said(word, [t for t in known if preferred(t)], spoken) or _said(word, known, spoken)
    if len(found) == 1:
        return found[0]
    if found:
        raise several(wanted, [name(thing) for thing in found], listed=listed)
    raise none(wanted, [name(thing) for thing in known], unknown=unknown, listed=listed)


def none(wanted: str, known: Iterable[str], *, unknown: str, listed: str) -> DvcheckError:
    """Return the error for a word that fits nothing, with the nearest word."""
    said = phrase("{unknown}{nearest}", unknown=unknown, nearest=nearest(wanted, known))
    return DvcheckError(said, hint=listed, code=Exit.USAGE)


class Several(NamedTuple):
    """The messages for a word that fits several things: with all their names, or with the first ones."""

    all: Later
    first: Later


_FITS = Several(Later('"{word}" fits {names}'), Later('"{word}" fits {names} and {more} more'))


def several(wanted: str, names: Sequence[str], *, listed: str, said: Several = _FITS) -> DvcheckError:
    """Return the error for a word that fits several things."""
    shown, more = ", ".join(clean(name) for name in names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    if more > 0:
        message = said.first.said(word=clean(wanted), names=shown, more=more)
    else:
        message = said.all.said(word=clean(wanted), names=shown)
    return DvcheckError(message, hint=listed, code=Exit.USAGE)


def _best(
    word: str, things: Sequence[T], name: Callable[[T], str], labels: Callable[[T], Iterable[str]]
) -> list[T]:
    """Return the things that fit a word best, in the given order."""
    return (
        [t for t in things if word in (label.casefold() for label in labels(t))]
        or [t for t in things if name(t).casefold().startswith(word)]
        or [t for t in things if word in name(t).casefold()]
    )


def _fitting(
    word: str, things: Sequence[T], name: Callable[[T], str], labels: Callable[[T], Iterable[str]]
) -> list[T]:
    """Return all things that fit a word, in the given order."""
    return [
        t for t in things if word in name(t).casefold() or word in (label.casefold() for label in labels(t))
    ]


def _said(word: str, things: Sequence[T], spoken: Callable[[T], str]) -> list[T]:
    """Return the things spoken of with exactly this word, else those whose words contain it."""
    said = [(t, spoken(t).casefold()) for t in things] if word else []
    return [t for t, words in said if words == word] or [t for t, words in said if word in words]
