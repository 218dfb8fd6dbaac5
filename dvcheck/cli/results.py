"""Commands that print what is recorded or assessed: outstanding, show, explain, cases, assess."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from msgspec.structs import replace

from dvcheck.actions import lookup
from dvcheck.actions.desk import Desk, file_name, named, read_text, require_checklist
from dvcheck.cli import printer
from dvcheck.cli.case_lines import case_line, in_use_line
from dvcheck.cli.options import Format
from dvcheck.cli.printer import print_json, stream_json
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.pack.model import PHASES, Obligation, Pack, Question, Reading, section_of, sections_of
from dvcheck.record.case import Case
from dvcheck.record.cases import Found, each_case, each_open, find_case
from dvcheck.record.clock import now
from dvcheck.record.sqlite.journal import Journal
from dvcheck.report import json as report
from dvcheck.report.case_json import case_json, recorded_json
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, Duty, assess
from dvcheck.rules.outline import outline
from dvcheck.rules.repack import Leftover
from dvcheck.screens.progress import Step, progress
from dvcheck.text import clean
from dvcheck.wording.counts import not_asked
from dvcheck.wording.recorded import running

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rich.console import RenderableType

    from dvcheck.screens import cases as cases_screen
    from dvcheck.screens import outstanding as outstanding_screen


class Worked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A case as it stands under its pack."""

    case: Case
    pack: Pack
    assessment: Assessment


class Owed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A duty of a case that is required and open."""

    worked: Worked
    duty: Duty

    @property
    def case(self) -> Case:
        return self.worked.case

    @property
    def obligation(self) -> Obligation:
        return self.duty.obligation

    @property
    def at(self) -> datetime | None:
        """The time of its deadline, where it has one."""
        return self.duty.deadline.at

    @property
    def opened(self) -> datetime:
        return self.worked.case.opened


class Unfinished(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A case whose walk was not finished, and how many of its questions were not asked."""

    case: Case
    unasked: int


_LATEST = datetime.max.replace(tzinfo=UTC)
_PAGE = 50
"""How many cases are listed where closed ones are among them."""


def outstanding(desk: Desk, case: str | None, format: Format, *, check: bool) -> None:
    """Open required obligations over all open cases, nearest deadline first.

    With `check` it exits with 1 where there is one, or where a walk was not finished: more may be owed then.
    The cases are read one at a time, and of each no more is kept than is printed of it.
    """
    at = now()
    shown: _Shown = _ShownAsJson(desk, at) if format is Format.JSON else _ShownAsText(desk, at)
    rows: list[_Ranked] = []
    problems: list[DvcheckError] = []
    left = 0
    with _asked_for(desk, case, at) as found:
        for one in found:
            if isinstance(one, DvcheckError):
                problems.append(one)
                continue
            rows += shown.take(one)
            for unfinished_case in unfinished(desk, [one]):
                shown.leave(unfinished_case)
                left += 1
    rows.sort(key=_rank)
    shown.print(rows, problems)
    say_problems(problems)
    if check and (rows or left):
        raise SystemExit(Exit.CHECK_FAILED)


def _pack_over(desk: Desk, packs: Sequence[Pack]) -> Pack:
    """The pack that a list as one names: the one in use, or where that cannot be used one of `packs`."""
    try:
        return desk.pack()
    except DvcheckError:
        return packs[0] if packs else desk.sound().pack


def _in_use(desk: Desk) -> list[Pack]:
    """The pack in use, where it can be used."""
    with suppress(DvcheckError):
        return [desk.pack()]
    return []


def zone_of(found: Iterable[Worked]) -> "ZoneInfo":
    """The time zone of most of these cases, and of the newest where no one has most; there is at least one.

    In a list of cases a time in it needs no name, and one of another zone has its own beside it.
    """
    return _most_common(Counter(one.pack.policy.zone for one in found))


def _most_common(zones: "Counter[str]") -> "ZoneInfo":
    from zoneinfo import ZoneInfo

    return ZoneInfo(zones.most_common(1)[0][0])


@contextmanager
def _asked_for(desk: Desk, case: str | None, at: datetime) -> "Iterator[Iterator[Worked | DvcheckError]]":
    """The case that is named, or every open one, one at a time as it stands."""
    journal = desk.journal() if case is None else None
    if journal is None:
        yield iter(()) if case is None else iter([_one(desk, case)])
        return
    with journal, progress("Reading the open cases", journal.count_cases("open")) as step:
        yield _stepped(each_worked(desk, each_open(journal), journal, at), step)


def _stepped(found: "Iterable[Worked | DvcheckError]", step: Step) -> "Iterator[Worked | DvcheckError]":
    """The same, noting how many there were."""
    for count, one in enumerate(found, 1):
        yield one
        step(count)


class _Ranked(Protocol):
    """A duty that is owed, as far as its place in a list follows from it."""

    @property
    def at(self) -> datetime | None: ...
    @property
    def opened(self) -> datetime: ...
    @property
    def obligation(self) -> Obligation: ...


def _rank(owed: _Ranked) -> tuple[object, ...]:
    """A deadline with a time comes first, the nearest of them; then one without, then what has none."""
    o = owed.obligation
    urgency = 0 if owed.at is not None else 2 if o.due is None else 1
    return urgency, owed.at or _LATEST, PHASES.index(o.phase), owed.opened


class _Shown(Protocol):
    """How a list over cases is printed, and what is kept of each case for that."""

    def take(self, found: Worked) -> Iterator[_Ranked]:
        """Count a case, and give a row for each of its duties that is owed."""

    def leave(self, left: Unfinished) -> None:
        """Note a walk that was not finished."""

    def print(self, rows: Sequence[Any], problems: Sequence[DvcheckError]) -> None:
        """Print the rows in this order, with what was counted."""


class _ShownAsText:
    def __init__(self, desk: Desk, at: datetime) -> None:
        self._desk = desk
        self._at = at
        self._packs: dict[str, Pack] = {}
        self._zones: Counter[str] = Counter()
        self._undetermined = 0
        self._left: list[tuple[str, str]] = []

    def take(self, found: Worked) -> "Iterator[outstanding_screen.OwedRow]":
        pack, assessment = found.pack, found.assessment
        self._packs.setdefault(pack.digest, pack)
        self._zones[pack.policy.zone] += 1
        self._undetermined += len(assessment.undecided())
        if assessment.outstanding:
            yield from rows_of(self._desk, owed_in(found))

    def leave(self, left: Unfinished) -> None:
        self._left.append(_unfinished_line(left))

    def print(self, rows: "Sequence[outstanding_screen.OwedRow]", problems: Sequence[DvcheckError]) -> None:
        from dvcheck.screens import outstanding as outstanding_screen
        from dvcheck.screens import style

        console = printer.console(self._desk)
        count = self._zones.total()
        if count:
            home = _most_common(self._zones)
            for part in outstanding_screen.ledger(
                rows, count, self._undetermined, home, self._at, console.width
            ):
                console.print(part)
            for said, go_on in self._left:
                console.print(style.hint(said, go_on))
        elif not problems:
            printer.say_command(self._desk, "No open cases. Start with:", on_journal("incident"))
        packs = list(self._packs.values()) or _in_use(self._desk)
        for review in style.review_lines(packs, self._at.date()):
            console.print(review)


class _OwedJson(msgspec.Struct, frozen=True, gc=False):
    """A duty that is owed, with its fields encoded: those that are alike in many cases are kept once."""

    opened: datetime
    obligation: Obligation
    at: datetime | None
    fields: tuple[bytes, ...]


class _ShownAsJson:
    def __init__(self, desk: Desk, at: datetime) -> None:
        self._desk = desk
        self._at = at
        self._left: list[dict[str, object]] = []
        self._cases: dict[str, tuple[Pack, list[str]]] = {}
        """The packs by their digests, each with its cases."""
        self._names: tuple[str, ...] = ()
        self._known: dict[bytes, bytes] = {}

    def take(self, found: Worked) -> Iterator[_OwedJson]:
        case, pack, assessment = found.case, found.pack, found.assessment
        self._cases.setdefault(pack.digest, (pack, []))[1].append(case.id)
        for duty in assessment.outstanding:
            said = {"case": case_json(case), **report.obligation(duty, assessment, pack)}
            self._names = tuple(said)
            fields = (msgspec.json.encode(value) for value in said.values())
            yield _OwedJson(
                opened=case.opened,
                obligation=duty.obligation,
                at=duty.deadline.at,
                fields=tuple(self._known.setdefault(field, field) for field in fields),
            )

    def leave(self, left: Unfinished) -> None:
        self._left.append({"case": case_json(left.case), "unasked": left.unasked})

    def print(self, rows: Sequence[_OwedJson], problems: Sequence[DvcheckError]) -> None:
        named = (dict(zip(self._names, map(msgspec.Raw, row.fields), strict=True)) for row in rows)
        stream_json(
            {
                "schema": report.SCHEMA,
                "policy": report.policy(_pack_over(self._desk, self._packs()), self._at.date()),
                "policies": [
                    {**report.policy(pack, self._at.date()), "cases": names}
                    for pack, names in self._cases.values()
                ],
                "outstanding": named,
                "unfinished": self._left,
            }
        )

    def _packs(self) -> list[Pack]:
        return [pack for pack, _ in self._cases.values()]


def unfinished(desk: Desk, found: Iterable[Worked]) -> list[Unfinished]:
    """The cases of which questions were not asked, and how many; but for those that may not be."""
    counted = (
        Unfinished(
            case=one.case, unasked=sum(desk.sensitive or not q.sensitive for q in one.assessment.unasked)
        )
        for one in found
    )
    return [one for one in counted if one.unasked]


def say_unfinished(desk: Desk, left: Iterable[Unfinished]) -> None:
    """Name the walks that were not finished: what they would have brought up is in no list."""
    for one in left:
        said, go_on = _unfinished_line(one)
        printer.say_command(desk, said, go_on)


def _unfinished_line(left: Unfinished) -> tuple[str, str]:
    """That a walk was not finished, and the command that goes on with it."""
    go_on = on_journal(left.case.checklists[-1], left.case.id)
    said = phrase(
        " {case}: {not_asked}. Go on with the walk:", case=named(left.case), not_asked=not_asked(left.unasked)
    )
    return said, go_on


def owed_in(found: Worked) -> list[Owed]:
    """What is required and open in a case."""
    return [Owed(worked=found, duty=duty) for duty in found.assessment.outstanding]


def nearest_first(found: Iterable[Worked]) -> list[Owed]:
    """What is required and open in some cases, nearest deadline first."""
    return sorted((owed for one in found for owed in owed_in(one)), key=_rank)


def rows_of(desk: Desk, owed: Iterable[Owed]) -> "Iterator[outstanding_screen.OwedRow]":
    """What is owed, as the rows of a list over cases."""
    from dvcheck.screens import outstanding as outstanding_screen

    for one in owed:
        line, worked = case_line(one.case), one.worked
        yield outstanding_screen.owed_row(line, one.opened, worked.pack, one.duty, worked.assessment)


def ledger_of(
    desk: Desk, found: Sequence[Worked], owed: Sequence[Owed], home: "ZoneInfo", at: datetime, width: int
) -> "Iterator[RenderableType]":
    """What is open in some cases, a row each, and how much is not decided yet, in parts.

    Times are in each case's zone.

    Those that clocks in `home` do not show have the name of their zone.
    """
    from dvcheck.screens import outstanding as outstanding_screen

    return outstanding_screen.ledger(list(rows_of(desk, owed)), len(found), undecided(found), home, at, width)


def undecided(found: Sequence[Worked]) -> int:
    """How much is undetermined in some cases."""
    return sum(len(one.assessment.undecided()) for one in found)


def standing(desk: Desk, which: Callable[[Journal], Found]) -> tuple[list[Worked], list[DvcheckError]]:
    """Those cases as they stand, where there is a journal; and what is wrong with the unreadable ones."""
    journal = desk.journal()
    if journal is None:
        return [], []
    with journal:
        return worked(desk, which, journal)


def worked(
    desk: Desk, which: Callable[[Journal], Found], journal: Journal
) -> tuple[list[Worked], list[DvcheckError]]:
    """Those cases of a journal as they stand; and what is wrong with those that cannot be read."""
    cases, problems = which(journal)
    found: list[Worked] = []
    for one in each_worked(desk, cases, journal, now()):
        if isinstance(one, DvcheckError):
            problems.append(one)
        else:
            found.append(one)
    return found, problems


def each_worked(
    desk: Desk, cases: Iterable[Case | DvcheckError], journal: Journal, at: datetime
) -> Iterator[Worked | DvcheckError]:
    """Each of these cases as it stands, or what is wrong with it."""
    for case in cases:
        if isinstance(case, DvcheckError):
            yield case
            continue
        try:
            pack = desk.pack_of(case, journal)
            yield Worked(case=case, pack=pack, assessment=desk.assess(case, pack, at))
        except DvcheckError as error:
            yield error


def say_problems(problems: list[DvcheckError]) -> None:
    """Name the cases that could not be read, after everything that could."""
    if problems:
        messages = dict.fromkeys(p.message for p in problems)
        raise DvcheckError("\n".join(messages), hint=problems[0].hint, code=Exit.JOURNAL)


def _with_leftover(desk: Desk, name: str) -> tuple[Case, Pack, Assessment, tuple[Leftover, ...]]:
    """The case that is named as it stands, and its answers that do not count."""
    with desk.recorded() as journal:
        case = find_case(journal, name)
        pack = desk.pack_of(case, journal)
        assessment = desk.assess(case, pack, now())
        return case, pack, assessment, desk.leftover(case, pack, assessment, journal)


def _one(desk: Desk, case: str) -> Worked:
    """The case that is named. DvcheckError where it is not there or cannot be read."""
    with desk.recorded() as journal:
        found = find_case(journal, case)
        pack = desk.pack_of(found, journal)
        return Worked(case=found, pack=pack, assessment=desk.assess(found, pack, now()))


def show(desk: Desk, name: str, format: Format, *, everything: bool, sensitive: bool) -> None:
    """One case whole: its answers, what is owed, what is done."""
    at = now()
    case, pack, assessment, leftover = _with_leftover(desk, name)
    in_use = desk.in_use(pack)
    if format is Format.JSON:
        whole = recorded_json(case, pack, sensitive=sensitive, leftover=leftover)
        found = report.document(
            pack, assessment, case=whole, today=at.date(), everything=everything, sensitive=sensitive
        )
        print_json({**found, "pack_in_use": in_use})
        return
    from zoneinfo import ZoneInfo

    from dvcheck.screens import case as case_screen
    from dvcheck.screens import summary as summary_screen

    console = printer.console(desk)
    zone = ZoneInfo(pack.policy.zone)
    console.print(case_screen.answers(assessment, zone, sensitive=sensitive))
    console.print(case_screen.leftover(leftover, zone, case_line(case), sensitive=sensitive))
    console.print(case_screen.settled(assessment, console.width))
    console.print(case_screen.recorded(case, pack, sensitive=sensitive))
    if everything:
        console.print(case_screen.not_triggered(assessment, console.width))
    console.print(summary_screen.summary(pack, assessment, case=case_line(case), now=at, width=console.width))
    line, move = in_use_line(in_use, case)
    if move:
        printer.say_command(desk, line, move)
    elif line:
        console.print(line)


def explain(desk: Desk, name: str, obligation: str | None, format: Format, *, sensitive: bool) -> None:
    """Why an obligation stands, or what would decide it."""
    from dvcheck.rules.explain import explain as explanation

    case, pack, assessment, leftover = _with_leftover(desk, name)
    if obligation is None:
        arisen = [d for d in assessment.duties if d.status != "not-triggered"]
        if format is Format.JSON:
            rows = [{"id": d.obligation.id, "status": d.status} for d in arisen]
            print_json({"schema": report.SCHEMA, "obligations": rows})
            return
        from dvcheck.screens import case as case_screen

        printer.show(desk, case_screen.duty_ids(arisen))
        return
    of_section = [d for d in assessment.duties if d.status != "not-triggered" and lookup.is_of(d, obligation)]
    explained = [
        explanation(d, assessment) for d in of_section or [lookup.obligation(assessment, obligation, case.id)]
    ]
    if format is Format.JSON:
        documents = [report.explanation(e, pack, sensitive=sensitive) for e in explained]
        several = {"schema": report.SCHEMA, "explanations": documents}
        print_json(documents[0] if len(documents) == 1 else several)
        return
    from zoneinfo import ZoneInfo

    from dvcheck.screens import case as case_screen

    zone = ZoneInfo(pack.policy.zone)
    printer.show(
        desk,
        *(case_screen.explanation(e, pack, zone, now(), sensitive=sensitive) for e in explained),
        case_screen.leftover(leftover, zone, case_line(case), sensitive=sensitive),
    )


def policy(desk: Desk, section: str | None, format: Format) -> None:
    """The policy in our words: its sections, each statement with its word and what cites it, the readings.

    `section` may be the code of a reading too: then that one alone.
    """
    pack = desk.pack()
    sections = lookup.in_policy(pack, section.strip() if section is not None else "")
    if isinstance(sections, Reading):
        _reading(desk, pack, sections, format)
        return
    today = now().date()
    if format is Format.JSON:
        print_json(report.sections(pack, [s.ref for s in sections], today))
        return
    from dvcheck.screens import policy as policy_screen

    console = printer.console(desk)
    console.print(policy_screen.policy(pack, sections, today, console.width))


def _reading(desk: Desk, pack: Pack, reading: Reading, format: Format) -> None:
    """One place where the text is unclear, by the code that screens and reports have of it."""
    if format is Format.JSON:
        refs = sorted({section_of(cite) for cite in reading.cites})
        document = report.sections(pack, refs, now().date())
        print_json({**document, "readings": [report.reading(reading)]})
        return
    from dvcheck.screens import policy as policy_screen

    printer.show(desk, *policy_screen.reading(reading), f" Sections: {sections_of(reading.cites)}")


def cases(desk: Desk, format: Format, *, closed: bool, everything: bool) -> None:
    """The open cases, newest first; also the closed ones where asked for, a page of them or everything.

    As JSON it is always everything, a case at a time.
    """
    problems: list[DvcheckError] = []
    with ExitStack() as open_things:
        journal = desk.journal()
        found: Iterator[Worked | DvcheckError] = iter(())
        total = 0
        if journal is not None:
            open_things.enter_context(journal)
            total = journal.count_cases("open", *(("closed",) if closed else ()))
            which = each_case(journal) if closed else each_open(journal)
            found = each_worked(desk, which, journal, now())
        if format is Format.JSON:
            stream_json({"schema": report.SCHEMA, "cases": _case_rows(found, problems)})
            say_problems(problems)
            return
        page = total if everything or not closed else _PAGE
        step = open_things.enter_context(progress("Reading the cases", min(page, total)))
        read = list(_shown_rows(_stepped(islice(found, page), step), problems))
    _print_cases(desk, read, total - page, problems, none="No cases yet." if closed else "No open cases.")
    say_problems(problems)


def _case_rows(
    found: Iterable[Worked | DvcheckError], problems: list[DvcheckError]
) -> Iterator[dict[str, object]]:
    """The cases as JSON has them; what is wrong with one that cannot be read is added to `problems`."""
    for one in found:
        if isinstance(one, DvcheckError):
            problems.append(one)
            continue
        case, assessment = one.case, one.assessment
        yield {
            **case_json(case),
            "checklists": case.checklists,
            "closed": report.stamp(case.closed.at) if case.closed is not None else None,
            "open": len(assessment.outstanding),
            "undetermined": len(assessment.undecided()),
            "running": [name for name, timer in case.timers.items() if timer.runs],
        }


class _Read(msgspec.Struct, frozen=True):
    """A row of the list of cases, and its case if a timer runs: that text needs the zone of the list."""

    row: "cases_screen.CaseRow"
    runs: tuple[Case, Pack] | None


def _shown_rows(found: Iterable[Worked | DvcheckError], problems: list[DvcheckError]) -> Iterator[_Read]:
    from dvcheck.screens import cases as cases_screen

    for one in found:
        if isinstance(one, DvcheckError):
            problems.append(one)
            continue
        case, pack, assessment = one.case, one.pack, one.assessment
        row = cases_screen.CaseRow(
            id=case.id,
            number=case.number,
            opened=case.opened,
            titles=sys.intern(", ".join(pack.checklist(name).title for name in case.checklists)),
            open=len(assessment.outstanding),
            undetermined=len(assessment.undecided()),
            closed=case.closed is not None,
            zone=pack.policy.zone,
        )
        runs = any(timer.runs for timer in case.timers.values())
        yield _Read(row, (case, pack) if runs else None)


def _print_cases(
    desk: Desk, read: Sequence[_Read], more: int, problems: Sequence[DvcheckError], *, none: str
) -> None:
    from dvcheck.screens import cases as cases_screen

    console = printer.console(desk)
    if not read and not problems:
        printer.say_command(desk, f"{none} Start with:", on_journal("incident"))
    if read:
        home = _most_common(Counter(one.row.zone for one in read))
        rows = [_with_what_runs(one, home) for one in read]
        for part in cases_screen.cases(rows, home, console.width):
            console.print(part)
    if more > 0:
        printer.say_command(desk, f"{more:,} older. All of them:", on_journal("cases", "--closed", "--all"))


def _with_what_runs(read: _Read, home: "ZoneInfo") -> "cases_screen.CaseRow":
    if read.runs is None:
        return read.row
    return replace(read.row, titles=", ".join([read.row.titles, *running(*read.runs, now(), home)]))


def assess_file(
    desk: Desk, path: Path, checklist: str, format: Format, *, everything: bool, sensitive: bool
) -> None:
    """A pure run: answers from a file in, the assessment out. No case, no journal."""
    from dvcheck.record import answers_file

    pack = desk.pack()
    require_checklist(pack, checklist)
    text = read_text(path)
    at = now()
    given, problems = answers_file.parse(text, file_name(path), pack, at)
    laid_out = outline(pack, (checklist,))
    if problems:
        raise DvcheckError("\n".join(p.show(text) for p in problems), code=Exit.BAD_INPUT)
    for name, _ in given:
        if name not in laid_out.by_id:
            raise DvcheckError(
                f'{clean(file_name(path))}: "{name}" is a question of {_home_of(pack, name)}, '
                f"not of {checklist}",
                hint=f"Assess with --checklist {_home_of(pack, name)}.",
                code=Exit.BAD_INPUT,
            )
    assessment = assess(laid_out, {n: Answer(value=v, at=at) for n, v in given}, {}, at)
    if format is Format.JSON:
        print_json(
            report.document(
                pack, assessment, case=None, today=at.date(), everything=everything, sensitive=sensitive
            )
        )
        return
    from dvcheck.screens import case as case_screen
    from dvcheck.screens import summary as summary_screen

    console = printer.console(desk)
    if everything:
        console.print(case_screen.not_triggered(assessment, console.width))
    console.print(summary_screen.summary(pack, assessment, case=None, now=at, width=console.width))


def _home_of(pack: Pack, question: str) -> str:
    return next(
        c.id
        for c in pack.checklists
        for s in c.sections
        for i in s.items
        if isinstance(i, Question) and i.id == question
    )


def validate_pack(desk: Desk, format: Format) -> None:
    """Say whether a pack is sound, or everything that is wrong with it and where."""
    from dvcheck.pack.parse import parse

    source = desk.source
    from dvcheck.pack.library import unsound

    pack, problems = parse(source.files, source.digest)
    if format is Format.JSON:
        rows = [
            {
                "file": p.at.file,
                "line": p.at.line,
                "column": p.at.column,
                "code": p.code,
                "message": p.message,
            }
            for p in problems
        ]
        print_json({"schema": report.SCHEMA, "digest": source.digest, "problems": rows})
        if problems:
            raise SystemExit(Exit.BAD_INPUT)
        return
    if pack is None:
        raise unsound(source, problems)
    printer.console(desk).print(
        f"{source.folder}: sound. {len(pack.checklists)} checklists, {len(pack.questions())} questions, "
        f"{len(pack.policy.statements)} statements."
    )
