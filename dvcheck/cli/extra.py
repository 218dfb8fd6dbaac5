"""Require the packages of an extra, or say what to install."""

from importlib.util import find_spec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import own_line
from dvcheck.language import phrase


def require(extra: str, module: str) -> None:
    """Raise DvcheckError with Exit.USAGE if the package of an extra is not installed."""
    if find_spec(module) is None:
        raise DvcheckError(
            phrase("this command needs a package that is not installed"),
            hint=own_line(phrase("Install it with:"), f'pip install "dvcheck[{extra}]"'),
            code=Exit.USAGE,
        )
