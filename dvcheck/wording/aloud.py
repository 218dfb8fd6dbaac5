"""Sentences for plain screens and plain walks, to be read aloud: one fact a line, its section last."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from msgspec.structs import replace

from dvcheck.language import phrase, plural
from dvcheck.pack.model import Contact, Note, Question, sections_of
from dvcheck.pack.terms import AgencyTerms
from dvcheck.record.shift import Shift
from dvcheck.rules.assess import Duty
from dvcheck.rules.deadline import Deadline
from dvcheck.wording.deadline import in_sentence, stated_deadline
from dvcheck.wording.shift import span
from dvcheck.wording.times import clock_time, other_zone


def sentence(text: str) -> str:
    """Return a text as a sentence, with a capital at its start and a mark at its end."""
    text = text.strip()
    if not text:
        return ""
    first, _, _ = text.partition(" ")
    # A name such as eCourt is written as it is.
    start = text[0].upper() if first == first.lower() else text[0]
    last = text.rstrip("\"')”’")[-1:]
    return f"{start}{text[1:]}{'' if last and last in '.!?:…' else '.'}"


def sentences(parts: Iterable[str]) -> str:
    """Join texts in one line, each as a sentence. Empty texts are left out."""
    return " ".join(filter(None, map(sentence, parts)))


def section(cites: tuple[str, ...]) -> str:
    """Name the sections cited."""
    shown = sections_of(cites)
    if "," in shown:
        return phrase("Sections {sections}", sections=shown)
    return phrase("Section {section}", section=shown)


def asked_under(question: Question) -> str:
    """Name the sections a question cites, and say whether a reading affects it."""
    said = section(question.cites)
    return phrase("{sections}, with a reading", sections=said) if question.readings else said


def noted(note: Note, terms: AgencyTerms) -> str:
    """Return a note and its source, with its sections last."""
    said = phrase("Note: {text}", text=replace(note, cites=()).shown(terms))
    return sentences((said, section(note.cites) if note.cites else ""))


def check_first(contact: Contact) -> str:
    """Say why to check a number first; empty if there is no doubt about it."""
    return phrase("Check first: {why}", why=contact.verify) if contact.verify else ""


def due(found: Deadline, now: datetime, zone: tzinfo, home: tzinfo | None = None) -> str:
    """Say when a duty is due; empty if no deadline is stated.

    The zone is named if clocks in `home` show another time.
    """
    if found.kind == "none-stated":
        return ""
    if found.at is None:
        return stated_deadline(found)
    if found.overdue:
        return phrase("overdue by {far}", far=far(found.at, now))
    time = clock_time(found.at, now, zone) + other_zone(found.at, zone, home)
    if found.kind == "end-of-shift":
        return phrase("by {time} (end of shift), in {far}", far=far(found.at, now), time=time)
    return phrase("due in {far}, at {time}", far=far(found.at, now), time=time)


def far(at: datetime, now: datetime) -> str:
    """Return how far a time is from now, before or after: `1 hour 20 minutes`, `1 minute`, `3 days`."""
    minutes = int(abs(at - now).total_seconds()) // 60
    if minutes >= 2 * 1440:
        return plural("{n} day", "{n} days", n=minutes // 1440)
    hours, rest = divmod(minutes, 60)
    said = [plural("{n} hour", "{n} hours", n=hours)] if hours else []
    said += [plural("{n} minute", "{n} minutes", n=rest)] if rest or not hours else []
    return " ".join(said)


def shift_span(shift: Shift, now: datetime, zone: tzinfo) -> str:
    """Say when a shift began and ends, who works it, and how far off its end is."""
    when, away = span(shift, now, zone), far(shift.ends, now)
    ends = (
        phrase("It ends in {far}", far=away) if now < shift.ends else phrase("It ended {far} ago", far=away)
    )
    return sentences((phrase("Shift {when}", when=when), ends))


def shift_left(shift: Shift | None, now: datetime, zone: tzinfo) -> str:
    """Say when the shift ends and how much of it is left; empty if no shift runs."""
    if shift is None:
        return ""
    ends = clock_time(shift.ends, now, zone)
    if now < shift.ends:
        return phrase("Shift until {ends}, in {far}.", ends=ends, far=far(shift.ends, now))
    return phrase("The shift has been over since {ends}.", ends=ends)


def becomes(case: str, duty: Duty, more: int, now: datetime, zone: tzinfo) -> str:
    """Ask what becomes of a duty that stays open; `more` is how many are asked about after it."""
    o = duty.obligation
    after = phrase("{n} more after it", n=more) if more else ""
    case = phrase("Case {case}", case=case)
    due = in_sentence(duty.deadline, now, zone)
    return sentences((case, o.word, o.text, due, after, section(o.cites)))
