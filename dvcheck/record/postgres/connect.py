"""Connect to a precinct, safely or not at all; and put what PostgreSQL says in our words."""

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

from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.postgres.migrate import VERSION, version_of
from dvcheck.record.precinct import PrecinctSettings
from dvcheck.text import clean

_Answer = TypeVar("_Answer")
_SECRETS = ("password", "passfile", "sslpassword", "service")
SECONDS = 10
"""How long to wait for a connection."""
SILENCE = 90
"""How many seconds to wait for an answer: longer than the server may work on one statement."""
_REFUSALS = re.compile(
    r"authentication failed|no pg_hba\.conf entry|certificate|private key|unknown ca|no password supplied"
    r"|does not exist|does not support SSL|not permitted to log in|Permission denied for database"
)
"""What libpq says, without a code, of a connection that does not come about by trying again."""
_CANNOT_NOW = (errors.DiskFull, errors.OutOfMemory, errors.ReadOnlySqlTransaction, errors.QueryCanceled)


class PrecinctError(DvcheckError):
    """The precinct was not reached, or it refused; the exit code is Exit.PRECINCT."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint, code=Exit.PRECINCT)


class NotReached(PrecinctError):
    """There is no network, or no server at its end. Nothing is lost: the next push sends it."""


class Refused(PrecinctError):
    """The server does not take it. Trying again does not help."""


class RefusedByServer(Refused):
    """Refused in the words of PostgreSQL. The hint is for an officer."""


IN_CONFIG = '[precinct] "dsn"'
"""How messages name the connection string of config.toml."""


def parameters(settings: PrecinctSettings, named: str = IN_CONFIG) -> dict[str, str | int]:
    """Return the parameters of the connection, whose string is `named`. DvcheckError if they are not safe."""
    try:
        said = {
            name: str(value) for name, value in conninfo_to_dict(settings.dsn).items() if value is not None
        }
    except (psycopg.Error, UnicodeEncodeError) as error:
        is_text = not isinstance(error, UnicodeEncodeError)
        why = clean(str(error).strip()) if is_text else phrase("it has bytes that are no text")
        message = phrase("{dsn} is not a connection string: {why}", dsn=named, why=why)
        raise _wrong(message, phrase('One is "host=db.example.org dbname=precinct user=o1234".')) from None
    secret = next((name for name in _SECRETS if name in said), None)
    if secret is not None:
        message = phrase('{dsn} may not have "{name}": others can read it', dsn=named, name=secret)
        raise _wrong(message, phrase("Use a certificate, or a password in the file of PGPASSFILE."))
    if not _is_here(said) and said.setdefault("sslmode", "verify-full") != "verify-full":
        message = phrase(
            "{dsn} has sslmode={mode}: another server could pose as yours",
            dsn=named,
            mode=clean(said["sslmode"]),
        )
        raise _wrong(message, phrase("Remove it: verify-full is used."))
    files = {"sslcert": settings.certificate, "sslkey": settings.key, "sslrootcert": settings.ca}
    for name, path in files.items():
        if path is not None:
            _require_readable(path)
            said[name] = str(path)
    if said.get("sslmode") == "verify-full":
        said.setdefault("sslrootcert", "system")
        said.setdefault("ssl_min_protocol_version", "TLSv1.2")
    return {"connect_timeout": SECONDS, "application_name": "dvcheck", "client_encoding": "UTF8", **said}


def _require_readable(path: Path) -> None:
    """Raise DvcheckError with Exit.BAD_INPUT if a file that the settings name cannot be read."""
    try:
        path.open("rb").close()
    except OSError as error:
        why = error.strerror or type(error).__name__
        message = phrase(
            "[precinct] names {path}, which cannot be read: {why}", path=clean(str(path)), why=why
        )
        raise _wrong(message, phrase("Correct it in config.toml, or put the file there.")) from None


def _wrong(message: str, hint: str) -> DvcheckError:
    return DvcheckError(message, hint=hint, code=Exit.BAD_INPUT)


def _is_here(said: dict[str, str]) -> bool:
    """Check whether each server named is on this computer: a socket, or a loopback address.

    Variables of libpq may name another one where the connection string names none.
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
    """A connection that waits for an answer, but not for ever: a dead network may say nothing at all."""

    def wait(self, gen: PQGen[_Answer], *how: Any, **named: Any) -> _Answer:
        try:
            return super().wait(_until(monotonic() + SILENCE, gen), *how, **named)
        except _NoAnswer:
            self.close()  # no rollback could be sent either
            raise


def _until(deadline: float, gen: PQGen[_Answer]) -> PQGen[_Answer]:
    """Run the exchange of messages, and end it if no answer has come by a time."""
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
def connected(
    settings: PrecinctSettings, *, any_schema: bool = False, named: str = IN_CONFIG
) -> Iterator[psycopg.Connection]:
    """Connect, check the schema, and put errors in our words. Each statement is a transaction of its own.

    With `any_schema`, whatever schema is there is accepted: to migrate it.
    """
    said = parameters(settings, named)
    with in_our_words(), _Patient.connect(autocommit=True, **said) as connection:  # type: ignore[arg-type]
        connection.execute("SET statement_timeout = '60s'")
        connection.execute("SET search_path = pg_catalog")
        connection.execute("SET TimeZone = 'UTC'")
        if not any_schema:
            require_schema(version_of(connection))
        yield connection


def require_schema(found: int) -> None:
    """Raise PrecinctError unless the schema there is that of this version."""
    if found == 0:
        raise Refused(
            phrase("the precinct has no schema of dvcheck, or this login may not use it"),
            hint=phrase(
                "Ask whoever runs the database: dvcheck precinct migrate, then dvcheck precinct people apply."
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
def in_our_words() -> Iterator[None]:
    """Turn errors of psycopg into errors of the precinct."""
    try:
        yield
    except errors.InsufficientPrivilege as error:
        raise _refused(phrase("the precinct refused: {why}", why=_said(error))) from None
    except _CANNOT_NOW as error:
        raise NotReached(phrase("the precinct cannot write now: {why}", why=_said(error))) from None
    except (errors.DataError, errors.IntegrityError, errors.ProgrammingError) as error:
        raise _refused(phrase("the precinct refused: {why}", why=_said(error))) from None
    except psycopg.Error as error:
        why = _said(error)
        if _REFUSALS.search(why):
            raise _refused(phrase("the precinct refused the connection: {why}", why=why)) from None
        raise NotReached(phrase("the precinct was not reached: {why}", why=why)) from None


def _refused(message: str) -> RefusedByServer:
    return RefusedByServer(
        message, hint=phrase("Nothing is lost. Show this line to whoever runs the precinct.")
    )


def _said(error: psycopg.Error) -> str:
    """Return the first line of what PostgreSQL said. It may come from another server: it is cleaned."""
    lines = (error.diag.message_primary or str(error)).strip().splitlines()
    return clean(" ".join(lines[0].rpartition("failed: ")[2].split())) if lines else type(error).__name__
