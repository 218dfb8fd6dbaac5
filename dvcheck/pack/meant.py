"""What a node that is no condition, item or deadline was probably meant to be, and how one is written."""

from collections.abc import Sequence

from dvcheck.pack import nodes, slips
from dvcheck.pack.nodes import Node, Scalar


def no_condition(node: Node) -> str:
    """Say how a condition is written, and what this one may have been meant to be."""
    said = "a condition is written {question: value}"
    if isinstance(node, Scalar) and node.absent:
        return "the condition is empty: what belongs to it is indented deeper than its key"
    if isinstance(node, Scalar):
        whole = f"; write {{{node.text}: yes}}" if slips.as_id(node.text) == node.text else ""
        return slips.no_key(said, node.text, ()) + whole
    if isinstance(node, nodes.Sequence):
        return f"{said}; several are written {{any: [{{…}}, {{…}}]}}, or {{all: …}} where each must hold"
    return said


def no_value(node: nodes.Mapping, key: Scalar) -> str:
    """Say that a question of a condition has no value, and what may have been meant."""
    said = f'"{key.text}" has no value in this condition'
    before = node.entries[next(n for n, (k, _) in enumerate(node.entries) if k is key) - 1]
    if node.flow and before[0] is not key and isinstance(before[1], Scalar) and before[1].text:
        name, value = before[0].text, before[1].text
        return f"{said}; for one of several write {{{name}: [{value}, {key.text}]}}"
    return f"{said}: write {{{key.text}: yes}}"


def no_item(node: Node, keys: Sequence[str], items: Sequence[str]) -> str:
    """Say what an item begins with, and what this one may have been meant to be."""
    said = f"an item begins with one of: {', '.join(items)}"
    if isinstance(node, nodes.Sequence):
        return f'{said}; this is a list in the list: take one "- " away'
    if isinstance(node, Scalar):
        return slips.no_key(said, node.text, items)
    return said + next(filter(None, (slips.other_key("an item", key, items) for key in keys)), "")


def no_deadline(node: Node) -> str:
    """Say that this is no deadline, and what would be."""
    said = f'"{slips.shown(node.text)}" is no deadline; ' if isinstance(node, Scalar) else ""
    return said + slips.due_forms()
