"""A line of a batch: the answers, marks and times of one case as a JSON object, checked against a pack.

The rules are those of an answers file. As in YAML, a scalar is its text: `7` and `"7"` are the same answer,
and so are `true` and `"true"`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Literal, NoReturn, TypeVar

import msgspec

from dvcheck.language import Later, phrase
from dvcheck.pack.model import Include, Obligation, Pack, Question, sections_of
from dvcheck.pack.moments import FIRST_YEAR, LAST_YEAR
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.rules.answer import Answer, Mark, read_answer, refuse_future, resolve_words
from dvcheck.rules.entries import entries_of, expand_all
from dvcheck.rules.outline import Outline, base_of, outline
from dvcheck.text import clean, has_control, nearest

MAX_ID = 200
MOST_REPORTED = 10
"""The most errors reported for one line."""
_MOST_SHOWN = 60
"""The most characters of a wrong text that an error shows."""

KEYS = ("id", "checklist", "answers", "marks", "at", "shift_ends", "about")
"""The keys of a line. `about` may hold anything: it is for other programs, and is not read."""
MARKS: tuple[Literal["done", "not-feasible"], ...] = ("done", "not-feasible")

Read = TypeVar("Read")


class GivenCase(msgspec.Struct, frozen=True, kw_only=True):
    """The case that a line describes. Times are aware and in UTC."""

    id: str
    outline: Outline
    answers: Mapping[str, Answer]
    marks: Mapping[str, Mark]
    at: datetime
    """The time of the assessment. Its answers and marks count as given then."""
    shift_ends: datetime | None


class BadLine(msgspec.Struct, frozen=True, kw_only=True):
    """The reasons why a line cannot be assessed."""

    id: str | None
    """None if the line has no readable id."""
    problems: tuple[str, ...]
    """Each says what is wrong and what to do."""


class BatchNames:
    """The names that the lines of a batch may use. Build it once for all lines."""

    def __init__(self, pack: Pack, checklist: str, *, sensitive: bool = False) -> None:
        """Collect the names of a pack. `checklist` is for lines that name none.

        With `sensitive`, an error may quote a sensitive answer.
        """
        self.checklist = checklist
        self.sensitive = sensitive
        self.zone = pack.policy.zone
        self.the_document = pack.policy.terms.the_document
        self.checklists = tuple(c.id for c in pack.checklists)
        homes = [(c.id, i) for c in pack.checklists for s in c.sections for i in s.items]
        self.items = {i.id: i for _, i in homes if not isinstance(i, Include)}
        self.homes = {i.id: home for home, i in homes if not isinstance(i, Include)}
        self.questions = tuple(n for n, i in self.items.items() if isinstance(i, Question))
        self.obligations = tuple(n for n, i in self.items.items() if isinstance(i, Obligation))
        self._pack = pack
        self._outlines: dict[str, Outline] = {}

    def outline(self, checklist: str) -> Outline:
        """Return the outline of a checklist. KeyError if the pack does not have it."""
        if checklist not in self._outlines:
            self._outlines[checklist] = outline(self._pack, (checklist,))
        return self._outlines[checklist]


def parse(content: bytes, known: BatchNames, now: Callable[[], datetime]) -> GivenCase | BadLine:
    """Read one line of a batch. `now` gives the time of assessment if the line does not."""
    return _Line(known).read(content, now)


class _Wrong(Exception):
    """The reason why a part of a line cannot be read."""


class _Number(msgspec.Struct, frozen=True):
    """A number as written in the line."""

    text: str


class _Line:
    """The reader of one line. It collects every problem, so one does not hide the next."""

    def __init__(self, known: BatchNames) -> None:
        self._known = known
        self._problems: list[str] = []

    def read(self, content: bytes, now: Callable[[], datetime]) -> GivenCase | BadLine:
        try:
            written = self._object(content)
        except _Wrong as wrong:
            return BadLine(id=None, problems=(str(wrong),))
        for key in written:
            if key not in KEYS:
                near = nearest(key, KEYS)
                self._problems.append(
                    phrase(
                        '"{key}" is not a key of a line{nearest} ({known})',
                        key=_cut(key),
                        nearest=near,
                        known=", ".join(KEYS),
                    )
                )
        name = self._part(self._id, written.get("id"))
        walk = self._part(self._outline, written.get("checklist"))
        at = self._time("at", written) if "at" in written else now()
        shift_ends = self._time("shift_ends", written) if written.get("shift_ends") is not None else None
        answers: Mapping[str, Answer] = {}
        marks: Mapping[str, Mark] = {}
        if walk is not None and at is not None:
            answers = self._answers(written, walk, at)
            marks = dict(self._each(written, "marks", lambda k, v: self._mark(k, v, walk, at)))
        if self._problems or name is None or walk is None or at is None:
            return BadLine(id=name, problems=self._reported())
        return GivenCase(id=name, outline=walk, answers=answers, marks=marks, at=at, shift_ends=shift_ends)

    def _reported(self) -> tuple[str, ...]:
        left = len(self._problems) - MOST_REPORTED
        more = (phrase("and {n} more", n=left),) if left > 0 else ()
        return (*self._problems[:MOST_REPORTED], *more)

    def _part(self, read: Callable[[Any], Read], written: object) -> Read | None:
        """Return one part of the line; None if it is wrong."""
        try:
            return read(written)
        except _Wrong as wrong:
            self._problems.append(str(wrong))
            return None

    # --- JSON -----------------------------------------------------------------------------------------------

    def _object(self, content: bytes) -> dict[str, Any]:
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise _Wrong(
                phrase("byte {byte} is not UTF-8: save the file as UTF-8", byte=error.start + 1)
            ) from None
        decoder = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_int=_Number, parse_float=_Number, parse_constant=_no_constant
        )
        try:
            written = decoder.decode(text.strip(_BLANKS))
        except json.JSONDecodeError as error:
            raise _Wrong(
                phrase(
                    "not JSON: {why}, column {column}; {form}",
                    why=error.msg.removesuffix(" at"),
                    column=error.colno,
                    form=_ONE_OBJECT.said(),
                )
            ) from None
        except RecursionError:
            raise _Wrong(phrase("nested too deep; {form}", form=_ONE_OBJECT.said())) from None
        if not isinstance(written, dict):
            raise _Wrong(phrase("not a JSON object; {form}", form=_ONE_OBJECT.said()))
        return written

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return a JSON object. A key that appears twice is a problem: nothing says which one counts."""
        found = dict(pairs)
        if len(found) < len(pairs):
            met: set[str] = set()
            for key, _ in pairs:
                if key in met:
                    self._problems.append(phrase('"{key}" appears twice: keep one of them', key=_cut(key)))
                met.add(key)
        return found

    # --- the parts ------------------------------------------------------------------------------------------

    def _id(self, written: object) -> str:
        if written is None:
            raise _Wrong(phrase('"id" is missing: give each line an id, to find its case again'))
        if not isinstance(written, str):
            raise _Wrong(phrase('"id" is not text: put it in quotes'))
        if not written.strip() or len(written) > MAX_ID:
            raise _Wrong(phrase('"id" must have 1 to {most} characters', most=MAX_ID))
        if has_control(written):
            raise _Wrong(phrase('"id" has a control character: {id}', id=_cut(written)))
        return written

    def _outline(self, written: object) -> Outline:
        name = self._known.checklist if written is None else written
        known = self._known.checklists
        if name not in known:
            shown = _shown(name)
            near = nearest(name, known) if isinstance(name, str) else ""
            raise _Wrong(
                phrase(
                    'the pack has no checklist "{checklist}"{nearest} ({known})',
                    checklist=shown,
                    nearest=near,
                    known=", ".join(known),
                )
            )
        return self._known.outline(str(name))

    def _time(self, key: str, written: Mapping[str, Any]) -> datetime | None:
        """Return a time of the line; None if it is wrong."""
        shown = f'{key}: "{_shown(written[key])}"'
        try:
            at = msgspec.convert(written[key], datetime)
        except (msgspec.ValidationError, UnicodeEncodeError):  # the latter of half a character
            self._problems.append(phrase("{time} is not a time; {form}", time=shown, form=_A_TIME.said()))
            return None
        if at.tzinfo is None:
            self._problems.append(phrase("{time} has no time zone; {form}", time=shown, form=_A_TIME.said()))
            return None
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            self._problems.append(
                phrase(
                    "{time}: the year must be from {first} to {last}",
                    time=shown,
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                )
            )
            return None
        return at.astimezone(UTC)

    def _each(
        self, written: Mapping[str, Any], part: str, read: Callable[[str, Any], Read]
    ) -> Iterator[tuple[str, Read]]:
        """Yield the valid entries of `answers` or `marks`."""
        entries = written.get(part)
        if entries is None and part == "marks":
            return
        if not isinstance(entries, dict):
            self._problems.append(
                phrase('"{part}" is missing or is not an object; {form}', part=part, form=_PARTS[part].said())
            )
            return
        for key, value in entries.items():
            try:
                yield key, read(key, value)
            except _Wrong as wrong:
                self._problems.append(str(wrong))

    def _answers(self, written: Mapping[str, Any], walk: Outline, at: datetime) -> Mapping[str, Answer]:
        """Return the answers of a line. Answers for list entries are read after the lists themselves."""
        entries = written.get("answers")
        lists: dict[str, Answer] = {}
        if walk.lists and isinstance(entries, dict):
            for name in walk.lists:
                if name in entries:
                    with suppress(_Wrong):  # reported below
                        lists[name] = self._answer(name, entries[name], walk, at)
            entries = dict(self._by_key(entries, walk, lists))
            walk = expand_all(walk, lists)
            written = {**written, "answers": entries}
        return dict(self._each(written, "answers", lambda k, v: self._answer(k, v, walk, at)))

    def _by_key(
        self, entries: Mapping[str, Any], walk: Outline, lists: Mapping[str, Answer]
    ) -> Iterator[tuple[str, Any]]:
        """Yield the answers of a line by the key to record them under: `pain@2` for a list entry."""
        for name, written in entries.items():
            of = walk.repeated.get(name, "")
            if not of or not isinstance(written, dict):
                yield name, written
                continue
            named = entries_of(walk.question(of), lists[of]) if of in lists else ()
            keys = {one.name: one.key(name) for one in named} | {one.id: one.key(name) for one in named}
            for who, answer in written.items():
                if who in keys:
                    yield keys[who], answer
                else:
                    known = [one.name for one in named]
                    self._problems.append(
                        phrase(
                            'answers: {name}: "{list}" has no entry "{entry}"{nearest}',
                            name=name,
                            list=of,
                            entry=_cut(who),
                            nearest=nearest(who, known),
                        )
                    )

    def _answer(self, name: str, written: object, walk: Outline, at: datetime) -> Answer:
        guarded = walk.by_id.get(name)
        question = guarded.item if guarded is not None else None
        if not isinstance(question, Question):
            raise self._unknown_question(name)
        value: Value | NotAnAnswer = read_answer(
            question, resolve_words(question, _value(name, written), at, self._known.zone)
        )
        if not isinstance(value, NotAnAnswer):
            value = refuse_future(question, value, at, self._known.zone)
        if isinstance(value, NotAnAnswer):
            may_quote = self._known.sensitive or not question.sensitive
            raise _not_an_answer(name, value.why if may_quote else _SENSITIVE.said())
        return Answer(value=value, at=at)

    def _mark(self, name: str, written: object, walk: Outline, at: datetime) -> Mark:
        guarded = walk.by_id.get(base_of(name))
        duty = guarded.item if guarded is not None else None
        if not isinstance(duty, Obligation):
            raise self._unknown_obligation(name)
        status = next((mark for mark in MARKS if mark == written), None)
        if status is None:
            raise _Wrong(
                phrase(
                    'marks: {name}: "{mark}" is not a mark ({known})',
                    name=name,
                    mark=_shown(written),
                    known=", ".join(MARKS),
                )
            )
        if duty.kind == "standing":
            raise _Wrong(phrase("marks: {name} is in force and cannot be marked: leave it out", name=name))
        if status == "not-feasible" and duty.not_feasible is None:
            raise _Wrong(
                phrase(
                    'marks: {document} does not allow "not feasible" for {name} ({sections}): it stays '
                    "open until it is done",
                    document=self._known.the_document,
                    name=name,
                    sections=sections_of(duty.cites),
                )
            )
        return Mark(status=status, at=at)

    def _unknown_question(self, name: str) -> _Wrong:
        """Make the error for an unknown question id; it names the checklist that has it, if any."""
        known = self._known.questions
        if name not in known:
            return _Wrong(
                phrase(
                    'no question is called "{id}"{nearest}', id=_cut(name), nearest=self._near(name, known)
                )
            )
        return _Wrong(
            phrase(
                '"{id}" is a question of {home}, which this line does not use: write "checklist": "{home}"',
                id=name,
                home=self._known.homes[name],
            )
        )

    def _unknown_obligation(self, name: str) -> _Wrong:
        """Make the error for an unknown obligation id; it names the checklist that has it, if any."""
        known = self._known.obligations
        if name not in known:
            return _Wrong(
                phrase(
                    'no obligation is called "{id}"{nearest}', id=_cut(name), nearest=self._near(name, known)
                )
            )
        return _Wrong(
            phrase(
                '"{id}" is an obligation of {home}, which this line does not use: '
                'write "checklist": "{home}"',
                id=name,
                home=self._known.homes[name],
            )
        )

    def _near(self, name: str, known: tuple[str, ...]) -> str:
        """Return a hint with the nearest name. It is slow to find, so only for problems that are reported."""
        return nearest(name, known) if len(self._problems) < MOST_REPORTED else ""


_BLANKS = " \t\r\n"
_ONE_OBJECT = Later('a line is one object, such as {{"id": "26-118", "answers": {{"two-members": "yes"}}}}')
_A_TIME = Later("write it as 2026-03-31T23:05:00-07:00, or with Z for UTC")
_SENSITIVE = Later("not a valid answer; the question is sensitive, so only --include-sensitive shows why")
_PARTS = {
    "answers": Later("write it as question ids with answers"),
    "marks": Later("write it as obligation ids with done or not-feasible"),
}


def _no_constant(name: str) -> NoReturn:
    raise _Wrong(phrase("not JSON: {name} is not a JSON value; {form}", name=name, form=_ONE_OBJECT.said()))


def _not_an_answer(name: str, why: str) -> _Wrong:
    return _Wrong(phrase("answers: {name}: {why}", name=name, why=why))


def _value(name: str, written: object) -> Value:
    if isinstance(written, list):
        expected = phrase("every answer in a list must be text")
        return tuple(_text(name, entry, expected) for entry in written)
    return _text(name, written, phrase("an answer must be text or a list of texts"))


def _text(name: str, written: object, expected: str) -> str:
    match written:
        case str():
            if not written.isprintable() and has_control(written.replace("\n", "")):
                raise _not_an_answer(name, phrase("the text has a control character"))
            return written
        case _Number():
            return written.text
        case bool():
            return "true" if written else "false"
        case None:
            raise _not_an_answer(
                name, phrase('null is not an answer: leave the question out, or write "unknown"')
            )
        case _:
            raise _not_an_answer(name, expected)


def _shown(written: object) -> str:
    """Return a wrong value as the line has it; an object or a list is shortened."""
    match written:
        case str():
            return _cut(written)
        case _Number():
            return _cut(written.text)
        case None:
            return "null"
        case bool():
            return "true" if written else "false"
        case _:
            return "{…}" if isinstance(written, dict) else "[…]"


def _cut(text: str) -> str:
    shown = clean(text[: _MOST_SHOWN + 1])
    return shown if len(text) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"
