"""The pack that comes with dvcheck, parsed once for all that a process tests, or that is forked from it."""

from collections.abc import Mapping
from typing import Any

_packs: list[Any] = []
_scenarios: dict[tuple[str, str], Any] = {}


def parse_once() -> None:
    """From now on, keep what is made of the files of this pack and of its scenarios.

    What follows from the same files is the same, and nothing of it can be changed. Most tests begin in an
    empty folder, where no compiled pack is: they would read this one hundreds of times.
    """
    from dvcheck.academy import read_scenario
    from dvcheck.actions import packs
    from dvcheck.pack import library, parse

    source = library.read(library.shipped_folder())
    parse_files, parse_scenario = parse.parse, read_scenario.parse

    def parse_kept(files: Mapping[str, str], digest: str, *checks: Any, **more: Any) -> Any:
        if digest != source.digest or files != source.files:
            return parse_files(files, digest, *checks, **more)
        if not _packs:
            _packs.append(parse_files(files, digest))
        return _packs[0]

    def scenario_kept(text: str, file: str, pack: Any) -> Any:
        if not _packs or pack is not _packs[0][0]:
            return parse_scenario(text, file, pack)
        key = (text, file)
        if key not in _scenarios:
            _scenarios[key] = parse_scenario(text, file, pack)
        return _scenarios[key]

    parse.parse = packs.parse = parse_kept
    read_scenario.parse = scenario_kept
