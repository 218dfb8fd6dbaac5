"""The page: the board as HTML, every text cleaned and escaped, and the policy that allows nothing else."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.model import sections_of
from dvcheck.report.inert import as_html
from dvcheck.report.on_board import (
    Board,
    foot_line,
    handed_over,
    limits_line,
    not_heard_from,
    not_reached,
    statements,
    tallies,
    title_at,
)
from dvcheck.report.owed import OwedRow
from dvcheck.web.style import SCRIPT, STYLE
from dvcheck.wording import deadline
from dvcheck.wording import duty as wording
from dvcheck.wording.case_line import case_label
from dvcheck.wording.counts import open_in_cases
from dvcheck.wording.directive import reviews
from dvcheck.wording.times import date_and_time


class PageState(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the page that change. All but the notices are HTML."""

    at: str
    tallies: str
    board: str
    notice: str = ""
    """What is wrong now, as text; empty if nothing is."""
    gone: str = ""
    """What the page says once dvcheck does not answer, as text."""


def _allowed(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src {_allowed(STYLE)}",
        f"script-src {_allowed(SCRIPT)}",
        "connect-src 'self'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)


def page_state(board: Board, *, since: datetime | None = None, why: str = "") -> PageState:
    """Return the parts of the page for a board, and since when the precinct is not reached, if it is not."""
    when = date_and_time(board.at, board.zone())
    return PageState(
        at=as_html(phrase("As of {when}", when=when)),
        tallies="".join(_tallies(board)),
        board="\n".join(_board(board)),
        notice=not_reached(board, since, why) if since is not None else "",
        gone=phrase("dvcheck does not answer. This is the board as of {when}.", when=when),
    )


def page_html(board: Board, now: PageState) -> str:
    """Return the complete page."""
    name = as_html(phrase("Board of {precinct}", precinct=board.name))
    old = as_html(phrase("OLD: {page}", page=""))
    skip = as_html(phrase("Skip to the duties"))
    no_script = as_html(phrase("Without JavaScript, this page does not change. Load it again to see more."))
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
</head>
<body data-gone="{as_html(now.gone)}" data-old="{old}">
<header>
<a class="skip" href="#board">{skip}</a>
<h1>{name}</h1>
<p id="at">{now.at}</p>
<noscript><p>{no_script}</p></noscript>
<p id="notice" role="alert">{as_html(now.notice)}</p>
<ul id="tallies" aria-live="polite">{now.tallies}</ul>
</header>
<main id="board" tabindex="-1">
{now.board}
</main>
<footer><p>{as_html(foot_line())}</p></footer>
<script>{SCRIPT}</script>
</body>
</html>
"""


def _tallies(board: Board) -> Iterator[str]:
    for number, said in enumerate(tallies(board)):
        late = ' class="late"' if number == 0 and board.overdue else ""
        yield f"<li{late}>{as_html(said)}</li>"


def _board(board: Board) -> Iterator[str]:
    limited = limits_line(board.only)
    if limited:
        yield f'<p class="limits">{as_html(limited)}</p>'
    for said in filter(None, (not_heard_from(board), handed_over(board))):
        yield f'<p class="missing">{as_html(said)}</p>'
    listed = board.listed
    if listed.cases:
        yield f"<h2>{as_html(open_in_cases(len(listed.rows), listed.cases))}</h2>"
    if listed.rows:
        yield from _table(board)
    if listed.undecided:
        yield f"<p>{as_html(phrase('{n} undecided.', n=listed.undecided))}</p>"
    also = (
        *statements(board),
        *reviews((pack.policy for pack in listed.packs), board.at.date()),
    )
    if also:
        yield f"<h2>{as_html(phrase('Also'))}</h2>"
        yield "<ul>" + "".join(f"<li>{as_html(one)}</li>" for one in also) + "</ul>"


def _columns() -> tuple[str, ...]:
    return phrase("Due"), phrase("Duty"), phrase("Section"), phrase("Officer"), phrase("Case")


def _table(board: Board) -> Iterator[str]:
    """Yield the duties as a table. The roles keep its meaning where a phone shows it as blocks."""
    names = _columns()
    heads = "".join(f'<th scope="col" role="columnheader">{as_html(name)}</th>' for name in names)
    caption = as_html(phrase("Required duties that are open, the most urgent first"))
    yield f'<table role="table"><caption>{caption}</caption>'
    yield f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
    for group, members in groupby(board.listed.rows, key=lambda row: title_at(row.duty, board.at)):
        rows = tuple(members)
        head = as_html(phrase("{group}: {n}", group=group, n=len(rows)))
        yield '<tbody role="rowgroup">'
        yield f'<tr role="row"><th scope="rowgroup" role="rowheader" colspan="{len(names)}">{head}</th></tr>'
        for row in rows:
            yield _row(row, board, names)
        yield "</tbody>"
    yield "</table>"


def _row(row: OwedRow, board: Board, names: Iterable[str]) -> str:
    zone = ZoneInfo(row.pack.policy.zone)
    due = deadline.in_list(row.duty.deadline, zone, board.at, board.zone())
    below = wording.carried_over(row.duty)
    texts = (
        (due,),
        (row.obligation.in_brief, *((below,) if below else ())),
        (sections_of(row.obligation.cites[:1]),),
        (row.officer.name if row.officer is not None else "",),
        (case_label(row.case),),
    )
    cells = "".join(_cell(name, text) for name, text in zip(names, texts, strict=True))
    late = ' class="late"' if row.duty.deadline.overdue else ""
    return f'<tr role="row"{late}>{cells}</tr>'


def _cell(name: str, texts: tuple[str, ...]) -> str:
    first, *below = texts
    more = "".join(f'<p class="below">{as_html(one)}</p>' for one in below)
    return f'<td role="cell" data-label="{as_html(name)}">{as_html(first)}{more}</td>'
