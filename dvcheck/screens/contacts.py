"""Whom to call, with the number, and how reliable it is."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dvcheck.hint import command
from dvcheck.language import phrase, plural
from dvcheck.pack.model import (
    Contact,
    Pack,
)
from dvcheck.screens.prose import to_paste
from dvcheck.screens.style import NARROW, counted_title, hint, style_text
from dvcheck.wording.aloud import check_first as check_aloud
from dvcheck.wording.aloud import sentence, sentences
from dvcheck.wording.duty import check_first


def contacts(pack: Pack, found: Sequence[Contact], width: int) -> RenderableType:
    """Lay out whom to call: the number, what it is for, the duties that need it, and how reliable it is."""
    if not found:
        return style_text(phrase("The pack has no contacts."))
    parts: list[RenderableType] = [counted_title(phrase("PHONE NUMBERS"), len(found))]
    sources = list(dict.fromkeys(f"{c.source}: {c.as_of}" for c in found))
    for contact in found:
        number = style_text(contact.number, "bold reverse")
        source = sources.index(f"{contact.source}: {contact.as_of}") + 1
        body = Group(*_contact_lines(contact, pack, source))
        if width < NARROW:
            parts += [Padding(number, (1, 0, 0, 1)), Padding(body, (0, 0, 0, 3))]
            continue
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=13)
        grid.add_column(ratio=1)
        grid.expand = True
        grid.add_row(number, body)
        parts.append(Padding(grid, (1, 0, 0, 1)))
    parts.append(style_text("\n" + phrase(" Numbers change. They are from:")))
    parts += [Padding(style_text(f"[{n}] {source}"), (0, 0, 0, 1)) for n, source in enumerate(sources, 1)]
    parts += [style_text(""), hint(phrase(" A card to hand out:"), command("contacts", "--card"), "dim")]
    return Group(*parts)


def _contact_lines(contact: Contact, pack: Pack, source: int) -> list[RenderableType]:
    """Lay out a contact without its number. `source` is the number of its source at the foot."""
    fax = phrase("fax {number}", number=contact.fax) if contact.fax else ""
    where = " · ".join(filter(None, [contact.hours, contact.address, fax]))
    needed = ", ".join(o.id for o in pack.called_for(contact))
    lines = [
        Text.assemble(style_text(contact.name, "bold"), (f" [{source}]", "dim")),
        style_text(contact.purpose),
    ]
    lines += [style_text(where)] if where else []
    lines += [style_text(check_first(contact), "bold")] if contact.verify else []
    lines += [style_text(phrase("needed for: {duties}", duties=needed), "dim")] if needed else []
    return list(lines)


# --- as prose -----------------------------------------------------------------------------------------------


def aloud(pack: Pack, found: Sequence[Contact]) -> Iterator[str]:
    """Yield whom to call as prose, a line each: the name and the number first."""
    if not found:
        yield phrase("The pack has no contacts.")
        return
    yield plural("{n} phone number.", "{n} phone numbers.", n=len(found))
    sources = list(dict.fromkeys(f"{c.source}: {c.as_of}" for c in found))
    for contact in found:
        yield _contact(contact, pack, sources.index(f"{contact.source}: {contact.as_of}") + 1)
    yield phrase("Numbers change. They are from:")
    for number, source in enumerate(sources, 1):
        yield sentence(phrase("Source {n}: {source}", n=number, source=source))
    yield phrase("A card to hand out:")
    yield to_paste(command("contacts", "--card"))


def _contact(contact: Contact, pack: Pack, source: int) -> str:
    needed = ", ".join(o.id for o in pack.called_for(contact))
    return sentences(
        (
            f"{contact.name}: {contact.number}",
            contact.purpose,
            contact.hours,
            contact.address,
            phrase("Fax {number}", number=contact.fax) if contact.fax else "",
            check_aloud(contact),
            phrase("Needed for: {duties}", duties=needed) if needed else "",
            phrase("Source {n}", n=source),
        )
    )
