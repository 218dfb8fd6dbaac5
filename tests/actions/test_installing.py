"""Packs are built, installed, chosen and removed without a console."""

import errno
import os
from pathlib import Path

import pytest

from dvcheck.actions import installing
from dvcheck.actions.workspace import Workspace
from dvcheck.errors import DvcheckError, Exit
from dvcheck.pack import archive, installed, library
from dvcheck.report.json import pack as pack_json
from tests.two_packs import elm, oak


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return oak(tmp_path / "oak")


@pytest.fixture
def workspace(home: Path) -> Workspace:
    return Workspace(home=home)


def built_file(workspace: Workspace, folder: Path, name: str = "oak.dvpack") -> Path:
    path = folder.parent / name
    path.write_bytes(installing.build(workspace.on(folder)).content)
    return path


def fails(code: Exit, call: object, *given: object) -> DvcheckError:
    assert callable(call)
    with pytest.raises(DvcheckError) as caught:
        call(*given)
    assert caught.value.code == code
    assert caught.value.hint
    return caught.value


# --- built --------------------------------------------------------------------------------------------------


def test_a_pack_in_one_file_is_the_pack_in_its_folder(workspace: Workspace, folder: Path) -> None:
    path = built_file(workspace, folder)
    assert library.read(path).digest == library.read(folder).digest
    assert library.read(path).files == library.read(folder).files
    assert library.scenario_files(path) == library.scenario_files(folder) != {}
    assert installing.build(workspace.on(path)).content == path.read_bytes()


def test_how_lines_end_and_a_byte_order_mark_change_no_byte_of_it(workspace: Workspace, folder: Path) -> None:
    before = installing.build(workspace.on(folder)).content
    for path in folder.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        os.utime(path, (0, 0))
        path.chmod(0o777)
    (folder / "README.md").write_text("not a part of it")
    assert installing.build(workspace.on(folder)).content == before


def test_translations_travel_with_a_pack(workspace: Workspace, folder: Path) -> None:
    before = library.read(folder).digest
    (folder / "translations").mkdir()
    (folder / "translations" / "es.yaml").write_text("translation: es\nname: Español\n", encoding="utf-8")
    file = built_file(workspace, folder)
    assert set(library.scenario_files(file)) == {"scenarios/armed-threat.yaml"}
    assert "translations/es.yaml" in library.read(file).files
    assert library.read(folder).digest == library.read(file).digest != before


def test_the_shipped_pack_can_be_built(workspace: Workspace) -> None:
    built = installing.build(workspace)
    assert built.name.startswith("ppb-0825.00-")
    assert len(archive.decode(built.content, "x").beside) == len(
        library.scenario_files(library.shipped_folder())
    )


def test_a_pack_that_is_not_sound_is_not_built(workspace: Workspace, folder: Path) -> None:
    (folder / "lethality-screen.yaml").write_text("checklist: x\n")
    error = fails(Exit.BAD_INPUT, installing.build, workspace.on(folder))
    assert "lethality-screen.yaml:1:1: " in error.message


# --- installed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_file", [True, False])
def test_a_file_and_a_folder_are_installed_alike(workspace: Workspace, folder: Path, as_file: bool) -> None:
    content = installing.build(workspace.on(folder)).content
    found = installing.install(workspace, built_file(workspace, folder) if as_file else folder)
    assert found.is_new
    assert not found.in_use
    assert found.name == f"oak-lethality-{found.pack.digest[7:15]}"
    assert installed.path_of(workspace.home, found.name).read_bytes() == content
    assert not installing.install(workspace, folder).is_new
    assert (workspace.home / "installed-packs" / "checklists").read_text() == "lethality-screen\n"


def test_a_pack_with_other_scenarios_takes_the_place_of_the_one_before(
    workspace: Workspace, folder: Path
) -> None:
    name = installing.install(workspace, folder).name
    (folder / "scenarios" / "armed-threat.yaml").unlink()
    assert installing.install(workspace, folder).is_new
    assert library.scenario_files(installed.path_of(workspace.home, name)) == {}


def test_another_pack_of_the_same_version_is_refused(workspace: Workspace, folder: Path) -> None:
    with (folder / "policy.yaml").open("a") as file:
        file.write('version: "1.0"\n')
    name = installing.install(workspace, folder).name
    assert name == "oak-lethality-1.0"
    before = installed.path_of(workspace.home, name).read_bytes()
    with (folder / "lethality-screen.yaml").open("a") as file:
        file.write("# mended\n")
    error = fails(Exit.USAGE, installing.install, workspace, folder)
    assert error.message == "oak-lethality-1.0 is installed already, with other checklists"
    assert "pack remove oak-lethality-1.0" in error.hint
    assert installed.path_of(workspace.home, name).read_bytes() == before


def test_one_that_another_window_installs_meanwhile_is_looked_at_again(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = installed.store

    def late(home: Path, name: str, content: bytes, *, replacing: bool) -> bool:
        monkeypatch.undo()
        real(home, name, content, replacing=False)
        return False

    monkeypatch.setattr(installed, "store", late)
    assert not installing.install(workspace, folder).is_new


def test_a_damaged_one_is_put_right_by_installing_it_again(workspace: Workspace, folder: Path) -> None:
    name = installing.install(workspace, folder).name
    path = installed.path_of(workspace.home, name)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    assert installing.install(workspace, folder).is_new
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "the pack cannot be read: No such file or directory"),
        (b"hello", "it is not a pack file"),
        (bytes(33 << 20), "it is over 32 MiB"),
    ],
)
def test_what_is_no_pack_is_not_installed(
    workspace: Workspace, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "oak.dvpack"
    if content is not None:
        path.write_bytes(content)
    error = fails(Exit.BAD_INPUT, installing.install, workspace, path)
    assert said in error.message
    assert error.message.startswith(str(path))
    assert not (workspace.home / "installed-packs").exists()


def test_an_archive_that_is_sound_and_holds_an_unsound_pack_is_not_installed(
    workspace: Workspace, folder: Path
) -> None:
    files = {**library.read(folder).files, "lethality-screen.yaml": "checklist: [\n"}
    path = folder.parent / "oak.dvpack"
    path.write_bytes(archive.encode(files, {}, id="oak-lethality", version=""))
    error = fails(Exit.BAD_INPUT, installing.install, workspace, path)
    assert error.message.startswith("lethality-screen.yaml:")
    assert installed.names(workspace.home) == ()


@pytest.mark.parametrize(("name", "version"), [("elm", ""), ("oak-lethality", "9")])
def test_an_archive_that_calls_itself_otherwise_than_its_policy_is_not_installed(
    workspace: Workspace, folder: Path, name: str, version: str
) -> None:
    path = folder.parent / "oak.dvpack"
    path.write_bytes(archive.encode(library.read(folder).files, {}, id=name, version=version))
    error = fails(Exit.BAD_INPUT, installing.install, workspace, path)
    assert "it calls itself " in error.message


def test_a_disk_that_is_full_is_said_in_one_line(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    error = fails(Exit.OUTPUT, installing.install, workspace, folder)
    assert error.message == "the pack could not be installed: No space left on device"
    assert installed.names(workspace.home) == ()


def test_a_pack_is_named_by_its_version(workspace: Workspace, folder: Path) -> None:
    with (folder / "policy.yaml").open("a") as file:
        file.write('language: 2\nversion: "1.3 (draft)"\n')
    assert installing.install(workspace, built_file(workspace, folder)).name == "oak-lethality-1.3-draft"
    (row,) = [row for row in installing.list_packs(workspace).rows if row.kind == "installed"]
    assert row.version == "1.3 (draft)"


@pytest.mark.parametrize("as_file", [True, False])
def test_a_pack_of_a_newer_language_is_not_installed_and_nothing_else_is_told(
    workspace: Workspace, folder: Path, as_file: bool
) -> None:
    with (folder / "policy.yaml").open("a") as file:
        file.write("language: 99\nsomething-new: 1\n")
    path = folder
    if as_file:
        path = folder.parent / "oak.dvpack"
        path.write_bytes(archive.encode(library.read(folder).files, {}, id="oak-lethality", version=""))
    error = fails(Exit.BAD_INPUT, installing.install, workspace, path)
    assert "newer-language" in error.message
    assert "something-new" not in error.message
    assert installed.names(workspace.home) == ()


# --- chosen -------------------------------------------------------------------------------------------------


@pytest.fixture
def two(workspace: Workspace, folder: Path) -> tuple[str, str]:
    """The names of two packs that are installed."""
    return installing.install(workspace, folder).name, installing.install(
        workspace, elm(folder.parent / "elm")
    ).name


def rows(workspace: Workspace) -> dict[str, tuple[str, bool]]:
    return {row.name: (row.kind, row.in_use) for row in installing.list_packs(workspace).rows}


def test_the_shipped_pack_is_in_use_until_another_is_chosen(home: Path, two: tuple[str, str]) -> None:
    oak_name, elm_name = two
    listed = installing.list_packs(Workspace(home=home))
    assert listed.why == "default"
    assert rows(Workspace(home=home)) == {
        "ppb-0825.00": ("shipped", True),
        elm_name: ("installed", False),
        oak_name: ("installed", False),
    }
    assert installing.use(Workspace(home=home), "oak-leth").row.name == oak_name
    assert rows(Workspace(home=home))[oak_name] == ("installed", True)
    assert installing.list_packs(Workspace(home=home)).why == "pack use"
    assert Workspace(home=home).pack().policy.id == "oak-lethality"
    for back in ("shipped", "ppb-0825.00"):
        installing.use(Workspace(home=home), elm_name)
        assert installing.use(Workspace(home=home), back).row.kind == "shipped"
        assert Workspace(home=home).pack().policy.id == "ppb-0825.00"


def test_an_option_goes_before_the_variable_that_before_config_that_before_the_choice(
    home: Path, two: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oak_name, elm_name = two

    def in_use(option: str | None = None) -> tuple[str, str]:
        variable = os.environ.get("DVCHECK_PACK")
        given = option or variable
        workspace = Workspace(home=home, pack=Path(given) if given else None)
        return workspace.pack().policy.id, installing.list_packs(workspace).why

    installing.use(Workspace(home=home), elm_name)
    assert in_use() == ("elm-visits", "pack use")
    (home / "config.toml").write_text(f'pack = "{oak_name}"\n')
    assert in_use() == ("oak-lethality", "config.toml")
    assert installing.use(Workspace(home=home), elm_name).overruled_by == "config.toml"
    monkeypatch.setenv("DVCHECK_PACK", elm_name)
    assert in_use() == ("elm-visits", "environment")
    assert installing.use(Workspace(home=home), oak_name).overruled_by == "environment"
    assert in_use(str(tmp_path / "oak")) == ("oak-lethality", "option")
    assert rows(Workspace(home=home, pack=tmp_path / "oak"))[str(tmp_path / "oak")] == ("folder", True)


@pytest.mark.parametrize("named", ["name", "id", "file", "folder", "shipped"])
def test_a_pack_is_named_by_its_name_its_id_its_file_or_its_folder(
    home: Path, two: tuple[str, str], tmp_path: Path, named: str
) -> None:
    oak_name = two[0]
    path = {
        "name": Path(oak_name),
        "id": Path("oak-lethality"),
        "file": installed.path_of(home, oak_name),
        "folder": tmp_path / "oak",
        "shipped": Path("ppb-0825.00"),
    }[named]
    expected = "ppb-0825.00" if named == "shipped" else "oak-lethality"
    assert Workspace(home=home, pack=path).pack().policy.id == expected


def test_a_folder_that_is_there_goes_before_a_pack_of_its_name(
    home: Path, two: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    elm(tmp_path / two[0])
    assert Workspace(home=home, pack=Path(two[0])).pack().policy.id == "elm-visits"


def test_an_id_that_two_packs_have_names_neither(
    home: Path, workspace: Workspace, two: tuple[str, str], tmp_path: Path
) -> None:
    with (tmp_path / "oak" / "lethality-screen.yaml").open("a") as file:
        file.write("# mended\n")
    installing.install(workspace, tmp_path / "oak")
    error = fails(Exit.BAD_INPUT, Workspace(home=home, pack=Path("oak-lethality")).pack)
    assert "pack list" in error.hint
    assert "fits" in fails(Exit.USAGE, installing.use, workspace, "oak-lethality").message


def test_a_pack_that_cannot_be_used_is_not_chosen_and_listed_with_what_is_wrong(
    home: Path, two: tuple[str, str]
) -> None:
    path = installed.path_of(home, two[0])
    path.write_bytes(path.read_bytes()[:-3])
    fails(Exit.BAD_INPUT, installing.use, Workspace(home=home), two[0])
    assert Workspace(home=home).pack().policy.id == "ppb-0825.00"
    (row,) = [row for row in installing.list_packs(Workspace(home=home)).rows if row.name == two[0]]
    assert row.pack is None
    assert row.problem.endswith("it was changed after it was built")
    (as_json,) = [
        p
        for p in pack_json.listing(installing.list_packs(Workspace(home=home)))["packs"]
        if p["name"] == two[0]  # type: ignore[attr-defined]
    ]
    assert as_json["problem"] == row.problem
    assert as_json["checklists"] == []
    assert installing.remove(Workspace(home=home), two[0]) == two[0]


@pytest.mark.parametrize("state", ["gone", "damaged", "no name"])
def test_a_chosen_pack_that_is_gone_is_an_error_that_says_where_the_others_are(
    home: Path, two: tuple[str, str], state: str
) -> None:
    installing.use(Workspace(home=home), two[0])
    path = installed.path_of(home, two[0])
    match state:
        case "gone":
            path.unlink()
        case "damaged":
            path.write_bytes(b"")
        case _:
            (home / "installed-packs" / "in-use").write_bytes(b"../..")
    error = fails(Exit.BAD_INPUT, Workspace(home=home).pack)
    assert "pack list" in error.hint
    sound = Workspace(home=home).sound()  # a new case goes on with another one
    assert sound.pack.policy.id == "ppb-0825.00"
    assert "cannot be used" in sound.notice
    assert installing.use(Workspace(home=home), "shipped").row.kind == "shipped"
    assert Workspace(home=home).pack().policy.id == "ppb-0825.00"


# --- removed ------------------------------------------------------------------------------------------------


def test_a_pack_is_removed_once_another_is_used(home: Path, two: tuple[str, str]) -> None:
    oak_name, elm_name = two
    installing.use(Workspace(home=home), oak_name)
    error = fails(Exit.USAGE, installing.remove, Workspace(home=home), oak_name)
    assert error.message == f"{oak_name} is in use"
    assert "pack use ppb-0825.00" in error.hint
    installing.use(Workspace(home=home), elm_name)
    assert installing.remove(Workspace(home=home), oak_name) == oak_name
    assert installed.names(home) == (elm_name,)
    assert (home / "installed-packs" / "checklists").read_text() == "home-visit\n"


def test_a_pack_that_config_or_the_variable_names_is_not_removed(
    home: Path, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    oak_name, elm_name = two
    monkeypatch.setenv("DVCHECK_PACK", elm_name)
    assert "DVCHECK_PACK" in fails(Exit.USAGE, installing.remove, Workspace(home=home), elm_name).hint
    monkeypatch.delenv("DVCHECK_PACK")
    (home / "config.toml").write_text(f'pack = "{oak_name}"\n')
    assert "config.toml" in fails(Exit.USAGE, installing.remove, Workspace(home=home), oak_name).hint
    assert len(installed.names(home)) == 2


def test_the_shipped_pack_and_one_that_is_not_there_are_not_removed(
    home: Path, workspace: Workspace, two: tuple[str, str]
) -> None:
    assert "comes with dvcheck" in fails(Exit.USAGE, installing.remove, workspace, "ppb-0825.00").message
    assert 'no pack "ash" is installed' in fails(Exit.USAGE, installing.remove, workspace, "ash").message


def test_the_list_as_json_has_what_is_in_each_pack(home: Path, two: tuple[str, str]) -> None:
    installing.use(Workspace(home=home), two[0])
    document = pack_json.listing(installing.list_packs(Workspace(home=home)))
    assert document["in_use"] == two[0]
    assert document["why"] == "pack use"
    (row,) = [p for p in document["packs"] if p["in_use"]]  # type: ignore[attr-defined]
    assert row == {
        "name": two[0],
        "kind": "installed",
        "in_use": True,
        "path": str(installed.path_of(home, two[0])),
        "problem": None,
        "id": "oak-lethality",
        "version": None,
        "number": "2.1",
        "title": "A small policy",
        "agency": "A bureau",
        "effective": "2024-07-05",
        "digest": Workspace(home=home).pack().digest,
        "checklists": ["lethality-screen"],
    }
