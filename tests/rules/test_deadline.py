from datetime import datetime, timedelta

from dvcheck.rules.assess import Duty, assess
from dvcheck.rules.outline import outline
from tests.small_packs import NOW, answers, small_pack

REPORT = """\
  - {ask: hurt, text: Are you incapacitated?, kind: yes-no, cites: ["1a"]}
  - obligation: report
    text: Report
    modality: shall
    cites: ["1a"]
    due: {by: end-of-shift, cites: ["1a"], unless: {hurt: yes}}
  - {obligation: serve, text: Serve, modality: shall, cites: ["1a"], due: timely}
  - {obligation: ask-first, text: Ask, modality: shall, cites: ["1a"], due: {before: the respondent enters}}
  - {obligation: tell, text: Tell, modality: will, cites: ["1a"]}
"""


def duty(name: str, given: dict[str, str], ends: datetime | None, now: datetime = NOW) -> Duty:
    laid_out = outline(small_pack(REPORT), ("walk",))
    found = assess(laid_out, answers(given), {}, now, ends).duty(name)
    assert found is not None
    return found


def test_only_what_the_text_states_is_a_deadline() -> None:
    kinds = {name: duty(name, {}, NOW).deadline.kind for name in ("tell", "serve", "ask-first", "report")}
    assert kinds == {
        "tell": "none-stated",
        "serve": "timely",
        "ask-first": "before",
        "report": "end-of-shift",
    }
    assert duty("ask-first", {}, NOW).deadline.event == "the respondent enters"
    assert duty("report", {}, None).deadline.at is None


def test_the_end_of_the_shift_is_overdue_from_that_moment_on() -> None:
    ends = NOW + timedelta(hours=1)
    assert duty("report", {}, ends).deadline.at == ends
    assert not duty("report", {}, ends, ends - timedelta(seconds=1)).deadline.overdue
    assert duty("report", {}, ends, ends).deadline.overdue


def test_incapacity_lifts_the_deadline_and_leaves_the_duty() -> None:
    lifted = duty("report", {"hurt": "yes"}, NOW)
    assert (lifted.status, lifted.deadline.at, lifted.deadline.overdue) == ("open", None, False)
    assert lifted.deadline.kind == "lifted"
    assert duty("report", {"hurt": "unknown"}, NOW).deadline.overdue
