"""`dvcheck push`: push the journal, and say what was sent."""

from collections.abc import Iterator

from dvcheck.actions import pushing
from dvcheck.actions.pushing import Pushed, PushMode
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.extra import require
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase, plural
from dvcheck.record.clock import now
from dvcheck.screens.progress import progress
from dvcheck.wording.times import date_and_time


def run(workspace: Workspace, *, dry_run: bool, status: bool, quiet: bool) -> None:
    """Push, or only ask, and say what was found.

    Of a damaged journal, send what comes before the damage; then raise.

    DvcheckError with Exit.USAGE for a dry run that is to ask only.
    """
    if dry_run and status:
        raise DvcheckError(
            phrase("{one} and {other} do not go together", one="--dry-run", other="--status"),
            hint=phrase("Give one of them."),
            code=Exit.USAGE,
        )
    mode = PushMode.DRY_RUN if dry_run else PushMode.STATUS if status else PushMode.SEND
    pushing.settings_of(workspace)  # first: without a precinct, no package is missing
    require("precinct", "psycopg")
    with progress(phrase("Pushing entries"), counted=True) as step:
        found = pushing.push(workspace, now(), mode=mode, step=step)
    counts = () if quiet else _status(found) if status else _counts(found, dry_run=dry_run)
    printer.read_out((*counts, *_warnings(found)))
    if found.damaged:
        raise DvcheckError(
            phrase("the journal is damaged: {why}", why=found.damaged),
            hint=own_line(
                phrase("A push sends what is before it. Find all damage with:")
                if dry_run
                else phrase("Everything before it is at the precinct. Find all damage with:"),
                on_journal("journal", "verify"),
            ),
            code=Exit.JOURNAL,
        )


def _status(found: Pushed) -> Iterator[str]:
    """Yield what the precinct has, since when, and what waits."""
    zone = None if found.pushed_at is None else found.pushed_at.astimezone().tzinfo
    if found.pushed_at is None or zone is None:
        yield phrase("The precinct has nothing of this journal yet.")
    else:
        yield plural(
            "The precinct has {n:,} entry of this journal. The last push was at {when}.",
            "The precinct has {n:,} entries of this journal. The last push was at {when}.",
            n=found.there,
            when=date_and_time(found.pushed_at, zone),
        )
    yield plural(
        "{n:,} entry waits on this computer.", "{n:,} entries wait on this computer.", n=found.waiting
    )


def _counts(found: Pushed, *, dry_run: bool) -> Iterator[str]:
    if not found.there and not found.sent and not found.waiting:
        yield phrase("Nothing is recorded yet.")
        return
    yield plural("{n:,} entry was there already.", "{n:,} entries were there already.", n=found.there)
    if dry_run:
        yield plural("{n:,} entry would be sent.", "{n:,} entries would be sent.", n=found.ready)
        if found.withheld:
            yield phrase("The content of {n:,} of them would stay here: it is withheld.", n=found.withheld)
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
    if found.lost and found.elsewhere:
        yield _lost_elsewhere(found)
    elif found.lost > found.sent:
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


def _lost_elsewhere(found: Pushed) -> str:
    """Say what the precinct lacks that it had under another dsn, if it is the same precinct."""
    if found.lost > found.sent:
        return plural(
            "The dsn is new, and {n:,} ENTRY IS NOT HERE that was acknowledged before. The next push sends "
            "it. If it is the same precinct, it has lost history: tell whoever runs it.",
            "The dsn is new, and {n:,} ENTRIES ARE NOT HERE that were acknowledged before. The next push "
            "sends them. If it is the same precinct, it has lost history: tell whoever runs it.",
            n=found.lost,
        )
    return plural(
        "The dsn is new, and {n:,} ENTRY WAS NOT HERE that was acknowledged before. It was sent. "
        "If it is the same precinct, it had lost history: tell whoever runs it.",
        "The dsn is new, and {n:,} ENTRIES WERE NOT HERE that were acknowledged before. They were sent. "
        "If it is the same precinct, it had lost history: tell whoever runs it.",
        n=found.lost,
    )
