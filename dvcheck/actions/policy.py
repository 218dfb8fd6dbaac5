"""The policy in our words: its sections, or one place where its text is unclear."""

import msgspec

from dvcheck.actions.desk import Desk
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, own_line
from dvcheck.pack.model import Pack, Reading, SectionTitle, is_within
from dvcheck.text import clean, nearest


class Sections(msgspec.Struct, frozen=True, kw_only=True):
    """Sections of the policy of a pack."""

    pack: Pack
    sections: tuple[SectionTitle, ...]


class Unclear(msgspec.Struct, frozen=True, kw_only=True):
    """One place where the text is unclear, and how it is treated."""

    pack: Pack
    reading: Reading


def find(desk: Desk, wanted: str | None) -> Sections | Unclear:
    """Find a section with those within it, or a reading by its code; without `wanted` all sections.

    DvcheckError with Exit.USAGE where there is no such section.
    """
    pack = desk.pack()
    name = wanted.strip() if wanted is not None else ""
    reading = next((r for r in pack.policy.readings if r.id.lower() == name.lower()), None)
    if reading is not None:
        return Unclear(pack=pack, reading=reading)
    name = name.upper() if name[:1].lower() == "p" else name
    sections = tuple(s for s in pack.policy.sections if not name or is_within(s.ref, name))
    if not sections:
        known = [s.ref for s in pack.policy.sections]
        raise DvcheckError(
            f'the policy has no section "{clean(name)}"{nearest(name, known)}',
            hint=own_line("They are all listed by:", command("policy")),
            code=Exit.USAGE,
        )
    return Sections(pack=pack, sections=sections)
