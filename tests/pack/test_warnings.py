"""What is told of a sound pack that is likely wrong."""

import pytest

from dvcheck.pack.warnings import warnings
from tests.small_packs import small_pack

TIMER = """\
  - timer: clock
    text: T
    limit: 20 min
    starts_with: In
    ends_with: Out
    at_limit: Over
    cites: ["1a"]
  - {ask: asked, text: A, kind: yes-no, cites: ["1a"]}
"""


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ("due: {within: 20 min, of: clock}", ["not-done-by-timer"]),
        ("due: {within: 20 min, of: clock}, done_when: {asked: yes}", ["not-done-by-timer"]),
        ("due: {within: 20 min, of: clock}, done_when: {clock: ended}", []),
        ("due: {within: 20 min, of: clock}, done_when: {any: [{asked: yes}, {clock: ended}]}", []),
        ("due: {within: 20 min, of: asked}", []),
        ("due: timely", []),
    ],
)
def test_a_duty_within_the_time_of_a_timer_is_done_when_that_is_ended(form: str, codes: list[str]) -> None:
    pack = small_pack(
        f'{TIMER}  - {{obligation: end, text: End it, modality: shall, cites: ["1a"], {form}}}\n'
    )
    assert [problem.code for problem in warnings(pack)] == codes
