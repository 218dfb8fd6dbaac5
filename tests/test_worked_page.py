"""The worked page for policy officers: each command shows what it shows there, each edit finds its line.

A line of "…" in the output means lines left out. DVCHECK_GOLDEN=write writes all outputs without one again.
"""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty import Night

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "policy-officer.md"
_STEP = re.compile(
    r"Save\sthese\sanswers\sas\s`(?P<new>[^`]+)`:\n\n```yaml\n(?P<saved>.*?)```"
    r"|In\s`(?P<file>[^`]+)`,\sfind:\n\n```yaml\n(?P<old>.*?)```\n\nWrite:\n\n```yaml\n(?P<now>.*?)```"
    r"|```console\n(?P<typed>.*?)```",
    re.DOTALL,
)
_MASKS = (
    (r"c-[0-9A-HJKMNP-TV-Z]{4}\b", "c-7K2M"),
    (r"\b(record|Code)(\s+)[0-9A-F]{4}-[0-9A-F]{4}", r"\1\g<2>9F2C-41B7"),
    (r"^ \d\d:\d\d · ", " 23:00 · "),
)


_DIGESTS = ("c2a94f06", "7d3e10b5")
"""The digests of the old and the new pack on the page, which does not follow each change of the example."""


def masked(text: str, seen: list[str]) -> str:
    """Return a text with fixed words in place of what differs from run to run.

    `seen` collects the digests, in the order in which they are first shown.
    """
    for digest in re.findall(r"(?:\bpack |\bsha256:)([0-9a-f]{8})", text):
        if digest not in seen:
            seen.append(digest)
    for digest, fixed in zip(seen, _DIGESTS, strict=False):
        text = re.sub(rf"\b{digest}[0-9a-f]{{56}}\b", fixed + "0123456789abcdef" * 3 + "01234567", text)
        text = re.sub(rf"\b{digest}\b", fixed, text)
    for pattern, fixed in _MASKS:
        text = re.sub(pattern, fixed, text, flags=re.MULTILINE)
    return "".join(f"{line.rstrip()}\n" for line in text.strip("\n").splitlines())


def shows(output: str, page: str) -> bool:
    """Whether an output is the one on the page, where a line of "…" means lines left out."""
    parts = [re.escape(part) for part in re.split(r"^…\n", page, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)+?".join(parts), output) is not None


class Reader:
    """Somebody who follows the page in an empty folder. `page` is the page with what was truly shown."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        shutil.copytree(ROOT / "examples", folder / "examples")
        monkeypatch.chdir(folder)
        monkeypatch.setenv("COLUMNS", "80")
        self._folder, self._monkeypatch = folder, monkeypatch
        self._night = Night(folder)
        self._night.at("20:00", "2026-12-02")
        self._digests: list[str] = []
        self.typed: list[str] = []
        self.page = _STEP.sub(self._follow, PAGE.read_text(encoding="utf-8"))

    def _follow(self, step: re.Match[str]) -> str:
        if step["new"]:
            (self._folder / step["new"]).write_text(step["saved"], encoding="utf-8")
        elif step["file"]:
            file = self._folder / step["file"]
            text = file.read_text(encoding="utf-8")
            assert text.count(f"\n{step['old']}") == 1, f"not once in {step['file']}: {step['old']}"
            file.write_text(text.replace(f"\n{step['old']}", f"\n{step['now']}"), encoding="utf-8")
        else:
            return f"```console\n{''.join(self._shown(step['typed']))}```"
        return step[0]

    def _shown(self, block: str) -> Iterator[str]:
        for command, page in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            output = masked(self._type(command), self._digests)
            yield f"$ {command}\n{page if shows(output, page) else output}"

    def _type(self, command: str) -> str:
        """Do what the shell does with a command, and return what is shown."""
        self.typed.append(command)
        match shlex.split(command):
            case ["export", setting]:
                self._monkeypatch.setenv(*setting.split("="))
                return ""
            case ["cp", "-r", source, target]:
                shutil.copytree(self._folder / source, self._folder / target)
                return ""
            case ["dvcheck", *arguments]:
                done = self._night.run(*arguments)
                assert "Traceback" not in done.stderr
                return done.stdout + done.stderr
        raise AssertionError(f"what does this do? {command}")


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    return Reader(tmp_path, monkeypatch)


def test_each_command_shows_what_the_page_shows(reader: Reader) -> None:
    if os.environ.get("DVCHECK_GOLDEN") == "write":
        PAGE.write_text(reader.page, encoding="utf-8")
    assert reader.page == PAGE.read_text(encoding="utf-8")
    done = {tuple(command.split()[1:3]) for command in reader.typed}
    wanted = {"validate", "coverage", "test", "build", "install", "use"}
    assert {("pack", word) for word in wanted} | {("case", "repack"), ("outstanding",)} <= done


def test_the_page_leaves_out_no_edit_and_no_command() -> None:
    """A block that no step takes would be shown and never tried."""
    rest = _STEP.sub("", PAGE.read_text(encoding="utf-8"))
    assert "```" not in rest


def test_only_lines_of_an_ellipsis_leave_something_out() -> None:
    assert shows("a\nb\nc\n", "a\n…\nc\n")
    assert not shows("a\nb\nc\n", "a\nc\n")
    assert not shows("a\nc\n", "a\n…\nc\n")
    assert not shows("a\nb\n", "a\n")
