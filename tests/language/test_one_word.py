"""Officers read one word for one thing: a duty is "duty" and undecided is "undecided" on every screen.

Policy staff write "obligation" and "undetermined" in a pack, and programs read both in JSON. Those are keys.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dvcheck.pack import library

SOURCE = Path(__file__).parents[2] / "dvcheck"
OFFICERS = ("actions", "cli", "screens", "terminal", "walk", "wording")
ABOUT_KEYS = {"screens/pack_checks.py", "cli/replay.py", "cli/commands/pack"}
"""The checks of packs and receipts name the keys of a pack."""

PACK_TEST = "Together they must try every obligation. Exits with 1 if something fails."


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a module that people read: not its docstrings, ids or keys."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.value


def docstrings(path: Path) -> set[str]:
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, kinds | ast.If | ast.With):
            found |= {
                part.value.value
                for part in node.body
                if isinstance(part, ast.Expr)
                and isinstance(part.value, ast.Constant)
                and isinstance(part.value.value, str)
            }
    return found


@pytest.mark.parametrize("folder", OFFICERS)
def test_screens_and_help_have_one_word(folder: str) -> None:
    for path in sorted((SOURCE / folder).rglob("*.py")):
        if any(path.relative_to(SOURCE).as_posix().startswith(one) for one in ABOUT_KEYS):
            continue
        said = set(texts(path)) - docstrings(path) - {PACK_TEST}
        wrong = [
            text for text in said if re.search(r"\b(obligations?|undetermined)\b(?!})", text, re.IGNORECASE)
        ]
        assert wrong == [], path


def test_the_shipped_pack_says_undecided_too() -> None:
    for name, text in library.read(library.shipped_folder()).files.items():
        if not name.startswith("scenarios/"):
            assert "undetermined" not in text, name
