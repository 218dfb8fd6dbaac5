"""A small pack in which people are named, and things are asked and owed for each of them."""

from dvcheck.pack.model import Pack
from dvcheck.pack.parse import parse
from tests.small_packs import POLICY

WALK = """\
checklist: walk
title: Walk
sections:
- title: Who
  items:
  - {ask: several, text: Is more than one person hurt?, label: Several, kind: yes-no, cites: ["1a"]}
  - {ask: people, text: "Who, by role?", label: Hurt, kind: list, when: {several: yes}, cites: ["1a"]}
  - ask: worse
    text: Whose injuries are worse?
    label: Worse
    kind: choice
    options_from: people
    options: [{id: alike, text: About alike}]
    when: {several: yes}
    cites: ["1a"]
- title: Each of them
  for_each: people
  items:
  - {ask: pain, text: "How much pain, 0 to 10?", label: Pain, kind: number, most: 10, cites: ["1a"]}
  - {ask: aided, text: Aid offered?, label: Aid, kind: yes-no, when: {pain: {at_least: 5}}, cites: ["1a"]}
  - {finding: badly-hurt, text: Badly hurt, is: {pain: {at_least: 7}}, cites: ["1a"]}
  - obligation: call-aid
    text: Call an ambulance
    modality: shall
    when: {badly-hurt: yes}
    done_when: {aided: yes}
    cites: ["1a"]
  - {note: worst-hurt, text: This one is hurt worst., when: {worse: this}, cites: ["1a"]}
- title: All of them
  items:
  - obligation: photograph
    text: Photograph each injury
    modality: shall
    for_each: people
    due: {within: 24 h, of: opened}
    not_feasible: {cites: ["1a"], instead: note-gap}
    cites: ["1a"]
  - {obligation: note-gap, text: Note why, modality: shall, for_each: people, cites: ["1a"]}
  - {obligation: supervisor, text: Call, modality: shall, when: {any_of: {badly-hurt: yes}}, cites: ["1a"]}
  - {obligation: release, text: Let aid go, modality: may, when: {each: {badly-hurt: no}}, cites: ["1a"]}
"""

FILES = {"policy.yaml": POLICY, "walk.yaml": WALK}


def people_pack(walk: str = WALK) -> Pack:
    """The pack, or one with another walk."""
    pack, problems = parse({"policy.yaml": POLICY, "walk.yaml": walk}, "sha256:rounds")
    assert pack is not None, "\n".join(p.show(walk) for p in problems)
    return pack
