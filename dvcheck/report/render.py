"""Writes a sheet in a format. Each format has a separate module, loaded on demand."""

from typing import Literal, assert_never

from dvcheck.report.sheet import Sheet

SheetFormat = Literal["markdown", "html", "pdf"]


def render(sheet: Sheet, format: SheetFormat) -> str | bytes:
    """Write a sheet. DvcheckError with Exit.USAGE for a PDF if Typst is not installed."""
    from dvcheck.report import html, markdown

    match format:
        case "markdown":
            return markdown.render(sheet)
        case "html":
            return html.render(sheet)
        case "pdf":
            from dvcheck.report import pdf

            return pdf.render(sheet)
    assert_never(format)
