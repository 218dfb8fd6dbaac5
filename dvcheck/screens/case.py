"""Parts of one case: its answers, other records, settled duties, and the reason for a duty."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.text import Text

from dvcheck import dates
from dvcheck.actions.cases import ExplainedDuties
from dvcheck.cells import cells
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.pack.model import (
    Pack,
    sections_of,
)
from dvcheck.record.case import Case
from dvcheck.rules.assess import Assessment, Duty
from dvcheck.rules.explain import Explanation
from dvcheck.rules.outline import base_of
from dvcheck.rules.repack import Leftover
from dvcheck.screens.columns import Cell, Rows, ScreenColumn
from dvcheck.screens.duty_lines import DutyLine, duty_lines
from dvcheck.screens.policy import reading
from dvcheck.screens.style import MARKS, NARROW, counted_title, duty_row, hint, line, style_text
from dvcheck.wording import deadline
from dvcheck.wording import duty as wording
from dvcheck.wording.case_line import CaseLine, case_line
from dvcheck.wording.recorded import case_closed, entries, events
from dvcheck.wording.times import clock_time


def answers(assessment: Assessment, zone: ZoneInfo, width: int, *, sensitive: bool = False) -> RenderableType:
    """Lay out the answers of a case in the order of the walk. Answers that no longer count are marked.

    The values of sensitive answers are shown only with `sensitive`.
    """
    wide = width >= NARROW
    rows: list[tuple[Cell, ...]] = []
    for question in assessment.outline.questions():
        answer = assessment.answers.get(question.id)
        if answer is None:
            continue
        shown = question.listed(answer.value, sensitive=sensitive)
        if question.id in assessment.inapplicable:
            shown = phrase("{answer} (no longer applies)", answer=shown)
        at = f" {dates.clock(answer.at.astimezone(zone))}"
        said: tuple[Cell, ...] = ((question.name, ""),), ((shown, "bold"),)
        rows.append((((at, ""),), *(said if wide else (said[0] + said[1],))))
    named = (ScreenColumn((width - 10) // 2),) if wide else ()
    columns = (ScreenColumn(6), *named, ScreenColumn())
    return Group(Text("\n" + phrase(" ANSWERS"), style="bold underline"), Rows(columns, rows, gap=2))


def recorded(case: Case, pack: Pack, *, sensitive: bool = False) -> RenderableType:
    """Lay out what was recorded other than answers: times of clocks, lists, notes.

    The entries of sensitive lists are shown only with `sensitive`.
    """
    zone = ZoneInfo(pack.policy.zone)
    said = [f" {clock_time(e.at, case.opened, zone)}  {e.text}" for e in events(case, pack)]
    if case.closed is not None:
        at = "" if case.is_handed_over else f"{clock_time(case.closed.at, case.opened, zone)}  "
        said.append(f" {at}{case_closed(case)}")
    for listed in entries(case, pack, sensitive=sensitive):
        said.append(f" {listed.heading}: {', '.join(listed.entries)}")
    if not said:
        return Group()
    return Group(Text("\n" + phrase(" RECORDED"), style="bold underline"), *(line(one) for one in said))


def leftover(
    found: Sequence[Leftover], zone: ZoneInfo, case: CaseLine, *, sensitive: bool = False
) -> RenderableType:
    """Lay out recorded answers that do not count, and why. Sensitive ones only with `sensitive`."""
    if not found:
        return Group()
    lines = [
        style_text(f" {dates.clock(u.at.astimezone(zone))}  {u.name}: {leftover_value(u, sensitive)}")
        for u in found
    ]
    again = hint(phrase(" They are kept. To answer one again:"), on_journal("amend", case.id), "dim")
    return Group(counted_title(phrase("RECORDED, BUT NOT COUNTED"), len(lines)), *lines, again)


def leftover_value(found: Leftover, sensitive: bool) -> str:
    shown = f"{found.shown} ({base_of(found.question)}: {found.why})"
    return (
        shown
        if sensitive or not found.sensitive
        else phrase("(sensitive) ({question})", question=base_of(found.question))
    )


def settled(assessment: Assessment, width: int, *, why: bool = False) -> RenderableType:
    """Lay out the duties that are done or were not feasible: a line each, or in full."""
    duties = assessment.with_status("done", "not-feasible")
    return _titled(phrase("DONE"), [_settled(duty) for duty in duties], width, why=why)


def not_triggered(assessment: Assessment, width: int, *, why: bool = False) -> RenderableType:
    """Lay out the duties that do not arise in this case: a line each, or in full."""
    duties = assessment.with_status("not-triggered")
    lines = [DutyLine(duty=duty, mark=MARKS[duty.status]) for duty in duties]
    return _titled(phrase("DOES NOT ARISE"), lines, width, why=why)


def _settled(duty: Duty) -> DutyLine:
    return DutyLine(
        duty=duty, mark=MARKS[duty.status], below=duty.mark.reason if duty.mark is not None else ""
    )


def _titled(title: str, lines: Sequence[DutyLine], width: int, *, why: bool) -> RenderableType:
    if not lines:
        return Group()
    in_full = (duty_row(one.mark, "", one.duty, one.below, width) for one in lines)
    return Group(counted_title(title, len(lines)), *(in_full if why else duty_lines(lines, width)))


def duty_ids(duties: Sequence[Duty], width: int) -> RenderableType:
    """List the obligations of a case by the id that `dvcheck explain` takes."""
    if width < NARROW:
        below = [(((f" {d.obligation.id}", "bold"), (f"   {_status_line(d)}", "dim")),) for d in duties]
        return Rows((ScreenColumn(),), below)
    names = max((cells(d.obligation.id) for d in duties), default=0)
    words = max((cells(wording.status(d)) for d in duties), default=0)
    columns = (ScreenColumn(names + 1), ScreenColumn(words), ScreenColumn())
    rows = [
        (((f" {d.obligation.id}", "bold"),), ((wording.status(d), ""),), ((d.obligation.text, "dim"),))
        for d in duties
    ]
    return Rows(columns, rows, gap=2)


def _status_line(duty: Duty) -> str:
    return f"{wording.status(duty)}: {duty.obligation.text}"


def explanations(found: ExplainedDuties, now: datetime, *, sensitive: bool) -> tuple[RenderableType, ...]:
    """Lay out why duties of a case apply, and the answers that do not count."""
    pack = found.worked.pack
    zone, case = ZoneInfo(pack.policy.zone), case_line(found.worked.case)
    return (
        *(explanation(e, pack, zone, now, sensitive=sensitive) for e in found.explanations),
        leftover(found.leftover, zone, case, sensitive=sensitive),
    )


def explanation(
    e: Explanation, pack: Pack, zone: ZoneInfo, now: datetime, *, sensitive: bool = False
) -> RenderableType:
    """Lay out why an obligation applies or what would decide it. Sensitive answers only with `sensitive`."""
    o = e.duty.obligation
    due = deadline.with_time(e.duty.deadline, lambda at: clock_time(at, now, zone))
    status = wording.status(e.duty)
    said = phrase("{duty}: {status} · {due}", duty=wording.duty_name(e.duty), status=status, due=due)
    lines: list[RenderableType] = [
        Text.assemble("\n ", style_text(f"{o.word}  ", "bold"), style_text(o.text, "bold")),
        style_text(f" {said}"),
    ]
    if o.directive_word:
        said = phrase(
            " In {document}: {word}", document=pack.policy.terms.the_document, word=o.directive_word
        )
        lines.append(style_text(said))
    lines += [style_text(f"\n {sections_of((c,))}  {pack.policy.says(c)}") for c in o.cites]
    for contact in pack.calls(o):
        call = phrase("\n Call {name}: {number}", name=contact.name, number=contact.number)
        lines.append(style_text(call, "bold"))
        lines += [style_text(f" {wording.check_first(contact)}")] if contact.verify else []
    lines += _raised_by(e, zone, sensitive=sensitive)
    if e.instead_of is not None and e.instead_of.mark is not None:
        lines.append(
            style_text(
                phrase("\n Because this was not feasible: {what}", what=e.instead_of.obligation.text), "bold"
            )
        )
        lines.append(style_text(f"   {e.instead_of.mark.reason}"))
    lines += _would_decide(e)
    if e.duty.carried_over:
        lines.append(style_text(f"\n {wording.carried_over_line(e.duty)}"))
    elif e.duty.status == "not-feasible" and e.duty.mark is not None:
        lines.append(style_text(phrase("\n Not feasible: {reason}", reason=e.duty.mark.reason)))
    for name in o.readings:
        lines += reading(pack.policy.reading(name))
    return Group(*lines)


def _raised_by(e: Explanation, zone: ZoneInfo, *, sensitive: bool) -> list[RenderableType]:
    """Lay out the answers that raised a duty, each with its sections and its time."""
    if not e.chain:
        return []
    lines: list[RenderableType] = [style_text("\n" + phrase(" Because you answered:"), "bold")]
    for question, answer in e.chain:
        shown = question.listed(answer.value, sensitive=sensitive)
        where = f"({sections_of(question.cites)}, {dates.clock(answer.at.astimezone(zone))})"
        lines.append(style_text(f"   {question.name}: {shown}  {where}"))
    return lines


def _would_decide(e: Explanation) -> list[RenderableType]:
    """Lay out the questions that would decide a duty."""
    if not e.waits_for:
        return []
    lines: list[RenderableType] = [style_text("\n" + phrase(" These would decide it:"), "bold")]
    for question, given in e.waits_for:
        text, name = question.text, question.id
        if given:
            said = phrase("   {question}  (answered unknown; {id})", question=text, id=name)
        else:
            said = phrase("   {question}  (not asked; {id})", question=text, id=name)
        lines.append(style_text(said))
    return lines
