"""The reasons for obligations of a case."""

from collections.abc import Sequence

from dvcheck.pack.model import Pack
from dvcheck.report.json.assessment import calls, for_entry
from dvcheck.report.json.parts import SCHEMA
from dvcheck.rules.assess import Duty
from dvcheck.rules.explain import Explanation


def document(found: Sequence[Explanation], pack: Pack, *, sensitive: bool = False) -> dict[str, object]:
    """Return one explanation by itself, several in a list."""
    documents = [explanation(e, pack, sensitive=sensitive) for e in found]
    several = {"schema": SCHEMA, "explanations": documents}
    return documents[0] if len(documents) == 1 else several


def listed(duties: Sequence[Duty]) -> dict[str, object]:
    """Return the obligations that can be explained."""
    rows = [{"id": d.id, **for_entry(d.entry, sensitive=False), "status": d.status} for d in duties]
    return {"schema": SCHEMA, "obligations": rows}


def explanation(e: Explanation, pack: Pack, *, sensitive: bool = False) -> dict[str, object]:
    """Return the reasons for one obligation: the chain of answers, and the questions that would decide it.

    The value of a sensitive answer is null unless `sensitive`.
    """
    return {
        "schema": SCHEMA,
        "id": e.duty.id,
        **for_entry(e.duty.entry, sensitive),
        "status": e.duty.status,
        "chain": [
            {
                "question": q.id,
                "answer": a.value if sensitive or not q.sensitive else None,
                "cites": q.cites,
            }
            for q, a in e.chain
        ],
        "waits_for": [{"question": q.id, "answered": a is not None} for q, a in e.waits_for],
        "instead_of": e.instead_of.id if e.instead_of else None,
        "contacts": calls(e.duty.obligation, pack),
    }
