"""Makes the card for a survivor: in which language, with what on it, and what is refused."""

from collections.abc import Iterable

import msgspec

from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import command, own_line
from dvcheck.language import phrase
from dvcheck.lookup import none
from dvcheck.pack import library
from dvcheck.pack.model import Pack
from dvcheck.pack.on_card import on_card, texts_on_card
from dvcheck.pack.read_translation import Overlay
from dvcheck.pack.translated import read_translations, translate
from dvcheck.pack.translation import nearest_first
from dvcheck.record.cases import find_case
from dvcheck.report.card import (
    BLANK,
    OWN_LANGUAGE,
    Card,
    OfCase,
    discreet_card,
    full_card,
)
from dvcheck.report.render_card import CARD_FORMATS, CardFormat
from dvcheck.text import clean

_OWN_NAME = "English"
_MOST_NAMED = 3


class CardChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The card that was asked for."""

    language: str | None = None
    """A language tag or the name of a language; None for the pack's own language."""
    draft: bool = False
    """Whether a translation may be printed that no translator has checked."""
    discreet: bool = False
    large: bool = False
    case: str | None = None
    """The case whose number and officer are put on it."""


def card_format(format: str, word: str | None) -> CardFormat:
    """Return the format of the card. DvcheckError with Exit.USAGE if it has no such format."""
    if word is not None:
        raise _usage(phrase("the card always lists all its numbers"), phrase("Leave out WORD or --card."))
    for known in CARD_FORMATS:
        if known == format:
            return known
    raise _usage(
        phrase("the card has no format {format}", format=format),
        phrase("Take --format markdown, html or pdf."),
    )


def make(workspace: Workspace, choice: CardChoice) -> Card:
    """Return the card of the pack in use, or of the last sound one.

    DvcheckError with Exit.USAGE for an unknown language, for a draft without `choice.draft`, and for a
    discreet card with a case. With Exit.BAD_INPUT if the pack or its translation lacks what the card needs.
    """
    if choice.discreet and choice.case is not None:
        raise _usage(
            phrase("a discreet card has no case number: it would say that the police were called"),
            phrase("Leave out --case or --discreet."),
        )
    pack = _in_own_language(workspace)
    _require_numbers(pack, discreet=choice.discreet)
    shown = _in_language(pack, workspace, choice)
    if choice.discreet:
        return discreet_card(pack, shown, large=choice.large)
    return full_card(pack, shown, case=_of_case(workspace, choice.case), large=choice.large)


def _require_numbers(pack: Pack, *, discreet: bool) -> None:
    if not on_card(pack):
        raise DvcheckError(
            phrase("the pack has no number for the card"),
            hint=phrase("In contacts.yaml, card: true marks the public ones."),
            code=Exit.BAD_INPUT,
        )
    if discreet and not any(c.discreet for c in on_card(pack)):
        raise DvcheckError(
            phrase("the pack has no number for the discreet card"),
            hint=phrase(
                'In contacts.yaml, "discreet" gives a number a name that does not say what it is for.'
            ),
            code=Exit.BAD_INPUT,
        )


def _in_own_language(workspace: Workspace) -> Pack:
    """Return the usable pack in its own language: the language of screens is the officer's."""
    pack = workspace.usable().pack
    return library.load(_files(workspace, pack), workspace.home, stored=True) if pack.shown_in else pack


def _files(workspace: Workspace, pack: Pack) -> library.PackFiles:
    """Return the files of the usable pack. The last sound one may be in the journal only."""
    content = workspace.usable().archive()
    if not content:
        with workspace.recorded() as journal:
            content = journal.pack(pack.digest) or b""
    return library.from_archive(content)


def _in_language(pack: Pack, workspace: Workspace, choice: CardChoice) -> Pack:
    """Return the pack in the language of the card."""
    if choice.language is None:
        return pack
    wanted = choice.language.strip().casefold()
    overlay = _find(read_translations(pack, _files(workspace, pack).files), pack, wanted, choice.language)
    if overlay is None:
        return pack
    language, name = overlay.translation.language, _name(overlay)
    missing = [path for path in texts_on_card(pack) if path not in overlay.texts]
    if missing:
        named = ", ".join("/".join(path) for path in missing[:_MOST_NAMED])
        raise DvcheckError(
            phrase(
                "translations/{language}.yaml lacks texts of the card: {named}{more}",
                language=language,
                named=named,
                more=", …" if len(missing) > _MOST_NAMED else "",
            ),
            hint=own_line(
                phrase("Print the card without --lang. To list the missing texts:"),
                command("pack", "validate"),
            ),
            code=Exit.BAD_INPUT,
        )
    if overlay.translation.is_draft and not choice.draft:
        raise _usage(
            phrase("no translator has checked the {name} card", name=clean(name)),
            phrase("With --draft it is printed, and says on its face that it is a draft."),
        )
    return translate(pack, overlay)


def _find(overlays: Iterable[Overlay], pack: Pack, wanted: str, typed: str) -> Overlay | None:
    """Return the translation that a tag or a name means; None for the pack's own language.

    A tag may be longer or shorter than that of the translation: es-MX and zh find es and zh-Hans. Of a
    name, a part is enough. DvcheckError with Exit.USAGE if nothing or more than one fits.
    """
    known = tuple(overlays)
    by_tag = {one.translation.language.casefold(): one for one in known}
    for tag in nearest_first(wanted):
        if tag == OWN_LANGUAGE and tag not in by_tag:
            return None
        if tag in by_tag:
            return by_tag[tag]
    if wanted == _OWN_NAME.casefold():
        return None
    exact = [one for one in known if wanted in _names(one)]
    part = [one for one in known if wanted and any(wanted in name for name in _names(one))]
    shorter = [one for tag, one in by_tag.items() if tag.startswith(f"{wanted}-")]
    for found in (exact, shorter, part):
        if len(found) == 1:
            return found[0]
    usable = [one for one in known if any(path in one.texts for path in texts_on_card(pack))]
    listed = [phrase("en (English, without --lang)")]
    listed += [f"{one.translation.language} ({clean(_name(one))})" for one in usable]
    raise none(
        typed,
        [name for one in usable for name in (one.translation.language, *_names(one))],
        unknown=phrase('the card has no language "{word}"', word=clean(typed)),
        listed=phrase("The card has these: {languages}", languages=", ".join(listed)),
    )


def _names(overlay: Overlay) -> tuple[str, ...]:
    said = (overlay.translation.name, overlay.translation.known_as)
    return tuple(name.casefold() for name in said if name)


def _name(overlay: Overlay) -> str:
    return overlay.translation.known_as or overlay.translation.name


def is_left_blank(card: Card) -> bool:
    """Check whether the case lacks its number or its officer: the card has a blank to write in."""
    return any(BLANK in line for line in card.about)


def _of_case(workspace: Workspace, name: str | None) -> OfCase | None:
    """Return what the card says of a case; None if no case was named."""
    if name is None:
        return None
    with workspace.recorded() as journal:
        case = find_case(journal, name)
    return OfCase(number=case.number, officer=case.officer)


def _usage(message: str, hint: str) -> DvcheckError:
    return DvcheckError(message, hint=hint, code=Exit.USAGE)
