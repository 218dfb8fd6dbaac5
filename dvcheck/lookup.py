"""One way to find what a word means: an id, the start of one, a part of one, or a label."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import Later, phrase
from dvcheck.text import clean, nearest

_MOST_NAMED = 10
"""How many things that one word fits are named."""

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

    A whole id is taken first. Then a whole label goes before the start of an id, and that before a part of
    one. Where nothing is guessed, these three are alike: a word that fits two things is refused. Last come
    the words a thing is `spoken` of with, whole and then a part of them. Upper and lower case are the same.
    What is `preferred` goes before all the rest.
    DvcheckError with Exit.USAGE where none or several fit; `unknown` is what it says where none does, and
    `listed` names the command that lists them.
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
    """Say that nothing fits, and what it may have been meant to be."""
    said = phrase("{unknown}{nearest}", unknown=unknown, nearest=nearest(wanted, known))
    return DvcheckError(said, hint=listed, code=Exit.USAGE)


class Several(NamedTuple):
    """What is said of a word that fits several things: with all of their names, or with the first of them."""

    all: Later
    first: Later


_FITS = Several(Later('"{word}" fits {names}'), Later('"{word}" fits {names} and {more} more'))


def several(wanted: str, names: Sequence[str], *, listed: str, said: Several = _FITS) -> DvcheckError:
    """Say what a word fits where that is several."""
    shown, more = ", ".join(clean(name) for name in names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    if more > 0:
        message = said.first.said(word=clean(wanted), names=shown, more=more)
    else:
        message = said.all.said(word=clean(wanted), names=shown)
    return DvcheckError(message, hint=listed, code=Exit.USAGE)


def _best(
    word: str, things: Sequence[T], name: Callable[[T], str], labels: Callable[[T], Iterable[str]]
) -> list[T]:
    """The things that fit a word best, in their order."""
    return (
        [t for t in things if word in (label.casefold() for label in labels(t))]
        or [t for t in things if name(t).casefold().startswith(word)]
        or [t for t in things if word in name(t).casefold()]
    )


def _fitting(
    word: str, things: Sequence[T], name: Callable[[T], str], labels: Callable[[T], Iterable[str]]
) -> list[T]:
    """All things that fit a word, in their order."""
    return [
        t for t in things if word in name(t).casefold() or word in (label.casefold() for label in labels(t))
    ]


def _said(word: str, things: Sequence[T], spoken: Callable[[T], str]) -> list[T]:
    """The things that are spoken of so, else those whose words have it in them; of nothing, none."""
    said = [(t, spoken(t).casefold()) for t in things] if word else []
    return [t for t, words in said if words == word] or [t for t, words in said if word in words]
