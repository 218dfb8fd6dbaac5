"""Commands that print what is recorded or assessed: outstanding, show, explain, cases, assess."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dvcheck.cli.desk import (
    Desk,
    case_json,
    case_line,
    file_name,
    in_use_line,
    named,
    print_json,
    read_text,
    recorded_json,
    require_checklist,
    running,
)
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, on_journal, own_line
from dvcheck.pack.model import PHASES, Pack, Question, Reading, is_within, section_of, sections_of
from dvcheck.record.case import Case, Found, all_cases, find_case, open_cases
from dvcheck.record.clock import now
from dvcheck.record.journal import Journal
from dvcheck.report import json as report
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, Duty, assess
from dvcheck.rules.outline import outline
from dvcheck.rules.repack import Leftover
from dvcheck.text import clean, nearest

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from rich.console import RenderableType

    from dvcheck.terminal.screen import OwedRow

Worked = tuple[Case, Pack, Assessment]
Owed = tuple[Case, Pack, Duty, Assessment]


def outstanding(desk: Desk, case: str | None, format: Format, *, check: bool) -> None:
    """Open required obligations over all open cases, nearest deadline first.

    With `check` it exits with 1 where there is one, or where a walk was not finished: more may be owed then.
    """
    at = now()
    found, problems = _of(desk, case) if case is not None else standing(desk, open_cases)
    owed = nearest_first(found)
    left = unfinished(desk, found)
    if format is Format.JSON:
        rows = [{"case": case_json(c), **report.obligation(d, a, p)} for c, p, d, a in owed]
        not_asked = [{"case": case_json(c), "unasked": count} for c, count in left]
        print_json(
            {
                "schema": report.SCHEMA,
                "policy": report.policy(_pack_over(desk, found), at.date()),
                "policies": [
                    {**report.policy(p, at.date()), "cases": [c.id for c, own, _ in found if own is p]}
                    for p in _packs_of(found)
                ],
                "outstanding": rows,
                "unfinished": not_asked,
            }
        )
    else:
        _print_outstanding(desk, found, owed, problems, at)
    say_problems(problems)
    if check and (owed or left):
        raise SystemExit(Exit.CHECK_FAILED)


def _pack_over(desk: Desk, found: Sequence[Worked]) -> Pack:
    """The pack that a list as one names: the one in use, or where that cannot be used what its cases have."""
    try:
        return desk.pack()
    except DvcheckError:
        return found[0][1] if found else desk.sound().pack


def _packs_of(found: Iterable[Worked]) -> list[Pack]:
    """The packs that some cases are worked under, each once."""
    return list({pack.digest: pack for _, pack, _ in found}.values())


def zone_of(found: Iterable[Worked]) -> "ZoneInfo":
    """The time zone of most of these cases, and of the newest where no one has most; there is at least one.

    In a list of cases a time in it needs no name, and one of another zone has its own beside it.
    """
    from zoneinfo import ZoneInfo

    return ZoneInfo(Counter(pack.policy.zone for _, pack, _ in found).most_common(1)[0][0])


def unfinished(desk: Desk, found: Iterable[Worked]) -> list[tuple[Case, int]]:
    """The cases of which questions were not asked, and how many; but for those that may not be."""
    counts = [(c, sum(desk.sensitive or not q.sensitive for q in a.unasked)) for c, _, a in found]
    return [(case, count) for case, count in counts if count]


def say_unfinished(desk: Desk, left: Iterable[tuple[Case, int]]) -> None:
    """Name the walks that were not finished: what they would have brought up is in no list."""
    for case, count in left:
        go_on = on_journal(case.checklists[-1], case.id)
        desk.say_command(f" {named(case)}: {not_asked(count)}. Go on with the walk:", go_on)


def not_asked(count: int) -> str:
    return "1 question was not asked" if count == 1 else f"{count} questions were not asked"


def nearest_first(found: Iterable[Worked]) -> list[Owed]:
    """What is required and open in some cases, nearest deadline first."""
    owed = [(case, pack, duty, a) for case, pack, a in found for duty in a.outstanding]
    last = datetime.max.replace(tzinfo=UTC)

    def when(one: Owed) -> tuple[object, ...]:
        case, _, duty, _ = one
        phase = PHASES.index(duty.obligation.phase)
        return _urgency(duty), duty.deadline.at or last, phase, case.opened

    return sorted(owed, key=when)


def _urgency(duty: Duty) -> int:
    """A deadline with a time comes first, then one without, then what has none."""
    if duty.deadline.at is not None:
        return 0
    return 2 if duty.obligation.due is None else 1


def _print_outstanding(
    desk: Desk, found: list[Worked], owed: list[Owed], problems: list[DvcheckError], at: datetime
) -> None:
    from dvcheck.terminal import screen

    console = desk.console()
    if found:
        console.print(ledger_of(desk, found, owed, zone_of(found), at, console.width))
        say_unfinished(desk, unfinished(desk, found))
    elif not problems:
        desk.say_command("No open cases. Start with:", on_journal("incident"))
    for review in screen.review_lines(_packs_of(found) or _in_use(desk), at.date()):
        console.print(review)


def _in_use(desk: Desk) -> list[Pack]:
    """The pack in use, where it can be used."""
    with suppress(DvcheckError):
        return [desk.pack()]
    return []


def ledger_of(
    desk: Desk, found: Sequence[Worked], owed: Sequence[Owed], home: "ZoneInfo", at: datetime, width: int
) -> "RenderableType":
    """What is open in some cases, a row each, and how much is not decided yet. Times are in each case's zone.

    Those that clocks in `home` do not show have the name of their zone.
    """
    from dvcheck.terminal import screen

    return screen.ledger(lines_of(desk, owed), len(found), undecided(found), home, at, width)


def lines_of(desk: Desk, owed: Sequence[Owed]) -> "list[OwedRow]":
    """What is owed, each with its case as the screens name it."""
    return [(case_line(c, desk), p, d, a) for c, p, d, a in owed]


def undecided(found: Sequence[Worked]) -> int:
    """How much is undetermined in some cases."""
    return sum(len(a.undecided()) for _, _, a in found)


def _of(desk: Desk, case: str) -> tuple[list[Worked], list[DvcheckError]]:
    """The case that is named. DvcheckError where it is not there or cannot be read."""
    with desk.recorded() as journal:
        found = find_case(journal, case)
        pack = desk.pack_of(found, journal)
        return [(found, pack, desk.assess(found, pack, now()))], []


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
    at = now()
    found: list[Worked] = []
    cases, problems = which(journal)
    for case in cases:
        try:
            pack = desk.pack_of(case, journal)
            found.append((case, pack, desk.assess(case, pack, at)))
        except DvcheckError as error:
            problems.append(error)
    return found, problems


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

    from dvcheck.terminal import screen

    console = desk.console()
    zone = ZoneInfo(pack.policy.zone)
    console.print(screen.answers(assessment, zone, sensitive=sensitive))
    console.print(screen.leftover(leftover, zone, case_line(case, desk), sensitive=sensitive))
    console.print(screen.settled(assessment, console.width))
    console.print(screen.recorded(case, pack, sensitive=sensitive))
    if everything:
        console.print(screen.not_triggered(assessment, console.width))
    console.print(screen.summary(pack, assessment, case=case_line(case, desk), now=at, width=console.width))
    line, move = in_use_line(in_use, case)
    if move:
        desk.say_command(line, move)
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
        from dvcheck.terminal import screen

        desk.show(screen.duty_ids(arisen))
        return
    of_section = [d for d in assessment.duties if d.status != "not-triggered" and _is_of(d, obligation)]
    explained = [explanation(d, assessment) for d in of_section or [meant(assessment, obligation, case.id)]]
    if format is Format.JSON:
        documents = [report.explanation(e, pack, sensitive=sensitive) for e in explained]
        several = {"schema": report.SCHEMA, "explanations": documents}
        print_json(documents[0] if len(documents) == 1 else several)
        return
    from zoneinfo import ZoneInfo

    from dvcheck.terminal import screen

    zone = ZoneInfo(pack.policy.zone)
    desk.show(
        *(screen.explanation(e, pack, zone, now(), sensitive=sensitive) for e in explained),
        screen.leftover(leftover, zone, case_line(case, desk), sensitive=sensitive),
    )


def _is_of(duty: Duty, section: str) -> bool:
    return section.upper() in sections_of(duty.obligation.cites).split(", ")


def meant(assessment: Assessment, name: str, case: str) -> Duty:
    """The one duty of a case meant by its id, a part of it or its section; those that arise go first."""
    exact = assessment.duty(name)
    if exact is not None:
        return exact
    meant = [d for d in assessment.duties if name.lower() in d.obligation.id or _is_of(d, name)]
    arisen = [d for d in meant if d.status != "not-triggered"]
    for found in (arisen, meant):
        if len(found) == 1:
            return found[0]
    known = [d.obligation.id for d in assessment.duties]
    if meant:
        message = f'"{clean(name)}" fits {", ".join(d.obligation.id for d in arisen or meant)}'
    else:
        message = f'no obligation is called "{clean(name)}"{nearest(name, known)}'
    listed = own_line("Those of the case are listed by:", on_journal("explain", case))
    raise DvcheckError(message, hint=listed, code=Exit.USAGE)


def policy(desk: Desk, section: str | None, format: Format) -> None:
    """The policy in our words: its sections, each statement with its word and what cites it, the readings.

    `section` may be the code of a reading too: then that one alone.
    """
    pack = desk.pack()
    wanted = section.strip() if section is not None else ""
    reading = next((r for r in pack.policy.readings if r.id.lower() == wanted.lower()), None)
    if reading is not None:
        _reading(desk, pack, reading, format)
        return
    wanted = wanted.upper() if wanted[:1].lower() == "p" else wanted
    sections = [s for s in pack.policy.sections if not wanted or is_within(s.ref, wanted)]
    if not sections:
        known = [s.ref for s in pack.policy.sections]
        message = f'the policy has no section "{clean(wanted)}"{nearest(wanted, known)}'
        raise DvcheckError(
            message, hint=own_line("They are all listed by:", command("policy")), code=Exit.USAGE
        )
    today = now().date()
    if format is Format.JSON:
        print_json(report.sections(pack, [s.ref for s in sections], today))
        return
    from dvcheck.terminal import screen

    console = desk.console()
    console.print(screen.policy(pack, sections, today, console.width))


def _reading(desk: Desk, pack: Pack, reading: Reading, format: Format) -> None:
    """One place where the text is unclear, by the code that screens and reports have of it."""
    if format is Format.JSON:
        refs = sorted({section_of(cite) for cite in reading.cites})
        document = report.sections(pack, refs, now().date())
        print_json({**document, "readings": [report.reading(reading)]})
        return
    from dvcheck.terminal import screen

    desk.show(*screen.reading(reading), f" Sections: {sections_of(reading.cites)}")


def cases(desk: Desk, format: Format, *, closed: bool) -> None:
    """The open cases, newest first; also the closed ones where asked for."""
    found, problems = standing(desk, all_cases if closed else open_cases)
    counts = [(c, pack, sum(d.outstanding for d in a.duties), len(a.undecided())) for c, pack, a in found]
    if format is Format.JSON:
        rows = [
            {
                **case_json(c),
                "checklists": c.checklists,
                "closed": report.stamp(c.closed.at) if c.closed is not None else None,
                "open": owed,
                "undetermined": undetermined,
                "running": [name for name, timer in c.timers.items() if timer.runs],
            }
            for c, _, owed, undetermined in counts
        ]
        print_json({"schema": report.SCHEMA, "cases": rows})
        say_problems(problems)
        return
    if not found:
        none = "No cases yet." if closed else "No open cases."
        if not problems:
            desk.say_command(f"{none} Start with:", on_journal("incident"))
        say_problems(problems)
        return
    from zoneinfo import ZoneInfo

    from dvcheck.terminal import screen

    home = zone_of(found)
    rows_shown = [
        screen.CaseRow(
            id=c.id,
            number=c.number,
            opened=c.opened,
            zone=ZoneInfo(pack.policy.zone),
            titles=", ".join(
                [*(pack.checklist(name).title for name in c.checklists), *running(c, pack, home)]
            ),
            open=owed,
            undetermined=undetermined,
            closed=c.closed is not None,
        )
        for c, pack, owed, undetermined in counts
    ]
    desk.show(screen.cases(rows_shown, home))
    say_problems(problems)


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
    from dvcheck.terminal import screen

    console = desk.console()
    if everything:
        console.print(screen.not_triggered(assessment, console.width))
    console.print(screen.summary(pack, assessment, case=None, now=at, width=console.width))


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
    desk.console().print(
        f"{source.folder}: sound. {len(pack.checklists)} checklists, {len(pack.questions())} questions, "
        f"{len(pack.policy.statements)} statements."
    )
