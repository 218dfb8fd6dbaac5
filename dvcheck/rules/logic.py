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
from dvcheck.rules.answer import Answer, counted
from dvcheck.rules.entries import entries_of, laid_out
from dvcheck.rules.outline import Entry, Outline, base_of
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
        self.outline = self._laid_out(outline, answers)
        self.answers: dict[str, Answer] = {}
        self.uncounted: list[Uncounted] = []
        for name, answer in answers.items():
            self._take(name, answer)
        self._guards: dict[str, Verdict] = {}
        self._seen: dict[str, _Seen] = {}
        self._findings: dict[str, Verdict] = {}
        # By the id() of a condition. The condition is kept too, so that its id() is not used again.
        self._kept: dict[int, tuple[Condition, Verdict]] = {}

    def __eq__(self, other: object) -> bool:
        """Whether two read the same answers with the same outline: then every verdict is the same."""
        if not isinstance(other, Facts):
            return NotImplemented
        return (self.outline, self.answers, self.uncounted) == (other.outline, other.answers, other.uncounted)

    def _laid_out(self, outline: Outline, answers: Mapping[str, Answer]) -> Outline:
        return _for_entries(outline, answers) if outline.lists else outline

    def _take(self, name: str, answer: Answer) -> None:
        """Count an answer that its question has. Another counts as not asked: it must not decide anything by
        being different from every value a condition names."""
        guarded = self.outline.by_id.get(name)
        if guarded is None or not isinstance(guarded.item, Question):
            meant: Value | NotAnAnswer = NotAnAnswer(self._why_not_asked(name))
        else:
            meant = counted(guarded.item, answer.value)
            if isinstance(meant, NotAnAnswer) and guarded.item.options_from in self.outline.lists:
                meant = NotAnAnswer(phrase("what it names is no longer in the list"))
        if isinstance(meant, NotAnAnswer):
            self.uncounted.append(Uncounted(question=name, answer=answer, why=meant.why))
        else:
            self.answers[name] = answer if meant == answer.value else replace(answer, value=meant)

    def _why_not_asked(self, name: str) -> str:
        """Why an answer is to nothing that is asked."""
        if base_of(name) not in self.outline.repeated:
            return phrase("no checklist walked in this case asks it")
        if base_of(name) == name:
            return phrase("it is now asked for each entry of the list")
        return phrase("what it is about is no longer in the list")

    def guard(self, name: str) -> Verdict:
        """Whether the item called `name` applies."""
        verdict = self._guards.get(name)
        if verdict is None:
            guarded = self.outline.by_id[name]
            verdict = self._guards[name] = self._decide(guarded.guard, "plainly", guarded.entry)
        return verdict

    def unasked(self, verdict: Verdict) -> bool:
        """Whether a verdict waits for a question that nobody has answered yet."""
        return any(name not in self.answers for name in verdict.waits_for)

    def decide(
        self, condition: Condition | None, *, reads: Reads = "plainly", entry: Entry | None = None
    ) -> Verdict:
        """The verdict on a condition, in the round of an entry where there is one; no condition holds."""
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
        """Whether the finding called `name` holds: its definition, unless its exception holds."""
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
        seen = self._seen.get(name)
        if seen is None:
            if name in self._findings:
                return self._of_finding(name, leaf)
            guarded = self.outline.by_id.get(name)
            if guarded is None:
                # A question of a checklist that this case does not walk: it does not apply.
                return FAILS
            if isinstance(guarded.item, Finding):
                return self._of_finding(name, leaf)
            seen = self._seen[name] = self._looked_at(name)
        if seen.unanswered and reads == "once":
            return FAILS
        for value in seen.values:
            if value in leaf.values or (entry is not None and value == entry.id and THIS in leaf.values):
                return Verdict(Truth.TRUE, (name,)) if reads == "told" else seen.named
        return seen.other

    def _of_finding(self, name: str, leaf: Is) -> Verdict:
        verdict = self.finding(name)
        if leaf.values == _YES or verdict.truth is Truth.UNKNOWN or set(leaf.values) == {"yes"}:
            return verdict
        truth = Truth.TRUE if "yes" in leaf.values else _NEGATED[verdict.truth]
        return Verdict(truth, verdict.because)

    def _compared(self, leaf: Compared, reads: Reads, entry: Entry | None) -> Verdict:
        """Whether an answer keeps to its bounds. One that does not say, a date where hours count, leaves it
        undecided."""
        name = self.outline.scoped(leaf.item, entry)
        if name not in self.outline.by_id:
            return FAILS
        seen = self._seen.get(name)
        if seen is None:
            seen = self._seen[name] = self._looked_at(name)
        if seen.unanswered and reads == "once":
            return FAILS
        if not seen.values or UNKNOWN in seen.values:
            return seen.other
        answer, kind = self.answers[name], kind_of(self.outline.question(name).kind)
        given = AnswerTime(at=answer.at, zone=self.outline.zone)
        value = answer.value if isinstance(answer.value, str) else ""
        held = [kind.keeps_to(value, bound, given) for bound in leaf.bounds]
        if False in held:
            return seen.other
        if None in held:
            return Verdict(Truth.UNKNOWN, waits_for=(name,))
        return Verdict(Truth.TRUE, (name,)) if reads == "told" else seen.named

    def _known(self, inner: Verdict) -> Verdict:
        """A verdict for which "unknown" counts as no; still undecided while a question is to be asked."""
        if inner.truth is not Truth.UNKNOWN:
            return inner
        unasked = tuple(name for name in inner.waits_for if name not in self.answers)
        if unasked:
            return Verdict(Truth.UNKNOWN, waits_for=unasked)
        return Verdict(Truth.FALSE, inner.waits_for)

    def _of_entries(self, condition: OfEntries, reads: Reads) -> Verdict:
        """Whether a condition holds for one entry, or for each; without entries, for the one item."""
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
        """`all` (FALSE is decisive) and `any` (TRUE is): the first decisive part settles it, or all must be
        known.

        What guards a section is a part of each guard in it, so its verdict is kept.
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
        question = self.outline.question(name)
        values = kind_of(question.kind).compared(answer.value)
        if question.options_from and answer.value != UNKNOWN:
            values = (*values, ANSWERED)
        return _Seen(
            values=values,
            named=behind if guard.truth is Truth.UNKNOWN else Verdict(Truth.TRUE, (name,)),
            other=other,
        )


class _AsItIs(Facts):
    """The answers seen through an outline that is not laid out any further."""

    def _laid_out(self, outline: Outline, answers: Mapping[str, Answer]) -> Outline:
        return outline


def _together(is_known: bool, waiting: tuple[str, ...], because: tuple[str, ...], decisive: Truth) -> Verdict:
    """The verdict on parts of which none is decisive."""
    if not is_known:
        return Verdict(Truth.UNKNOWN, waits_for=_unique(waiting))
    return Verdict(Truth.FALSE if decisive is Truth.TRUE else Truth.TRUE, _unique(because))


def _counted(verdicts: list[Verdict], condition: Counted) -> Verdict:
    """Whether no fewer hold than the least and no more than the most, whatever is still undecided."""
    held = [v for v in verdicts if v.truth is Truth.TRUE]
    failed = [v for v in verdicts if v.truth is Truth.FALSE]
    most = len(verdicts) if condition.most is None else condition.most
    if len(held) > most:
        return Verdict(Truth.FALSE, _because(held))
    if len(verdicts) - len(failed) < condition.least:
        return Verdict(Truth.FALSE, _because(failed))
    if len(held) >= condition.least and len(verdicts) - len(failed) <= most:
        # Those that hold are enough, or those that fail; where both bounds count, it takes both.
        decisive = [*(held if condition.least else ()), *(failed if most < len(verdicts) else ())]
        return Verdict(Truth.TRUE, _because(decisive))
    return Verdict(
        Truth.UNKNOWN,
        waits_for=_unique(name for v in verdicts if v.truth is Truth.UNKNOWN for name in v.waits_for),
    )


def _because(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return _unique(name for verdict in verdicts for name in verdict.because)


def _for_entries(outline: Outline, answers: Mapping[str, Answer]) -> Outline:
    """The outline laid out for the entries that lists have in a case.

    An answer counts once its guard waits for nothing that is to be asked: that holds for a list too. Only
    what the guards of lists rest on is looked at.
    """
    given = {name: answer for name, answer in answers.items() if base_of(name) in outline.rested_on}
    for name in outline.lists:
        if name in given and name not in outline.entries:
            facts = _AsItIs(outline, given)
            answer, guard = facts.answers.get(name), facts.guard(name)
            if answer is None or guard.truth is Truth.FALSE or facts.unasked(guard):
                continue
            entries = entries_of(outline.question(name), answer)
            outline = laid_out(outline, name, entries) if entries else outline
    return outline


_YES = ("yes",)
_NEGATED = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    if isinstance(names, tuple) and len(names) < 2:
        return names
    return tuple(dict.fromkeys(names))
