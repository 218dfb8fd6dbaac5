"""The frozen types of a pack: the policy, its checklists and their items.

They are msgspec structs: a parsed pack is stored compiled, and decoded in under a millisecond.
Everything an author wrote has its `Place`.
"""

from collections.abc import Iterator
from typing import Literal, TypeGuard, assert_never, get_args

import msgspec

from dvcheck import dates
from dvcheck.language import phrase
from dvcheck.pack.card_texts import CardTexts
from dvcheck.pack.condition import Condition
from dvcheck.pack.modality import Force, Modality, directive_word_of, force_of, word_of
from dvcheck.pack.narrative import NarrativePart
from dvcheck.pack.place import Place
from dvcheck.pack.policy import Policy, section_of
from dvcheck.pack.span import Span
from dvcheck.pack.terms import AgencyTerms
from dvcheck.pack.translation import Translation

FORMAT = 10
"""The version of the compiled form. Raise it when a type below changes: older ones are then ignored."""

Kind = Literal["yes-no", "choice", "choices", "text", "number", "duration", "date", "time", "list", "timer"]
Phase = Literal["scene", "before-clearing", "end-of-shift", "follow-up"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""When a duty is due in practice, in order. A phase sets no deadline."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One of the answers of a `choice` or `choices` question."""

    id: str
    text: str
    alone: bool = False
    """In `choices`, an exclusive option: no other can be chosen with it ("none of these")."""


RUNNING, ENDED = "running", "ended"
"""The answers of a timer; the third is "unknown". A timer is unasked until it is started."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """The time limit of a timer, and the words for its start, its limit and its end."""

    seconds: int
    starts_with: str
    """The event that starts it, as the officer sees it."""
    ends_with: str
    """The event that ends it, as the officer sees it."""
    at_limit: str
    """What to do when the time is over."""
    warn_at: tuple[int, ...] = ()
    """Seconds from the start at which a warning is given."""
    ticks: str = ""
    """The `list` question whose entries are ticked off while the timer runs."""
    at: Place


class Question(msgspec.Struct, frozen=True, tag="ask", kw_only=True):
    """A fact that the officer is asked for. One of kind `timer` is a time limit with a start and an end."""

    id: str
    text: str
    kind: Kind
    cites: tuple[str, ...]
    at: Place
    label: str = ""
    """A few words for lists and summaries; if empty, they show `text`."""
    options: tuple[Option, ...] = ()
    options_from: str = ""
    """In a choice, the `list` question whose entries are options too, each by its id."""
    least: int = 0
    """The smallest number a `number` question takes."""
    most: int | None = None
    """The largest number a `number` question takes."""
    help: str = ""
    when: Condition | None = None
    readings: tuple[str, ...] = ()
    sensitive: bool = False
    unprompted: bool = False
    """Whether a walk never asks it. It is answered from a file, by amending, or in the list at the end."""
    asked_when: Condition | None = None
    """A walk asks it only while this holds. Otherwise it can be answered like an unprompted question."""
    limit: Limit | None = None
    """The time limit of a timer; None for any other kind."""

    @property
    def name(self) -> str:
        return self.label or self.text

    def shown(self, value: str | tuple[str, ...]) -> str:
        """Return an answer to this question in the officer's words."""
        values = (value,) if isinstance(value, str) else value
        # Options contain commas. The entries of a list do not.
        return ("; " if self.options else ", ").join(self._shown(v) for v in values)

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
        """Return an answer for lists. A sensitive one is hidden unless `sensitive` is True."""
        return self.shown(value) if sensitive or not self.sensitive else phrase("(sensitive)")


class Finding(msgspec.Struct, frozen=True, tag="finding", kw_only=True):
    """A named condition that other conditions use like a yes-no question."""

    id: str
    text: str
    cites: tuple[str, ...]
    at: Place
    definition: Condition | None = None
    """None if `once` defines it, or if it has only `unless`: then it holds until `unless` holds."""
    once: Condition | None = None
    """A definition that counts unanswered questions as no."""
    unless: Condition | None = None
    """The exception. If TRUE, the finding is no; if FALSE or undecided, the definition decides."""


DueKind = Literal["end-of-shift", "before", "timely", "immediately", "within"]

OPENED = "opened"
"""A value of `Due.of`: the time counts from the opening of the case."""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline that the text states: the end of the shift, an event, a word, or a time from a start."""

    kind: DueKind
    at: Place
    event: str = ""
    span: Span | None = None
    """The time allowed, if the kind is `within`."""
    of: str = ""
    """The start of that time: a timer's start, an answer, an obligation that was done, or `OPENED`."""
    cites: tuple[str, ...] = ()
    unless: Condition | None = None
    """While TRUE, the deadline is lifted; the duty stays."""


class NotFeasible(msgspec.Struct, frozen=True, kw_only=True):
    """The text allows "not feasible" for a duty. `instead` is the obligation that then arises, if any."""

    cites: tuple[str, ...]
    instead: str
    at: Place


ObligationKind = Literal["task", "standing"]


MOST_BRIEF = 46
"""The most characters of a brief. With mark, deadline, section and case it fits a line of 80 columns."""


class Obligation(msgspec.Struct, frozen=True, tag="obligation", kw_only=True):
    """A duty, prohibition, recommendation or permission of the directive. It arises if `when` holds."""

    id: str
    text: str
    modality: Modality
    cites: tuple[str, ...]
    at: Place
    phase: Phase
    brief: str = ""
    """The text in at most `MOST_BRIEF` characters, for lists with one line for each duty."""
    kind: ObligationKind = "task"
    when: Condition | None = None
    unless: Condition | None = None
    """The exception. If TRUE, the duty does not arise; while it is undecided, the duty remains."""
    done_when: Condition | None = None
    due: Due | None = None
    for_each: str = ""
    """The `list` question for whose entries it is owed, once for each; empty if it is owed once."""
    not_feasible: NotFeasible | None = None
    readings: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    """Whom to call for it."""
    first: bool = False
    """Whether it comes before the duties of all other cases, such as an arrest."""

    @property
    def force(self) -> Force:
        return force_of(self.modality)

    @property
    def in_brief(self) -> str:
        """Its text for lists: the brief, or the full text if it has no brief."""
        return self.brief or self.text

    @property
    def word(self) -> str:
        """Its strength in one word, shown before its text."""
        return word_of(self.modality)

    @property
    def directive_word(self) -> str:
        """The directive's own word if it differs from `word`; otherwise empty."""
        return directive_word_of(self.modality)


NoteSource = Literal["directive", "statute", "reading"]


class Note(msgspec.Struct, frozen=True, tag="note", kw_only=True):
    """Information shown where it matters. It is never a duty."""

    id: str
    text: str
    at: Place
    source: NoteSource = "directive"
    cites: tuple[str, ...] = ()
    when: Condition | None = None
    readings: tuple[str, ...] = ()
    walk: str = ""
    """The checklist that the case is still to be walked with while the note holds; empty if none."""

    def shown(self, terms: AgencyTerms) -> str:
        """Return the text with its source. A statute or a reading is never shown as the directive's words."""
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
    """Another checklist that is walked here, if `when` holds."""

    checklist: str
    at: Place
    when: Condition | None = None


Item = Question | Finding | Obligation | Note | Include


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A group of items; `when` guards all of them."""

    title: str
    items: tuple[Item, ...]
    at: Place
    when: Condition | None = None
    for_each: str = ""
    """The `list` question for whose entries it is walked, once for each; empty if it is walked once."""
    hold: bool = False
    """Whether its questions are held back while "unknown" leaves their guards undecided."""

    def list_of(self, item: Item) -> str:
        """Return the list for whose entries an item of this section is repeated; empty if it is not."""
        return self.for_each or (item.for_each if isinstance(item, Obligation) else "")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """A possible outcome of the walk of a checklist, in the words of the policy."""

    id: str
    text: str
    cites: tuple[str, ...]
    when: Condition
    at: Place


class Checklist(msgspec.Struct, frozen=True, kw_only=True):
    """A checklist: sections in the order of a call."""

    id: str
    title: str
    sections: tuple[Section, ...]
    at: Place
    outcomes: tuple[Outcome, ...] = ()
    """The first whose condition holds is the outcome of a walk. While an earlier one is undecided, so is the
    outcome."""
    undecided: str = ""
    """The words for an undecided outcome; empty for the usual words."""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact: who or what to call, for what, and how far the number can be trusted."""

    id: str
    name: str
    number: str
    purpose: str
    source: str
    as_of: str
    """The date of the source; words in its place if the source has no date."""
    at: Place
    hours: str = ""
    address: str = ""
    fax: str = ""
    card: bool = False
    """Whether it is on the resource card: public, and useful to a survivor."""
    verify: str = ""
    """Why to check the number before relying on it; empty if there is no such reason."""
    proper_name: bool = False
    """Whether its name is a proper name, the same in all languages."""
    discreet: str = ""
    """Its name on a discreet card; empty if it is not on one."""


FromCase = Literal["case-number", "opened", "officer"]
"""The facts of a case, apart from its answers, that can fill a field of a form."""


def is_from_case(name: str) -> TypeGuard[FromCase]:
    """Check whether a form field is filled from the case itself, not from an answer."""
    return name in get_args(FromCase)


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a form. A field that nothing fills is left blank, to be written by hand."""

    label: str
    sources: tuple[str, ...]
    """The questions or facts of the case (`FromCase`) that fill it; if there are none, it is always blank."""
    at: Place
    sources_at: tuple[Place, ...] = ()


Layout = Literal["sheet", "line"]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form to hand in or to note elsewhere, filled from a case."""

    id: str
    title: str
    cites: tuple[str, ...]
    layout: Layout
    """A document, or one line of plain text to paste."""
    fields: tuple[FormField, ...]
    at: Place


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A policy with its checklists, contacts and forms, and the digest of the files it was read from."""

    policy: Policy
    checklists: tuple[Checklist, ...]
    digest: str
    contacts: tuple[Contact, ...] = ()
    card: CardTexts = CardTexts()
    """The words of the card for a survivor."""
    forms: tuple[Form, ...] = ()
    narrative: tuple[NarrativePart, ...] = ()
    """The order of a report; empty if the pack does not say it."""
    translations: tuple[Translation, ...] = ()
    translation: Translation | None = None
    """The translation its texts are in; None for its own language."""

    @property
    def shown_in(self) -> str:
        """The language its texts are in; empty for its own."""
        return self.translation.language if self.translation is not None else ""

    def items(self) -> "Iterator[Item]":
        """Yield every item of every checklist, in file order."""
        for checklist in self.checklists:
            for section in checklist.sections:
                yield from section.items

    def outcomes(self) -> "Iterator[Outcome]":
        """Yield every outcome of every checklist, in file order."""
        for checklist in self.checklists:
            yield from checklist.outcomes

    def questions(self) -> "list[Question]":
        """Return every question of every checklist, in file order."""
        return [item for item in self.items() if isinstance(item, Question)]

    def cited_by(self, ref: str) -> "list[str]":
        """Return the ids of the items that cite a statement or section, in file order."""
        return [i.id for i in self.items() if not isinstance(i, Include) and ref in i.cites]

    def calls(self, obligation: Obligation) -> tuple[Contact, ...]:
        """Return the contacts to call for an obligation, in the order it names them."""
        return tuple(c for name in obligation.contacts for c in self.contacts if c.id == name)

    def called_for(self, contact: Contact) -> tuple[Obligation, ...]:
        """Return the obligations that need a call to this contact, in file order."""
        return tuple(i for i in self.items() if isinstance(i, Obligation) and contact.id in i.contacts)

    def checklist(self, name: str) -> Checklist:
        """Return the checklist called `name`. KeyError if the pack has none."""
        for checklist in self.checklists:
            if checklist.id == name:
                return checklist
        raise KeyError(name)


def is_within(ref: str, section: str) -> bool:
    """Check whether a statement or section is in `section`: 1.5.1.2a is in 1.5.1 and 1.5, not in 1.50."""
    number = section_of(ref)
    return number == section or number.startswith(f"{section}.")


def short(digest: str) -> str:
    """Shorten a pack's digest to what a reader needs to tell packs apart."""
    return digest.removeprefix("sha256:")[:8]


def sections_of(refs: tuple[str, ...]) -> str:
    """List the sections of some statements, each once: `1.5.1.1, P2`."""
    return ", ".join(dict.fromkeys(section_of(r) for r in refs))
