"""The changes an answer makes: duties opened, settled or dropped, and notes that appear.

On a screen, each change is a line with a mark. Read aloud, it is a sentence that begins with a word.
"""

from collections.abc import Iterable
from typing import Literal, assert_never

import msgspec

from dvcheck.cells import wrapped
from dvcheck.language import phrase
from dvcheck.pack.modality import says_not
from dvcheck.pack.model import Note, sections_of
from dvcheck.pack.terms import AgencyTerms
from dvcheck.rules.assess import Assessment, Duty, Status
from dvcheck.walk.prompts import Line, read_aloud
from dvcheck.wording import aloud

MOST_CHANGES = 6

Turn = Literal["opened", "in-force", "done", "not-feasible", "gone", "lifted", "due-again"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A duty whose status has changed, or whose deadline was lifted or counts again."""

    duty: Duty
    turn: Turn


def describe_changes(
    before: Assessment | None, after: Assessment, terms: AgencyTerms, width: int
) -> list[Line]:
    """Describe what an answer changed: opened, in force, done, gone; then the new notes.

    Without `before`, describe what holds from the start.
    """
    in_prose = read_aloud(width)
    described = [_sentence(one) if in_prose else _line(one, width) for one in changed_duties(before, after)]
    if len(described) > MOST_CHANGES:
        rest = phrase("and {n} more, in the summary", n=len(described) - MOST_CHANGES + 1)
        described = [*described[: MOST_CHANGES - 1], [(("dim", rest if in_prose else f"    {rest}"),)]]
    lines = [line for change in described for line in change]
    for note in _appeared(before, after):
        lines += [(("note", aloud.noted(note, terms)),)] if in_prose else _note(note, terms, width)
    return lines


def changed_duties(before: Assessment | None, after: Assessment) -> list[Change]:
    """Return each duty that has changed, in the order of the walk."""
    old = {d.obligation.id: d for d in before.duties} if before is not None else {}
    found: list[Change] = []
    for duty in after.duties:
        was = old.get(duty.obligation.id)
        turn = _turn(was.status if was is not None else "not-triggered", duty.status)
        turn = turn or (_turn_of_deadline(was, duty) if was is not None else None)
        if turn is not None:
            found.append(Change(duty=duty, turn=turn))
    return found


def _turn(was: Status, status: Status) -> Turn | None:
    """Return how a duty changed; None if there is nothing to say."""
    if was == status:
        return None
    match status:
        case "open":
            return "opened"
        case "in-force" | "not-feasible":
            return status
        case "done":
            return "done" if was in ("open", "undetermined") else _gone(was)
        case "undetermined" | "not-triggered":
            return _gone(was)
    assert_never(status)


def _turn_of_deadline(was: Duty, duty: Duty) -> Turn | None:
    """Return whether the deadline of an open duty was lifted or counts again."""
    lifted = duty.deadline.kind == "lifted"
    if not duty.outstanding or lifted == (was.deadline.kind == "lifted"):
        return None
    return "lifted" if lifted else "due-again"


def _gone(was: Status) -> Turn | None:
    return "gone" if was in ("open", "in-force", "done", "not-feasible") else None


def _appeared(before: Assessment | None, after: Assessment) -> Iterable[Note]:
    known = {n.id for n in before.notes} if before is not None else set()
    return (note for note in after.notes if note.id not in known)


# --- on a screen -------------------------------------------------------------------------------------------


def _line(change: Change, width: int) -> list[Line]:
    """Describe a change in brief, with its section. Most take one line."""
    o = change.duty.obligation
    style, mark = _style(change.turn)
    head = f"{mark} {_head(change)}"
    first, *rest = wrapped(f"{head}{o.in_brief} ({sections_of(o.cites[:1])})", max(20, width - 7))
    if not first.startswith(head):
        return [((style, f"    {first}"),), *((("", f"      {line}"),) for line in rest)]
    lines: list[Line] = [((style, f"    {head}"), ("", first.removeprefix(head)))]
    return [*lines, *((("", f"      {line}"),) for line in rest)]


def _style(turn: Turn) -> tuple[str, str]:
    """Return the style and the mark of a change."""
    match turn:
        case "opened":
            return "new", "+"
        case "in-force":
            return "warn", "!"
        case "done":
            return "done", "x"
        case "not-feasible":
            return "done", "/"
        case "gone" | "lifted":
            return "dim", "-"
        case "due-again":
            return "new", "+"
    assert_never(turn)


def _head(change: Change) -> str:
    """Return the words before a duty: for a new one its modality word, unless it is required."""
    o = change.duty.obligation
    match change.turn:
        case "opened":
            return "" if o.force == "required" else phrase("{word}: ", word=o.word)
        case "in-force":
            if o.force == "prohibited":  # its text says "do not"
                return ""
            return phrase("{word}: ", word=o.word) if _forbids(change) else phrase("in force: ")
        case "done":
            return phrase("done: ")
        case "not-feasible":
            return phrase("not feasible: ")
        case "gone":
            return phrase("no longer: ")
        case "lifted":
            return phrase("deadline lifted, duty stays: ")
        case "due-again":
            return phrase("deadline counts again: ")
    assert_never(change.turn)


def _forbids(change: Change) -> bool:
    return says_not(change.duty.obligation.modality)


def _note(note: Note, terms: AgencyTerms, width: int) -> list[Line]:
    lines = wrapped(note.shown(terms), max(20, width - 7))
    return [(("note", f"    {'i' if n == 0 else ' '} "), ("note", text)) for n, text in enumerate(lines)]


# --- read aloud ---------------------------------------------------------------------------------------------


def _sentence(change: Change) -> list[Line]:
    """Describe a change in a sentence. A new duty has its modality word, unless it is required."""
    o = change.duty.obligation
    what = aloud.sentences((o.in_brief, aloud.section(o.cites[:1])))
    style, _ = _style(change.turn)
    match change.turn:
        case "opened" if o.force == "required":
            text = phrase("New: {what}", what=what)
        case "opened":
            text = phrase("New, {word}: {what}", word=o.word, what=what)
        case "in-force" if o.force == "prohibited":
            text = phrase("Forbidden: {what}", what=what)
        case "in-force" if o.force == "recommended-against":
            text = phrase("Advice: {what}", what=what)
        case "in-force":
            text = phrase("In force: {what}", what=what)
        case "done":
            text = phrase("Done: {what}", what=what)
        case "not-feasible":
            text = phrase("Not feasible: {what}", what=what)
        case "gone":
            text = phrase("No longer: {what}", what=what)
        case "lifted":
            text = phrase("Deadline lifted, duty stays: {what}", what=what)
        case "due-again":
            text = phrase("Deadline counts again: {what}", what=what)
        case never:
            assert_never(never)
    return [((style, text),)]
