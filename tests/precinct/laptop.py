"""Laptops: home folders with journals that are pushed to the precinct of the tests."""

from datetime import datetime, timedelta
from pathlib import Path

from psycopg.conninfo import make_conninfo

from dvcheck.actions import pushing
from dvcheck.actions.pushing import Pushed, PushMode
from dvcheck.actions.workspace import Workspace
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock, steady
from dvcheck.record.events import CaseOpened, ChecklistStarted, Entry
from tests.precinct.force import BEGAN, Force


class Laptop:
    """An officer's laptop."""

    def __init__(self, home: Path, force: Force, login: str = "o1North1", settings: str = "") -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home = home
        self.login = login
        self.dsn = make_conninfo(force.dsn, user=login)
        self.set(settings)
        self.now = BEGAN

    def set(self, settings: str) -> None:
        """Write the settings. These lines are of the precinct."""
        lines = ('officer = "' + self.login + '"', "[precinct]", f'dsn = "{self.dsn}"', settings, "")
        (self.home / "config.toml").write_text("\n".join(lines), encoding="utf-8")

    def level(self, level: str) -> None:
        self.set(f'push = "{level}"')

    @property
    def workspace(self) -> Workspace:
        return Workspace(home=self.home)

    def clock(self) -> Clock:
        def tick() -> datetime:
            self.now += timedelta(seconds=1)
            return self.now

        return Clock(tick, steady)

    def open(self, number: str, checklist: str = "incident") -> str:
        """Open a case, and return its id."""
        workspace = self.workspace
        pack = workspace.pack()
        opening = CaseOpened(
            number=number, zone=pack.policy.zone, pack=pack.digest, dvcheck="test", officer=None
        )
        entries: list[Entry] = [opening, ChecklistStarted(checklist)]
        with workspace.journal_to_write() as journal:
            file = CaseFile.begin(journal, entries, self.clock(), (pack.digest, workspace.source.archive))
            return file.case.id

    def record(self, case: str, *entries: Entry) -> None:
        with self.workspace.journal_to_write() as journal:
            journal.append_all(case, entries, self.clock().now())

    def push(self, mode: PushMode = PushMode.SEND) -> Pushed:
        return pushing.push(self.workspace, self.now, mode=mode)
