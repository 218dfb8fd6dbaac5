"""The table of commands: the help and the examples of each, below the headings of the program's help.

Help loads nothing else, not even msgspec.
"""

from dvcheck.cli.entries import Command, CommandGroup, Heading
from dvcheck.cli.table_of_precinct import PRECINCT
from dvcheck.cli.table_of_upkeep import POLICY_STAFF, RECORD

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
            (
                "demo",
                "demo verbal-only --ask --projector",
                "demo verbal-only --record verbal-only.cast",
            ),
            "It is for a class, and ends with a debrief. Nothing goes into the journal.",
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
        CommandGroup(
            "scenario",
            "Write scenarios, and print them for a class.",
            (
                Command(
                    "new",
                    "scenario.new",
                    "Make a scenario from a call that you work.",
                    ("scenario new late-standby --checklist standby",),
                    "You work the call in practice, never in a case. Your answers become the key, and the "
                    "texts are left to you.",
                ),
                Command(
                    "handout",
                    "scenario.handout",
                    "Print a scenario for a class, or its solution.",
                    (
                        "scenario handout verbal-only -o verbal-only.pdf",
                        "scenario handout verbal-only --solution -o solution.pdf",
                    ),
                    "It has the story, every question with a blank, and the facts as cards. Nothing of the "
                    "key is in it.",
                ),
            ),
        ),
    ),
)

HEADINGS = (_ON_A_CALL, _YOUR_CASES, _SHIFT, _REPORTS, PRECINCT, _TRAINING, POLICY_STAFF, RECORD)
"""The program's help, from what an officer needs first."""

TREE: tuple[Command | CommandGroup, ...] = tuple(entry for heading in HEADINGS for entry in heading.entries)
"""Every command and group of commands."""
