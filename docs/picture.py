"""Draw the pictures of the documents: the summary, home and a board from docs/picture.yaml, and a demo.

The board in a browser is drawn by Chromium, so its bytes differ between versions: no test compares them.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.renderer import print_formatted_text
from prompt_toolkit.styles import Style

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.actions.home import Home, HomeDuty, UnfinishedWalk
from dvcheck.actions.outstanding import rank
from dvcheck.actions.stopped_at import StoppedAt
from dvcheck.cli.record_scenario import recorded
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.player.pace import DemoSettings
from dvcheck.player.recording import Recording
from dvcheck.player.stage import COLUMNS, ROWS, Stage
from dvcheck.player.svg import film, still
from dvcheck.record import answers_file
from dvcheck.record.shift import Shift
from dvcheck.report.on_board import Board, Silent, is_soon, sort_key
from dvcheck.report.owed import CasesOfPack, Officer, Outstanding, OwedRow, Unfinished
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess, next_question
from dvcheck.rules.outline import outline
from dvcheck.screens import board as board_screen
from dvcheck.screens import style
from dvcheck.screens import summary as summary_screen
from dvcheck.terminal.frame import styles
from dvcheck.terminal.home_face import HomeFace
from dvcheck.terminal.paint import ScreenSize
from dvcheck.web.page import page_html, page_state
from dvcheck.web.style import SCRIPT
from dvcheck.wording.case_line import CaseLine
from dvcheck.wording.checklists import offered_checklists

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
SHIFT_ENDS = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
WIDE = 90
SCENARIO = "verbal-only"
PLAYED = DemoSettings(speed=2, by_hand=False, keyed=True, color=True, stream=sys.stdout)
"""As `dvcheck demo verbal-only --speed 2 --record docs/demo.svg` plays it."""

ASSAULT = CaseLine(id="c-7K2M", number="26-000000", opened=NOW, code="9F2C-41B7", checklist="incident")
STOPPED = CaseLine(id="c-38X8", number="26-000001", opened=NOW, code="0B6E-D2A4", checklist="verify-order")
OFFICERS = {ASSAULT.id: Officer(name="4711", home="4711"), STOPPED.id: Officer(name="3806", home="3806")}
BOARD_AT = NOW + timedelta(hours=3, minutes=5)
"""The time of the board: less than an hour before the end of the shift."""
ANSWERED = ("leds-ncic", "order-from", "order-type", "service")
"""The questions answered in the second walk before it was stopped."""


def pictures() -> Mapping[str, str]:
    """Return each picture as SVG, by the name of its file."""
    pack = library.load(library.read(library.shipped_folder()), None)
    finished, stopped = _assess(pack, "incident"), _assess(pack, "verify-order", ANSWERED)
    summary = summary_screen.summary(pack, finished, case=ASSAULT, now=NOW, width=WIDE)
    console = style.recording_console(color=True, width=WIDE, theme="usual")
    home = HomeFace(_home(pack, finished, stopped), lambda _: None, lambda: None)
    return {
        "summary.svg": _still("dvcheck incident", style.draw(console, [summary]), WIDE),
        "home.svg": _still("dvcheck", _drawn(home), COLUMNS),
        "board.svg": _board_in_a_terminal(board(pack)),
        "demo.svg": film(recorded(_scenario(pack), pack, PLAYED)),
    }


def _scenario(pack: Pack) -> Scenario:
    """Return the scenario that the moving picture plays."""
    found, problems = parse_all(library.scenario_files(library.shipped_folder()), pack)
    assert not problems, problems
    return next(scenario for scenario in found if scenario.id == SCENARIO)


def _assess(pack: Pack, checklist: str, only: Collection[str] = (), at: datetime = NOW) -> Assessment:
    """Assess the answers of docs/picture.yaml, or some of them."""
    text = (HERE / "picture.yaml").read_text(encoding="utf-8")
    given, problems = answers_file.parse(text, "picture.yaml", pack, NOW)
    assert not problems, problems
    values = {one.question.id: one.value for one in given.answers}
    answers = {name: Answer(value=values[name], at=NOW) for name in only or values}
    return assess(outline(pack, (checklist,)), answers, {}, at, SHIFT_ENDS)


def _home(pack: Pack, finished: Assessment, stopped: Assessment) -> Home:
    """Return a shift with a finished walk of an assault and a stopped walk of an order."""
    question = next_question(stopped)
    at = NOW - timedelta(minutes=9)
    place = StoppedAt(question=question, at=at, open=len(stopped.outstanding), left=len(stopped.unasked))
    duties = [
        HomeDuty(case=case, pack=pack, duty=duty, order=n)
        for case, found in ((ASSAULT, finished), (STOPPED, stopped))
        for n, duty in enumerate(found.duties)
        if duty.outstanding
    ]
    return Home(
        at=NOW,
        zone=ZoneInfo(pack.policy.zone),
        shift=Shift(began=SHIFT_ENDS - timedelta(hours=10), ends=SHIFT_ENDS, officer=None),
        walks=(UnfinishedWalk(case=STOPPED, stopped=place),),
        duties=tuple(sorted(duties, key=rank)),
        cases=2,
        undecided=len(finished.undecided()) + len(stopped.undecided()),
        checklists=offered_checklists(pack),
    )


def board(pack: Pack) -> Board:
    """Return the board of a precinct with the same two cases, near the end of the shift."""
    cases = ((ASSAULT, _assess(pack, "incident", at=BOARD_AT)),)
    cases += ((STOPPED, _assess(pack, "verify-order", ANSWERED, BOARD_AT)),)
    rows = [
        OwedRow(case=case, pack=pack, duty=duty, order=n, because=(), why="", officer=OFFICERS[case.id])
        for case, found in cases
        for n, duty in enumerate(found.duties)
        if duty.outstanding and duty.obligation.force == "required"
    ]
    rows.sort(key=lambda row: (sort_key(row, BOARD_AT), rank(row)))
    left = Unfinished(case=STOPPED, unasked=len(cases[1][1].unasked), officer=OFFICERS[STOPPED.id])
    both = CasesOfPack(pack=pack, cases=(ASSAULT.id, STOPPED.id))
    listed = Outstanding(rows=tuple(rows), by_pack=(both,), unfinished=(left,))
    return Board(
        at=BOARD_AT,
        precinct="North",
        agency=1,
        role="supervisor",
        listed=listed,
        overdue=sum(row.duty.deadline.overdue for row in rows),
        within_the_hour=sum(is_soon(row.duty, BOARD_AT) for row in rows),
        silent=(Silent(officer="5520", at=NOW - timedelta(minutes=20)),),
        never=(),
        between=(),
        twice=(),
        parted=(),
        cut=False,
    )


def _board_in_a_terminal(board: Board) -> str:
    console = style.recording_console(color=True, width=WIDE, theme="usual")
    return _still("dvcheck board", style.draw(console, list(board_screen.parts(board, WIDE))), WIDE)


def _board_in_a_browser(board: Board, browser: str) -> None:
    """Write docs/board.png."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "board.html"
        # Its script would say that dvcheck does not answer.
        file.write_text(page_html(board, page_state(board)).replace(SCRIPT, ""), encoding="utf-8")
        said = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1000,700")
        picture = HERE / "board.png"
        command = [browser, *said, f"--screenshot={picture}", file.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


def _drawn(face: HomeFace) -> str:
    """Return what a terminal is sent to show a face."""
    stage = Stage(color=True)
    shown = FormattedText(face.shown(ScreenSize(COLUMNS, ROWS), ""))
    print_formatted_text(stage.output, shown, Style(list(styles("usual").items())))
    return "".join(text for _, text in stage.tape.written())


def _still(title: str, sent: str, columns: int) -> str:
    """Return a screen as SVG, by the code that draws recordings."""
    lines = sent.replace("\r\n", "\n").split("\n")
    written = ((0.0, "\r\n".join(lines)),)
    return still(Recording(title=title, written=written, seconds=1, columns=columns, rows=len(lines)))


if __name__ == "__main__":
    for name, picture in pictures().items():
        (HERE / name).write_text(picture, encoding="utf-8")
        sys.stdout.write(f"{name} written\n")
    if browser := shutil.which("chromium"):
        _board_in_a_browser(board(library.load(library.read(library.shipped_folder()), None)), browser)
        sys.stdout.write("board.png written\n")
