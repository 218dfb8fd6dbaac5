"""A decorator that adds the shared options to a command and passes it a workspace made of them."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, Literal, ParamSpec, get_args

import typer

from dvcheck.cli import Session
from dvcheck.cli.options import Home, NoColor, NoSensitive, OneCase, PackFolder, Plain, Quiet

if TYPE_CHECKING:
    from dvcheck.actions.workspace import Workspace

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

_NAMED = Annotated[str | None, *get_args(OneCase)[1:]]
"""`OneCase` as an optional argument."""


def command(
    *shared: Shared, of_closed: str = ""
) -> Callable[[Callable[Concatenate["Workspace", P], None]], Callable[..., None]]:
    """Make a command of a function: its own options first, then the shared ones named here.

    The function takes a workspace, then its own options. If one of them is `OneCase` and no case is named, an
    officer at a terminal chooses one: a closed one with the flag `of_closed`.
    """

    def decorate(function: Callable[Concatenate["Workspace", P], None]) -> Callable[..., None]:
        _, *own = inspect.signature(function).parameters.values()
        case_parameter = next((p.name for p in own if p.annotation == OneCase), "")
        own = [p.replace(default=None, annotation=_NAMED) if p.name == case_parameter else p for p in own]

        def run(context: typer.Context, **given: Any) -> None:
            from dvcheck.cli.session_workspace import workspace_of

            options = {name: given.pop(name) for name in shared}
            with workspace_of(context.ensure_object(Session), **options) as workspace:
                if case_parameter and given[case_parameter] is None:
                    given[case_parameter] = _ask_for_case(
                        workspace, context, case_parameter, closed=bool(given.get(of_closed))
                    )
                function(workspace, **given)  # type: ignore[call-arg]  # the signature below names them

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


def _ask_for_case(workspace: "Workspace", context: typer.Context, name: str, *, closed: bool) -> str:
    """Let an officer choose a case. Raise Typer's error for a missing argument if nobody can be asked."""
    from dvcheck.cli import which_case

    if which_case.is_asked():
        return which_case.one_of_them(workspace, closed=closed)
    from typer._click.exceptions import MissingParameter  # typer gives it no public name

    missing = next(param for param in context.command.params if param.name == name)
    raise MissingParameter(ctx=context, param=missing, param_hint="'CASE'")
