"""The first screen, `dvcheck` without a command: what is owed and where walks stopped, always current."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, assert_never

from dvcheck.actions import home as action
from dvcheck.actions.home import DutyKey, Home, HomeDuty
from dvcheck.actions.workspace import Workspace
from dvcheck.cli.asking import keyed_terminal
from dvcheck.cli.reminding import reminding
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.record.clock import now
from dvcheck.rules.assess import Duty
from dvcheck.screens.progress import progress
from dvcheck.terminal.home_face import (
    BeginWalk,
    ExcuseRequest,
    ExplainRequest,
    HomeFace,
    NoteRequest,
    OpenWalk,
    PauseFace,
    as_sentence,
)
from dvcheck.terminal.key_map import for_hand
from dvcheck.terminal.signals import dumb_terminal, tidy_when_ended
from dvcheck.walk.prompts import Leave

if TYPE_CHECKING:
    from prompt_toolkit.application import Application

    from dvcheck.terminal.early import EarlyTerminal
    from dvcheck.terminal.prompt import KeyTerminal

_LOOK = 0.1
"""Seconds between two checks of the clock and the journal."""

_AGAIN = 3.0
"""Seconds until a failed read is tried again."""


def run(workspace: Workspace) -> None:
    """Show the first screen and do what the officer wants, until the officer leaves."""
    tidy_when_ended()
    screen = _Screen(workspace)
    with (
        closing(keyed_terminal(workspace, sys.stdout)) as terminal,
        reminding(workspace),
        suppress(Leave),
    ):
        while True:
            wish = screen.wish(terminal)
            try:
                if _is_to_be_read(workspace, wish, terminal):
                    terminal.show(for_hand(PauseFace(), workspace.config.keys))
            except DvcheckError as error:
                screen.say(error)
            finally:
                terminal.go_on_beside(None)
            screen.start_over()


def show(workspace: Workspace) -> None:
    """Show the first screen, or print it as prose if the terminal cannot draw."""
    if _is_attended(workspace):
        run(workspace)
        return
    from dvcheck.cli import printer
    from dvcheck.screens.home import lines

    printer.read_out(lines(action.home(workspace, now())))


def watch(workspace: Workspace) -> None:
    """Show the first screen for `outstanding --watch`. DvcheckError with Exit.USAGE without a terminal."""
    if not _is_attended(workspace):
        raise DvcheckError(
            phrase("--watch needs a terminal to draw on"),
            hint=own_line(phrase("Print it once:"), on_journal("outstanding")),
            code=Exit.USAGE,
        )
    run(workspace)


def _is_attended(workspace: Workspace) -> bool:
    """Check whether there is a terminal to draw the first screen on."""
    attended = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    return attended and not workspace.plain and not dumb_terminal()


def _is_to_be_read(
    workspace: Workspace, wish: BeginWalk | OpenWalk, terminal: "EarlyTerminal | KeyTerminal"
) -> bool:
    """Run a walk as its command does. Return whether its end is still on the screen to be read."""
    from dvcheck.actions.walks import WalkOptions
    from dvcheck.cli import walking

    case = wish.case if isinstance(wish, OpenWalk) else None
    try:
        wanted = WalkOptions(checklist=wish.checklist, case=case)
        return walking.run(workspace, wanted, as_json=False, sensitive=False, asked_on=terminal)
    except SystemExit as end:
        if end.code != Exit.INTERRUPTED:
            raise
        return False


class _Screen:
    """The first screen and its actions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._overview = action.Overview(workspace)
        self._kept: dict[DutyKey, Duty] = {}
        self._seen: object = None
        self._again_at = inf
        """The time at which a failed read is tried again."""
        # A passphrase is asked for now, before the screen is drawn.
        with progress(phrase("Reading the open cases")):
            found = self._read()
        self._face = HomeFace(
            found, self._toggle, lambda: next(reversed(self._kept), None), workspace.config.keys
        )

    def wish(self, terminal: "EarlyTerminal | KeyTerminal") -> BeginWalk | OpenWalk:
        """Show the screen until the officer wants a walk, which needs the terminal. May raise `Leave`."""
        with terminal.whole_screen(), self._telling_nobody():
            while True:
                wish: Any = terminal.show(self._face, self._keep_up_to_date)
                if isinstance(wish, BeginWalk | OpenWalk):
                    return wish
                self._do(wish, terminal)

    def start_over(self) -> None:
        """Read everything again, drop marked duties, and point at the latest walk."""
        self._kept.clear()
        with self._telling_nobody():
            self._read_again()
        self._face.point_at_first()

    @contextmanager
    def _telling_nobody(self) -> Iterator[None]:
        """Silence messages: the walk has shown them, and a line on standard error would break the screen."""
        before, self._workspace.tell = self._workspace.tell, lambda said, command: None
        try:
            yield
        finally:
            self._workspace.tell = before

    # --- reading --------------------------------------------------------------------------------------------

    def _state(self) -> object:
        """Return a value that changes whenever the screen must change."""
        return int(now().timestamp()) // 60, self._workspace.place.version()

    def _read(self) -> Home:
        self._seen, self._again_at = self._state(), inf
        return self._overview.read(now(), self._kept)

    async def _keep_up_to_date(self, application: "Application[Any]") -> None:
        """Redraw the screen each minute and after each record; retry a failed read."""
        import asyncio  # prompt_toolkit has loaded it by now

        while True:
            await asyncio.sleep(_LOOK)
            if self._state() == self._seen and monotonic() < self._again_at:
                continue
            self._read_again()
            application.invalidate()

    def _read_again(self) -> None:
        try:
            self._face.show(self._read())
        except DvcheckError as error:  # for instance another program locks the journal
            self._again_at = monotonic() + _AGAIN
            self._face.say_trouble(error.message)

    # --- actions --------------------------------------------------------------------------------------------

    def _do(
        self, wish: ExplainRequest | ExcuseRequest | NoteRequest, terminal: "EarlyTerminal | KeyTerminal"
    ) -> None:
        """Ask for what is missing, and do the action. Show an error until the next key."""
        try:
            match wish:
                case ExplainRequest(duty):
                    self._explain(duty, terminal)
                case ExcuseRequest(duty):
                    self._excuse(duty, terminal)
                case NoteRequest(case):
                    self._note(case, terminal)
                case never:
                    assert_never(never)
        except DvcheckError as error:
            self.say(error)

    def say(self, error: DvcheckError) -> None:
        """Show why an action is impossible, until the next key."""
        self._face.say(as_sentence(error))

    def _explain(self, row: HomeDuty, terminal: "EarlyTerminal | KeyTerminal") -> None:
        from dvcheck.cli import acting
        from dvcheck.terminal.text_face import TextFace

        text = acting.explanation(self._workspace, row, now())
        terminal.show(TextFace(text, self._workspace.config.keys))

    def _excuse(self, row: HomeDuty, terminal: "EarlyTerminal | KeyTerminal") -> None:
        from dvcheck.cli import acting

        why = terminal.ask_reason(phrase("Why was it not feasible? {duty}", duty=row.obligation.text))
        if isinstance(why, str):
            acting.mark(self._workspace, row, why)
            self._keep(row)

    def _note(self, case: str, terminal: "EarlyTerminal | KeyTerminal") -> None:
        from dvcheck.cli import acting

        text = terminal.ask_note(phrase("Note on {case}", case=case))
        if text:
            acting.note(self._workspace, case, text)
            self._face.say(phrase("Noted on {case}.", case=case))

    def _toggle(self, row: HomeDuty) -> None:
        """Mark a duty done, or take its mark back. DvcheckError if that is impossible."""
        from dvcheck.cli import acting

        if row.marked is None:
            acting.mark(self._workspace, row)
            self._keep(row)
        else:
            acting.take_back(self._workspace, row)
            self._kept.pop(row.key, None)
            self._read_again()

    def _keep(self, row: HomeDuty) -> None:
        """Keep a marked duty in its place."""
        self._kept[row.key] = row.duty
        self._read_again()
