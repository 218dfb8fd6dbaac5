"""The settings of config.toml, in the home folder beside the journal: what need not be said each time.

Where there is no such file, nothing is parsed and nothing imported for it.
"""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from dvcheck.cli.desk import Desk, print_json
from dvcheck.cli.options import Format
from dvcheck.errors import DvcheckError, Exit
from dvcheck.text import clean, has_control, nearest

FILE = "config.toml"
MOST_SIZE, MOST_LINES = 8_192, 200
MOST_OFFICER = 40
MOST_DAYS = 36_500

Problem = tuple[int, str]
"""A line, and what is wrong there."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """The settings, each as the file has it, or as it is where the file does not."""

    shift_length: timedelta | None = None
    """How long a shift is; None where its end is to be told."""
    retention_days: int | None = None
    """For how many days a closed case is kept; None where that is not decided."""
    officer: str = ""
    pack: Path | None = None
    """The folder of the checklists; None for those that come with the program."""
    plain: bool = False
    bell: bool = True
    sensitive: bool = True
    """Whether answers to what the checklists mark sensitive may be recorded."""
    given: tuple[str, ...] = ()
    """The settings that stand in the file."""


def read(home: Path) -> Config:
    """The settings in `home`. DvcheckError with Exit.BAD_INPUT tells all that is wrong with them, by line."""
    path = home / FILE
    if not os.path.lexists(path):  # no error where the folder may not be entered
        return Config()
    entries, problems = _entries(_text(path))
    found: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for line, name, value in entries:
        if name in lines:
            problems.append((line, f'"{clean(name)}" stands on line {lines[name]} already'))
        elif name not in SETTINGS:
            problems.append((line, f'no setting is called "{clean(name)}"{nearest(name, SETTINGS)}'))
        else:
            try:
                found[name] = SETTINGS[name](value, home)
            except ValueError as why:
                problems.append((line, f'"{name}" takes {why}'))
        lines.setdefault(name, line)
    if problems:
        told = "\n".join(f"{FILE}:{line}: {what}" for line, what in sorted(problems))
        raise DvcheckError(told, hint=f"Correct {clean(str(path))}, or move it away.", code=Exit.BAD_INPUT)
    return Config(**found, given=tuple(found))


def show(desk: Desk, format: Format) -> None:
    """Each setting with its value and where that comes from, and the file they may stand in."""
    path, config = desk.home / FILE, desk.config
    values: dict[str, object] = {
        "shift_length": _hours(config.shift_length),
        "retention_days": config.retention_days,
        "officer": config.officer or None,
        "pack": str(desk.folder),
        "plain": desk.plain,
        "bell": config.bell,
        "sensitive": config.sensitive,
    }
    if format is Format.JSON:
        from dvcheck.report.json import SCHEMA

        rows = [{"setting": n, "value": v, "from": desk.origin(n)} for n, v in values.items()]
        print_json({"schema": SCHEMA, "file": str(path), "exists": path.is_file(), "settings": rows})
        return
    from dvcheck.screens import settings as settings_screen

    there = "" if path.is_file() else " (there is none)"
    shown = [(name, _shown(value), desk.origin(name)) for name, value in values.items()]
    if not desk.folder.is_dir():
        shown = [(n, f"{v} (not there)" if n == "pack" else v, o) for n, v, o in shown]
    desk.show(settings_screen.settings(f"{path}{there}", shown))


def _shown(value: object) -> str:
    if value is None:
        return "not set"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _hours(length: timedelta | None) -> str | None:
    if length is None:
        return None
    hours, minutes = divmod(round(length.total_seconds()) // 60, 60)
    return f"{hours}:{minutes:02}"


# --- the file -----------------------------------------------------------------------------------------------


def _text(path: Path) -> str:
    from dvcheck.pack.library import read_text

    hint = "Settings are a few short lines."
    try:
        text = read_text(path, hint=hint)
    except OSError as error:
        message = f"{clean(str(path))}: {error.strerror or error}"
        raise DvcheckError(message, hint="Make it readable, or move it away.", code=Exit.BAD_INPUT) from None
    if len(text) > MOST_SIZE or text.count("\n") > MOST_LINES:
        most = f"{MOST_SIZE:,} characters or {MOST_LINES} lines"
        raise DvcheckError(f"{clean(str(path))}: over {most}", hint=hint, code=Exit.BAD_INPUT)
    return text


def _entries(text: str) -> tuple[list[tuple[int, str, object]], list[Problem]]:
    """Line, name and value of each entry of a TOML file, and where it stops being TOML.

    tomllib does not tell where a key stands. But the lines of an entry are TOML by themselves, and the first
    few of them are not: so the file is read in the shortest pieces that tomllib takes. A table is one entry;
    what stands below its head is none.
    """
    import tomllib

    lines = text.split("\n")
    entries: list[tuple[int, str, object]] = []
    begun, below_table = 0, False
    for end in range(1, len(lines) + 1):
        piece = "\n".join(lines[begun:end])
        try:
            values = tomllib.loads(piece)
        except (ValueError, RecursionError) as error:
            if end < len(lines):
                continue
            return entries, [_not_toml(error, begun)]
        is_table = piece.lstrip().startswith("[")
        below_table = below_table or is_table
        if is_table or not below_table:
            entries.extend((begun + 1, name, value) for name, value in values.items())
        begun = end
    return entries, []


def _not_toml(error: Exception, begun: int) -> Problem:
    what, _, place = str(error).partition(" (at ")
    line = re.match(r"line (\d+)", place)
    return begun + (int(line[1]) if line else 1), f"this is not TOML: {what}. A text stands in quotes"


# --- what a setting takes: each reader raises ValueError that says it ---------------------------------------


def _length(value: object, home: Path) -> timedelta:
    written = re.fullmatch(r"(\d{1,2}):([0-5]\d)", value, re.ASCII) if isinstance(value, str) else None
    length = timedelta(hours=int(written[1]), minutes=int(written[2])) if written else timedelta()
    if not timedelta(minutes=30) <= length <= timedelta(hours=24):
        raise ValueError('hours and minutes in quotes, such as "10:00", from "0:30" to "24:00"')
    return length


def _days(value: object, home: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_DAYS:
        raise ValueError(f"a number of days from 1 to {MOST_DAYS:,}, written without a comma")
    return value


def _officer(value: object, home: Path) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not 0 < len(text) <= MOST_OFFICER or has_control(text):
        raise ValueError(f"a text in quotes, of 1 to {MOST_OFFICER} characters and no control character")
    return text


def _folder(value: object, home: Path) -> Path:
    if not isinstance(value, str) or not value.strip() or has_control(value):
        raise ValueError("the name of a folder in quotes")
    # Whether it is there is for the command to say that needs it: a case is worked on without.
    return home / value


def _flag(value: object, home: Path) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false, without quotes")
    return value


SETTINGS: dict[str, Callable[[object, Path], object]] = {
    "shift_length": _length,
    "retention_days": _days,
    "officer": _officer,
    "pack": _folder,
    "plain": _flag,
    "bell": _flag,
    "sensitive": _flag,
}
