"""The options several commands share, as one type each."""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, assert_never

import typer
from typer.models import TyperPath

from dvcheck.language import phrase

if TYPE_CHECKING:
    from dvcheck.report.render import SheetFormat


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


class ContactsFormat(StrEnum):
    """The formats of contacts: the first two are for the list, the others for the card."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


CARD = (ContactsFormat.MARKDOWN, ContactsFormat.HTML, ContactsFormat.PDF)
"""The formats of the card."""


class ReportFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"
    TEXT = "text"
    """Of a form that is one line of text."""


class ScenarioLevel(StrEnum):
    RECRUIT = "recruit"
    OFFICER = "officer"
    INSTRUCTOR = "instructor"


class HandoutFormat(StrEnum):
    """The formats of a document that only people read."""

    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


def of_sheet(format: ReportFormat) -> "SheetFormat":
    """Return the format of a sheet. JSON and text are none."""
    match format:
        case ReportFormat.MARKDOWN:
            return "markdown"
        case ReportFormat.HTML:
            return "html"
        case ReportFormat.PDF:
            return "pdf"
        case ReportFormat.JSON | ReportFormat.TEXT:
            raise ValueError("a sheet has no such format")
        case _ as never:
            assert_never(never)


CaseName = Annotated[
    str | None,
    typer.Argument(metavar="[CASE]", help="A case: its id, the start of it, or its number."),
]
OneCase = Annotated[
    str,
    typer.Argument(
        metavar="[CASE]",
        help="A case: its id, the start of it, or its number.",
    ),
]
"""The case that a command needs. If none is named, `command` lets an officer choose one."""
ChecklistName = Annotated[
    str | None,
    typer.Argument(metavar="[NAME]", help="A checklist of the pack."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the result.")]
Plain = Annotated[
    bool,
    typer.Option("--plain", help="Print lines for a screen reader or pipe."),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="Print no color.")]
PackFolder = Annotated[
    Path | None,
    typer.Option(
        "--pack",
        envvar="DVCHECK_PACK",
        show_envvar=False,
        metavar="PACK",
        help="Use this pack (or DVCHECK_PACK).",
    ),
]
PackArgument = Annotated[
    Path | None, typer.Argument(metavar="[PACK]", help="The pack; without it, the one in use.")
]
PackName = Annotated[str, typer.Argument(metavar="PACK", help="The name of a pack, or enough of it.")]
Home = Annotated[
    Path | None,
    typer.Option(
        "--home",
        envvar="DVCHECK_HOME",
        show_envvar=False,
        metavar="DIR",
        help="Keep the journal there (or DVCHECK_HOME).",
    ),
]
Number = Annotated[str | None, typer.Option("--number", metavar="TEXT", help="The number of a new case.")]
New = Annotated[bool, typer.Option("--new", help="Start a new case without asking.")]
AnswersFile = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        help="Take answers from a YAML file, then ask the rest.",
    ),
]
ShiftEnds = Annotated[
    str | None,
    typer.Option("--shift-ends", metavar="HH:MM", help="The end of your shift, for this case only."),
]
Dsn = Annotated[
    str | None,
    typer.Option("--dsn", metavar="DSN", help="Connect with this, not with config.toml."),
]
JournalOfPrecinct = Annotated[
    str,
    typer.Argument(
        metavar="JOURNAL", help="The id of a journal in the precinct, or the officer of the case."
    ),
]
CaseOfPrecinct = Annotated[str, typer.Argument(metavar="CASE", help="The complete id of the case.")]
Checklist = Annotated[str, typer.Option("--checklist", metavar="NAME", help="The checklist of the answers.")]


class _FileToWrite(TyperPath):
    """A file. A name that ends like a folder's is refused here, because a Path drops the final slash."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if os.path.basename(value) in ("", os.curdir, os.pardir):  # noqa: PTH119
            self.fail(phrase("{path!r} is the name of a folder. Name a file in it.", path=value), param, ctx)
        return super().convert(value, param, ctx)


Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        click_type=_FileToWrite(),
        help="Write to a file; - is standard output.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists already.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        envvar="DVCHECK_PASSPHRASE_FILE",
        show_envvar=False,
        metavar="FILE",
        help="Read the passphrase from a file.",
    ),
]
Keyring = Annotated[bool, typer.Option("--keyring", help="Keep a random key in the system's keyring.")]
IncludeSensitive = Annotated[bool, typer.Option("--include-sensitive", help="Include sensitive answers.")]
NoSensitive = Annotated[bool, typer.Option("--no-sensitive", help="Skip sensitive questions; record none.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Ring no bell and show no notification.")]
Why = Annotated[bool, typer.Option("--why", help="Add the full text, the reasons and whom to call.")]
All = Annotated[bool, typer.Option("--all", help="Include duties that do not arise.")]
