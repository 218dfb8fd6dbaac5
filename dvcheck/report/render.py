"""A sheet written in a format: each has a module of its own, which is loaded when it is asked for."""

from typing import Literal, assert_never

from dvcheck.report.sheet import Sheet

SheetFormat = Literal["markdown", "html", "pdf"]


def render(sheet: Sheet, format: SheetFormat) -> str | bytes:
    """Write a sheet. DvcheckError with Exit.USAGE for a PDF where Typst is not installed."""
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
