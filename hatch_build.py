"""Compiles the shipped pack when a wheel is built, so that the first start need not read its YAML.

`dvcheck.pack.library.read_compiled` finds the file by the digest of the pack's text. If that text changes,
the digest differs and the file is not used.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompilePack(BuildHookInterface):  # type: ignore[type-arg, misc]
    """The build hook that adds the compiled pack to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # its YAML changes under it
            return
        sys.path.insert(0, self.root)
        try:
            from dvcheck.pack import library
        finally:
            sys.path.remove(self.root)
        source = library.read(library.shipped_folder())
        own = library.load(source, None)
        self._made = folder = Path(tempfile.mkdtemp(prefix="dvcheck-build-"))
        for language in ("", *(one.language for one in own.translations if not one.only_card)):
            path = folder / library.compiled_name(source.digest, language)
            path.write_bytes(library.encode(library.load(source, None, language=language)))
            build_data["force_include"][str(path)] = f"dvcheck/compiled/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if (made := getattr(self, "_made", None)) is not None:
            shutil.rmtree(made)
