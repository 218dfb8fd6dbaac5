"""The installed packs, and the results of building, installing and choosing one."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding

from dvcheck import dates
from dvcheck.actions.installing import BuiltPack, InstalledPack, PackChoice, PackList, PackRow
from dvcheck.hint import on_journal
from dvcheck.language import phrase
from dvcheck.pack.model import short
from dvcheck.screens.style import hint, style_text
from dvcheck.wording.checklists import begin
from dvcheck.wording.packs import why_in_use


def built_pack(found: BuiltPack) -> Iterator[str]:
    """Yield the name and the digest of a pack that was built."""
    yield phrase("{name}, pack {digest}", name=found.name, digest=found.pack.digest)


def installed_pack(found: InstalledPack) -> Iterator[RenderableType]:
    """Say that a pack is installed, and how to use it."""
    if found.is_new:
        yield style_text(phrase("{name} is installed.", name=found.name))
    else:
        yield style_text(phrase("{name} was already installed.", name=found.name))
    if found.in_use:
        yield hint(phrase("It is in use. Start with:"), begin(found.pack))
    else:
        yield hint(phrase("To use it for new cases:"), on_journal("pack", "use", found.name))


def chosen_pack(found: PackChoice) -> Iterator[RenderableType]:
    """Say that a pack is chosen, and what overrides the choice."""
    match found.overruled_by:
        case "environment":
            yield style_text(
                phrase(
                    "{name} is chosen, but DVCHECK_PACK names another pack and takes precedence.",
                    name=found.row.name,
                ),
                "yellow",
            )
        case "config.toml":
            said = phrase(
                "{name} is chosen, but config.toml names another pack and takes precedence:",
                name=found.row.name,
            )
            yield hint(said, on_journal("config"), "yellow")
        case _:
            yield style_text(phrase("{name} is used for new cases.", name=found.row.name))
    yield style_text(phrase("Open cases keep the pack they were opened with."), "dim")


def pack_list(found: PackList) -> Iterator[RenderableType]:
    """Lay out each pack with its contents. The one in use is marked, with the reason."""
    for row in found.rows:
        mark = f" * {row.name}  {why_in_use(found.why)}" if row.in_use else f"   {row.name}"
        yield style_text(mark, "bold" if row.in_use else "")
        for line in _about(row):
            yield Padding(line, (0, 0, 0, 5))
    yield style_text("")
    yield hint(phrase(" To use another one:"), on_journal("pack", "use", phrase("NAME")), "dim")


def _about(row: PackRow) -> Iterator[RenderableType]:
    pack = row.pack
    if pack is None:
        yield style_text(phrase("cannot be used: {problem}", problem=row.problem), "bold red")
        return
    policy = pack.policy
    yield style_text(f"{policy.agency}, {policy.number} {policy.title}")
    version = phrase("version {version}, ", version=row.version) if row.version else ""
    effective = phrase(
        "effective {effective}, pack {digest}",
        effective=dates.day(policy.effective),
        digest=short(pack.digest),
    )
    yield style_text(f"{version}{effective}")
    names = ", ".join(c.id for c in pack.checklists)
    yield style_text(phrase("checklists: {names}", names=names), "dim")
