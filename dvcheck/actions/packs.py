"""Checks a pack for the authors of checklists: its errors, its coverage of the policy, and its scenarios."""

import msgspec

from dvcheck.academy.coverage import Coverage
from dvcheck.academy.coverage import coverage as covered
from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.academy.trial import Trial, run
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack import library
from dvcheck.pack.left_out import LeftOut, left_out
from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.parse import parse
from dvcheck.pack.place import Place
from dvcheck.pack.translated import Untranslated, in_language, missing_texts
from dvcheck.pack.translation import translation_for
from dvcheck.pack.warnings import warnings


class ValidatedPack(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that was read, or its errors with their places."""

    source: library.PackFiles
    pack: Pack | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    """The likely mistakes in a sound pack, and files that are not read. None of them is an error."""
    untranslated: tuple[Untranslated, ...] = ()
    """The texts that its translations lack."""


class WithScenarios(msgspec.Struct, frozen=True, kw_only=True):
    """A pack and its scenarios."""

    pack: Pack
    scenarios: tuple[Scenario, ...]


class ScenarioResults(msgspec.Struct, frozen=True, kw_only=True):
    """The scenarios of a pack, and their results."""

    scenarios: tuple[Scenario, ...]
    trial: Trial
    left_out: tuple[LeftOut, ...] = ()
    """The files beside them that are not read."""


def validate(workspace: Workspace) -> ValidatedPack:
    """Read the pack in use, and find all its errors."""
    source = workspace.source
    pack, problems = parse(source.files, source.digest)
    doubts = warnings(pack) if pack is not None else ()
    unread = left_out(workspace.folder, library.FOLDERS)
    not_read = [Problem(at=Place(one.file, 1, 1), code="left-out", message=one.message) for one in unread]
    return ValidatedPack(
        source=source,
        pack=pack,
        problems=problems,
        warnings=(*doubts, *not_read),
        untranslated=missing_texts(pack, source.files) if pack is not None else (),
    )


def pack_in_language(workspace: Workspace, pack: Pack) -> Pack:
    """Return the pack in use as it is shown: in the language set, if it has that. Nothing is stored."""
    wanted = translation_for(pack.translations, workspace.language)
    return in_language(pack, workspace.source.files, wanted.language) if wanted is not None else pack


def coverage(workspace: Workspace) -> Coverage:
    """Find what cites and what waives each statement of the policy."""
    found = with_scenarios(workspace)
    return covered(found.pack, found.scenarios)


def try_scenarios(workspace: Workspace) -> ScenarioResults:
    """Run the scenarios of a pack. DvcheckError with Exit.CHECK_FAILED if it has none."""
    found = with_scenarios(workspace)
    scenarios = require_scenarios(workspace, found)
    trial = run(found.pack, scenarios)
    return ScenarioResults(
        scenarios=scenarios,
        trial=trial,
        left_out=left_out(workspace.folder, library.FOLDERS),
    )


def require_scenarios(workspace: Workspace, found: WithScenarios) -> tuple[Scenario, ...]:
    """Return the scenarios of a pack. DvcheckError with Exit.CHECK_FAILED if it has none."""
    if not found.scenarios:
        raise DvcheckError(
            phrase("{source}: the pack has no scenarios", source=workspace.source.folder),
            hint=phrase(
                "Write one in {scenarios}/NAME.yaml; docs/checklist-language.md says how.",
                scenarios=library.SCENARIOS,
            ),
            code=Exit.CHECK_FAILED,
        )
    return found.scenarios


def with_scenarios(workspace: Workspace) -> WithScenarios:
    """Read the files of the pack in use, and its scenarios. DvcheckError lists the errors in both."""
    found = validate(workspace)
    source, pack = found.source, found.pack
    if pack is None:
        raise library.pack_error(source, found.problems)
    files = library.scenario_files(workspace.folder)
    scenarios, problems = parse_all(files, pack)
    if problems:
        raise library.problems_error(
            problems, files, phrase("the scenarios of {source}", source=source.folder)
        )
    return WithScenarios(pack=pack, scenarios=scenarios)
