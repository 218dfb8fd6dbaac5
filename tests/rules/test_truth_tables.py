"""Every operator of the conditions, row by row: the tables are in truth_tables_of_operators.yaml."""

from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from dvcheck.pack.value import Value
from dvcheck.rules.logic import Facts, Truth
from dvcheck.rules.outline import outline
from tests.small_packs import answers, small_pack

TABLES = yaml.safe_load(
    (Path(__file__).parent / "truth_tables_of_operators.yaml").read_text(encoding="utf-8")
)
TRUTH = {"T": Truth.TRUE, "F": Truth.FALSE, "U": Truth.UNKNOWN}
ITEMS = """\
  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}
  - {ask: b, text: B, kind: yes-no, cites: ["1a"]}
  - {ask: c, text: C, kind: yes-no, cites: ["1a"]}
  - {ask: behind, text: B, kind: yes-no, cites: ["1a"], when: {a: yes}}
  - {finding: found, text: F, cites: ["1a"], is: {a: yes, b: yes}}
  - {ask: marks, text: M, kind: choices, cites: ["1a"], options: [{id: voice, text: V}, {id: neck, text: N},
     {id: cough, text: C}, {id: none, text: N, alone: true}]}
  - {ask: age, text: A, kind: number, cites: ["1a"]}
  - {ask: lasted, text: L, kind: duration, cites: ["1a"]}
  - {ask: filed, text: F, kind: date, cites: ["1a"]}
  - {ask: served, text: S, kind: time, cites: ["1a"]}
  - {ask: people, text: P, kind: list, cites: ["1a"]}
  - {ask: worse, text: W, kind: choice, cites: ["1a"], options_from: people,
     options: [{id: neither, text: N}]}
  - {ask: others, text: O, kind: list, cites: ["1a"], when: {a: yes}}
- title: Each
  for_each: people
  items:
  - {ask: hurt, text: H, kind: yes-no, cites: ["1a"]}
  - {ask: pain, text: P, kind: number, cites: ["1a"]}
- title: Others
  for_each: others
  items:
  - {ask: of-others, text: O, kind: yes-no, cites: ["1a"]}
"""


class Table(TypedDict, total=False):
    condition: str
    rows: list[str]
    once: bool
    """Whether the duty is in the round of the list that does not apply."""


def value(text: str, name: str) -> Value:
    if text == "unknown":
        return text
    return tuple(text.split("+")) if name in ("marks", "people", "others") else text.replace("~", " ")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["condition"])
def test_every_row_of_the_table_holds(table: Table) -> None:
    start = "" if table.get("once") else "- title: Outside\n  items:\n"
    pack = small_pack(
        f"{ITEMS}{start}"
        f'  - {{obligation: duty, text: D, modality: shall, cites: ["1a"], when: {{{table["condition"]}}}}}\n'
    )
    for row in table["rows"]:
        *said, expected = row.split()
        told = {name: value(text, name) for name, _, text in (one.partition("=") for one in said)}
        verdict = Facts(outline(pack, ("walk",)), answers(told)).guard("duty")
        assert verdict.truth is TRUTH[expected], row
        assert (verdict.truth is Truth.UNKNOWN) == bool(verdict.waits_for), row
