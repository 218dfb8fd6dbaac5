"""A pack in a newer language than dvcheck reads is refused with both, and stops nothing that is open."""

import json
import shutil
from pathlib import Path

import pytest

from dvcheck.pack.policy import LANGUAGE
from tests.agency.test_words import CASE, HARBOR, run
from tests.pty import run_dvcheck

NEEDS = f"the pack is written in checklist language {LANGUAGE + 1}, but this dvcheck reads 1 to {LANGUAGE}"


def make_newer(pack: Path) -> None:
    policy = pack / "policy.yaml"
    text = policy.read_text(encoding="utf-8")
    newer = text.replace(f"language: {LANGUAGE}\n", f"language: {LANGUAGE + 1}\nweather: [fine]\n")
    assert newer != text
    policy.write_text(newer, encoding="utf-8")


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack in use, in a language dvcheck reads."""
    folder = tmp_path / "central"
    shutil.copytree(HARBOR, folder)
    monkeypatch.setenv("DVCHECK_PACK", str(folder))
    monkeypatch.setenv("COLUMNS", "300")
    return folder


@pytest.mark.parametrize(
    "command", [("pack", "validate"), ("pack", "coverage"), ("pack", "test"), ("policy",)]
)
def test_what_is_about_the_pack_ends_with_3_and_tells_the_language_alone(
    pack: Path, command: tuple[str, ...]
) -> None:
    make_newer(pack)
    done = run_dvcheck(*command)
    assert done.returncode == 3
    assert done.stdout == ""
    assert f"newer-language: {NEEDS}: install a newer dvcheck" in done.stderr
    assert "1 problem in the pack" in done.stderr
    assert "weather" not in done.stderr


def test_open_cases_go_on_and_new_ones_are_under_the_last_sound_pack(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("incident", "--new", "--plain", "--number", CASE, typed="y\ny\n\n")
    make_newer(pack)
    for command in (("show", CASE), ("outstanding",), ("report", CASE), ("done", CASE, "medical")):
        assert run_dvcheck(*command).returncode == 0, command
    done = run_dvcheck("incident", "--new", "--plain", "--number", "26-0002", typed="y\ny\n\n")
    assert done.returncode == 0
    assert NEEDS in done.stdout
    assert "Used instead: the checklists effective Mar 1, 2025" in done.stdout
    monkeypatch.delenv("DVCHECK_PACK")
    named = run_dvcheck("incident", "--new", "--plain", "--pack", str(pack), typed="y\ny\n\n")
    assert named.returncode == 3


def test_the_version_of_the_pack_in_use_is_told_unless_it_cannot_be_used(pack: Path) -> None:
    def told() -> object:
        return json.loads(run_dvcheck("config", "--format", "json").stdout)["pack_version"]

    assert told() == "1.3"
    make_newer(pack)
    assert told() is None
    assert run_dvcheck("config").returncode == 0
