"""What the journal of a test holds: its cases, their answers, and the events of a case."""

import json
import os
from pathlib import Path
from typing import Any

from dvcheck.pack.value import Value
from dvcheck.record.case import Case
from dvcheck.record.cases import all_cases
from dvcheck.record.sqlite.journal import Journal
from tests.pty import dvcheck


def shown(case: str) -> dict[str, Any]:
    """Return a case of the journal as `dvcheck show` gives it."""
    done = dvcheck("show", case, "--format", "json")
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def statuses(case: str) -> dict[str, str]:
    """Return the obligations of a case that arise, each with its status."""
    return {duty["id"]: duty["status"] for duty in shown(case)["obligations"]}


def cases() -> list[Case]:
    """Return the cases of this test's journal, newest first."""
    journal = Journal.open_existing(Path(os.environ["DVCHECK_HOME"]))
    if journal is None:
        return []
    with journal:
        return all_cases(journal)[0]


def only_case() -> str:
    """Return the id of the only case in the journal."""
    (case,) = cases()
    return case.id


def answers(case: str) -> dict[str, Value]:
    """Return the answers in the journal, by question."""
    (found,) = (c for c in cases() if c.id == case)
    return {name: answer.value for name, answer in found.answers.items()}


def entries(case: str) -> list[tuple[str, dict[str, object]]]:
    """Return the kind and body of each event of a case."""
    journal = Journal.open_existing(Path(os.environ["DVCHECK_HOME"]))
    assert journal is not None
    with journal:
        return [(event.kind, event.body) for event in journal.events(case)]
