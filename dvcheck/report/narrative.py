"""A skeleton of the narrative: what is recorded, in the order in which the report of a call is written.

Each line comes from one answer, mark or note, or is a blank. Nothing is concluded from other answers.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.model import Obligation, Pack, Question
from dvcheck.pack.narrative import CaseFact, NarrativePart, is_case_fact
from dvcheck.pack.terms import first_upper
from dvcheck.record.case import Case
from dvcheck.report.sheet import Cell, Column, Group, Table
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.entries import instances

BLANK = "." * 12
"""A blank to write in: Markdown would show each underscore with a backslash."""

Row = tuple[Cell, ...]


def skeleton(
    pack: Pack,
    assessment: Assessment,
    case: Case,
    *,
    sensitive: bool,
    withheld: str,
    time: Callable[[datetime], str],
) -> Table | None:
    """Return the skeleton; None if the pack has none.

    `withheld` replaces sensitive answers unless `sensitive`. `time` says when something was recorded.
    """
    lines = _Lines(pack, assessment, case, withheld="" if sensitive else withheld, time=time)
    groups = [Group(title=part.title, rows=tuple(lines.of(part))) for part in pack.narrative]
    filled = tuple(group for group in groups if group.rows)
    if not filled:
        return None
    return Table(columns=(Column("Recorded", 0), Column("To write from", 1)), groups=filled)


class _Lines:
    """The lines of one case's narrative."""

    def __init__(
        self,
        pack: Pack,
        assessment: Assessment,
        case: Case,
        *,
        withheld: str,
        time: Callable[[datetime], str],
    ) -> None:
        self._pack = pack
        self._assessment = assessment
        self._case = case
        self._withheld = withheld
        self._time = time
        self._unasked = {question.id for question in assessment.unasked}

    def of(self, part: NarrativePart) -> Iterator[Row]:
        """Yield the lines of a part. Its blanks do not make a part of which nothing was walked."""
        rows = [row for name in part.sources for row in self._from(name)]
        if rows or not part.sources:
            yield from rows
            yield from (_blank(blank.text) for blank in part.blanks)

    def _from(self, name: str) -> Iterator[Row]:
        if is_case_fact(name):
            yield from self._of_case(name)
            return
        for met in instances(self._assessment.outline, name):
            match met.item:
                case Question():
                    yield from self._answer(met.item)
                case Obligation():
                    yield from self._mark(met.item)

    def _of_case(self, name: CaseFact) -> Iterator[Row]:
        case = self._case
        match name:
            case "case-number":
                label = first_upper(self._pack.policy.terms.case_number)
                yield _fact(label, case.number) if case.number else _blank(label)
            case "opened":
                opened = dates.day_and_time(case.opened.astimezone(ZoneInfo(self._pack.policy.zone)))
                yield _fact(phrase("Case opened"), opened)
            case "officer":
                label = phrase("Officer")
                yield _fact(label, case.officer) if case.officer else _blank(label)
            case "notes":
                yield from (_row(remark.text, self._time(remark.at)) for remark in case.remarks)
            case _:
                assert_never(name)

    def _answer(self, question: Question) -> Iterator[Row]:
        """Yield the answer, or a blank if a walk would still ask the question.

        A question that does not apply has neither, nor has one that no walk asks, until it is answered.
        """
        answer = self._assessment.answers.get(question.id)
        if answer is None:
            if question.id in self._unasked:
                yield _blank(question.text)
            return
        if question.id in self._assessment.inapplicable:
            return
        shown = self._withheld if question.sensitive and self._withheld else question.shown(answer.value)
        yield _fact(question.name, shown, self._time(answer.at))

    def _mark(self, obligation: Obligation) -> Iterator[Row]:
        """Yield the mark of a duty, or a blank if it is open without one."""
        for duty in self._assessment.duties:
            if duty.obligation.id != obligation.id:
                continue
            if duty.mark is not None:
                yield _fact(obligation.in_brief, _marked(duty), self._time(duty.mark.at))
            elif duty.status == "open":
                yield _blank(phrase("{duty} (not marked yet)", duty=obligation.in_brief))


def _marked(duty: Duty) -> str:
    mark = duty.mark
    assert mark is not None
    match mark.status:
        case "done":
            return phrase("done")
        case "not-feasible":
            return phrase("not feasible ({reason})", reason=mark.reason)
        case "carried-over":
            return phrase("carried over ({reason})", reason=mark.reason)
        case _:
            assert_never(mark.status)


def _fact(label: str, said: str, time: str = "") -> Row:
    """Return a line of a label and what was said. The label may be a question."""
    if label.endswith("?"):
        return _row(phrase("{question} {answer}", question=label, answer=said), time)
    return _row(phrase("{label}: {answer}", label=label, answer=said), time)


def _blank(question: str) -> Row:
    return _row(phrase("{blank} {question}", blank=BLANK, question=question), "")


def _row(text: str, time: str) -> Row:
    return (time,), (text,)
