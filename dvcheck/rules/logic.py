"""Three-valued (Kleene) logic over an officer's answers.

Two rules make it safe; tests/rules/test_logic.py enumerates both.

An answer counts only once the guard of its question no longer waits for unasked questions. Then a decided
verdict stays decided whatever is answered next. Two things are excepted: the `unless` of a finding that
begins to hold, and its `once`.

An answer behind a guard that "unknown" leaves undecided never makes a condition hold. So an answer that
turns to "unknown" can leave a verdict undecided and never reverses it (docs/decisions/0009).
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import chain
from typing import Literal

import msgspec
from msgspec.structs import replace

from dvcheck.pack.condition import All, Any, Condition, Is, Not
from dvcheck.pack.kinds import UNKNOWN, NotAnAnswer, Value, kind_of
from dvcheck.pack.model import Finding, Question
from dvcheck.rules.answer import Answer, counted
from dvcheck.rules.outline import Outline
from dvcheck.text import clean


class Truth(Enum):
    TRUE = "yes"
    FALSE = "no"
    UNKNOWN = "unknown"


class Verdict(msgspec.Struct, frozen=True):
    """Whether a condition holds.

    `because`: the questions whose answers decided it. `waits_for`: where it is UNKNOWN, the unasked questions
    and those answered "unknown" that would decide it; otherwise empty. Both are in the order they are met.
    """

    truth: Truth
    because: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


Reads = Literal["plainly", "told", "once"]
"""How a condition reads the answers, where not plainly.

`told`: an answer counts also behind a guard that "unknown" leaves undecided, so that what the officer told of
a duty that was met is not lost. `once`: what nobody has answered is no, not undecided.
"""

MAX_RAW = 300
"""Of a value that does not count, so many characters are shown."""

HOLDS = Verdict(Truth.TRUE)
FAILS = Verdict(Truth.FALSE)


class Uncounted(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded answer that counts as not asked, and why."""

    question: str
    answer: Answer
    why: str

    @property
    def raw(self) -> str:
        """What was recorded, in one line."""
        value = self.answer.value
        text = clean(value if isinstance(value, str) else f"[{', '.join(value)}]")
        return text if len(text) <= MAX_RAW else f"{text[:MAX_RAW]}…"


class Facts:
    """The answers of one case, seen through the guards of its outline. Verdicts are worked out once each."""

    def __init__(self, outline: Outline, answers: Mapping[str, Answer]) -> None:
        self.outline = outline
        self.answers: dict[str, Answer] = {}
        self.uncounted: list[Uncounted] = []
        for name, answer in answers.items():
            self._take(name, answer)
        self._guards: dict[str, Verdict] = {}
        self._findings: dict[str, Verdict] = {}

    def _take(self, name: str, answer: Answer) -> None:
        """Count an answer that its question has. Another counts as not asked: it must not decide anything by
        being different from every value a condition names."""
        guarded = self.outline.by_id.get(name)
        if guarded is None or not isinstance(guarded.item, Question):
            meant: Value | NotAnAnswer = NotAnAnswer("no checklist walked in this case asks it")
        else:
            meant = counted(guarded.item, answer.value)
        if isinstance(meant, NotAnAnswer):
            self.uncounted.append(Uncounted(question=name, answer=answer, why=meant.why))
        else:
            self.answers[name] = answer if meant == answer.value else replace(answer, value=meant)

    def guard(self, name: str) -> Verdict:
        """Whether the item called `name` applies."""
        if name not in self._guards:
            self._guards[name] = self.decide(self.outline.by_id[name].guard)
        return self._guards[name]

    def unasked(self, verdict: Verdict) -> bool:
        """Whether a verdict waits for a question that nobody has answered yet."""
        return any(name not in self.answers for name in verdict.waits_for)

    def decide(self, condition: Condition | None, *, reads: Reads = "plainly") -> Verdict:
        """The verdict on a condition; no condition holds."""
        match condition:
            case None:
                return HOLDS
            case Is():
                return self._leaf(condition, reads)
            case Not():
                inner = self.decide(condition.of, reads=reads)
                return Verdict(_NEGATED[inner.truth], inner.because, inner.waits_for)
            case All():
                return _joined((self.decide(part, reads=reads) for part in condition.of), Truth.FALSE)
            case Any():
                return _joined((self.decide(part, reads=reads) for part in condition.of), Truth.TRUE)

    def finding(self, name: str) -> Verdict:
        """Whether the finding called `name` holds: its definition, unless its exception holds."""
        if name not in self._findings:
            item = self.outline.by_id[name].item
            assert isinstance(item, Finding)
            verdict = self.decide(item.once, reads="once") if item.once else self.decide(item.definition)
            if item.unless is not None and verdict.truth is not Truth.FALSE:
                exception = self.decide(item.unless)
                if exception.truth is Truth.TRUE:
                    verdict = Verdict(Truth.FALSE, exception.because)
            self._findings[name] = verdict
        return self._findings[name]

    def _leaf(self, leaf: Is, reads: Reads) -> Verdict:
        guarded = self.outline.by_id.get(leaf.item)
        if guarded is None:
            # A question of a checklist that this case does not walk: it does not apply.
            return FAILS
        if isinstance(guarded.item, Finding):
            verdict = self.finding(leaf.item)
            if set(leaf.values) == {"yes"} or verdict.truth is Truth.UNKNOWN:
                return verdict
            truth = Truth.TRUE if "yes" in leaf.values else _NEGATED[verdict.truth]
            return Verdict(truth, verdict.because)
        assert isinstance(guarded.item, Question)
        return self._about(leaf, reads)

    def _about(self, leaf: Is, reads: Reads) -> Verdict:
        guard = self.guard(leaf.item)
        answer = self.answers.get(leaf.item)
        if guard.truth is Truth.FALSE:
            return Verdict(Truth.FALSE, guard.because)
        if answer is None and reads == "once":
            return FAILS
        if guard.truth is Truth.UNKNOWN and (answer is None or self.unasked(guard)):
            own = (leaf.item,) if answer is None else ()
            return Verdict(Truth.UNKNOWN, waits_for=_united((guard.waits_for, own)))
        if answer is None:
            return Verdict(Truth.UNKNOWN, waits_for=(leaf.item,))
        question = self.outline.question(leaf.item)
        values = kind_of(question.kind).compared(answer.value)
        if any(value in leaf.values for value in values):
            if guard.truth is Truth.UNKNOWN and reads != "told":
                return Verdict(Truth.UNKNOWN, waits_for=guard.waits_for)
            return Verdict(Truth.TRUE, (leaf.item,))
        if answer.value == UNKNOWN:
            return Verdict(Truth.UNKNOWN, waits_for=(leaf.item,))
        return Verdict(Truth.FALSE, (leaf.item,))


_NEGATED = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def _joined(verdicts: Iterable[Verdict], decisive: Truth) -> Verdict:
    """`all` (FALSE is decisive) and `any` (TRUE is): the first decisive part settles it and the rest is not
    looked at, or all must be known."""
    parts = []
    for part in verdicts:
        if part.truth is decisive:
            return part
        parts.append(part)
    waiting = [part.waits_for for part in parts if part.truth is Truth.UNKNOWN]
    if waiting:
        return Verdict(Truth.UNKNOWN, waits_for=_united(waiting))
    return Verdict(_NEGATED[decisive], _united([part.because for part in parts]))


def _united(names: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Names of several verdicts, each once; those of one verdict are so already."""
    some = [each for each in names if each]
    if len(some) <= 1:
        return some[0] if some else ()
    return tuple(dict.fromkeys(chain.from_iterable(some)))
