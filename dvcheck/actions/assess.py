"""Assesses answers from a file, without a case or a journal."""

from datetime import datetime
from pathlib import Path

import msgspec

from dvcheck.actions.workspace import Workspace, file_name, read_text, require_checklist
from dvcheck.errors import DvcheckError, Exit
from dvcheck.language import phrase
from dvcheck.pack.model import Pack, Question
from dvcheck.record import answers_file
from dvcheck.record.clock import now
from dvcheck.rules.answer import Answer
from dvcheck.rules.assess import Assessment, assess
from dvcheck.rules.outline import base_of, outline
from dvcheck.text import clean


class FileAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """An assessment of answers that belong to no case."""

    pack: Pack
    assessment: Assessment
    at: datetime
    """When the answers were given: the time in the file, or when it was read."""


def assess_file(workspace: Workspace, path: Path, checklist: str) -> FileAssessment:
    """Assess the answers of a file by one checklist.

    DvcheckError with Exit.BAD_INPUT says what is wrong with the file; with Exit.USAGE, that there is no such
    checklist.
    """
    pack = workspace.pack()
    require_checklist(pack, checklist)
    text = read_text(path)
    at = now()
    read, problems = answers_file.parse(text, file_name(path), pack, at)
    laid_out = outline(pack, (checklist,))
    if problems:
        raise DvcheckError("\n".join(p.show(text) for p in problems), code=Exit.BAD_INPUT)
    for name in (base_of(given.question.id) for given in read.answers):
        if name not in laid_out.by_id:
            home = _home_of(pack, name)
            raise DvcheckError(
                phrase(
                    '{file_name}: "{name}" is a question of {home}, not of {checklist}',
                    file_name=clean(file_name(path)),
                    name=name,
                    home=home,
                    checklist=checklist,
                ),
                hint=phrase("Assess with --checklist {home}.", home=home),
                code=Exit.BAD_INPUT,
            )
    answers = {given.question.id: Answer(value=given.value, at=read.at) for given in read.answers}
    return FileAssessment(pack=pack, assessment=assess(laid_out, answers, {}, read.at), at=read.at)


def _home_of(pack: Pack, question: str) -> str:
    """Return the id of the checklist that has a question."""
    return next(
        c.id
        for c in pack.checklists
        for s in c.sections
        for i in s.items
        if isinstance(i, Question) and i.id == question
    )
