"""The frozen types of a pack: the policy, its checklists and their items.

They are msgspec structs so that a pack parsed once is kept compiled and read back typed in under a
millisecond. Everything an author wrote knows its place (`At`).
"""

from collections.abc import Iterator
from typing import Literal, TypeGuard, assert_never, get_args

import msgspec

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.condition import Condition
from dvcheck.pack.modality import Force, Modality, directive_word_of, force_of, word_of
from dvcheck.pack.place import At
from dvcheck.pack.policy import Policy, section_of
from dvcheck.pack.span import Span
from dvcheck.pack.terms import AgencyTerms
from dvcheck.pack.translation import Translation

FORMAT = 9
"""Raised when a type below changes: a compiled pack of another format is parsed anew."""

Kind = Literal["yes-no", "choice", "choices", "text", "number", "duration", "date", "time", "list", "timer"]
Phase = Literal["scene", "before-clearing", "end-of-shift", "follow-up"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""When a duty is practically due, in order. A phase sets no deadline."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One of the answers of a `choice` or `choices` question."""

    id: str
    text: str
    alone: bool = False
    """In `choices`: cannot be chosen together with another ("none of these")."""


RUNNING, ENDED = "running", "ended"
"""The answers a timer has, besides "unknown"; it is unasked until it is started."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What a timer counts down from, and the words for its start, its limit and its end."""

    seconds: int
    starts_with: str
    """The event at which it is started, and the one it is ended with, as the officer sees them."""
    ends_with: str
    at_limit: str
    """What to do when the time is over."""
    warn_at: tuple[int, ...] = ()
    """Seconds from the start at which a warning is given."""
    ticks: str = ""
    """The `list` question whose entries are ticked off while the timer runs."""
    at: At


class Question(msgspec.Struct, frozen=True, tag="ask", kw_only=True):
    """A fact the officer is asked for; of kind `timer`, a limit that runs from an event the officer tells."""

    id: str
    text: str
    kind: Kind
    cites: tuple[str, ...]
    at: At
    label: str = ""
    """A few words for lists and summaries; `text` where empty."""
    options: tuple[Option, ...] = ()
    options_from: str = ""
    """Of a choice: the `list` question whose entries are options too, each by its id."""
    least: int = 0
    """The smallest number a `number` question takes."""
    most: int | None = None
    """The largest number a `number` question takes."""
    help: str = ""
    when: Condition | None = None
    readings: tuple[str, ...] = ()
    sensitive: bool = False
    unprompted: bool = False
    """Never asked in a walk: answered from a file, by amending, or in the list at the end."""
    asked_when: Condition | None = None
    """A walk asks for it only where this holds; elsewhere it can be answered like an unprompted one."""
    limit: Limit | None = None
    """Of a timer, and only of one."""

    @property
    def name(self) -> str:
        return self.label or self.text

    def shown(self, value: str | tuple[str, ...]) -> str:
        """An answer to this question in the officer's words."""
        values = (value,) if isinstance(value, str) else value
        return ", ".join(self._shown(v) for v in values)

    def _shown(self, value: str) -> str:
        text = next((o.text for o in self.options if o.id == value), None)
        if text is not None:
            return text
        match value:
            case "unknown":
                return phrase("unknown")
            case "yes" if self.kind == "yes-no":
                return phrase("yes")
            case "no" if self.kind == "yes-no":
                return phrase("no")
            case "running" if self.kind == "timer":
                return phrase("running")
            case "ended" if self.kind == "timer":
                return phrase("ended")
        return dates.answered(value) if self.kind in ("date", "time") else value

    def listed(self, value: str | tuple[str, ...], *, sensitive: bool = False) -> str:
        """An answer as lists have it: one that is sensitive is not told, but with `sensitive`."""
        return self.shown(value) if sensitive or not self.sensitive else phrase("(sensitive)")


class Finding(msgspec.Struct, frozen=True, tag="finding", kw_only=True):
    """A named condition, usable like a yes-no question."""

    id: str
    text: str
    cites: tuple[str, ...]
    at: At
    definition: Condition | None = None
    """None where `once` defines it, or where only `unless` does: then it holds until that does."""
    once: Condition | None = None
    """A definition in which a question that nobody has answered counts as no."""
    unless: Condition | None = None
    """Once TRUE, the finding is no; while that is undecided, the definition decides."""


DueKind = Literal["end-of-shift", "before", "timely", "immediately", "within"]

OPENED = "opened"
"""In `of`: the time counts from when the case was opened."""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline the text states: the end of the shift, an event, timely, or a time from something."""

    kind: DueKind
    at: At
    event: str = ""
    span: Span | None = None
    """How long a duty `within` a time may take."""
    of: str = ""
    """What that counts from: a timer's start, an answer, another obligation that was met, or `OPENED`."""
    cites: tuple[str, ...] = ()
    unless: Condition | None = None
    """While TRUE the deadline is lifted; the duty stays."""


class NotFeasible(msgspec.Struct, frozen=True, kw_only=True):
    """The text itself allows for "not feasible"; `instead` is the obligation that then arises."""

    cites: tuple[str, ...]
    instead: str
    at: At


ObligationKind = Literal["task", "standing"]


MOST_BRIEF = 46
"""The characters of a brief: with its mark, deadline, section and case a line of 80 columns."""


class Obligation(msgspec.Struct, frozen=True, tag="obligation", kw_only=True):
    """What the directive requires, forbids, recommends or permits, when `when` holds."""

    id: str
    text: str
    modality: Modality
    cites: tuple[str, ...]
    at: At
    phase: Phase
    brief: str = ""
    """The text in at most `MOST_BRIEF` characters, for a list that has one line for each."""
    kind: ObligationKind = "task"
    when: Condition | None = None
    unless: Condition | None = None
    """Once TRUE, it does not arise any more; while that is undecided, it stands."""
    done_when: Condition | None = None
    due: Due | None = None
    for_each: str = ""
    """The `list` question that this is owed for each entry of."""
    not_feasible: NotFeasible | None = None
    readings: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    """Whom to call for it."""

    @property
    def force(self) -> Force:
        return force_of(self.modality)

    @property
    def in_brief(self) -> str:
        """What a list says of it: its brief, or its whole text where it has none."""
        return self.brief or self.text

    @property
    def word(self) -> str:
        """How strong it is, in one word that goes before its text."""
        return word_of(self.modality)

    @property
    def directive_word(self) -> str:
        """The directive's own word, where `word` is another; empty where it is the same."""
        return directive_word_of(self.modality)


NoteSource = Literal["directive", "statute", "reading"]


class Note(msgspec.Struct, frozen=True, tag="note", kw_only=True):
    """Information shown where it matters; never a duty."""

    id: str
    text: str
    at: At
    source: NoteSource = "directive"
    cites: tuple[str, ...] = ()
    when: Condition | None = None
    readings: tuple[str, ...] = ()

    def shown(self, terms: AgencyTerms) -> str:
        """The text with where it comes from: a statute or a reading is never shown as the directive's."""
        text = f"{self.text} ({sections_of(self.cites)})" if self.cites else self.text
        match self.source:
            case "directive":
                return text
            case "statute":
                return phrase("{caution}: {text}", caution=terms.statute_caution, text=text)
            case "reading":
                return phrase("Reading: {text}", text=text)
        assert_never(self.source)


class Include(msgspec.Struct, frozen=True, tag="include", kw_only=True):
    """Another checklist walked here, under `when`."""

    checklist: str
    at: At
    when: Condition | None = None


Item = Question | Finding | Obligation | Note | Include


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A run of items; `when` guards every one of them."""

    title: str
    items: tuple[Item, ...]
    at: At
    when: Condition | None = None
    for_each: str = ""
    """The `list` question that this is walked once for each entry of."""
    hold: bool = False
    """Its questions are not asked while "unknown" leaves their guards undecided; nothing is decided by it."""

    def list_of(self, item: Item) -> str:
        """The list whose entries an item of this section is met for; empty if it is met once."""
        return self.for_each or (item.for_each if isinstance(item, Obligation) else "")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a walk of a checklist can come to, in the words of the policy."""

    id: str
    text: str
    cites: tuple[str, ...]
    when: Condition
    at: At


class Checklist(msgspec.Struct, frozen=True, kw_only=True):
    """Sections in the order they are met on a call."""

    id: str
    title: str
    sections: tuple[Section, ...]
    at: At
    outcomes: tuple[Outcome, ...] = ()
    """The first whose condition holds is the outcome of a walk; none is, while one before it is undecided."""
    undecided: str = ""
    """What is said while the outcome is undecided; empty for the usual words."""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to call, for what, and how far the number can be trusted."""

    id: str
    name: str
    number: str
    purpose: str
    source: str
    as_of: str
    """When the source was current, in words where it bears no date."""
    at: At
    hours: str = ""
    address: str = ""
    fax: str = ""
    card: bool = False
    """Public, and of use to a survivor: it stands on the resource card."""
    verify: str = ""
    """Why the number is to be checked before it is relied on; empty where nothing speaks against it."""


FromCase = Literal["case-number", "opened", "officer"]
"""What of a case itself, beside its answers, can fill a field of a form."""


def is_from_case(name: str) -> TypeGuard[FromCase]:
    """Tell whether a field is filled from the case itself, and not from an answer."""
    return name in get_args(FromCase)


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a form; what nothing fills is left to be written by hand."""

    label: str
    sources: tuple[str, ...]
    """The questions whose answers fill it, or what of the case (`FromCase`) does; none: always blank."""
    at: At
    sources_at: tuple[At, ...] = ()


Layout = Literal["sheet", "line"]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be handed in or noted elsewhere, filled from a case."""

    id: str
    title: str
    cites: tuple[str, ...]
    layout: Layout
    """A document, or one line of plain text to paste."""
    fields: tuple[FormField, ...]
    at: At


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A policy with its checklists, contacts and forms, and the digest of the files it was read from."""

    policy: Policy
    checklists: tuple[Checklist, ...]
    digest: str
    contacts: tuple[Contact, ...] = ()
    forms: tuple[Form, ...] = ()
    translations: tuple[Translation, ...] = ()
    translation: Translation | None = None
    """The one that its texts are in; None for its own language."""

    @property
    def shown_in(self) -> str:
        """The language of that; empty for its own."""
        return self.translation.language if self.translation is not None else ""

    def items(self) -> "Iterator[Item]":
        """Every item of every checklist, in file order."""
        for checklist in self.checklists:
            for section in checklist.sections:
                yield from section.items

    def outcomes(self) -> "Iterator[Outcome]":
        """Every outcome of every checklist, in file order."""
        for checklist in self.checklists:
            yield from checklist.outcomes

    def questions(self) -> "list[Question]":
        """Every question of every checklist, in file order."""
        return [item for item in self.items() if isinstance(item, Question)]

    def cited_by(self, ref: str) -> "list[str]":
        """The ids of the items that cite a statement or section, in file order."""
        return [i.id for i in self.items() if not isinstance(i, Include) and ref in i.cites]

    def calls(self, obligation: Obligation) -> tuple[Contact, ...]:
        """Whom to call for an obligation, in the order it names them."""
        return tuple(c for name in obligation.contacts for c in self.contacts if c.id == name)

    def called_for(self, contact: Contact) -> tuple[Obligation, ...]:
        """The obligations that need a call to this contact, in file order."""
        return tuple(i for i in self.items() if isinstance(i, Obligation) and contact.id in i.contacts)

    def checklist(self, name: str) -> Checklist:
        """The checklist called `name`; KeyError where the pack has none."""
        for checklist in self.checklists:
            if checklist.id == name:
                return checklist
        raise KeyError(name)


def is_within(ref: str, section: str) -> bool:
    """Whether a statement or section stands in `section`: 1.5.1.2a is within 1.5.1 and 1.5, not in 1.50."""
    number = section_of(ref)
    return number == section or number.startswith(f"{section}.")


def short(digest: str) -> str:
    """As much of a pack's digest as tells two packs apart for a reader."""
    return digest.removeprefix("sha256:")[:8]


def sections_of(refs: tuple[str, ...]) -> str:
    """The sections of some statements, each once: `1.5.1.1, P2`."""
    return ", ".join(dict.fromkeys(section_of(r) for r in refs))
