"""The command tree: which commands there are, what each is for, and the module that it is in.

Only the command that is run is built: building all of them takes longer than many a command. Help loads
nothing else, not even msgspec.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from dvcheck import __version__
from dvcheck.cli.arguments import meant, refuse_twice

_STYLE: dict[str, Any] = {
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["--help", "-h"]},
}
"""Plain help, plain errors: Rich would be loaded for every mistyped option."""


class Command(NamedTuple):
    """A command: its name, its module in `dvcheck.cli.commands`, and what `--help` says of it in a line."""

    name: str
    module: str
    help: str


class CommandGroup(NamedTuple):
    """Commands that are called by the name of their group and their own."""

    name: str
    help: str
    entries: tuple[Command, ...]


WALKS = (
    Command(
        "incident",
        "walk",
        "Walk a domestic-violence call from arrival to reporting, and see what is owed.",
    ),
    Command(
        "verify-order",
        "walk",
        "Verify a protection order: the databases, the copy, service, terms, firearms, violation.",
    ),
    Command(
        "serve-order",
        "walk",
        "Serve a protection order: who may, the papers, proof of service and reports.",
    ),
    Command(
        "standby",
        "walk",
        "Civil standby: the steps in their order, and the 20 minutes as a clock on the screen.",
    ),
)

TREE: tuple[Command | CommandGroup, ...] = (
    *WALKS,
    Command("walk", "walk", "Walk any checklist of the pack by its name; without one, say which there are."),
    Command(
        "outstanding",
        "outstanding",
        "Every open required obligation over all open cases, nearest deadline first.",
    ),
    Command("show", "show", "One case whole: its answers, what is owed and what is done."),
    Command("explain", "explain", "Why an obligation stands, or what would decide it."),
    Command("done", "done", "Mark obligations of a case done, or not feasible, or open again."),
    Command(
        "amend",
        "amend",
        "Change an answer of a case, or its number: see what would appear and go before it is recorded.",
    ),
    Command("note", "note", "Add a free note to a case, with the time."),
    Command("close", "close", "Close a case: it leaves the lists, and can be opened again."),
    Command("purge", "purge", "Take out of the journal for good what cases say that were closed long ago."),
    Command("cases", "cases", "The cases, newest first."),
    Command("report", "report", "The worksheet of a case, to write the report from."),
    Command(
        "assess",
        "assess",
        "Answers from a file in, the assessment out; or a receipt worked out again. Nothing is recorded.",
    ),
    Command(
        "policy",
        "policy",
        "The policy in our words: each section, its words, what cites it, and where it is unclear.",
    ),
    Command(
        "contacts",
        "contacts",
        "Whom to call, for what, and how old the number is; or a card of numbers for a survivor.",
    ),
    Command(
        "demo", "demo", "A scenario plays itself with the real prompts, for a class. Nothing of it is kept."
    ),
    Command(
        "config", "config", "The settings, each with where it comes from, and the file they may stand in."
    ),
    CommandGroup(
        "pack",
        "Checklists: check, build, install and choose them.",
        (
            Command(
                "validate",
                "pack.validate",
                "Say whether a pack is sound, or everything that is wrong with it: file, line and column.",
            ),
            Command(
                "coverage",
                "pack.coverage",
                "Each statement of the policy: the items that cite it, or why none does. Exits with "
                "1 on a gap.",
            ),
            Command(
                "test",
                "pack.test",
                "Run the scenarios of a pack, and see that they try every obligation. Exits with 1 "
                "where they fail.",
            ),
            Command(
                "build",
                "pack.build",
                "Make one file of a sound pack, the same bytes on every system. Its digest is in it.",
            ),
            Command(
                "install",
                "pack.install",
                "Install a pack beside the others: a file that `pack build` made, or a folder.",
            ),
            Command("list", "pack.list", "The packs that are there, and which one is in use and why."),
            Command("use", "pack.use", "Choose the pack of new cases. Open cases keep their own."),
            Command("remove", "pack.remove", "Remove a pack that is not in use. Its cases keep their copy."),
        ),
    ),
    CommandGroup(
        "journal",
        "The record itself.",
        (
            Command(
                "verify",
                "journal.verify",
                "Say whether every entry stands as it was recorded, or which one does not. Exits "
                "with 1 there.",
            ),
            Command(
                "backup",
                "journal.backup",
                "Write a backup of the journal to FILE, also while a walk is open. An earlier backup "
                "is replaced.",
            ),
            Command(
                "restore",
                "journal.restore",
                "Put a backup in place of the journal. The file it replaces is kept under another name.",
            ),
            Command(
                "export",
                "journal.export",
                "Everything that can be read, as JSON Lines: entries, then packs. Exits with 1 where "
                "some cannot.",
            ),
            Command(
                "encrypt",
                "journal.encrypt",
                "Encrypt the journal (AES-256): it is read with a passphrase from then on, or "
                "through the keyring.",
            ),
            Command("decrypt", "journal.decrypt", "Make an encrypted journal plain again."),
            Command(
                "rekey",
                "journal.rekey",
                "Give an encrypted journal another passphrase, or a key in the keyring.",
            ),
        ),
    ),
    CommandGroup(
        "shift",
        "The shift, whose end is a deadline.",
        (
            Command(
                "start",
                "shift.start",
                "Begin a shift: its end is the deadline of what is due before the end of the shift.",
            ),
            Command(
                "extend", "shift.extend", "Move the end of the shift, and with it the deadlines of its cases."
            ),
            Command(
                "status",
                "shift.status",
                "Until when the shift is, and what is required and open in each case.",
            ),
            Command(
                "end",
                "shift.end",
                "Go through all that is open, and print the hand-over. Exits with 1 if one is left "
                "without a reason.",
            ),
        ),
    ),
    CommandGroup(
        "case",
        "One case and its checklists.",
        (
            Command(
                "repack",
                "case.repack",
                "Move an open case to the checklists in use: see what appears and what goes before "
                "it is recorded.",
            ),
        ),
    ),
)


def command_line() -> "_Lazy":
    """The program as it is run: each command is built when it is called."""
    root = _root()
    root.commands = {made.name: made for made in map(_unbuilt, TREE) if made.name is not None}
    return root


def whole() -> "_Lazy":
    """The program with all its commands built: for completions, documents and tests."""
    root = command_line()
    for group in (root, *(c for c in root.commands.values() if isinstance(c, _Lazy))):
        group.build_all()
    return root


def names(words: list[str]) -> Iterator[str]:
    """The names of the command at the head of a command line, and nothing else that stands there."""
    commands: dict[str, Any] = dict(command_line().commands)
    for word in words:
        if word not in commands:
            return
        yield word
        commands = dict(getattr(commands[word], "commands", {}))


class _Unbuilt(TyperCommand):
    """A command by its name and help, as long as nobody calls it."""

    def __init__(self, entry: Command) -> None:
        super().__init__(name=entry.name, help=entry.help, **_STYLE)
        self.entry = entry

    def get_short_help_str(self, limit: int = 45) -> str:
        """The line of help whole: a list of commands wraps it."""
        return self.help or ""

    def built(self) -> Any:
        """The command itself, with its options."""
        app = typer.Typer(add_completion=False, **_STYLE)
        app.command(self.entry.name, cls=_Built, help=self.entry.help)(_function(self.entry))
        return get_command(app)


class _Built(TyperCommand):
    """A command with its options."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _, _, given = self.make_parser(ctx).parse_args(args=[*args])
        refuse_twice(given, ctx)
        return super().parse_args(ctx, args)


class _Lazy(TyperGroup):
    """A group whose commands are built when they are called."""

    def build(self, name: str) -> None:
        """Build the command of this name, if there is one that is not built."""
        command = self.commands.get(name)
        if isinstance(command, _Unbuilt):
            self.commands[name] = command.built()

    def build_all(self) -> None:
        for name in self.commands:
            self.build(name)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        self.build(args[0])
        return super().resolve_command(ctx, args)


class _Root(_Lazy):
    """The program: it takes `help` and `version` for its options, and says where other options belong."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, meant(args, ctx))


def _function(entry: Command) -> Callable[..., None]:
    """The function of a command. The short forms are alike: theirs is made for a checklist."""
    module = import_module(f"dvcheck.cli.commands.{entry.module}")
    made: Callable[..., None] = module.of(entry.name) if entry in WALKS else module.run
    return made


def _unbuilt(one: Command | CommandGroup) -> Any:
    if isinstance(one, Command):
        return _Unbuilt(one)
    commands: Any = {entry.name: _Unbuilt(entry) for entry in one.entries}
    return _Lazy(name=one.name, help=one.help, commands=commands, no_args_is_help=True, **_STYLE)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dvcheck {__version__}")
        raise typer.Exit


def _root() -> _Lazy:
    app = typer.Typer(
        cls=_Root, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, **_STYLE
    )

    @app.callback()
    def dvcheck(
        version: Annotated[
            bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
        ] = False,
        plain: Annotated[
            bool, typer.Option("--plain", help="Without a command: how everything stands, in sentences.")
        ] = False,
    ) -> None:
        """A field checklist for domestic-violence calls and protection orders."""

    root = get_command(app)
    assert isinstance(root, _Lazy)
    return root
