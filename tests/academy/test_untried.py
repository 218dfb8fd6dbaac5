"""The findings and readings that no scenario tries, in small packs and in the shipped one."""

from collections.abc import Mapping

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.untried import Untried, untried
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from tests.academy.small import ALL_OF_IT, GOOD, NOTHING, pack, read
from tests.small_packs import small_pack

QUESTIONS = """\
  - {ask: seen, text: Seen?, kind: yes-no, cites: ["1a"]}
  - {ask: hurt, text: Hurt?, kind: yes-no, cites: ["1a"]}
  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"], when: {told: yes}, reading: R1}
"""
TOLD = '  - {finding: told, text: It is known, cites: ["1a"], is: {seen: yes}}\n'


def tried(items: str, *answers: str) -> Untried:
    """Return what is untried by one scenario for each of `answers`."""
    found = small_pack(items)
    return untried(found, [one(number, answer, found) for number, answer in enumerate(answers)])


def one(number: int, answers: str, found: Pack):  # type: ignore[no-untyped-def]
    text = f"scenario: s{number}\ntitle: T\nchecklist: walk\nlevel: recruit\nstory: S\n"
    return read(f"{text}answers: {{{answers}}}\nexpect: {{only: true}}\n", found)


def test_each_way_a_finding_comes_out_is_missed_until_a_scenario_has_it() -> None:
    items = TOLD + QUESTIONS
    yes, no, unknown = "seen: yes, hurt: no", "seen: no, hurt: no", "seen: unknown, hurt: no"
    assert tried(items, yes) == Untried(never_false=("told",), never_undecided=("told",))
    assert tried(items, no) == Untried(never_true=("told",), never_undecided=("told",), never_shown=("R1",))
    assert tried(items, unknown) == Untried(never_true=("told",), never_false=("told",))
    assert tried(items, yes, no, unknown).nothing


def test_a_reading_that_no_item_has_is_never_missed() -> None:
    assert untried(pack(), [read(GOOD), read(ALL_OF_IT), read(NOTHING)]).nothing


def test_a_finding_that_unknown_cannot_leave_open_need_not_be_undecided() -> None:
    for definition in (
        "unless: {seen: yes}",
        "once: {seen: [yes, unknown]}",
        "is: {seen: [yes, unknown]}",
        "once: {seen: yes}, unless: {any: [{hurt: yes}, {seen: unknown}]}",
        "is: {known: {any: [{seen: yes}, {hurt: no}]}}",
    ):
        items = TOLD.replace("is: {seen: yes}", definition) + QUESTIONS
        answers = ("seen: yes, hurt: no", "seen: no, hurt: yes")
        assert tried(items, *answers).never_undecided == (), definition
    once = TOLD.replace("is: {seen: yes}", "once: {seen: yes}") + QUESTIONS
    assert tried(once, "seen: yes, hurt: no").never_undecided == ("told",)


UNREACHED: Mapping[str, Mapping[str, str]] = {
    "never_true": {},
    "never_false": {
        "injured-told": "each walk that has it asks about injuries, and every answer, even unknown, is one",
        "injuries-in-question": "it holds as soon as the question on injuries is answered",
        "crimes-told": "each walk that has it asks about crimes, and every answer, even unknown, is one",
        "crimes-in-question": "it holds as soon as the question on crimes is answered",
    },
    "never_undecided": {
        "order-possible": "if the kind of call is unknown, the walk asks about an order, and that settles it",
    },
    "never_shown": {},
}
"""What no complete walk of the shipped pack can reach, and why. A stale entry is refused."""

CARRIED_BY_NO_ITEM = {
    "A02": "it is about the date of review, which the notes on the policy state",
    "A32": "it is about two words of the text, which each duty keeps",
}
"""Readings that no scenario can show, because no question, duty or note has them."""


def test_the_shipped_scenarios_try_every_finding_and_reading() -> None:
    found = library.load(library.read(library.shipped_folder()), None)
    scenarios, _ = parse_all(library.scenario_files(library.shipped_folder()), found)
    missed = untried(found, scenarios)
    assert {name: set(getattr(missed, name)) for name in UNREACHED} == {
        name: set(reasons) for name, reasons in UNREACHED.items()
    }
    carried = {r for item in found.items() for r in getattr(item, "readings", ())}
    assert {r.id for r in found.policy.readings} - carried == set(CARRIED_BY_NO_ITEM)
