"""config.toml in the home folder: its settings, their effect, and the messages on what is wrong in it."""

import json
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from dvcheck.actions import settings as config
from dvcheck.actions.settings import Config
from dvcheck.errors import DvcheckError, Exit
from tests.pty import Officer, dvcheck
from tests.small_packs import POLICY

DOCUMENT = (Path(__file__).parents[2] / "docs" / "config.md").read_text(encoding="utf-8")


def write(home: Path, text: str | bytes) -> None:
    home.mkdir(exist_ok=True)
    (home / config.FILE).write_bytes(text.encode() if isinstance(text, str) else text)


def wrong(home: Path, text: str | bytes) -> list[str]:
    """What is said of a file that is refused, a line each."""
    write(home, text)
    with pytest.raises(DvcheckError) as refused:
        config.read(home)
    assert refused.value.code is Exit.BAD_INPUT
    return refused.value.message.splitlines()


def test_no_path_is_broken_on_a_narrow_screen(home: Path) -> None:
    shown = dvcheck("config", env={"COLUMNS": "40"}).stdout.splitlines()
    paths = origins()["pack"][0], home / config.FILE
    assert all(any(str(path) in line for line in shown) for path in paths)


def origins(*arguments: str, **env: str) -> dict[str, tuple[object, str]]:
    """Value and origin of each setting, as `dvcheck config` gives them."""
    done = dvcheck("config", *arguments, "--format", "json", env=env)
    assert done.returncode == 0, done.stderr
    return {row["setting"]: (row["value"], row["from"]) for row in json.loads(done.stdout)["settings"]}


def small_pack(folder: Path) -> Path:
    folder.mkdir()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "incident.yaml").write_text(
        "checklist: incident\ntitle: Small\nsections:\n- title: All\n  items:\n"
        '  - {ask: raining, text: Is it raining?, kind: yes-no, cites: ["1a"]}\n',
        encoding="utf-8",
    )
    return folder


# --- the file -----------------------------------------------------------------------------------------------


def test_without_a_file_every_setting_is_as_documented_and_nothing_is_parsed(home: Path) -> None:
    sys.modules.pop("tomllib", None)
    assert config.read(home) == Config()
    assert "tomllib" not in sys.modules
    assert {origin for _, origin in origins().values()} == {"default"}
    assert not home.exists()


def test_the_example_of_the_document_sets_every_setting(home: Path) -> None:
    write(home, "\n".join(re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)))
    (home / "checklists").mkdir(exist_ok=True)
    found = config.read(home)
    assert found.precinct is not None
    assert found == Config(
        shift_length=timedelta(hours=10),
        retention_days=365,
        officer="Ofc. A. Test",
        pack=home / "checklists",
        plain=True,
        bell=False,
        notify_before=timedelta(minutes=30),
        sensitive=False,
        language="es",
        theme="high-contrast",
        keys="left-hand",
        precinct=found.precinct,
        given=tuple(config.SETTINGS),
    )
    assert set(re.findall(r"^\| `(\w+)` \|", DOCUMENT, re.MULTILINE)) == set(config.SETTINGS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plian = true", '1: no setting is called "plian"; did you mean "plain"?'),
        ("[shift]\nlength = 1", '1: no setting is called "shift"'),
        ("[[plain]]\na = 1", '1: "plain" takes true or false, without quotes'),
        ('theme = "dark"', '1: "theme" takes "usual", "high-contrast" or "projector" in quotes'),
        ("keys = 1", '1: "keys" takes "usual" or "left-hand" in quotes'),
        ("bell.loud = true", '1: "bell" takes true or false, without quotes'),
        ('plain = "true"', '1: "plain" takes true or false, without quotes'),
        ("\n# x\nshift_length = 10", '3: "shift_length" takes hours and minutes'),
        ('shift_length = "0:29"', '1: "shift_length" takes hours and minutes'),
        ('shift_length = "24:01"', '1: "shift_length" takes hours and minutes'),
        ('shift_length = "10:60"', '1: "shift_length" takes hours and minutes'),
        ('shift_length = "١0:00"', '1: "shift_length" takes hours and minutes'),
        ("shift_length = 10:00", "1: this is not TOML"),
        ("retention_days = 0", '1: "retention_days" takes a number of days from 1'),
        ("retention_days = true", '1: "retention_days" takes a number of days from 1'),
        ("retention_days = 36501", '1: "retention_days" takes a number of days from 1'),
        ("retention_days = 1.5", '1: "retention_days" takes a number of days from 1'),
        ('officer = " "', '1: "officer" takes a text in quotes, of 1 to 40'),
        (f'officer = "{"x" * 41}"', '1: "officer" takes a text in quotes, of 1 to 40'),
        ('officer = "a\\u001b[31m"', '1: "officer" takes a text in quotes'),
        ('pack = ""', '1: "pack" takes the name of a folder'),
        ('pack = "a\\u0000"', '1: "pack" takes the name of a folder'),
        ("plain = true\nplain = false", "2: this is not TOML: Cannot overwrite a value"),
        ('plain = true\n"pl\\u0061in" = false', "2: this is not TOML: Cannot overwrite a value"),
        ("plain = true\n\nbell =", "3: this is not TOML: Invalid value"),
        ("plain = true bell = false", "1: this is not TOML"),
        ("officer = [\n1,\n2", "1: this is not TOML: Unclosed array"),
        ("x = " + "[" * 3_000, "1: this is not TOML"),
        ("x = " + "9" * 5_000, "1: this is not TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(home: Path, text: str, said: str) -> None:
    (line,) = wrong(home, text)
    assert line.startswith(f"config.toml:{said}")


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_lines(home: Path) -> None:
    told = wrong(
        home,
        'bell = 1\n"of ficer" = "x"\n\'pack\' = 3\nofficer = """\nplain = 1\n# no comment\n"""\n'
        "x = [ # plain = 2\n  'plain = 3',\n]\nretention_days = -1\n[table]\nplain = 4\n[plain]\n",
    )
    assert [int(line.split(":")[1]) for line in told] == [1, 2, 3, 4, 8, 11, 12, 14]


def test_a_line_is_found_whatever_stands_around_it(home: Path) -> None:
    filler = 'officer = """\nretention_days = 0\n"""\npack = \'\'\'\nretention_days = 0 "" \'\'\' # """\n'
    assert wrong(home, filler + "\r\n\t retention_days\t=  0 # 1\r\n")[-1].startswith("config.toml:7: ")


def test_a_file_that_is_no_text_or_too_long_is_refused(home: Path) -> None:
    assert "is not UTF-8" in wrong(home, b"officer = '\xff'")[0]
    assert "over 8,192 characters" in wrong(home, "#" * 9_000)[0]


def test_what_is_said_of_a_file_is_inert(home: Path) -> None:
    write(home, '"\\u001b]0;x\\u0007" = 1\n"\\u202e" = 2\n')
    done = dvcheck("config")
    assert done.returncode == 3
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr
    assert 'no setting is called "\\x1b]0;x\\x07"' in done.stderr


def test_a_command_does_nothing_while_the_file_is_wrong(home: Path) -> None:
    write(home, "sensitive = no")
    done = dvcheck("incident", "--plain", typed="q\n")
    assert (done.returncode, done.stdout) == (3, "")
    assert "config.toml:1: this is not TOML" in done.stderr
    assert [path.name for path in home.iterdir()] == ["config.toml"]


# --- what it decides ----------------------------------------------------------------------------------------


def test_config_prints_each_setting_with_its_origin(home: Path) -> None:
    write(home, 'shift_length = "9:30"\nofficer = "Ofc. A. Test"\nbell = false\n')
    done = dvcheck("config")
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "shift_length 9:30 config.toml" in lines
    assert "officer Ofc. A. Test config.toml" in lines
    assert "bell false config.toml" in lines
    assert "retention_days not set default" in lines
    assert str(home / "config.toml") in "".join(done.stdout.split("\n"))
    assert origins()["shift_length"] == ("9:30", "config.toml")


def test_an_option_goes_before_the_environment_and_that_before_the_file(home: Path, tmp_path: Path) -> None:
    packs = {name: small_pack(tmp_path / name) for name in ("by-file", "by-env", "by-option")}
    write(home, 'pack = "../by-file"\nplain = true\n')
    by_env = {"DVCHECK_PACK": str(packs["by-env"])}
    assert origins()["pack"] == (str(home / "../by-file"), "config.toml")
    assert origins(**by_env)["pack"] == (str(packs["by-env"]), "environment")
    assert origins("--pack", str(packs["by-option"]), **by_env)["pack"] == (
        str(packs["by-option"]),
        "option",
    )
    assert origins()["plain"] == (True, "config.toml")
    assert origins("--plain")["plain"] == (True, "option")


def test_the_pack_of_the_file_is_used_by_every_command(home: Path, tmp_path: Path) -> None:
    small_pack(tmp_path / "mine")
    write(home, 'pack = "../mine"\n')
    assert "1 checklist, 1 question" in dvcheck("pack", "validate").stdout
    assert "A bureau" in dvcheck("policy").stdout
    assert "Is it raining?" in dvcheck("incident", "--plain", typed="q\n").stdout


def test_plain_in_the_file_walks_line_by_line(home: Path) -> None:
    write(home, "plain = true\n")
    done = dvcheck("incident", typed="q\n")
    assert done.returncode == 130, done.stderr
    assert "What kind of call is this?" in done.stdout
    with Officer("incident", "--new") as officer:
        officer.wait_for("A number, or u unknown; b back, s later, ? help, q save and leave:")
        officer.press("q", "\r")
        assert officer.exit_status == 130


@pytest.mark.parametrize("rings", [True, False])
def test_the_bell_of_a_clock_rings_unless_the_file_says_not(home: Path, rings: bool) -> None:
    from dvcheck.actions.workspace import Workspace

    write(home, f"bell = {str(rings).lower()}\n")
    assert Workspace(home=home).quiet is not rings
    assert Workspace(home=home, quiet=True).quiet


def test_checklists_that_are_not_there_are_told_by_what_needs_them(home: Path) -> None:
    """Refused with the settings, a share that is away would keep officers from their open cases."""
    write(home, 'plain = false\npack = "nowhere"\n')
    assert config.read(home).pack == home / "nowhere"
    assert "nowhere (not there)" in " ".join(dvcheck("config", env={"COLUMNS": "300"}).stdout.split())
    refused = dvcheck("policy")
    assert refused.returncode == 3
    assert "nowhere" in refused.stderr


def test_a_link_that_leads_nowhere_and_a_folder_are_no_missing_file(home: Path, tmp_path: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    path = home / "config.toml"
    path.symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(DvcheckError):
        config.read(home)
    path.unlink()
    path.mkdir()
    with pytest.raises(DvcheckError):
        config.read(home)


def test_config_shows_where_entries_are_pushed_but_no_password(home: Path) -> None:
    assert origins()["precinct"] == (None, "default")
    write(home, '[precinct]\ndsn = "host=db.example.org user=o1"\ncertificate = "o1.crt"\n')
    found = origins()
    assert found["precinct.dsn"] == ("host=db.example.org user=o1", "config.toml")
    assert found["precinct.push"] == ("no-sensitive", "default")
    assert found["precinct.certificate"] == (str(home / "o1.crt"), "config.toml")
    assert found["precinct.key"] == (None, "default")
    for dsn in ("host=db.example.org password=hunter2", "postgresql://o1:hunter2@db.example.org/precinct"):
        write(home, f'[precinct]\ndsn = "{dsn}"\n')
        done = dvcheck("config")
        assert done.returncode == 0
        assert "hunter2" not in done.stdout + done.stderr
        refused = dvcheck("push")
        assert (refused.returncode, "hunter2" in refused.stderr) == (Exit.BAD_INPUT, False)
