"""The worksheet: what it contains and where, before it has a format; and how two of them look."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dvcheck.pack.modality import MODALITIES, force_of
from dvcheck.record import events as entries
from dvcheck.record.case import Case
from dvcheck.report import html, markdown
from dvcheck.report.sheet import Chapter, FactList, Lines, Sheet, Table
from dvcheck.report.worksheet import KEPT_BACK
from tests.report import cases
from tests.report.cases import assault, assessed, mixed, sheet
from tests.terminal.walks import shipped

GOLDEN = Path(__file__).parent / "golden"


def chapter(document: Sheet, start: str) -> Chapter:
    return next(c for c in document.chapters if c.title.startswith(start))


def rows(document: Sheet, start: str) -> list[tuple[str, ...]]:
    """The rows of a chapter's tables, each cell in one line."""
    found: list[tuple[str, ...]] = []
    for part in chapter(document, start).parts:
        match part:
            case Table(groups=groups):
                found += [tuple(" / ".join(cell) for cell in row) for group in groups for row in group.rows]
            case FactList(rows=facts):
                found += [(name, " / ".join(cell)) for name, cell in facts]
            case Lines(lines=lines):
                found += [(line,) for line in lines]
    return found


@pytest.mark.parametrize("name", ["assault", "mixed"])
@pytest.mark.parametrize(("ending", "render"), [("md", markdown.render), ("html", html.render)])
def test_a_worksheet_looks_as_it_did(name: str, ending: str, render: Callable[[Sheet], str]) -> None:
    """DVCHECK_GOLDEN=write writes them again: look at them then."""
    case = {"assault": assault, "mixed": mixed}[name]()
    text = re.sub(r"sha256:[0-9a-f]{64}", f"sha256:{'0' * 64}", render(sheet(case)))
    path = GOLDEN / f"{name}.{ending}"
    if os.environ.get("DVCHECK_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_it_says_what_it_is_and_what_it_rests_on() -> None:
    lead = " ".join(sheet(assault()).lead)
    assert "not a report" in lead
    assert "never an authority" in lead
    assert "Directive 0825.00" in lead
    assert "effective Jul 5, 2024" in lead
    assert "Review date Jul 5, 2026 has passed" in lead


def test_what_is_required_and_open_comes_first_and_overdue_is_said() -> None:
    document = sheet(assault())
    assert document.chapters[1].title == "Still open: required (10, 1 overdue)"
    by_text = {row[1]: row for row in rows(document, "Still open")}
    assert by_text["Complete the General Offense (GO) report"] == (
        *("shall", "Complete the General Offense (GO) report"),
        *("OVERDUE: by 06:30 PST (end of shift)", "3.1 · A29, A30"),
    )


def test_what_is_open_is_a_list_to_tick_the_most_urgent_first() -> None:
    document = sheet(assault())
    (part,) = chapter(document, "Still open").parts
    assert isinstance(part, Table)
    assert part.tick
    assert [(group.title, len(group.rows)) for group in part.groups] == [
        ("Overdue", 1),
        ("Do now", 4),
        ("Before you clear", 3),
        ("Reports and papers", 2),
    ]
    done = {row[2]: row[0] for row in rows(document, "Done")}
    assert done["Photograph each injury close up, when feasible"] == "01:11"


def test_answers_stand_in_the_order_of_the_walk_with_time_section_and_unknown_as_said() -> None:
    case = mixed()
    document = sheet(case)
    shown = [row[1] for row in rows(document, "Answers")]
    assessment = assessed(case)
    asked = [
        q.text
        for q in assessment.outline.questions()
        if q.id in assessment.answers and q.id not in assessment.inapplicable
    ]
    assert shown == asked
    injured = next(row for row in rows(document, "Answers") if row[1].startswith("Is anyone hurt"))
    assert injured[2] == "unknown"
    assert re.fullmatch(r"\d\d:\d\d", injured[0])
    assert all(re.match(r"[\dPD]", row[3]) for row in rows(document, "Answers"))


def test_answers_that_do_not_apply_any_more_are_kept_apart() -> None:
    document = sheet(mixed())
    apart = {row[1] for row in rows(document, "Answers that no longer apply")}
    assert apart
    assert not apart & {row[1] for row in rows(document, "Answers")}


def test_what_is_undetermined_names_the_questions_that_would_decide_it() -> None:
    found = rows(sheet(mixed()), "Undecided")
    assert found
    assert all("(unknown)" in row[2] for row in found)
    waiting = rows(sheet(mixed()), "Waits for questions not asked yet")
    assert waiting
    assert all("(not asked)" in row[2] and "(unknown)" not in row[2] for row in waiting)


def test_not_feasible_is_shown_with_its_reason_and_time_and_what_came_in_its_place() -> None:
    document = sheet(mixed())
    (row,) = rows(document, "Not feasible")
    assert row[0] == "01:40"
    assert row[3] == "The grandmother took them along."
    instead = next(r for r in rows(document, "Still open") if "In place of" in r[1])
    assert "Not feasible: The grandmother took them along." in instead[1]


def test_what_is_carried_over_says_why() -> None:
    assert any(
        "Carried over: Waiting for the case number." in r[1] for r in rows(sheet(mixed()), "Still open")
    )


def test_what_an_answer_made_done_bears_no_time_of_an_earlier_mark() -> None:
    case = cases.folded(
        [
            *cases.opening(shipped(), "incident"),
            *cases.answered({"call-type": "domestic-disturbance", "two-members": "no"}),
            (10, entries.Marked("two-member-response", "carried-over", "Cover is late.")),
            (20, entries.Answered("two-members", "yes")),
        ]
    )
    (row,) = rows(sheet(case), "Done")
    assert row[:2] == ("by answer", "required")


def test_what_was_recorded_beside_the_answers_stands_there_in_order() -> None:
    found = rows(sheet(mixed()), "Also recorded")
    text = "\n".join(" ".join(row) for row in found)
    for said in ("set back by 1:30", "restarted after", "ran for 21:30, 1:30 past", "which stays", "Taken"):
        assert said in text
    assert ("Stays", "passport") in found
    assert ("Not marked", "medication") in found
    assert ("Closed", "Nov 1, 2026, 01:10 PST: Finished from home.") in rows(sheet(mixed()), "Case")


def test_a_time_of_another_day_or_of_the_other_offset_says_so() -> None:
    """01:10 comes twice in that night."""
    case = cases.folded(
        [
            *cases.opening(shipped(), "incident"),
            (40, entries.Noted("summer time")),
            (100, entries.Noted("winter time")),
            (25 * 60, entries.Noted("another day")),
        ]
    )
    times = [row[0] for row in rows(sheet(case), "Also recorded")]
    assert times == ["01:10", "01:10 PST", "Nov 2 00:30 PST"]


def test_a_statute_or_a_reading_is_never_shown_as_the_directive() -> None:
    shown = rows(sheet(assault()), "Notes")
    terms = shipped().policy.terms
    notes = {n.shown(terms): n.source for n in assessed(assault()).notes}
    assert {row[0] for row in shown} == set(notes)
    assert {"statute", "reading"} <= set(notes.values())
    assert all(n.startswith("Statute, check with") for n, source in notes.items() if source == "statute")


def test_the_readings_that_touch_it_are_named() -> None:
    named = {row[0].partition(":")[0] for row in rows(sheet(assault()), "Where the directive")}
    open_ones = {name for d in assessed(assault()).outstanding for name in d.obligation.readings}
    assert open_ones <= named
    assert named < {r.id for r in shipped().policy.readings}


def test_numbers_to_call_stand_beside_what_is_open() -> None:
    text = markdown.render(sheet(assault()))
    assert "Call Gateway Center for Domestic Violence Services 503-988-6400" in text


def test_it_says_how_it_is_checked() -> None:
    found = dict(row[:2] for row in rows(sheet(assault()), "How to check"))
    assert found["Pack"] == shipped().digest
    assert found["Record"] == "0000-0000: dvcheck journal verify --head 0000-0000"


def test_it_scores_and_concludes_nothing() -> None:
    text = markdown.render(sheet(assault())).lower()
    for word in ("score", "likely", "probably", "aggressor is", "risk level", "recommend arrest"):
        assert word not in text


def test_no_word_is_weaker_or_stronger_than_the_directives() -> None:
    words = {row[0] for row in rows(sheet(assault()), "Still open")}
    assert words <= {word for word in MODALITIES if force_of(word) != "prohibited"} | {"do", "required"}
    standing = {row[0] for row in rows(sheet(assault()), "In force")}
    assert "rule" in standing


@pytest.mark.parametrize("render", [markdown.render, html.render])
def test_sensitive_answers_are_kept_back_unless_asked_for(render: Callable[[Sheet], str]) -> None:
    case, pack = cases.kept_back(weapon="yes")
    hidden, shown = render(sheet(case, pack)), render(sheet(case, pack, sensitive=True))
    assert "Who?" in hidden
    assert "kept back; --include-sensitive shows it" in hidden
    for secret in cases.SECRETS:
        assert secret not in hidden
        assert secret in shown
    assert [r[2] for r in rows(sheet(case, pack), "Answers")] == [KEPT_BACK] * 3


def test_an_empty_case_makes_a_worksheet() -> None:
    case: Case = cases.folded(cases.opening(shipped(), "incident", number=None))
    document = sheet(case)
    assert ("CAD or GO number", "not entered") in rows(document, "Case")
    assert rows(document, "Not asked")
    assert "Answers" not in [c.title for c in document.chapters]
