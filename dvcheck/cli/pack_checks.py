"""Commands for those who write checklists: is every statement covered, and do the scenarios hold."""

import textwrap
from collections.abc import Iterable, Iterator

from dvcheck.academy.coverage import Coverage, Row
from dvcheck.academy.coverage import coverage as covered
from dvcheck.academy.scenario import Scenario, parse_all
from dvcheck.academy.trial import Trial, run
from dvcheck.actions.desk import Desk
from dvcheck.cli.options import Format
from dvcheck.cli.printer import print_json
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.pack.parse import parse
from dvcheck.report.json import SCHEMA
from dvcheck.text import clean

_WIDTH = 80


def coverage(desk: Desk, format: Format) -> None:
    """Each statement with what cites it and what waives it; exit 1 where one is neither or both."""
    pack, scenarios = pack_and_scenarios(desk)
    found = covered(pack, scenarios)
    if format is Format.JSON:
        print_json(_coverage_json(found))
    else:
        _say(_coverage_lines(found))
    if not found.whole:
        raise SystemExit(Exit.CHECK_FAILED)


def run_scenarios(desk: Desk, format: Format) -> None:
    """Run the scenarios of a pack; exit 1 where one does not hold or an obligation stays untried."""
    pack, scenarios = pack_and_scenarios(desk)
    if not scenarios:
        raise no_scenarios(desk)
    trial = run(pack, scenarios)
    if format is Format.JSON:
        print_json(_trial_json(trial, scenarios))
    else:
        _say(_trial_lines(trial, scenarios))
    if not trial.passed:
        raise SystemExit(Exit.CHECK_FAILED)


def no_scenarios(desk: Desk) -> DvcheckError:
    """That the pack in use has no scenario, and what to do."""
    return DvcheckError(
        f"{desk.source.folder}: the pack has no scenarios",
        hint=f"Write one in {library.SCENARIOS}/NAME.yaml; docs/checklist-language.md says how.",
        code=Exit.CHECK_FAILED,
    )


def pack_and_scenarios(desk: Desk) -> tuple[Pack, tuple[Scenario, ...]]:
    """The pack in use, read anew, and its scenarios. DvcheckError lists what is wrong with either."""
    source = desk.source
    pack, problems = parse(source.files, source.digest)
    if pack is None:
        raise library.unsound(source, problems)
    files = library.scenario_files(desk.folder)
    scenarios, problems = parse_all(files, pack)
    if problems:
        raise library.told(problems, files, f"the scenarios of {source.folder}")
    return pack, scenarios


def _coverage_json(found: Coverage) -> dict[str, object]:
    rows = found.rows
    return {
        "schema": SCHEMA,
        "statements": len(rows),
        "cited": sum(bool(r.cited_by) for r in rows),
        "waived": sum(r.waived is not None for r in rows),
        "uncovered": [r.statement.ref for r in rows if r.uncovered],
        "both": [r.statement.ref for r in rows if r.both],
        "other_words": found.other_words,
        "waived_duties": [r.statement.ref for r in rows if r.duty_waived],
        "rows": [
            {
                "ref": r.statement.ref,
                "modality": r.statement.modality,
                "actor": r.statement.actor,
                "cited_by": r.cited_by,
                "scenarios": r.scenarios,
                "waived": r.waived,
            }
            for r in rows
        ],
    }


def _coverage_lines(found: Coverage) -> Iterator[str]:
    yield f"{'STATEMENT':<12}{'WORD':<12}{'SCENARIOS':>9}  ITEMS"
    for row in found.rows:
        head = (
            f"{row.statement.ref:<12}{row.statement.modality.replace('-', ' '):<12}{len(row.scenarios):>9}  "
        )
        yield from _wrapped(head, _covered_by(row))
    yield ""
    for row in found.rows:
        yield from _wrapped("", f"{row.statement.ref}: {wrong}") if (wrong := _wrong(row)) else ()
    for words in found.other_words:
        yield from _wrapped("", f"{words}. An obligation has the word of the text.")
    cited = sum(bool(r.cited_by) for r in found.rows)
    waived = sum(r.waived is not None for r in found.rows)
    uncovered = sum(r.uncovered for r in found.rows)
    yield f"{len(found.rows)} statements: {cited} cited, {waived} waived, {uncovered} uncovered"


def _covered_by(row: Row) -> str:
    waived = f"waived: {row.waived}" if row.waived is not None else ""
    return "; ".join(filter(None, [", ".join(row.cited_by), waived])) or "NONE"


def _wrong(row: Row) -> str:
    """What is wrong with a statement, and what to do about it; empty where nothing is."""
    if row.both:
        return "waived, and cited all the same. Take its not_modelled out of policy.yaml."
    if row.duty_waived:
        return "waived, though it binds a member. Cite it in an obligation instead."
    if row.uncovered:
        return "neither cited nor waived. Cite it in an item, or give it not_modelled in policy.yaml."
    return ""


def _trial_json(trial: Trial, scenarios: tuple[Scenario, ...]) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "passed": trial.passed,
        "scenarios": [
            {
                "id": s.id,
                "title": s.title,
                "checklist": s.checklist,
                "level": s.level,
                "ok": not trial.differences[s.id],
                "differences": trial.differences[s.id],
            }
            for s in scenarios
        ],
        "never_up": trial.never_up,
        "never_absent": trial.never_absent,
    }


def _trial_lines(trial: Trial, scenarios: tuple[Scenario, ...]) -> Iterator[str]:
    for scenario in scenarios:
        differences = trial.differences[scenario.id]
        yield from _wrapped("FAILED  " if differences else "ok      ", f"{scenario.id}: {scenario.title}")
        for difference in differences:
            yield from _wrapped("          ", difference)
    yield ""
    if trial.never_up:
        names = ", ".join(trial.never_up)
        yield from _wrapped("", f"In no scenario do these come up; write one in which they do: {names}")
    if trial.never_absent:
        names = ", ".join(trial.never_absent)
        yield from _wrapped(
            "", f"No scenario does without these; write one in which they do not arise: {names}"
        )
    failed = sum(bool(d) for d in trial.differences.values())
    untried = len(trial.never_up) + len(trial.never_absent)
    yield f"{len(scenarios)} scenarios: {failed} failed; {untried} obligations not tried both ways"


def _wrapped(head: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
    )


def _say(lines: Iterable[str]) -> None:
    import typer

    for line in lines:
        typer.echo(clean(line))
