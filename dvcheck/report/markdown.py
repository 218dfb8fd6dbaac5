"""A sheet as CommonMark: headings and lists, which also read well as plain text."""

from dvcheck.report.inert import as_markdown, guarded
from dvcheck.report.sheet import Cell, Column, CutCards, FactList, Lines, Part, Sheet, Table

_BOX = "[ ]"  # it cannot become a link: no text here defines one


def render(sheet: Sheet) -> str:
    """Write the sheet as CommonMark with every text inert."""
    parts = [f"# {_text(sheet.title)}", *(_text(line) for line in sheet.lead)]
    for chapter in sheet.chapters:
        parts += [f"## {_text(chapter.title)}", *(block for part in chapter.parts for block in _blocks(part))]
    return "\n\n".join((*parts, _text(sheet.mark))) + "\n"


def _blocks(part: Part) -> list[str]:
    match part:
        case Lines(lines=lines):
            return ["\n".join(f"- {_text(line)}" for line in lines)]
        case FactList(rows=rows):
            return ["\n".join(f"- {_text(name)}: {_lines(cell)}" for name, cell in rows)]
        case Table():
            return _table(part)
        case CutCards(cards=cards):
            return ["\n".join(f"- {_lines(card[:1])}\n  - {_lines(card[1:])}" for card in cards)]


def _table(table: Table) -> list[str]:
    blocks = [" · ".join(_text(c.title) for c in table.columns)]
    for group in table.groups:
        blocks += [f"### {_text(group.title)}"] if group.title else []
        blocks.append("\n".join(_row(row, table) for row in group.rows))
    return blocks


def _row(row: tuple[Cell, ...], table: Table) -> str:
    """Write the first lines of the cells in one line, and their other lines in a list below."""
    firsts = [_first(cell, column) for cell, column in zip(row, table.columns, strict=True)]
    said = [_BOX] if table.tick else []
    below = [f"  - {_text(line)}" for cell in row for line in cell[1:]]
    return "\n".join([f"- {' · '.join([*said, *filter(None, firsts)])}", *below])


def _first(cell: Cell, column: Column) -> str:
    text = _text(cell[0])
    return f"**{text}**" if column.strong and text else text


def _lines(cell: Cell) -> str:
    return "; ".join(_text(line) for line in cell)


def _text(text: str) -> str:
    return as_markdown(guarded(text))
