"""Assesses the lines of a batch one by one, in each process of the batch."""

import msgspec

from dvcheck.language import phrase
from dvcheck.pack.model import Pack
from dvcheck.record import batch_line
from dvcheck.record.batch_line import BadLine, BatchNames
from dvcheck.record.clock import now
from dvcheck.report.json import assessment as report
from dvcheck.report.json import batch as batch_json
from dvcheck.rules.assess import assess

MAX_LINE = 1 << 20
"""The longest line in bytes, as for an answers file."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The settings for all lines of a batch."""

    pack: Pack
    checklist: str
    """The checklist of a line that names none."""
    everything: bool = False
    """Whether assessments include obligations that do not arise."""
    sensitive: bool = False
    """Whether assessments include sensitive answers."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is not blank, as it was read."""

    number: int
    content: bytes | None
    """None if it is over `MAX_LINE`."""


class LineResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a line."""

    number: int
    text: str
    """One line of JSON: the assessment, or the error."""
    error: str = ""
    """The error; empty if the line was assessed."""


class Assessor:
    """Assesses lines one by one."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._known = BatchNames(terms.pack, terms.checklist, sensitive=terms.sensitive)

    def outcome(self, line: Line) -> LineResult:
        """Assess a line, or say what is wrong with it. Reads the clock only if the line has no `at`."""
        if line.content is None:
            return _refused(line, None, phrase("over 1 MiB: a line holds one case"))
        given = batch_line.parse(line.content, self._known, now)
        if isinstance(given, BadLine):
            return _refused(line, given.id, "; ".join(given.problems))
        terms = self._terms
        document = report.document(
            terms.pack,
            assess(given.outline, given.answers, given.marks, given.at, given.shift_ends),
            case=None,
            today=given.at.date(),
            everything=terms.everything,
            sensitive=terms.sensitive,
        )
        return LineResult(number=line.number, text=batch_json.assessed_line(given.id, document))


def _refused(line: Line, name: str | None, error: str) -> LineResult:
    text = batch_json.refused_line(name, line.number, error)
    return LineResult(number=line.number, text=text, error=error)
