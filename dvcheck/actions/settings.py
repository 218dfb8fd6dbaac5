"""The settings of config.toml, which is in the home folder beside the journal.

Without this file, nothing is parsed and nothing is imported for it.
"""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import msgspec
import msgspec.toml
from msgspec import Meta

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.looks import KeyMap, Theme
from dvcheck.pack.translation import tag_in
from dvcheck.record.precinct import LEVELS, Level
from dvcheck.text import clean, has_control, nearest

if TYPE_CHECKING:
    from dvcheck.actions.workspace import Workspace
    from dvcheck.pack.model import Pack
    from dvcheck.record.precinct import PrecinctSettings

FILE = "config.toml"
MOST_SIZE, MOST_LINES = 8_192, 200
MOST_OFFICER = 40
MOST_DAYS = 36_500
MOST_NOTIFY = 240
DEFAULT_NOTIFY = timedelta(minutes=15)


Problem = tuple[int, str]
"""A line number, and the error there."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of the file, with defaults for the others."""

    shift_length: timedelta | None = None
    """The length of a shift; None if its end must be entered."""
    retention_days: int | None = None
    """The number of days to keep a closed case; None if not set."""
    officer: str = ""
    pack: Path | None = None
    """The folder of the checklists, their file or their name; None if not set."""
    plain: bool = False
    bell: bool = True
    notify_before: timedelta = DEFAULT_NOTIFY
    """How long before a deadline to ring and notify; zero for never."""
    sensitive: bool = True
    """Whether answers that the checklists mark sensitive may be recorded."""
    language: str = ""
    """The language to show the checklists in, if they have it; empty for their own."""
    theme: Theme = "usual"
    """The look of prompts and screens."""
    keys: KeyMap = "usual"
    """The key map: the usual keys, or also keys that the left hand reaches."""
    precinct: "PrecinctSettings | None" = None
    """Where entries are pushed; None if nowhere."""
    given: tuple[str, ...] = ()
    """The names of the settings in the file."""


class _Written(msgspec.Struct, kw_only=True):
    """The type of each setting in the file. `_taken` puts it in words for an error."""

    shift_length: Annotated[
        str,
        Meta(
            pattern=r"^(0{1,2}:[3-5][0-9]|(0?[1-9]|1[0-9]|2[0-3]):[0-5][0-9]|24:00)$(?!\n)",
        ),
    ] = ""
    retention_days: Annotated[
        int,
        Meta(
            ge=1,
            le=MOST_DAYS,
        ),
    ] = 1
    officer: Annotated[
        str,
        Meta(
            pattern=rf"^\s*\S(.{{0,{MOST_OFFICER - 2}}}\S)?\s*$",
        ),
    ] = ""
    pack: Annotated[str, Meta(pattern=r"\S")] = ""
    plain: bool = False
    bell: bool = False
    notify_before: Annotated[int, Meta(ge=0, le=MOST_NOTIFY)] = 0
    sensitive: bool = False
    language: str = ""
    theme: Theme = "usual"
    keys: KeyMap = "usual"
    precinct: "_WrittenPrecinct | None" = None


class _WrittenPrecinct(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The type of each setting in the table `[precinct]`."""

    dsn: Annotated[str, Meta(pattern=r"\S")]
    push: Level = "no-sensitive"
    after_walk: bool = False
    certificate: Annotated[str, Meta(pattern=r"\S")] = ""
    key: Annotated[str, Meta(pattern=r"\S")] = ""
    ca: Annotated[str, Meta(pattern=r"\S")] = ""


LANGUAGE = "DVCHECK_LANGUAGE"
"""The variable that overrides the setting `language`."""


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language set in the environment; empty if none is. DvcheckError if it is not valid."""
    said = environment.get(LANGUAGE, "").strip()
    language = tag_in(said) if said else ""
    if language is None:
        raise DvcheckError(
            phrase('{variable}: "{said}" is not a language tag', variable=LANGUAGE, said=clean(said)),
            hint=phrase("Set it to a tag such as es or zh-Hans, or leave it empty."),
            code=Exit.USAGE,
        )
    return language


SETTINGS = _Written.__struct_fields__


def read(home: Path) -> Config:
    """Read the settings in `home`. DvcheckError with Exit.BAD_INPUT lists all errors, by line."""
    path = home / FILE
    if not os.path.lexists(path):  # no error if the folder may not be entered
        return Config()
    text = _text(path)
    try:
        written = _decoded(text)
    except msgspec.DecodeError as error:
        raise _wrong(path, [_not_toml(error, text)]) from None
    problems = [
        (_line_of(name, text), problem)
        for name, value in written.items()
        for problem in _problems(name, value)
    ]
    if problems:
        raise _wrong(path, problems)
    return Config(**{name: _made(name, value, home) for name, value in written.items()}, given=tuple(written))


def _wrong(path: Path, problems: list[Problem]) -> DvcheckError:
    told = "\n".join(f"{FILE}:{line}: {what}" for line, what in sorted(problems))
    return DvcheckError(
        told, hint=phrase("Correct {path}, or move it away.", path=clean(str(path))), code=Exit.BAD_INPUT
    )


def _problems(name: str, value: object) -> Iterator[str]:
    """Yield the error of a setting, if it has one."""
    if name not in SETTINGS:
        yield phrase(
            'no setting is called "{name}"{nearest}', name=clean(name), nearest=nearest(name, SETTINGS)
        )
        return
    try:
        msgspec.convert({name: value}, _Written)
    except msgspec.ValidationError:
        yield _taken(name)
        return
    if isinstance(value, str) and (has_control(value) or (name == "language" and tag_in(value) is None)):
        yield _taken(name)


def _taken(name: str) -> str:
    """Return the error message with the values that a setting takes."""
    match name:
        case "shift_length":
            return phrase(
                '"{name}" takes hours and minutes in quotes, such as "10:00", from "0:30" to "24:00"',
                name=name,
            )
        case "retention_days":
            return phrase(
                '"{name}" takes a number of days from 1 to {most:,}, written without a comma',
                name=name,
                most=MOST_DAYS,
            )
        case "notify_before":
            return phrase(
                '"{name}" takes a number of minutes from 0 to {most}; 0 is never', name=name, most=MOST_NOTIFY
            )
        case "officer":
            return phrase(
                '"{name}" takes a text in quotes, of 1 to {most} characters and no control character',
                name=name,
                most=MOST_OFFICER,
            )
        case "pack":
            return phrase('"{name}" takes the name of a folder or of an installed pack in quotes', name=name)
        case "language":
            return phrase('"{name}" takes a language tag in quotes, such as "es" or "zh-Hans"', name=name)
        case "theme":
            return phrase('"{name}" takes {names} in quotes', name=name, names=_named(get_args(Theme)))
        case "keys":
            return phrase('"{name}" takes {names} in quotes', name=name, names=_named(get_args(KeyMap)))
        case "precinct":
            return phrase(
                '"[precinct]" takes "dsn" and, if you like, {names}; "push" is {levels}',
                names=_named(tuple(n for n in _WrittenPrecinct.__struct_fields__ if n != "dsn")),
                levels=_named(LEVELS),
            )
        case _:  # the flags
            return phrase('"{name}" takes true or false, without quotes', name=name)


def _named(names: tuple[str, ...]) -> str:
    *some, last = (f'"{name}"' for name in names)
    return phrase("{some} or {last}", some=", ".join(some), last=last)


def _made(name: str, value: Any, home: Path) -> Any:
    """Return a setting as the program uses it."""
    match name:
        case "shift_length":
            hours, minutes = value.split(":")
            return timedelta(hours=int(hours), minutes=int(minutes))
        case "notify_before":
            return timedelta(minutes=value)
        case "officer":
            return value.strip()
        case "pack":
            # Only a command that needs the folder checks that it exists: work on a case does not need it.
            return home / value
        case "language":
            return tag_in(value)
        case "precinct":
            return _precinct(value, home)
        case _:
            return value


def _precinct(value: Any, home: Path) -> "PrecinctSettings":
    from dvcheck.record.precinct import PrecinctSettings

    files = {name: home / value[name] for name in ("certificate", "key", "ca") if name in value}
    return PrecinctSettings(**{**value, **files}, given=tuple(value))


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A setting in force, and the origin of its value."""

    setting: str
    value: str | int | bool | None
    origin: str = msgspec.field(name="from")
    """Option, environment, config.toml, pack use or default."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings, and the file that may set them."""

    file: Path
    exists: bool
    settings: tuple[Setting, ...]
    pack_version: str | None
    """The author's version of the pack in use; None if it has none, or cannot be used."""
    pack_language: str | None
    """The language its texts are shown in; None if that is its own, or it cannot be used."""
    is_draft: bool
    """Whether no translator has checked this translation."""


def in_force(workspace: "Workspace") -> Settings:
    """Return each setting with its value and origin."""
    path, config = workspace.home / FILE, workspace.config
    values: dict[str, str | int | bool | None] = {
        "shift_length": _hours(config.shift_length),
        "retention_days": config.retention_days,
        "officer": config.officer or None,
        "pack": str(workspace.folder),
        "plain": workspace.plain,
        "bell": config.bell,
        "notify_before": round(config.notify_before.total_seconds()) // 60,
        "sensitive": config.sensitive,
        "language": workspace.language or None,
        "theme": config.theme,
        "keys": config.keys,
    }
    rows = [Setting(setting=n, value=v, origin=workspace.origin(n)) for n, v in values.items()]
    rows += _rows_of(config.precinct)
    pack = _pack(workspace)
    translation = pack.translation if pack is not None else None
    return Settings(
        file=path,
        exists=os.path.isfile(path),  # noqa: PTH113 - Path.is_file may raise
        settings=tuple(rows),
        pack_version=(pack.policy.version or None) if pack is not None else None,
        pack_language=translation.language if translation is not None else None,
        is_draft=translation is not None and translation.is_draft,
    )


def _rows_of(precinct: "PrecinctSettings | None") -> Iterator[Setting]:
    """Yield the settings of the table `[precinct]`. A password, which push refuses, is not shown."""
    if precinct is None:
        yield Setting(setting="precinct", value=None, origin="default")
        return
    for name in _WrittenPrecinct.__struct_fields__:
        value = getattr(precinct, name)
        if name == "dsn" and _PASSWORD.search(value):
            value = phrase("hidden: it has a password, which is refused")
        elif isinstance(value, Path):
            value = str(value)
        origin = "config.toml" if name in precinct.given else "default"
        yield Setting(setting=f"precinct.{name}", value=value, origin=origin)


_PASSWORD = re.compile(r"password|://[^/@]*:[^/@]*@", re.IGNORECASE)
"""What a connection string with a password has. PostgreSQL's own package reads it, but only to connect."""


def _pack(workspace: "Workspace") -> "Pack | None":
    """Return the pack in use; None if it cannot be used. Nothing is stored."""
    from dvcheck.pack import library

    with suppress(DvcheckError):
        source, language = workspace.source, workspace.language
        return library.read_compiled(source.digest, workspace.home, language) or library.load(
            source, None, language=language
        )
    return None


def _hours(length: timedelta | None) -> str | None:
    if length is None:
        return None
    hours, minutes = divmod(round(length.total_seconds()) // 60, 60)
    return f"{hours}:{minutes:02}"


# --- the file -----------------------------------------------------------------------------------------------


def _text(path: Path) -> str:
    from dvcheck.pack.library import read_text

    hint = phrase("Settings are a few short lines.")
    try:
        text = read_text(path, hint=hint)
    except OSError as error:
        message = phrase("{file}: {why}", file=clean(str(path)), why=error.strerror or error)
        raise DvcheckError(
            message, hint=phrase("Make it readable, or move it away."), code=Exit.BAD_INPUT
        ) from None
    if len(text) > MOST_SIZE or text.count("\n") > MOST_LINES:
        message = phrase(
            "{file}: over {characters:,} characters or {lines} lines",
            file=clean(str(path)),
            characters=MOST_SIZE,
            lines=MOST_LINES,
        )
        raise DvcheckError(message, hint=hint, code=Exit.BAD_INPUT)
    return text


def _decoded(text: str) -> dict[str, Any]:
    try:
        written: dict[str, Any] = msgspec.toml.decode(text)
    except (ValueError, RecursionError) as error:  # also raised for a number that is too long
        raise msgspec.DecodeError(str(error)) from None
    return written


def _line_of(name: str, text: str) -> int:
    """Return the line that a setting begins on: the first one after the longest valid part without it."""
    return 1 + max(end for end, said in _sound_pieces(text) if name not in said)


def _not_toml(error: Exception, text: str) -> Problem:
    what, _, _ = str(error).partition(" (at ")
    line = 1 + max(end for end, _ in _sound_pieces(text))
    return line, phrase("this is not TOML: {what}. A text must be in quotes", what=what)


def _sound_pieces(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each number of first lines that are valid TOML, with their values: the error names no line."""
    lines = text.split("\n")
    for end in range(len(lines)):
        with suppress(msgspec.DecodeError):
            yield end, _decoded("\n".join(lines[:end]))
