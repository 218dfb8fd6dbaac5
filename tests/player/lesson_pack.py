"""A small pack with a scenario for a class: facts that come early, late and on request, goals and notes."""

from pathlib import Path

from tests.small_packs import POLICY

WALK = """\
checklist: walk
title: Walk
sections:
- title: All
  items:
  - {ask: seen, text: Did anybody see it?, kind: yes-no, cites: ["1a"]}
  - {ask: hurt, text: Is anybody hurt?, kind: yes-no, cites: ["1a"]}
  - {ask: words, text: What was said?, kind: text, cites: ["1a"]}
  - {obligation: tell, text: Tell the sergeant., modality: shall, cites: ["1a"], when: {seen: yes}}
"""

LESSON = """\
scenario: lesson
title: Two facts and a correction
checklist: walk
level: recruit
story: A caller heard a quarrel in the yard.
reveal:
- {on: seen, text: A neighbor stands at the fence.}
- {ask: seen, text: Asked about it the neighbor saw all of it.}
- {after: seen, text: The neighbor corrects herself.}
- {after: words, text: Nobody says any more than that.}
answers: {seen: yes, hurt: no, words: None}
expect: {outstanding: [tell]}
harmful:
- {ask: hurt, is: unknown, why: Asking them is enough to know., cites: ["1a"]}
goals:
- {text: Ask a witness what was seen., cites: ["1a"]}
notes: Let the class find the neighbor by itself.
"""

EARLY = "A neighbor stands at the fence."
ASKED = "Asked about it the neighbor saw all of it."
LATE = "The neighbor corrects herself."
LAST = "Nobody says any more than that."
NOTES = "Let the class find the neighbor by itself."
SEEN, HURT, WORDS = "Did anybody see it?", "Is anybody hurt?", "What was said?"


def lesson_pack(folder: Path) -> str:
    """Write the pack, and return its folder."""
    pack = folder / "lesson-pack"
    (pack / "scenarios").mkdir(parents=True)
    files = {"policy.yaml": POLICY, "walk.yaml": WALK, "scenarios/lesson.yaml": LESSON}
    for name, text in files.items():
        (pack / name).write_text(text, encoding="utf-8")
    return str(pack)
