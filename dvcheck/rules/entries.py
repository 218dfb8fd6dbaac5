"""Expand an outline for the entries of its lists: an item repeated for each entry appears once for each.

Until its list counts, a repeated item appears once, under its own id. A list does not count while it is
unasked, "unknown" or inapplicable, or while its guard waits for an unanswered question.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.model import Finding, Note, Obligation, Option, Pack, Question
from dvcheck.rules.answer import Answer
from dvcheck.rules.outline import Entry, Guarded, Outline


def entries_of(question: Question, answer: Answer) -> tuple[Entry, ...]:
    """Return the entries of an answered list; none if the answer is "unknown"."""
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


def expand(outline: Outline, name: str, entries: tuple[Entry, ...]) -> Outline:
    """Return the outline with the items repeated for the list `name` appearing once for each of `entries`."""
    kept = outline.expanded.get((name, entries))
    if kept is not None:
        return kept
    items = tuple(_expanded_items(outline, name, entries))
    made = replace(
        outline,
        items=items,
        by_id={g.item.id: g for g in items},
        entries={**outline.entries, name: entries},
        expanded={},
    )
    if len(outline.expanded) >= _MOST_KEPT:
        outline.expanded.clear()
    outline.expanded[name, entries] = made
    return made


_MOST_KEPT = 16


def expand_all(outline: Outline, lists: Mapping[str, Answer]) -> Outline:
    """Expand the outline for every answered list, whatever its guard says: it is for reading answers."""
    for name, answer in lists.items():
        entries = entries_of(outline.question(name), answer)
        outline = expand(outline, name, entries) if entries else outline
    return outline


def _expanded_items(outline: Outline, name: str, entries: tuple[Entry, ...]) -> Iterator[Guarded]:
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
    return replace(guarded, item=for_entry(item, None, entries))


def _of_entry(guarded: Guarded, entry: Entry, entries: tuple[Entry, ...]) -> Guarded:
    """Return an item for one entry, with the entry's key and name."""
    item, key = guarded.item, entry.key(guarded.item.id)
    text = phrase("{entry}: {text}", entry=entry.shown, text=item.text)
    made: Question | Finding | Obligation | Note
    match item:
        case Question():
            offered = entries if item.options_from == entry.list else ()
            return replace(guarded, item=for_entry(item, entry, offered), entry=entry)
        case Finding():
            made = replace(item, id=key)
        case Obligation():
            made = obligation_for(item, entry)
        case Note():
            made = replace(item, id=key, text=text)
    return replace(guarded, item=made, entry=entry)


def obligation_for(item: Obligation, entry: Entry) -> Obligation:
    """Return an obligation for one entry, with the entry's key and name."""
    text = phrase("{entry}: {text}", entry=entry.shown, text=item.text)
    brief = phrase("{entry}: {text}", entry=entry.shown, text=item.brief) if item.brief else ""
    return replace(item, id=entry.key(item.id), text=text, brief=brief)


def for_entry(question: Question, entry: Entry | None, offered: Sequence[Entry]) -> Question:
    """Return a question for one entry. If `entry` is None, only its options change.

    `offered` are the entries that become its options.
    """
    options = (*(Option(id=one.id, text=one.shown) for one in offered), *question.options)
    if entry is None:
        return replace(question, options=options) if offered else question
    label = phrase("{label}, {entry}", label=question.label, entry=entry.shown) if question.label else ""
    text = phrase("{entry}: {text}", entry=entry.shown, text=question.text)
    return replace(question, id=entry.key(question.id), text=text, label=label, options=options)


def lists_of(pack: Pack) -> Mapping[str, str]:
    """Return the list that each repeated question and obligation belongs to, by its id."""
    found: dict[str, str] = {}
    for checklist in pack.checklists:
        for section in checklist.sections:
            for item in section.items:
                of = section.list_of(item)
                if of and isinstance(item, Question | Obligation):
                    found[item.id] = of
    return found


def instances(outline: Outline, base: str) -> tuple[Guarded, ...]:
    """Return the items of the outline for one item of the pack: one for each entry, or one in all."""
    return tuple(guarded for guarded in outline.items if guarded.base == base)
