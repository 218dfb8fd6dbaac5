"""Arguments typed before the command: understood, or refused with the right place for them."""

from collections.abc import Sequence
from typing import Any

from dvcheck.hint import own_line, typed
from dvcheck.language import phrase

_WITH_VALUE = ("--home", "--pack", "--format")
_FLAGS = ("--plain", "--no-color", "--quiet", "--no-sensitive")
"""Options that many commands have and the program itself does not."""

_ONCE = ("home",)
"""Parameters a command accepts only once. Typer would silently use the last one."""


def normalize(args: Sequence[str], context: Any) -> list[str]:
    """Return the arguments of the program itself, with `help` and `version` as options.

    A usage error if an option of a command comes before the command.
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
    """Raise a usage error if a parameter that is accepted once is given twice."""
    for param in given:
        if param.name in _ONCE and given.count(param) > 1:
            said = phrase("{option} is given twice. Give it once", option=param.opts[0])
            raise _error(said, context)


def _error(said: str, context: Any) -> Exception:
    from typer._click.exceptions import UsageError  # typer gives it no public name

    return UsageError(said, context)
