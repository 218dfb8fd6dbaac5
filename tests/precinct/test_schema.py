"""The database of a precinct, on a real PostgreSQL."""

from tests.precinct.force import Force, entries, id_of, line, push


def test_entries_are_taken_once_and_verify(force: Force) -> None:
    made = entries(30)
    with force.as_("o1North1") as officer:
        assert push(officer, made[:20]) == (20, made[19].hash, 20)
        assert push(officer, made, journal=id_of(made)) == (30, made[29].hash, 10)
        assert push(officer, made, [line(made, 30)]) == (30, made[29].hash, 0)
    assert force.ask("SELECT precinct.first_bad(1, %s)", id_of(made)) == [(None,)]
    assert force.ask("SELECT count(*) FROM precinct.case_now", login="s1North1") == [(1,)]
    assert force.ask("SELECT count(*) FROM precinct.case_now", login="s1East1") == [(0,)]
