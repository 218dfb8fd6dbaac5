"""A file that looks like part of a pack but is not read is named, with what to do."""

from pathlib import Path

import pytest

from dvcheck.errors import DvcheckError
from dvcheck.pack import library
from dvcheck.pack.left_out import MOST, left_out
from dvcheck.pack.parse import parse
from tests.small_packs import POLICY


def put(folder: Path, name: str) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("a: b\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("forms.yml", "not read: rename it to forms.yaml"),
        ("Contacts.YAML", "not read: rename it to contacts.yaml"),
        ("Walk.YML", "not read: rename it to Walk.yaml"),
        ("walk.yaml.txt", "not read: rename it to walk.yaml"),
        ("parts/walk.yaml", "not read: move it next to policy.yaml"),
        ("parts/walk.yml", "not read: move it next to policy.yaml"),
        ("scenarios/one.yml", "not read: rename it to one.yaml"),
        ("Scenarios/one.yaml", "not read: rename its folder to scenarios"),
        ("scenario/one.yaml", "not read: rename its folder to scenarios"),
        ("translations/es.yml", "not read: rename it to es.yaml"),
        ("translation/es.yaml", "not read: rename its folder to translations"),
        ("Translations/es.yaml", "not read: rename its folder to translations"),
    ],
)
def test_a_file_that_is_not_read_is_named(name: str, message: str, tmp_path: Path) -> None:
    put(tmp_path, "policy.yaml")
    put(tmp_path, name)
    (found,) = left_out(tmp_path, library.FOLDERS)
    assert (found.file, found.message) == (name, message)
    with pytest.raises(KeyError):
        library.read(tmp_path).files[name]


def test_a_folder_among_the_scenarios_is_named(tmp_path: Path) -> None:
    put(tmp_path, "scenarios/recruits/one.yaml")
    (found,) = left_out(tmp_path, library.FOLDERS)
    assert found.file == "scenarios/recruits/"


@pytest.mark.parametrize(
    "name",
    [
        "policy.yaml",
        "scenarios/one.yaml",
        "translations/es.yaml",
        "README.md",
        "notes.txt",
        ".walk.yml",
        "~walk.yml",
        "sources/rule.pdf",
    ],
)
def test_what_is_read_and_what_is_no_part_of_a_pack_is_not_named(name: str, tmp_path: Path) -> None:
    put(tmp_path, name)
    assert left_out(tmp_path, library.FOLDERS) == ()


def test_the_shipped_pack_leaves_nothing_out() -> None:
    assert left_out(library.shipped_folder(), library.FOLDERS) == ()


def test_at_most_a_limited_number_is_named_and_a_missing_folder_has_none(tmp_path: Path) -> None:
    for n in range(MOST + 5):
        put(tmp_path, f"{n}.yml")
    assert len(left_out(tmp_path, library.FOLDERS)) == MOST
    assert left_out(tmp_path / "gone", library.FOLDERS) == ()


def test_a_folder_whose_files_have_a_wrong_ending_says_so(tmp_path: Path) -> None:
    put(tmp_path, "policy.yml")
    with pytest.raises(DvcheckError) as error:
        library.read(tmp_path)
    assert error.value.hint == "policy.yml: not read: rename it to policy.yaml"


def test_a_policy_file_in_capitals_is_reported_once_and_not_as_a_checklist() -> None:
    walk = "checklist: walk\ntitle: W\nsections:\n- title: All\n  items:\n"
    walk += '  - {ask: a, text: A, kind: yes-no, cites: ["1a"]}\n'
    pack, (problem,) = parse({"Policy.yaml": POLICY, "walk.yaml": walk}, "sha256:x")
    assert pack is None
    assert (str(problem.at), problem.code) == ("Policy.yaml:1:1", "file-name")
    assert problem.message == "rename this file to policy.yaml, in lowercase"
