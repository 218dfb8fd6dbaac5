"""A checklist: its sections, its items and the conditions they stand under."""

from typing import Literal, assert_never, get_args

from msgspec.structs import replace

from dvcheck.pack import meant, nodes, slips
from dvcheck.pack.condition import (
    RELATIONS,
    All,
    Any,
    Bound,
    Compared,
    Condition,
    Counted,
    Is,
    IsKnown,
    Not,
    OfEntries,
)
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.modality import MODALITIES, force_of, says_not
from dvcheck.pack.model import (
    ENDED,
    MOST_BRIEF,
    PHASES,
    RUNNING,
    Checklist,
    Due,
    DueKind,
    Finding,
    Include,
    Item,
    Kind,
    Limit,
    Note,
    NoteSource,
    NotFeasible,
    Obligation,
    ObligationKind,
    Option,
    Outcome,
    Question,
    Section,
)
from dvcheck.pack.nodes import Node, Scalar
from dvcheck.pack.reader import Fields, Missing, Reader
from dvcheck.pack.span import FORMS as SPAN_FORMS
from dvcheck.pack.span import MOST_COUNT, Span, span_in

ItemKey = Literal["ask", "finding", "obligation", "note", "timer", "include"]
"""The key an item is known by."""

ITEM_KEYS: tuple[ItemKey, ...] = get_args(ItemKey)
KINDS: tuple[Kind, ...] = get_args(Kind)
DUE_KINDS: tuple[DueKind, ...] = get_args(DueKind)
ASKED_KINDS = tuple(kind for kind in KINDS if kind != "timer")
OBLIGATION_KINDS: tuple[ObligationKind, ...] = get_args(ObligationKind)
NOTE_SOURCES: tuple[NoteSource, ...] = get_args(NoteSource)


class ChecklistReader(Reader):
    """Reads checklists."""

    def checklist(self, node: Node, file: str) -> Checklist | None:
        try:
            f = self.fields(node, "a checklist", "checklist title sections", "outcomes undecided")
            name = f.get("checklist", self.id)
            if f"{name}.yaml" != file:
                message = f'the checklist "{name}" is in {file}: call the file {name}.yaml'
                self.problem(f.at("checklist"), "file-name", message)
            if f.has("undecided") and not f.has("outcomes"):
                message = "without outcomes there is nothing to decide"
                self.problem(f.at("undecided"), "no-effect", message)
            return Checklist(
                id=name,
                title=f.text("title"),
                sections=f.each("sections", self._section),
                outcomes=f.each("outcomes", self._outcome),
                undecided=f.text("undecided"),
                at=node.at,
            )
        except Missing:
            return None

    def _outcome(self, node: Node) -> Outcome:
        f = self.fields(node, "an outcome", "outcome text cites when")
        return Outcome(
            id=f.get("outcome", self.id),
            text=f.text("text"),
            cites=f.texts("cites"),
            when=f.get("when", self.condition),
            at=f.at("outcome"),
        )

    def _section(self, node: Node) -> Section:
        f = self.fields(node, "a section", "title items", "when hold for_each")
        return Section(
            title=f.text("title"),
            items=f.each("items", self._item),
            when=f.maybe("when", self.condition),
            hold=f.flag("hold"),
            for_each=f.maybe("for_each", self.id) or "",
            at=node.at,
        )

    def _item(self, node: Node) -> Item:
        keys = [key.text for key, _ in node.entries] if isinstance(node, nodes.Mapping) else []
        names = (name for key in keys for name in ITEM_KEYS if name == key)
        match next(names, None):
            case "ask":
                return self._question(node)
            case "finding":
                return self._finding(node)
            case "obligation":
                return self._obligation(node)
            case "note":
                return self._note(node)
            case "timer":
                return self._timer(node)
            case "include":
                return self._include(node)
            case None:
                raise self.wrong(node, "unknown-item", meant.no_item(node, keys, ITEM_KEYS))

    def _question(self, node: Node) -> Question:
        f = self.fields(
            node,
            "a question",
            "ask text kind cites",
            "label options options_from min most help when asked_when reading sensitive unprompted",
        )
        kind = f.get("kind", lambda n: self.word(n, ASKED_KINDS, "kind"))
        options = f.each("options", self._option)
        if f.has("asked_when") and f.flag("unprompted"):
            message = "a question that is never asked is not asked_when"
            self.problem(f.at("asked_when"), "no-effect", message)
        for key in ("min", "most"):
            if f.has(key) and kind != "number":
                self.problem(f.at(key), "no-effect", f'only a question of kind "number" has a {key}')
        if f.has("options_from") and kind != "choice":
            message = 'only a question of kind "choice" has options_from'
            self.problem(f.at("options_from"), "no-effect", message)
        least, most = f.maybe("min", self._whole) or 0, f.maybe("most", self._whole)
        if most is not None and least > most:
            self.problem(f.at("min"), "no-effect", f"no number is at least {least} and at most {most}")
        if kind != "choices" and any(o.alone for o in options):
            self.problem(f.at("options"), "no-effect", 'only among "choices" can an option stand alone')
        if kind_of(kind).has_options != f.has("options") and not f.has("options_from"):
            needs = "needs options" if not f.has("options") else "has no options"
            self.problem(f.at("kind"), "options", f'a question of kind "{kind}" {needs}')
        return Question(
            id=f.get("ask", self.id),
            text=f.text("text"),
            kind=kind,
            cites=f.texts("cites"),
            label=f.text("label"),
            options=options,
            options_from=f.maybe("options_from", self.id) or "",
            least=least,
            most=most,
            help=f.text("help"),
            when=f.maybe("when", self.condition),
            readings=f.texts("reading"),
            sensitive=f.flag("sensitive"),
            unprompted=f.flag("unprompted"),
            asked_when=f.maybe("asked_when", self.condition),
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
            ticks=f.maybe("ticks", self.id) or "",
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
            when=f.maybe("when", self.condition),
            readings=f.texts("reading"),
            limit=limit,
            at=f.at("timer"),
        )

    def _seconds(self, node: Node) -> int:
        span = self._span(node)
        if not span.elapses:
            message = "a timer counts minutes and hours, such as 20 min or 2 h; it cannot count days"
            raise self.wrong(node, "bad-duration", message)
        return span.seconds

    def _span(self, node: Node) -> Span:
        span = span_in(self.text(node))
        if span is None:
            forms = f"{SPAN_FORMS}, with a number from 1 to {MOST_COUNT}"
            raise self.wrong(
                node, "bad-duration", slips.length(self.text(node), forms, ("min", "h", "days", "court days"))
            )
        return span

    def _whole(self, node: Node) -> int:
        text = self.text(node)
        if not text.isascii() or not text.isdigit() or len(text) > 6:
            raise self.wrong(node, "bad-number", "a whole number is expected, such as 10")
        return int(text)

    def _option(self, node: Node) -> Option:
        if isinstance(node, Scalar) and node.text:
            raise self.wrong(node, "not-a-mapping", meant.option(node.text))
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
            definition=f.maybe("is", self.condition),
            once=f.maybe("once", self.condition),
            unless=f.maybe("unless", self.condition),
            at=f.at("finding"),
        )

    def _obligation(self, node: Node) -> Obligation:
        f = self.fields(
            node,
            "an obligation",
            "obligation text modality cites",
            "brief when unless done_when phase due for_each kind not_feasible reading contacts",
        )
        modality = f.get("modality", lambda n: self.word(n, MODALITIES, "modality"))
        standing = says_not(modality)
        what = "a prohibition" if force_of(modality) == "prohibited" else 'a "should not"'
        kind = f.maybe("kind", lambda n: self.word(n, OBLIGATION_KINDS, "obligation kind"))
        for key in ("done_when", "due", "not_feasible"):
            if standing and f.has(key):
                self.problem(f.at(key), "no-effect", f'{what} is in force: it has no "{key}"')
        if standing and kind == "task":
            self.problem(f.at("kind"), "standing", f"{what} is in force, never a task to do")
        phase = f.maybe("phase", lambda n: self.word(n, PHASES, "phase"))
        return Obligation(
            id=f.get("obligation", self.id),
            text=f.text("text"),
            brief=f.maybe("brief", self._brief) or "",
            modality=modality,
            cites=f.texts("cites"),
            phase=phase or "scene",
            kind="standing" if standing else kind or "task",
            when=f.maybe("when", self.condition),
            unless=f.maybe("unless", self.condition),
            done_when=f.maybe("done_when", self.condition),
            due=f.maybe("due", self._due),
            for_each=f.maybe("for_each", self.id) or "",
            not_feasible=f.maybe("not_feasible", self._not_feasible),
            readings=f.texts("reading"),
            contacts=f.texts("contacts"),
            at=f.at("obligation"),
        )

    def _brief(self, node: Node) -> str:
        brief = " ".join(self.text(node).split())
        if len(brief) > MOST_BRIEF:
            message = f"a brief has at most {MOST_BRIEF} characters, this one has {len(brief)}"
            raise self.wrong(node, "brief-too-long", message)
        return brief

    def _due(self, node: Node) -> Due:
        kind = _due_kind(node)
        match kind:
            case "timely" | "immediately":
                if self.text(node) not in _DUE_WORDS:
                    raise self.wrong(node, "unknown-deadline", meant.no_deadline(node))
                return Due(kind=self.word(node, _DUE_WORDS, "deadline"), at=node.at)
            case "within":
                f = self.fields(node, "a deadline", "within of", "cites unless")
                span, of = f.get("within", self._span), f.get("of", self.id)
                return self._qualified(Due(kind=kind, span=span, of=of, at=node.at), f)
            case "before":
                f = self.fields(node, "a deadline", "before", "cites unless")
                return self._qualified(Due(kind=kind, event=f.text("before"), at=node.at), f)
            case "end-of-shift":
                if not _has_key(node, "by"):
                    raise self.wrong(node, "unknown-deadline", meant.no_deadline(node))
                f = self.fields(node, "a deadline", "by", "cites unless")
                if f.text("by") != "end-of-shift":
                    raise self.wrong(f.node("by"), "unknown-deadline", meant.no_deadline(f.node("by")))
                return self._qualified(Due(kind=kind, at=node.at), f)
        assert_never(kind)

    def _qualified(self, due: Due, f: Fields) -> Due:
        """A deadline with what it cites and what lifts it."""
        return replace(due, cites=f.texts("cites"), unless=f.maybe("unless", self.condition))

    def _not_feasible(self, node: Node) -> NotFeasible:
        f = self.fields(node, '"not_feasible"', "cites", "instead")
        instead = f.maybe("instead", self.id) or ""
        return NotFeasible(cites=f.texts("cites"), instead=instead, at=node.at)

    def _note(self, node: Node) -> Note:
        f = self.fields(node, "a note", "note text", "cites when source reading")
        source = f.maybe("source", lambda n: self.word(n, NOTE_SOURCES, "source"))
        return Note(
            id=f.get("note", self.id),
            text=f.text("text"),
            cites=f.texts("cites"),
            when=f.maybe("when", self.condition),
            source=source or "directive",
            readings=f.texts("reading"),
            at=f.at("note"),
        )

    def _include(self, node: Node) -> Include:
        f = self.fields(node, "an include", "include", "when")
        return Include(
            checklist=f.get("include", self.id), when=f.maybe("when", self.condition), at=f.at("include")
        )

    # --- conditions -----------------------------------------------------------------------------------------

    def condition(self, node: Node) -> Condition:
        """All entries must hold; one entry stands for itself."""
        if not isinstance(node, nodes.Mapping) or not node.entries:
            raise self.wrong(node, "bad-condition", meant.no_condition(node))
        parts: list[Condition] = []
        for number, (key, value) in enumerate(node.entries):
            if isinstance(value, Scalar) and value.absent:
                self.problem(key.at, "bad-condition", meant.no_value(node, number))
                continue
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
        if key.text in _OPERATORS and (key.text not in _ALSO_IDS or isinstance(value, nodes.Mapping)):
            return self._operator(key, value)
        if key.text in ("all", "any"):
            if not isinstance(value, nodes.Sequence):
                message = f'"{key.text}" is a list of conditions: {{{key.text}: [{{…}}, {{…}}]}}'
                raise self.wrong(value, "not-a-list", message)
            items = self.members(value, f'"{key.text}"')
            of = tuple(self.each(items, self.condition))
            if len(of) != len(items):
                raise Missing
            return All(of=of, at=key.at) if key.text == "all" else Any(of=of, at=key.at)
        if isinstance(value, nodes.Mapping):
            return self._compared(key, value)
        if isinstance(value, nodes.Sequence) and any(isinstance(n, nodes.Mapping) for n in value.items):
            raise self.wrong(key, "bad-condition", meant.no_operator(key))
        if isinstance(value, nodes.Sequence):
            self.members(value, f'the values of "{key.text}"')
        values = self.located_texts(value)
        return Is(
            item=key.text,
            values=tuple(v for v, _ in values),
            at=key.at,
            values_at=tuple(a for _, a in values),
        )

    def _operator(self, key: Scalar, value: Node) -> Condition:
        match key.text:
            case "known":
                return IsKnown(of=self.condition(value), at=key.at)
            case "any_of":
                return OfEntries(quantifier="any_of", of=self.condition(value), at=key.at)
            case "each":
                return OfEntries(quantifier="each", of=self.condition(value), at=key.at)
        if not isinstance(value, nodes.Mapping):
            message = f"a count is written {{{key.text}: {{count: 2, of: [{{…}}, {{…}}]}}}}"
            raise self.wrong(value, "bad-condition", message)
        f = self.fields(value, f'"{key.text}"', "count of")
        count, of = f.get("count", self._whole), f.get("of", self._counted)
        least = 0 if key.text == "at_most" else count
        most = None if key.text == "at_least" else count
        if least > len(of):
            self.problem(f.at("count"), "no-effect", f"{count} of {len(of)} can never hold")
        elif least == 0 and (most is None or most >= len(of)):
            self.problem(f.at("count"), "no-effect", f"{key.text} {count} of {len(of)} always holds")
        return Counted(of=of, least=least, most=most, at=key.at)

    def _counted(self, node: Node) -> tuple[Condition, ...]:
        """What is counted: conditions in a list, or some of the options of one question."""
        if isinstance(node, nodes.Mapping):
            if len(node.entries) != 1:
                message = "what is counted is a list of conditions, or the options of one question"
                raise self.wrong(node, "bad-condition", message)
            key, value = node.entries[0]
            each = self.located_texts(value)
            return tuple(Is(item=key.text, values=(v,), at=key.at, values_at=(at,)) for v, at in each)
        items = self.members(node, '"of"')
        of = tuple(self.each(items, self.condition))
        if len(of) != len(items):
            raise Missing
        return of

    def _compared(self, key: Scalar, value: nodes.Mapping) -> Condition:
        bounds: list[Bound] = []
        for name, written in value.entries:
            if name.text not in RELATIONS:
                message = meant.no_comparison(key, name, written, RELATIONS)
                raise self.wrong(name, "unknown-comparison", message)
            relation = self.word(name, RELATIONS, "comparison")
            bounds.append(Bound(relation=relation, value=self.text(written), at=written.at))
        if not bounds:
            raise self.wrong(value, "bad-condition", "a comparison is written {age: {at_least: 16}}")
        return Compared(item=key.text, bounds=tuple(bounds), at=key.at)


_OPERATORS = ("at_least", "at_most", "exactly", "known", "any_of", "each")
"""The words of a condition, beside all, any and not, that are not names of questions."""
_ALSO_IDS = ("known", "each", "exactly")
"""Those that may be the id of a question too, in an older pack."""
_DUE_WORDS: tuple[Literal["timely", "immediately"], ...] = ("timely", "immediately")


def _has_key(node: Node, name: str) -> bool:
    return isinstance(node, nodes.Mapping) and any(key.text == name for key, _ in node.entries)


def _due_kind(node: Node) -> DueKind:
    """The kind of deadline that is written: by its key, or one word."""
    if isinstance(node, Scalar):
        return "timely"
    keys = {key.text for key, _ in node.entries} if isinstance(node, nodes.Mapping) else set()
    # What has no key of a deadline is read as the simplest, so that the key of that is asked for.
    return next((kind for kind in reversed(DUE_KINDS) if _due_key(kind) in keys), "end-of-shift")


def _due_key(kind: DueKind) -> str | None:
    """The key that a deadline of a kind begins with; None where it is one word."""
    match kind:
        case "within" | "before":
            return kind
        case "end-of-shift":
            return "by"
        case "timely" | "immediately":
            return None
    assert_never(kind)
