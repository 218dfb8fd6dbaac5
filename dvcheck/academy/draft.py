"""A scenario file made from a call that a trainer worked in practice. Pure.

The answers become the key, and what follows from them becomes what the scenario expects. Its texts are left
to the trainer: each is marked. Reasons and notes typed in practice are not in the file.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from dvcheck.academy.handout import FILL_IN
from dvcheck.academy.read_key import moment
from dvcheck.academy.scenario import Level, Scenario, assess_scenario
from dvcheck.academy.unreached import unreached
from dvcheck.language import phrase
from dvcheck.pack.model import Obligation, Pack, Question
from dvcheck.pack.place import Place
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.record.case import Case
from dvcheck.rules.answer import Answer, allowed_answers
from dvcheck.rules.assess import Assessment, Duty, assess
from dvcheck.rules.outline import base_of, outline
from dvcheck.text import clean


class ScenarioDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The file of a new scenario."""

    text: str
    to_fill_in: int
    """How many texts are left to the trainer."""
    left_open: tuple[Question, ...]
    """The questions that the walk asks and that were skipped. The key must answer them."""
    typed: bool
    """Whether a text or a name that the trainer typed is in the file."""


def draft(pack: Pack, name: str, level: Level, case: Case, checklist: str) -> ScenarioDraft | None:
    """Write the scenario `name` from a case of practice that was worked in a checklist.

    None if no answer of the case counts.
    """
    worked = _Worked(pack, case, checklist)
    scenario = worked.scenario(name, level)
    if not scenario.answers:
        return None
    assessed = assess_scenario(pack, scenario)
    text = "\n".join((*_head(scenario, pack), *_body(scenario, assessed, pack), *_stubs(scenario, assessed)))
    asked = [assessed.outline.question(answered) for answered in scenario.answers]
    return ScenarioDraft(
        text=text + "\n",
        to_fill_in=text.count(f"{FILL_IN}: ") - _commented(text),
        left_open=assessed.unasked,
        typed=any(q.kind in ("text", "list") for q in asked),
    )


def _commented(text: str) -> int:
    return sum(line.count(f"{FILL_IN}: ") for line in text.splitlines() if line.startswith("#"))


# --- from the case to the scenario --------------------------------------------------------------------------


class _Worked:
    """A case of practice, as a scenario takes its answers and marks: entries of lists are numbered."""

    def __init__(self, pack: Pack, case: Case, checklist: str) -> None:
        self._pack, self._case, self._checklist = pack, case, checklist
        self._walk = outline(pack, (checklist,))
        self._zone = pack.policy.zone
        times = [a.at for a in case.answers.values()] + [m.at for m in case.marks.values()]
        last = max(times, default=case.opened)
        self._told_at = self._to_the_minute(last)
        self._worked: Assessment = assess(self._walk, case.answers, case.marks, last)
        self._numbers = {
            list_: {one.id: str(n) for n, one in enumerate(answer.named, 1)}
            for list_, answer in case.answers.items()
            if isinstance(answer.value, tuple)
        }

    def scenario(self, name: str, level: Level) -> Scenario:
        """Return the scenario without its texts."""
        answers = self._answers()
        done, excused = self._marked("done"), self._marked("not-feasible")
        timed = {o.due.of for o in self._pack.items() if isinstance(o, Obligation) and o.due is not None}
        return Scenario(
            id=name,
            title=f"{FILL_IN}: {phrase('a title that does not give the answer away')}",
            checklist=self._checklist,
            level=level,
            story=f"{FILL_IN}: {phrase('what an officer knows on arrival')}",
            answers={question: answer.value for question, answer in answers.items()},
            at=Place(f"{name}.yaml", 1, 1),
            answered_at={
                question: answer.at
                for question, answer in answers.items()
                if answer.at != self._told_at and (base_of(question) in timed or self._is_timer(question))
            },
            told_at=self._told_at,
            done=done,
            not_feasible={duty: f"{FILL_IN}: {phrase('why this could not be done')}" for duty in excused},
            only=True,
        )

    def _is_timer(self, name: str) -> bool:
        item = self._walk.by_id.get(base_of(name))
        return item is not None and isinstance(item.item, Question) and item.item.limit is not None

    def _answers(self) -> dict[str, Answer]:
        """Return the answers that a walk with them reaches, in the order of the walk.

        An officer who went back answered some of them in another order, in which the file would not be read.
        """
        given: dict[str, Answer] = {}
        for name in (question.id for question in self._worked.outline.questions()):
            answer = self._worked.answers.get(name)
            key = self._key(name)
            if answer is not None and key and name not in self._worked.inapplicable:
                at = min(self._to_the_minute(answer.at), self._told_at)
                given[key] = Answer(value=self._numbered(name, answer.value), at=at)
        while missed := unreached(self._walk, given):
            for reason in missed:
                for name in reason.names:
                    del given[name]
        return given

    def _key(self, name: str) -> str:
        """Return the name of an item with the number of its entry; empty if the list lost the entry."""
        base, _, entry = name.partition("@")
        if not entry:
            return name
        number = self._numbers.get(self._walk.repeated.get(base, ""), {}).get(entry)
        return f"{base}@{number}" if number else ""

    def _numbered(self, name: str, value: Value) -> Value:
        """Return an answer with the numbers of the entries that it names."""
        numbers = self._numbers.get(self._worked.outline.question(name).options_from, {})
        if isinstance(value, str):
            return numbers.get(value, value)
        return tuple(numbers.get(one, one) for one in value) if numbers else value

    def _marked(self, status: str) -> tuple[str, ...]:
        """Return the obligations that were marked, and whose mark counts."""
        return tuple(
            key
            for name, mark in self._case.marks.items()
            if mark.status == status
            and (duty := self._worked.duty(name)) is not None
            and duty.status == status
            and (key := self._key(name))
        )

    def _to_the_minute(self, at: datetime) -> datetime:
        """Return a time as a scenario can write it."""
        read = moment(_local(at, self._zone), at, self._zone)
        return read if read is not None else at


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


# --- from the scenario to its text --------------------------------------------------------------------------


def _head(scenario: Scenario, pack: Pack) -> Iterator[str]:
    yield _comment(
        phrase("A scenario made from practice. Write each text that is marked {mark}.", mark=FILL_IN)
    )
    yield _comment(phrase("Then put the file into the folder scenarios of your pack, and run pack test."))
    yield _comment(phrase("Refer to people by role, never by name. Take no text from a real case."))
    yield f"scenario: {scenario.id}"
    yield f"title: {_text(scenario.title)}"
    yield f"checklist: {scenario.checklist}"
    yield f"level: {scenario.level}  {_comment(phrase('recruit, officer or instructor'))}"
    yield f"story: {_text(scenario.story)}"
    when = phrase("when it is assessed")
    yield f"at: {_local(scenario.told_at, pack.policy.zone)}  {_comment(when)}"


def _body(scenario: Scenario, assessed: Assessment, pack: Pack) -> Iterator[str]:
    zone, walk = pack.policy.zone, assessed.outline
    told = [q for q in map(walk.question, scenario.answers) if not q.unprompted]
    if told:
        yield ""
        yield _comment(phrase("What a trainee learns at each question. Remove what is not learned there."))
        yield _comment(
            phrase("In place of on: write after: if it comes after the answer, or ask: if only on request.")
        )
        yield "reveal:"
    for question in told:
        right = question.shown(scenario.answers[question.id])
        yield _comment(phrase("{question} Right: {answer}", question=question.text, answer=right))
        yield f"- on: {question.id}"
        yield f"  text: {_text(f'{FILL_IN}: ' + phrase('what an officer sees or hears then'))}"
    yield ""
    yield _comment(phrase("The right answers, as you gave them."))
    yield "answers:"
    for name, value in scenario.answers.items():
        at = scenario.answered_at.get(name)
        written = _value(value)
        yield f"  {name}: {written}" if at is None else f"  {name}: {{is: {written}, at: {_local(at, zone)}}}"
    for question in assessed.unasked:
        yield f"  # {question.id}:  {_comment(phrase('skipped: {question}', question=question.text))}"
    if scenario.done:
        yield f"done: [{', '.join(scenario.done)}]"
    if scenario.not_feasible:
        yield "not_feasible:"
        yield from (f"  {name}: {_text(reason)}" for name, reason in scenario.not_feasible.items())
    yield ""
    yield _comment(phrase("What follows from the answers. Check it: it is what your checklists say now."))
    yield "expect:"
    yield "  only: true"
    yield from _expected(assessed, zone)


_LISTS: Mapping[str, tuple[str, ...]] = {
    "outstanding": ("open",),
    "not_outstanding": ("done", "not-feasible"),
    "undetermined": ("undetermined",),
    "in_force": ("in-force",),
}
"""The lists of `expect`, with the statuses of the duties that a draft puts there."""


def _expected(assessed: Assessment, zone: str) -> Iterator[str]:
    """Yield the lists of duties, and when those with a time are due."""
    for title, statuses in _LISTS.items():
        named = [
            d.obligation.id
            for d in assessed.duties
            if d.status in statuses and d.obligation.force != "permitted"
        ]
        if named:
            yield f"  {title}:"
            yield from (f"  - {name}" for name in named)
    due = {d.obligation.id: at for d in assessed.duties if (at := _due(d, zone))}
    if due:
        yield "  due:"
        yield from (f"    {name}: {at}" for name, at in due.items())


def _due(duty: Duty, zone: str) -> str:
    """Return when an open duty is due; empty if no time is known, or none that a scenario can write."""
    at = duty.deadline.at
    if duty.status != "open" or duty.obligation.force == "permitted" or at is None:
        return ""
    written = _local(at, zone)
    return written if moment(written, at, zone) == at else ""


def _stubs(scenario: Scenario, assessed: Assessment) -> Iterator[str]:
    """Yield what a scenario can also have, as comments."""
    yield ""
    yield _comment(phrase("Answers that would do harm, and why. Remove the # before those you keep."))
    yield ""
    yield "# harmful:"
    for name, value in scenario.answers.items():
        question = assessed.outline.question(name)
        own = {value} if isinstance(value, str) else {*value}
        wrong = [one for one in allowed_answers(question) if one not in own and one != UNKNOWN]
        if wrong and not question.unprompted:
            cites = ", ".join(map(_quoted, question.cites))
            yield f"# - ask: {name}"
            yield f"#   is: [{', '.join(wrong)}]"
            yield f"#   why: {_text(f'{FILL_IN}: ' + phrase('why this would do harm'))}"
            yield f"#   cites: [{cites}]"
    yield ""
    yield _comment(phrase("For the class. Remove the # before what you keep."))
    yield ""
    some = assessed.outline.question(next(iter(scenario.answers)))
    cites = ", ".join(map(_quoted, some.cites))
    yield "# goals:"
    yield f"# - text: {_text(f'{FILL_IN}: ' + phrase('what a trainee learns'))}"
    yield f"#   cites: [{cites}]"
    yield "# minutes: 15"
    yield f"# notes: {_text(f'{FILL_IN}: ' + phrase('for the instructor only'))}"


def _comment(text: str) -> str:
    return f"# {clean(text)}"


_PLAIN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(@[0-9]+)?")


def _value(value: Value) -> str:
    return _text(value) if isinstance(value, str) else f"[{', '.join(map(_text, value))}]"


def _text(text: str) -> str:
    """Write a text: plain if it is an id, else in quotes."""
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return msgspec.json.encode(clean(text)).decode()
