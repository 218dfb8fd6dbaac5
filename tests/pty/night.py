"""A night with a moved clock: commands at given times, with or without a terminal."""

import os
import subprocess
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.pty.start import run_dvcheck

if TYPE_CHECKING:
    from tests.pty.officer import Officer

PORTLAND = ZoneInfo("America/Los_Angeles")
_MODULE = "tests.programs.moved_clock"


class Night:
    """A clock that a test sets, in Portland time. It runs on from there."""

    def __init__(self, folder: Path, day: str = "2026-11-20") -> None:
        self._file = folder / "moved-clock"
        self._day = day
        self.at("21:58")

    def at(self, time: str, day: str | None = None) -> None:
        """Set the time of day, on `day` or the last day given."""
        self._day = day or self._day
        moment = datetime.fromisoformat(f"{self._day} {time}").replace(tzinfo=PORTLAND)
        ahead = moment.timestamp() - datetime.now().timestamp()
        aside = self._file.with_suffix(".new")  # a watching program may read the file at this moment
        aside.write_text(f"{ahead} {ahead}")
        aside.replace(self._file)

    @property
    def env(self) -> dict[str, str]:
        return {"MOVED_CLOCK": str(self._file)}

    def run(self, *arguments: str, typed: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run dvcheck without a terminal."""
        environment = {**os.environ, **self.env}
        return run_dvcheck(*arguments, typed=typed, env=environment, module=_MODULE)

    def says(self, *arguments: str) -> str:
        """Run a command that must succeed, and return its output."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return " ".join(done.stdout.split())

    def officer(self, *arguments: str) -> "Officer":
        """Start a command in a terminal."""
        from tests.pty.officer import Officer

        return Officer(*arguments, env=self.env, module=_MODULE)
