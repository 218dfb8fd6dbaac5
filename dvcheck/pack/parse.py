"""Nodes to the frozen types of a pack, with every problem found, sorted by place.

A stage returns what it could read and what is wrong with it; nothing here raises on what an author wrote.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, TypeVar, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dvcheck.pack import nodes
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import (
    ENDED,
    FORCE,
    PHASES,
    RUNNING,
    All,
    Any,
    At,
    Checklist,
    Condition,
    Contact,
    Due,
    Finding,
    Form,
    FormField,
    Include,
    Is,
    Item,
    Kind,
    Limit,
    Modality,
    Not,
    Note,
    NotFeasible,
    Obligation,
    Option,
    Pack,
    Phase,
    Policy,
    Question,
    Reading,
    Section,
    SectionTitle,
    Statement,
    Waiver,
)
from dvcheck.pack.nodes import Node, Problem, Scalar
from dvcheck.pack.validate import CHECKS
from dvcheck.text import nearest

T = TypeVar("T")

POLICY_FILE = "policy.yaml"
CONTACTS_FILE = "contacts.yaml"
FORMS_FILE = "forms.yaml"
_PHONE = re.compile(r"[+(]?[0-9][0-9 ().-]+(?: ext\.? [0-9]+)?")

# What the text says of something without asking anyone to do it; never an obligation's word.
STATEMENT_WORDS = (*FORCE, "states", "condition")
_ID = "abcdefghijklmnopqrstuvwxyz0123456789-"


Checks = tuple[Callable[[Pack], Iterator[Problem]], ...]


def parse(
    files: Mapping[str, str], digest: str, checks: Checks = CHECKS
) -> tuple[Pack | None, tuple[Problem, ...]]:
    """The pack in `files` (name to text), or every problem that keeps it from being one.

    Problems are sorted by file and place. The checks across files run only once each file is sound by itself.
    """
    reader = Reader()
    policy: Policy | None = None
    checklists: list[Checklist] = []
    contacts: tuple[Contact, ...] = ()
    forms: tuple[Form, ...] = ()
    for name in sorted(files):
        node, problems = nodes.read(files[name], name)
        reader.problems.extend(problems)
        if node is None:
            continue
        if name == POLICY_FILE:
            policy = reader.policy(node)
        elif name == CONTACTS_FILE:
            contacts = reader.contacts(node)
        elif name == FORMS_FILE:
            forms = reader.forms(node)
        else:
            checklists.extend(filter(None, [reader.checklist(node, name)]))
    if POLICY_FILE not in files:
        reader.problem(At(POLICY_FILE, 1, 1), "no-policy", f"the pack has no {POLICY_FILE}")
    elif not checklists and not reader.problems:
        reader.problem(At(POLICY_FILE, 1, 1), "no-checklist", "the pack has no checklist beside its policy")
    if policy is None or reader.problems:
        return None, by_place(reader.problems)
    pack = Pack(policy=policy, checklists=tuple(checklists), digest=digest, contacts=contacts, forms=forms)
    found = [problem for check in checks for problem in check(pack)]
    return (None if found else pack), by_place(found)


def by_place(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order their places stand in the files."""
    return tuple(sorted(problems, key=lambda p: (p.at.file, p.at.line, p.at.column, p.code)))


class Missing(Exception):
    """A value that cannot be built; its problem is noted already. Whoever reads the whole catches it."""


class Reader:
    """Reads nodes, and notes each problem rather than stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def problem(self, at: At, code: str, message: str) -> None:
        self.problems.append(Problem(at=at, code=code, message=message))

    def wrong(self, node: Node, code: str, message: str) -> Missing:
        self.problem(node.at, code, message)
        return Missing()

    # --- shapes ---------------------------------------------------------------------------------------------

    def fields(self, node: Node, what: str, required: str, optional: str = "") -> "Fields":
        if not isinstance(node, nodes.Mapping):
            keys = required or optional
            raise self.wrong(node, "not-a-mapping", f"{what} is written as keys with values ({keys} …)")
        known = required.split() + optional.split()
        found: dict[str, Node] = {}
        for key, value in node.entries:
            if key.text in known:
                found[key.text] = value
            else:
                hint = nearest(key.text, known) or node.split_by_comma(value)
                self.problem(key.at, "unknown-key", f'{what} has no key "{key.text}"{hint}')
        missing = [k for k in required.split() if k not in found]
        for key_name in missing:
            self.problem(node.at, "missing-key", f'{what} needs the key "{key_name}"')
        if missing:
            raise Missing
        return Fields(self, found)

    def text(self, node: Node) -> str:
        if not isinstance(node, Scalar):
            raise self.wrong(node, "not-text", "a text is expected here, not a list or keys")
        if not node.text.strip():
            raise self.wrong(node, "no-text", "the text is empty")
        return node.text.strip()

    def texts(self, node: Node) -> tuple[str, ...]:
        return tuple(text for text, _ in self.located_texts(node))

    def located_texts(self, node: Node) -> tuple[tuple[str, At], ...]:
        if isinstance(node, Scalar):
            return ((self.text(node), node.at),)
        if isinstance(node, nodes.Mapping):
            raise self.wrong(node, "not-a-list", "a text or a list of texts is expected here")
        return tuple(filter(None, self.each(node.items, lambda n: (self.text(n), n.at))))

    def word(self, node: Node, known: Iterable[str], what: str) -> str:
        text = self.text(node)
        words = list(known)
        if text not in words:
            message = f'"{text}" is no {what}{nearest(text, words)} ({", ".join(words)})'
            raise self.wrong(node, f"unknown-{what.replace(' ', '-')}", message)
        return text

    def id(self, node: Node) -> str:
        text = self.text(node)
        if set(text) - set(_ID) or text[0] not in _ID[:26]:
            raise self.wrong(node, "bad-id", f'"{text}" is no id: lower-case letters, digits and hyphens')
        if text in ("all", "any", "not"):
            raise self.wrong(node, "bad-id", f'"{text}" means something else in a condition')
        return text

    def date(self, node: Node) -> date:
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            raise self.wrong(node, "bad-date", "a date is written 2024-07-05") from None

    def flag(self, node: Node) -> bool:
        return self.word(node, ("true", "false"), "flag") == "true"

    def members(self, node: Node, what: str) -> tuple[Node, ...]:
        if not isinstance(node, nodes.Sequence):
            raise self.wrong(node, "not-a-list", f"{what} is a list")
        if not node.items:
            raise self.wrong(node, "empty-list", f"{what} is empty")
        return node.items

    def each(self, items: Iterable[Node], read: Callable[[Node], T]) -> list[T]:
        """What could be read of the items: a wrong one does not hide the next."""
        result: list[T] = []
        for item in items:
            try:
                result.append(read(item))
            except Missing:
                continue
        return result

    # --- the policy -----------------------------------------------------------------------------------------

    def policy(self, node: Node) -> Policy | None:
        try:
            f = self.fields(
                node,
                "a policy",
                "policy number title agency effective next_review source zone sections statements",
                "readings",
            )
            return Policy(
                id=f.text("policy"),
                number=f.text("number"),
                title=f.text("title"),
                agency=f.text("agency"),
                effective=f.get("effective", self.date),
                next_review=f.get("next_review", self.date),
                source=f.text("source"),
                zone=f.get("zone", self._zone),
                sections=f.each("sections", self._section_title),
                statements=f.each("statements", self._statement),
                readings=f.each("readings", self._reading),
                at=node.at,
            )
        except Missing:
            return None

    def _zone(self, node: Node) -> str:
        name = self.text(node)
        try:
            ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            message = f'"{name}" is no IANA time zone, such as America/Los_Angeles'
            raise self.wrong(node, "unknown-zone", message) from None
        return name

    def _section_title(self, node: Node) -> SectionTitle:
        f = self.fields(node, "a section", "ref title")
        return SectionTitle(ref=f.text("ref"), title=f.text("title"), at=node.at)

    def _statement(self, node: Node) -> Statement:
        f = self.fields(node, "a statement", "ref modality actor says", "not_modelled")
        return Statement(
            ref=f.text("ref"),
            modality=f.get("modality", lambda n: self.word(n, STATEMENT_WORDS, "modality")),
            actor=f.get("actor", self.id),
            says=f.text("says"),
            not_modelled=f.get("not_modelled", self._waiver) if f.has("not_modelled") else None,
            at=f.at("ref"),
        )

    def _waiver(self, node: Node) -> Waiver:
        f = self.fields(node, '"not_modelled"', "reason")
        return cast(Waiver, f.get("reason", lambda n: self.word(n, get_args(Waiver), "reason")))

    def contacts(self, node: Node) -> tuple[Contact, ...]:
        try:
            return self.fields(node, "the contacts", "contacts").each("contacts", self._contact)
        except Missing:
            return ()

    def _contact(self, node: Node) -> Contact:
        f = self.fields(
            node, "a contact", "contact name number purpose source as_of", "hours address fax card verify"
        )
        if f.flag("card") and f.has("verify"):
            self.problem(f.at("card"), "no-effect", "a number to be checked first does not stand on the card")
        return Contact(
            id=f.get("contact", self.id),
            name=f.text("name"),
            number=f.get("number", self.phone_number),
            purpose=f.text("purpose"),
            source=f.text("source"),
            as_of=f.text("as_of"),
            hours=f.text("hours"),
            address=f.text("address"),
            fax=f.text("fax"),
            card=f.flag("card"),
            verify=f.text("verify"),
            at=f.at("contact"),
        )

    def phone_number(self, node: Node) -> str:
        number = self.text(node)
        if not all(_PHONE.fullmatch(part) for part in number.split(" or ")):
            raise self.wrong(
                node, "phone-number", f'"{number}" is no number to call: digits, perhaps ext. 12'
            )
        return number

    def forms(self, node: Node) -> tuple[Form, ...]:
        try:
            return self.fields(node, "the forms", "forms").each("forms", self._form)
        except Missing:
            return ()

    def _form(self, node: Node) -> Form:
        f = self.fields(node, "a form", "form title as cites fields")
        layout = f.get("as", lambda n: self.word(n, ("sheet", "line"), "layout"))
        return Form(
            id=f.get("form", self.id),
            title=f.text("title"),
            cites=f.texts("cites"),
            layout=cast(Literal["sheet", "line"], layout),
            fields=f.each("fields", self._form_field),
            at=f.at("form"),
        )

    def _form_field(self, node: Node) -> FormField:
        f = self.fields(node, "a field", "label", "from blank")
        sources = f.get("from", self.located_texts) if f.has("from") else ()
        if bool(sources) == f.flag("blank"):
            raise self.wrong(node, "no-source", 'a field is filled "from" questions, or is "blank"')
        return FormField(
            label=f.text("label"),
            sources=tuple(name for name, _ in sources),
            sources_at=tuple(at for _, at in sources),
            at=f.at("label"),
        )

    def _reading(self, node: Node) -> Reading:
        f = self.fields(node, "a reading", "id title unclear treated", "cites")
        return Reading(
            id=f.text("id"),
            title=f.text("title"),
            unclear=f.text("unclear"),
            treated=f.text("treated"),
            cites=f.texts("cites"),
            at=f.at("id"),
        )

    # --- a checklist ----------------------------------------------------------------------------------------

    def checklist(self, node: Node, file: str) -> Checklist | None:
        try:
            f = self.fields(node, "a checklist", "checklist title sections")
            name = f.get("checklist", self.id)
            if f"{name}.yaml" != file:
                self.problem(f.at("checklist"), "file-name", f'the checklist "{name}" stands in {file}')
            return Checklist(
                id=name, title=f.text("title"), sections=f.each("sections", self._section), at=node.at
            )
        except Missing:
            return None

    def _section(self, node: Node) -> Section:
        f = self.fields(node, "a section", "title items", "when hold")
        return Section(
            title=f.text("title"),
            items=f.each("items", self._item),
            when=f.condition("when"),
            hold=f.flag("hold"),
            at=node.at,
        )

    def _item(self, node: Node) -> Item:
        readers: dict[str, Callable[[Node], Item]] = {
            "ask": self._question,
            "finding": self._finding,
            "obligation": self._obligation,
            "note": self._note,
            "timer": self._timer,
            "include": self._include,
        }
        if isinstance(node, nodes.Mapping):
            for key, _ in node.entries:
                if key.text in readers:
                    return readers[key.text](node)
        raise self.wrong(node, "unknown-item", f"an item begins with one of: {', '.join(readers)}")

    def _question(self, node: Node) -> Question:
        f = self.fields(
            node,
            "a question",
            "ask text kind cites",
            "label options most help when asked_when reading sensitive unprompted",
        )
        kinds = [kind for kind in get_args(Kind) if kind != "timer"]
        kind = cast(Kind, f.get("kind", lambda n: self.word(n, kinds, "kind")))
        options = f.options("options")
        if f.has("asked_when") and f.flag("unprompted"):
            message = "a question that is never asked is not asked_when"
            self.problem(f.at("asked_when"), "no-effect", message)
        if f.has("most") and kind != "number":
            self.problem(f.at("most"), "no-effect", 'only a question of kind "number" has a most')
        if kind != "choices" and any(o.alone for o in options):
            self.problem(f.at("options"), "no-effect", 'only among "choices" can an option stand alone')
        if kind_of(kind).has_options != bool(options):
            needs = "needs options" if not options else "has no options"
            self.problem(f.at("kind"), "options", f'a question of kind "{kind}" {needs}')
        return Question(
            id=f.get("ask", self.id),
            text=f.text("text"),
            kind=kind,
            cites=f.texts("cites"),
            label=f.text("label"),
            options=options,
            most=f.get("most", self._most) if f.has("most") else None,
            help=f.text("help"),
            when=f.condition("when"),
            readings=f.texts("reading"),
            sensitive=f.flag("sensitive"),
            unprompted=f.flag("unprompted"),
            asked_when=f.condition("asked_when"),
            at=f.at("ask"),
        )

    def _timer(self, node: Node) -> Question:
        f = self.fields(
            node,
            "a timer",
            "timer text limit starts_with ends_with at_limit cites",
            "label warn_at ticks help when reading",
        )
        limit = Limit(
            seconds=f.get("limit", self._seconds),
            starts_with=f.text("starts_with"),
            ends_with=f.text("ends_with"),
            at_limit=f.text("at_limit"),
            warn_at=f.each("warn_at", self._seconds),
            ticks=f.get("ticks", self.id) if f.has("ticks") else "",
            at=f.at("limit"),
        )
        if any(seconds >= limit.seconds for seconds in limit.warn_at):
            self.problem(f.at("warn_at"), "no-effect", "a warning comes before the limit")
        return Question(
            id=f.get("timer", self.id),
            text=f.text("text"),
            kind="timer",
            cites=f.texts("cites"),
            label=f.text("label"),
            options=(
                Option(id=RUNNING, text="Running"),
                Option(id=ENDED, text=limit.ends_with),
            ),
            help=f.text("help"),
            when=f.condition("when"),
            readings=f.texts("reading"),
            limit=limit,
            at=f.at("timer"),
        )

    def _seconds(self, node: Node) -> int:
        text = self.text(node)
        number, _, unit = text.partition(" ")
        counts = number.isascii() and number.isdigit() and len(number) < 4 and int(number) > 0
        if not counts or unit != "min":
            raise self.wrong(node, "bad-duration", "a length of time is written 20 min")
        return int(number) * 60

    def _most(self, node: Node) -> int:
        text = self.text(node)
        if not text.isascii() or not text.isdigit() or len(text) > 6:
            raise self.wrong(node, "bad-number", "a whole number is expected, such as 10")
        return int(text)

    def option(self, node: Node) -> Option:
        f = self.fields(node, "an option", "id text", "alone")
        return Option(
            id=f.get("id", self.id),
            text=f.text("text"),
            alone=f.flag("alone"),
        )

    def _finding(self, node: Node) -> Finding:
        f = self.fields(node, "a finding", "finding text cites", "is once unless")
        if not any(f.has(key) for key in ("is", "once", "unless")):
            self.problem(f.at("finding"), "missing-key", 'a finding needs the key "is", "once" or "unless"')
        if f.has("is") and f.has("once"):
            self.problem(f.at("once"), "no-effect", 'a finding has "is" or "once", not both')
        return Finding(
            id=f.get("finding", self.id),
            text=f.text("text"),
            cites=f.texts("cites"),
            definition=f.condition("is"),
            once=f.condition("once"),
            unless=f.condition("unless"),
            at=f.at("finding"),
        )

    def _obligation(self, node: Node) -> Obligation:
        f = self.fields(
            node,
            "an obligation",
            "obligation text modality cites",
            "when unless done_when phase due kind not_feasible reading contacts",
        )
        modality = cast(Modality, f.get("modality", lambda n: self.word(n, FORCE, "modality")))
        kinds = ("task", "standing")
        prohibited = FORCE[modality] == "prohibited"
        kind = f.get("kind", lambda n: self.word(n, kinds, "obligation kind")) if f.has("kind") else None
        for key in ("done_when", "due", "not_feasible"):
            if prohibited and f.has(key):
                self.problem(f.at(key), "no-effect", f'a prohibition is in force: it has no "{key}"')
        if prohibited and kind == "task":
            self.problem(f.at("kind"), "standing", "a prohibition is in force, never a task to do")
        phase = f.get("phase", lambda n: self.word(n, PHASES, "phase")) if f.has("phase") else "scene"
        return Obligation(
            id=f.get("obligation", self.id),
            text=f.text("text"),
            modality=modality,
            cites=f.texts("cites"),
            phase=cast(Phase, phase),
            kind="standing" if prohibited or kind == "standing" else "task",
            when=f.condition("when"),
            unless=f.condition("unless"),
            done_when=f.condition("done_when"),
            due=f.get("due", self._due) if f.has("due") else None,
            not_feasible=f.get("not_feasible", self._not_feasible) if f.has("not_feasible") else None,
            readings=f.texts("reading"),
            contacts=f.texts("contacts"),
            at=f.at("obligation"),
        )

    def _due(self, node: Node) -> Due:
        if isinstance(node, Scalar):
            self.word(node, ("timely",), "deadline")
            return Due(kind="timely", at=node.at)
        keys = [key.text for key, _ in node.entries] if isinstance(node, nodes.Mapping) else []
        if "within" in keys:
            f = self.fields(node, "a deadline", "within of", "cites unless")
            return Due(
                kind="within",
                seconds=f.get("within", self._seconds),
                of=f.get("of", self.id),
                cites=f.texts("cites"),
                unless=f.condition("unless"),
                at=node.at,
            )
        if "before" in keys:
            f = self.fields(node, "a deadline", "before", "cites unless")
            return Due(
                kind="before",
                event=f.text("before"),
                cites=f.texts("cites"),
                unless=f.condition("unless"),
                at=node.at,
            )
        f = self.fields(node, "a deadline", "by", "cites unless")
        f.get("by", lambda n: self.word(n, ("end-of-shift",), "deadline"))
        return Due(kind="end-of-shift", cites=f.texts("cites"), unless=f.condition("unless"), at=node.at)

    def _not_feasible(self, node: Node) -> NotFeasible:
        f = self.fields(node, '"not_feasible"', "cites", "instead")
        instead = f.get("instead", self.id) if f.has("instead") else ""
        return NotFeasible(cites=f.texts("cites"), instead=instead, at=node.at)

    def _note(self, node: Node) -> Note:
        f = self.fields(node, "a note", "note text", "cites when source reading")
        sources = ("directive", "statute", "reading")
        source = (
            f.get("source", lambda n: self.word(n, sources, "source")) if f.has("source") else "directive"
        )
        return Note(
            id=f.get("note", self.id),
            text=f.text("text"),
            cites=f.texts("cites"),
            when=f.condition("when"),
            source=source,  # type: ignore[arg-type]  # `word` has checked it
            readings=f.texts("reading"),
            at=f.at("note"),
        )

    def _include(self, node: Node) -> Include:
        f = self.fields(node, "an include", "include", "when")
        return Include(checklist=f.get("include", self.id), when=f.condition("when"), at=f.at("include"))

    # --- conditions -----------------------------------------------------------------------------------------

    def condition(self, node: Node) -> Condition:
        """All entries must hold; one entry stands for itself."""
        if not isinstance(node, nodes.Mapping) or not node.entries:
            raise self.wrong(node, "bad-condition", "a condition is written {question: value}")
        parts: list[Condition] = []
        for key, value in node.entries:
            try:
                parts.append(self._entry(key, value))
            except Missing:
                continue
        if len(parts) != len(node.entries):
            raise Missing
        return parts[0] if len(parts) == 1 else All(of=tuple(parts), at=node.at)

    def _entry(self, key: Scalar, value: Node) -> Condition:
        if key.text == "not":
            return Not(of=self.condition(value), at=key.at)
        if key.text in ("all", "any"):
            items = self.members(value, f'"{key.text}"')
            of = tuple(self.each(items, self.condition))
            if len(of) != len(items):
                raise Missing
            return All(of=of, at=key.at) if key.text == "all" else Any(of=of, at=key.at)
        if isinstance(value, nodes.Sequence):
            self.members(value, f'the values of "{key.text}"')
        values = self.located_texts(value)
        return Is(
            item=key.text,
            values=tuple(v for v, _ in values),
            at=key.at,
            values_at=tuple(a for _, a in values),
        )


class Fields:
    """The values of one mapping, read by name; an absent optional one is empty."""

    def __init__(self, reader: Reader, found: dict[str, Node]) -> None:
        self._reader = reader
        self._found = found

    def has(self, name: str) -> bool:
        return name in self._found

    def at(self, name: str) -> At:
        return self._found[name].at

    def get(self, name: str, read: Callable[[Node], T]) -> T:
        return read(self._found[name])

    def flag(self, name: str) -> bool:
        return name in self._found and self._reader.flag(self._found[name])

    def text(self, name: str) -> str:
        return self._reader.text(self._found[name]) if name in self._found else ""

    def texts(self, name: str) -> tuple[str, ...]:
        return self._reader.texts(self._found[name]) if name in self._found else ()

    def condition(self, name: str) -> Condition | None:
        return self._reader.condition(self._found[name]) if name in self._found else None

    def each(self, name: str, read: Callable[[Node], T]) -> tuple[T, ...]:
        if name not in self._found:
            return ()
        return tuple(self._reader.each(self._reader.members(self._found[name], f'"{name}"'), read))

    def options(self, name: str) -> tuple[Option, ...]:
        return self.each(name, self._reader.option)
