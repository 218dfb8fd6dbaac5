"""Answers of a file, assessed without a case."""

from pathlib import Path

import pytest

from dvcheck.actions.assess import assess_file
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.sqlite.files import FILE_NAME
from tests.actions.calls import VERBAL_OPEN
from tests.terminal.walks import VERBAL, answers_file


def test_the_answers_of_a_file_are_assessed_and_nothing_is_recorded(home: Path, tmp_path: Path) -> None:
    found = assess_file(Workspace(home=home), Path(answers_file(tmp_path, VERBAL)), "incident")
    assert {d.obligation.id for d in found.assessment.outstanding} == set(VERBAL_OPEN)
    assert {a.at for a in found.assessment.answers.values()} == {found.at}
    assert not (home / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("text", "checklist", "said", "code"),
    [
        ("two-members: yes\n", "incidnet", 'no checklist "incidnet"', Exit.USAGE),
        ("two-members: perhaps\n", "incident", "answers.yaml:1:", Exit.BAD_INPUT),
        ("two-members: yes\n", "standby", "is a question of incident, not of standby", Exit.BAD_INPUT),
    ],
    ids=["no such checklist", "no such answer", "another's question"],
)
def test_what_cannot_be_assessed_is_refused(
    home: Path, tmp_path: Path, text: str, checklist: str, said: str, code: Exit
) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DvcheckError, match=said) as refused:
        assess_file(Workspace(home=home), path, checklist)
    assert refused.value.code is code
