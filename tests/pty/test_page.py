"""docs/testing.md shows a test that passes, and names only what there is."""

import re
from pathlib import Path

import pytest

from tests import pty
from tests.pty import Officer

PAGE = (Path(__file__).parents[2] / "docs" / "testing.md").read_text(encoding="utf-8")
USES = PAGE.partition("| to | use |")[2].partition("\n\n")[0]
"""The table of what to use."""


def test_the_test_it_shows_passes(tmp_path: Path) -> None:
    shown = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    names: dict[str, object] = {}
    exec(shown[1], names)
    (test,) = (value for name, value in names.items() if name.startswith("test_"))
    assert callable(test)
    test(tmp_path)


@pytest.mark.parametrize("name", sorted({*re.findall(r"`(?:night\.)?(\w+)\(", USES)}))
def test_each_call_it_lists_is_there(name: str) -> None:
    assert any(hasattr(there, name) for there in (pty, Officer, pty.Night))


@pytest.mark.parametrize("path", sorted({*re.findall(r"`(tests/[\w/.]+)`", PAGE)}))
def test_each_file_it_names_is_there(path: str) -> None:
    assert (Path(__file__).parents[2] / path).exists()
