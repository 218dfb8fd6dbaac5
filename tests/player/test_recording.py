"""Recordings of a demo: an asciicast file and an SVG, made without a terminal, the same each time."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.cli import record_scenario
from dvcheck.pack import library
from dvcheck.player import stage
from dvcheck.player.cast import cast
from dvcheck.player.pace import DemoSettings
from dvcheck.player.svg import film
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.text import clean
from tests.drawn import some
from tests.player.cast_reader import events, faults, screens
from tests.player.lesson_pack import ASKED, EARLY, HURT, LATE, NOTES, SEEN, lesson_pack
from tests.pty import ENTER, dvcheck, run_dvcheck
from tests.terminal.walks import shipped

SHORT = "standby-she-moves-out"
IDS = sorted(Path(name).stem for name in library.scenario_files(library.shipped_folder()))


def recorded(tmp_path: Path, name: str = SHORT, *options: str, env: dict[str, str] | None = None) -> str:
    """Record a demo, and return its asciicast file."""
    path = tmp_path / "out" / f"{name}.cast"
    path.parent.mkdir(exist_ok=True)
    done = dvcheck("demo", name, "--record", str(path), "--force", *options, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return path.read_text(encoding="utf-8")


def squeezed(lines: list[str]) -> str:
    return "".join("".join(lines).split())


# The file


@pytest.mark.parametrize("name", some(IDS))
def test_every_scenario_is_recorded_as_the_format_says(name: str, tmp_path: Path) -> None:
    text = recorded(tmp_path, name)
    assert faults(text) == []
    header = json.loads(text.splitlines()[0])
    assert (header["width"], header["height"]) == (80, 24)
    shown = {squeezed(screen) for screen in screens(text)}
    assert any("DEBRIEF" in screen for screen in shown)


def test_the_reader_finds_what_is_not_as_the_format_says() -> None:
    head = '{"version": 2, "width": 80, "height": 24}\n'
    assert faults(head + '[0.5, "o", "a"]\n[0.5, "o", "b"]\n') == []
    assert faults(head + '[0.5, "o", "a"]\n[0.4, "o", "b"]\n') != []
    assert faults(head + '["0.5", "o", "a"]\n') != []
    assert faults(head + '[0.5, "x", "a"]\n') != []
    assert faults(head + '[0.5, "o", "a"]') != []
    assert faults('{"version": 1, "width": 80, "height": 24}\n') != []
    assert faults('{"version": 2, "width": "80", "height": 24}\n') != []


def test_it_is_the_same_file_each_time_and_everywhere(tmp_path: Path) -> None:
    elsewhere = {"TZ": "Asia/Tokyo", "COLUMNS": "40", "LINES": "9", "TERM": "dumb", "LC_ALL": "C"}
    first = recorded(tmp_path)
    picture = (tmp_path / "out" / f"{SHORT}.svg").read_bytes()
    assert recorded(tmp_path, env=elsewhere) == first
    assert (tmp_path / "out" / f"{SHORT}.svg").read_bytes() == picture
    path = tmp_path / "only.svg"
    assert dvcheck("demo", SHORT, "--record", str(path)).returncode == 0
    assert path.read_bytes() == picture


def test_its_times_are_those_of_the_pace_and_not_of_the_computer(tmp_path: Path) -> None:
    began = time.monotonic()
    usual, slow = events(recorded(tmp_path)), events(recorded(tmp_path, SHORT, "--speed", "0.5"))
    assert usual[0][0] == slow[0][0] == 0
    assert slow[-1][0] == pytest.approx(2 * usual[-1][0], rel=0.01)
    assert usual[-1][0] + slow[-1][0] > 2 * (time.monotonic() - began), "it waited for real"


def test_nothing_is_kept_beside_the_files(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    recorded(tmp_path)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{SHORT}.cast", f"{SHORT}.svg"}
    assert list(folder.iterdir()) == []
    assert not (home / FILE_NAME).exists()


def test_no_color_makes_a_recording_without_color(tmp_path: Path) -> None:
    colors = [f"\x1b[0;{n}" for n in (31, 32, 33, 36)]
    assert any(color in recorded(tmp_path).encode().decode("unicode_escape") for color in colors)
    for how in ({"env": {"NO_COLOR": "1"}}, {}):
        options = () if how else ("--no-color",)
        plain = recorded(tmp_path, SHORT, *options, **how).encode().decode("unicode_escape")  # type: ignore[arg-type]
        assert not any(color in plain for color in colors)


def test_a_plain_setting_records_the_screens_all_the_same(tmp_path: Path) -> None:
    assert recorded(tmp_path, SHORT, "--plain", "--no-color") == recorded(tmp_path, SHORT, "--no-color")


def test_it_needs_no_module_of_posix_terminals(tmp_path: Path) -> None:
    """So it works on Windows, where there are none."""
    path = tmp_path / "on-windows.cast"
    program = (
        "import sys\n"
        "for name in ('termios', 'tty', 'pty', 'fcntl'): sys.modules[name] = None\n"
        f"sys.argv = ['dvcheck', 'demo', {SHORT!r}, '--record', {str(path)!r}]\n"
        "from dvcheck.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert path.read_text(encoding="utf-8") == recorded(tmp_path)


# What it shows


def scenario(name: str) -> Scenario:
    found, _ = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    return next(one for one in found if one.id == name)


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize("name", ["verbal-only", "two-brothers-one-gone", SHORT])
def test_it_shows_the_screens_of_a_real_terminal(name: str, tmp_path: Path) -> None:
    from tests.pty import Officer
    from tests.terminal.test_demo import asked

    replayed = list(screens(recorded(tmp_path, name)))
    left = asked(name)
    assert len(left) >= 4
    with Officer("demo", name, "--step", module="tests.programs.officers_foot") as officer:
        while left:
            officer.wait_until(lambda: any(map(officer.asks, left)), "one of the questions")
            officer.read_for(0.1)
            assert officer.screen in replayed, "\n".join(officer.screen)
            replayed = replayed[replayed.index(officer.screen) + 1 :]
            left.remove(next(question for question in left if officer.asks(question)))
            officer.press(ENTER)


def test_it_shows_each_fact_in_its_turn_and_the_question_to_the_class(tmp_path: Path) -> None:
    pack = lesson_pack(tmp_path)
    shown = [
        " ".join(" ".join(screen).split())
        for screen in screens(recorded(tmp_path, "lesson", "--ask", "--pack", pack))
    ]
    first = next(screen for screen in shown if SEEN in screen)
    assert "What would you do?" in first
    assert EARLY in first
    assert ASKED not in first
    then = next(screen for screen in shown if ASKED in screen)
    assert "What would you do?" not in then
    assert LATE not in then
    assert any(LATE in screen and HURT in screen for screen in shown)
    assert not any(NOTES in screen for screen in shown)


def test_it_shows_the_notes_only_when_asked_to(tmp_path: Path) -> None:
    pack = lesson_pack(tmp_path)
    with_notes = recorded(tmp_path, "lesson", "--notes", "--pack", pack)
    assert NOTES in " ".join(" ".join(next(screens(with_notes))).split())


def test_texts_of_a_scenario_are_cleaned(tmp_path: Path) -> None:
    """Even if a text had what the reader of scenarios refuses."""
    folder = Path(lesson_pack(tmp_path))
    pack = library.load(library.read(folder), None)
    (told,), _ = parse_all(library.scenario_files(folder), pack)
    hostile = "\x1b[35m\x1b]0;t\x07\u202e\x9b35m[red]<script>"
    poisoned = replace(
        told,
        title=hostile + told.title,
        story=hostile + told.story,
        reveal=tuple(replace(one, text=hostile + one.text) for one in told.reveal),
        harmful=tuple(replace(one, why=hostile + one.why) for one in told.harmful),
        teaching=replace(
            told.teaching,
            notes=hostile + told.teaching.notes,
            goals=tuple(replace(one, text=hostile + one.text) for one in told.teaching.goals),
        ),
    )
    how = DemoSettings(speed=1, by_hand=False, keyed=True, notes=True, color=True, stream=sys.stdout)
    recording = record_scenario.recorded(poisoned, pack, how)
    sent = "".join(data for _, data in recording.written)
    assert sent.count("<script>") > 6
    assert "\x1b[35m" not in sent
    own = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", sent)
    assert [c for c in own if c not in "\r\n" and clean(c) != c] == []
    title = json.loads(cast(recording).splitlines()[0])["title"]
    assert clean(title) == title
    svg = film(recording)
    assert "<script" not in svg
    assert [c for c in svg if c != "\n" and clean(c) != c] == []


# Bad input


@pytest.mark.parametrize("name", ["out.gif", "out", "out.json", "-"])
def test_a_suffix_that_names_no_recording_is_refused(name: str, tmp_path: Path) -> None:
    done = run_dvcheck("demo", SHORT, "--record", name, cwd=tmp_path, env=None)
    assert done.returncode == 2
    assert "ending in .cast" in done.stderr
    assert list(tmp_path.glob("*out*")) == []


@pytest.mark.parametrize("taken", ["out.cast", "out.svg"])
def test_a_file_that_exists_is_replaced_only_with_force(taken: str, tmp_path: Path) -> None:
    (tmp_path / taken).write_text("mine", encoding="utf-8")
    done = dvcheck("demo", SHORT, "--record", str(tmp_path / "out.cast"))
    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert "--record FILE" in done.stderr
    assert [path.name for path in tmp_path.glob("out*")] == [taken]
    assert (tmp_path / taken).read_text(encoding="utf-8") == "mine"
    done = dvcheck("demo", SHORT, "--record", str(tmp_path / "out.cast"), "--force")
    assert done.returncode == 0
    assert (tmp_path / taken).read_text(encoding="utf-8") != "mine"


def test_a_file_that_cannot_be_written_keeps_the_other_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "out.svg").mkdir()
    done = dvcheck("demo", SHORT, "--record", str(tmp_path / "out.cast"), "--force")
    assert done.returncode == 5
    assert not (tmp_path / "out.cast").exists()
    assert dvcheck("demo", SHORT, "--record", str(tmp_path / "none" / "out.cast")).returncode == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--record", "out.cast"), "--record needs a scenario"),
        ((SHORT, "--record", "out.cast", "--step"), "--step waits for keys"),
        ((SHORT, "--force"), "--force replaces a recording"),
        ((SHORT, "--record", "out.cast", "--speed", "nan"), "--speed takes a number"),
        (("qqqq", "--record", "out.cast"), "is not a scenario"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = dvcheck("demo", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert list(tmp_path.glob("out*")) == []


def test_without_pyte_it_says_how_to_install_it(tmp_path: Path) -> None:
    path = tmp_path / "out.cast"
    program = (
        "import sys\n"
        "sys.modules['pyte'] = None\n"
        f"sys.argv = ['dvcheck', 'demo', {SHORT!r}, '--record', {str(path)!r}]\n"
        "from dvcheck.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 2
    assert "dvcheck[record]" in done.stderr
    assert not path.exists()


def test_an_interrupt_in_the_middle_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each point of the recording: what is there already stays as it is."""
    from dvcheck.cli.tree import command_line

    path = tmp_path / "out.cast"
    path.write_text("mine", encoding="utf-8")
    write = stage.Tape.write
    for after in (0, 3, 10):
        written = 0

        def interrupted(self: stage.Tape, text: str, after: int = after) -> int:
            nonlocal written
            written += 1
            if written > after:
                raise KeyboardInterrupt
            return write(self, text)

        monkeypatch.setattr(stage.Tape, "write", interrupted)
        arguments = ["demo", SHORT, "--record", str(path), "--force"]
        with pytest.raises(SystemExit) as left:
            command_line().main(arguments, "dvcheck", standalone_mode=False)
        assert left.value.code == 130
        assert path.read_text(encoding="utf-8") == "mine"
        assert [p.name for p in tmp_path.iterdir() if "out" in p.name or p.suffix == ".tmp"] == ["out.cast"]


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2])
def test_ctrl_c_leaves_whole_files_or_none(seconds: float, tmp_path: Path) -> None:
    path = tmp_path / "out.cast"
    command = [sys.executable, "-m", "dvcheck", "demo", "two-brothers-one-gone", "--record", str(path)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(seconds)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode in (0, 130, -signal.SIGINT)
    assert "Traceback" not in said
    for one in tmp_path.glob("out*"):
        text = one.read_text(encoding="utf-8")
        assert text.endswith("</svg>\n") if one.suffix == ".svg" else faults(text) == []
    assert not list(tmp_path.glob(".dvcheck*"))
