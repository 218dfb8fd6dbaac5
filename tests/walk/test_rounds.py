"""A walk with questions and duties for each entry of a list: round by round, and after list changes."""

import io
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dvcheck.pack.model import Pack, Question
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.record.case_file import CaseFile
from dvcheck.record.clock import Clock
from dvcheck.record.events import CaseOpened, ChecklistStarted
from dvcheck.record.sqlite.journal import Journal
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import outline
from dvcheck.terminal.plain import PlainTerminal
from dvcheck.walk.prompts import Leave, Line, Move, Prompt, Row, Ticked, TickList, WalkPlace
from dvcheck.walk.timer import Countdown, TimerInput
from dvcheck.walk.walk import amend, walk
from tests import rounds
from tests.drawn import drawn
from tests.small_packs import NOW


def begun(journal: Journal, pack: Pack) -> CaseFile:
    opening = CaseOpened(number=None, zone="UTC", pack=pack.digest, dvcheck="0")
    clock = Clock(lambda: NOW, lambda: 0.0)
    entries = (opening, ChecklistStarted("incident"))
    return CaseFile.begin(journal, entries, clock, (pack.digest, lambda: b""))


class Walked(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a walk, line by line."""

    assessment: Assessment
    said: str


def typed(folder: Path, *lines: str, pack: Pack | None = None, sensitive: bool = True) -> Walked:
    """Walk with these typed lines. At their end, the officer leaves."""
    pack, said = pack or rounds.pack(), io.StringIO()
    with Journal.open(folder) as journal:
        file = begun(journal, pack)
        terminal = PlainTerminal(io.StringIO("".join(f"{line}\n" for line in lines)), said)
        with suppress(Leave):
            walk(pack, file, terminal, sensitive=sensitive)
        case = file.case
        found = assess(outline(pack, case.checklists), case.answers, case.marks, NOW, None, case.opened)
    return Walked(assessment=found, said=said.getvalue())


def unasked(walked: Walked) -> list[str]:
    return [question.id for question in walked.assessment.unasked]


# --- rounds -------------------------------------------------------------------------------------------------


def test_each_entry_has_its_round_and_the_place_says_whose_it_is(tmp_path: Path) -> None:
    said = typed(tmp_path, "y", "Ana, Bo", "1", "3", "8", "n").said
    places = [line for line in said.splitlines() if " of 2. Incident. Each person. Question " in line]
    assert [place.split(". ")[0] for place in places] == ["Ana, 1 of 2", "Bo, 2 of 2"]
    assert said.index("Ana: Pain from 1 to 10?") < said.index("Bo: Pain from 1 to 10?")
    assert "Ana: Is it treated?" not in said


def test_back_leads_from_a_round_into_the_one_before_it(tmp_path: Path) -> None:
    walked = typed(tmp_path, "y", "Ana, Bo", "1", "3", "b", "6")
    assert walked.assessment.answers["pain@1"].value == "6"
    assert unasked(walked) == ["treated@1", "pain@2", "when"]


def test_a_question_left_for_later_is_left_in_its_round_alone(tmp_path: Path) -> None:
    walked = typed(tmp_path, "y", "Ana, Bo", "1", "s", "3", "s")
    assert "1 left for later" in walked.said
    assert unasked(walked) == ["pain@1", "when"]


def test_help_in_a_round_tells_why_it_is_asked(tmp_path: Path) -> None:
    said = typed(tmp_path, "y", "Ana", "1", "8", "?").said
    assert "Asked because" in said
    assert "Pain, Ana: 8" in said


def test_the_list_at_the_end_has_a_row_for_each(tmp_path: Path) -> None:
    said = typed(tmp_path, "y", "Ana, Bo", "3", "1", "1", "u", "").said
    assert "Ana: Take photographs" in said
    assert "Bo: Take photographs" in said


def test_nobody_of_a_sensitive_list_is_named(tmp_path: Path) -> None:
    walked = typed(tmp_path, "y", "Ana, Bo", "1", "8", "n", "2", "u", pack=rounds.sensitive())
    assert "People no. 1, 1 of 2" in walked.said
    assert "People no. 2: Take photographs" in walked.said
    assert "Ana" not in walked.said


def test_a_sensitive_question_is_kept_back_in_every_round(tmp_path: Path) -> None:
    """This includes people who are named during the walk."""
    pack = rounds.pack(rounds.WALK.replace("label: Pain,", "label: Pain, sensitive: true,"))
    walked = typed(tmp_path, "y", "Ana, Bo", "1", "u", "", pack=pack, sensitive=False)
    assert "Pain from 1 to 10?" not in walked.said
    assert unasked(walked) == ["pain@1", "pain@2"]


# --- a list that changes ------------------------------------------------------------------------------------

TO_PAIN = ("y", "Ana, Bo", "1", "8", "n")
"""The lines up to the question about Bo's pain."""
TO_LIST = ("b", "b", "b", "b")
"""The lines from there back to the list."""


def test_an_entry_that_is_added_brings_its_questions_and_keeps_those_of_the_others(tmp_path: Path) -> None:
    walked = typed(tmp_path, *TO_PAIN, *TO_LIST, "+ Cleo", "2")
    assert walked.assessment.answers["people"].value == ("Ana", "Bo", "Cleo")
    assert walked.assessment.answers["pain@1"].value == "8"
    assert walked.assessment.answers["pain@2"].value == "2"
    assert unasked(walked) == ["pain@3", "when"]
    assert "under a new name" not in walked.said


def test_an_entry_that_is_taken_out_takes_its_questions_and_brings_back_what_was_answered(
    tmp_path: Path,
) -> None:
    gone = typed(tmp_path / "gone", *TO_PAIN, *TO_LIST, "- Ana")
    assert unasked(gone) == ["worse", "pain@2", "when"]
    assert "Ana: no longer in the list. 2 answers are kept but do not count." in gone.said
    assert "Hurt more: Ana no longer counts: what it names is no longer in the list" in gone.said
    assert [duty.obligation.text for duty in gone.assessment.outstanding] == ["Bo: Take photographs"]
    back = typed(tmp_path / "back", *TO_PAIN, *TO_LIST, "- Ana", "b", "Bo, Ana")
    assert back.assessment.answers["pain@1"].value == "8"
    assert back.assessment.answers["worse"].value == "1"
    assert [entry.name for entry in back.assessment.outline.entries["people"]] == ["Bo", "Ana"]


def test_a_new_name_for_somebody_keeps_what_was_answered(tmp_path: Path) -> None:
    walked = typed(tmp_path, *TO_PAIN, *TO_LIST, "Ana Maria, Bo", "1")
    assert '"Ana Maria" is new in the list. Who or what is it?' in walked.said
    assert "Ana is now called Ana Maria" in walked.said
    assert walked.assessment.answers["pain@1"].value == "8"
    assert "Ana Maria: Call help" in [d.obligation.text for d in walked.assessment.outstanding]


def test_somebody_new_has_questions_of_their_own_and_the_former_one_keeps_the_answers(tmp_path: Path) -> None:
    walked = typed(tmp_path, *TO_PAIN, *TO_LIST, "Cleo, Bo", "2")
    assert unasked(walked) == ["worse", "pain@3", "pain@2", "when"]
    undone = typed(tmp_path / "undone", *TO_PAIN, *TO_LIST, "Cleo, Bo", "2", "b", "Ana, Bo")
    assert undone.assessment.answers["pain@1"].value == "8"
    assert undone.assessment.answers["worse"].value == "1"


def test_a_key_that_was_wrong_is_put_right_at_the_list(tmp_path: Path) -> None:
    """Cleo was entered as new but is Ana. Nothing is answered about Cleo yet, so the question returns."""
    wrong = ("Cleo, Bo", "2", "b", "Ana, Bo")
    walked = typed(tmp_path, *TO_PAIN, *TO_LIST, *wrong, *TO_LIST, "Cleo, Bo", "1")
    assert walked.said.count('"Cleo" is new in the list') == 2
    assert walked.assessment.answers["pain@1"].value == "8"
    assert walked.assessment.outline.entries["people"][0].name == "Cleo"


def test_another_order_of_the_same_entries_asks_nothing(tmp_path: Path) -> None:
    walked = typed(tmp_path, *TO_PAIN, *TO_LIST, "Bo, Ana", "")
    assert "is new in the list" not in walked.said
    assert [entry.id for entry in walked.assessment.outline.entries["people"]] == ["2", "1"]
    assert walked.assessment.answers["pain@1"].value == "8"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- Zoe", '"Zoe" is not in the list'),
        ("- Ana, Bo", "the list would be empty"),
        ("+ ,", "nothing was entered"),
        ("+ unknown", "name at least one item of the list"),
    ],
)
def test_a_change_of_a_list_that_is_none_is_refused(line: str, why: str, tmp_path: Path) -> None:
    walked = typed(tmp_path, *TO_PAIN, *TO_LIST, line)
    assert f"Not understood: {why}." in walked.said
    assert walked.assessment.answers["people"].value == ("Ana", "Bo")


def test_an_amended_list_says_what_would_come_and_go_before_it_is_recorded(tmp_path: Path) -> None:
    pack, said = rounds.pack(), io.StringIO()
    with Journal.open(tmp_path) as journal:
        file = begun(journal, pack)
        for name, value in (
            ("several", "yes"),
            ("people", ("Ana", "Bo")),
            ("pain@1", "8"),
            ("treated@1", "no"),
        ):
            asked = assess(outline(pack, ("incident",)), file.case.answers, {}, NOW).outline.question(name)
            file.answer(asked, value)
        people = outline(pack, ("incident",)).question("people")
        terminal = PlainTerminal(io.StringIO("Ana Maria, Cleo\n1\n1\nn\nCleo\n2\ny\n"), said)
        assert not amend(pack, file, terminal, people)
        assert file.case.answers["people"].value == ("Ana", "Bo")
        assert "Ana is now called Ana Maria" in said.getvalue()
        assert "Bo is now called Cleo" in said.getvalue()
        assert amend(pack, file, terminal, people)
        assert file.case.answers["people"].named[0].id == "2"
    assert "No longer: Call the chief" in said.getvalue()


# --- in any order -------------------------------------------------------------------------------------------

NAMES = ("Ana", "Bo", "Cleo")


class Restless:
    """An officer who for a while goes back, leaves questions and changes answers, and then finishes."""

    width = 80
    is_kept = False

    def __init__(self, chance: random.Random, last: Callable[[Question], Value]) -> None:
        self._chance = chance
        self._last = last
        self.restless = 40
        """The number of prompts still to answer at random."""

    def ask(self, prompt: Prompt) -> Value | Move:
        question = prompt.question
        self.restless -= 1
        if self.restless < 0:
            return self._last(question)
        does = self._chance.choice((Move.BACK, Move.LATER, "other", "other", "last"))
        if isinstance(does, Move):
            return does
        return self._last(question) if does == "last" else self._other(question)

    def _other(self, question: Question) -> Value:
        match question.kind:
            case "list":
                return tuple(self._chance.sample(NAMES, self._chance.randint(1, 3)))
            case "yes-no":
                return self._chance.choice(("yes", "no", UNKNOWN))
            case "choice":
                return self._chance.choice([*(option.id for option in question.options), UNKNOWN])
            case "number":
                return str(self._chance.randint(1, 10))
        return UNKNOWN

    def tick(self, listed: TickList) -> Ticked:
        return Ticked(back=self.restless > 0)

    def choose(self, title: str, rows: Sequence[Row]) -> str:
        return self._chance.choice(rows).id

    def ask_note(self, title: str) -> str:
        raise AssertionError(title)

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        raise AssertionError("no walk asks for a time of day")

    def ask_reason(self, text: str) -> str | Move:
        raise AssertionError(text)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        raise AssertionError(place)

    def go_on_beside(self, countdown: Countdown | None) -> None:
        raise AssertionError

    def say(self, *lines: Line) -> None:
        pass

    def close(self) -> None:
        pass


LAST: dict[str, Value] = {"several": "yes", "people": ("Bo", "Ana"), "worse": "alike", "when": UNKNOWN}


def last_of(question: Question) -> Value:
    """The officer's final answer, by the name of the person the round is about."""
    if question.id in LAST:
        return LAST[question.id]
    if question.text.startswith("Ana"):
        return "9" if question.kind == "number" else "no"
    return "5" if question.kind == "number" else "yes"


@given(seed=st.integers(0, 2**32))
@settings(max_examples=drawn(40), deadline=None)
def test_a_walk_in_any_order_ends_as_the_answers_at_once(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    pack = rounds.pack()
    with Journal.open(tmp_path_factory.mktemp("walk")) as journal:
        file = begun(journal, pack)
        walk(pack, file, Restless(random.Random(seed), last_of))
        layout = outline(pack, ("incident",))
        # Random answers are corrected question by question, as an officer would amend them.
        for _ in range(3):
            laid_out = assess(layout, file.case.answers, {}, NOW).outline
            for question in laid_out.questions():
                file.answer(question, last_of(question))
        found = assess(layout, file.case.answers, {}, NOW, None, file.case.opened)
    named = file.case.answers["people"].named
    plain = rounds.given({"several": "yes", "people": ("Bo", "Ana"), "worse": "alike", "when": UNKNOWN})
    at_once = assess(layout, {**plain, **_of(("1", "5"), ("2", "9"))}, {}, NOW, None, file.case.opened)
    assert _stands(found) == _stands(at_once)
    assert found.unasked == ()
    assert len({one.id for one in named}) == 2


def _of(*pains: tuple[str, str]) -> dict[str, object]:
    return {
        name: answer
        for entry, pain in pains
        for name, answer in rounds.given(
            {f"pain@{entry}": pain, f"treated@{entry}": "yes" if pain == "5" else "no"}
        ).items()
    }


def _stands(found: Assessment) -> list[tuple[str, str]]:
    """Return the status of each duty, in the officer's words: ids of entries may differ."""
    return [(duty.obligation.text, duty.status) for duty in found.duties]
