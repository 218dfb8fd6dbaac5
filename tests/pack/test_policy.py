"""policy.yaml: the language of a pack, its version, its documents, its actors and its words."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
import yaml

from dvcheck.errors import DvcheckError
from dvcheck.pack import bundled, library
from dvcheck.pack.model import Pack
from dvcheck.pack.nodes import Problem
from dvcheck.pack.parse import parse
from dvcheck.pack.policy import LANGUAGE
from dvcheck.pack.terms import NEUTRAL, AgencyTerms
from dvcheck.pack.warnings import WARNINGS, warnings
from tests.agency.test_words import HARBOR
from tests.small_packs import POLICY, small_pack

WALK = 'checklist: walk\ntitle: W\nsections:\n- title: All\n  items:\n  - {note: a, text: A, cites: ["1a"]}\n'
NOTE = '  - {note: a, text: A, cites: ["1a"]}\n'
ACT = """\
documents:
- {document: act, number: FVA, title: An act, effective: 2019-07-01, next_review: 2024-07-01, source: nowhere}
"""


def of(policy: str) -> Pack:
    return small_pack(NOTE, POLICY + policy)


def codes(policy: str) -> list[str]:
    return [p.code for p in parse({"policy.yaml": policy, "walk.yaml": WALK}, "sha256:x")[1]]


def harbor() -> Pack:
    return library.load(library.read(HARBOR), None)


# --- language and version -----------------------------------------------------------------------------------


def test_a_pack_says_what_language_and_version_it_is_in() -> None:
    assert (of("").policy.language, of("").policy.version) == (1, "")
    found = of(f'language: {LANGUAGE}\nversion: "1.3"\n').policy
    assert (found.language, found.version) == (LANGUAGE, "1.3")


@pytest.mark.parametrize(
    "policy",
    [
        f"language: {LANGUAGE + 1}\n{POLICY}",
        f"{POLICY}language: '{LANGUAGE + 1}' # of next year\n",
        f"language: {LANGUAGE + 1}\n",
        f"language: {LANGUAGE + 1}\nweather: [fine\n",
        f"policy: &small small\nlanguage : {LANGUAGE + 1}\n",
        f"{{language: {LANGUAGE + 1}, policy: small}}\n",
        "language: 999999999\n",
    ],
    ids=["first", "last", "without all else", "not even YAML", "with an anchor", "in braces", "large"],
)
def test_for_a_newer_language_nothing_else_is_reported(policy: str) -> None:
    files = {"policy.yaml": policy, "walk.yaml": "checklist: [", "forms.yaml": "forms: 3"}
    pack, problems = parse(files, "sha256:x")
    assert pack is None
    assert [p.code for p in problems] == ["newer-language"]
    assert f"reads 1 to {LANGUAGE}" in problems[0].message


@pytest.mark.parametrize("written", ["0", "-1", "two", "2.5", "1_0", "٣"])
def test_a_language_is_a_number(written: str) -> None:
    assert codes(f"{POLICY}language: {written}\n") == ["bad-language"]


def test_a_document_may_have_no_review_date_and_no_other_word() -> None:
    assert small_pack(NOTE, POLICY.replace("2026-07-05", "none")).policy.next_review is None
    assert codes(POLICY.replace("2026-07-05", "never")) == ["bad-date"]
    assert codes(POLICY.replace("2024-07-05", "none")) == ["bad-date"]
    assert not small_pack(NOTE, POLICY.replace("2026-07-05", "none")).policy.own.review_passed(date.max)


# --- documents ----------------------------------------------------------------------------------------------


def test_a_statement_is_of_the_document_of_its_section_or_of_the_one_it_names() -> None:
    policy = harbor().policy
    home = {s.ref: policy.document_of(s).id for s in policy.statements}
    assert home["1a"] == policy.id
    assert home["FVA 12a"] == "act"
    assert [d.id for d in policy.documents] == ["harbor-310", "act"]
    named = POLICY.replace(
        "says: Do it.}",
        'says: Do it.}\n- {ref: "FVA 1a", modality: must, actor: member, says: So., document: act}',
    )
    alone = small_pack(NOTE, named + ACT).policy
    assert alone.document_of(alone.statements[1]).number == "FVA"


# --- actors -------------------------------------------------------------------------------------------------


def test_who_a_duty_binds_is_declared() -> None:
    policy = harbor().policy
    assert {s.ref for s in policy.statements if policy.binds(s)} == {"1a", "1b", "1c", "1e", "2a", "FVA 12a"}
    undeclared = of("").policy
    assert [undeclared.binds(s) for s in undeclared.statements] == [True]
    other = of("actors: [{actor: deputy, binds: true}, {actor: member}]\n").policy
    assert [other.binds(s) for s in other.statements] == [False]


def test_an_actor_that_is_not_declared_is_warned_of_once_and_with_its_place() -> None:
    policy = POLICY.replace("actor: member", "actor: membr").replace(
        "says: Do it.}", 'says: Do it.}\n- {ref: "1b", modality: shall, actor: membr, says: So.}'
    )
    found = actors(small_pack(NOTE, policy))
    assert [(p.code, p.at.line, p.at.column) for p in found] == [("unknown-actor", 12, 39)]
    assert 'did you mean "member"?' in found[0].message
    assert [p.code for p in actors(of("actors: [{actor: deputy, binds: true}]\n"))] == ["unknown-actor"]
    assert actors(of("")) == warnings(harbor()) == ()


def actors(pack: Pack) -> tuple[Problem, ...]:
    """Return the warnings about the actors of a pack."""
    return tuple(problem for problem in warnings(pack) if problem.code == "unknown-actor")


def test_the_shipped_pack_declares_its_actors_and_has_no_warning() -> None:
    pack = library.load(library.read(library.shipped_folder()), None)
    assert warnings(pack) == ()
    assert {a.id for a in pack.policy.actors} == {s.actor for s in pack.policy.statements}
    assert [a.id for a in pack.policy.actors if a.binds] == ["member"]


def test_every_warning_documents_its_code_first() -> None:
    for doubt in WARNINGS:
        assert (doubt.__doc__ or "").split(": ")[0].replace("-", "").isalpha()


# --- terms --------------------------------------------------------------------------------------------------


def test_a_pack_without_terms_has_the_words_packs_always_had() -> None:
    kept = yaml.safe_load((bundled.checklists() / bundled.TERMS_FILE).read_text(encoding="utf-8"))
    found = of("").policy.terms
    assert msgspec.to_builtins(found) == {**kept, "the_document": "the directive"}
    assert found == library.load(library.read(library.shipped_folder()), None).policy.terms


def test_a_missing_term_has_its_neutral_word() -> None:
    assert of("terms: {report: crime report}\n").policy.terms == AgencyTerms(report="crime report")
    assert of('terms: {emergency: "112"}\n').policy.terms.document == NEUTRAL.document


@pytest.mark.parametrize(
    ("written", "within", "first"),
    [
        ("document: General Order", "the general order", "The general order"),
        ("document: SOP", "the SOP", "The SOP"),
        ("{document: Richtlinie, the_document: die Richtlinie}", "die Richtlinie", "Die Richtlinie"),
    ],
)
def test_a_document_is_named_within_a_sentence_and_at_its_beginning(
    written: str, within: str, first: str
) -> None:
    terms = of(f"terms: {written}\n" if written.startswith("{") else f"terms: {{{written}}}\n").policy.terms
    assert (terms.the_document, terms.the_document_first) == (within, first)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ("{raport: a}", "unknown-key"),
        ("[a]", "not-a-mapping"),
        ('{report: ""}', "no-text"),
        (f"{{report: {'a' * 61}}}", "too-long"),
        ('{report: "two\\nlines"}', "too-long"),
    ],
)
def test_terms_are_a_few_words_each(terms: str, code: str) -> None:
    assert codes(f"{POLICY}terms: {terms}\n") == [code]


def test_a_program_without_its_checklists_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundled, "__file__", str(tmp_path / "dvcheck" / "pack" / "bundled.py"))
    for look in (bundled.checklists, bundled.usual_terms, library.shipped_folder):
        with pytest.raises(DvcheckError, match="the checklists are missing from this installation"):
            look()


def test_a_pack_compiled_before_there_were_terms_is_read_again(tmp_path: Path) -> None:
    pack = of("")
    older = msgspec.to_builtins(pack)
    del older["policy"]["terms"]
    path = tmp_path / "packs" / library.compiled_name(f"sha256:{'0' * 64}")
    path.parent.mkdir()
    path.write_bytes(library.encode(pack))
    assert library.read_compiled(f"sha256:{'0' * 64}", tmp_path) == pack
    path.write_bytes(msgspec.msgpack.encode(older))
    assert library.read_compiled(f"sha256:{'0' * 64}", tmp_path) is None
