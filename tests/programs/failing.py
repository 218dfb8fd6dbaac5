"""dvcheck with an unexpected error in it. Run as a module; FAILING names the place."""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

SECRET = "Whitaker"
"""A text that no log may have. It is in messages and variables of the errors here."""


def fails(*arguments: Any, **options: Any) -> NoReturn:
    answer = SECRET
    raise KeyError(f"the answer was {answer}")


def chained(*arguments: Any, **options: Any) -> NoReturn:
    try:
        fails()
    except KeyError as error:
        raise ZeroDivisionError(SECRET) from error


def endless(*arguments: Any, **options: Any) -> None:
    endless(*arguments, **options)


def no_memory(*arguments: Any, **options: Any) -> NoReturn:
    raise MemoryError(SECRET)


def missing_file(*arguments: Any, **options: Any) -> NoReturn:
    Path(f"/nowhere/{SECRET}").read_text()
    raise AssertionError


class Panic(BaseException):
    """As a library written in Rust ends."""


def panics(*arguments: Any, **options: Any) -> NoReturn:
    raise Panic(SECRET)


def leaves_with_words(*arguments: Any, **options: Any) -> NoReturn:
    sys.exit(SECRET)


def in_thread(*arguments: Any, **options: Any) -> None:
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()


class Unlucky:
    def __del__(self) -> None:
        fails()


def in_destructor(*arguments: Any, **options: Any) -> None:
    Unlucky()


def at_exit(*arguments: Any, **options: Any) -> None:
    import atexit

    atexit.register(fails)


def in_command(failure: Callable[..., Any]) -> None:
    from dvcheck.cli.commands import cases

    cases._print = cases._print_json = failure


def in_callback() -> None:
    """A key of the first question fails, in prompt_toolkit's loop."""
    from dvcheck.terminal import panel

    panel.Panel._pressed = fails  # type: ignore[method-assign]


def in_drawing() -> None:
    from dvcheck.terminal import panel

    panel.Panel._text = fails  # type: ignore[method-assign]


def in_task() -> None:
    """A task beside the prompt fails."""
    from dvcheck.terminal import prompt

    async def fail_later(*arguments: Any) -> None:
        import asyncio

        asyncio.get_running_loop().call_later(0.1, fails)
        await asyncio.sleep(60)

    prompt.KeyTerminal._warn_of_other = fail_later  # type: ignore[assignment,method-assign]


def while_watching() -> None:
    from dvcheck.terminal.home_face import HomeFace

    HomeFace.press = fails  # type: ignore[method-assign]


PLACES: dict[str, Callable[[], None]] = {
    **{
        each.__name__: lambda each=each: in_command(each)  # type: ignore[misc]
        for each in (
            fails,
            chained,
            endless,
            no_memory,
            missing_file,
            panics,
            leaves_with_words,
            in_thread,
            in_destructor,
            at_exit,
        )
    },
    "in_callback": in_callback,
    "in_drawing": in_drawing,
    "in_task": in_task,
    "while_watching": while_watching,
}

if __name__ == "__main__":
    PLACES[os.environ["FAILING"]]()

    from dvcheck.cli import main

    main()
