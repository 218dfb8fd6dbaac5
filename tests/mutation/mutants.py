"""The mutants of one source file: each is the file with one expression or statement changed."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One change: its line, the old and the new text, and the source of the changed file."""

    line: int
    was: str
    now: str
    source: str


_SWAPPED: dict[type[ast.AST], Any] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


def mutants(source: str) -> list[Mutant]:
    """Return every mutant, in the order of the file."""
    tree = ast.parse(source)
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    whole = source.encode()
    found: list[Mutant] = []
    for node, text in (*_changes(tree), *_conditions(tree)):
        first = starts[node.lineno - 1] + node.col_offset
        last = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        changed = (whole[:first] + text.encode() + whole[last:]).decode()
        ast.parse(changed)
        found.append(Mutant(line=node.lineno, was=whole[first:last].decode(), now=text, source=changed))
    return sorted(found, key=lambda m: m.line)


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Yield each node that can be changed, and the text that replaces it."""
    for node in _mutable(tree):
        for changed in _changed(node):
            yield node, f"({ast.unparse(changed)})" if isinstance(changed, ast.expr) else ast.unparse(changed)


def _mutable(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Return the nodes below `node` that do something: no docstring, no type, nothing inside an f-string."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "pattern"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_still(child):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield child
            yield from _mutable(child)


def _is_still(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.JoinedStr() | ast.Assert():
            return True
        case ast.Subscript(value=ast.Name(id="Literal" | "Annotated")):
            return True
    return False


def _changed(node: ast.expr | ast.stmt) -> Iterator[ast.expr | ast.stmt]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _SWAPPED:
            yield ast.Compare(node.left, [_swapped(op)], node.comparators)
        case ast.BoolOp():
            yield ast.BoolOp(_swapped(node.op), node.values)
        case ast.BinOp() if type(node.op) in _SWAPPED:
            yield ast.BinOp(node.left, _swapped(node.op), node.right)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.IfExp():
            yield ast.IfExp(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int() as number):
            yield ast.Constant(number + 1)
        case ast.Constant(value=float() as number):
            yield ast.Constant(number + 1.0)
        case ast.Constant(value=str() as text):
            yield ast.Constant(f"XX{text}")
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Raise() | ast.AugAssign() | ast.Continue() | ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _conditions(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Yield each condition of a branch or a comprehension, negated. Comparisons are swapped instead."""
    for node in ast.walk(tree):
        tests: list[ast.expr] = []
        if isinstance(node, ast.If | ast.While):
            tests = [node.test]
        elif isinstance(node, ast.comprehension):
            tests = node.ifs
        elif isinstance(node, ast.match_case) and node.guard is not None:
            tests = [node.guard]
        for test in tests:
            if not isinstance(test, ast.Constant | ast.Compare) and not _is_negation(test):
                yield test, f"(not ({ast.unparse(test)}))"


def _is_negation(test: ast.expr) -> bool:
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _swapped(op: ast.AST) -> Any:
    return _SWAPPED[type(op)]()
