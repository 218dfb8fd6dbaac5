"""The part of the table of commands for policy staff and IT: packs, and the record."""

from dvcheck.cli.entries import Command, CommandGroup, Heading

POLICY_STAFF = Heading(
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

RECORD = Heading(
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
