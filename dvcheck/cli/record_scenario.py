"""`dvcheck demo --record`: a demo as a recording for a terminal player, and as a picture that moves."""

import sys
from pathlib import Path

from dvcheck.academy.scenario import Scenario
from dvcheck.actions import by_name, packs
from dvcheck.actions.workspace import Workspace
from dvcheck.cli.deliver import deliver, require_free
from dvcheck.cli.play_scenario import DemoOptions
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, own_line
from dvcheck.language import phrase
from dvcheck.pack.model import Pack
from dvcheck.player.cast import cast
from dvcheck.player.pace import DemoSettings
from dvcheck.player.play import DemoResult
from dvcheck.player.recording import Recording, record
from dvcheck.player.stage import COLUMNS
from dvcheck.player.svg import film, require_emulator
from dvcheck.text import clean
from dvcheck.walk.prompts import Leave

_OPTION = "--record"


def run(workspace: Workspace, name: str | None, options: DemoOptions, path: Path, *, force: bool) -> None:
    """Record a scenario. No terminal is needed, and the same scenario always gives the same files."""
    targets = _targets(path)
    if options.step:
        raise DvcheckError(
            phrase("--step waits for keys, and nobody presses any in a recording"),
            hint=phrase("Leave out --step. --speed sets the pace."),
            code=Exit.USAGE,
        )
    if name is None:
        raise DvcheckError(
            phrase("--record needs a scenario"),
            hint=own_line(
                phrase("Name one, for example:"),
                command("demo", "verbal-only", "--record", "verbal-only.cast"),
            ),
            code=Exit.USAGE,
        )
    how = options.settings(workspace, keyed=True)
    for target in targets:
        require_free(target, workspace=workspace, force=force, option=_OPTION)
    require_emulator()
    found = packs.with_scenarios(workspace)
    scenario = by_name.scenario(packs.require_scenarios(workspace, found), name)
    pack = packs.pack_in_language(workspace, found.pack)
    try:
        recording = recorded(scenario, pack, how)
        files = [(target, _file(recording, target)) for target in targets]
    except (Leave, KeyboardInterrupt):
        sys.stderr.write(phrase("Left. No file was written.") + "\n")
        raise SystemExit(Exit.INTERRUPTED) from None
    for target, text in files:
        deliver(text, target, workspace=workspace, option=_OPTION)


def recorded(scenario: Scenario, pack: Pack, how: DemoSettings) -> Recording:
    """Record a scenario with its summary and its debrief. May raise `Leave`."""
    from dvcheck.screens import demo_debrief, style

    console = style.recording_console(color=how.color, width=COLUMNS, theme=how.theme)

    def ending(played: DemoResult) -> tuple[str, ...]:
        case, assessment = played.case, played.assessment
        summary = demo_debrief.before_debrief(case, pack, assessment, played.ended, COLUMNS)
        debrief = demo_debrief.debrief(scenario, pack, assessment, COLUMNS)
        return style.draw(console, summary), style.draw(console, debrief)

    return record(scenario, pack, how, ending)


def _targets(path: Path) -> tuple[Path, ...]:
    """Return the files of a recording, by the suffix of the file named."""
    match path.suffix.lower():
        case ".cast":
            return path, path.with_suffix(".svg")
        case ".svg":
            return (path,)
    raise DvcheckError(
        phrase("{path} does not say which recording you want", path=clean(str(path))),
        hint=phrase("Name a file ending in .cast (a recording and a picture) or in .svg (a picture)."),
        code=Exit.USAGE,
    )


def _file(recording: Recording, target: Path) -> str:
    return film(recording) if target.suffix.lower() == ".svg" else cast(recording)
