"""All scenarios of a pack at once: whether each holds, and whether they leave an obligation untried. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from dvcheck.academy.scenario import Scenario, assess_scenario, check
from dvcheck.pack.model import Obligation, Pack


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What the scenarios of a pack showed."""

    differences: Mapping[str, tuple[str, ...]]
    """By scenario: what differs from what it expects; empty where it holds."""
    never_up: tuple[str, ...]
    """Obligations that no scenario expects to be open (or, of those that stand, in force) and finds so."""
    never_absent: tuple[str, ...]
    """Obligations that no scenario does without."""

    @property
    def passed(self) -> bool:
        return not (any(self.differences.values()) or self.never_up or self.never_absent)


def run(pack: Pack, scenarios: Sequence[Scenario]) -> Trial:
    """Try a pack with its scenarios."""
    obligations = [item.id for item in pack.items() if isinstance(item, Obligation)]
    up: set[str] = set()
    absent: set[str] = set()
    for scenario in scenarios:
        assessment = assess_scenario(pack, scenario)
        owed = {d.obligation.id for d in assessment.with_status("open", "in-force")}
        undecided = {d.obligation.id for d in assessment.with_status("undetermined")}
        up |= owed.intersection((*scenario.outstanding, *scenario.in_force))
        absent |= set(obligations) - owed - undecided
    return Trial(
        differences={s.id: check(pack, s) for s in scenarios},
        never_up=tuple(name for name in obligations if name not in up),
        never_absent=tuple(name for name in obligations if name not in absent),
    )
