"""Practice: a trainee works the walk of a scenario, and its facts are revealed as they come."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from msgspec.structs import replace

from dvcheck.academy.scenario import Reveal, Scenario, When
from dvcheck.academy.script import ScenarioScript
from dvcheck.cells import wrapped
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Pack, Question, short
from dvcheck.pack.value import Value
from dvcheck.player.marked import MarkedTerminal, practice_mark
from dvcheck.record.case import Case
from dvcheck.walk.prompts import (
    SEPARATOR,
    Help,
    Line,
    Move,
    Prompt,
    Terminal,
    Ticked,
    TickList,
    WalkPlace,
    read_aloud,
)
from dvcheck.walk.timer import Countdown, TimerInput

Noted = Callable[[str], None]
"""Records something about the question of this name."""


class PracticeTerminal(MarkedTerminal):
    """A terminal that tells the facts of a scenario beside the walk. See `dvcheck.walk.prompts.Terminal`.

    A fact comes with its question, after its answer, or only if the trainee asks for it with `?`. The last
    page of help is a hint, which costs a point. Every screen is marked as practice.
    """

    def __init__(
        self,
        inner: Terminal,
        scenario: Scenario,
        *,
        answered: Sequence[str] = (),
        take_hint: Noted,
        ask_fact: Noted,
        clock: Callable[[], str] = str,
    ) -> None:
        """`answered` are the questions answered earlier: their facts were shown then.

        `take_hint` records that a hint was taken for a question, `ask_fact` that its fact was asked for.
        `clock` returns the time that practice has taken; empty if it is not shown.
        """
        super().__init__(inner)
        self._script = ScenarioScript(scenario)
        self._take_hint = take_hint
        self._ask_fact = ask_fact
        self._clock = clock
        self._later: list[str] = []
        """The facts to tell before the next prompt."""
        self._helped: set[str] = set()
        for name in answered:
            self._script.pass_over(name)

    def ask(self, prompt: Prompt) -> Value | Move:
        question = prompt.question
        self._tell_at(question)
        answer = super().ask(replace(prompt, status=self._timed(prompt.status), help=self._help_with(prompt)))
        if answer is Move.HELP:
            self._help_line_by_line(question)
        elif not isinstance(answer, Move):
            self._later = list(filter(None, [self._script.fact(question, "after")]))
        return answer

    def tell_rest(self) -> None:
        """Tell the facts that wait for a prompt which does not come: the walk is over."""
        self._tell_at(None)

    def _tell_at(self, question: Question | None) -> None:
        """Tell the facts that wait, and the one that comes with a question."""
        told = [*self._later, self._script.fact(question, "on") if question is not None else ""]
        self._later.clear()
        self._tell(*told)

    def _tell(self, *facts: str) -> None:
        self.say(*told(facts, self.width))

    def _timed(self, status: str) -> str:
        """Return a status with the clock of practice."""
        return SEPARATOR.join(filter(None, (status, self._clock())))

    def _help_with(self, prompt: Prompt) -> Callable[[], Help] | None:
        """Return the help for a question: first the fact to ask for, last a hint."""
        given = prompt.help
        if given is None:
            return None
        question = prompt.question
        fact, hint = self._script.asked_fact(question), self._hint_of(question)

        def made() -> Help:
            found = given()
            if not fact:
                return replace(found, hint=hint)
            self._ask_fact(question.id)
            meaning = (("", found.meaning),) if found.meaning else ()
            return Help(meaning=fact, more=(*meaning, *found.more), hint=hint)

        return made

    def _hint_of(self, question: Question) -> Callable[[], str]:
        def taken() -> str:
            said = self._script.hint(question)
            if not said:  # it says nothing that the policy does not
                return phrase("No answer to this does harm in this scenario, so it costs nothing.")
            self._take_hint(question.id)
            return said

        return taken

    def _help_line_by_line(self, question: Question) -> None:
        """Tell the fact to ask for; if the trainee asks again, the hint."""
        if question.id in self._helped:
            self._tell(phrase("Hint: {hint}", hint=self._hint_of(question)()))
            return
        self._helped.add(question.id)
        fact = self._script.asked_fact(question)
        if fact:
            self._ask_fact(question.id)
        self._tell(fact, phrase("Another ? gives a hint, for a point."))

    def tick(self, listed: TickList) -> Ticked:
        self._tell_at(None)
        return super().tick(replace(listed, status=self._timed(listed.status)))

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        self._tell_at(countdown.question)
        reply = super().count(countdown, place, self._timed(status))
        if reply is Move.HELP:
            self._help_line_by_line(countdown.question)
        return reply


# --- what practice says -------------------------------------------------------------------------------------


def told(facts: Iterable[str], width: int) -> list[Line]:
    """Return facts as lines."""
    room = max(20, width - 3) if not read_aloud(width) else width
    return [(("note", f"  {line}"),) for fact in facts if fact for line in wrapped(fact, room)]


def introduction(scenario: Scenario, width: int) -> list[Line]:
    """Return the story, and how the trainee works it."""
    head = phrase(
        "PRACTICE  {title} ({checklist}, {level})",
        title=scenario.title,
        checklist=scenario.checklist,
        level=scenario.level,
    )
    n = scenario.teaching.minutes
    long = plural("It should take {n} minute.", "It should take {n} minutes.", n=n) if n else ""
    how = phrase("Answer as on a call. ? asks for more; its last page is a hint and costs a point.")
    count = phrase("How many questions come is an estimate: each answer can bring more.")
    leave = phrase("q leaves, and you can go on later.")
    said = " ".join(filter(None, (long, how, count, leave)))
    return [
        *styled("strong", head, width),
        *styled("note", scenario.story, width),
        *styled("dim", said, width),
    ]


def known(scenario: Scenario, names: Sequence[str], asked: Iterable[str], width: int) -> list[Line]:
    """Return what a trainee who goes on later has learned at these questions.

    `asked` are the questions whose fact was asked for.
    """
    facts = [one.text for one in facts_at(scenario, names, frozenset(asked))]
    return [*styled("dim", phrase("What you know so far:"), width), *told(facts, width)] if facts else []


def facts_at(scenario: Scenario, names: Iterable[str], asked: frozenset[str]) -> Iterator[Reveal]:
    """Yield the facts revealed at these questions once they are answered, in this order."""
    seen: set[tuple[str, When]] = set()
    for name in names:
        for one in scenario.told_at_question(name):
            if (one.on, one.when) not in seen and (one.when != "ask" or name in asked):
                seen.add((one.on, one.when))
                yield one


def styled(style: str, said: str, width: int) -> list[Line]:
    """Return a text in lines of one style."""
    room = max(20, min(width, 100) - 2) if not read_aloud(width) else width
    return [((style, f" {line}"),) for line in wrapped(said, room)]


def clock(worked: timedelta, expected: int | None) -> str:
    """Return how long practice has taken, and how long it should take if the scenario says."""
    at = int(worked.total_seconds()) // 60
    if expected is None:
        return plural("{n} minute so far", "{n} minutes so far", n=at)
    if at > expected:
        return plural("{at} of {n} minute, OVER", "{at} of {n} minutes, OVER", n=expected, at=at)
    return plural("{at} of {n} minute", "{at} of {n} minutes", n=expected, at=at)


def begins_again(other: Case, pack: Pack, width: int) -> list[Line]:
    """Say that an unfinished practice is not gone on with, because the checklists have changed."""
    why = phrase(
        "You have unfinished practice of this scenario, with version {other} of the checklists. It is not "
        "gone on with: this is version {this}, and its questions may differ. Practice begins again.",
        other=short(other.pack_digest),
        this=short(pack.digest),
    )
    what = phrase("To go on with the other one, name its checklists with --pack. It is kept.")
    return [*styled("warn", practice_mark(why), width), *styled("dim", what, width), ()]
