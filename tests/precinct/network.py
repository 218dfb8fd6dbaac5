"""A network between a laptop and the precinct that a test can stall, or cut at each message of PostgreSQL."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from types import TracebackType
from typing import NamedTuple, Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo

_NEGOTIATIONS = (80877103, 80877104)
"""The codes of a request for TLS and for GSS. Neither has a type, and its answer is one byte."""
_START = b"\0"
"""How a message without a type is named here: the first one of a connection."""


class When(Enum):
    """Where the network is cut."""

    BEFORE = "before"
    WITHIN = "within"
    AFTER = "after"


class Cut(NamedTuple):
    """A place to cut the network at: a message of one direction, counted from 0."""

    asks: bool
    """Whether it goes to the server."""
    number: int
    when: When


class Network:
    """A port of this computer that leads to the server. It reads the messages of each direction."""

    def __init__(self, dsn: str) -> None:
        said = conninfo_to_dict(dsn)
        self._host, self._port = str(said.get("host", "")), str(said.get("port") or "5432")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self.through = threading.Event()
        """Set while anything gets through; clear it to stall all messages."""
        self.through.set()
        self.stalled = threading.Event()
        """Set once a message waits."""
        self.asked = 0
        """The bytes to the server."""
        self.is_down = False
        """Whether each connection is closed at once."""
        self.cut_at: Cut | None = None
        """The message at which everything is cut. After that the network is down."""
        self.stall_asked: int | None = None
        """The number of bytes to the server after which everything stalls."""
        self.seen: dict[bool, list[bytes]] = {True: [], False: []}
        """The types of the messages to the server (True) and from it, as they arrived here."""
        self.dsn = make_conninfo(dsn, host="127.0.0.1", port=self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Cut every connection."""
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._open.clear()
        self.through.set()

    def again(self, cut_at: Cut | None = None) -> None:
        """Let everything through again, up to a cut. Messages are counted from 0."""
        self.cut()
        self.cut_at, self.is_down = cut_at, False
        self.seen = {True: [], False: []}

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                if self.is_down:
                    client.close()
                    continue
                server = self._connect()
                with self._lock:
                    self._open += [client, server]
                talk = _Talk()
                threading.Thread(target=self._carry, args=(client, server, True, talk), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, client, False, talk), daemon=True).start()

    def _connect(self) -> socket.socket:
        if self._host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{self._host}/.s.PGSQL.{self._port}")
            return server
        return socket.create_connection((self._host, int(self._port)))

    def _carry(self, source: socket.socket, target: socket.socket, asks: bool, talk: "_Talk") -> None:
        seen = self.seen[asks]
        with suppress(OSError):
            while data := source.recv(65_536):
                passing, is_last = self._passed(talk.messages(data, asks=asks), seen, asks)
                if not self.through.is_set():
                    self.stalled.set()
                    self.through.wait()
                target.sendall(passing)
                if is_last:
                    break
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _passed(self, messages: Iterator["_Message"], seen: list[bytes], asks: bool) -> tuple[bytes, bool]:
        """Note messages, and return the bytes that get through, and whether they are the last."""
        passing = b""
        for message in messages:
            seen.append(message.type)
            passing += message.content
            if self.cut_at is not None and self.cut_at[:2] == (asks, len(seen) - 1):
                self.is_down = True
                kept = {When.BEFORE: 0, When.WITHIN: max(1, len(message.content) // 2)}
                left = len(message.content) - kept.get(self.cut_at.when, len(message.content))
                return passing[: len(passing) - left], True
        if asks:
            self.asked += len(passing)
            if self.stall_asked is not None and self.asked >= self.stall_asked:
                self.through.clear()
        return passing, False


class _Message(NamedTuple):
    type: bytes
    content: bytes
    """All of its bytes."""


class _Talk:
    """The messages of one connection, in both directions."""

    def __init__(self) -> None:
        self._rest = {True: b"", False: b""}
        self._has_begun = False
        """Whether the client has sent the message that begins a session."""
        self._negotiates = False
        """Whether the next answer is one byte."""

    def messages(self, data: bytes, *, asks: bool) -> Iterator[_Message]:
        """Yield the messages that are complete with these bytes."""
        self._rest[asks] += data
        while (message := self._first(self._rest[asks], asks)) is not None:
            self._rest[asks] = self._rest[asks][len(message.content) :]
            yield message

    def _first(self, data: bytes, asks: bool) -> _Message | None:
        if not asks and self._negotiates and data:
            self._negotiates = False
            assert data[:1] == b"N", "the messages of an encrypted connection cannot be read"
            return _Message(data[:1], data[:1])
        before = 1 if not asks or self._has_begun else 0
        if len(data) < before + 4:
            return None
        size = before + int.from_bytes(data[before : before + 4], "big")
        if len(data) < size:
            return None
        if before == 0:
            self._negotiates = int.from_bytes(data[4:8], "big") in _NEGOTIATIONS
            self._has_begun = not self._negotiates
        return _Message(data[:1] if before else _START, data[:size])
