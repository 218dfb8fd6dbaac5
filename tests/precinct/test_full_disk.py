"""A precinct whose disk is full: what it acknowledged is there, nothing is half there, and nothing waits for ever."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.errors import Exit
from tests.precinct.full_disk import BATCH, ENTRIES, KINDS, FullDisk, Kind, acknowledged_early

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of a running program are of Linux")


@pytest.fixture(autouse=True)
def small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dvcheck.actions.push_pages.BATCH", BATCH)


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: as root, the server is another user, and pytest closes that folder to others.
    with tempfile.TemporaryDirectory(prefix="dvpg", ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.mark.parametrize("is_limit", [False, True], ids=["small disk", "limit"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_loses_nothing_that_was_acknowledged(kind: Kind, *, is_limit: bool, folder: Path) -> None:
    """Where no disk can be mounted, both are the limit: see `FullDisk`."""
    with FullDisk(folder / kind, kind, is_limit=is_limit) as full:
        found = full.push_until_full()
    assert found.failed is not None
    assert found.failed.code is Exit.PRECINCT
    assert found.is_said, (full.how, found)
    assert found.failed.hint == "Nothing is lost. The next push sends what waits."
    why = "No space left on device" if full.is_mounted else "File too large"
    assert why in found.failed.message or kind == "log"  # a server that ended may not say why
    if kind == "table":
        assert found.failed.message.startswith("the precinct cannot write now: could not extend file ")
    assert 0 < found.acknowledged <= found.there < ENTRIES
    assert (found.lost, found.is_half, found.is_broken, found.is_completed) == (0, False, False, True)


def test_the_count_of_what_is_lost_notices(folder: Path) -> None:
    with FullDisk(folder / "table", "table") as full, acknowledged_early(full.laptop):
        found = full.push_until_full()
    assert found.lost == BATCH
    assert found.is_completed
