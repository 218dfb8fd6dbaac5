"""The names of `tests.pty` that start dvcheck."""

from tests.pty import run_dvcheck, run_for_bytes

__all__ = ["run_dvcheck", "run_for_bytes"]
