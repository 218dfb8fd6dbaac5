"""Journals for measurements: open and closed cases with many answers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from dvcheck.pack import library
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import Value
from dvcheck.record.events import Answered, CaseClosed, CaseOpened, ChecklistStarted
from dvcheck.record.sqlite.journal import Journal

ANSWERS = 60
"""The answers in each case."""

CHECKLISTS = ("incident", "serve-order", "standby")


def fill(home: Path, open_cases: int, closed_cases: int) -> None:
    """Make a journal with cases of 60 answers each, closed cases first."""
    source = library.read(library.shipped_folder())
    pack = library.load(source, None)
    at = datetime.now(UTC) - timedelta(days=30)
    given = [Answered(q.id, _answer(q)) for q in _asked(pack)[:ANSWERS]]
    assert len(given) == ANSWERS, f"the checklists ask {len(given)} questions only"
    opening = CaseOpened(number=None, zone=pack.policy.zone, pack=source.digest, dvcheck="0")
    entries = [opening, *map(ChecklistStarted, CHECKLISTS), *given]
    with Journal.open(home) as journal:
        for number in range(closed_cases + open_cases):
            ends = [CaseClosed("over", ())] if number < closed_cases else []
            stored = (source.digest, source.archive()) if number == 0 else None
            journal.append_all(f"c-{number:04}", [*entries, *ends], at, pack=stored)


def _asked(pack: Pack) -> list[Question]:
    return [q for q in pack.questions() if q.kind in ("yes-no", "choice", "choices")]


def _answer(question: Question) -> Value:
    if question.kind == "yes-no":
        return "yes"
    first = question.options[0].id
    return first if question.kind == "choice" else (first,)
