"""Draw docs/summary.svg, the picture in the README: what the program itself prints for docs/picture.yaml."""

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from dvcheck.pack import library
from dvcheck.record import answers_file
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from dvcheck.screens import summary as summary_screen
from dvcheck.wording.case_line import CaseLine

HERE = Path(__file__).parent
PICTURE = HERE / "summary.svg"
NOW = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)
SHIFT_ENDS = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


def drawn() -> str:
    """The picture as SVG, without the web fonts that Rich would name: a picture fetches nothing."""
    pack = library.load(library.read(library.shipped()), None)
    text = (HERE / "picture.yaml").read_text(encoding="utf-8")
    given, problems = answers_file.parse(text, "picture.yaml", pack, NOW)
    assert not problems, problems
    laid_out = outline(pack, ("incident",))
    answers = {one.question.id: Answer(value=one.value, at=NOW) for one in given.answers}
    assessment = assess(laid_out, answers, {}, NOW, SHIFT_ENDS)
    case = CaseLine(id="c-7K2M", number="26-000000", opened=NOW, code="9F2C-41B7", checklist="incident")
    console = Console(file=io.StringIO(), record=True, width=90, force_terminal=True, highlight=False)
    console.print(summary_screen.summary(pack, assessment, case=case, now=NOW, width=90))
    svg = console.export_svg(title="dvcheck incident", theme=MONOKAI, unique_id="dvcheck")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
    sys.stdout.write(f"{PICTURE.name} written\n")
