"""The event loop of the prompts. An interrupt leaves nothing behind in it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from dvcheck.terminal.signals import end_if_asked

_Result = TypeVar("_Result")


class PromptLoop:
    """An event loop that runs one prompt after the other.

    Ctrl-C can come when a prompt has just ended. The loop then still holds calls of that prompt, and one of
    them stops the loop. Left there, it would stop the next prompt, or make `close` fail.
    """

    def __init__(self, runner: asyncio.Runner | None = None) -> None:
        self._runner = runner or asyncio.Runner()
        self._is_closed = False

    def run(self, prompt: Coroutine[Any, Any, _Result]) -> _Result:
        """Return the result of a prompt. An interrupt is raised again when the prompt has ended."""
        try:
            return self._runner.run(prompt)
        except (KeyboardInterrupt, SystemExit):
            self._settle()
            end_if_asked()
            raise

    def soon(self, call: Callable[[], object]) -> None:
        """Call a function in the loop from a signal handler. A closed loop calls nothing."""
        if not self._is_closed:
            self._runner.get_loop().call_soon_threadsafe(call)

    def close(self) -> None:
        self._is_closed = True
        self._runner.close()

    def _settle(self) -> None:
        """Make the calls that the loop still holds, and end its tasks."""
        loop, is_settled = self._runner.get_loop(), False
        # An interrupt in the middle of a key makes the keys behind it fail. Only the interrupt is reported.
        loop.set_exception_handler(lambda loop, context: None)
        while not is_settled:
            with suppress(KeyboardInterrupt, SystemExit):  # the prompt is ending already
                loop.call_soon(loop.stop)
                loop.run_forever()
                left = asyncio.all_tasks(loop)
                for task in left:
                    task.cancel()
                if left:
                    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
                is_settled = True
