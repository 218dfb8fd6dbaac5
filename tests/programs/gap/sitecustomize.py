"""Holds the import of prompt_toolkit until a file exists. Python loads this module at its start.

GAP names the file. The file `reached` in the same folder lists the modules loaded before. With GAP_FAILS, the
import fails with that error.
"""

import builtins
import os
import sys
import time
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType


class _Gap(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name == "prompt_toolkit":
            opened = Path(os.environ["GAP"])
            begun = opened.with_name("begun")
            begun.write_text(" ".join(sys.modules))
            begun.rename(opened.with_name("reached"))
            while not opened.exists():
                time.sleep(0.002)
            if os.environ.get("GAP_FAILS"):
                raise getattr(builtins, os.environ["GAP_FAILS"])("not to be had")
        return None


if "GAP" in os.environ:
    sys.meta_path.insert(0, _Gap())
