"""The journal's encryption as a user meets it: commands, prompts, exit codes."""

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.sqlite.encryption import passphrase
from dvcheck.record.sqlite.files import FILE_NAME
from tests.pty import PATIENCE, run_dvcheck

WORDS = "correct horse battery staple"
OTHER = "another four good words"
ROOT = Path(__file__).parents[2]

needs_sqlcipher = pytest.mark.skipif(
    find_spec("sqlcipher3") is None, reason='needs SQLCipher: pip install -e ".[encrypted]"'
)


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run_dvcheck(*arguments, env={**os.environ, "PYTHONUTF8": "1", **env}, cwd=ROOT)


def word_file(folder: Path, text: str) -> str:
    path = folder / f"{text.split()[0]}.txt"
    path.write_text(f"{text}\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def case(home: Path) -> str:
    """The id of a case in a plain journal."""
    assert run("incident", "--answers", str(ROOT / "docs" / "picture.yaml")).returncode in (0, 130)
    found: str = json.loads(run("cases", "--format", "json").stdout)["cases"][0]["id"]
    return found


def _timeless(said: str) -> str:
    """Without the times of day: a minute may end between two commands."""
    return re.sub(r"\b\d\d:\d\d\b|\bin \d+ h \d+ m\b", "", said)


@needs_sqlcipher
def test_every_command_reads_an_encrypted_journal(case: str, home: Path, tmp_path: Path) -> None:
    words, other = word_file(tmp_path, WORDS), word_file(tmp_path, OTHER)
    readers = (("cases",), ("show", case), ("outstanding",), ("journal", "verify"), ("journal", "export"))
    before = [_timeless(run(*reader).stdout) for reader in readers]
    encrypted = run("journal", "encrypt", "--passphrase-file", words)
    assert encrypted.returncode == 0
    assert "Encrypted with AES-256" in encrypted.stdout
    after = [_timeless(run(*reader, DVCHECK_PASSPHRASE_FILE=words).stdout) for reader in readers]
    assert after == before
    assert run("journal", "encrypt", "--passphrase-file", words).returncode == Exit.USAGE
    answers = str(ROOT / "docs" / "picture.yaml")
    assert run("incident", case, "--answers", answers, DVCHECK_PASSPHRASE_FILE=words).returncode in (0, 130)

    rekeyed = run("journal", "rekey", "--passphrase-file", words, "--new-passphrase-file", other)
    assert rekeyed.returncode == 0
    assert run("cases", DVCHECK_PASSPHRASE_FILE=words).returncode == Exit.JOURNAL
    assert _timeless(run("cases", DVCHECK_PASSPHRASE_FILE=other).stdout) == before[0]
    assert run("journal", "decrypt", "--passphrase-file", other).returncode == 0
    assert _timeless(run("cases").stdout) == before[0]
    assert not list(home.glob(f"{FILE_NAME}?*"))
    assert run("journal", "decrypt").returncode == Exit.USAGE


@needs_sqlcipher
def test_a_wrong_one_is_one_line_and_no_terminal_says_what_to_do(home: Path, tmp_path: Path) -> None:
    assert run("journal", "encrypt", "--passphrase-file", word_file(tmp_path, WORDS)).returncode == 0
    wrong = run("cases", DVCHECK_PASSPHRASE_FILE=word_file(tmp_path, OTHER))
    assert wrong.returncode == Exit.JOURNAL
    assert wrong.stdout == ""
    assert len(wrong.stderr.splitlines()) == 1
    assert "that passphrase does not open" in wrong.stderr
    nobody = run("cases")
    assert nobody.returncode == Exit.JOURNAL
    assert "no terminal" in nobody.stderr
    assert "DVCHECK_PASSPHRASE_FILE" in nobody.stderr
    missing = run("cases", DVCHECK_PASSPHRASE_FILE=str(tmp_path / "none"))
    assert missing.returncode == Exit.JOURNAL
    assert "could not be read from" in missing.stderr


@needs_sqlcipher
@pytest.mark.skipif(sys.platform == "win32", reason="few may make a link there")
def test_a_journal_that_is_a_link_is_encrypted_where_it_leads_to(
    case: str, home: Path, tmp_path: Path
) -> None:
    target = tmp_path / "drive.sqlite3"
    (home / FILE_NAME).rename(target)
    (home / FILE_NAME).symlink_to(target)
    plain = target.read_bytes()
    words, other = word_file(tmp_path, WORDS), word_file(tmp_path, OTHER)
    kept = os.open(target, os.O_RDONLY)
    assert run("journal", "encrypt", "--passphrase-file", words).returncode == 0
    assert os.pread(kept, len(plain), 0) == bytes(len(plain))
    os.close(kept)
    assert run("journal", "rekey", "--passphrase-file", words, "--new-passphrase-file", other).returncode == 0
    assert target.read_bytes().startswith(b"DVC")
    assert case in run("cases", DVCHECK_PASSPHRASE_FILE=other).stdout
    assert run("journal", "decrypt", "--passphrase-file", other).returncode == 0
    assert target.read_bytes().startswith(b"SQLite format 3")
    assert (home / FILE_NAME).is_symlink()
    assert case in run("cases").stdout


WITHOUT = """
import sys
sys.modules["sqlcipher3"] = None
sys.argv = ["dvcheck", *sys.argv[1:]]
from dvcheck.cli import main
main()
"""


def test_without_the_extra_it_says_how_to_install_it(home: Path, tmp_path: Path) -> None:
    def without(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT, *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=PATIENCE
        )

    words = word_file(tmp_path, WORDS)
    refused = [without("journal", "encrypt", "--passphrase-file", words)]
    assert not home.exists()
    home.mkdir()
    (home / FILE_NAME).write_bytes(b"DVCp" + bytes(4092))
    refused += [without("cases"), without("journal", "decrypt", "--passphrase-file", words)]
    for result in refused:
        assert result.returncode == Exit.JOURNAL
        assert 'pip install "dvcheck[encrypted]"' in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="the proof kills processes")
def test_without_the_extra_its_proof_misses_its_goal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.proof import encryption

    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    assert [(figure.found, figure.met) for figure in encryption.prove(1, tmp_path)] == [
        ("not installed", False)
    ]


def test_a_plain_journal_loads_nothing_of_it(case: str) -> None:
    script = """
import sys
from dvcheck.cli import main
sys.argv = ["dvcheck", "cases"]
try:
    main()
except SystemExit:
    loaded = {"sqlcipher3", "keyring", "getpass", "dvcheck.record.sqlite.encryption.keys"} & set(sys.modules)
    print("loaded", sorted(loaded))
"""
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=PATIENCE,
    )
    assert case in result.stdout
    assert "loaded []" in result.stdout


@needs_sqlcipher
@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_it_is_asked_for_twice_then_once_and_never_shown(case: str, home: Path) -> None:
    import pexpect

    def typed(command: str, *answers: tuple[str, str]) -> tuple[int, str]:
        child = pexpect.spawn(
            sys.executable,
            ["-m", "dvcheck", *command.split()],
            cwd=str(ROOT),
            encoding="utf-8",
            timeout=PATIENCE,
        )
        shown = ""
        for prompt, answer in answers:
            child.expect_exact(prompt)
            child.waitnoecho()
            shown += child.before + child.after
            child.sendline(answer)
        child.expect(pexpect.EOF)
        shown += child.before
        child.close()
        assert not any(answer in shown for _, answer in answers)
        return child.exitstatus, shown

    code, shown = typed("journal encrypt", ("New passphrase", WORDS), ("Type it again", OTHER))
    assert code == Exit.USAGE
    assert "passphrases differ" in shown
    code, shown = typed("journal encrypt", ("New passphrase", "short"))
    assert code == Exit.USAGE
    assert "at least 12" in shown
    assert case in run("cases").stdout
    assert typed("journal encrypt", ("New passphrase", WORDS), ("Type it again", WORDS))[0] == 0
    code, shown = typed("cases", ("Passphrase of the journal", WORDS))
    assert code == 0
    assert case in shown
    again = [("Passphrase of the journal", WORDS), ("New passphrase", OTHER), ("Type it again", OTHER)]
    assert typed("journal rekey", *again)[0] == 0
    assert typed("cases", ("Passphrase of the journal", WORDS))[0] == Exit.JOURNAL


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (b"words\n", "words"),
        (b"words\r\nmore\n", "words"),
        (b" words ", " words "),
        (b"\xef\xbb\xbfw\xc3\xb6rter", "wörter"),
    ],
)
def test_the_first_line_of_a_file_is_the_passphrase(tmp_path: Path, content: bytes, read: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert passphrase.from_file(tmp_path / "file") == read


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\n", b"x" * 5000])
def test_a_file_without_a_passphrase_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(DvcheckError) as caught:
        passphrase.from_file(tmp_path / "file")
    assert caught.value.code == Exit.JOURNAL


@needs_sqlcipher
@pytest.mark.skipif(sys.platform == "win32", reason="numbered descriptors")
def test_a_descriptor_will_do(home: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"{WORDS}\n".encode())
    os.close(writing)
    result = subprocess.run(
        [sys.executable, "-m", "dvcheck", "journal", "encrypt", "--passphrase-file", f"/dev/fd/{reading}"],
        pass_fds=[reading],
        cwd=ROOT,
        check=False,
        timeout=PATIENCE,
        capture_output=True,
    )
    os.close(reading)
    assert result.returncode == 0
    assert (home / FILE_NAME).read_bytes().startswith(b"DVC")


@needs_sqlcipher
@pytest.mark.skipif(find_spec("keyrings") is None, reason="needs keyrings.alt")
def test_a_key_in_a_real_keyring_opens_the_journal_without_asking(case: str, tmp_path: Path) -> None:
    """The package keyring itself, with its keys in a file: on a desktop they are in the system's."""
    kept = {"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring", "XDG_DATA_HOME": str(tmp_path)}
    before = run("cases", **kept).stdout
    encrypted = run("journal", "encrypt", "--keyring", **kept)
    assert encrypted.returncode == 0, encrypted.stderr
    assert run("cases", **kept).stdout == before
    assert run("done", case, "photo-close", **kept).returncode == 0
    without = run("cases", **(kept | {"XDG_DATA_HOME": str(tmp_path / "elsewhere")}))
    assert without.returncode == Exit.JOURNAL
    assert "keyring has no key" in without.stderr
    assert run("journal", "rekey", "--keyring", **kept).returncode == 0
    assert run("cases", **kept).returncode == 0
    assert run("journal", "decrypt", **kept).returncode == 0
    assert run("cases").returncode == 0


@needs_sqlcipher
def test_a_computer_without_a_keyring_is_told_so_and_its_journal_stays_as_it_is(case: str) -> None:
    refused = run("journal", "encrypt", "--keyring", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert refused.returncode == Exit.JOURNAL
    assert len(refused.stderr.splitlines()) <= 2
    assert "keyring" in refused.stderr
    assert run("cases").returncode == 0
