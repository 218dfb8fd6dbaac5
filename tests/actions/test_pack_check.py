"""Whether a pack is sound."""

from pathlib import Path

from dvcheck.actions.desk import Desk
from dvcheck.actions.pack_check import validate
from tests.actions.calls import pack_in

ITEMS = '  - {ask: hurt, text: Is somebody hurt?, kind: yes-no, cites: ["1a"]}\n'


def test_a_sound_pack_is_given_as_it_was_read(home: Path, tmp_path: Path) -> None:
    found = validate(Desk(home=home, pack=pack_in(tmp_path / "pack", ITEMS)))
    assert found.problems == ()
    assert found.pack is not None
    assert found.pack.digest == found.source.digest


def test_all_that_is_wrong_is_given_with_its_place(home: Path, tmp_path: Path) -> None:
    items = ITEMS.replace("1a", "9z") + ITEMS.replace("yes-no", "perhaps").replace("hurt", "else")
    found = validate(Desk(home=home, pack=pack_in(tmp_path / "pack", items)))
    assert found.pack is None
    assert {p.at.file for p in found.problems} == {"incident.yaml"}
    assert [p.at.line for p in found.problems] == sorted(p.at.line for p in found.problems)
