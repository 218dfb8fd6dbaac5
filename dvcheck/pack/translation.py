"""The translations of a pack, and the choice of one for a requested language."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

FOLDER = "translations"
"""The folder of a pack's translations, each as LANGUAGE.yaml."""

_TAG = (
    r"(?P<language>[a-z]{2,3})"
    r"(-(?P<script>[a-z]{4}))?"
    r"(-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
)
"""Language, script, region and variants, as in BCP 47 (RFC 5646, section 2.1); no extensions.

It is compiled only when needed: a walk in the pack's own language does not use it.
"""

LONGEST_TAG = 35
"""RFC 5646, section 4.4.1."""


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A review of a translation: who checked it, and when."""

    by: str
    on: date


class Translation(msgspec.Struct, frozen=True, kw_only=True):
    """A language that a pack's texts can be shown in."""

    language: str
    """Its tag, such as es or zh-Hans."""
    name: str
    """The language's own name."""
    known_as: str = ""
    """Its name in the pack's own language, such as Spanish; empty if the file does not give it."""
    only_card: bool = False
    """Whether it has the texts of the card for a survivor, and no others."""
    reviewed: Reviewed | None = None
    """The review by a translator; None for a draft."""

    @property
    def is_draft(self) -> bool:
        return self.reviewed is None


def tag_in(text: str) -> str | None:
    """Return a language tag in its usual spelling, `zh-Hans` for `ZH-hans`; None if it is not a tag."""
    known = re.compile(_TAG, re.IGNORECASE | re.ASCII)
    found = known.fullmatch(text) if len(text) <= LONGEST_TAG else None
    if found is None:
        return None
    script, region = found["script"], found["region"]
    parts = [found["language"].lower(), script.title() if script else "", region.upper() if region else ""]
    return "-".join(filter(None, parts)) + found["variants"].lower()


def nearest_first(language: str) -> Iterator[str]:
    """Yield the tags that match a language, nearest first: `es-MX`, `es` (RFC 4647, section 3.4)."""
    while language:
        yield language
        language = language.rpartition("-")[0]


def translation_for(known: Iterable[Translation], language: str) -> Translation | None:
    """Return the translation for a requested language; None if there is none.

    One that has only the texts of the card is not for screens: half of a screen would be in each language.
    """
    named = {one.language: one for one in known if not one.only_card}
    return next((named[tag] for tag in nearest_first(language) if tag in named), None)
