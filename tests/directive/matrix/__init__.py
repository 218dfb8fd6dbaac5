"""Facts that raise each duty, and the nearest facts that do not, written from the directive.

`calls.yaml` has complete calls. Each other file is a chapter of the directive: a list of `Entry`. An entry
names a call for each of its walks, and the changes to that call. An item repeated for each entry of a list is
named by its key: `custodial-arrest@2` is the arrest of the second suspect.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, get_args

from msgspec.structs import replace

from dvcheck.pack import nodes
from dvcheck.pack.model import Item, Obligation
from dvcheck.pack.value import UNKNOWN, NotAnAnswer
from dvcheck.rules.answer import Answer, Mark, read_answer
from dvcheck.rules.assess import Assessment, Duty, Status, assess
from dvcheck.rules.logic import Facts as Seen
from dvcheck.rules.outline import Outline, base_of, outline
from tests.directive.test_directive import NOW, Names, pack

HERE = Path(__file__).parent
CALLS = HERE / "calls.yaml"
CHAPTERS = sorted(path for path in HERE.glob("*.yaml") if path != CALLS)
WALKS: Names = ("incident", "verify-order", "serve-order", "standby")

Facts = Mapping[str, str | Names]
Held = Literal["open", "in-force"]
Ended = Literal["absent", "done", "not-feasible"]

Marked = Literal["done", "not-feasible"]
Known = TypeVar("Known", bound=str)
HELD: tuple[Held, ...] = get_args(Held)
ENDED: tuple[Ended, ...] = get_args(Ended)
MARKS: tuple[Marked, ...] = get_args(Marked)

STATUS: Mapping[str, Status] = {
    "open": "open",
    "in-force": "in-force",
    "absent": "not-triggered",
    "done": "done",
    "not-feasible": "not-feasible",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A small change of the facts after which the duty does not apply, or is done."""

    why: str
    result: Ended
    change: Facts = field(default_factory=dict)
    marks: Facts | None = None
    """The marks; None for those of the entry."""
    without: Names = ()
    walks: Names = ()
    """The walks it applies to; if empty, all walks of the entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A duty of some statements, the facts that raise it in some walks, and the nearest that do not."""

    file: str
    statements: Names
    duty: str
    because: str
    calls: Facts
    """The call of `calls.yaml` for each walk."""
    held: Held
    due: str
    nearest: tuple[Nearest, ...]
    facts: Facts = field(default_factory=dict)
    marks: Facts = field(default_factory=dict)
    without: Names = ()
    also: Names = ()
    """Other checklists of the case. The walk alone does not raise the duty; a note names the others."""
    told_by: str = ""
    """The note that names them."""
    unknown_ends: Names = ()
    """The questions whose "unknown" may take the duty away, and why."""
    unknown_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One entry in one walk."""

    entry: Entry
    walk: str

    @property
    def name(self) -> str:
        return f"{self.entry.duty} in {self.walk}: {self.entry.because}"

    @property
    def whole(self) -> Outline:
        return laid(self.walk, *self.entry.also)

    @property
    def facts(self) -> Facts:
        """All answers of the call with this entry's changes."""
        call = self.entry.calls[self.walk]
        assert isinstance(call, str)
        return _without({**calls()[call], **self.entry.facts}, self.entry.without)

    @property
    def nearest(self) -> tuple[Nearest, ...]:
        return tuple(n for n in self.entry.nearest if not n.walks or self.walk in n.walks)

    def held(self) -> Duty:
        return self._duty(self.whole, self.facts, self.entry.marks)

    def ended(self, nearest: Nearest) -> Duty:
        return self._duty(self.whole, self.changed(nearest), self.marked(nearest))

    def changed(self, nearest: Nearest) -> Facts:
        return _without({**self.facts, **nearest.change}, nearest.without)

    def marked(self, nearest: Nearest) -> Facts:
        return self.entry.marks if nearest.marks is None else nearest.marks

    def unknown(self, name: str) -> Duty:
        """Return the duty with one answer changed to "unknown"."""
        return self._duty(self.whole, {**self.facts, name: UNKNOWN}, self.entry.marks)

    def alone(self) -> Assessment:
        """Assess the case with the walk alone, without the other checklists."""
        walked = laid(self.walk)
        known = {n: v for n, v in self.facts.items() if base_of(n) in walked.by_id}
        return judged(walked, known, self.entry.marks)

    def _duty(self, walked: Outline, facts: Facts, marked: Facts) -> Duty:
        # Only the duty is needed: an outline without the other items is much faster.
        laid_out = Seen(walked, answers(walked, facts)).outline
        wanted = tuple(g for g in laid_out.items if _bears_on(g.item, self.entry.duty))
        found = assess(replace(laid_out, items=wanted, lists=()), answers(walked, facts), marks(marked), NOW)
        # If nobody is named, it is owed once.
        duty = found.duty(self.entry.duty) or found.duty(base_of(self.entry.duty))
        assert duty is not None, f"the walk has no {self.entry.duty}"
        return duty


def _bears_on(item: Item, duty: str) -> bool:
    """Check whether an item is the duty, or the duty that it replaces if that is not feasible."""
    return isinstance(item, Obligation) and (
        item.id in (duty, base_of(duty))
        or (item.not_feasible is not None and item.not_feasible.instead == base_of(duty))
    )


def _without(facts: Facts, names: Names) -> Facts:
    return {name: value for name, value in facts.items() if name not in names}


@cache
def laid(*walks: str) -> Outline:
    return outline(pack(), walks)


def answers(walked: Outline, facts: Facts) -> dict[str, Answer]:
    """Return the facts as answers. A question or a value that the walk lacks fails."""
    given: dict[str, Answer] = {}
    for name, raw in facts.items():
        assert base_of(name) in walked.by_id, f"{name}: the walk has no such question"
        question = walked.question(base_of(name))
        value = raw if question.options_from else read_answer(question, raw)
        assert not isinstance(value, NotAnAnswer), f"{name}: {value.why}"
        given[name] = Answer(value=value, at=NOW)
    return given


def marks(given: Facts) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for name, status in given.items():
        assert isinstance(status, str), f"{name}: one mark is expected"
        found[name] = Mark(status=_one_of(MARKS, status), at=NOW, reason="stated in the case")
    return found


def judged(walked: Outline, facts: Facts, marked: Facts) -> Assessment:
    return assess(walked, answers(walked, facts), marks(marked), NOW)


def left_over(walked: Outline, facts: Facts) -> list[str]:
    """List what `facts` lacks for a complete call: unanswered questions, and answers that do not count."""
    found = judged(walked, facts, {})
    missing = [f"{question.id} is asked and not answered" for question in found.unasked]
    return missing + [f"{name} is answered and not asked" for name in facts if name in found.inapplicable]


def cited() -> list[tuple[str, str, str]]:
    """Yield each binding statement with each walk that has a duty citing it, and that duty."""
    binding = [s.ref for s in pack().policy.statements if pack().policy.binds(s)]
    return [
        (ref, name, item.item.id)
        for ref in binding
        for name in WALKS
        for item in laid(name).items
        if isinstance(item.item, Obligation) and ref in item.item.cites
    ]


@cache
def calls() -> Mapping[str, Facts]:
    """Return the complete calls by name. A call that is `like` another has that call's facts too."""
    found: dict[str, Facts] = {}
    for item in _list(_read(CALLS)):
        keys = dict(_entries(item))
        assert set(keys) <= {"call", "story", "like", "facts"}, f"{item.at}: {sorted(keys)}"
        like = {k: v for other in _texts(keys.get("like")) for k, v in found[other].items()}
        assert _text(keys["story"])
        name = _text(keys["call"])
        assert name not in found, f"{name} is listed twice"
        found[name] = {**like, **_facts(keys["facts"])}
    return found


@cache
def entries() -> tuple[Entry, ...]:
    return tuple(_entry(item, path.name) for path in CHAPTERS for item in _list(_read(path)))


def lines() -> Iterator[Line]:
    for entry in entries():
        for name in entry.calls:
            yield Line(entry=entry, walk=name)


def _entry(node: nodes.Node, file: str) -> Entry:
    keys = dict(_entries(node))
    needed = {"statements", "duty", "because", "calls", "is", "nearest"}
    optional = {"due", "facts", "marks", "without", "also", "told_by", "unknown_ends", "why"}
    assert needed <= set(keys) <= needed | optional, f"{node.at}: {sorted(keys)}"
    return Entry(
        file=file,
        statements=_texts(keys["statements"]),
        duty=_text(keys["duty"]),
        because=_text(keys["because"]),
        calls=_facts(keys["calls"]),
        held=_one_of(HELD, _text(keys["is"])),
        due=_text(keys["due"]) if "due" in keys else "none",
        nearest=tuple(_nearest(item) for item in _list(keys["nearest"])),
        facts=_facts(keys.get("facts")),
        marks=_facts(keys.get("marks")),
        without=_texts(keys.get("without")),
        also=_texts(keys.get("also")),
        told_by=_text(keys["told_by"]) if "told_by" in keys else "",
        unknown_ends=_texts(keys.get("unknown_ends")),
        unknown_why=_text(keys["why"]) if "why" in keys else "",
    )


def _nearest(node: nodes.Node) -> Nearest:
    keys = dict(_entries(node))
    assert {"why", "is"} <= set(keys) <= {"why", "is", "change", "marks", "without", "in"}, f"{node.at}"
    return Nearest(
        why=_text(keys["why"]),
        result=_one_of(ENDED, _text(keys["is"])),
        change=_facts(keys.get("change")),
        marks=_facts(keys["marks"]) if "marks" in keys else None,
        without=_texts(keys.get("without")),
        walks=_texts(keys.get("in")),
    )


def _read(path: Path) -> nodes.Node:
    node, problems = nodes.read(path.read_text(encoding="utf-8"), path.name)
    assert node is not None, [f"{p.at}: {p.message}" for p in problems]
    return node


def _list(node: nodes.Node) -> tuple[nodes.Node, ...]:
    assert isinstance(node, nodes.Sequence), f"{node.at}: a list is expected"
    return node.items


def _entries(node: nodes.Node) -> Iterator[tuple[str, nodes.Node]]:
    assert isinstance(node, nodes.Mapping), f"{node.at}: a mapping is expected"
    return ((key.text, value) for key, value in node.entries)


def _text(node: nodes.Node) -> str:
    assert isinstance(node, nodes.Scalar), f"{node.at}: a text is expected"
    return node.text


def _one_of(known: tuple[Known, ...], text: str) -> Known:
    found = [word for word in known if word == text]
    assert found, f"{text} is none of {', '.join(known)}"
    return found[0]


def _texts(node: nodes.Node | None) -> Names:
    if node is None:
        return ()
    return (node.text,) if isinstance(node, nodes.Scalar) else tuple(_text(item) for item in _list(node))


def _facts(node: nodes.Node | None) -> Facts:
    if node is None:
        return {}
    return {
        key: value.text if isinstance(value, nodes.Scalar) else _texts(value) for key, value in _entries(node)
    }
