"""What is said of the language that a pack's texts are shown in."""

from dvcheck.language import phrase
from dvcheck.pack.model import Pack


def unchecked(pack: Pack) -> str:
    """That the texts shown are a draft; empty where they were checked, or are in the pack's own language."""
    if pack.translation is None or not pack.translation.is_draft:
        return ""
    return phrase("Translation not checked by a translator")
