"""Every code a pack can be refused with: `bad_packs/CODE.yaml`, and next to it the complete messages.

`policy--CODE.yaml` is a policy, `forms--CODE.yaml` the forms; every other file is the checklist `walk`.
`CODE.SLIP.yaml` is one of several mistakes with that code. Rewrite the texts with
`UPDATE_MESSAGES=1 pytest tests/pack/test_bad_packs.py`, and read them.
"""

import os
import re
from pathlib import Path

import pytest

from dvcheck.pack import (
    check_forms,
    check_policy,
    nodes,
    parse,
    read_checklist,
    read_condition,
    read_obligation,
    read_policy,
    validate,
    validate_repeated,
)
from tests.small_packs import POLICY

BAD = sorted((Path(__file__).parent / "bad_packs").glob("*.yaml"))

# Reached by a limit or a missing file: see test_nodes.py, test_validate.py and below.
ELSEWHERE = {"too-large", "too-many-nodes", "too-many-includes", "too-long-chain", "no-policy"}


def messages(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    kind = path.stem.rpartition("--")[0]
    name = f"{kind.partition('-')[0] or 'walk'}.yaml"
    files = {"policy.yaml": POLICY} | {name: text}
    if name != "walk.yaml" and "no-checklist" not in path.name:
        files["walk.yaml"] = (
            "checklist: walk\ntitle: W\nsections:\n- title: All\n  items:\n"
            '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n'
        )
    pack, problems = parse.parse(files, "sha256:bad")
    assert pack is None
    return "".join(p.show(files[p.at.file]) + "\n" for p in problems)


def code_of(path: Path) -> str:
    """Return the code that the pack in a file is refused with."""
    return path.stem.rpartition("--")[2].partition(".")[0]


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_a_bad_pack_is_reported_with_place_code_and_excerpt(path: Path) -> None:
    said = messages(path)
    expected = path.with_suffix(".txt")
    if os.environ.get("UPDATE_MESSAGES"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert f": {code_of(path)}: " in said.splitlines()[0]


def test_every_code_in_the_source_has_a_bad_pack() -> None:
    found: set[str] = set()
    readers = (read_checklist, read_condition, read_obligation, read_policy)
    modules = (nodes, parse, validate, check_forms, check_policy, validate_repeated, *readers)
    for module in modules:
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        calls = r'(?:_Refused\(.*?|self\.wrong\(.*?|problem\(.*?), "([a-z]+(?:-[a-z]+)+)"'
        found |= set(re.findall(calls, source))
        found |= set(re.findall(r'code="([a-z]+(?:-[a-z]+)+)"', source))
        found |= set(re.findall(r'raise _Refused\([^"]*?"([a-z-]+)"', source, re.DOTALL))
    assert len(found) > 25
    assert found - {code_of(p) for p in BAD} - ELSEWHERE == set()


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ('{obligation: a, text: A, modality: shall, cites: ["1a"], phase: later}', "unknown-phase"),
        ('{obligation: a, text: A, modality: shall, cites: ["1a"], kind: chore}', "unknown-obligation-kind"),
        ('{note: a, text: A, cites: ["1a"], source: rumour}', "unknown-source"),
        ('{ask: a, text: A, kind: yes-no, cites: ["1a"], sensitive: maybe}', "unknown-flag"),
    ],
)
def test_a_word_outside_its_list_is_refused_with_the_list(item: str, code: str) -> None:
    text = f"checklist: walk\ntitle: W\nsections:\n- title: All\n  items:\n  - {item}\n"
    _, problems = parse.parse({"policy.yaml": POLICY, "walk.yaml": text}, "sha256:bad")
    assert [p.code for p in problems] == [code]
    assert "(" in problems[0].message or "write true or false" in problems[0].message


def test_all_problems_of_a_pack_are_reported_at_once() -> None:
    files = {
        "policy.yaml": POLICY,
        "walk.yaml": "checklist: walk\ntitle: W\nsections:\n- title: All\n  items:\n"
        '  - {ask: a, text: A, kind: yesno, cites: ["1a"]}\n'
        '  - {ask: b, text: "", kind: yes-no, cites: ["1a"]}\n'
        '  - {obligation: c, text: C, modality: ought, cites: ["1a"]}\n',
    }
    pack, problems = parse.parse(files, "sha256:bad")
    assert pack is None
    assert [(p.at.line, p.code) for p in problems] == [
        (6, "unknown-kind"),
        (7, "no-text"),
        (8, "unknown-modality"),
    ]


def test_a_pack_without_a_policy_says_so() -> None:
    pack, problems = parse.parse({"walk.yaml": "checklist: walk\ntitle: W\nsections: []\n"}, "sha256:bad")
    assert pack is None
    assert "no-policy" in [p.code for p in problems]
