"""The language of dvcheck's own texts. Each text is a complete sentence or term, with named placeholders.

The calls of `phrase`, `plural` and `Later` are the source of a catalog of translations. There is none yet.
Help texts are not in it, because Typer reads them before a language can be chosen.
"""

from gettext import NullTranslations

_catalogue = NullTranslations()


def phrase(text: str, /, **places: object) -> str:
    """Fill the placeholders of a text."""
    return _catalogue.gettext(text).format(**places)


def plural(one: str, many: str, /, n: int, **places: object) -> str:
    """Choose the form of a text for the number `n`, and fill its placeholders. `{n}` is one of them."""
    return _catalogue.ngettext(one, many, n).format(n=n, **places)


class Later:
    """A text in a table. Its language is chosen when it is shown, not when the table is made."""

    __slots__ = ("_text",)

    def __init__(self, text: str, /) -> None:
        self._text = text

    def said(self, **places: object) -> str:
        """Fill the placeholders of the text."""
        return _catalogue.gettext(self._text).format(**places)

    def __format__(self, spec: str) -> str:
        raise TypeError("call `said` to put a text of a table into a sentence")
