"""A wire to the server of the tests, which a test can cut, freeze and mend."""

import select
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from psycopg.conninfo import conninfo_to_dict, make_conninfo

_PORT = 5432


class Wire:
    """A socket in a folder of its own that leads to a server. Use it as a context manager."""

    def __init__(self, folder: Path, dsn: str) -> None:
        said = conninfo_to_dict(dsn)
        host, port = str(said["host"]), int(str(said.get("port") or _PORT))
        self._server = f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)
        self.dsn = make_conninfo(dsn, host=str(folder), port=_PORT)
        self._path = str(folder / f".s.PGSQL.{_PORT}")
        self._open: list[socket.socket] = []
        self._flows = threading.Event()
        self._listener: socket.socket | None = None

    def __enter__(self) -> Self:
        self.mend()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()

    def mend(self) -> None:
        """Let connections through, also those that were frozen."""
        self._flows.set()
        if self._listener is None:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(self._path)
            self._listener.listen()
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def freeze(self) -> None:
        """Hold back all that is said: the connections stay, and nobody answers."""
        self._flows.clear()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
            Path(self._path).unlink()
        self._flows.set()
        for one in self._open:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX if isinstance(self._server, str) else socket.AF_INET)
            far.connect(self._server)
            self._open += [near, far]
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        other = {near: far, far: near}
        with near, far:
            while True:
                ready, _, _ = select.select([near, far], [], [])
                for one in ready:
                    try:
                        data = one.recv(65_536)
                        self._flows.wait()
                        if not data:
                            return
                        other[one].sendall(data)
                    except OSError:
                        return
