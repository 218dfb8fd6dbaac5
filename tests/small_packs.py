"""Packs written in a few lines, for tests: only what a test is about."""

from collections.abc import Mapping
from datetime import UTC, datetime

from dvcheck.pack.model import Kind, Pack, Question
from dvcheck.pack.parse import parse
from dvcheck.pack.place import Place
from dvcheck.pack.value import Value
from dvcheck.rules.answer import Answer

NOW = datetime(2026, 11, 22, 11, 12, tzinfo=UTC)

POLICY = """\
policy: small
number: "1"
title: A small policy
agency: A bureau
effective: 2024-07-05
next_review: 2026-07-05
source: nowhere
zone: America/Los_Angeles
sections:
- {ref: "1", title: One}
statements:
- {ref: "1a", modality: shall, actor: member, says: Do it.}
readings:
- {id: R1, title: Unclear, unclear: It is unclear., treated: As it says.}
"""


def small_pack(items: str, policy: str = POLICY, *, head: str = "", **more: str) -> Pack:
    """A pack of one checklist, `walk`, with one section of `items`; `more` has other checklists in full.

    `head` comes before its sections.
    """
    text = f"checklist: walk\ntitle: Walk\n{head}sections:\n- title: All\n  items:\n{items}"
    files = {"policy.yaml": policy, "walk.yaml": text}
    files |= {f"{name}.yaml": content for name, content in more.items()}
    pack, problems = parse(files, "sha256:small")
    assert pack is not None, "\n".join(p.show(files[p.at.file]) for p in problems)
    return pack


def answers(given: Mapping[str, Value]) -> dict[str, Answer]:
    return {name: Answer(value=value, at=NOW) for name, value in given.items()}


def question(name: str, kind: Kind = "yes-no") -> Question:
    """A question by itself, for tests that record answers and read no pack."""
    return Question(id=name, text=f"{name}?", kind=kind, cites=("1a",), at=Place("walk.yaml", 1, 1))
