"""Hints for words that the checklist language does not have: what the author probably meant.

Each function returns a hint that ends a message, or an empty text. They compare texts and read no file.
"""

import re
import unicodedata
from collections.abc import Iterable

from dvcheck.text import nearest as close_to

_QUOTES = "“”„‟‘’‚‛«»"
_DASHES = "‐‑‒–—−"
WIDE_COLON = "："
_ODD_SPACES = re.compile(r"[^\S \n]")

MOST_WRITTEN = 60
"""The longest text that a message repeats."""

_MEANT = {
    "if": "when",
    "condition": "when",
    "only_when": "when",
    "except": "unless",
    "type": "kind",
    "question": "ask",
    "duty": "obligation",
    "deadline": "due",
    "citation": "cites",
    "source": "cites",
    "description": "text",
    "name": "title",
    "answers": "options",
    "contact": "contacts",
    "readings": "reading",
    "max": "most",
    "hint": "help",
    "after": "of",
    "since": "of",
    "from": "of",
}
"""Keys that authors may write, and the key of the language for each."""

_OTHER_WORDS = {"true": "yes", "y": "yes", "false": "no", "n": "no", "u": "unknown", "not known": "unknown"}
"""Answers that authors may write, and the answer of a yes-no question for each."""

_KINDS = {
    "multiple choice": "choices",
    "multi": "choices",
    "checkbox": "choices",
    "select": "choice",
    "radio": "choice",
    "boolean": "yes-no",
    "bool": "yes-no",
    "integer": "number",
    "string": "text",
    "datetime": "time",
}
"""Kinds of question in the words of forms and programs, and the kind of the language for each."""

_OWNERS = {
    "a question": "kind options most min help asked_when sensitive unprompted options_from",
    "a finding": "is once",
    "an obligation": "modality phase due done_when not_feasible contacts for_each",
    "a timer": "limit starts_with ends_with at_limit warn_at ticks",
    "a section": "items hold",
    "an option": "alone",
    '"not_feasible"': "instead",
    "a deadline": "within by of",
    "a scenario": "story level reveal answers done harmful expect shift_ends",
    '"expect"': "outstanding not_outstanding undetermined in_force only",
}
"""The keys that only one part of a pack has, by that part."""

ITEMS = ("ask", "finding", "obligation", "note", "timer", "include")


def normalized(word: str) -> str:
    """Return a word in plain spelling: no quotes, plain hyphens and letters, lowercase."""
    plain = unicodedata.normalize("NFKC", word).translate({ord(c): None for c in _QUOTES + "\"'"})
    plain = plain.translate({ord(c): "-" for c in _DASHES})
    return " ".join(plain.split()).lower()


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known word was meant, or what is wrong with the word as written."""
    words = tuple(known)
    plain = normalized(word)
    for candidate in (plain, plain.replace(" ", "-"), plain.replace("_", "-"), plain.replace("-", "_")):
        if candidate in words and candidate != word:
            return _why(word, candidate)
    other = _OTHER_WORDS.get(plain, "")
    if other in words and "yes" in words:
        return f"; write {other}"
    kind = _KINDS.get(plain, "")
    return f'; did you mean "{kind}"?' if kind in words else close_to(word, words)


def _why(word: str, candidate: str) -> str:
    quote = next((c for c in word if c in _QUOTES), "")
    if quote:
        return f'; "{quote}" is part of the word: write {candidate}, or straight quotes around it'
    dash = next((c for c in word if c in _DASHES), "")
    if dash:
        return f'; "{dash}" is not a hyphen: write {candidate}'
    if _ODD_SPACES.search(word):
        return f"; it has a special space character: type {candidate} again"
    return f'; did you mean "{candidate}"?'


def as_id(text: str) -> str:
    """Return an id made from a text; empty if there is none."""
    plain = normalized(text.removesuffix(".yaml"))
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return found if found[:1].isalpha() else f"a-{found}" if found else ""


def needed(what: str, key: str) -> str:
    """Say what a missing key is for, if its name does not show that."""
    if (what, key) == ("a deadline", "of"):
        return ": what it counts from (a question, an obligation, a timer or opened)"
    if key == "cites":
        return ": the statements of the policy that it is based on"
    return ""


def flag(text: str) -> str:
    """Say how to write a flag that was written as another word."""
    plain = normalized(text)
    if plain in ("yes", "y", "on", "true", "1"):
        return "; write true"
    if plain in ("no", "n", "off", "false", "0"):
        return "; write false, or leave the key out"
    return ""


def in_quotes(text: str) -> str:
    """Return a text in quotes, as YAML writes it."""
    return "'" + text.replace("'", "''") + "'" if '"' in text or "\\" in text else f'"{text}"'


def excerpt(text: str) -> str:
    """Return a text for a message, cut to one line."""
    return text if len(text) <= MOST_WRITTEN else f"{text[:MOST_WRITTEN]}…"


def comma(key: str, parts: Iterable[str]) -> str:
    """Say that a comma ended the text of `key` inside { }, and how to write the complete text."""
    return f"; a comma ends a text inside {{ }}: write {key}: {excerpt(in_quotes(', '.join(parts)))}"


def key_meant(key: str) -> str:
    """Return the key that another word or spelling means."""
    plain = normalized(key).replace("-", "_").replace(" ", "_")
    return _MEANT.get(plain, plain)


def other_key(what: str, key: str, known: Iterable[str]) -> str:
    """Say what a wrong key is called here, or where it belongs."""
    names = tuple(known)
    if key in ITEMS and what in _OWNERS and what not in ("a section", "a scenario"):
        return f'; another item begins on its own line, with "- {key}:"'
    if key.startswith("-") and key[1:].strip() in (*names, *ITEMS):
        return f'; put a space after the hyphen: "- {key[1:].strip()}:"'
    dash = key[:1]
    if dash in _DASHES and dash and key[1:].strip() in (*names, *ITEMS):
        return f'; a list item begins with a hyphen (-), not with "{dash}"'
    named = key_meant(key)
    if named in names:
        return f'; did you mean "{named}"?'
    said = nearest(key, names)
    if said:
        return said
    owner = next((o for o, keys in _OWNERS.items() if key in keys.split() and o != what), "")
    return f"; it is a key of {owner}" if owner else ""


def no_key(said: str, text: str, keys: Iterable[str]) -> str:
    """Add to a message about a text in place of a key with a value: what its author may have done."""
    if WIDE_COLON in text:
        return f'{said}; a key ends with ": ", not with the wide colon "{WIDE_COLON}"'
    first, colon, rest = text.partition(":")
    if colon and rest.strip() == rest != "" and (not keys or first.strip() in keys):
        return f"{said}; a space is missing after the colon: {first}: {excerpt(rest)}"
    return said


# --- lengths of time and deadlines --------------------------------------------------------------------------

_UNITS = {
    "m": "min",
    "mins": "min",
    "minute": "min",
    "minutes": "min",
    "hr": "h",
    "hrs": "h",
    "hour": "h",
    "hours": "h",
    "d": "days",
    "day": "days",
    "court day": "court days",
    "week": "weeks",
}
_WORKING_DAYS = {"working day", "working days", "business day", "business days"}
_ONE_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {word: count for count, word in enumerate(_ONE_TO_TEN, 1)} | {
    "a": 1,
    "an": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
}
_LENGTH = re.compile(r"(?P<count>\d{1,5}|[a-z]+)[ -]?(?P<unit>[a-z]+(?: days?)?)")


def length(text: str, forms: str, units: Iterable[str]) -> str:
    """Say that a text is not a length of time, how to write one, and if possible this one.

    `forms` shows how to write lengths of time; `units` are the allowed units.
    """
    found = _LENGTH.fullmatch(normalized(text))
    said = f'"{excerpt(text)}" is not a length of time: write {forms}'
    if found is None:
        return said
    count = int(found["count"]) if found["count"].isdigit() else _WORDS.get(found["count"], 0)
    unit = _UNITS.get(found["unit"], found["unit"])
    if unit in _WORKING_DAYS and "court days" in units:  # a court may sit on fewer days: another deadline
        return (
            f"{said}; {unit} are not court days: write it in words, {{before: {excerpt(text)} have passed}}"
        )
    if unit == "weeks":
        count, unit = count * 7, "days"
    if unit not in units and unit == "h" and "min" in units:
        count, unit = count * 60, "min"
    if unit in units and 0 < count < 1_000:
        written = f"{count} {unit}"
        return f"{said}; here, write {written}" if written != text else said
    return said


DUE_FORMS = (
    "{by: end-of-shift}",
    "{before: the respondent enters}",
    "{within: 24 h, of: arrested} (of a question, an obligation, a timer or opened)",
    "timely",
    "immediately",
)
"""An example of each form of a deadline."""


def due_forms() -> str:
    """List every form of a deadline, for a message."""
    return f"write one of: {'; '.join(DUE_FORMS)}"
