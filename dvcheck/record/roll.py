"""Every entry that a list of a case has had, and the ids they keep whatever they are called."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from dvcheck.rules.answer import Answer, Named


class Roll(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of one list, also those that are not in it any more.

    An entry is known by its name: one that comes back has its former id, and a new one gets the next number.
    """

    ids: Mapping[str, str] = {}
    """The id of each name an entry has had, the name given last at the end; of one given twice, the later."""
    since: Mapping[str, datetime] = {}
    """By id, when an entry was first named (aware, UTC)."""

    def ids_of(self, names: Sequence[str], renamed: Mapping[str, str] = {}) -> tuple[str, ...]:
        """The ids that these entries have. `renamed` has the id of each that goes on under a new name."""
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
        """An answer given at a time (aware, UTC). `ids` are those of its entries, where they are said."""
        said = ids if len(set(ids)) == len(names) else self.ids_of(names)
        named = tuple(Named(id=one, since=self.since.get(one, at)) for one in said)
        plain = Answer(value=names, at=at)
        return plain if plain.named == named else replace(plain, entries=named)

    def after(self, names: Sequence[str], ids: Sequence[str], at: datetime) -> "Roll":
        """The roll once these entries were named at a time (aware, UTC)."""
        told = dict(zip(names, ids, strict=True))
        before = {name: one for name, one in self.ids.items() if name not in told}
        return Roll(ids={**before, **told}, since={**dict.fromkeys(ids, at), **self.since})

    @property
    def names(self) -> Mapping[str, str]:
        """What each entry was called last, by its id."""
        return {one: name for name, one in self.ids.items()}
