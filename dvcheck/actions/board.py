"""The board of a precinct: required duties that are open, as the laptops pushed them last."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dvcheck.actions.pushing import settings_of
from dvcheck.actions.sergeant import rank_of_several
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.pack import library
from dvcheck.pack.model import Obligation, Pack, is_within
from dvcheck.record.board_line import CaseOnBoard
from dvcheck.report.board import case_of, rows, unfinished
from dvcheck.report.on_board import SOON, Between, Board, Only, Silent, sort_key
from dvcheck.report.owed import CasesOfPack, Outstanding, OwedRow
from dvcheck.text import clean, nearest

if TYPE_CHECKING:
    from psycopg import Connection

    from dvcheck.record.postgres.board import Heard, Viewer

SILENT = timedelta(hours=1)
"""An officer on duty who was not heard from for so long is listed."""
MOST = 2_000
"""The most cases on a board."""
BETWEEN = timedelta(days=3)
"""A case that was handed over so long ago and is on no other laptop is no longer on the board."""


def viewer_of(connection: "Connection") -> "Viewer":
    """Return who asks. DvcheckError if the precinct does not know this login."""
    from dvcheck.record.postgres import board
    from dvcheck.record.postgres.connect import Refused

    found = board.viewer(connection)
    if found is None:
        raise Refused(
            phrase("the precinct does not know this login"),
            hint=phrase("Ask whoever runs it to add the login: dvcheck precinct people apply FILE."),
        )
    return found


class PackReader:
    """A reader of the packs in a precinct. Each is read once."""

    def __init__(self, workspace: Workspace, connection: "Connection") -> None:
        self._workspace = workspace
        self._connection = connection
        self.read: dict[str, Pack | None] = {}
        """The packs that were asked for, by digest; None for one that is not there."""

    def pack(self, digest: str) -> Pack | None:
        """Return the pack with a digest, whoever pushed it; None if it is not there."""
        if digest not in self.read:
            self.read[digest] = self._fetch(digest)
        return self.read[digest]

    def _fetch(self, digest: str) -> Pack | None:
        """Return the pack whose content has this digest, whoever pushed it."""
        from dvcheck.record.postgres import board

        language = self._workspace.language
        known = library.read_compiled(digest, self._workspace.home, language)
        if known is not None:
            return known
        with suppress(DvcheckError):
            if self._workspace.uses(digest):
                return self._workspace.pack()
        for content in board.pack(self._connection, digest):
            with suppress(DvcheckError):
                source = library.from_archive(content)
                if source.digest == digest:
                    return library.load(source, self._workspace.home, language=language, stored=True)
        return None


class BoardReader:
    """A reader of the board, or of a part of it."""

    def __init__(self, workspace: Workspace, connection: "Connection", only: Only) -> None:
        self._connection = connection
        self._viewer = viewer_of(connection)
        self._packs = PackReader(workspace, connection)
        self._only = only

    def read(self, at: datetime) -> Board:
        """Read the board as it is now.

        DvcheckError with Exit.USAGE for an officer who has sent nothing, or a section that is in no pack.
        """
        from dvcheck.record.postgres import board

        found = board.lines(self._connection, self._viewer, MOST + 1)
        between = board.between_laptops(self._connection, self._viewer, at - BETWEEN, MOST)
        everybody = board.heard(self._connection, self._viewer)
        heard = tuple(one for one in everybody if _is_shown(one, self._only, at))
        _require_known(self._only.officers, (one.officer for one in everybody))
        names = {one.officer for one in heard}
        shown = tuple(one for one in found[:MOST] if one.officer in names)
        listed = self._listed(shown, at)
        _require_section(self._only.sections, listed.packs)
        due = [row.at for row in listed.rows if row.at is not None]
        numbers = Counter(one.line.number for one in shown if one.line.number)
        return Board(
            at=at,
            precinct=self._viewer.precinct,
            agency=self._viewer.agency,
            role=self._viewer.role,
            listed=listed,
            overdue=sum(time <= at for time in due),
            within_the_hour=sum(at < time <= at + SOON for time in due),
            silent=tuple(_silent(heard, shown, at)),
            never=tuple(self._never(everybody)),
            between=tuple(_between(one) for one in between if _is_of(one.officer, self._only)),
            twice=tuple(sorted(number for number, count in numbers.items() if count > 1)),
            parted=tuple(sorted({one.officer for one in heard if one.parted})),
            cut=len(found) > MOST,
            only=self._only,
        )

    def _never(self, everybody: "Iterable[Heard]") -> Iterable[str]:
        """Yield the officers from whom nothing has come. A board of some officers leaves them out."""
        from dvcheck.record.postgres import board

        if not (self._only.officers or self._only.on_duty):
            heard = {one.officer for one in everybody}
            yield from (officer for officer in board.crew(self._connection) if officer not in heard)

    def _listed(self, found: Iterable[CaseOnBoard], at: datetime) -> Outstanding:
        owed: list[OwedRow] = []
        left = []
        cases: dict[str, list[str]] = {}
        undecided = 0
        for one in found:
            pack = self._packs.pack(one.line.pack)
            if pack is None or one.line.detail.unreadable:
                continue
            cases.setdefault(pack.digest, []).append(one.line.case_id)
            undecided += one.line.undetermined
            owed += (row for row in rows(one, pack, at) if _is_within(row, self._only.sections))
            walks = unfinished(one, pack)
            left += [] if walks is None else [walks]
        by_pack = tuple(
            CasesOfPack(pack=pack, cases=tuple(cases[digest]))
            for digest, pack in self._packs.read.items()
            if pack is not None and digest in cases
        )
        return Outstanding(
            rows=tuple(sorted(owed, key=lambda row: (sort_key(row, at), rank_of_several(row)))),
            by_pack=by_pack,
            undecided=undecided,
            unfinished=tuple(left),
            problems=tuple(self._unread(found)),
        )

    def _unread(self, found: Iterable[CaseOnBoard]) -> Iterable[DvcheckError]:
        from dvcheck.record.postgres.connect import Refused

        for one in found:
            if self._packs.pack(one.line.pack) is None:
                message = phrase(
                    "{officer}, case {case}: its checklists are not in the precinct",
                    officer=one.officer,
                    case=one.line.case_id,
                )
                yield Refused(message, hint=phrase("The officer's next push brings them."))
            elif one.line.detail.unreadable:
                message = phrase(
                    "{officer}, case {case}: what the laptop sent for the board cannot be read",
                    officer=one.officer,
                    case=one.line.case_id,
                )
                yield Refused(message, hint=phrase("Call the officer."))


def readings(workspace: Workspace, only: Only, clock: Callable[[], datetime]) -> Iterator[Board]:
    """Yield the board as it is at each time that one is asked for, over one connection."""
    from dvcheck.record.postgres.connect import BOARD_ANSWER_SECONDS, open_connection

    with open_connection(settings_of(workspace), patience=BOARD_ANSWER_SECONDS) as connection:
        reader = BoardReader(workspace, connection, only)
        while True:
            yield reader.read(clock())


def _is_of(officer: str, only: Only) -> bool:
    return not only.officers or officer in only.officers


def _is_shown(one: "Heard", only: Only, at: datetime) -> bool:
    """Check whether the cases of an officer are shown."""
    return _is_of(one.officer, only) and (not only.on_duty or _is_on_duty(one, at))


def _is_on_duty(one: "Heard", at: datetime) -> bool:
    return one.shift_ends is not None and at < one.shift_ends


def _is_within(row: OwedRow, sections: tuple[str, ...]) -> bool:
    return not sections or any(is_within(ref, one) for ref in row.obligation.cites for one in sections)


def _require_known(officers: Iterable[str], known: Iterable[str]) -> None:
    """Raise DvcheckError if nothing has come from an officer: an empty board would look like a clear one."""
    names = tuple(known)
    for officer in officers:
        if officer not in names:
            said = clean(officer)
            message = phrase(
                'no officer "{officer}" has sent anything{near}', officer=said, near=nearest(officer, names)
            )
            raise DvcheckError(
                message, hint=phrase("See who has sent something: dvcheck board --once."), code=Exit.USAGE
            )


def _require_section(sections: Iterable[str], packs: tuple[Pack, ...]) -> None:
    """Raise DvcheckError for a section that no duty cites."""
    cited = {
        ref for pack in packs for item in pack.items() if isinstance(item, Obligation) for ref in item.cites
    }
    for section in sections:
        if packs and not any(is_within(ref, section) for ref in cited):
            raise DvcheckError(
                phrase('no duty cites section "{section}"', section=clean(section)),
                hint=own_line(phrase("To list the sections:"), on_journal("policy")),
                code=Exit.USAGE,
            )


def _between(found: CaseOnBoard) -> Between:
    return Between(officer=found.officer, precinct=found.precinct, case=case_of(found), at=found.line.last_at)


def _silent(heard: "Iterable[Heard]", shown: Iterable[CaseOnBoard], at: datetime) -> Iterable[Silent]:
    """Yield the officers who are on duty, or have an open case, and whose last push is an hour old."""
    owing = {one.officer for one in shown}
    for one in heard:
        if (_is_on_duty(one, at) or one.officer in owing) and at - one.at >= SILENT:
            yield Silent(officer=one.officer, at=one.at)
