"""A condition: what must hold for an item of a checklist to stand."""

from dvcheck.pack import meant, nodes
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
from dvcheck.pack.nodes import Node, Scalar
from dvcheck.pack.reader import Missing, Reader


class ConditionReader(Reader):
    """Reads conditions."""

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
                message = f'"{key.text}" must be a list of conditions: {{{key.text}: [{{…}}, {{…}}]}}'
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
        count, of = f.get("count", self.whole), f.get("of", self._counted)
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
                message = '"of" must be a list of conditions, or options of one question'
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

    def whole(self, node: Node) -> int:
        text = self.text(node)
        if not text.isascii() or not text.isdigit() or len(text) > 6:
            raise self.wrong(node, "bad-number", "a whole number is expected, such as 10")
        return int(text)


_OPERATORS = ("at_least", "at_most", "exactly", "known", "any_of", "each")
"""The words of a condition, beside all, any and not, that are not names of questions."""
_ALSO_IDS = ("known", "each", "exactly")
"""Those that may be the id of a question too, in an older pack."""
