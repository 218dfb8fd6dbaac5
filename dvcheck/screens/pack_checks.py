"""Results of the pack checks, in lines: the validation, the coverage and the scenarios."""

import textwrap
from collections.abc import Iterator, Sequence

from dvcheck.academy.coverage import Coverage, CoverageRow
from dvcheck.academy.scenario import Scenario
from dvcheck.academy.trial import Trial
from dvcheck.academy.untried import Untried
from dvcheck.language import phrase, plural
from dvcheck.pack.left_out import LeftOut
from dvcheck.pack.library import PackFiles
from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.text import clean

_WIDTH = 80
_COLUMN = 12


def validation_result(pack: Pack, source: PackFiles, warnings: Sequence[Problem]) -> Iterator[str]:
    """Yield the line on a sound pack and its size, then its warnings."""
    counts = ", ".join(
        (
            plural("{n} checklist", "{n} checklists", n=len(pack.checklists)),
            plural("{n} question", "{n} questions", n=len(pack.questions())),
            plural("{n} statement", "{n} statements", n=len(pack.policy.statements)),
        )
    )
    yield phrase("{folder}: sound. {counts}.", folder=source.folder, counts=counts)
    if pack.policy.version:
        yield phrase("Version {version}.", version=pack.policy.version)
    for warning in warnings:
        yield from warning.show(source.files.get(warning.at.file, "")).split("\n")
    if warnings:
        yield plural("{n} warning", "{n} warnings", n=len(warnings))


def coverage(found: Coverage) -> Iterator[str]:
    """Yield each statement with what cites or waives it, then the gaps and the sums."""
    heading = phrase("STATEMENT")
    # One space more than the longest, so that a column never runs into the next.
    wide = max(_COLUMN, 1 + max((len(row.statement.ref) for row in found.rows), default=0))
    yield f"{heading:<{wide}}{phrase('WORD'):<{_COLUMN}}{phrase('SCENARIOS'):>9}  {phrase('ITEMS')}"
    for row in found.rows:
        word = row.statement.modality.replace("-", " ")
        head = f"{row.statement.ref:<{wide}}{word:<{_COLUMN}}{len(row.scenarios):>9}  "
        yield from _wrapped(head, _covered_by(row))
    yield ""
    for row in found.rows:
        yield from _wrapped("", f"{row.statement.ref}: {wrong}") if (wrong := _wrong(row)) else ()
    for words in found.other_words:
        yield from _wrapped("", phrase("{words}. An obligation has the word of the text.", words=words))
    cited = sum(bool(r.cited_by) for r in found.rows)
    waived = sum(r.waived is not None for r in found.rows)
    uncovered = sum(r.uncovered for r in found.rows)
    yield plural(
        "{n} statement: {cited} cited, {waived} waived, {uncovered} uncovered",
        "{n} statements: {cited} cited, {waived} waived, {uncovered} uncovered",
        n=len(found.rows),
        cited=cited,
        waived=waived,
        uncovered=uncovered,
    )


def _covered_by(row: CoverageRow) -> str:
    waived = phrase("waived: {waived}", waived=row.waived) if row.waived is not None else ""
    return "; ".join(filter(None, [", ".join(row.cited_by), waived])) or phrase("NONE")


def _wrong(row: CoverageRow) -> str:
    """Return what is wrong with a statement and what to do about it; empty if nothing is."""
    if row.both:
        return phrase("both waived and cited. Remove its not_modelled from policy.yaml.")
    if row.duty_waived:
        return phrase(
            "waived, but it binds ({actor}). Cite it in an obligation instead.",
            actor=row.statement.actor,
        )
    if row.uncovered:
        return phrase("neither cited nor waived. Cite it in an item, or give it not_modelled in policy.yaml.")
    return ""


def trial(trial: Trial, scenarios: tuple[Scenario, ...]) -> Iterator[str]:
    """Yield each scenario with its differences, then what no scenario tries, and the sums."""
    for scenario in scenarios:
        differences = trial.differences[scenario.id]
        verdict = phrase("FAILED") if differences else phrase("ok")
        yield from _wrapped(f"{verdict:<8}", f"{scenario.id}: {scenario.title}")
        for difference in differences:
            yield from _wrapped("          ", difference)
    yield ""
    yield from _never_up(trial)
    if trial.never_absent:
        names = ", ".join(trial.never_absent)
        yield from _wrapped(
            "",
            phrase("These arise in every scenario; write one in which they do not: {names}", names=names),
        )
    for name, duties in trial.unnamed.items():
        noted = phrase(
            "Note: these bind in {name} and are not named: {duties}. Adding only: true would require them.",
            name=name,
            duties=", ".join(duties),
        )
        yield from _wrapped("", noted)
    for scenario in scenarios:
        yield from _untold(scenario, trial.untold.get(scenario.id, ()))
    yield from _untried(trial.untried)
    failed = sum(bool(d) for d in trial.differences.values())
    untried = len(trial.never_up) + len(trial.never_absent)
    yield plural(
        "{n} scenario: {failed} failed; {untried}",
        "{n} scenarios: {failed} failed; {untried}",
        n=len(scenarios),
        failed=failed,
        untried=plural(
            "{n} obligation not tried both ways", "{n} obligations not tried both ways", n=untried
        ),
    )


def not_read(left_out: Sequence[LeftOut]) -> Iterator[str]:
    """Yield the files that are not read, one a line."""
    for one in left_out:
        yield clean(f"{one.file}: {one.message}")


def _untold(scenario: Scenario, names: Sequence[str]) -> Iterator[str]:
    """Yield the answers of a key that a trainee has no way to know, with their places."""
    for name in names:
        warning = phrase(
            "{place}: Note: nothing tells the answer to {question}. Reveal a fact at it, list it under "
            "in_story if the story tells it, or answer it unknown.",
            place=scenario.answer_places[name],
            question=name,
        )
        yield from _wrapped("", warning)


def _untried(untried: Untried) -> Iterator[str]:
    """Yield the findings and readings that no scenario tries."""
    notes = (
        (untried.never_true, phrase("Note: these findings hold in no scenario:")),
        (untried.never_false, phrase("Note: these findings are ruled out in no scenario:")),
        (untried.never_undecided, phrase("Note: these findings stay undecided in no scenario:")),
        (untried.never_shown, phrase("Note: these readings are shown in no scenario:")),
    )
    for names, note in notes:
        if names:
            yield from _wrapped("", f"{note} {', '.join(names)}")


def _never_up(trial: Trial) -> Iterator[str]:
    """Yield the obligations no scenario expects: those that come up in none, then those that do in some."""
    nowhere = ", ".join(name for name in trial.never_up if name not in trial.up_in)
    if nowhere:
        yield from _wrapped(
            "", phrase("These come up in no scenario; write one in which they do: {names}", names=nowhere)
        )
    for name, scenarios in trial.up_in.items():
        said = phrase(
            "{name} comes up in {scenarios}, but no scenario expects it. Add it to expect there, under "
            "outstanding (or in_force).",
            name=name,
            scenarios=", ".join(scenarios),
        )
        yield from _wrapped("", said)


def _wrapped(head: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
    )
