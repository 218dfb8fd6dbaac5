"""The result of one line of a batch, as one line of JSON (docs/batch.schema.json)."""

import msgspec

from dvcheck.report.json.text import inert


def assessed_line(name: str, assessment: object) -> str:
    """Return the line for an assessment: `assessment` as `dvcheck assess --format json` prints it."""
    return _line({"id": name, "assessment": assessment})


def refused_line(name: str | None, number: int, error: str) -> str:
    """Return the line for a case that could not be assessed: its number, and what is wrong with it."""
    return _line({"id": name, "line": number, "error": error})


def _line(document: object) -> str:
    return inert(msgspec.json.encode(document).decode()) + "\n"
