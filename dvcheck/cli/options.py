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
    """The first two are for the list, the others for the card."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"


class ReportFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"


def of_sheet(format: ReportFormat) -> "SheetFormat":
    """The format of a sheet, which JSON is not made of."""
    match format:
        case ReportFormat.MARKDOWN:
            return "markdown"
        case ReportFormat.HTML:
            return "html"
        case ReportFormat.PDF:
            return "pdf"
        case ReportFormat.JSON:
            raise ValueError("JSON is not made of a sheet")
        case _ as never:
            assert_never(never)


CaseName = Annotated[
    str | None,
    typer.Argument(metavar="[CASE]", help="A case: its id, the start of its id, or its case number."),
]
OneCase = Annotated[
    str,
    typer.Argument(
        metavar="[CASE]",
        help="A case: its id, the start of its id, or its case number; without it, you choose.",
    ),
]
"""The case that a command needs. `command` lets an officer choose one where none is named."""
ChecklistName = Annotated[
    str | None,
    typer.Argument(metavar="[NAME]", help="A checklist of the pack; without it, they are listed."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How the result is printed.")]
Plain = Annotated[
    bool,
    typer.Option("--plain", help="Line by line, without terminal control: for screen readers and pipes."),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour (also where NO_COLOR is set).")]
PackFolder = Annotated[
    Path | None,
    typer.Option(
        "--pack",
        envvar="DVCHECK_PACK",
        metavar="PACK",
        help="Another pack of checklists: an installed one by its name, a folder or a file.",
    ),
]
PackArgument = Annotated[
    Path | None, typer.Argument(metavar="[PACK]", help="The pack; without it, the one in use.")
]
PackName = Annotated[
    str, typer.Argument(metavar="PACK", help="The name of a pack, or the part of it that no other has.")
]
Home = Annotated[
    Path | None,
    # Whether it may be read is for the journal to say: it has better words.
    typer.Option(
        "--home", envvar="DVCHECK_HOME", metavar="DIR", readable=False, help="Where the journal is kept."
    ),
]
Number = Annotated[
    str | None, typer.Option("--number", metavar="TEXT", help="The case number of a new case.")
]
New = Annotated[bool, typer.Option("--new", help="Start a new case without asking which.")]
AnswersFile = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        help="Take answers from a YAML file (- is standard input), then ask what is left.",
    ),
]
ShiftEnds = Annotated[
    str | None,
    typer.Option("--shift-ends", metavar="HH:MM", help="When your shift ends: the next such time."),
]
Checklist = Annotated[
    str, typer.Option("--checklist", metavar="NAME", help="The checklist the answers belong to.")
]


class _FileToWrite(TyperPath):
    """A file: what ends like the name of a folder is refused, which a Path would not tell any more."""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        if os.path.basename(value) in ("", os.curdir, os.pardir):  # noqa: PTH119
            self.fail(phrase("{path!r} is the name of a folder: name a file in it.", path=value), param, ctx)
        return super().convert(value, param, ctx)


Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        click_type=_FileToWrite(readable=False),
        help="Write it to a file, whole or not at all; - is standard output.",
    ),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        envvar="DVCHECK_PASSPHRASE_FILE",
        metavar="FILE",
        help="Take the passphrase from the first line of a file, not from the keyboard.",
    ),
]
Keyring = Annotated[
    bool, typer.Option("--keyring", help="No passphrase: a random key, kept in the system's keyring.")
]
IncludeSensitive = Annotated[
    bool, typer.Option("--include-sensitive", help="Also answers that the checklists mark as sensitive.")
]
NoSensitive = Annotated[
    bool, typer.Option("--no-sensitive", help="Ask for nothing sensitive, and record no such answer.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No bell when time runs out on a clock.")]
Why = Annotated[
    bool, typer.Option("--why", help="In full: the whole text, whom to call, what raised it, readings.")
]
All = Annotated[bool, typer.Option("--all", help="Also obligations that do not arise.")]
