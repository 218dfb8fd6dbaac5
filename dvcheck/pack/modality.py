"""A document's words for how strong a duty is, and the force of each."""

from typing import Literal, assert_never, get_args

from dvcheck.language import phrase

Modality = Literal[
    "shall",
    "will",
    "require",
    "imperative",
    "must",
    "immediately",
    "should",
    "encouraged",
    "may",
    "can",
    "shall-not",
    "may-not",
    "cannot",
    "not-allowed",
    "will-not",
    "must-not",
    "should-not",
]
MODALITIES: tuple[Modality, ...] = get_args(Modality)

NoDuty = Literal["states", "condition"]
"""What the text says without asking anyone to do it. An obligation never has one of these words."""

Force = Literal["required", "prohibited", "recommended", "recommended-against", "permitted"]


def force_of(modality: Modality) -> Force:
    """Return the force of a modality.

    "Shall" and "will" have the same force: the text does not rank them (A32).
    """
    match modality:
        case "shall" | "will" | "require" | "imperative" | "must" | "immediately":
            return "required"
        case "should" | "encouraged":
            return "recommended"
        case "may" | "can":
            return "permitted"
        case "shall-not" | "may-not" | "cannot" | "not-allowed" | "will-not" | "must-not":
            return "prohibited"
        case "should-not":
            return "recommended-against"
    assert_never(modality)


def says_not(modality: Modality) -> bool:
    """Check whether a modality says what not to do. Such a duty is in force, never a task."""
    return force_of(modality) in ("prohibited", "recommended-against")


def word_of(modality: Modality) -> str:
    """Return one word for the strength of a duty, shown before its text. Use the document's word if it fits.

    The text of a prohibition already has the "not": "shall not - do not" and "prohibited - do not" would say
    the opposite. So would "should not" and "recommended against". The text of a permission has its "may" or
    "can", so that it never reads as a duty. The word has room for ten letters.
    """
    match modality:
        case "shall":
            return phrase("shall")
        case "will":
            return phrase("will")
        case "must":
            return phrase("must")
        case "immediately":
            return phrase("at once")
        case "should":
            return phrase("should")
        case "encouraged":
            return phrase("encouraged")
        case "may" | "can":
            return phrase("permitted")
        case "require":
            return phrase("required")
        case "imperative":
            return phrase("do")
        case "shall-not" | "may-not" | "cannot" | "not-allowed" | "will-not" | "must-not":
            return phrase("rule")
        case "should-not":
            return phrase("advice")
    assert_never(modality)


def directive_word_of(modality: Modality) -> str:
    """Return the document's own word if it differs from `word_of`; otherwise empty."""
    if modality in ("shall", "will", "must", "should", "encouraged"):
        return ""
    if modality == "imperative":
        return phrase("an instruction without such a word")
    return f'"{modality.replace("-", " ")}"'
