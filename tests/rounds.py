"""A pack that asks of each hurt person and owes something for each, for the tests that walk rounds."""

from collections.abc import Mapping
from datetime import datetime

from dvcheck.pack.model import Pack
from dvcheck.pack.parse import parse
from dvcheck.pack.value import Value
from dvcheck.record.list_entries import ListEntries
from dvcheck.rules.answer import Answer
from tests.small_packs import NOW, POLICY

WALK = """\
checklist: incident
title: Incident
sections:
- title: Call
  items:
  - {ask: several, text: Is anybody hurt?, kind: yes-no, label: Hurt, cites: ["1a"]}
  - {ask: people, text: Who is hurt?, kind: list, label: People, when: {several: yes}, cites: ["1a"]}
  - ask: worse
    text: Who is hurt more?
    kind: choice
    label: Hurt more
    options_from: people
    options: [{id: alike, text: All alike}]
    when: {people: answered}
    cites: ["1a"]
- title: Each person
  when: {several: yes}
  for_each: people
  items:
  - {ask: pain, text: Pain from 1 to 10?, label: Pain, kind: number, min: 1, most: 10, cites: ["1a"]}
  - ask: treated
    text: Is it treated?
    label: Treated
    kind: yes-no
    when: {pain: {at_least: 5}}
    cites: ["1a"]
  - {finding: bad, text: It is bad, is: {pain: {at_least: 7}}, cites: ["1a"]}
  - obligation: aid
    text: Call help
    modality: shall
    when: {bad: yes}
    done_when: {treated: yes}
    cites: ["1a"]
  - {obligation: first, text: Ask this one first, modality: shall, when: {worse: this}, cites: ["1a"]}
- title: End
  items:
  - {ask: when, text: When did it happen?, label: Happened, kind: time, cites: ["1a"]}
  - obligation: photo
    text: Take photographs
    modality: shall
    when: {several: yes}
    for_each: people
    cites: ["1a"]
  - {obligation: chief, text: Call the chief, modality: shall, when: {any_of: {bad: yes}}, cites: ["1a"]}
"""

FORMS = """\
forms:
- form: line
  title: Line
  as: line
  cites: ["1a"]
  fields: [{label: pain, from: pain}, {label: bad, from: bad}]
"""


def files(walk: str = WALK) -> dict[str, str]:
    """The files of the pack."""
    return {"policy.yaml": POLICY, "incident.yaml": walk, "forms.yaml": FORMS}


def pack(walk: str = WALK) -> Pack:
    """The pack; with another checklist where one is given."""
    found, problems = parse(files(walk), "sha256:rounds")
    assert found is not None, "\n".join(p.show(files(walk)[p.at.file]) for p in problems)
    return found


def sensitive() -> Pack:
    """The same, in which nobody is to be shown who is hurt."""
    return pack(WALK.replace("label: People,", "label: People, sensitive: true,"))


def given(answers: Mapping[str, Value], at: datetime = NOW) -> dict[str, Answer]:
    """Answers all given at once, those of lists with the ids of their entries as a journal has them."""
    rolls: dict[str, ListEntries] = {}
    return {
        name: Answer(value=value, at=at)
        if isinstance(value, str)
        else rolls.setdefault(name, ListEntries()).answer(value, (), at)
        for name, value in answers.items()
    }
