"""Help is read at a glance: below headings, uncut at 80 columns, with examples that work."""

import os
import shlex
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import typer

from dvcheck.cli import tree
from dvcheck.cli.entries import Command, CommandGroup, commands_of
from dvcheck.cli.table import HEADINGS, TREE
from tests.pty import run_dvcheck

_TITLES = [
    *("On a call", "Your cases", "Shift", "Reports"),
    *("Precinct", "Training", "For policy staff", "Record"),
]


def _entries() -> Iterator[tuple[str, Command]]:
    for entry in TREE:
        yield from ((" ".join(names), command) for names, command in commands_of(entry))


_BY_NAME = dict(_entries())


@cache
def _help(*command: str) -> list[str]:
    result = run_dvcheck(*command, "--help", env={**os.environ, "COLUMNS": "80"})
    assert result.returncode == 0
    return result.stdout.splitlines()


def test_the_commands_stand_below_their_headings() -> None:
    lines = _help()
    assert [line[:-1] for line in lines if line.endswith(":") and not line.startswith(" ")][1:] == _TITLES
    for heading in HEADINGS:
        at = lines.index(f"{heading.title}:")
        listed = [line.split()[0] for line in lines[at + 1 : at + 1 + len(heading.entries)]]
        assert listed == [entry.name for entry in heading.entries]


def test_every_command_has_one_line_in_the_lists() -> None:
    for entry in TREE:
        lines = [line.split(maxsplit=1) for line in _help() if line.startswith("  ")]
        assert [entry.name, entry.help] in lines
        if isinstance(entry, CommandGroup):
            below = [line.split(maxsplit=1) for line in _help(entry.name) if line.startswith("  ")]
            assert all([each.name, each.help] in below for each in entry.entries)


@pytest.mark.parametrize("name", _BY_NAME)
def test_the_help_of_a_command_is_whole_at_80_columns_and_ends_with_examples(name: str) -> None:
    lines = _help(*name.split())
    assert [line for line in lines if len(line) >= 80] == []
    text = " ".join(" ".join(lines).split())
    entry = _BY_NAME[name]
    assert f"{entry.help} {entry.more}".strip() in text
    command: Any = tree.full_tree()
    for part in name.split():
        command = command.commands[part]
    cut = [p.name for p in command.params if p.help and not any(line.count(p.help) for line in lines)]
    assert cut == [], "an explanation is broken into two lines: say it in fewer words"
    assert [line.strip() for line in lines[-len(entry.examples) :]] == [
        f"dvcheck {e}" for e in entry.examples
    ]


@pytest.mark.parametrize(
    "example", [pytest.param(e, id=e) for entry in _BY_NAME.values() for e in entry.examples]
)
def test_every_example_is_a_command_line(example: str) -> None:
    group: Any = tree.full_tree()
    words = shlex.split(example)
    context = typer.Context(group)
    while hasattr(group, "commands"):
        name, group, words = group.resolve_command(context, words)
    group.make_context(name, words)
    assert example.startswith(next(n for n, entry in _BY_NAME.items() if example in entry.examples))


_READING = {
    "contacts",
    "policy",
    "outstanding",
    "sergeant",
    "cases",
    "show",
    "explain",
    "report",
    "config",
    "pack",
    "journal",
}
"""The commands whose examples are run: they ask nothing."""
_NOT_RUN = (
    "-o ",
    "--open",
    "--copy",
    "my-pack",
    "--head",
    "--check",
    "backup",
    "restore",
    "export",
    "crypt",
    "rekey",
)


@pytest.mark.parametrize(
    "example",
    [
        example
        for entry in _BY_NAME.values()
        for example in entry.examples
        if example.split()[0] in _READING and not any(part in example for part in _NOT_RUN)
    ],
)
def test_an_example_that_reads_works(example: str) -> None:
    begun = run_dvcheck("incident", "--new", "--number", "26-118", "--answers", "docs/picture.yaml")
    assert begun.returncode == 0, begun.stderr
    done = run_dvcheck(*shlex.split(example), env={**os.environ, "COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\x" not in done.stdout, "a character of control is shown as its code"
