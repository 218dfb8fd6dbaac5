"""Find the checklists that come with the program, and the terms of packs that have none."""

from contextlib import suppress
from pathlib import Path

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase

TERMS_FILE = "terms.yaml"
"""A file next to the packs: the terms of a pack without `terms:`."""


def checklists() -> Path:
    """Return the folder of checklists that comes with the program. DvcheckError if it is missing."""
    here = Path(__file__).resolve().parent.parent
    for parent in (here, here.parent):  # an installed package; a checkout
        folder = parent / "checklists"
        with suppress(OSError):  # a folder without permission
            if (folder / TERMS_FILE).is_file():
                return folder
    raise missing()


def usual_terms() -> str:
    """Return the text of `TERMS_FILE`. DvcheckError if it is missing."""
    with suppress(OSError):
        return (checklists() / TERMS_FILE).read_text(encoding="utf-8")
    raise missing()


def missing() -> DvcheckError:
    """Return the error that the program's own checklists are missing."""
    return DvcheckError(
        phrase("the checklists are missing from this installation"),
        hint=phrase("install dvcheck again, or name a pack with --pack DIR"),
        code=Exit.BAD_INPUT,
    )
