"""The entries of a list keep their ids, whatever they are called and however the list changes."""

from hypothesis import given
from hypothesis import strategies as st

from dvcheck.record.case import Case, fold
from dvcheck.record.events import Answered, Entry, body_of
from dvcheck.rules.answer import Answer, EntryIdentity
from tests.record.test_case import OPENED, events, minute


def folded(*entries: Entry) -> Case:
    return fold(events(OPENED, *entries))


def people(*names: str, entries: tuple[str, ...] = ()) -> Answered:
    return Answered("people", names, entries)


def ids(case: Case) -> dict[str, str]:
    """Return the id of each name in the present list."""
    answer = case.answers["people"]
    return {name: one.id for name, one in zip(answer.value, answer.named, strict=True)}


def test_the_entries_of_a_first_answer_are_numbered_and_no_more_is_recorded() -> None:
    case = folded(people("Ann", "Bo"))
    assert case.answers["people"] == Answer(value=("Ann", "Bo"), at=minute(1))
    assert case.answers["people"].named == (
        EntryIdentity(id="1", since=minute(1)),
        EntryIdentity(id="2", since=minute(1)),
    )
    assert body_of(people("Ann")) == {"question": "people", "value": ("Ann",)}


def test_an_entry_that_is_added_gets_the_next_number_and_its_own_time() -> None:
    case = folded(people("Ann", "Bo"), people("Cy", "Ann", "Bo"))
    assert ids(case) == {"Cy": "3", "Ann": "1", "Bo": "2"}
    assert case.answers["people"].named[0] == EntryIdentity(id="3", since=minute(2))
    assert case.answers["people"].named[1] == EntryIdentity(id="1", since=minute(1))


def test_an_entry_that_is_taken_out_and_named_again_is_the_same() -> None:
    case = folded(people("Ann", "Bo"), people("Bo"), people("Bo", "Dee"), people("Dee", "Ann"))
    assert ids(case) == {"Dee": "3", "Ann": "1"}


def test_a_renamed_entry_goes_on_and_its_former_name_is_still_its_own() -> None:
    case = folded(
        people("the driver", "Bo"), people("Ann", "Bo", entries=("1", "2")), people("Ann", "Bo", "Cy")
    )
    assert ids(case) == {"Ann": "1", "Bo": "2", "Cy": "3"}
    back = folded(people("the driver"), people("Ann", entries=("1",)), people("the driver"))
    assert ids(back) == {"the driver": "1"}


def test_two_entries_never_share_an_id() -> None:
    """Somebody else may get the former name of a renamed entry."""
    case = folded(people("Ann"), people("Bo", entries=("1",)), people("Bo", "Ann"))
    assert ids(case) == {"Bo": "1", "Ann": "2"}


def test_ids_that_do_not_fit_the_names_are_not_believed() -> None:
    for wrong in (("1",), ("1", "1"), ("1", "2", "3")):
        assert ids(folded(people("Ann", "Bo"), people("Bo", "Ann", entries=wrong))) == {"Bo": "2", "Ann": "1"}


def test_unknown_in_between_loses_no_id() -> None:
    case = folded(people("Ann", "Bo"), Answered("people", "unknown"), people("Bo", "Ann"))
    assert ids(case) == {"Bo": "2", "Ann": "1"}


NAMES = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True)


@given(st.lists(NAMES, min_size=1, max_size=8))
def test_a_name_has_one_id_for_good_and_an_id_one_name(answers: list[list[str]]) -> None:
    seen: dict[str, str] = {}
    for count in range(1, len(answers) + 1):
        case = folded(*(people(*names) for names in answers[:count]))
        for name, one in ids(case).items():
            assert seen.setdefault(name, one) == one
    assert len(set(seen.values())) == len(seen)
