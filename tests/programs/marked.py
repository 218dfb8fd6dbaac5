"""dvcheck in a language in which each text is the English one between « and »."""

from gettext import NullTranslations

from dvcheck import language


class Marked(NullTranslations):
    """A catalogue that has each text, marked."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"


def unmarked(said: str) -> list[str]:
    """Yield the lines with words outside of all marks."""
    depth, rest = 0, ""
    for character in said:
        depth += (character == "«") - (character == "»")
        rest += character if depth == 0 and character not in "«»" else "\n" * (character == "\n")
    return [line.strip() for line in rest.split("\n") if any(map(str.isalpha, line))]


if __name__ == "__main__":
    language._catalogue = Marked()
    from dvcheck.cli import main

    main()
