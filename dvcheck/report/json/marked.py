"""Obligations that were marked."""

from collections.abc import Mapping, Sequence

from dvcheck.pack.model import Pack
from dvcheck.record.case import Case
from dvcheck.report.json import case as case_json
from dvcheck.report.json.assessment import obligation
from dvcheck.report.json.parts import SCHEMA
from dvcheck.rules.assess import Assessment, Duty


def document(case: Case, duties: Sequence[Duty], assessment: Assessment, pack: Pack) -> Mapping[str, object]:
    """Return obligations of a case after they were marked."""
    rows = [obligation(duty, assessment, pack) for duty in duties]
    return {"schema": SCHEMA, "case": case_json.reference(case), "obligations": rows}
