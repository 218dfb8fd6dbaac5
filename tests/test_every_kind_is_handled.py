"""A new kind of question or deadline makes mypy fail in every module that must handle it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.drawn import drawn_only

ROOT = Path(__file__).resolve().parent.parent

MUST_HANDLE = {
    "Kind": {
        "dvcheck/academy/grade.py",
        "dvcheck/academy/handout.py",
        "dvcheck/player/keyed.py",
        "dvcheck/player/lines.py",
        "dvcheck/pack/kinds.py",
        "dvcheck/terminal/lines.py",
        "dvcheck/terminal/prompt.py",
        "dvcheck/terminal/early.py",
        "dvcheck/terminal/feet.py",
        "dvcheck/terminal/text_line.py",
    },
    "DueKind": {
        "dvcheck/pack/read_obligation.py",
        "dvcheck/rules/deadline.py",
    },
}
"""What a kind of question is and who asks by it; who reads a deadline, and who works it out."""


@drawn_only
def test_mypy_refuses_a_kind_that_a_module_does_not_handle(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "dvcheck", tmp_path / "dvcheck", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    model = tmp_path / "dvcheck" / "pack" / "model.py"
    for name in MUST_HANDLE:
        before, kinds, after = model.read_text(encoding="utf-8").partition(f"\n{name} = Literal[")
        model.write_text(f'{before}{kinds}"new {name}", {after}', encoding="utf-8")
    # What mypy made of the libraries and of what stays the same is in its cache where `make types` has run.
    cache = ROOT / ".mypy_cache"
    if cache.is_dir():
        shutil.copytree(cache, tmp_path / ".mypy_cache")
    run = subprocess.run(
        [sys.executable, "-m", "mypy"],
        cwd=tmp_path,
        env={**os.environ, "MYPY_CACHE_DIR": str(tmp_path / ".mypy_cache")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found: dict[str, set[str]] = {name: set() for name in MUST_HANDLE}
    for error in (line for line in run.stdout.splitlines() if ": error: " in line):
        refused = next((name for name in MUST_HANDLE if f"Literal['new {name}']" in error), None)
        assert refused is not None, error
        found[refused].add(Path(error.split(":")[0]).as_posix())
    assert found == MUST_HANDLE, run.stdout + run.stderr
    assert run.returncode == 1
