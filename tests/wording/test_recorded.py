"""The records other than answers, in words: in order, and without sensitive lists unless requested."""

from datetime import timedelta

from dvcheck.record import events as made
from dvcheck.wording import recorded
from tests.report.cases import NOW, OPENED, SECRETS, folded, kept_back, mixed, opening
from tests.terminal.walks import shipped

PACK = shipped()


def test_events_stand_in_the_order_of_their_times() -> None:
    told = recorded.events(mixed(), PACK)
    assert [event.at for event in told] == sorted(event.at for event in told)
    texts = [event.text for event in told]
    assert "Noted: the computer's clock was set back by 1:30" in texts
    assert any("ran for 21:30, 1:30 past the limit" in text for text in texts)


def test_a_closed_case_says_why_and_an_open_one_nothing() -> None:
    assert recorded.case_closed(mixed()) == "Closed: Finished from home."
    assert recorded.case_closed(folded(opening(PACK, "standby"))) == ""
    assert recorded.case_closed(folded([*opening(PACK, "standby"), (1, made.CaseClosed())])) == "Closed"


def test_entries_of_a_sensitive_list_are_told_only_where_asked_for() -> None:
    case, pack = kept_back()
    assert list(recorded.entries(case, pack, sensitive=False)) == []
    (taken,) = recorded.entries(case, pack, sensitive=True)
    assert (taken.heading, taken.entries) == ("Taken", (SECRETS[1],))


def test_a_timer_that_runs_says_when_it_ends_or_since_when_it_is_over() -> None:
    case = folded([*opening(PACK, "standby"), (0, made.TimerStarted("standby-clock", 1200))])
    (running,) = recorded.running(case, PACK, OPENED + timedelta(minutes=5))
    assert running.endswith(" runs until 00:50")
    (over,) = recorded.running(case, PACK, NOW)
    assert over.endswith(" runs, OVER since 00:50")


def test_a_hand_over_is_named_with_its_date_and_its_reason() -> None:
    closing = made.CaseClosed("end of shift", (), "sha256:ef")
    gone = folded([*opening(PACK, "standby"), (1, closing)])
    assert recorded.handed_over(gone) == "handed over Nov 1, 2026, 07:31"
    assert recorded.case_closed(gone) == "Handed over Nov 1, 2026, 07:31: end of shift"
    assert recorded.handed_over(mixed()) == ""


def test_a_take_over_is_named_with_where_the_case_was_and_who_took_it() -> None:
    for officer, said in (("4712", "Taken over by 4712 from"), (None, "Taken over from")):
        move = made.CaseTakenOver(
            file="sha256:ef",
            case="c-R5R3",
            head="9f2c41b7" * 8,
            first=1,
            opening="cd" * 32,
            entries=2,
            officer=officer,
        )
        (event,) = recorded.events(folded([*opening(PACK, "standby"), (1, move)]), PACK)
        assert event.text == f"{said} another computer, where it is c-R5R3, code 9F2C-41B7"
