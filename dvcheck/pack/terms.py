"""An agency's own words, used on screens, in reports and on the card."""

import msgspec


class AgencyTerms(msgspec.Struct, frozen=True, kw_only=True):
    """An agency's words. A term that `terms:` leaves out keeps its neutral default."""

    document: str = "Policy"
    """The word before the number of the policy: "Policy 12", "General Order 12"."""
    the_document: str = "the policy"
    """The same within a sentence, with its article."""
    report: str = "report"
    """The document written from the worksheet."""
    case_number: str = "case number"
    """The agency's number of a case."""
    statute_caution: str = "Statute, check with a lawyer"
    """The caution before a note about a statute."""
    emergency: str = "the emergency number"
    """Whom a survivor in danger calls."""

    @property
    def the_document_first(self) -> str:
        """`the_document` at the beginning of a sentence."""
        return first_upper(self.the_document)


def first_upper(words: str) -> str:
    """Return words with a capital first letter, to begin a line or a sentence."""
    return f"{words[:1].upper()}{words[1:]}"


NEUTRAL = AgencyTerms()
"""The terms used when no pack is loaded."""
