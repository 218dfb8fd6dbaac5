"""Expectations of a scenario other than its lists: no other duty (`only`), and deadlines."""

from datetime import UTC, datetime

import pytest

from dvcheck.academy.read_scenario import parse
from dvcheck.academy.scenario import Scenario, assess_scenario, check
from dvcheck.academy.trial import run
from dvcheck.pack.model import Pack
from tests.small_packs import small_pack

ITEMS = """\
  - {ask: child, text: Child?, kind: yes-no, cites: ["1a"]}
  - {ask: hurt, text: Hurt?, kind: yes-no, cites: ["1a"], when: {child: yes}}
  - {ask: arrested, text: When?, kind: time, cites: ["1a"]}
  - {obligation: notify, text: Notify, modality: shall, cites: ["1a"], when: {hurt: yes}}
  - {obligation: tell, text: Tell, modality: shall, cites: ["1a"], due: {by: end-of-shift}}
  - {obligation: book, text: Book, modality: will, cites: ["1a"], due: {within: 24 h, of: arrested}}
  - {obligation: follow, text: Follow, modality: will, cites: ["1a"], due: {within: 2 h, of: tell}}
  - {obligation: file, text: File, modality: will, cites: ["1a"], due: {within: 10 days, of: opened}}
  - {obligation: stay, text: Do not leave, modality: shall-not, cites: ["1a"], when: {hurt: yes}}
  - {obligation: advise, text: Advise, modality: should, cites: ["1a"]}
"""
STORY = """\
scenario: night
title: T
checklist: walk
level: recruit
story: S
"""


def pack(was: str = "", now: str = "") -> Pack:
    assert was in ITEMS
    return small_pack(ITEMS.replace(was, now, 1) if was else ITEMS)


def read(rest: str, against: Pack | None = None) -> Scenario:
    scenario, problems = parse(STORY + rest, "scenarios/night.yaml", against or pack())
    assert scenario is not None, "\n".join(p.show(STORY + rest) for p in problems)
    return scenario


ONLY = """\
answers: {child: yes, hurt: no, arrested: unknown}
expect: {only: true, outstanding: [tell, book, follow, file], not_outstanding: [notify]}
"""


def test_only_holds_where_what_binds_is_named() -> None:
    """`advise` is only recommended, so it need not be named."""
    assert check(pack(), read(ONLY)) == ()


def test_a_condition_that_was_lost_is_found_by_only_alone() -> None:
    """The duty comes up for every child, and no list of this scenario names it."""
    lost = pack(", when: {hurt: yes}}\n  - {obligation: tell", "}\n  - {obligation: tell")
    rest = ONLY.replace(", not_outstanding: [notify]", "")
    assert check(lost, read(rest.replace("only: true, ", ""), lost)) == ()
    (told,) = check(lost, read(rest, lost))
    assert told.startswith('notify: found outstanding, but "expect" does not name it (only: true)')


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("yes", ["notify: found outstanding", "stay: found in force"]),
        ("unknown", ["notify: found undetermined", "stay: found undetermined"]),
        ("no", []),
    ],
)
def test_only_covers_what_is_open_in_force_and_undetermined(answer: str, said: list[str]) -> None:
    rest = ONLY.replace("hurt: no", f"hurt: {answer}").replace(", not_outstanding: [notify]", "")
    told = check(pack(), read(rest))
    assert [t.partition(", but")[0] for t in told] == said


def test_what_was_done_and_what_is_recommended_is_not_asked_for_by_only() -> None:
    rest = ONLY.replace("tell, book", "book").replace("expect:", "done: [tell]\nexpect:")
    assert check(pack(), read(rest)) == ()


def test_the_trial_notes_what_a_scenario_without_only_leaves_out() -> None:
    loose = read(ONLY.replace("only: true, ", "").replace("book, ", ""))
    trial = run(pack(), [loose])
    assert trial.differences == {"night": ()}
    assert trial.unnamed == {"night": ("book",)}
    assert run(pack(), [read(ONLY)]).unnamed == {}


def test_the_trial_tells_where_an_obligation_comes_up_that_nobody_names() -> None:
    loose = read(ONLY.replace("only: true, ", "").replace("book, ", ""))
    trial = run(pack(), [loose])
    assert "book" in trial.never_up
    assert trial.up_in["book"] == ("night",)
    assert "notify" in trial.never_up
    assert "notify" not in trial.up_in


CLOCK = """\
at: 2026-01-15 23:40
shift_ends: 2026-01-16 06:00
answers:
  child: no
  arrested: {is: "22:05", at: "22:10"}
expect:
  only: true
  outstanding: [tell, book, follow, file]
  due: {tell: 2026-01-16 06:00, book: 2026-01-16 22:05, follow: none, file: 2026-01-25 22:10}
"""


def test_deadlines_are_expected_by_a_clock_in_the_zone_of_the_agency() -> None:
    scenario = read(CLOCK)
    assert scenario.told_at == datetime(2026, 1, 16, 7, 40, tzinfo=UTC)
    assert scenario.answered_at == {"arrested": datetime(2026, 1, 16, 6, 10, tzinfo=UTC)}
    assert check(pack(), scenario) == ()


def test_an_answer_without_a_time_is_given_at_that_of_the_scenario() -> None:
    answers = assess_scenario(pack(), read(CLOCK)).answers
    assert answers["child"].at == read(CLOCK).told_at


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            "tell: 2026-01-16 06:00",
            "tell: none",
            "tell: expected due none, found Jan 16, 2026, 06:00",
        ),
        (
            "book: 2026-01-16 22:05",
            "book: 23:59",
            "book: expected due Jan 15, 2026, 23:59, found Jan 16, 2026, 22:05",
        ),
        ("follow: none", "follow: 23:59", "follow: expected due Jan 15, 2026, 23:59, found none"),
        ("expect:", "done: [book]\nexpect:", "book: expected due Jan 16, 2026, 22:05, found done"),
        (
            "shift_ends: 2026-01-16 06:00\n",
            "",
            "tell: expected due Jan 16, 2026, 06:00, found none",
        ),
    ],
)
def test_another_deadline_is_told_with_both_times(was: str, now: str, said: str) -> None:
    assert was in CLOCK
    assert said in [told.partition(" (")[0] for told in check(pack(), read(CLOCK.replace(was, now)))]


def test_another_deadline_is_told_in_the_words_of_the_screens() -> None:
    (told,) = check(pack(), read(CLOCK.replace("tell: 2026-01-16 06:00", "tell: none")))
    assert told == "tell: expected due none, found Jan 16, 2026, 06:00 (before end of shift)"


def test_a_deadline_that_was_lost_is_a_difference() -> None:
    lost = pack(", due: {by: end-of-shift}", "")
    scenario, problems = parse(STORY + CLOCK, "scenarios/night.yaml", lost)
    assert scenario is None
    assert [(p.at.line, p.code) for p in problems] == [(14, "no-deadline")]


def test_a_deadline_counts_from_when_another_obligation_was_done() -> None:
    rest = CLOCK.replace("follow: none", "follow: 2026-01-16 01:40").replace(
        "expect:", "done: [tell]\nexpect:"
    )
    told = check(pack(), read(rest))
    assert [t for t in told if t.startswith("follow")] == []


# --- lists --------------------------------------------------------------------------------------------------

LISTED = """\
  - {ask: people, text: Who?, kind: list, cites: ["1a"]}
  - {obligation: photo, text: P, modality: will, cites: ["1a"], for_each: people, when: {people: answered}}
"""


def test_an_obligation_for_each_entry_is_named_for_all_or_for_one() -> None:
    many = small_pack(LISTED)
    base = "answers: {people: [her, him]}\ndone: [photo@1]\n"
    named = read(base + "expect: {only: true, outstanding: [photo@2], not_outstanding: [photo@1]}\n", many)
    assert check(many, named) == ()
    by_name = read(base + "expect: {outstanding: [photo@him], not_outstanding: [photo@her]}\n", many)
    assert check(many, by_name) == ()
    assert (by_name.outstanding, by_name.not_outstanding) == (("photo@2",), ("photo@1",))
    assert check(many, read(base + "expect: {outstanding: [photo]}\n", many)) == ()
    none = read(base + "expect: {not_outstanding: [photo]}\n", many)
    assert check(many, none) == ("photo@2: expected not outstanding, found open",)
    assert run(many, [named]).never_up == ()


def test_what_is_done_is_done_for_every_entry_whenever_it_was_named() -> None:
    many = small_pack(LISTED)
    answers = 'answers: {people: {is: [her, him], at: "01:00"}}\n'
    named = read(answers + "done: [photo]\nexpect: {not_outstanding: [photo]}\n", many)
    assert check(many, named) == ()


def test_an_entry_that_is_not_there_is_refused_with_those_that_are() -> None:
    many = small_pack(LISTED)
    text = STORY + "answers: {people: [her, him]}\nexpect: {outstanding: [photo@3]}\n"
    _, (problem,) = parse(text, "scenarios/night.yaml", many)
    assert problem.code == "unknown-entry"
    assert problem.message == '"photo@3" applies to each entry of a list: name one of photo@1, photo@2'


ROUND = """\
checklist: round
title: Round
sections:
- title: Who
  items:
  - {ask: people, text: Who?, kind: list, cites: ["1a"]}
- title: Each
  for_each: people
  items:
  - {ask: wound, text: Hurt?, kind: yes-no, cites: ["1a"]}
  - {obligation: medic, text: Medic, modality: will, cites: ["1a"], when: {wound: yes}}
"""


@pytest.mark.parametrize(
    "wound",
    [
        "wound: {her: yes, him: no}",
        "wound@1: yes\n  wound@2: no",
        'wound: {"1": yes, him: {is: no, at: "11:00"}}',
    ],
)
def test_answers_for_each_entry_are_written_by_name_or_by_key(wound: str) -> None:
    of_each = small_pack(ITEMS, round=ROUND)
    text = STORY.replace("walk", "round") + f"answers:\n  {wound}\n  people: [her, him]\n"
    text += "expect: {only: true, outstanding: [medic@1], not_outstanding: [medic@2]}\n"
    scenario, problems = parse(text, "scenarios/night.yaml", of_each)
    assert scenario is not None, [p.message for p in problems]
    assert check(of_each, scenario) == ()
    assert scenario.answers["wound@2"] == "no"


def test_a_question_of_a_round_answered_once_is_told_how_it_is_answered_for_each() -> None:
    text = STORY.replace("walk", "round")
    text += "answers: {people: [her, him], wound: yes}\nexpect: {in_force: []}\n"
    _, problems = parse(text, "scenarios/night.yaml", small_pack(ITEMS, round=ROUND))
    (problem,) = [p for p in problems if p.code == "unknown-entry"]
    assert problem.message == (
        '"wound" applies to each entry of a list: write wound: {her: …, him: …} with the names on it, '
        "or name one of wound@1, wound@2"
    )


def test_a_name_that_is_not_in_the_list_is_refused() -> None:
    of_each = small_pack(ITEMS, round=ROUND)
    text = STORY.replace("walk", "round") + "answers: {people: [her, him], wound: {hers: yes, him: no}}\n"
    _, (problem,) = parse(text + "expect: {only: true}\n", "scenarios/night.yaml", of_each)
    assert (problem.code, problem.message) == (
        "unknown-entry",
        '"people" has no entry "hers" in these answers; did you mean "her"?',
    )
