"""Read checklists: their sections and items."""

from typing import Literal, get_args

from dvcheck.pack import meant, nodes
from dvcheck.pack.kinds import kind_of
from dvcheck.pack.model import (
    ENDED,
    RUNNING,
    Checklist,
    Finding,
    Include,
    Item,
    Kind,
    Limit,
    Note,
    NoteSource,
    Option,
    Outcome,
    Question,
    Section,
)
from dvcheck.pack.nodes import Node, Scalar
from dvcheck.pack.read_obligation import ObligationReader
from dvcheck.pack.reader import Missing

ItemKey = Literal["ask", "finding", "obligation", "note", "timer", "include"]
"""The key that says what an item is."""

ITEM_KEYS: tuple[ItemKey, ...] = get_args(ItemKey)
KINDS: tuple[Kind, ...] = get_args(Kind)
ASKED_KINDS = tuple(kind for kind in KINDS if kind != "timer")
NOTE_SOURCES: tuple[NoteSource, ...] = get_args(NoteSource)


class ChecklistReader(ObligationReader):
    """A reader of checklists."""

    def checklist(self, node: Node, file: str) -> Checklist | None:
        try:
            f = self.fields(node, "a checklist", "checklist title sections", "outcomes undecided")
            name = f.get("checklist", self.id)
            if f"{name}.yaml" != file:
                message = f'the checklist "{name}" is in {file}: rename the file to {name}.yaml'
                self.problem(f.at("checklist"), "file-name", message)
            if f.has("undecided") and not f.has("outcomes"):
                message = '"undecided" has no effect without "outcomes"'
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
                return self.obligation(node)
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
            message = "an unprompted question is never asked: remove asked_when or unprompted"
            self.problem(f.at("asked_when"), "no-effect", message)
        for key in ("min", "most"):
            if f.has(key) and kind != "number":
                self.problem(f.at(key), "no-effect", f'only a question of kind "number" has a {key}')
        if f.has("options_from") and kind != "choice":
            message = 'only a question of kind "choice" has options_from'
            self.problem(f.at("options_from"), "no-effect", message)
        least, most = f.maybe("min", self.whole_number) or 0, f.maybe("most", self.whole_number)
        if most is not None and least > most:
            self.problem(f.at("min"), "no-effect", f"no number is at least {least} and at most {most}")
        if kind != "choices" and any(o.alone for o in options):
            message = 'only a question of kind "choices" has options with "alone"'
            self.problem(f.at("options"), "no-effect", message)
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
            self.problem(f.at("warn_at"), "no-effect", "a warning must come before the limit")
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
        span = self.span(node)
        if not span.elapses:
            message = "a timer counts minutes and hours, such as 20 min or 2 h; it cannot count days"
            raise self.wrong(node, "bad-duration", message)
        return span.seconds

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

    def _note(self, node: Node) -> Note:
        f = self.fields(node, "a note", "note text", "cites when source reading walk")
        source = f.maybe("source", lambda n: self.word(n, NOTE_SOURCES, "source"))
        return Note(
            id=f.get("note", self.id),
            text=f.text("text"),
            cites=f.texts("cites"),
            when=f.maybe("when", self.condition),
            source=source or "directive",
            readings=f.texts("reading"),
            walk=f.maybe("walk", self.id) or "",
            at=f.at("note"),
        )

    def _include(self, node: Node) -> Include:
        f = self.fields(node, "an include", "include", "when")
        return Include(
            checklist=f.get("include", self.id), when=f.maybe("when", self.condition), at=f.at("include")
        )
