"""The folder `reports` in the home folder, for the reports that dvcheck writes only to open them."""

import sys
from collections.abc import Iterable
from pathlib import Path

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.text import clean

FOLDER = "reports"

_SUFFIXES = {"markdown": ".md", "html": ".html", "pdf": ".pdf", "json": ".json", "text": ".txt"}


def own_report(home: Path, case: str, form: str, format: str) -> Path:
    """Return the file of a report on a case, or of a form filled from it, and make its folder.

    Only the owner may look into the folder. DvcheckError with Exit.OUTPUT if it cannot be made.
    """
    folder = home / FOLDER
    try:
        if folder.is_symlink():
            raise _no_folder(folder, phrase("it is a link"))
        folder.mkdir(mode=0o700, exist_ok=True)
        if sys.platform != "win32":
            folder.chmod(0o700)
    except OSError as error:
        raise _no_folder(folder, error.strerror or str(error)) from None
    return folder / ("-".join(filter(None, (case, form))) + _SUFFIXES[format])


def remove_reports(home: Path, cases: Iterable[str]) -> tuple[Path, ...]:
    """Remove the reports on some cases. Return those that cannot be removed."""
    folder = home / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return ()
    gone = set(cases)
    return tuple(file for file in sorted(folder.iterdir()) if _case_of(file) in gone and not _removed(file))


def _case_of(file: Path) -> str:
    """Return the id of the case that a report is about: c-7K2M of c-7K2M-service.html."""
    return "-".join(file.name.partition(".")[0].split("-")[:2])


def _removed(file: Path) -> bool:
    """Remove a file. On Windows, one that a program has open stays."""
    try:
        file.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _no_folder(folder: Path, why: str) -> DvcheckError:
    return DvcheckError(
        phrase("the folder {path} cannot be used: {why}", path=clean(str(folder)), why=why),
        hint=phrase("Name a file in one of your folders with -o FILE."),
        code=Exit.OUTPUT,
    )
