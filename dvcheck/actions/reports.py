"""Reports on a case: a report, a form filled from it, and a receipt worked out again."""

from datetime import datetime
from pathlib import Path
from typing import assert_never

import msgspec

from dvcheck.actions import by_name
from dvcheck.actions.workspace import Workspace, file_name
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.pack.library import read_stream
from dvcheck.pack.model import Form, Pack
from dvcheck.record.case import Case
from dvcheck.record.cases import find_case
from dvcheck.report import form as forms
from dvcheck.report.json.receipt import MAX_BYTES, Replay, bad, replay
from dvcheck.report.json.text import indented, inert
from dvcheck.report.sheet import Sheet
from dvcheck.report.worksheet import worksheet
from dvcheck.rules.assess import Assessment
from dvcheck.rules.repack import Leftover


class ReportedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case at one time, with everything that its report contains."""

    at: datetime
    case: Case
    pack: Pack
    archive: bytes
    """The files of the pack in one archive; empty if they no longer exist."""
    assessment: Assessment
    leftover: tuple[Leftover, ...]
    """Its answers that do not count."""


class FilledForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form filled from a case."""

    content: Sheet | str
    """A document, or one line of text."""
    left_blank: tuple[str, ...]
    """The labels of fields left blank because they are sensitive."""


def report(workspace: Workspace, name: str, at: datetime) -> ReportedCase:
    """Read a case for a report of it."""
    with workspace.recorded() as journal:
        case = find_case(journal, name)
        pack = workspace.pack_of(case, journal)
        archive = workspace.archive_of(case, journal)
        assessment = workspace.assess(case, pack, at)
        leftover = workspace.leftover(case, pack, assessment, journal)
    return ReportedCase(
        at=at, case=case, pack=pack, archive=archive, assessment=assessment, leftover=leftover
    )


def as_sheet(found: ReportedCase, *, sensitive: bool) -> Sheet:
    """The worksheet of a case."""
    return worksheet(
        found.pack, found.assessment, found.case, found.leftover, now=found.at, sensitive=sensitive
    )


def as_json(found: ReportedCase, *, sensitive: bool) -> str:
    """The result of a case as JSON, with the receipt it follows from."""
    from dvcheck.report.json import report as report_json

    document = report_json.document(
        found.case,
        found.pack,
        found.assessment,
        found.leftover,
        archive=found.archive,
        at=found.at,
        sensitive=sensitive,
    )
    return f"{inert(indented(document))}\n"


def fill(
    workspace: Workspace, name: str, wanted: str, format: str, at: datetime, *, sensitive: bool
) -> FilledForm:
    """Fill a form of the pack of a case.

    DvcheckError with Exit.USAGE if there is no such form, or it does not exist in this `format`.
    """
    with workspace.recorded() as journal:
        case = find_case(journal, name)
        pack = workspace.pack_of(case, journal)
    form = by_name.form(pack, wanted)
    _refuse_format(form, format, case.id)
    assessment = workspace.assess(case, pack, at)
    content: Sheet | str
    match form.layout:
        case "line":
            content = forms.line(form, pack, assessment, case, sensitive=sensitive)
        case "sheet":
            content = forms.sheet(form, pack, assessment, case, now=at, sensitive=sensitive)
        case _:
            assert_never(form.layout)
    left_blank = () if sensitive else tuple(forms.kept_back(form, assessment))
    return FilledForm(content=content, left_blank=left_blank)


def work_again(path: Path) -> Replay:
    """Work out a report's result again from its receipt."""
    return replay(_content(path), file_name(path))


def _content(path: Path) -> bytes:
    """Return the content of a file. If that is too long, return just enough of it to show so."""
    try:
        return read_stream(path, MAX_BYTES + 1)
    except OSError as error:
        raise bad(file_name(path), error.strerror or str(error)) from None


def refuse_text(format: str) -> None:
    """Raise DvcheckError with Exit.USAGE if the worksheet has no such format."""
    if format == "text":
        raise DvcheckError(
            phrase("the worksheet is not written as plain text"),
            hint=phrase("Take --format markdown, which reads well as text."),
            code=Exit.USAGE,
        )


def _refuse_format(form: Form, format: str, case: str) -> None:
    if format == "json":
        raise DvcheckError(
            phrase("a form is not written as JSON"),
            hint=own_line(phrase("Its answers are in:"), on_journal("show", case, "--format", "json")),
            code=Exit.USAGE,
        )
    if form.layout == "line" and format not in ("markdown", "text"):
        raise DvcheckError(
            phrase("the form {form} is one line of text", form=form.id),
            hint=phrase("Leave out --format, or name a file ending in .txt."),
            code=Exit.USAGE,
        )
    if form.layout == "sheet" and format == "text":
        raise DvcheckError(
            phrase("the form {form} is a sheet, not one line of text", form=form.id),
            hint=phrase("Take --format markdown, html or pdf."),
            code=Exit.USAGE,
        )
