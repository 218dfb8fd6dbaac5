import time

import pytest

from dvcheck.pack.parse import parse
from tests.small_packs import POLICY


def test_includes_that_double_at_each_step_are_refused_at_once() -> None:
    files = {"policy.yaml": POLICY}
    for n in range(40):
        two = f"  - {{include: c{n + 1}}}\n" * 2 if n < 39 else ""
        files[f"c{n}.yaml"] = (
            f"checklist: c{n}\ntitle: C\nsections:\n- title: S\n  items:\n"
            f'  - {{ask: q{n}, text: Q, kind: yes-no, cites: ["1a"]}}\n{two}'
        )
    started = time.process_time()
    pack, problems = parse(files, "sha256:x")
    assert pack is None
    assert {p.code for p in problems} == {"too-many-includes"}
    assert time.process_time() - started < 2


def test_an_include_guarded_by_what_it_includes_is_a_cycle() -> None:
    files = {
        "policy.yaml": POLICY,
        "outer.yaml": "checklist: outer\ntitle: O\nsections:\n- title: S\n  items:\n"
        "  - {include: inner, when: {a: yes}}\n",
        "inner.yaml": "checklist: inner\ntitle: I\nsections:\n- title: S\n  items:\n"
        '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n',
    }
    _, problems = parse(files, "sha256:x")
    assert [p.code for p in problems] == ["condition-cycle"]


def test_a_chain_of_guards_too_long_to_follow_is_refused() -> None:
    lines = ['  - {ask: q0, text: Q, kind: yes-no, cites: ["1a"]}\n']
    lines += [
        f'  - {{ask: q{n}, text: Q, kind: yes-no, cites: ["1a"], when: {{q{n - 1}: yes}}}}\n'
        for n in range(1, 400)
    ]
    head = "checklist: walk\ntitle: W\nsections:\n- title: S\n  items:\n"
    for order in (lines, lines[::-1]):
        _, problems = parse({"policy.yaml": POLICY, "walk.yaml": head + "".join(order)}, "sha256:x")
        assert {p.code for p in problems} == {"too-long-chain"}


def test_an_obligation_of_another_checklist_cannot_replace_one() -> None:
    head = "title: W\nsections:\n- title: S\n  items:\n"
    files = {
        "policy.yaml": POLICY,
        "walk.yaml": f"checklist: walk\n{head}"
        '  - {obligation: a, text: A, modality: shall, cites: ["1a"],'
        ' not_feasible: {cites: ["1a"], instead: b}}\n',
        "other.yaml": f"checklist: other\n{head}"
        '  - {obligation: b, text: B, modality: shall, cites: ["1a"]}\n',
    }
    _, problems = parse(files, "sha256:x")
    assert [p.code for p in problems] == ["bad-instead"]


@pytest.mark.parametrize("key", ["is", "once", "unless"])
def test_a_finding_that_names_what_it_guards_is_a_cycle(key: str) -> None:
    """If any of its conditions names it, its verdict would never end."""
    files = {
        "policy.yaml": POLICY,
        "walk.yaml": "checklist: walk\ntitle: W\nsections:\n- title: S\n  items:\n"
        '  - {ask: a, text: A, kind: yes-no, cites: ["1a"], when: {found: yes}}\n'
        f'  - {{finding: found, text: F, cites: ["1a"], {key}: {{a: yes}}}}\n',
    }
    _, problems = parse(files, "sha256:x")
    assert [p.code for p in problems] == ["condition-cycle"]
