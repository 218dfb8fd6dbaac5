"""Write docs/commands.md: every command with its options and examples, from the program's own help."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dvcheck.cli import tree
from dvcheck.cli.entries import Command, commands_of
from dvcheck.cli.table import HEADINGS

PAGE = Path(__file__).parent / "commands.md"

HEAD = """\
# Commands

Every command, with its options and examples. `dvcheck help COMMAND` shows the same.

(`python docs/commands.py` writes this page from the program's help: do not edit it by hand.)

`dvcheck` without a command opens home: your shift, the running clocks, the unfinished walks, and what you owe in all
open cases, the most urgent first. Without a terminal, it prints help and exits with 2.

- **CASE** is a case's id (`c-7K2M`), the start of its id, or its CAD or GO number. If you name none, a command
  takes the only open case. If several are open, it asks which one at a terminal.
- **PACK** is the name of an installed pack, a folder, or a file that `pack build` made.
- **FILE** can be `-`, for standard input or standard output. Only you can read a file that dvcheck writes.

[keys.md](keys.md) lists the keys of each screen, [config.md](config.md) the settings.
[sergeant.md](sergeant.md) explains the change of shift.

"""

TAIL = """\
## Common options

These options do the same in every command that has them.

| option | does |
| --- | --- |
{common}

## Documents

A report, a form or the card can go into a FILE, which only you can read.

- The suffix of FILE says the format: .md, .markdown, .html, .htm, .pdf, .json, or .txt for a form of one line.
  Without a suffix it is Markdown.
- `--format` with another suffix is refused. With `--format`, FILE may have a suffix that dvcheck does not know.
- A FILE that exists is refused. Add `--force` to replace it. `journal export`, `journal backup`, `assess` and
  `pack build` replace their files without it.
- `report --open` opens the report with the system's own program. Without `-o`, it is HTML in the folder `reports` of
  dvcheck's home, where the next one replaces it and `purge` of the case removes it. If nothing can open it here, the
  command exits with 5, and the file stays. A browser in a sandbox may not read that folder: name a FILE then.
- `report --copy` prints the form of one line, and copies it to the clipboard of the computer and to that of the
  terminal, also over ssh. No program can see whether the terminal took it. If there is no clipboard, the command exits
  with 5, and the line is on the screen.
- An encrypted journal does not encrypt these files.

## Answers files

`--answers` and `assess` read a YAML mapping of question ids to answers, such as [picture.yaml](picture.yaml).

- If a question takes a list, `unknown` and `[unknown]` both mean "unknown".
- Write a date as `3/31/2026`, `2026-03-31` or `Mar 31, 2026`. Years go from 1900 to 2199. A time may follow:
  `Mar 31, 2026, 23:05`. A time more than a day ahead is refused.
- If a date with a comma is inside braces or brackets, put it in quotes: `{{her son: "Mar 31, 2026"}}`.
- Without a terminal, a walk records the answers in the file, stops, and lists the remaining questions.
- [assessment.schema.json](assessment.schema.json) describes the JSON of an assessment, and [batch.md](batch.md) the
  lines of `assess --batch`. [sergeant.schema.json](sergeant.schema.json) describes the JSON of `sergeant`, and
  [handover.schema.json](handover.schema.json) that of `shift handover`.

## Answers that no longer count

Some answers recorded by an earlier version cannot be read, such as a date in the year 206. `show`, `explain` and
`report` list them under "Recorded, but not counted" (JSON: `case.uncounted`). The question counts as not asked.
Use `dvcheck amend` to answer it again.

## Completion

TAB completes commands, options, case ids and packs. The scripts for bash, zsh, fish and PowerShell are in
`completions/`. The first lines of each say how to install it.

## Environment

| variable | does |
| --- | --- |
| `DVCHECK_HOME` | the same as `--home` |
| `DVCHECK_PACK` | the same as `--pack` |
| `DVCHECK_LANGUAGE` | the language of the checklists, such as `es`; also a setting |
| `DVCHECK_PASSPHRASE_FILE` | the file with the passphrase, as `--passphrase-file`; without a terminal, every command on a journal encrypted with a passphrase needs it |
| `NO_COLOR` | the same as `--no-color` |
| `PAGER` | the program that shows text longer than the terminal, such as `less`; without it dvcheck uses its own pager |

## Exit codes

| code | means |
| --- | --- |
| 0 | done; also a walk that you left without an answer: it opens no case |
| 1 | `--check` found something (with `sergeant`, also a home that was not read); a check of a pack or of the journal failed; a receipt gives a different result; `shift end` left something without a reason; a line of a batch was bad; part of the journal could not be exported |
| 2 | wrong usage |
| 3 | a pack, a scenario, an answers file, a receipt or `config.toml` is wrong |
| 4 | the journal, or a case in it, could not be read or written |
| 5 | the result could not be printed, written, opened or copied, or the program that reads the pipe has ended |
| 6 | the precinct could not be reached, or it refused; nothing is lost |
| 70 | an unexpected error; your answers are saved, and the message names a log file for your IT unit |
| 130 | you left before the end; your answers are saved. With `--format json`, also a walk that opens no case |
"""

COMMON = ("--format", "--plain", "--no-color", "--pack", "--home", "--include-sensitive", "--passphrase-file")
"""Options that are described once, at the end of the page."""


def page() -> str:
    """Return the page."""
    root: Any = tree.full_tree()
    common: dict[str, str] = {}
    parts = [HEAD]
    for heading in HEADINGS:
        parts.append(f"## {heading.title}\n\n")
        for entry in heading.entries:
            for names, one in commands_of(entry):
                command = root
                for name in names:
                    command = command.commands[name]
                parts.append("".join(_command(names, one, command, common)))
    rows = "\n".join(_row(name, common[name]) for name in COMMON)
    return "".join(parts) + TAIL.format(common=rows)


def _command(names: tuple[str, ...], entry: Command, command: Any, common: dict[str, str]) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = " ".join(("dvcheck", *names, *(p.metavar or p.name.upper() for p in arguments)))
    yield f"### `{usage}`\n\n{entry.help}{' ' + entry.more if entry.more else ''}\n\n"
    rows = [_row(p.metavar, p.help) for p in arguments]
    for option in (p for p in command.params if p.param_type_name == "option"):
        value = f" {option.metavar}" if option.metavar and not option.is_flag else ""
        name = next(o for o in option.opts if o.startswith("--"))
        if name in COMMON:
            common.setdefault(name, option.help)
        if name not in COMMON or option.help != common[name]:
            rows.append(_row(f"{name}{value}", option.help))
    if rows:
        yield "\n".join(("| | |", "| --- | --- |", *rows)) + "\n\n"
    yield "\n".join(("```console", *(f"dvcheck {line}" for line in entry.examples), "```")) + "\n\n"


def _row(name: str, what: str) -> str:
    return f"| `{name}` | {what} |".replace("|markdown", "\\|markdown")


def main() -> int:
    """Write the page, or with `--check` compare it. Return 1 if it is stale."""
    if "--check" not in sys.argv:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    stale = not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page()
    if stale:
        sys.stderr.write("docs/commands.md is stale: run `python docs/commands.py`\n")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
