"""How much is open, undecided or not asked, in words."""

from dvcheck.language import phrase, plural


def not_asked(questions: int) -> str:
    """How many questions of a walk were not asked."""
    return plural("{n} question was not asked", "{n} questions were not asked", n=questions)


def open_in_cases(owed: int, cases: int) -> str:
    """How much is required and open over all open cases, as a sentence."""
    if owed:
        return plural("{owed} open in {n} open case.", "{owed} open in {n} open cases.", n=cases, owed=owed)
    return plural(
        "Nothing required is open in {n} open case.", "Nothing required is open in {n} open cases.", n=cases
    )


def required_open_in_cases(owed: int, cases: int) -> str:
    """The same where it stands above a list."""
    return plural("{owed} required open in {n} case", "{owed} required open in {n} cases", n=cases, owed=owed)


def in_assessment(
    *, open: int, done: int, not_feasible: int, undetermined: int, recommended: int = 0, permitted: int = 0
) -> tuple[str, ...]:
    """Count the duties of a case by status. Open and done are always named, the others unless 0."""
    counts = [phrase("{n} open", n=open), phrase("{n} done", n=done)]
    counts += [phrase("{n} not feasible", n=not_feasible)] if not_feasible else []
    counts += [phrase("{n} undecided", n=undetermined)] if undetermined else []
    counts += [phrase("{n} recommended", n=recommended)] if recommended else []
    counts += [phrase("{n} permitted", n=permitted)] if permitted else []
    return tuple(counts)
