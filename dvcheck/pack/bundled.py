"""Finds the checklists that come with the program, and the words of packs that have none of their own."""

from contextlib import suppress
from pathlib import Path

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase

TERMS_FILE = "terms.yaml"
"""Beside the packs: the words of a pack that has no `terms:` of its own."""


def checklists() -> Path:
    """The folder of checklists that comes with the program. DvcheckError where it is missing."""
    here = Path(__file__).resolve().parent.parent
    for parent in (here, here.parent):  # an installed package; a checkout
        folder = parent / "checklists"
        with suppress(OSError):  # one that may not be entered
            if (folder / TERMS_FILE).is_file():
                return folder
    raise missing()


def usual_terms() -> str:
    """The text of `TERMS_FILE`. DvcheckError where it is missing."""
    with suppress(OSError):
        return (checklists() / TERMS_FILE).read_text(encoding="utf-8")
    raise missing()


def missing() -> DvcheckError:
    """That the program came without its checklists."""
    return DvcheckError(
        phrase("the checklists are missing from this installation"),
        hint=phrase("install dvcheck again, or name a pack with --pack DIR"),
        code=Exit.BAD_INPUT,
    )
