"""Holds the import of prompt_toolkit until a file is there. Python loads this where it starts.

GAP names the file; one beside it, called reached, lists what was loaded before. With GAP_FAILS it ends with
that error.
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
