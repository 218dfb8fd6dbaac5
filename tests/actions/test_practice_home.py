"""A folder of practice is never taken for one of cases, also where nothing can be read."""

from pathlib import Path

import pytest

from dvcheck.actions.practice_home import is_practice, practice_home, refuse_practice
from dvcheck.errors import DvcheckError, Exit


def test_a_folder_of_practice_is_marked_and_refused_for_cases(tmp_path: Path) -> None:
    home = practice_home(tmp_path)
    assert is_practice(home)
    assert not is_practice(tmp_path)
    with pytest.raises(DvcheckError) as refused:
        refuse_practice(home)
    assert refused.value.code is Exit.USAGE


def test_a_folder_that_cannot_be_read_is_no_practice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The journal says that it cannot be read, and with which exit code."""

    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refused)
    refuse_practice(tmp_path)


def test_a_folder_with_other_files_is_not_taken_for_practice(tmp_path: Path) -> None:
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "journal.sqlite3").write_bytes(b"")
    with pytest.raises(DvcheckError) as refused:
        practice_home(tmp_path)
    assert refused.value.code is Exit.USAGE
    assert not is_practice(tmp_path / "practice")
