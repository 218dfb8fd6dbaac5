"""What is owed over several cases, as JSON."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import msgspec

from dvcheck.pack.model import Obligation, Pack
from dvcheck.record.case import Case
from dvcheck.report import json as report
from dvcheck.report.case_json import case_json
from dvcheck.rules.assess import Assessment, Duty


def owed_json(case: Case, duty: Duty, assessment: Assessment, pack: Pack) -> dict[str, object]:
    """A duty that is owed, with its case."""
    return {"case": case_json(case), **report.obligation(duty, assessment, pack)}


class OwedJson(msgspec.Struct, frozen=True, gc=False):
    """A duty that is owed, with its fields encoded: those that are alike in many cases are kept once."""

    opened: datetime
    obligation: Obligation
    at: datetime | None
    fields: tuple[bytes, ...]


class OwedRows:
    """Takes cases one at a time, and keeps of each no more than its rows."""

    def __init__(self) -> None:
        self.rows: list[OwedJson] = []
        """A row for each duty that is owed, in the order they were taken until somebody sorts them."""
        self._left: list[dict[str, object]] = []
        self._packs: dict[str, Pack] = {}
        self._cases: dict[str, list[str]] = {}
        """The cases of each pack, by its digest."""
        self._names: tuple[str, ...] = ()
        self._known: dict[bytes, bytes] = {}

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs of the cases that were taken."""
        return tuple(self._packs.values())

    def take(self, case: Case, pack: Pack, assessment: Assessment, unasked: int) -> None:
        """Count a case, and keep a row for each of its duties that is owed."""
        self._packs.setdefault(pack.digest, pack)
        self._cases.setdefault(pack.digest, []).append(case.id)
        for duty in assessment.outstanding:
            said = owed_json(case, duty, assessment, pack)
            self._names = tuple(said)
            fields = (msgspec.json.encode(value) for value in said.values())
            self.rows.append(
                OwedJson(
                    opened=case.opened,
                    obligation=duty.obligation,
                    at=duty.deadline.at,
                    fields=tuple(self._known.setdefault(field, field) for field in fields),
                )
            )
        if unasked:
            self._left.append({"case": case_json(case), "unasked": unasked})

    def document(self, pack: Pack, today: date) -> Mapping[str, object]:
        """All of it, with the pack that the list names; an iterator gives the rows."""
        return {
            "schema": report.SCHEMA,
            "policy": report.policy(pack, today),
            "policies": [
                {**report.policy(pack, today), "cases": self._cases[pack.digest]} for pack in self.packs
            ],
            "outstanding": self._named_rows(),
            "unfinished": self._left,
        }

    def _named_rows(self) -> Iterator[dict[str, object]]:
        for row in self.rows:
            yield dict(zip(self._names, map(msgspec.Raw, row.fields), strict=True))
