"""The objects of a command: the home folder, the settings, the packs and the journal."""

import os
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from dvcheck import dates, hint
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack import installed, library
from dvcheck.pack.model import Pack, short
from dvcheck.record.case import Case
from dvcheck.record.cases import recent_packs
from dvcheck.record.errors import JournalUnusable
from dvcheck.record.sqlite.journal import JournalFolder
from dvcheck.record.store import OpeningCallbacks, ReadableStore, Store, StoreLocation
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import Outline, outline
from dvcheck.text import clean, nearest
from dvcheck.wording.case_line import case_label as case_label

if TYPE_CHECKING:
    from dvcheck.actions.settings import Config
    from dvcheck.rules.repack import Leftover

MAX_NUMBER = 60

_NOBODY = OpeningCallbacks()
"""The callbacks to open a journal without asking or showing anything."""


class UsablePack(msgspec.Struct, frozen=True, kw_only=True):
    """A usable pack."""

    pack: Pack
    archive: Callable[[], bytes]
    """Its files in one archive; empty if the journal already has them."""
    notice: str = ""
    """One line if it replaces the pack in use: what is wrong with that one, and whom to tell."""


class InUse(msgspec.Struct, frozen=True, kw_only=True):
    """The relation of the pack in use to the pack of a case."""

    relation: Literal["same", "newer", "other", "broken"]
    digest: str | None = None
    effective: date | None = None
    problem: str | None = None
    """The error, if it is broken."""
    policy: str | msgspec.UnsetType = msgspec.UNSET
    """The id of its policy, if the case has another."""


class Workspace:
    """The home folder, settings, packs and journal of one command. Each pack and outline is made once."""

    def __init__(
        self,
        *,
        home: Path | None = None,
        pack: Path | None = None,
        no_color: bool = False,
        plain: bool = False,
        quiet: bool = False,
        no_sensitive: bool = False,
        tell: Callable[[str, str], None] = lambda said, command: None,
        opener: OpeningCallbacks = _NOBODY,
        place: StoreLocation | None = None,
    ) -> None:
        """`tell` is called with messages apart from the result: a line, and a command or nothing.

        `place` is where the journal is kept; by default, the SQLite file in the home folder.
        """
        self.home = home or _default_home()
        # The one line that decides in which store the journal is kept.
        self.place: StoreLocation = place or JournalFolder(self.home, opener)
        """The place of the journal, and how this command opens it."""
        self._folder = pack
        self._no_color = no_color
        self._plain = plain
        self._quiet = quiet
        self._no_sensitive = no_sensitive
        self.tell = tell
        self._source: library.PackFiles | None = None
        self._packs: dict[str, Pack] = {}
        self._pack_error: DvcheckError | None = None
        """Why the pack in use cannot be read."""
        self._sound: UsablePack | None = None
        self._outlines: dict[tuple[str, str, tuple[str, ...]], Outline] = {}

    def on(self, pack: Path | None) -> "Workspace":
        """Return a workspace with the pack named; this one if none is."""
        if pack is None:
            return self
        return Workspace(
            home=self.home,
            pack=pack,
            no_color=self._no_color,
            plain=self._plain,
            quiet=self._quiet,
            no_sensitive=self._no_sensitive,
            tell=self.tell,
            place=self.place,
        )

    @cached_property
    def config(self) -> "Config":
        """The settings in the home folder. Options override them."""
        from dvcheck.actions import settings as config

        return config.read(self.home)

    @cached_property
    def folder(self) -> Path:
        """The folder of the pack in use, or its one file."""
        named = self._folder or self.config.pack
        if named is not None:
            from dvcheck.actions import which_pack

            return which_pack.find_pack(self.home, named)
        return installed.chosen_pack(self.home) or library.shipped_folder()

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

    @cached_property
    def language(self) -> str:
        """The language that packs are shown in, if they have it; empty for their own."""
        from dvcheck.actions import settings

        return settings.language_of(os.environ) or self.config.language

    @property
    def color(self) -> bool:
        return not (self._no_color or self.plain or os.environ.get("NO_COLOR"))

    def origin(self, setting: str) -> str:
        """Return the origin of a setting: option, environment, config.toml, pack use or default."""
        if setting == "pack" and self._folder is not None:
            return "environment" if os.environ.get("DVCHECK_PACK") == str(self._folder) else "option"
        if setting == "plain" and self._plain:
            return "option"
        if setting == "language" and os.environ.get("DVCHECK_LANGUAGE"):
            return "environment"
        if setting in self.config.given:
            return "config.toml"
        return "pack use" if setting == "pack" and installed.chosen_pack(self.home) is not None else "default"

    @property
    def source(self) -> library.PackFiles:
        """The files of the pack in use. They are read once, because a remote share may be slow."""
        if self._pack_error is not None:
            raise self._pack_error
        if self._source is None:
            try:
                self._source = library.read(self.folder)
            except DvcheckError as error:
                from dvcheck.actions import which_pack

                chosen = self.origin("pack") == "pack use"
                self._pack_error = which_pack.with_others(error, self.home, self.folder, chosen=chosen)
                raise self._pack_error from None
        return self._source

    def pack(self) -> Pack:
        """Return the pack in use. DvcheckError with Exit.BAD_INPUT if it cannot be used."""
        return self._compiled(self.source)

    def sound(self, journal: ReadableStore | None = None) -> UsablePack:
        """Return the pack in use or, if it is broken, the last sound one, so that work can go on.

        `journal` is the open journal, if any. DvcheckError if there is no other pack either.
        """
        if self._sound is None:
            try:
                self._sound = UsablePack(pack=self.pack(), archive=self.source.archive)
            except DvcheckError as error:
                self._sound = self._last_sound(journal, error)
        return self._sound

    def usable(self) -> UsablePack:
        """Return the pack for new work: `sound`, unless the command line names one, which must be sound."""
        if self.origin("pack") == "option":
            self.pack()
        return self.sound()

    def _last_sound(self, journal: ReadableStore | None, why: DvcheckError) -> UsablePack:
        """Return the pack in the journal that was used last, or else the one that comes with dvcheck."""
        with nullcontext(journal) if journal is not None else self.journal() or nullcontext() as kept:
            pack = self._last_stored(kept) if kept is not None else None
        if pack is not None:
            return UsablePack(pack=pack, archive=bytes, notice=_notice(self.folder, why, pack))
        with suppress(DvcheckError):
            source = library.read(library.shipped_folder())
            pack = self._compiled(source)
            return UsablePack(pack=pack, archive=source.archive, notice=_notice(self.folder, why, pack))
        raise why

    def _last_stored(self, journal: ReadableStore) -> Pack | None:
        for digest in recent_packs(journal):
            with suppress(DvcheckError):
                return self.pack_with(digest, journal)
        return None

    def pack_of(self, case: Case, journal: ReadableStore) -> Pack:
        """Return the pack stored with a case, whatever pack is in use.

        DvcheckError with Exit.JOURNAL if it can no longer be read.
        """
        try:
            return self.pack_with(case.pack_digest, journal)
        except DvcheckError as error:
            if isinstance(error, JournalUnusable):
                raise
            raise _unreadable_pack(case, error.message.splitlines()[0]) from error

    def pack_with(self, digest: str, journal: ReadableStore) -> Pack:
        """Return the pack of a digest: from the cache, the journal, or the folder in use."""
        known = self._packs.get(digest) or library.read_compiled(digest, self.home, self.language)
        if known is not None:
            self._packs[digest] = known
            return known
        try:
            content = journal.pack(digest)
            if content is None:
                raise DvcheckError(phrase("it is not in the journal"), code=Exit.JOURNAL)
            return self._compiled(library.from_archive(content), stored=True)
        except DvcheckError:
            if not self.uses(digest):
                raise
            return self.pack()

    def leftover(
        self, case: Case, pack: Pack, assessment: Assessment, journal: ReadableStore
    ) -> "tuple[Leftover, ...]":
        """Return the answers of a case that do not count, in the words of its earlier packs."""
        if not assessment.uncounted:
            return ()
        from dvcheck.rules.repack import leftover

        earlier: list[Pack | None] = []
        for repack in reversed(case.repacks):
            try:
                earlier.append(self.pack_with(repack.was, journal))
            except DvcheckError:
                earlier.append(None)
        return leftover(assessment, [pack, *earlier], case.entry_names)

    def archive_of(self, case: Case, journal: ReadableStore) -> bytes:
        """Return the files of the pack of a case in one archive; empty if they no longer exist."""
        if self.uses(case.pack_digest):
            return self.source.archive()
        return journal.pack(case.pack_digest) or b""

    def uses(self, digest: str) -> bool:
        """Check whether this is the pack in use. It is not if that one cannot be read."""
        try:
            return self.source.digest == digest
        except DvcheckError:
            return False

    def in_use(self, pack: Pack) -> InUse:
        """Compare the pack in use with the pack of a case."""
        if self.uses(pack.digest):
            return InUse(relation="same", digest=pack.digest, effective=pack.policy.effective)
        try:
            new = self.pack()
        except DvcheckError as error:
            return InUse(relation="broken", problem=_first_line(self.folder, error))
        is_same = new.policy.id == pack.policy.id
        newer = is_same and new.policy.effective > pack.policy.effective
        return InUse(
            relation="newer" if newer else "other",
            digest=new.digest,
            effective=new.policy.effective,
            policy=msgspec.UNSET if is_same else new.policy.id,
        )

    def _compiled(self, source: library.PackFiles, *, stored: bool = False) -> Pack:
        if source.digest not in self._packs:
            self._packs[source.digest] = library.load(
                source, self.home, language=self.language, stored=stored
            )
        return self._packs[source.digest]

    def assess(self, case: Case, pack: Pack, at: datetime) -> Assessment:
        """Assess a case at a time, over all checklists walked in it."""
        key = (pack.digest, pack.shown_in, case.checklists)
        if key not in self._outlines:
            require_walked(case, pack)
            self._outlines[key] = outline(pack, case.checklists)
        return assess(self._outlines[key], case.answers, case.marks, at, case.shift_ends, case.opened)

    def journal(self) -> Store | None:
        """Open the journal, or return None if nothing has been recorded yet."""
        return self._report_loss(self.place.open_existing())

    def journal_to_write(self) -> Store:
        """Open the journal, create it if it is missing, and check that it is writable."""
        journal = self.place.open()
        self._report_loss(journal)
        return journal

    def recorded(self, *, whatever: bool = False) -> Store:
        """Open the journal. DvcheckError with Exit.USAGE if nothing has been recorded yet.

        `whatever` also opens a journal that is otherwise refused, to save its contents.
        """
        journal = self._report_loss(self.place.open_existing(whatever=whatever))
        if journal is None:
            raise DvcheckError(
                phrase("nothing is recorded in {home} yet", home=clean(str(self.home))),
                hint=hint.own_line(
                    phrase("Name another folder with --home DIR, or start with:"),
                    self.start(),
                ),
                code=Exit.USAGE,
            )
        return journal

    def has_checklist(self, name: str, policy: str) -> bool:
        """Check whether the pack in use can be read, is of this policy, and has this checklist."""
        with suppress(DvcheckError):
            pack = self.pack()
            return pack.policy.id == policy and any(c.id == name for c in pack.checklists)
        return False

    def start(self) -> str:
        """Return the command that begins a case with the pack in use; if it cannot be read, an incident."""
        from dvcheck.wording.checklists import begin

        pack: Pack | None = None
        with suppress(DvcheckError):
            if self.origin("pack") != "default":
                pack = self.pack()
        return begin(pack)

    def _report_loss(self, journal: Store | None) -> Store | None:
        """Report the acknowledged entries that the journal has lost, if any, and return the journal."""
        if journal is not None and journal.rewound is not None:
            self.tell(
                phrase(
                    "{gone}: an older copy is in place of the journal. Look for the newer file. To see "
                    "what is gone: {command}",
                    gone=journal.rewound.gone,
                    command=hint.on_journal("journal", "verify"),
                ),
                "",
            )
        return journal


def _default_home() -> Path:
    """Return the home folder of a command without --home."""
    if os.environ.get("DVCHECK_HOME"):
        return Path(os.environ["DVCHECK_HOME"])
    from platformdirs import user_data_path

    return user_data_path("dvcheck", appauthor=False)


def _notice(folder: Path, why: DvcheckError, pack: Pack) -> str:
    return phrase(
        "The checklists in {folder} cannot be used ({first_line}): tell your IT unit. Used "
        "instead: the checklists effective {effective}, pack {digest}.",
        folder=clean(str(folder)),
        first_line=_first_line(folder, why),
        effective=dates.day(pack.policy.effective),
        digest=short(pack.digest),
    )


def _first_line(folder: Path, error: DvcheckError) -> str:
    """Return what is wrong with a pack in one line, without the name of its folder."""
    first = error.message.splitlines()[0]
    return first.removeprefix(clean(str(folder))).lstrip(":/\\ ")


def require_checklist(pack: Pack, name: str) -> None:
    """Raise DvcheckError with Exit.USAGE if a pack lacks the checklist `name`."""
    known = [c.id for c in pack.checklists]
    if name not in known:
        raise DvcheckError(
            phrase(
                'the pack has no checklist "{name}"{nearest}', name=clean(name), nearest=nearest(name, known)
            ),
            hint=phrase("It has {known}.", known=", ".join(known)),
            code=Exit.USAGE,
        )


def require_walked(case: Case, pack: Pack) -> None:
    """Raise DvcheckError with Exit.JOURNAL if a pack lacks a checklist walked in a case."""
    known = {c.id for c in pack.checklists}
    missing = [name for name in case.checklists if name not in known]
    if missing:
        raise _unreadable_pack(case, phrase("it has no checklist {missing}", missing=missing[0]))


def _unreadable_pack(case: Case, why: str) -> DvcheckError:
    return DvcheckError(
        phrase(
            "case {case}: the checklists it was worked under cannot be used: {why}",
            case=clean(case.id),
            why=clean(why),
        ),
        hint=phrase("The answers are intact; show this line to your IT unit. Other cases can be worked on."),
        code=Exit.JOURNAL,
    )


def read_text(path: Path) -> str:
    """Read an answers file as text; `-` is standard input.

    DvcheckError with Exit.BAD_INPUT if it cannot be read.
    """
    try:
        return library.read_text(
            path, hint=phrase("An answers file is a short list."), read=library.read_stream
        )
    except OSError as error:
        message = phrase("{file}: {why}", file=library.shown_name(path), why=error.strerror or error)
        raise DvcheckError(message, hint=phrase("Check the file's name."), code=Exit.BAD_INPUT) from None


def file_name(path: Path) -> str:
    """Return the file name shown in places of errors."""
    return library.shown_name(path) if library.is_stream(path) else path.name
