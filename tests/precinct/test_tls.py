"""Certificates, on a PostgreSQL with TLS: the right officer gets in, and everybody else is refused."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.postgres.connect import Refused, open_connection
from dvcheck.record.postgres.migrate import migrate
from dvcheck.record.postgres.people import apply
from dvcheck.record.precinct import PrecinctSettings
from tests.precinct.force import PEOPLE

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or not SERVERS or shutil.which("openssl") is None,
    reason="needs the PostgreSQL of the system, which has TLS, and openssl",
)
OFFICER, SUPERVISOR = "o1North1", "s1North1"
PASSWORD = "as tested"
HBA = """
local   all all                  trust
hostssl all +precinct_officer    127.0.0.1/32 cert
hostssl all +precinct_supervisor 127.0.0.1/32 scram-sha-256 clientcert=verify-full
"""


class Tls:
    """A server with TLS, and the certificates of its agency."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        for authority in ("agency", "stranger"):
            out = ("-out", f"{authority}.crt", "-keyout", f"{authority}.key")
            self._openssl("req", "-x509", *_NEW, "-days", "2", "-subj", f"/CN={authority}", *out)
        self.certificate("server", "localhost", name="DNS:localhost")
        for login in (OFFICER, SUPERVISOR, "o1North2"):
            self.certificate(login, login)
        self.certificate("expired", OFFICER, days=-1)
        self.certificate("strange", OFFICER, authority="stranger")

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def certificate(
        self, file: str, subject: str, *, name: str = "", days: int = 2, authority: str = "agency"
    ) -> None:
        self._openssl(
            "req", "-new", *_NEW, "-subj", f"/CN={subject}", "-keyout", f"{file}.key", "-out", f"{file}.csr"
        )
        (self.folder / "extension").write_text(f"subjectAltName={name}" if name else "")
        by = ("-CA", f"{authority}.crt", "-CAkey", f"{authority}.key", "-CAcreateserial")
        how = ("-days", str(days), "-extfile", "extension", "-out", f"{file}.crt")
        self._openssl("x509", "-req", "-in", f"{file}.csr", *by, *how)
        (self.folder / f"{file}.key").chmod(0o600)

    def settings(
        self,
        user: str = OFFICER,
        certificate: str = OFFICER,
        *,
        host: str = "localhost",
        ca: str = "agency",
        mode: str = "verify-full",
    ) -> PrecinctSettings:
        return PrecinctSettings(
            dsn=f"host={host} hostaddr=127.0.0.1 port={self.port} dbname=postgres user={user} sslmode={mode}",
            certificate=self.folder / f"{certificate}.crt" if certificate else None,
            key=self.folder / f"{certificate}.key" if certificate else None,
            ca=self.folder / f"{ca}.crt",
        )


_NEW = ("-newkey", "rsa:2048", "-nodes")


@pytest.fixture(scope="module")
def tls() -> Iterator[Tls]:
    folder = Path(tempfile.mkdtemp(prefix="dvtls"))
    made = Tls(folder)
    data = folder / "data"
    as_postgres = ["/usr/sbin/runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    (folder / "data").mkdir()
    if as_postgres:
        folder.chmod(0o755)
        shutil.chown(data, "postgres")

    def run(*words: str) -> None:
        subprocess.run([*as_postgres, *words], check=True, capture_output=True, cwd=data)

    binaries = SERVERS[-1].parent
    run(str(binaries / "initdb"), "-D", str(data), "-U", "owner", "--auth=trust")
    for name in ("server.crt", "server.key", "agency.crt"):
        shutil.copy(folder / name, data)
        if as_postgres:
            shutil.chown(data / name, "postgres")
    (data / "server.key").chmod(0o600)
    (data / "pg_hba.conf").write_text(HBA)
    with (data / "postgresql.conf").open("a") as file:
        file.write(
            f"listen_addresses='127.0.0.1'\nport={made.port}\nunix_socket_directories='{data}'\nssl=on\n"
            "ssl_cert_file='server.crt'\nssl_key_file='server.key'\nssl_ca_file='agency.crt'\n"
        )
    control = (str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(data / "log"))
    run(*control, "start")
    try:
        with psycopg.connect(
            f"host={data} port={made.port} dbname=postgres user=owner", autocommit=True
        ) as owner:
            migrate(owner)
            apply(owner, PEOPLE)
            owner.execute(f"ALTER ROLE \"{SUPERVISOR}\" PASSWORD '{PASSWORD}'")
        yield made
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _who(settings: PrecinctSettings) -> tuple[object, ...]:
    with open_connection(settings) as connection:
        found = connection.execute(
            "SELECT session_user, ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        ).fetchone()
    assert found is not None
    return found


def test_an_officer_gets_in_with_the_certificate_of_the_login(tls: Tls) -> None:
    login, encrypted, version = _who(tls.settings())
    assert (login, encrypted, version in ("TLSv1.2", "TLSv1.3")) == (OFFICER, True, True)


def test_a_supervisor_gets_in_with_a_certificate_and_a_password(
    tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert _who(tls.settings(SUPERVISOR, SUPERVISOR))[0] == SUPERVISOR


REFUSED: dict[str, dict[str, str]] = {
    "another officer's certificate": {"certificate": "o1North2"},
    "no certificate": {"certificate": ""},
    "an expired certificate": {"certificate": "expired"},
    "a certificate of another authority": {"certificate": "strange"},
    "a server of another authority": {"ca": "stranger"},
    "another name of the server": {"host": "db.example.org"},
    "no encryption": {"mode": "disable"},
    "a supervisor without a password": {"user": SUPERVISOR, "certificate": SUPERVISOR},
}


@pytest.mark.parametrize("what", REFUSED)
def test_everybody_else_is_refused(what: str, tls: Tls) -> None:
    with pytest.raises(DvcheckError) as error:
        _who(tls.settings(**REFUSED[what]))
    assert error.value.code is Exit.PRECINCT
    assert error.value.message.startswith("the precinct refused")
    assert "\n" not in error.value.message + error.value.hint


SECOND: dict[str, tuple[str, str, str]] = {
    # the password, the certificate, what the refusal says
    "the certificate of an officer": (PASSWORD, OFFICER, "authentication failed"),
    "no certificate": (PASSWORD, "", "certificate"),
    "another password": ("another", SUPERVISOR, "password authentication failed"),
}


@pytest.mark.parametrize("what", SECOND)
def test_a_supervisor_is_refused_with_one_of_password_and_certificate(
    what: str, tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    password, certificate, why = SECOND[what]
    monkeypatch.setenv("PGPASSWORD", password)
    with pytest.raises(Refused, match=f"^the precinct refused.*{why}"):
        _who(tls.settings(SUPERVISOR, certificate))


def test_a_file_of_the_authority_that_is_not_there_is_an_error_of_the_settings(tls: Tls) -> None:
    with pytest.raises(DvcheckError, match=r"names .*absent\.crt, which cannot be read") as error:
        _who(tls.settings(ca="absent"))
    assert error.value.code is Exit.BAD_INPUT


def test_without_a_file_of_the_authority_the_server_is_not_trusted(tls: Tls) -> None:
    """The system's own authorities have not signed its certificate."""
    settings = tls.settings()
    alone = PrecinctSettings(dsn=settings.dsn, certificate=settings.certificate, key=settings.key)
    with pytest.raises(Refused, match="certificate"):
        _who(alone)
