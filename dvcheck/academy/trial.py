"""A trial of all scenarios of a pack: whether each holds, and what of the pack none of them tries. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from dvcheck.academy.playable import unplayable, untold
from dvcheck.academy.scenario import Scenario, assess_scenario, check, unnamed
from dvcheck.academy.untried import Untried, untried
from dvcheck.pack.model import Obligation, Pack
from dvcheck.rules.outline import base_of


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """The results of a pack's scenarios."""

    differences: Mapping[str, tuple[str, ...]]
    """What is wrong with each scenario: what differs from what it expects, and why it cannot be played."""
    never_up: tuple[str, ...]
    """Obligations that no scenario expects and finds open (or in force, for standing ones)."""
    never_absent: tuple[str, ...]
    """Obligations that come up in all scenarios."""
    up_in: Mapping[str, tuple[str, ...]] = {}
    """For each obligation of `never_up`, the scenarios in which it comes up without being expected."""
    unnamed: Mapping[str, tuple[str, ...]] = {}
    """For each scenario without `only`, the binding duties it does not name. A doubt, not a failure."""
    untold: Mapping[str, tuple[str, ...]] = {}
    """For each scenario, the questions whose answer neither its story nor a fact tells. A doubt."""
    untried: Untried = Untried()
    """The findings and readings that no scenario tries. A doubt."""

    @property
    def passed(self) -> bool:
        return not (any(self.differences.values()) or self.never_up or self.never_absent)


def run(pack: Pack, scenarios: Sequence[Scenario]) -> Trial:
    """Test a pack with its scenarios."""
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
        differences={s.id: (*check(pack, s), *unplayable(pack, s)) for s in scenarios},
        never_up=never_up,
        never_absent=tuple(name for name in obligations if name not in absent),
        up_in={name: tuple(up_in[name]) for name in never_up if name in up_in},
        unnamed={name: duties for name, duties in doubts.items() if duties},
        untold={s.id: names for s in scenarios if (names := untold(pack, s))},
        untried=untried(pack, scenarios),
    )
