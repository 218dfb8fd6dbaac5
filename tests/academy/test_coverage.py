"""Coverage of the policy: cited or waived, never both, and no duty of a member waived."""

from dvcheck.academy.coverage import Coverage, coverage
from dvcheck.academy.read_scenario import parse_all
from dvcheck.pack import library
from tests.academy.small import ALL_OF_IT, FAR, NOTHING, pack, read
from tests.small_packs import POLICY, small_pack

ONE = '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n'


def covered(statement: str) -> Coverage:
    """Return the coverage of a pack whose policy has this statement too."""
    policy = POLICY.replace("readings:", f"- {statement}\nreadings:")
    return coverage(small_pack(ONE, policy), ())


def test_a_statement_that_is_cited_or_waived_is_covered() -> None:
    found = covered(
        '{ref: "1b", modality: states, actor: law, says: So., not_modelled: {reason: information}}'
    )
    assert found.whole
    assert [(r.cited_by, r.waived) for r in found.rows] == [(("a",), None), ((), "information")]


def test_a_statement_that_is_neither_is_uncovered() -> None:
    found = covered('{ref: "1b", modality: states, actor: law, says: So.}')
    assert not found.whole
    assert [r.statement.ref for r in found.rows if r.uncovered] == ["1b"]


def test_a_statement_that_is_cited_and_waived_is_both() -> None:
    policy = POLICY.replace("says: Do it.", "says: Do it., not_modelled: {reason: information}")
    policy = policy.replace("actor: member", "actor: svu")
    found = coverage(small_pack(ONE, policy), ())
    assert not found.whole
    assert [(r.both, r.duty_waived) for r in found.rows] == [(True, False)]


def test_a_duty_of_a_member_is_never_waived() -> None:
    for word in ("shall", "will", "must", "immediately", "imperative", "shall-not", "may-not", "must-not"):
        rest = f"modality: {word}, actor: member, says: So., not_modelled: {{reason: legal-effect}}"
        found = covered(f'{{ref: "1b", {rest}}}')
        assert not found.whole
        assert found.rows[1].duty_waived


def test_a_permission_or_the_duty_of_another_may_be_waived() -> None:
    for rest in (
        "modality: may, actor: member",
        "modality: should-not, actor: member",
        "modality: shall, actor: svu",
    ):
        assert covered(f'{{ref: "1b", {rest}, says: So., not_modelled: {{reason: not-officer-duty}}}}').whole


def test_an_obligation_with_another_word_than_the_text_is_a_gap() -> None:
    weaker = '  - {obligation: softer, text: Softer, modality: should, cites: ["1a"]}\n'
    found = coverage(small_pack(ONE + weaker), ())
    assert found.other_words == ("softer says should; 1a says shall",)
    assert not found.whole


def test_a_scenario_counts_where_an_item_that_cites_comes_up() -> None:
    policy = POLICY.replace(
        "readings:", '- {ref: "1b", modality: shall, actor: member, says: So.}\nreadings:'
    )
    items = ONE + '  - {obligation: b, text: B, modality: shall, cites: ["1b"], when: {a: yes}}\n'
    against = small_pack(items, policy)
    texts = [
        f"scenario: {a}\ntitle: T\nchecklist: walk\nlevel: recruit\nstory: S\nanswers: {{a: {a}}}\n"
        f"expect: {{{list_name}: [b]}}\n"
        for a, list_name in (("yes", "outstanding"), ("no", "not_outstanding"), ("unknown", "undetermined"))
    ]
    found = coverage(against, [read(text, against) for text in texts])
    assert [r.scenarios for r in found.rows] == [("yes", "no", "unknown"), ("yes",)]


def test_a_note_and_a_finding_count_while_they_hold() -> None:
    items = (
        ONE
        + '  - {note: n, text: N, cites: ["1b"], when: {a: yes}}\n'
        + '  - {finding: f, text: F, cites: ["1c"], is: {a: no}}\n'
        + '  - {obligation: b, text: B, modality: may, cites: ["1a"], when: {a: yes}}\n'
    )
    more = "".join(f'- {{ref: "1{c}", modality: states, actor: law, says: So.}}\n' for c in "bc")
    against = small_pack(items, POLICY.replace("readings:", f"{more}readings:"))
    head = "title: T\nchecklist: walk\nlevel: recruit\nstory: S\n"
    yes = read(f"scenario: yes\n{head}answers: {{a: yes}}\nexpect: {{outstanding: [b]}}\n", against)
    no = read(f"scenario: no\n{head}answers: {{a: no}}\nexpect: {{not_outstanding: [b]}}\n", against)
    assert [r.scenarios for r in coverage(against, (yes, no)).rows[1:]] == [("yes",), ("no",)]


def test_every_scenario_of_the_small_pack_exercises_its_statement() -> None:
    found = coverage(pack(), [read(t) for t in (ALL_OF_IT, NOTHING, FAR)])
    assert found.rows[0].scenarios == ("all-of-it", "nothing", "far-away")


def test_the_shipped_pack_is_covered_and_every_cited_statement_is_in_a_scenario() -> None:
    shipped = library.load(library.read(library.shipped_folder()), None)
    scenarios, problems = parse_all(library.scenario_files(library.shipped_folder()), shipped)
    assert problems == ()
    found = coverage(shipped, scenarios)
    assert found.whole
    assert len(found.rows) == 113
    assert [r.statement.ref for r in found.rows if r.cited_by and not r.scenarios] == []
