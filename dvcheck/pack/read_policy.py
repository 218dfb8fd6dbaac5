"""Read policy.yaml: the source document, its statements and its unclear points."""

from datetime import date
from functools import cache
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dvcheck.pack import nodes
from dvcheck.pack.bundled import TERMS_FILE, missing, usual_terms
from dvcheck.pack.modality import MODALITIES, Modality, NoDuty
from dvcheck.pack.nodes import Node, Problem
from dvcheck.pack.place import Place
from dvcheck.pack.policy import (
    LANGUAGE,
    Actor,
    Document,
    Policy,
    Reading,
    SectionTitle,
    Statement,
    Waiver,
)
from dvcheck.pack.reader import Missing, Reader
from dvcheck.pack.terms import NEUTRAL, AgencyTerms

STATEMENT_WORDS: tuple[Modality | NoDuty, ...] = (*MODALITIES, *get_args(NoDuty))
WAIVERS: tuple[Waiver, ...] = get_args(Waiver)
LONGEST_TERM = 60
LONGEST_VERSION = 40


def newer_language(node: Node | None, text: str, file: str) -> Problem | None:
    """Return a problem if a policy is written in a newer language than this program reads; otherwise None.

    Report no other problem of such a pack: what looks wrong may be right in the newer language.
    """
    place, written = _language_of(node) if node is not None else _language_in(text, file)
    if not _is_whole(written) or int(written) <= LANGUAGE:
        return None
    message = (
        f"the pack is written in checklist language {int(written)}, but this dvcheck reads 1 to {LANGUAGE}: "
        "install a newer dvcheck"
    )
    return Problem(at=place, code="newer-language", message=message)


def _language_of(node: Node) -> tuple[Place, str]:
    entries = node.entries if isinstance(node, nodes.Mapping) else ()
    values = (value for key, value in entries if key.text == "language" and isinstance(value, nodes.Scalar))
    found = next(values, None)
    return (found.at, found.text.strip()) if found is not None else (node.at, "")


def _language_in(text: str, file: str) -> tuple[Place, str]:
    """Find the language in a file that this program cannot read as YAML."""
    for number, line in enumerate(text.split("\n"), 1):
        key, _, value = line.partition(":")
        if key.rstrip() == "language":
            said = value.partition("#")[0].strip().strip("\"'")
            return Place(file, number, 1, len(key)), said
    return Place(file, 1, 1), ""


def _is_whole(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 9


class PolicyReader(Reader):
    """A reader of policies."""

    def policy(self, node: Node) -> Policy | None:
        try:
            f = self.fields(
                node,
                "a policy",
                "policy number title agency effective next_review source zone sections statements",
                "readings language version documents actors terms",
            )
            return Policy(
                id=f.text("policy"),
                number=f.text("number"),
                title=f.text("title"),
                agency=f.text("agency"),
                effective=f.get("effective", self.date),
                next_review=f.get("next_review", self._review),
                source=f.text("source"),
                zone=f.get("zone", self._zone),
                sections=f.each("sections", self._section_title),
                statements=f.each("statements", self._statement),
                readings=f.each("readings", self._reading),
                terms=f.maybe("terms", self.terms) or _usual(),
                language=f.maybe("language", self._language) or 1,
                version=f.maybe("version", self._version) or "",
                others=f.each("documents", self._document),
                actors=f.each("actors", self._actor),
                at=node.at,
            )
        except Missing:
            return None

    def _zone(self, node: Node) -> str:
        name = self.text(node)
        try:
            ZoneInfo(name)
        except (ValueError, OSError, ZoneInfoNotFoundError):
            message = f'"{name}" is not an IANA time zone: write one such as America/Los_Angeles'
            raise self.wrong(node, "unknown-zone", message) from None
        return name

    def _review(self, node: Node) -> date | None:
        """Read the next review date of a document; None for "none"."""
        if isinstance(node, nodes.Scalar) and node.text.strip() == "none":
            return None
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            message = "a date is written 2024-07-05; if there is none, write none"
            raise self.wrong(node, "bad-date", message) from None

    def _language(self, node: Node) -> int:
        text = self.text(node)
        if not _is_whole(text) or int(text) < 1:
            raise self.wrong(node, "bad-language", f"a language is a number from 1 to {LANGUAGE}")
        return int(text)

    def _version(self, node: Node) -> str:
        return self._short(node, LONGEST_VERSION)

    def _short(self, node: Node, most: int) -> str:
        text = self.text(node)
        if is_too_long(text, most):
            raise self.wrong(node, "too-long", f"one line of at most {most} characters is expected here")
        return text

    def _document(self, node: Node) -> Document:
        f = self.fields(node, "a document", "document number title effective next_review source")
        return Document(
            id=f.get("document", self.id),
            number=f.text("number"),
            title=f.text("title"),
            effective=f.get("effective", self.date),
            next_review=f.get("next_review", self._review),
            source=f.text("source"),
            at=f.at("document"),
        )

    def _actor(self, node: Node) -> Actor:
        f = self.fields(node, "an actor", "actor", "binds")
        return Actor(id=f.get("actor", self.id), binds=f.flag("binds"), at=f.at("actor"))

    def terms(self, node: Node) -> AgencyTerms:
        """Read an agency's terms. A missing term keeps its neutral word."""
        f = self.fields(
            node, "the terms", "", "document the_document report case_number statute_caution emergency"
        )

        def word(name: str, otherwise: str) -> str:
            return f.maybe(name, lambda n: self._short(n, LONGEST_TERM)) or otherwise

        document = word("document", NEUTRAL.document)
        return AgencyTerms(
            document=document,
            the_document=word("the_document", f"the {_in_a_sentence(document)}"),
            report=word("report", NEUTRAL.report),
            case_number=word("case_number", NEUTRAL.case_number),
            statute_caution=word("statute_caution", NEUTRAL.statute_caution),
            emergency=word("emergency", NEUTRAL.emergency),
        )

    def _section_title(self, node: Node) -> SectionTitle:
        f = self.fields(node, "a section", "ref title", "document")
        return SectionTitle(
            ref=f.text("ref"), title=f.text("title"), document=f.maybe("document", self.id) or "", at=node.at
        )

    def _statement(self, node: Node) -> Statement:
        f = self.fields(node, "a statement", "ref modality actor says", "not_modelled document")
        return Statement(
            ref=f.text("ref"),
            modality=f.get("modality", self._modality),
            actor=f.get("actor", self.id),
            says=f.text("says"),
            not_modelled=f.maybe("not_modelled", self._waiver),
            document=f.maybe("document", self.id) or "",
            actor_at=f.at("actor"),
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


def is_too_long(text: str, most: int = LONGEST_TERM) -> bool:
    """Check whether a text has more than one line or more than `most` characters."""
    return len(text) > most or "\n" in text


def _in_a_sentence(words: str) -> str:
    """Return words of a title as they are within a sentence: "general order", but "SOP" unchanged."""
    return " ".join(word.lower() if word.istitle() else word for word in words.split())


@cache
def _usual() -> AgencyTerms:
    """Return the terms of a pack that has none. DvcheckError if they are missing from the installation."""
    node, _ = nodes.read(usual_terms(), TERMS_FILE)
    reader = PolicyReader()
    found = reader.terms(node) if node is not None else None
    if found is None or reader.problems:
        raise missing()
    return found
