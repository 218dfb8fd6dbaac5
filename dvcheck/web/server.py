"""The server of the page: on this computer alone, for whoever has the address with its secret."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from secrets import compare_digest, token_urlsafe

import msgspec
import uvicorn
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.text import clean
from dvcheck.web.feed import Feed
from dvcheck.web.page import POLICY, page_html

LOOPBACK = "127.0.0.1"
LOOK_EVERY = 1.0
"""The seconds between two looks at whether the state has changed."""
MOST = 20
"""The most pages that are open at once."""
_SILENT = 60
"""Above every level: what goes wrong is said by dvcheck."""
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class BoardSite:
    """The page and its events, as an ASGI application.

    A request must name this computer as its host: a page of another site that made its own name lead here
    does not. Its path must begin with the secret: other users of the computer do not know it.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._open = 0
        self._secret = token_urlsafe(18)
        self._hosts: frozenset[str] = frozenset()
        self.ending: Callable[[], bool] = lambda: False
        """Whether the server is about to end, so that no stream may keep it."""

    def take_port(self, port: int) -> str:
        """Take note of the port, and return the address of the page."""
        self._hosts = frozenset((f"{LOOPBACK}:{port}", f"localhost:{port}"))
        return f"http://{LOOPBACK}:{port}/{self._secret}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        answer = self._answer(Request(scope, receive))
        answer.headers.update(_HEADERS)
        await answer(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        if request.headers.getlist("host") not in [[host] for host in self._hosts]:
            return PlainTextResponse("Forbidden\n", 403)
        if request.method != "GET":
            return PlainTextResponse("Method not allowed\n", 405, {"Allow": "GET"})
        secret, slash, name = str(request.scope["path"]).removeprefix("/").partition("/")
        if not slash or not compare_digest(secret.encode("utf-8", "replace"), self._secret.encode()):
            return PlainTextResponse("Not found\n", 404)
        if name == "":
            return HTMLResponse(page_html(self._feed.board, self._feed.state))
        if name != "events":
            return PlainTextResponse("Not found\n", 404)
        if self._open >= MOST:
            return PlainTextResponse("Too many pages are open\n", 503)
        return StreamingResponse(self._events(), media_type="text/event-stream")

    async def _events(self) -> AsyncIterator[bytes]:
        """Yield the state when it changes, and a sign of life when it does not."""
        self._open += 1
        try:
            sent = None
            while not self.ending():
                now = self._feed.state
                if now == sent:
                    yield b"event: same\ndata: -\n\n"
                else:
                    yield b"event: board\ndata: " + msgspec.json.encode(now) + b"\n\n"
                    sent = now
                await asyncio.sleep(LOOK_EVERY)
        finally:
            self._open -= 1


class _Server(uvicorn.Server):
    """A server that says where it listens once it does, and ends if the board cannot be read any more."""

    def __init__(self, config: uvicorn.Config, feed: Feed, listens: Callable[[int], None]) -> None:
        super().__init__(config)
        self._feed, self._listens = feed, listens

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        try:
            await super().startup()
        except SystemExit as error:  # what it does after an OSError, which it only logs
            cause = error.__context__
            number = cause.errno if isinstance(cause, OSError) else None
            why = clean(os.strerror(number) if number is not None else str(cause))
            message = phrase("port {port} cannot be used: {why}", port=self.config.port, why=why)
            raise DvcheckError(
                message, hint=phrase("Name another, or leave out --port."), code=Exit.OUTPUT
            ) from None
        self._listens(self.servers[0].sockets[0].getsockname()[1])

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._feed.failure is not None


def serve(feed: Feed, port: int, listens: Callable[[str], None]) -> None:
    """Serve the board until Ctrl-C. `listens` is called with the address of the page. Port 0 is any free one.

    DvcheckError with Exit.OUTPUT if the port cannot be used.
    """
    site = BoardSite(feed)
    config = uvicorn.Config(
        site,
        host=LOOPBACK,
        port=port,
        log_config=None,
        log_level=_SILENT,
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST * 4,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config, feed, lambda port: listens(site.take_port(port)))
    site.ending = lambda: server.should_exit
    feed.start()
    try:
        server.run()
    finally:
        feed.end()
    if feed.failure is not None:
        raise feed.failure
