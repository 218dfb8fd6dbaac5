"""An outline laid out for the entries of its lists: what is met for each entry, once for each.

The list decides it. While it is unasked, "unknown" or does not apply, and while its guard waits for a
question that nobody has answered, an item stands once, under its own id.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby

from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.model import Finding, Note, Obligation, Option, Question
from dvcheck.rules.answer import Answer
from dvcheck.rules.outline import Entry, Guarded, Outline


def entries_of(question: Question, answer: Answer) -> tuple[Entry, ...]:
    """The entries of a list, as it is answered; none where the answer is "unknown"."""
    if not isinstance(answer.value, tuple):
        return ()
    named = answer.named
    first = min((one.since for one in named), default=None)
    return tuple(
        Entry(
            list=question.id,
            id=one.id,
            name=name,
            number=number,
            since=one.since,
            first=one.since == first,
            sensitive=question.sensitive,
            label=question.name,
        )
        for number, (name, one) in enumerate(zip(answer.value, named, strict=True), 1)
    )


def laid_out(outline: Outline, name: str, entries: tuple[Entry, ...]) -> Outline:
    """The outline with what it has for each entry of the list `name` met once for each of `entries`."""
    kept = outline.laid_out.get((name, entries))
    if kept is not None:
        return kept
    items = tuple(_laid_out(outline, name, entries))
    made = replace(
        outline,
        items=items,
        by_id={g.item.id: g for g in items},
        entries={**outline.entries, name: entries},
        laid_out={},
    )
    if len(outline.laid_out) >= _MOST_KEPT:
        outline.laid_out.clear()
    outline.laid_out[name, entries] = made
    return made


_MOST_KEPT = 16


def _laid_out(outline: Outline, name: str, entries: tuple[Entry, ...]) -> Iterator[Guarded]:
    for (number, list_name), group in groupby(outline.items, key=lambda g: (g.round, g.for_each)):
        items = list(group)
        if list_name != name:
            yield from (_with_options(guarded, name, entries) for guarded in items)
        elif number >= 0:
            yield from (_of_entry(guarded, entry, entries) for entry in entries for guarded in items)
        else:
            yield from (_of_entry(guarded, entry, entries) for guarded in items for entry in entries)


def _with_options(guarded: Guarded, name: str, entries: tuple[Entry, ...]) -> Guarded:
    item = guarded.item
    if not isinstance(item, Question) or item.options_from != name:
        return guarded
    offered = tuple(Option(id=entry.id, text=entry.shown) for entry in entries)
    return replace(guarded, item=replace(item, options=(*offered, *item.options)))


def _of_entry(guarded: Guarded, entry: Entry, entries: tuple[Entry, ...]) -> Guarded:
    """An item as it is met for one entry: under its own key, and with the name of the entry."""
    item, key = guarded.item, entry.key(guarded.item.id)
    text = phrase("{entry}: {text}", entry=entry.shown, text=item.text)
    made: Question | Finding | Obligation | Note
    match item:
        case Question():
            label = phrase("{label}, {entry}", label=item.label, entry=entry.shown) if item.label else ""
            made = replace(item, id=key, text=text, label=label)
            return _with_options(replace(guarded, item=made, entry=entry), entry.list, entries)
        case Finding():
            made = replace(item, id=key)
        case Obligation() | Note():
            made = replace(item, id=key, text=text)
    return replace(guarded, item=made, entry=entry)


def instances(outline: Outline, base: str) -> tuple[Guarded, ...]:
    """The items that stand for one of the pack: one for each entry, or the one that is met once."""
    return tuple(guarded for guarded in outline.items if guarded.base == base)


def entry_ids(outline: Outline) -> Mapping[str, tuple[str, ...]]:
    """By list, the ids of the entries that an outline is laid out for."""
    return {name: tuple(entry.id for entry in entries) for name, entries in outline.entries.items()}
