from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest

from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.pack.texts import TEXTS, texts_of, with_texts
from tests import translated

NOT_READ = {
    "Place": {"file"},
    "Checklist": {"id"},
    "Contact": {"id", "number", "address", "fax"},
    "Due": {"kind", "of"},
    "Finding": {"id"},
    "Form": {"id", "layout"},
    "FormField": set[str](),
    "Include": {"checklist"},
    "Limit": {"ticks"},
    "NarrativeBlank": set[str](),
    "NarrativePart": {"id"},
    "NotFeasible": {"instead"},
    "Note": {"id", "source", "walk"},
    "Obligation": {"id", "modality", "phase", "kind", "for_each"},
    "Option": {"id"},
    "Outcome": {"id"},
    "Pack": {"digest"},
    "Actor": {"id"},
    "Document": {"id", "number", "source"},
    "Policy": {"id", "number", "source", "zone", "version"},
    "Question": {"id", "kind", "options_from"},
    "Reading": {"id"},
    "Section": {"for_each"},
    "SectionTitle": {"ref", "document"},
    "Span": {"unit"},
    "Statement": {"ref", "modality", "actor", "not_modelled", "document"},
}
"""The fields of text that are not for reading: ids, numbers, addresses, kinds and citations."""

OF_A_TRANSLATION = {"Translation", "Reviewed"}
"""The types that describe a translation, and are not translated."""


def structs(of: Any, seen: dict[str, type[msgspec.Struct]]) -> dict[str, type[msgspec.Struct]]:
    """Return every struct that a pack can have, by its name."""
    if get_origin(of) is not None or get_args(of):
        for part in get_args(of):
            structs(part, seen)
    elif isinstance(of, type) and issubclass(of, msgspec.Struct) and of.__name__ not in seen:
        seen[of.__name__] = of
        for hint in get_type_hints(of).values():
            structs(hint, seen)
    return seen


def holds_text(hint: Any) -> bool:
    """Check whether a field can have one text. Ids in a tuple do not count."""
    if hint is str:
        return True
    origin = get_origin(hint)
    return origin is not tuple and any(isinstance(p, str) or holds_text(p) for p in get_args(hint))


def test_each_text_of_a_pack_is_translated_or_is_no_words_to_read() -> None:
    """Each new field of a struct belongs either in `TEXTS`, or in the list above."""
    named = {kind.__name__: fields for kind, fields in TEXTS.items()}
    for name, kind in structs(Pack, {}).items():
        if kind.__module__ == "dvcheck.pack.condition" or name in OF_A_TRANSLATION:
            continue
        texts = {field for field, hint in get_type_hints(kind).items() if holds_text(hint)}
        assert texts - set(named.get(name, ())) == NOT_READ.get(name, set()), name


def test_each_text_that_is_translated_is_reached_in_a_pack() -> None:
    own = translated.pack()
    marked = with_texts(own, lambda path, text: f"«{'/'.join(path)}»")
    left = {text for text in _strings(msgspec.to_builtins(marked)) if " " in text and "«" not in text}
    kept = {text for c in own.contacts for text in (c.number, c.address, c.name if c.proper_name else "")}
    assert left - kept == set()
    assert len(texts_of(own)) == len(set(texts_of(marked)))


def _strings(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for each in value.values() for text in _strings(each)]
        case list() | tuple():
            return [text for each in value for text in _strings(each)]
    return []


@pytest.mark.parametrize("of", ["small", "shipped"])
def test_replacing_texts_by_themselves_changes_nothing(of: str) -> None:
    own = translated.pack() if of == "small" else library.load(library.read(library.shipped_folder()), None)
    assert with_texts(own, lambda path, text: text) == own
    assert all(texts_of(own).values())


def test_a_text_is_found_at_the_path_that_its_translation_has() -> None:
    texts = texts_of(translated.pack())
    assert texts["items", "call-type", "options", "both"] == "Both of them"
    assert texts["items", "clock", "at_limit"] == "Time is over"
    assert texts["items", "go-report", "due", "before"] == "the suspect is released"
    assert texts["checklists", "incident", "sections", "The clock"] == "The clock"
    assert texts["policy", "statements", "1a"] == "Do it."
    assert texts["forms", "cad", "fields", "CAD number"] == "CAD number"
    assert ("items", "hurt", "label") not in texts
