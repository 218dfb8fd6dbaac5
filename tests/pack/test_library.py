import os
from pathlib import Path
from typing import Any

import pytest

from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import library
from dvcheck.pack.model import Question
from tests.small_packs import POLICY

WALK = (
    "checklist: walk\ntitle: W\nsections:\n- title: A\n  items:\n"
    '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "walk.yaml").write_text(WALK, encoding="utf-8")
    return folder


CHECKLISTS = (
    "incident",
    "verify-order",
    "serve-order",
    "standby",
    "order",
    "order-type",
    "served",
    "papers",
    "proof-of-service",
    "receipt",
    "evidence",
    "children",
    "parties",
    "came-up",
    "reporting",
)


def test_the_shipped_pack_is_sound_and_holds_every_statement_and_reading() -> None:
    pack = library.load(library.read(library.shipped_folder()), None)
    assert len(pack.policy.statements) == 113
    assert [r.id for r in pack.policy.readings] == [f"A{n:02}" for n in range(1, 47)]
    assert {c.id for c in pack.checklists} == set(CHECKLISTS)
    assert pack.policy.next_review.isoformat() == "2026-07-05"


def test_no_question_of_the_shipped_pack_has_more_answers_than_digit_keys() -> None:
    pack = library.load(library.read(library.shipped_folder()), None)
    for checklist in pack.checklists:
        for section in checklist.sections:
            for item in section.items:
                assert not isinstance(item, Question) or len(item.options) <= 9


def test_the_digest_follows_every_byte_of_every_file(folder: Path) -> None:
    before = library.read(folder).digest
    assert library.read(folder).digest == before
    (folder / "walk.yaml").write_text(WALK + "# more\n", encoding="utf-8")
    after = library.read(folder).digest
    assert after != before
    (folder / "walk.yaml").rename(folder / "walks.yaml")
    assert library.read(folder).digest not in (before, after)


def test_a_compiled_pack_is_the_parsed_one_and_needs_no_yaml(folder: Path, tmp_path: Path) -> None:
    source = library.read(folder)
    parsed = library.load(source, tmp_path / "home")
    kept = list((tmp_path / "home" / "packs").iterdir())
    assert len(kept) == 1
    assert library.load(source, tmp_path / "home") == parsed


def test_a_damaged_compiled_pack_is_parsed_again(folder: Path, tmp_path: Path) -> None:
    source = library.read(folder)
    parsed = library.load(source, tmp_path)
    kept = next((tmp_path / "packs").iterdir())
    kept.write_bytes(kept.read_bytes()[:40])
    assert library.load(source, tmp_path) == parsed
    assert kept.stat().st_size > 40


def test_an_archive_gives_back_the_same_pack(folder: Path) -> None:
    source = library.read(folder)
    again = library.from_archive(source.archive())
    assert (again.files, again.digest) == (source.files, source.digest)


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x78\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_archive_is_a_clear_error(content: bytes) -> None:
    with pytest.raises(DvcheckError) as caught:
        library.from_archive(content)
    assert caught.value.code == Exit.JOURNAL


def test_notepads_byte_order_mark_is_read(folder: Path) -> None:
    before = library.read(folder).digest
    (folder / "walk.yaml").write_bytes(b"\xef\xbb\xbf" + WALK.encode())
    assert library.read(folder).digest == before


def refused(folder: Path) -> str:
    with pytest.raises(DvcheckError) as caught:
        library.load(library.read(folder), None)
    assert caught.value.code == Exit.BAD_INPUT
    return caught.value.message


def test_what_is_no_pack_is_refused_with_its_place(folder: Path, tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "nowhere")
    assert "Not a directory" in refused(folder / "policy.yaml")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no .yaml file" in refused(empty)
    (folder / "walk.yaml").write_bytes(b"checklist: \xff")
    assert "byte 12 is not UTF-8" in refused(folder)
    (folder / "walk.yaml").write_bytes(b"#" * (1 << 20) + b"\n")
    assert "over 1 MiB" in refused(folder)
    (folder / "walk.yaml").write_text("checklist: [", encoding="utf-8")
    assert refused(folder).startswith("walk.yaml:")


def test_a_yaml_folder_or_pipe_is_refused_and_not_read(folder: Path) -> None:
    """A skipped forms.yaml that became a folder removed the forms, and the pack passed as valid."""
    (folder / "forms.yaml").mkdir()
    assert "forms.yaml: not a file" in refused(folder)
    (folder / "forms.yaml").rmdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.yaml")
        assert "pipe.yaml: not a file" in refused(folder)


def linked(link: Path, target: str) -> None:
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this account may make no links")


@pytest.mark.parametrize("name", ["forms.yaml", "contacts.yaml", "order.yaml"])
def test_a_link_that_leads_nowhere_is_refused(folder: Path, name: str) -> None:
    linked(folder / name, "gone.yaml")
    assert f"{name}: a link that leads nowhere" in refused(folder)


@pytest.mark.parametrize("target", ["../secret.yaml", "/etc/hostname", "inside/../../secret.yaml"])
def test_a_link_out_of_the_pack_is_refused_and_its_lines_are_not_shown(
    folder: Path, tmp_path: Path, target: str
) -> None:
    (tmp_path / "secret.yaml").write_text("SECRET: x\n", encoding="utf-8")
    (folder / "inside").mkdir()
    linked(folder / "zz.yaml", target)
    said = refused(folder)
    assert "zz.yaml: a link out of the pack's folder" in said
    assert "SECRET" not in said


def test_a_link_inside_the_pack_and_a_linked_pack_are_read(folder: Path, tmp_path: Path) -> None:
    before = library.read(folder).digest
    (folder / "data").mkdir()
    (folder / "walk.yaml").rename(folder / "data" / "walk.yaml")
    linked(folder / "walk.yaml", "data/walk.yaml")
    linked(tmp_path / "pack-in-use", "pack")
    assert library.read(tmp_path / "pack-in-use").digest == before


def test_scenarios_are_not_read_through_a_link_out_of_the_pack(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "one.yaml").write_text("scenario: one\n", encoding="utf-8")
    (folder / "scenarios").mkdir()
    linked(folder / "scenarios" / "two.yaml", "../../stories/one.yaml")
    with pytest.raises(DvcheckError, match="a link out of the pack's folder"):
        library.scenario_files(folder)
    (folder / "scenarios" / "two.yaml").unlink()
    (folder / "scenarios").rmdir()
    linked(folder / "scenarios", "../stories")
    with pytest.raises(DvcheckError, match="a link out of the pack's folder"):
        library.scenario_files(folder)


def test_an_editors_lock_is_not_part_of_a_pack(folder: Path) -> None:
    before = library.read(folder).digest
    linked(folder / ".#walk.yaml", "someone@computer.4711:1700000000")
    assert library.read(folder).digest == before


def test_a_file_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def forbidden(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "walk.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(folder) == f"{folder / 'walk.yaml'}: the pack cannot be read: Permission denied"
