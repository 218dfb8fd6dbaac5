"""The event loop of the prompts. An interrupt leaves nothing behind in it."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

_Result = TypeVar("_Result")


class PromptLoop:
    """An event loop that runs one prompt after the other.

    Ctrl-C can come when a prompt has just ended. What asyncio has yet to do for that prompt is then still in
    the loop, an order to stop among it. It would stop the next prompt, or the closing of the loop, with a
    RuntimeError.
    """

    def __init__(self, runner: asyncio.Runner | None = None) -> None:
        self._runner = runner or asyncio.Runner()
        self._is_closed = False

    def run(self, prompt: Coroutine[Any, Any, _Result]) -> _Result:
        """Return the result of a prompt. If it is interrupted, it has ended before the interrupt goes on."""
        try:
            return self._runner.run(prompt)
        except (KeyboardInterrupt, SystemExit):
            self._settle()
            raise

    def soon(self, call: Callable[[], object]) -> None:
        """Call a function in the loop, from a signal handler; not if the loop is closed."""
        if not self._is_closed:
            self._runner.get_loop().call_soon_threadsafe(call)

    def close(self) -> None:
        self._is_closed = True
        self._runner.close()

    def _settle(self) -> None:
        """Do all that is left to do in the loop."""
        loop, is_settled = self._runner.get_loop(), False
        # A key was perhaps half processed, and those behind it fail then. It ends because of the interrupt.
        loop.set_exception_handler(lambda loop, context: None)
        while not is_settled:
            with suppress(KeyboardInterrupt, SystemExit):  # it is ending already
                loop.call_soon(loop.stop)
                loop.run_forever()
                left = asyncio.all_tasks(loop)
                for task in left:
                    task.cancel()
                if left:
                    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
                is_settled = True
