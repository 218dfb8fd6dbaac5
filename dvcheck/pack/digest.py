"""The digest of some files: what tells two packs apart."""

import hashlib
from collections.abc import Mapping


def digest_of(files: Mapping[str, str]) -> str:
    """The digest of files, name to text: it follows every byte of every name and text."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            content = part.encode("utf-8", "surrogatepass")
            digest.update(len(content).to_bytes(8, "big") + content)
    return f"sha256:{digest.hexdigest()}"
