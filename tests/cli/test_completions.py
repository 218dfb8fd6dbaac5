"""The completion scripts in the shells they are for. The generator is `completions/generate.py`."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import pytest
import typer

from dvcheck.cli import tree
from tests.pack.test_library import CHECKLISTS
from tests.pty import PATIENCE

FOLDER = Path(__file__).parents[2] / "completions"
TAB = "\t"


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("completions_generate", FOLDER / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


generate = _generator()
COMMAND = tree.full_tree()
COMMANDS = {" ".join(c.path): c for c in generate.read_tree(COMMAND).walk()}
SHIPPED = {name: (FOLDER / name).read_bytes().decode() for name in generate.scripts(COMMAND)}
FLAGS = {"--help": "Show this message and exit."}


def options_of(command: str) -> dict[str, str]:
    """The options of a command and their help, asked of Typer itself."""
    found: Any = COMMAND
    for name in command.split():
        found = found.commands[name]
    return FLAGS | {
        name: p.help
        for p in found.params
        if p.param_type_name == "option" and not p.hidden
        for name in (*p.opts, *p.secondary_opts)
    }


def commands_of(command: str) -> dict[str, str]:
    found: Any = COMMAND
    for name in command.split():
        found = found.commands[name]
    return {
        name: c.short_help or c.help for name, c in getattr(found, "commands", {}).items() if not c.hidden
    }


def shell(name: str) -> pytest.MarkDecorator:
    missing = sys.platform == "win32" or shutil.which(name) is None
    return pytest.mark.skipif(missing, reason=f"{name} is not installed here")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with some files in it, in which completion is asked for."""
    folder = tmp_path / "workspace"
    (folder / "sub folder").mkdir(parents=True)
    for name in ("answers.yaml", "my answers.yml", "notes.txt", "sub folder/more.yaml"):
        (folder / name).touch()
    return folder


@pytest.fixture
def only_dvcheck(tmp_path: Path) -> Path:
    """A PATH on which there is nothing but a dvcheck that notes when it is run."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "dvcheck"
    program.write_text(f'#!/bin/sh\n: > "{tmp_path}/was-run"\n')
    program.chmod(0o755)
    return folder


class Terminal:
    """A shell in a pseudo-terminal, without the settings of the user."""

    def __init__(self, *command: str, path: Path, folder: Path, start: str = "") -> None:
        import pexpect
        import pyte

        self._screen = pyte.Screen(220, 50)
        self._stream = pyte.ByteStream(self._screen)
        self._lines = [""] * self._screen.lines
        # Not os.environ: what the user has set up for his shells stays out.
        self._child = pexpect.spawn(
            command[0],
            [*command[1:]],
            cwd=str(folder),
            env={
                "PATH": str(path),
                "TERM": "xterm",
                "HOME": str(folder),
                "LC_ALL": "C.UTF-8",
                "ZDOTDIR": str(folder),
                "PS1": "> ",
            },
            dimensions=(50, 220),
        )
        self._child.delaybeforesend = None
        self._ended = (pexpect.TIMEOUT, pexpect.EOF)
        self.wait_for(r"> $")
        if start:
            self._child.send(f"{start}; PS1='ready> '\r")
            self.wait_for(r"^ready> $")

    def type(self, keys: str) -> None:
        self._child.send(keys)

    def wait_for(self, pattern: str) -> None:
        """Read until the screen matches, line by line; the spaces at the ends of lines are one at most."""
        until = time.monotonic() + PATIENCE
        while not re.search(pattern, self.shown, re.MULTILINE):
            assert time.monotonic() < until, f"no {pattern!r} on\n{self.shown}"
            self._read(0.05)

    def settle(self) -> None:
        """Read until nothing has come for a while."""
        while self._read(0.6):
            pass

    @property
    def shown(self) -> str:
        """Return the screen. A space before the cursor is kept: it shows that a word is complete."""
        # Most of the screen is empty and stays so: only what was drawn since is read.
        for n in self._screen.dirty:
            cells = self._screen.buffer[n]
            self._lines[n] = "".join(cells[x].data for x in range(self._screen.columns)).rstrip()
        self._screen.dirty.clear()
        lines = self._lines.copy()
        row, column = self._screen.cursor.y, self._screen.cursor.x
        lines[row] = lines[row].ljust(column)
        return "\n".join(lines)

    def _read(self, seconds: float) -> bool:
        try:
            read: Any = self._child.read_nonblocking(65536, timeout=seconds)
        except self._ended:
            return False
        self._stream.feed(read)
        return True

    def close(self) -> None:
        self._child.close(force=True)


# --- The files


def test_the_scripts_are_those_of_the_command_tree() -> None:
    assert {name: FOLDER.joinpath(name).read_bytes().decode() for name in SHIPPED} == generate.scripts(
        COMMAND
    )


def test_check_names_the_stale_script_and_leaves_it(tmp_path: Path) -> None:
    copied = tmp_path / "completions"
    shutil.copytree(FOLDER, copied, ignore=shutil.ignore_patterns("__pycache__"))
    check = [sys.executable, str(copied / "generate.py"), "--check"]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    assert subprocess.run(check, env=env).returncode == 0
    (copied / "dvcheck.fish").write_text("# old\n")
    (copied / "_dvcheck").unlink()
    stale = subprocess.run(check, env=env, capture_output=True, text=True)
    assert stale.returncode == 1
    assert re.findall(r"completions/(\S+) is stale", stale.stderr) == ["_dvcheck", "dvcheck.fish"]
    assert (copied / "dvcheck.fish").read_text() == "# old\n"
    assert subprocess.run(check[:-1], env=env, capture_output=True).returncode == 0
    assert subprocess.run(check, env=env).returncode == 0


@pytest.mark.parametrize("name", SHIPPED)
def test_each_script_begins_with_how_to_install_it(name: str) -> None:
    lines = SHIPPED[name].removeprefix("\ufeff").splitlines()
    if name == "_dvcheck":
        assert lines.pop(0) == "#compdef dvcheck"
    comment = lines[: next(n for n, line in enumerate(lines) if not line.startswith("#"))]
    assert any(line.startswith("# Install") for line in comment)


def test_the_tree_is_what_typer_has() -> None:
    """The generator and these tests read Typer apart from each other."""
    for path, command in COMMANDS.items():
        assert {name: o.help for o in command.options for name in o.names} == options_of(path)
        assert {c.path[-1]: c.help for c in command.commands} == commands_of(path)


# --- Bash


def in_bash(script: str, *lines: list[str], before: str = "", folder: Path | None = None) -> list[list[str]]:
    """What bash would offer for the last word of each line. The words are as bash cuts them."""
    asked = "".join(
        f"COMP_WORDS=({' '.join(generate._quoted(w) for w in ['dvcheck', *words])})\n"
        f"COMP_CWORD={len(words)}\n"
        '_dvcheck; printf "%s\\037" "${COMPREPLY[@]-}"; echo\n'
        for words in lines
    )
    # `compopt` speaks only while bash is completing.
    quiet = "if type compopt >/dev/null 2>&1; then compopt() { :; }; fi\n"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", f"{before}\n{script}\n{quiet}{asked}"],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    assert done.stderr == ""
    return [[word for word in line.split("\037") if word] for line in done.stdout.splitlines()]


def bash_terminal(path: Path, folder: Path) -> Terminal:
    bash = shutil.which("bash")
    assert bash is not None
    script = FOLDER / "dvcheck.bash"
    return Terminal(bash, "--noprofile", "--norc", "-i", path=path, folder=folder, start=f"source '{script}'")


@shell("bash")
class TestBash:
    @pytest.fixture
    def terminal(self, only_dvcheck: Path, workspace: Path) -> Iterator[Terminal]:
        terminal = bash_terminal(only_dvcheck, workspace)
        yield terminal
        terminal.close()

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("dvcheck inc", "dvcheck incident "),
            ("dvcheck incident --fo", "dvcheck incident --format "),
            ("dvcheck incident --format j", "dvcheck incident --format json "),
            ("dvcheck incident --format=j", "dvcheck incident --format=json "),
            ("dvcheck incident --shift-ends 14:00 --fo", "dvcheck incident --shift-ends 14:00 --format "),
            ("dvcheck pack v", "dvcheck pack validate "),
            ("dvcheck incident --answers an", "dvcheck incident --answers answers.yaml "),
            ("dvcheck incident --answers=an", "dvcheck incident --answers=answers.yaml "),
            ("dvcheck incident --answers no", "dvcheck incident --answers notes.txt "),
            ("dvcheck assess my", "dvcheck assess my\\ answers.yml "),
            ("dvcheck assess 'my", "dvcheck assess 'my answers.yml' "),
            ("dvcheck assess --format=json an", "dvcheck assess --format=json answers.yaml "),
            ("dvcheck assess sub\\ folder/", "dvcheck assess sub\\ folder/more.yaml "),
            ("dvcheck incident --pack ", "dvcheck incident --pack sub\\ folder/"),
            ("dvcheck pack validate ", "dvcheck pack validate sub\\ folder/"),
        ],
    )
    def test_tab_completes(self, terminal: Terminal, typed: str, shown: str) -> None:
        terminal.type(typed + TAB)
        terminal.wait_for(rf"^ready> {re.escape(shown)}$")

    def test_two_tabs_list_the_formats(self, terminal: Terminal) -> None:
        terminal.type("dvcheck incident --format " + TAB + TAB)
        terminal.wait_for(r"^json +text$")

    def test_tab_starts_no_program(self, terminal: Terminal, tmp_path: Path) -> None:
        for typed in ("dvcheck ", "dvcheck incident -", "dvcheck assess ", "dvcheck show --format "):
            terminal.type(typed + TAB + TAB)
            terminal.settle()
            terminal.type("\x15")
        assert "not found" not in terminal.shown
        assert "notes.txt" not in terminal.shown
        assert not (tmp_path / "was-run").exists()
        terminal.type("dvcheck\r")
        terminal.settle()
        assert (tmp_path / "was-run").exists(), "the witness sees nothing"

    def test_exactly_the_options_of_each_command(self) -> None:
        offered = in_bash(SHIPPED["dvcheck.bash"], *([*command.split(), "-"] for command in COMMANDS))
        assert dict(zip(COMMANDS, offered, strict=True)) == {c: in_order(c) for c in COMMANDS}

    def test_exactly_the_commands_below_each(self) -> None:
        groups = [command for command in COMMANDS if commands_of(command)]
        offered = in_bash(SHIPPED["dvcheck.bash"], *([*command.split(), ""] for command in groups))
        assert dict(zip(groups, offered, strict=True)) == {c: [*commands_of(c)] for c in groups}

    def test_a_given_option_is_not_offered_again(self) -> None:
        [offered] = in_bash(SHIPPED["dvcheck.bash"], ["pack", "validate", "--format", "=", "json", "--"])
        assert offered == ["--pack", "--help"]

    def test_a_free_value_and_a_case_are_left_to_the_officer(self, workspace: Path) -> None:
        lines = [["incident", "--number", ""], ["incident", "--shift-ends", "14", ":"], ["show", ""]]
        lines += [["incident", "--number=", "="], ["show", "c-7K2M", ""], ["incident", "--new", "=", ""]]
        assert in_bash(SHIPPED["dvcheck.bash"], *lines, folder=workspace) == [[]] * len(lines)

    def test_after_two_dashes_there_are_no_options(self, workspace: Path) -> None:
        assert in_bash(SHIPPED["dvcheck.bash"], ["incident", "--", "--fo"], folder=workspace) == [[]]
        assert in_bash(SHIPPED["dvcheck.bash"], ["assess", "--", "an"], folder=workspace) == [
            ["answers.yaml"]
        ]

    def test_a_value_is_not_taken_for_a_command(self) -> None:
        offered = in_bash(
            SHIPPED["dvcheck.bash"], ["incident", "--pack", "pack", "--f"], ["incident", "pack", "--f"]
        )
        assert offered == [["--format"], ["--format"]]

    def test_bash_3_has_no_compopt_and_cuts_no_words(self, workspace: Path) -> None:
        offered = in_bash(
            SHIPPED["dvcheck.bash"],
            ["incident", "--format=j"],
            ["assess", "--format=json", "m"],
            ["assess", "--format=json", "--p"],
            before="enable -n compopt",
            folder=workspace,
        )
        assert offered == [["json"], ["my answers.yml"], ["--plain", "--pack"]]
        spec = subprocess.run(
            ["bash", "-c", f"enable -n compopt\n{SHIPPED['dvcheck.bash']}\ncomplete -p dvcheck"],
            capture_output=True,
            text=True,
        )
        assert spec.stdout == "complete -o filenames -F _dvcheck dvcheck\n"

    def test_without_the_equals_sign_in_the_word_breaks_the_whole_word_is_replaced(self) -> None:
        breaks = "COMP_WORDBREAKS=${COMP_WORDBREAKS//=/}"
        offered = in_bash(SHIPPED["dvcheck.bash"], ["incident", "--format=j"], before=breaks)
        assert offered == [["--format=json"]]

    def test_nothing_that_bash_3_lacks_is_used(self) -> None:
        code = [line for line in SHIPPED["dvcheck.bash"].splitlines() if not line.lstrip().startswith("#")]
        newer = (
            r"(declare|local|typeset) -\w*[Agn]|mapfile|readarray|coproc|\$\{\w+[,^@]|&>>|\|&|;;?&|\+=|\[-"
        )
        assert [line for line in code if re.search(newer, line)] == []
        assert all("type compopt" in line for line in code if "compopt" in line)
        assert "_init_completion" not in "\n".join(code)

    def test_strict_shells_are_no_hindrance(self, workspace: Path) -> None:
        strict = "set -u -f -C; shopt -s failglob nocasematch; IFS=,"
        offered = in_bash(SHIPPED["dvcheck.bash"], ["inc"], ["assess", "an"], before=strict, folder=workspace)
        assert offered == [["incident"], ["answers.yaml"]]


def in_order(command: str) -> list[str]:
    """The options as Typer lists them: `--help` last."""
    return [*(name for name in options_of(command) if name != "--help"), "--help"]


@pytest.fixture
def installed(home: Path, workspace: Path) -> Path:
    """Two packs that are installed, where a shell without DVCHECK_HOME looks for them and where it does."""
    for folder in (home / "installed-packs", workspace / ".local" / "share" / "dvcheck" / "installed-packs"):
        folder.mkdir(parents=True)
        for name in ("oak-2.1.dvpack", "elm-7.dvpack", "in-use", ".oak.tmp"):
            (folder / name).touch()
        (folder / "checklists").write_text("home-visit\nincident\nlethality-screen\nrm -rf $(x)\n\n")
    (workspace / "draft.dvpack").touch()
    return workspace


INSTALLED = (
    ("dvcheck walk leth", "dvcheck walk lethality-screen "),
    ("dvcheck walk home-visit c-7", "dvcheck walk home-visit c-7"),
    ("dvcheck walk cam", "dvcheck walk came-up "),
    ("dvcheck walk inc", "dvcheck walk incident "),
    ("dvcheck assess --checklist home", "dvcheck assess --checklist home-visit "),
    ("dvcheck pack use o", "dvcheck pack use oak-2.1 "),
    ("dvcheck pack remove elm", "dvcheck pack remove elm-7 "),
    ("dvcheck pack use ppb", "dvcheck pack use ppb-0825.00 "),
    ("dvcheck cases --pack el", "dvcheck cases --pack elm-7 "),
    ("dvcheck pack validate dr", "dvcheck pack validate draft.dvpack "),
    ("dvcheck pack install dr", "dvcheck pack install draft.dvpack "),
)
"""What is typed with two packs installed, and what TAB makes of it."""


@pytest.mark.parametrize(("typed", "shown"), INSTALLED)
@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_tab_completes_what_is_installed(
    name: str, typed: str, shown: str, only_dvcheck: Path, installed: Path, tmp_path: Path
) -> None:
    if sys.platform == "win32" or shutil.which(name) is None:
        pytest.skip(f"{name} is not installed here")
    terminal = (
        bash_terminal(only_dvcheck, installed)
        if name == "bash"
        else zsh_terminal(SHIPPED["_dvcheck"], only_dvcheck, installed)
    )
    try:
        terminal.type(typed + TAB)
        terminal.wait_for(rf"^ready> {re.escape(shown)}$")
    finally:
        terminal.close()
    assert not (tmp_path / "was-run").exists()


@shell("fish")
def test_fish_completes_what_is_installed(installed: Path) -> None:
    lines = [typed for typed, _ in INSTALLED]
    offered = in_fish(FOLDER / "dvcheck.fish", *lines, "dvcheck walk ", "dvcheck pack use ", folder=installed)
    for (typed, shown), names in zip(INSTALLED, offered, strict=False):
        assert set(names) == ({shown.split()[-1]} if shown.endswith(" ") else set()), typed
    assert set(offered[-2]) == {"home-visit", "lethality-screen", *CHECKLISTS}
    assert set(offered[-1]) == {"oak-2.1", "elm-7", "ppb-0825.00"}


@shell("bash")
def test_bash_offers_each_checklist_once_and_nothing_that_is_no_name(installed: Path) -> None:
    [names, again, packs] = in_bash(
        SHIPPED["dvcheck.bash"], ["walk", ""], ["walk", "c", "c"], ["pack", "use", ""], folder=installed
    )
    assert sorted(names) == sorted({"home-visit", "lethality-screen", *CHECKLISTS})
    assert again == []
    assert sorted(packs) == ["elm-7", "oak-2.1", "ppb-0825.00"]
    strict = "set -u -f -C; shopt -s failglob nocasematch; IFS=,"
    assert in_bash(SHIPPED["dvcheck.bash"], ["walk", "leth"], before=strict, folder=installed) == [
        ["lethality-screen"]
    ]


# --- Zsh


@shell("zsh")
class TestZsh:
    @pytest.fixture
    def terminal(self, only_dvcheck: Path, workspace: Path) -> Iterator[Terminal]:
        terminal = zsh_terminal(SHIPPED["_dvcheck"], only_dvcheck, workspace)
        yield terminal
        terminal.close()

    @pytest.mark.parametrize(
        ("typed", "shown"),
        [
            ("dvcheck inc", "dvcheck incident "),
            ("dvcheck incident --fo", "dvcheck incident --format="),
            ("dvcheck incident --pl", "dvcheck incident --plain "),
            ("dvcheck incident --format j", "dvcheck incident --format json "),
            ("dvcheck incident --format=j", "dvcheck incident --format=json "),
            ("dvcheck --ver", "dvcheck --version "),
            ("dvcheck pack v", "dvcheck pack validate "),
            ("dvcheck incident --answers an", "dvcheck incident --answers answers.yaml "),
            ("dvcheck incident --answers no", "dvcheck incident --answers notes.txt "),
            ("dvcheck assess --plain my", "dvcheck assess --plain my\\ answers.yml "),
            ("dvcheck incident --pack ", "dvcheck incident --pack sub\\ folder/"),
            ("dvcheck pack validate ", "dvcheck pack validate sub\\ folder/"),
        ],
    )
    def test_tab_completes(self, terminal: Terminal, typed: str, shown: str) -> None:
        terminal.type(typed + TAB)
        terminal.wait_for(rf"^ready> {re.escape(shown)}$")

    def test_tab_lists_the_formats(self, terminal: Terminal) -> None:
        terminal.type("dvcheck incident --format " + TAB)
        terminal.wait_for(r"^json +text$")

    def test_every_command_is_listed_with_its_help(self, terminal: Terminal) -> None:
        terminal.type("dvcheck " + TAB)
        for name, help in commands_of("").items():
            terminal.wait_for(rf"^{name} +-- {re.escape(help)}$")

    def test_exactly_the_options_of_each_command(self, terminal: Terminal) -> None:
        for command in COMMANDS:
            self._has_its_options(terminal, command)
            terminal.type("\x15\x0c")
            terminal.wait_for(r"\A\n*ready> $\n*\Z")

    @staticmethod
    def _has_its_options(terminal: Terminal, command: str) -> None:
        typed = f"dvcheck {command} -".replace("  ", " ")
        terminal.type(typed + TAB)
        expected = options_of(command)
        if len(expected) == 1:
            terminal.wait_for(rf"^ready> {typed[:-1]}--help $")
            return
        # Where all begin with two dashes the first TAB types the second dash, and the next one lists.
        terminal.wait_for(rf"^ready> {typed}-$|^-\S+ .*-- ")
        terminal.type(TAB)
        for name, help in expected.items():
            # Spellings of one option share a line.
            terminal.wait_for(rf"^(-\S+ +)*{name} +(-\S+ +)*-- {re.escape(help)}$")
        lines = re.findall(r"^(-\S+(?: +-\S+)*) +-- ", terminal.shown, re.MULTILINE)
        assert sorted(name for line in lines for name in line.split()) == sorted(expected)

    def test_tab_starts_no_program(self, terminal: Terminal, tmp_path: Path) -> None:
        for typed in ("dvcheck ", "dvcheck incident -", "dvcheck assess ", "dvcheck show --format "):
            terminal.type(typed + TAB + TAB)
            terminal.settle()
            terminal.type("\x15")
        assert "not found" not in terminal.shown
        assert not (tmp_path / "was-run").exists()

    def test_the_file_can_be_sourced(self, only_dvcheck: Path, workspace: Path) -> None:
        terminal = zsh_terminal(None, only_dvcheck, workspace, start=f"source '{FOLDER / '_dvcheck'}'")
        terminal.type("dvcheck inc" + TAB)
        terminal.wait_for(r"^ready> dvcheck incident $")
        terminal.close()


def zsh_terminal(script: str | None, path: Path, folder: Path, start: str = ":") -> Terminal:
    zsh = shutil.which("zsh")
    assert zsh is not None
    functions = folder.parent / "functions"
    functions.mkdir(exist_ok=True)
    find = f"fpath=('{functions}' $fpath)\nautoload -Uz compinit && compinit -u "
    if script is None:
        find += "-D"
    else:
        (functions / "_dvcheck").write_text(script)
        # Looking through all functions is most of such a start: zsh keeps what it found, here for all tests.
        kept = folder.parent.parent / "zcompdump"
        find += f"-d '{kept}'"
        if not kept.exists():
            subprocess.run([zsh, "-f", "-c", find], check=True)
    (folder / ".zshrc").write_text(f"{find}\nbindkey -e\nPS1='> '\n")
    return Terminal(zsh, "-d", "-i", path=path, folder=folder, start=start)


# --- Fish


def in_fish(script: Path, *lines: str, folder: Path | None = None) -> list[dict[str, str]]:
    """What fish would offer for each line, with the descriptions."""
    fish = shutil.which("fish")
    assert fish is not None
    asked = "".join(f"complete -C {generate._fish_quoted(line)}; echo --end--\n" for line in lines)
    done = subprocess.run(
        [fish, "--no-config", "-c", f"source {generate._fish_quoted(str(script))}\n{asked}"],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert done.stderr == ""
    blocks = done.stdout.split("--end--\n")[:-1]
    pairs = [[line.partition(TAB) for line in block.splitlines()] for block in blocks]
    return [{name: help for name, _, help in block} for block in pairs]


@shell("fish")
class TestFish:
    SCRIPT = FOLDER / "dvcheck.fish"

    def test_a_command_completes_with_its_help(self) -> None:
        assert in_fish(self.SCRIPT, "dvcheck inc") == [{"incident": commands_of("")["incident"]}]

    def test_exactly_the_options_of_each_command(self) -> None:
        offered = in_fish(self.SCRIPT, *(f"dvcheck {c} -".replace("  ", " ") for c in COMMANDS))
        assert dict(zip(COMMANDS, offered, strict=True)) == {c: options_of(c) for c in COMMANDS}

    def test_exactly_the_commands_below_each(self) -> None:
        groups = [command for command in COMMANDS if commands_of(command)]
        offered = in_fish(self.SCRIPT, *(f"dvcheck {c} ".replace("  ", " ") for c in groups))
        assert dict(zip(groups, offered, strict=True)) == {c: commands_of(c) for c in groups}

    def test_values(self, workspace: Path) -> None:
        formats, glued, answers, folders, second, case, free = in_fish(
            self.SCRIPT,
            "dvcheck incident --format ",
            "dvcheck incident --format=",
            "dvcheck incident --answers ",
            "dvcheck incident --new --pack ",
            "dvcheck assess --plain one.yaml ",
            "dvcheck show ",
            "dvcheck incident --number ",
            folder=workspace,
        )
        assert set(formats) == {"text", "json"}
        assert set(glued) == {"--format=text", "--format=json"}
        assert next(iter(answers)) == "answers.yaml"
        assert set(answers) == {"answers.yaml", "my answers.yml", "notes.txt", "sub folder/"}
        assert set(folders) == {"sub folder/"}
        assert second == case == free == {}

    def test_a_value_is_not_taken_for_a_command(self, workspace: Path) -> None:
        lines = ("dvcheck incident --pack pack --f", "dvcheck incident pack --f", "dvcheck incident -- --f")
        offered = in_fish(self.SCRIPT, *lines, folder=workspace)
        assert [set(each) for each in offered] == [{"--format"}, {"--format"}, set()]

    def test_tab_starts_no_program(
        self, only_dvcheck: Path, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fish = shutil.which("fish")
        assert fish is not None
        (only_dvcheck / "fish").symlink_to(fish)
        monkeypatch.setenv("PATH", str(only_dvcheck))
        offered = in_fish(self.SCRIPT, "dvcheck ", "dvcheck incident -", "dvcheck assess ", folder=workspace)
        assert all(offered)
        assert not (tmp_path / "was-run").exists()


# --- PowerShell: read, not run


def powershell_tree(script: str) -> Any:
    """The syntax tree of a script; fails where the script does not parse."""
    tree_sitter = pytest.importorskip("tree_sitter", reason="tree-sitter is not installed here")
    grammar = pytest.importorskip(
        "tree_sitter_powershell", reason="tree-sitter-powershell is not installed here"
    )
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    root = parser.parse(script.removeprefix("\ufeff").encode()).root_node
    assert not root.has_error, [n.text for n in _nodes(root) if n.type == "ERROR" or n.is_missing]
    return root


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _entries(node: Any) -> Iterator[tuple[str, Any]]:
    """The entries of the outermost tables below a node, in order."""
    for child in node.children:
        if child.type == "hash_entry":
            key, value = (each for each in child.children if each.type in ("key_expression", "pipeline"))
            yield _text(key), value
        else:
            yield from _entries(child)


def _text(node: Any) -> str:
    text: str = node.text.decode()
    quote = "['\u2018\u2019\u201a\u201b]"
    return re.sub(f"({quote}){quote}", r"\1", text[1:-1]) if text.startswith("'") else text


def powershell_lists(script: str) -> dict[str, dict[str, dict[str, str]]]:
    """For each command, the names and helps of its `commands` and its `options`."""
    root = powershell_tree(script)
    table = next(node for node in _nodes(root) if node.type == "hash_literal_expression")
    found: dict[str, dict[str, dict[str, str]]] = {}
    for command, lists in _entries(table):
        found[command] = {}
        for kind, items in _entries(lists):
            tables = [dict(_entries(n)) for n in _nodes(items) if n.type == "hash_literal_expression"]
            found[command][kind] = {_text(t["name"]): _text(t["help"]) for t in tables}
    return found


class TestPowerShell:
    def test_every_command_and_option_is_there_with_its_help(self) -> None:
        lists = powershell_lists(SHIPPED["dvcheck.ps1"])
        assert list(lists) == [f"dvcheck {command}".strip() for command in COMMANDS]
        for command in COMMANDS:
            here = lists[f"dvcheck {command}".strip()]
            assert here["options"] == options_of(command)
            assert here.get("commands", {}) == commands_of(command)

    def test_windows_powershell_reads_the_file_as_utf_8(self) -> None:
        assert (FOLDER / "dvcheck.ps1").read_bytes().startswith(b"\xef\xbb\xbf")

    def test_nothing_that_windows_powershell_lacks_is_used(self) -> None:
        newer = r"\?\?|\?\.|&&|\|\||-Parallel|\bclean\b| \? .* : "
        assert re.findall(newer, SHIPPED["dvcheck.ps1"].partition("Register-")[2]) == []


# --- Other command trees


class _Shade(StrEnum):
    PALE = "pale"
    DEEP = "deep"


HELP = (
    """It's "odd": [a] (b) {c} $HOME `touch marker` $(touch marker) \\n 50% it\u2019s <d> | e; f & ~ ! # *"""
)


@pytest.fixture
def other() -> Any:
    """A program also called dvcheck, with what dvcheck does not have yet: short options, lists, odd helps."""
    other = typer.Typer(add_completion=False, rich_markup_mode=None)

    @other.command(help=HELP)
    def odd(
        shade: Annotated[_Shade, typer.Argument()],
        files: Annotated[list[Path], typer.Argument(help="Any files.")],
        tag: Annotated[list[str] | None, typer.Option("-t", "--tag", help="More than once.")] = None,
        out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help=HELP)] = None,
        loud: Annotated[bool, typer.Option("--loud/--quiet", help="Two flags.")] = False,
        secret: Annotated[bool, typer.Option("--secret", hidden=True)] = False,
    ) -> None:
        raise NotImplementedError

    @other.command(hidden=True)
    def unseen() -> None:
        raise NotImplementedError

    @other.command()
    def plain() -> None:
        """First line
        and second.

        Not this.
        """

    return typer.main.get_command(other)


class TestOtherTrees:
    def test_hidden_commands_and_options_are_left_out(self, other: Any) -> None:
        assert not [n for n, s in generate.scripts(other).items() if "unseen" in s or "secret" in s]

    def test_a_name_that_needs_quotes_is_refused(self) -> None:
        with pytest.raises(ValueError, match="cannot be completed unquoted"):
            generate._word("two words")

    @shell("bash")
    def test_bash(self, other: Any, workspace: Path) -> None:
        script = generate.scripts(other)["dvcheck.bash"]
        offered = in_bash(
            script,
            ["odd", "-t", "x", "-o", "y", "-"],
            ["odd", ""],
            ["odd", "pale", "no"],
            ["odd", "pale", "x", "y", "--out", "no"],
            ["odd", "pale", "x", "y", "no"],
            folder=workspace,
        )
        assert offered[0] == ["-t", "--tag", "--out", "--loud", "--quiet", "--help"]
        assert offered[1:] == [["pale", "deep"], ["notes.txt"], ["notes.txt"], ["notes.txt"]]

    @shell("fish")
    def test_fish_shows_odd_helps_as_they_are(self, other: Any, workspace: Path) -> None:
        script = workspace.parent / "dvcheck.fish"
        script.write_text(generate.scripts(other)["dvcheck.fish"])
        lines = ["", "odd -", "odd ", "odd pale x no", "odd -t no", "odd --out no"]
        offered = in_fish(script, *(f"dvcheck {line}" for line in lines), folder=workspace)
        assert offered[0] == {"odd": HELP, "plain": "First line and second."}
        assert set(offered[1]) == {"-t", "--tag", "-o", "--out", "--loud", "--quiet", "--help"}
        assert offered[1]["--out"] == HELP
        assert [set(each) for each in offered[2:]] == [{"pale", "deep"}, {"notes.txt"}, set(), {"notes.txt"}]
        assert not (workspace / "marker").exists()

    @shell("zsh")
    def test_zsh_shows_odd_helps_as_they_are(self, other: Any, only_dvcheck: Path, workspace: Path) -> None:
        terminal = zsh_terminal(generate.scripts(other)["_dvcheck"], only_dvcheck, workspace)
        terminal.type("dvcheck " + TAB)
        terminal.wait_for(rf"^odd +-- {re.escape(HELP)}$")
        terminal.wait_for(r"^plain +-- First line and second\.$")
        terminal.type("odd -" + TAB)
        terminal.wait_for(rf"^--out +-o +-- {re.escape(HELP)}$")
        terminal.type("\x15\x0c")
        terminal.settle()
        terminal.type("dvcheck odd -o x -t y -" + TAB)
        terminal.wait_for(r"^--tag +-t +-- More than once\.$")
        assert "--out" not in terminal.shown
        terminal.type("\x15dvcheck odd pale x no" + TAB)
        terminal.wait_for("odd pale x notes.txt $")
        terminal.close()
        assert not (workspace / "marker").exists()

    def test_powershell(self, other: Any) -> None:
        lists = powershell_lists(generate.scripts(other)["dvcheck.ps1"])
        assert lists["dvcheck"]["commands"] == {"odd": HELP, "plain": "First line and second."}
        assert lists["dvcheck odd"]["options"]["--out"] == HELP
        assert list(lists["dvcheck plain"]["options"]) == ["--help"]
