"""Calls walked from answers, without a terminal."""

from collections.abc import Mapping
from pathlib import Path

from dvcheck.actions import walks
from dvcheck.actions.walks import WalkOptions
from dvcheck.actions.workspace import Workspace
from tests.small_packs import POLICY
from tests.terminal.walks import VERBAL, answers_file

VERBAL_OPEN = ("contact-details", "go-report")
"""What a verbal dispute leaves open that is required, the most urgent first."""


def opened(workspace: Workspace, checklist: str, answers: Path, number: str | None = None) -> str:
    """A case of these answers; its id."""
    wanted = WalkOptions(checklist=checklist, number=number, answers=answers)
    new = walks.prepare(workspace, wanted)
    assert new is not None
    with workspace.journal_to_write() as journal:
        begun = walks.open_new_case(workspace, journal, wanted, new)
        walks.record_file_answers(begun)
        begun.file.keep_checklist()
    return begun.file.case.id


def verbal(workspace: Workspace, folder: Path, number: str | None = None) -> str:
    """A verbal dispute, walked to its end; its id."""
    return opened(workspace, "incident", Path(answers_file(folder, VERBAL)), number)


def unfinished(workspace: Workspace, folder: Path, number: str | None = None) -> str:
    """A call with one answered question; its id."""
    path = folder / "one.yaml"
    path.write_text("call-type: domestic-disturbance\n", encoding="utf-8")
    return opened(workspace, "incident", path, number)


def pack_in(folder: Path, items: str, **policy: str) -> Path:
    """A pack of one checklist, `incident`, in a folder; `policy` replaces values of its policy."""
    folder.mkdir()
    text = _with(POLICY, policy)
    (folder / "policy.yaml").write_text(text, encoding="utf-8")
    checklist = f"checklist: incident\ntitle: Walk\nsections:\n- title: All\n  items:\n{items}"
    (folder / "incident.yaml").write_text(checklist, encoding="utf-8")
    return folder


def _with(text: str, values: Mapping[str, str]) -> str:
    lines = (
        f"{name}: {values.get(name, value)}" if sep else name
        for name, sep, value in (line.partition(": ") for line in text.splitlines())
    )
    return "\n".join(lines) + "\n"
