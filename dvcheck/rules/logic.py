"""Three-valued (Kleene) logic over an officer's answers.

Two rules make it safe; tests/rules/test_logic.py enumerates both.

1. An answer counts only when the guard of its question waits for no unasked question. A decided verdict then
   stays decided, whatever is answered next. There are two exceptions: a finding's `unless` that begins to
   hold, and a finding's `once`.
2. If "unknown" leaves the guard of a question undecided, the answer to that question never makes a condition
   hold. An answer that changes to "unknown" can leave a verdict undecided, but never reverses it
   (docs/decisions/0009).
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Literal

import msgspec
from msgspec.structs import replace

from dvcheck.language import phrase
from dvcheck.pack.condition import (
    THIS,
    All,
    Any,
    Compared,
    Condition,
    Counted,
    Is,
    IsKnown,
    Not,
    OfEntries,
    leaves,
)
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import Finding, Question
from dvcheck.pack.question_kind import AnswerTime
from dvcheck.pack.value import ANSWERED, UNKNOWN, NotAnAnswer, Value
from dvcheck.rules.answer import Answer, read_recorded
from dvcheck.rules.entries import entries_of, expand
from dvcheck.rules.outline import Entry, Outline, base_of
from dvcheck.text import clean


class Truth(Enum):
    """Kleene's three truth values."""

    TRUE = "yes"
    FALSE = "no"
    UNKNOWN = "unknown"


class Verdict(msgspec.Struct, frozen=True):
    """The truth of a condition, and the questions behind it.

    `because` names the questions whose answers decided it. If it is UNKNOWN, `waits_for` names the questions
    that would decide it: unasked ones, and ones answered "unknown". Otherwise `waits_for` is empty. Both are
    in the order of the walk.
    """

    truth: Truth
    because: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


Reads = Literal["plainly", "told", "once"]
"""How a condition reads the answers.

`plainly`: by the two rules above. `told`: an answer counts even if "unknown" leaves its guard undecided. This
keeps what the officer said about a duty that was met. `once`: an unanswered question counts as no.
"""

MAX_RAW = 300
"""The most characters shown of a value that does not count."""

HOLDS = Verdict(Truth.TRUE)
FAILS = Verdict(Truth.FALSE)


class _QuestionState(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one question in a case: the same for every condition that names it."""

    values: tuple[str, ...] = ()
    """The answer as conditions compare it; empty if no answer counts."""
    named: Verdict = FAILS
    """The verdict on a condition that reads plainly and names one of `values`."""
    other: Verdict
    """The verdict on a condition that names none of `values`."""
    unanswered: bool = False
    """Whether the question has no answer and applies, or may apply."""


class Uncounted(msgspec.Struct, frozen=True, kw_only=True):
    """A recorded answer that does not count, and why. Its question counts as not asked."""

    question: str
    answer: Answer
    why: str

    @property
    def raw(self) -> str:
        """The recorded value in one line."""
        value = self.answer.value
        text = clean(value if isinstance(value, str) else f"[{', '.join(value)}]")
        return text if len(text) <= MAX_RAW else f"{text[:MAX_RAW]}…"


class Facts:
    """The answers of one case, read through the guards of its outline. Each verdict is computed once."""

    def __init__(self, outline: Outline, answers: Mapping[str, Answer]) -> None:
        self.outline = self._expand(outline, answers)
        self.answers: dict[str, Answer] = {}
        self.uncounted: list[Uncounted] = []
        for name, answer in answers.items():
            self._take(name, answer)
        self._guards: dict[str, Verdict] = {}
        self._states: dict[str, _QuestionState] = {}
        self._findings: dict[str, Verdict] = {}
        # By the id() of a condition. The condition is kept too: otherwise its id() could be reused.
        self._kept: dict[int, tuple[Condition, Verdict]] = {}

    def __eq__(self, other: object) -> bool:
        """Check whether both read the same answers with the same outline; then every verdict is the same."""
        if not isinstance(other, Facts):
            return NotImplemented
        return (self.outline, self.answers, self.uncounted) == (other.outline, other.answers, other.uncounted)

    def _expand(self, outline: Outline, answers: Mapping[str, Answer]) -> Outline:
        return _for_entries(outline, answers) if outline.lists else outline

    def _take(self, name: str, answer: Answer) -> None:
        """Count an answer if its question allows the value; otherwise note it as uncounted.

        A value that the question does not allow would match no condition, and so count as a plain "no".
        """
        guarded = self.outline.by_id.get(name)
        if guarded is None or not isinstance(guarded.item, Question):
            meant: Value | NotAnAnswer = NotAnAnswer(self._why_not_asked(name))
        else:
            meant = read_recorded(guarded.item, answer.value)
            if isinstance(meant, NotAnAnswer) and guarded.item.options_from in self.outline.lists:
                meant = NotAnAnswer(phrase("what it names is no longer in the list"))
        if isinstance(meant, NotAnAnswer):
            self.uncounted.append(Uncounted(question=name, answer=answer, why=meant.why))
        else:
            self.answers[name] = answer if meant == answer.value else replace(answer, value=meant)

    def _why_not_asked(self, name: str) -> str:
        """Say why the case does not ask the question of an answer."""
        if base_of(name) not in self.outline.repeated:
            return phrase("no checklist walked in this case asks it")
        if base_of(name) == name:
            return phrase("it is now asked for each entry of the list")
        return phrase("what it is about is no longer in the list")

    def guard(self, name: str) -> Verdict:
        """Decide whether the item called `name` applies."""
        verdict = self._guards.get(name)
        if verdict is None:
            guarded = self.outline.by_id[name]
            verdict = self._guards[name] = self._decide(guarded.guard, "plainly", guarded.entry)
        return verdict

    def unasked(self, verdict: Verdict) -> bool:
        """Check whether a verdict waits for an unanswered question."""
        return any(name not in self.answers for name in verdict.waits_for)

    def decide(
        self, condition: Condition | None, *, reads: Reads = "plainly", entry: Entry | None = None
    ) -> Verdict:
        """Decide a condition, for one entry of a list if one is given. None always holds."""
        return self._decide(condition, reads, entry)

    def _decide(self, condition: Condition | None, reads: Reads, entry: Entry | None) -> Verdict:
        match condition:
            case None:
                return HOLDS
            case Is():
                return self._leaf(condition, reads, entry)
            case Not():
                inner = self._decide(condition.of, reads, entry)
                return Verdict(_NEGATED[inner.truth], inner.because, inner.waits_for)
            case All():
                return self._joined(condition, Truth.FALSE, reads, entry)
            case Any():
                return self._joined(condition, Truth.TRUE, reads, entry)
            case Compared():
                return self._compared(condition, reads, entry)
            case Counted():
                parts = (self._decide(part, reads, entry) for part in condition.of)
                return _counted(list(parts), condition)
            case IsKnown():
                return self._known(self._decide(condition.of, reads, entry))
            case OfEntries():
                return self._of_entries(condition, reads)

    def finding(self, name: str) -> Verdict:
        """Decide whether the finding called `name` holds: its definition does, and its exception does not."""
        if name not in self._findings:
            item = self.outline.by_id[name].item
            assert isinstance(item, Finding)
            entry = self.outline.by_id[name].entry
            if item.once:
                verdict = self.decide(item.once, reads="once", entry=entry)
            else:
                verdict = self.decide(item.definition, entry=entry)
            if item.unless is not None and verdict.truth is not Truth.FALSE:
                exception = self.decide(item.unless, entry=entry)
                if exception.truth is Truth.TRUE:
                    verdict = Verdict(Truth.FALSE, exception.because)
            self._findings[name] = verdict
        return self._findings[name]

    def _leaf(self, leaf: Is, reads: Reads, entry: Entry | None) -> Verdict:
        name = leaf.item if entry is None else self.outline.scoped(leaf.item, entry)
        state = self._states.get(name)
        if state is None:
            if name in self._findings:
                return self._of_finding(name, leaf)
            guarded = self.outline.by_id.get(name)
            if guarded is None:
                # The question is in a checklist that this case does not walk: it does not apply.
                return FAILS
            if isinstance(guarded.item, Finding):
                return self._of_finding(name, leaf)
            state = self._states[name] = self._state_of(name)
        if state.unanswered and reads == "once":
            return FAILS
        for value in state.values:
            if value in leaf.values or (entry is not None and value == entry.id and THIS in leaf.values):
                return Verdict(Truth.TRUE, (name,)) if reads == "told" else state.named
        return state.other

    def _of_finding(self, name: str, leaf: Is) -> Verdict:
        verdict = self.finding(name)
        if leaf.values == _YES or verdict.truth is Truth.UNKNOWN or set(leaf.values) == {"yes"}:
            return verdict
        truth = Truth.TRUE if "yes" in leaf.values else _NEGATED[verdict.truth]
        return Verdict(truth, verdict.because)

    def _compared(self, leaf: Compared, reads: Reads, entry: Entry | None) -> Verdict:
        """Decide whether an answer meets all bounds. A date alone leaves a bound in hours undecided."""
        name = self.outline.scoped(leaf.item, entry)
        if name not in self.outline.by_id:
            return FAILS
        state = self._states.get(name)
        if state is None:
            state = self._states[name] = self._state_of(name)
        if state.unanswered and reads == "once":
            return FAILS
        if not state.values or UNKNOWN in state.values:
            return state.other
        answer, kind = self.answers[name], kind_of(self.outline.question(name).kind)
        given = AnswerTime(at=answer.at, zone=self.outline.zone)
        value = answer.value if isinstance(answer.value, str) else ""
        held = [kind.keeps_to(value, bound, given) for bound in leaf.bounds]
        if False in held:
            return state.other
        if None in held:
            return Verdict(Truth.UNKNOWN, waits_for=(name,))
        return Verdict(Truth.TRUE, (name,)) if reads == "told" else state.named

    def _known(self, inner: Verdict) -> Verdict:
        """Count "unknown" as no in a verdict. It stays undecided while a question is unasked."""
        if inner.truth is not Truth.UNKNOWN:
            return inner
        unasked = tuple(name for name in inner.waits_for if name not in self.answers)
        if unasked:
            return Verdict(Truth.UNKNOWN, waits_for=unasked)
        return Verdict(Truth.FALSE, inner.waits_for)

    def _of_entries(self, condition: OfEntries, reads: Reads) -> Verdict:
        """Decide whether a condition holds for any entry of a list, or for each.

        If the list has no entries, the condition is decided once.
        """
        names = (self.outline.repeated.get(leaf.item, "") for leaf in leaves(condition.of))
        entries = self.outline.entries.get(next(filter(None, names), ""), ())
        decisive = Truth.TRUE if condition.quantifier == "any_of" else Truth.FALSE
        verdicts = [self._decide(condition.of, reads, entry) for entry in entries or (None,)]
        settled = next((verdict for verdict in verdicts if verdict.truth is decisive), None)
        if settled is not None:
            return settled
        waiting = tuple(name for verdict in verdicts for name in verdict.waits_for)
        return _together(not waiting, waiting, _because(verdicts), decisive)

    def _joined(self, condition: All | Any, decisive: Truth, reads: Reads, entry: Entry | None) -> Verdict:
        """Decide `all` (FALSE is decisive) or `any` (TRUE is decisive).

        The first decisive part settles it; without one, every part must be known. The verdict is kept,
        because the guard of a section is part of the guard of each item in it.
        """
        plainly = entry is None and reads == "plainly"
        if plainly and (kept := self._kept.get(id(condition))) is not None:
            return kept[1]
        waiting: tuple[str, ...] = ()
        because: tuple[str, ...] = ()
        is_known = True
        for part in condition.of:
            verdict = self._decide(part, reads, entry)
            if verdict.truth is decisive:
                break
            if verdict.truth is Truth.UNKNOWN:
                is_known = False
                waiting = waiting + verdict.waits_for if waiting else verdict.waits_for
            else:
                because = because + verdict.because if because else verdict.because
        else:
            verdict = _together(is_known, waiting, because, decisive)
        if plainly:
            self._kept[id(condition)] = condition, verdict
        return verdict

    def _state_of(self, name: str) -> _QuestionState:
        """Return the state of a question, read through its guard."""
        guard = self.guard(name)
        answer = self.answers.get(name)
        if guard.truth is Truth.FALSE:
            return _QuestionState(other=Verdict(Truth.FALSE, guard.because))
        if answer is None:
            waits = Verdict(Truth.UNKNOWN, waits_for=_unique((*guard.waits_for, name)))
            return _QuestionState(other=waits, unanswered=True)
        guard_undecided = Verdict(Truth.UNKNOWN, waits_for=guard.waits_for)
        if guard.truth is Truth.UNKNOWN and self.unasked(guard):
            return _QuestionState(other=guard_undecided)
        other = (
            Verdict(Truth.UNKNOWN, waits_for=(name,))
            if answer.value == UNKNOWN
            else Verdict(Truth.FALSE, (name,))
        )
        question = self.outline.question(name)
        values = kind_of(question.kind).compared(answer.value)
        if question.options_from and answer.value != UNKNOWN:
            values = (*values, ANSWERED)
        return _QuestionState(
            values=values,
            named=guard_undecided if guard.truth is Truth.UNKNOWN else Verdict(Truth.TRUE, (name,)),
            other=other,
        )


class _FixedOutlineFacts(Facts):
    """Facts that use the given outline without expanding it for further entries."""

    def _expand(self, outline: Outline, answers: Mapping[str, Answer]) -> Outline:
        return outline


def _together(is_known: bool, waiting: tuple[str, ...], because: tuple[str, ...], decisive: Truth) -> Verdict:
    """Join the verdicts on parts when none is decisive."""
    if not is_known:
        return Verdict(Truth.UNKNOWN, waits_for=_unique(waiting))
    return Verdict(Truth.FALSE if decisive is Truth.TRUE else Truth.TRUE, _unique(because))


def _counted(verdicts: list[Verdict], condition: Counted) -> Verdict:
    """Decide whether at least `least` and at most `most` parts hold, whatever is still undecided."""
    held = [v for v in verdicts if v.truth is Truth.TRUE]
    failed = [v for v in verdicts if v.truth is Truth.FALSE]
    most = len(verdicts) if condition.most is None else condition.most
    if len(held) > most:
        return Verdict(Truth.FALSE, _because(held))
    if len(verdicts) - len(failed) < condition.least:
        return Verdict(Truth.FALSE, _because(failed))
    if len(held) >= condition.least and len(verdicts) - len(failed) <= most:
        # The parts that hold meet the lower bound; the parts that fail meet the upper bound.
        decisive = [*(held if condition.least else ()), *(failed if most < len(verdicts) else ())]
        return Verdict(Truth.TRUE, _because(decisive))
    return Verdict(
        Truth.UNKNOWN,
        waits_for=_unique(name for v in verdicts if v.truth is Truth.UNKNOWN for name in v.waits_for),
    )


def _because(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return _unique(name for verdict in verdicts for name in verdict.because)


def _for_entries(outline: Outline, answers: Mapping[str, Answer]) -> Outline:
    """Expand the outline for the entries that the lists of a case have.

    As with any answer, a list counts only when its guard waits for no unasked question. Only the answers that
    the guards of lists depend on are read.
    """
    given = {name: answer for name, answer in answers.items() if base_of(name) in outline.rested_on}
    for name in outline.lists:
        if name in given and name not in outline.entries:
            facts = _FixedOutlineFacts(outline, given)
            answer, guard = facts.answers.get(name), facts.guard(name)
            if answer is None or guard.truth is Truth.FALSE or facts.unasked(guard):
                continue
            entries = entries_of(outline.question(name), answer)
            outline = expand(outline, name, entries) if entries else outline
    return outline


_YES = ("yes",)
_NEGATED = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, tuple) and len(names) < 2:
        return names
    return tuple(dict.fromkeys(names))
