"""Duties owed for each person of a list, in every command that names, marks, lists or reports them."""

from pathlib import Path

import pytest

from dvcheck.actions import amend, by_name, cases, closing, marks, outstanding
from dvcheck.actions.marks import Marking
from dvcheck.actions.open_case import open_case
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError
from dvcheck.record.clock import now
from dvcheck.report import form, markdown
from dvcheck.report.json import explanation as explanation_json
from dvcheck.report.worksheet import worksheet
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from tests import rounds
from tests.actions import calls
from tests.pty import run_dvcheck
from tests.report.cases import folded, opening
from tests.small_packs import NOW

ANSWERS = """\
several: yes
people: [Ana Maria, Ana Belen, Bo]
worse: "3"
pain: {Ana Maria: 8, Ana Belen: 2, Bo: unknown}
treated: {Ana Maria: no, Bo: no}
when: unknown
"""


def folder(tmp_path: Path, walk: str = rounds.WALK) -> Path:
    """The pack in a folder."""
    made = tmp_path / "pack"
    made.mkdir()
    for name, text in rounds.files(walk).items():
        (made / name).write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def workspace(home: Path, tmp_path: Path) -> Workspace:
    """With one open case, 26-1."""
    workspace = Workspace(home=home, pack=folder(tmp_path))
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")
    calls.opened(workspace, "incident", answers, "26-1")
    return workspace


def marked(workspace: Workspace, *wanted: str, how: Marking = Marking()) -> list[str]:  # noqa: B008
    """Mark the wanted obligations, and return those marked."""
    with open_case(workspace, "26-1") as case:
        duties = marks.find_duties(case, wanted, how)
        marks.mark(case, duties, how)
    return [duty.obligation.id for duty in duties]


def statuses(workspace: Workspace, base: str) -> list[str]:
    with open_case(workspace, "26-1") as case:
        return [duty.status for duty in case.assessment.duties if duty.id == base]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("photo", ["photo@1", "photo@2", "photo@3"]),
        ("phot", ["photo@1", "photo@2", "photo@3"]),
        ("photo@2", ["photo@2"]),
        ("photo@bo", ["photo@3"]),
        ("photo Bo", ["photo@3"]),
        ("photo Ana Belen", ["photo@2"]),
        ("PHOTO@Ana B", ["photo@2"]),
        ("chief", ["chief"]),
        ("aid", ["aid@1", "aid@3"]),
    ],
)
def test_an_id_means_all_that_are_open_and_with_an_entry_one(
    workspace: Workspace, wanted: str, found: list[str]
) -> None:
    assert marked(workspace, wanted) == found


def test_a_name_that_fits_two_is_told_with_both(workspace: Workspace) -> None:
    with pytest.raises(DvcheckError, match=r'"photo Ana" fits Ana Maria \(1\), Ana Belen \(2\)'):
        marked(workspace, "photo Ana")
    with pytest.raises(DvcheckError, match='"photo@Boo" fits no entry of the list; did you mean "Bo"'):
        marked(workspace, "photo@Boo")


def test_all_are_opened_again_and_one_can_be(workspace: Workspace) -> None:
    assert marked(workspace, "photo") == ["photo@1", "photo@2", "photo@3"]
    assert marked(workspace, "photo@1", how=Marking(reopen=True)) == ["photo@1"]
    assert statuses(workspace, "photo") == ["open", "done", "done"]
    assert marked(workspace, "photo", how=Marking(reopen=True)) == ["photo@2", "photo@3"]


def test_a_mark_from_before_anybody_was_named_is_taken_back_for_one(workspace: Workspace) -> None:
    """The mark counts for each person named later. Removed for one, it stays for the others."""
    answers = workspace.home / "other.yaml"
    answers.write_text("several: yes\n", encoding="utf-8")
    name = calls.opened(workspace, "incident", answers, "26-2")
    with open_case(workspace, "26-2") as case:
        case.file.done(["photo"])
        case.file.answer(case.assessment.outline.question("people"), ("Ana", "Bo", "Cy"))
    with open_case(workspace, name) as case:
        assert [d.status for d in case.assessment.duties if d.id == "photo"] == ["done"] * 3
        duties = marks.find_duties(case, ["photo Bo"], Marking(reopen=True))
        marks.mark(case, duties, Marking(reopen=True))
    with open_case(workspace, name) as case:
        assert [d.status for d in case.assessment.duties if d.id == "photo"] == ["done", "open", "done"]


def test_what_cannot_be_marked_is_named_with_the_person(workspace: Workspace) -> None:
    with pytest.raises(DvcheckError, match=r"aid \(Ana Belen\) does not arise"):
        marked(workspace, "aid@2")
    with pytest.raises(
        DvcheckError, match=r"6 required open in .*first \(Bo\), photo \(Ana Maria\)"
    ) as caught:
        closing.close(workspace, "26-1", None)
    assert "@" not in caught.value.message


def test_a_question_is_found_by_the_person_too(workspace: Workspace) -> None:
    with open_case(workspace, "26-1") as case:
        offered = amend.amendable(case.assessment)
        found = by_name.question(offered, "pain Ana Belen", case.assessment, "26-1")
        assert found.id == "pain@2"
        assert by_name.question(offered, "pain@3", case.assessment, "26-1").id == "pain@3"
        assert by_name.question(offered, "Pain, Bo", case.assessment, "26-1").id == "pain@3"


def test_explain_tells_of_each_that_arises(workspace: Workspace) -> None:
    found = cases.explain(workspace, "26-1", "aid", now())
    assert [e.duty.obligation.id for e in found.explanations] == ["aid@1", "aid@3"]
    one = cases.explain(workspace, "26-1", "aid@2", now())
    assert [e.duty.status for e in one.explanations] == ["not-triggered"]


def test_an_entry_is_renamed_without_a_terminal(workspace: Workspace) -> None:
    amend.rename(workspace, "26-1", "people", ["Bo=Robert", "Ana Maria = Maria"])
    with open_case(workspace, "26-1") as case:
        assert case.file.case.answers["people"].value == ("Maria", "Ana Belen", "Robert")
        assert "Robert: Take photographs" in [duty.obligation.text for duty in case.assessment.duties]
        assert case.assessment.answers["pain@1"].value == "8"


@pytest.mark.parametrize(
    ("question", "given", "why"),
    [
        ("people", "Boo=Cy", 'the list has no "Boo"; did you mean "Bo"'),
        ("people", "Bo", "does not say what is renamed"),
        ("people", "Bo=", "does not say what is renamed"),
        ("people", "Bo=Ana Belen", "two entries of the list would have the same name"),
        ("people", "Bo=Cy, Dee", "cannot have a comma"),
        ("several", "Bo=Cy", "has no entries to rename"),
    ],
)
def test_what_is_no_new_name_is_refused(workspace: Workspace, question: str, given: str, why: str) -> None:
    with pytest.raises(DvcheckError, match=why):
        amend.rename(workspace, "26-1", question, [given])
    with open_case(workspace, "26-1") as case:
        assert case.file.case.answers["people"].value == ("Ana Maria", "Ana Belen", "Bo")


def test_the_command_renames(workspace: Workspace, home: Path) -> None:
    done = run_dvcheck("amend", "26-1", "people", "--rename", "Bo=Robert", "--home", str(home))
    assert (done.returncode, done.stdout) == (0, '"Bo" is now "Robert".\n')
    assert run_dvcheck("amend", "26-1", "--rename", "Bo=Robert", "--home", str(home)).returncode == 2


def test_a_list_over_cases_has_the_words_of_each_case(workspace: Workspace, tmp_path: Path) -> None:
    """Texts equal in many cases are kept once, but a name of one case must never appear in another."""
    other = tmp_path / "other.yaml"
    other.write_text(ANSWERS.replace("Bo", "Cy"), encoding="utf-8")
    calls.opened(workspace, "incident", other, "26-2")
    rows = outstanding.outstanding(workspace, now()).rows
    texts = {(row.case.number, row.obligation.text) for row in rows if row.duty.id == "photo"}
    assert ("26-1", "Bo: Take photographs") in texts
    assert ("26-2", "Cy: Take photographs") in texts


def test_an_answer_whose_person_left_is_told_by_name(workspace: Workspace) -> None:
    with open_case(workspace, "26-1") as case:
        people = case.assessment.outline.question("people")
        case.file.answer(people, ("Ana Maria", "Ana Belen"))
    found = {u.question: u for u in cases.show(workspace, "26-1", now()).leftover}
    assert found["worse"].shown == "Bo"
    assert found["worse"].why == "what it names is no longer in the list"
    assert found["pain@3"].name == "Pain, Bo"
    assert found["pain@3"].why == "what it is about is no longer in the list"
    shown = run_dvcheck("show", "26-1", "--home", str(workspace.home)).stdout
    assert "@" not in shown


def test_the_json_of_explain_has_the_id_of_the_pack_and_for_whom(workspace: Workspace) -> None:
    found = cases.explain(workspace, "26-1", "photo Bo", now())
    (only,) = found.explanations
    told = explanation_json.explanation(only, found.worked.pack)
    assert told["id"] == "photo"
    assert told["for"] == {"list": "people", "id": "3", "name": "Bo"}
    rows = explanation_json.listed(cases.arisen(workspace, "26-1", now()))["obligations"]
    assert isinstance(rows, list)
    assert {"id": "chief", "status": "open"} in rows
    assert [row["for"]["id"] for row in rows if row["id"] == "photo"] == ["1", "2", "3"]


# --- forms and worksheets -----------------------------------------------------------------------------------


def assessed(pack: str = rounds.WALK) -> Assessment:
    answers = {"several": "yes", "people": ("Ana", "Bo"), "pain@1": "8", "pain@2": "3", "treated@1": "no"}
    return assess(outline(rounds.pack(pack), ("incident",)), rounds.given(answers), {}, NOW)


HIDDEN = rounds.WALK.replace("label: People,", "label: People, sensitive: true,")


def line(walk: str = rounds.WALK, *, sensitive: bool = False) -> str:
    pack = rounds.pack(walk)
    case = folded(opening(pack, "incident"))
    return form.line(pack.forms[0], pack, assessed(walk), case, sensitive=sensitive)


def test_a_form_tells_what_was_answered_and_found_for_each() -> None:
    assert line() == "Line: pain Ana: 8, Bo: 3; bad Ana: yes, Bo: no"


def test_a_form_names_nobody_of_a_sensitive_list() -> None:
    assert line(HIDDEN).startswith("Line: pain People no. 1: 8, People no. 2: 3;")
    assert line(HIDDEN, sensitive=True).startswith("Line: pain Ana: 8, Bo: 3;")


def test_a_worksheet_lists_answers_under_each_name(workspace: Workspace) -> None:
    with open_case(workspace, "26-1") as case:
        made = worksheet(case.pack, case.assessment, case.file.case, now=now())
    text = markdown.render(made)
    assert "### Each person: Ana Maria\n" in text
    assert "### Each person: Bo\n" in text
    assert text.count("Pain from 1 to 10? ·") == 3
    assert "Ana Maria: Pain" not in text
    assert "@" not in text.partition("## How to check")[0]
