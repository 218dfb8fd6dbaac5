"""Reads the policy in our words: its sections, or one place where its text is unclear."""

import msgspec

from dvcheck.actions import by_name
from dvcheck.actions.workspace import Workspace
from dvcheck.pack.model import Pack
from dvcheck.pack.policy import Reading, SectionTitle


class Sections(msgspec.Struct, frozen=True, kw_only=True):
    """Sections of the policy of a pack."""

    pack: Pack
    sections: tuple[SectionTitle, ...]


class Unclear(msgspec.Struct, frozen=True, kw_only=True):
    """One place where the text is unclear, and how it is treated."""

    pack: Pack
    reading: Reading


def find(workspace: Workspace, wanted: str | None) -> Sections | Unclear:
    """Find a section with those within it, or a reading by its code. Without `wanted`, find all sections.

    DvcheckError with Exit.USAGE if there is no such section.
    """
    pack = workspace.pack()
    found = by_name.in_policy(pack, wanted.strip() if wanted is not None else "")
    if isinstance(found, Reading):
        return Unclear(pack=pack, reading=found)
    return Sections(pack=pack, sections=found)
