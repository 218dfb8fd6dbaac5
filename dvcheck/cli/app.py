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
    IncludeSensitive,
    Keyring,
    New,
    NoColor,
    NoSensitive,
    Number,
    OneCase,
    Output,
    PackArgument,
    PackFolder,
    PassphraseFile,
    Plain,
    Quiet,
    ReportFormat,
    ShiftEnds,
)

# Plain help, plain errors: Rich would be loaded for every mistyped option.
app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
)
pack_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="For those who write checklists.")
app.add_typer(pack_app, name="pack")
journal_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The record itself.")
app.add_typer(journal_app, name="journal")
shift_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The shift, whose end is a deadline."
)
app.add_typer(shift_app, name="shift")
case_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="One case and its checklists.")
app.add_typer(case_app, name="case")


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
        no_sensitive: NoSensitive = False,
        include_sensitive: IncludeSensitive = False,
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
            Desk(
                home=home,
                pack=pack,
                no_color=no_color,
                plain=plain,
                quiet=quiet,
                no_sensitive=no_sensitive,
            ),
            case=case,
            number=number,
            new=new,
            answers=answers,
            shift_ends=shift_ends,
            format=format,
            include_sensitive=include_sensitive,
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
    watched: Annotated[
        bool, typer.Option("--watch", help="Keep it on the screen, drawn anew each minute; q leaves.")
    ] = False,
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
    if watched:
        from dvcheck.cli.watch import watch

        if case is not None or check or format is not Format.TEXT:
            raise typer.BadParameter("--watch shows all open cases: without CASE, --check and --format")
        watch(desk)
    else:
        results.outstanding(desk, case, format, check=check)


@app.command()
def show(
    case: OneCase,
    everything: All = False,
    include_sensitive: IncludeSensitive = False,
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
    results.show(desk, case, format, everything=everything, sensitive=include_sensitive)


@app.command()
def explain(
    case: OneCase,
    obligation: Annotated[
        str | None,
        typer.Argument(
            metavar="[OBLIGATION]", help="Its id or the start of it; without it, they are listed."
        ),
    ] = None,
    include_sensitive: IncludeSensitive = False,
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
    results.explain(desk, case, obligation, format, sensitive=include_sensitive)


@app.command()
def done(
    case: OneCase,
    obligations: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OBLIGATION]...", help="Ids or parts of them; without, a list to tick."),
    ] = None,
    not_feasible: Annotated[
        bool, typer.Option("--not-feasible", help="Not feasible, where the directive allows for it.")
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it was not feasible.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Take an earlier mark back.")] = False,
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Mark obligations of a case done, or not feasible, or open again."""
    from dvcheck.cli import ledger
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    how = ledger.How.of(not_feasible=not_feasible, reason=reason, reopen=reopen)
    ledger.done(desk, case, obligations or [], how, format)


@app.command()
def amend(
    case: OneCase,
    question: Annotated[
        str | None,
        typer.Argument(metavar="[QUESTION]", help="Its id or a part of it; without, they are listed."),
    ] = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="TEXT", help="The case's CAD or GO number, put right.")
    ] = None,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Change an answer of a case, or its number: see what would appear and go before it is recorded."""
    from dvcheck.cli import ledger
    from dvcheck.cli.desk import Desk

    ledger.amend(Desk(home=home, pack=pack, no_color=no_color, plain=plain), case, question, number)


@app.command()
def note(
    case: OneCase,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is to be remembered.")],
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Add a free note to a case, with the time."""
    from dvcheck.cli import ledger
    from dvcheck.cli.desk import Desk

    ledger.note(Desk(home=home, pack=pack), case, text)


@app.command()
def close(
    case: OneCase,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, where something required is open.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open a closed case again.")] = False,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Close a case: it leaves the lists, and can be opened again."""
    from dvcheck.cli import closing
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    closing.close(desk, case, reason, reopen=reopen)


@app.command()
def purge(
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than", min=0, max=36_500, metavar="DAYS", help="Closed for longer than so many days."
        ),
    ] = None,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    plain: Plain = False,
    no_color: NoColor = False,
    home: Home = None,
) -> None:
    """Take out of the journal for good what cases say that were closed long ago."""
    from dvcheck.cli import closing
    from dvcheck.cli.desk import Desk

    closing.purge(Desk(home=home, no_color=no_color, plain=plain), older_than, sure=sure)


@case_app.command()
def repack(
    case: OneCase,
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Move an open case to the checklists in use: see what appears and what goes before it is recorded."""
    from dvcheck.cli import repack
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    repack.repack(desk, case, format, sure=sure, sensitive=include_sensitive)


@shift_app.command("start")
def start_shift(
    ends: Annotated[
        str | None, typer.Option("--ends", metavar="HH:MM", help="When it ends: the next such time.")
    ] = None,
    began: Annotated[
        str | None, typer.Option("--began", metavar="HH:MM", help="When it began, if before now.")
    ] = None,
    officer: Annotated[
        str | None, typer.Option("--officer", metavar="ID", help="Your id, for the cases of this shift.")
    ] = None,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Begin a shift: its end is the deadline of what is due before the end of the shift."""
    from dvcheck.cli import shift
    from dvcheck.cli.desk import Desk

    shift.start(Desk(home=home, pack=pack, no_color=no_color, plain=plain), ends, began, officer)


@shift_app.command("extend")
def extend_shift(
    ends: Annotated[str, typer.Option("--ends", metavar="HH:MM", help="When it ends: the next such time.")],
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Move the end of the shift, and with it the deadlines of its cases."""
    from dvcheck.cli import shift
    from dvcheck.cli.desk import Desk

    shift.extend(Desk(home=home, pack=pack, no_color=no_color, plain=plain), ends)


@shift_app.command("status")
def shift_status(
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Until when the shift is, and what is required and open in each case."""
    from dvcheck.cli import shift
    from dvcheck.cli.desk import Desk

    shift.status(Desk(home=home, pack=pack, no_color=no_color, plain=plain), format)


@shift_app.command("end")
def end_shift(
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Go through all that is open, and print the hand-over. Exits with 1 if one is left without a reason."""
    from dvcheck.cli import handover
    from dvcheck.cli.desk import Desk

    handover.end(Desk(home=home, pack=pack, no_color=no_color, plain=plain), format)


@app.command()
def cases(
    closed: Annotated[bool, typer.Option("--closed", help="Also the closed ones: the newest 50.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="With --closed: every one. JSON always has every one.")
    ] = False,
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """The cases, newest first."""
    from dvcheck.cli import results
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    if everything and not closed:
        raise typer.BadParameter("--all goes with --closed")
    results.cases(desk, format, closed=closed, everything=everything)


@app.command()
def report(
    case: OneCase,
    format: Annotated[
        ReportFormat, typer.Option("--format", help="What it is written as.")
    ] = ReportFormat.MARKDOWN,
    form: Annotated[
        str | None,
        typer.Option("--form", metavar="ID", help="A form of the checklists, filled from the case."),
    ] = None,
    output: Output = None,
    include_sensitive: IncludeSensitive = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """The worksheet of a case, to write the General Offense report from."""
    from dvcheck.cli import report
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack)
    if form is not None:
        from dvcheck.cli import forms

        forms.fill(desk, case, form, format, output, include_sensitive=include_sensitive)
    else:
        report.report(desk, case, format, output, include_sensitive=include_sensitive)


@app.command()
def assess(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A YAML file of question ids and answers.")
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            "--receipt", metavar="FILE", help="Work a report's JSON out again: exits with 1 if it differs."
        ),
    ] = None,
    checklist: Checklist = "incident",
    everything: All = False,
    include_sensitive: IncludeSensitive = False,
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """Answers from a file in, the assessment out; or a receipt worked out again. Nothing is recorded."""
    from dvcheck.cli import replay, results
    from dvcheck.cli.desk import Desk

    desk = Desk(home=home, pack=pack, no_color=no_color, plain=plain)
    if receipt is not None and file is None:
        replay.receipt(desk, receipt, format)
    elif file is not None and receipt is None:
        results.assess_file(desk, file, checklist, format, everything=everything, sensitive=include_sensitive)
    else:
        raise replay.not_one()


@app.command()
def policy(
    section: Annotated[
        str | None,
        typer.Argument(
            metavar="[SECTION]",
            help="A section, such as 1.5.1 or P2, or a reading, such as A29.",
        ),
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
        typer.Option("--format", help="The list as text or json; the card as markdown, html or pdf."),
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


@app.command()
def config(
    format: FormatOption = Format.TEXT,
    plain: Plain = False,
    no_color: NoColor = False,
    pack: PackFolder = None,
    home: Home = None,
) -> None:
    """The settings, each with where it comes from, and the file they may stand in."""
    from dvcheck.cli import config
    from dvcheck.cli.desk import Desk

    config.show(Desk(home=home, pack=pack, no_color=no_color, plain=plain), format)


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


@journal_app.command()
def verify(
    head: Annotated[
        str | None,
        typer.Option(
            "--head", metavar="CODE", help="A code printed earlier: finds a record cut or rewritten since."
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Record that somebody has looked into entries that are gone.")
    ] = False,
    format: FormatOption = Format.TEXT,
    no_color: NoColor = False,
    home: Home = None,
) -> None:
    """Say whether every entry stands as it was recorded, or which one does not. Exits with 1 there."""
    from dvcheck.cli import journal_checks
    from dvcheck.cli.desk import Desk

    journal_checks.verify(Desk(home=home, no_color=no_color), head, format, accept=accept)


@journal_app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup, such as one on a memory stick.")],
    passphrase_file: PassphraseFile = None,
    home: Home = None,
) -> None:
    """Write a backup of the journal to FILE, also while a walk is open. An earlier backup is replaced."""
    from dvcheck.cli import backup as backups
    from dvcheck.cli.desk import Desk

    backups.backup(Desk(home=home), file, passphrase_file)


@journal_app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup of the journal.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Also where the journal has entries that the backup lacks.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    home: Home = None,
) -> None:
    """Put a backup in place of the journal. The file it replaces is kept under another name."""
    from dvcheck.cli import backup as backups
    from dvcheck.cli.desk import Desk

    backups.restore(Desk(home=home), file, passphrase_file, lose=yes)


@journal_app.command()
def export(output: Output = None, home: Home = None) -> None:
    """Everything that can be read, as JSON Lines: entries, then packs. Exits with 1 where some cannot."""
    from dvcheck.cli import journal_checks
    from dvcheck.cli.desk import Desk

    journal_checks.export(Desk(home=home), output)


@journal_app.command()
def encrypt(passphrase_file: PassphraseFile = None, keyring: Keyring = False, home: Home = None) -> None:
    """Encrypt the journal (AES-256): it is read with a passphrase from then on, or through the keyring."""
    from dvcheck.cli import encryption
    from dvcheck.cli.desk import Desk

    encryption.encrypt(Desk(home=home), passphrase_file, keyring=keyring)


@journal_app.command()
def decrypt(passphrase_file: PassphraseFile = None, home: Home = None) -> None:
    """Make an encrypted journal plain again."""
    from dvcheck.cli import encryption
    from dvcheck.cli.desk import Desk

    encryption.decrypt(Desk(home=home), passphrase_file)


@journal_app.command()
def rekey(
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: Annotated[
        Path | None,
        typer.Option("--new-passphrase-file", metavar="FILE", help="Take the new passphrase from a file."),
    ] = None,
    keyring: Keyring = False,
    home: Home = None,
) -> None:
    """Give an encrypted journal another passphrase, or a key in the keyring."""
    from dvcheck.cli import encryption
    from dvcheck.cli.desk import Desk

    encryption.rekey(Desk(home=home), passphrase_file, new_passphrase_file, keyring=keyring)
