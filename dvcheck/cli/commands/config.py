"""`dvcheck config`."""

import os

from dvcheck.actions import settings
from dvcheck.actions.settings import Setting, Settings
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.command import command
from dvcheck.cli.options import Format, FormatOption
from dvcheck.language import phrase
from dvcheck.report.json.parts import SCHEMA
from dvcheck.wording.translation import UNCHECKED


@command("plain", "no_color", "pack", "home")
def run(workspace: Workspace, format: FormatOption = Format.TEXT) -> None:
    found = settings.in_force(workspace)
    if format is Format.JSON:
        printer.print_json(
            {
                "schema": SCHEMA,
                "file": str(found.file),
                "exists": found.exists,
                "settings": found.settings,
                "pack_version": found.pack_version,
                "pack_language": found.pack_language,
            }
        )
        return
    from dvcheck.screens import settings as settings_screen

    file = found.file if found.exists else phrase("{file} (there is none)", file=found.file)
    rows = [(s.setting, _shown(workspace, s, found), s.origin) for s in found.settings]
    printer.show(workspace, settings_screen.settings(str(file), rows))


def _shown(workspace: Workspace, one: Setting, found: Settings) -> str:
    if one.value is None:
        return phrase("not set")
    if one.setting == "pack" and not os.path.exists(workspace.folder):  # noqa: PTH110 - Path.exists may raise
        return phrase("{one} (not there)", one=one.value)
    if one.setting == "pack" and found.pack_version is not None:
        return phrase("{one} (version {version})", one=one.value, version=found.pack_version)
    if one.setting == "language" and (said := _shown_in(found, str(one.value))):
        return f"{one.value} ({said})"
    return str(one.value).lower() if isinstance(one.value, bool) else str(one.value)


def _shown_in(found: Settings, language: str) -> str:
    """Return a remark on the pack in the language that is set; empty if there is none."""
    if found.pack_language is None:
        return phrase("the pack in use is shown in its own language")
    nearest = found.pack_language if found.pack_language != language else ""
    return ": ".join(filter(None, [nearest, UNCHECKED.said() if found.is_draft else ""]))
