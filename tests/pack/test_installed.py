"""Each installed pack is one file: it is there complete or not at all, whatever happens."""

import errno
import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from dvcheck.pack import installed

DIGEST = "sha256:362b38c5e83daf13"


@pytest.mark.parametrize(
    ("policy", "version", "name"),
    [
        ("oak-lethality", "1.3", "oak-lethality-1.3"),
        ("oak-lethality", "", "oak-lethality-362b38c5"),
        ("Oak County DV / 7", "2026 draft", "Oak-County-DV-7-2026-draft"),
        ("../../etc", "x", "etc-x"),
        ("..", "..", "pack"),
        ("-rf", "1", "rf-1"),
        ("é", "1", "1"),
        ("a" * 500, "9" * 500, "a" * 60 + "-" + "9" * 40),
        ("a\x1b[31m", "b\\c:d", "a-31m-b-c-d"),
    ],
)
def test_a_pack_is_named_by_its_policy_and_version_in_letters_that_every_disk_takes(
    policy: str, version: str, name: str
) -> None:
    assert installed.name_of(policy, version, DIGEST) == name


def test_an_installed_pack_is_complete_and_readable_only_by_its_owner(home: Path) -> None:
    assert installed.names(home) == ()
    assert installed.store(home, "oak-1", b"whole", replacing=False)
    assert installed.names(home) == ("oak-1",)
    path = installed.path_of(home, "oak-1")
    assert path.read_bytes() == b"whole"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_pack_of_the_same_name_is_replaced_only_on_request(home: Path) -> None:
    installed.store(home, "oak-1", b"first", replacing=False)
    assert not installed.store(home, "oak-1", b"second", replacing=False)
    assert installed.path_of(home, "oak-1").read_bytes() == b"first"
    assert installed.store(home, "oak-1", b"third", replacing=True)
    assert installed.path_of(home, "oak-1").read_bytes() == b"third"
    assert [p.name for p in (home / installed.FOLDER).iterdir()] == ["oak-1.dvpack"]


def test_of_several_installs_at_once_one_succeeds_and_the_others_learn_it(home: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        for turn in range(30):
            ready = Barrier(4)

            def put(content: bytes, name: str = f"oak-{turn}", ready: Barrier = ready) -> bool:
                ready.wait()
                return installed.store(home, name, content * 100_000, replacing=False)

            results = list(pool.map(put, (b"a", b"b", b"c", b"d")))
            assert sum(results) == 1
            kept = installed.path_of(home, f"oak-{turn}").read_bytes()
            assert kept == b"abcd"[results.index(True) : results.index(True) + 1] * 100_000
    assert not list((home / installed.FOLDER).glob("*.tmp"))


@pytest.mark.parametrize("step", ["fsync", "write", "link"])
@pytest.mark.parametrize("replacing", [True, False])
def test_a_full_disk_changes_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, step: str, replacing: bool
) -> None:
    installed.store(home, "oak-1", b"first", replacing=False)

    def full(*arguments: object, **options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    match step:
        case "fsync":
            monkeypatch.setattr(os, "fsync", full)
        case "write":
            monkeypatch.setattr(os, "fdopen", full)
        case "link":
            for method in ("hardlink_to", "rename", "replace"):
                monkeypatch.setattr(Path, method, full)
    name = "oak-1" if replacing else "oak-2"
    with pytest.raises(OSError, match="No space left"):
        installed.store(home, name, b"second", replacing=replacing)
    monkeypatch.undo()
    assert installed.names(home) == ("oak-1",)
    assert installed.path_of(home, "oak-1").read_bytes() == b"first"
    assert [p.name for p in (home / installed.FOLDER).iterdir()] == ["oak-1.dvpack"]


KILLED = """\
import os, signal, sys
from pathlib import Path
from dvcheck.pack import installed
def die(*given, **more):
    os.kill(os.getpid(), signal.SIGKILL)
owner, name = {"fsync": (os, "fsync"), "link": (Path, "hardlink_to"), "unlink": (Path, "unlink"),
               "replace": (Path, "replace")}[sys.argv[1]]
setattr(owner, name, die)
installed.store(Path(sys.argv[2]), "oak-1", b"second", replacing=sys.argv[3] == "True")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize(
    ("step", "replacing", "after"),
    [
        ("fsync", False, ()),
        ("link", False, ()),
        ("unlink", False, ("oak-1",)),
        ("fsync", True, ("oak-1",)),
        ("replace", True, ("oak-1",)),
    ],
)
def test_after_a_kill_at_any_moment_a_pack_is_there_complete_or_not_at_all(
    home: Path, step: str, replacing: bool, after: tuple[str, ...]
) -> None:
    if replacing:
        installed.store(home, "oak-1", b"first", replacing=False)
    killed = subprocess.run([sys.executable, "-c", KILLED, step, str(home), str(replacing)])
    assert killed.returncode == -signal.SIGKILL
    assert installed.names(home) == after
    for name in after:
        assert installed.path_of(home, name).read_bytes() == (b"first" if replacing else b"second")
    left = list((home / installed.FOLDER).glob(".*.tmp"))
    assert len(left) == 1
    installed.store(home, "elm-7", b"other", replacing=False)
    assert left[0].exists(), "it may be another window's"
    os.utime(left[0], (0, 0))
    installed.store(home, "elm-8", b"other", replacing=False)
    assert not left[0].exists()


def test_on_a_disk_without_hard_links_it_is_moved_into_place(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    assert installed.store(home, "oak-1", b"first", replacing=False)
    assert not installed.store(home, "oak-1", b"second", replacing=False)
    assert installed.path_of(home, "oak-1").read_bytes() == b"first"


def test_windows_moves_it_and_never_replaces_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_windows(path: Path, target: Path) -> None:
        if target.exists():
            raise FileExistsError(errno.EEXIST, "Cannot create a file when that file already exists")
        os.rename(path, target)  # noqa: PTH104

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(Path, "rename", as_windows)
    assert installed.store(home, "oak-1", b"first", replacing=False)
    assert not installed.store(home, "oak-1", b"second", replacing=False)
    assert [p.name for p in (home / installed.FOLDER).iterdir()] == ["oak-1.dvpack"]


def test_what_was_chosen_is_found_again_and_taken_back(home: Path) -> None:
    assert installed.chosen_pack(home) is None
    installed.choose(home, None)
    installed.store(home, "oak-1", b"", replacing=False)
    installed.choose(home, "oak-1")
    assert installed.chosen_pack(home) == installed.path_of(home, "oak-1")
    installed.choose(home, None)
    assert installed.chosen_pack(home) is None


@pytest.mark.parametrize("said", [b"", b"../../x", b"\xff\xfe", b"a/b", b"x" * 5_000, b"a\0b", b".hidden"])
def test_a_choice_that_names_no_pack_leads_nowhere_else(home: Path, said: bytes) -> None:
    marker = home / installed.FOLDER / "in-use"
    marker.parent.mkdir(parents=True)
    marker.write_bytes(said)
    assert installed.chosen_pack(home) == marker


def test_names_that_no_pack_has_are_not_listed(home: Path) -> None:
    installed.store(home, "oak-1", b"", replacing=False)
    for name in ("-rf.dvpack", ".x.dvpack", "a b.dvpack", "notes.txt"):
        (home / installed.FOLDER / name).touch()
    assert installed.names(home) == ("oak-1",)


def test_the_names_of_checklists_are_noted_for_tab_and_where_that_fails_nothing_else_does(
    home: Path, tmp_path: Path
) -> None:
    installed.store(home, "oak-1", b"", replacing=False)
    installed.note_checklists(home, {"b", "a"})
    assert (home / installed.FOLDER / "checklists").read_text() == "a\nb\n"
    (tmp_path / "file").touch()
    installed.note_checklists(tmp_path / "file", {"a"})
