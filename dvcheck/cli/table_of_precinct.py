"""The commands of a precinct, in the table of commands."""

from dvcheck.cli.entries import Command, CommandGroup, Heading

PRECINCT = Heading(
    "Precinct",
    (
        Command(
            "push",
            "push",
            "Push the journal to the precinct.",
            ("push", "push --dry-run", "push --quiet"),
            "It sends the entries that the precinct lacks. Offline, it exits with 6 and loses nothing.",
        ),
        Command(
            "board",
            "board",
            "Show what the precinct's officers still owe.",
            ("board", "board --on-duty", "board --once --officer 4127", "board --web --open"),
            "It knows only what laptops have sent, and names the officers not heard from. --web is a page in "
            "the browser.",
        ),
        CommandGroup(
            "precinct",
            "Set up, try, audit and export a precinct.",
            (
                Command(
                    "try",
                    "precinct.trial",
                    "Try a fictional precinct on this computer.",
                    ("precinct try", "precinct try --once", "precinct try --web --open"),
                    "It starts a database in a temporary folder, shows the board, and removes everything "
                    "at the end.",
                ),
                Command(
                    "migrate",
                    "precinct.migrate",
                    "Create or update the tables of a precinct.",
                    ("precinct migrate", 'precinct migrate --dsn "dbname=precinct"'),
                    "It needs a superuser of the database, and refuses tables of a newer version.",
                ),
                CommandGroup(
                    "people",
                    "Say who may log in, where, and in which role.",
                    (
                        Command(
                            "apply",
                            "precinct.people.apply",
                            "Set the logins of a precinct from a file.",
                            (
                                "precinct people apply people.csv --dry-run",
                                "precinct people apply people.csv",
                            ),
                            "It applies the complete file, or nothing. A login that is not in the file is "
                            "closed, and its entries are kept.",
                        ),
                    ),
                ),
                Command(
                    "verify",
                    "precinct.verify",
                    "Verify every journal in the precinct.",
                    (
                        "precinct verify",
                        "precinct verify --against heads.csv",
                        'precinct verify --assess --reason "yearly audit"',
                    ),
                    "Without --assess, it reads seals and no answers. It exits with 1 if something is not as "
                    "it was recorded.",
                ),
                Command(
                    "case",
                    "precinct.case",
                    "Read a case in the precinct, for a reason.",
                    ('precinct case $JOURNAL c-1A2B --reason "complaint 26-7"',),
                    "Your login and your reason are recorded before the case is shown.",
                ),
                Command(
                    "export",
                    "precinct.export",
                    "Export the cases, for a reason.",
                    (
                        'precinct export --reason "yearly study" -o cases.jsonl',
                        "precinct export --reason lawsuit --name-officers --order 26-CV-118",
                    ),
                    "The lines are for `assess --batch` and DuckDB. Officers get made-up names, "
                    "unless you name an order.",
                ),
                Command(
                    "purge",
                    "precinct.purge",
                    "Erase the content of a case in the precinct.",
                    ('precinct purge $JOURNAL c-1A2B --reason "retention"',),
                    "It asks first. The seals stay, so the journal can still be verified.",
                ),
            ),
        ),
    ),
)
