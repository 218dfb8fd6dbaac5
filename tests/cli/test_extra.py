"""A package of an extra that is missing, or that is there and does not start."""

from pathlib import Path

import pytest

from dvcheck.cli.extra import require
from dvcheck.errors import DvcheckError, Exit


def test_a_package_that_is_there_is_imported() -> None:
    require("precinct", "json")


def test_a_missing_package_says_what_to_install() -> None:
    with pytest.raises(DvcheckError) as missing:
        require("precinct", "no_such_package")
    assert (missing.value.code, "dvcheck[precinct]" in missing.value.hint) == (Exit.USAGE, True)


@pytest.mark.parametrize("why", ["no pq wrapper available", "libpq.so.5: cannot open shared object file"])
@pytest.mark.parametrize("kind", ["ImportError", "OSError"])
def test_a_package_that_does_not_start_says_why(
    why: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """psycopg without its library is such a package: to install it again would not help."""
    (tmp_path / "broken_driver.py").write_text(f"raise {kind}({why!r})", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DvcheckError) as broken:
        require("precinct", "broken_driver")
    assert broken.value.code is Exit.OUTPUT
    assert broken.value.message == f"the package broken_driver is installed but does not start: {why}"


def test_a_package_that_lacks_another_one_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half_driver.py").write_text("import no_such_package", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(DvcheckError) as broken:
        require("precinct", "half_driver")
    assert (broken.value.code, "no_such_package" in broken.value.message) == (Exit.OUTPUT, True)
