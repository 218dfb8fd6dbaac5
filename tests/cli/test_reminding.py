"""The bell and the notification before a deadline: once, in few words, and never in the way."""

import os
import sys
import types
from datetime import timedelta
from pathlib import Path

import pytest

from dvcheck.actions import shift as shifts
from dvcheck.actions.reminders import Reminders
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import reminding
from dvcheck.record import clock
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.shift import Shift
from tests.actions.calls import verbal
from tests.terminal.walks import VERBAL, given

if sys.platform != "win32":
    from tests.pty import Night

at_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")

BELL = b"\x07"


@pytest.fixture
def workspace(home: Path, tmp_path: Path) -> Workspace:
    """A shift that ends in an hour, and a case with one duty due then."""
    workspace = Workspace(home=home)
    at = now()
    with workspace.journal_to_write() as journal:
        shift = Shift(began=at, ends=at + timedelta(hours=1), officer=None)
        shifts.start(workspace, journal, shift, at)
    verbal(workspace, tmp_path, "26-118")
    return workspace


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the library, which is a fake one."""
    found: list[str] = []

    class DesktopNotifierSync:
        def __init__(self, app_name: str) -> None:
            assert app_name == "dvcheck"

        def send(self, title: str, message: str) -> None:
            found.append(f"{title}: {message}")

    package, module = types.ModuleType("desktop_notifier"), types.ModuleType("desktop_notifier.sync")
    vars(module)["DesktopNotifierSync"] = DesktopNotifierSync
    monkeypatch.setitem(sys.modules, "desktop_notifier", package)
    monkeypatch.setitem(sys.modules, "desktop_notifier.sync", module)
    return found


def at(minutes: float) -> timedelta:
    """A time before the end of the shift."""
    return timedelta(hours=1) - timedelta(minutes=minutes)


def test_a_deadline_is_told_once_some_minutes_ahead(workspace: Workspace) -> None:
    begun, reminders = now(), Reminders(workspace)
    assert reminders.due_soon(begun + at(20)) == ()
    (told,) = reminders.due_soon(begun + at(14))
    assert told.duties == 1
    assert reminders.due_soon(begun + at(13)) == ()
    assert reminders.due_soon(begun + at(-1)) == ()


def test_a_deadline_that_has_passed_is_not_told(workspace: Workspace) -> None:
    assert Reminders(workspace).due_soon(now() + timedelta(hours=2)) == ()


def test_what_is_done_or_stays_open_for_a_reason_is_not_told(workspace: Workspace, tmp_path: Path) -> None:
    second = verbal(workspace, tmp_path, "26-119")
    begun, reminders = now(), Reminders(workspace)
    with workspace.journal_to_write() as journal:
        CaseFile(journal, journal.events(second), SYSTEM).carry_over("go-report", "Waits for photos")
    (told,) = reminders.due_soon(begun + at(10))
    assert told.duties == 1


def test_something_recorded_later_counts_too(workspace: Workspace, tmp_path: Path) -> None:
    begun, reminders = now(), Reminders(workspace)
    assert reminders.due_soon(begun + at(20)) == ()
    verbal(workspace, tmp_path, "26-119")
    (told,) = reminders.due_soon(begun + at(14))
    assert told.duties == 2


@pytest.mark.parametrize(("minutes", "told"), [(0, 0), (5, 0), (30, 1)])
def test_the_setting_says_how_long_before(workspace: Workspace, home: Path, minutes: int, told: int) -> None:
    (home / "config.toml").write_text(f"notify_before = {minutes}\n", encoding="utf-8")
    assert len(Reminders(Workspace(home=home)).due_soon(now() + at(20))) == told


def test_it_reads_and_never_writes(workspace: Workspace, home: Path) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    Reminders(workspace).due_soon(now() + at(10))
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_the_notification_says_how_many_and_when_and_nothing_of_a_case(
    workspace: Workspace, sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = now()
    monkeypatch.setattr(clock, "now", lambda: begun + at(10))
    monkeypatch.setattr(reminding, "soon", lambda act: act())
    look = reminding._Look(workspace)
    look()
    look()
    (said,) = sent
    assert said.startswith("dvcheck: 1 duty is due by ")
    assert "26-118" not in said
    assert "report" not in said.lower()


@pytest.mark.parametrize("setting", ["bell = false", "notify_before = 0"])
def test_a_setting_turns_both_off(
    workspace: Workspace, home: Path, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config.toml").write_text(f"{setting}\n", encoding="utf-8")
    monkeypatch.setattr(reminding, "repeatedly", lambda *_: pytest.fail("it looks at the deadlines"))
    with reminding.reminding(Workspace(home=home)):
        pass


def test_without_the_library_there_is_no_notification_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "desktop_notifier.sync", None)
    reminding.notify("1 duty is due by 07:00.")


@pytest.fixture
def fake_library(tmp_path: Path) -> tuple[dict[str, str], Path]:
    """A library that writes down what it is given, then fails as it does without a desktop."""
    package, told = tmp_path / "library" / "desktop_notifier", tmp_path / "told"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "sync.py").write_text(
        "import logging\n"
        "class DesktopNotifierSync:\n"
        "    def __init__(self, app_name): pass\n"
        "    def send(self, title, message):\n"
        f"        with open({str(told)!r}, 'a') as file: file.write(message + '\\n')\n"
        "        logging.getLogger('desktop_notifier.backends.base').error('Notification failed')\n"
        "        raise OSError('no desktop')\n",
        encoding="utf-8",
    )
    return {"PYTHONPATH": os.pathsep.join([str(package.parent), *sys.path])}, told


@at_terminal
@pytest.mark.parametrize("command", [("outstanding", "--watch"), (), ("incident", "--new")])
def test_a_bell_rings_once_before_the_end_of_the_shift(
    command: tuple[str, ...], tmp_path: Path, fake_library: tuple[dict[str, str], Path]
) -> None:
    from tests.pty import Officer

    night = Night(tmp_path)
    night.says("shift", "start", "--ends", "07:00")
    night.says("incident", *given(tmp_path, VERBAL))
    night.at("06:30", "2026-11-21")
    env, told = fake_library
    with Officer(
        *command, env={**night.env, **env}, module="tests.programs.moved_clock", fresh=True
    ) as officer:
        officer.read_for(5)
        assert BELL not in officer.raw
        before = [line for line in officer.screen if line]
        night.at("06:46")
        officer.wait_until(lambda: BELL in officer.raw, "a bell")
        officer.wait_until(told.exists, "a notification")
        night.at("06:50")
        officer.read_for(3)
        assert officer.raw.count(BELL) == 1
        assert told.read_text(encoding="utf-8") == "1 duty is due by 07:00.\n"
        assert "Notification failed" not in officer.raw.decode()
        if command == ("incident", "--new"):
            assert [line for line in officer.screen if line] == before
        officer.press("q")
        assert officer.exit_status in (0, 130)
        assert officer.left_as_found


@at_terminal
def test_quiet_rings_no_bell(tmp_path: Path) -> None:
    from tests.pty import Officer

    night = Night(tmp_path)
    night.says("shift", "start", "--ends", "07:00")
    night.says("incident", *given(tmp_path, VERBAL))
    night.at("06:50", "2026-11-21")
    with Officer(
        "outstanding", "--watch", "--quiet", env=night.env, module="tests.programs.moved_clock"
    ) as officer:
        officer.read_for(5)
        assert BELL not in officer.raw
        officer.press("q")
