"""`dvcheck assess --batch`: assess many cases, one line of JSON each."""

import gc
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dvcheck.actions import batch
from dvcheck.actions.batch import Batch
from dvcheck.actions.workspace import Workspace
from dvcheck.cli.deliver import deliver_soon
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.library import is_stream
from dvcheck.screens.progress import Step, progress
from dvcheck.terminal.signals import tidy_when_ended
from dvcheck.text import clean


def assess(
    workspace: Workspace,
    path: Path,
    output: Path | None,
    *,
    checklist: str,
    jobs: int,
    everything: bool,
    sensitive: bool,
) -> None:
    """Assess each line of a file. DvcheckError with Exit.CHECK_FAILED if one was bad."""
    _refuse_itself(path, output)
    tidy_when_ended()
    # Garbage collection is off while a command starts; this command may run for hours.
    gc.freeze()
    gc.enable()
    to_screen = (output is None or is_stream(output)) and sys.stdout.isatty()
    total = batch.count_lines(path) if sys.stderr.isatty() and not to_screen else None
    with batch.open_batch(
        workspace, path, checklist, jobs=jobs, everything=everything, sensitive=sensitive
    ) as cases:
        if to_screen:  # the lines themselves show the progress
            deliver_soon(_texts(cases, _silent), output, workspace=workspace)
        else:
            with progress(phrase("Assessing"), total, counted=True) as step:
                deliver_soon(_texts(cases, step), output, workspace=workspace)
        cases.require_all()


def _texts(cases: Batch, step: Step) -> Iterator[str]:
    for outcome in cases.outcomes():
        step(outcome.number)
        yield outcome.text


def _silent(done: int, of: int | None = None) -> None:
    pass


def _refuse_itself(path: Path, output: Path | None) -> None:
    """Refuse to overwrite the input file. DvcheckError with Exit.USAGE."""
    with suppress(OSError):
        if output is not None and not is_stream(output) and not is_stream(path) and output.samefile(path):
            raise DvcheckError(
                phrase("{output} is the input file", output=clean(str(output))),
                hint=phrase("Name another file with -o FILE."),
                code=Exit.USAGE,
            )
