"""Messages for a node that is not a condition, item or deadline: how to write the one that was meant."""

import re
from collections.abc import Sequence

from dvcheck.pack import nodes, slips
from dvcheck.pack.nodes import Node, Scalar

_OPERATORS = {
    "or": "any",
    "one_of": "any",
    "either": "any",
    "and": "all",
    "both": "all",
    "all_of": "all",
    "none_of": "not",
    "neither": "not",
}
"""Words that authors may write to join conditions, and the word of the language for each."""

_COMPARISONS = {
    "min": "at_least",
    "minimum": "at_least",
    "from": "at_least",
    ">=": "at_least",
    "since": "at_least",
    "max": "at_most",
    "maximum": "at_most",
    "up_to": "at_most",
    "<=": "at_most",
    "under": "less_than",
    "below": "less_than",
    "before": "less_than",
    "younger_than": "less_than",
    "<": "less_than",
    "over": "more_than",
    "above": "more_than",
    "after": "more_than",
    "older_than": "more_than",
    ">": "more_than",
}

_COMPARED = {
    "number": "{at_least: 16}",
    "duration": "{at_least: 30 min}",
    "date": "{at_least: 2024-01-01}",
    "time": '{at_least: "07:00"} or {within: 4 h}',
}
"""An example comparison for each kind of question."""


def no_condition(node: Node) -> str:
    """Say how to write a condition, and how to write the one that was probably meant."""
    said = "a condition is written {question: value}"
    if isinstance(node, nodes.Sequence):
        return f"{said}; write several as {{any: [{{…}}, {{…}}]}}, or as {{all: …}} if each must hold"
    if not isinstance(node, Scalar):
        return said
    if node.absent:
        return "the condition is empty: indent its lines deeper than its key"
    found = re.fullmatch(r"(?P<name>[a-z][a-z0-9-]*)\s*(?:=+|:|\bis\b)\s*(?P<value>[\w-]+)", node.text)
    if found is not None:
        return f"{said}: here, write {{{found['name']}: {found['value']}}}, without quotes around it"
    if slips.as_id(node.text) == node.text and node.text not in ("yes", "no", "true", "false"):
        return f"{said}: here, write {{{node.text}: yes}}"
    return slips.no_key(said, node.text, ())


def no_operator(key: Scalar) -> str:
    """Say that a key takes no list of conditions, and which keys do."""
    word = _OPERATORS.get(slips.normalized(key.text).replace(" ", "_").replace("-", "_"))
    said = f'"{key.text}" takes no list of conditions'
    match word:
        case "not":
            return f"{said}: write {{not: {{any: [{{…}}, {{…}}]}}}}"
        case None:
            return f"{said}: only any and all do, and at_least, at_most and exactly with a count"
        case _:
            return f"{said}: write {{{word}: [{{…}}, {{…}}]}}"


def operator(name: str) -> str:
    """Say how to write an operator that was written like a question."""
    return f"; write {{{name}: {{question: value}}}}" if name in ("known", "each") else ""


def no_comparison(key: Scalar, name: Scalar, value: Node, relations: Sequence[str]) -> str:
    """Say that a word is not a comparison, and which one was meant."""
    said = f'"{name.text}" is not a comparison'
    word = _COMPARISONS.get(slips.normalized(name.text).replace(" ", "_").replace("-", "_"))
    if word is not None:
        return f"{said}; write {word} ({', '.join(relations)})"
    if isinstance(value, Scalar) and value.text in ("yes", "no", "true", "false"):
        return (
            f"{said} ({', '.join(relations)}); for an answer to {key.text}, write {{{key.text}: {name.text}}}"
        )
    return f"{said}{slips.nearest(name.text, relations)} ({', '.join(relations)})"


def value(name: str, said: str, kind: str) -> str:
    """Say how to write a condition's value that is not an answer to its question."""
    plain = slips.normalized(said)
    if plain.startswith(("not ", "!")):
        return f"; write {{not: {{{name}: {plain.lstrip('!').removeprefix('not ').strip()}}}}}"
    either = re.split(r"\s+or\s+|\s*\|\s*|\s*/\s*", plain)
    if len(either) > 1 and all(re.fullmatch(r"[a-z][a-z0-9-]*", one) for one in either):
        return f"; write {{{name}: [{', '.join(either)}]}}"
    if kind in _COMPARED:
        return f"; compare its answers: {{{name}: {_COMPARED[kind]}}}"
    if kind in ("text", "list"):
        return "; a condition can only test whether it was answered"
    return ""


def no_value(node: nodes.Mapping, number: int) -> str:
    """Say that a question in a condition has no value, and what was probably meant."""
    key = node.entries[number][0]
    said = f'"{key.text}" has no value in this condition'
    name, value = node.entries[number - 1] if number else (key, key)
    if node.flow and number and isinstance(value, Scalar) and value.text:
        return f"{said}; for one of several answers, write {{{name.text}: [{value.text}, {key.text}]}}"
    return f"{said}: write {{{key.text}: yes}}"


def option(text: str) -> str:
    """Say how to write an option that is only a text."""
    return f"an option has an id and a text: write {{id: {slips.as_id(text)}, text: {slips.excerpt(text)}}}"


def no_item(node: Node, keys: Sequence[str], items: Sequence[str]) -> str:
    """Say what an item begins with, and what this one was probably meant to be."""
    said = f"an item begins with one of: {', '.join(items)}"
    if isinstance(node, nodes.Sequence):
        return f'{said}; this is a list inside the list: remove one "- "'
    if isinstance(node, Scalar):
        return slips.no_key(said, node.text, items)
    return said + next(filter(None, (slips.other_key("an item", key, items) for key in keys)), "")


def no_deadline(node: Node) -> str:
    """Say that this is not a deadline, and how to write one."""
    said = f'"{slips.excerpt(node.text)}" is not a deadline; ' if isinstance(node, Scalar) else ""
    return said + slips.due_forms()
