"""Read the people of a precinct from a CSV file: login, agency, officer, precinct, role. Pure."""

import re

import msgspec

from dvcheck.language import phrase
from dvcheck.text import clean, has_control, nearest

COLUMNS = ("login", "agency", "officer", "precinct", "role")
ROLES = ("officer", "supervisor", "auditor", "records")
_LOGIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}")
_PLACE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_OURS = re.compile(
    r"(precinct_|pg_|postgres).*|public|none|user|(current|session)_(user|role)", re.IGNORECASE
)
"""Logins that are roles of the database, or words of its language."""
MOST_AGENCY = 2**31 - 1


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One login and whose it is."""

    login: str
    agency: int
    officer: str
    """The officer's id."""
    precinct: str
    role: str

    @property
    def places(self) -> tuple[str, str]:
        """Return the roles of the place: the agency's and the precinct's."""
        return f"at:{self.agency}", f"at:{self.agency}:{self.precinct}"


class WrongCell(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a file, and what is wrong there. Lines and columns begin with 1."""

    line: int
    column: int
    message: str


class PeopleFile(msgspec.Struct, frozen=True, kw_only=True):
    """The people in a file, and what is wrong with it."""

    people: tuple[Person, ...] = ()
    problems: tuple[WrongCell, ...] = ()


def parse(text: str) -> PeopleFile:
    """Read a file. If it has a problem, use none of its people."""
    lines = text.removeprefix("\ufeff").splitlines() or [""]
    people: dict[str, Person] = {}
    problems: list[WrongCell] = []
    if tuple(cell.strip() for cell, _ in _cells(lines[0])) != COLUMNS:
        said = phrase('the first line must be "{columns}"', columns=",".join(COLUMNS))
        return PeopleFile(problems=(WrongCell(line=1, column=1, message=said),))
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        found, wrong = _person(line)
        if found is not None and found.login in people:
            wrong = ((1, phrase('the login "{login}" is in the file twice', login=found.login)),)
        elif found is not None:
            people[found.login] = found
        problems += (WrongCell(line=number, column=column, message=said) for column, said in wrong)
    if not people and not problems:
        said = phrase("the file names nobody: that would close every login")
        problems.append(WrongCell(line=1, column=1, message=said))
    return PeopleFile(people=tuple(people.values()), problems=tuple(problems))


def _cells(line: str) -> list[tuple[str, int]]:
    """Return the cells of a line, each with its column. A cell in quotes may have a comma, not a line end."""
    starts, quoted = [1], False
    for place, character in enumerate(line, 1):
        quoted ^= character == '"'
        if character == "," and not quoted:
            starts.append(place + 1)
    return [
        (_without_quotes(line[first - 1 : after - 2]), first)
        for first, after in zip(starts, [*starts[1:], len(line) + 2], strict=True)
    ]


def _without_quotes(cell: str) -> str:
    stripped = cell.strip()
    if len(stripped) > 1 and stripped.startswith('"') and stripped.endswith('"'):
        return stripped[1:-1].replace('""', '"').strip()
    return stripped


def _person(line: str) -> tuple[Person | None, tuple[tuple[int, str], ...]]:
    """Return the person of a line, or what is wrong with each cell and its column."""
    cells = _cells(line)
    if len(cells) != len(COLUMNS):
        said = phrase("a line has {n} columns; this one has {found}", n=len(COLUMNS), found=len(cells))
        return None, ((1, said),)
    checks = (_login, _agency, _officer, _place, _role)
    wrong = [
        (column, said) for (cell, column), check in zip(cells, checks, strict=True) if (said := check(cell))
    ]
    if wrong:
        return None, tuple(wrong)
    login, agency, officer, precinct, role = (cell for cell, _ in cells)
    return Person(login=login, agency=int(agency), officer=officer, precinct=precinct, role=role), ()


def _login(cell: str) -> str:
    if _OURS.fullmatch(cell):
        return phrase('the database has a use of its own for "{login}": use another login', login=clean(cell))
    if _LOGIN.fullmatch(cell):
        return ""
    return phrase('"{login}" cannot be a login: use up to 63 letters, digits and _ . @ -', login=clean(cell))


def _agency(cell: str) -> str:
    if cell.isascii() and cell.isdigit() and len(cell) <= 10 and 0 < int(cell) <= MOST_AGENCY:
        return ""
    return phrase('"{agency}" is not the number of an agency: use 1 or more', agency=clean(cell))


def _officer(cell: str) -> str:
    if 1 <= len(cell) <= 40 and not has_control(cell):
        return ""
    return phrase('"{officer}" cannot be an officer: use 1 to 40 characters', officer=clean(cell))


def _place(cell: str) -> str:
    if _PLACE.fullmatch(cell):
        return ""
    return phrase(
        '"{precinct}" cannot be a precinct: use up to 40 letters, digits, _ and -', precinct=clean(cell)
    )


def _role(cell: str) -> str:
    if cell in ROLES:
        return ""
    near = nearest(cell, ROLES)
    return phrase(
        '"{role}" is not a role{nearest} ({roles})', role=clean(cell), nearest=near, roles=", ".join(ROLES)
    )
