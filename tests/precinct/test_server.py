"""The server of the tests leaves nothing behind."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_STARTED = """
import os, sys
os.chdir(sys.argv[1])
from tests.precinct import server
for number in range(2):
    with server.started() as dsn:
        assert dsn
"""


def test_a_server_that_ended_leaves_no_file_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its package keeps a lock file, in the folder for temporary files, and does not remove it."""
    monkeypatch.delenv("DVCHECK_TEST_DSN", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    # Not tmp_path: as root, the server is another user, and pytest closes that folder to others.
    with tempfile.TemporaryDirectory(prefix="dvpg") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        subprocess.run([sys.executable, "-c", _STARTED, folder], check=True, timeout=120)
        assert list(Path(folder).iterdir()) == []
