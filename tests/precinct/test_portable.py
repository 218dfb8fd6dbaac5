"""The SQL stays as Citus takes it: each of these was refused by it once, or is known not to work there."""

import ast
import re
from importlib import resources
from pathlib import Path

import pytest

SCHEMA = Path(str(resources.files("dvcheck.record.postgres"))) / "schema"
FILES = sorted(path for path in SCHEMA.glob("*.sql") if path.name[:4].isdigit())
SHARED = {"person", "pack", "schema_version"}
"""Reference tables: a copy on each node."""


def _code(text: str) -> str:
    return re.sub(r"--[^\n]*", "", text)


def _statements() -> list[str]:
    text = _code("\n".join(path.read_text(encoding="utf-8") for path in FILES))
    found, depth = [""], False
    for part in re.split(r"(\$\$|;)", text):
        depth ^= part == "$$"
        if part == ";" and not depth:
            found.append("")
        else:
            found[-1] += part
    return [one.strip() for one in found if one.strip()]


def _bodies() -> list[tuple[str, str]]:
    return [
        (match[1], match[2])
        for one in _statements()
        if (match := re.match(r"CREATE FUNCTION precinct\.(\w+).*?\$\$(.*)\$\$", one, re.DOTALL))
    ]


def test_the_files_are_read() -> None:
    assert (len(FILES), len(_bodies())) == (3, 13)
    assert len(_statements()) > 40


SHARDED = re.compile(r"\b(?:FROM|JOIN|UPDATE) (?:precinct\.)?(?:journal|event|case_now|access_log)\b")
"""The start of a read or a write of a table that is spread over the nodes by agency."""
CONDITIONS = re.compile(r"\b(?:WHERE|ON|USING)\b")


def _is_of_one_agency(query: str) -> bool:
    """Check whether the conditions of a query name the agency: that it is among the columns is not enough."""
    return "agency_id" in "".join(CONDITIONS.split(query)[1:])


UNSHARDED = (
    r"TRIGGER",
    r"SEQUENCE",
    r"\bSERIAL",
    r"IDENTITY",
    r"NOTIFY",
    r"PARTITION",
    r"EXTENSION",
    r"current_setting",
    r"current_user",
)


@pytest.mark.parametrize("word", UNSHARDED)
def test_no_construct_is_used_that_does_not_shard(word: str) -> None:
    code = "\n".join(_code(path.read_text(encoding="utf-8")) for path in FILES)
    assert not re.search(word, code, re.IGNORECASE)


def test_no_policy_reads_a_table() -> None:
    policies = [one for one in _statements() if one.startswith("CREATE POLICY")]
    assert len(policies) == 10
    assert not [
        one
        for one in policies
        if re.search(r"\b(SELECT|FROM|EXISTS)\b", one.split("USING")[1], re.IGNORECASE)
    ]
    read = [name for name, body in _bodies() if name.startswith("i_am") and "FROM" in body]
    assert read == []


def test_every_key_and_index_begins_with_the_agency() -> None:
    for one in _statements():
        table = re.match(r"CREATE TABLE precinct\.(\w+)", one)
        if table and table[1] not in SHARED and table[1] != "access_log":
            assert re.search(r"PRIMARY KEY \(agency_id, ", one), table[1]
        index = re.match(r"CREATE (UNIQUE )?INDEX \w+ ON precinct\.\w+ \((\w+)", one)
        if index:
            assert index[2] == "agency_id", one


def test_every_read_and_write_names_the_agency() -> None:
    """A query without it would ask every node."""
    read = [query for _, body in _bodies() for query in body.split(";") if SHARDED.search(query)]
    assert len(read) > 12
    assert [query for query in read if not _is_of_one_agency(query)] == []


def test_every_query_of_the_program_names_the_agency() -> None:
    queries = [
        node.value
        for path in sorted(SCHEMA.parent.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SHARDED.search(node.value)
    ]
    assert len(queries) > 8
    assert [query for query in queries if not _is_of_one_agency(query)] == []


@pytest.mark.parametrize(
    ("query", "is_fine"),
    [
        ("SELECT agency_id, seq FROM precinct.event WHERE seq = 1", False),
        ("SELECT seq FROM precinct.event", False),
        ("SELECT seq FROM event WHERE agency_id = 1", True),
        ("UPDATE journal SET head = x WHERE journal_id = y", False),
        ("SELECT 1 FROM event e JOIN journal j USING (agency_id, journal_id) WHERE e.agency_id = 1", True),
        ("SELECT 1 FROM case_now n JOIN event e ON e.agency_id = n.agency_id", True),
    ],
)
def test_a_query_of_all_agencies_is_seen(query: str, *, is_fine: bool) -> None:
    assert SHARDED.search(query)
    assert _is_of_one_agency(query) is is_fine


def test_every_table_is_spread_or_copied_on_citus() -> None:
    tables = {match[1] for one in _statements() if (match := re.match(r"CREATE TABLE precinct\.(\w+)", one))}
    spread = re.findall(r"create_\w+_table\('precinct\.(\w+)'", (SCHEMA / "shard.sql").read_text("utf-8"))
    assert sorted(spread) == sorted(tables)
    assert len(tables) > 5


def test_push_takes_no_advisory_lock() -> None:
    pushes = [body for name, body in _bodies() if name == "push"]
    assert len(pushes) == 2, "the later one calls the earlier one"
    assert not any("advisory" in body for body in pushes)
