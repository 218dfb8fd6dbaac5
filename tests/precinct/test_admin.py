"""Running and auditing a precinct with the program, as each role."""

from pathlib import Path
from subprocess import CompletedProcess
from uuid import uuid4

import pytest

from dvcheck.errors import Exit
from dvcheck.record.events import Answered, Noted
from dvcheck.record.people_file import parse
from tests.precinct.force import PEOPLE, Force
from tests.precinct.laptop import Laptop
from tests.pty import run_dvcheck

HEADER = "login,agency,officer,precinct,role\n"


class Desk:
    """The computers of everybody in a precinct, and one case that was pushed there."""

    def __init__(self, folder: Path, force: Force) -> None:
        self.folder, self.force = folder, force
        laptop = Laptop(folder / "laptop", force)
        self.case = laptop.open("26-118")
        laptop.record(self.case, Answered("injured", "one"), Noted("Ask for Mrs. Doe."))
        laptop.push()
        ((self.journal,),) = force.ask("SELECT journal_id::text FROM precinct.journal")

    def run(self, login: str, *arguments: str) -> CompletedProcess[str]:
        home = self.folder / (login or "owner")
        Laptop(home, self.force, login or "postgres")
        return run_dvcheck(*arguments, "--home", str(home))

    def run_well(self, login: str, *arguments: str) -> str:
        done = self.run(login, *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def desk(tmp_path: Path, force: Force) -> Desk:
    return Desk(tmp_path, force)


def test_an_auditor_verifies_every_journal(desk: Desk) -> None:
    said = desk.run_well("a1North1", "precinct", "verify")
    assert "1 journal is as recorded." in said
    desk.force.ask("UPDATE precinct.event SET kind = 'marked' WHERE seq = 3")
    done = desk.run("a1North1", "precinct", "verify", desk.journal)
    assert done.returncode == Exit.CHECK_FAILED
    assert f"TAMPERED OR DAMAGED: journal {desk.journal} of 1North1, from entry 3 on." in done.stdout


def test_known_heads_show_what_was_cut_off_or_rewritten(desk: Desk) -> None:
    ((head,),) = desk.force.ask("SELECT encode(hash, 'hex') FROM precinct.event WHERE seq = 4")
    heads = desk.folder / "heads.csv"
    heads.write_text(f"journal,seq,hash\n{desk.journal},4,{head}\n{desk.journal},4,{head[:4]}-{head[4:8]}\n")
    said = desk.run_well("a1North1", "precinct", "verify", "--against", str(heads))
    assert "2 known heads were compared." in said
    heads.write_text(f"{desk.journal},4,{'00' * 32}\n{desk.journal},9,{head}\n")
    done = desk.run("a1North1", "precinct", "verify", "--against", str(heads))
    assert done.returncode == Exit.CHECK_FAILED
    assert done.stdout.count("HISTORY LOST OR CHANGED") == 2
    heads.write_text(f"{desk.journal},four,{head}\n")
    done = desk.run("a1North1", "precinct", "verify", "--against", str(heads))
    assert (done.returncode, "heads.csv:1: " in done.stderr) == (Exit.BAD_INPUT, True)


def test_a_case_is_read_for_a_reason(desk: Desk) -> None:
    said = desk.run_well("s1North1", "precinct", "case", desk.journal, desk.case, "--reason", "review 26-118")
    assert "One person" in said
    assert "1 entry has no content here" in said
    assert "Doe" not in said
    log = desk.force.ask("SELECT login, did, case_id, reason FROM precinct.access_log", login="a1North1")
    assert log == [("s1North1", "opened", desk.case, "review 26-118")]


@pytest.mark.parametrize(
    ("login", "arguments", "code"),
    [
        ("s1North1", ("case", "{journal}", "{case}", "--reason", "x"), Exit.PRECINCT),
        ("s1East1", ("case", "{journal}", "{case}", "--reason", "review"), Exit.PRECINCT),
        ("o1North1", ("case", "{journal}", "{case}", "--reason", "review"), Exit.PRECINCT),
        ("s1North1", ("case", str(uuid4()), "{case}", "--reason", "review"), Exit.PRECINCT),
        ("s1North1", ("case", "26-118", "{case}", "--reason", "review"), Exit.USAGE),
        ("s1North1", ("purge", "{journal}", "{case}", "--reason", "retention", "--yes"), Exit.PRECINCT),
        ("r1North1", ("purge", "{journal}", "{case}", "--reason", "retention"), Exit.USAGE),
        ("s1North1", ("verify", "{journal}"), Exit.PRECINCT),
        ("o1North1", ("people", "people.csv"), Exit.BAD_INPUT),
    ],
)
def test_what_a_role_may_not_do_is_refused(
    login: str, arguments: tuple[str, ...], code: Exit, desk: Desk
) -> None:
    given = [one.format(journal=desk.journal, case=desk.case) for one in arguments]
    done = desk.run(login, "precinct", *given)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert 1 <= len(done.stderr.splitlines()) <= 3
    assert desk.force.ask("SELECT count(body) FROM precinct.event") == [(3,)]
    assert desk.force.ask("SELECT count(*) FROM precinct.access_log") == [(0,)]


def test_records_purges_a_case(desk: Desk) -> None:
    said = desk.run_well(
        "r1North1", "precinct", "purge", desk.journal, desk.case, "--reason", "retention", "--yes"
    )
    assert "The content of 3 entries was erased." in said
    assert "1 journal is as recorded." in desk.run_well("a1North1", "precinct", "verify")
    said = desk.run_well("s1North1", "precinct", "case", desk.journal, desk.case, "--reason", "review 26-118")
    assert "4 entries have no content here" in said


def test_people_are_those_of_a_file(desk: Desk) -> None:
    path = desk.folder / "people.csv"
    rows = [f"{p.login},{p.agency},{p.officer},{p.precinct},{p.role}" for p in PEOPLE if p.login != "o2East1"]
    path.write_text(HEADER + "\n".join([*rows, "new@example,1,77,East,officer"]))
    said = desk.run_well("", "precinct", "people", str(path))
    assert said == "Added: new@example.\nClosed, their entries are kept: o2East1.\n"
    assert desk.run_well("", "precinct", "people", str(path)) == "Nothing changed.\n"
    done = desk.run("s1North1", "precinct", "people", str(path))
    assert done.returncode == Exit.PRECINCT
    path.write_text(HEADER + "postgres,1,1,East,officer\n")
    assert desk.run("", "precinct", "people", str(path)).returncode == Exit.BAD_INPUT


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "the first line must be"),
        ("login;agency\n", 1, "the first line must be"),
        (HEADER, 1, "nobody is in it"),
        (HEADER + "a,1,1,East\n", 2, "5 columns"),
        (HEADER + "a,1,1,East,officer\na,1,1,East,officer\n", 3, "twice"),
        (HEADER + "a b,1,1,East,officer\n", 2, "cannot be a login"),
        (HEADER + "a" * 64 + ",1,1,East,officer\n", 2, "cannot be a login"),
        (HEADER + "precinct_owner,1,1,East,officer\n", 2, "cannot be a login"),
        (HEADER + "a,0,1,East,officer\n", 2, "not the number of an agency"),
        (HEADER + "a,٣,1,East,officer\n", 2, "not the number of an agency"),
        (HEADER + "a,99999999999,1,East,officer\n", 2, "not the number of an agency"),
        (HEADER + "a,1,,East,officer\n", 2, "cannot be an officer"),
        (HEADER + 'a,1,1,"Ea""st",officer\n', 2, "cannot be a precinct"),
        (HEADER + "a,1,1,East,sergeant\n", 2, "is not a role"),
        (HEADER + 'a,1,1,"East,officer\n', 2, "not CSV"),
    ],
)
def test_a_wrong_file_of_people_is_refused_by_line(text: str, line: int, said: str) -> None:
    found = parse(text)
    assert [number for number, _ in found.problems] == [line]
    assert said in found.problems[0][1]


def test_a_newer_schema_is_refused(desk: Desk) -> None:
    desk.force.ask("INSERT INTO precinct.schema_version (version) VALUES (99)")
    for login, *arguments in (
        ("", "precinct", "migrate"),
        ("s1North1", "board", "--once"),
        ("a1North1", "precinct", "verify"),
    ):
        done = desk.run(login, *arguments)
        assert done.returncode == Exit.PRECINCT
        assert "schema 99" in done.stderr
