"""A network between a laptop and the precinct that a test can cut or stall."""

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Network:
    """A port of this computer that leads to the server. It counts the bytes of each direction."""

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
        self.asked = self.answered = 0
        """The bytes to the server, and from it."""
        self.is_down = False
        """Whether each connection is closed at once."""
        self.cut_asked: int | None = None
        """The number of bytes to the server after which everything is cut."""
        self.cut_answered: int | None = None
        self.stall_asked: int | None = None
        """The number of bytes to the server after which everything stalls."""
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
                threading.Thread(target=self._carry, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, client, False), daemon=True).start()

    def _connect(self) -> socket.socket:
        if self._host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{self._host}/.s.PGSQL.{self._port}")
            return server
        return socket.create_connection((self._host, int(self._port)))

    def _carry(self, source: socket.socket, target: socket.socket, asks: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                data, is_last = self._passed(data, asks)
                if not self.through.is_set():
                    self.stalled.set()
                    self.through.wait()
                target.sendall(data)
                if is_last:
                    break
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _passed(self, data: bytes, asks: bool) -> tuple[bytes, bool]:
        """Count the bytes of a message, and return those that get through, and whether they are the last."""
        before = self.asked if asks else self.answered
        most = self.cut_asked if asks else self.cut_answered
        is_last = most is not None and before + len(data) >= most
        data = data[: most - before] if most is not None and is_last else data
        if asks:
            self.asked += len(data)
            if self.stall_asked is not None and self.asked >= self.stall_asked:
                self.through.clear()
        else:
            self.answered += len(data)
        return data, is_last
