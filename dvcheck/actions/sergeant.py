"""What several officers owe, read from their home folders. Nothing is written there, and nobody is asked."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec.structs import replace

from dvcheck.actions.outstanding import AssessedCase, assess_each, gather
from dvcheck.actions.practice_home import is_practice
from dvcheck.actions.settings import Config
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError
from dvcheck.language import phrase
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.record.cases import each_open
from dvcheck.record.errors import JournalError, JournalUnusable
from dvcheck.record.events import SHIFT, ShiftStarted, of_shift
from dvcheck.record.store import StoreToRead
from dvcheck.report.owed import (
    CasesOfPack,
    DutiesOfOfficers,
    Officer,
    OfficerHome,
    Outstanding,
    OwedRow,
    SameHome,
)
from dvcheck.rules import urgency
from dvcheck.text import clean


class _ReadHome(msgspec.Struct, frozen=True, kw_only=True):
    """One home and what is owed in it."""

    home: OfficerHome
    listed: Outstanding = Outstanding()


class _OfficersWorkspace(Workspace):
    """The workspace of an officer, for somebody else who only reads it.

    The officer's own settings say which questions are asked. Texts are in the language of the reader.
    Packs that are compiled are kept in the reader's home, or not at all if that is one of the homes read.
    """

    def __init__(self, home: Path, reader: Workspace, keep_in: Path | None) -> None:
        super().__init__(home=home)
        self._packs, self._outlines = reader._packs, reader._outlines
        self._reader, self._keep_in = reader, keep_in
        self.wrong_settings = ""
        """What is wrong with the officer's settings."""

    @cached_property
    def config(self) -> Config:
        try:
            return super().config
        except DvcheckError as error:
            self.wrong_settings = error.message.splitlines()[0]
            return Config()

    @cached_property
    def language(self) -> str:
        return self._reader.language

    def _compiled(self, source: library.PackFiles, *, stored: bool = False) -> Pack:
        if source.digest not in self._packs:
            self._packs[source.digest] = library.load(
                source, self._keep_in, language=self.language, stored=stored
            )
        return self._packs[source.digest]


def named_once(homes: Iterable[Path]) -> tuple[list[Path], tuple[SameHome, ...]]:
    """Return each home once, and the names that lead to a record already named."""
    found: dict[object, Path] = {}
    same: list[SameHome] = []
    for home in homes:
        first = found.setdefault(Workspace(home=home).place.identity(), home)
        if first is not home:
            same.append(SameHome(named=str(home), shown_as=str(first)))
    return list(found.values()), tuple(same)


def read_each(workspace: Workspace, homes: Sequence[Path], at: datetime) -> Iterator[_ReadHome]:
    """Read the homes one after the other. A home that cannot be read is no error."""
    own = os.path.realpath(workspace.home)
    keep_in = None if own in map(os.path.realpath, homes) else workspace.home
    names = _folder_names(homes)
    for home in homes:
        yield _read(_OfficersWorkspace(home, workspace, keep_in), names[home], at)


def gathered(read: Iterable[_ReadHome], same: tuple[SameHome, ...], at: datetime) -> DutiesOfOfficers:
    """Put the homes that were read into one list."""
    found = tuple(read)
    packs: dict[str, CasesOfPack] = {}
    for part in (part for one in found for part in one.listed.by_pack):
        before = packs.get(part.pack.digest)
        cases = (*(before.cases if before is not None else ()), *part.cases)
        packs[part.pack.digest] = CasesOfPack(pack=part.pack, cases=cases)
    listed = Outstanding(
        rows=tuple(sorted((row for one in found for row in one.listed.rows), key=rank_of_several)),
        by_pack=tuple(packs.values()),
        undecided=sum(one.listed.undecided for one in found),
        unfinished=tuple(left for one in found for left in one.listed.unfinished),
        problems=tuple(problem for one in found for problem in one.listed.problems),
    )
    homes = sorted((one.home for one in found), key=lambda home: home.officer.name.casefold())
    return DutiesOfOfficers(at=at, listed=listed, homes=tuple(homes), same=same)


def rank_of_several(row: OwedRow) -> tuple[object, ...]:
    """Return the sort key of a duty among those of several officers."""
    name = row.officer.name.casefold() if row.officer is not None else ""
    return not row.obligation.first, *urgency.rank(row.duty), row.order, name, row.opened


def _read(theirs: _OfficersWorkspace, folder_name: str, at: datetime) -> _ReadHome:
    officer = Officer(name=folder_name, home=str(theirs.home))
    try:
        _require_folder(theirs.home)
        journal = theirs.place.open_to_read()
    except JournalError as error:
        named = replace(officer, name=theirs.config.officer or folder_name)
        return _ReadHome(home=OfficerHome(officer=named, unread=error.message))
    if journal is None:
        named = replace(officer, name=theirs.config.officer or folder_name)
        return _ReadHome(home=OfficerHome(officer=named, is_empty=True))
    with journal:
        return _read_journal(theirs, journal, officer, at)


def _require_folder(home: Path) -> None:
    """Raise JournalError if a home is not a folder, or cannot be reached."""
    try:
        is_folder = stat.S_ISDIR(home.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        raise JournalError(phrase("{folder}: there is no such folder", folder=clean(str(home)))) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise JournalError(phrase("{file}: {why}", file=clean(str(home)), why=why)) from None
    if not is_folder:
        raise JournalError(
            phrase("{folder} is a file. Name the folder of a journal", folder=clean(str(home)))
        )
    if is_practice(home):
        raise JournalError(phrase("{folder} holds practice, not cases", folder=clean(str(home))))


def _read_journal(
    theirs: _OfficersWorkspace, journal: StoreToRead, officer: Officer, at: datetime
) -> _ReadHome:
    """Read an open journal. What was read before a damaged place is kept."""
    unread: list[str] = []

    def carefully(read: Callable[[], str]) -> str:
        try:
            return read()
        except JournalError as error:
            unread.append(error.message)
            return ""

    recorded = carefully(lambda: _recorded_name(journal))
    officer = replace(officer, name=recorded or theirs.config.officer or officer.name)

    def cases() -> Iterator[AssessedCase | DvcheckError]:
        try:
            for one in assess_each(theirs, each_open(journal), journal, at):
                if isinstance(one, JournalUnusable):  # about the file, not about one case
                    unread.append(one.message)
                else:
                    yield _named(one, officer) if isinstance(one, DvcheckError) else one
        except JournalError as error:
            unread.append(error.message)

    def whose(case: Case) -> Officer:
        return replace(officer, name=case.officer) if case.officer else officer

    listed = gather(theirs, cases(), whose)
    last = carefully(lambda: _last_entry(journal))
    home = OfficerHome(
        officer=officer,
        last_entry=datetime.fromisoformat(last) if last else None,
        unread=unread[0] if unread else "",
        notices=tuple(_notices(theirs, journal)),
    )
    return _ReadHome(home=home, listed=listed)


def _named(error: DvcheckError, officer: Officer) -> DvcheckError:
    """Return the error about a case with the name of its officer."""
    message = phrase("{officer}: {message}", officer=clean(officer.name), message=error.message)
    return DvcheckError(message, hint=error.hint, code=error.code)


def _recorded_name(journal: StoreToRead) -> str:
    """Return the officer of the shift started last; empty if none is recorded."""
    started = journal.last(SHIFT, ShiftStarted.kind)
    for event in journal.events(SHIFT, after=started - 1)[:1] if started else ():
        try:
            body = of_shift(event)
        except msgspec.ValidationError:
            return ""
        return (body.officer or "") if isinstance(body, ShiftStarted) else ""
    return ""


def _last_entry(journal: StoreToRead) -> str:
    """Return the time of the last entry, as it is written; empty if there is none."""
    for stored in journal.since(journal.head().seq - 1):
        text = stored.at.decode("ascii", "replace")
        try:
            return datetime.fromisoformat(text).astimezone(UTC).isoformat()
        except (ValueError, OverflowError):
            return ""
    return ""


def _notices(theirs: _OfficersWorkspace, journal: StoreToRead) -> Iterator[str]:
    if journal.is_older:
        yield phrase("an earlier version of dvcheck wrote this journal; it is read as it is")
    if journal.rewound is not None:
        yield phrase(
            "{gone}: an older copy is in place of the journal. Look for the newer file",
            gone=journal.rewound.gone,
        )
    if theirs.wrong_settings:
        yield phrase("the settings cannot be read: {why}", why=theirs.wrong_settings)


def _folder_names(homes: Sequence[Path]) -> dict[Path, str]:
    """Name each home by its folder, with as many folders above it as tell the homes apart."""
    parts = {home: Path(os.path.abspath(home)).parts for home in homes}  # noqa: PTH100
    names: dict[Path, str] = {}
    for home, mine in parts.items():
        others = [theirs for other, theirs in parts.items() if other is not home]
        count = next(
            (n for n in range(1, len(mine)) if all(mine[-n:] != theirs[-n:] for theirs in others)), len(mine)
        )
        names[home] = clean("/".join(mine[-count:]))
    return names
