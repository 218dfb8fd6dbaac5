"""The words of an agency for what screens, reports and the card speak of."""

import msgspec


class AgencyTerms(msgspec.Struct, frozen=True, kw_only=True):
    """An agency's words. A term that `terms:` leaves out keeps its neutral default."""

    document: str = "Policy"
    """The word before the number of the policy: "Policy 12", "General Order 12"."""
    the_document: str = "the policy"
    """The same within a sentence, with its article."""
    report: str = "report"
    """What is written from the worksheet."""
    case_number: str = "case number"
    """The number a case has with the agency."""
    statute_caution: str = "Statute, check with a lawyer"
    """The caution before a note about a statute."""
    emergency: str = "the emergency number"
    """Whom a survivor in danger calls."""

    @property
    def the_document_first(self) -> str:
        """`the_document` where it begins a sentence."""
        return first_upper(self.the_document)


def first_upper(words: str) -> str:
    """Words as they begin a line or a sentence."""
    return f"{words[:1].upper()}{words[1:]}"


NEUTRAL = AgencyTerms()
"""For what is said where no pack is at hand."""
