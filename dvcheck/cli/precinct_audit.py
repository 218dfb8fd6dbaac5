"""`dvcheck precinct verify`: the audit of a precinct, in words or as JSON."""

from pathlib import Path

from dvcheck.actions import precinct_audit as action
from dvcheck.actions.precinct_audit import Recomputed, VerifiedPrecinct
from dvcheck.actions.workspace import Workspace
from dvcheck.cli import printer
from dvcheck.cli.precinct_setup import ready
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.record.chain import code
from dvcheck.report.json.parts import SCHEMA
from dvcheck.screens.progress import progress


def verify(
    workspace: Workspace,
    journal: str | None,
    against: Path | None,
    reason: str | None,
    *,
    recompute: bool,
    as_json: bool,
) -> None:
    """Verify the chains. Exit with 1 if something is not as it was recorded."""
    _require_reason(reason, recompute=recompute)
    ready(workspace)
    with progress(phrase("Verifying the precinct")) as step:
        found = action.verify(
            workspace, journal, against=against, reason=reason, step=lambda done, _: step(done)
        )
    if as_json:
        printer.print_json(_document(found))
    else:
        from dvcheck.screens import precinct as screen

        printer.read_out(screen.audit(found))
    if not found.is_whole:
        raise SystemExit(Exit.CHECK_FAILED)


def _require_reason(reason: str | None, *, recompute: bool) -> None:
    """Raise DvcheckError with Exit.USAGE if only one of --assess and --reason is given."""
    if recompute and reason is None:
        raise DvcheckError(
            phrase("--assess reads answers, and needs a reason"),
            hint=phrase("Add --reason TEXT. It is recorded for each case before it is read."),
            code=Exit.USAGE,
        )
    if reason is not None and not recompute:
        raise DvcheckError(
            phrase("--reason is only for --assess, which reads answers"),
            hint=phrase("Add --assess, or leave --reason out."),
            code=Exit.USAGE,
        )


def _document(found: VerifiedPrecinct) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "whole": found.is_whole,
        "journals": [
            {
                "journal": str(one.id),
                "officer": one.officer,
                "precinct": one.precinct,
                "entries": one.head.seq,
                "head": code(one.head.hash),
                "hash": one.head.hash.hex(),
                "parent": str(one.parent) if one.parent is not None else None,
                "first_bad": one.first_bad,
                "pushed_at": one.pushed_at,
            }
            for one in found.journals
        ],
        "heads_compared": found.known,
        "lost": [{"journal": str(h.journal), "seq": h.seq, "hash": h.digits} for h in found.lost],
        "recomputed": _comparison(found.recomputed),
    }


def _comparison(found: Recomputed | None) -> dict[str, object] | None:
    if found is None:
        return None
    wrong = [
        {"journal": str(one.journal), "officer": one.officer, "case": one.case, "differs": one.columns}
        for one in found.wrong
    ]
    return {"same": found.same, "wrong": wrong, "cannot_be_recomputed": found.impossible}
