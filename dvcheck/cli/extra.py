"""Require the packages of an extra, or say what to install."""

from importlib import import_module
from importlib.util import find_spec

from dvcheck.errors import DvcheckError, Exit
from dvcheck.hint import own_line
from dvcheck.language import phrase
from dvcheck.text import why_not_imported


def require(extra: str, module: str, *, imports: bool = True) -> None:
    """Import a package of an extra; without `imports`, only look for it.

    DvcheckError with Exit.USAGE if it is not installed, with Exit.OUTPUT if it is and does not start, as one
    without a library of the system.
    """
    try:
        if imports:
            import_module(module)
        elif find_spec(module) is None:
            raise ModuleNotFoundError(name=module)
    except (ImportError, OSError) as error:
        why = why_not_imported(error, module)
        if why:
            raise DvcheckError(
                phrase("the package {name} is installed but does not start: {why}", name=module, why=why),
                hint=phrase("Show this line to your IT unit."),
                code=Exit.OUTPUT,
            ) from None
        raise DvcheckError(
            phrase("this command needs a package that is not installed"),
            hint=own_line(phrase("Install it with:"), f'pip install "dvcheck[{extra}]"'),
            code=Exit.USAGE,
        ) from None
