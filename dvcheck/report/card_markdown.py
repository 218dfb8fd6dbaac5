"""The card for a survivor as CommonMark."""

from dvcheck.report.card import Card
from dvcheck.report.inert import as_markdown


def markdown(card: Card) -> str:
    """Write the card as CommonMark."""
    parts = [f"# {as_markdown(card.title)}"]
    parts += [f"**{as_markdown(words.text)}**" for words in card.draft]
    parts += [f"**{as_markdown(card.danger)}**"] if card.danger else []
    parts += [as_markdown(line) for line in card.about]
    if card.discreet:
        parts.append(_bullets(tuple(f"{one.name.text}: {one.number}" for one in card.numbers)))
        return "\n\n".join([*parts, as_markdown(card.age)]) + "\n"
    for one in card.numbers:
        parts.append(f"## {as_markdown(one.name.text)}")
        parts.append(f"**{as_markdown(one.number)}**")
        parts.append(_bullets(one.details))
    return "\n\n".join([*parts, as_markdown(card.age), _bullets(card.sources)]) + "\n"


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {as_markdown(line)}" for line in lines)
