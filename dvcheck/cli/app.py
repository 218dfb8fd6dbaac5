"""The command tree. Each command is a few lines: what it does stands in `walks` and `results`."""

from pathlib import Path
from typing import Annotated

import typer

from dvcheck import __version__
from dvcheck.cli.options import (
    All,
    AnswersFile,
    CaseName,
    Checklist,
    ContactsFormat,
    Format,
    FormatOption,
    Home,
    New,
    NoColor,
    Number,
    OneCase,
    Output,
    PackArgument,
    PackFolder,
    Plain,
    Quiet,
    ShiftEnds,
)

# Plain help, plain errors: Rich would be loaded for every mistyped option.
app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)
pack_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="For those who write checklists.")
app.add_typer(pack_app, name="pack")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"dvcheck {__version__}")
        raise typer.Exit


@app.callback()
def dvcheck(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A field checklist for domestic-violence calls and protection orders (Directive 0825.00)."""


def _add_walk(checklist: str, summary: str) -> None:
    """Add the command that walks a checklist: all of them take the same options."""

    @app.command(checklist, help=summary)
    def walk(
        case: CaseName = None,
        number: Number = None,
        new: New = False,
        answers: AnswersFile = None,
        shift_ends: ShiftEnds = None,
        format: FormatOption = Format.TEXT,
        plain: Plain = False,
        quiet: Quiet = False,
        no_color: NoColor = False,
        pack: PackFolder = None,
        home: Home = None,
    ) -> None:
        from dvcheck.cli import walks
        from dvcheck.cli.desk import Desk

        walks.run(
            checklist,
            Desk(home=home, pack=pack, no_color=no_color, plain=plain, quiet=quiet),
            case=case,
            number=number,
            new=new,
            answers=answers,
            shift_ends=shift_ends,
            format=format,
        )


_add_walk("incident", "Walk a domestic-violence call from arrival to reporting, and see what is owed.")
_add_walk(
    "verify-order", "Verify a protection order: LEDS and NCIC, the copy, service, terms, firearms, violation."
)
_add_walk(
    "serve-order", "Serve a protection order: who may, the papers, proof of service, CAD note and report."
)
_add_walk("standby", "Civil standby: the steps in their order, and the 20 minutes as a clock on the screen.")


@app.command()
def outstanding(
    case: CaseName = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 if a required one is open.")] = False,
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Every open required obligation over all open cases, nearest deadline first."""
    from dvcheck.cli import results
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    results.outstanding(desk, case, format, check=check)


@app.command()
def show(
    case: OneCase,
    everything: All = False,
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """One case whole: its answers, what is owed and what is done."""
    from dvcheck.cli import results
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    results.show(desk, case, format, everything=everything)


@app.command()
def explain(
    case: OneCase,
    obligation: Annotated[
        str | None,
        typer.Argument(
            metavar="[OBLIGATION]", help="Its id or the start of it; without it, they are listed."
        ),
    ] = None,
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Why an obligation stands, or what would decide it."""
    from dvcheck.cli import results
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    results.explain(desk, case, obligation, format)


@app.command()
def cases(
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """The cases, newest first."""
    from dvcheck.cli import results
    from dvcheck.cli.desk import Desk

    results.cases(Desk(home=home, pack=pack, no_color=no_color, plain=plain), format)


@app.command()
def assess(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file of question ids and answers.")],
    checklist: Checklist = "incident",
    everything: All = False,
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Answers from a file in, the assessment out. Nothing is recorded."""
    from dvcheck.cli import results
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    results.assess_file(desk, file, checklist, format, everything=everything)


@app.command()
def policy(
    section: Annotated[
        str | None,
        typer.Argument(metavar="[SECTION]", help="A section, such as 1.5.1 or P2, and all within it."),
    ] = None,
    format: FormatOption = Format.TEXT,
    no_color: NoColor = False,
    pack: PackFolder = None,
) -> None:
    """The directive in our words: each section, its words, what cites it, and where it is unclear."""
    from dvcheck.cli import results
    from dvcheck.cli.desk import Desk

    results.policy(Desk(pack=pack, no_color=no_color), section, format)


@app.command()
def contacts(
    word: Annotated[
        str | None,
        typer.Argument(metavar="[WORD]", help="Only those it occurs in: name, purpose, number, obligation."),
    ] = None,
    card: Annotated[
        bool, typer.Option("--card", help="A one-page card of public numbers for a survivor.")
    ] = False,
    format: Annotated[
        ContactsFormat | None,
        typer.Option("--format", help="The list as text or json; the card as markdown or html."),
    ] = None,
    output: Output = None,
    no_color: NoColor = False,
    pack: PackFolder = None,
) -> None:
    """Whom to call, for what, and how old the number is; or a card of numbers for a survivor."""
    from dvcheck.cli import contacts as numbers
    from dvcheck.cli.desk import Desk

    desk = Desk(pack=pack, no_color=no_color)
    if card:
        numbers.card(desk, word, format or ContactsFormat.MARKDOWN, output)
    else:
        numbers.listed(desk, word, format or ContactsFormat.TEXT, output)


@app.command()
def demo(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="Its id or the start of it; without it, one is chosen."),
    ] = None,
    speed: Annotated[
        float, typer.Option("--speed", min=0.1, max=100, help="2 plays twice as fast, 0.5 half as fast.")
    ] = 1,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
) -> None:
    """A scenario plays itself with the real prompts, for a class. Nothing of it is kept."""
    from dvcheck.cli import demo
    from dvcheck.cli.desk import Desk

    demo.run(Desk(pack=pack, no_color=no_color, plain=plain), scenario, speed)


@pack_app.command()
def validate(
    folder: PackArgument = None,
    format: FormatOption = Format.TEXT,
    pack: PackFolder = None,
) -> None:
    """Say whether a pack is sound, or everything that is wrong with it: file, line and column."""
    from dvcheck.cli import results
    from dvcheck.cli.desk import Desk

    results.validate_pack(Desk(pack=folder or pack), format)


@pack_app.command()
def coverage(
    folder: PackArgument = None,
    format: FormatOption = Format.TEXT,
    pack: PackFolder = None,
) -> None:
    """Each statement of the policy: the items that cite it, or why none does. Exits with 1 on a gap."""
    from dvcheck.cli import pack_checks
    from dvcheck.cli.desk import Desk

    pack_checks.coverage(Desk(pack=folder or pack), format)


@pack_app.command("test")
def run_scenarios(
    folder: PackArgument = None,
    format: FormatOption = Format.TEXT,
    pack: PackFolder = None,
) -> None:
    """Run the scenarios of a pack, and see that they try every obligation. Exits with 1 where they fail."""
    from dvcheck.cli import pack_checks
    from dvcheck.cli.desk import Desk

    pack_checks.run_scenarios(Desk(pack=folder or pack), format)
