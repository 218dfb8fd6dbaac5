"""`dvcheck config`."""

from dvcheck.actions import settings
from dvcheck.actions.desk import Desk
from dvcheck.actions.settings import Setting
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.errors import DvcheckError
from dvcheck.language import phrase
from dvcheck.report.json.parts import SCHEMA
from dvcheck.wording import translation


@command("plain", "no_color", "pack", "home")
def run(desk: Desk, format: FormatOption = Format.TEXT) -> None:
    found = settings.in_force(desk)
    if format is Format.JSON:
        printer.print_json(
            {
                "schema": SCHEMA,
                "file": str(found.file),
                "exists": found.exists,
                "settings": found.settings,
                "pack_version": found.pack_version,
            }
        )
        return
    from dvcheck.screens import settings as settings_screen

    file = found.file if found.exists else phrase("{file} (there is none)", file=found.file)
    rows = [(s.setting, _shown(desk, s, found.pack_version), s.origin) for s in found.settings]
    printer.show(desk, settings_screen.settings(str(file), rows))


def _shown(desk: Desk, one: Setting, version: str | None) -> str:
    if one.value is None:
        return phrase("not set")
    if one.setting == "pack" and not desk.folder.exists():
        return phrase("{one} (not there)", one=one.value)
    if one.setting == "pack" and version is not None:
        return phrase("{one} (version {version})", one=one.value, version=version)
    if one.setting == "language" and (said := _shown_in(desk)):
        return f"{one.value} ({said})"
    return str(one.value).lower() if isinstance(one.value, bool) else str(one.value)


def _shown_in(desk: Desk) -> str:
    """What is to be said of the checklists in use in the language that is set; empty where nothing is."""
    try:
        pack = desk.pack()
    except DvcheckError:
        return phrase("the pack cannot be read")
    if pack.translation is None:
        return phrase("the pack has no such translation, and is shown in its own language")
    nearest = pack.shown_in if pack.shown_in != desk.language else ""
    return ": ".join(filter(None, [nearest, translation.unchecked(pack)]))
