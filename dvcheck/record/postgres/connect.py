"""Connect to a precinct, safely or not at all. Errors of PostgreSQL become errors of the precinct."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.waiting import wait

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.postgres.migrate import VERSION, version_of
from dvcheck.record.precinct import PrecinctSettings
from dvcheck.text import clean

_Answer = TypeVar("_Answer")
_SECRETS = ("password", "passfile", "sslpassword", "service")
CONNECT_SECONDS = 10
"""The seconds to wait for a connection."""
_INTERVAL = 0.1
"""The seconds between two looks at the clock."""
ANSWER_SECONDS = 90
"""The seconds to wait for an answer: longer than the server may work on one statement."""
BOARD_ANSWER_SECONDS = 8
"""The same for a live board, which asks every 2 seconds: on a dead network it looks fresh for 10 at most."""
_REFUSALS = re.compile(
    r"authentication failed|no pg_hba\.conf entry|pg_hba\.conf rejects|certificate|private key|unknown ca"
    r"|no password supplied|does not exist|does not support SSL|not permitted to log in"
    r"|Permission denied for database"
)
"""What libpq says, without a code, if another try cannot bring a connection about."""
_BAD_VALUE = re.compile(
    r"invalid .*(port number|value|version range)\b|weak sslmode|could not match \d+ |bad value for "
)
"""What libpq and psycopg say before they connect, if they do not take the value of a parameter."""
_CANNOT_NOW = (errors.DiskFull, errors.OutOfMemory, errors.ReadOnlySqlTransaction, errors.QueryCanceled)


_OWN_TROUBLE = ("53", "58", "XX")
"""The classes of SQLSTATE in which a server that was reached has trouble of its own, as with its disk."""


class PrecinctError(DvcheckError):
    """The precinct was not reached, or it refused; the exit code is Exit.PRECINCT."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint, code=Exit.PRECINCT)


class NotReached(PrecinctError):
    """The network or the server does not answer. Nothing is lost: the next push sends it."""


class Refused(PrecinctError):
    """The server refused. Another try does not help."""


class Denied(Refused):
    """PostgreSQL refused, and dvcheck knows no more of it than its words."""


IN_CONFIG = '[precinct] "dsn"'
"""How messages name the connection string of config.toml."""


def parameters(settings: PrecinctSettings, named: str = IN_CONFIG) -> dict[str, str | int]:
    """Return the parameters of a connection. DvcheckError, about `named`, if they are not safe."""
    try:
        said = {
            name: str(value) for name, value in conninfo_to_dict(settings.dsn).items() if value is not None
        }
    except (psycopg.Error, UnicodeEncodeError) as error:
        is_text = not isinstance(error, UnicodeEncodeError)
        why = clean(str(error).strip()) if is_text else phrase("it has bytes that are no text")
        message = phrase("{dsn} is not a connection string: {why}", dsn=named, why=why)
        raise _config_error(
            message, phrase('One is "host=db.example.org dbname=precinct user=o1234".')
        ) from None
    secret = next((name for name in _SECRETS if name in said), None)
    if secret is not None:
        message = phrase('{dsn} may not have "{name}": others can read it', dsn=named, name=secret)
        raise _config_error(message, phrase("Use a certificate, or a password in the file of PGPASSFILE."))
    if not _is_here(said) and said.setdefault("sslmode", "verify-full") != "verify-full":
        message = phrase(
            "{dsn} has sslmode={mode}: another server could pose as yours",
            dsn=named,
            mode=clean(said["sslmode"]),
        )
        raise _config_error(message, phrase("Remove it: verify-full is used."))
    files = {"sslcert": settings.certificate, "sslkey": settings.key, "sslrootcert": settings.ca}
    for name, path in files.items():
        if path is not None:
            _require_readable(path)
            said[name] = str(path)
    if said.get("sslmode") == "verify-full":
        said.setdefault("sslrootcert", "system")
        said.setdefault("ssl_min_protocol_version", "TLSv1.2")
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "dvcheck",
        "client_encoding": "UTF8",
        **said,
    }


def _require_readable(path: Path) -> None:
    """Raise DvcheckError with Exit.BAD_INPUT if a file that the settings name cannot be read."""
    try:
        path.open("rb").close()
    except OSError as error:
        why = error.strerror or type(error).__name__
        message = phrase(
            "[precinct] names {path}, which cannot be read: {why}", path=clean(str(path)), why=why
        )
        raise _config_error(message, phrase("Correct it in config.toml, or put the file there.")) from None


def _config_error(message: str, hint: str) -> DvcheckError:
    return DvcheckError(message, hint=hint, code=Exit.BAD_INPUT)


def _is_here(said: dict[str, str]) -> bool:
    """Check whether each server is on this computer: a socket, or a loopback address.

    If the connection string names no server, variables of libpq may name one.
    """
    if "hostaddr" not in said and any(os.environ.get(name) for name in ("PGHOSTADDR", "PGSERVICE")):
        return False
    hosts = said.get("hostaddr") or said.get("host") or os.environ.get("PGHOST") or ""
    return all(_is_loopback(host.strip()) for host in hosts.split(","))


def _is_loopback(host: str) -> bool:
    if not host or host == "localhost" or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class _NoAnswer(psycopg.OperationalError):
    """The server is silent."""


class _Patient(psycopg.Connection):
    """A connection that waits for an answer for a limited time: on a dead network none comes."""

    patience: float = ANSWER_SECONDS
    """How many seconds it waits."""

    def wait(self, gen: PQGen[_Answer], *_how: Any, **_named: Any) -> _Answer:
        """Run an exchange of messages. Ctrl-C ends it at once, also while the network is dead.

        psycopg itself would first ask the server to cancel, for seconds, and print warnings. If the server
        completes the statement, that does no harm: what is pushed again is there already.
        """
        deadline = monotonic() + self.patience
        try:
            return wait(_until(deadline, gen), self.pgconn.socket, interval=_INTERVAL)
        except (_NoAnswer, KeyboardInterrupt):
            self.close()  # else leaving the connection would ask the server once more, and wait again
            raise


def _until(deadline: float, gen: PQGen[_Answer]) -> PQGen[_Answer]:
    """Run an exchange of messages. Raise _NoAnswer if no answer comes before the deadline."""
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and monotonic() > deadline:
                raise _NoAnswer(phrase("it does not answer"))
            wanted = gen.send(ready)
    except StopIteration as end:
        answer: _Answer = end.value
        return answer


@contextmanager
def open_connection(
    settings: PrecinctSettings,
    *,
    any_schema: bool = False,
    named: str = IN_CONFIG,
    patience: float | None = None,
) -> Iterator[psycopg.Connection]:
    """Connect, check the schema, and translate errors. Each statement is a transaction of its own.

    With `any_schema`, any schema is accepted, so that it can be migrated. `patience` is the number of seconds
    to wait for an answer; None is ANSWER_SECONDS.
    """
    said = parameters(settings, named)
    with translate_errors(), _connect(said, named) as connection:
        connection.patience = ANSWER_SECONDS if patience is None else patience
        connection.execute("SET statement_timeout = '60s'")
        connection.execute("SET search_path = pg_catalog")
        connection.execute("SET TimeZone = 'UTC'")
        if not any_schema:
            require_schema(version_of(connection))
        yield connection


def _connect(said: dict[str, str | int], named: str) -> _Patient:
    """Connect. DvcheckError, about `named`, for a value that no connection can have."""
    try:
        return _Patient.connect(autocommit=True, **said)  # type: ignore[arg-type]
    except psycopg.Error as error:
        if error.sqlstate is not None or not _BAD_VALUE.search(str(error)):
            raise
        message = phrase("{dsn} cannot be used: {why}", dsn=named, why=_cause(error))
        raise _config_error(message, phrase("Correct it, then try again.")) from None


def require_schema(found: int) -> None:
    """Raise PrecinctError unless the schema there is that of this version."""
    if found == 0:
        raise Refused(
            phrase("the precinct has no schema of dvcheck, or this login may not use it"),
            hint=phrase(
                "Ask whoever runs the database: dvcheck precinct migrate, then dvcheck precinct people apply "
                "FILE."
            ),
        )
    if found != VERSION:
        newer = found > VERSION
        raise Refused(
            phrase("the precinct has schema {found}; this dvcheck has {own}", found=found, own=VERSION),
            hint=phrase("Update dvcheck on this computer.")
            if newer
            else phrase("Ask whoever runs the database: dvcheck precinct migrate."),
        )


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn errors of psycopg into errors of the precinct."""
    try:
        yield
    except errors.InsufficientPrivilege as error:
        raise _refusal(phrase("the precinct refused: {why}", why=_cause(error))) from None
    except _CANNOT_NOW as error:
        raise NotReached(phrase("the precinct cannot write now: {why}", why=_cause(error))) from None
    except (errors.DataError, errors.IntegrityError, errors.ProgrammingError) as error:
        raise _refusal(phrase("the precinct refused: {why}", why=_cause(error))) from None
    except psycopg.Error as error:
        why = _cause(error)
        if _REFUSALS.search(why):
            raise _refusal(phrase("the precinct refused the connection: {why}", why=why)) from None
        if (error.sqlstate or "")[:2] in _OWN_TROUBLE:
            raise NotReached(phrase("the precinct cannot write now: {why}", why=why)) from None
        raise NotReached(phrase("the precinct was not reached: {why}", why=why)) from None


def _refusal(message: str) -> Denied:
    return Denied(message, hint=phrase("Nothing is lost. Show this line to whoever runs the precinct."))


def _cause(error: psycopg.Error) -> str:
    """Return the first line of what PostgreSQL said. It may come from another server: it is cleaned."""
    lines = (error.diag.message_primary or str(error)).strip().splitlines()
    said = lines[0].rpartition("failed: ")[2].removeprefix("connection is bad: ") if lines else ""
    return clean(" ".join(said.split())) if lines else type(error).__name__
