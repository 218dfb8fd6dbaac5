"""Three-valued (Kleene) logic over an officer's answers.

Two rules make it safe; tests/rules/test_logic.py enumerates both.

An answer counts only once the guard of its question no longer waits for unasked questions. Then a decided
verdict stays decided whatever is answered next. Two things are excepted: the `unless` of a finding that
begins to hold, and its `once`.

An answer behind a guard that "unknown" leaves undecided never makes a condition hold. So an answer that
turns to "unknown" can leave a verdict undecided and never reverses it (docs/decisions/0009).
"""

from collections.abc import Iterable, Mapping
from enum import Enum
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


class _Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What a case has of one question: the same for every condition that names it."""

    values: tuple[str, ...] = ()
    """Its answer, as conditions compare it; empty where none counts."""
    named: Verdict = FAILS
    """The verdict where a condition names one of `values`, and reads plainly."""
    other: Verdict
    """The verdict where it names none of them."""
    unanswered: bool = False
    """Whether it applies, or may, and nobody has answered it."""


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
        self._seen: dict[str, _Seen] = {}
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
        verdict = self._guards.get(name)
        if verdict is None:
            verdict = self._guards[name] = self.decide(self.outline.by_id[name].guard)
        return verdict

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
                return self._joined(condition.of, Truth.FALSE, reads)
            case Any():
                return self._joined(condition.of, Truth.TRUE, reads)

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
        seen = self._seen.get(leaf.item)
        if seen is None:
            if leaf.item in self._findings:
                return self._of_finding(leaf)
            guarded = self.outline.by_id.get(leaf.item)
            if guarded is None:
                # A question of a checklist that this case does not walk: it does not apply.
                return FAILS
            if isinstance(guarded.item, Finding):
                return self._of_finding(leaf)
            seen = self._seen[leaf.item] = self._looked_at(leaf.item)
        if seen.unanswered and reads == "once":
            return FAILS
        for value in seen.values:
            if value in leaf.values:
                return Verdict(Truth.TRUE, (leaf.item,)) if reads == "told" else seen.named
        return seen.other

    def _of_finding(self, leaf: Is) -> Verdict:
        verdict = self.finding(leaf.item)
        if leaf.values == _YES or verdict.truth is Truth.UNKNOWN or set(leaf.values) == {"yes"}:
            return verdict
        truth = Truth.TRUE if "yes" in leaf.values else _NEGATED[verdict.truth]
        return Verdict(truth, verdict.because)

    def _looked_at(self, name: str) -> _Seen:
        """What a question says here, behind its guard."""
        guard = self.guard(name)
        answer = self.answers.get(name)
        if guard.truth is Truth.FALSE:
            return _Seen(other=Verdict(Truth.FALSE, guard.because))
        if answer is None:
            waits = Verdict(Truth.UNKNOWN, waits_for=_unique((*guard.waits_for, name)))
            return _Seen(other=waits, unanswered=True)
        behind = Verdict(Truth.UNKNOWN, waits_for=guard.waits_for)
        if guard.truth is Truth.UNKNOWN and self.unasked(guard):
            return _Seen(other=behind)
        other = (
            Verdict(Truth.UNKNOWN, waits_for=(name,))
            if answer.value == UNKNOWN
            else Verdict(Truth.FALSE, (name,))
        )
        return _Seen(
            values=kind_of(self.outline.question(name).kind).compared(answer.value),
            named=behind if guard.truth is Truth.UNKNOWN else Verdict(Truth.TRUE, (name,)),
            other=other,
        )

    def _joined(self, parts: Iterable[Condition], decisive: Truth, reads: Reads) -> Verdict:
        """`all` (FALSE is decisive) and `any` (TRUE is): the first decisive part settles it and the rest is
        not looked at, or all must be known."""
        waiting: list[str] = []
        because: list[str] = []
        is_known = True
        for part in parts:
            verdict = self.decide(part, reads=reads)
            if verdict.truth is decisive:
                return verdict
            if verdict.truth is Truth.UNKNOWN:
                is_known = False
                waiting += verdict.waits_for
            else:
                because += verdict.because
        if is_known:
            return Verdict(_NEGATED[decisive], _unique(because))
        return Verdict(Truth.UNKNOWN, waits_for=_unique(waiting))


_YES = ("yes",)
_NEGATED = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
