"""The language a text is shown in. Each text is a whole sentence or term: a constant, with places by name.

A catalogue of translations is made of the calls of `phrase` and `plural`; there is none yet.
"""

from gettext import NullTranslations

_catalogue = NullTranslations()


def phrase(text: str, /, **places: object) -> str:
    """Fill the places of a text that no number changes."""
    return _catalogue.gettext(text).format(**places)


def plural(one: str, many: str, /, n: int, **places: object) -> str:
    """Fill the places of a text in the form that the number `n` asks for; `{n}` is one of them."""
    return _catalogue.ngettext(one, many, n).format(n=n, **places)
