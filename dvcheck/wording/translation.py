"""Words for the language in which a pack's texts are shown."""

from dvcheck.language import Later
from dvcheck.pack.model import Pack

UNCHECKED = Later("Translation not checked by a translator")


def draft_notice(pack: Pack) -> str:
    """Say that the translation shown is a draft; empty if it was checked, or if there is none."""
    return UNCHECKED.said() if pack.translation is not None and pack.translation.is_draft else ""
