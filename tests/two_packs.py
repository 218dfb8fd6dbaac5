"""Two packs of agencies that are not Portland's, to be worked with side by side."""

from pathlib import Path

from tests.small_packs import POLICY

FIRST, SECOND = "Threatened with a weapon?", "Does the victim fear for life?"

SCREEN = f"""\
checklist: lethality-screen
title: Lethality screen
sections:
- title: The first questions
  items:
  - {{ask: armed, text: "{FIRST}", label: Weapon, kind: yes-no, cites: ["1a"]}}
  - {{ask: fears, text: "{SECOND}", label: Fear, kind: yes-no, cites: ["1a"]}}
  - {{obligation: call-hotline, text: Call the hotline, modality: shall, cites: ["1a"], phase: scene,
     when: {{armed: yes}}}}
"""

VISIT = """\
checklist: home-visit
title: Home visit
sections:
- title: At the door
  items:
  - {ask: at-home, text: "Is anybody at home?", label: At home, kind: yes-no, cites: ["1a"]}
  - {obligation: leave-card, text: Leave a card, modality: shall, cites: ["1a"], phase: scene,
     when: {at-home: no}}
"""

SCENARIO = """\
scenario: armed-threat
title: A threat with a weapon
checklist: lethality-screen
level: recruit
story: He showed a knife.
answers: {armed: yes, fears: yes}
expect: {outstanding: [call-hotline]}
"""


def oak(folder: Path) -> Path:
    """The pack of Oak County: one checklist, and a scenario."""
    return _pack(folder, "oak-lethality", "2.1", {"lethality-screen.yaml": SCREEN}, SCENARIO)


def elm(folder: Path) -> Path:
    """The pack of Elm City: another checklist."""
    return _pack(folder, "elm-visits", "7", {"home-visit.yaml": VISIT}, None)


def _pack(folder: Path, name: str, number: str, checklists: dict[str, str], scenario: str | None) -> Path:
    folder.mkdir(parents=True)
    policy = POLICY.replace("policy: small", f"policy: {name}").replace('number: "1"', f'number: "{number}"')
    for file, text in {"policy.yaml": policy, **checklists}.items():
        (folder / file).write_text(text, encoding="utf-8")
    if scenario is not None:
        (folder / "scenarios").mkdir()
        (folder / "scenarios" / "armed-threat.yaml").write_text(scenario, encoding="utf-8")
    return folder
