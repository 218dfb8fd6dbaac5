"""The card in the pack's own language: what may be on it, and that hostile text comes out inert."""

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from dvcheck.pack import library
from dvcheck.pack.model import Contact, Pack
from dvcheck.pack.on_card import on_card
from dvcheck.pack.place import Place
from dvcheck.report.card import full_card
from dvcheck.report.card_html import html
from dvcheck.report.card_markdown import markdown
from tests.small_packs import small_pack

SHIPPED = library.load(library.read(library.shipped_folder()), None)
OWN = full_card(SHIPPED, SHIPPED)
HOSTILE = (
    "\x1b[31mred \x9b2J \u202egnp.exe \u2066x \u200b <script>alert(1)</script> &lt; \"' # h\n- i\n"
    "**b** _e_ `c` [l](https://evil.example) ![p](x) <b> "
    "https://evil.example www.evil.example a@b.example |t|"
)


def hostile_pack() -> Pack:
    at = Place("contacts.yaml", 1, 1)
    texts = dict.fromkeys(
        ("name", "number", "purpose", "source", "as_of", "hours", "address", "fax"), HOSTILE
    )
    contact = Contact(id="bad", at=at, card=True, **texts)
    pack = small_pack('  - {obligation: o, text: O, modality: shall, cites: ["1a"]}\n')
    return replace(pack, contacts=(contact,))


class Page(HTMLParser):
    """The elements of a page with their attributes, its text, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: dict[str, dict[str, str | None]] = {}
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes[tag] = dict(attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_card_holds_public_numbers_only_and_none_to_be_checked() -> None:
    on_it = {c.id for c in on_card(SHIPPED)}
    assert {"emergency", "non-emergency", "gateway-center", "jail-release", "city-311"} <= on_it
    assert not on_it & {"svu", "dvert", "mcso-records"}
    assert all(c.card and not c.verify for c in SHIPPED.contacts if c.id in on_it)
    doubtful = {c.number for c in SHIPPED.contacts if c.verify} - {c.number for c in on_card(SHIPPED)}
    assert doubtful
    for text in (markdown(OWN), html(OWN)):
        assert not [number for number in doubtful if number in text]


def test_a_number_to_be_checked_stays_off_the_card_whatever_the_pack_says() -> None:
    contacts = tuple(replace(c, card=True, verify="It is old.") for c in SHIPPED.contacts)
    assert on_card(replace(SHIPPED, contacts=contacts)) == ()


@pytest.mark.parametrize("render", [markdown, html])
def test_the_card_says_to_call_911_in_danger_and_when_its_numbers_are_from(render) -> None:  # type: ignore[no-untyped-def]
    text = render(OWN)
    assert OWN.danger in text
    assert "911" in OWN.danger
    for contact in on_card(SHIPPED):
        assert contact.number in text
        assert contact.as_of in text


@pytest.mark.parametrize("render", [markdown, html])
def test_the_card_names_no_directive_case_or_suspect(render) -> None:  # type: ignore[no-untyped-def]
    text = render(OWN).lower()
    for word in ("0825", "case", "suspect", "respondent", "officer", "report", "arrest", "dvcheck"):
        assert word not in text


def test_the_page_is_whole_and_needs_nothing_else() -> None:
    page = Page(html(OWN))
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object", "a", "form"} & set(page.elements)
    assert "http" not in html(OWN)
    assert "url(" not in html(OWN)
    assert "@import" not in html(OWN)


def test_the_page_can_be_found_the_way_through_by_its_headings() -> None:
    page = Page(html(OWN))
    assert page.attributes["html"] == {"lang": "en"}
    assert page.elements.count("title") == page.elements.count("h1") == page.elements.count("main") == 1
    assert page.elements.count("h2") == len(on_card(SHIPPED))


def test_the_page_is_short_enough_for_one_sheet_of_letter() -> None:
    """A section takes at most 1.1 inches (its heading, number and details); the sheet leaves 9.8."""
    page = Page(html(OWN))
    assert "@page { size: letter;" in html(OWN)
    points = 22 * 1.35 + 16 * 1.35 + 12  # the title and the first line
    points += page.elements.count("section") * (12 + 1)  # padding and the line between
    points += page.elements.count("h2") * 12 * 1.35
    points += page.elements.count("section") * 18 * 1.35
    points += (page.elements.count("p") - page.elements.count("section") - 1) * 12 * 1.35
    points += page.elements.count("li") * 2 * 10 * 1.35 + 12
    assert points < 9.8 * 72


def test_hostile_text_is_inert_in_html() -> None:
    text = html(full_card(hostile_pack(), hostile_pack()))
    page = Page(text)
    assert page.open == []
    assert "script" not in page.elements
    assert "b" not in page.elements
    assert "<script>alert(1)</script>" in page.text
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", text) is None


def test_hostile_text_is_inert_in_markdown() -> None:
    text = markdown(full_card(hostile_pack(), hostile_pack()))
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", text) is None
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    kinds = {t.type for token in tokens for t in (token, *(token.children or ()))}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("strong_open", "strong_close"),
    }
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2"]
    shown = "".join(t.content for token in tokens for t in token.children or ())
    assert "**b** _e_ `c` [l](https://evil.example)" in shown
    # A backslash breaks what GitHub turns into links without brackets.
    assert "https://" not in text
    assert "www.evil" not in text
    assert "a@b" not in text
