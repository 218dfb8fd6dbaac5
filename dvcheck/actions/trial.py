"""A fictional precinct for a trial: six officers, a supervisor, and cases from the scenarios of the pack."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from dvcheck import __version__
from dvcheck.academy.scenario import Scenario
from dvcheck.actions import packs, pushing
from dvcheck.actions.workspace import Workspace
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock, steady
from dvcheck.record.events import (
    SHIFT,
    Answered,
    CaseOpened,
    ChecklistStarted,
    Entry,
    ShiftEnds,
    ShiftStarted,
)
from dvcheck.record.people_file import Person

OFFICERS = ("roe", "diaz", "okafor", "lind", "sato", "novak")
SUPERVISOR, AUDITOR, RECORDS = "sergeant", "auditor", "records"
CASES = 15
PEOPLE = (
    *(Person(login=name, agency=1, officer=name, precinct="North", role="officer") for name in OFFICERS),
    Person(login=SUPERVISOR, agency=1, officer=SUPERVISOR, precinct="North", role="supervisor"),
    Person(login=AUDITOR, agency=1, officer=AUDITOR, precinct="North", role="auditor"),
    Person(login=RECORDS, agency=1, officer=RECORDS, precinct="North", role="records"),
)


@contextmanager
def trial(workspace: Workspace, folder: Path, at: datetime) -> Iterator[dict[str, Workspace]]:
    """Start a precinct with fictional cases. Return a workspace in `folder` for each login."""
    from dvcheck.record.postgres.trial import dsn_of, server

    found = packs.with_scenarios(workspace)
    scenarios = packs.require_scenarios(workspace, found)
    with server(PEOPLE) as dsn:
        homes = {person.login: _home(folder / person.login, dsn_of(dsn, person.login)) for person in PEOPLE}
        for number in range(CASES):
            officer = OFFICERS[number % len(OFFICERS)]
            begun = at - timedelta(minutes=15 + 23 * number)
            _work(homes[officer], scenarios[number % len(scenarios)], f"26-{118 + number}", begun, at)
        for officer in OFFICERS:
            pushing.push(homes[officer], at)
        yield homes


def _home(folder: Path, dsn: str) -> Workspace:
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f'[precinct]\ndsn = "{dsn}"\n', encoding="utf-8")
    return Workspace(home=folder)


def _work(workspace: Workspace, scenario: Scenario, number: str, begun: datetime, at: datetime) -> None:
    """Record a case with the answers of a scenario's key, the later ones left out now and then."""
    pack = workspace.pack()
    answers = list(scenario.answers.items())
    if int(number[-1]) % 3 == 0:
        answers = answers[: len(answers) // 2]
    opening = CaseOpened(number=number, zone=pack.policy.zone, pack=pack.digest, dvcheck=__version__)
    entries: list[Entry] = [opening, ChecklistStarted(scenario.checklist), ShiftEnds(_shift_ends(at))]
    entries += [Answered(name, value) for name, value in answers]
    clock = Clock(lambda: begun, steady)
    with workspace.journal_to_write() as journal:
        if not journal.holds(SHIFT):
            began = at - timedelta(hours=8)
            journal.append_all(SHIFT, [ShiftStarted(began=began, ends=_shift_ends(at))], began)
        CaseFile.begin(journal, entries, clock, (pack.digest, workspace.source.archive))


def _shift_ends(at: datetime) -> datetime:
    return (at + timedelta(minutes=50)).replace(second=0, microsecond=0)
