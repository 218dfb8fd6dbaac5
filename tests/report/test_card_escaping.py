"""Hostile words of a translated card come out inert: its draft mark, its "or", and its language."""

import pytest
from markdown_it import MarkdownIt
from msgspec.structs import replace

from dvcheck.pack.translation import Translation
from dvcheck.report.card import Card, discreet_card, full_card
from dvcheck.report.card_html import html
from dvcheck.report.card_markdown import markdown
from tests.report.test_card import HOSTILE, SHIPPED, Page

TWO_NUMBERS = replace(
    SHIPPED,
    contacts=tuple(
        replace(one, number="555-0100 or 555-0101") if one.card else one for one in SHIPPED.contacts
    ),
)
TRANSLATION = Translation(language="es", name=HOSTILE, known_as=HOSTILE)
SHOWN = replace(
    TWO_NUMBERS,
    card=replace(SHIPPED.card, draft=HOSTILE, either=f"{{one}} {HOSTILE} {{other}}"),
    translation=TRANSLATION,
)
CARDS = [full_card(TWO_NUMBERS, SHOWN), discreet_card(TWO_NUMBERS, SHOWN)]


@pytest.mark.parametrize("card", CARDS, ids=("full", "discreet"))
def test_a_page_shows_the_words_as_text(card: Card) -> None:
    page = Page(html(card))
    assert "script" not in page.elements
    assert "\x1b" not in page.text
    assert page.text.count("<script>alert(1)</script>") >= 2


@pytest.mark.parametrize("card", CARDS, ids=("full", "discreet"))
def test_markdown_shows_the_words_as_text(card: Card) -> None:
    page = Page(MarkdownIt("commonmark").render(markdown(card)))
    assert not {"script", "img", "a"} & set(page.elements)
    assert page.text.count("<script>alert(1)</script>") >= 2
