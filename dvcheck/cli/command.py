"""One decorator for the options that commands share: it adds them, and hands in a desk made of them."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec

import typer

from dvcheck.cli import Session
from dvcheck.cli.options import Home, NoColor, NoSensitive, PackFolder, Plain, Quiet

if TYPE_CHECKING:
    from dvcheck.actions.desk import Desk

P = ParamSpec("P")

Shared = Literal["no_sensitive", "plain", "quiet", "no_color", "pack", "home"]

_TYPES: dict[Shared, tuple[Any, object]] = {
    "no_sensitive": (NoSensitive, False),
    "plain": (Plain, False),
    "quiet": (Quiet, False),
    "no_color": (NoColor, False),
    "pack": (PackFolder, None),
    "home": (Home, None),
}
"""Each shared option with its default."""


def command(*shared: Shared) -> Callable[[Callable[Concatenate["Desk", P], None]], Callable[..., None]]:
    """Make a command of a function: its own options first, then the shared ones that are named here.

    The function takes a desk, then its own options.
    """

    def decorate(function: Callable[Concatenate["Desk", P], None]) -> Callable[..., None]:
        _, *own = inspect.signature(function).parameters.values()

        def run(context: typer.Context, **given: Any) -> None:
            from dvcheck.cli.session_desk import desk_of

            options = {name: given.pop(name) for name in shared}
            with desk_of(context.ensure_object(Session), **options) as desk:
                function(desk, **given)  # type: ignore[call-arg]  # Typer gives what the signature below names

        parameters = [
            inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context),
            *(p.replace(kind=p.KEYWORD_ONLY) for p in own),
        ]
        for name in shared:
            annotation, default = _TYPES[name]
            parameters.append(
                inspect.Parameter(
                    name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
                )
            )
        run.__doc__ = function.__doc__
        run.__module__ = function.__module__
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        vars(run)["__signature__"] = inspect.Signature(parameters)
        return run

    return decorate
