"""The walks of the tests. Each step has a question, the keys that answer it, and the recorded answer.

Only the answers are listed here. The order of the questions, their words and their digits come from the
shipped pack, so that rewording the pack does not change these tests.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dvcheck.pack import library
from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import Value
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import assess, next_question
from dvcheck.rules.outline import outline
from tests.pty.keys import ENTER

if TYPE_CHECKING:
    from tests.pty import Officer


def end_of_shift() -> str:
    """Return a time three hours from now in the zone of the pack. Within the hour, no clock time is shown."""
    return f"{datetime.now(ZoneInfo('America/Los_Angeles')) + timedelta(hours=3):%H:%M}"


TICK = "What of this is done already?"
"""The list before the summary."""


@dataclass(frozen=True, slots=True)
class Step:
    """A question's id and text, the keys that answer it, and the answer recorded."""

    id: str
    text: str
    keys: str
    value: Value


Walk = tuple[Step, ...]


@cache
def shipped() -> Pack:
    return library.load(library.read(library.shipped_folder()), None)


def lay_out(checklist: str, answers: Mapping[str, Value]) -> Walk:
    """Return the steps of a walk, in order. A yes-no question without an answer gets a no."""
    laid_out = outline(shipped(), (checklist,))
    at = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
    steps: dict[str, Step] = {}
    while True:
        given = {step.id: Answer(value=step.value, at=at) for step in steps.values()}
        question = next_question(assess(laid_out, given, {}, at))
        if question is None:
            return tuple(steps.values())
        if question.id not in answers and question.kind != "yes-no":
            raise KeyError(f"{checklist} asks {question.id}, and the walk has no answer to it")
        value = answers.get(question.id, "no")
        steps[question.id] = Step(question.id, question.text, keys(question, value), value)


def keys(question: Question, value: Value) -> str:
    """Return the keys that give an answer, one character each."""
    if value == "unknown":
        return "u" if question.kind in ("yes-no", "choice", "choices") else f"u{ENTER}"
    match question.kind:
        case "yes-no":
            return str(value)[0]
        case "choice" | "choices":
            chosen = [(str(n), o) for n, o in enumerate(question.options, 1) if o.id in value]
            exact = [(digit, o) for digit, o in chosen if not isinstance(value, str) or o.id == value]
            digits = "".join(digit for digit, _ in exact)
            at_once = question.kind == "choice" or any(o.alone for _, o in exact)
            return digits if at_once else digits + ENTER
        case "timer":
            return {"running": "1", "ended": "3"}[str(value)]
        case "list":
            return f"{', '.join(value)}{ENTER}"
        case _:
            return f"{value}{ENTER}"


def typed_lines(steps: Iterable[Step]) -> str:
    """Return the lines to type for a walk."""
    return "".join(step.keys.rstrip(ENTER) + "\n" for step in steps)


def press_through(officer: "Officer", steps: Iterable[Step]) -> None:
    """Answer each step when its question is on the screen."""
    for step in steps:
        officer.answer(step.text, *step.keys)


def values(steps: Iterable[Step]) -> dict[str, Value]:
    return {step.id: step.value for step in steps}


def step(walk: Sequence[Step], question: str) -> Step:
    return walk[_place(walk, question)]


def before(walk: Sequence[Step], question: str) -> Walk:
    """Return the steps before a question."""
    return tuple(walk[: _place(walk, question)])


def previous(walk: Sequence[Step], question: str) -> Step:
    return walk[_place(walk, question) - 1]


def following(walk: Sequence[Step], question: str) -> Step:
    return walk[_place(walk, question) + 1]


def _place(walk: Sequence[Step], question: str) -> int:
    return next(n for n, step in enumerate(walk) if step.id == question)


def shown(question: str, value: Value) -> str:
    """Return an answer in the words of the screen."""
    return outline(shipped(), ("incident",)).question(question).shown(value)


def answers_file(folder: Path, steps: Iterable[Step]) -> str:
    """Write the answers of the steps to a file for --answers, and return its path."""
    path = folder / "answers.yaml"
    texts = ((s.id, s.value if isinstance(s.value, str) else f"[{', '.join(s.value)}]") for s in steps)
    path.write_text("".join(f"{name}: {text}\n" for name, text in texts), encoding="utf-8")
    return str(path)


def given(folder: Path, steps: Sequence[Step]) -> list[str]:
    """Return the options that answer the steps from a file; none if there are no steps."""
    return ["--answers", answers_file(folder, steps)] if steps else []


_ORDER: dict[str, Value] = {
    "service": "served",
    "order-from": "oregon",
    "order-type": "fapa",
    "terms-confirmed": "ecourt",
    "firearms-involved": "no",
    "violation": "none",
}

IN_LEDS_ANSWERS: dict[str, Value] = {"leds-ncic": "found", **_ORDER}

BY_COPY_ANSWERS: dict[str, Value] = {
    "leds-ncic": "neither",
    "copy-shown": "yes",
    "names-both-parties": "yes",
    "issuance-date": "yes",
    "expiry-date": "ahead",
    "judicial-official": "yes",
    "conditions-of-relief": "yes",
    "true-copy": "verified",
    **_ORDER,
}

VERBAL_ANSWERS: dict[str, Value] = {
    "call-type": "domestic-disturbance",
    "two-members": "yes",
    "relationship": "spouses",
    "injured": "nobody",
    "suspect": "nobody",
    "crimes": ("none",),
}

ASSAULT_ANSWERS: dict[str, Value] = {
    "call-type": "domestic-disturbance",
    "two-members": "yes",
    "relationship": "spouses",
    "injured": "one",
    "pain-scale": "7",
    "threats": "yes",
    "compared": "one",
    "history": "yes",
    "future-harm": "yes",
    "suspect": "identified",
    "crimes": ("assault",),
    "suspect-here": "yes",
    "property-damage": "yes",
    "order-involved": "yes",
    **IN_LEDS_ANSWERS,
    "violation": "probable-cause",
    "respondent-here": "yes",
    "risk-or-fear": "yes",
    "children-present": "yes",
    "children-involved": "yes",
}

SERVED_ANSWERS: dict[str, Value] = {
    "order-type": "fapa",
    "server": "member",
    "parties-here": "yes",
    "respondent-copy": "yes",
    "firearm-terms": "no",
    "served-now": "yes",
    "refuses": "no",
    "form-method": "fax",
    "cad-note": ("date", "time"),
}

STANDBY_ANSWERS: dict[str, Value] = {
    "standby-party": "respondent",
    "standby-order": "yes",
    "standby-members": "two",
    "standby-items": ("clothes", "medication", "passport"),
    "effects-section": "yes",
    "children-things": "none",
    "standby-ready": ("met", "told", "reviewed", "section"),
    "petitioner-says": "allows",
    "standby-clock": "running",
}

IN_LEDS = lay_out("verify-order", IN_LEDS_ANSWERS)
"""verify-order: the order is in LEDS, no firearms, no violation."""

BY_COPY = lay_out("verify-order", BY_COPY_ANSWERS)
"""verify-order: in no database, a copy with all four elements, no violation."""

VERBAL = lay_out("incident", VERBAL_ANSWERS)
"""incident: a verbal dispute; no order, children, injuries or crime."""

ASSAULT = lay_out("incident", ASSAULT_ANSWERS)
"""incident: an assault with injuries and children, an order in LEDS, probable cause that it was violated."""
