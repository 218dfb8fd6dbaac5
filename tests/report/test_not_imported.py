"""A missing library and one that fails to start have different messages."""

import subprocess
import sys
from pathlib import Path

import pytest

from dvcheck.text import why_not_imported
from tests.pty import PATIENCE

USES = {
    "typst": "from dvcheck.report import pdf; pdf._typst()",
    "sqlcipher3": "from dvcheck.record.sqlite.encryption import sqlcipher; sqlcipher.sqlcipher()",
    "keyring": "from dvcheck.record.sqlite.encryption import keyring; keyring._keyring()",
}
FAILS = {
    "raise ImportError('libfoo.so: cannot map')": "libfoo.so: cannot map",
    "raise OSError('libfoo.so: no memory')": "libfoo.so: no memory",
    "import a_part_that_is_missing": "No module named 'a_part_that_is_missing'",
}


def said(package: str, folder: Path, content: str | None) -> str:
    """Return the message when a package with this content, or a missing one, is used."""
    if content is None:
        hide = f"""
import sys
class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {package!r}:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)
sys.meta_path.insert(0, Hide())
"""
    else:
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text(content)
        hide = f"import sys; sys.path.insert(0, {str(folder)!r})\n"
    program = f"""{hide}
from dvcheck.errors import DvcheckError
try:
    {USES[package].replace("; ", chr(10) + "    ")}
except DvcheckError as error:
    print(error.message, error.hint)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    return done.stdout


@pytest.mark.parametrize("package", USES)
def test_a_missing_package_is_named_with_how_to_install_it(package: str, tmp_path: Path) -> None:
    text = said(package, tmp_path, None)
    assert "is not installed here" in text
    assert "pip install" in text


@pytest.mark.parametrize("package", USES)
@pytest.mark.parametrize("content", FAILS)
def test_a_package_that_does_not_start_says_it_in_its_own_words(
    package: str, content: str, tmp_path: Path
) -> None:
    text = said(package, tmp_path, content)
    assert FAILS[content] in text
    assert "does not start" in text
    assert "pip install" not in text


def test_a_part_of_the_package_that_is_missing_is_the_package() -> None:
    assert why_not_imported(ModuleNotFoundError(name="sqlcipher3.dbapi2"), "sqlcipher3") == ""
