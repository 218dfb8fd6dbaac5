"""What is typed before a command is known, or in the wrong place: understood, or told where it goes."""

from collections.abc import Sequence
from typing import Any

from dvcheck.hint import own_line, typed
from dvcheck.language import phrase

_WITH_VALUE = ("--home", "--pack", "--format")
_FLAGS = ("--plain", "--no-color", "--quiet", "--no-sensitive")
"""Options that many commands have, and the program itself has not."""

_ONCE = ("home",)
"""What a command takes once only: it would work with the last one, and say nothing of the others."""


def meant(args: Sequence[str], context: Any) -> list[str]:
    """The arguments of the program itself, with `help` and `version` as the options they stand for.

    An error of usage where an option of commands stands before the command.
    """
    first, *rest = args or ("",)
    if first == "help":
        return [*rest, "--help"]
    if first == "version":
        return ["--version", *rest]
    if [*args] == ["--plain"]:
        return ["--plain"]
    option = first.partition("=")[0]
    if option not in (*_WITH_VALUE, *_FLAGS):
        return [*args]
    taken = 2 if option in _WITH_VALUE and "=" not in first else 1
    right = typed(*(args[taken:] or ["COMMAND"]), *args[:taken])
    raise _error(own_line(phrase("{option} goes after the command:", option=option), right), context)


def refuse_twice(given: Sequence[Any], context: Any) -> None:
    """An error of usage where a parameter that a command takes once is given more often."""
    for param in given:
        if param.name in _ONCE and given.count(param) > 1:
            said = phrase("{option} is given twice: a command works with one", option=param.opts[0])
            raise _error(said, context)


def _error(said: str, context: Any) -> Exception:
    from typer._click.exceptions import UsageError  # typer gives it no public name

    return UsageError(said, context)
