"""policy.yaml: the source document, its statements and its unclear points."""

from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dvcheck.pack.modality import MODALITIES, Modality, NoDuty
from dvcheck.pack.model import Policy, Reading, SectionTitle, Statement, Waiver
from dvcheck.pack.nodes import Node
from dvcheck.pack.reader import Missing, Reader

STATEMENT_WORDS: tuple[Modality | NoDuty, ...] = (*MODALITIES, *get_args(NoDuty))
WAIVERS: tuple[Waiver, ...] = get_args(Waiver)


class PolicyReader(Reader):
    """Reads a policy."""

    def policy(self, node: Node) -> Policy | None:
        try:
            f = self.fields(
                node,
                "a policy",
                "policy number title agency effective next_review source zone sections statements",
                "readings",
            )
            return Policy(
                id=f.text("policy"),
                number=f.text("number"),
                title=f.text("title"),
                agency=f.text("agency"),
                effective=f.get("effective", self.date),
                next_review=f.get("next_review", self.date),
                source=f.text("source"),
                zone=f.get("zone", self._zone),
                sections=f.each("sections", self._section_title),
                statements=f.each("statements", self._statement),
                readings=f.each("readings", self._reading),
                at=node.at,
            )
        except Missing:
            return None

    def _zone(self, node: Node) -> str:
        name = self.text(node)
        try:
            ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            message = f'"{name}" is no IANA time zone, such as America/Los_Angeles'
            raise self.wrong(node, "unknown-zone", message) from None
        return name

    def _section_title(self, node: Node) -> SectionTitle:
        f = self.fields(node, "a section", "ref title")
        return SectionTitle(ref=f.text("ref"), title=f.text("title"), at=node.at)

    def _statement(self, node: Node) -> Statement:
        f = self.fields(node, "a statement", "ref modality actor says", "not_modelled")
        return Statement(
            ref=f.text("ref"),
            modality=f.get("modality", self._modality),
            actor=f.get("actor", self.id),
            says=f.text("says"),
            not_modelled=f.maybe("not_modelled", self._waiver),
            at=f.at("ref"),
        )

    def _modality(self, node: Node) -> Modality | NoDuty:
        return self.word(node, STATEMENT_WORDS, "modality")

    def _waiver(self, node: Node) -> Waiver:
        f = self.fields(node, '"not_modelled"', "reason")
        return f.get("reason", lambda n: self.word(n, WAIVERS, "reason"))

    def _reading(self, node: Node) -> Reading:
        f = self.fields(node, "a reading", "id title unclear treated", "cites")
        return Reading(
            id=f.text("id"),
            title=f.text("title"),
            unclear=f.text("unclear"),
            treated=f.text("treated"),
            cites=f.texts("cites"),
            at=f.at("id"),
        )
