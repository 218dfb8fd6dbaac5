"""Places in the files of a pack."""

import msgspec


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A place in a pack: file name, line and column (from 1), and the number of characters it covers."""

    file: str
    line: int
    column: int
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
