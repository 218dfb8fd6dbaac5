"""The findings and readings of a pack that its scenarios do not try. Pure."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from dvcheck.academy.scenario import Scenario, assess_scenario
from dvcheck.pack.condition import Any, Compared, Condition, Is, IsKnown, Leaf, leaves, parts
from dvcheck.pack.model import Finding, Note, Obligation, Pack, Question
from dvcheck.pack.value import UNKNOWN
from dvcheck.rules.assess import Assessment
from dvcheck.rules.logic import Truth
from dvcheck.rules.outline import base_of


class Untried(msgspec.Struct, frozen=True, kw_only=True):
    """The findings and readings of a pack that no scenario tries."""

    never_true: tuple[str, ...] = ()
    """Findings that hold in no scenario."""
    never_false: tuple[str, ...] = ()
    """Findings that are ruled out in no scenario."""
    never_undecided: tuple[str, ...] = ()
    """Findings that an answer of "unknown" leaves undecided in no scenario, of those it can leave so."""
    never_shown: tuple[str, ...] = ()
    """Readings of which no scenario shows an item, of those that an item has."""

    @property
    def nothing(self) -> bool:
        return not (self.never_true or self.never_false or self.never_undecided or self.never_shown)


def untried(pack: Pack, scenarios: Sequence[Scenario]) -> Untried:
    """Return the findings and readings that no scenario tries."""
    findings = {item.id: item for item in pack.items() if isinstance(item, Finding)}
    seen: dict[Truth, set[str]] = {truth: set() for truth in Truth}
    shown: set[str] = set()
    for scenario in scenarios:
        assessment = assess_scenario(pack, scenario)
        for name, truth in assessment.findings.items():
            seen[truth].add(base_of(name))
        shown.update(reading for item in _shown(assessment) for reading in item.readings)
    undecidable = {name for name, finding in findings.items() if _can_be_undecided(finding, findings, pack)}
    carried = {r for i in pack.items() if isinstance(i, Question | Obligation | Note) for r in i.readings}
    return Untried(
        never_true=tuple(name for name in findings if name not in seen[Truth.TRUE]),
        never_false=tuple(name for name in findings if name not in seen[Truth.FALSE]),
        never_undecided=tuple(
            name for name in findings if name in undecidable and name not in seen[Truth.UNKNOWN]
        ),
        never_shown=tuple(r.id for r in pack.policy.readings if r.id in carried and r.id not in shown),
    )


def _shown(assessment: Assessment) -> Iterator[Question | Obligation | Note]:
    """Yield what an officer sees: notes, duties that arise or are undecided, and answered questions."""
    yield from assessment.notes
    for duty in assessment.duties:
        if duty.status != "not-triggered":
            yield duty.obligation
    for name in assessment.answers:
        if name not in assessment.inapplicable:
            yield assessment.outline.question(name)


def _can_be_undecided(finding: Finding, findings: Mapping[str, Finding], pack: Pack) -> bool:
    """Check whether answers of "unknown" can leave a finding undecided once the walk is complete.

    A finding with only `unless` holds or not. So does one that names "unknown" among the answers it is about,
    or whose exception does.
    """
    definition = finding.definition if finding.once is None else finding.once
    excepted = _settled_by_unknown(finding.unless)
    unprompted = {question.id for question in pack.questions() if question.unprompted}
    for leaf in _may_wait(definition):
        if leaf.item in findings:
            if _can_be_undecided(findings[leaf.item], findings, pack):
                return True
        elif isinstance(leaf, Compared) or UNKNOWN not in leaf.values:
            if leaf.item not in excepted:
                return True
        elif leaf.item in unprompted and finding.once is None:
            return True
    return False


def _may_wait(condition: Condition | None) -> Iterator[Leaf]:
    """Yield the parts that an answer of "unknown" can leave open. Under `known` it counts as no."""
    settled = [leaf for part in parts(condition) if isinstance(part, IsKnown) for leaf in leaves(part)]
    yield from (leaf for leaf in leaves(condition) if not any(leaf is other for other in settled))


def _settled_by_unknown(unless: Condition | None) -> set[str]:
    """Return the questions of which the answer "unknown" alone makes an exception hold."""
    alone = unless.of if isinstance(unless, Any) else (unless,)
    return {part.item for part in alone if isinstance(part, Is) and UNKNOWN in part.values}
