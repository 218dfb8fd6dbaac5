"""The SQL stays as Citus takes it: each of these was refused by it once, or is known not to work there."""

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


def _bodies() -> dict[str, str]:
    return {
        match[1]: match[2]
        for one in _statements()
        if (match := re.match(r"CREATE FUNCTION precinct\.(\w+).*?\$\$(.*)\$\$", one, re.DOTALL))
    }


def test_the_files_are_read() -> None:
    assert (len(FILES), len(_bodies())) == (2, 10)
    assert len(_statements()) > 40


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
    read = [name for name, body in _bodies().items() if name.startswith("i_am") and "FROM" in body]
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
    tables = r"(?:precinct\.)?(journal|event|case_now|access_log)\b"
    for name, body in _bodies().items():
        for query in body.split(";"):
            for found in re.finditer(rf"(?:FROM|JOIN|UPDATE|INTO) {tables}", query):
                if f"INTO {found[1]}" in found[0] and "INSERT" in query:
                    continue
                assert "agency_id" in query, (name, query)


def test_push_takes_no_advisory_lock() -> None:
    assert "advisory" not in _bodies()["push"]
