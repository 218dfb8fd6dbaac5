"""Practice: a trainee works the walk of a scenario, and its facts are revealed as they come."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from dvcheck.academy.scenario import Scenario
from dvcheck.academy.script import ScenarioScript
from dvcheck.cells import wrapped
from dvcheck.language import phrase, plural
from dvcheck.pack.model import Question
from dvcheck.pack.value import Value
from dvcheck.walk.prompts import (
    Help,
    Line,
    Move,
    Prompt,
    Row,
    Terminal,
    Ticked,
    TickList,
    WalkPlace,
    read_aloud,
)
from dvcheck.walk.timer import Countdown, TimerInput


class PracticeTerminal:
    """A terminal that tells the facts of a scenario beside the walk. See `dvcheck.walk.prompts.Terminal`.

    A fact comes with its question, after its answer, or only if the trainee asks for it with `?`. The last
    page of help is a hint, which costs a point.
    """

    def __init__(
        self,
        inner: Terminal,
        scenario: Scenario,
        *,
        answered: Sequence[str] = (),
        take_hint: Callable[[str], None],
    ) -> None:
        """`answered` are the questions answered earlier: their facts were shown then.

        `take_hint` records that a hint was taken for a question.
        """
        self._inner = inner
        self._script = ScenarioScript(scenario)
        self._take_hint = take_hint
        self._later: list[str] = []
        """The facts to tell before the next prompt."""
        self._helped: set[str] = set()
        for name in answered:
            self._script.pass_over(name)

    @property
    def width(self) -> int:
        return self._inner.width

    @property
    def is_kept(self) -> bool:
        return self._inner.is_kept

    def close(self) -> None:
        self._inner.close()

    def say(self, *lines: Line) -> None:
        self._inner.say(*lines)

    def ask(self, prompt: Prompt) -> Value | Move:
        question = prompt.question
        self._tell(*self._later, self._script.fact(question, "on"))
        self._later.clear()
        place = replace(prompt.place, case=practice_mark(prompt.place.case))
        shown = replace(prompt, place=place, help=self._help_with(prompt))
        answer = self._inner.ask(shown)
        if answer is Move.HELP:
            self._help_line_by_line(question)
        elif not isinstance(answer, Move):
            self._later = list(filter(None, [self._script.fact(question, "after")]))
        return answer

    def _tell(self, *facts: str) -> None:
        room = max(20, self.width - 3) if not read_aloud(self.width) else self.width
        told = [(("note", f"  {line}"),) for fact in facts if fact for line in wrapped(fact, room)]
        self._inner.say(*told)

    def _help_with(self, prompt: Prompt) -> Callable[[], Help] | None:
        """Return the help for a question, with the fact to ask for and a hint."""
        given = prompt.help
        if given is None:
            return None
        fact, hint = self._script.asked_fact(prompt.question), self._hint_of(prompt.question)

        def made() -> Help:
            found = given()
            more = ((("note", fact),) if fact else ()) + tuple(found.more)
            return Help(meaning=found.meaning, more=more, hint=hint)

        return made

    def _hint_of(self, question: Question) -> Callable[[], str]:
        def taken() -> str:
            self._take_hint(question.id)
            said = self._script.hint(question)
            return said or phrase("No answer to this does harm in this scenario. The policy above decides.")

        return taken

    def _help_line_by_line(self, question: Question) -> None:
        """Tell the fact to ask for; if the trainee asks again, the hint."""
        if question.id in self._helped:
            self._tell(phrase("Hint, for a point: {hint}", hint=self._hint_of(question)()))
            return
        self._helped.add(question.id)
        self._tell(self._script.asked_fact(question), phrase("Another ? gives a hint, for a point."))

    def tick(self, listed: TickList) -> Ticked:
        self._tell(*self._later)
        self._later.clear()
        return self._inner.tick(replace(listed, title=practice_mark(listed.title)))

    def ask_time(self, text: str, refused: Callable[[str], str]) -> str | Move:
        return self._inner.ask_time(text, refused)

    def ask_reason(self, text: str) -> str | Move:
        return self._inner.ask_reason(text)

    def ask_note(self, title: str) -> str:
        return self._inner.ask_note(title)

    def choose(self, title: str, rows: Sequence[Row], help: Callable[[], Help] | None = None) -> str:
        return self._inner.choose(practice_mark(title), rows, help)

    def count(self, countdown: Countdown, place: WalkPlace, status: str) -> TimerInput | Move:
        self._tell(self._script.fact(countdown.question, "on"))
        return self._inner.count(countdown, replace(place, case=practice_mark(place.case)), status)

    def go_on_beside(self, countdown: Countdown | None) -> None:
        self._inner.go_on_beside(countdown)


def practice_mark(said: str) -> str:
    """Return a text with the mark of practice before it."""
    return phrase("PRACTICE {said}", said=said).strip()


def introduction(scenario: Scenario, width: int) -> list[Line]:
    """Return the story, and how the trainee works it."""
    room = max(20, min(width, 100) - 2) if not read_aloud(width) else width
    head = phrase(
        "PRACTICE  {title} ({checklist}, {level})",
        title=scenario.title,
        checklist=scenario.checklist,
        level=scenario.level,
    )
    n = scenario.teaching.minutes
    long = plural("It should take {n} minute.", "It should take {n} minutes.", n=n) if n else ""
    how = phrase("Answer as on a call. ? asks for more; its last page is a hint and costs a point.")
    leave = phrase("q leaves, and you can go on later.")
    lines: list[Line] = [(("strong", f" {line}"),) for line in wrapped(head, room)]
    lines += [(("note", f" {line}"),) for line in wrapped(scenario.story, room)]
    said = " ".join(filter(None, (long, how, leave)))
    return [*lines, *((("dim", f" {line}"),) for line in wrapped(said, room))]
