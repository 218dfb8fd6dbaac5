"""The documents behind a result, in words: one is named as before, several are told apart."""

from datetime import date

from msgspec.structs import replace

from dvcheck.wording.directive import named, review_passed, review_passed_of, under
from tests.pack.test_policy import harbor
from tests.terminal.walks import shipped

LATE, EARLY = date(2030, 1, 1), date(2020, 1, 1)
PASSED = "has passed: the text may have been replaced."


def test_one_document_is_named_by_the_agency_its_word_and_its_number() -> None:
    policy = shipped().policy
    said = "Portland Police Bureau, Directive 0825.00"
    title = "Protection Orders and Domestic Violence Cases"
    assert named(policy) == (f"{said}: {title}, effective 2024-07-05.",)
    assert under(policy) == (f"{said}, effective 2024-07-05",)
    assert review_passed(policy, LATE) == (f"Review date 5 July 2026 {PASSED}",)
    assert review_passed_of(policy, LATE) == (f"Review date 5 July 2026 of {said}, {PASSED}",)
    assert review_passed(policy, EARLY) == review_passed_of(policy, EARLY) == ()


def test_of_several_documents_each_is_named_and_its_review_told_by_itself() -> None:
    policy = replace(harbor().policy, next_review=date(2027, 3, 1))
    own = "Harbor County Sheriff, General Order 310"
    assert named(policy) == (
        f"{own}: Family violence, effective 2025-03-01.",
        "FVA: Family Violence Act, effective 2019-07-01.",
    )
    assert under(policy) == (f"{own}, effective 2025-03-01", "FVA, effective 2019-07-01")
    assert review_passed(policy, date(2026, 1, 1)) == (f"Review date 1 July 2024 of FVA {PASSED}",)
    assert review_passed(policy, LATE) == (
        f"Review date 1 March 2027 of {own}, {PASSED}",
        f"Review date 1 July 2024 of FVA {PASSED}",
    )
    assert review_passed(replace(policy, next_review=None), EARLY) == ()
