"""The file of a document: its format comes from the suffix, and no file is replaced by accident."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dvcheck.cli.options import ReportFormat
from dvcheck.cli.suffix import _FORMATS, format_of
from dvcheck.errors import DvcheckError, Exit
from tests.program import run_dvcheck
from tests.terminal.officer import dvcheck, only_case

PICTURE = str(Path(__file__).parents[2] / "docs" / "picture.yaml")
STARTS = {"markdown": b"# ", "html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "json": b"{"}


@pytest.fixture
def case() -> str:
    made = dvcheck("incident", "--new", "--number", "26-1", "--answers", PICTURE)
    assert made.returncode == 0, made.stderr
    return only_case()


def refused(*arguments: str) -> str:
    done = dvcheck(*arguments)
    assert (done.returncode, done.stdout) == (Exit.USAGE, "")
    assert len(done.stderr.splitlines()) == 2, done.stderr
    return done.stderr


# --- the format ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [s for s, format in _FORMATS.items() if format != "text"])
@pytest.mark.parametrize("upper", [False, True])
def test_the_suffix_of_the_file_says_the_format(suffix: str, upper: bool, case: str, tmp_path: Path) -> None:
    if suffix == ".pdf":
        pytest.importorskip("typst")
    file = tmp_path / f"26-1{suffix.upper() if upper else suffix}"
    assert dvcheck("report", case, "-o", str(file)).returncode == 0
    assert file.read_bytes().startswith(STARTS[_FORMATS[suffix]])


@pytest.mark.parametrize("suffix", [s for s, format in _FORMATS.items() if format in ("markdown", "html")])
def test_the_suffix_of_a_card_says_its_format(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"card{suffix}"
    assert dvcheck("contacts", "--card", "-o", str(file)).returncode == 0
    assert file.read_bytes().startswith(STARTS[_FORMATS[suffix]])


def test_a_form_of_one_line_goes_into_a_text_file(case: str, tmp_path: Path) -> None:
    file = tmp_path / "line.txt"
    assert dvcheck("report", case, "--form", "cad", "-o", str(file)).returncode == 0
    assert file.read_text("utf-8") == dvcheck("report", case, "--form", "cad").stdout
    assert dvcheck("report", case, "--form", "cad", "--format", "text").stdout == file.read_text("utf-8")


def test_without_a_suffix_a_document_is_markdown(case: str, tmp_path: Path) -> None:
    for name in ("report", ".md", "report."):
        assert dvcheck("report", case, "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / name).read_bytes().startswith(b"# ")


def test_a_format_and_a_suffix_that_differ_are_refused_with_both_named(case: str, tmp_path: Path) -> None:
    for arguments in (("report", case), ("contacts", "--card"), ("report", case, "--form", "service")):
        said = refused(*arguments, "--format", "html", "-o", str(tmp_path / "26-1.pdf"))
        assert "--format html does not fit a file ending in .pdf" in said
    said = refused("report", case, "--form", "cad", "--format", "markdown", "-o", str(tmp_path / "26-1.txt"))
    assert "--format markdown does not fit a file ending in .txt" in said
    assert not list(tmp_path.glob("26-1*"))


def test_an_unknown_suffix_is_refused_and_the_known_ones_are_named(case: str, tmp_path: Path) -> None:
    said = refused("report", case, "-o", str(tmp_path / "26-1.docx"))
    assert "a file ending in .docx does not say which format you want" in said
    assert ".md, .markdown, .html, .htm, .pdf, .json; or add --format." in said
    assert ".md, .markdown, .html, .htm, .pdf; or" in refused(
        "contacts", "--card", "-o", str(tmp_path / "c.json")
    )
    assert ".txt" in refused("report", case, "--form", "cad", "-o", str(tmp_path / "c.rtf"))
    assert "\\x1b" in refused("report", case, "-o", str(tmp_path / "c.\x1b[31m"))
    assert not list(tmp_path.glob("*.*"))


def test_an_unknown_suffix_is_taken_with_a_format(case: str, tmp_path: Path) -> None:
    for name, format in (("26-1.docx", "html"), ("26-1.txt", "markdown"), ("26.118", "json")):
        assert dvcheck("report", case, "--format", format, "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / name).read_bytes().startswith(STARTS[format])


def test_a_document_that_is_no_text_is_not_written_as_text(case: str, tmp_path: Path) -> None:
    assert "a form is not written as JSON" in dvcheck("report", case, "--form", "cad", "-o", "x.json").stderr
    assert "not written as plain text" in refused("report", case, "--format", "text")
    file = str(tmp_path / "service.txt")
    assert "a sheet, not one line of text" in refused("report", case, "--form", "service", "-o", file)
    assert "is one line of text" in refused("report", case, "--form", "cad", "-o", str(tmp_path / "x.pdf"))


@pytest.mark.parametrize("given", [None, *ReportFormat])
@pytest.mark.parametrize("suffix", ["", ".", *_FORMATS, ".docx"])
@pytest.mark.parametrize("known", [tuple(ReportFormat), (ReportFormat.MARKDOWN, ReportFormat.HTML)])
def test_every_format_and_suffix_agree_or_are_refused(
    given: ReportFormat | None, suffix: str, known: tuple[ReportFormat, ...]
) -> None:
    """What is written is what --format says, or what the suffix says, and never the one against the other."""
    named = _FORMATS.get(suffix)
    path = Path(f"name{suffix}")
    is_named = suffix in ("", ".") or named in known
    fits = named in (None, given) or (named == "text" and "text" not in known)
    if is_named if given is None else fits or suffix in ("", "."):
        found = format_of(path, given, known=known, default=ReportFormat.MARKDOWN)
        assert found == (given or named or "markdown")
    else:
        with pytest.raises(DvcheckError, match=re.escape(suffix)) as error:
            format_of(path, given, known=known, default=ReportFormat.MARKDOWN)
        assert error.value.code is Exit.USAGE
        assert (given or "") in error.value.message
    assert format_of(Path("-"), given, known=known, default=ReportFormat.HTML) is (given or ReportFormat.HTML)


# --- a file that exists -------------------------------------------------------------------------------------


def test_a_file_that_exists_is_kept_unless_force_is_given(case: str, tmp_path: Path) -> None:
    file = tmp_path / "ours.md"
    file.write_text("notes of somebody", encoding="utf-8")
    for arguments in (("report", case), ("report", case, "--form", "service"), ("contacts", "--card")):
        said = refused(*arguments, "-o", str(file))
        assert f"{file} exists already" in said
        assert "--force" in said
        assert file.read_text("utf-8") == "notes of somebody"
    for arguments in (("report", case), ("contacts", "--card")):
        assert dvcheck(*arguments, "-o", str(file), "--force").returncode == 0
        assert file.read_bytes().startswith(b"# ")
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["ours.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_that_leads_nowhere_is_a_file_that_exists(case: str, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "none")
    refused("report", case, "-o", str(link))
    assert link.is_symlink()


def test_force_spares_the_journal_and_folders(case: str, tmp_path: Path) -> None:
    home = Path(os.environ["DVCHECK_HOME"])
    said = refused("report", case, "-o", str(home / "journal.sqlite3"), "--force")
    assert "one of dvcheck's own files" in said
    done = dvcheck("report", case, "-o", str(tmp_path), "--force")
    assert done.returncode == Exit.OUTPUT


def test_what_scripts_write_replaces_as_before(case: str, tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("older", encoding="utf-8")
    for line in ("journal export", f"assess --batch {os.devnull}"):
        done = dvcheck(*line.split(" "), "-o", str(file))
        assert done.returncode == 0, done.stderr
        assert file.read_text("utf-8") != "older"


def test_the_file_is_checked_before_the_case_is_read(tmp_path: Path) -> None:
    """Nothing is worked out, or asked, for a document that cannot be written."""
    file = tmp_path / "there.md"
    file.write_text("notes", encoding="utf-8")
    done: subprocess.CompletedProcess[str] = run_dvcheck("report", "c-NONE", "-o", str(file))
    assert "exists already" in done.stderr
