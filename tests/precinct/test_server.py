"""The server of the tests leaves nothing behind."""

import subprocess
import sys
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


def test_a_server_that_ended_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its package keeps a lock file, in the folder for temporary files, and does not remove it."""
    monkeypatch.delenv("DVCHECK_TEST_DSN", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    subprocess.run([sys.executable, "-c", _STARTED, str(tmp_path)], check=True, timeout=120)
    assert list(tmp_path.iterdir()) == []
