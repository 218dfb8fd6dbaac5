"""`dvcheck report CASE --form ID`: a form of the pack, filled from a case."""

import sys
from pathlib import Path

from dvcheck.actions import lookup
from dvcheck.actions.desk import Desk
from dvcheck.cli.deliver import deliver
from dvcheck.cli.options import ReportFormat
from dvcheck.cli.report import rendered
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.pack.model import Form
from dvcheck.record.cases import find_case
from dvcheck.record.clock import now
from dvcheck.report import form as forms
from dvcheck.text import clean


def fill(
    desk: Desk,
    name: str,
    wanted: str,
    format: ReportFormat,
    output: Path | None,
    *,
    include_sensitive: bool,
) -> None:
    """A form, to a file or to standard output: a sheet in the format asked for, or one line of text."""
    at = now()
    with desk.recorded() as journal:
        case = find_case(journal, name)
        pack = desk.pack_of(case, journal)
    form = lookup.form(pack, wanted)
    _refuse_format(form, format, case.id)
    assessment = desk.assess(case, pack, at)
    kept_back = () if include_sensitive else forms.kept_back(form, assessment)
    if kept_back:
        sys.stderr.write(f"Left blank, as sensitive: {clean(', '.join(kept_back))} (--include-sensitive)\n")
    if form.layout == "line":
        text = forms.line(form, pack, assessment, case, sensitive=include_sensitive)
        deliver(f"{text}\n", output, home=desk.home)
        return
    sheet = forms.sheet(form, pack, assessment, case, now=at, sensitive=include_sensitive)
    deliver(rendered(sheet, format), output, home=desk.home)


def _refuse_format(form: Form, format: ReportFormat, case: str) -> None:
    if format is ReportFormat.JSON:
        raise DvcheckError(
            "a form is not written as JSON",
            hint=own_line("What fills it is in:", on_journal("show", case, "--format", "json")),
            code=Exit.USAGE,
        )
    if form.layout == "line" and format is not ReportFormat.MARKDOWN:
        raise DvcheckError(
            f"the form {form.id} is one line of text", hint="Leave out --format.", code=Exit.USAGE
        )
