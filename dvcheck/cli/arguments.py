"""Arguments typed before the command: understood, or refused with the right place for them."""

from collections.abc import Iterator, Sequence
from typing import Any

from dvcheck.hint import own_line, typed
from dvcheck.language import phrase

_WITH_VALUE = ("--home", "--pack", "--format")
_FLAGS = ("--plain", "--no-color", "--quiet", "--no-sensitive")
"""Options that many commands have and the program itself does not."""


def normalize(args: Sequence[str], context: Any) -> list[str]:
    """Return the arguments of the program itself, with `help` and `version` as options.

    A usage error if an option of a command comes before the command.
    """
    first, *rest = args or ("",)
    if first == "help":
        return [*rest, "--help"]
    if first == "version":
        return ["--version", *rest]
    if [*args] in (["--plain"], ["--quiet"]):
        return [*args]
    option = first.partition("=")[0]
    if option not in (*_WITH_VALUE, *_FLAGS):
        return [*args]
    taken = 2 if option in _WITH_VALUE and "=" not in first else 1
    right = typed(*(args[taken:] or ["COMMAND"]), *args[:taken])
    raise _error(own_line(phrase("{option} goes after the command:", option=option), right), context)


def refuse_two_homes(args: Sequence[str], context: Any) -> None:
    """Raise a usage error if a command line names two homes. It names the command that reads several."""
    homes = [*_values("--home", args)]
    if len(homes) > 1:
        said = phrase("--home is given twice. Give it once. To list what is open in all of these homes:")
        raise _error(own_line(said, typed("sergeant", *homes)), context)


def _values(option: str, args: Sequence[str]) -> Iterator[str]:
    """Yield the values of an option on a command line, up to `--`."""
    left = iter(args)
    for word in left:
        name, equals, value = word.partition("=")
        if word == "--":
            return
        if name == option:
            yield value if equals else next(left, "")


def refuse_twice(given: Sequence[Any], context: Any) -> None:
    """Raise a usage error if an option that takes one value is given twice: Typer would use the last one.

    A flag may be repeated, because that means the same.
    """
    for param in given:
        takes_one = param.param_type_name == "option" and not (param.multiple or param.count or param.is_flag)
        if takes_one and given.count(param) > 1:
            option = max(param.opts, key=len)
            raise _error(phrase("{option} is given twice. Give it once", option=option), context)


def _error(said: str, context: Any) -> Exception:
    from typer._click.exceptions import UsageError  # typer gives it no public name

    return UsageError(said, context)
