"""Changes to a list whose entries are each asked about: questions about new names, and messages."""

from collections.abc import Iterable, Sequence

from dvcheck.cells import wrapped
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.record.case import Case
from dvcheck.record.list_entries import ListEntries
from dvcheck.rules.assess import Assessment
from dvcheck.rules.entries import entries_of
from dvcheck.rules.outline import Entry, Outline, base_of
from dvcheck.walk.prompts import Line, Row, Terminal

_NEW = "new"
"""The id of the row for a new person or thing. No entry has this id."""


def ask_renames(
    question: Question, value: Value, case: Case, outline: Outline, terminal: Terminal
) -> tuple[str, ...]:
    """Ask which former entry each new name is, while former entries are missing. May raise `Leave`.

    Return the ids of all entries, to record with the answer; empty if the names alone give them.
    """
    former, roll = case.answers.get(question.id), case.rolls.get(question.id, ListEntries())
    if former is None or isinstance(value, str) or isinstance(former.value, str):
        return ()
    missing = [entry for entry in entries_of(question, former) if entry.name not in value]
    goes_on: dict[str, str] = {}
    for name in value:
        # A name that comes back keeps its earlier answers: there is nothing to ask.
        has_answers = _about(question.id, roll.ids.get(name, ""), (*case.answers, *case.marks), outline)
        if name in former.value or not missing or has_answers:
            continue
        title = phrase('"{name}" is new in the list. Who or what is it?', name=name)
        hidden = question.sensitive and terminal.is_kept
        chosen = terminal.choose(title, _rows(missing, hidden=hidden))
        found = next((entry for entry in missing if entry.id == chosen), None)
        if found is not None:
            missing.remove(found)
            goes_on[name] = found.id
    return roll.ids_of(value, goes_on) if goes_on else ()


def _about(name: str, entry: str, keys: Iterable[str], outline: Outline) -> int:
    """Count the keys that are about an entry of a list."""
    return sum(
        key == f"{base_of(key)}@{entry}" and outline.repeated.get(base_of(key)) == name for key in keys
    )


def _rows(missing: Sequence[Entry], *, hidden: bool) -> list[Row]:
    """Return the rows of who or what a new name may be. With `hidden`, entries are shown by number."""
    rows = [
        Row(id=one.id, text=phrase("{entry}, under a new name", entry=one.shown if hidden else one.name))
        for one in missing
    ]
    return [*rows, Row(id=_NEW, text=phrase("a new person or thing"))]


def changes(before: Assessment, after: Assessment, width: int) -> list[Line]:
    """Describe which entries were renamed or removed, and which answers no longer count because of that."""
    said = [text for name in before.outline.lists for text in _entries(name, before, after)]
    uncounted_before = {one.question for one in before.uncounted}
    for one in after.uncounted:
        counted = before.outline.by_id.get(one.question)
        question = after.outline.by_id.get(one.question)
        if question is None or counted is None or one.question in uncounted_before:
            continue
        if isinstance(question.item, Question) and question.item.options_from:
            was = counted.item.listed(one.answer.value) if isinstance(counted.item, Question) else one.raw
            said.append(
                phrase(
                    "{question}: {answer} no longer counts: {why}",
                    question=question.item.name,
                    answer=was,
                    why=one.why,
                )
            )
    return [(("warn", f"  {line}"),) for text in said for line in wrapped(text, max(20, width - 3))]


def _entries(name: str, before: Assessment, after: Assessment) -> list[str]:
    """Describe what happened to the former entries of a list."""
    had, has = before.outline.entries.get(name, ()), after.outline.entries.get(name, ())
    now = {entry.id: entry for entry in has}
    said: list[str] = []
    for entry in had:
        if entry.id in now:
            if now[entry.id].shown != entry.shown:
                said.append(
                    phrase("{former} is now called {name}", former=entry.shown, name=now[entry.id].shown)
                )
            continue
        kept = _about(name, entry.id, (one.question for one in after.uncounted), before.outline)
        if kept:
            said.append(
                plural(
                    "{entry}: no longer in the list. {n} answer is kept but does not count.",
                    "{entry}: no longer in the list. {n} answers are kept but do not count.",
                    n=kept,
                    entry=entry.shown,
                )
            )
    return said
