"""The language a text is shown in. Each text is a whole sentence or term: a constant, with places by name.

A catalogue of translations is made of the calls of `phrase`, `plural` and `Later`; there is none yet. The
help of commands and options is not in it: Typer reads that before a language could be chosen.
"""

from gettext import NullTranslations

_catalogue = NullTranslations()


def phrase(text: str, /, **places: object) -> str:
    """Fill the places of a text that no number changes."""
    return _catalogue.gettext(text).format(**places)


def plural(one: str, many: str, /, n: int, **places: object) -> str:
    """Fill the places of a text in the form that the number `n` asks for; `{n}` is one of them."""
    return _catalogue.ngettext(one, many, n).format(n=n, **places)


class Later:
    """A text that a table holds: its language is chosen when it is said, and not when the table is made."""

    __slots__ = ("_text",)

    def __init__(self, text: str, /) -> None:
        self._text = text

    def said(self, **places: object) -> str:
        """Fill the places of the text."""
        return _catalogue.gettext(self._text).format(**places)

    def __format__(self, spec: str) -> str:
        raise TypeError("a text of a table is put into a sentence by its `said`")
