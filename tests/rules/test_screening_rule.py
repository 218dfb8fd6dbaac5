"""A screening rule as forms have it: yes to any of three, or four of eight; "unknown" counts as no."""

import itertools
import random
from collections.abc import Mapping

from dvcheck.pack.condition import Condition
from dvcheck.pack.model import Obligation
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import outline
from tests.drawn import ALL, drawn
from tests.small_packs import answers, small_pack

RULE = """\
    when:
      any:
      - {known: {q1: yes}}
      - {known: {q2: yes}}
      - {known: {q3: yes}}
      - at_least:
          count: 4
          of: [{known: {q4: yes}}, {known: {q5: yes}}, {known: {q6: yes}}, {known: {q7: yes}},
               {known: {q8: yes}}, {known: {q9: yes}}, {known: {q10: yes}}, {known: {q11: yes}}]
"""
NAMES = tuple(f"q{n}" for n in range(1, 12))
PACK = small_pack(
    "".join(f'  - {{ask: {name}, text: Q, kind: yes-no, cites: ["1a"]}}\n' for name in NAMES)
    + f'  - obligation: hotline\n    text: Call\n    modality: shall\n    cites: ["1a"]\n{RULE}'
)
WALK = outline(PACK, ("walk",))
GIVEN = {value: answers({"q1": value})["q1"] for value in ("yes", "no", "unknown")}


def rule() -> Condition:
    item = WALK.by_id["hotline"].item
    assert isinstance(item, Obligation)
    assert item.when is not None
    return item.when


def verdict(values: Mapping[str, str]) -> Truth:
    return Facts(WALK, {name: GIVEN[value] for name, value in values.items()}).decide(rule()).truth


def by_counting(values: Mapping[str, str]) -> Truth:
    """Apply the rule by hand; undecided while a question may still change the result."""
    first, rest = NAMES[:3], NAMES[3:]
    if any(values.get(n) == "yes" for n in first) or sum(values.get(n) == "yes" for n in rest) >= 4:
        return Truth.TRUE
    could_be = sum(values.get(n, "yes") == "yes" for n in rest) >= 4
    return Truth.UNKNOWN if could_be or any(n not in values for n in first) else Truth.FALSE


def test_the_rule_takes_no_more_than_twelve_lines() -> None:
    assert len(RULE.splitlines()) <= 12


FEW = [{}, *({name: "yes"} for name in NAMES[:3]), dict.fromkeys(NAMES[:3], "unknown")]
"""The first three as a part of the sets has them: all no, a yes to one, or all unknown."""


def test_it_is_right_for_every_set_of_answers() -> None:
    """All 177,147 of them; a short run has all 6,561 of the eight with five of the first three."""
    first, rest = NAMES[:3], NAMES[3:]
    heads = [dict(zip(first, values, strict=True)) for values in itertools.product(GIVEN, repeat=3)]
    some = heads if ALL else [dict.fromkeys(first, "no") | few for few in FEW]
    for head in some:
        for values in itertools.product(GIVEN, repeat=len(rest)):
            given = head | dict(zip(rest, values, strict=True))
            assert verdict(given) is by_counting(given), given


def test_it_is_right_while_some_are_unasked() -> None:
    rng = random.Random(15)
    for _ in range(drawn(20_000)):
        share = rng.random()
        given = {name: rng.choice(tuple(GIVEN)) for name in NAMES if rng.random() < share}
        assert verdict(given) is by_counting(given), given
