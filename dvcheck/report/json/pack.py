"""A pack of checklists: its errors, its coverage of the policy, and the results of its scenarios."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dvcheck.pack.left_out import LeftOut
from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.report.json.parts import SCHEMA

if TYPE_CHECKING:  # only their fields are read: academy and actions are higher layers
    from dvcheck.academy.coverage import Coverage
    from dvcheck.academy.scenario import Scenario
    from dvcheck.academy.trial import Trial
    from dvcheck.actions.installing import PackList, PackRow


def validation(
    digest: str, pack: Pack | None, problems: Sequence[Problem], warnings: Sequence[Problem]
) -> dict[str, object]:
    """Return each problem with its place; for a sound pack, its language and version, and each warning."""
    return {
        "schema": SCHEMA,
        "digest": digest,
        "language": pack.policy.language if pack is not None else None,
        "version": (pack.policy.version or None) if pack is not None else None,
        "problems": [_problem(p) for p in problems],
        "warnings": [_problem(p) for p in warnings],
    }


def _problem(p: Problem) -> dict[str, object]:
    return {
        "file": p.at.file,
        "line": p.at.line,
        "column": p.at.column,
        "code": p.code,
        "message": p.message,
    }


def listing(found: "PackList") -> dict[str, object]:
    """Return the available packs, which one is in use, and what chose it."""
    used = next((row for row in found.rows if row.in_use), None)
    return {
        "schema": SCHEMA,
        "in_use": used.name if used is not None else None,
        "why": "shipped" if found.why == "default" else found.why,
        "packs": [_listed(row) for row in found.rows],
    }


def _listed(row: "PackRow") -> dict[str, object]:
    pack = row.pack
    return {
        "name": row.name,
        "kind": row.kind,
        "in_use": row.in_use,
        "path": str(row.path),
        "problem": row.problem or None,
        "id": pack.policy.id if pack is not None else None,
        "version": row.version or None,
        "number": pack.policy.number if pack is not None else None,
        "title": pack.policy.title if pack is not None else None,
        "agency": pack.policy.agency if pack is not None else None,
        "effective": pack.policy.effective.isoformat() if pack is not None else None,
        "digest": pack.digest if pack is not None else None,
        "checklists": [c.id for c in pack.checklists] if pack is not None else [],
    }


def coverage(found: "Coverage") -> dict[str, object]:
    """Return each statement of the policy, with what cites it and what waives it."""
    rows = found.rows
    return {
        "schema": SCHEMA,
        "statements": len(rows),
        "cited": sum(bool(r.cited_by) for r in rows),
        "waived": sum(r.waived is not None for r in rows),
        "uncovered": [r.statement.ref for r in rows if r.uncovered],
        "both": [r.statement.ref for r in rows if r.both],
        "other_words": found.other_words,
        "waived_duties": [r.statement.ref for r in rows if r.duty_waived],
        "rows": [
            {
                "ref": r.statement.ref,
                "modality": r.statement.modality,
                "actor": r.statement.actor,
                **({"document": r.document} if r.document else {}),
                "cited_by": r.cited_by,
                "scenarios": r.scenarios,
                "waived": r.waived,
            }
            for r in rows
        ],
    }


def trial(
    found: "Trial", scenarios: "tuple[Scenario, ...]", left_out: Sequence[LeftOut] = ()
) -> dict[str, object]:
    """Return the differences of each scenario, the obligations that no scenario tries, and files not read."""
    return {
        "schema": SCHEMA,
        "passed": found.passed,
        "scenarios": [
            {
                "id": s.id,
                "title": s.title,
                "checklist": s.checklist,
                "level": s.level,
                "ok": not found.differences[s.id],
                "differences": found.differences[s.id],
                "unnamed": found.unnamed.get(s.id, ()),
                "untold": [_untold(s, name) for name in found.untold.get(s.id, ())],
            }
            for s in scenarios
        ],
        "never_up": found.never_up,
        "up_in": found.up_in,
        "never_absent": found.never_absent,
        "findings": {
            "never_true": found.untried.never_true,
            "never_false": found.untried.never_false,
            "never_undecided": found.untried.never_undecided,
        },
        "readings_never_shown": found.untried.never_shown,
        "not_read": [{"file": one.file, "message": one.message} for one in left_out],
    }


def _untold(scenario: "Scenario", name: str) -> dict[str, object]:
    at = scenario.answer_places[name]
    return {"question": name, "file": at.file, "line": at.line, "column": at.column}
