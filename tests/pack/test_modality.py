"""The words of a document: the force of each, and how it is shown."""

import pytest

from dvcheck.pack.modality import MODALITIES, Force, Modality, directive_word_of, force_of, says_not, word_of

NEW: dict[Modality, tuple[Force, str, str]] = {
    "must": ("required", "must", ""),
    "immediately": ("required", "at once", '"immediately"'),
    "must-not": ("prohibited", "rule", '"must not"'),
    "should-not": ("recommended-against", "advice", '"should not"'),
}


@pytest.mark.parametrize("modality", NEW)
def test_a_word_has_its_force_and_is_shown_with_the_documents_own(modality: Modality) -> None:
    assert (force_of(modality), word_of(modality), directive_word_of(modality)) == NEW[modality]


@pytest.mark.parametrize("modality", MODALITIES)
def test_a_text_that_says_not_never_follows_a_word_that_does(modality: Modality) -> None:
    assert says_not(modality) == (modality.endswith("not") or modality == "not-allowed")
    assert "not" not in word_of(modality).split()
    assert len(word_of(modality)) <= 10
