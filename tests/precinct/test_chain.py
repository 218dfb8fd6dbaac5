"""PostgreSQL computes the hash of an entry as dvcheck does, byte for byte."""

import os
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvcheck.record.chain import FIRST_HASH, encode, hash_of, seal_of
from dvcheck.record.events import utc_text
from tests.precinct.force import Force

TIMES = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC))
CASES = st.from_regex(r"\A(c-[0-9A-Z]{4,16}|shift|journal)\Z")
KINDS = st.from_regex(r"\A[a-z][a-z-]{0,39}\Z")
BODIES = st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=30), max_size=3)


def test_a_hash_is_the_same_in_both(force: Force) -> None:
    with force.as_() as connection:

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.integers(1, 2**62), CASES, TIMES, KINDS, BODIES)
        def same(seq: int, case: str, at: datetime, kind: str, body: dict[str, str]) -> None:
            salt = os.urandom(16)
            text = encode(body)
            seal = seal_of(salt, text)
            found = connection.execute(
                "SELECT precinct.hash_of(%s, %s, %s, %s, %s, sha256(%s || %s))",
                (FIRST_HASH, seq, case, at, kind, salt, text),
            ).fetchone()
            assert found is not None
            assert bytes(found[0]) == hash_of(FIRST_HASH, seq, case, utc_text(at), kind, seal)

        same()
