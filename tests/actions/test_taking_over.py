"""A case moves to another computer: what arrives, what is refused, and what both journals say."""

import random
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dvcheck.academy.read_scenario import parse_all
from dvcheck.academy.scenario import Scenario
from dvcheck.actions import closing, taking_over
from dvcheck.actions.closing import find_long_closed
from dvcheck.actions.open_case import open_case
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.digest import digest_of
from dvcheck.pack.model import Obligation
from dvcheck.pack.value import Value
from dvcheck.record import transfer
from dvcheck.record.audit import verdict
from dvcheck.record.case import Case
from dvcheck.record.case_file import CaseFile
from dvcheck.record.cases import find_case, open_cases
from dvcheck.record.clock import SYSTEM, now
from dvcheck.record.events import Answered, CaseOpened, ChecklistStarted, Entry, Marked, Noted, ShiftEnds
from dvcheck.record.sqlite.files import FILE_NAME
from dvcheck.rules.answer import allowed_answers
from tests.drawn import drawn
from tests.moving_cases import TAMPERINGS, handed_over, rehashed, taken_over, tampered
from tests.record.memory_store import Memory
from tests.terminal.walks import shipped

SECRET = "Xanthippe of Elm Street"
SOURCE = library.read(library.shipped_folder())


@pytest.fixture
def sender(tmp_path: Path) -> Workspace:
    return Workspace(home=tmp_path / "sender")


@pytest.fixture
def receiver(tmp_path: Path) -> Workspace:
    return Workspace(home=tmp_path / "receiver")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / f"case{transfer.ENDING}"


def opened(workspace: Workspace, *entries: Entry, number: str = "26-118", walk: str = "incident") -> str:
    """Open a case of the shipped pack with some entries, and return its id."""
    opening = CaseOpened(
        number=number, zone="America/Los_Angeles", pack=SOURCE.digest, dvcheck="0.1.0", officer="4711"
    )
    with workspace.journal_to_write() as journal:
        pack = (SOURCE.digest, SOURCE.archive)
        return CaseFile.begin(journal, [opening, ChecklistStarted(walk), *entries], SYSTEM, pack).case.id


def add(workspace: Workspace, case: str, *notes: str) -> None:
    with open_case(workspace, case) as one:
        for note in notes:
            one.file.note(note)


def case_of(workspace: Workspace, name: str) -> Case:
    with workspace.recorded() as journal:
        return find_case(journal, name)


def reopen(workspace: Workspace, name: str) -> None:
    with closing.closed_case(workspace, name) as one:
        one.file.reopen_case()


def refusal(receiver: Workspace, file: Path) -> DvcheckError:
    """Return why a file is not taken over. Nothing may be recorded."""
    journal = receiver.home / FILE_NAME
    before = journal.read_bytes() if journal.exists() else None
    with pytest.raises(DvcheckError) as caught:
        taken_over(receiver, file)
    assert (journal.read_bytes() if journal.exists() else None) == before
    return caught.value


# --- what arrives -------------------------------------------------------------------------------------------


def scenarios() -> tuple[Scenario, ...]:
    found, problems = parse_all(library.scenario_files(library.shipped_folder()), shipped())
    assert not problems
    return tuple(found)


CLOSED = [q for q in shipped().questions() if q.kind in ("yes-no", "choice", "choices")]
DUTIES = [item.id for item in shipped().items() if isinstance(item, Obligation)]


@st.composite
def any_night(draw: st.DrawFn) -> tuple[str, list[Entry]]:
    """Draw a walk, and entries: the key of a scenario, other answers, marks, notes and the end of a shift."""
    scenario = draw(st.sampled_from(scenarios()))
    entries: list[Entry] = [Answered(name, _stored(value)) for name, value in scenario.answers.items()]
    for question in draw(st.lists(st.sampled_from(CLOSED), max_size=4)):
        entries.append(Answered(question.id, _stored(draw(st.sampled_from(allowed_answers(question))))))
    for duty in draw(st.lists(st.sampled_from(DUTIES), max_size=6)):
        status = draw(st.sampled_from(["done", "not-feasible", "carried-over", "open"]))
        entries.append(Marked(duty, status, draw(st.sampled_from(["", "no light"]))))
    entries += [Noted(text) for text in draw(st.lists(st.text(max_size=20).map(repr), max_size=2))]
    if draw(st.booleans()):
        entries.append(ShiftEnds(now() + timedelta(hours=draw(st.integers(-3, 9)))))
    return scenario.checklist, draw(st.permutations(entries)) if draw(st.booleans()) else entries


def _stored(value: Value) -> str | tuple[str, ...]:
    return value if isinstance(value, str) else tuple(value)


@settings(max_examples=drawn(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(night=any_night())
def test_whatever_was_recorded_gives_the_same_case_on_the_other_computer(
    tmp_path_factory: pytest.TempPathFactory, night: tuple[str, list[Entry]]
) -> None:
    folder = tmp_path_factory.mktemp("night")
    sender, receiver = Workspace(home=folder / "sender"), Workspace(home=folder / "receiver")
    walk, entries = night
    name = opened(sender, *entries, walk=walk)
    before = case_of(sender, name)
    taken = taken_over(receiver, handed_over(sender, name, folder / "case.dvcase")).case
    for field in Case.__struct_fields__:
        if field not in ("id", "head", "take_overs"):
            assert getattr(taken, field) == getattr(before, field), field
    at = now()
    there, here = (
        msgspec.json.encode(space.assess(one, shipped(), at).duties)
        for space, one in ((sender, before), (receiver, taken))
    )
    assert there == here


def test_every_entry_keeps_its_time_its_kind_and_its_bytes(
    sender: Workspace, receiver: Workspace, file: Path
) -> None:
    name = opened(sender, Answered("two-members", "yes"), Noted(SECRET), Marked("go-report", "done"))
    with sender.recorded() as journal:
        there = [(e.at, e.kind, e.body) for e in journal.since(0) if e.case == name.encode()]
    taken = taken_over(receiver, handed_over(sender, name, file))
    with receiver.recorded() as journal:
        here = [(e.at, e.kind, e.body) for e in journal.since(0)]
    assert here[:-1] == there
    assert here[-1][1] == b"case-taken-over"
    (move,) = taken.case.take_overs
    assert (move.case, move.entries, taken.case.officer) == (name, len(there), "4711")
    assert taken.case.id != name


def test_the_sender_owes_nothing_in_it_any_more(sender: Workspace, file: Path) -> None:
    name = opened(sender, Answered("call-type", "domestic-disturbance"))
    handed_over(sender, name, file, "end of shift")
    found = case_of(sender, name)
    assert found.closed is not None
    assert found.closed.reason == "end of shift"
    assert found.closed.handed_over == msgspec.json.decode(file.read_bytes())["digest"]
    assert "go-report" in found.closed.open
    with sender.recorded() as journal:
        assert open_cases(journal)[0] == []
    with pytest.raises(DvcheckError, match="was handed over") as caught:
        add(sender, name, "more")
    assert "close" in caught.value.hint


def test_a_clock_runs_on_and_counts_from_the_recorded_time(
    sender: Workspace, receiver: Workspace, file: Path
) -> None:
    name = opened(sender, walk="standby")
    with open_case(sender, name) as one:
        one.file.start_timer("standby-clock", 1200, ago=300)
    taken = taken_over(receiver, handed_over(sender, name, file)).case
    assert taken.running == ("standby-clock",)
    assert case_of(sender, name).running == ()
    with open_case(receiver, taken.id) as one:
        assert one.file.elapsed("standby-clock") >= timedelta(seconds=300)
        one.file.end_timer("standby-clock")
    assert case_of(receiver, taken.id).running == ()


# --- what the file says of others ---------------------------------------------------------------------------


def test_the_file_says_of_other_cases_their_ids_times_and_kinds_alone(
    sender: Workspace, receiver: Workspace, file: Path
) -> None:
    other = opened(sender, Noted(SECRET), number="26-999")
    name = opened(sender, Noted("mine"))
    add(sender, other, SECRET)
    content = handed_over(sender, name, file).read_bytes()
    assert SECRET.encode() not in content
    assert b"26-999" not in content
    document = msgspec.json.decode(content)
    rows = [row for row in document["journal"] if row[0] == other]
    assert [row[2] for row in rows] == ["case-opened", "checklist-started", "noted", "noted"]
    with sender.recorded() as journal:
        hidden = {e.salt.hex() for e in journal.since(0) if e.case == other.encode()}
    assert hidden.isdisjoint(entry["salt"] for entry in document["entries"])
    assert not any(salt.encode() in content for salt in hidden)
    assert taken_over(receiver, file).case.remarks[0].text == "mine"


def test_the_code_of_the_file_stays_in_the_journal_it_came_from(sender: Workspace, file: Path) -> None:
    name = opened(sender)
    moved = transfer.decode(handed_over(sender, name, file).read_bytes(), "")
    opened(sender, number="26-119")
    with sender.recorded() as journal:
        found = verdict(journal, moved.head.hex())
    assert found.is_sound
    assert found.places is not None
    assert [place.seq for place in found.places] == [moved.length]


def test_a_journal_with_a_purged_case_can_still_hand_over(
    sender: Workspace, receiver: Workspace, file: Path
) -> None:
    opened(sender, number="26-1")
    closing.close(sender, "26-1", "old")
    with find_long_closed(sender, 0) as found:
        found.erase()
    taken_over(receiver, handed_over(sender, opened(sender), file))


def test_a_purge_of_either_copy_leaves_both_journals_intact(
    sender: Workspace, receiver: Workspace, file: Path
) -> None:
    name = opened(sender, Noted(SECRET))
    taken = taken_over(receiver, handed_over(sender, name, file)).case
    closing.close(receiver, taken.id, "done")
    for workspace in (sender, receiver):
        with find_long_closed(workspace, 0) as found:
            assert [case.id for case in found.erase().gone] == [name if workspace is sender else taken.id]
        with workspace.recorded() as journal:
            assert verdict(journal).is_sound
        assert SECRET.encode() not in (workspace.home / FILE_NAME).read_bytes()


def test_a_purged_case_does_not_come_back_from_its_own_file(sender: Workspace, file: Path) -> None:
    name = opened(sender, Noted(SECRET))
    handed_over(sender, name, file)
    with find_long_closed(sender, 0) as found:
        found.erase()
    error = refusal(sender, file)
    assert (error.code, "purged" in error.hint) == (Exit.USAGE, True)


# --- another state of a case that is there ------------------------------------------------------------------


def test_a_file_is_taken_over_once(sender: Workspace, receiver: Workspace, file: Path) -> None:
    taken = taken_over(receiver, handed_over(sender, opened(sender), file)).case
    assert taken.id in refusal(receiver, file).message
    add(receiver, taken.id, "went on")
    assert refusal(receiver, file).code == Exit.USAGE


def test_a_file_is_refused_on_the_computer_it_was_written_on(sender: Workspace, file: Path) -> None:
    name = opened(sender)
    error = refusal(sender, handed_over(sender, name, file))
    assert (error.code, name in error.message, "--reopen" in error.hint) == (Exit.USAGE, True, True)


def test_a_later_state_is_named_and_taken_only_as_a_second_case(
    sender: Workspace, receiver: Workspace, file: Path, tmp_path: Path
) -> None:
    name = opened(sender)
    first = taken_over(receiver, handed_over(sender, name, file)).case
    add(receiver, first.id, "here")
    reopen(sender, name)
    add(sender, name, "there")
    later = handed_over(sender, name, tmp_path / "later.dvcase")
    with taking_over.take_over(receiver, later) as found:
        assert [one.case.id for one in found.doubles] == [first.id]
        assert found.doubles[0].lacks >= 3  # closed, reopened, the note
        second = found.record()
    assert [case.id for case in second.doubles] == [first.id]
    assert [r.text for r in case_of(receiver, first.id).remarks] == ["here"]
    assert [r.text for r in case_of(receiver, second.case.id).remarks] == ["there"]
    assert refusal(receiver, file).code == Exit.USAGE  # the earlier state is in both


def test_a_case_comes_back_to_where_it_began(
    sender: Workspace, receiver: Workspace, file: Path, tmp_path: Path
) -> None:
    name = opened(sender)
    taken = taken_over(receiver, handed_over(sender, name, file)).case
    add(receiver, taken.id, "over there")
    back = handed_over(receiver, taken.id, tmp_path / "back.dvcase")
    with taking_over.take_over(sender, back) as found:
        assert found.doubles == ()
        again = found.record()
    assert [case.id for case in again.came_back_to] == [name]
    assert len(again.case.take_overs) == 2
    assert case_of(sender, "26-118").id == again.case.id
    assert name not in (again.same_number or "")


def test_a_third_computer_knows_the_case_by_either_way(sender: Workspace, tmp_path: Path) -> None:
    second, third = (Workspace(home=tmp_path / name) for name in ("second", "third"))
    name = opened(sender)
    direct = handed_over(sender, name, tmp_path / "1.dvcase")
    passed_on = handed_over(second, taken_over(second, direct).case.id, tmp_path / "2.dvcase")
    taken = taken_over(third, passed_on).case
    assert taken.id in refusal(third, direct).message


def test_an_equal_number_is_named(sender: Workspace, receiver: Workspace, file: Path) -> None:
    other = opened(receiver)
    taken = taken_over(receiver, handed_over(sender, opened(sender), file))
    assert taken.same_number == other
    with pytest.raises(DvcheckError, match="fits more than one case"):
        case_of(receiver, "26-118")


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_changed_file_is_refused(name: str, sender: Workspace, receiver: Workspace, file: Path) -> None:
    chance = random.Random(name)
    opened(sender, number="26-1")
    content = handed_over(sender, opened(sender, Noted("one"), Noted("two")), file).read_bytes()
    for _ in range(4):
        file.write_bytes(tampered(content, name, chance))
        assert refusal(receiver, file).code == Exit.BAD_INPUT


def test_a_file_that_was_computed_again_has_another_code(sender: Workspace, file: Path) -> None:
    content = handed_over(sender, opened(sender, Noted("one")), file).read_bytes()
    forged = transfer.decode(rehashed(content, "two"), "")
    assert forged.case.remarks[0].text == "two"
    assert forged.head != transfer.decode(content, "").head


def test_a_newer_layout_is_said_to_be_one(sender: Workspace, receiver: Workspace, file: Path) -> None:
    content = handed_over(sender, opened(sender), file).read_bytes()
    file.write_bytes(content.replace(b'{"dvcase":1,', b'{"dvcase":2,"new":[],', 1))
    error = refusal(receiver, file)
    assert (error.code, "newer dvcheck" in error.message) == (Exit.BAD_INPUT, True)


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00" * 9, b"PK\x03\x04", b'{"dvcase":', b'{"dvcase":[[['])
def test_another_file_is_refused(content: bytes, receiver: Workspace, file: Path) -> None:
    file.write_bytes(content)
    assert refusal(receiver, file).code == Exit.BAD_INPUT
    assert not receiver.home.exists()


def test_a_folder_or_no_file_is_refused(receiver: Workspace, file: Path) -> None:
    assert refusal(receiver, file).code == Exit.BAD_INPUT
    file.mkdir()
    assert "this is a folder" in refusal(receiver, file).message


def test_a_file_that_is_too_large_is_refused(
    receiver: Workspace, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "MOST_SIZE", 1 << 20)
    file.write_bytes(b'{"dvcase":1' + b" " * (1 << 20))
    assert "over 1 MiB" in refusal(receiver, file).message


def test_a_pack_that_does_not_parse_here_is_refused(
    sender: Workspace, receiver: Workspace, file: Path
) -> None:
    files = {"policy.yaml": "id: unheard-of\n"}
    pack = library.PackFiles(files=files, digest=digest_of(files), folder="")
    opening = CaseOpened(number=None, zone="UTC", pack=pack.digest, dvcheck="0.1.0")
    with sender.journal_to_write() as journal:
        name = CaseFile.begin(journal, [opening], SYSTEM, (pack.digest, pack.archive)).case.id
        file.write_bytes(transfer.encode(journal.since(0), name, {pack.digest: files}).content)
    error = refusal(receiver, file)
    assert (error.code, "its checklists cannot be read here" in error.message) == (Exit.BAD_INPUT, True)


def test_a_case_with_sensitive_answers_is_refused_where_none_are_recorded(
    sender: Workspace, tmp_path: Path, file: Path
) -> None:
    sensitive = next(q.id for q in shipped().questions() if q.sensitive)
    handed_over(sender, opened(sender, Answered(sensitive, SECRET)), file)
    receiver = Workspace(home=tmp_path / "receiver", no_sensitive=True)
    error = refusal(receiver, file)
    assert (error.code, SECRET in error.message) == (Exit.USAGE, False)
    other = handed_over(sender, opened(sender, number="26-2"), tmp_path / "plain.dvcase")
    taken_over(receiver, other)


def test_a_broken_chain_is_not_handed_over(sender: Workspace, file: Path) -> None:
    name = opened(sender, Noted("one"))
    with sender.recorded() as journal:
        rows = list(journal.since(0))
    for broken in (rows[:1] + rows[2:], [rows[0]._replace(body=b"{}"), *rows[1:]]):
        with pytest.raises(DvcheckError, match="not as it was recorded") as caught:
            transfer.encode(broken, name, {})
        assert caught.value.code == Exit.JOURNAL


def test_a_file_that_would_be_refused_is_not_written(sender: Workspace) -> None:
    name = opened(sender)
    with sender.recorded() as journal, pytest.raises(DvcheckError, match="would refuse the file") as caught:
        transfer.encode(journal.since(0), name, {SOURCE.digest: {"policy.yaml": "another"}})
    assert caught.value.code == Exit.JOURNAL


def test_another_window_that_changes_the_case_meanwhile_stops_the_hand_over(sender: Workspace) -> None:
    from dvcheck.actions.handing_over import hand_over

    name = opened(sender)
    with hand_over(sender, name, None) as found:
        add(sender, name, "meanwhile")
        with pytest.raises(DvcheckError, match="another window changed"):
            found.record()
    assert case_of(sender, name).closed is None


def test_two_windows_that_take_one_file_over_record_it_once(
    sender: Workspace, receiver: Workspace, file: Path
) -> None:
    handed_over(sender, opened(sender), file)
    with taking_over.take_over(receiver, file) as found:
        taken_over(receiver, file)
        with pytest.raises(DvcheckError, match="another window changed the journal"):
            found.record()
    with receiver.recorded() as journal:
        assert len(open_cases(journal)[0]) == 1


def test_a_case_moves_between_stores_of_any_kind(sender: Workspace, tmp_path: Path, file: Path) -> None:
    receiver = Workspace(home=tmp_path / "memory", place=Memory())
    taken = taken_over(receiver, handed_over(sender, opened(sender, Noted("one")), file)).case
    back = handed_over(receiver, taken.id, tmp_path / "back.dvcase")
    assert taken_over(sender, back).case.remarks[0].text == "one"
