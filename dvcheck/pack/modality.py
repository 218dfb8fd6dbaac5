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
"""What the text says of something without asking anyone to do it; never an obligation's word."""

Force = Literal["required", "prohibited", "recommended", "recommended-against", "permitted"]


def force_of(modality: Modality) -> Force:
    """The force of one of those words.

    "Shall" and "will" are equal: the text ranks neither (A32).
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
    """Whether it says what not to do: that is in force while it lasts, and never a task."""
    return force_of(modality) in ("prohibited", "recommended-against")


def word_of(modality: Modality) -> str:
    """How strong it is in one word that goes before a duty: the document's own where that reads right.

    The text of a prohibition has the "not" already: "shall not - do not" and "prohibited - do not" would say
    the opposite. So would "should not" and "recommended against". A word has room for ten letters.
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
        case "may":
            return phrase("may")
        case "can":
            return phrase("can")
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
    """The document's own word, where `word_of` is another; empty where it is the same."""
    if modality in ("shall", "will", "must", "should", "encouraged", "may", "can"):
        return ""
    if modality == "imperative":
        return phrase("an instruction without such a word")
    return f'"{modality.replace("-", " ")}"'
