"""Markdown and HTML: hostile text comes out as text, and the page is sound, small and needs nothing else."""

import base64
import hashlib
import re
import shutil
import subprocess
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from dvcheck.report import html, inert, markdown
from dvcheck.text import clean
from tests.report.cases import HOSTILE, MARKUP, PAYLOADS, assault, hostile, mixed, sheet

ALIEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u202a-\u202e\u2066-\u2069\U000e0041]")
"""Characters that a screen would act on, or hide."""

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "footer"),
    *("h1", "h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "id", "aria-labelledby"),
    *("scope", "colspan"),
}


class Page(HTMLParser):
    """The elements of a page, their attributes, its text, and what is wrong with how they are nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def pages() -> list[str]:
    return [html.render(sheet(case, pack)) for case, pack in ((assault(), None), (mixed(), None), hostile())]


def test_hostile_text_is_inert_in_html() -> None:
    text = html.render(sheet(*hostile()))
    assert ALIEN.search(text) is None
    page = Page(text)
    assert {tag for tag, _ in page.elements} <= TAGS
    assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
    shown = "\n".join(page.texts)
    for payload in PAYLOADS:
        assert payload in shown
    assert shown.count(clean(HOSTILE)) >= 8
    assert f"'{MARKUP} said" in shown


def test_hostile_text_is_inert_in_markdown() -> None:
    text = markdown.render(sheet(*hostile()))
    assert ALIEN.search(text) is None
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(text)
    every = [t for token in tokens for t in (token, *(token.children or ()))]
    assert {t.type for t in every} <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "softbreak"),
        *("strong_open", "strong_close", "text_special"),
    }
    titles = [tokens[n + 1].content for n, t in enumerate(tokens) if t.tag == "h2" and t.nesting == 1]
    assert titles == [c.title for c in sheet(*hostile()).chapters]
    shown = "".join(t.content for t in every if t.type in ("text", "text_special"))
    for payload in PAYLOADS:
        assert payload in shown
    # A backslash breaks what GitHub turns into links without brackets.
    assert not re.search(r"https?://|www\.evil|a@b", text)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", " =", "＝"])
def test_no_cell_begins_like_a_formula(start: str) -> None:
    assert inert.guarded(f"{start}1+1").startswith("'")
    assert inert.guarded(f"1{start}") == f"1{start}"


def test_no_cell_of_a_page_begins_like_a_formula() -> None:
    for text in pages():
        assert not [t for t in Page(text).texts if t.strip().startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    "text",
    ["1. one", "2) two", "# h", "> q", "    code", "```", "~~~", "---", "===", "+ a", "* a", "<!-- -->"],
)
def test_a_text_at_the_start_of_a_block_is_a_paragraph(text: str) -> None:
    made = inert.as_markdown(inert.guarded(text))
    kinds = [t.type for t in MarkdownIt("commonmark").parse(f"before\n\n{made}\n")]
    assert kinds == ["paragraph_open", "inline", "paragraph_close"] * 2
    listed = [t.type for t in MarkdownIt("commonmark").parse(f"- {made}\n")]
    assert listed.count("bullet_list_open") == 1
    assert "paragraph_open" in listed


def test_the_page_runs_nothing_and_asks_nobody() -> None:
    for text in pages():
        page = Page(text)
        assert {tag for tag, _ in page.elements} <= TAGS
        assert not {"src", "href", "style"} & {n for _, attributes in page.elements for n in attributes}
        (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        assert "url(" not in style
        assert "@import" not in style
        policy = next(m["content"] for m in page.of("meta") if "http-equiv" in m)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert (
            policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )


def test_the_page_has_its_landmarks_and_every_table_its_headings() -> None:
    page = Page(html.render(sheet(mixed())))
    assert page.of("html") == [{"lang": "en"}]
    assert [len(page.of(tag)) for tag in ("title", "h1", "header", "main", "footer")] == [1] * 5
    assert {s["aria-labelledby"] for s in page.of("section")} == {h["id"] for h in page.of("h2")}
    assert all(th.get("scope") in ("col", "row", "rowgroup") for th in page.of("th"))
    assert len(page.of("thead")) == len([t for t in page.of("table") if "rows" in (t["class"] or "")])


def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or pytest.skip("no Chromium here")


def run(*options: str) -> str:
    command = [chromium(), "--headless", "--no-sandbox", "--disable-gpu", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_a_page_is_as_wide_as_a_phone_and_prints_on_four_sheets_at_most(tmp_path: Path) -> None:
    """One of the four is the skeleton of the narrative."""
    chromium()
    document = html.render(sheet(assault()))
    page, frame = tmp_path / "page.html", tmp_path / "frame.html"
    page.write_text(document, encoding="utf-8")
    # Chromium has no window narrower than 500 pixels, but a frame in it can be.
    frames = "".join(
        f'<iframe width="{width}" height="800" srcdoc="{escape(text)}"></iframe>'
        for text in (document, html.render(sheet(*hostile())))
        for width in (390, 1366)
    )
    measure = (
        "<script>onload = () => { document.title = [...document.querySelectorAll('iframe')].map(f => "
        "f.contentDocument.documentElement.scrollWidth <= f.contentDocument.documentElement.clientWidth) }"
        "</script>"
    )
    frame.write_text(f"<!DOCTYPE html><title>-</title>{measure}{frames}", encoding="utf-8")
    assert "<title>true,true,true,true</title>" in run("--dump-dom", frame.as_uri())
    printed = tmp_path / "printed.pdf"
    run(f"--print-to-pdf={printed}", "--no-pdf-header-footer", page.as_uri())
    assert len(PdfReader(printed).pages) <= 4
