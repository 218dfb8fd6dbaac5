"""An answers file: a YAML mapping of question ids to answers, checked against a pack.

Each problem has its line and column. A question asked for each entry of a list is answered by a mapping:
`pain: {the driver: 7, her son: unknown}`. `at` is the time of the answers, if the file gives it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from dvcheck.language import phrase
from dvcheck.pack import nodes
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.moments import FIRST_YEAR, LAST_YEAR, with_iso_date
from dvcheck.pack.nodes import Problem
from dvcheck.pack.slips import nearest
from dvcheck.pack.value import NotAnAnswer, Value
from dvcheck.rules.answer import Answer, read_answer, refuse_future, resolve_words
from dvcheck.rules.entries import entries_of, for_entry, lists_of
from dvcheck.rules.outline import Entry

AT = "at"
"""The key for the time of the answers. In an answers file no question may have this id."""


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in a file. Its question's id is the key to record it under: `pain@2` for a list entry."""

    question: Question
    value: Value


class AnswersRead(msgspec.Struct, frozen=True, kw_only=True):
    """The answers of a file, and their time."""

    answers: tuple[GivenAnswer, ...] = ()
    at: datetime
    """The time of the answers (aware, UTC)."""


def parse(text: str, file: str, pack: Pack, now: datetime) -> tuple[AnswersRead, tuple[Problem, ...]]:
    """Return the answers in `text`, in its order, and every problem in it.

    `file` is the name used in places. `now` (aware) is the time of the answers if the file has none. A
    time after that is refused as an answer.
    """
    node, problems = nodes.read(text, file)
    if node is None:
        return AnswersRead(at=now), problems
    if not isinstance(node, nodes.Mapping):
        what = phrase("an answers file lists question ids with their answers, such as two-members: yes")
        return AnswersRead(at=now), (Problem(at=node.at, code="not-a-mapping", message=what),)
    return _File(pack, now).read(node)


class _File:
    """The reader of one file. It collects every problem instead of stopping at the first."""

    def __init__(self, pack: Pack, now: datetime) -> None:
        self._pack = pack
        self._questions = {question.id: question for question in pack.questions()}
        self._rounds = lists_of(pack)
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._at = now
        self._problems: list[Problem] = []
        self._file: nodes.Mapping | None = None

    def read(self, node: nodes.Mapping) -> tuple[AnswersRead, tuple[Problem, ...]]:
        self._file, entries = node, node.entries
        if AT not in self._questions:
            for key, given in entries:
                if key.text == AT:
                    self._at = self._time(given)
            entries = tuple(entry for entry in entries if entry[0].text != AT)
        # Answers for the entries of a list need the list, which may come later in the file.
        self._lists(entries)
        answers = tuple(answer for key, given in entries for answer in self._answers(key, given))
        return AnswersRead(answers=answers, at=self._at), tuple(self._problems)

    def _lists(self, entries: tuple[tuple[nodes.Scalar, nodes.Node], ...]) -> None:
        used = {*self._rounds.values(), *(q.options_from for q in self._questions.values())}
        for key, given in entries:
            if key.text in used and key.text in self._questions:
                question = self._questions[key.text]
                value = answer_in(given, question, self._at, self._pack.policy.zone)
                if not isinstance(value, NotAnAnswer):
                    self._entries[key.text] = entries_of(question, Answer(value=value, at=self._at))

    def _answers(self, key: nodes.Scalar, given: nodes.Node) -> Iterator[GivenAnswer]:
        """Yield the answers of one line: one, or one for each list entry."""
        name, _, entry = key.text.partition("@")
        question = self._questions.get(name)
        if question is None:
            hint = nearest(key.text, self._questions) or self._comma(given)
            message = phrase('no question is called "{key}"{hint}', key=key.text, hint=hint)
            self._wrong(key, "unknown-question", message)
            return
        offered = self._entries.get(question.options_from, ())
        entries = self._entries.get(self._rounds.get(name, ""), ())
        if entry:
            found = next((one for one in entries if one.id == entry), None)
            if found is None:
                self._wrong(key, "unknown-entry", self._no_entry(question, entry, entries))
                return
            yield from self._one(given, for_entry(question, found, offered))
        elif isinstance(given, nodes.Mapping) and name in self._rounds:
            for who, answer in given.entries:
                found = next((one for one in entries if who.text in (one.name, one.id)), None)
                if found is None:
                    self._wrong(who, "unknown-entry", self._no_entry(question, who.text, entries))
                else:
                    yield from self._one(answer, for_entry(question, found, offered))
        elif entries:
            message = phrase(
                "this question is asked for each entry of {list}: write {question}: {{{entry}: …}}",
                list=entries[0].list,
                question=question.id,
                entry=entries[0].name,
            )
            self._wrong(key, "for-each", message)
        else:
            yield from self._one(given, for_entry(question, None, offered))

    def _one(self, given: nodes.Node, question: Question) -> Iterator[GivenAnswer]:
        answer = answer_in(given, question, self._at, self._pack.policy.zone)
        if isinstance(answer, NotAnAnswer):
            self._wrong(given, "unknown-value", answer.why)
        else:
            yield GivenAnswer(question=question, value=answer)

    def _no_entry(self, question: Question, name: str, entries: tuple[Entry, ...]) -> str:
        of = self._rounds.get(question.id, "")
        if not of:
            return phrase('"{name}" is asked once, not for each entry of a list', name=question.id)
        known = [entry.name for entry in entries]
        return phrase(
            '"{list}" has no entry "{name}" in this file{nearest} ({known})',
            list=of,
            name=name,
            nearest=nearest(name, known),
            known=", ".join(known) or phrase("the list is not answered"),
        )

    def _time(self, given: nodes.Node) -> datetime:
        """Return the time of the answers. A time without a zone is in the agency's zone."""
        from zoneinfo import ZoneInfo

        text = with_iso_date(given.text.strip()) if isinstance(given, nodes.Scalar) else ""
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            at = datetime.max
        if not FIRST_YEAR <= at.year <= LAST_YEAR or len(text) <= len("2026-01-15"):
            self._wrong(given, "bad-time", phrase("write a time as 2026-01-15 23:40"))
            return self._at
        if at.tzinfo is None:
            at = at.replace(tzinfo=ZoneInfo(self._pack.policy.zone))
        return at.astimezone(UTC)

    def _comma(self, given: nodes.Node) -> str:
        return self._file.split_by_comma(given) if self._file is not None else ""

    def _wrong(self, node: nodes.Node, code: str, message: str) -> None:
        self._problems.append(Problem(at=node.at, code=code, message=message))


def answer_in(node: nodes.Node, question: Question, now: datetime, zone: str) -> Value | NotAnAnswer:
    """Return the answer that a node of a file gives to a question, or why it is not one."""
    value = _written(node, question, now, zone)
    return value if isinstance(value, NotAnAnswer) else refuse_future(question, value, now, zone)


def _written(node: nodes.Node, question: Question, now: datetime, zone: str) -> Value | NotAnAnswer:
    match node:
        case nodes.Scalar():
            return read_answer(question, resolve_words(question, _by_name(question, node.text), now, zone))
        case nodes.Sequence():
            texts = [item.text for item in node.items if isinstance(item, nodes.Scalar)]
            if len(texts) != len(node.items):
                return NotAnAnswer(phrase("every answer in a list must be text"))
            return read_answer(question, tuple(texts))
        case nodes.Mapping():
            return NotAnAnswer(phrase("an answer must be text or a list of texts"))


def _by_name(question: Question, text: str) -> str:
    """Return the id of the list entry with this name, if the options are list entries."""
    if not question.options_from:
        return text
    return next((option.id for option in question.options if option.text == text), text)
