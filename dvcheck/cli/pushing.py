"""`dvcheck push`: push the journal, and say what was sent."""

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
    """Push, and say what was sent. Of a damaged journal, send what comes before the damage; then raise."""
    pushing.settings_of(workspace)  # first: without a precinct, no package is missing
    require("precinct", "psycopg")
    with progress(phrase("Pushing entries"), counted=True) as step:
        found = pushing.push(workspace, now(), only_look=only_look, step=step)
    warnings = _warnings(found)
    printer.read_out(warnings if quiet else (*_counts(found, only_look=only_look), *warnings))
    if found.damaged:
        raise DvcheckError(
            phrase("the journal is damaged: {why}", why=found.damaged),
            hint=own_line(
                phrase("Everything before it is at the precinct. Find all damage with:"),
                on_journal("journal", "verify"),
            ),
            code=Exit.JOURNAL,
        )


def _counts(found: Pushed, *, only_look: bool) -> Iterator[str]:
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
        yield phrase("The content of {n:,} of them stays here: it is withheld.", n=found.withheld)
    if found.not_text:
        yield plural(
            "{n:,} of these has a character that the precinct cannot store.",
            "{n:,} of these have characters that the precinct cannot store.",
            n=found.not_text,
        )
    if found.lines:
        yield plural(
            "{n:,} case was updated on the board.", "{n:,} cases were updated on the board.", n=found.lines
        )


def _warnings(found: Pushed) -> Iterator[str]:
    if found.unlisted:
        yield plural(
            "{n:,} case cannot be shown on the board as it is now. Its entries were sent.",
            "{n:,} cases cannot be shown on the board as they are now. Their entries were sent.",
            n=found.unlisted,
        )
    if found.lost > found.sent:
        yield plural(
            "THE PRECINCT HAS LOST {n:,} ENTRY. The next push sends it again. "
            "Tell whoever runs the precinct.",
            "THE PRECINCT HAS LOST {n:,} ENTRIES. The next push sends them again. "
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
            "This journal is a fork: from entry {seq:,} on, the precinct has other entries. Both are kept. "
            "Tell your sergeant.",
            seq=found.parted,
        )
    if found.rewound:
        yield plural(
            "The precinct has {n:,} entry that this older copy lacks. Look for the newer file.",
            "The precinct has {n:,} entries that this older copy lacks. Look for the newer file.",
            n=found.rewound,
        )
