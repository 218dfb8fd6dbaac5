"""Two computers, and files of cases that move between them: for tests and for the proof of take-overs."""

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

from dvcheck.actions.handing_over import hand_over
from dvcheck.actions.taking_over import TakenOver, take_over
from dvcheck.actions.workspace import Workspace
from dvcheck.record.chain import FIRST_HASH, encode, hash_of, seal_of

Document = dict[str, Any]
Change = Callable[[Document, random.Random], None]


def handed_over(sender: Workspace, case: str, file: Path, reason: str | None = None) -> Path:
    """Hand a case over in a file."""
    with hand_over(sender, case, reason) as found:
        file.write_bytes(found.written.content)
        found.record()
    return file


def taken_over(receiver: Workspace, file: Path) -> TakenOver:
    """Take a case over, also if it is another state of one that is there."""
    with take_over(receiver, file) as found:
        return found.record()


# --- files that somebody changed ----------------------------------------------------------------------------


def sealed(document: Document) -> bytes:
    """Return the bytes of a document that somebody changed, with the digest that fits it."""
    document["digest"] = ""
    document["digest"] = f"sha256:{hashlib.sha256(_bytes_of(document)).hexdigest()}"
    return _bytes_of(document) + b"\n"


def _bytes_of(document: Document) -> bytes:
    entries = [{**entry, "body": msgspec.Raw(_body(entry["body"]))} for entry in document["entries"]]
    return msgspec.json.encode({**document, "entries": entries})


def _body(body: object) -> bytes:
    return encode(body)


def rehashed(content: bytes, text: str) -> bytes:
    """Change the first note of a file, and compute all that follows again: only the code shows it."""
    document = msgspec.json.decode(content)
    at = {entry["number"]: entry for entry in document["entries"]}
    hash, changed = FIRST_HASH, False
    for number, row in enumerate(document["journal"], 1):
        case, time, kind, seal = row
        if number in at and kind == "noted" and not changed:
            at[number]["body"]["text"], changed = text, True
            seal = seal_of(bytes.fromhex(at[number]["salt"]), encode(at[number]["body"])).hex()
            row[3] = seal
        hash = hash_of(hash, number, case, time, kind, bytes.fromhex(seal))
    document["head"] = hash.hex()
    return sealed(document)


def tampered(content: bytes, name: str, chance: random.Random) -> bytes:
    """Change a file in the way of this name. The result always differs from it."""
    while True:
        if name in OF_BYTES:
            changed = OF_BYTES[name](content, chance)
        else:
            document = msgspec.json.decode(content)
            with suppress(IndexError):
                OF_FIELDS[name](document, chance)
            changed = sealed(document)
        if changed != content:
            return changed


def _byte(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


def _swap_bytes(content: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(content)), 2))
    made = bytearray(content)
    made[one], made[other] = made[other], made[one]
    return bytes(made)


def _put_in(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.randbytes(chance.randrange(1, 20)) + content[at:]


def _left_out(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + chance.randrange(1, 200) :]


def _spaced(content: bytes, chance: random.Random) -> bytes:
    at = content.index(chance.choice([b",", b":", b"{"]), chance.randrange(len(content) // 2))
    return content[: at + 1] + b" " + content[at + 1 :]


OF_BYTES: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    "a byte changed": _byte,
    "two bytes exchanged": _swap_bytes,
    "bytes put in": _put_in,
    "bytes left out": _left_out,
    "a space put in": _spaced,
    "the end cut off": lambda content, chance: content[: chance.randrange(len(content))],
    "something put at the end": lambda content, chance: content + chance.choice([b"\n", b" ", b"{}"]),
}
"""Changes of bytes, made without regard to the digest."""


def _digits(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("0123456789abcdef") + text[at + 1 :]


def _other(items: Sequence[Any], chance: random.Random) -> tuple[int, int]:
    one, other = chance.sample(range(len(items)), 2) if len(items) > 1 else (0, 0)
    return one, other


def _swap(items: list[Any], chance: random.Random) -> None:
    one, other = _other(items, chance)
    items[one], items[other] = items[other], items[one]


def _swap_bodies(document: Document, chance: random.Random) -> None:
    one, other = (document["entries"][n] for n in _other(document["entries"], chance))
    for member in ("body", "salt")[: chance.randrange(1, 3)]:
        one[member], other[member] = other[member], one[member]


def _body_changed(document: Document, chance: random.Random) -> None:
    body = chance.choice([entry["body"] for entry in document["entries"] if entry["body"]])
    name = chance.choice(sorted(body))
    body[name] = chance.choice(["no", "yes", "unknown", None, 7, ["x"], {}])


def _member_put_in(document: Document, chance: random.Random) -> None:
    target = chance.choice([document, chance.choice(document["entries"])])
    target[chance.choice(["more", "dvcase2", "hash"])] = 1


def _row_changed(column: int, words: Sequence[str]) -> Change:
    def change(document: Document, chance: random.Random) -> None:
        chance.choice(document["journal"])[column] = chance.choice(words)

    return change


def _seal_changed(document: Document, chance: random.Random) -> None:
    row = chance.choice(document["journal"])
    row[3] = _digits(row[3], chance)


def _salt_changed(document: Document, chance: random.Random) -> None:
    entry = chance.choice(document["entries"])
    entry["salt"] = chance.choice([_digits(entry["salt"], chance), "", entry["salt"][:-2], "zz"])


def _entry_added(document: Document, chance: random.Random) -> None:
    entry = dict(chance.choice(document["entries"]))
    entry["number"] = chance.randrange(1, len(document["journal"]) + 2)
    document["entries"].insert(chance.randrange(len(document["entries"]) + 1), entry)


def _row_added(document: Document, chance: random.Random) -> None:
    rows = document["journal"]
    rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))


def _rows_gone(document: Document, chance: random.Random) -> None:
    rows = document["journal"]
    first = chance.randrange(len(rows))
    del rows[first : first + chance.randrange(1, 4)]


def _pack_changed(document: Document, chance: random.Random) -> None:
    files = chance.choice(sorted(document["packs"].items()))[1]
    name = chance.choice(sorted(files))
    at = chance.randrange(len(files[name]))
    files[name] = files[name][:at] + chance.choice("aZ# -") + files[name][at + 1 :]


def _pack_renamed(document: Document, chance: random.Random) -> None:
    digest = chance.choice(sorted(document["packs"]))
    files = document["packs"].pop(digest)
    if chance.random() < 0.5:
        document["packs"][f"{digest[:-1]}x"] = files


def _case_changed(document: Document, chance: random.Random) -> None:
    document["case"] = chance.choice(
        ["", "shift", "journal", "c-0000", *(row[0] for row in document["journal"])]
    )


OF_FIELDS: Mapping[str, Change] = {
    "the body of an entry changed": _body_changed,
    "the salt of an entry changed": _salt_changed,
    "two entries exchanged": lambda document, chance: _swap(document["entries"], chance),
    "the contents of two entries exchanged": _swap_bodies,
    "an entry left out": lambda document, chance: document["entries"].pop(chance.randrange(9)),
    "an entry put in": _entry_added,
    "the case of a row changed": _row_changed(0, ["c-0000", "", "shift", "journal"]),
    "the time of a row changed": _row_changed(1, ["2026-01-02T03:04:05.000000Z", "", "now"]),
    "the kind of a row changed": _row_changed(2, ["noted", "case-purged", "case-closed", ""]),
    "the seal of a row changed": _seal_changed,
    "two rows exchanged": lambda document, chance: _swap(document["journal"], chance),
    "a row put in": _row_added,
    "rows left out": _rows_gone,
    "the head changed": lambda document, chance: document.update(head=_digits(document["head"], chance)),
    "the case changed": _case_changed,
    "a pack changed": _pack_changed,
    "a pack left out, or renamed": _pack_renamed,
    "a pack put in": lambda document, chance: document["packs"].update({"sha256:0": {}}),
    "the layout changed": lambda document, chance: document.update(dvcase=chance.choice([0, -1, 2, 99, "1"])),
    "a member put in": _member_put_in,
}
"""Changes by somebody who knows the layout and computes a digest that fits."""

TAMPERINGS = (*OF_BYTES, *OF_FIELDS)
