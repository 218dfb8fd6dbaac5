"""A disk in memory under Python's own `sqlite3`: its power can be cut, and its operations fail.

The functions SQLite calls for each file operation are handed to it through ctypes, as its default file system
while a disk is mounted. So the program runs unchanged, on its own `sqlite3` module and its own SQLite; only
the disk is another one. The disk promises what SQLite's unix file system asks of a disk:

- a write, or a change of size, is sure once the file is synced. Until then, each sector of 512 bytes has
  after a power cut one of its contents since the last sync, independently of the others. Space that a file
  grew by and that was never written may hold anything;
- a new or deleted name is sure once the folder is synced: by the first sync of a rollback or WAL file, or by
  a delete that asks for it. Until then each name is there or not, independently of the others;
- a sector that was synced and not written since is never harmed, and synced content stays.

POSIX only, and only if `sqlite3` is linked to a SQLite that exports its functions.
"""

import ctypes
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import POINTER, c_char_p, c_double, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

SECTOR = 512

OK, BUSY, FULL, NOT_FOUND, CANNOT_OPEN, ERROR = 0, 5, 13, 12, 14, 10
READ_FAILED, SHORT_READ, WRITE_FAILED, SYNC_FAILED, FOLDER_SYNC_FAILED, TRUNCATE_FAILED, SIZE_FAILED = (
    ERROR | kind << 8 for kind in range(1, 8)
)
UNLOCK_FAILED, DELETE_FAILED, ACCESS_FAILED, CHECK_FAILED, LOCK_FAILED, CLOSE_FAILED = (
    ERROR | kind << 8 for kind in (8, 10, 13, 14, 15, 16)
)
NO_SUCH_FILE = ERROR | 23 << 8

_CREATE, _DELETE_ON_CLOSE = 0x4, 0x8
_JOURNALS = 0x800 | 0x4000 | 0x80000  # rollback file, super-journal, WAL
_PAGE_OF_DISK = 4096  # the sector size and
_POWERSAFE_OVERWRITE = 0x1000  # the promise SQLite's unix file system makes


class Refused(Exception):
    """An operation that the disk does not carry out, and the result that SQLite gets."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The failure of an operation: its result, and how much of the operation was done anyway."""

    code: int
    carried_out: Literal["nothing", "half", "all"] = "nothing"


@dataclass(slots=True, eq=False)
class Content:
    """The content of a file: `live` as programs read it, `synced` as the disk surely has it."""

    live: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Each write since the last sync (where, what), or (size, None) where the size was set."""

    def write(self, at: int, data: bytes) -> None:
        _put(self.live, at, data)
        self.since.append((at, data))

    def truncate(self, size: int) -> None:
        del self.live[size:]
        self.since.append((size, None))

    def sync(self) -> None:
        if self.since:
            self.synced = bytes(self.live)
            self.since.clear()

    def after_power_loss(self, chance: Random) -> bytes:
        """Return a content that a power cut may leave."""
        if not self.since:
            return self.synced
        held = bytearray(self.synced)
        sizes = [len(held)]
        versions: dict[int, list[bytes]] = {}
        for at, data in self.since:
            if data is None:
                del held[at:]
            else:
                touched = range(at // SECTOR, (at + len(data) - 1) // SECTOR + 1)
                for number in touched:
                    versions.setdefault(number, [bytes(self.synced[number * SECTOR : (number + 1) * SECTOR])])
                _put(held, at, data)
                for number in touched:
                    versions[number].append(bytes(held[number * SECTOR : (number + 1) * SECTOR]))
            sizes.append(len(held))
        size = chance.choice(sizes)
        left = bytearray()
        for number in range(-(-size // SECTOR)):
            old = self.synced[number * SECTOR : (number + 1) * SECTOR]
            sector = chance.choice(versions.get(number, [old]))
            left += sector + _anything(SECTOR - len(sector), chance)
        return bytes(left[:size])


def _put(content: bytearray, at: int, data: bytes) -> None:
    if at > len(content):
        content.extend(bytes(at - len(content)))
    content[at : at + len(data)] = data


def _anything(size: int, chance: Random) -> bytes:
    """Return what space may hold that was never written."""
    return bytes(size) if chance.random() < 0.5 else chance.randbytes(size)


class Disk:
    """Files by name. The module says what survives a power cut."""

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        self.names = {name: Content(bytearray(held), held) for name, held in (files or {}).items()}
        self._synced_names: dict[str, Content | None] = {**self.names}
        self._names_since: dict[str, list[Content | None]] = {}
        self.changes = 0
        """The number of operations that changed or synced something."""
        self.cut_at = 0
        """The number of the change during which the power fails; 0 for never."""
        self.chance = Random(0)
        """Decides what a power cut leaves."""
        self.left: dict[str, bytes] | None = None
        """The files after the power is back; None while it is on."""
        self.fails: Callable[[str], Fault | None] = lambda operation: None
        """Decides before each operation whether and how it fails."""

    def files(self) -> dict[str, bytes]:
        """Return what programs read now, for example after the program was killed."""
        return {name: bytes(content.live) for name, content in self.names.items()}

    def cut(self) -> dict[str, bytes]:
        """Cut the power now if it is still on, and return what is left."""
        if self.left is None:
            names: dict[str, Content | None] = {**self._synced_names}
            for name, held in self._names_since.items():
                names[name] = self.chance.choice([names.get(name), *held])
            self.left = {
                name: content.after_power_loss(self.chance)
                for name, content in names.items()
                if content is not None
            }
        return self.left

    def opened(self, name: str, *, create: bool) -> Content:
        if name not in self.names:
            if not create:
                raise Refused(CANNOT_OPEN)
            self._rename(name, Content())
        return self.names[name]

    def write(self, content: Content, at: int, data: bytes) -> None:
        content.write(at, data)
        self._changed()

    def truncate(self, content: Content, size: int) -> None:
        content.truncate(size)
        self._changed()

    def sync(self, content: Content) -> None:
        self._changed()
        content.sync()

    def delete(self, name: str) -> None:
        if name not in self.names:
            raise Refused(NO_SUCH_FILE)
        self._rename(name, None)

    def sync_folder(self) -> None:
        self._changed()
        self._synced_names = {**self.names}
        self._names_since.clear()

    def _rename(self, name: str, content: Content | None) -> None:
        if content is None:
            del self.names[name]
        else:
            self.names[name] = content
        self._names_since.setdefault(name, []).append(content)
        self._changed()

    def _changed(self) -> None:
        # A write may be on its way when the power goes, a sync not be over: so a write counts when it is
        # done and a sync before it is.
        self.changes += 1
        if self.changes == self.cut_at:
            self.cut()
            raise Refused(ERROR)


@dataclass(slots=True, eq=False)
class _Open:
    """A file that SQLite has open."""

    disk: Disk
    name: str
    content: Content
    sync_folder: bool
    delete: bool


class _File(ctypes.Structure):
    _fields_ = (("methods", c_void_p), ("number", c_int64))


_FILE = POINTER(_File)
_CLOSE = ctypes.CFUNCTYPE(c_int, _FILE)
_READ = ctypes.CFUNCTYPE(c_int, _FILE, c_void_p, c_int, c_int64)
_OFFSET = ctypes.CFUNCTYPE(c_int, _FILE, c_int64)
_FLAG = ctypes.CFUNCTYPE(c_int, _FILE, c_int)
_SIZE = ctypes.CFUNCTYPE(c_int, _FILE, POINTER(c_int64))
_CHECK = ctypes.CFUNCTYPE(c_int, _FILE, POINTER(c_int))
_CONTROL = ctypes.CFUNCTYPE(c_int, _FILE, c_int, c_void_p)


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", c_int),
        ("close", _CLOSE),
        ("read", _READ),
        ("write", _READ),
        ("truncate", _OFFSET),
        ("sync", _FLAG),
        ("size", _SIZE),
        ("lock", _FLAG),
        ("unlock", _FLAG),
        ("check", _CHECK),
        ("control", _CONTROL),
        ("sector_size", _CLOSE),
        ("characteristics", _CLOSE),
    )


_OPEN = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, _FILE, c_int, POINTER(c_int))
_DELETE = ctypes.CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_ACCESS = ctypes.CFUNCTYPE(c_int, c_void_p, c_char_p, c_int, POINTER(c_int))
_PATH = ctypes.CFUNCTYPE(c_int, c_void_p, c_char_p, c_int, c_void_p)
_RANDOM = ctypes.CFUNCTYPE(c_int, c_void_p, c_int, c_void_p)
_SLEEP = ctypes.CFUNCTYPE(c_int, c_void_p, c_int)
_TIME = ctypes.CFUNCTYPE(c_int, c_void_p, POINTER(c_double))


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _OPEN),
        ("delete", _DELETE),
        ("access", _ACCESS),
        ("path", _PATH),
        ("load", c_void_p),
        ("load_error", c_void_p),
        ("load_symbol", c_void_p),
        ("unload", c_void_p),
        ("random", _RANDOM),
        ("sleep", _SLEEP),
        ("time", _TIME),
        ("last_error", _RANDOM),
    )


class _FileSystem:
    """The functions SQLite calls. Each returns a result code; none raises an exception."""

    def __init__(self) -> None:
        self.disk = Disk()
        self.mistakes: list[BaseException] = []
        """Exceptions of this code itself: ctypes would only print them."""
        self._files: dict[int, _Open] = {}
        self._count = 0
        self.methods = _Methods(
            1,
            _CLOSE(self._answering(self._close)),
            _READ(self._answering(self._read)),
            _READ(self._answering(self._write)),
            _OFFSET(self._answering(self._truncate)),
            _FLAG(self._answering(self._sync)),
            _SIZE(self._answering(self._size)),
            _FLAG(self._answering(self._lock)),
            _FLAG(self._answering(self._unlock)),
            _CHECK(self._answering(self._check)),
            _CONTROL(lambda file, operation, argument: NOT_FOUND),
            _CLOSE(lambda file: _PAGE_OF_DISK),
            _CLOSE(lambda file: _POWERSAFE_OVERWRITE),
        )
        self.vfs = _Vfs(
            1,
            ctypes.sizeof(_File),
            1024,
            None,
            b"proof",
            None,
            _OPEN(self._answering(self._open)),
            _DELETE(self._answering(self._delete)),
            _ACCESS(self._answering(self._access)),
            _PATH(self._answering(self._path)),
            None,
            None,
            None,
            None,
            _RANDOM(self._random),
            _SLEEP(lambda vfs, microseconds: microseconds),  # no other process is there to wait for
            _TIME(self._time),
            _RANDOM(lambda vfs, size, text: 0),
        )

    def _answering(self, call: Callable[..., int | None]) -> Callable[..., int]:
        def answered(*arguments: Any) -> int:
            try:
                return call(*arguments) or OK
            except Refused as refused:
                return refused.code
            except BaseException as error:
                self.mistakes.append(error)
                return ERROR

        return answered

    def _asked(self, disk: Disk, operation: str) -> Fault | None:
        """Return the fault of an operation that is partly done; raise if none of it is done."""
        if disk.left is not None:
            raise Refused(ERROR)
        fault = disk.fails(operation)
        if fault is not None and fault.carried_out == "nothing":
            raise Refused(fault.code)
        return fault

    def _open(self, vfs: int, name: int | None, file: Any, flags: int, out: Any) -> None:
        file[0].methods = None
        self._asked(self.disk, "open")
        self._count += 1
        text = ctypes.string_at(name).decode() if name else f"(temporary {self._count})"
        create = bool(flags & _CREATE)
        content = self.disk.opened(text, create=create)
        self._files[self._count] = _Open(
            self.disk, text, content, create and bool(flags & _JOURNALS), bool(flags & _DELETE_ON_CLOSE)
        )
        file[0].number = self._count
        file[0].methods = ctypes.addressof(self.methods)
        if out:
            out[0] = flags

    def _close(self, file: Any) -> None:
        opened = self._files.pop(file[0].number)
        self._asked(opened.disk, "close")
        if opened.delete:
            opened.disk.delete(opened.name)

    def _read(self, file: Any, to: int, size: int, at: int) -> int:
        opened = self._files[file[0].number]
        self._asked(opened.disk, "read")
        found = bytes(opened.content.live[at : at + size])
        ctypes.memmove(to, found + bytes(size - len(found)), size)
        return OK if len(found) == size else SHORT_READ

    def _write(self, file: Any, source: int, size: int, at: int) -> int:
        opened = self._files[file[0].number]
        fault = self._asked(opened.disk, "write")
        data = ctypes.string_at(source, size)
        if fault is not None and fault.carried_out == "half":
            data = data[: size // 2]
        opened.disk.write(opened.content, at, data)
        return fault.code if fault is not None else OK

    def _truncate(self, file: Any, size: int) -> None:
        opened = self._files[file[0].number]
        self._asked(opened.disk, "truncate")
        opened.disk.truncate(opened.content, size)

    def _sync(self, file: Any, flags: int) -> int:
        opened = self._files[file[0].number]
        fault = self._asked(opened.disk, "sync")
        opened.disk.sync(opened.content)
        if opened.sync_folder:
            opened.disk.sync_folder()
            opened.sync_folder = False
        return fault.code if fault is not None else OK

    def _size(self, file: Any, out: Any) -> None:
        opened = self._files[file[0].number]
        self._asked(opened.disk, "size")
        out[0] = len(opened.content.live)

    def _lock(self, file: Any, level: int) -> None:
        self._asked(self._files[file[0].number].disk, "lock")

    def _unlock(self, file: Any, level: int) -> None:
        self._asked(self._files[file[0].number].disk, "unlock")

    def _check(self, file: Any, out: Any) -> None:
        self._asked(self._files[file[0].number].disk, "check")
        out[0] = 0

    def _delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        fault = self._asked(self.disk, "delete")
        self.disk.delete(name.decode())
        if fault is not None:
            return fault.code
        if sync_folder:
            self.disk.sync_folder()
        return OK

    def _access(self, vfs: int, name: bytes, flags: int, out: Any) -> None:
        self._asked(self.disk, "access")
        out[0] = int(name.decode() in self.disk.names)

    def _path(self, vfs: int, name: bytes, size: int, out: int) -> int:
        self._asked(self.disk, "path")
        if len(name) >= size:
            return CANNOT_OPEN
        ctypes.memmove(out, name + b"\0", len(name) + 1)
        return OK

    def _random(self, vfs: int, size: int, out: int) -> int:
        ctypes.memmove(out, self.disk.chance.randbytes(size), size)
        return size

    def _time(self, vfs: int, out: Any) -> int:
        out[0] = 2440587.5 + time.time() / 86400  # days, as Julius Caesar's calendar counts them
        return OK


_kept: list[_FileSystem] = []  # SQLite calls it for as long as a connection lives


def _library() -> ctypes.CDLL:
    """Return the SQLite library that `sqlite3` itself uses."""
    import _sqlite3

    library = ctypes.CDLL(_sqlite3.__file__)
    version: Any = library.sqlite3_libversion
    version.restype = c_char_p
    if version().decode() != sqlite3.sqlite_version:
        raise RuntimeError("sqlite3 uses another SQLite than the one found")
    library.sqlite3_vfs_find.restype = c_void_p
    library.sqlite3_vfs_find.argtypes = (c_char_p,)
    library.sqlite3_vfs_register.argtypes = (c_void_p, c_int)
    library.sqlite3_vfs_unregister.argtypes = (c_void_p,)
    return library


@contextmanager
def mounted(disk: Disk) -> Iterator[None]:
    """Put every file that `sqlite3` opens in the block on `disk`, whatever its path."""
    library = _library()
    usual = library.sqlite3_vfs_find(None)
    if not _kept:
        _kept.append(_FileSystem())
    system = _kept[0]
    system.disk = disk
    library.sqlite3_vfs_register(ctypes.addressof(system.vfs), 1)
    try:
        yield
    finally:
        library.sqlite3_vfs_unregister(ctypes.addressof(system.vfs))
        library.sqlite3_vfs_register(usual, 1)
    if system.mistakes:
        raise system.mistakes.pop()
