"""The open cases and what is owed in them, without a terminal and without a command."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dvcheck.actions import outstanding
from dvcheck.actions.outstanding import AssessedCase, OpenCases
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.sqlite.files import FILE_NAME
from tests.actions.calls import VERBAL_OPEN, opened, pack_in, unfinished, verbal

ITEMS = """\
  - {ask: hurt, text: Is somebody hurt?, kind: yes-no, cites: ["1a"]}
  - {obligation: some-time, text: Do it, modality: shall, cites: ["1a"]}
  - obligation: at-the-end
    text: Write it down
    modality: shall
    cites: ["1a"]
    due: {by: end-of-shift}
"""


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def test_without_a_journal_nothing_is_open_and_none_is_made(workspace: Workspace, home: Path) -> None:
    assert outstanding.open_cases(workspace, now()) == OpenCases()
    with outstanding.read_cases(workspace, None, now()) as found:
        assert found.total == 0
        assert list(found.cases) == []
    assert not (home / FILE_NAME).exists()


def test_open_cases_come_newest_first_with_what_each_owes(workspace: Workspace, tmp_path: Path) -> None:
    first, second = verbal(workspace, tmp_path, "26-1"), unfinished(workspace, tmp_path, "26-2")
    found = outstanding.open_cases(workspace, now())
    assert [one.case.id for one in found.worked] == [second, first]
    assert [o.obligation.id for o in found.owed() if o.case.id == first] == list(VERBAL_OPEN)
    assert [left.case.id for left in found.unfinished] == [second]
    assert found.unfinished[0].unasked == len(found.worked[0].assessment.unasked)
    assert found.listed.undecided == len(found.worked[0].assessment.undecided())
    assert not found.problems


def test_questions_that_may_not_be_asked_leave_no_walk_unfinished(home: Path, tmp_path: Path) -> None:
    pack = pack_in(tmp_path / "pack", ITEMS.replace("kind: yes-no", "kind: yes-no, sensitive: true"))
    empty = tmp_path / "none.yaml"
    empty.write_text("{}\n", encoding="utf-8")
    opened(Workspace(home=home, pack=pack), "incident", empty)
    asks, keeps = Workspace(home=home, pack=pack), Workspace(home=home, pack=pack, no_sensitive=True)
    assert [left.unasked for left in outstanding.open_cases(asks, now()).unfinished] == [1]
    assert outstanding.open_cases(keeps, now()).unfinished == ()


def test_the_earlier_deadline_comes_first_then_what_the_pack_has_first(home: Path, tmp_path: Path) -> None:
    workspace = Workspace(home=home, pack=pack_in(tmp_path / "pack", ITEMS))
    given = tmp_path / "given.yaml"
    given.write_text("hurt: no\n", encoding="utf-8")
    timeless = opened(workspace, "incident", given)
    timed = opened(workspace, "incident", given)
    with workspace.recorded() as journal:
        CaseFile(journal, journal.events(timed), SYSTEM).end_shift_at(now() + timedelta(hours=1))
    owed = outstanding.open_cases(workspace, now()).owed()
    assert [(o.case.id, o.obligation.id) for o in owed] == [
        (timed, "at-the-end"),
        (timeless, "at-the-end"),
        (timeless, "some-time"),
        (timed, "some-time"),
    ]
    assert owed[0].at is not None
    assert owed[0].opened == owed[0].case.opened


ARREST = """\
  - {ask: hurt, text: Is somebody hurt?, kind: yes-no, cites: ["1a"]}
  - {obligation: consider, text: Consider it, modality: shall, cites: ["1a"], done_when: {hurt: yes}}
  - obligation: arrest
    text: Arrest
    modality: shall
    cites: ["1a"]
    first: true
    when: {hurt: [yes, unknown]}
"""


def test_a_required_arrest_comes_before_what_another_case_owes(home: Path, tmp_path: Path) -> None:
    """In its own case, what decides it stays before it."""
    workspace = Workspace(home=home, pack=pack_in(tmp_path / "pack", ARREST))
    cases = {}
    for hurt in ("no", "unknown", "yes"):
        given = tmp_path / f"{hurt}.yaml"
        given.write_text(f"hurt: {hurt}\n", encoding="utf-8")
        cases[opened(workspace, "incident", given)] = hurt
    owed = outstanding.open_cases(workspace, now()).owed()
    assert [(cases[o.case.id], o.obligation.id) for o in owed] == [
        ("yes", "arrest"),
        ("unknown", "consider"),
        ("unknown", "arrest"),
        ("no", "consider"),
    ]


def test_cases_are_read_one_at_a_time(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("26-1", "26-2", "26-3"):
        verbal(workspace, tmp_path, number)
    stood: list[str | None] = []
    assess = Workspace.assess

    def noted(self: Workspace, case: object, *rest: object) -> object:
        stood.append(case.number)  # type: ignore[attr-defined]
        return assess(self, case, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Workspace, "assess", noted)
    with outstanding.read_cases(workspace, None, now()) as found:
        assert found.total == 3
        assert stood == []
        for count, one in enumerate(found.cases, 1):
            assert isinstance(one, AssessedCase)
            assert len(stood) == count
    assert stood == ["26-3", "26-2", "26-1"]


def test_a_case_that_cannot_be_read_is_named_after_the_others(workspace: Workspace, tmp_path: Path) -> None:
    pack = pack_in(tmp_path / "pack", ITEMS)
    given = tmp_path / "given.yaml"
    given.write_text("hurt: no\n", encoding="utf-8")
    bad = opened(Workspace(home=workspace.home, pack=pack), "incident", given)
    good = verbal(workspace, tmp_path)

    class Without(Workspace):
        def pack_of(self, case, journal):  # type: ignore[no-untyped-def]
            if case.id == bad:
                raise DvcheckError(f"case {bad}: gone", code=Exit.JOURNAL)
            return super().pack_of(case, journal)

    found = outstanding.open_cases(Without(home=workspace.home), now())
    assert [one.case.id for one in found.worked] == [good]
    with pytest.raises(DvcheckError, match=f"case {bad}: gone") as named:
        outstanding.require_all_read((*found.problems, *found.problems))
    assert named.value.message.count(bad) == 1
    assert named.value.code is Exit.JOURNAL
    outstanding.require_all_read(())


def test_the_zone_of_a_list_is_that_of_most_cases(home: Path, tmp_path: Path) -> None:
    given = tmp_path / "given.yaml"
    given.write_text("hurt: no\n", encoding="utf-8")
    west = Workspace(home=home, pack=pack_in(tmp_path / "west", ITEMS))
    east = Workspace(home=home, pack=pack_in(tmp_path / "east", ITEMS, zone="America/New_York"))
    opened(west, "incident", given)
    opened(east, "incident", given)
    assert outstanding.open_cases(west, now()).listed.zone().key == "America/New_York"
    opened(west, "incident", given)
    opened(east, "incident", given)
    opened(west, "incident", given)
    assert outstanding.open_cases(west, now()).listed.zone().key == "America/Los_Angeles"


def test_a_list_is_under_the_packs_of_its_cases_or_the_one_in_use(home: Path, tmp_path: Path) -> None:
    workspace = Workspace(home=home, pack=pack_in(tmp_path / "pack", ITEMS))
    broken = Workspace(home=home, pack=tmp_path / "nowhere")
    pack = workspace.pack()
    assert outstanding.packs_over(workspace, ()) == (pack,)
    assert outstanding.packs_over(broken, ()) == ()
    assert outstanding.packs_over(broken, (pack,)) == (pack,)
    assert outstanding.pack_over(broken, (pack,)) is pack
    assert outstanding.pack_over(workspace, ()) is pack


def test_the_rows_of_a_list_sort_as_what_is_owed_does(workspace: Workspace, tmp_path: Path) -> None:
    for number in ("26-1", "26-2"):
        verbal(workspace, tmp_path, number)
    at = datetime(2026, 12, 1, tzinfo=UTC)
    found = outstanding.open_cases(workspace, at)
    listed = outstanding.gather(workspace, found.worked)
    assert listed == found.listed == outstanding.outstanding(workspace, at)
    assert [(r.opened, r.obligation.id) for r in listed.rows] == [
        (o.opened, o.obligation.id) for o in found.owed()
    ]
