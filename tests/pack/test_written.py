"""A condition is shown as its author wrote it."""

import pytest

from dvcheck.pack.model import Note
from dvcheck.pack.written import condition_text
from tests.small_packs import small_pack

ITEMS = """\
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
  - {ask: b, text: B, kind: yes-no, cites: ["1a"]}
  - {ask: n, text: N, kind: number, cites: ["1a"]}
"""


@pytest.mark.parametrize(
    "condition",
    [
        "{a: yes}",
        "{a: [yes, unknown]}",
        "{a: yes, b: no}",
        "{any: [{a: yes}, {b: yes}]}",
        "{not: {a: yes}}",
        "{all: [{a: yes}, {any: [{b: yes}, {not: {a: no}}]}]}",
        "{n: {at_least: 3, less_than: 5}}",
        "{known: {a: yes}}",
        "{at_least: {count: 2, of: [{a: yes}, {b: yes}, {a: unknown}]}}",
        "{at_most: {count: 1, of: [{a: yes}, {b: yes}]}}",
        "{exactly: {count: 1, of: [{a: yes}, {b: yes}]}}",
    ],
)
def test_a_condition_read_and_written_is_the_same(condition: str) -> None:
    pack = small_pack(ITEMS + f'  - {{note: note, text: T, cites: ["1a"], when: {condition}}}\n')
    (note,) = (i for i in pack.items() if isinstance(i, Note))
    assert note.when is not None
    assert condition_text(note.when) == condition
