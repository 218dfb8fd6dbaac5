"""A fictional precinct for a trial: a database in a folder, people, and cases from the pack's scenarios."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

import msgspec

from dvcheck.academy.scenario import Scenario
from dvcheck.actions import packs, pushing
from dvcheck.actions.workspace import Workspace
from dvcheck.pack.model import Pack
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock, steady
from dvcheck.record.events import (
    SHIFT,
    Answered,
    CaseClosed,
    CaseOpened,
    ChecklistStarted,
    Entry,
    Marked,
    ShiftEnds,
    ShiftStarted,
)
from dvcheck.record.people_file import Person

AGENCY, PRECINCT = 1, "Fictional"
OFFICERS = ("roe", "diaz", "okafor", "lind", "haddad", "ruiz")
SUPERVISOR, AUDITOR, RECORDS = "sgt.may", "auditor", "records"
CASES = 15
_SILENT_OFFICER = "ruiz"
"""The officer whose laptop has not pushed for a while."""
_FIRST_OPENED = timedelta(hours=9)
"""When the first case was opened."""
_PARTS = (1.0, 0.5, 1.0, 0.2, 1.0)
"""How much of a walk was answered, in turn."""


class TrialPrecinct(msgspec.Struct, frozen=True, kw_only=True):
    """A fictional precinct that runs."""

    officers: int
    cases: int
    home: Path
    """The home folder of the supervisor."""


class _Fiction(msgspec.Struct, frozen=True, kw_only=True):
    """One fictional case."""

    scenario: Scenario
    number: str
    opened: datetime
    part: float
    closed: bool


@contextmanager
def open_trial(workspace: Workspace, folder: Path, at: datetime) -> Iterator[TrialPrecinct]:
    """Start a precinct in a folder, with people and cases as of now. Stop its database at the end."""
    from dvcheck.record.postgres import trial

    scenarios = packs.with_scenarios(workspace)
    with trial.start_server(folder / "database") as dsn:
        trial.set_up(dsn, _people())
        _fill(folder, dsn, scenarios.pack, scenarios.scenarios, at)
        trial.age_last_push(dsn, AGENCY, _SILENT_OFFICER, timedelta(hours=2))
        home = _home(folder, SUPERVISOR, dsn)
        yield TrialPrecinct(officers=len(OFFICERS), cases=CASES, home=home)


def _people() -> Iterator[Person]:
    roles = {SUPERVISOR: "supervisor", AUDITOR: "auditor", RECORDS: "records"}
    for login in (*OFFICERS, *roles):
        yield Person(
            login=login, agency=AGENCY, officer=login, precinct=PRECINCT, role=roles.get(login, "officer")
        )


def _fill(folder: Path, dsn: str, pack: Pack, scenarios: Sequence[Scenario], at: datetime) -> None:
    """Record the cases on the officers' laptops, and push them."""
    cases = [
        _Fiction(
            scenario=scenario,
            number=f"26-{1041 + 7 * number}",
            opened=at - _FIRST_OPENED + number * (_FIRST_OPENED / CASES),
            part=_PARTS[number % len(_PARTS)],
            closed=number % 7 == 6,
        )
        for number, scenario in enumerate(islice(cycle(scenarios), CASES))
    ]
    for number, officer in enumerate(OFFICERS):
        laptop = Workspace(home=_home(folder, officer, dsn))
        for one in cases[number :: len(OFFICERS)]:
            before = one.opened < at - timedelta(hours=7)
            _record(laptop, pack, one, at - timedelta(hours=1) if before else at + timedelta(minutes=40))
        pushing.push(laptop, at)


def _home(folder: Path, login: str, dsn: str) -> Path:
    """Make a home folder whose config.toml names the precinct and a login."""
    from dvcheck.record.postgres.trial import as_login

    home = folder / "homes" / login
    home.mkdir(parents=True)
    said = (f"officer = {json.dumps(login)}", "[precinct]", f"dsn = {json.dumps(as_login(dsn, login))}")
    (home / "config.toml").write_text("\n".join((*said, 'push = "whole"', "")), encoding="utf-8")
    return home


def _record(laptop: Workspace, pack: Pack, one: _Fiction, ends: datetime) -> None:
    """Record one case: its opening, the answers of a walk as far as it went, and some marks."""
    now = one.opened

    def tick() -> datetime:
        nonlocal now
        now += timedelta(seconds=20)
        return now

    opening: list[Entry] = [
        CaseOpened(number=one.number, zone=pack.policy.zone, pack=pack.digest, dvcheck="trial"),
        ChecklistStarted(one.scenario.checklist),
        ShiftEnds(ends),
    ]
    with laptop.journal_to_write() as journal:
        journal.append_all(SHIFT, [ShiftStarted(began=ends - timedelta(hours=12), ends=ends)], now)
        archive = (pack.digest, laptop.source.archive)
        file = CaseFile.begin(journal, opening, Clock(tick, steady), archive)
        for entry in _entries(pack, one):
            journal.append_all(file.case.id, [entry], tick())


def _entries(pack: Pack, one: _Fiction) -> Iterator[Entry]:
    clocks = {question.id for question in pack.questions() if question.kind == "timer"}
    answers = [(name, value) for name, value in one.scenario.answers.items() if name not in clocks]
    for name, value in answers[: max(1, round(one.part * len(answers)))]:
        yield Answered(name, value)
    if one.part == 1.0:
        yield from (Marked(name, "done") for name in one.scenario.done)
    if one.closed:
        yield CaseClosed(reason="The other unit has it.", open=())
