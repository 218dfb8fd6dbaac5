"""`dvcheck push`: what is sent, and what is said about it."""

from collections.abc import Iterator

from dvcheck.actions import pushing
from dvcheck.actions.pushing import Pushed
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.extra import require
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase, plural
from dvcheck.record.clock import now
from dvcheck.screens.progress import progress


def run(workspace: Workspace, *, only_look: bool, quiet: bool) -> None:
    """Push, and say what was sent. A damaged journal is an error after what could be sent was sent."""
    pushing.settings_of(workspace)  # first: without a precinct, no package is missing
    require("precinct", "psycopg")
    with progress(phrase("Pushing entries"), counted=True) as step:
        found = pushing.push(workspace, now(), only_look=only_look, step=step)
    lines = tuple(_warnings(found)) if quiet else (*_said(found, only_look=only_look), *_warnings(found))
    printer.read_out(lines)
    if found.damaged:
        raise DvcheckError(
            phrase("the journal is damaged: {why}", why=found.damaged),
            hint=own_line(
                phrase("Everything before it is at the precinct. Find all damage with:"),
                on_journal("journal", "verify"),
            ),
            code=Exit.JOURNAL,
        )


def _said(found: Pushed, *, only_look: bool) -> Iterator[str]:
    if not found.there and not found.sent and not found.waiting:
        yield phrase("Nothing is recorded yet.")
        return
    yield plural("{n:,} entry was there already.", "{n:,} entries were there already.", n=found.there)
    if only_look:
        yield plural("{n:,} entry would be sent.", "{n:,} entries would be sent.", n=found.waiting)
        return
    if found.sent:
        yield plural("{n:,} entry was sent.", "{n:,} entries were sent.", n=found.sent)
    if found.withheld:
        yield phrase("{n:,} of them without their content.", n=found.withheld)
    if found.not_text:
        yield phrase(
            "{n:,} of these have characters that the precinct cannot keep. Their content stays here.",
            n=found.not_text,
        )
    if found.lines:
        yield plural("{n:,} case is new on the board.", "{n:,} cases are new on the board.", n=found.lines)


def _warnings(found: Pushed) -> Iterator[str]:
    if found.unlisted:
        yield plural(
            "{n:,} case cannot be shown on the board as it is now. Its entries were sent.",
            "{n:,} cases cannot be shown on the board as they are now. Their entries were sent.",
            n=found.unlisted,
        )
    if found.lost > found.sent:
        yield plural(
            "THE PRECINCT HAS LOST {n:,} ENTRY. It is still here, and not sent again yet. "
            "Tell whoever runs the precinct.",
            "THE PRECINCT HAS LOST {n:,} ENTRIES. They are still here, and not all sent again yet. "
            "Tell whoever runs the precinct.",
            n=found.lost,
        )
    elif found.lost:
        yield plural(
            "THE PRECINCT HAD LOST {n:,} ENTRY. It was sent again. Tell whoever runs the precinct.",
            "THE PRECINCT HAD LOST {n:,} ENTRIES. They were sent again. Tell whoever runs the precinct.",
            n=found.lost,
        )
    if found.parted:
        yield phrase(
            "From entry {seq:,} on, this journal is not as it was pushed. Both are kept. Tell your sergeant.",
            seq=found.parted,
        )
    if found.rewound:
        yield plural(
            "The precinct has {n:,} entry that this older copy lacks. Look for the newer file.",
            "The precinct has {n:,} entries that this older copy lacks. Look for the newer file.",
            n=found.rewound,
        )
