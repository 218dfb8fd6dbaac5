"""The PDFs, opened and read back: what they contain, for readers of all kinds, the same bytes each time."""

import io
import sys
import unicodedata
from typing import Any

import pytest
from pypdf import PdfReader

from dvcheck.errors import DvcheckError, Exit
from dvcheck.report import card_pdf, pdf
from dvcheck.report.card import full_card
from dvcheck.report.sheet import Chapter, Lines, Sheet
from dvcheck.text import clean
from tests.report import cases
from tests.report.cases import NOW, assault, hostile, mixed, sheet
from tests.report.test_card import OWN, hostile_pack

pytest.importorskip("typst")


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=False)


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in opened(content).pages)


def fonts(reader: PdfReader) -> list[Any]:
    """Return the descriptor of each font, which has the font itself if it is embedded."""
    found = []
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            font = font.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            found.append(inner["/FontDescriptor"].get_object())
    return found


def test_the_worksheet_of_an_ordinary_case_takes_three_sheets_of_letter_at_most() -> None:
    reader = opened(pdf.render(sheet(assault())))
    assert len(reader.pages) <= 3
    assert {(page.mediabox.width, page.mediabox.height) for page in reader.pages} == {(612, 792)}


def test_it_holds_what_the_sheet_holds() -> None:
    for case in (assault(), mixed()):
        document = sheet(case)
        text = text_of(pdf.render(document))
        for chapter in document.chapters:
            assert chapter.title in text
        assert "Front door broken" in text or "which stays" in text
        assert "Complete the General Offense (GO) report" in text
        assert f"page 1 of {len(opened(pdf.render(document)).pages)}" in text
        assert text.count("Case c-7K2M · record 0000-0000") == len(opened(pdf.render(document)).pages)


@pytest.mark.parametrize("content", [pdf.render(sheet(mixed())), card_pdf.pdf(OWN)])
def test_it_can_be_read_aloud_and_printed_anywhere(content: bytes) -> None:
    reader = opened(content)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  # pypdf's own boolean
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata is not None
    assert reader.metadata.title
    found = fonts(reader)
    assert found
    assert all("/FontFile3" in font or "/FontFile2" in font for font in found)
    assert "/JavaScript" not in root.get("/Names", {})
    assert "/OpenAction" not in root
    assert not any("/Annots" in page for page in reader.pages)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert pdf.render(sheet(mixed())) == pdf.render(sheet(mixed()))
    assert card_pdf.pdf(OWN) == card_pdf.pdf(OWN)
    created = opened(pdf.render(sheet(mixed()))).metadata
    assert created is not None
    assert created.creation_date == NOW


def test_hostile_text_is_text() -> None:
    squeezed = text_of(pdf.render(sheet(*hostile()))).replace(" ", "").replace("\u200b", "")
    for payload in cases.PAYLOADS:
        assert payload.replace(" ", "") in squeezed
    assert "'=HYPERLINK" in squeezed


def test_the_card_is_one_page_and_hostile_text_in_it_is_text() -> None:
    assert len(opened(card_pdf.pdf(OWN)).pages) == 1
    text = text_of(card_pdf.pdf(OWN))
    assert OWN.danger in text
    for one in OWN.numbers:
        assert one.number in text
    assert "<script>alert(1)</script>" in text_of(card_pdf.pdf(full_card(hostile_pack(), hostile_pack())))


def lines(*said: str) -> Sheet:
    chapter = Chapter(title="Lines", parts=(Lines(lines=said),))
    return Sheet(title="Title", lead=(), chapters=(chapter,), mark="mark", made=NOW)


def test_a_character_without_a_glyph_stands_as_its_code() -> None:
    text = text_of(pdf.render(lines("中文 and 😀 and Jiří Žižka, Σ, Ж, €, →")))
    assert "\\u4e2d\\u6587 and \\u1f600 and Jiří Žižka, Σ, Ж, €, →" in text


def test_every_character_said_to_have_a_glyph_has_one() -> None:
    """PDF/UA allows no box in place of a character: Typst would refuse the document."""
    covered = [chr(n) for first, last in pdf._GLYPHS for n in range(first, last + 1)]
    shown = [c for c in covered if clean(c) == c]
    assert len(shown) > 1_000
    pdf.render(lines(*("".join(f"a{c}" for c in shown[n : n + 64]) for n in range(0, len(shown), 64))))
    assert all(unicodedata.category(c) != "Cn" for c in shown)


def test_what_typst_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_SHEET", '#panic("no\\u{1b}such")')
    with pytest.raises(DvcheckError, match="Typst could not make the PDF") as caught:
        pdf.render(sheet(assault()))
    assert caught.value.code is Exit.OUTPUT


def test_without_typst_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(DvcheckError) as caught:
        pdf.render(sheet(assault()))
    assert caught.value.code is Exit.USAGE
    assert 'pip install "dvcheck[pdf]"' in caught.value.hint
