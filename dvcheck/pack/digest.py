"""The digest of files, which identifies a pack."""

import hashlib
from collections.abc import Mapping


def digest_of(files: Mapping[str, str]) -> str:
    """Return the digest of files (name to text). Every byte of every name and text changes it."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            content = part.encode("utf-8", "surrogatepass")
            digest.update(len(content).to_bytes(8, "big") + content)
    return f"sha256:{digest.hexdigest()}"
