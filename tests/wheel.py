"""The wheel, as pip installs it: built from this checkout, and unpacked beside it."""

import compileall
import subprocess
import sys
import zipfile
from pathlib import Path

_ROOT = Path(__file__).parents[1]


def unpacked(folder: Path) -> Path:
    """Build the wheel and unpack it into `folder`, with its bytecode as pip leaves it. Gives that folder."""
    built = folder.with_name(f"{folder.name}-built")
    command = [sys.executable, "-m", "pip", "wheel", str(_ROOT), "--no-deps", "--no-build-isolation"]
    done = subprocess.run(
        [*command, "--no-index", "--quiet", "--wheel-dir", str(built)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    compileall.compile_dir(folder, quiet=1)
    return folder
