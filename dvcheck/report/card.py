"""The card for a survivor: public phone numbers on one page, or a small discreet card.

It is made from the pack alone, in one of its languages. Numbers, addresses, sources and proper names always
come from the pack's own texts. A contact with `verify` is never on it. Nothing about a case is on it, except
the case number and the officer if they are asked for.
"""

import msgspec

from dvcheck.pack.card_texts import CardTexts, filled
from dvcheck.pack.model import Contact, Pack
from dvcheck.pack.on_card import on_card

OWN_LANGUAGE = "en"
"""The language of a card in the pack's own words, and of names that are the same in all languages."""

COPIES, LARGE_COPIES = 10, 6
"""The discreet cards on one sheet, in two columns."""

BLANK = "." * 30
"""A place to write on by hand. Markdown would show each underscore with a backslash."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A text, and the tag of its language."""

    text: str
    language: str


class OneNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A contact as it is on the card. On a discreet card it has no details."""

    name: Words
    number: str
    details: tuple[str, ...] = ()


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a card, in one language."""

    language: str
    title: str
    numbers: tuple[OneNumber, ...]
    draft: tuple[Words, ...] = ()
    """What says that no translator has checked it, in both languages; empty if one has."""
    danger: str = ""
    about: tuple[str, ...] = ()
    """The case number and the officer, if they were asked for."""
    age: str = ""
    sources: tuple[str, ...] = ()
    large: bool = False
    discreet: bool = False


class OfCase(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of a case on a card. None is a blank, to be filled in by hand."""

    number: str | None
    officer: str | None


def full_card(pack: Pack, shown: Pack, *, case: OfCase | None = None, large: bool = False) -> Card:
    """Return the card on one page. `shown` is the pack in the language of the card, `pack` in its own."""
    texts, own = shown.card, {c.id: c for c in pack.contacts}
    found = on_card(shown)
    pairs = [("case", case.number), ("officer", case.officer)] if case is not None else []
    sources = dict.fromkeys(filled(texts.source, source=own[c.id].source, as_of=c.as_of) for c in found)
    return Card(
        language=shown.shown_in or OWN_LANGUAGE,
        title=texts.title,
        danger=filled(texts.danger, emergency=pack.policy.terms.emergency),
        draft=_draft(pack, shown),
        about=tuple(filled(getattr(texts, name), text=text or BLANK) for name, text in pairs),
        numbers=tuple(
            OneNumber(
                name=_name(c.name, own[c.id].name, c, shown),
                number=_number(own[c.id], texts),
                details=_details(c, own[c.id], texts),
            )
            for c in found
        ),
        age=texts.age,
        sources=tuple(sources),
        large=large,
    )


def discreet_card(pack: Pack, shown: Pack, *, large: bool = False) -> Card:
    """Return the small card whose title and names do not say what the numbers are for."""
    own = {c.id: c for c in pack.contacts}
    return Card(
        language=shown.shown_in or OWN_LANGUAGE,
        title=shown.card.plain_title,
        draft=_draft(pack, shown),
        numbers=tuple(
            OneNumber(
                name=_name(c.discreet, own[c.id].discreet, c, shown),
                number=_number(own[c.id], shown.card),
            )
            for c in on_card(shown)
            if c.discreet
        ),
        age=shown.card.may_change,
        large=large,
        discreet=True,
    )


def _draft(pack: Pack, shown: Pack) -> tuple[Words, ...]:
    if shown.translation is None or not shown.translation.is_draft:
        return ()
    return (
        Words(text=pack.card.draft, language=OWN_LANGUAGE),
        Words(text=shown.card.draft, language=shown.shown_in),
    )


def _name(text: str, own: str, contact: Contact, shown: Pack) -> Words:
    """Return a name with its language: a proper name is never translated."""
    if contact.proper_name or not shown.shown_in:
        return Words(text=own, language=OWN_LANGUAGE)
    return Words(text=text, language=shown.shown_in)


def _number(own: Contact, texts: CardTexts) -> str:
    """Return the number of the pack's own list. Between two numbers is the "or" of the card."""
    first, *others = own.number.split(" or ")
    for other in others:
        first = filled(texts.either, one=first, other=other)
    return first


def _details(contact: Contact, own: Contact, texts: CardTexts) -> tuple[str, ...]:
    """Return what a survivor needs to know apart from the number, each with its label."""
    found = [(texts.purpose, contact.purpose), (texts.hours, contact.hours), (texts.address, own.address)]
    return tuple(filled(label, text=text) for label, text in found if text)
