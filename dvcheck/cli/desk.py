"""What a command works with: the home folder, the pack, the journal, the clock and how it prints."""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.record.journal import Journal, code
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import Outline, outline
from dvcheck.text import clean

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from dvcheck.terminal.screen import CaseLine

MAX_NUMBER = 60


def now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


class Desk:
    """The folders and the look of one command."""

    def __init__(
        self,
        *,
        home: Path | None = None,
        pack: Path | None = None,
        no_color: bool = False,
        plain: bool = False,
    ) -> None:
        self.home = home or _default_home()
        self._folder = pack
        self.plain = plain
        self.color = not (no_color or plain or os.environ.get("NO_COLOR"))
        self._source: library.Source | None = None

    @property
    def source(self) -> library.Source:
        if self._source is None:
            self._source = library.read(self._folder or library.shipped())
        return self._source

    def pack(self) -> Pack:
        """The pack in use now."""
        return library.load(self.source, self.home)

    def pack_of(self, case: Case, journal: Journal) -> Pack:
        """The pack a case was opened under, also where the one in use has changed since."""
        if case.pack_digest == self.source.digest:
            return self.pack()
        content = journal.pack(case.pack_digest)
        if content is None:
            raise DvcheckError(
                f"case {case.id}: the checklist it was worked under is not in the journal",
                hint="The answers are intact; show this line to your IT unit.",
                code=Exit.JOURNAL,
            )
        return library.load(library.from_archive(content), self.home)

    def journal(self) -> Journal | None:
        """The journal, or None where nothing has been recorded yet."""
        return Journal.open_existing(self.home)

    def console(self) -> "Console":
        from dvcheck.terminal import screen

        return screen.console(color=self.color)

    def show(self, *parts: "RenderableType") -> None:
        """Print to standard output, as wide as the terminal is."""
        console = self.console()
        for part in parts:
            console.print(part)


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("dvcheck", appauthor=False)


def print_json(document: object) -> None:
    """One JSON object on standard output, indented, in UTF-8."""
    text = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    # JSON leaves DEL, C1 and bidirectional characters as they are; escaped, they mean the same to a program.
    inert = "".join(
        c if c == "\n" or clean(c) == c else "".join(f"\\u{u:04x}" for u in _utf16(c)) for c in text
    )
    sys.stdout.flush()
    sys.stdout.buffer.write(inert.encode() + b"\n")
    sys.stdout.buffer.flush()


def _utf16(character: str) -> tuple[int, ...]:
    units = character.encode("utf-16-be", "surrogatepass")
    return tuple(int.from_bytes(units[n : n + 2], "big") for n in range(0, len(units), 2))


def case_json(case: Case) -> Mapping[str, object]:
    """A case as it stands in every JSON result."""
    from dvcheck.report.json import stamp

    return {"id": case.id, "number": case.number, "opened": stamp(case.opened), "head": code(case.head)}


def case_line(case: Case) -> "CaseLine":
    from dvcheck.terminal.screen import CaseLine

    command = case.checklists[-1] if case.checklists else "incident"
    return CaseLine(id=case.id, number=case.number, code=code(case.head), command=command)


def assess_case(case: Case, pack: Pack, at: datetime) -> Assessment:
    """How a case stands at a time, over all checklists walked in it."""
    laid_out: Outline = outline(pack, case.checklists)
    return assess(laid_out, case.answers, case.marks, at, case.shift_ends)


def read_text(path: Path) -> str:
    """A text file the user named. DvcheckError with Exit.BAD_INPUT where it cannot be read."""
    shown = clean(str(path))
    try:
        if path.stat().st_size > 1 << 20:
            raise DvcheckError(
                f"{shown}: over 1 MiB", hint="an answers file is a short list", code=Exit.BAD_INPUT
            )
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DvcheckError(
            f"{shown}: byte {error.start + 1} is not UTF-8", hint="save it as UTF-8", code=Exit.BAD_INPUT
        ) from None
    except OSError as error:
        raise DvcheckError(
            f"{shown}: {error.strerror or error}", hint="check the file's name", code=Exit.BAD_INPUT
        ) from None


def dumb_terminal() -> bool:
    return sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb")
