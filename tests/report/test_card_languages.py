"""The card in six languages: the same in all, a draft until reviewed, complete in every format."""

import io
import os
import re
import string
import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack.card_texts import CardTexts, places_in
from dvcheck.pack.on_card import on_card, texts_on_card
from dvcheck.pack.translation import Reviewed
from dvcheck.report import card_pdf, fonts
from dvcheck.report.card import Card, discreet_card, full_card
from dvcheck.report.card_html import html
from dvcheck.report.card_markdown import markdown
from dvcheck.report.fonts.covered import COVERED
from tests.report.shipped_cards import LANGUAGES, OVERLAYS, OWN, PACKS, cards
from tests.report.test_card import Page

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "cards"
REVIEW = (ROOT / "docs" / "REVIEW.md").read_text(encoding="utf-8")
OTHERS = tuple(OVERLAYS)
KINDS = tuple(cards("en"))
TELLING = re.compile(r"violen|abus|victim|surviv|police|sheriff|jail|shelter|hotline|danger|court|case", re.I)
"""English words that would tell somebody what a discreet card is for."""
TELLING_ELSEWHERE = {
    "es": "violencia policía cárcel peligro ayuda caso sheriff",
    "vi": "bạo lực cảnh sát nhà tù nguy hiểm giúp đỡ hồ sơ",
    "ru": "насили полици тюрьм опасн помощ дела шериф",
    "uk": "насильств поліці в’язниц небезпе допомог справи шериф",
    "zh-Hans": "暴力 警 监狱 危险 求助 帮助 案件 治安",
}


def texts(card: Card) -> list[str]:
    """Return every text of a card, in order."""
    said = [card.title, card.danger, *(w.text for w in card.draft), *card.about]
    for one in card.numbers:
        said += [one.name.text, one.number, *one.details]
    return [*said, card.age, *card.sources]


def numbers(card: Card) -> Counter[str]:
    return Counter(re.findall(r"\d+", " ".join(texts(card))))


# --- what it says -------------------------------------------------------------------------------------------


def test_the_six_languages_are_there() -> None:
    assert set(LANGUAGES) == {"en", "es", "vi", "ru", "zh-Hans", "uk"}
    assert all(o.translation.only_card and o.translation.known_as for o in OVERLAYS.values())


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_card_has_the_numbers_of_the_english_one_and_no_others(language: str, kind: str) -> None:
    ours, english = cards(language)[kind], cards("en")[kind]
    assert numbers(ours) == numbers(english)
    for one, own in zip(ours.numbers, english.numbers, strict=True):
        assert re.findall(r"[\d-]+", one.number) == re.findall(r"[\d-]+", own.number)
        assert len(one.details) == len(own.details)
    assert len(ours.sources) == len(english.sources)


@pytest.mark.parametrize("language", OTHERS)
def test_each_text_has_an_english_counterpart_and_none_is_missing(language: str) -> None:
    own, other = texts_on_card(OWN), OVERLAYS[language].texts
    assert set(other) == set(own)
    same = {path for path in own if own[path] == other[path]}
    assert same == set()
    for path, text in other.items():
        assert places_in(text) == places_in(own[path])


def test_the_shipped_words_are_the_usual_ones_and_written_out() -> None:
    written = (ROOT / "checklists" / "ppb-0825.00" / "contacts.yaml").read_text(encoding="utf-8")
    for name in CardTexts.__struct_fields__:
        assert f"\n  {name}: " in written


@pytest.mark.parametrize("language", OTHERS)
def test_names_addresses_and_sources_come_from_the_list(language: str) -> None:
    card = full_card(OWN, PACKS[language])
    file = (ROOT / f"checklists/ppb-0825.00/translations/{language}.yaml").read_text(encoding="utf-8")
    assert not re.search(r"911|(?<!city-)311|\d{3}-\d{3,4}", file)
    for one, contact in zip(card.numbers, on_card(OWN), strict=True):
        assert one.name.language == ("en" if contact.proper_name else language)
        assert not contact.proper_name or one.name.text == contact.name
        assert not contact.address or any(contact.address in line for line in one.details)
        assert any(contact.source in line for line in card.sources)
        assert contact.source not in file
        assert not contact.address or contact.address not in file
        assert not contact.proper_name or contact.name not in file


def test_a_number_in_the_list_is_changed_in_every_language_at_once() -> None:
    moved = replace(OWN, contacts=tuple(replace(c, number="503-555-0199") for c in OWN.contacts))
    for language in OTHERS:
        shown = replace(PACKS[language], contacts=PACKS[language].contacts)
        assert {one.number for one in full_card(moved, shown).numbers} == {"503-555-0199"}


@pytest.mark.parametrize("language", OTHERS)
def test_the_letters_are_those_of_the_language(language: str) -> None:
    """No look-alike of another alphabet, and every mark composed with its letter."""
    alphabet = {"ru": "CYRILLIC", "uk": "CYRILLIC", "zh-Hans": "CJK"}.get(language, "LATIN")
    for text in OVERLAYS[language].texts.values():
        assert unicodedata.normalize("NFC", text) == text
        for word in re.sub(r"\{\w+\}|Multnomah|MCSO", "", text).split():
            letters = [c for c in word if c.isalpha()]
            assert all(unicodedata.name(c).startswith(alphabet) for c in letters), word
    only = {"ru": "ыэъё", "uk": "іїєґ"}
    if language in only:
        other = only["uk" if language == "ru" else "ru"]
        assert not set(other) & set("".join(OVERLAYS[language].texts.values()).lower())


# --- drafts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_says_so_in_both_languages_and_a_reviewed_card_does_not(language: str, kind: str) -> None:
    own = PACKS[language].card.draft
    for render in (markdown, html):
        text = render(cards(language)[kind])
        assert "DRAFT, not checked by a translator" in text
        assert own in text
    translation = PACKS[language].translation
    assert translation is not None
    review = Reviewed(by="A. Translator", on=date(2026, 10, 1))
    shown = replace(PACKS[language], translation=replace(translation, reviewed=review))
    assert full_card(OWN, shown).draft == discreet_card(OWN, shown).draft == ()


def test_the_english_card_is_no_draft() -> None:
    assert all(card.draft == () for card in cards("en").values())


def test_the_languages_that_wait_for_a_review_are_listed() -> None:
    section = REVIEW.partition("## The card for a survivor")[2].partition("\n## ")[0]
    listed = dict(re.findall(r"^- `([\w-]+)`: (.+)$", section, re.MULTILINE))
    drafts = {
        o.translation.language: o.translation.known_as for o in OVERLAYS.values() if o.translation.is_draft
    }
    assert listed == drafts


def test_no_number_for_the_night_is_invented_and_the_gap_is_listed() -> None:
    hours = " ".join(c.hours for c in OWN.contacts)
    assert not re.search(r"24|day and night|always|any time", hours, re.IGNORECASE)
    sources = "\n".join(c.number for c in OWN.contacts)
    assert "800-" not in sources
    assert "no help line that answers 24 hours a day" in " ".join(REVIEW.split())


# --- discreet -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_discreet_card_does_not_say_what_it_is_for(language: str) -> None:
    for kind in ("discreet", "discreet-large"):
        card = cards(language)[kind]
        said = " ".join(texts(card)).lower()
        assert TELLING.search(said) is None
        for word in TELLING_ELSEWHERE.get(language, "").split():
            assert word not in said, word
        assert card.danger == ""
        assert card.sources == card.about == ()
        assert not any(one.details for one in card.numbers)
        for text in (markdown(card), html(card)):
            assert TELLING.search(re.sub(r"<style>.*?</style>|<[^>]*>", "", text, flags=re.DOTALL)) is None


def test_a_discreet_card_has_every_public_number() -> None:
    assert [one.number for one in cards("en")["discreet"].numbers] == [c.number for c in on_card(OWN)]


# --- the formats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_as_kept(language: str, kind: str) -> None:
    for text, ending in ((markdown(cards(language)[kind]), "md"), (html(cards(language)[kind]), "html")):
        kept = GOLDEN / f"{language}-{kind}.{ending}"
        if os.environ.get("DVCHECK_GOLDEN") == "write":
            kept.parent.mkdir(exist_ok=True)
            kept.write_text(text, encoding="utf-8", newline="\n")
        assert text == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_names_its_language_and_that_of_foreign_names(language: str) -> None:
    for kind in ("full", "discreet"):
        text = html(cards(language)[kind])
        page = Page(text)
        assert page.open == []
        assert page.attributes["html"] == {"lang": language}
        assert text.count("<h1>") == 1
        assert ("Microsoft YaHei" in text) == (language == "zh-Hans")
        assert ('lang="en">Gateway Center' in text) == (language != "en")
        assert "url(" not in text


def test_a_screen_reader_reads_one_of_the_small_cards() -> None:
    for kind, copies in (("discreet", 10), ("discreet-large", 6)):
        text = html(cards("es")[kind])
        assert text.count("<article") == copies
        assert text.count('<article aria-hidden="true">') == copies - 1


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("\u200b", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_gives_every_word_back_with_no_letter_missing(language: str, kind: str) -> None:
    """Typst refuses a PDF/UA with a box in place of a letter; the words come back when they are copied."""
    pytest.importorskip("typst")
    card = cards(language)[kind]
    reader = PdfReader(io.BytesIO(card_pdf.pdf(card)))
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    for said in texts(card):
        assert squeezed(said) in text, said
    assert "\ufffd" not in text
    assert "\x00" not in text
    names = {f["/BaseFont"].partition("+")[2].removesuffix("-Identity-H") for f in _fonts(reader)}
    assert names <= {"CardSans-Regular", "CardSans-Bold", "CardSansSC-Regular", "CardSansSC-Bold"}
    assert len(reader.pages) == (2 if card.large and not card.discreet else 1)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == {"zh-Hans": "zh-CN"}.get(language, language)


def _fonts(reader: PdfReader) -> list[dict[str, str]]:
    return [
        font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_no_glyph_of_a_pdf_is_the_empty_box(kind: str) -> None:
    """In the PDF, a text is the numbers of its glyphs. Number 0 is the empty box."""
    pytest.importorskip("typst")
    for language in LANGUAGES:
        reader = PdfReader(io.BytesIO(card_pdf.pdf(cards(language)[kind])))
        for page in reader.pages:
            contents = page.get_contents()
            assert contents is not None
            shown = [
                glyph
                for operands, operator in contents.operations
                if operator in (b"Tj", b"TJ")
                for part in (operands[0] if operator == b"TJ" else operands)
                if not isinstance(part, (int, float))
                for glyph in _glyphs(part)
            ]
            assert len(shown) > 100
            assert 0 not in shown


def _glyphs(part: object) -> list[int]:
    raw = part if isinstance(part, bytes) else part.original_bytes  # type: ignore[attr-defined]
    return [int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw), 2)]


def test_a_letter_outside_the_fonts_is_printed_in_another_font_or_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("typst")
    odd = "\U00010a60"  # Old South Arabian, which few computers have
    assert odd not in COVERED
    card = replace(cards("zh-Hans")["full"], title=f"求助 {odd}")
    real = card_pdf.pdfs.compile_typst
    used: list[bool] = []

    def only_ours(*args: object, system_fonts: bool, **named: object) -> bytes:
        used.append(system_fonts)
        return real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(card_pdf.pdfs, "compile_typst", only_ours)
    with pytest.raises(DvcheckError, match=f"no font here has these letters of the card: {odd}") as caught:
        card_pdf.pdf(card)
    assert used == [True]
    assert caught.value.code is Exit.OUTPUT
    assert "--format html" in caught.value.hint


def test_a_card_takes_no_font_of_the_computer_while_it_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[bool] = []
    monkeypatch.setattr(
        card_pdf.pdfs, "compile_typst", lambda *a, system_fonts, **k: used.append(system_fonts) or b""
    )
    for language in LANGUAGES:
        for card in cards(language).values():
            card_pdf.pdf(card)
    assert not any(used)


# --- the fonts ----------------------------------------------------------------------------------------------


def test_the_fonts_have_the_letters_of_every_card_and_are_as_made() -> None:
    done = subprocess.run(
        [sys.executable, "docs/card_fonts.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_fonts_have_their_license_beside_them_and_are_small() -> None:
    folder = Path(fonts.__path__[0])
    license = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in license
    assert "Copyright 2015 Google LLC" in license
    assert "2014-2021 Adobe" in license
    for script in ("CardSans-*", "CardSansSC-*"):
        found = list(folder.glob(script))
        assert len(found) == 2
        assert sum(path.stat().st_size for path in found) <= 300_000
    assert set(string.printable[:95]) <= set(COVERED)


def test_the_places_of_a_text_are_filled_once() -> None:
    hostile = replace(
        OWN, contacts=tuple(msgspec.structs.replace(c, purpose="{text} {as_of}") for c in OWN.contacts)
    )
    assert full_card(hostile, hostile).numbers[0].details[0] == "For: {text} {as_of}"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_discreet_card_with_many_numbers_grows_and_loses_none(language: str) -> None:
    pytest.importorskip("typst")
    card = cards(language)["discreet"]
    many = replace(card, numbers=card.numbers * 4)
    reader = PdfReader(io.BytesIO(card_pdf.pdf(many)))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    copies = text.count(card.title)
    assert 2 <= copies < 10
    assert text.count("503-988-6400") == 4 * copies
    assert cards(language)["discreet"] == card
    usual = PdfReader(io.BytesIO(card_pdf.pdf(card))).pages[0].extract_text()
    assert usual.count(card.title) == 10
