"""`dvcheck show`."""

from dvcheck.actions.desk import Desk
from dvcheck.cli.command import command
from dvcheck.cli.options import (
    All,
    Format,
    FormatOption,
    IncludeSensitive,
    OneCase,
)


@command("plain", "no_color", "pack", "home")
def run(
    desk: Desk,
    case: OneCase,
    everything: All = False,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
) -> None:
    from dvcheck.cli import results

    results.show(desk, case, format, everything=everything, sensitive=include_sensitive)
