"""Fixtures of every test: a separate data folder, and no access to the real user's folder."""

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from platformdirs import user_data_path

from tests.shipped import parse_once

_PROJECT = Path(__file__).parents[1]

_REAL = user_data_path("dvcheck", appauthor=False)

_FOLDERS = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
)
_UNSET = (
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "DVCHECK_PACK",
    "DVCHECK_LANGUAGE",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
)

# A signal that `nohup` or a shell's `&` leaves ignored stays so in all that is started: none would end there.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# Each process that runs tests reads all of them: what pytest makes of them is kept, or that takes longest.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

parse_once()

# How long an example takes depends on what else the computer does.
settings.register_profile("at any speed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("at any speed")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor with `-n auto`: many tests wait for a program, a terminal or the disk.

    Each reads all tests, and has processes of its own to fork from: that is some ten seconds for each.
    """
    return 2 * (os.cpu_count() or 1)


def pytest_sessionstart() -> None:
    """Look for nothing to free while tests are read: what is read stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave out what was read when Python looks for what to free: it would go through all tests each time."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def _the_project_stays_as_it_is() -> Iterator[None]:
    """Check that no test leaves a file in the project's folder. Names with a dot are those of tools."""
    before = _in_project()
    yield
    assert _in_project() - before == set()


def _in_project() -> set[str]:
    # A test builds the wheel. That compiles a module in the root, if the installation did not.
    names = {path.name for path in _PROJECT.iterdir()}
    return {name for name in names if name != "__pycache__" and not name.startswith(".")}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test, not made yet; nothing in the environment leads anywhere else."""
    for name in _FOLDERS:
        monkeypatch.setenv(name, str(tmp_path / "user"))
    # Hints name the program as the shell finds it: here always by its bare name.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    monkeypatch.setenv("TERM", "xterm")
    for name in _UNSET:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "dvcheck"
    monkeypatch.setenv("DVCHECK_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True, scope="session")
def _the_real_folder_stays_as_it_is() -> Iterator[None]:
    before = _state(_REAL)
    yield
    assert _state(_REAL) == before, f"a test wrote to {_REAL}, the folder of the real user"


def _state(folder: Path) -> dict[str, tuple[int, int]] | None:
    """The size and time of change of everything in a folder; None where there is no folder."""
    if not os.path.lexists(folder):
        return None
    found = [folder, *sorted(folder.rglob("*"))]
    return {str(p): (p.lstat().st_size, p.lstat().st_mtime_ns) for p in found}
