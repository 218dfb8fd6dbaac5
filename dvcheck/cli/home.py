"""`dvcheck` alone: what is owed and where walks stopped, on a screen of its own that is kept up to date."""

import asyncio
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any, assert_never

from dvcheck.actions import home as action
from dvcheck.actions import marks
from dvcheck.actions.desk import Desk
from dvcheck.actions.home import DutyKey, Home, HomeDuty
from dvcheck.actions.marks import Marking
from dvcheck.actions.open_case import opened
from dvcheck.cli.asking import keyed_terminal
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.clock import now
from dvcheck.rules.assess import Duty
from dvcheck.terminal.home_face import (
    BeginWalk,
    Excuse,
    Explain,
    HomeFace,
    NoteOn,
    OpenWalk,
)
from dvcheck.terminal.signals import tidy_when_ended
from dvcheck.walk.prompts import Leave

if TYPE_CHECKING:
    from prompt_toolkit.application import Application

    from dvcheck.terminal.early import EarlyTerminal
    from dvcheck.terminal.prompt import KeyTerminal

_LOOK = 0.1
"""Seconds between two looks at the clock and the journal."""


def run(desk: Desk) -> None:
    """Show how everything stands and do what the officer wishes, until the officer leaves."""
    tidy_when_ended()
    screen = _Screen(desk)
    while (wish := screen.wish()) is not None:
        _walk(desk, wish)


def _walk(desk: Desk, wish: BeginWalk | OpenWalk) -> None:
    """Walk as the command of the checklist does. What is left there is saved."""
    from dvcheck.actions.walks import Wanted
    from dvcheck.cli import walking

    case = wish.case if isinstance(wish, OpenWalk) else None
    try:
        walking.run(desk, Wanted(checklist=wish.checklist, case=case), as_json=False, sensitive=False)
    except SystemExit as end:
        if end.code != Exit.INTERRUPTED:
            raise


class _Screen:
    """The first screen, and what is done on it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[DutyKey, Duty] = {}
        self._seen: object = None
        # What asks for a passphrase asks now, or ends it.
        self._face = HomeFace(self._read(), self._toggle)

    def wish(self) -> BeginWalk | OpenWalk | None:
        """Show it until a walk is wished, which takes the terminal for itself; None where somebody leaves."""
        self._face.show(self._read())
        with closing(keyed_terminal(self._desk, sys.stdout)) as terminal, terminal.whole_screen():
            try:
                while True:
                    wish: Any = terminal.show(self._face, self._keep_up_to_date)
                    if isinstance(wish, BeginWalk | OpenWalk):
                        return wish
                    self._do(wish, terminal)
            except Leave:
                return None

    # --- what is read ---------------------------------------------------------------------------------------

    def _state(self) -> object:
        """What the screen shows differs where this does."""
        return int(now().timestamp()) // 60, self._desk.place.version()

    def _read(self) -> Home:
        self._seen = self._state()
        return action.home(self._desk, now(), self._kept)

    async def _keep_up_to_date(self, application: "Application[Any]") -> None:
        """Draw it again each minute, and when something is recorded; try again what cannot be read."""
        while True:
            await asyncio.sleep(_LOOK)
            if self._state() == self._seen:
                continue
            self._read_again()
            application.invalidate()

    def _read_again(self) -> None:
        try:
            self._face.show(self._read())
        except DvcheckError as error:  # for instance another program holds the journal
            self._seen = None
            self._face.say_trouble(error.message)

    # --- what is done ---------------------------------------------------------------------------------------

    def _do(self, wish: Explain | Excuse | NoteOn, terminal: "EarlyTerminal | KeyTerminal") -> None:
        match wish:
            case Explain():
                pass
            case Excuse():
                pass
            case NoteOn():
                pass
            case never:
                assert_never(never)

    def _toggle(self, row: HomeDuty) -> None:
        """Mark a duty done, or take its mark back."""
        how = Marking(reopen=row.marked is not None)
        self._mark(row, how)
        if row.marked is not None:
            self._kept.pop(row.key, None)

    def _mark(self, row: HomeDuty, how: Marking) -> None:
        with opened(self._desk, row.case.id) as case:
            marks.mark(case, marks.named(case, [row.key.obligation], how), how)
        self._kept[row.key] = row.duty
        self._read_again()
