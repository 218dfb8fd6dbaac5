"""Translations of a pack: what they change, what they never change, and the messages for a bad one."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dvcheck.errors import DvcheckError
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.pack.parse import parse
from dvcheck.pack.read_translation import Overlay
from dvcheck.pack.texts import Path as TextPath
from dvcheck.pack.texts import texts_of, with_texts
from dvcheck.pack.translated import missing_texts, translate
from dvcheck.pack.translation import Translation, nearest_first, tag_in, translation_for
from dvcheck.rules.assess import assess
from dvcheck.rules.outline import outline
from tests import translated
from tests.small_packs import NOW, answers

BAD = sorted((Path(__file__).parent / "bad_translations").glob("*.yaml"))
OWN = translated.pack()
PATHS = sorted(texts_of(OWN))

some_texts = st.dictionaries(
    st.sampled_from(PATHS),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12),
)


def overlay(texts: dict[TextPath, str]) -> Overlay:
    return Overlay(translation=Translation(language="es", name="Español"), texts=texts, at=OWN.policy.at)


def blank(pack: Pack) -> Pack:
    """Return a pack without its words: only what no translation may change."""
    return with_texts(replace(pack, translation=None), lambda path, text: "_")


# --- what it changes ----------------------------------------------------------------------------------------


def test_every_text_is_shown_in_the_other_language() -> None:
    shown = translated.pack("es", es=translated.SPANISH)
    question = next(q for q in shown.questions() if q.id == "call-type")
    assert (question.text, question.label, question.help) == (
        "¿Qué tipo de llamada es?",
        "Tipo de llamada",
        "Según el despacho.",
    )
    assert [question.shown(o.id) for o in question.options] == ["Una pelea", "Una orden", "Las dos"]
    clock = next(q for q in shown.questions() if q.limit is not None)
    assert clock.limit is not None
    assert (clock.limit.starts_with, clock.limit.at_limit) == ("Entran", "Se acabó el tiempo")
    assert clock.shown("ended") == "Han salido"
    assert shown.policy.says("1a") == "Hágalo."
    assert shown.policy.terms.report == "el informe"
    assert shown.forms[0].fields[0].label == "Número CAD"
    assert (shown.contacts[0].name, shown.contacts[0].number) == ("Víctimas especiales", "503-555-0100")
    assert [s.title for s in shown.checklist("incident").sections] == ["La llamada", "El reloj"]
    own = {text for path, text in texts_of(OWN).items() if path[1] != "terms"}
    assert not own & set(texts_of(shown).values())


def test_what_a_translation_lacks_stays_in_the_packs_own_language() -> None:
    shown = translated.pack("vi", vi=translated.VIETNAMESE)
    assert sum(a != b for a, b in zip(_words(OWN), _words(shown), strict=True)) == 1


def _words(pack: Pack) -> list[str]:
    """List every text of a pack in order, even texts that share one path after they are translated."""
    said: list[str] = []

    def note(path: TextPath, text: str) -> str:
        said.append(text)
        return text

    with_texts(pack, note)
    return said


def test_an_empty_translation_changes_nothing() -> None:
    shown = translated.pack("es", es="translation: es\nname: Español\n")
    assert shown.translation == Translation(language="es", name="Español")
    assert replace(shown, translation=None, translations=()) == OWN


@given(some_texts)
def test_a_text_that_is_translated_is_read_back_at_its_path(texts: dict[TextPath, str]) -> None:
    shown = translate(OWN, overlay(texts))
    assert dict(zip(texts_of(OWN), _words(shown), strict=True)) == {**texts_of(OWN), **texts}


@given(some_texts, st.sampled_from(["yes", "no", "unknown", ""]))
def test_a_translation_changes_no_id_condition_or_assessment(texts: dict[TextPath, str], hurt: str) -> None:
    shown = translate(OWN, overlay(texts))
    assert blank(shown) == blank(OWN)
    given_answers = answers({"hurt": hurt, "call-type": "both"} if hurt else {})
    ours, theirs = (
        assess(outline(pack, ("incident",)), given_answers, {}, NOW, None, NOW) for pack in (OWN, shown)
    )
    assert [(d.obligation.id, d.status, d.deadline.kind) for d in ours.duties] == [
        (d.obligation.id, d.status, d.deadline.kind) for d in theirs.duties
    ]
    assert ours.findings == theirs.findings
    assert [q.id for q in ours.unasked] == [q.id for q in theirs.unasked]


def test_a_translation_is_part_of_the_pack_and_of_its_digest(tmp_path: Path) -> None:
    own = translated.written(tmp_path / "own", es=translated.SPANISH)
    before = library.read(own)
    assert "translations/es.yaml" in before.files
    (own / "translations" / "es.yaml").write_text(
        translated.SPANISH.replace("Una pelea", "Una riña"), "utf-8"
    )
    assert library.read(own).digest != before.digest
    stored = library.from_archive(before.archive())
    assert (stored.digest, stored.files) == (before.digest, before.files)
    assert library.load(stored, None, language="es", stored=True).shown_in == "es"


# --- which one is shown -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("es", "es"),
        ("ZH-hans", "zh-Hans"),
        ("pt-br", "pt-BR"),
        ("es-419", "es-419"),
        ("SL-IT-nedis", "sl-IT-nedis"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("yue", "yue"),
        ("", None),
        ("e", None),
        ("spanish", None),
        ("es_MX", None),
        ("es-", None),
        ("es\n", None),
        ("éé", None),
        ("../x", None),
        ("es-" + "-".join(["abcde"] * 9), None),
    ],
)
def test_a_tag_is_read_as_it_is_usually_written(text: str, tag: str | None) -> None:
    assert tag_in(text) == tag


def test_a_nearer_language_is_taken_and_never_another_one() -> None:
    known = [Translation(language=tag, name=tag) for tag in ("es", "es-MX", "zh-Hans")]
    assert list(nearest_first("es-MX")) == ["es-MX", "es"]
    for asked, found in {"es-MX": "es-MX", "es-AR": "es", "zh-Hans-CN": "zh-Hans"}.items():
        assert translation_for(known, asked) == Translation(language=found, name=found)
    for asked in ("zh-Hant", "zh", "en", "e", ""):
        assert translation_for(known, asked) is None


def test_a_pack_is_compiled_for_each_language_it_is_shown_in(tmp_path: Path) -> None:
    source = library.read(translated.written(tmp_path / "pack"))
    home = tmp_path / "home"
    library.load(source, home)
    assert library.read_compiled(source.digest, home, "es") is None, (
        "it has that language, and is not compiled in it"
    )
    assert library.read_compiled(source.digest, home, "uk") == library.load(source, home)
    shown = library.load(source, home, language="es-MX")
    assert shown.shown_in == "es"
    assert (
        library.read_compiled(source.digest, home, "es-MX")
        == library.read_compiled(source.digest, home, "es")
        == shown
    )
    assert library.read_compiled(source.digest, home) == library.load(source, None)


def test_a_compiled_pack_of_another_language_is_not_taken_for_the_one_asked_for(tmp_path: Path) -> None:
    source = library.read(translated.written(tmp_path / "pack"))
    home = tmp_path / "home"
    library.load(source, home, language="es")
    packs = home / "packs"
    (spanish,) = packs.glob("*.es.msgpack")
    spanish.rename(packs / library.compiled_name(source.digest, "vi"))
    assert library.load(source, home, language="vi").shown_in == "vi"


# --- what is wrong with one ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_a_bad_translation_is_reported_with_place_code_and_excerpt(path: Path) -> None:
    files = translated.FILES | {"translations/es.yaml": path.read_text(encoding="utf-8")}
    pack, problems = parse(files, "sha256:bad")
    assert pack is None
    said = "".join(p.show(files[p.at.file]) + "\n" for p in problems)
    expected = path.with_suffix(".txt")
    if os.environ.get("UPDATE_MESSAGES"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
    assert f": {path.stem.partition('.')[0]}: " in said.splitlines()[0]


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_a_pack_that_is_kept_with_a_case_is_read_whatever_its_translations_are(path: Path) -> None:
    source = translated.source(es=path.read_text(encoding="utf-8"))
    shown = library.load(source, None, language="es", stored=True)
    assert blank(replace(shown, translations=())) == blank(OWN)
    with pytest.raises(DvcheckError):
        library.load(source, None)


def test_options_that_are_alike_by_a_bad_translation_stay_in_the_packs_words() -> None:
    source = translated.source(es=(BAD[0].parent / "same-text.yaml").read_text(encoding="utf-8"))
    shown = library.load(source, None, language="es", stored=True)
    question = next(q for q in shown.questions() if q.id == "call-type")
    assert [o.text for o in question.options] == ["A fight", "An order", "Both of them"]


def test_what_is_missing_is_summed_up_by_kind_and_named_one_by_one() -> None:
    files = translated.source(vi=translated.VIETNAMESE).files
    found = missing_texts(OWN, files)
    assert [one.kind for one in found] == ["policy", "checklists", "items", "contacts", "card", "forms"]
    items = next(one for one in found if one.kind == "items")
    assert items.summed_up.message == (
        "items: 17 of 18 texts are not translated (call-type/text, call-type/label, call-type/help, …)"
    )
    assert (items.summed_up.at.file, items.summed_up.code) == ("translations/vi.yaml", "missing-translation")
    assert len(list(items.each)) == 17
    assert '"items/medics/text" is not translated' in [p.message for p in items.each]
    assert missing_texts(OWN, translated.source(es=translated.SPANISH).files) == ()


def test_the_example_of_the_document_is_a_translation_of_such_a_pack() -> None:
    document = (Path(__file__).parents[2] / "docs" / "checklist-language.md").read_text(encoding="utf-8")
    section = document.partition("## Translations\n")[2].partition("\n## ")[0]
    (example,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    shown = translated.pack("es", es=example)
    assert shown.translation is not None
    assert not shown.translation.is_draft
    changed = {path for path, text in texts_of(shown).items() if text != texts_of(OWN).get(path)}
    assert len(changed) > 20


# --- its files ----------------------------------------------------------------------------------------------


def test_a_link_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    folder = translated.written(tmp_path / "pack", es=translated.SPANISH)
    (tmp_path / "vi.yaml").write_text(translated.VIETNAMESE, encoding="utf-8")
    (folder / "translations" / "vi.yaml").symlink_to(tmp_path / "vi.yaml")
    with pytest.raises(DvcheckError, match="a link out of the pack's folder"):
        library.read(folder)


def test_a_folder_of_translations_that_is_a_link_out_is_refused(tmp_path: Path) -> None:
    folder = translated.written(tmp_path / "pack", es=translated.SPANISH)
    (folder / "translations").rename(tmp_path / "away")
    (folder / "translations").symlink_to(tmp_path / "away")
    with pytest.raises(DvcheckError, match="a link out of the pack's folder"):
        library.read(folder)


def test_a_folder_called_like_a_translation_is_refused(tmp_path: Path) -> None:
    folder = translated.written(tmp_path / "pack", es=translated.SPANISH)
    (folder / "translations" / "vi.yaml").mkdir()
    with pytest.raises(DvcheckError, match="not a file"):
        library.read(folder)


def test_files_and_translations_together_are_at_most_as_many_as_of_a_pack(tmp_path: Path) -> None:
    folder = translated.written(tmp_path / "pack", es=translated.SPANISH)
    for number in range(library.MAX_FILES - len(translated.FILES)):
        (folder / "translations" / f"x{number}.yaml").write_text("x: y\n")
    with pytest.raises(DvcheckError, match=r"over 200 \.yaml files"):
        library.read(folder)
