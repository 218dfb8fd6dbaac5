"""The words of an agency for what screens, reports and the card speak of."""

import msgspec


class AgencyTerms(msgspec.Struct, frozen=True, kw_only=True):
    """An agency's words. The defaults are nobody's: a pack with `terms:` has them for what it leaves out."""

    document: str = "Policy"
    """What stands before the number of the policy: "Policy 12", "General Order 12"."""
    the_document: str = "the policy"
    """The same within a sentence, with its article."""
    report: str = "report"
    """What is written from the worksheet."""
    case_number: str = "case number"
    """The number a case has with the agency."""
    statute_caution: str = "Statute, check with a lawyer"
    """What stands before a note that tells of a statute, and not of the policy."""
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
