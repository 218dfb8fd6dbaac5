"""A shift, as JSON."""

from datetime import datetime

from dvcheck.record.shift import Shift
from dvcheck.report.json import stamp


def shift_json(shift: Shift | None, at: datetime) -> dict[str, object] | None:
    """A shift, and whether it is over at a time; None where there is none."""
    if shift is None:
        return None
    return {
        "began": stamp(shift.began),
        "ends": stamp(shift.ends),
        "officer": shift.officer,
        "over": at >= shift.ends,
    }
