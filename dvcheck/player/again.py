"""After the debrief: one question that went wrong is asked again, without the rest of the walk."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from dvcheck.academy.grade import Grade, GradedQuestion
from dvcheck.academy.scenario import Scenario
from dvcheck.language import phrase, plural
from dvcheck.pack.model import RUNNING, Pack, Question, sections_of
from dvcheck.pack.value import UNKNOWN, Value
from dvcheck.player.marked import marked, practice_mark
from dvcheck.player.practice import facts_at, styled, told
from dvcheck.rules.assess import Assessment
from dvcheck.walk.help import help_lines, help_with
from dvcheck.walk.prompts import Help, Line, Move, Prompt, Row, Terminal, WalkPlace
from dvcheck.walk.steps import start_of
from dvcheck.wording.aloud import sentences


class Again:
    """Asks questions of a scenario again. The first score stays: nothing is recorded."""

    def __init__(self, pack: Pack, scenario: Scenario, terminal: Terminal) -> None:
        self._pack = pack
        self._scenario = scenario
        self._terminal = terminal

    def chosen(self, grade: Grade) -> GradedQuestion | None:
        """Ask which point to try again; None if there is none, or none is wanted. May raise `Leave`."""
        wrong = {one.question.id: one for one in _wrong(grade)}
        if not wrong:
            return None
        why = {met.harmful.ask: met.harmful.why for met in grade.harmful}
        rows = [_row(one, why.get(name, "")) for name, one in wrong.items()]
        title = practice_mark(phrase("Try a point again?"))
        return wrong.get(self._terminal.choose(title, [*rows, Row(id="", text=phrase("End this practice"))]))

    def answer(self, question: Question, assessment: Assessment, asked: Iterable[str]) -> Value | None:
        """Ask a question with the facts known then; None if it is not answered. May raise `Leave`."""
        self._terminal.say(*self._known(question, assessment, frozenset(asked)))

        def help() -> Help:
            found = help_with(self._pack, question, assessment)
            facts = [one.text for one in self._scenario.told_at_question(question.id) if one.when == "ask"]
            return replace(found, more=(*(("note", fact) for fact in facts), *found.more))

        prompt = Prompt(
            question=question if question.limit is None else start_of(question, None),
            place=marked(WalkPlace(section=question.name)),
            status="",
            zone=self._pack.policy.zone,
            now=lambda: self._scenario.told_at,
            help=help,
            aside=True,
        )
        while (reply := self._terminal.ask(prompt)) is Move.HELP:
            self._terminal.say(*help_lines(question, help(), self._terminal.width))
        if isinstance(reply, Move):
            return None
        return RUNNING if question.limit is not None and reply in ("now", "ago") else reply

    def _known(self, question: Question, assessment: Assessment, asked: frozenset[str]) -> Iterator[Line]:
        """Yield the story and the facts that the trainee knew at a question."""
        names = [q.id for q in assessment.outline.questions()]
        before = [name for name in names[: names.index(question.id)] if name in assessment.answers]
        own = [one for one in self._scenario.told_at_question(question.id) if one.when == "on"]
        facts = [*facts_at(self._scenario, before, asked), *own]
        width = self._terminal.width
        yield from styled("note", self._scenario.story, width)
        yield from told((one.text for one in facts), width)

    def say(self, grade: Grade, name: str) -> None:
        """Say whether the answer to a question is right now, and why."""
        one = next(one for one in grade.questions if one.question.id == name)
        harm = next((met for met in grade.harmful if met.harmful.ask == name), None)
        right = one.question.shown(one.expected)
        if one.result == "right":
            parts = [phrase("Right: {answer}.", answer=right)]
        elif harm is not None:
            cited = phrase("({sections})", sections=sections_of(harm.harmful.cites))
            parts = [phrase("Harmful."), harm.harmful.why, cited]
        elif one.given == UNKNOWN:
            parts = [phrase("It could be known.")]
        else:
            parts = [phrase("Not right. The answer is: {answer}.", answer=right)]
        facts = [fact.text for fact in one.facts]
        said = plural(
            "With this answer the score would be {score} of {n} point.",
            "With this answer the score would be {score} of {n} points.",
            n=grade.of,
            score=grade.score,
        )
        width = self._terminal.width
        self._terminal.say(
            *styled("strong", practice_mark(" ".join(parts)), width),
            *told(facts, width),
            *styled("dim", said, width),
        )


def _wrong(grade: Grade) -> Iterator[GradedQuestion]:
    """Yield each question that was not answered right and can be asked now, the harmful ones first."""
    harmful = {met.harmful.ask for met in grade.harmful}
    found = [one for one in grade.questions if one.result != "right" and one.own is not None]
    yield from sorted(found, key=lambda one: one.question.id not in harmful)


def _row(one: GradedQuestion, why: str) -> Row:
    name = one.question.name
    return Row(id=one.question.id, text=name, whole=why, aloud=sentences((name, why)))
