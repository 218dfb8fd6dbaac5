"""Write conditions in one line as an author would, for messages."""

from collections.abc import Iterator
from typing import assert_never

from dvcheck.pack.condition import All, Any, Compared, Condition, Counted, Is, IsKnown, Not, OfEntries


def condition_text(condition: Condition) -> str:
    """Write a condition in one line: `{weapon: yes, seen: [yes, unknown]}`."""
    return "{" + ", ".join(_entries(condition)) + "}"


def _entries(condition: Condition) -> Iterator[str]:
    match condition:
        case Is():
            yield f"{condition.item}: {_values(condition.values)}"
        case Compared():
            bounds = ", ".join(f"{bound.relation}: {bound.value}" for bound in condition.bounds)
            yield f"{condition.item}: {{{bounds}}}"
        case All():
            if all(isinstance(part, Is) for part in condition.of):
                for part in condition.of:
                    yield from _entries(part)
            else:
                yield f"all: {_list(condition.of)}"
        case Any():
            yield f"any: {_list(condition.of)}"
        case Not():
            yield f"not: {condition_text(condition.of)}"
        case Counted():
            yield f"{_counted(condition)}, of: {_list(condition.of)}}}"
        case IsKnown():
            yield f"known: {condition_text(condition.of)}"
        case OfEntries():
            yield f"{condition.quantifier}: {condition_text(condition.of)}"
        case never:
            assert_never(never)


def _values(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _list(of: tuple[Condition, ...]) -> str:
    return f"[{', '.join(condition_text(part) for part in of)}]"


def _counted(condition: Counted) -> str:
    if condition.most is None:
        return f"at_least: {{count: {condition.least}"
    if condition.least == condition.most:
        return f"exactly: {{count: {condition.most}"
    return f"at_most: {{count: {condition.most}"
