"""The checks of forms.yaml: its forms and its narrative."""

from collections.abc import Callable, Iterator
from typing import get_args

from dvcheck.pack.model import Finding, FromCase, Obligation, Pack, Question
from dvcheck.pack.narrative import CASE_FACTS
from dvcheck.pack.nodes import Problem
from dvcheck.pack.place import Place
from dvcheck.pack.slips import nearest


def forms_are_filled_from_what_exists(pack: Pack) -> Iterator[Problem]:
    """unknown-question: a form field names questions, findings or facts of the case."""
    named = (i.id for i in pack.items() if isinstance(i, Question | Finding))
    known = [*get_args(FromCase), *named]
    for form in pack.forms:
        for field in form.fields:
            for name, at in zip(field.sources, field.sources_at, strict=True):
                if name not in known:
                    message = f'the field names "{name}", but no question or finding has that id'
                    yield Problem(at=at, code="unknown-question", message=message + nearest(name, known))


def narrative_comes_from_what_exists(pack: Pack) -> Iterator[Problem]:
    """unknown-source, repeated-source: a narrative names what is recorded, each once."""
    known = [*CASE_FACTS, *(i.id for i in pack.items() if isinstance(i, Question | Obligation))]
    findings = {i.id for i in pack.items() if isinstance(i, Finding)}
    first: dict[str, Place] = {}
    for part in pack.narrative:
        for name, at in zip(part.sources, part.sources_at, strict=True):
            if name in findings:
                message = f'"{name}" is a finding, which nobody answered: name the questions it follows from'
                yield Problem(at=at, code="unknown-source", message=message)
            elif name not in known:
                message = f'the narrative names "{name}", but no question or obligation has that id'
                yield Problem(at=at, code="unknown-source", message=message + nearest(name, known))
            elif name in first:
                message = f'the narrative has "{name}" already on line {first[name].line}: name it once'
                yield Problem(at=at, code="repeated-source", message=message)
            first.setdefault(name, at)


CHECKS: tuple[Callable[[Pack], Iterator[Problem]], ...] = (
    forms_are_filled_from_what_exists,
    narrative_comes_from_what_exists,
)
