"""A change of shift: four officers end a night, and one sergeant sees what stays open."""

import json
import re
from pathlib import Path

import pytest

from tests.actions.test_sergeant import unchanged
from tests.journal import cases
from tests.pty import CTRL_C, DOWN, ENTER, SPACE, Night
from tests.terminal.walks import ASSAULT, VERBAL, given, press_through


class Watch:
    """The four homes, and the commands of one officer at a time."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.night = Night(folder)
        self._monkeypatch = monkeypatch

    def on(self, name: str) -> Night:
        """Go to the computer of this officer."""
        self._monkeypatch.setenv("DVCHECK_HOME", str(self.home(name)))
        return self.night

    def home(self, name: str) -> Path:
        return self.folder / "homes" / name

    def begins(self, name: str, id: str) -> None:
        said = self.on(name).says("shift", "start", "--ends", "07:00", "--officer", id)
        assert "Shift until 07:00" in said


@pytest.fixture
def watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """A night: an assault, a verbal dispute, a walk that was left, and a dispute that is settled."""
    watch = Watch(tmp_path, monkeypatch)
    for name, id in (("roe", "4127"), ("diaz", "5310"), ("okafor", "6644"), ("lee", "7002")):
        watch.begins(name, id)
    watch.night.at("22:20")
    for name, walk in (("roe", ASSAULT), ("lee", VERBAL)):
        (tmp_path / name).mkdir()
        watch.on(name).says("incident", "--number", f"26-{name}", *given(tmp_path / name, walk))
    watch.night.at("03:40", "2026-11-21")
    with watch.on("okafor").officer("incident", "--new") as officer:
        press_through(officer, VERBAL[:3])
        officer.wait_for_question(VERBAL[3].text)
        officer.press(CTRL_C)
        assert officer.exit_status == 130
    watch.night.at("06:40")
    (tmp_path / "diaz").mkdir()
    watch.on("diaz").says("incident", "--number", "26-diaz", *given(tmp_path / "diaz", VERBAL))
    return watch


def settle(watch: Watch, name: str, file: Path) -> None:
    """End the shift of an officer at the terminal: all that is required is ticked off."""
    with watch.on(name).officer("shift", "end", "-o", str(file)) as officer:
        officer.wait_for_question("What of this is done?")
        officer.press(SPACE)
        officer.press(DOWN, SPACE, ENTER)
        officer.wait_for("Written to")
        assert officer.exit_status == 0
        assert officer.left_as_found


def test_four_officers_hand_over_to_one_sergeant(watch: Watch, tmp_path: Path) -> None:
    names = ("roe", "diaz", "okafor", "lee")
    file = tmp_path / "lee.md"
    settle(watch, "lee", file)
    ended = r"The shift was ended Nov 21, 2026, 06:4\d PST\."
    assert re.search(ended, file.read_text(encoding="utf-8"))
    homes = [str(watch.home(name)) for name in names]
    watch.night.at("06:50")
    watch.on("sergeant")
    with unchanged(tmp_path / "homes"):
        with watch.night.officer("sergeant", *homes, str(tmp_path / "nowhere")) as sergeant:
            sergeant.wait_for("ARREST REQUIRED")
            lines = [line for line in sergeant.screen if line.strip()]
            assert "ARREST REQUIRED" in lines[0]
            assert lines[1].split()[-2] == "4127"
            sergeant.press("q")
            assert sergeant.exit_status == 0
            assert sergeant.left_as_found
            assert "NOT READ: " in " ".join(sergeant.screen)  # also if only the first page was read
        said = watch.night.run("sergeant", *homes, str(tmp_path / "nowhere")).stdout.splitlines()
        found = json.loads(watch.night.says("sergeant", *homes, "--format", "json"))
    # Minutes pass while a busy computer walks a call.
    for line in (
        r" 4127: last entry 8 h \d+ min ago\.",
        r" 5310: last entry \d+ min ago\.",
        r" 6644: .* 3 h .*",
    ):
        assert any(re.fullmatch(line, one) for one in said), said
    wrote = {one["officer"]: one["last_entry"] for one in found["officers"] if one["last_entry"]}
    assert wrote["4127"] < wrote["6644"] < wrote["5310"] < found["at"]
    unbroken = "".join("".join(said).split())  # the path may be broken into two lines
    assert f"NOTREAD:{tmp_path / 'nowhere'}:thereisnosuchfolder." in unbroken
    assert {row["officer"] for row in found["outstanding"]} == {"4127", "5310", "6644"}
    assert [one["officer"] for one in found["unfinished"]] == ["6644"]
    assert not (tmp_path / "homes" / "sergeant" / "journal.sqlite3").exists()
    watch.on("lee")
    assert watch.night.run("shift", "handover").stdout == file.read_text(encoding="utf-8")
    assert len(cases()) == 1
