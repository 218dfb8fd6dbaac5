"""The journal as JSON: the result of its verification, and all its entries."""

from collections.abc import Mapping
from contextlib import suppress

import msgspec

from dvcheck.record.audit import JournalVerdict, code_of, text_of
from dvcheck.record.chain import Stored, code
from dvcheck.report.json.parts import SCHEMA
from dvcheck.report.json.text import inert


def verdict(found: JournalVerdict, digits: str | None) -> dict[str, object]:
    """Return the result of verifying a journal; `digits` is the code to find."""
    bad = found.bad
    return {
        "schema": SCHEMA,
        "whole": found.is_sound,
        "entries": found.entries,
        "cases": found.cases,
        "purged": found.purged,
        "head": code(found.head) if found.head else None,
        "hash": found.head.hex() if found.head else None,
        "first_bad": bad and {"seq": bad.seq, "case": bad.case, "fault": bad.fault, "means": bad.means},
        "packs": found.packs,
        "guarded": found.guarded,
        "unread": [gap._asdict() for gap in found.unread],
        "damage": found.damage,
        "rewinds": found.rewinds,
        "wrong_cases": found.wrong_cases,
        "code": None if digits is None else {"given": code_of(digits), "entries": found.places},
    }


def entry(found: Stored) -> Mapping[str, object]:
    """Return an entry with its body as recorded.

    If the stored bytes hold more than can be shown, they are also in `stored`.
    """
    said: dict[str, object] = {"seq": found.seq}
    stored: dict[str, bytes] = {}
    for name in ("case", "at", "kind"):
        content: bytes = getattr(found, name)
        said[name] = text_of(content)
        if text_of(content).encode() != content:
            stored[name] = content
    said["body"] = None
    with suppress(ValueError, RecursionError):
        said["body"] = msgspec.json.decode(found.body)
    if msgspec.json.encode(said["body"], order="deterministic") != found.body:
        stored["body"] = found.body
    said["hash"] = found.hash.hex()
    said |= {name: part.hex() for name, part in (("salt", found.salt), ("seal", found.seal)) if part}
    return {**said, "stored": stored} if stored else said


def line(document: Mapping[str, object]) -> str:
    """Return a JSON document on one line."""
    return inert(msgspec.json.encode(document).decode()) + "\n"
