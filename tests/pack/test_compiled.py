"""A wheel has the shipped pack compiled. The compiled pack is never used after the pack's text changed."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from dvcheck.pack import bundled, library
from tests.wheel import unpacked

_SHOWN = """
import json, sys
from pathlib import Path
import dvcheck
from dvcheck.pack import library
source = library.read(library.shipped_folder())
pack = library.load(source, Path(sys.argv[1]))
found = {"from": str(Path(dvcheck.__file__).parents[1]), "digest": pack.digest, "yaml": "yaml" in sys.modules,
         "same": pack == library.load(source, None)}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(tmp_path_factory.mktemp("wheel") / "site")


@pytest.fixture
def site(wheel: Path, tmp_path: Path) -> Path:
    return shutil.copytree(wheel, tmp_path / "site")


def first_start(site: Path, home: Path) -> dict[str, object]:
    """Return what a first start from the unpacked wheel reads."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", _SHOWN, str(home)],
        env={**os.environ, "PYTHONPATH": str(site)},
        cwd=site,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    assert found.pop("from") == str(site)
    return found


def compiled_file(site: Path) -> Path:
    (found,) = (site / "dvcheck" / "compiled").iterdir()
    return found


def test_the_first_start_from_a_wheel_reads_no_yaml(site: Path, home: Path) -> None:
    source = library.read(library.shipped_folder())
    found = first_start(site, home)
    assert (found["digest"], found["yaml"], found["same"]) == (source.digest, False, True)
    assert compiled_file(site).name == library.compiled_name(source.digest)
    assert (site / "dvcheck" / "checklists" / bundled.TERMS_FILE).is_file()
    assert not home.exists(), "nothing needs to be kept under the home folder"


def test_a_changed_text_is_read_instead_of_the_compiled_old_one(site: Path, home: Path) -> None:
    before = first_start(site, home)
    checklist = site / "dvcheck" / "checklists" / library.shipped_folder().name / "incident.yaml"
    text = checklist.read_text(encoding="utf-8")
    changed = text.replace("title: Domestic-violence call\n", "title: Another\n")
    assert changed != text
    checklist.write_text(changed, encoding="utf-8")
    found = first_start(site, home)
    assert found["yaml"] is True
    assert found["digest"] != before["digest"]
    assert (home / "packs" / library.compiled_name(str(found["digest"]))).is_file()


@pytest.mark.parametrize("damage", [b"", b"\x93\x01\x02", None], ids=["empty", "another", "gone"])
def test_a_damaged_compiled_pack_is_passed_over(site: Path, home: Path, damage: bytes | None) -> None:
    file = compiled_file(site)
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    found = first_start(site, home)
    assert (found["yaml"], found["same"]) == (True, True)


def test_the_wheel_has_the_license_and_says_whose_it_is(wheel: Path) -> None:
    (folder,) = wheel.glob("dvcheck-*.dist-info")
    assert "MIT License" in (folder / "licenses" / "LICENSE").read_text(encoding="utf-8")
    named = (folder / "METADATA").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    assert {"License-Expression: MIT AND OFL-1.1", "Author: The dvcheck authors"} <= set(named)
    assert {"License-File: LICENSE", "License-File: dvcheck/report/fonts/OFL.txt"} <= set(named)


def test_the_wheel_has_the_fonts_of_the_card_and_their_license(site: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    fonts = site / "dvcheck" / "report" / "fonts"
    assert {path.suffix for path in fonts.iterdir() if path.is_file()} == {".ttf", ".otf", ".py", ".txt"}
    file = tmp_path / "card.pdf"
    command = ["contacts", "--card", "--lang", "zh-Hans", "--draft", "-o", str(file)]
    done = subprocess.run(
        [sys.executable, "-P", "-c", "from dvcheck.cli import main; main()", *command],
        env={**os.environ, "PYTHONPATH": str(site)},
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert file.read_bytes().startswith(b"%PDF")


def test_the_source_distribution_has_the_license(tmp_path: Path) -> None:
    build = "import sys; from hatchling.build import build_sdist; print(build_sdist(sys.argv[1]))"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=root, capture_output=True, text=True, check=True
    )
    with tarfile.open(tmp_path / done.stdout.strip().splitlines()[-1]) as archive:
        assert {"LICENSE", "README.md", "pyproject.toml"} <= {
            name.partition("/")[2] for name in archive.getnames()
        }
