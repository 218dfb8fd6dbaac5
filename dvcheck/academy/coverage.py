"""Coverage: the items and scenarios for each statement of a policy, and its waivers. Pure."""

from collections.abc import Iterator, Sequence

import msgspec

from dvcheck.academy.scenario import Scenario, assess_scenario
from dvcheck.pack.model import Obligation, Pack
from dvcheck.pack.policy import Statement, Waiver
from dvcheck.rules.assess import Assessment
from dvcheck.rules.logic import Truth
from dvcheck.rules.outline import base_of


class CoverageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A statement: the items that cite it, the scenarios in which one of them comes up, and its waiver.

    An item cites a statement by its full ref. Citing a section with several statements cites none of them.
    """

    statement: Statement
    binds: bool
    """Whether it is a duty of those who use the checklists."""
    document: str = ""
    """The id of its document, if the policy has several."""
    cited_by: tuple[str, ...]
    scenarios: tuple[str, ...]

    @property
    def waived(self) -> Waiver | None:
        return self.statement.not_modelled

    @property
    def uncovered(self) -> bool:
        """Whether it is neither cited nor waived."""
        return not self.cited_by and self.waived is None

    @property
    def both(self) -> bool:
        """Whether it is both cited and waived: the waiver is stale."""
        return bool(self.cited_by) and self.waived is not None

    @property
    def duty_waived(self) -> bool:
        """Whether it is waived although it is a duty of the checklists' users. No reason justifies that."""
        return self.waived is not None and self.binds


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """The coverage of all statements of a policy, in order."""

    rows: tuple[CoverageRow, ...]
    other_words: tuple[str, ...] = ()
    """Obligations whose modality differs from all statements they cite: `a says may; 1a says shall`."""

    @property
    def whole(self) -> bool:
        """Whether each statement is either cited or waived, no duty is waived, and all words agree."""
        return not (self.other_words or any(r.uncovered or r.both or r.duty_waived for r in self.rows))


def coverage(pack: Pack, scenarios: Sequence[Scenario]) -> Coverage:
    """Return the coverage of each statement of a pack's policy."""
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
    """Return the items that come up: duties that arise, notes, answered questions, findings that hold."""
    duties = {d.obligation.id for d in assessment.duties if d.status not in ("not-triggered", "undetermined")}
    notes = {note.id for note in assessment.notes}
    answered = set(assessment.answers) - assessment.inapplicable
    findings = {name for name, truth in assessment.findings.items() if truth is Truth.TRUE}
    return frozenset(base_of(name) for name in duties | notes | answered | findings)
