"""What is owed, read in a second: a line a duty, the most urgent first, the same order everywhere."""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dvcheck.actions import cases, outstanding
from dvcheck.actions.workspace import Workspace
from dvcheck.pack import library
from dvcheck.pack.model import MOST_BRIEF, Obligation, Pack
from dvcheck.record.clock import now
from dvcheck.report.markdown import render as markdown
from dvcheck.report.worksheet import worksheet
from dvcheck.rules.urgency import URGENCIES, urgency
from dvcheck.screens import show as show_screen
from dvcheck.screens import style
from dvcheck.screens.duty_lines import DutyLine, by_urgency
from dvcheck.wording.counts import in_assessment
from tests.actions.calls import opened
from tests.terminal.walks import ASSAULT, VERBAL, answers_file

ROOT = Path(__file__).parents[2]
PACKS = (library.shipped_folder(), ROOT / "examples" / "lakeside-6.4")


def pack_of(folder: Path) -> Pack:
    return library.load(library.read(folder), None)


@pytest.fixture
def workspace(home: Path, tmp_path: Path) -> Workspace:
    """An assault with an order and children, and three verbal disputes: 18 duties in four open cases."""
    made = Workspace(home=home)
    opened(made, "incident", Path(answers_file(tmp_path, ASSAULT)))
    for _ in range(3):
        opened(made, "incident", Path(answers_file(tmp_path, VERBAL)))
    return made


def lines_of(parts: Sequence[object], width: int) -> list[str]:
    drawn = style.draw(style.console(color=False, width=width), parts)  # type: ignore[arg-type]
    return drawn.splitlines()


def listed(workspace: Workspace, width: int, at: datetime) -> list[str]:
    from dvcheck.screens import outstanding as screen

    found = outstanding.outstanding(workspace, at)
    return lines_of(tuple(screen.parts(found, [workspace.sound().pack], at, width)), width)


# --- a line a duty ------------------------------------------------------------------------------------------


def test_eighteen_duties_take_at_most_24_lines(workspace: Workspace) -> None:
    shown = listed(workspace, 80, now())
    assert sum(line.startswith(" * ") for line in shown) == 18
    assert len(shown) <= 24


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_cut_broken_or_ends_with_a_blank(workspace: Workspace, width: int) -> None:
    at = now()
    found = cases.show(workspace, outstanding.outstanding(workspace, at).rows[0].case.id, at)
    shown = [
        *listed(workspace, width, at),
        *lines_of(tuple(show_screen.in_full(found, at, width, everything=True, sensitive=True)), width),
    ]
    words = " ".join(shown).split()
    for duty in found.worked.assessment.outstanding:
        assert " ".join(duty.obligation.in_brief.split()) in " ".join(words)
    assert [line for line in shown if len(line) > width or line != line.rstrip() or "…" in line] == []
    boxes = re.compile(r"\[[ x/?]\]")
    assert [line for line in shown if boxes.search(line)] == [], "no key ticks a list that is only read"


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_every_brief_fits_its_line_and_none_turns_a_prohibition_around(folder: Path) -> None:
    duties = [item for item in pack_of(folder).items() if isinstance(item, Obligation)]
    assert [duty.id for duty in duties if len(duty.in_brief) > MOST_BRIEF] == []
    against = [duty for duty in duties if duty.force in ("prohibited", "recommended-against")]
    says_no = re.compile(r"\b(not|no|cannot|never|nobody)\b", re.IGNORECASE)
    assert against
    assert [duty.id for duty in against if not says_no.search(duty.in_brief)] == []


def test_what_somebody_said_of_a_duty_stands_below_it(workspace: Workspace) -> None:
    duty = outstanding.outstanding(workspace, now()).rows[0].duty
    carried = DutyLine(duty=duty, mark="*", below="carried over: Sgt Doe has the draft")
    title, first, second = lines_of(tuple(by_urgency([carried], 80)), 80)
    assert title == " DO NOW  1"
    assert first.startswith(f" * {duty.obligation.in_brief}")
    assert second.strip() == "carried over: Sgt Doe has the draft"


# --- one order ----------------------------------------------------------------------------------------------


def test_the_order_is_the_same_on_every_screen_on_paper_and_in_json(workspace: Workspace) -> None:
    at = now()
    found = cases.show(workspace, outstanding.outstanding(workspace, at).rows[0].case.id, at)
    worked = found.worked
    briefs = [duty.obligation.in_brief for duty in worked.assessment.outstanding]
    texts = [duty.obligation.text for duty in worked.assessment.outstanding]
    assert len(briefs) == 12

    def order(shown: str, of: Sequence[str]) -> list[str]:
        flat = " ".join(shown.split())
        return sorted(of, key=lambda said: flat.index(said))

    whole = "\n".join(
        lines_of(tuple(show_screen.in_full(found, at, 80, everything=False, sensitive=False)), 80)
    )
    owed = whole[whole.index("DO NOW") :]
    assert order(owed, briefs) == briefs
    sheet = markdown(worksheet(worked.pack, worked.assessment, worked.case, now=at))
    assert order(sheet[sheet.index("Still open") :], texts) == texts
    rows = [
        row.duty.id for row in outstanding.outstanding(workspace, at).rows if row.case.id == worked.case.id
    ]
    assert rows == [duty.id for duty in worked.assessment.outstanding]


def test_the_hand_over_and_json_list_what_outstanding_lists(workspace: Workspace) -> None:
    from dvcheck.report.json import outstanding as outstanding_json

    at = now()
    found = outstanding.outstanding(workspace, at)
    document = outstanding_json.document(found, workspace.sound().pack, at.date())
    rows = json.loads(json.dumps([*document["outstanding"]], default=str))  # type: ignore[misc]
    assert [(row["case"]["id"], row["id"]) for row in rows] == [(r.case.id, r.duty.id) for r in found.rows]
    groups = [URGENCIES.index(urgency(row.duty)) for row in found.rows]
    assert groups == sorted(groups)
    owed = outstanding.open_cases(workspace, at).owed()
    assert [(o.case.id, o.duty.id) for o in owed] == [(r.case.id, r.duty.id) for r in found.rows]


def test_what_is_overdue_comes_first_in_every_list(workspace: Workspace) -> None:
    later = now() + timedelta(days=2)
    found = outstanding.outstanding(workspace, later)
    assert [row.duty.deadline.overdue for row in found.rows] == sorted(
        (row.duty.deadline.overdue for row in found.rows), reverse=True
    )


# --- undecided has one meaning ---------------------------------------------------------------------------


def test_a_walk_stopped_at_its_fourth_question_is_nowhere_called_undecided(
    home: Path, tmp_path: Path
) -> None:
    workspace, at = Workspace(home=home), now()
    case = opened(workspace, "incident", Path(answers_file(tmp_path, ASSAULT[:3])))
    found = cases.show(workspace, case, at)
    assessment = found.worked.assessment
    assert len(assessment.undetermined()) > 10
    assert assessment.undetermined() == assessment.not_asked_yet()
    assert not any("undecided" in said for said in in_assessment(assessment))
    whole = show_screen.in_full(found, at, 80, everything=False, sensitive=False)
    sheet = markdown(worksheet(found.worked.pack, assessment, found.worked.case, now=at))
    assert "Waits for questions not asked yet" in sheet
    for shown in ("\n".join(lines_of(tuple(whole), 80)), "\n".join(listed(workspace, 80, at)), sheet):
        assert "undecided" not in shown.lower()
