"""Read obligations: what the directive requires, forbids or recommends, and by when."""

from typing import Literal, assert_never, get_args

from msgspec.structs import replace

from dvcheck.pack import meant, nodes, slips
from dvcheck.pack.modality import MODALITIES, force_of, says_not
from dvcheck.pack.model import MOST_BRIEF, PHASES, Due, DueKind, NotFeasible, Obligation, ObligationKind
from dvcheck.pack.nodes import Node, Scalar
from dvcheck.pack.read_condition import ConditionReader
from dvcheck.pack.reader import Fields
from dvcheck.pack.span import FORMS as SPAN_FORMS
from dvcheck.pack.span import MOST_COUNT, Span, span_in

DUE_KINDS: tuple[DueKind, ...] = get_args(DueKind)
OBLIGATION_KINDS: tuple[ObligationKind, ...] = get_args(ObligationKind)


class ObligationReader(ConditionReader):
    """A reader of obligations and their deadlines."""

    def obligation(self, node: Node) -> Obligation:
        f = self.fields(
            node,
            "an obligation",
            "obligation text modality cites",
            "brief when unless done_when phase due for_each kind not_feasible reading contacts first",
        )
        modality = f.get("modality", lambda n: self.word(n, MODALITIES, "modality"))
        standing = says_not(modality)
        what = "a prohibition" if force_of(modality) == "prohibited" else 'a "should not"'
        kind = f.maybe("kind", lambda n: self.word(n, OBLIGATION_KINDS, "obligation kind"))
        for key in ("done_when", "due", "not_feasible"):
            if standing and f.has(key):
                self.problem(f.at(key), "no-effect", f'{what} is in force, never a task: remove "{key}"')
        if standing and kind == "task":
            self.problem(f.at("kind"), "standing", f'{what} is in force, never a task: remove "kind"')
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
            first=f.flag("first"),
            at=f.at("obligation"),
        )

    def _brief(self, node: Node) -> str:
        brief = " ".join(self.text(node).split())
        if len(brief) > MOST_BRIEF:
            message = f"a brief has at most {MOST_BRIEF} characters; this one has {len(brief)}"
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
                span, of = f.get("within", self.span), f.get("of", self.id)
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
        """Add to a deadline what it cites and what lifts it."""
        return replace(due, cites=f.texts("cites"), unless=f.maybe("unless", self.condition))

    def _not_feasible(self, node: Node) -> NotFeasible:
        f = self.fields(node, '"not_feasible"', "cites", "instead")
        instead = f.maybe("instead", self.id) or ""
        return NotFeasible(cites=f.texts("cites"), instead=instead, at=node.at)

    def span(self, node: Node) -> Span:
        span = span_in(self.text(node))
        if span is None:
            forms = f"{SPAN_FORMS}, with a number from 1 to {MOST_COUNT}"
            raise self.wrong(
                node, "bad-duration", slips.length(self.text(node), forms, ("min", "h", "days", "court days"))
            )
        return span


_DUE_WORDS: tuple[Literal["timely", "immediately"], ...] = ("timely", "immediately")


def _has_key(node: Node, name: str) -> bool:
    return isinstance(node, nodes.Mapping) and any(key.text == name for key, _ in node.entries)


def _due_kind(node: Node) -> DueKind:
    """Return the kind of a deadline, by its key or its one word."""
    if isinstance(node, Scalar):
        return "timely"
    keys = {key.text for key, _ in node.entries} if isinstance(node, nodes.Mapping) else set()
    # Without a key of a deadline, read it as the simplest kind: the message then asks for the key of that
    # kind.
    return next((kind for kind in reversed(DUE_KINDS) if _due_key(kind) in keys), "end-of-shift")


def _due_key(kind: DueKind) -> str | None:
    """Return the key of a kind of deadline; None if it is written as one word."""
    match kind:
        case "within" | "before":
            return kind
        case "end-of-shift":
            return "by"
        case "timely" | "immediately":
            return None
    assert_never(kind)
