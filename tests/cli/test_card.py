"""`dvcheck contacts --card` as an officer runs it: languages, drafts, discreet and large cards, a case."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import translated
from tests.journal import only_case
from tests.pty import dvcheck, run_dvcheck

SPANISH = "Teléfonos de ayuda"


def card(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return dvcheck("contacts", "--card", *arguments, env={"COLUMNS": "80"} | env)


def reviewed(folder: Path, language: str = "es") -> Path:
    """Copy the shipped pack, with a review of one language."""
    import shutil

    from dvcheck.pack import library

    pack = folder / "pack"
    shutil.copytree(library.shipped_folder(), pack)
    file = pack / "translations" / f"{language}.yaml"
    text = file.read_text(encoding="utf-8")
    done = "only: card\nreviewed: {by: A. Translator, on: 2026-10-01}\n"
    file.write_text(text.replace("only: card\n", done), encoding="utf-8")
    return pack


# --- languages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        *(("es", SPANISH), ("ES", SPANISH), ("es-MX", SPANISH), ("spanish", SPANISH), ("Español", SPANISH)),
        *(("vi", "Số điện thoại để được giúp đỡ"), ("Vietnamese", "Số điện thoại để được giúp đỡ")),
        *(("ru", "Телефоны помощи"), ("русский", "Телефоны помощи")),
        *(("uk", "Телефони допомоги"), ("ukrainian", "Телефони допомоги")),
        *(("zh-Hans", "求助电话"), ("zh", "求助电话"), ("chinese", "求助电话"), ("简体中文", "求助电话")),
    ],
)
def test_a_language_is_found_by_its_tag_or_its_name(typed: str, title: str) -> None:
    done = card("--lang", typed, "--draft")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"# {title}\n")


@pytest.mark.parametrize("typed", ["en", "english", "EN-us"])
def test_english_is_the_card_without_a_language(typed: str) -> None:
    assert card("--lang", typed).stdout == card().stdout
    assert card().stdout.startswith("# Phone numbers for help\n")


def test_the_language_of_the_officers_screens_is_not_that_of_the_card(tmp_path: Path) -> None:
    pack = str(translated.written(tmp_path / "pack"))
    assert "Special Victims" in card("--pack", pack, DVCHECK_LANGUAGE="es").stdout
    assert "Víctimas especiales" in card("--pack", pack, "--lang", "es", DVCHECK_LANGUAGE="vi").stdout
    assert "Special Victims" in card("--pack", pack, "--lang", "en", DVCHECK_LANGUAGE="es").stdout


def test_a_card_translation_is_not_for_screens() -> None:
    shown = dvcheck("contacts", env={"DVCHECK_LANGUAGE": "es"}).stdout
    assert "Emergencia" not in shown
    assert "Police non-emergency" in shown


@pytest.mark.parametrize("typed", ["german", "x" * 400, "", " ", "\x1b[31m", "zh-TW", "i", "../es"])
def test_an_unknown_language_is_refused_with_those_there_are(typed: str) -> None:
    done = card("--lang", typed, "--draft")
    assert (done.returncode, done.stdout) == (2, "")
    assert "\x1b" not in done.stderr
    said = done.stderr.splitlines()
    assert said[0].startswith("dvcheck: the card has no language")
    assert said[1].startswith("The card has these: en (English, without --lang), es (Spanish), ru (Russian)")


def test_the_nearest_language_is_suggested() -> None:
    assert 'did you mean "spanish"?' in card("--lang", "spannish").stderr


# --- drafts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "vi", "ru", "zh-Hans", "uk"])
@pytest.mark.parametrize("more", [(), ("--discreet",), ("--format", "html")])
def test_a_draft_needs_the_option_and_says_why(language: str, more: tuple[str, ...]) -> None:
    refused = card("--lang", language, *more)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert re.match(r"dvcheck: no translator has checked the [\w ]+ card\nWith --draft ", refused.stderr)
    assert "DRAFT, not checked by a translator" in card("--lang", language, "--draft", *more).stdout


def test_a_review_lifts_it(tmp_path: Path) -> None:
    pack = str(reviewed(tmp_path))
    done = card("--pack", pack, "--lang", "es")
    assert done.returncode == 0, done.stderr
    assert "DRAFT" not in done.stdout
    assert "BORRADOR" not in done.stdout
    assert card("--pack", pack, "--lang", "vi").returncode == 2


@pytest.mark.parametrize(
    ("review", "said"),
    [
        ("{by: A. Translator}", 'needs the key "on"'),
        ("{on: 2026-10-01}", 'needs the key "by"'),
        ("{by: A. Translator, on: 2026-02-30}", "bad-date"),
        ("{by: A. Translator, on: last May}", "bad-date"),
        ('{by: "", on: 2026-10-01}', "no-text"),
        ("A. Translator", "not-a-mapping"),
    ],
)
def test_half_a_review_is_refused(tmp_path: Path, review: str, said: str) -> None:
    pack = reviewed(tmp_path)
    file = pack / "translations" / "es.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{by: A. Translator, on: 2026-10-01}", review), encoding="utf-8")
    done = card("--pack", str(pack), "--lang", "es", "--draft")
    assert (done.returncode, done.stdout) == (3, "")
    assert said in done.stderr
    assert "translations/es.yaml:" in done.stderr


# --- broken packs -------------------------------------------------------------------------------------------


def test_a_translation_without_the_card_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    pack = str(translated.written(tmp_path / "pack"))
    done = card("--pack", pack, "--lang", "vi", "--draft")
    assert (done.returncode, done.stdout) == (3, "")
    assert "translations/vi.yaml lacks texts of the card: contacts/svu/name" in done.stderr
    listed = card("--pack", pack, "--lang", "german").stderr
    assert "es (Español)" in listed
    assert "vi" not in listed


def test_one_missing_text_is_named(tmp_path: Path) -> None:
    pack = reviewed(tmp_path)
    file = pack / "translations" / "es.yaml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if "may_change" not in line]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = card("--pack", str(pack), "--lang", "es")
    assert done.returncode == 3
    assert "translations/es.yaml lacks texts of the card: card/may_change\n" in done.stderr
    assert card("--pack", str(pack)).returncode == 0


def test_a_broken_translation_is_refused_with_its_line(tmp_path: Path) -> None:
    pack = reviewed(tmp_path)
    file = pack / "translations" / "es.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("{one} o {other}", "{one}"), encoding="utf-8")
    done = card("--pack", str(pack), "--lang", "es")
    assert (done.returncode, done.stdout) == (3, "")
    assert re.search(r"translations/es\.yaml:\d+:\d+: other-place: this text needs", done.stderr)


def test_a_pack_without_a_discreet_name_has_no_discreet_card(tmp_path: Path) -> None:
    pack = reviewed(tmp_path)
    file = pack / "contacts.yaml"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if "discreet:" not in line]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for translation in (pack / "translations").iterdir():
        translation.unlink()
    done = card("--pack", str(pack), "--discreet")
    assert (done.returncode, done.stdout) == (3, "")
    assert "the pack has no number for the discreet card" in done.stderr


# --- what is on it ------------------------------------------------------------------------------------------


def opened(*number: str) -> str:
    dvcheck("incident", "--new", *number, "--plain", typed="1\nq\n")
    return only_case()


def test_the_case_is_on_the_card_only_if_it_is_asked_for(home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text('officer = "Ofc. A. Test"\n', encoding="utf-8")
    name = opened("--number", "26-118")
    assert "26-118" not in card().stdout
    done = card("--case", name, "--lang", "es", "--draft")
    assert "Número de caso: 26-118\n" in done.stdout
    assert "Agente: Ofc. A. Test\n" in done.stdout
    assert done.stderr == ""
    assert "Case number: 26-118" in card("--case", "26-118").stdout
    assert card("--case", name).stdout.count("26-118") == 1


def test_what_a_case_lacks_is_a_blank_and_a_line_says_so() -> None:
    done = card("--case", opened())
    assert done.returncode == 0
    assert re.search(r"^Case number: \.{20,}\n\nOfficer: \.{20,}$", done.stdout, re.MULTILINE)
    assert done.stderr == "The case does not have all of this. Fill in the blanks by hand.\n"


def test_a_case_that_is_not_there_is_refused() -> None:
    assert card("--case", "26-999").returncode != 0


def test_a_discreet_card_takes_no_case() -> None:
    done = card("--discreet", "--case", "26-118")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a discreet card has no case number" in done.stderr


def test_a_discreet_card_has_a_plain_title_and_short_names() -> None:
    done = card("--discreet")
    assert done.stdout.startswith("# Useful numbers\n")
    assert "- Gateway Center: 503-988-6400\n" in done.stdout
    assert "iolence" not in done.stdout


def test_large_print_changes_the_size_and_no_word() -> None:
    assert card("--large").stdout == card().stdout
    small, large = (card("--format", "html", *more).stdout for more in ((), ("--large",)))
    assert small != large
    words = re.compile(r"<style>.*?</style>", re.DOTALL)
    assert words.sub("", small) == words.sub("", large)


@pytest.mark.parametrize(
    "option", [("--lang", "es"), ("--draft",), ("--discreet",), ("--large",), ("--case", "26-118")]
)
def test_an_option_of_the_card_needs_the_card(option: tuple[str, ...]) -> None:
    done = run_dvcheck("contacts", *option)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"dvcheck: {option[0]} is for the card\nAdd --card.\n"


@pytest.mark.parametrize("language", ["en", "es", "vi", "ru", "zh-Hans", "uk"])
def test_each_language_is_written_to_a_pdf(language: str, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    file = tmp_path / "card.pdf"
    done = card("--lang", language, "--draft", "--format", "pdf", "-o", str(file))
    assert done.returncode == 0, done.stderr
    assert file.read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal without UTF-8 is a setting of POSIX")
def test_a_card_is_utf_8_whatever_the_terminal_is() -> None:
    done = card("--lang", "zh-Hans", "--draft", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert "求助电话" in done.stdout
