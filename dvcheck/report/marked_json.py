"""Obligations that were marked, as JSON."""

from collections.abc import Mapping, Sequence

from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.report import json as report
from dvcheck.report.case_json import case_json
from dvcheck.rules.assess import Assessment, Duty


def marked_json(
    case: Case, duties: Sequence[Duty], assessment: Assessment, pack: Pack
) -> Mapping[str, object]:
    """Obligations of a case as they stand after they were marked."""
    rows = [report.obligation(duty, assessment, pack) for duty in duties]
    return {"schema": report.SCHEMA, "case": case_json(case), "obligations": rows}
