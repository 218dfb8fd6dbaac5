"""The card for a survivor in each of its formats."""

from typing import Literal, assert_never, get_args

from dvcheck.report.card import Card

CardFormat = Literal["markdown", "html", "pdf"]
CARD_FORMATS: tuple[CardFormat, ...] = get_args(CardFormat)


def render_card(card: Card, format: CardFormat) -> str | bytes:
    """Write the card in one of its formats. DvcheckError for a PDF that cannot be made here."""
    match format:
        case "markdown":
            from dvcheck.report import card_markdown

            return card_markdown.markdown(card)
        case "html":
            from dvcheck.report import card_html

            return card_html.html(card)
        case "pdf":
            from dvcheck.report import card_pdf

            return card_pdf.pdf(card)
    assert_never(format)
