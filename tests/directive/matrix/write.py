"""Write docs/matrix.md: `python -m tests.directive.matrix.write`."""

from collections.abc import Iterator
from pathlib import Path

from tests.directive.matrix import CHAPTERS, Entry, Nearest, cited, entries

DOCUMENT = Path(__file__).parents[3] / "docs" / "matrix.md"

HEAD = """\
# When a duty applies, and when it does not

`python -m tests.directive.matrix.write` generates this page from the cases in tests/directive/matrix/. Do not
edit it.

The page covers each statement of the directive that binds a member, and each walk that has a duty for it. It
shows a case in which the duty applies, and the nearest cases in which it does not. The cases are written from
the text of the directive. `tests/directive/test_matrix.py` runs each case against the checklists.

That test also changes every single answer of every case in which a duty applies to "unknown". {unknown}

The page has {statements} statements, {pairs} pairs of a statement and a walk, {cases} cases in which a duty
applies, and {nearest} nearest cases in which it does not. A walk with "+ incident" does not raise the duty by
itself: it tells the officer to walk the case with `dvcheck incident` too.

"In force" means that a duty is never ticked off, such as a prohibition.
`photo-close@2` is the duty owed for the second person of a list.
"""

NO_UNKNOWN = "That never removes\na duty: it still applies, or is shown as undetermined."

COLUMNS = ("statement", "walk", "duty", "applies because", "nearest that does not", "result")
RESULT = {"absent": "does not apply", "done": "done", "not-feasible": "not feasible"}


def text() -> str:
    """Return the complete page."""
    rows = [line for path in CHAPTERS for line in _chapter(path)]
    pairs = {(ref, walk) for ref, walk, _ in cited()}
    ends = [f"`{e.duty}`: {', '.join(e.unknown_ends)} ({e.unknown_why})" for e in entries() if e.unknown_ends]
    head = HEAD.format(
        unknown=f"That removes\na duty only here: {'; '.join(ends)}." if ends else NO_UNKNOWN,
        statements=len({ref for ref, _ in pairs}),
        pairs=len(pairs),
        cases=sum(len(entry.calls) for entry in entries()),
        nearest=sum(len(n.walks or entry.calls) for entry in entries() for n in entry.nearest),
    )
    return "\n".join([head.rstrip(), *rows]) + "\n"


def _chapter(path: Path) -> Iterator[str]:
    title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    yield f"\n## {title}\n"
    yield _row(COLUMNS)
    yield _row(("---",) * len(COLUMNS))
    for entry in entries():
        if entry.file == path.name:
            yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    walks = " + ".join([", ".join(entry.calls), *entry.also])
    held = "" if entry.held == "open" else ", in force"
    first = (", ".join(entry.statements), walks, f"`{entry.duty}`{held}", entry.because)
    for number, nearest in enumerate(entry.nearest):
        lead = first if number == 0 else ("",) * len(first)
        yield _row((*lead, _why(entry, nearest), RESULT[nearest.result]))


def _why(entry: Entry, nearest: Nearest) -> str:
    some = set(nearest.walks) not in (set(), set(entry.calls))
    return f"{nearest.why} ({', '.join(nearest.walks)})" if some else nearest.why


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


if __name__ == "__main__":
    DOCUMENT.write_text(text(), encoding="utf-8")
