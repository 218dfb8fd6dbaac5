"""Takes over a case from another computer, out of the file that was written there."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from dvcheck import __version__
from dvcheck.actions.current_shift import current_if_readable
from dvcheck.actions.working import Working
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import on_journal, own_line
from dvcheck.language import phrase
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.record import kin, transfer
from dvcheck.record.case import Case, fold
from dvcheck.record.cases import new_case_id, open_case_of
from dvcheck.record.clock import MOVED, now
from dvcheck.record.events import Answered, CasePurged, CaseTakenOver, Entry, RawEvent
from dvcheck.record.kin import Kin
from dvcheck.record.store import Store
from dvcheck.record.transfer import Transfer, transfer_error
from dvcheck.rules.assess import Assessment
from dvcheck.rules.outline import base_of
from dvcheck.text import clean


class TakenOver(msgspec.Struct, frozen=True, kw_only=True):
    """A case that was just taken over."""

    case: Case
    pack: Pack
    assessment: Assessment
    came_back_to: tuple[Case, ...]
    """The cases of this journal that were handed over from here, and are an earlier state of it."""
    doubles: tuple[Case, ...]
    """The cases of this journal that are another state of it, and that stay as they are."""
    same_number: str | None
    """The id of another open case with its number; None if there is none."""
    behind: bool
    """Whether the clock of this computer is behind the times in the file."""


class ProposedTakeOver(msgspec.Struct, frozen=True, kw_only=True):
    """A verified file, and the cases of this journal that are another state of its case."""

    workspace: Workspace
    journal: Store
    transfer: Transfer
    kin: tuple[Kin, ...]

    @property
    def doubles(self) -> tuple[Kin, ...]:
        """The cases that are not handed over: the case would be here twice."""
        return tuple(one for one in self.kin if not one.case.is_handed_over)

    def record(self) -> TakenOver:
        """Record the case under a new id, with its packs, in one commit."""
        journal, moved = self.journal, self.transfer
        number = moved.case.number
        same_number = open_case_of(journal, number) if number else None
        case, at = new_case_id(journal), now()
        entries: list[tuple[datetime, Entry]] = [(e.at, RawEvent(e.kind, e.body)) for e in moved.events]
        last = max(time for time, _ in entries)
        packs = {digest: _archive(digest, files) for digest, files in moved.packs.items()}

        def is_unchanged() -> bool:
            return not journal.holds(case) and kin.find_kin(journal, moved) == self.kin

        recorded = journal.append_dated(
            case, [*entries, (at, self._entry(at))], packs=packs, check=is_unchanged
        )
        if not recorded:
            raise _changed_meanwhile()
        taken = fold(recorded)
        pack = self.workspace.pack_of(taken, journal)
        return TakenOver(
            case=taken,
            pack=pack,
            assessment=self.workspace.assess(taken, pack, at),
            came_back_to=tuple(one.case for one in self.kin if one.case.is_handed_over),
            doubles=tuple(one.case for one in self.doubles),
            same_number=same_number,
            behind=last - at >= MOVED,
        )

    def _entry(self, at: datetime) -> CaseTakenOver:
        moved, shift = self.transfer, current_if_readable(self.workspace, self.journal)
        on_shift = shift.officer if shift is not None and shift.is_on(at) else None
        return CaseTakenOver(
            file=moved.digest,
            case=moved.case.id,
            head=moved.head.hex(),
            first=moved.events[0].seq,
            opening=moved.events[0].hash.hex(),
            entries=len(moved.events),
            officer=on_shift or self.workspace.config.officer or None,
            dvcheck=__version__,
        )


@contextmanager
def take_over(workspace: Workspace, path: Path, working: Working = nullcontext) -> Iterator[ProposedTakeOver]:
    """Verify a file, and open the journal to record its case. Nothing is recorded yet.

    DvcheckError with Exit.BAD_INPUT if the file is wrong. With Exit.USAGE if the journal has the case,
    or if the case has sensitive answers and none are recorded here.
    """
    where = library.shown_name(path)
    content = _read(path, where)
    with working():
        moved = transfer.decode(content, where)
    pack = _pack(moved, where)
    _try_out(workspace, moved, pack, where)
    if not workspace.sensitive and _has_sensitive(moved, pack):
        raise DvcheckError(
            phrase("{where}: the case has sensitive answers, and none are recorded here", where=where),
            hint=phrase("Nothing was taken over. Leave out --no-sensitive, or change config.toml."),
            code=Exit.USAGE,
        )
    with workspace.journal_to_write() as journal:
        if kin.is_own(journal, moved):
            raise _own(where, moved.case.id, is_purged=bool(journal.last(moved.case.id, CasePurged.kind)))
        found = kin.find_kin(journal, moved)
        for one in found:
            if not one.lacks:
                raise _had(where, one.case)
        yield ProposedTakeOver(workspace=workspace, journal=journal, transfer=moved, kin=found)


def _read(path: Path, where: str) -> bytes:
    try:
        return library.read_stream(path, transfer.MOST_SIZE + 1)
    except OSError as error:
        # Windows says of a folder that access is denied.
        is_folder = error.errno == errno.EISDIR or os.path.isdir(path)  # noqa: PTH112 - Path.is_dir may raise
        why = phrase("this is a folder") if is_folder else error.strerror or str(error)
        raise DvcheckError(
            phrase("{where}: {why}", where=where, why=why),
            hint=phrase("Name the file that was handed over. It ends in {ending}.", ending=transfer.ENDING),
            code=Exit.BAD_INPUT,
        ) from None


def _pack(moved: Transfer, where: str) -> Pack:
    """Return the pack of the case. DvcheckError with Exit.BAD_INPUT if it does not parse here."""
    digest = moved.case.pack_digest
    source = library.PackFiles(files=moved.packs[digest], digest=digest, folder=where)
    try:
        return library.load(source, None, stored=True)
    except (DvcheckError, RecursionError) as error:
        first = error.message.splitlines()[0] if isinstance(error, DvcheckError) else type(error).__name__
        why = phrase("its checklists cannot be read here: {first}", first=first)
        raise transfer_error(where, why) from None


def _try_out(workspace: Workspace, moved: Transfer, pack: Pack, where: str) -> None:
    """Check that the case can be assessed, so that it can be worked on once it is recorded."""
    try:
        workspace.assess(moved.case, pack, now())
    except DvcheckError as error:
        raise transfer_error(where, error.message) from None
    clocks = {question.id for question in pack.questions() if question.limit is not None}
    if not clocks.issuperset(moved.case.running):
        raise transfer_error(where, phrase("a clock runs in it that its checklists do not have"))


def _has_sensitive(moved: Transfer, pack: Pack) -> bool:
    """Check whether an answer was ever given that a pack of the case calls sensitive, or does not know."""
    plain = {question.id for question in pack.questions() if not question.sensitive}
    for digest, files in moved.packs.items():
        with suppress(DvcheckError, RecursionError):
            earlier = library.load(
                library.PackFiles(files=files, digest=digest, folder=""), None, stored=True
            )
            plain -= {question.id for question in earlier.questions() if question.sensitive}
    answered = (e.body.get("question") for e in moved.events if e.kind == Answered.kind)
    return any(base_of(str(question)) not in plain for question in answered)


def _archive(digest: str, files: "transfer.Files") -> bytes:
    return library.PackFiles(files=files, digest=digest, folder="").archive()


def _own(where: str, case: str, *, is_purged: bool) -> DvcheckError:
    again = own_line(
        phrase("Nothing was taken over. To go on with the case here all the same:"),
        on_journal("close", case, "--reopen"),
    )
    return DvcheckError(
        phrase("{where}: it was handed over on this computer, as {case}", where=where, case=clean(case)),
        hint=phrase("Nothing was taken over. The case was purged here.") if is_purged else again,
        code=Exit.USAGE,
    )


def _had(where: str, case: Case) -> DvcheckError:
    return DvcheckError(
        phrase("{where}: {case} has all of it already", where=where, case=clean(case.id)),
        hint=own_line(phrase("Nothing was taken over. See the case:"), on_journal("show", case.id)),
        code=Exit.USAGE,
    )


def _changed_meanwhile() -> DvcheckError:
    return DvcheckError(
        phrase("another window changed the journal while this command ran"),
        hint=phrase("Nothing was taken over. Run the command again."),
        code=Exit.USAGE,
    )
