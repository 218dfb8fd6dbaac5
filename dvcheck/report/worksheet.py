"""The worksheet that an officer writes a report from: a case, in the order of its walk.

It shows the answers and what the directive requires, and draws no conclusion. Parties appear by their role,
or by a name if somebody entered one.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar
from zoneinfo import ZoneInfo

from dvcheck import __version__, dates
from dvcheck.language import phrase
from dvcheck.pack.model import Note, Obligation, Pack, Question, sections_of
from dvcheck.pack.policy import Document
from dvcheck.pack.terms import AgencyTerms, first_upper
from dvcheck.record.case import Case, TakeOver
from dvcheck.record.chain import code
from dvcheck.report.narrative import skeleton
from dvcheck.report.sheet import Cell, Chapter, Column, FactList, Group, Lines, Part, Sheet, Table
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.outline import base_of
from dvcheck.rules.repack import Leftover
from dvcheck.rules.urgency import most_urgent_first, urgency
from dvcheck.wording import deadline
from dvcheck.wording import duty as wording
from dvcheck.wording.directive import document_names, review_passed
from dvcheck.wording.outcome import outcome_lines
from dvcheck.wording.recorded import entries, events, taken_over
from dvcheck.wording.times import date_and_time, paper_time
from dvcheck.wording.translation import draft_notice
from dvcheck.wording.urgency import title

T = TypeVar("T")

KEPT_BACK = "(kept back; --include-sensitive shows it)"

_SECTIONS = Column("Section, reading", 2)


def worksheet(
    pack: Pack,
    assessment: Assessment,
    case: Case,
    leftover: tuple[Leftover, ...] = (),
    *,
    now: datetime,
    sensitive: bool = False,
) -> Sheet:
    """Return the worksheet of a case at `now`. Sensitive answers are left out unless `sensitive`.

    `leftover` are the answers that no longer fit the checklists of the case.
    """
    view = _View(pack, assessment, case, sensitive)
    terms = pack.policy.terms
    required = assessment.outstanding
    optional = most_urgent_first(d for d in assessment.with_status("open") if d not in required)
    chapters = (
        _chapter("Case", view.case_facts(now)),
        _chapter(_open_title(required), view.to_do(required) or _line("Nothing required is open.")),
        _counted("Undecided", assessment.undecided(), view.undecided),
        _counted("Waits for questions not asked yet", assessment.not_asked_yet(), view.undecided),
        _counted("Not feasible, and why", assessment.with_status("not-feasible"), view.not_feasible),
        _chapter("Narrative, to fill in", view.narrative()),
        _chapter("Answers", view.answers(q for q in view.answered if q.id not in assessment.inapplicable)),
        _chapter(
            "Answers that no longer apply",
            view.answers(q for q in view.answered if q.id in assessment.inapplicable),
        ),
        _chapter("Recorded, but not counted", view.leftover(leftover)),
        _chapter("Also recorded", view.recorded()),
        _counted("Done", assessment.with_status("done"), view.done),
        _counted("In force", assessment.in_force, view.in_force),
        _counted("Advice in force", assessment.advice, view.in_force),
        _counted("Recommended or permitted, still open", optional, view.to_do),
        _chapter("Not asked", _lines(q.text for q in assessment.unasked)),
        _chapter("Notes", _lines(note.shown(terms) for note in assessment.notes)),
        _chapter(phrase("Where {document} is unclear", document=terms.the_document), view.readings()),
        _chapter("How to check this worksheet", view.proof()),
    )
    return Sheet(
        title=phrase("Worksheet for the {report}", report=terms.report),
        lead=(*outcome_lines(assessment), _lead(terms), *directive_lines(pack, now.date())),
        chapters=tuple(c for c in chapters if c is not None),
        mark=mark_of(case),
        made=now,
    )


class _View:
    """The chapters of one case, with times in the agency's zone."""

    def __init__(self, pack: Pack, assessment: Assessment, case: Case, sensitive: bool) -> None:
        self.pack = pack
        self.assessment = assessment
        self.case = case
        self._sensitive = sensitive
        self._zone = ZoneInfo(pack.policy.zone)
        self._texts = {question.id: question.text for question in pack.questions()}
        self.answered = [q for q in assessment.outline.questions() if q.id in assessment.answers]

    def case_facts(self, now: datetime) -> FactList:
        case = self.case
        titles = ", ".join(self.pack.checklist(name).title for name in case.checklists)
        found = [
            ("Case", case.id),
            (first_upper(self.pack.policy.terms.case_number), case.number or "not entered"),
            ("Officer", case.officer or ""),
            ("Opened", self._dated(case.opened)),
            ("Shift ends", self._dated(case.shift_ends) if case.shift_ends else "not entered"),
            *(("Moved here", self._taken_over(move)) for move in case.take_overs),
            ("Handed over" if case.is_handed_over else "Closed", self._closed()),
            ("Checklists", titles),
            ("As of", phrase("{time}, dvcheck {version}", time=self._dated(now), version=__version__)),
        ]
        return FactList(rows=tuple((name, (text,)) for name, text in found if text), brief=True)

    def _closed(self) -> str:
        closed = self.case.closed
        return ": ".join(filter(None, [self._dated(closed.at), closed.reason])) if closed is not None else ""

    def _taken_over(self, move: TakeOver) -> str:
        return phrase("{time}. {what}", time=self._dated(move.at), what=taken_over(move))

    def to_do(self, duties: Sequence[Duty]) -> Table | None:
        """Return a table of open duties, each with a box to tick."""
        return self._duties(duties, "By when", self._deadline, tick=True)

    def undecided(self, duties: Sequence[Duty]) -> Table | None:
        return self._duties(duties, "Decided by", self._decided_by)

    def not_feasible(self, duties: Sequence[Duty]) -> Table | None:
        return self._duties(duties, "Why not", lambda d: d.mark.reason if d.mark else "", time=True)

    def done(self, duties: Sequence[Duty]) -> Table | None:
        return self._duties(duties, "", None, time=True)

    def in_force(self, duties: Sequence[Duty]) -> Table | None:
        return self._duties(duties, "", None)

    def _duties(
        self,
        duties: Sequence[Duty],
        more: str,
        said: Callable[[Duty], str] | None,
        *,
        time: bool = False,
        tick: bool = False,
    ) -> Table | None:
        """Return a table of duties in the order given; a column called `more` has the result of `said`.

        Duties to `tick` are grouped by urgency.
        """
        columns = [Column("Marked", 0)] if time else []
        columns += [Column("Word", 0), Column("Duty", 5, strong=tick)]
        columns += [Column(more, 2 if tick else 3)] if said else []

        def row(duty: Duty) -> tuple[Cell, ...]:
            cells: list[Cell] = [(self._marked(duty),)] if time else []
            cells += [(duty.obligation.word,), (duty.obligation.text, *self._below(duty))]
            cells += [(said(duty),)] if said else []
            return (*cells, (_sections(duty.obligation),))

        groups = _by_urgency(duties, row) if tick else _one(duties, row)
        return _table((*columns, _SECTIONS), groups, tick=tick)

    def _marked(self, duty: Duty) -> str:
        if duty.mark is None or duty.mark.status != duty.status:
            return "by answer"
        return self._time(duty.mark.at)

    def _below(self, duty: Duty) -> list[str]:
        """Return the lines below an obligation: its reason, what it replaces, whom to call."""
        said = [wording.carried_over_line(duty), wording.in_place_of(duty, self.assessment)]
        said += wording.each_call(duty.obligation, self.pack) if duty.status in ("open", "in-force") else []
        return [line for line in said if line]

    def _deadline(self, duty: Duty) -> str:
        return deadline.with_time(duty.deadline, self._time)

    def _decided_by(self, duty: Duty) -> str:
        return wording.decided_by(duty, self.assessment)

    def narrative(self) -> Table | None:
        """Return the skeleton of the narrative in the order of the pack; None if it has none."""
        return skeleton(
            self.pack,
            self.assessment,
            self.case,
            sensitive=self._sensitive,
            withheld=KEPT_BACK,
            time=self._time,
        )

    def answers(self, questions: Iterable[Question]) -> Table | None:
        columns = (Column("Time", 0), Column("Question", 5), Column("Answer", 4, strong=True))

        def row(question: Question) -> tuple[Cell, ...]:
            answer = self.assessment.answers[question.id]
            shown = question.shown(answer.value) if self._may_show(question) else KEPT_BACK
            text = self._texts[base_of(question.id)]
            return (self._time(answer.at),), (text,), (shown,), (_sections(question),)

        groups = [
            Group(title=title, rows=tuple(map(row, found)))
            for title, found in groupby(questions, self._round_of)
        ]
        return _table((*columns, _SECTIONS), groups)

    def _round_of(self, question: Question) -> str:
        """Name the section of a question, and the list entry it is asked for."""
        met = self.assessment.outline.by_id[question.id]
        if met.entry is None:
            return met.section
        name = met.entry.name if self._sensitive else met.entry.shown
        return phrase("{section}: {entry}", section=met.section, entry=name)

    def leftover(self, found: Sequence[Leftover]) -> FactList | None:
        """Return the answers that do not count, and why."""
        rows: list[tuple[str, Cell]] = []
        for u in found:
            said = (
                (u.shown, f"{self._time(u.at)}: {u.why}")
                if self._sensitive or not u.sensitive
                else (KEPT_BACK,)
            )
            rows.append((f"{u.name} ({base_of(u.question)})", said))
        return FactList(rows=tuple(rows)) if rows else None

    def _may_show(self, question: Question) -> bool:
        return self._sensitive or not question.sensitive

    def recorded(self) -> FactList | None:
        rows: list[tuple[str, Cell]] = [(self._time(e.at), (e.text,)) for e in events(self.case, self.pack)]
        lists = entries(self.case, self.pack, sensitive=self._sensitive)
        rows += [(one.heading, (", ".join(one.entries),)) for one in lists]
        return FactList(rows=tuple(rows)) if rows else None

    def readings(self) -> Lines | None:
        """Name the readings that affect the worksheet."""
        owed = [d.obligation for d in self.assessment.duties if d.status != "not-triggered"]
        shown: tuple[Obligation | Question | Note, ...] = (*owed, *self.answered, *self.assessment.notes)
        touched = {name for item in shown for name in item.readings}
        found = tuple(f"{r.id}: {r.title}" for r in self.pack.policy.readings if r.id in touched)
        return Lines(lines=found, brief=True) if found else None

    def proof(self) -> FactList:
        p, head = self.pack.policy, code(self.case.head)
        found = [
            ("Policy", _dates(p.id, p.own)),
            *(("Document", _dates(document.number, document)) for document in p.others),
            *([("Version", p.version)] if p.version else []),
            ("Pack", self.pack.digest),
            ("Record", f"{head}: dvcheck journal verify --head {head}"),
            *(("Before it was taken over", _elsewhere(code(move.head))) for move in self.case.take_overs),
        ]
        return FactList(rows=tuple((name, (text,)) for name, text in found))

    def _dated(self, at: datetime) -> str:
        return date_and_time(at, self._zone)

    def _time(self, at: datetime) -> str:
        return paper_time(at, self.case.opened, self._zone)


def mark_of(case: Case) -> str:
    """Return the line on each page of a document about a case: its id, and the short code of its record."""
    return phrase("Case {id} · record {code}", id=case.id, code=code(case.head))


def directive_lines(pack: Pack, today: date) -> tuple[str, ...]:
    """Name the documents behind a sheet; say whether a review is overdue and the translation a draft."""
    said = (*document_names(pack.policy), *review_passed(pack.policy, today), draft_notice(pack))
    return tuple(filter(None, said))


def _elsewhere(code: str) -> str:
    return phrase(
        "{code}: dvcheck journal verify --head {code}, on the computer that it was taken over from", code=code
    )


def _lead(terms: AgencyTerms) -> str:
    return phrase(
        "A worksheet to write from, not a report. An aid, never an authority: {document} and your judgment "
        "decide.",
        document=terms.the_document,
    )


def _dates(name: str, document: Document) -> str:
    if document.next_review is None:
        return phrase("{name}, effective {effective}", name=name, effective=dates.day(document.effective))
    return phrase(
        "{name}, effective {effective}, to be reviewed by {review}",
        name=name,
        effective=dates.day(document.effective),
        review=dates.day(document.next_review),
    )


def _sections(item: Obligation | Question) -> str:
    """Name the sections an item cites, and its readings."""
    return " · ".join(filter(None, [sections_of(item.cites), ", ".join(item.readings)]))


def _open_title(required: Sequence[Duty]) -> str:
    overdue = sum(d.deadline.overdue for d in required)
    if overdue:
        return phrase(
            "Still open: required ({count}, {overdue} overdue)", count=len(required), overdue=overdue
        )
    return phrase("Still open: required ({count})", count=len(required))


def _counted(
    title: str, duties: Sequence[Duty], table: Callable[[Sequence[Duty]], Table | None]
) -> Chapter | None:
    return _chapter(f"{title} ({len(duties)})", table(duties))


def _chapter(title: str, part: Part | None) -> Chapter | None:
    """Return a chapter, or None if it would be empty."""
    return Chapter(title=title, parts=(part,)) if part is not None else None


def _by_urgency(duties: Sequence[Duty], row: Callable[[Duty], tuple[Cell, ...]]) -> list[Group]:
    """Group duties sorted by urgency, as all screens do."""
    return [
        Group(title=title(group).capitalize(), rows=tuple(map(row, found)))
        for group, found in groupby(duties, urgency)
    ]


def _one(items: Sequence[T], row: Callable[[T], tuple[Cell, ...]]) -> list[Group]:
    return [Group(title="", rows=tuple(row(item) for item in items))] if items else []


def _table(columns: tuple[Column, ...], groups: Sequence[Group], *, tick: bool = False) -> Table | None:
    return Table(columns=columns, groups=tuple(groups), tick=tick) if groups else None


def _lines(lines: Iterable[str]) -> Lines | None:
    found = tuple(lines)
    return Lines(lines=found) if found else None


def _line(text: str) -> Lines:
    return Lines(lines=(text,))
