"""What a command works with: the home folder, the pack, the journal, the clock and how it prints."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext, suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from dvcheck import hint
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Pack, short
from dvcheck.record import journal as journals
from dvcheck.record import shift as shifts
from dvcheck.record.case import Case, recent_packs
from dvcheck.record.journal import Journal, code, is_of_the_file
from dvcheck.record.shift import Shift
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import Outline, outline
from dvcheck.rules.repack import Leftover, leftover
from dvcheck.screens.progress import progress
from dvcheck.text import clean, nearest

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from dvcheck.cli.config import Config
    from dvcheck.screens.case import CaseLine

MAX_NUMBER = 60

journals.migrating = lambda: progress("Bringing the journal to this version of dvcheck")


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """A pack that can be worked with."""

    pack: Pack
    archive: Callable[[], bytes]
    """Its files in one piece; empty where the journal has them already."""
    notice: str = ""
    """In one line, that it stands in for the pack in use: what is wrong with that, whom to tell."""


class InUse(msgspec.Struct, frozen=True, kw_only=True):
    """How the pack in use stands to the pack of a case."""

    relation: Literal["same", "newer", "other", "broken"]
    digest: str | None = None
    effective: date | None = None
    problem: str | None = None
    """What is wrong with it, where it is broken."""


class Desk:
    """The folders and the look of one command; packs and their outlines are made once each."""

    last_home: ClassVar[Path | None] = None
    """The home folder of this command: where the log goes of an error that nobody expected."""

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
        self.home = Desk.last_home = home or _default_home()
        self._folder = pack
        self._no_color = no_color
        self._plain = plain
        self._quiet = quiet
        self._no_sensitive = no_sensitive
        self._source: library.Source | None = None
        self._packs: dict[str, Pack] = {}
        self._unread: DvcheckError | None = None
        """Why the pack in use cannot be read."""
        self._sound: Sound | None = None
        self._outlines: dict[tuple[str, tuple[str, ...]], Outline] = {}
        hint.home = home if os.environ.get("DVCHECK_HOME") != str(home) else None

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
        """The files of the pack in use. They are looked for once: a share that is away may take its time."""
        if self._unread is not None:
            raise self._unread
        if self._source is None:
            try:
                self._source = library.read(self.folder)
            except DvcheckError as error:
                self._unread = error
                raise
        return self._source

    def pack(self) -> Pack:
        """The pack in use now. DvcheckError with Exit.BAD_INPUT where it cannot be used."""
        return self._compiled(self.source)

    def sound(self, journal: Journal | None = None) -> Sound:
        """The pack in use, or in its place the last sound one: for what must go on whatever became of it.

        `journal` is the one that is open already, if any. DvcheckError where there is no other pack either.
        """
        if self._sound is None:
            try:
                self._sound = Sound(pack=self.pack(), archive=self.source.archive)
            except DvcheckError as error:
                self._sound = self._last_sound(journal, error)
        return self._sound

    def usable(self) -> Sound:
        """The pack for something new: `sound`, unless the command line names one. That one must be sound."""
        if self.origin("pack") == "option":
            self.pack()
        return self.sound()

    def _last_sound(self, journal: Journal | None, why: DvcheckError) -> Sound:
        """The pack used last of those kept in the journal; without any, the one that comes with dvcheck."""
        with nullcontext(journal) if journal is not None else self.journal() or nullcontext() as kept:
            pack = self._last_kept(kept) if kept is not None else None
        if pack is not None:
            return Sound(pack=pack, archive=bytes, notice=_notice(self.folder, why, pack))
        with suppress(DvcheckError):
            source = library.read(library.shipped())
            pack = self._compiled(source)
            return Sound(pack=pack, archive=source.archive, notice=_notice(self.folder, why, pack))
        raise why

    def _last_kept(self, journal: Journal) -> Pack | None:
        for digest in recent_packs(journal):
            with suppress(DvcheckError):
                return self._stored(digest, journal)
        return None

    def pack_of(self, case: Case, journal: Journal) -> Pack:
        """The pack kept with a case, whatever became of the one in use.

        DvcheckError with Exit.JOURNAL where it cannot be read any more.
        """
        try:
            return self._stored(case.pack_digest, journal)
        except DvcheckError as error:
            if is_of_the_file(error):
                raise
            raise _unreadable_pack(case, error.message.splitlines()[0]) from error

    def _stored(self, digest: str, journal: Journal) -> Pack:
        """The pack of this digest: as it was compiled, from the journal, or from the folder in use."""
        if digest not in self._packs and (compiled := library.kept(digest, self.home)) is not None:
            self._packs[digest] = compiled
        if digest in self._packs:
            return self._packs[digest]
        try:
            content = journal.pack(digest)
            if content is None:
                raise DvcheckError("it is not in the journal", code=Exit.JOURNAL)
            return self._compiled(library.from_archive(content), stored=True)
        except DvcheckError:
            if not self.uses(digest):
                raise
            return self.pack()

    def leftover(
        self, case: Case, pack: Pack, assessment: Assessment, journal: Journal
    ) -> tuple[Leftover, ...]:
        """The answers of a case that do not count, named by the packs it had before."""
        if not assessment.uncounted:
            return ()
        earlier: list[Pack | None] = []
        for repack in reversed(case.repacks):
            try:
                earlier.append(self._stored(repack.was, journal))
            except DvcheckError:
                earlier.append(None)
        return leftover(assessment, [pack, *earlier])

    def archive_of(self, case: Case, journal: Journal) -> bytes:
        """The files of the pack that `pack_of` gives, in one piece; empty where nothing has them any more."""
        if self.uses(case.pack_digest):
            return self.source.archive()
        return journal.pack(case.pack_digest) or b""

    def uses(self, digest: str) -> bool:
        """Whether this is the pack in use. It is not where that cannot be read."""
        try:
            return self.source.digest == digest
        except DvcheckError:
            return False

    def in_use(self, pack: Pack) -> InUse:
        """How the pack in use stands to the one of a case."""
        if self.uses(pack.digest):
            return InUse(relation="same", digest=pack.digest, effective=pack.policy.effective)
        try:
            new = self.pack()
        except DvcheckError as error:
            return InUse(relation="broken", problem=_first_line(self.folder, error))
        newer = new.policy.id == pack.policy.id and new.policy.effective > pack.policy.effective
        return InUse(
            relation="newer" if newer else "other", digest=new.digest, effective=new.policy.effective
        )

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
        return told(Journal.open_existing(self.home))

    def journal_to_write(self) -> Journal:
        """The journal, made if it is missing, and proved writable."""
        journal = Journal.open(self.home)
        told(journal)
        return journal

    def recorded(self, *, whatever: bool = False) -> Journal:
        """The journal. DvcheckError with Exit.USAGE where nothing has been recorded yet.

        With `whatever`, to save what it holds, also one that is refused otherwise.
        """
        journal = told(Journal.open_existing(self.home, whatever=whatever))
        if journal is None:
            raise DvcheckError(
                f"nothing is recorded in {clean(str(self.home))} yet",
                hint=hint.own_line(
                    "Name another folder with --home DIR, or start with:", hint.on_journal("incident")
                ),
                code=Exit.USAGE,
            )
        return journal

    def console(self) -> "Console":
        from dvcheck.screens import style

        return style.console(color=self.color)

    def say_command(self, said: str, command: str) -> None:
        """Print what a command is for, and the command on a line that is not wrapped."""
        from dvcheck.screens import style

        self.show(style.hint(said, command))

    def show(self, *parts: "RenderableType") -> None:
        """Print to standard output, as wide as the terminal is."""
        console = self.console()
        for part in parts:
            console.print(part)


def told(journal: Journal | None) -> Journal | None:
    """The journal, after a line on standard error where acknowledged entries of it are gone."""
    if journal is not None and journal.rewound is not None:
        sys.stderr.write(
            f"dvcheck: {journal.rewound.gone}: an older copy is in place of the journal. "
            f"Look for the newer file; what is gone: {hint.on_journal('journal', 'verify')}\n"
        )
    return journal


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


def recorded_json(
    case: Case, pack: Pack, *, sensitive: bool = False, leftover: tuple[Leftover, ...] = ()
) -> Mapping[str, object]:
    """A case with what was recorded in it beside answers: timers, lists, notes, moves.

    `leftover` are the answers that do not count. What sensitive ones say, and the entries of sensitive lists,
    only with `sensitive`; of a list that its pack does not know any more nobody can say.
    """
    from dvcheck.report.json import stamp

    plain = {q.id for q in pack.questions() if sensitive or not q.sensitive}
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
            if sensitive or question in plain
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
        "repacks": [{"pack": r.pack, "was": r.was, "at": stamp(r.at)} for r in case.repacks],
        "uncounted": [uncounted_json(u, sensitive=sensitive) for u in leftover],
    }


def uncounted_json(found: Leftover, *, sensitive: bool) -> Mapping[str, object]:
    """An answer that does not count; what a sensitive one says is null, but with `sensitive`."""
    from dvcheck.report.json import stamp

    shows = sensitive or not found.sensitive
    return {
        "question": found.question,
        "value": found.value if shows else None,
        "at": stamp(found.at),
        "why": found.why if shows else None,
    }


def case_line(case: Case, desk: Desk) -> "CaseLine":
    """A case as the screens show it."""
    from dvcheck.screens.case import CaseLine

    command = case.checklists[-1] if case.checklists else "incident"
    return CaseLine(id=case.id, number=case.number, code=code(case.head), command=command)


def in_use_line(found: InUse, case: Case) -> tuple[str, str]:
    """A line on the pack in use where it is not the one of the case, and the command that moves the case."""
    move = "" if case.closed is not None else hint.on_journal("case", "repack", case.id)
    end = "." if case.closed is not None else ". To move the case to them:"
    match found.relation:
        case "same":
            return "", ""
        case "newer":
            return f" Newer checklists (effective {found.effective}) are in use{end}", move
        case "other":
            return f" Other checklists than this case's are in use{end}", move
        case "broken":
            return f" This case keeps its own checklists. Those in use are broken: {found.problem}", ""


def _notice(folder: Path, why: DvcheckError, pack: Pack) -> str:
    return (
        f"The checklists in {clean(str(folder))} cannot be used ({_first_line(folder, why)}): tell your IT "
        f"unit. Used instead: those effective {pack.policy.effective}, pack {short(pack.digest)}."
    )


def _first_line(folder: Path, error: DvcheckError) -> str:
    """What is wrong with a pack, in one line that does not name its folder once more."""
    first = error.message.splitlines()[0]
    return first.removeprefix(clean(str(folder))).lstrip(":/\\ ")


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
    """An answers file as text; `-` is standard input.

    DvcheckError with Exit.BAD_INPUT where it cannot be read.
    """
    try:
        return library.read_text(path, hint="An answers file is a short list.", read=library.read_stream)
    except OSError as error:
        message = f"{library.shown_name(path)}: {error.strerror or error}"
        raise DvcheckError(message, hint="Check the file's name.", code=Exit.BAD_INPUT) from None


def file_name(path: Path) -> str:
    """The name that places in a file carry."""
    return library.shown_name(path) if library.is_stream(path) else path.name


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
