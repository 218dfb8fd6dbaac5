"""A pack stored with a case is read unchanged, even if one of its ids is now a word of conditions."""

import pytest

from dvcheck.pack.parse import parse
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import outline
from tests.small_packs import POLICY, answers


@pytest.mark.parametrize("name", ["known", "each", "exactly", "opened", "this", "within"])
@pytest.mark.parametrize("value", ["yes", "[yes, unknown]"])
def test_an_id_that_means_something_in_conditions_now_is_still_a_question(name: str, value: str) -> None:
    text = (
        "checklist: walk\ntitle: W\nsections:\n- title: All\n  items:\n"
        f'  - {{ask: {name}, text: A, kind: yes-no, cites: ["1a"]}}\n'
        f'  - {{obligation: duty, text: D, modality: shall, cites: ["1a"], when: {{{name}: {value}}}}}\n'
        f'  - {{obligation: other, text: D, modality: shall, cites: ["1a"],'
        f" when: {{not: {{{name}: yes}}}}}}\n"
    )
    pack, problems = parse({"policy.yaml": POLICY, "walk.yaml": text}, "sha256:stored", ())
    assert pack is not None, problems
    laid_out = outline(pack, ("walk",))
    for given, duty in (("yes", Truth.TRUE), ("no", Truth.FALSE)):
        facts = Facts(laid_out, answers({name: given}))
        assert facts.guard("duty").truth is duty
        assert facts.guard("other").truth is not duty
