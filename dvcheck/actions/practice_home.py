"""The home folder of practice. It is marked, and no real case is ever kept in it."""

from contextlib import suppress
from pathlib import Path

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.events import CaseOpened
from dvcheck.record.store import ReadableStore
from dvcheck.text import clean

FOLDER = "practice"
"""The folder of practice in an officer's home."""

_MARK = "PRACTICE"
"""The file that marks a home folder of practice."""

_SAID = "This folder holds practice, not cases.\n"


def is_practice(home: Path) -> bool:
    """Check whether a home folder is for practice."""
    with suppress(OSError):  # whoever opens the journal says that the folder cannot be read
        return (home / _MARK).is_file()
    return False


def refuse_practice(home: Path) -> None:
    """Raise DvcheckError with Exit.USAGE if a home folder is for practice."""
    if is_practice(home):
        raise DvcheckError(
            phrase("{home} holds practice, not cases", home=clean(str(home))),
            hint=phrase("Name the folder of your cases with --home DIR."),
            code=Exit.USAGE,
        )


def refuse_practice_record(journal: ReadableStore, file: Path) -> None:
    """Raise DvcheckError with Exit.USAGE if the entries of a journal are practice.

    A copy of such a journal may be anywhere, without the mark of its folder.
    """
    first = next(journal.since(0), None)
    if first is None or first.kind.decode("utf-8", "replace") != CaseOpened.kind:
        return
    with suppress(msgspec.DecodeError, msgspec.ValidationError):  # whoever reads the case says what is wrong
        if msgspec.json.decode(first.body, type=CaseOpened).practice:
            raise DvcheckError(
                phrase("{file} holds practice, not cases", file=clean(str(file))),
                hint=phrase("Name the file of a backup of your cases."),
                code=Exit.USAGE,
            )


def practice_home(home: Path) -> Path:
    """Return the home folder of practice in an officer's home, and create and mark it if it is missing.

    DvcheckError with Exit.USAGE if the folder is there and is not marked: real cases may be in it.
    """
    folder = home / FOLDER
    if folder.exists() and not is_practice(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise DvcheckError(
            phrase("{folder} is not a folder of practice", folder=clean(str(folder))),
            hint=phrase("Move it away. Practice makes a folder of its own."),
            code=Exit.USAGE,
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / _MARK).write_text(_SAID, encoding="utf-8")
    except OSError as error:
        raise DvcheckError(
            phrase(
                "{folder} cannot be used: {why}", folder=clean(str(folder)), why=error.strerror or str(error)
            ),
            hint=phrase("Name another home folder with --home DIR."),
            code=Exit.JOURNAL,
        ) from None
    return folder
