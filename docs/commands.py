"""Write docs/commands.md: every command with its options and examples, from the program itself."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dvcheck.cli import tree
from dvcheck.cli.table import HEADINGS, Command, CommandGroup

PAGE = Path(__file__).parent / "commands.md"

HEAD = """\
# Commands

`python docs/commands.py` writes this page from the program's help.

`dvcheck` alone, at a terminal, is home: your shift, the clocks that run, where walks stopped, and what you owe in all
open cases, the most urgent first. Without a terminal it prints help and exits with 2.

- **CASE** is a case's id (`c-7K2M`), the start of its id, or its CAD or GO number. Without one, a command takes the only
  open case, or lets you choose at a terminal.
- **PACK** is an installed pack by its name, a folder, or a file that `pack build` made.
- **FILE**: `-` is standard input or standard output. A file that dvcheck writes can be read by you only.

"""

TAIL = """\
## Common options

These do the same in every command that has them.

| option | does |
| --- | --- |
{common}

## Environment

| variable | does |
| --- | --- |
| `DVCHECK_HOME` | the same as `--home` |
| `DVCHECK_PACK` | the same as `--pack` |
| `DVCHECK_LANGUAGE` | the language of the checklists, such as `es`; also a setting |
| `DVCHECK_PASSPHRASE_FILE` | the same as `--passphrase-file`; without a terminal every command on an encrypted journal needs it |
| `NO_COLOR` | the same as `--no-color` |
| `PAGER` | the program that shows what is longer than the terminal, such as `less`; without it dvcheck has its own |

## Exit codes

| code | means |
| --- | --- |
| 0 | done |
| 1 | `--check` found something; a check of a pack, of the journal or of a receipt failed; a line of a batch was bad; part of the journal could not be exported |
| 2 | wrong usage |
| 3 | a pack, a scenario, an answers file, a receipt or `config.toml` is wrong |
| 4 | the journal, or a case in it, could not be read or written |
| 5 | the result could not be printed or written, or the program reading the pipe has ended |
| 70 | an unexpected error: what was answered is saved, and the message names a log file for your IT unit |
| 130 | you left before the end; everything answered is saved |
"""

COMMON = ("--format", "--plain", "--no-color", "--pack", "--home", "--include-sensitive", "--passphrase-file")
"""Options that are described once, at the end of the page."""


def written() -> str:
    """Return the page."""
    root: Any = tree.whole()
    common: dict[str, str] = {}
    parts = [HEAD]
    for heading in HEADINGS:
        parts.append(f"## {heading.title}\n\n")
        for entry in heading.entries:
            for names, one in _commands(entry):
                command = root
                for name in names:
                    command = command.commands[name]
                parts.append("".join(_command(names, one, command, common)))
    rows = "\n".join(_row(name, common[name]) for name in COMMON)
    return "".join(parts) + TAIL.format(common=rows)


def _commands(entry: Command | CommandGroup) -> Iterator[tuple[tuple[str, ...], Command]]:
    if isinstance(entry, Command):
        yield (entry.name,), entry
    else:
        for each in entry.entries:
            yield (entry.name, each.name), each


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
        PAGE.write_text(written(), encoding="utf-8")
        return 0
    stale = not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != written()
    if stale:
        sys.stderr.write("docs/commands.md is stale: run `python docs/commands.py`\n")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
