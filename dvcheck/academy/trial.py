"""All scenarios of a pack at once: whether each holds, and whether they leave an obligation untried. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from dvcheck.academy.scenario import Scenario, assess_scenario, check, unnamed
from dvcheck.pack.model import Obligation, Pack
from dvcheck.rules.outline import base_of


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """What the scenarios of a pack showed."""

    differences: Mapping[str, tuple[str, ...]]
    """By scenario: what differs from what it expects; empty where it holds."""
    never_up: tuple[str, ...]
    """Obligations that no scenario expects to be open (or, of those that stand, in force) and finds so."""
    never_absent: tuple[str, ...]
    """Obligations that no scenario does without."""
    up_in: Mapping[str, tuple[str, ...]] = {}
    """By obligation of `never_up`: the scenarios in which it comes up all the same, and is not expected."""
    unnamed: Mapping[str, tuple[str, ...]] = {}
    """By scenario that has no `only`: what binds and comes up, and it does not name. A doubt, no failure."""

    @property
    def passed(self) -> bool:
        return not (any(self.differences.values()) or self.never_up or self.never_absent)


def run(pack: Pack, scenarios: Sequence[Scenario]) -> Trial:
    """Try a pack with its scenarios."""
    obligations = [item.id for item in pack.items() if isinstance(item, Obligation)]
    expected: set[str] = set()
    absent: set[str] = set()
    up_in: dict[str, list[str]] = {}
    doubts: dict[str, tuple[str, ...]] = {}
    for scenario in scenarios:
        assessment = assess_scenario(pack, scenario)
        owed = {base_of(d.obligation.id) for d in assessment.with_status("open", "in-force")}
        undecided = {base_of(d.obligation.id) for d in assessment.with_status("undetermined")}
        expected |= owed.intersection(map(base_of, (*scenario.outstanding, *scenario.in_force)))
        absent |= set(obligations) - owed - undecided
        for name in owed:
            up_in.setdefault(name, []).append(scenario.id)
        if not scenario.only:
            doubts[scenario.id] = tuple(d.obligation.id for d in unnamed(scenario, assessment))
    never_up = tuple(name for name in obligations if name not in expected)
    return Trial(
        differences={s.id: check(pack, s) for s in scenarios},
        never_up=never_up,
        never_absent=tuple(name for name in obligations if name not in absent),
        up_in={name: tuple(up_in[name]) for name in never_up if name in up_in},
        unnamed={name: duties for name, duties in doubts.items() if duties},
    )
