"""An officer's entry is either refused, or in the facts of the case when the journal is read again."""

import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcheck import dates
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Kind
from dvcheck.pack.value import Value
from dvcheck.record import answers_file
from dvcheck.record.case import fold
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock
from dvcheck.record.events import Answered, CaseOpened, ChecklistStarted, Entry
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.logic import Facts
from dvcheck.rules.outline import outline
from dvcheck.terminal.plain import PlainTerminal
from dvcheck.walk.prompts import Leave
from dvcheck.walk.walk import walk
from tests.drawn import drawn
from tests.journal import answers, entries, only_case, shown
from tests.pty import BACKSPACE, ENTER, Officer, dvcheck
from tests.rules.test_answer_kept import RAW, TEXTS
from tests.small_packs import NOW, question, small_pack
from tests.terminal.walks import SERVED_ANSWERS, lay_out
from tests.terminal.walks import answers_file as written

PACK = small_pack("""\
  - {ask: hurt, text: Hurt?, kind: yes-no, cites: ["1a"]}
  - {ask: kin, text: Kin?, kind: choice, options: [{id: wed, text: Wed}, {id: kin, text: Kin}], cites: ["1a"]}
  - ask: crimes
    text: Crimes?
    kind: choices
    options: [{id: theft, text: Theft}, {id: assault, text: Assault}, {id: none, text: None, alone: true}]
    cites: ["1a"]
  - {ask: said, text: TimerInput?, kind: text, cites: ["1a"]}
  - {ask: many, text: How many?, kind: number, most: 10, cites: ["1a"]}
  - {ask: done-at, text: When?, kind: time, cites: ["1a"]}
  - {ask: things, text: Things?, kind: list, cites: ["1a"]}
""")
WALK = outline(PACK, ("walk",))
NAMES = [q.id for q in PACK.questions()]


@contextmanager
def case_file() -> Iterator[tuple[CaseFile, Journal]]:
    opening = [CaseOpened(number=None, zone="UTC", pack=PACK.digest, dvcheck="0"), ChecklistStarted("walk")]
    with tempfile.TemporaryDirectory() as folder, Journal.open(Path(folder)) as journal:
        clock = Clock(lambda: NOW, lambda: 0.0)
        yield CaseFile.begin(journal, opening, clock, (PACK.digest, lambda: b"")), journal


def assert_all_count(file: CaseFile, journal: Journal) -> dict[str, Value]:
    """Assert that each answer in the journal is a fact of its case, as recorded. Return them."""
    case = fold(journal.events(file.case.id))
    facts = Facts(WALK, case.answers)
    assert facts.uncounted == []
    assert facts.answers == case.answers
    return {name: answer.value for name, answer in facts.answers.items()}


TYPED = [
    "y",
    "n",
    "u",
    "b",
    "s",
    "1",
    "2",
    "1 2",
    "3",
    "7",
    "t",
    "23:05",
    "3/31/2026",
    "Mar 31, 2026",
    "2026-03-31 7:5",
    "a, b",
]
LINES = st.one_of(st.sampled_from(TYPED), TEXTS.map(lambda text: text.replace("\n", " ")))


@given(st.lists(LINES, max_size=25))
@settings(max_examples=drawn(60), deadline=None)
def test_every_line_typed_in_a_walk_is_refused_or_counts(lines: list[str]) -> None:
    with case_file() as (file, journal):
        with suppress(Leave):
            walk(PACK, file, PlainTerminal(io.StringIO("\n".join(lines)), io.StringIO()))
        assert_all_count(file, journal)


@given(st.dictionaries(st.sampled_from(NAMES), RAW, max_size=4))
@settings(max_examples=drawn(60), deadline=None)
def test_every_answer_of_a_file_is_refused_or_counts(raw: dict[str, Value]) -> None:
    text = "".join(f"{name}: {json.dumps(value)}\n" for name, value in raw.items())
    found, _ = answers_file.parse(text, "a.yaml", PACK, NOW)
    with case_file() as (file, journal):
        file.answer_all((one.question, one.value) for one in found.answers)
        assert assert_all_count(file, journal) == {one.question.id: one.value for one in found.answers}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("time", "206-03-31"),
        ("time", "3/31/2026"),
        ("choices", ()),
        ("choices", "theft"),
        ("list", ("coat", "coat")),
        ("list", ("unknown",)),
        ("number", "007"),
        ("text", " a"),
        ("text", "\x1b[31m"),
        ("yes-no", "maybe"),
    ],
)
def test_a_value_that_would_not_count_is_not_recorded(kind: Kind, value: Value) -> None:
    """By any way of entry: nothing of its commit reaches the journal."""
    with case_file() as (file, journal):
        before = journal.events(file.case.id)
        with pytest.raises(DvcheckError) as refused:
            file.answer_all([(question("hurt"), "yes"), (question("it", kind), value)])
        assert refused.value.code is Exit.JOURNAL
        assert "the answer to it was not recorded" in refused.value.message
        assert journal.events(file.case.id) == before


# --- at the terminal ------------------------------------------------------------------------------------

WHEN = "When was the order served? Date and time"
SERVED = "2026-11-21 22:15"


@pytest.fixture
def case(tmp_path: Path) -> str:
    """An order that was served, with the time of service."""
    given = written(tmp_path, lay_out("serve-order", SERVED_ANSWERS))
    assert dvcheck("serve-order", "--answers", given, "--format", "json").returncode == 0
    name = only_case()
    assert dvcheck("amend", name, "service-time", "--plain", typed=f"{SERVED}\ny\n").returncode == 0
    return name


def in_two_days(form: str) -> str:
    return f"{datetime.now(UTC) + timedelta(days=2):{form}}"


@pytest.mark.parametrize("typed", ["3/31/0206", "Feb 30, 2026", "in two days"])
def test_an_impossible_time_is_refused_where_it_is_typed(case: str, typed: str) -> None:
    """The officer stays at the question, and the former answer is kept."""
    later = in_two_days("%Y-%m-%d")
    said = {
        "3/31/0206": "This reads as Mar 31, 0206; a year from 1900 to 2199 is expected.",
        "Feb 30, 2026": "This reads as Feb 30, 2026, but there is no such day.",
        "in two days": f"This reads as {dates.answered(later)}, in the future: enter a time in the past.",
    }
    with Officer("amend", case, "service-time") as officer:
        officer.wait_for(f"now: {dates.answered(SERVED)}")
        officer.press(*(later if typed == "in two days" else typed), ENTER)
        officer.wait_for(said[typed])
        assert officer.asks(WHEN)
        assert answers(case)["service-time"] == SERVED
        officer.press(*[BACKSPACE] * 12, *"Mar 31, 2026, 22:00", ENTER)
        officer.answer("Record this answer?", "y")
        assert officer.exit_status == 0
    assert answers(case)["service-time"] == "2026-03-31 22:00"


def test_an_impossible_time_is_refused_line_by_line(case: str) -> None:
    lines = ["3/31/0206", in_two_days("%Y-%m-%d %H:%M"), "", ""]
    done = dvcheck("amend", case, "service-time", "--plain", typed="\n".join(lines))
    assert done.returncode == 0, done.stderr
    assert "Not understood: this reads as Mar 31, 0206; a year from 1900 to 2199 is expected." in done.stdout
    assert f"this reads as {dates.answered(in_two_days('%Y-%m-%d'))}" in done.stdout
    assert "Nothing was changed." in done.stdout
    assert answers(case)["service-time"] == SERVED


@pytest.mark.parametrize(
    "command", [["serve-order", "--new", "--answers"], ["assess", "--checklist", "serve-order"]]
)
def test_an_impossible_time_in_a_file_is_refused_with_its_place(command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"served-now: yes\nservice-time: {in_two_days('%m/%d/%Y')}\n", encoding="utf-8")
    done = dvcheck(*command, str(path))
    assert (done.returncode, done.stdout) == (3, "")
    said = f"this reads as {dates.answered(in_two_days('%Y-%m-%d'))}, in the future: enter a time in the past"
    assert f"a.yaml:2:15: unknown-value: {said}" in done.stderr
    path.write_text("service-time: 0001-01-01\n", encoding="utf-8")
    done = dvcheck(*command, str(path))
    assert (done.returncode, done.stdout) == (3, "")
    assert "a.yaml:1:15: unknown-value: this reads as Jan 1, 0001; a year from 1900 to 2199" in done.stderr
    assert dvcheck("cases").stdout.startswith("No open cases")


def test_unknown_in_a_list_of_its_own_is_the_answer_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("crimes: [unknown]\n", encoding="utf-8")
    done = dvcheck("assess", str(path), "--format", "json")
    assert json.loads(done.stdout)["answers"]["crimes"]["value"] == "unknown"
    assert dvcheck("incident", "--new", "--answers", str(path)).returncode == 0
    assert answers(only_case()) == {"crimes": "unknown"}
    assert shown(only_case())["answers"]["crimes"]["value"] == "unknown"
    path.write_text("two-members: [yes]\n", encoding="utf-8")
    done = dvcheck("assess", str(path))
    assert done.returncode == 3
    assert "a.yaml:1:14: unknown-value: one answer is expected here, not a list" in done.stderr


# --- what an earlier version recorded -------------------------------------------------------------------


def recorded_before(home: Path, *told: Entry) -> str:
    """A case of an earlier version, which recorded answers that it then did not count."""
    source = library.read(library.shipped_folder())
    pack = library.load(source, None)
    opening = CaseOpened(number=None, zone=pack.policy.zone, pack=pack.digest, dvcheck="0.0.9")
    with Journal.open(home) as journal:
        whole = (pack.digest, source.archive())
        journal.append_all("c-01D1", [opening, ChecklistStarted("serve-order"), *told], NOW, pack=whole)
    return "c-01D1"


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("DVCHECK_HOME", str(tmp_path))
    return recorded_before(
        tmp_path,
        Answered("served-now", "yes"),
        Answered("service-time", "206-03-31"),
        Answered("service-place", ("Secret Street",)),
    )


RAW_TIME = "Time of service: 206-03-31 (service-time: a time is written 23:05"


def test_what_does_not_count_is_shown(old: str) -> None:
    for done in (dvcheck("show", old), dvcheck("explain", old, "cad-note-time")):
        said = " ".join(done.stdout.split())
        assert "RECORDED, BUT NOT COUNTED 2" in said
        assert RAW_TIME in said
        assert "(sensitive) (service-place)" in said
        assert "Secret Street" not in said
    assert "[Secret Street]" in dvcheck("show", old, "--include-sensitive").stdout
    sheet = dvcheck("report", old).stdout
    assert "## Recorded, but not counted" in sheet
    assert "(service-time): 206-03-31" in sheet
    assert "Secret Street" not in sheet
    told = [(u["question"], u["value"], bool(u["why"])) for u in shown(old)["case"]["uncounted"]]
    assert sorted(told) == [("service-place", None, False), ("service-time", "206-03-31", True)]
    assert "service-time" not in shown(old)["answers"]


def test_what_does_not_count_can_be_answered_again(old: str) -> None:
    done = dvcheck("amend", old, "service-time", "--plain", typed="3/31/2026 22:00\ny\n")
    assert done.returncode == 0, done.stderr
    assert shown(old)["answers"]["service-time"]["value"] == "2026-03-31 22:00"
    assert [u["question"] for u in shown(old)["case"]["uncounted"]] == ["service-place"]
    assert len([body for kind, body in entries(old) if kind == "answered"]) == 4


def test_a_case_whose_answers_all_count_has_no_such_heading(case: str) -> None:
    for command in ("show", "report"):
        assert "not counted" not in dvcheck(command, case).stdout.lower()
    assert shown(case)["case"]["uncounted"] == []


# --- nothing is cut silently --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [2_001, 2_002, 5_000])
def test_a_pasted_text_that_is_too_long_is_refused_wherever_it_is_cut(case: str, size: int) -> None:
    """With a space at the cut, the beginning of the text is still not taken for all of it."""
    with Officer("amend", case, "service-place") as officer:
        officer.wait_for_question("Where was the order served?")
        officer.paste("x" * 1_999 + " " * (size - 2_000) + "y", bracketed=True)
        officer.press(ENTER)
        officer.wait_for("The text is longer than 2,000 characters.")
        officer.press("\x03")
        assert officer.exit_status == 130
    assert "service-place" not in answers(case)


def test_a_note_that_is_too_long_is_refused_while_a_clock_runs() -> None:
    timed = small_pack("""\
  - timer: stay
    text: Time inside
    limit: 20 min
    starts_with: They go in
    ends_with: They are out
    at_limit: Time is over.
    cites: ["1a"]
""")
    said = io.StringIO()
    with case_file() as (file, _):
        with suppress(Leave):
            walk(timed, file, PlainTerminal(io.StringIO(f"1\nn {'x' * 2_001}\nn short\n"), said))
        assert [remark.text for remark in file.case.remarks] == ["short"]
    assert "The note is longer than 2,000 characters." in said.getvalue()
