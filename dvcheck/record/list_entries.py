"""The entries that a list of a case has had. An entry keeps its id when it is renamed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from dvcheck.rules.answer import Answer, EntryIdentity


class ListEntries(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of one list, past and present.

    A name that comes back gets its former id. A new name gets the next number.
    """

    ids: Mapping[str, str] = {}
    """The id of every name used, the latest name last. If two entries had a name, the later one's id."""
    since: Mapping[str, datetime] = {}
    """When each entry was first named (aware, UTC), by id."""

    def ids_of(self, names: Sequence[str], renamed: Mapping[str, str] = {}) -> tuple[str, ...]:
        """Return the ids of these names. `renamed` has the id of each entry with a new name."""
        next_id = max((int(i) for i in self.since if i.isdigit()), default=0) + 1
        found: list[str] = []
        kept = set(renamed.values())
        for name in names:
            known = renamed.get(name)
            if known is None:
                known = self.ids.get(name)
                known = None if known in kept or known in found else known
            if known is None:
                known, next_id = str(next_id), next_id + 1
            found.append(known)
        return tuple(found)

    def answer(self, names: tuple[str, ...], ids: Sequence[str], at: datetime) -> Answer:
        """Make the answer given at a time (aware, UTC). `ids` are the recorded ids of its entries, if any."""
        said = ids if len(set(ids)) == len(names) else self.ids_of(names)
        named = tuple(EntryIdentity(id=one, since=self.since.get(one, at)) for one in said)
        plain = Answer(value=names, at=at)
        return plain if plain.named == named else replace(plain, entries=named)

    def after(self, names: Sequence[str], ids: Sequence[str], at: datetime) -> "ListEntries":
        """Return the list's entries after these were named at a time (aware, UTC)."""
        named = dict(zip(names, ids, strict=True))
        before = {name: one for name, one in self.ids.items() if name not in named}
        return ListEntries(ids={**before, **named}, since={**dict.fromkeys(ids, at), **self.since})

    @property
    def names(self) -> Mapping[str, str]:
        """The last name of each entry, by id."""
        return {one: name for name, one in self.ids.items()}
