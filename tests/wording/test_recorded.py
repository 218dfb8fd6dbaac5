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
