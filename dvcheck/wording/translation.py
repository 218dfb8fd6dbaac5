"""What is said of the language that a pack's texts are shown in."""

from dvcheck.language import Later
from dvcheck.pack.model import Pack

UNCHECKED = Later("Translation not checked by a translator")


def unchecked(pack: Pack) -> str:
    """That the texts shown are a draft; empty where they were checked, or are in the pack's own language."""
    return UNCHECKED.said() if pack.translation is not None and pack.translation.is_draft else ""
