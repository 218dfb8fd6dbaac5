"""The page on setting up a precinct works as it is written: its commands and its files, on Debian's PostgreSQL."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.postgres.connect import Refused, open_connection
from dvcheck.record.precinct import PrecinctSettings
from tests.pty import run_dvcheck

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "precinct.md").read_text(encoding="utf-8")
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or not SERVERS or shutil.which("openssl") is None,
    reason="needs the PostgreSQL of the system, which has TLS, and openssl",
)
IS_ROOT = sys.platform != "win32" and os.getuid() == 0
AS_POSTGRES = "/usr/sbin/runuser -u postgres --" if IS_ROOT else ""
PASSWORD = "typed twice"
ROLES = {"o4711": "officer", "sgt.may": "supervisor", "audit.lee": "auditor", "records.kim": "records"}


def block(language: str, begins: str) -> str:
    """Return the one block of the page that begins with a text."""
    found = re.findall(rf"^```{language}\n({re.escape(begins)}.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (only,) = found
    return str(only)


COMMANDS = block("sh", "sudo apt install")
CERTIFICATES = block("sh", "openssl req")
PEOPLE = block("", "login,agency")
HBA = block("", "hostssl")
CONF = block("", "listen_addresses")
CONFIG = block("toml", "[precinct]")

# What stands in for programs of a computer that is the agency's own. Each has `{names}` of this test.
SUDO = """#!/bin/sh
if [ "$1" = -u ]; then export PGUSER="$2"; shift 2; fi
case "$1" in
    apt | sh) exit 0 ;;  # steps 1 and 2 install what is installed here
    install) [ "$(id -u)" = 0 ] || {{ shift 3; set -- install "$@"; }} ;;  # only root can give a file away
esac
exec "$@"
"""
EDITOR = """#!/bin/sh
set -e
test "$*" = "pg_hba.conf postgresql.conf"
cat {here}/lines.hba pg_hba.conf > {here}/all.hba
cat {here}/all.hba > pg_hba.conf
cat {here}/lines.conf >> postgresql.conf
"""
RESTART = """#!/bin/sh
test "$*" = "restart postgresql"
exec {as_postgres} {binaries}/pg_ctl -D {here}/main -w -l {here}/main/log -m fast restart > {here}/restart.log
"""
TYPED_TWICE = """#!/bin/sh
printf '{password}\\n{password}\\n' | exec setsid -w {binaries}/psql "$@"
"""
DVCHECK = """#!/bin/sh
exec {python} -m dvcheck "$@"
"""


class Agency:
    """The folder in which the page is followed."""

    def __init__(self, here: Path) -> None:
        self.here = here
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        for name in ("bin", "etc", "home"):
            (here / name).mkdir()
        (here / "people.csv").write_text(PEOPLE)
        (here / "lines.hba").write_text(HBA)
        (here / "lines.conf").write_text(self.here_for(CONF))
        stand_ins = {"sudo": SUDO, "sudoedit": EDITOR, "systemctl": RESTART, "psql": TYPED_TWICE}
        names = {"here": here, "as_postgres": AS_POSTGRES, "binaries": SERVERS[-1].parent}
        for name, text in (*stand_ins.items(), ("dvcheck", DVCHECK)):
            file = here / "bin" / name
            file.write_text(text.format(**names, password=PASSWORD, python=sys.executable))
            file.chmod(0o755)

    def here_for(self, text: str) -> str:
        """Return a text of the page with the places of this test for those of the agency."""
        places = {
            "/etc/postgresql/15/main": "main",
            "/etc/postgresql/": "etc/",
            "/etc/ssl/": "etc/",
            "/home/o4711/": "",
            "/opt/dvcheck/bin/": "bin/",
            "/srv/": "",
        }
        for there, here in places.items():
            text = text.replace(there, f"{self.here}/{here}")
        return text

    def run(self, script: str) -> None:
        environment = {
            **os.environ,
            "PATH": f"{self.here / 'bin'}:{SERVERS[-1].parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PGHOST": str(self.here / "main"),
            "PGPORT": str(self.port),
            "PGPASSWORD": PASSWORD,
            "DVCHECK_HOME": str(self.home("audit.lee")),
        }
        done = subprocess.run(
            ["sh", "-eu"],
            input=self.here_for(script),
            cwd=self.here,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def server(self, *words: str) -> None:
        """Run a program of PostgreSQL as its own account."""
        command = [*AS_POSTGRES.split(), str(SERVERS[-1].parent / words[0]), "-D", str(self.here / "main")]
        subprocess.run([*command, *words[1:]], check=True, capture_output=True, cwd=self.here)

    def start(self) -> None:
        """Start a server as Debian makes it: its superuser gets in by the socket, others need a password."""
        (self.here / "main").mkdir()
        if IS_ROOT:
            self.here.chmod(0o755)
            shutil.chown(self.here / "main", "postgres")
        self.server("initdb", "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256")
        with (self.here / "main" / "postgresql.conf").open("a") as file:
            file.write(f"port = {self.port}\nunix_socket_directories = '{self.here}/main'\n")
        self.server("pg_ctl", "-w", "-l", str(self.here / "main" / "log"), "start")

    def home(self, login: str) -> Path:
        """Return a home folder with the page's settings for a login."""
        home = self.here / "home" / login
        home.mkdir(exist_ok=True)
        settings = self.here_for(CONFIG).replace("user=o4711", f"user={login}")
        # The server is here. From another computer, verify-full is used also where nobody says so.
        elsewhere = f"host=db.example.org hostaddr=127.0.0.1 port={self.port} sslmode=verify-full"
        settings = settings.replace("host=db.example.org", elsewhere)
        if ROLES[login] in ("auditor", "records"):
            settings = re.sub(r"^(certificate|key) = .*\n", "", settings, flags=re.MULTILINE)
        else:
            settings = settings.replace("o4711.", f"{login}.")
        (home / "config.toml").write_text(
            settings.replace(f'"{self.here}/agency', f'"{self.here}/etc/agency')
        )
        return home

    def settings(self, login: str) -> PrecinctSettings:
        found = Workspace(home=self.home(login)).config.precinct
        assert found is not None
        return found


@pytest.fixture(scope="module")
def agency() -> Iterator[Agency]:
    """A precinct that was set up with what the page says, and nothing else."""
    here = Path(tempfile.mkdtemp(prefix="dvup"))
    made = Agency(here)
    (step_7,) = re.findall(r"^.*'\\password sgt\.may'", COMMANDS, re.MULTILINE)
    others = "".join(step_7.replace("sgt.may", login) + "\n" for login in ("audit.lee", "records.kim"))
    before, found, after = COMMANDS.partition("cd /etc/postgresql")
    try:
        made.start()
        # The certificate of the supervisor, and of an officer who is not in the file, are made as the page says.
        made.run(CERTIFICATES + "certificate sgt.may\ncertificate o4712\n")
        made.run(before + others + found + after)
        yield made
    finally:
        made.server("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(here, ignore_errors=True)


def _who(settings: PrecinctSettings) -> object:
    with open_connection(settings) as connection:
        return connection.execute(
            "SELECT session_user::text, ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        ).fetchone()


def _changed(settings: PrecinctSettings, **changed: object) -> PrecinctSettings:
    return PrecinctSettings(
        **{"dsn": settings.dsn, "certificate": settings.certificate, "key": settings.key, "ca": settings.ca}
        | changed  # type: ignore[arg-type]
    )


def test_the_page_sets_a_precinct_up_in_ten_commands() -> None:
    numbered = re.findall(r"# (\d+)\b", COMMANDS)
    assert numbered == [str(n) for n in range(1, 11)]
    lines = [line for line in COMMANDS.splitlines() if not line.startswith("setup()")]
    assert len(lines) == 10


@pytest.mark.parametrize("login", ROLES)
def test_each_role_logs_in_as_the_page_says(
    login: str, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    if login != "o4711":
        monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert _who(agency.settings(login)) == (login, True)


WORKS = {
    "o4711": ("push",),
    "sgt.may": ("board", "--once"),
    "audit.lee": ("precinct", "verify"),
    "records.kim": ("precinct", "export", "--reason", "the yearly count", "-o", "cases.jsonl"),
}


@pytest.mark.parametrize("login", ROLES)
def test_each_role_does_its_work_and_only_records_exports(
    login: str, agency: Agency, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    home = agency.home(login)
    (tmp_path / "answers.yaml").write_text("two-members: yes\n")
    if login == "o4711":
        assert run_dvcheck("incident", "--answers", "answers.yaml", "--home", str(home)).returncode == 0
    done = run_dvcheck(*WORKS[login], "--home", str(home))
    assert done.returncode == 0, done.stderr
    if login != "records.kim":
        assert run_dvcheck(*WORKS["records.kim"], "--force", "--home", str(home)).returncode == Exit.PRECINCT


FILES = {"certificate": "{}.crt", "key": "{}.key"}
REFUSED: dict[str, tuple[str, str | None, str | None, str]] = {
    # who, the password, the certificate (None: the right one), what the refusal says
    "an officer without a certificate": ("o4711", "", "", "certificate"),
    "an officer with a password in place of one": ("o4711", PASSWORD, "", "certificate"),
    "an officer with the certificate of another": ("o4711", "", "o4712", "authentication failed"),
    "somebody who is not in the file": ("o4712", "", None, "o4712"),
    "a supervisor without a password": ("sgt.may", "", None, "password"),
    "a supervisor with another password": ("sgt.may", "a guess", None, "password authentication failed"),
    "a supervisor without a certificate": ("sgt.may", PASSWORD, "", "certificate"),
    "a supervisor with the certificate of an officer": (
        "sgt.may",
        PASSWORD,
        "o4711",
        "authentication failed",
    ),
    "an auditor without a password": ("audit.lee", "", None, "password"),
    "an auditor with another password": ("audit.lee", "a guess", None, "password authentication failed"),
    "records without a password": ("records.kim", "", None, "password"),
    "records with another password": ("records.kim", "a guess", None, "password authentication failed"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_everybody_else_is_refused(what: str, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    login, password, certificate, why = REFUSED[what]
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    if password:
        monkeypatch.setenv("PGPASSWORD", password)
    if login not in ROLES:
        right = agency.settings("o4711")
        settings = _changed(right, dsn=right.dsn.replace("o4711", login), **_files(agency, login))
    else:
        settings = agency.settings(login)
    if certificate is not None:
        settings = _changed(settings, **_files(agency, certificate))
    with pytest.raises(Refused, match=why) as error:
        _who(settings)
    assert error.value.code is Exit.PRECINCT


def _files(agency: Agency, name: str) -> dict[str, Path | None]:
    return {key: agency.here / file.format(name) if name else None for key, file in FILES.items()}


@pytest.mark.parametrize("login", ROLES)
def test_nobody_gets_in_without_tls(login: str, agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's own lines, below those of the page, would let in a password from the server itself."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    settings = agency.settings(login)
    with pytest.raises(Refused, match="rejects"):
        _who(_changed(settings, dsn=settings.dsn.replace("verify-full", "disable")))


def test_another_authority_and_another_name_of_the_server_are_refused(agency: Agency) -> None:
    settings = agency.settings("o4711")
    with pytest.raises(Refused, match="does not match host name"):
        _who(_changed(settings, dsn=settings.dsn.replace("db.example.org", "db.example.com")))
    with pytest.raises(Refused, match="certificate"):
        _who(_changed(settings, ca=agency.here / "o4711.crt"))


def test_an_officer_cannot_make_a_certificate_for_another_login(agency: Agency) -> None:
    """A certificate that the page makes is no authority."""
    signed = CERTIFICATES[CERTIFICATES.index("certificate()") : CERTIFICATES.index("certificate db")]
    signed = signed.replace("agency", "o4711").replace(
        '-out "$1.crt"', '-out "$1.crt" && cat o4711.crt >> "$1.crt"'
    )
    (agency.here / "forged").mkdir(exist_ok=True)
    agency.run(f"cp o4711.crt o4711.key forged; cd forged\n{signed}certificate sgt.may\n")
    files = {key: agency.here / "forged" / file.format("sgt.may") for key, file in FILES.items()}
    with pytest.raises(DvcheckError) as error:
        _who(_changed(agency.settings("sgt.may"), **files))
    assert isinstance(error.value, Refused)
    assert re.search("unknown ca|certificate", error.value.message)


def test_only_their_owners_can_read_the_keys(agency: Agency) -> None:
    for key in ("agency.key", "db.example.org.key", "o4711.key", "etc/db.example.org.key"):
        assert (agency.here / key).stat().st_mode & 0o077 == 0, key
