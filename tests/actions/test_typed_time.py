from datetime import UTC, datetime

import pytest

from dvcheck.actions.typed_time import last_time, next_time
from dvcheck.errors import DvcheckError, Exit

NOW = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
ZONE = "America/Los_Angeles"


def test_a_time_of_day_is_the_next_or_the_last_such_moment() -> None:
    assert next_time("07:00", NOW, ZONE) == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert last_time("0700", NOW, ZONE) == datetime(2026, 11, 21, 15, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "7", "25:00", "07:60", "soon", "\x1b[31m07:00", "٠٧:٠٠"])
def test_what_is_no_time_of_day_is_a_clear_error(text: str) -> None:
    for find in (next_time, last_time):
        with pytest.raises(DvcheckError, match="is no time of day") as caught:
            find(text, NOW, ZONE)
        assert caught.value.code == Exit.USAGE
        assert "\x1b" not in caught.value.message


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_clock_in_a_year_that_cannot_be_sets_no_time(year: int) -> None:
    for find in (next_time, last_time):
        with pytest.raises(DvcheckError) as refused:
            find("07:00", datetime(year, 12, 31, 23, 0, tzinfo=UTC), ZONE)
        assert refused.value.message == f"the computer's clock is in the year {year}"
