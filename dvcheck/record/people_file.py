"""Read the people of a precinct from a CSV file: login, agency, officer, precinct, role. Pure."""

import csv
import io
import re

import msgspec

from dvcheck.language import phrase
from dvcheck.text import clean, has_control, nearest

COLUMNS = ("login", "agency", "officer", "precinct", "role")
ROLES = ("officer", "supervisor", "auditor", "records")
_LOGIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,62}")
_PLACE = re.compile(r"[A-Za-z0-9_-]{1,40}")
_OURS = ("precinct_", "pg_", "at:", "postgres")
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


class PeopleFile(msgspec.Struct, frozen=True, kw_only=True):
    """The people in a file, and what is wrong with it: the line of each problem, and the problem."""

    people: tuple[Person, ...]
    problems: tuple[tuple[int, str], ...]


def parse(text: str) -> PeopleFile:
    """Read a file. A line that is wrong is left out of the people."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    people: dict[str, Person] = {}
    problems: list[tuple[int, str]] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        if tuple(header) != COLUMNS:
            said = phrase('the first line must be "{columns}"', columns=",".join(COLUMNS))
            return PeopleFile(people=(), problems=((1, said),))
        for row in reader:
            if not row:
                continue
            found = _person([cell.strip() for cell in row])
            if isinstance(found, str):
                problems.append((reader.line_num, found))
            elif found.login in people:
                said = phrase('the login "{login}" is here twice', login=found.login)
                problems.append((reader.line_num, said))
            else:
                people[found.login] = found
    except csv.Error as error:
        problems.append((reader.line_num, phrase("this is not CSV: {why}", why=clean(str(error)))))
    if not people and not problems:
        problems.append((1, phrase("nobody is in it: that would close every login")))
    return PeopleFile(people=tuple(people.values()), problems=tuple(problems))


def _person(row: list[str]) -> Person | str:
    """Return the person of a row, or what is wrong with it."""
    if len(row) != len(COLUMNS):
        return phrase("a line has {n} columns; this one has {found}", n=len(COLUMNS), found=len(row))
    login, agency, officer, precinct, role = row
    if not _LOGIN.fullmatch(login) or login.startswith(_OURS):
        return phrase(
            '"{login}" cannot be a login: use up to 63 letters, digits and _ . @ -', login=clean(login)
        )
    if not agency.isascii() or not agency.isdigit() or not 0 < int(agency) <= MOST_AGENCY:
        return phrase('"{agency}" is not the number of an agency: use 1 or more', agency=clean(agency))
    if not 1 <= len(officer) <= 40 or has_control(officer):
        return phrase('"{officer}" cannot be an officer: use 1 to 40 characters', officer=clean(officer))
    if not _PLACE.fullmatch(precinct):
        return phrase(
            '"{precinct}" cannot be a precinct: use up to 40 letters, digits and _ -',
            precinct=clean(precinct),
        )
    if role not in ROLES:
        return phrase(
            '"{role}" is not a role{nearest} ({roles})',
            role=clean(role),
            nearest=nearest(role, ROLES),
            roles=", ".join(ROLES),
        )
    return Person(login=login, agency=int(agency), officer=officer, precinct=precinct, role=role)
