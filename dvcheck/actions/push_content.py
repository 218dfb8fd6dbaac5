"""Make entries ready to leave the laptop: with their content, or with only their seal."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError
from dvcheck.pack.model import Question
from dvcheck.record.chain import Stored, seal_of
from dvcheck.record.events import CaseOpened, CaseRepacked
from dvcheck.record.precinct import Level
from dvcheck.record.store import ReadableStore
from dvcheck.record.withheld import is_text, is_withheld
from dvcheck.rules.outline import base_of

if TYPE_CHECKING:
    from dvcheck.record.postgres.remote import SealedEntry


class EntrySealer:
    """Makes the entries of a push at a level, and counts those whose content is withheld."""

    def __init__(self, workspace: Workspace, journal: ReadableStore, level: Level) -> None:
        self._workspace = workspace
        self._journal = journal
        self._level = level
        self._packs: dict[str, tuple[str, ...]] = {}
        """The digests of the packs of each case."""
        self._questions: dict[str, Mapping[str, Question]] = {}
        """The questions of each pack."""
        self.withheld = 0
        self.not_text = 0
        """Of those withheld, how many have characters that the precinct cannot store."""

    def seal(self, entry: Stored) -> "SealedEntry":
        from dvcheck.record.postgres.remote import SealedEntry

        withheld = bool(entry.body) and is_withheld(entry, self._level, self._questions_of(entry))
        self.withheld += withheld
        self.not_text += not is_text(entry.body)
        goes = bool(entry.body) and not withheld
        return SealedEntry(
            seq=entry.seq,
            case=entry.case.decode(),
            at=entry.at.decode(),
            kind=entry.kind.decode(),
            hash=entry.hash,
            seal=entry.seal or seal_of(entry.salt, entry.body),
            salt=entry.salt if goes else None,
            body=entry.body.decode() if goes else None,
        )

    def _questions_of(self, entry: Stored) -> Callable[[str], Question | None]:
        case = entry.case.decode()

        def question(name: str) -> Question | None:
            """Return the question; None if a pack of the case does not have it or cannot be read."""
            found: Question | None = None
            for digest in self._packs_of(case):
                found = self._of_pack(digest).get(base_of(name))
                if found is None or found.sensitive:
                    return found
            return found

        return question

    def _packs_of(self, case: str) -> tuple[str, ...]:
        """Return the digests of the packs that a case was worked under; empty if it cannot be read."""
        if case not in self._packs:
            named: list[object] = []
            with suppress(DvcheckError):
                kinds = (CaseOpened.kind, CaseRepacked.kind)
                named = [e.body.get("pack") for e in self._journal.events(case) if e.kind in kinds]
            self._packs[case] = tuple(digest for digest in named if isinstance(digest, str))
        return self._packs[case]

    def _of_pack(self, digest: str) -> Mapping[str, Question]:
        if digest not in self._questions:
            found: Mapping[str, Question] = {}
            with suppress(DvcheckError):
                pack = self._workspace.pack_with(digest, self._journal)
                found = {question.id: question for question in pack.questions()}
            self._questions[digest] = found
        return self._questions[digest]
