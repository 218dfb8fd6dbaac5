"""A new scenario: the call that a trainer works for it in practice, and the file that is made from it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dvcheck import __version__
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack import library
from dvcheck.pack.model import Checklist, Pack
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import each_open
from dvcheck.record.clock import SYSTEM
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry
from dvcheck.record.store import ReadableStore, Store
from dvcheck.text import clean, nearest
from dvcheck.wording.checklists import offered_checklists

if TYPE_CHECKING:
    from dvcheck.academy.draft import ScenarioDraft
    from dvcheck.academy.scenario import Level

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_CASE = re.compile(r"c-[0-9a-z]{4,}")


class NewScenario(msgspec.Struct, frozen=True, kw_only=True):
    """A scenario that a trainer makes: the case of its call, in the home of practice."""

    pack: Pack
    name: str
    checklist: str
    file: CaseFile
    goes_on: bool
    """Whether the trainer began it earlier."""

    def draft(self, level: "Level") -> "ScenarioDraft":
        """Write the scenario. DvcheckError with Exit.USAGE if nothing was answered."""
        from dvcheck.academy.draft import draft

        made = draft(self.pack, self.name, level, self.file.case, self.checklist)
        if made is None:
            raise DvcheckError(
                phrase("nothing was answered, so there is no scenario to write"),
                hint=phrase("Run the same command again, and answer at least one question."),
                code=Exit.USAGE,
            )
        return made

    def end(self) -> None:
        """Close the case: its scenario is written."""
        self.file.close("scenario written", ())


def file_of(name: str, output: Path | None) -> Path:
    """Return the file of a new scenario. DvcheckError with Exit.USAGE for a name it cannot have.

    The name of a case is refused too: a scenario is never made from one.
    """
    if not _NAME.fullmatch(name) or name in ("all", "any", "not") or _CASE.fullmatch(name):
        raise DvcheckError(
            phrase('"{name}" cannot be the id of a scenario', name=clean(name)),
            hint=phrase(
                "Write lowercase letters, digits and hyphens, such as late-standby. A scenario is never made "
                "from a case, which has personal data: work the call again in practice."
            ),
            code=Exit.USAGE,
        )
    own = Path(f"{name}.yaml")
    if output is not None and not library.is_stream(output) and output.name != own.name:
        raise DvcheckError(
            phrase("the file of the scenario {name} is called {file}", name=name, file=own.name),
            hint=phrase("Name that file with -o, in any folder, or leave out -o."),
            code=Exit.USAGE,
        )
    return output or own


def offered(pack: Pack) -> tuple[Checklist, ...]:
    """Return the checklists that a call can be worked in."""
    return offered_checklists(pack)


def refuse_taken(workspace: Workspace, pack: Pack, name: str, checklist: str | None) -> None:
    """Raise DvcheckError with Exit.USAGE if the pack has the scenario already, or lacks the checklist."""
    if any(file.rpartition("/")[2] == f"{name}.yaml" for file in library.scenario_files(workspace.folder)):
        raise DvcheckError(
            phrase("the pack in use has a scenario {name} already", name=name),
            hint=phrase("Choose another id."),
            code=Exit.USAGE,
        )
    if checklist is not None and all(c.id != checklist for c in pack.checklists):
        known = [one.id for one in pack.checklists]
        raise DvcheckError(
            phrase(
                'the pack has no checklist "{name}"{nearest}',
                name=clean(checklist),
                nearest=nearest(checklist, known),
            ),
            hint=phrase("Name one with --checklist. It has {known}.", known=", ".join(known)),
            code=Exit.USAGE,
        )


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """The call begun for a new scenario."""

    case: Case | None
    """Its unfinished case; None if there is none with these checklists."""
    outdated: bool
    """Whether one was begun only with other checklists. Their questions may differ."""


def begun(pack: Pack, name: str, journal: ReadableStore) -> Begun:
    """Find the unfinished case of a new scenario."""
    cases = [case for case in each_open(journal) if isinstance(case, Case) and case.number == _number(name)]
    same = next((case for case in cases if case.pack_digest == pack.digest), None)
    return Begun(case=same, outdated=bool(cases) and same is None)


def go_on(pack: Pack, name: str, case: Case, checklist: str | None, journal: Store) -> NewScenario:
    """Go on with the case of a new scenario. DvcheckError with Exit.USAGE if it has another checklist."""
    own = case.checklists[0]
    if checklist not in (None, own):
        raise DvcheckError(
            phrase("{name} was begun with the checklist {checklist}", name=name, checklist=own),
            hint=phrase("Leave out --checklist to go on with it, or choose another id."),
            code=Exit.USAGE,
        )
    file = CaseFile(journal, journal.events(case.id), SYSTEM)
    return NewScenario(pack=pack, name=name, checklist=own, file=file, goes_on=bool(case.answers))


def begin(pack: Pack, name: str, checklist: str, journal: Store) -> NewScenario:
    """Begin the case of a new scenario in a home of practice."""
    opening = CaseOpened(number=_number(name), zone=pack.policy.zone, pack=pack.digest, dvcheck=__version__)
    entries: list[Entry] = [opening, ChecklistStarted(checklist)]
    file = CaseFile.begin(journal, entries, SYSTEM, (pack.digest, lambda: b""))
    return NewScenario(pack=pack, name=name, checklist=checklist, file=file, goes_on=False)


def _number(name: str) -> str:
    """Return the number of the case of a new scenario. No scenario has such an id, so no trainee meets it."""
    return f"{name} (new)"
