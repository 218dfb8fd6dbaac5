"""No control sequence or markup of a pack, an officer, a file's name or a journal acts where it is shown.

Every text field of a pack is poisoned through its compiled form, which no reader checks, and every field of a
journal through entries that no prompt would make. Then every command is run in every format. If a command may
write only text, each character is checked. If it writes control sequences (walks with keys, colors), those of
the payloads are looked for, and any that the program never writes. Each field has its own mark, so a field
that is shown nowhere does not count as proved. Each text of a PDF is read back. A receipt from elsewhere is
poisoned in one field after the other. POSIX only: it needs pseudo-terminals.
"""

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal

import msgspec
import pexpect
from markdown_it import MarkdownIt
from pypdf import PdfReader

from dvcheck import __version__
from dvcheck.actions.settings import MOST_OFFICER
from dvcheck.pack import library, model, nodes
from dvcheck.pack.model import Contact, Pack
from dvcheck.pack.narrative import CASE_FACTS
from dvcheck.pack.parse import parse
from dvcheck.pack.place import Place
from dvcheck.pack.value import ANSWERED
from dvcheck.record import events as entries
from dvcheck.record.clock import now
from dvcheck.record.events import ShiftStarted
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.outline import outline
from dvcheck.text import clean
from tests.proof import Figure, all_of, none_of
from tests.proof.packs import SMALL, tree_of, written
from tests.proof.tamper import told
from tests.pty import run_for_bytes

FAMILIES: Mapping[str, str] = {
    "C0": "\x01\x0b\x0c\x0e\x1a\x1c",
    "BEL and BS": "\x07Z\x08Z",
    "CR": "\rZ",
    "DEL": "\x7f",
    "C1": "\x85\x90\x9d",
    "CSI": "\x1b[38;5;217m",
    "CSI of 8 bits": "\x9b2J",
    "OSC 0": "\x1b]0;t\x07",
    "OSC 8": "\x1b]8;;x:\x1b\\",
    "OSC 52": "\x1b]52;c;aGk=\x07",
    "DCS": "\x1bP+q5\x1b\\",
    "APC": "\x1b_Gf\x1b\\",
    "bidi overrides": "\u202e\u202d\u202c",
    "bidi isolates": "\u2066\u2067\u2069\u200f",
    "zero width": "\u200b\u200d\u2060\ufeff\u00ad",
    "line separators": "\u2028\u2029",
    "tag characters": "\U000e0041",
}
MARKUP = "[red]x[/red][link=u:]y[/link]"
DOCUMENTS = "*b* _i_ `c` [t](u:) <b>&lt; ![i](x) ~~s~~ | <script>"
PRINTABLE = f"{MARKUP}{DOCUMENTS}"
HOSTILE = "".join(FAMILIES.values()) + PRINTABLE
ALIENS = re.compile(
    "|".join(re.escape(f) for name, f in FAMILIES.items() if name != "CR")
    + "|\x1b[\\]P_^X]|[\x80-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\U000e0000-\U000e007f]"
)
"""Control characters that the program itself never writes to a terminal."""

OWN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\([B0]")
"""The control sequences of the program: colors, and moves of the cursor."""

COLUMNS, LINES = 900, 60
SECONDS = 60

_UNGATED = (
    "import dvcheck.text as text; text.clean = lambda said, *, newlines=False: said; "
    "text.has_control = lambda said: False; from dvcheck.cli import main; main()"
)


class Output(msgspec.Struct, kw_only=True):
    """The output of one command."""

    name: str
    raw: bytes
    keyed: bool = False
    code: int = 0

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8", "replace")

    def leaks(self) -> list[str]:
        """Return the parts a terminal would act on."""
        return _leaks(self.text, own=self.keyed)


def _leaks(text: str, *, own: bool) -> list[str]:
    found = [f"…{text[max(0, m.start() - 30) : m.end()]!r}" for m in ALIENS.finditer(text)]
    rest = OWN.sub("", text) if own else text
    spared = "\n\r\x07\x08" if own else "\n"
    return found + [repr(c) for c in rest if c not in spared and clean(c) != c]


# --- what is poisoned ---------------------------------------------------------------------------------------


class Marks:
    """A short mark for every field, before the payload in it."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def __call__(self, field: str) -> str:
        # No mark is the start of another; I, L and O are read as digits in the name of a case.
        return self._of.setdefault(field, f"Q{len(self._of):03}z")

    def poison(self, field: str) -> str:
        return self(field) + HOSTILE

    def shown_in(self, text: str) -> set[str]:
        return {field for field, mark in self._of.items() if mark in text}

    @property
    def fields(self) -> set[str]:
        return set(self._of)


_KEPT = {
    # words of the language, which are not free text, and the fields that find the pack and its checklists
    "Question.kind",
    "Obligation.modality",
    "Obligation.phase",
    "Obligation.kind",
    "Due.kind",
    "Span.unit",
    "OfEntries.quantifier",
    "Note.source",
    "Form.layout",
    "Statement.not_modelled",
    "Policy.zone",
    "Pack.digest",
    "Checklist.id",
    "Include.checklist",
    "Note.walk",
    "Statement.modality",
    "Place.file",  # only in errors, and a decoded pack has none; see the names of files
}
_NAMES = {
    "id",
    "item",
    "of",
    "instead",
    "ticks",
    "readings",
    "contacts",
    "values",
    "sources",
    "for_each",
    "options_from",
}
_REFS = {"ref", "cites"}
_WORDS = {"yes", "no", "unknown", ANSWERED, model.RUNNING, model.ENDED, *CASE_FACTS}


def poisoned(value: Any, marks: Marks, field: str = "") -> Any:
    """Return a pack, or a part of it, with the payload in every text; a name is poisoned alike everywhere."""
    match value:
        case msgspec.Struct():
            kind = type(value).__name__
            parts = {f: poisoned(getattr(value, f), marks, f"{kind}.{f}") for f in value.__struct_fields__}
            return type(value)(**parts)
        case tuple():
            return tuple(poisoned(part, marks, field) for part in value)
        case str() if value and field not in _KEPT:
            name = field.partition(".")[2]
            # Dates and conditions are not texts. `Due.of` is a text, `All.of` holds conditions.
            if name in _NAMES:
                return value if value in _WORDS else named(value, marks)
            # The places of a card's text are kept: what is put there must be shown.
            places = " ".join(re.findall(r"\{\w+\}", value)) if field.startswith("CardTexts.") else ""
            return marks.poison("refs" if name in _REFS else field) + (value if name in _REFS else places)
        case _:
            return value


def named(name: str, marks: Marks) -> str:
    """Return the poisoned name of an item, an option, a reading or a contact."""
    return marks.poison("names") + name


def _whole_contact(**more: Any) -> Contact:
    texts: dict[str, Any] = dict.fromkeys(
        ("name", "number", "purpose", "source", "as_of", "hours", "address", "fax"), "text"
    )
    return Contact(id="whole", at=Place("contacts.yaml", 1, 1), **texts, **more)


def _forged_pack(marks: Marks) -> Pack:
    source = library.read(library.shipped_folder())
    pack, _ = parse(source.files, source.digest)
    assert pack is not None
    more = (_whole_contact(card=True), _whole_contact(verify="text"))
    forged: Pack = poisoned(msgspec.structs.replace(pack, contacts=(*pack.contacts, *more)), marks)
    return forged


class Forged(msgspec.Struct, frozen=True):
    """A forged case: the answers to its closed questions, and its timers."""

    name: str
    yes_no: str
    option: int
    timers: Literal["run", "over", "ended", "none"]


CASES = ("AAAA", "BBBB", "CCCC", "EEEE", "FFFF")
CLOSED = "GGGG"
_FORGED = (
    Forged("AAAA", "yes", 0, "run"),
    Forged("BBBB", "no", 1, "ended"),
    Forged("CCCC", "unknown", 2, "ended"),
    Forged("EEEE", "yes", 1, "over"),
    Forged("FFFF", "yes", 0, "none"),
    Forged(CLOSED, "yes", 0, "ended"),
)
WALKS = ("incident", "verify-order", "serve-order", "standby")


def _answer(question: model.Question, marks: Marks, forged: Forged) -> Any:
    match question.kind:
        case "yes-no":
            return forged.yes_no
        case "choice":
            return question.options[min(forged.option, len(question.options) - 1)].id
        case "choices":
            return tuple(o.id for o in question.options if not o.alone)
        case "list":
            return (marks.poison("answer: list"), marks.poison("answer: list, second"))
        case _:
            return marks.poison(f"answer: {question.kind}")


def _forge_cases(home: Path, pack: Pack, marks: Marks) -> None:
    """Write cases that nobody could enter."""
    walked = [c.id for c in pack.checklists if c.id in WALKS]
    laid_out = outline(pack, walked)
    duties = [i.id for i in pack.items() if isinstance(i, model.Obligation)]
    with Journal.open(home) as journal:
        for forged in _FORGED:
            opening = {
                "number": marks.poison("case number"),
                "zone": marks.poison("zone of a case"),
                "pack": pack.digest,
                "dvcheck": marks.poison("version of a case"),
                "officer": marks.poison("officer of a case"),
            }
            found: list[entries.Entry] = [
                entries.RawEvent(entries.CaseOpened.kind, opening),
                *(entries.ChecklistStarted(name) for name in walked),
                entries.RawEvent(
                    marks.poison("kind of an entry"), {"text": marks.poison("an unknown entry")}
                ),
                entries.Noted(marks.poison("note")),
                entries.CaseTakenOver(
                    file=marks.poison("digest of a file"),
                    case=marks.poison("case id elsewhere"),
                    head="ab" * 32,
                    first=1,
                    opening="cd" * 32,
                    entries=2,
                    officer=marks.poison("officer who took it over"),
                ),
                entries.Answered("ghost" + HOSTILE, HOSTILE),
                entries.ClockMoved.by(timedelta(seconds=90), {}),
                entries.TimerStarted(marks.poison("unknown timer"), 1200),
            ]
            for question in laid_out.questions():
                found += _answered(question, marks, forged)
            for number, name in enumerate(duties[: -len(duties) // 3]):
                mark: entries.Status = "done" if number % 2 else "not-feasible"
                found.append(entries.Marked(name, mark, marks.poison("reason")))
            for name in duties[-len(duties) // 3 :: 2]:
                found.append(entries.Marked(name, "carried-over", marks.poison("reason to carry over")))
            if forged.name == CLOSED:
                found.append(
                    entries.CaseClosed(marks.poison("reason to close"), (marks.poison("left open"),))
                )
            journal.append_all(f"c-{forged.name}{marks.poison('case id')}", found, now())
        began, ends = now() - timedelta(hours=2), now() + timedelta(hours=2)
        begun = ShiftStarted(began, ends, marks.poison("officer of a shift"))
        journal.append_all(entries.SHIFT, [begun], began)
    # Control characters and long texts are refused there.
    officer = f"{marks('officer in config.toml')}{MARKUP}"
    (home / "config.toml").write_text(f"officer = {json.dumps(officer)}\n", encoding="utf-8")


def _answered(question: model.Question, marks: Marks, forged: Forged) -> list[entries.Entry]:
    if question.limit is None:
        value = _answer(question, marks, forged)
        answered: list[entries.Entry] = [entries.Answered(question.id, value)]
        if question.kind == "list":
            answered.append(entries.EntryMarked(question.id, value[0], "taken"))
            answered.append(entries.EntryMarked(question.id, value[1], "stays"))
        return answered
    if forged.timers == "none":
        return []
    ago = question.limit.seconds + 60 if forged.timers == "over" else 0
    started = entries.TimerStarted(question.id, question.limit.seconds, ago)
    return [started, entries.TimerEnded(question.id, 60)] if forged.timers == "ended" else [started]


def _forge_broken(home: Path, digest: str, marks: Marks) -> list[str]:
    """Write cases that cannot be read, each for another reason. Return the name of each."""
    poison = marks.poison("broken case")

    def opened(pack: str = digest) -> entries.Entry:
        return entries.CaseOpened(number=poison, zone="UTC", pack=pack, dvcheck=poison)

    broken: dict[str, list[entries.Entry]] = {
        "D1": [entries.Noted(poison)],
        "D2": [
            opened(),
            entries.RawEvent(entries.Marked.kind, {"obligation": poison, "status": poison, poison: poison}),
        ],
        "D3": [opened(), entries.RawEvent(entries.Noted.kind, {"text": [poison]})],
        "D4": [opened(), entries.ChecklistStarted(poison)],
        "D5": [opened(poison), entries.ChecklistStarted("incident")],
        "D6": [opened("sha256:forged"), entries.ChecklistStarted("incident")],
        "D7": [opened(), entries.RawEvent(entries.ShiftEnds.kind, {"at": poison})],
    }
    source = library.PackFiles(files={f"{poison}.yaml": poison, "policy.yaml": poison}, digest="", folder="")
    with Journal.open(home) as journal:
        for name, found in broken.items():
            pack = ("sha256:forged", source.archive()) if name == "D6" else None
            journal.append_all(f"c-{name}{poison}", found, now(), pack=pack)
    return list(broken)


# --- the commands -------------------------------------------------------------------------------------------


class Workspace:
    """The folder where the commands run, with poisoned homes and packs."""

    def __init__(self, scratch: Path) -> None:
        self.marks = Marks()
        self.scratch = scratch
        self.home = scratch / "home"
        self.broken = scratch / "broken"
        self.user = scratch / "user"
        self.pack = _forged_pack(self.marks)
        kept = f"{self.pack.digest[7:39]}-{__version__}-{model.FORMAT}.msgpack"
        for folder in (self.home, self.broken, self.user / "dvcheck"):
            (folder / "packs").mkdir(parents=True)
            (folder / "packs" / kept).write_bytes(msgspec.msgpack.encode(self.pack))
        _forge_cases(self.home, self.pack, self.marks)
        self.names_of_broken = _forge_broken(self.broken, self.pack.digest, self.marks)
        self.printable = _printable_pack(scratch / "printable")
        self.odd = _odd_names(scratch / "odd")

    def run(
        self,
        *arguments: str,
        typed: str = "",
        home: Path | None = None,
        colors: bool = False,
        program: Sequence[str] = ("-m", "dvcheck"),
        **more: str,
    ) -> Output:
        """Run the program, with `more` in its environment."""
        environment = self._environment(home, {**more, **({"FORCE_COLOR": "1"} if colors else {})})
        input = typed.encode("utf-8", "surrogateescape")
        if program == ("-m", "dvcheck"):
            done = run_for_bytes(*arguments, typed=input, env=environment, timeout=SECONDS)
        else:
            command = [sys.executable, *program, *arguments]
            done = subprocess.run(command, env=environment, input=input, capture_output=True, timeout=SECONDS)
        name = " ".join(clean(a)[:20] for a in arguments) + (" in colours" if colors else "")
        raw = done.stdout + b"\n" + done.stderr
        return Output(name=name, raw=raw, keyed=colors, code=done.returncode)

    def keyed(
        self, keys: Iterable[str], *arguments: str, program: Sequence[str] = ("-m", "dvcheck")
    ) -> Output:
        """Walk in a terminal: press a key, read all that follows, press the next key."""
        child = pexpect.spawn(
            sys.executable,
            [*program, *arguments],
            env=self._environment(None, {}),
            dimensions=(LINES, COLUMNS),
            timeout=SECONDS,
            echo=False,  # the terminal itself shows keys that come too early or too late
        )
        child.delaybeforesend = None
        raw = _until_quiet(child, 3.0)
        for key in (*keys, "\x03"):
            if not child.isalive():
                break
            child.send(key)
            raw += _until_quiet(child, 1.0)
        child.close(force=True)
        return Output(name=f"{' '.join(arguments)} with keys", raw=raw, keyed=True)

    def _environment(self, home: Path | None, more: Mapping[str, str]) -> dict[str, str]:
        spared = {k: v for k, v in os.environ.items() if k not in ("DVCHECK_PACK", "NO_COLOR", "LINES")}
        return spared | {
            "HOME": str(self.user),
            "XDG_DATA_HOME": str(self.user),
            "DVCHECK_HOME": str(home or self.home),
            "COLUMNS": str(COLUMNS),
            "TERM": "xterm-256color",
            **more,
        }


def _until_quiet(child: Any, patience: float) -> bytes:
    """Read until nothing more comes for a moment."""
    raw, until = b"", time.monotonic() + patience
    while time.monotonic() < until:
        try:
            raw += child.read_nonblocking(1 << 16, timeout=0.12 if raw else patience)
        except pexpect.TIMEOUT:
            break
        except pexpect.EOF:
            break
    return raw


_TEXTS = frozenset(
    (
        *(
            "text",
            "title",
            "agency",
            "number",
            "name",
            "purpose",
            "source",
            "as_of",
            "hours",
            "address",
            "verify",
        ),
        *("says", "unclear", "treated", "label", "help", "story", "why"),
        *("starts_with", "ends_with", "at_limit", "before"),
    )
)


def _printable_pack(folder: Path) -> Path:
    """The shipped pack and its scenarios with markup in every text, for commands that read files again."""
    shutil.copytree(library.shipped_folder(), folder)

    def marked_up(tree: Any, key: str = "") -> Any:
        match tree:
            case str():
                return f"{PRINTABLE}{tree}" if key in _TEXTS else tree
            case list():
                return [marked_up(part, key) for part in tree]
            case _:
                return tuple((k, marked_up(v, k)) for k, v in tree)

    for path in folder.rglob("*.yaml"):
        path.write_text(written(marked_up(tree_of(path.read_text(encoding="utf-8")))), encoding="utf-8")
    return folder


_FILE_NAME = HOSTILE.replace("/", "⁄")[:90]


def _odd_names(folder: Path) -> Path:
    """Write packs and answers files whose names are payloads, some with bytes that are not UTF-8."""
    for name in (_FILE_NAME, "\udcff\udc9b"):
        pack = folder / name
        pack.mkdir(parents=True)
        for known, text in SMALL.items():
            (pack / known).write_text(text, encoding="utf-8")
        (pack / f"{name}.yaml").write_text(f"checklist: [{PRINTABLE}]\n", encoding="utf-8")
        (folder / f"{name}.yaml").write_text(f'"{PRINTABLE}": yes\n', encoding="utf-8")
        (folder / "scenarios").mkdir(exist_ok=True)
    return folder


def _commands(workspace: Workspace) -> Iterator[Output]:
    """Run every command that prints, in each of its formats."""
    duty = next(i.id for i in workspace.pack.items() if isinstance(i, model.Obligation))
    plain = duty.removeprefix(workspace.marks.poison("names"))
    with_format = [
        ("outstanding",),
        ("cases",),
        ("policy",),
        ("policy", workspace.pack.policy.sections[-1].ref),
        ("contacts",),
        ("contacts", "text"),
        *(("show", case, "--all") for case in CASES),
        *(("explain", case) for case in CASES[:1]),
        *(("explain", CASES[0], name) for name in _explained(workspace)),
        ("outstanding", CASES[1]),
        ("journal", "verify"),
        ("cases", "--closed"),
        ("show", CLOSED),
        ("shift", "status"),
        ("shift", "end"),
        ("config",),
    ]
    for arguments in with_format:
        yield workspace.run(*arguments)
        yield workspace.run(*arguments, "--format", "json")
        if arguments[0] not in ("journal",):
            yield workspace.run(*arguments, colors=True)
    yield workspace.run("journal", "export")
    yield workspace.run("done", CASES[2], plain)
    yield workspace.run("note", CASES[2], HOSTILE)
    yield workspace.run("show", CASES[2])
    yield from _reports(workspace)
    yield from _walks_by_lines(workspace)
    yield from _of_files(workspace)
    yield from _errors(workspace)


def _reports(workspace: Workspace) -> Iterator[Output]:
    """Run the reports that are handed in, in every format, with and without sensitive answers."""
    for more in ((), ("--include-sensitive",)):
        for format in ("markdown", "html", "json"):
            for case in (CASES[0], CLOSED):
                yield workspace.run("report", case, "--format", format, *more)
    for form in workspace.pack.forms:
        for format in ("markdown", "html"):
            yield workspace.run("report", CASES[0], "--form", form.id, "--format", format)
    receipt = workspace.scratch / "receipt.json"
    workspace.run("report", CASES[0], "--format", "json", "--include-sensitive", "-o", str(receipt))
    yield workspace.run("assess", "--receipt", str(receipt))
    yield workspace.run("assess", "--receipt", str(receipt), "--format", "json")


def _explained(workspace: Workspace) -> list[str]:
    """Return obligations to explain that together have every part of an explanation."""
    found = [i for i in workspace.pack.items() if isinstance(i, model.Obligation)]
    wanted: list[Callable[[model.Obligation], object]] = [
        lambda o: o.contacts,
        lambda o: o.readings,
        lambda o: o.not_feasible,
        lambda o: o.due is not None and o.due.event,
    ]
    return list(dict.fromkeys(next(o.id for o in found if test(o)) for test in wanted))


def _walks_by_lines(workspace: Workspace) -> Iterator[Output]:
    cycle = [
        "?",
        HOSTILE.replace("\n", " "),
        "1",
        "y",
        "3",
        "x 1",
        "23:05",
        "e",
        "e",
        "n " + HOSTILE,
        "+ " + HOSTILE,
    ]
    lines = "\n".join(cycle * 25) + "\nq\n"
    for walk in WALKS:
        yield workspace.run(walk, "--plain", "--new", "--number", HOSTILE[:60], typed=lines)
        yield workspace.run(walk, CASES[0], "--plain", "--shift-ends", "23:59", typed=lines)
    yield workspace.run("incident", "--plain", typed="1\n?\nb\nq\n")
    yield workspace.run("standby", "FFFF", "--plain", typed="?\n1\n?\n1\nx 2\nq\n")
    yield workspace.run("amend", CASES[1], "--plain", typed="1\n?\n2\ny\ny\n")


def _of_files(workspace: Workspace) -> Iterator[Output]:
    """Run the documents and the commands that read the files of a pack again."""
    for form in ("markdown", "html"):
        yield workspace.run("contacts", "--card", "--format", form)
        yield workspace.run("contacts", "--card", "--discreet", "--format", form)
        yield workspace.run("contacts", "--card", "--case", CASES[0], "--format", form)
    yield workspace.run("contacts", "--card", "-o", str(workspace.scratch / _FILE_NAME))
    answers = workspace.scratch / "answers.yaml"
    answers.write_text("two-members: yes\n", encoding="utf-8")
    printable = ("--pack", str(workspace.printable))
    for arguments in (
        ("pack", "validate"),
        ("pack", "coverage"),
        ("pack", "test"),
        ("policy",),
        ("contacts",),
    ):
        yield workspace.run(*arguments, *printable)
        yield workspace.run(*arguments, *printable, "--format", "json")
    yield workspace.run("demo", "strangled", "--plain", "--speed", "100", *printable)
    for file in sorted(workspace.odd.iterdir()):
        if file.is_dir():
            for command in ("validate", "coverage", "test"):
                yield workspace.run("pack", command, str(file))
                yield workspace.run("pack", command, str(file), "--format", "json")
        else:
            yield workspace.run("assess", str(file))
            yield workspace.run("incident", "--answers", str(file), "--new")


def _errors(workspace: Workspace) -> Iterator[Output]:
    """Run commands that are refused."""
    odd = HOSTILE
    for arguments in (
        (odd,),
        (f"--{odd}",),
        ("show", odd),
        ("show", CASES[0], odd),
        ("explain", CASES[0], odd),
        ("cases", "--format", odd),
        ("policy", odd),
        ("contacts", odd),
        ("contacts", "--card", "-o", f"/nowhere/{_FILE_NAME}"),
        ("demo", odd),
        ("demo", "x", "--speed", odd),
        ("assess", f"/nowhere/{_FILE_NAME}"),
        ("assess", str(workspace.printable / "policy.yaml"), "--checklist", odd),
        ("incident", "--shift-ends", odd),
        ("incident", "--new", "--answers", odd),
        ("cases", "--home", f"/dev/null/{_FILE_NAME}"),
        ("incident", "--home", f"/dev/null/{_FILE_NAME}", "--plain"),
        ("cases", "--pack", f"/nowhere/{_FILE_NAME}"),
        ("pack", "validate", f"/nowhere/{_FILE_NAME}"),
        ("done", CASES[0], odd),
        ("amend", CASES[0], odd, "--plain"),
        ("note", odd, odd),
        ("close", odd),
        ("close", CASES[1]),
        ("close", CASES[1], "--reason", odd),
        ("close", CLOSED),
        ("shift", "start", "--ends", odd),
        ("shift", "extend", "--ends", odd),
        ("report", odd),
        ("report", CASES[0], "--form", odd),
        ("report", CASES[0], "-o", f"/nowhere/{_FILE_NAME}"),
        ("assess", "--receipt", f"/nowhere/{_FILE_NAME}"),
        ("purge", "--older-than", odd),
        ("report", CASES[0], "--format", odd),
        ("assess", "--receipt", str(workspace.printable / "policy.yaml")),
        ("journal", "verify", odd),
        ("journal", odd),
        ("show", "\udcff\udc9b"),
        ("pack", "validate", "\udcff\udc9b", "--format", "json"),
    ):
        yield workspace.run(*arguments)
    for name in workspace.names_of_broken:
        yield workspace.run("show", name, home=workspace.broken)
        yield workspace.run("incident", name, "--plain", home=workspace.broken, typed="q\n")
    for command in ("cases", "outstanding"):
        yield workspace.run(command, home=workspace.broken)
        yield workspace.run(command, "--format", "json", home=workspace.broken)
    yield workspace.run("incident", "--plain", home=workspace.broken, typed="q\n")
    yield workspace.run("journal", "verify", home=workspace.broken)
    yield workspace.run("journal", "export", home=workspace.broken)


def _done(workspace: Workspace) -> Iterator[Output]:
    """Run commands that change a home. Each must end with 0, or its output would not be seen."""
    for number, payload in enumerate(_officers(workspace.marks("officer at the start of a shift"))):
        home = workspace.scratch / f"shift-{number}"
        yield workspace.run("shift", "start", "--ends", "23:59", "--officer", payload, home=home)
        yield workspace.run("shift", "status", home=home)
        yield workspace.run("shift", "status", "--format", "json", home=home)
        yield workspace.run("shift", "end", home=home)
        yield workspace.run("journal", "export", home=home)
    home = shutil.copytree(workspace.home, workspace.scratch / "purged")
    yield workspace.run("purge", "--older-than", "0", "--yes", home=home)
    yield workspace.run("cases", "--closed", home=home)
    yield from _encrypted(workspace)


def _officers(mark: str) -> Iterator[str]:
    """Yield the payloads in as many ids as it takes, none of them cut."""
    said = mark
    for payload in (*FAMILIES.values(), MARKUP, *DOCUMENTS.split()):
        if len(said + payload) > MOST_OFFICER:
            yield said
            said = mark
        said += payload
    yield said


def _encrypted(workspace: Workspace) -> Iterator[Output]:
    home = shutil.copytree(workspace.home, workspace.scratch / _FILE_NAME)
    files = [workspace.scratch / f"{n}{_FILE_NAME}" for n in (1, 2)]
    for file in files:
        file.write_text(f"words of {file.name[:1]} that do\n", encoding="utf-8")
    first, second = map(str, files)
    yield workspace.run("journal", "encrypt", "--passphrase-file", first, home=home)
    yield workspace.run("cases", home=home, DVCHECK_PASSPHRASE_FILE=first)
    rekey = ("journal", "rekey", "--passphrase-file", first, "--new-passphrase-file", second)
    yield workspace.run(*rekey, home=home)
    yield workspace.run("journal", "decrypt", "--passphrase-file", second, home=home)


def _not_done(workspace: Workspace) -> Iterator[Output]:
    """Run commands on a purged case, with a wrong passphrase and with a damaged journal."""
    yield workspace.run("show", CLOSED, home=workspace.scratch / "purged")
    yield workspace.run("journal", "verify", home=workspace.scratch / "purged")
    home = shutil.copytree(workspace.home, workspace.scratch / f"not {_FILE_NAME}")
    empty, words, missing = (workspace.scratch / f"{name}{_FILE_NAME}" for name in ("empty", "words", "no"))
    empty.write_text("", encoding="utf-8")
    words.write_text("words enough for it\n", encoding="utf-8")
    for file in (empty, missing):
        yield workspace.run("journal", "encrypt", "--passphrase-file", str(file), home=home)
    yield workspace.run("journal", "decrypt", "--passphrase-file", str(words), home=home)
    workspace.run("journal", "encrypt", "--passphrase-file", str(words), home=home)
    yield workspace.run("journal", "encrypt", "--passphrase-file", str(words), home=home)
    yield workspace.run("cases", home=home)
    yield workspace.run("cases", home=home, DVCHECK_PASSPHRASE_FILE=str(empty))
    yield workspace.run("cases", home=home, DVCHECK_PASSPHRASE_FILE=HOSTILE)
    yield workspace.run("journal", "rekey", "--passphrase-file", str(missing), home=home)


def _walks_by_keys(workspace: Workspace) -> Iterator[Output]:
    answers = ["?", "1", "y", "\r", "u"]
    yield workspace.keyed(answers * 5, "incident", "--new")
    yield workspace.keyed(["\x1b[B", "\r", "?", "b", "b"], "incident")
    yield workspace.keyed(answers * 2, "serve-order", "--new")
    clock = ["?", "1", "2", "x", "n", f"{HOSTILE}\r", "\r", "a", "a, b\r", "s", "?", "b", "e", "e", *answers]
    yield workspace.keyed(clock, "standby", "EEEE", "--quiet")
    yield workspace.keyed(["\r", "1", f"{HOSTILE}\r", "1", "why\r"], "shift", "end")
    acting = ["\x1b[F", " ", " ", "\r", "q", "n", f"{HOSTILE}\r", "/", "a", "\r", "?", "?"]
    yield workspace.keyed(acting, "outstanding", "--watch")
    yield workspace.keyed(["\x1b[F", "x", "why\r", "o"])
    yield workspace.keyed([" ", "x", "\x1b[B", "x", "why\r", "b", "\r"], "verify-order", CASES[1])
    yield workspace.keyed(
        ["\r"] * 20, "demo", "strangled", "--speed", "100", "--pack", str(workspace.printable)
    )


# --- what must hold -----------------------------------------------------------------------------------------


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    """Run every command once; `n` has no effect."""
    workspace = Workspace(scratch)
    done = list(_done(workspace))
    outputs = [*_commands(workspace), *_walks_by_keys(workspace), *done, *_not_done(workspace)]
    seen = [workspace.marks.shown_in(output.text) for output in outputs]
    shown: set[str] = set().union(*seen)
    pairs = sum(len(found) for found in seen)
    leaking = [(o.name, leaks) for o in outputs if (leaks := o.leaks())]
    tried = f"{len(shown)} fields x {len(outputs)} outputs, {pairs:,} times a field is shown"
    yield none_of(f"{tried}: unescaped characters", sum(len(leaks) for _, leaks in leaking))
    for name, leaks in leaking[:8]:
        yield Figure(what=f"unescaped in {name}", found=clean(leaks[0]), goal="nothing", met=False)
    hidden = sorted(workspace.marks.fields - shown - NEVER_SHOWN)
    yield none_of(
        f"{len(workspace.marks.fields)} fields poisoned: shown by no command ({', '.join(hidden)})",
        len(hidden),
    )
    crashed = [o.name for o in outputs if "Traceback (most recent call last)" in o.text]
    yield none_of(f"{len(outputs)} commands: ended by an exception ({', '.join(crashed)})", len(crashed))
    failed = [o.name for o in done if o.code != 0]
    what = f"shifts, a purge and an encryption under payloads: did what they were asked ({', '.join(failed)})"
    yield all_of(what, len(done) - len(failed), len(done))
    yield from _markup([o for o, found in zip(outputs, seen, strict=True) if found])
    yield from _documents(workspace)
    yield from _pdfs(workspace)
    yield from _receipts(workspace)
    yield from _refused()
    yield from _controls(workspace)


NEVER_SHOWN = {
    "Finding.text",  # for those who read the pack: no command prints it
    "CardTexts.either",  # for a contact with two numbers: a payload is one
    # The words of a translated card: a language that is a payload cannot be named on the command line.
    # tests/report/test_card_escaping.py has them.
    *("CardTexts.draft", "Translation.language", "Translation.name", "Translation.known_as"),
}


def _markup(outputs: list[Output]) -> Iterator[Figure]:
    """Rich markup is shown in every text as it was typed. A document escapes it in its own way."""
    names = ("show", "outstanding", "cases", "policy", "explain", "contacts", "incident", "standby", *WALKS)
    wanted = [o for o in outputs if o.name.startswith(names) and not re.search("json|--card", o.name)]
    as_typed = [o for o in wanted if MARKUP in OWN.sub("", o.text)]
    lost = ", ".join(o.name for o in wanted if o not in as_typed)
    what = f"outputs that show Rich markup as typed{lost and f' (not: {lost})'}"
    yield all_of(what, len(as_typed), len(wanted))


_TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "p",
        "strong",
        "section",
        "h2",
        "footer",
    ),
    *("ul", "li", "html lang", "meta charset", "meta name", "meta content", "p class"),
    # of the worksheet alone
    *("header", "table", "thead", "tbody", "tr", "th", "td", "meta http-equiv", "section aria-labelledby"),
    *("h2 id", "ul class", "table class", "th class", "th scope", "th colspan", "td class"),
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(f"{tag} {name}" for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _documents(workspace: Workspace) -> Iterator[Figure]:
    """A reader of Markdown and one of HTML find text and nothing else in what a document was given."""
    yield from _document(workspace, "card", "contacts", "--card")
    yield from _document(workspace, "worksheet", "report", CASES[0], "--include-sensitive")
    document = json.loads(workspace.run("show", CASES[0], "--format", "json").raw)
    # The message for an invalid answer of a list quotes only its beginning.
    texts = [t for t in _texts(document) if workspace.marks.shown_in(t) and '…" is longer than' not in t]
    yield all_of(
        "JSON: texts that hold their payload unchanged", sum(HOSTILE in t for t in texts), len(texts)
    )


def _document(workspace: Workspace, what: str, *arguments: str) -> Iterator[Figure]:
    payload = clean(HOSTILE)
    said = workspace.run(*arguments, "--format", "markdown").text
    tokens = [t for top in MarkdownIt("commonmark").parse(said) for t in (top, *(top.children or ()))]
    more = {t.type for t in tokens if not t.type.startswith(("heading", "paragraph", "bullet", "list_item"))}
    more -= {"inline", "text", "strong_open", "strong_close", "softbreak", "text_special"}
    whole = "".join(t.content for t in tokens if t.type in ("text", "text_special"))
    yield none_of(f"{what} in Markdown: marks other than its own ({', '.join(sorted(more))})", len(more))
    yield _at_least(f"{what} in Markdown: payloads shown as text", whole.count(payload), 8)
    reader = _Tags()
    reader.feed(workspace.run(*arguments, "--format", "html").text)
    more = reader.tags - _TAGS
    yield none_of(f"{what} in HTML: tags other than its own ({', '.join(sorted(more))})", len(more))
    found = "".join(reader.text).count(payload)
    yield _at_least(f"{what} in HTML: payloads shown as text", found, 8)


def _at_least(what: str, found: int, least: int) -> Figure:
    return Figure(what=what, found=str(found), goal=f"{least} or more", met=found >= least)


def _texts(document: Any) -> Iterator[str]:
    match document:
        case str():
            yield document
        case list():
            for part in document:
                yield from _texts(part)
        case dict():
            for key, value in document.items():
                yield key
                yield from _texts(value)


def _pdfs(workspace: Workspace) -> Iterator[Figure]:
    """No text of a PDF acts: on its pages, in its outline, its properties or what is read aloud."""
    yield from _pdf(workspace, "card", "contacts", "--card")
    yield from _pdf(workspace, "worksheet", "report", CASES[0], "--include-sensitive")


def _pdf(workspace: Workspace, what: str, *arguments: str) -> Iterator[Figure]:
    path = workspace.scratch / f"{what}.pdf"
    said = workspace.run(*arguments, "--format", "pdf", "-o", str(path))
    unescaped = f"{what} as a PDF: unescaped characters"
    if not path.exists():
        why = clean(said.text.strip())
        yield Figure(what=unescaped, found=f"not made: {why}", goal="0", met=False)
        return
    reader = PdfReader(path)
    pages = _text_of(reader)
    leaks = _leaks_in(reader, pages)
    yield none_of(f"{unescaped}{f' ({leaks[0]})' if leaks else ''}", len(leaks))
    acting = sorted(_ACTING.intersection(_keys(reader)))
    yield none_of(f"{what} as a PDF: links, scripts and files in it ({', '.join(acting)})", len(acting))
    # Lines are broken in the middle of a payload, long words with an invisible space.
    found = "".join(pages.split()).count("".join(clean(HOSTILE).split()))
    yield _at_least(f"{what} as a PDF: payloads shown as text", found, 8)


_ACTING = {"/AA", "/Annots", "/EmbeddedFile", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/URI"}


def _text_of(reader: PdfReader) -> str:
    """Return the text of all pages. This takes long: call it once for each PDF."""
    return "\n".join(page.extract_text() for page in reader.pages).replace("\u200b", "")


def _leaks_in(reader: PdfReader, pages: str) -> list[str]:
    """What is not inert of the texts on the pages, of any text beside them, and of the metadata."""
    metadata = reader.root_object["/Metadata"].get_data().decode()  # type: ignore[attr-defined]
    texts = [pages, metadata.replace("\ufeff", "", 1), *_strings(_objects(reader))]
    return [leak for text in texts for leak in _leaks(text, own=False)]


def _objects(reader: PdfReader) -> list[Any]:
    numbers = range(1, reader.trailer["/Size"])  # type: ignore[call-overload]
    return [reader.get_object(number) for number in numbers]


def _strings(value: Any) -> Iterator[str]:
    """Every text within some objects; names and texts as bytes among them."""
    match value:
        case str():
            yield str(value)
        case bytes():
            yield value.decode("latin-1")
        case list():
            for part in value:
                yield from _strings(part)
        case dict():
            yield from _strings([*value.keys(), *value.values()])


def _keys(reader: PdfReader) -> Iterator[str]:
    return (text for text in _strings(_objects(reader)) if text.startswith("/"))


# --- a receipt from elsewhere -------------------------------------------------------------------------------

_BY_NAME = ("answers", "findings", "marks")
"""Members of a report whose keys are names."""


def _receipts(workspace: Workspace) -> Iterator[Figure]:
    """A report's JSON with one of its texts poisoned, or one of its names, is worked out again."""
    genuine = _genuine(workspace)
    marks = Marks()
    tried: dict[str, dict[str, Any]] = {}
    for place, document in (*_poisoned_once(genuine, marks), *_with_packs(genuine, workspace, marks)):
        tried.setdefault(place, document)
    file = workspace.scratch / f"{_FILE_NAME}.json"
    shown: set[str] = set()
    leaks: list[str] = []
    failed: list[str] = []
    for place, document in tried.items():
        file.write_text(json.dumps(document), encoding="utf-8")
        for format in ("text", "json"):
            done = told(workspace.user, "assess", "--receipt", str(file), "--format", format)
            shown |= marks.shown_in(done.out + done.err)
            leaks += [f"{place}: {leak}" for leak in _leaks(done.out + done.err, own=False)]
            failed += [place] if done.failed else []
    what = f"{len(tried)} texts of a receipt poisoned, {len(shown)} of them shown"
    yield none_of(f"{what}: unescaped characters{f' ({leaks[0]})' if leaks else ''}", len(leaks))
    yield none_of(f"{what}: ended by an exception ({', '.join(failed)})", len(failed))
    yield _at_least(f"{what}: shown", len(shown), 20)


def _genuine(workspace: Workspace) -> dict[str, Any]:
    """Return the report of a case of the shipped pack with something of everything."""
    home = Path(tempfile.mkdtemp(dir=workspace.scratch))
    answers = Path(__file__).parents[2] / "docs" / "picture.yaml"
    workspace.run("incident", "--answers", str(answers), "--number", "26-1", home=home)
    case = json.loads(workspace.run("cases", "--format", "json", home=home).raw)["cases"][0]["id"]
    open_ = json.loads(workspace.run("outstanding", case, "--format", "json", home=home).raw)["outstanding"]
    workspace.run("done", case, open_[0]["id"], home=home)
    workspace.run("note", case, "A note", home=home)
    report = workspace.run("report", case, "--format", "json", "--include-sensitive", home=home)
    document: dict[str, Any] = json.loads(report.raw)
    return document | {"unasked": ["call-type"], "not_modelled": [{"ref": "1a", "why": "so"}]}


def _poisoned_once(value: Any, marks: Marks, place: str = "") -> Iterator[tuple[str, Any]]:
    """The same with one of its texts poisoned, or one name of a member; each time another, with its place."""
    match value:
        case str():
            yield place, marks.poison(place)
        case list():
            for n, part in enumerate(value):
                for below, other in _poisoned_once(part, marks, f"{place}[]"):
                    yield below, [*value[:n], other, *value[n + 1 :]]
        case dict():
            for key, part in value.items():
                name = f"{place}, a name"
                yield name, {marks.poison(name) if k == key else k: v for k, v in value.items()}
                inner = "*" if place.rpartition(".")[2] in _BY_NAME else key
                for below, other in _poisoned_once(part, marks, f"{place}.{inner}"):
                    yield below, value | {key: other}


def _with_packs(
    genuine: dict[str, Any], workspace: Workspace, marks: Marks
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same under packs that are poisoned as far as one goes that is sound, and further."""
    packs: dict[str, Mapping[str, str]] = {
        "a sound pack": library.read(workspace.printable).files,
        "a file's name in the pack": {**SMALL, f"{marks.poison('a file name')}.yaml": "checklist: ["},
        "a text in the pack": {**SMALL, "policy.yaml": f"policy: {marks.poison('a text')}"},
    }
    for place, files in packs.items():
        source = library._source(files, "")
        pack = {"pack": base64.b64encode(source.archive()).decode(), "digest": source.digest}
        yield place, genuine | {"receipt": genuine["receipt"] | pack}


def _refused() -> Iterator[Figure]:
    """Check that a payload in a file is refused at its place, raw or as a YAML escape."""
    payloads = {**FAMILIES, "lone surrogate": "\ud800", "NUL": "\x00"}
    tried = refused = 0
    for name, text in SMALL.items():
        for payload in payloads.values():
            escaped = "".join(f"\\U{ord(c):08x}" for c in payload)
            for line in (f"# {payload}\n{text}", f'"{escaped}": x\n{text}', f'{text}\nx: "a{escaped}"\n'):
                _, problems = nodes.read(line, name)
                tried += 1
                refused += bool(problems) and all(
                    not _leaks(p.show(line), own=False) and p.code in ("control-character", "not-yaml")
                    for p in problems
                )
    yield all_of(
        f"{len(payloads)} payloads in files, raw and as escapes: refused, and shown inert", refused, tried
    )


def _controls(workspace: Workspace) -> Iterator[Figure]:
    """With the gate taken out, the same commands leak."""
    program = ("-c", _UNGATED)
    outputs = [
        workspace.run("show", CASES[0], program=program),
        workspace.run("show", CASES[0], "--format", "json", program=program),
        workspace.run("policy", program=program),
        workspace.run("cases", program=program),
        workspace.run("contacts", "--card", "--format", "html", program=program),
        workspace.run("contacts", "--card", "--format", "markdown", program=program),
        workspace.run("report", CASES[0], program=program),
        workspace.run("report", CASES[0], "--format", "html", program=program),
        workspace.run("policy", HOSTILE, program=program),
        workspace.run("incident", "--new", "--plain", typed="?\nq\n", program=program),
        workspace.run("assess", "--receipt", str(_another(workspace)), program=program),
        workspace.run("journal", "decrypt", home=workspace.scratch / _FILE_NAME, program=program),
        workspace.run("purge", "--older-than", "0", "--yes", program=program),
        workspace.keyed(["?"], "incident", "--new", program=program),
    ]
    leaking = sum(bool(o.leaks()) for o in outputs)
    yield all_of("control: outputs found to leak with `clean` taken out", leaking, len(outputs))
    yield from _leaking_pdf()


def _another(workspace: Workspace) -> Path:
    """A receipt of a case that calls itself a payload."""
    genuine = _genuine(workspace)
    file = workspace.scratch / "another.json"
    file.write_text(json.dumps(genuine | {"case": genuine["case"] | {"id": HOSTILE}}), encoding="utf-8")
    return file


def _leaking_pdf() -> Iterator[Figure]:
    """A PDF that Typst makes of texts as they are: in its properties, its outline and on its page."""
    what = "control: texts of a PDF found to leak"
    try:
        import typst
    except ImportError:
        yield Figure(what=what, found="not made: there is no Typst", goal="3 of 3", met=False)
        return
    places = ('#set document(title: "%s")', "= %s", "a%sb")
    made = [typst.compile((place % "\u202e").encode(), format="pdf") for place in places]
    readers = [PdfReader(io.BytesIO(pdf)) for pdf in made]
    yield all_of(what, sum(bool(_leaks_in(one, _text_of(one))) for one in readers), len(places))
