"""What a command works with: the home folder, the pack, the journal, the clock and how it prints."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.record import journal as journals
from dvcheck.record import shift as shifts
from dvcheck.record.case import Case
from dvcheck.record.clock import now
from dvcheck.record.journal import Journal, code, is_of_the_file
from dvcheck.record.shift import Shift
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import Outline, outline
from dvcheck.terminal.progress import progress
from dvcheck.text import clean, nearest

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from dvcheck.cli.config import Config
    from dvcheck.terminal.screen import CaseLine

MAX_NUMBER = 60

journals.migrating = lambda: progress("Bringing the journal to this version of dvcheck")


class Desk:
    """The folders and the look of one command; packs and their outlines are made once each."""

    def __init__(
        self,
        *,
        home: Path | None = None,
        pack: Path | None = None,
        no_color: bool = False,
        plain: bool = False,
        quiet: bool = False,
        no_sensitive: bool = False,
    ) -> None:
        self.home = home or _default_home()
        self._folder = pack
        self._no_color = no_color
        self._plain = plain
        self._quiet = quiet
        self._no_sensitive = no_sensitive
        self._source: library.Source | None = None
        self._packs: dict[str, Pack] = {}
        self._outlines: dict[tuple[str, tuple[str, ...]], Outline] = {}
        named = home is not None and os.environ.get("DVCHECK_HOME") != str(home)
        self.same_home = f' --home "{clean(str(home))}"' if named else ""
        """What a command named for later must end with to find the same journal."""

    @cached_property
    def config(self) -> "Config":
        """The settings in the home folder, which hold where a command was not told otherwise."""
        from dvcheck.cli import config

        return config.read(self.home)

    @property
    def folder(self) -> Path:
        """The folder of the pack in use."""
        return self._folder or self.config.pack or library.shipped()

    @property
    def plain(self) -> bool:
        return self._plain or self.config.plain

    @property
    def quiet(self) -> bool:
        return self._quiet or not self.config.bell

    @property
    def sensitive(self) -> bool:
        """Whether sensitive answers may be recorded."""
        return not self._no_sensitive and self.config.sensitive

    @property
    def color(self) -> bool:
        return not (self._no_color or self.plain or os.environ.get("NO_COLOR"))

    def origin(self, setting: str) -> str:
        """Where the value of a setting comes from: option, environment, config.toml or default."""
        if setting == "pack" and self._folder is not None:
            return "environment" if os.environ.get("DVCHECK_PACK") == str(self._folder) else "option"
        if setting == "plain" and self._plain:
            return "option"
        return "config.toml" if setting in self.config.given else "default"

    @property
    def source(self) -> library.Source:
        if self._source is None:
            self._source = library.read(self.folder)
        return self._source

    def pack(self) -> Pack:
        """The pack in use now."""
        return self._compiled(self.source)

    def pack_of(self, case: Case, journal: Journal) -> Pack:
        """The pack a case was opened under, also where the one in use has changed since.

        DvcheckError with Exit.JOURNAL where it cannot be read any more.
        """
        if case.pack_digest in self._packs:
            return self._packs[case.pack_digest]
        if case.pack_digest == self.source.digest:
            return self.pack()
        content = journal.pack(case.pack_digest)
        try:
            if content is not None:
                return self._compiled(library.from_archive(content), stored=True)
        except DvcheckError as error:
            first = error.message.splitlines()[0]
            raise _unreadable_pack(case, first) from error
        raise _unreadable_pack(case, "it is not in the journal")

    def _compiled(self, source: library.Source, *, stored: bool = False) -> Pack:
        if source.digest not in self._packs:
            self._packs[source.digest] = library.load(source, self.home, stored=stored)
        return self._packs[source.digest]

    def assess(self, case: Case, pack: Pack, at: datetime) -> Assessment:
        """How a case stands at a time, over all checklists walked in it."""
        key = (pack.digest, case.checklists)
        if key not in self._outlines:
            require_walked(case, pack)
            self._outlines[key] = outline(pack, case.checklists)
        return assess(self._outlines[key], case.answers, case.marks, at, case.shift_ends)

    def journal(self) -> Journal | None:
        """The journal, or None where nothing has been recorded yet."""
        return Journal.open_existing(self.home)

    def recorded(self, *, whatever: bool = False) -> Journal:
        """The journal. DvcheckError with Exit.USAGE where nothing has been recorded yet.

        With `whatever`, to save what it holds, also one that is refused otherwise.
        """
        journal = Journal.open_existing(self.home, whatever=whatever)
        if journal is None:
            raise DvcheckError(
                f"nothing is recorded in {clean(str(self.home))} yet",
                hint="Start with dvcheck incident, or name another folder with --home DIR.",
                code=Exit.USAGE,
            )
        return journal

    def console(self) -> "Console":
        from dvcheck.terminal import screen

        return screen.console(color=self.color)

    def show(self, *parts: "RenderableType") -> None:
        """Print to standard output, as wide as the terminal is."""
        console = self.console()
        for part in parts:
            console.print(part)


def _default_home() -> Path:
    """The home folder of a command that has no --home to say it with."""
    if os.environ.get("DVCHECK_HOME"):
        return Path(os.environ["DVCHECK_HOME"])
    from platformdirs import user_data_path

    return user_data_path("dvcheck", appauthor=False)


def named(case: Case) -> str:
    """A case by its id and its CAD or GO number."""
    return f"{case.id} {case.number}" if case.number else case.id


def shift_if_readable(journal: Journal) -> Shift | None:
    """The shift started last. One that cannot be read keeps nobody from a case, nor from another shift."""
    try:
        return shifts.current(journal)
    except DvcheckError as error:
        if is_of_the_file(error):  # then nothing can be recorded either
            raise
        sys.stderr.write(f"dvcheck: {clean(error.message)}\n{clean(error.hint)}\n")
        return None


def print_json(document: object) -> None:
    """One JSON object on standard output, indented, in UTF-8."""
    text = _json(document)
    sys.stdout.flush()
    sys.stdout.buffer.write(inert(text).encode() + b"\n")
    sys.stdout.buffer.flush()


def stream_json(document: Mapping[str, object]) -> None:
    """The same object as `print_json` prints, but rows that an iterator gives are written one at a time."""
    lead = "{\n"
    for name, value in document.items():
        _write_json(f'{lead}  "{name}": ')
        if isinstance(value, Iterator):
            _stream_rows(value)
        else:
            _write_json(_json(value).replace("\n", "\n  "))
        lead = ",\n"
    _write_json("\n}\n")
    sys.stdout.buffer.flush()


def _stream_rows(rows: Iterator[object]) -> None:
    lead = "[\n    "
    for row in rows:
        _write_json(lead + _json(row).replace("\n", "\n    "))
        lead = ",\n    "
    _write_json("[]" if lead.startswith("[") else "\n  ]")


def _write_json(text: str) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(inert(text).encode())


def inert(text: str) -> str:
    """JSON that shows nothing but itself: what controls or turns a screen is escaped, newlines stay.

    JSON leaves DEL, C1 and bidirectional characters as they are; escaped, they mean the same to a program.
    """
    if text.isprintable():
        return text
    return "".join(
        c if c == "\n" or clean(c) == c else "".join(f"\\u{u:04x}" for u in _utf16(c)) for c in text
    )


def _json(document: object) -> str:
    try:
        return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    except UnicodeEncodeError:  # a file's name that is not UTF-8; msgspec takes lone surrogates in no form
        import json

        return json.dumps(msgspec.to_builtins(document), indent=2)


def _utf16(character: str) -> tuple[int, ...]:
    units = character.encode("utf-16-be", "surrogatepass")
    return tuple(int.from_bytes(units[n : n + 2], "big") for n in range(0, len(units), 2))


def case_json(case: Case) -> Mapping[str, object]:
    """A case as it stands in every JSON result."""
    from dvcheck.report.json import stamp

    return {"id": case.id, "number": case.number, "opened": stamp(case.opened), "head": code(case.head)}


def recorded_json(case: Case, pack: Pack, *, sensitive: bool = False) -> Mapping[str, object]:
    """A case with what was recorded in it beside answers: timers, lists, notes, moves of the clock.

    The entries of sensitive lists only with `sensitive`.
    """
    from dvcheck.report.json import stamp

    kept_back = set() if sensitive else {q.id for q in pack.questions() if q.sensitive}
    return {
        **case_json(case),
        "timers": [
            {
                "timer": name,
                "started": stamp(timer.started),
                "limit": round(timer.limit.total_seconds()),
                "ran": round(timer.ended.total_seconds()) if timer.ended is not None else None,
            }
            for name, timer in case.timers.items()
        ],
        "entries": [
            {"question": question, "entry": entry, "mark": mark}
            for (question, entry), mark in case.entry_marks.items()
            if question not in kept_back
        ],
        "remarks": [{"text": r.text, "at": stamp(r.at)} for r in case.remarks],
        "closed": (
            {"at": stamp(case.closed.at), "reason": case.closed.reason, "open": case.closed.open}
            if case.closed is not None
            else None
        ),
        "restarts": [
            {"timer": r.timer, "ran": round(r.ran.total_seconds()), "at": stamp(r.at)} for r in case.restarts
        ],
        "clock_moves": [
            {"seconds": round(m.by.total_seconds()), "at": stamp(m.at)} for m in case.clock_moves
        ],
    }


def running(case: Case, pack: Pack) -> tuple[str, ...]:
    """The timers of a case that run, each with its name and when its time is over."""
    from zoneinfo import ZoneInfo

    names = {q.id: q.name for q in pack.questions()}
    zone = ZoneInfo(pack.policy.zone)
    said: list[str] = []
    for name, timer in case.timers.items():
        if timer.runs:
            end = timer.started + timer.limit
            state = "runs, its end is" if now() < end else "runs, OVER since"
            said.append(f"{names.get(name, name)} {state} {end.astimezone(zone):%H:%M}")
    return tuple(said)


def case_line(case: Case, desk: Desk) -> "CaseLine":
    """A case as the screens show it."""
    from dvcheck.terminal.screen import CaseLine

    command = case.checklists[-1] if case.checklists else "incident"
    return CaseLine(
        id=case.id, number=case.number, code=code(case.head), command=command, after=desk.same_home
    )


def require_checklist(pack: Pack, name: str) -> None:
    """DvcheckError with Exit.USAGE where a pack lacks the checklist called `name`."""
    known = [c.id for c in pack.checklists]
    if name not in known:
        raise DvcheckError(
            f'the pack has no checklist "{clean(name)}"{nearest(name, known)}',
            hint=f"It has {', '.join(known)}.",
            code=Exit.USAGE,
        )


def require_walked(case: Case, pack: Pack) -> None:
    """DvcheckError with Exit.JOURNAL where a pack lacks a checklist that a case was walked by."""
    known = {c.id for c in pack.checklists}
    missing = [name for name in case.checklists if name not in known]
    if missing:
        raise _unreadable_pack(case, f"it has no checklist {missing[0]}")


def _unreadable_pack(case: Case, why: str) -> DvcheckError:
    return DvcheckError(
        f"case {clean(case.id)}: the checklists it was worked under cannot be used: {clean(why)}",
        hint="The answers are intact; show this line to your IT unit. Other cases can be worked on.",
        code=Exit.JOURNAL,
    )


def read_text(path: Path) -> str:
    """An answers file as text. DvcheckError with Exit.BAD_INPUT where it cannot be read."""
    try:
        return library.read_text(path, hint="An answers file is a short list.")
    except OSError as error:
        message = f"{clean(str(path))}: {error.strerror or error}"
        raise DvcheckError(message, hint="Check the file's name.", code=Exit.BAD_INPUT) from None


def dumb_terminal() -> bool:
    return sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb")


def tidy_when_ended() -> None:
    """From now on a command that is ended from outside, or with its window, still tidies up on its way out.

    Without this the terminal would be left without echo, and a demo would leave its folder. A command that
    is to outlive its window (nohup) does.
    """
    for name in _ENDED_BY:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


_ENDED_BY = ("SIGTERM", "SIGHUP")


def _end(number: int, frame: object) -> None:
    for name in _ENDED_BY:  # often they come in twos, and tidying up is not to be cut off
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    raise SystemExit(128 + number)
