"""In random cases the shipped pack does what Directive 0825.00 says, and no answer of "unknown" ends a duty.

Half of the sets of answers are random walks, with random stops and answers given out of turn; half are random
files, with answers that do not apply among them, or cases written by hand and then changed. The four
checklists are walked in every combination and order. In each set every answer in turn is changed to
"unknown". The rules below are written from the text of the directive, over the answers, and not from the
conditions of the pack. The evaluation is the program's own. Verdicts that a change does not
touch are kept, and a sample shows that this changes nothing.

`python -m tests.proof.fidelity [SETS]` prints the first case that breaks each rule, cut down to what it
takes.
"""

import itertools
import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from dvcheck.pack import library
from dvcheck.pack.condition import Compared, Condition, Is, Not, OfEntries
from dvcheck.pack.model import RUNNING, Finding, Note, Obligation, Pack, Question
from dvcheck.pack.parse import parse
from dvcheck.pack.value import ANSWERED, UNKNOWN, Value
from dvcheck.rules import assess as rules
from dvcheck.rules.answer import Answer, Mark, allowed_answers, read_answer
from dvcheck.rules.deadline import Times
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import Entry, Outline, base_of, outline
from dvcheck.wording.deadline import stated_deadline
from tests.proof import Figure, all_of, none_of

ROUNDS = 100_000
PROCESSES = 2
SEED = 825
CONTROL_ROUNDS = 3_000
"""The most sets in which a fault that was put back must be found."""
MOST_SHOWN = 6
"""The most cases of one rule that are shown."""
WIDER = 10
"""One set in this many gets each of the other walks too."""
SAMPLE = 100
"""One set in this many is also assessed completely after every change, and compared."""

WALKS = ("incident", "verify-order", "serve-order", "standby")
ORDERS = {n: tuple(itertools.permutations(WALKS, n)) for n in range(1, 5)}
"""The 15 combinations of the walks of one case, in every possible order, by their number."""

NOW = datetime(2026, 11, 26, 21, 0, tzinfo=UTC)
SHIFT_ENDS = NOW + timedelta(hours=8)
TIMES = Times(now=NOW, shift_ends=SHIFT_ENDS)

LIVE = ("open", "in-force")
BINDING = ("required", "prohibited")


# --- the pack laid out ---


class Laid:
    """One order of walks laid out, and which of its items depend on which question.

    If people are named, it is laid out again for each of them: a duty met for one person has a separate key.
    """

    def __init__(self, order: tuple[str, ...], outline: Outline) -> None:
        self.order = order
        self.outline = outline
        items = [guarded.item for guarded in outline.items]
        self.questions = outline.questions()
        self.obligations = [item for item in items if isinstance(item, Obligation)]
        self.notes = [item for item in items if isinstance(item, Note)]
        self.binding = {o.id: o for o in self.obligations if o.force in BINDING}
        self.stand_ins = {o.not_feasible.instead for o in self.obligations if o.not_feasible}
        self._reads: dict[str, frozenset[str]] = {}
        self._named: dict[object, Laid] = {}
        names = [q.id for q in self.questions]
        self.guards: dict[str, list[str]] = {name: [] for name in names}
        self.findings: dict[str, list[str]] = {name: [] for name in names}
        self.asked: dict[str, list[str]] = {name: [] for name in names}
        self.binds: dict[str, list[Obligation]] = {name: [] for name in names}
        for guarded in outline.items:
            self._index(guarded.item.id)
        self.lays_out = frozenset(
            question for name in outline.lists for question in self._reads_of(name) if name in outline.by_id
        )
        """The questions whose answers name people. After a change to one, everything is laid out again."""
        self.by_key = {o.id: o for o in self.obligations}
        self.keys: dict[str, list[str]] = {}
        for guarded in outline.items:
            self.keys.setdefault(guarded.base, []).append(guarded.item.id)
        for question in self.lays_out:
            self.binds[question] = [o for o in self.binding.values() if o.id not in self.stand_ins]

    def named(self, outline: Outline) -> "Laid":
        """Return the same for the people whom an outline is laid out for."""
        if not outline.entries:
            return self
        key = tuple(outline.entries.items())
        if key not in self._named:
            self._named[key] = Laid(self.order, outline)
        return self._named[key]

    def _index(self, name: str) -> None:
        guarded = self.outline.by_id[name]
        item, entry = guarded.item, guarded.entry
        of_guard = self._read([guarded.guard], entry)
        for question in of_guard:
            self.guards[question].append(name)
        if isinstance(item, Finding):
            for question in self._read([item.definition, item.once, item.unless], entry):
                self.findings[question].append(name)
        if isinstance(item, Question):
            for question in of_guard | self._read([item.asked_when], entry) | {name}:
                self.asked[question].append(name)
        if name in self.binding and name not in self.stand_ins and isinstance(item, Obligation):
            for question in of_guard | self._read([item.unless, item.done_when], entry):
                self.binds[question].append(item)

    def _read(self, conditions: Iterable[Condition | None], entry: Entry | None) -> frozenset[str]:
        """Return the questions that conditions depend on, through findings and guards."""
        found: set[str] = set()
        for name in self._names(conditions, entry):
            found |= self._reads_of(name)
        return frozenset(found)

    def _names(self, conditions: Iterable[Condition | None], entry: Entry | None) -> set[str]:
        """Return the items that conditions name, by their keys."""
        found: set[str] = set()
        left = [condition for condition in conditions if condition is not None]
        while left:
            condition = left.pop()
            if isinstance(condition, Is | Compared):
                found.add(self.outline.scoped(condition.item, entry))
            elif isinstance(condition, OfEntries):
                people: list[Entry | None] = [one for of in self.outline.entries.values() for one in of]
                for one in people or [None]:
                    found |= self._names([condition.of], one)
            elif isinstance(condition.of, tuple):
                left.extend(condition.of)
            else:
                left.append(condition.of)
        return found

    def _reads_of(self, name: str) -> frozenset[str]:
        guarded = self.outline.by_id.get(name)
        if guarded is None:
            return frozenset()
        if name not in self._reads:
            item = guarded.item
            if isinstance(item, Finding):
                self._reads[name] = self._read([item.definition, item.once, item.unless], guarded.entry)
            else:
                self._reads[name] = self._read([guarded.guard], guarded.entry) | {name}
        return self._reads[name]


class Known(Facts):
    """The program's facts over answers that are known to fit their questions.

    When an answer changes, the verdicts that depend on it are dropped, and the others are kept. If the answer
    may name people, everything is evaluated again.
    """

    def __init__(self, laid: Laid, answers: Mapping[str, Answer]) -> None:
        self.given = dict(answers)
        self.unnamed = laid
        super().__init__(laid.outline, answers)
        self.laid = laid.named(self.outline)
        self.may_be_asked: dict[str, bool] = {}

    def _take(self, name: str, answer: Answer) -> None:
        guarded = self.outline.by_id.get(name)
        if guarded is None or not isinstance(guarded.item, Question):
            return
        if guarded.item.options_from:
            super()._take(name, answer)
        else:
            self.answers[name] = answer

    def put(self, question: str, answer: Answer | None) -> None:
        """Answer a question again, or remove its answer."""
        if answer is None:
            self.given.pop(question, None)
            self.answers.pop(question, None)
        else:
            self.given[question] = answer
            self.answers[question] = answer
        if question in self.laid.lays_out:
            self.__init__(self.unnamed, self.given)  # type: ignore[misc]
            return
        self._look_again(question)
        for name in self.laid.guards[question]:
            self._guards.pop(name, None)
        for name in self.laid.findings[question]:
            self._findings.pop(name, None)
        for name in self.laid.asked[question]:
            self.may_be_asked.pop(name, None)

    def turned(self, question: str, answer: Answer, duties: Iterable[Obligation]) -> list[rules.Status]:
        """Return the status of each duty with another answer to one question, then restore the answer."""
        laid = self.laid
        if question in laid.lays_out:
            return Known(self.unnamed, {**self.given, question: answer}).statuses(duties)
        before = self.answers.get(question)
        guards = {name: self._guards.pop(name) for name in laid.guards[question] if name in self._guards}
        findings = {
            name: self._findings.pop(name) for name in laid.findings[question] if name in self._findings
        }
        self.answers[question] = answer
        self._look_again(question)
        found = [
            rules._status(duty, self.guard(duty.id), self, None, self.outline.by_id[duty.id].entry)
            for duty in duties
        ]
        if before is None:
            del self.answers[question]
        else:
            self.answers[question] = before
        for name in laid.guards[question]:
            self._guards.pop(name, None)
        for name in laid.findings[question]:
            self._findings.pop(name, None)
        self._look_again(question)
        self._guards.update(guards)
        self._findings.update(findings)
        return found

    def statuses(self, duties: Iterable[Obligation]) -> list[rules.Status]:
        """Return the status of each duty that may be owed for other people here, or for all at once."""
        found: list[rules.Status] = []
        for duty in duties:
            keys = [duty.id] if duty.id in self.outline.by_id else self.instances(base_of(duty.id))
            of_base = [self.laid.by_key[key] for key in keys if key in self.laid.by_key]
            found.append(
                most(
                    [
                        rules._status(one, self.guard(one.id), self, None, self.outline.by_id[one.id].entry)
                        for one in of_base
                    ]
                )
            )
        return found

    def instances(self, name: str) -> list[str]:
        """Return the keys of an item of the pack: one for each person, or its own."""
        return self.laid.keys.get(name, [])

    def _look_again(self, question: str) -> None:
        """Forget what depends on a question, and the questions behind a guard that depends on it."""
        self._kept.clear()
        for name in (question, *self.laid.guards[question]):
            self._states.pop(name, None)

    def next_question(self) -> Question | None:
        """Do the same as `rules.next_question`, without looking at unchanged questions again."""
        for question in self.laid.questions:
            name = question.id
            if name in self.answers or question.unprompted:
                continue
            if name not in self.may_be_asked:
                self.may_be_asked[name] = rules._may_be_asked(self, question)
            if self.may_be_asked[name]:
                return question
        return None


LIVELIEST: tuple[rules.Status, ...] = (
    "open",
    "in-force",
    "undetermined",
    "done",
    "not-feasible",
    "not-triggered",
)


def most(statuses: Iterable[rules.Status]) -> rules.Status:
    """Return one status for a duty owed for several people: open if it is open for one of them."""
    return min(statuses, key=LIVELIEST.index, default="not-triggered")


@cache
def answer(value: Value) -> Answer:
    return Answer(value=value, at=NOW)


@cache
def shipped() -> Mapping[str, str]:
    """The files of the shipped pack."""
    return library.read(library.shipped_folder()).files


def pack_of(files: Mapping[str, str]) -> Pack:
    """Parse a pack. One with a fault put back need not pass the checks across files."""
    pack, problems = parse(files, library._source(files, "").digest, ())
    assert pack is not None, problems
    return pack


class World:
    """A pack with every order of walks, each laid out when it is first needed."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._laid: dict[tuple[str, ...], Laid] = {}

    def laid(self, order: tuple[str, ...]) -> Laid:
        if order not in self._laid:
            self._laid[order] = Laid(order, outline(self.pack, order))
        return self._laid[order]


# --- one case ---


class Case:
    """A set of answers as assessed, with the words the rules are written in."""

    def __init__(self, laid: Laid, answers: Mapping[str, Answer], marks: Mapping[str, Mark]) -> None:
        self.order = laid.order
        self.marks = marks
        self.facts = Known(laid, answers)
        self.duties = {
            duty.obligation.id: duty
            for duty in rules._duties(self.laid.obligations, self.facts, marks, TIMES)
        }
        self.own: Mapping[str, rules.Status] = {name: duty.status for name, duty in self.duties.items()}
        # A duty owed for each person is also kept as one duty, under its id in the pack.
        self.status: Mapping[str, rules.Status] = {
            **{name: most(self._statuses(name)) for name in self.laid.keys if self._statuses(name)},
            **self.own,
        }
        self.notes = {note.id for note in self.laid.notes if self.facts.guard(note.id).truth is Truth.TRUE}

    @property
    def laid(self) -> Laid:
        return self.facts.laid

    @property
    def answers(self) -> dict[str, Answer]:
        return self.facts.answers

    def _statuses(self, name: str) -> list[rules.Status]:
        """Return the statuses of a duty, one for each person it is owed for; by its pack id or its key."""
        if name in self.own:
            return [self.own[name]]
        return [self.own[key] for key in self.laid.keys.get(name, ()) if key in self.own]

    def people(self, question: str) -> list[str]:
        """The numbers of the people whom a list names, where the list applies for certain."""
        if question not in self.answers or self.facts.guard(question).truth is not Truth.TRUE:
            return []
        return [entry.id for entry in self.laid.outline.entries.get(question, ())]

    def has(self, question: str, *values: str) -> bool:
        """Check whether an answer that counts is one of these, or has one of these among it."""
        told = self.answers.get(question)
        if told is None or self.facts.guard(question).truth is not Truth.TRUE:
            return False
        if isinstance(told.value, str):
            return told.value in values
        return any(value in values for value in told.value)

    def can_have(self, question: str, *values: str) -> bool:
        """The same, also where an answer of "unknown" leaves open whether the question applies."""
        told = self.answers.get(question)
        if told is None or self.facts.guard(question).truth is Truth.FALSE:
            return False
        return any(
            value in values for value in ((told.value,) if isinstance(told.value, str) else told.value)
        )

    def applies(self, item: str) -> bool:
        """Check whether the walk has an item and its guard holds."""
        keys = [item] if item in self.laid.outline.by_id else self.laid.keys.get(item, [])
        return any(self.facts.guard(key).truth is Truth.TRUE for key in keys)

    def told(self, question: str) -> bool:
        """Check whether a question that applies has an answer other than "unknown"."""
        given = self.answers.get(question)
        return given is not None and given.value != UNKNOWN and self.applies(question)

    def live(self, *duties: str) -> bool:
        """Check whether one of the duties is open or in force."""
        return any(status in LIVE for name in duties for status in self._statuses(name))

    def stands(self, *duties: str) -> bool:
        """Check whether one of the duties is open, in force, or settled."""
        settled = (*LIVE, "done", "not-feasible")
        return any(status in settled for name in duties for status in self._statuses(name))

    def dropped(self, *duties: str) -> bool:
        """Check whether one of the duties is in the walk and does not arise."""
        return any(self.status.get(name) == "not-triggered" for name in duties)

    def made(self, *duties: str) -> bool:
        """Check whether one of the duties is due: open, in force, or settled where it is not undetermined."""
        return any(self.live(name) or (self.stands(name) and self.applies(name)) for name in duties)

    def first(self, duties: Iterable[str]) -> str:
        """Return the first of the duties that is open or in force; empty if there is none."""
        return next((name for name in duties if self.live(name)), "")


# The meaning of the answers, in the directive's words.


def ruled_out(c: Case) -> bool:
    """1.5.1.2.2, 1.5.1.3: the issuing court or the record says that there is no valid order.

    Nobody later says the contrary. "No such order" is enough once LEDS and NCIC were searched, or if nobody
    had to search them.
    """
    if c.has("existence-verified", "verified") or c.has("newer-order", "yes"):
        return False
    if c.has("existence-verified", "expired", "dismissed") or c.has("newer-order", "no"):
        return True
    looked = c.has("leds-ncic", "found", "found-one", "neither", "not-current") or c.has(
        "leds-later", "found", "neither"
    )
    if c.has("existence-verified", "no-order") and (looked or not walked(c)):
        return True
    return c.has("terms-confirmed", "not-in-force") or c.has("standby-terms", "not-in-force")


def walked(c: Case) -> bool:
    """Check whether the order may have been looked for: the walk of the order is part of the case."""
    return "leds-ncic" in c.laid.outline.by_id and c.facts.guard("leds-ncic").truth is not Truth.FALSE


def in_database(c: Case) -> bool:
    return c.has("leds-ncic", "found", "found-one") or c.has("leds-later", "found")


def copy_passes(c: Case) -> bool:
    """1.5.1.2: the four elements, of a copy that nobody found untrue.

    The copy counts if LEDS and NCIC have nothing on the order.
    """
    elements = ("names-both-parties", "issuance-date", "judicial-official", "conditions-of-relief")
    return (
        c.has("leds-ncic", "neither", "down", UNKNOWN)
        and all(c.has(element, "yes") for element in elements)
        and not c.has("true-copy", "not-true")
        and not c.has("expiry-date", "passed")
    )


def verified(c: Case) -> bool:
    """1.5.1: the court, a record, or a valid copy shows the order, and nothing says it is void."""
    if ruled_out(c):
        return False
    if c.has("existence-verified", "verified") or c.has("newer-order", "yes"):
        return True
    if c.has("existence-verified", "replaced"):
        return False
    # The court's "no such order" outranks a copy, also before LEDS and NCIC are searched.
    return in_database(c) or (copy_passes(c) and not c.has("existence-verified", "no-order"))


def surely_verified(c: Case) -> bool:
    """The same, if every question on the copy was answered."""
    if not verified(c):
        return False
    by_word = c.has("existence-verified", "verified") or c.has("newer-order", "yes")
    asked = c.has("true-copy", "verified", "could-not", "not-tried", UNKNOWN) and c.has(
        "expiry-date", "none", "ahead", UNKNOWN
    )
    return by_word or in_database(c) or asked


def kind_in_doubt(c: Case) -> bool:
    """Definitions: a release condition or a commander's order, which nobody has judged to be covered."""
    doubtful = c.has("order-type", "release", "military") or c.has("order-from", "commander")
    return doubtful and not c.has("covered-judged", "yes")


def judged_out(c: Case) -> bool:
    """Definitions: the officer judges that it is no protection order."""
    return c.has("covered-judged", "no")


def unserved(c: Case) -> bool:
    """1.3.3: the order is said not to be served, or is treated so."""
    return c.has("service", "not-served") or c.has("taken-as-unserved", "yes")


def possessed(c: Case) -> bool:
    """Whether having a firearm violates the order, and a second answer did not take that back."""
    return c.has("possession-violates", "yes") and not c.has("violation-again", "none")


def violated(c: Case) -> bool:
    """P2, 1.5.6: probable cause that the order was violated."""
    return c.has("violation", "probable-cause") or c.has("reported-fits", "cause") or possessed(c)


@dataclass(frozen=True)
class Sought:
    """People to be arrested or looked for: the questions on them, and the two duties."""

    several: str
    """The question where they are, which also says whether there are several."""
    all_at_once: str
    """The same for several who are not named."""
    people: str
    each: str
    """The same for each who is named."""
    arrest: str
    search: str

    def within_reach(self, c: Case, who: str = "") -> bool:
        """Check whether any of them, or a named one, is here, arrested or held, or nobody knows."""
        reach = ("in-custody", "jailed", UNKNOWN)
        if c.has(self.several, "yes", *reach) or (not who and self._at_once(c, "here", *reach)):
            return True
        return any(
            c.has(f"{self.each}@{one}", "here", *reach) for one in ([who] if who else c.people(self.people))
        )

    def gone(self, c: Case, who: str = "") -> bool:
        if c.has(self.several, "no") or (not who and self._at_once(c, "gone")):
            return True
        return any(c.has(f"{self.each}@{one}", "gone") for one in ([who] if who else c.people(self.people)))

    def _at_once(self, c: Case, *values: str) -> bool:
        """Check whether it is said of several people whom nobody names. Their names need not be known."""
        unnamed = c.has(self.several, "several") and c.has(self.people, UNKNOWN)
        return c.has(self.all_at_once, *values) or (unnamed and c.can_have(self.all_at_once, *values))

    def each_owed(self, c: Case, duty: str, where: Callable[[Case, str], bool]) -> str:
        """Return the first named person for whom a duty is due and missing; empty for none."""
        for who in c.people(self.people):
            if where(c, who) and not c.stands(f"{duty}@{who}"):
                return f"{duty}@{who} {c.status.get(f'{duty}@{who}', 'missing')}"
        return ""


SUSPECTS = Sought(
    several="suspect-here",
    all_at_once="suspects-where",
    people="suspect-people",
    each="suspect-is",
    arrest="custodial-arrest",
    search="locate-suspect",
)
RESPONDENTS = Sought(
    several="respondent-here",
    all_at_once="respondents-where",
    people="respondent-people",
    each="respondent-is",
    arrest="arrest-for-violation",
    search="locate-violator",
)


def respondent_within_reach(c: Case) -> bool:
    return RESPONDENTS.within_reach(c)


def suspect_within_reach(c: Case) -> bool:
    return SUSPECTS.within_reach(c)


def family(c: Case) -> bool:
    """Definitions: a relationship that the definition names, or one that the officer judges to be one."""
    return c.has(
        "relationship", "spouses", "former-spouses", "adult-relatives", "cohabiting", "intimate", "parents"
    ) or c.has("household-judged", "yes")


def mandatory_crime(c: Case) -> bool:
    """2.1.3: assault, strangulation or menacing against a family or household member."""
    return c.has("crimes", "assault", "strangulation", "menacing") and family(c)


def came_up(c: Case) -> bool:
    return c.can_have("came-up-what", "contact", "disturbance", "crime")


ARRESTS = ("arrest-for-violation", "locate-violator", "arrest-on-refusal", "arrest-refuses-to-leave")
SEIZURES = ("take-firearms-evidence", "receipt-evidence")
ENFORCING = ("enforce-order", "enforce-other-jurisdiction", "no-citation-order", "serve-unserved-order")
"""The duties that bind only under a verified order."""


# --- the rules ---

Check = Callable[[Case], str | None]
"""None if the rule does not apply to a case, an empty text if it is kept, else what breaks it."""


@dataclass(frozen=True)
class Rule:
    title: str
    sections: str
    check: Check

    @property
    def name(self) -> str:
        return self.check.__name__.strip("_")


RULES: list[Rule] = []


def rule(title: str, sections: str) -> Callable[[Check], Check]:
    """Add a rule. Its title says what must not be found."""

    def add(check: Check) -> Check:
        RULES.append(Rule(title, sections, check))
        return check

    return add


def says(premise: bool, kept: bool, broken: str) -> str | None:
    return ("" if kept else broken) if premise else None


PAIRS = (
    ("take-firearms-evidence", "take-safekeeping"),  # 1.5.8: safekeeping no longer applies
    ("take-firearms-evidence", "receipt-safekeeping"),
    ("receipt-evidence", "receipt-safekeeping"),
    ("receipt-evidence", "take-safekeeping"),
    ("arrest-for-violation", "take-safekeeping"),  # 1.5.7: only where there has been no violation
    ("locate-violator", "take-safekeeping"),
    ("arrest-on-refusal", "take-safekeeping"),
    ("arrest-refuses-to-leave", "take-safekeeping"),
    ("no-entry", "end-in-time"),  # 4.5.2: nobody goes in
    ("no-entry", "tell-court-order"),  # 4.5.1 and 4.5.2 are two cases
    ("no-entry", "direct-to-leave"),
    ("no-entry", "consult-petitioner"),
    ("direct-to-leave", "direct-to-retry"),
    ("direct-to-retry", "tell-court-order"),
    ("direct-to-retry", "end-in-time"),
    ("tell-court-order", "end-in-time"),
    ("direct-to-leave", "end-in-time"),
    ("confirm-terms", "enforce-good-faith"),  # 1.5.3: where it is not possible
    ("confirm-standby-terms", "enforce-standby-terms"),
    ("petitioner-cannot-serve", "only-listed-servers"),
    ("arrest-refuses-to-leave", "arrest-for-violation"),  # the same arrest, shown once
    ("arrest-on-refusal", "arrest-for-violation"),
    ("help-with-service", "serve-unserved-order"),  # the same duty, shown once
    ("confirm-terms", "confirm-standby-terms"),
)
"""Duties that exclude each other."""

UNLESS_SEVERAL = (
    ("arrest-for-violation", "locate-violator", "respondent-here"),
    ("custodial-arrest", "locate-suspect", "suspect-here"),
)
"""Duties that exclude each other unless there are several people, in different places."""

GAPS = (("contact-details", "note-contact-gap"), ("list-children", "note-children-gap"))
"""A duty done, and the note that it was not feasible."""


@rule("two duties that exclude each other, both open or in force", "1.5.8, 2.1.3.2, 4.5.1, 4.5.2")
def no_contradiction(c: Case) -> str | None:
    """Check `PAIRS`, and the pairs that several people make possible at once."""
    for one, other in PAIRS:
        if c.live(one) and c.live(other):
            return f"{one} and {other} at once"
    for one, other, where in UNLESS_SEVERAL:
        if c.live(one) and c.live(other) and not c.has(where, "several"):
            return f"{one} and {other} at once, and no several people"
    for sought in (SUSPECTS, RESPONDENTS):
        for who in c.people(sought.people):
            if c.live(f"{sought.arrest}@{who}") and c.live(f"{sought.search}@{who}"):
                return f"{sought.arrest} and {sought.search} of one person"
    return ""


@rule("a note of a gap where the duty was done", "3.4, 3.5")
def no_gap_where_done(c: Case) -> str | None:
    """3.4, 3.5: "if this is not feasible, members will note it"."""
    marked = [(duty, note) for duty, note in GAPS if duty in c.marks]
    broken = [note for duty, note in marked if c.status.get(duty) == "done" and not c.dropped(note)]
    missing = [note for duty, note in marked if c.status.get(duty) == "not-feasible" and c.dropped(note)]
    return says(bool(marked), not broken and not missing, f"{broken or missing}")


@rule("a copy treated as valid that the court denies, that is untrue, or that LEDS makes needless", "1.5.1.2")
def copy_is_weaker(c: Case) -> str | None:
    """1.5.1.2 is for an order "that does not appear in LEDS or NCIC"; 1.5.1.3 asks whether it exists."""
    known = ruled_out(c) or in_database(c) or c.has("true-copy", "not-true")
    return says(known, not c.live("consider-copy-valid"), "consider-copy-valid")


@rule("arrest, enforcement or seizure under an order that is recorded as not valid", "P2, 1.5.1.2.2, 1.5.1.3")
def nothing_under_a_void_order(c: Case) -> str | None:
    """P2 speaks of valid orders, 1.5.1.3 of one whose existence is verified."""
    if not ruled_out(c):
        return None
    others = (
        "enforce-good-faith",
        "enforce-standby-terms",
        "enforce-on-refusal",
        "no-citation-refusal",
        "no-citation-standby",
        "help-with-service",
        "confirm-terms",
        "confirm-standby-terms",
    )
    return c.first((*ARRESTS, *SEIZURES, *ENFORCING, *others))


@rule("arrest, enforcement or seizure under an order that nothing verifies", "1.5.1.3, P2")
def nothing_under_an_unverified_order(c: Case) -> str | None:
    """1.5.1.3 has an order enforced once a member can verify it."""
    if verified(c) or ruled_out(c):
        return None
    return c.first(("arrest-for-violation", "locate-violator", *SEIZURES, *ENFORCING))


@rule("arrest at a standby or a service with no order to enforce", "4.2, 4.5.1, 1.3.3")
def no_arrest_without_an_order(c: Case) -> str | None:
    """4.2: "a valid protection order". Where the order is walked too, what was found counts."""
    if verified(c):
        return None
    if "leds-ncic" in c.answers and walked(c):
        return c.first(("arrest-refuses-to-leave", "arrest-on-refusal"))
    said = c.has("standby-order", "yes")
    return says("standby-party" in c.answers, said or not c.live("arrest-refuses-to-leave"), "no order")


@rule("arrest or seizure under an unserved order that the respondent complies with, or may", "1.3.3")
def unserved_and_complied_with(c: Case) -> str | None:
    """1.3.3: it "can be enforced" "should the respondent refuse to comply"."""
    if not unserved(c) or c.has("refuses-unserved", "yes"):
        return None
    return c.first(("arrest-for-violation", "locate-violator", *SEIZURES))


@rule("a ban on citations, or a seizure, without the arrest of a violator", "1.5.8, 1.5.9")
def violation_is_one_thing(c: Case) -> str | None:
    """All that follows from a violation holds together or not at all. A reported one has only the ban."""
    hanging = [name for name in SEIZURES if c.live(name)]
    if c.live("no-citation-order") and not c.has("violation", "reported"):
        hanging.append("no-citation-order")
    gone = c.dropped("arrest-for-violation") and c.dropped("locate-violator")
    return says(bool(hanging), not gone, f"{hanging} without arrest")


@rule("no arrest of a violator who is within reach", "P2, 1.5.1.3, 1.5.2.1")
def violator_is_arrested(c: Case) -> str | None:
    """P2 has whoever violated an order arrested."""
    due = (
        surely_verified(c)
        and not kind_in_doubt(c)
        and not unserved(c)
        and violated(c)
        and respondent_within_reach(c)
    )
    broken = RESPONDENTS.each_owed(c, "arrest-for-violation", RESPONDENTS.within_reach)
    kept = c.stands("arrest-for-violation") and not broken
    return says(due, kept, broken or c.status.get("arrest-for-violation", ""))


@rule("an arrest that does not follow a refusal to comply with an unserved order", "1.3.3")
def refusal_is_enforced(c: Case) -> str | None:
    """1.3.3, last sentence, with P2."""
    due = (
        surely_verified(c)
        and not kind_in_doubt(c)
        and unserved(c)
        and c.has("refuses-unserved", "yes")
        and violated(c)
        and respondent_within_reach(c)
    )
    return says(due, c.stands("arrest-for-violation"), c.status.get("arrest-for-violation", ""))


@rule("no search for a violator who is gone", "P2 (A09)")
def violator_is_looked_for(c: Case) -> str | None:
    """The reading A09; it holds for each of several."""
    due = (
        surely_verified(c)
        and not kind_in_doubt(c)
        and (not unserved(c) or c.has("refuses-unserved", "yes"))
        and violated(c)
        and RESPONDENTS.gone(c)
    )
    broken = RESPONDENTS.each_owed(c, "locate-violator", RESPONDENTS.gone)
    return says(
        due, c.stands("locate-violator") and not broken, broken or c.status.get("locate-violator", "")
    )


@rule("no arrest of one who refuses to leave a standby, on probable cause", "4.5.1, P2")
def standby_refusal_is_arrested(c: Case) -> str | None:
    """4.5.1: "Respondents who refuse to leave are subject to arrest"; P2 makes it a duty (A10)."""
    order = surely_verified(c) or (not walked(c) and c.has("standby-order", "yes") and not ruled_out(c))
    due = (
        order
        and not kind_in_doubt(c)
        and c.has("respondent-leaves", "refuses")
        and c.has("staying-violates", "yes")
    )
    return says(due, c.stands("arrest-refuses-to-leave", "arrest-for-violation"), "no arrest")


@rule("no arrest of one who refuses to comply at service, on probable cause", "1.3.3, P2")
def service_refusal_is_arrested(c: Case) -> str | None:
    """1.3.3 lets the order be enforced; P2 makes the arrest a duty (A12)."""
    order = surely_verified(c) or (not walked(c) and not ruled_out(c))
    due = order and not kind_in_doubt(c) and c.has("refuses", "yes") and c.has("refusal-violates", "yes")
    return says(due, c.stands("arrest-on-refusal", "arrest-for-violation"), "no arrest")


@rule("no custodial arrest for assault, strangulation or menacing in the family", "2.1.3")
def suspect_is_arrested(c: Case) -> str | None:
    """2.1.3 turns on the crime, whatever the call was. It speaks of "a suspect": of each."""
    due = mandatory_crime(c) and suspect_within_reach(c) and not c.can_have("suspect", "nobody")
    broken = SUSPECTS.each_owed(c, "custodial-arrest", SUSPECTS.within_reach)
    return says(
        due, c.stands("custodial-arrest") and not broken, broken or c.status.get("custodial-arrest", "")
    )


@rule("no search for a suspect who has left", "2.1.3.2")
def suspect_is_looked_for(c: Case) -> str | None:
    """2.1.3.2, for each suspect."""
    due = mandatory_crime(c) and SUSPECTS.gone(c)
    broken = SUSPECTS.each_owed(c, "locate-suspect", SUSPECTS.gone)
    return says(due, c.stands("locate-suspect") and not broken, broken or c.status.get("locate-suspect", ""))


@rule("of several people who are named, one arrested or looked for in the place of another", "2.1.3, P2")
def each_is_one(c: Case) -> str | None:
    """2.1.3 speaks of "a suspect", 2.1.3.2 of those "who have left the scene", P2 of those who violated."""
    named = False
    for sought in (SUSPECTS, RESPONDENTS):
        for who in c.people(sought.people):
            named = True
            arrest, search = f"{sought.arrest}@{who}", f"{sought.search}@{who}"
            if c.live(arrest) and not sought.within_reach(c, who):
                return f"{arrest}, who is gone"
            if c.live(search) and not sought.gone(c, who):
                return f"{search}, who is not"
            marked = {arrest, sought.arrest} & set(c.marks)
            held = c.has(sought.several, "in-custody") or c.has(f"{sought.each}@{who}", "in-custody")
            # An arrest that the officer recorded counts, whatever else is unknown.
            told = _value_of(c.answers, f"{sought.each}@{who}") == "in-custody"
            if c.status.get(arrest) == "done" and not (marked or held or told):
                return f"{arrest} done"
            if held and c.live(arrest):
                return f"{arrest} open"
    return says(named, True, "")


@rule("photographs of each who is hurt that are missing, or taken of another", "2.1.4.1")
def each_is_photographed(c: Case) -> str | None:
    """2.1.4.1 asks for two kinds of picture of a person who is hurt: one overview, and each injury."""
    people = c.people("hurt-people")
    for duty in ("photo-overview", "photo-close"):
        for who in people:
            key = f"{duty}@{who}"
            marked = bool({key, duty} & set(c.marks))
            if c.status.get(key) not in (("done", "not-feasible", "open") if marked else ("open",)):
                return f"{key} {c.status.get(key, 'missing')}"
    return says(bool(people), True, "")


@rule("names asked for where there is one person, or where nothing is owed for each", "2.1.3, 2.1.4.1, P2")
def only_several_are_named(c: Case) -> str | None:
    """The text speaks of one suspect. With one, there is nothing to distinguish."""
    lists = {
        "hurt-people": c.has("injured", "several"),
        "suspect-people": mandatory_crime(c)
        and (c.has("suspect", "several") or c.has("suspect-here", "several")),
        "respondent-people": c.has("respondent-here", "several"),
    }
    asked = [
        name
        for name in lists
        if name in c.laid.outline.by_id and rules._may_be_asked(c.facts, c.laid.outline.question(name))
    ]
    broken = next((name for name in asked if not lists[name]), "")
    return says(bool(asked), not broken, broken)


@rule("an arrest that no probable cause carries", "P2, 1.5.2.1, 2.1.3, 4.5.1")
def no_arrest_without_cause(c: Case) -> str | None:
    """The officer's judgment of probable cause always comes first."""
    causes = {
        "arrest-for-violation": violated(c),
        "locate-violator": violated(c),
        "arrest-on-refusal": c.has("refuses", "yes") and c.has("refusal-violates", "yes"),
        "arrest-refuses-to-leave": c.has("respondent-leaves", "refuses") and c.has("staying-violates", "yes"),
        "custodial-arrest": mandatory_crime(c),
        "locate-suspect": mandatory_crime(c),
    }
    shown = [name for name in causes if c.live(name)]
    return says(bool(shown), all(causes[name] for name in shown), f"{shown}")


@rule("an arrest without its ban on citations", "1.5.9, 2.1.3.1")
def arrest_bans_citations(c: Case) -> str | None:
    """1.5.9, 2.1.3.1: no citation in lieu of custody."""
    bans = {
        "arrest-for-violation": ("no-citation-order",),
        "locate-violator": ("no-citation-order",),
        "arrest-on-refusal": ("no-citation-refusal", "no-citation-order"),
        "arrest-refuses-to-leave": ("no-citation-standby", "no-citation-order"),
        "custodial-arrest": ("no-citation-dv",),
        "locate-suspect": ("no-citation-dv",),
    }
    for arrest, ban in bans.items():
        if c.made(arrest) and not c.live(*ban):
            return f"{arrest} without {ban[0]}"
    return says(c.made(*bans), True, "")


@rule("an arrest for a violation without the GO report", "3.1.1")
def arrest_is_reported(c: Case) -> str | None:
    """3.1.1: a protection order violation call or case."""
    return says(c.made(*ARRESTS), c.stands("go-report"), c.status.get("go-report", "absent"))


@rule("a duty that waits for what cannot be answered, or for nothing", "docs/checklist-language.md")
def waiting_can_end(c: Case) -> str | None:
    """The question that would decide an undetermined duty is in the walk, and its guard does not fail."""
    waiting = [duty for duty in c.duties.values() if duty.status == "undetermined"]
    for duty in waiting:
        if not duty.waits_for:
            return f"{duty.obligation.id} waits for nothing"
        for name in duty.waits_for:
            if name not in c.laid.outline.by_id or c.facts.guard(name).truth is Truth.FALSE:
                return f"{duty.obligation.id} waits for {name}"
    return says(bool(waiting), True, "")


@rule("an order that the court's word, when it comes, does not verify", "1.5.1.3")
def court_can_verify(c: Case) -> str | None:
    """1.5.1.3: the existence can be verified, whatever the copy or the record shows."""
    if not c.applies("leds-ncic") or c.live("enforce-order") or kind_in_doubt(c):
        return None
    duty = c.laid.binding["enforce-order"]
    status = c.facts.turned("existence-verified", answer("verified"), [duty])[0]
    return says(
        True, status == "in-force" or maybe_doubtful(c), f"enforce-order {status} with the court's word"
    )


def maybe_doubtful(c: Case) -> bool:
    """Check whether an answer of a kind in doubt is recorded, though it may not count yet."""
    recorded = {name: told.value for name, told in c.answers.items()}
    return recorded.get("order-type") in ("release", "military") or recorded.get("order-from") == "commander"


@rule("a duty done that no answer and no mark says is done", "P1")
def done_is_said(c: Case) -> str | None:
    """Nothing is met by itself."""
    done = [duty for duty in c.duties.values() if duty.status == "done" and duty.mark is None]
    for duty in done:
        condition = duty.obligation.done_when
        if (
            condition is None
            or c.facts.decide(condition, reads="told", entry=duty.entry).truth is not Truth.TRUE
        ):
            return f"{duty.obligation.id} without its done_when"
        if not said(c, condition, duty.entry):
            return f"{duty.obligation.id} without an answer"
    return says(bool(done), True, "")


def said(c: Case, condition: Condition | None, entry: Entry | None) -> bool:
    """Check whether an answer says one of the things a condition names. What was not said does not count."""
    match condition:
        case None | Not() | Compared():
            return False
        case Is():
            return said_one(c, condition, entry)
        case _:
            parts = condition.of if isinstance(condition.of, tuple) else (condition.of,)
            return any(said(c, part, entry) for part in parts)


def said_one(c: Case, leaf: Is, entry: Entry | None) -> bool:
    name = c.laid.outline.scoped(leaf.item, entry)
    guarded = c.laid.outline.by_id.get(name)
    if guarded is None:
        return False
    if isinstance(guarded.item, Finding):
        return said(c, guarded.item.definition, entry) or said(c, guarded.item.once, entry)
    told = c.answers.get(name)
    if told is None or told.value == UNKNOWN:
        return False
    if leaf.values == (ANSWERED,):
        return True
    return any(
        value in leaf.values for value in ((told.value,) if isinstance(told.value, str) else told.value)
    )


@rule("a duty still open that an answer of another walk has met", "1.3.3, 1.5.1.1, 1.5.3, 4.4, 4.5")
def met_in_all_walks(c: Case) -> str | None:
    """A duty met once is met for the entire case."""
    terms = c.has("terms-confirmed", "ecourt", "called") or c.has("standby-terms", "ecourt", "called")
    searched = c.has("leds-ncic", "found", "neither", "not-current") or c.has(
        "leds-later", "found", "neither"
    )
    at_door = c.has("petitioner-says", "allows", "uncooperative")
    met: tuple[tuple[bool, tuple[str, ...]], ...] = (
        (c.has("served-now", "yes"), ("serve-unserved-order", "help-with-service")),
        (terms, ("confirm-terms", "confirm-standby-terms", "enforce-standby-terms")),
        (terms, ("enforce-good-faith",)),
        (searched, ("search-databases",)),
        (at_door, ("consult-petitioner",)),
        (c.has("standby-clock", "ended"), ("end-in-time", "disputed-stay", "standby-keep-cover")),
        (c.has("standby-completed", "yes"), ("standby-stay", "standby-keep-cover")),
        (c.has("two-members", "yes"), ("two-member-response",)),
        (c.has("respondent-here", "in-custody"), ("arrest-for-violation",)),
        (c.has("suspect-here", "in-custody"), ("custodial-arrest",)),
        (c.has("suspect", "identified", "several", "nobody"), ("identify-suspect",)),
        (c.has("history", "yes", "no"), ("consider-history",)),
    )
    for is_met, duties in met:
        if is_met and c.live(*duties):
            return f"{c.first(duties)} is open"
    return says(any(is_met for is_met, _ in met), True, "")


SPEAKS_OF: Mapping[str, tuple[str, ...]] = {
    "systems-down": ("search-databases",),
    "search-tells": ("search-databases",),
    "verify-first": ("arrest-for-violation", "enforce-order"),
    "enforce-before-leds": ("enforce-order", "serve-unserved-order"),
    "respondent-held-elsewhere": ("arrest-for-violation",),
    "oregon-arrest": ("arrest-for-violation", "locate-violator"),
    "filing-caveat": ("arrest-for-violation",),
    "locate-violator-reading": ("locate-violator",),
    "risk-or-fear-arrest": ("arrest-for-violation", "locate-violator"),
    "suspect-held-elsewhere": ("custodial-arrest",),
    "several-suspects": ("custodial-arrest", "locate-suspect", "identify-suspect"),
    "refusal-caveat": ("arrest-on-refusal", "arrest-for-violation"),
    "walk-refusal": ("no-citation-refusal", "enforce-on-refusal"),
    "subject-to-arrest": ("arrest-refuses-to-leave", "arrest-for-violation"),
    "walk-violation": (
        "arrest-refuses-to-leave",
        "arrest-for-violation",
        "confirm-standby-terms",
        "enforce-standby-terms",
    ),
    "contact-admitted": ("go-report",),
    "retry-counts": ("direct-to-retry",),
    "child-is-victim": ("list-children",),
    "child-is-suspect": ("list-children",),
    "email-enough": ("send-form",),
    "mail-address": ("mail-original",),
    "deliver-to-whom": ("deliver-affidavit",),
    "affidavit-to-sheriff": ("deliver-affidavit",),
    "cad-note-always": ("cad-note-date",),
    "definition-open-note": (
        "arrest-for-violation",
        "arrest-on-refusal",
        "enforce-order",
        "go-report",
        "consult-law",
    ),
}
"""The duties a note calls due or waiting: at least one of them must be shown."""

SPEAKS_OF_NONE = frozenset(
    {
        "order-not-verified",
        "second-member",
        "registration-not-needed",
        "record-not-current",
        "element-missing",
        "copy-not-true",
        "copy-expired",
        "copy-undated",
        "elsewhere",
        "read-by-phone",
        "proof-of-service-too",
        "petitioner-copy",
        "elder-service",
        "unserved-order",
        "service-not-confirmed",
        "only-respondent-restrained",
        "possession-alone",
        "possession-judged",
        "surrender-conflict",
        "cross-orders",
        "order-only",
        "newer-order-terms",
        "order-not-in-force",
        "stalking-citation",
        "extreme-risk",
        "release-condition",
        "papers-inference",
        "walk-incident",
        "crime-while-it-runs",
        "call-as-found",
        "member-party",
        "outside-directive",
        "menacing-fear",
        "other-crime-arrest",
        "seeking-an-order",
        "emergency-order",
        "rights-notice",
        "respondent-may-ask",
        "other-standby",
        "essential-only",
        "essential-by-statute",
        "verify-before",
        "one-occasion",
        "boec-code",
        "children-things-statute",
        "server-by-type",
        "parties-and-attorneys",
        "officer-steps",
    }
)
"""Notes that name no duty, or only a possible one."""


@rule("a note that speaks of a duty that is not shown", "P2, 1.3.3, 1.5.1, 3, 4.5")
def notes_tell_the_truth(c: Case) -> str | None:
    """A note without its duty misleads."""
    shown = [note for note in SPEAKS_OF if note in c.notes]
    for note in shown:
        if all(c.status.get(name, "not-triggered") == "not-triggered" for name in SPEAKS_OF[note]):
            return f"{note}, and none of {SPEAKS_OF[note]}"
    return says(bool(shown), True, "")


CONTRADICTS: Mapping[str, tuple[str, ...]] = {
    "order-not-verified": (
        "enforce-order",
        "arrest-for-violation",
        "locate-violator",
        "no-citation-order",
        *SEIZURES,
    ),
    "order-not-in-force": (*ARRESTS, *SEIZURES, *ENFORCING, "no-citation-standby", "no-citation-refusal"),
    "verify-first": ("arrest-for-violation", "enforce-order"),
    "copy-not-true": ("consider-copy-valid",),
    "element-missing": ("consider-copy-valid",),
    "other-crime-arrest": ("custodial-arrest", "locate-suspect", "no-citation-dv"),
    "other-standby": ("meet-neutral", "accompany", "no-entry", "tell-court-order", "end-in-time"),
}
"""The duties that a note denies: none of them may be shown with it."""


@rule("a note that denies a duty that is shown", "1.5.1.2, 1.5.1.3, 2.1.3, 4.2")
def notes_deny_nothing(c: Case) -> str | None:
    """A note that denies a duty shown with it misleads."""
    shown = [note for note in CONTRADICTS if note in c.notes]
    for note in shown:
        if c.live(*CONTRADICTS[note]):
            return f"{note}, and {c.first(CONTRADICTS[note])}"
    return says(bool(shown), True, "")


@rule("notes on an unserved order out of place, or the one on proof of service missing", "1.3.3, 1.4.1")
def notes_on_service(c: Case) -> str | None:
    """They are for an order that is said not to be served, or is treated so."""
    notes = (
        "petitioner-copy",
        "unserved-order",
        "elder-service",
        "enforce-before-leds",
        "proof-of-service-too",
    )
    for note in notes:
        if note in c.notes and not unserved(c):
            return note
    served_since = c.has("served-now", "yes")
    due = verified(c) and c.applies("service") and unserved(c) and surely_verified(c) and not served_since
    return says(due or any(note in c.notes for note in notes), not due or notes[-1] in c.notes, notes[-1])


@rule("a verdict on an order whose kind is in doubt", "Definitions (A19)")
def kind_comes_first(c: Case) -> str | None:
    """Until somebody judges that it is a protection order, what the directive says of one is not due."""
    if not kind_in_doubt(c):
        return None
    bans = ("no-citation-order", "no-citation-refusal", "no-citation-standby")
    due_anyway = came_up(c) or c.can_have(
        "call-type", "order-violation", "both", "domestic-disturbance", UNKNOWN
    )
    return c.first((*ARRESTS, *SEIZURES, *bans, *(() if due_anyway else ("go-report",))))


@rule("a duty under what the officer judges to be no protection order", "Definitions (A19)")
def judged_out_is_believed(c: Case) -> str | None:
    """The directive's duties under a protection order need a protection order."""
    if not judged_out(c):
        return None
    others = ("confirm-terms", "enforce-good-faith", "help-with-service", "obtain-order-copy")
    bans = ("no-citation-refusal", "no-citation-standby")
    return c.first((*ARRESTS, *SEIZURES, *ENFORCING, *bans, *others))


@rule("crimes to document, and no contact details to get", "3.3, 3.4")
def contacts_follow_crimes(c: Case) -> str | None:
    """3.4 follows 3.3, with or without a report of 3.1."""
    return says(c.live("document-all-crimes"), not c.dropped("contact-details"), "contact-details")


@rule("children who were there, and not listed", "3.5")
def children_are_listed(c: Case) -> str | None:
    """3.5: "who witnessed or were otherwise involved"."""
    part = any(c.has(question, "yes") for question in ("children-involved", "child-victim", "child-suspect"))
    due = part and c.applies("officer-incapacitated")
    return says(due, c.stands("list-children"), "list-children")


@rule("children at a DV crime, and no notice to DHS", "2.1.6")
def dhs_is_told(c: Case) -> str | None:
    """2.1.6: "witnessed, or were present during any DV crime"."""
    children = c.has("children-present", "yes") or c.has("child-victim", "yes")
    crime = mandatory_crime(c) or c.has("dv-crime-judged", "yes")
    due = children and crime
    return says(due, c.stands("notify-dhs") and c.live("report-to-requester"), "notify-dhs")


DEADLINES: Mapping[str, tuple[str, ...]] = {
    "go-report": ("before end of shift", "deadline lifted, duty stays"),
    "send-form": ("before end of shift",),
    "end-in-time": ("within 20 minutes",),
    "consult-petitioner": ("before: the respondent goes in",),
    "serve-unserved-order": ("in a timely manner (no time stated)",),
    "help-with-service": ("in a timely manner (no time stated)",),
}
"""The deadlines that the directive states: 3.1, 1.4.1.1.1, 4.4, 4.5, 1.3.3."""


@rule(
    "a deadline that the directive does not state, or one of its own left out",
    "1.3.3, 1.4.1.1.1, 3.1, 4.4, 4.5",
)
def deadlines_are_stated(c: Case) -> str | None:
    """A28: none is invented. A29: only the officer who is incapacitated has it lifted."""
    clock = c.answers.get("standby-clock")
    running = clock is not None and clock.value == RUNNING
    for duty in c.duties.values():
        name, text, at = duty.id, stated_deadline(duty.deadline), duty.deadline.at
        if text not in DEADLINES.get(name, ("no deadline stated",)):
            return f"{name}: {text}"
        if (at is not None) != (text == "before end of shift" or (name == "end-in-time" and running)):
            return f"{name}: {at}"
        if text.startswith("deadline lifted") and not c.has("officer-incapacitated", "yes"):
            return f"{name}: lifted"
    return ""


@rule("a custodial arrest for another crime, for a crime against an outsider, or of nobody", "2.1.3")
def only_the_three_crimes(c: Case) -> str | None:
    """2.1.3 names three crimes, against family or household, and a suspect."""
    three = c.has("crimes", "assault", "strangulation", "menacing")
    if c.has("suspect", "nobody"):
        return says(three, not c.live("custodial-arrest", "locate-suspect", "no-citation-dv"), "of nobody")
    return says(
        c.told("crimes") and not three,
        not c.live("custodial-arrest", "locate-suspect", "no-citation-dv"),
        "arrest",
    )


@rule("FED or SVU called for no DV crime, or not called for a Measure 11 one", "2.1.4.3, 2.1.5")
def measure_11_is_a_dv_crime(c: Case) -> str | None:
    """2.1.4.3 "with a DV component", 2.1.5 "Measure 11 DV crimes"."""
    if not c.has("measure-11", "yes"):
        return says(c.has("measure-11", "no"), not c.live("contact-fed", "notify-svu"), "no Measure 11 crime")
    if mandatory_crime(c) or c.has("dv-crime-judged", "yes"):
        return says(True, c.stands("contact-fed") and c.stands("notify-svu"), "not called")
    return says(True, not c.live("contact-fed", "notify-svu"), "no DV crime")


ORDER_DUTIES = (
    *ARRESTS,
    *SEIZURES,
    *ENFORCING,
    "search-databases",
    "verify-copy-good-faith",
    "consider-copy-valid",
    "confirm-terms",
    "enforce-good-faith",
    "take-safekeeping",
    "receipt-safekeeping",
    "obtain-order-copy",
    "consult-law",
    "deliver-affidavit",
    "notification-form",
    "go-report-service",
    "include-declaration",
)


@rule("duties on an order where the officer says that none is involved", "1.5.1.1")
def no_order_is_believed(c: Case) -> str | None:
    """The officer's own answer, in the walk of the call alone."""
    if c.order != ("incident",) or not c.has("order-involved", "no"):
        return None
    return c.first(ORDER_DUTIES)


@rule("a search of LEDS and NCIC missing where an order is said, or due where nobody says so", "1.5.1.1")
def search_follows_an_order(c: Case) -> str | None:
    """1.5.1.1: "to authenticate protection orders"."""
    if (
        "order-involved" in c.answers
        and c.has("order-involved", UNKNOWN)
        and not c.has("call-type", "order-violation", "both")
    ):
        return says(True, not c.live("search-databases"), "nobody knows of an order")
    said = c.has("order-involved", "yes") or c.order == ("verify-order",)
    return says(said, c.stands("search-databases"), c.status.get("search-databases", ""))


@rule("no help with service where both parties are here and the order is not served", "1.3.3")
def both_here_unserved(c: Case) -> str | None:
    """1.3.3: "members on the scene shall assist"."""
    due = surely_verified(c) and c.has("both-present", "yes") and unserved(c) and not judged_out(c)
    return says(due, c.stands("serve-unserved-order"), "serve-unserved-order")


PROOF = (
    "deliver-affidavit",
    "notification-form",
    "call-mcso-records",
    "name-the-method",
    "send-form",
    "cad-number-on-form",
    "cad-note-date",
    "cad-note-time",
    "cad-note-location",
    "cad-note-names",
    "cad-note-order-number",
    "go-report-service",
)


@rule("a service by a member without its proof, or proof without a service", "1.4")
def service_is_proved(c: Case) -> str | None:
    """1.4: "if a member serves the protection order", and only then."""
    if c.has("served-now", "yes"):
        missing = [name for name in PROOF if not c.stands(name)]
        return says(True, not missing, f"{missing}")
    return says("served-now" in c.laid.outline.by_id, not c.live(*PROOF), c.first(PROOF))


@rule("firearm papers that are not served with an order that has firearm terms", "1.3.2, 1.4.1")
def papers_go_along(c: Case) -> str | None:
    """1.3.2: "when applicable", read as the order having such terms (A34)."""
    papers = ("include-surrender-terms", "include-firearms-faq", "include-declaration")
    terms = c.has("firearm-terms", "yes")
    if terms and c.has("served-now", "yes"):
        return says(True, all(c.stands(p) for p in (*papers, "deliver-firearm-papers")), "papers")
    if c.has("firearm-terms", "no"):
        return says(True, not c.live(*papers, "deliver-firearm-papers"), "no terms")
    return None


@rule("weapons that are part of a violation, and not taken as evidence", "1.5.8")
def weapons_are_evidence(c: Case) -> str | None:
    """1.5.8, of an order that is verified and served, or refused."""
    due = (
        surely_verified(c)
        and not kind_in_doubt(c)
        and possessed(c)
        and (not unserved(c) or c.has("refuses-unserved", "yes"))
    )
    return says(due, all(c.stands(name) for name in SEIZURES), "not taken")


@rule("safekeeping kept from one who may ask for it", "1.5.7")
def safekeeping_is_offered(c: Case) -> str | None:
    """1.5.7: a request, and no violation as of that time."""
    due = (
        (
            c.has("firearm-request", "yes")
            and c.has("violation", "none")
            and c.has("firearms-prohibited", "no")
        )
        and not c.has("refusal-violates", "yes")
        and not c.has("staying-violates", "yes")
    )
    return says(due, c.stands("take-safekeeping"), c.status.get("take-safekeeping", ""))


@rule("safekeeping after a violation", "1.5.6, 1.5.7")
def safekeeping_before_a_violation(c: Case) -> str | None:
    """1.5.7 allows safekeeping before a violation.

    By 1.5.6, somebody who is prohibited and has firearms is in violation. Time left to surrender them keeps
    that open (A11), and so does an order that is not served.
    """
    if unserved(c) or judged_out(c):
        return None
    held = (
        c.has("firearms-prohibited", "yes")
        and c.has("surrender-time-left", "no")
        and not c.has("respondent-possesses", "no")
    )
    cause = c.has("violation", "probable-cause") or c.has("reported-fits", "cause")
    return says(held or cause, not c.live("take-safekeeping"), "take-safekeeping")


@rule("a GO report that is not due, or missing on a call of the two kinds", "3.1")
def go_report_on_both_kinds(c: Case) -> str | None:
    """3.1: "when responding to" an order violation call or case, or a domestic disturbance."""
    call = c.has("call-type", "domestic-disturbance", "order-violation", "both")
    case = c.has("violation", "reported", "probable-cause") and not kind_in_doubt(c)
    either = c.can_have("call-type", "domestic-disturbance", "order-violation", "both") or c.can_have(
        "violation", "reported", "probable-cause"
    )
    other = came_up(c) or violated(c) or c.stands(*ARRESTS)
    if call or case:
        return says(True, c.stands("go-report"), "missing")
    return says("go-report" in c.status, either or other or not c.live("go-report"), "not due")


@rule("a supplemental report that is missing or not due", "3.2")
def supplemental_report(c: Case) -> str | None:
    """3.2: a domestic disturbance call, and probable cause of a crime."""
    call = c.has("call-type", "domestic-disturbance", "both")
    crime = c.has("crimes", "assault", "strangulation", "menacing", "other", "outsider") or c.has(
        "dv-crime-judged", "yes", "other-crime"
    )
    if call and crime:
        return says(True, c.stands("family-abuse-supplemental"), "missing")
    return says("crimes" in c.laid.outline.by_id, not c.live("family-abuse-supplemental"), "not due")


@rule("crimes that are not documented", "3.3")
def crimes_are_documented(c: Case) -> str | None:
    """3.3: all crimes, also those that are not subject to mandatory arrest."""
    crime = c.has("crimes", "assault", "strangulation", "menacing", "other", "outsider") or c.has(
        "dv-crime-judged", "yes", "other-crime"
    )
    return says(crime and c.applies("officer-incapacitated"), c.stands("document-all-crimes"), "missing")


@rule("injuries that are not documented", "2.1.4, 2.1.4.1")
def injuries_are_documented(c: Case) -> str | None:
    """2.1.4: on any call."""
    hurt = c.has("injured", "one", "several")
    duties = ("document-injuries", "photo-overview", "photo-close")
    return says(hurt, all(c.stands(name) for name in duties), "missing")


@rule("a domestic disturbance without two members, or cover that may be canceled", "2.1.1")
def two_members(c: Case) -> str | None:
    """2.1.1."""
    due = c.has("call-type", "domestic-disturbance", "both")
    return says(due, c.stands("two-member-response") and c.live("keep-cover"), "2.1.1")


@rule("an order of another jurisdiction that is not enforced, or no copy of it for the report", "1.5.2, P2")
def other_jurisdictions(c: Case) -> str | None:
    """1.5.2.1: "if available", the copy goes into the reporting, with or without an arrest."""
    if not surely_verified(c) or kind_in_doubt(c):
        return None
    foreign = c.has("order-from", "state", "territory", "tribe")
    case = c.has("violation", "reported") or violated(c)
    if foreign and case and not c.stands("obtain-order-copy"):
        return "obtain-order-copy"
    return says(
        foreign or c.has("order-from", "elsewhere"), c.live("enforce-other-jurisdiction"), "not enforced"
    )


@rule("a verified order that is not enforced", "1.5.1.3")
def verified_is_enforced(c: Case) -> str | None:
    """1.5.1.3: with or without a copy."""
    due = c.applies("leds-ncic") and surely_verified(c) and not kind_in_doubt(c)
    return says(due, c.live("enforce-order"), "not enforced")


@rule("a copy with the four elements that is not treated as valid", "1.5.1.2")
def four_elements_are_enough(c: Case) -> str | None:
    """1.5.1.2: a copy that shows the four elements counts as valid."""
    asked = c.has("true-copy", "verified", "could-not", "not-tried", UNKNOWN)
    due = copy_passes(c) and asked and verified(c) and not c.has("existence-verified", "replaced")
    due = due and not c.has("leds-later", "found")
    return says(due, c.live("consider-copy-valid"), "not valid")


@rule("terms that nobody is to read, or a good faith effort for nothing", "1.5.3")
def terms_are_read(c: Case) -> str | None:
    """1.5.3: eCourt or a call.

    If neither is possible and there is something to enforce, a good faith effort.
    """
    armed = "possession-violates" in c.laid.outline.by_id and not (
        c.has("possession-violates", "no") or c.facts.guard("possession-violates").truth is Truth.FALSE
    )
    if c.live("enforce-good-faith") and c.has("violation", "none") and not armed:
        return "nothing to enforce"
    due = (
        surely_verified(c)
        and c.has("terms-confirmed", "not-yet")
        and not c.has("standby-terms", "ecourt", "called")
    )
    due = due and not judged_out(c)
    return says(due or c.live("enforce-good-faith"), not due or c.stands("confirm-terms"), "confirm-terms")


def as_written(c: Case) -> bool:
    """4.2: the standby that the steps are written for, where members respond."""
    return (
        c.has("standby-party", "respondent")
        and c.has("standby-order", "yes")
        and c.has("standby-members", "two", "one")
    )


@rule("a petitioner who does not allow it, or is not there, and other steps than the text's", "4.5.1, 4.5.2")
def at_the_door(c: Case) -> str | None:
    """4.5.1, 4.5.2."""
    if not as_written(c):
        return None
    if c.has("petitioner-says", "uncooperative"):
        return says(True, c.stands("tell-court-order") and c.stands("direct-to-leave"), "4.5.1")
    if c.has("petitioner-says", "absent"):
        return says(True, c.live("no-entry") and c.stands("direct-to-retry"), "4.5.2")
    return says(c.has("petitioner-says", "allows"), c.stands("end-in-time"), "4.4")


@rule("steps of a standby that are missing", "4.4, 4.5")
def standby_steps(c: Case) -> str | None:
    """4.4, 4.5."""
    steps = ("meet-neutral", "confirm-limit", "review-items", "accompany")
    if not as_written(c):
        return None
    missing = [name for name in steps if not c.stands(name)]
    if c.has("effects-section", "yes") and not c.stands("refer-to-section"):
        missing.append("refer-to-section")
    return says(True, not missing, f"{missing}")


def standby_over(c: Case) -> bool:
    return (
        c.has("standby-clock", "ended")
        or c.has("respondent-leaves", "leaves")
        or c.has("standby-completed", "yes")
    )


@rule("leave to go, or to cancel cover, before a standby is over", "4.3")
def standby_is_stayed_at(c: Case) -> str | None:
    """4.3: until "the standby or move out is completed"."""
    if "standby-stay" not in c.status or standby_over(c):
        return None
    cover = c.has("standby-members", "nobody") or c.live("standby-keep-cover")
    return says(True, c.live("standby-stay") and cover, "4.3")


@rule("a report that nothing came up for, or one missing for what did", "3.1, 1.5.4")
def what_came_up_is_reported(c: Case) -> str | None:
    """1.5.4, 3.1.2: contact that the order may bar, or a disturbance, met on the way."""
    due = c.has("came-up-what", "contact", "disturbance")
    return says(due, c.stands("go-report"), "go-report")


@rule("firearms handed over without a receipt", "1.5.7, 1.5.8")
def firearms_have_a_receipt(c: Case) -> str | None:
    """1.5.7: "members shall document on the Property Evidence Receipt"."""
    taken = c.has("handed-over", "yes") or (c.has("firearms-taken", "yes") and c.live("take-safekeeping"))
    return says(taken, c.stands("receipt-safekeeping", "receipt-evidence"), "no receipt")


@rule("a server whom the directive does not allow", "1.3.1")
def only_the_four_serve(c: Case) -> str | None:
    """1.3.1."""
    if c.has("server", "petitioner"):
        return says(True, c.live("petitioner-cannot-serve"), "the petitioner")
    if c.has("server", "someone-else"):
        return says(True, c.live("only-listed-servers"), "someone else")
    return says(
        "server" in c.answers, not c.live("petitioner-cannot-serve", "only-listed-servers"), "one of the four"
    )


# --- random cases ---

LEADS: Mapping[str, tuple[str, ...]] = {
    "call-type": ("domestic-disturbance", "both", "order-violation"),
    "relationship": ("spouses", "cohabiting"),
    "household-judged": ("yes",),
    "injured": ("one", "several"),
    "suspect": ("identified", "several"),
    "crimes": ("assault", "menacing"),
    "suspect-here": ("yes", "no", "several"),
    "order-involved": ("yes",),
    "measure-11": ("yes",),
    "leds-ncic": ("found", "neither"),
    "copy-shown": ("yes",),
    "names-both-parties": ("yes",),
    "issuance-date": ("yes",),
    "judicial-official": ("yes",),
    "conditions-of-relief": ("yes",),
    "true-copy": ("verified", "could-not"),
    "expiry-date": ("none", "ahead"),
    "existence-verified": ("verified",),
    "order-from": ("oregon", "state"),
    "order-type": ("fapa", "stalking"),
    "covered-judged": ("yes",),
    "service": ("served", "not-served", "could-not"),
    "both-present": ("yes",),
    "firearms-involved": ("yes",),
    "firearms-prohibited": ("yes",),
    "firearm-request": ("yes",),
    "violation": ("probable-cause", "reported"),
    "reported-fits": ("cause",),
    "respondent-here": ("yes", "no", "several"),
    "suspect-is": ("here", "gone"),
    "respondent-is": ("here", "gone"),
    "refuses-unserved": ("yes",),
    "children-present": ("yes",),
    "children-involved": ("yes",),
    "child-victim": ("yes",),
    "came-up": ("yes",),
    "dv-crime-judged": ("yes",),
    "server": ("member",),
    "parties-here": ("yes",),
    "served-now": ("yes",),
    "firearm-terms": ("yes",),
    "refuses": ("yes",),
    "refusal-violates": ("yes",),
    "standby-party": ("respondent",),
    "standby-order": ("yes",),
    "standby-members": ("two",),
    "petitioner-says": ("uncooperative", "allows", "absent"),
    "respondent-leaves": ("refuses",),
    "staying-violates": ("yes",),
}
"""Answers that lead on, to more questions and duties."""


@dataclass(frozen=True)
class Profile:
    """The chances of "unknown" and of an answer that leads on; otherwise any answer is drawn."""

    unknown: float
    leads: float


PEOPLE: tuple[Value, ...] = (("he", "his brother"), ("he", "his brother", "his uncle"), ("he",))
"""People named in a list that duties are owed for."""
LISTS = ("hurt-people", "suspect-people", "respondent-people")

PROFILES = (
    Profile(0.04, 0.85),
    Profile(0.08, 0.6),
    Profile(0.1, 0.3),
    Profile(0.08, 0.0),
    Profile(0.35, 0.4),
)

FREE: Mapping[str, tuple[Value, ...]] = {
    "text": ("Some text",),
    "list": (("coat",), ("coat", "medicine")),
    "number": ("0", "3", "10"),
    "time": ("23:05", "2026-11-24", "2026-11-26 20:10"),
}


def seed(text: str) -> Mapping[str, Value]:
    """Return a case written by hand: `question=answer`, with + between answers given together."""
    found: dict[str, Value] = {}
    for part in text.split():
        name, value = part.split("=")
        found[name] = tuple(value.split("+")) if "+" in value else value
    return found


COPY = (
    "leds-ncic=neither copy-shown=yes names-both-parties=yes issuance-date=yes expiry-date=ahead "
    "judicial-official=yes conditions-of-relief=yes true-copy=verified order-from=oregon order-type=fapa "
)
FOUND = "leds-ncic=found order-from=oregon order-type=fapa "
PARTY = "call-type=domestic-disturbance two-members=yes relationship=spouses injured=one threats=no "
REFUSED = (
    "standby-party=respondent standby-order=yes standby-members=two petitioner-says=uncooperative "
    "respondent-leaves=refuses staying-violates=yes standby-terms=called "
)
SEEDS = tuple(
    seed(text)
    for text in (
        FOUND + "service=served terms-confirmed=ecourt firearms-involved=no violation=probable-cause "
        "respondent-here=yes",
        FOUND + "service=unknown terms-confirmed=ecourt violation=probable-cause respondent-here=yes "
        "refuses-unserved=no",
        FOUND + "service=could-not both-present=yes taken-as-unserved=yes terms-confirmed=ecourt "
        "violation=probable-cause respondent-here=yes refuses-unserved=yes",
        FOUND + "service=served terms-confirmed=not-possible violation=none",
        FOUND + "service=served terms-confirmed=not-yet violation=reported reported-fits=cause "
        "respondent-here=several respondents-where=gone",
        FOUND + "service=not-served both-present=yes terms-confirmed=ecourt violation=probable-cause "
        "respondent-here=yes refuses-unserved=unknown",
        FOUND + "service=not-served both-present=no terms-confirmed=ecourt violation=none",
        FOUND + "service=not-served both-present=yes firearms-involved=yes firearms-prohibited=yes "
        "firearm-request=yes possession-violates=yes violation=none respondent-here=yes refuses-unserved=no",
        FOUND + "service=served firearms-involved=yes firearms-prohibited=yes firearm-request=yes "
        "surrender-time-left=no possession-violates=no respondent-possesses=yes violation=none "
        "firearms-taken=yes",
        FOUND
        + "service=served firearms-involved=yes firearms-prohibited=no firearm-request=yes violation=none",
        COPY + "service=served terms-confirmed=called violation=probable-cause respondent-here=yes",
        COPY + "service=served terms-confirmed=called violation=reported second-order=no order-from=state",
        COPY
        + "judicial-official=unknown service=served violation=probable-cause existence-verified=verified",
        COPY + "expiry-date=passed existence-verified=no-order service=served violation=probable-cause "
        "respondent-here=yes",
        COPY + "leds-ncic=unknown existence-verified=no-order service=served violation=probable-cause "
        "respondent-here=yes",
        COPY + "leds-ncic=not-current service=served violation=probable-cause respondent-here=yes",
        COPY + "existence-verified=dismissed service=served violation=probable-cause respondent-here=yes",
        FOUND + "existence-verified=replaced newer-order=yes service=served violation=probable-cause",
        FOUND + "order-type=release covered-judged=unknown service=served violation=probable-cause "
        "respondent-here=yes",
        FOUND + "order-from=commander service=served violation=probable-cause respondent-here=yes "
        "refuses=yes refusal-violates=yes",
        REFUSED + "standby-ready=met",
        REFUSED + "standby-order=unknown standby-terms=not-possible",
        REFUSED + "standby-terms=not-in-force",
        REFUSED + FOUND + "service=served standby-terms=not-yet terms-confirmed=called violation=none",
        REFUSED + FOUND + "service=served terms-confirmed=ecourt violation=probable-cause respondent-here=no",
        "standby-party=respondent standby-order=yes standby-members=two petitioner-says=allows "
        "standby-clock=running standby-items=coat effects-section=yes disputed=yes children-things=custody",
        "standby-party=respondent standby-order=yes standby-members=two petitioner-says=absent",
        "standby-party=petitioner standby-members=one came-up=yes came-up-what=contact",
        PARTY + "suspect=identified crimes=assault suspect-here=yes measure-11=yes order-involved=no "
        "children-present=yes children-involved=yes property-damage=yes",
        PARTY + "suspect=several crimes=strangulation suspect-here=several suspects-where=gone "
        "order-involved=no",
        PARTY + "suspect=several crimes=strangulation suspect-here=several suspect-people=unknown "
        "suspects-where=here order-involved=no",
        PARTY + "injured=several hurt-people=she+her-son suspect=several crimes=assault suspect-here=several "
        "suspect-people=he+his-brother suspect-is@1=here suspect-is@2=gone order-involved=no",
        PARTY + "injured=several hurt-people=she+her-son compared=one more-severe=2 suspect=several "
        "crimes=assault suspect-here=yes suspect-people=he+his-brother order-involved=no",
        PARTY + "suspect=several crimes=assault suspect-here=several suspect-people=he+his-brother "
        "suspect-is@1=in-custody suspect-is@2=gone order-involved=no",
        PARTY
        + "suspect=several crimes=menacing suspect-here=several suspect-people=he+his-brother+his-uncle "
        "suspect-is@1=in-custody suspect-is@2=jailed suspect-is@3=here",
        FOUND + "service=served terms-confirmed=ecourt violation=probable-cause respondent-here=several "
        "respondent-people=he+his-brother respondent-is@1=gone respondent-is@2=here",
        FOUND + "service=served terms-confirmed=ecourt violation=probable-cause respondent-here=several "
        "respondent-people=unknown respondents-where=here",
        FOUND + "service=served terms-confirmed=ecourt violation=probable-cause respondent-here=several "
        "respondent-people=he+his-brother respondent-is@1=in-custody respondent-is@2=here",
        PARTY + "suspect=nobody crimes=assault order-involved=unknown",
        PARTY + "suspect=identified crimes=outsider suspect-here=yes dv-crime-judged=other-crime",
        PARTY + "call-type=neither crimes=assault suspect-here=yes measure-11=yes order-involved=no "
        "children-present=yes children-involved=yes child-victim=yes",
        PARTY + "call-type=both crimes=menacing suspect-here=in-custody " + FOUND + "service=served "
        "violation=probable-cause respondent-here=in-custody",
        "order-type=fapa server=member parties-here=yes served-now=yes respondent-copy=no firearm-terms=yes "
        "handed-over=yes refuses=no form-method=fax cad-note=date",
        "order-type=fapa server=member parties-here=yes served-now=no refuses=yes refusal-violates=yes",
        "order-type=elder server=petitioner parties-here=yes refuses=unknown refusal-violates=yes",
        FOUND + "service=not-served both-present=yes parties-here=yes served-now=yes refuses=yes "
        "refusal-violates=yes violation=probable-cause respondent-here=yes refuses-unserved=yes",
    )
)


KINDS = ("walk", "file", "walk", "seed")
"""The kinds of sets, in turn."""


def _of_one_telling(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Drop the answers on all people at once if each person is named: no walk asks for both.

    An officer may have answered both, one after the other and differently. Then the list counts.
    """
    named = [one for one in (SUSPECTS, RESPONDENTS) if isinstance(_value_of(answers, one.people), tuple)]
    return {name: given for name, given in answers.items() if name not in {one.all_at_once for one in named}}


def _value_of(answers: Mapping[str, Answer], name: str) -> Value | None:
    given = answers.get(name)
    return given.value if given is not None else None


class Cases:
    """Random sets of answers, one after another."""

    def __init__(self, world: World, number: int, kinds: tuple[str, ...] = KINDS) -> None:
        self.world = world
        self.kinds = kinds
        self.chance = random.Random(number)
        self.made = 0

    def next(self) -> tuple[Laid, dict[str, Answer], dict[str, Mark]]:
        laid = self.world.laid(self.chance.choice(ORDERS[self.chance.choice((1, 1, 2, 2, 3, 4))]))
        kind = self.kinds[self.made % len(self.kinds)]
        self.made += 1
        profile = self.chance.choice(PROFILES)
        if kind == "walk":
            return laid, _of_one_telling(self._walk(laid, profile)), {}
        answers = self._file(laid, profile) if kind == "file" else self._seeded(laid, profile)
        answers = _of_one_telling(answers)
        named = Known(laid, answers).laid
        marked = self.chance.random() < (0.2 if named is laid else 0.4)
        return laid, answers, self._marks(named) if marked else {}

    def _walk(self, laid: Laid, profile: Profile) -> dict[str, Answer]:
        """Answer as asked, up to a random stop. At times an answer is given or changed out of turn."""
        facts = Known(laid, {})
        stop = 1_000 if self.chance.random() < 0.5 else self.chance.randint(1, 70)
        for _ in range(stop):
            question = facts.next_question()
            if question is None:
                break
            if self.chance.random() < 0.04:
                question = self.chance.choice(facts.laid.questions)
            facts.put(question.id, answer(self._value(question, profile)))
        return facts.given

    def _file(self, laid: Laid, profile: Profile) -> dict[str, Answer]:
        share = self.chance.uniform(0.1, 1)
        chosen = [q for q in laid.questions if self.chance.random() < share]
        answers = {q.id: answer(self._value(q, profile)) for q in chosen}
        each = [q for q in Known(laid, answers).laid.questions if q.id != base_of(q.id)]
        return {
            **answers,
            **{q.id: answer(self._value(q, profile)) for q in each if self.chance.random() < share},
        }

    def _seeded(self, laid: Laid, profile: Profile) -> dict[str, Answer]:
        told = dict(self.chance.choice(SEEDS))
        if self.chance.random() < 0.4:
            told = {**self.chance.choice(SEEDS), **told}
        known = laid.outline.by_id
        answers = {
            name: self._typed(laid, name, value) for name, value in told.items() if base_of(name) in known
        }
        questions = Known(laid, answers).laid.questions
        for _ in range(self.chance.choice((0, 1, 1, 2, 3, 5, 8))):
            question = self.chance.choice(questions)
            if self.chance.random() < 0.15:
                answers.pop(question.id, None)
            else:
                answers[question.id] = answer(self._value(question, profile))
        return answers

    def _typed(self, laid: Laid, name: str, value: Value) -> Answer:
        question = laid.outline.question(base_of(name))
        fit = value if question.options_from else read_answer(question, value)
        assert isinstance(fit, str | tuple), (name, value)
        return answer(fit)

    def _marks(self, laid: Laid) -> dict[str, Mark]:
        marks = {}
        of_one = [duty for duty in laid.obligations if duty.id != base_of(duty.id)]
        for duty in (*self.chance.sample(laid.obligations, 6), *self.chance.sample(of_one, len(of_one) // 4)):
            if duty.kind != "standing":
                gap = duty.not_feasible is not None and self.chance.random() < 0.5
                marks[duty.id] = Mark(status="not-feasible" if gap else "done", at=NOW, reason="said so")
        return marks

    def _value(self, question: Question, profile: Profile) -> Value:
        drawn = self.chance.random()
        if drawn < profile.unknown:
            return UNKNOWN
        if question.id in LISTS:
            return self.chance.choice(PEOPLE)
        if question.kind in FREE:
            return self.chance.choice(FREE[question.kind])
        leads = LEADS.get(base_of(question.id), ()) if self.chance.random() < profile.leads else ()
        values = leads or self._all_values(question)
        if question.kind != "choices":
            return self.chance.choice(values)
        return self._chosen(question, values)

    def _all_values(self, question: Question) -> tuple[str, ...]:
        return tuple(value for value in allowed_answers(question) if value != UNKNOWN)

    def _chosen(self, question: Question, values: Sequence[str]) -> Value:
        """Return some of the options, but never an exclusive one with others."""
        first = self.chance.choice(values)
        alone = {option.id for option in question.options if option.alone}
        if first in alone:
            return (first,)
        also = {value for value in values if value not in alone and self.chance.random() < 0.3}
        return tuple(option.id for option in question.options if option.id in also | {first})


# --- the run ---


@dataclass
class Broken:
    """The first case that breaks a rule."""

    order: tuple[str, ...]
    answers: dict[str, Value]
    marks: dict[str, Mark]
    told: str

    def __str__(self) -> str:
        said = "; ".join(
            f"{name}: {value if isinstance(value, str) else list(value)}"
            for name, value in self.answers.items()
        )
        return f"{' + '.join(self.order)}: {self.told}: {said}"


@dataclass
class Tally:
    """The counts of one process's share."""

    sets: int = 0
    turns: int = 0
    widened: int = 0
    sampled: int = 0
    differing: int = 0
    spoke: Counter[str] = field(default_factory=Counter)
    broke: Counter[str] = field(default_factory=Counter)
    first: dict[tuple[str, str], Broken] = field(default_factory=dict)
    """The first case that breaks a rule in one way, by the rule and what it reported."""
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    """The number of times a duty had a status."""
    states: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        self.sets += other.sets
        self.turns += other.turns
        self.widened += other.widened
        self.sampled += other.sampled
        self.differing += other.differing
        self.spoke += other.spoke
        self.broke += other.broke
        self.seen += other.seen
        self.states += other.states
        self.first = {**other.first, **self.first}


VANISHED = "vanished"
ENDED = "ended by a walk"
"""Counted in addition to the rules: a duty ended by an answer of "unknown", or by another walk."""


TWINS: Mapping[str, tuple[str, ...]] = {
    "arrest-refuses-to-leave": ("arrest-for-violation",),
    "arrest-on-refusal": ("arrest-for-violation",),
    "confirm-standby-terms": ("confirm-terms",),
    "help-with-service": ("serve-unserved-order",),
    "receipt-safekeeping": ("receipt-evidence",),
}
"""The same duty as another walk shows it, which may replace this one."""


def judge(case: Case, tally: Tally) -> None:
    """Check every rule on a case."""
    for one in RULES:
        told = one.check(case)
        if told is None:
            continue
        tally.spoke[one.name] += 1
        if told:
            note_broken(case, tally, one.name, told)


def note_broken(case: Case, tally: Tally, name: str, told: str) -> None:
    tally.broke[name] += 1
    if (name, told) not in tally.first:
        answers = {question: given.value for question, given in case.facts.given.items()}
        tally.first[name, told] = Broken(case.order, answers, dict(case.marks), told)


def turn(case: Case, tally: Tally) -> None:
    """Change each answer to "unknown": no duty that binds may end by that."""
    unknown = answer(UNKNOWN)
    for name in list(case.answers):
        if case.answers[name].value == UNKNOWN:
            continue
        tally.turns += 1
        binding = [o for o in case.laid.binds[name] if case.status[o.id] in LIVE]
        if not binding:
            continue
        for duty, status in zip(binding, case.facts.turned(name, unknown, binding), strict=True):
            if status != "not-triggered" or rightly_ended(case, name, duty):
                continue
            twins = [
                case.laid.binding[key]
                for twin in TWINS.get(duty.id, ())
                for key in case.laid.keys.get(twin, ())
                if key in case.laid.binding
            ]
            if not any(shown in (*LIVE, "done") for shown in case.facts.turned(name, unknown, twins)):
                note_broken(case, tally, VANISHED, f"{duty.id} by {name}")


def widen(case: Case, tally: Tally, world: World) -> None:
    """Add each of the other walks, with no new answer: no duty that binds may end by that."""
    for walk in WALKS:
        if walk in case.order:
            continue
        wider = Case(world.laid((*case.order, walk)), case.facts.given, case.marks)
        if judged_out(wider) or ruled_out(wider):  # by an answer that counts only with the other walk
            continue
        for name in case.laid.binding:
            twins = (name if name in wider.status else base_of(name), *TWINS.get(base_of(name), ()))
            if case.live(name) and not any(wider.status.get(twin) != "not-triggered" for twin in twins):
                note_broken(case, tally, ENDED, f"{name} by {walk}")


def rightly_ended(case: Case, question: str, duty: Obligation) -> bool:
    """Check whether the change removed what contradicted another answer, and that answer ends the duty.

    Such an answer says that the order is not valid, or is no protection order, or that the standby is over.
    """
    before = case.answers[question]
    case.facts.put(question, answer(UNKNOWN))
    ended = ruled_out(case) or judged_out(case)
    if duty.id in ("standby-stay", "standby-keep-cover"):
        ended = standby_over(case)
    case.facts.put(question, before)
    return ended


def sample(case: Case, tally: Tally) -> None:
    """Compare the program's full assessment, of the case and of each change, with what was kept."""
    tally.sampled += 1
    outline_, answers = case.facts.unnamed.outline, dict(case.facts.given)
    whole = rules.assess(outline_, answers, case.marks, NOW, SHIFT_ENDS)
    asked = rules.next_question(whole)
    same = (
        {d.obligation.id: d.status for d in whole.duties} == case.own
        and {note.id for note in whole.notes} == case.notes
        and asked == case.facts.next_question()
    )
    tally.differing += not same
    for name in answers:
        if name not in case.answers:
            continue
        changed = rules.assess(outline_, {**answers, name: answer(UNKNOWN)}, case.marks, NOW, SHIFT_ENDS)
        if name in case.laid.lays_out:
            turned = Case(case.facts.unnamed, {**answers, name: answer(UNKNOWN)}, case.marks)
            tally.differing += turned.own != {d.obligation.id: d.status for d in changed.duties}
            continue
        touched = [o for o in case.laid.binds[name] if o.id not in case.marks]
        kept = zip(touched, case.facts.turned(name, answer(UNKNOWN), touched), strict=True)
        expected = {**case.own, **{duty.id: status for duty, status in kept}}
        known = {o for o in case.laid.binding if o not in case.marks and o not in case.laid.stand_ins}
        tally.differing += any(
            duty.status != expected[duty.obligation.id]
            for duty in changed.duties
            if duty.obligation.id in known
        )


STATES: Mapping[str, Callable[[Case], bool]] = {
    "an order recorded as not valid, and no arrest": lambda c: (
        ruled_out(c) and c.dropped("arrest-for-violation")
    ),
    "an order that a copy alone verifies": lambda c: surely_verified(c) and copy_passes(c),
    "an order that the court's word alone verifies": lambda c: (
        verified(c) and not in_database(c) and not copy_passes(c)
    ),
    "an unserved order that the respondent complies with": lambda c: c.has("refuses-unserved", "no"),
    "an unserved order, a refusal and an arrest": lambda c: (
        c.has("refuses-unserved", "yes") and c.live("arrest-for-violation")
    ),
    "an order whose kind is in doubt": kind_in_doubt,
    "an order judged to be no protection order": judged_out,
    "some respondents here and some gone": lambda c: (
        c.live("arrest-for-violation") and c.live("locate-violator")
    ),
    "several named suspects, one arrested and one looked for": lambda c: (
        c.live("locate-suspect") and any(c.status.get(f"custodial-arrest@{n}") == "done" for n in "123")
    ),
    "several named respondents, one here and one gone": lambda c: (
        bool(c.people("respondent-people")) and c.live("arrest-for-violation") and c.live("locate-violator")
    ),
    "several who are hurt, one of them photographed": lambda c: (
        len({c.status.get(f"photo-close@{who}") for who in c.people("hurt-people")}) > 1
    ),
    "some suspects here and some gone": lambda c: c.live("custodial-arrest") and c.live("locate-suspect"),
    "an arrest that waits for an answer": lambda c: c.status.get("arrest-for-violation") == "undetermined",
    "a standby that is refused, and an arrest": lambda c: c.live("arrest-refuses-to-leave"),
    "a service that is refused, and an arrest": lambda c: c.live("arrest-on-refusal"),
    "an arrest on a call that is neither kind": lambda c: (
        c.has("call-type", "neither") and c.live("custodial-arrest")
    ),
    "a clock that runs": lambda c: c.has("standby-clock", "running"),
}
"""States that the cases must reach, so that the rules are tested."""


def run(job: tuple[int, int]) -> Tally:
    """Run the share of one process."""
    number, sets = job
    world = World(pack_of(shipped()))
    cases, tally = Cases(world, number), Tally()
    for _ in range(sets):
        case = Case(*cases.next())
        tally.sets += 1
        judge(case, tally)
        turn(case, tally)
        tally.seen.update((name, status) for name, status in case.status.items())
        tally.states.update(name for name, reached_by in STATES.items() if reached_by(case))
        if tally.sets % WIDER == 1:
            tally.widened += 1
            widen(case, tally, world)
        if tally.sets % SAMPLE == 1:
            sample(case, tally)
    return tally


def prove(n: int | None, scratch: Path) -> Iterator[Figure]:
    sets = n or ROUNDS
    jobs = [(SEED + number, -(-sets // PROCESSES)) for number in range(PROCESSES)]
    total = Tally()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        for part in pool.map(run, jobs):
            total.add(part)
        yield from figures(total)
        yield from control_figures(pool.map(control, FAULTS, 1))


def figures(tally: Tally) -> Iterator[Figure]:
    what = f"{tally.sets:,} sets of answers, {tally.turns:,} answers changed to unknown"
    yield none_of(f"{what}: duties that bind and ended by it", tally.broke[VANISHED])
    yield none_of(
        f"{tally.widened:,} sets walked through each other checklist too: duties ended by it",
        tally.broke[ENDED],
    )
    for one in RULES:
        found = tally.broke[one.name]
        yield none_of(f"{one.title} ({one.sections}), in {tally.spoke[one.name]:,} sets", found)
    world = World(pack_of(shipped()))
    shown: Counter[str] = Counter()
    for (name, _), broken in tally.first.items():
        shown[name] += 1
        if shown[name] > MOST_SHOWN:
            continue
        yield Figure(what=f"a case of {name}", found=str(cut(world, name, broken)), goal="none", met=False)
    yield all_of("rules that had something to say", sum(tally.spoke[r.name] > 0 for r in RULES), len(RULES))
    yield none_of(
        f"{tally.sampled:,} sets assessed completely after every change: differences", tally.differing
    )
    yield from reached(tally, world)


def reached(tally: Tally, world: World) -> Iterator[Figure]:
    """Check whether the cases reached every state."""
    laid = world.laid(WALKS)
    binding = list(laid.binding)
    never = [name for name in binding if not any(tally.seen[name, status] for status in LIVE)]
    yield all_of("duties that bind: open or in force in some set", len(binding) - len(never), len(binding))
    for name in never:
        yield Figure(what="a duty that was never open", found=name, goal="none", met=False)
    yield all_of(
        "duties that bind: not arising in some set",
        sum(tally.seen[name, "not-triggered"] > 0 for name in binding),
        len(binding),
    )
    for name in (*ARRESTS, "custodial-arrest", *SEIZURES, "serve-unserved-order"):
        counts = [tally.seen[name, status] for status in ("open", "undetermined", "not-triggered")]
        yield Figure(
            what=f"sets with {name} open, undetermined, not arising",
            found=", ".join(f"{count:,}" for count in counts),
            goal="each at least once",
            met=all(counts),
        )
    for state in STATES:
        count = tally.states[state]
        yield Figure(what=f"sets with {state}", found=f"{count:,}", goal="at least one", met=count > 0)
    notes = {note.id for note in laid.notes}
    placed = notes & (SPEAKS_OF.keys() | SPEAKS_OF_NONE)
    yield all_of("notes of the pack that a rule places", len(placed), len(notes))


def breaks(world: World, name: str, one: Broken) -> bool:
    """Check whether a case breaks a rule in the way that was reported."""
    tally = Tally()
    answers = {question: answer(value) for question, value in one.answers.items()}
    case = Case(world.laid(one.order), answers, one.marks)
    if name == VANISHED:
        turn(case, tally)
    elif name == ENDED:
        widen(case, tally, world)
    else:
        judge(case, tally)
    return (name, one.told) in tally.first


def cut(world: World, name: str, broken: Broken) -> Broken:
    """Return the case without the walks, answers and marks that it does not need."""
    for walk in broken.order:
        fewer = tuple(other for other in broken.order if other != walk)
        known = world.laid(fewer).outline.by_id if fewer else {}
        answers = {name: value for name, value in broken.answers.items() if base_of(name) in known}
        marks = {duty: mark for duty, mark in broken.marks.items() if base_of(duty) in known}
        less = Broken(fewer, answers, marks, broken.told)
        broken = less if fewer and breaks(world, name, less) else broken
    for question in [*broken.answers, *broken.answers]:
        answers = {other: value for other, value in broken.answers.items() if other != question}
        less = Broken(broken.order, answers, broken.marks, broken.told)
        broken = less if breaks(world, name, less) else broken
    less = Broken(broken.order, broken.answers, {}, broken.told)
    return less if breaks(world, name, less) else broken


# --- faults put back ---


@dataclass(frozen=True)
class Fault:
    """A fault that the pack once had, or might have: texts of its files, and the wrong ones instead."""

    what: str
    changes: tuple[tuple[str, str, str], ...]


def fault(what: str, *changes: str) -> Fault:
    """Return a fault. Each change has three parts: the file, its text, and the wrong text."""
    files, old, new = changes[::3], changes[1::3], changes[2::3]
    return Fault(what, tuple((f"{file}.yaml", o, n) for file, o, n in zip(files, old, new, strict=True)))


NOTE_CITES = '    cites: ["1.3.2", "1.4.1a", "1.4.1.1.1a"]\n'
"""The text before the condition of the note on proof of service."""

LAST_PHOTO = (
    '    phase: scene\n    not_feasible: {cites: ["2.1.4b"]}\n    reading: A27\n  - ask: property-damage\n'
)
"""What follows `for_each` in the last of the photographs."""

FAULTS = (
    fault(
        "A1: asked for, and counted, whether one refuses to comply also where the service is unknown",
        "verify-order",
        "    when: {order-violated: yes, not-said-unserved: no}\n",
        "    when: {order-violated: yes}\n",
        "verify-order",
        "      - not-said-unserved: yes\n      - {refuses",
        "      - not: {refuses-unserved: no}\n      - {refuses",
    ),
    fault(
        "A1: an unknown service counts as none",
        "order",
        "is: {any: [{service: not-served}, {taken-as-unserved: yes}]}",
        "is: {any: [{service: [not-served, unknown]}, {taken-as-unserved: yes}]}",
    ),
    fault(
        "A2: an order is verified although the court denies it",
        "order",
        "is: {order-known: yes}\n    unless: {order-denied: yes}",
        "is: {order-known: yes}",
    ),
    fault(
        "A2: that there is no such order is not heard",
        "order",
        "      - existence-verified: no-order\n        any:",
        "      - existence-verified: expired\n        any:",
    ),
    fault(
        "A3: a copy outweighs a record that is no longer in force",
        "order",
        "        leds-ncic: [neither, down, unknown]\n",
        "        leds-ncic: [neither, not-current, down, unknown]\n",
    ),
    fault(
        "A3: a copy is treated as valid in spite of the court",
        "verify-order",
        "      any: [{order-denied: yes}, {copy-not-outranked: no}",
        "      any: [{existence-verified: replaced}",
    ),
    fault(
        "A2: a copy outweighs the court before LEDS and NCIC are searched",
        "order",
        "      - copy-not-outranked: yes\n        copy-counts: yes\n",
        "      - not-replaced: yes\n        copy-counts: yes\n",
    ),
    fault(
        "A4: arrest at a standby without an order",
        "standby",
        "      any: [{order-verified: yes}, {order-walked: no, standby-order: yes}]\n",
        "",
    ),
    fault(
        "A4: arrest at a service without a refusal",
        "serve-order",
        "      refuses: yes\n      refusal-violates: yes\n",
        "      refusal-violates: [yes, unknown]\n",
    ),
    fault(
        "A4: arrest at a service of an order that its own walk does not verify",
        "serve-order",
        "      any: [{order-walked: no}, {order-verified: yes}]\n    unless: {order-denied: yes}\n",
        "",
    ),
    fault(
        "A5: seizure under an order that cannot be enforced",
        "verify-order",
        "is: {possession-violated: yes, order-enforceable: yes}",
        "is: {possession-violated: yes}",
    ),
    fault(
        "A6: safekeeping where there is no time left to surrender",
        "verify-order",
        "        - surrender-time-left: [yes, unknown]\n",
        "        - surrender-time-left: [yes, no, unknown]\n",
    ),
    fault(
        "B1: the court's word can be recorded only where the copy calls for it",
        "order",
        "    asked_when:\n"
        "      any:\n"
        "      - copy-shown: [no, unknown]\n"
        "      - {copy-shown: yes, copy-has-all-four: no}\n"
        "      - names-both-parties: unknown\n"
        "      - issuance-date: unknown\n"
        "      - judicial-official: unknown\n"
        "      - conditions-of-relief: unknown\n"
        "      - expiry-date: [passed, unknown]\n"
        "      - true-copy: not-true\n"
        "      - {copy-shown: yes, leds-ncic: not-current}\n"
        "      - terms-confirmed: not-in-force\n"
        "      - standby-terms: not-in-force\n",
        "    when:\n"
        "      any:\n"
        "      - copy-shown: [no, unknown]\n"
        "      - {copy-shown: yes, copy-has-all-four: no}\n"
        "      - expiry-date: passed\n"
        "      - true-copy: not-true\n",
    ),
    fault(
        "B2: crimes count on the two kinds of call only",
        "incident",
        "{call-type: [domestic-disturbance, order-violation, both, unknown]}, {crimes-told: yes}",
        "{call-type: [domestic-disturbance, order-violation, both, unknown]}",
    ),
    fault(
        "B3: one of several suspects has left, and nobody looks",
        "incident",
        "any: [{suspect-here: no}, {suspects-where: gone}, {suspect-is: gone}]}",
        "any: [{suspect-here: no}, {suspect-is: gone}]}",
    ),
    fault(
        "B3: one of several suspects is here, and is not arrested",
        "incident",
        "      - suspects-where: [here, in-custody, jailed, unknown]\n",
        "      - suspects-where: unknown\n",
    ),
    fault(
        "a suspect who is named has left, and nobody looks",
        "incident",
        "any: [{suspect-here: no}, {suspects-where: gone}, {suspect-is: gone}]}",
        "any: [{suspect-here: no}, {suspects-where: gone}]}",
    ),
    fault(
        "a suspect who is named is here, and is not arrested",
        "incident",
        "      - suspect-is: [here, in-custody, jailed, unknown]\n",
        "      - suspect-is: [in-custody, jailed, unknown]\n",
    ),
    fault(
        "one arrest is that of each suspect",
        "incident",
        "      - suspect-is: in-custody\n",
        "      - any_of: {suspect-is: in-custody}\n",
    ),
    fault(
        "suspects whom nobody can name are never arrested",
        "incident",
        "    unless: {suspect-people: unknown}\n",
        "",
    ),
    fault(
        "one suspect is asked for by name",
        "incident",
        "    when: {several-sought: yes, crime-with-suspect: yes}\n",
        "    when: {mandatory-arrest: yes, crime-with-suspect: yes}\n",
    ),
    fault(
        "several suspects of another crime are asked for by name",
        "incident",
        "    is: {mandatory-arrest: yes, any: [{suspect: several}",
        "    is: {any: [{suspect: several}",
    ),
    fault(
        "the photograph of one who is hurt is that of each",
        "evidence",
        f"    for_each: hurt-people\n{LAST_PHOTO}",
        LAST_PHOTO,
    ),
    fault(
        "a respondent who is named and gone is to be arrested here",
        "verify-order",
        "      - respondent-is: [here, in-custody, jailed, unknown]\n    done_when",
        "      - respondent-is: [here, gone, in-custody, jailed, unknown]\n    done_when",
    ),
    fault(
        "a respondent who is named and gone is not looked for",
        "verify-order",
        "any: [{respondent-here: no}, {respondents-where: gone}, {respondent-is: gone}]}\n    for_each",
        "any: [{respondent-here: no}, {respondents-where: gone}]}\n    for_each",
    ),
    fault(
        "respondents whom nobody can name are never arrested",
        "verify-order",
        "    unless: {respondent-people: unknown}\n",
        "",
    ),
    fault(
        "B4: proof of service is noted only where both parties are here",
        "verify-order",
        f"{NOTE_CITES}    when: {{order-verified: yes, order-unserved: yes, still-unserved: yes}}",
        f"{NOTE_CITES}    when: {{order-verified: yes, order-unserved: yes, both-present: yes}}",
    ),
    fault(
        "proof of service is noted always",
        "verify-order",
        f"{NOTE_CITES}    when: {{order-verified: yes, order-unserved: yes, still-unserved: yes}}",
        f"{NOTE_CITES}    when: {{order-verified: yes}}",
    ),
    fault(
        "B5: a copy for the report only after probable cause",
        "verify-order",
        "      other-jurisdiction: yes\n      any: [{order-verified: yes, violation: reported}, ",
        "      other-jurisdiction: yes\n      any: [",
    ),
    fault(
        "C1: a good faith effort where there is nothing to enforce",
        "verify-order",
        "    unless: {any: [{nothing-to-enforce: yes}, ",
        "    unless: {any: [",
    ),
    fault(
        "C2: a search for an order that nobody speaks of",
        "verify-order",
        "{any: [{order-said: yes}, ",
        "{any: [{order-possible: yes}, ",
    ),
    fault(
        "C3: served by a member, and help with service is still due",
        "verify-order",
        "    done_when: {served-now: yes}\n",
        "",
    ),
    fault(
        "C3: the terms read in one walk are to be read in another",
        "standby",
        "    done_when: {any: [{standby-terms: [ecourt, called]}, {terms-confirmed: [ecourt, called]}]}\n",
        "    done_when: {standby-terms: [ecourt, called]}\n",
        "verify-order",
        "    done_when: {any: [{terms-confirmed: [ecourt, called]}, {standby-terms: [ecourt, called]}]}\n",
        "    done_when: {terms-confirmed: [ecourt, called]}\n",
    ),
    fault(
        "C3: the same help with service twice",
        "serve-order",
        "      - {order-verified: yes, both-present: yes, order-unserved: yes}\n",
        "",
    ),
    fault(
        "C4: arrest under an unserved order where nobody knows of a refusal",
        "verify-order",
        "      - told-refused: yes\n",
        "      - refuses-unserved: [yes, unknown]\n",
    ),
    fault(
        "C5: arrest of a suspect who is nobody",
        "incident",
        "    is: {crime-occurred: yes}\n    unless: {suspect: nobody}\n",
        "    is: {crime-occurred: yes}\n",
    ),
    fault(
        "D1: the filing caveat without an arrest",
        "verify-order",
        "      arrest-stands: yes\n      any: [{service:",
        "      order-violated: yes\n      any: [{service:",
    ),
    fault(
        "D1: the caveat on a refusal without an arrest",
        "serve-order",
        "    when: {refusal-stands: yes}\n    source: statute",
        "    when: {refuses: yes}\n    source: statute",
    ),
    fault(
        "an arrest at a service is left out where another violation is recorded, of one who is gone",
        "serve-order",
        "    unless: {arrest-stands: yes}\n",
        "    unless: {violation-stands: yes}\n",
    ),
    fault(
        "an arrest at a standby is left out where another violation is recorded, of one who is gone",
        "standby",
        "    unless: {arrest-stands: yes}\n",
        "    unless: {violation-stands: yes}\n",
    ),
    fault(
        "an unknown answer on something else ends the proof of service",
        "served",
        "  - finding: told-served-by-member\n    text: A member served the order, by the answer\n"
        "    once: {served-now: yes}\n",
        "  - finding: service-unsaid\n    text: Nobody has said whether a member served the order\n"
        '    unless: {served-now: [yes, no, unknown]}\n    cites: ["1.3.2"]\n'
        "  - finding: told-served-by-member\n    text: A member served the order, by the answer\n"
        "    is: {service-unsaid: no, served-now: yes}\n",
    ),
    fault(
        "no ban on citations with an arrest",
        "verify-order",
        "any: [{violation: reported, report-not-dismissed: yes}, {violation-stands: yes}]",
        "violation: reported",
    ),
    fault(
        "the ban on citations hangs on the arrest of a suspect who is here",
        "incident",
        "    when: {mandatory-arrest: yes, crime-with-suspect: yes}\n",
        "    when: {mandatory-arrest: yes, crime-with-suspect: yes, suspect-here: yes}\n",
    ),
    fault(
        "no GO report on a violation",
        "reporting",
        "      - violation-reported: yes\n"
        "      - {violation: [reported, probable-cause], covered-judged: yes}\n"
        "      - violation-stands: yes\n",
        "",
    ),
    fault(
        "arrest under an order whose kind nobody has judged",
        "verify-order",
        "      order-covered: yes\n      any:\n      - not-said-unserved",
        "      any:\n      - not-said-unserved",
    ),
    fault(
        "contact details only where the GO report is due",
        "reporting",
        "    when: {any: [{reportable: yes}, {crime-to-report: yes}]}\n",
        "    when: {reportable: yes}\n",
    ),
    fault(
        "FED is called for any Measure 11 crime",
        "evidence",
        '    cites: ["2.1.4.3a"]\n    when: {measure-11: yes, dv-crime: yes}\n',
        '    cites: ["2.1.4.3a"]\n    when: {measure-11: yes}\n',
    ),
    fault(
        "a deadline for the notice to DHS",
        "children",
        "    when: {children-were-there: yes, dv-crime: yes}\n    phase: before-clearing\n",
        "    when: {children-were-there: yes, dv-crime: yes}\n    phase: before-clearing\n"
        '    due: {by: end-of-shift, cites: ["3.1"]}\n',
    ),
    fault(
        "an arrest that an unknown judgment on the refusal ends",
        "serve-order",
        "    when: {refusal-stands: yes}\n    # The walk",
        "    when: {refusal-stands: yes, not: {refusal-violates: unknown}}\n    # The walk",
        "serve-order",
        "      refusal-violates: yes\n      order-covered",
        "      refusal-violates: [yes, unknown]\n      order-covered",
    ),
    fault(
        "that no order is involved is not believed",
        "incident",
        "{order-involved: [yes, unknown]}]}\n    unless: {order-involved: no}\n",
        "{order-involved: [yes, no, unknown]}]}\n",
    ),
    fault(
        "the respondent may go in where the petitioner is not there",
        "standby",
        "- title: In the residence\n  when: {petitioner-says: allows}\n",
        "- title: In the residence\n  when: {petitioner-says: [allows, absent]}\n",
    ),
    fault(
        "done without anybody's word",
        "standby",
        "any: [{standby-clock: [running, ended]}, {petitioner-says: [uncooperative, absent]}]",
        "any: [{petitioner-says: [uncooperative, absent]}, {not: {standby-clock: ended}}]",
    ),
)
"""The faults that the independent reading of the pack found, with its numbers, and others as bad."""


def control(one: Fault) -> str:
    """Return the rule that finds a fault put back, and the number of sets; empty if none does."""
    files = dict(shipped())
    for name, old, new in one.changes:
        if files.get(name, "").count(old) != 1:
            return f"stale: {name} says this {files.get(name, '').count(old)} times: {old}"
        files[name] = files[name].replace(old, new)
    cases, sound = Cases(World(pack_of(files)), SEED, ("seed", *KINDS, "seed")), World(pack_of(shipped()))
    for number in range(1, CONTROL_ROUNDS + 1):
        case = Case(*cases.next())
        tally = Tally()
        judge(case, tally)
        turn(case, tally)
        # A break that the shipped pack has too does not come from the fault.
        by = [
            rule_name
            for (rule_name, _), broken in tally.first.items()
            if not breaks(sound, rule_name, broken)
        ]
        if by:
            return f"found by {', '.join(sorted(set(by)))} in set {number}"
    return ""


def control_figures(found: Sequence[str]) -> Iterator[Figure]:
    yield all_of(
        f"faults put back into the pack, each found within {CONTROL_ROUNDS:,} sets",
        sum(told.startswith("found") for told in found),
        len(FAULTS),
    )
    for one, told in zip(FAULTS, found, strict=True):
        if not told.startswith("found"):
            yield Figure(what=f"the fault: {one.what}", found=told or "not found", goal="found", met=False)


def main() -> int:
    """Print what breaks. This is quicker than the proof, because nothing else is counted."""
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    jobs = [(SEED + number, -(-sets // PROCESSES)) for number in range(PROCESSES)]
    total = Tally()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        for part in pool.map(run, jobs):
            total.add(part)
        for figure in figures(total):
            sys.stdout.write(f"{'ok    ' if figure.met else 'MISSED'} {figure.what}: {figure.found}\n")
        for one, told in zip(FAULTS, pool.map(control, FAULTS, 1), strict=True):
            sys.stdout.write(f"{one.what}: {told or 'NOT FOUND'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
