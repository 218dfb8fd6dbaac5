"""Assessments as Rich renderables. The only importer of rich.

Every text goes in through `_text`, and a plain string through `_Console`, so that nothing from a file or an
officer is read as markup or reaches the terminal uncleaned. Marks are ASCII, and each has its word beside it:
colour never carries meaning alone.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import msgspec
from rich.cells import cell_len
from rich.console import Console, ConsoleDimensions, Group, RenderableType
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dvcheck.hint import command, on_journal
from dvcheck.pack.model import (
    Contact,
    Note,
    Obligation,
    Pack,
    Reading,
    SectionTitle,
    section_of,
    sections_of,
)
from dvcheck.record.case import Case
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.deadline import Deadline
from dvcheck.rules.explain import Explanation
from dvcheck.rules.repack import Comparison, DutyChange, Leftover, QuestionChange
from dvcheck.text import clean
from dvcheck.wording import duty as wording
from dvcheck.wording.counts import in_assessment, open_in_cases
from dvcheck.wording.directive import review_passed, review_passed_of
from dvcheck.wording.recorded import closed, entries, events
from dvcheck.wording.times import clock_time, deadline, deadline_in_list, other_zone, time_left_at_a_glance

_NARROW = 64
NARROWEST, DEFAULT_WIDTH = 20, 80
"""Fewer columns than the first are taken for unknown, and then there are as many as the second."""

_GROUPS = (
    ("scene", "DO NOW"),
    ("before-clearing", "BEFORE YOU CLEAR"),
    ("end-of-shift", "REPORTS AND PAPERS"),
    ("follow-up", "FOLLOW-UP"),
)


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen says of a case: its id, its CAD or GO number, and the short code of its record."""

    id: str
    number: str | None
    code: str
    command: str
    """The command that resumes it."""


class _Console(Console):
    """A console that cleans every plain string it is given, alone or within something else."""

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(clean(text, newlines=True), **options)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print without cutting what is not to be wrapped; see `hint`."""
        super().print(*objects, **{"crop": False, **options})

    def on_broken_pipe(self) -> None:
        """Let the one place that knows the exit codes have the error; Rich would exit with 1 here."""
        self.quiet = True
        raise

    @property
    def size(self) -> ConsoleDimensions:
        """Columns and rows. So narrow a terminal is one that does not know its width."""
        size = super().size
        return size if size.width >= NARROWEST else ConsoleDimensions(DEFAULT_WIDTH, size.height)

    @size.setter
    def size(self, size: tuple[int, int]) -> None:
        self._width, self._height = size


def console(*, color: bool, stream: TextIO | None = None, width: int | None = None) -> Console:
    """A console on `stream` (standard output by default) that neither guesses nor decorates."""
    stream = stream or sys.stdout
    return _Console(
        file=stream,
        width=width,
        no_color=not color,
        color_system="auto" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=_environment(),
    )


def _environment() -> dict[str, str]:
    """The environment, without a number of columns that cannot be: the terminal's own counts then."""
    columns = os.environ.get("COLUMNS", "")
    usable = not columns.isdigit() or int(columns) >= NARROWEST
    return {name: value for name, value in os.environ.items() if usable or name != "COLUMNS"}


def summary(
    pack: Pack, assessment: Assessment, *, case: CaseLine | None, now: datetime, width: int
) -> RenderableType:
    """What is owed, in the order it is to be done, and what is not decided yet."""
    zone = ZoneInfo(pack.policy.zone)
    parts: list[RenderableType] = [_head(pack, case, now.astimezone(zone), width)]
    required = [d for d in assessment.with_status("open") if d.obligation.force == "required"]
    for phase, title in _GROUPS:
        duties = [d for d in required if d.obligation.phase == phase]
        if duties:
            rows = [_owed(d, pack, assessment, zone, now, width) for d in _nearest_first(duties)]
            parts += [_title(title, len(duties)), *rows]
    if not required:
        parts.append(Padding(_text("Nothing required is open."), (1, 0, 0, 1)))
    parts += _standing(pack, assessment, width)
    parts += _undetermined(assessment, width)
    parts += _optional(pack, assessment, width)
    parts += _notes(assessment.notes, width)
    parts += _foot(assessment, case)
    return Group(*parts)


def from_above(assessment: Assessment, zone: ZoneInfo, now: datetime, width: int) -> RenderableType:
    """What is required and open, a line each: repeated where the summary is longer than the screen."""
    lines: list[RenderableType] = []
    for phase, title in _GROUPS:
        duties = [d for d in assessment.outstanding if d.obligation.phase == phase]
        if duties:
            lines.append(_text(f"\n {title}, from above  {len(duties)}", "bold underline"))
        for duty in duties:
            o = duty.obligation
            due = f"{clock_time(duty.deadline.at, now, zone)} " if duty.deadline.at is not None else ""
            line = f" [ ] {o.word:<8} {sections_of(o.cites[:1]):<9} {due}{o.text}"
            shown = _text(line, "bold")
            shown.truncate(width if shown.cell_len <= width else width - 1, overflow="ellipsis")
            lines.append(shown)
    return Group(*lines)


def review_line(pack: Pack, today: date) -> Text | None:
    """One line that the directive's review date has passed; None while it has not."""
    said = review_passed(pack.policy, today)
    return _text(f" {said}", "yellow") if said else None


def review_lines(packs: Iterable[Pack], today: date) -> list[Text]:
    """The same for the packs of a list of cases, once for each date; of several policies with their names."""
    own = {(p.policy.agency, p.policy.number, p.policy.next_review): p for p in packs}
    several = len({(agency, number) for agency, number, _ in own}) > 1
    told = review_passed_of if several else review_passed
    lines = [told(pack.policy, today) for pack in own.values()]
    return [_text(f" {line}", "yellow") for line in lines if line]


def hint(said: str, command: str, style: str = "") -> RenderableType:
    """What a command is for, and the command on a line of its own, which is never wrapped: it is pasted."""
    return Group(_text(said, style), Text(f"  {clean(command)}", style, no_wrap=True, overflow="ignore"))


def warning(text: str) -> RenderableType:
    """One line to be seen last."""
    return _text(text, "bold red")


def _head(pack: Pack, case: CaseLine | None, now: datetime, width: int) -> RenderableType:
    p = pack.policy
    lines = [
        _text(f"\n OUTSTANDING OBLIGATIONS  {now:%Y-%m-%d %H:%M}", "bold"),
        _text(f" {p.agency}, Directive {p.number}, effective {p.effective}", "dim"),
    ]
    if case is not None:
        number = f" · {case.number}" if case.number else ""
        lines.insert(1, _text(f" Case {case.id}{number} · record {case.code}"))
    overdue = review_line(pack, now.date())
    return Group(*lines, *([overdue] if overdue is not None else []))


def _title(title: str, count: int) -> RenderableType:
    return Text.assemble(("\n " + title, "bold underline"), (f"  {count}", "bold"))


def _nearest_first(duties: Iterable[Duty]) -> list[Duty]:
    return sorted(duties, key=lambda d: (d.deadline.at is None, d.deadline.at or datetime.max))


def _grid(width: int) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=4, no_wrap=True)
    grid.add_column(width=12 if width >= _NARROW else 10)
    grid.add_column(ratio=1)
    if width >= _NARROW:
        grid.add_column(width=12, justify="right")
    grid.expand = True
    return grid


def _row(mark: str, style: str, duty: Duty, second: str, width: int) -> RenderableType:
    grid = _grid(width)
    _add_row(grid, mark, style, duty.obligation, second, width)
    return grid


def _add_row(grid: Table, mark: str, style: str, o: Obligation, second: str, width: int) -> None:
    section = sections_of(o.cites)
    wide = width >= _NARROW
    body = _text(o.text)
    if second or not wide:
        below = second if wide else " · ".join(filter(None, [section, second]))
        body = Text.assemble(body, "\n", _text(below, "dim"))
    cells: list[RenderableType] = [_text(f" {mark}", style), _text(o.word, style), body]
    grid.add_row(*cells, *([_text(section, "dim")] if wide else []))


def _owed(
    duty: Duty, pack: Pack, assessment: Assessment, zone: ZoneInfo, now: datetime, width: int
) -> RenderableType:
    call = wording.calls(duty.obligation, pack)
    second = [
        deadline(duty.deadline, lambda at: clock_time(at, now, zone)),
        wording.carried_over(duty),
        call,
        wording.why(duty, assessment),
        wording.readings(duty.obligation),
    ]
    style = "bold red" if duty.deadline.overdue else "bold"
    return _row("[ ]", style, duty, " · ".join(filter(None, second)), width)


def _standing(pack: Pack, assessment: Assessment, width: int) -> list[RenderableType]:
    duties = assessment.with_status("in-force")
    if not duties:
        return []
    return [
        _title("IN FORCE", len(duties)),
        *(_row(" ! ", "bold", d, _call_and_reading(d, pack), width) for d in duties),
    ]


def _call_and_reading(duty: Duty, pack: Pack) -> str:
    return " · ".join(filter(None, [wording.calls(duty.obligation, pack), wording.readings(duty.obligation)]))


def _undetermined(assessment: Assessment, width: int) -> list[RenderableType]:
    duties = assessment.undecided()
    if not duties:
        return []
    return [
        _title("UNDETERMINED", len(duties)),
        *(_row("[?]", "", d, f"decided by: {wording.decided_by(d, assessment)}", width) for d in duties),
    ]


def _optional(pack: Pack, assessment: Assessment, width: int) -> list[RenderableType]:
    duties = [d for d in assessment.with_status("open") if d.obligation.force in ("recommended", "permitted")]
    if not duties:
        return []
    rows = [_row(" - ", "", d, wording.calls(d.obligation, pack), width) for d in duties]
    return [_title("RECOMMENDED AND PERMITTED", len(duties)), *rows]


def _notes(notes: Sequence[Note], width: int) -> list[RenderableType]:
    if not notes:
        return []
    grid = Table.grid(padding=(0, 1))
    for note in notes:
        grid.add_row(_text("  i"), _text(note.shown))
    return [Text("\n NOTES", style="bold underline"), grid]


def _foot(assessment: Assessment, case: CaseLine | None) -> list[RenderableType]:
    required = [d for d in assessment.with_status("open") if d.obligation.force == "required"]
    counts = in_assessment(
        open=len(required),
        done=len(assessment.with_status("done")),
        not_feasible=len(assessment.with_status("not-feasible")),
        undetermined=len(assessment.undecided()),
    )
    lines: list[RenderableType] = [_text("\n " + " · ".join(counts), "bold")]
    if assessment.unasked:
        names = ", ".join(q.name for q in assessment.unasked)
        lines.append(_text(f" Not asked: {names}"))
    untimed = any(d.deadline.text == "before end of shift" and d.deadline.at is None for d in required)
    if untimed and case is not None:
        start = on_journal("shift", "start", "--ends", "HH:MM")
        lines.append(hint(" End of shift not known. To see the time:", start, "dim"))
        alone = on_journal(case.command, case.id, "--shift-ends", "HH:MM")
        lines.append(hint(" For this case alone:", alone, "dim"))
    if case is not None:
        lines.append(hint(" Saved. Resume:", on_journal(case.command, case.id)))
        lines.append(hint(" Why a duty stands:", on_journal("explain", case.id), "dim"))
    lines.append(_text(" An aid, not an authority: the directive and your judgement decide.", "dim"))
    return lines


def explanation(
    e: Explanation, pack: Pack, zone: ZoneInfo, now: datetime, *, sensitive: bool = False
) -> RenderableType:
    """Why an obligation stands, or what would decide it; sensitive answers only with `sensitive`."""
    o = e.duty.obligation
    lines = [
        Text.assemble("\n ", _text(f"{o.word}  ", "bold"), _text(o.text, "bold")),
        _text(
            f" {o.id}: {e.duty.status} · {deadline(e.duty.deadline, lambda at: clock_time(at, now, zone))}"
        ),
    ]
    if o.directive_word:
        lines.append(_text(f" In the directive: {o.directive_word}"))
    lines += [_text(f"\n {sections_of((c,))}  {pack.policy.says(c)}") for c in o.cites]
    for contact in pack.calls(o):
        lines.append(_text(f"\n Call {contact.name}: {contact.number}", "bold"))
        lines += [_text(f" CHECK FIRST: {contact.verify}")] if contact.verify else []
    if e.chain:
        lines.append(_text("\n Because you answered:", "bold"))
    for question, answer in e.chain:
        shown = question.listed(answer.value, sensitive=sensitive)
        lines.append(
            _text(
                f"   {question.name}: {shown}"
                f"  ({sections_of(question.cites)}, {answer.at.astimezone(zone):%H:%M})"
            )
        )
    if e.instead_of is not None and e.instead_of.mark is not None:
        lines.append(_text(f"\n Because this was not feasible: {e.instead_of.obligation.text}", "bold"))
        lines.append(_text(f"   {e.instead_of.mark.reason}"))
    if e.waits_for:
        lines.append(_text("\n These would decide it:", "bold"))
    for question, given in e.waits_for:
        lines.append(
            _text(f"   {question.text}  ({'answered unknown' if given else 'not asked'}; {question.id})")
        )
    if e.duty.carried_over:
        lines.append(_text(f"\n Carried over: {e.duty.carried_over}"))
    elif e.duty.status == "not-feasible" and e.duty.mark is not None:
        lines.append(_text(f"\n Not feasible: {e.duty.mark.reason}"))
    for name in o.readings:
        reading = pack.policy.reading(name)
        lines.append(_text(f"\n Reading {name}: {reading.title}", "bold"))
        lines.append(_text(f" {reading.unclear}"))
        lines.append(_text(f" Treated here: {reading.treated}"))
    return Group(*lines)


def answers(assessment: Assessment, zone: ZoneInfo, *, sensitive: bool = False) -> RenderableType:
    """Every answer of a case, in the order of the walk; those that count for nothing now are marked.

    What sensitive answers say is told only with `sensitive`.
    """
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=6)
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    grid.expand = True
    for question in assessment.outline.questions():
        answer = assessment.answers.get(question.id)
        if answer is None:
            continue
        shown = question.listed(answer.value, sensitive=sensitive)
        if question.id in assessment.inapplicable:
            shown += " (does not apply any more)"
        grid.add_row(
            _text(f" {answer.at.astimezone(zone):%H:%M}"), _text(question.name), _text(shown, "bold")
        )
    return Group(Text("\n ANSWERS", style="bold underline"), grid)


def recorded(case: Case, pack: Pack, *, sensitive: bool = False) -> RenderableType:
    """What was recorded beside answers: how long timers ran, what was taken and what stays, notes.

    The entries of sensitive lists only with `sensitive`.
    """
    zone = ZoneInfo(pack.policy.zone)
    said = [f" {clock_time(e.at, case.opened, zone)}  {e.text}" for e in events(case, pack)]
    if case.closed is not None:
        said.append(f" {clock_time(case.closed.at, case.opened, zone)}  {closed(case)}")
    for listed in entries(case, pack, sensitive=sensitive):
        said.append(f" {listed.heading}: {', '.join(listed.entries)}")
    if not said:
        return Group()
    return Group(Text("\n RECORDED", style="bold underline"), *(_text(line) for line in said))


def leftover(
    found: Sequence[Leftover], zone: ZoneInfo, case: CaseLine, *, sensitive: bool = False
) -> RenderableType:
    """The answers that were recorded and do not count, and why; sensitive ones only with `sensitive`."""
    if not found:
        return Group()
    lines = [
        _text(f" {u.at.astimezone(zone):%H:%M}  {u.name}: {_leftover_value(u, sensitive)}") for u in found
    ]
    again = hint(" They are kept. To answer one again:", on_journal("amend", case.id), "dim")
    return Group(_title("RECORDED, BUT NOT COUNTED", len(lines)), *lines, again)


def _leftover_value(found: Leftover, sensitive: bool) -> str:
    shown = f"{found.shown} ({found.question}: {found.why})"
    return shown if sensitive or not found.sensitive else f"(sensitive) ({found.question})"


_MARKS = {"open": "[ ]", "in-force": " ! ", "undetermined": "[?]", "done": "[x]", "not-feasible": "[/]"}


def comparison(
    found: Comparison, leftover: Sequence[Leftover], after: Assessment, width: int, *, sensitive: bool = False
) -> RenderableType:
    """What appears, goes and changes where a case is moved to other checklists.

    `leftover` are the answers that find no place there, `after` the case as it stands then.
    """
    parts: list[RenderableType] = []

    def part(title: str, rows: Sequence[RenderableType]) -> None:
        if rows:
            parts.extend((_title(title, len(rows)), *rows))

    part(
        "APPEARS",
        [_row(_MARKS[d.status], "bold", d, wording.status_and_reason(d), width) for d in found.appears],
    )
    part("GOES", [_row(" - ", "", d, f"it was {wording.status_and_reason(d)}", width) for d in found.goes])
    part("CHANGES", [_row(_MARKS[c.after.status], "", c.after, _was(c), width) for c in found.changed])
    part("NEW QUESTIONS", [_text(f" {q.text}  ({q.id})") for q in found.new_questions])
    part("ASKED IN OTHER WORDS: LOOK AT THE ANSWER", [_reworded(c, after) for c in found.reworded])
    part(
        "ANSWERS WITHOUT A PLACE THERE: KEPT, NOT COUNTED",
        [_text(f" {u.name}: {_leftover_value(u, sensitive)}") for u in leftover],
    )
    again = [after.outline.question(name) for name in found.placed_again]
    part("ANSWERS THAT COUNT AGAIN", [_text(f" {q.name}  ({q.id})") for q in again])
    return Group(*parts) if parts else _text(" Nothing that you see changes.")


def _was(change: DutyChange) -> str:
    """What a duty was before, as far as it is another now."""
    old, new = change.before, change.after
    pairs = (
        (wording.status_and_reason(old), wording.status_and_reason(new)),
        (old.obligation.word, new.obligation.word),
        (old.obligation.text, new.obligation.text),
        (old.deadline.text, new.deadline.text),
        (sections_of(old.obligation.cites), sections_of(new.obligation.cites)),
    )
    now = f"{wording.status_and_reason(new)} · " if change.status else ""
    return f"{now}before: {' · '.join(was for was, is_ in pairs if was != is_)}"


def _reworded(change: QuestionChange, after: Assessment) -> RenderableType:
    question = change.after
    answer = question.listed(after.answers[question.id].value)
    said = f" {question.text}  ({question.id})\n   before: {change.before.text}\n   answered: {answer}"
    return _text(said)


def settled(assessment: Assessment, width: int) -> RenderableType:
    """What is done or was not feasible."""
    duties = assessment.with_status("done", "not-feasible")
    rows = [
        _row("[x]" if d.status == "done" else "[/]", "", d, d.mark.reason if d.mark else "", width)
        for d in duties
    ]
    return Group(_title("DONE", len(duties)), *rows) if duties else Group()


def policy(pack: Pack, sections: Sequence[SectionTitle], today: date, width: int) -> RenderableType:
    """Sections of the policy: each statement with its word, what cites it, and its readings."""
    p = pack.policy
    parts: list[RenderableType] = [
        _text(f"\n {p.agency}, Directive {p.number}: {p.title}", "bold"),
        _text(f" Effective {p.effective}. In our own words; the directive itself governs.", "dim"),
        _text(f" {p.source}", "dim"),
    ]
    overdue = review_line(pack, today)
    parts += [overdue] if overdue is not None else []
    for section in sections:
        parts.append(
            Text.assemble(_text(f"\n {section.ref}  ", "bold"), _text(section.title, "bold underline"))
        )
        grid = _grid(_NARROW - 1)
        for statement in p.statements:
            if section_of(statement.ref) != section.ref:
                continue
            cited = ", ".join(pack.cited_by(statement.ref))
            unclear = ", ".join(r.id for r in p.readings if statement.ref in r.cites)
            waived = statement.not_modelled
            below = " · ".join(
                filter(
                    None,
                    [
                        f"in: {cited}" if cited else "",
                        f"in no checklist: {waived.replace('-', ' ')}" if waived else "",
                        f"reading {unclear}" if unclear else "",
                    ],
                )
            )
            body = _text(statement.says)
            if below:
                body = Text.assemble(body, "\n", _text(below, "dim"))
            grid.add_row(_text(""), _text(statement.modality.replace("-", " ")), body)
        parts.append(grid)
    within = {s.ref for s in p.statements if any(section_of(s.ref) == t.ref for t in sections)}
    shown = [r for r in p.readings if within.intersection(r.cites)] if len(sections) < len(p.sections) else []
    return Group(*parts, *(line for r in shown for line in reading(r)))


def reading(r: Reading) -> list[RenderableType]:
    """Where the text is unclear, and how it is treated here."""
    return [
        _text(f"\n Reading {r.id}: {r.title}", "bold"),
        _text(f" {r.unclear}"),
        _text(f" Treated here: {r.treated}"),
    ]


def contacts(pack: Pack, found: Sequence[Contact], width: int) -> RenderableType:
    """Whom to call: the number first, then what it is for, what needs it, and how far it can be trusted."""
    if not found:
        return _text("The pack has no contacts.")
    parts: list[RenderableType] = [_title("PHONE NUMBERS", len(found))]
    sources = list(dict.fromkeys(f"{c.source}: {c.as_of}" for c in found))
    for contact in found:
        number = _text(contact.number, "bold reverse")
        source = sources.index(f"{contact.source}: {contact.as_of}") + 1
        body = Group(*_contact_lines(contact, pack, source))
        if width < _NARROW:
            parts += [Padding(number, (1, 0, 0, 1)), Padding(body, (0, 0, 0, 3))]
            continue
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=13)
        grid.add_column(ratio=1)
        grid.expand = True
        grid.add_row(number, body)
        parts.append(Padding(grid, (1, 0, 0, 1)))
    parts.append(_text("\n Numbers change. They are from:"))
    parts += [Padding(_text(f"[{n}] {source}"), (0, 0, 0, 1)) for n, source in enumerate(sources, 1)]
    parts.append(hint("\n A card to hand out:", command("contacts", "--card"), "dim"))
    return Group(*parts)


def _contact_lines(contact: Contact, pack: Pack, source: int) -> list[RenderableType]:
    """All of a contact but its number; `source` is the number that its source has at the foot."""
    fax = f"fax {contact.fax}" if contact.fax else ""
    where = " · ".join(filter(None, [contact.hours, contact.address, fax]))
    needed = ", ".join(o.id for o in pack.called_for(contact))
    lines = [Text.assemble(_text(contact.name, "bold"), (f" [{source}]", "dim")), _text(contact.purpose)]
    lines += [_text(where)] if where else []
    lines += [_text(f"CHECK FIRST: {contact.verify}", "bold")] if contact.verify else []
    lines += [_text(f"needed for: {needed}", "dim")] if needed else []
    return list(lines)


def not_triggered(assessment: Assessment, width: int) -> RenderableType:
    """What does not arise in this case."""
    duties = assessment.with_status("not-triggered")
    return Group(_title("DOES NOT ARISE", len(duties)), *(_row(" . ", "dim", d, "", width) for d in duties))


def duty_ids(duties: Sequence[Duty]) -> RenderableType:
    """The obligations of a case by the id that `dvcheck explain` takes."""
    grid = Table.grid(padding=(0, 2))
    for duty in duties:
        grid.add_row(
            _text(f" {duty.obligation.id}", "bold"), _text(duty.status), _text(duty.obligation.text, "dim")
        )
    return grid


def settings(file: str, rows: Sequence[tuple[str, str, str]]) -> RenderableType:
    """The file of the settings; then name, value and origin of each."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column()
    grid.add_column(overflow="fold")
    grid.add_column()
    for name, value, origin in rows:
        grid.add_row(_text(f" {name}", "bold"), _text(value), _text(origin, "dim"))
    return Group(_text(f" {file}"), grid)


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """One case in a list of cases."""

    id: str
    number: str | None
    opened: datetime
    zone: str
    """The time zone of the pack it was worked under."""
    titles: str
    open: int
    undetermined: int
    closed: bool = False


_AT_ONCE = 200
"""How many rows of a list are laid out at once: a long list takes no more memory than a short one then."""
_HEADINGS = ("Case", "Number", "Opened", "Open", "Undecided", "Checklist")
_NARROWEST_TITLES = 20


def cases(rows: Sequence[CaseRow], home: ZoneInfo, width: int) -> Iterator[RenderableType]:
    """The cases, in the order given, in parts to be printed one after the other.

    With the name of a case's zone where clocks in `home` show another time.
    """
    if len(rows) <= _AT_ONCE:
        yield _case_table(rows, home, [None] * len(_HEADINGS))
        return
    widths: list[int | None] = [
        max(map(cell_len, column)) for column in zip(*_cells(rows, home), strict=True)
    ]
    widths = [max(cell_len(heading), most or 0) for heading, most in zip(_HEADINGS, widths, strict=True)]
    others = sum(w or 0 for w in (widths[0], *widths[2:5])) + 2 * len(widths) + _NARROWEST_TITLES
    widths[1] = max(len(_HEADINGS[1]), min(widths[1] or 0, width - others))
    widths[-1] = None
    for start in range(0, len(rows), _AT_ONCE):
        yield _case_table(rows[start : start + _AT_ONCE], home, widths, header=start == 0)


def _case_table(
    rows: Sequence[CaseRow], home: ZoneInfo, widths: Sequence[int | None], *, header: bool = True
) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_header=header)
    for heading, width in zip(_HEADINGS, widths, strict=True):
        table.add_column(heading, no_wrap=heading == "Case", overflow="fold", width=width)
    for cells in _cells(rows, home):
        table.add_row(*map(_text, cells))
    return table


def _cells(rows: Sequence[CaseRow], home: ZoneInfo) -> Iterator[tuple[str, ...]]:
    for row in rows:
        zone = ZoneInfo(row.zone)
        yield (
            row.id,
            row.number or "-",
            f"{row.opened.astimezone(zone):%Y-%m-%d %H:%M}{other_zone(row.opened, zone, home)}",
            str(row.open),
            str(row.undetermined),
            f"CLOSED {row.titles}" if row.closed else row.titles,
        )


class Owed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An open required duty in a list over cases: no more of its case than a row of that list shows."""

    case: CaseLine
    opened: datetime
    """When the case was opened."""
    obligation: Obligation
    deadline: Deadline
    zone: str
    """The zone of its case."""
    carried: str
    """Why it stays open."""
    beside: str
    """Whom to call, what raised it."""

    @property
    def at(self) -> datetime | None:
        """The time of its deadline, where it has one."""
        return self.deadline.at


def owed(case: CaseLine, opened: datetime, pack: Pack, duty: Duty, assessment: Assessment) -> Owed:
    """The row of a duty."""
    said = (wording.calls(duty.obligation, pack), wording.why(duty, assessment, 1))
    return Owed(
        case=case,
        opened=opened,
        obligation=duty.obligation,
        deadline=duty.deadline,
        zone=pack.policy.zone,
        carried=sys.intern(wording.carried_over(duty)),
        beside=sys.intern(" · ".join(filter(None, said))),
    )


def owed_by_case(rows: Sequence[Owed], home: ZoneInfo, now: datetime, width: int) -> Iterator[RenderableType]:
    """Open required duties of several cases, in the order given and in parts, each with its case.

    Times are in the zone of the case. The zone is named where clocks in `home` show another time.
    """
    for start in range(0, len(rows), _AT_ONCE):
        grid = _grid(width)
        for row in rows[start : start + _AT_ONCE]:
            number = f" {row.case.number}" if row.case.number else ""
            due = deadline_in_list(row.deadline, ZoneInfo(row.zone), now, home)
            second = " · ".join(filter(None, [f"{row.case.id}{number}", due, row.carried, row.beside]))
            style = "bold red" if row.deadline.overdue else "bold"
            _add_row(grid, "[ ]", style, row.obligation, second, width)
        yield grid


OwedRow = tuple[CaseLine, Pack, Duty, Assessment]


def ledger(
    rows: Sequence[Owed], cases: int, undetermined: int, home: ZoneInfo, now: datetime, width: int
) -> Iterator[RenderableType]:
    """What is required and open over so many open cases, and how much is not decided yet; in parts."""
    yield from owed_by_case(rows, home, now, width)
    yield from _counted(len(rows), cases, undetermined)


def glance(
    rows: Sequence[OwedRow], cases: int, undetermined: int, now: datetime, width: int
) -> RenderableType:
    """The same in as few lines as can be: the case, how far off the deadline is, the duty and its section."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.expand = True
    for ratio in (None, None, 1, None) if width >= _NARROW else (1,):
        grid.add_column(ratio=ratio)
    for case, _, duty, _ in rows:
        at, style = duty.deadline.at, "bold red" if duty.deadline.overdue else ""
        left = time_left_at_a_glance(at, now) if at is not None else ""
        word = f"{duty.obligation.word} {duty.obligation.text}"
        section = sections_of(duty.obligation.cites[:1])
        if width < _NARROW:
            head = " · ".join(filter(None, [case.number or case.id, section, left]))
            grid.add_row(Group(_text(f" {head}", style or "bold"), Padding(_text(word), (0, 0, 0, 3))))
            continue
        grid.add_row(
            _text(f" {case.number or case.id}"), _text(left, style), _text(word), _text(section, "dim")
        )
    return Group(*_counted(len(rows), cases, undetermined), grid)


def _counted(owed: int, cases: int, undetermined: int) -> list[RenderableType]:
    lines: list[RenderableType] = [_text(f" {open_in_cases(owed, cases)}", "bold")]
    if undetermined:
        lines.append(hint(f" {undetermined} undetermined. In which cases:", on_journal("cases")))
    return lines


def whole(console: Console) -> Live:
    """The whole terminal as one screen, which is as it was before once this is left."""
    return Live(console=console, screen=True, auto_refresh=False)


def watched(
    body: RenderableType, now: datetime, problems: Sequence[str], above: int, console: Console
) -> tuple[int, RenderableType]:
    """What is owed as a whole screen, without so many lines above; and how many those are at most.

    The time and the keys stand above it, what cannot be read and how much more there is below.
    """
    head = Text.assemble(_text(f" OUTSTANDING  {now:%H:%M}", "bold"), _text("  q leaves", "dim"))
    below: list[RenderableType] = [_text(f" {problem}", "yellow") for problem in problems]
    lines = console.render_lines(body, pad=False)
    room = console.height - 1 - sum(len(console.render_lines(line)) for line in below)
    more = len(lines) > room
    room = max(1, room - more)
    above = max(0, min(above, len(lines) - room))
    if more:
        left = len(lines) - room - above
        below.append(_text(f" {above} lines above, {left} below: arrows", "bold"))
    shown = Text("\n").join(
        Text.assemble(*((s.text, s.style or "") for s in line)) for line in lines[above : above + room]
    )
    return above, Group(head, shown, *below)


def _text(text: str, style: str = "") -> Text:
    return Text(clean(text, newlines=True), style=style)
