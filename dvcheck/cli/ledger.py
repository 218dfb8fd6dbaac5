"""What an officer does with a case after the walk: mark obligations, amend an answer, take a note."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec

from dvcheck.actions import lookup
from dvcheck.actions.desk import MAX_NUMBER, Desk
from dvcheck.cli import printer
from dvcheck.cli.asking import terminal_of
from dvcheck.cli.options import Format
from dvcheck.cli.printer import print_json
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.pack.kinds import MAX_TEXT
from dvcheck.pack.model import Pack, Question, sections_of
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import find_case, refuse_closed
from dvcheck.record.clock import SYSTEM, now
from dvcheck.report import json as report
from dvcheck.report.case_json import case_json
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.logic import Facts, Truth
from dvcheck.text import clean, one_line
from dvcheck.walk import walk
from dvcheck.walk.prompts import Leave, Row, Terminal
from dvcheck.wording.duty import status

_OTHERWISE = "Name the obligations, or answer line by line with --plain."


class How(msgspec.Struct, frozen=True, kw_only=True):
    """How obligations are marked: done, not feasible for a reason, or open again."""

    reason: str | None = None
    reopen: bool = False

    @classmethod
    def of(cls, *, not_feasible: bool, reason: str | None, reopen: bool) -> "How":
        """The marking that some options ask for. DvcheckError with Exit.USAGE where they contradict."""
        if reopen and (not_feasible or reason is not None):
            raise DvcheckError(
                "--reopen takes a mark back; it goes without --not-feasible and --reason", code=Exit.USAGE
            )
        if not_feasible != (reason is not None):
            raise DvcheckError(
                "--not-feasible takes a reason",
                hint='Say both: --not-feasible --reason "No camera works."',
                code=Exit.USAGE,
            )
        if reason is not None and not 0 < len(reason.strip()) <= MAX_TEXT:
            raise DvcheckError(f"--reason takes 1 to {MAX_TEXT:,} characters", code=Exit.USAGE)
        return cls(reason=one_line(reason.strip()) if reason is not None else None, reopen=reopen)


class Opened(msgspec.Struct, frozen=True):
    """A case taken out of the journal to be worked on."""

    file: CaseFile
    pack: Pack
    assessment: Assessment


def done(desk: Desk, name: str, obligations: Sequence[str], how: How, format: Format) -> None:
    """Mark the obligations named, or tick them off in a list where none is."""
    with opened(desk, name) as case:
        if obligations:
            duties = [
                lookup.obligation(case.assessment, wanted, case.file.case.id)
                for wanted in dict.fromkeys(obligations)
            ]
            _mark(case, duties, how)
        elif how.reopen or how.reason is not None:
            raise DvcheckError(
                "which obligation?",
                hint=own_line("Those of the case are listed by:", on_journal("explain", case.file.case.id)),
                code=Exit.USAGE,
            )
        else:
            duties = _ticked(desk, case)
        assessment = desk.assess(case.file.case, case.pack, now())
        marked = [d for duty in duties if (d := assessment.duty(duty.obligation.id)) is not None]
        _say_marked(desk, case, assessment, marked, format)


def _mark(case: Opened, duties: Sequence[Duty], how: How) -> None:
    """Record the marks; nothing is where one of them cannot be."""
    for duty in duties:
        _refuse_unmarkable(case, duty, how)
    names = [duty.obligation.id for duty in duties]
    if how.reopen:
        case.file.reopen(names)
    elif how.reason is not None:
        for name in names:
            case.file.not_feasible(name, how.reason)
    else:
        case.file.done(name for name, duty in zip(names, duties, strict=True) if duty.status != "done")


def _refuse_unmarkable(case: Opened, duty: Duty, how: How) -> None:
    o = duty.obligation
    why = own_line("Why:", on_journal("explain", case.file.case.id, o.id))
    if duty.status == "not-triggered":
        raise DvcheckError(f"{o.id} does not arise in this case", hint=why, code=Exit.USAGE)
    if o.kind == "standing":
        raise DvcheckError(f"{o.id} is in force and nothing to tick off", hint=why, code=Exit.USAGE)
    if duty.ends_with_timer:
        raise DvcheckError(
            f"{o.id} is done when its clock is ended",
            hint=own_line("End it:", on_journal(case.file.case.checklists[-1], case.file.case.id)),
            code=Exit.USAGE,
        )
    if how.reopen and o.id not in case.file.case.marks:
        amend = own_line("It is done by an answer. Change that:", on_journal("amend", case.file.case.id))
        hint = amend if duty.status == "done" else "It is open."
        raise DvcheckError(f"{o.id} bears no mark to take back", hint=hint, code=Exit.USAGE)
    if how.reason is not None and o.not_feasible is None:
        raise DvcheckError(
            f'the directive does not allow for "not feasible" at {o.id} ({sections_of(o.cites)})',
            hint="It stays open until it is done.",
            code=Exit.USAGE,
        )


def _ticked(desk: Desk, case: Opened) -> list[Duty]:
    """What the officer ticks off in the list of what is open."""
    before = {d.obligation.id: d.status for d in case.assessment.duties}
    with asked(desk) as terminal:
        after = walk.tick_off(case.pack, case.file, terminal)
    return [d for d in after.duties if d.status != before[d.obligation.id]]


def _say_marked(
    desk: Desk, case: Opened, assessment: Assessment, duties: Sequence[Duty], format: Format
) -> None:
    if format is Format.JSON:
        rows = [report.obligation(duty, assessment, case.pack) for duty in duties]
        print_json({"schema": report.SCHEMA, "case": case_json(case.file.case), "obligations": rows})
        return
    console = printer.console(desk)
    for duty in duties:
        why = f" ({clean(duty.mark.reason)})" if duty.mark is not None and duty.mark.reason else ""
        console.print(f"{status(duty)}: {clean(duty.obligation.text)}{why}")
    before = {d.obligation.id for d in case.assessment.outstanding}
    for duty in assessment.outstanding:
        if duty.obligation.id not in before and duty not in duties:
            o = duty.obligation
            console.print(f"now owed: {o.word} ({sections_of(o.cites)}) {clean(o.text)}")
    left = sum(duty.outstanding for duty in assessment.duties)
    console.print(f"{left} required open in {case.file.case.id}." if duties or left else "Nothing is open.")


def amend(desk: Desk, name: str, wanted: str | None, number: str | None) -> None:
    """Ask one question again, and record the new answer once what it changes has been seen.

    With `number` nothing is asked: it is the case's CAD or GO number from now on.
    """
    if number is not None:
        _number(desk, name, wanted, number)
        return
    with opened(desk, name) as case:
        amendable = _amendable(case.assessment)
        with asked(desk, "Answer line by line with --plain.") as terminal:
            if wanted is not None:
                question = lookup.question(amendable, wanted, case.file.case.id)
            else:
                question = _chosen(terminal, amendable, case)
            _refuse_sensitive(desk, question)
            changed = walk.amend(case.pack, case.file, terminal, question)
        said = "Recorded." if changed else "Nothing was changed."
        printer.console(desk).print(said)


def _number(desk: Desk, name: str, wanted: str | None, number: str) -> None:
    said = one_line(number.strip())
    if wanted is not None:
        raise DvcheckError("--number goes without a QUESTION", code=Exit.USAGE)
    if not 0 < len(said) <= MAX_NUMBER:
        raise DvcheckError(f"--number takes 1 to {MAX_NUMBER} characters", code=Exit.USAGE)
    with opened(desk, name) as case:
        before = case.file.case
        case.file.number(said)
        was = f", no longer {clean(before.number)}" if before.number else ""
        printer.console(desk).print(f"{before.id} is {said} from now on{was}.")


def _amendable(assessment: Assessment) -> list[Question]:
    """The questions that can be amended. A clock has keys of its own.

    Besides those answered, counted or not, where they may apply: those a walk asks only sometimes or never,
    and those an undetermined duty waits for.
    """
    facts = Facts(assessment.outline, assessment.answers)
    waited_for = {name for duty in assessment.duties for name in duty.waits_for}
    told = {*facts.answers, *(u.question for u in assessment.uncounted)}
    return [
        q
        for q in assessment.outline.questions()
        if q.limit is None
        and (
            q.id in told
            or (
                (q.unprompted or q.asked_when is not None or q.id in waited_for)
                and facts.guard(q.id).truth is not Truth.FALSE
            )
        )
    ]


def _refuse_sensitive(desk: Desk, question: Question) -> None:
    if question.sensitive and not desk.sensitive:
        raise DvcheckError(
            f"{question.id} is sensitive, and config.toml has sensitive = false: it is not recorded",
            hint=own_line("The file is named by:", on_journal("config")),
            code=Exit.USAGE,
        )


def _chosen(terminal: Terminal, amendable: Sequence[Question], case: Opened) -> Question:
    if not amendable:
        raise DvcheckError("nothing is answered in this case yet", code=Exit.USAGE)
    answers = case.assessment.answers
    rows = [
        Row(id=q.id, text=f"{q.name}: {q.listed(answers[q.id].value) if q.id in answers else 'not noted'}")
        for q in amendable
        if q.id in answers or q.unprompted
    ]
    chosen = terminal.choose("Which answer?", rows)
    return next(q for q in amendable if q.id == chosen)


def note(desk: Desk, name: str, text: str) -> None:
    """Add a free note to a case."""
    if not 0 < len(text.strip()) <= MAX_TEXT:
        raise DvcheckError(f"a note has 1 to {MAX_TEXT:,} characters", code=Exit.USAGE)
    with opened(desk, name) as case:
        case.file.note(one_line(text.strip()))
        printer.console(desk).print(f"Noted in {case.file.case.id}.")


@contextmanager
def opened(desk: Desk, name: str, *, also_closed: bool = False) -> Iterator[Opened]:
    """A case taken out of a journal that can be written to, for as long as it is worked on.

    DvcheckError with Exit.USAGE where it is closed, unless `also_closed`.
    """
    with desk.recorded() as journal:
        journal.prove_writable()
        case = find_case(journal, name)
        if not also_closed:
            refuse_closed(case)
        pack = desk.pack_of(case, journal)
        file = CaseFile(journal, journal.events(case.id), SYSTEM)
        yield Opened(file, pack, desk.assess(case, pack, now()))


@contextmanager
def asked(desk: Desk, otherwise: str = _OTHERWISE) -> Iterator[Terminal]:
    """A terminal to ask on. Leaving it ends the command; what was said before is recorded.

    DvcheckError with Exit.USAGE where there is none; its hint is what to do otherwise.
    """
    terminal = terminal_of(desk, sys.stdout)
    if terminal is None:
        raise DvcheckError(
            "there is no terminal to ask on",
            hint=otherwise,
            code=Exit.USAGE,
        )
    try:
        yield terminal
    except Leave:
        sys.stderr.write("Left. What was ticked or confirmed is recorded.\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    finally:
        terminal.close()
