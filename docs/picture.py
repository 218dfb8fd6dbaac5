"""Draw the pictures of the README, the summary and home, from docs/picture.yaml."""

import io
import re
import sys
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console, RenderableType
from rich.terminal_theme import MONOKAI
from rich.text import Text

from dvcheck.actions.home import Home, HomeDuty, UnfinishedWalk
from dvcheck.actions.outstanding import rank
from dvcheck.actions.stopped_at import StoppedAt
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.record import answers_file
from dvcheck.record.shift import Shift
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess, next_question
from dvcheck.rules.outline import outline
from dvcheck.screens import summary as summary_screen
from dvcheck.terminal.frame import CURSOR, styles
from dvcheck.terminal.home_face import HomeFace
from dvcheck.terminal.paint import ScreenSize
from dvcheck.wording.case_line import CaseLine
from dvcheck.wording.checklists import offered_checklists

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
SHIFT_ENDS = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


ASSAULT = CaseLine(id="c-7K2M", number="26-000000", opened=NOW, code="9F2C-41B7", checklist="incident")
STOPPED = CaseLine(id="c-38X8", number="26-000001", opened=NOW, code="0B6E-D2A4", checklist="verify-order")
ANSWERED = ("leds-ncic", "order-from", "order-type", "service")
"""The questions answered in the second walk before it was stopped."""


def pictures() -> Mapping[str, str]:
    """Return each picture as SVG, by the name of its file."""
    pack = library.load(library.read(library.shipped_folder()), None)
    finished, stopped = _assess(pack, "incident"), _assess(pack, "verify-order", ANSWERED)
    summary = summary_screen.summary(pack, finished, case=ASSAULT, now=NOW, width=90)
    home = HomeFace(_home(pack, finished, stopped), lambda _: None, lambda: None)
    return {
        "summary.svg": _svg(summary, "dvcheck incident", 90),
        "home.svg": _svg(_paint(home), "dvcheck", 80),
    }


def _assess(pack: Pack, checklist: str, only: Collection[str] = ()) -> Assessment:
    """Assess the answers of docs/picture.yaml, or some of them."""
    text = (HERE / "picture.yaml").read_text(encoding="utf-8")
    given, problems = answers_file.parse(text, "picture.yaml", pack, NOW)
    assert not problems, problems
    values = {one.question.id: one.value for one in given.answers}
    answers = {name: Answer(value=values[name], at=NOW) for name in only or values}
    return assess(outline(pack, (checklist,)), answers, {}, NOW, SHIFT_ENDS)


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


def _paint(face: HomeFace) -> Text:
    """Return the screen of a face, with Rich's names for its styles."""
    text, named = Text(), styles("usual")
    for style, part in face.shown(ScreenSize(80, 24), ""):
        if (style, part) == CURSOR:
            continue
        words = (named.get(name.removeprefix("class:"), "") for name in style.split())
        text.append(part, " ".join(words).replace("fg:ansi", ""))
    return text


def _svg(shown: RenderableType, title: str, width: int) -> str:
    """Return a screen as SVG, without Rich's web fonts: a picture fetches nothing."""
    console = Console(file=io.StringIO(), record=True, width=width, force_terminal=True, highlight=False)
    console.print(shown)
    svg = console.export_svg(title=title, theme=MONOKAI, unique_id="dvcheck")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    for name, picture in pictures().items():
        (HERE / name).write_text(picture, encoding="utf-8")
        sys.stdout.write(f"{name} written\n")
