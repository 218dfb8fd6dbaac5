"""The documents of a result, in words: each is named only if there are several."""

from datetime import date

from msgspec.structs import replace

from dvcheck.wording.directive import document_names, review_passed, review_passed_of, under
from tests.pack.test_policy import harbor
from tests.terminal.walks import shipped

LATE, EARLY = date(2030, 1, 1), date(2020, 1, 1)
REPLACED = "the text may have been replaced."
PASSED = f"has passed: {REPLACED}"


def test_one_document_is_named_by_the_agency_its_word_and_its_number() -> None:
    policy = shipped().policy
    said = "Portland Police Bureau, Directive 0825.00"
    title = "Protection Orders and Domestic Violence Cases"
    assert document_names(policy) == (f"{said}: {title}, effective Jul 5, 2024.",)
    assert under(policy) == (f"{said}, effective Jul 5, 2024",)
    assert review_passed(policy, LATE) == (f"Review date Jul 5, 2026 {PASSED}",)
    assert review_passed_of(policy, LATE) == (f"The review date of {said} was Jul 5, 2026: {REPLACED}",)
    assert review_passed(policy, EARLY) == review_passed_of(policy, EARLY) == ()


def test_of_several_documents_each_is_named_and_its_review_told_by_itself() -> None:
    policy = replace(harbor().policy, next_review=date(2027, 3, 1))
    own = "Harbor County Sheriff, General Order 310"
    assert document_names(policy) == (
        f"{own}: Family violence, effective Mar 1, 2025.",
        "FVA: Family Violence Act, effective Jul 1, 2019.",
    )
    assert under(policy) == (f"{own}, effective Mar 1, 2025", "FVA, effective Jul 1, 2019")
    assert review_passed(policy, date(2026, 1, 1)) == (f"The review date of FVA was Jul 1, 2024: {REPLACED}",)
    assert review_passed(policy, LATE) == (
        f"The review date of {own} was Mar 1, 2027: {REPLACED}",
        f"The review date of FVA was Jul 1, 2024: {REPLACED}",
    )
    assert review_passed(replace(policy, next_review=None), EARLY) == ()
