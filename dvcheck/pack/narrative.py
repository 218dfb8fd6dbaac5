"""The parts of a narrative: the order in which an agency's officers write the report of a call."""

from typing import Literal, TypeGuard, get_args

import msgspec

from dvcheck.pack.place import Place

CaseFact = Literal["case-number", "opened", "officer", "notes"]
"""The facts of a case, apart from its answers and marks, that a narrative can take."""
CASE_FACTS: tuple[CaseFact, ...] = get_args(CaseFact)


def is_case_fact(name: str) -> TypeGuard[CaseFact]:
    """Check whether a line of a narrative comes from the case itself."""
    return name in CASE_FACTS


class NarrativeBlank(msgspec.Struct, frozen=True, kw_only=True):
    """A question that no checklist asks: the officer writes the answer by hand."""

    text: str


class NarrativePart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the narrative under a heading."""

    id: str
    title: str
    sources: tuple[str, ...]
    """The questions, the obligations and the facts of the case (`CaseFact`) that its lines come from."""
    at: Place
    sources_at: tuple[Place, ...] = ()
    blanks: tuple[NarrativeBlank, ...] = ()
    """They follow its lines."""
