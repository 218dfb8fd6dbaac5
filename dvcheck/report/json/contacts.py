"""The contacts of a pack."""

from collections.abc import Sequence
from datetime import date

from dvcheck.pack.model import Contact, Pack
from dvcheck.report.json.parts import SCHEMA, policy


def document(pack: Pack, found: Sequence[Contact], today: date) -> dict[str, object]:
    """Return the contacts of the pack, each with the obligations that need a call to it."""
    return {
        "schema": SCHEMA,
        "policy": policy(pack, today),
        "contacts": [
            {
                "id": c.id,
                "name": c.name,
                "number": c.number,
                "purpose": c.purpose,
                "hours": c.hours or None,
                "address": c.address or None,
                "fax": c.fax or None,
                "source": c.source,
                "as_of": c.as_of,
                "card": c.card,
                "verify": bool(c.verify),
                "why": c.verify or None,
                "obligations": [o.id for o in pack.called_for(c)],
            }
            for c in found
        ],
    }
