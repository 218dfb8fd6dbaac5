"""What an officer ticks off as done: not what is done when a clock is ended."""

from dvcheck.pack.model import PHASES
from dvcheck.rules.assess import Assessment, Duty


def ends_with_timer(duty: Duty) -> bool:
    """Whether a duty is due so long after the start of a timer that runs: it is done when that is ended."""
    return duty.deadline.kind == "within" and duty.deadline.at is not None


def to_tick(assessment: Assessment) -> list[Duty]:
    """What is open and can be ticked off: required first, then recommended, by phase."""
    open_duties = [
        d
        for d in assessment.with_status("open")
        if d.obligation.force != "permitted" and not ends_with_timer(d)
    ]
    return sorted(
        open_duties,
        key=lambda d: (d.obligation.force != "required", PHASES.index(d.obligation.phase)),
    )
