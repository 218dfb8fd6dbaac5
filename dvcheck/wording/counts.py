"""Words for the number of open and undecided duties, and of questions not asked."""

from dvcheck.language import phrase, plural
from dvcheck.rules.assess import Assessment


def not_asked(questions: int) -> str:
    """Say how many questions of a walk were not asked."""
    return plural("{n} question was not asked", "{n} questions were not asked", n=questions)


def open_in_cases(owed: int, cases: int) -> str:
    """Say how many required duties are open in all open cases, as a sentence."""
    if owed:
        return plural("{owed} open in {n} open case.", "{owed} open in {n} open cases.", n=cases, owed=owed)
    return plural(
        "Nothing required is open in {n} open case.", "Nothing required is open in {n} open cases.", n=cases
    )


def required_open_in_cases(owed: int, cases: int) -> str:
    """Say the same as a heading above a list."""
    return plural("{owed} required open in {n} case", "{owed} required open in {n} cases", n=cases, owed=owed)


def in_assessment(assessment: Assessment) -> tuple[str, ...]:
    """Count the duties of a case by status. Open and done are always named, the others unless 0."""
    forces = [duty.obligation.force for duty in assessment.with_status("open")]
    done = len(assessment.with_status("done"))
    counts = [phrase("{n} open", n=len(assessment.outstanding)), phrase("{n} done", n=done)]
    if n := len(assessment.with_status("not-feasible")):
        counts.append(phrase("{n} not feasible", n=n))
    if n := len(assessment.undecided()):
        counts.append(phrase("{n} undecided", n=n))
    if n := forces.count("recommended"):
        counts.append(phrase("{n} recommended", n=n))
    if n := forces.count("permitted"):
        counts.append(phrase("{n} permitted", n=n))
    return tuple(counts)
