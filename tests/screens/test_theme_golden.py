"""The summary and the list of what is owed in each theme, as a person has approved them: text and styles."""

import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from rich.console import RenderableType

from dvcheck.looks import Theme
from dvcheck.pack import library
from dvcheck.record import answers_file
from dvcheck.report.owed import CasesOfPack, Outstanding, OwedRow, Unfinished
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.screens import outstanding, style, summary
from dvcheck.wording import duty as wording
from dvcheck.wording.case_line import CaseLine
from tests.terminal.golden import compare

PICTURE = Path(__file__).parents[2] / "docs" / "picture.yaml"
NOW = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
PACK = library.load(library.read(library.shipped_folder()), None)
CASE = CaseLine(id="c-7K2M", number="26-000000", opened=NOW, code="9F2C-41B7", checklist="incident")


def assessed(at: datetime) -> Assessment:
    """Assess the answers of docs/picture.yaml, in a shift that ends at 7 a.m."""
    given, problems = answers_file.parse(PICTURE.read_text(encoding="utf-8"), PICTURE.name, PACK, NOW)
    assert not problems
    answers = {one.question.id: Answer(value=one.value, at=NOW) for one in given.answers}
    ends = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
    return assess(outline(PACK, ("incident",)), answers, {}, at, ends)


def owed(found: Assessment) -> Outstanding:
    """Return what a case owes, with an unfinished walk."""
    rows = [
        OwedRow(case=CASE, pack=PACK, duty=duty, order=n, because=(), why=wording.why(duty, found))
        for n, duty in enumerate(found.outstanding)
    ]
    return Outstanding(
        rows=tuple(rows),
        by_pack=(CasesOfPack(pack=PACK, cases=(CASE.id,)),),
        undecided=len(found.undecided()),
        unfinished=(Unfinished(case=CASE, unasked=2),),
    )


def screens(name: str) -> Iterable[RenderableType]:
    """Return the parts of a screen; an overdue one is read an hour after the end of the shift."""
    at = NOW + timedelta(hours=5 if name.endswith("overdue") else 0)
    found = assessed(at)
    if name.startswith("summary"):
        return [summary.summary(PACK, found, case=CASE, now=at, width=80)]
    return outstanding.parts(owed(found), [PACK], at, 80)


def lines(name: str, theme: Theme) -> list[str]:
    """Return the lines of a screen with the codes of their styles."""
    made = style.console(color=True, stream=io.StringIO(), width=80, theme=theme)
    made._force_terminal = True
    made._color_system = 1  # type: ignore[assignment]  # the eight colors that every terminal has
    with made.capture() as taken:
        for part in screens(name):
            made.print(part)
    return taken.get().splitlines()


def words(line: str) -> str:
    """Return a line without codes."""
    return re.sub(r"\x1b\[[\d;]*m", "", line).rstrip()


def drawn(name: str, theme: Theme) -> Iterator[str]:
    """Yield each line of a screen, and below it each part with the codes of its style."""
    for line in lines(name, theme):
        yield words(line)
        for codes, text in re.findall(r"\x1b\[([\d;]*)m([^\x1b]*)", line):
            if codes != "0" and text.strip():
                yield f"    {codes}: {text.strip()}"


@pytest.mark.parametrize("theme", get_args(Theme))
@pytest.mark.parametrize("name", ["summary", "summary-overdue", "outstanding", "outstanding-overdue"])
def test_a_screen_in_a_theme(name: str, theme: Theme) -> None:
    compare(f"theme-{theme}-{name}", drawn(name, theme))


@pytest.mark.parametrize("name", ["summary-overdue", "outstanding-overdue"])
def test_no_theme_changes_a_word(name: str) -> None:
    shown = {"\n".join(map(words, lines(name, theme))).strip() for theme in get_args(Theme)}
    assert len(shown) == 1
