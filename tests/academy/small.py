"""A small pack with one of each item a scenario can name, and a scenario that holds."""

from dvcheck.academy.read_scenario import parse
from dvcheck.academy.scenario import Scenario
from dvcheck.pack.model import Pack
from tests.small_packs import small_pack

ITEMS = """\
  - {ask: seen, text: Seen?, kind: yes-no, cites: ["1a"]}
  - {ask: hurt, text: Hurt?, kind: yes-no, cites: ["1a"], when: {seen: yes}}
  - {ask: words, text: What was said?, kind: text, cites: ["1a"]}
  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"], when: {seen: yes}}
  - {obligation: stay, text: Do not leave, modality: shall-not, cites: ["1a"], when: {hurt: yes}}
  - obligation: list
    text: List
    modality: will
    cites: ["1a"]
    when: {seen: yes}
    not_feasible: {cites: ["1a"]}
"""
OTHER = """\
checklist: other
title: Other
sections:
- title: All
  items:
  - {ask: elsewhere, text: Elsewhere?, kind: yes-no, cites: ["1a"]}
  - {obligation: far, text: Far, modality: may, cites: ["1a"], when: {elsewhere: yes}}
"""

GOOD = """\
scenario: good
title: It holds
checklist: walk
level: recruit
story: A caller saw it.
reveal:
- {on: seen, text: Both of them saw it.}
answers: {seen: yes, hurt: unknown, words: None}
done: [tell]
not_feasible: {list: Everybody had left.}
expect:
  not_outstanding: [tell, list]
  undetermined: [stay]
harmful:
- {ask: seen, is: no, why: They did., cites: ["1a"]}
- {ask: words, is: unknown, why: It was said., cites: ["1"]}
"""
NOTHING = """\
scenario: nothing
title: Nothing happened
checklist: walk
level: officer
story: Nobody saw anything.
answers: {seen: no, words: unknown}
expect: {not_outstanding: [tell, stay, list]}
"""
ALL_OF_IT = """\
scenario: all-of-it
title: All of it
checklist: walk
level: instructor
story: It was seen, and it hurt.
answers: {seen: yes, hurt: yes, words: Ouch}
expect: {outstanding: [tell, list], in_force: [stay]}
"""
FAR = """\
scenario: far-away
title: Far away
checklist: other
level: officer
story: It is elsewhere.
answers: {elsewhere: yes}
expect: {outstanding: [far]}
"""
WHOLE = (ALL_OF_IT, FAR, GOOD, NOTHING)


def pack(items: str = ITEMS) -> Pack:
    return small_pack(items, other=OTHER)


def read(text: str, against: Pack | None = None) -> Scenario:
    """A valid scenario."""
    name = text.split("\n", 1)[0].removeprefix("scenario: ")
    scenario, problems = parse(text, f"scenarios/{name}.yaml", against or pack())
    assert scenario is not None, "\n".join(p.show(text) for p in problems)
    return scenario
