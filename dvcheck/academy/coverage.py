"""Which items and scenarios stand for each statement of a policy, and which are waived. Pure."""

from collections.abc import Iterator, Sequence

import msgspec

from dvcheck.academy.scenario import Scenario, assess_scenario
from dvcheck.pack.model import Obligation, Pack
from dvcheck.pack.policy import Statement, Waiver
from dvcheck.rules.assess import Assessment
from dvcheck.rules.logic import Truth
from dvcheck.rules.outline import base_of


class CoverageRow(msgspec.Struct, frozen=True, kw_only=True):
    """One statement: the items that cite it, the scenarios in which one of them comes up, and its waiver.

    An item cites a statement by its whole ref. A section that holds several statements is none of them.
    """

    statement: Statement
    binds: bool
    """Whether it is a duty of who uses the checklists."""
    document: str = ""
    """The id of its document, where the policy has several."""
    cited_by: tuple[str, ...]
    scenarios: tuple[str, ...]

    @property
    def waived(self) -> Waiver | None:
        return self.statement.not_modelled

    @property
    def uncovered(self) -> bool:
        """Neither cited nor waived."""
        return not self.cited_by and self.waived is None

    @property
    def both(self) -> bool:
        """Cited, and waived all the same: the waiver is stale."""
        return bool(self.cited_by) and self.waived is not None

    @property
    def duty_waived(self) -> bool:
        """Waived, though it is a duty of who uses the checklists: no reason is good enough for that."""
        return self.waived is not None and self.binds


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """Every statement of a policy, in its order."""

    rows: tuple[CoverageRow, ...]
    other_words: tuple[str, ...] = ()
    """Obligations whose word no statement they cite has, each with these: `a says may; 1a says shall`."""

    @property
    def whole(self) -> bool:
        """Each statement is either cited or waived, no duty is waived, and words agree."""
        return not (self.other_words or any(r.uncovered or r.both or r.duty_waived for r in self.rows))


def coverage(pack: Pack, scenarios: Sequence[Scenario]) -> Coverage:
    """What covers each statement of a pack's policy."""
    met = {s.id: _coming_up(assess_scenario(pack, s)) for s in scenarios}
    policy = pack.policy
    rows: list[CoverageRow] = []
    for statement in policy.statements:
        cited_by = tuple(pack.cited_by(statement.ref))
        exercised = tuple(name for name, items in met.items() if not items.isdisjoint(cited_by))
        binds = policy.binds(statement)
        rows.append(
            CoverageRow(
                statement=statement,
                binds=binds,
                document=policy.document_of(statement).id if policy.others else "",
                cited_by=cited_by,
                scenarios=exercised,
            )
        )
    return Coverage(rows=tuple(rows), other_words=tuple(_other_words(pack)))


def _other_words(pack: Pack) -> Iterator[str]:
    words = {s.ref: s.modality for s in pack.policy.statements}
    for item in pack.items():
        if isinstance(item, Obligation) and item.modality not in [words.get(c) for c in item.cites]:
            said = ", ".join(f"{c} says {words[c]}" for c in item.cites if c in words)
            yield f"{item.id} says {item.modality}; {said}"


def _coming_up(assessment: Assessment) -> frozenset[str]:
    """The items that come up: duties that arise, notes shown, questions answered, findings that hold."""
    duties = {d.obligation.id for d in assessment.duties if d.status not in ("not-triggered", "undetermined")}
    notes = {note.id for note in assessment.notes}
    answered = set(assessment.answers) - assessment.inapplicable
    findings = {name for name, truth in assessment.findings.items() if truth is Truth.TRUE}
    return frozenset(base_of(name) for name in duties | notes | answered | findings)
