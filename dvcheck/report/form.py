"""The forms of a pack, filled from a case: a sheet to write from, or one line of plain text to paste.

A field that the case does not answer is left blank, to be filled in by hand. Only a finding that the pack
names draws a conclusion from other answers.
"""

from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.model import Finding, Form, FormField, FromCase, Pack, Question, is_from_case, sections_of
from dvcheck.record.case import Case
from dvcheck.report.sheet import Chapter, FactList, Sheet
from dvcheck.report.worksheet import directive_lines, mark_of
from dvcheck.rules.assess import Assessment
from dvcheck.rules.entries import instances
from dvcheck.rules.logic import Truth
from dvcheck.rules.outline import Entry, Guarded
from dvcheck.text import clean

BLANK = "______"
_DOTTED = "." * 40
"""A blank on a sheet: Markdown would show each underscore with a backslash."""


def line(form: Form, pack: Pack, assessment: Assessment, case: Case, *, sensitive: bool = False) -> str:
    """Write the form as one line of plain text, inert, without a newline."""
    said = _filled(form, pack, assessment, case, sensitive)
    return clean(f"{form.title}: " + "; ".join(f"{label} {text or BLANK}" for label, text in said))


def sheet(
    form: Form,
    pack: Pack,
    assessment: Assessment,
    case: Case,
    *,
    now: datetime,
    sensitive: bool = False,
) -> Sheet:
    """Return the form as a document."""
    said = _filled(form, pack, assessment, case, sensitive)
    rows = tuple((label, (text or _DOTTED,)) for label, text in said)
    return Sheet(
        title=form.title,
        lead=(*directive_lines(pack, now.date()), _lead(form)),
        chapters=(Chapter(title="To fill in", parts=(FactList(rows=rows),)),),
        mark=mark_of(case),
        made=now,
    )


def _lead(form: Form) -> str:
    return phrase("By {sections}. A help to write from.", sections=sections_of(form.cites))


def kept_back(form: Form, assessment: Assessment) -> tuple[str, ...]:
    """Return the labels of fields that are blank only because their answer is sensitive."""
    return tuple(
        field.label
        for field in form.fields
        if any(_said(n, assessment, True) and not _said(n, assessment, False) for n in field.sources)
    )


def _filled(
    form: Form, pack: Pack, assessment: Assessment, case: Case, sensitive: bool
) -> list[tuple[str, str]]:
    """Return each label with its text, empty if there is none."""
    zone = ZoneInfo(pack.policy.zone)

    def text(field: FormField) -> str:
        found = (
            _of_case(name, case, zone) if is_from_case(name) else _said(name, assessment, sensitive)
            for name in field.sources
        )
        return ", ".join(filter(None, found))

    return [(field.label, text(field)) for field in form.fields]


def _of_case(name: FromCase, case: Case, zone: ZoneInfo) -> str:
    """Return a value of the case itself for a field; empty if it has none."""
    match name:
        case "case-number":
            return case.number or ""
        case "opened":
            return dates.day_and_time(case.opened.astimezone(zone))
        case "officer":
            return case.officer or ""
    assert_never(name)


def _said(name: str, assessment: Assessment, sensitive: bool) -> str:
    """Return the text of an answer or a finding; empty if there is none yet.

    A field for each entry of a list names each entry.
    """
    found = instances(assessment.outline, name)
    return ", ".join(filter(None, (_of_entry(met, assessment, sensitive) for met in found)))


def _of_entry(met: Guarded, assessment: Assessment, sensitive: bool) -> str:
    said = ""
    if isinstance(met.item, Finding):
        said = _finding(met.item, met.entry, assessment, sensitive)
    elif isinstance(met.item, Question):
        said = _answer(met.item, assessment, sensitive)
    if not said or met.entry is None:
        return said
    name = met.entry.name if sensitive else met.entry.shown
    return phrase("{entry}: {answer}", entry=name, answer=said)


def _finding(finding: Finding, entry: Entry | None, assessment: Assessment, sensitive: bool) -> str:
    """Return yes, no or unknown for a finding; empty while an unanswered question could decide it.

    "unknown" follows from answers of "unknown". `once` counts a question not asked as no, but a form must not
    state that. A finding from a sensitive answer is shown only with `sensitive`.
    """
    facts = assessment.facts
    verdict = facts.finding(finding.id)
    rests_on = (*verdict.because, *verdict.waits_for)
    if not sensitive and any(assessment.outline.question(name).sensitive for name in rests_on):
        return ""
    match verdict.truth:
        case Truth.TRUE:
            return phrase("yes")
        case Truth.FALSE:
            asked = facts.decide(finding.once, entry=entry) if finding.once is not None else verdict
            return "" if facts.unasked(asked) else phrase("no")
        case Truth.UNKNOWN:
            return "" if facts.unasked(verdict) else phrase("unknown")
    assert_never(verdict.truth)


def _answer(question: Question, assessment: Assessment, sensitive: bool) -> str:
    """Return an answer in words if it counts and may be shown; else empty."""
    answer = assessment.answers.get(question.id)
    if answer is None or question.id in assessment.inapplicable:
        return ""
    return question.shown(answer.value) if sensitive or not question.sensitive else ""
