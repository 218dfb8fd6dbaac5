"""The table of commands: the help and the examples of each, below the headings of the program's help.

Help loads nothing else, not even msgspec.
"""

from typing import NamedTuple


class Command(NamedTuple):
    """A command: its name, its module in `dvcheck.cli.commands`, and its help."""

    name: str
    module: str
    help: str
    """What it does, in one line of a list of commands."""
    examples: tuple[str, ...]
    """Command lines to copy, each without the word `dvcheck`."""
    more: str = ""
    """The second sentence of its own help."""


class CommandGroup(NamedTuple):
    """A group of commands. The name of the group comes first on the command line."""

    name: str
    help: str
    entries: tuple[Command, ...]


class Heading(NamedTuple):
    """A heading of the program's help, with the commands below it."""

    title: str
    entries: tuple[Command | CommandGroup, ...]


WALKS = (
    Command(
        "incident",
        "walk",
        "Walk a domestic-violence call.",
        ("incident", "incident --number 26-118", "incident 26-118"),
        "It goes from arrival to reporting and ends with what you still owe. Name a case to go on with it.",
    ),
    Command(
        "verify-order",
        "walk",
        "Verify a protection order.",
        ("verify-order", "verify-order 26-118"),
        "It asks about the databases, the copy, service, terms, firearms and violation.",
    ),
    Command(
        "serve-order",
        "walk",
        "Serve a protection order and prove the service.",
        ("serve-order --number 26-120",),
        "It asks who may serve it and about the papers, the proof of service and the reports.",
    ),
    Command(
        "standby",
        "walk",
        "Run a civil standby, with its clock.",
        ("standby --number 26-121",),
        "It takes the steps in order. The clock counts the 20 minutes on the screen, also through a restart.",
    ),
)

_ON_A_CALL = Heading(
    "On a call",
    (
        *WALKS,
        Command(
            "walk",
            "walk",
            "Walk any checklist by its name.",
            ("walk", "walk incident --new"),
            "Without a name, it lists the checklists of the pack.",
        ),
        Command(
            "contacts",
            "contacts",
            "Show whom to call, or print a card for a survivor.",
            (
                "contacts",
                "contacts center",
                "contacts --card -o card.pdf",
                "contacts --card --lang es --draft --large",
                "contacts --card --discreet -o small-cards.pdf",
            ),
            "It says what each number is for, how old it is, and why it may be wrong.",
        ),
        Command(
            "policy",
            "policy",
            "Read the policy by section or word.",
            ("policy", "policy 1.5", "policy stalking"),
            "It gives each section in our words, what cites it, and where its text is unclear.",
        ),
    ),
)

_YOUR_CASES = Heading(
    "Your cases",
    (
        Command(
            "outstanding",
            "outstanding",
            "List what you still owe, the most urgent first.",
            ("outstanding", "outstanding 26-118 --why", "outstanding --check"),
            "It covers every open case and names each unfinished walk.",
        ),
        Command("cases", "cases", "List your cases, newest first.", ("cases", "cases --closed")),
        Command(
            "show",
            "show",
            "Show one case: its answers, what is owed, what is done.",
            ("show 26-118", "show 26-118 --why"),
        ),
        Command(
            "explain",
            "explain",
            "Explain why a duty is owed.",
            ("explain 26-118", "explain 26-118 3.1"),
            "If it is undecided, it says what would decide it. Name it by its id, part of it, or section.",
        ),
        Command(
            "done",
            "done",
            "Mark duties done, not feasible or open again.",
            ("done 26-118", 'done 26-118 photo-close --not-feasible --reason "no camera"'),
            "Without a duty, it shows a list to tick off.",
        ),
        Command(
            "amend",
            "amend",
            "Change an answer or the number of a case.",
            (
                "amend 26-118",
                "amend 26-118 --number 26-119",
                'amend 26-118 hurt-people --rename "the driver=Ana"',
            ),
            "It shows which duties would appear and go, and asks before it records the change.",
        ),
        Command(
            "note", "note", "Add a note to a case, with the time.", ("note 26-118 Neighbor heard it too",)
        ),
        Command(
            "close",
            "close",
            "Close a case, or open it again.",
            ("close 26-118", 'close 26-118 --reason "handed to the day shift"', "close 26-118 --reopen"),
            "A closed case leaves the lists. If a required duty is open, give a reason.",
        ),
        CommandGroup(
            "case",
            "Hand a case over, take one over, or change its checklists.",
            (
                Command(
                    "hand-over",
                    "case.hand_over",
                    "Hand an open case over to another computer.",
                    (
                        "case hand-over 26-118",
                        'case hand-over 26-118 -o 26-118.dvcase --reason "end of shift"',
                    ),
                    "It writes the complete case into one file, not encrypted, and closes the case here.",
                ),
                Command(
                    "take-over",
                    "case.take_over",
                    "Take a case over from another computer.",
                    ("case take-over 26-118.dvcase",),
                    "It verifies each entry in the file and records the case under a new id.",
                ),
                Command(
                    "repack",
                    "case.repack",
                    "Move an open case to the checklists in use.",
                    ("case repack 26-118",),
                    "It shows what appears, goes and changes, and asks before it records the move.",
                ),
            ),
        ),
    ),
)

_SHIFT = Heading(
    "Shift",
    (
        CommandGroup(
            "shift",
            "Start, extend and end your shift.",
            (
                Command(
                    "start",
                    "shift.start",
                    "Start a shift.",
                    ("shift start --ends 7am", "shift start --began 21:30 --ends 07:30"),
                    "Its end is the deadline of what is due before the end of the shift.",
                ),
                Command(
                    "extend",
                    "shift.extend",
                    "Move the end of the shift.",
                    ("shift extend --ends 08:30",),
                    "The deadlines of its cases move with it.",
                ),
                Command(
                    "status", "shift.status", "Show the shift and what each case owes.", ("shift status",)
                ),
                Command(
                    "end",
                    "shift.end",
                    "Settle what is open and print the hand-over.",
                    ("shift end", "shift end -o handover.pdf"),
                    "Each open duty is done, not feasible, or carried over for a reason. Exits with 1 "
                    "if one is left without a reason.",
                ),
                Command(
                    "handover",
                    "shift.handover",
                    "Print the hand-over of the last shift again.",
                    ("shift handover", "shift handover --back 1 -o handover.pdf"),
                    "It shows each case as it was at the end of the shift. If the shift runs, as it is now.",
                ),
            ),
        ),
        Command(
            "sergeant",
            "sergeant",
            "List what several officers still owe.",
            ("sergeant /home/roe/dvcheck /home/diaz/dvcheck", "sergeant /mnt/cars/*/dvcheck --check"),
            "Name the home folder of each. It only reads them, and says when each officer's last entry was.",
        ),
    ),
)

_REPORTS = Heading(
    "Reports",
    (
        Command(
            "report",
            "report",
            "Write the worksheet of a case, or fill in a form.",
            (
                "report 26-118 --open",
                "report 26-118 -o 26-118.pdf",
                "report 26-118 --form service",
                "report 26-118 --copy",
            ),
            "The worksheet has what is open, the answers and what is done. The suffix of FILE says the "
            "format.",
        ),
        Command(
            "assess",
            "assess",
            "Assess answers from a file. Nothing is recorded.",
            (
                "assess answers.yaml",
                "assess --batch cases.jsonl -o results.jsonl",
                "assess --receipt report.json",
            ),
            "It can also assess many cases at once, or check that the answers in a report still give its "
            "result.",
        ),
    ),
)

_TRAINING = Heading(
    "Training",
    (
        Command(
            "demo",
            "demo",
            "Play a scenario with the real prompts.",
            ("demo", "demo --step"),
            "It is for a class. Nothing is recorded.",
        ),
        Command(
            "train",
            "train",
            "Practice a scenario, and learn what was missed.",
            (
                "train",
                "train verbal-only --clock",
                "train verbal-only --notes",
                "train verbal-only --rubric",
                "train verbal-only --answers answers.yaml",
            ),
            "It ends with what was harmful, missed and invented. Practice never meets your cases.",
        ),
    ),
)

_POLICY_STAFF = Heading(
    "For policy staff",
    (
        CommandGroup(
            "pack",
            "Check, build, install and choose checklists.",
            (
                Command(
                    "validate",
                    "pack.validate",
                    "Check a pack for errors.",
                    ("pack validate", "pack validate my-pack"),
                    "It names the file, line and column of each, and warns of probable mistakes.",
                ),
                Command(
                    "coverage",
                    "pack.coverage",
                    "List the policy's statements and what cites each.",
                    ("pack coverage my-pack",),
                    "If nothing cites one, it says why. Exits with 1 on a gap.",
                ),
                Command(
                    "test",
                    "pack.test",
                    "Run the scenarios of a pack.",
                    ("pack test my-pack",),
                    "Together they must try every obligation. Exits with 1 if something fails.",
                ),
                Command(
                    "build",
                    "pack.build",
                    "Build one file of a sound pack.",
                    ("pack build my-pack",),
                    "The file has the same bytes on every system, and its digest inside.",
                ),
                Command(
                    "install",
                    "pack.install",
                    "Install a pack beside the others.",
                    ("pack install my-pack-1.0.dvpack",),
                    "Give a file that `pack build` made, or a folder.",
                ),
                Command("list", "pack.list", "List the packs, and say which is in use.", ("pack list",)),
                Command(
                    "use",
                    "pack.use",
                    "Choose the pack of new cases.",
                    ("pack use my-pack",),
                    "Open cases keep their own.",
                ),
                Command(
                    "remove",
                    "pack.remove",
                    "Remove a pack that is not in use.",
                    ("pack remove my-pack",),
                    "Cases opened with it keep their copy.",
                ),
            ),
        ),
    ),
)

_RECORD = Heading(
    "Record",
    (
        CommandGroup(
            "journal",
            "Verify, back up, export and encrypt the journal.",
            (
                Command(
                    "verify",
                    "journal.verify",
                    "Verify that every entry is as recorded.",
                    ("journal verify", "journal verify --head 9F2C-41B7"),
                    "Exits with 1 if one is not, and names it.",
                ),
                Command(
                    "backup",
                    "journal.backup",
                    "Write a backup of the journal.",
                    ("journal backup backup.db",),
                    "It can be run while a walk is open. It replaces an earlier backup of that name.",
                ),
                Command(
                    "restore",
                    "journal.restore",
                    "Replace the journal with a backup.",
                    ("journal restore backup.db",),
                    "The replaced file is kept under another name.",
                ),
                Command(
                    "export",
                    "journal.export",
                    "Export all that can be read, as JSON Lines.",
                    ("journal export -o journal.jsonl",),
                    "Entries come first, then packs. Exits with 1 if some cannot be read.",
                ),
                Command(
                    "encrypt",
                    "journal.encrypt",
                    "Encrypt the journal (AES-256).",
                    ("journal encrypt", "journal encrypt --keyring"),
                    "From then on it is read with a passphrase, or with a key in the keyring.",
                ),
                Command(
                    "decrypt",
                    "journal.decrypt",
                    "Remove the encryption of the journal.",
                    ("journal decrypt",),
                ),
                Command(
                    "rekey",
                    "journal.rekey",
                    "Change the passphrase or key of the journal.",
                    ("journal rekey",),
                ),
            ),
        ),
        Command(
            "purge",
            "purge",
            "Permanently erase long-closed cases.",
            ("purge --older-than 365",),
            "It says what stays, and asks first.",
        ),
        Command(
            "config",
            "config",
            "Show the settings and where each comes from.",
            ("config",),
        ),
    ),
)

HEADINGS = (_ON_A_CALL, _YOUR_CASES, _SHIFT, _REPORTS, _TRAINING, _POLICY_STAFF, _RECORD)
"""The program's help, from what an officer needs first."""

TREE: tuple[Command | CommandGroup, ...] = tuple(entry for heading in HEADINGS for entry in heading.entries)
"""Every command and group of commands."""
