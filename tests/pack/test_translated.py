"""Translations of a pack: what they change, what they never change, and what is said of a bad one."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dvcheck.pack.read_translation import Overlay
from dvcheck.pack.texts import retold, texts_of
from dvcheck.pack.translated import translated as laid
from dvcheck.pack.translation import Translation
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from tests import translated
from tests.small_packs import NOW, answers

BAD = sorted((Path(__file__).parent / "bad_translations").glob("*.yaml"))
OWN = translated.pack()
PATHS = sorted(texts_of(OWN))
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(st.dictionaries(st.sampled_from(PATHS), words))
def test_a_translation_changes_its_texts_and_nothing_else(texts: dict[tuple[str, ...], str]) -> None:
    shown = laid(
        OWN, Overlay(translation=Translation(language="es", name="Español"), texts=texts, at=OWN.policy.at)
    )
    assert texts_of(shown) == {
        path: texts.get(path, text) if path[0] != "checklists" and path[-2:-1] != ("fields",) else said
        for (path, text), said in zip(texts_of(OWN).items(), texts_of(shown).values(), strict=True)
    }


@given(st.dictionaries(st.sampled_from(PATHS), words), st.sampled_from(["yes", "no", "unknown", None]))
def test_a_translation_changes_no_id_condition_or_result(
    texts: dict[tuple[str, ...], str], hurt: str | None
) -> None:
    overlay = Overlay(translation=Translation(language="es", name="Español"), texts=texts, at=OWN.policy.at)
    shown = laid(OWN, overlay)
    without = retold(OWN, lambda path, text: "_")
    assert retold(replace(shown, translation=None), lambda path, text: "_") == without
    given_answers = answers({"hurt": hurt} if hurt is not None else {})
    ours, theirs = (
        assess(outline(pack, ("incident",)), given_answers, {}, NOW, None, NOW) for pack in (OWN, shown)
    )
    assert [(d.obligation.id, d.status) for d in ours.duties] == [
        (d.obligation.id, d.status) for d in theirs.duties
    ]
    assert ours.findings == theirs.findings
    assert [q.id for q in ours.unasked] == [q.id for q in theirs.unasked]
