"""The shipped card in each of its languages, for tests."""

from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.pack.read_translation import Overlay
from dvcheck.pack.translated import read_translations, translate
from dvcheck.report.card import Card, OfCase, discreet_card, full_card

SOURCE = library.read(library.shipped_folder())
OWN = library.load(SOURCE, None)
OVERLAYS: dict[str, Overlay] = {o.translation.language: o for o in read_translations(OWN, SOURCE.files)}
PACKS: dict[str, Pack] = {"en": OWN} | {tag: translate(OWN, overlay) for tag, overlay in OVERLAYS.items()}
LANGUAGES = tuple(PACKS)


def cards(language: str) -> dict[str, Card]:
    """Return every kind of card in a language, by name."""
    shown, case = PACKS[language], OfCase(number="26-118", officer=None)
    return {
        "full": full_card(OWN, shown),
        "large-with-case": full_card(OWN, shown, case=case, large=True),
        "discreet": discreet_card(OWN, shown),
        "discreet-large": discreet_card(OWN, shown, large=True),
    }
