"""Words for the pack in use."""

from dvcheck.language import phrase


def why_in_use(why: str) -> str:
    """Say what chose the pack in use. `why` is a value of `Workspace.origin`."""
    match why:
        case "option":
            return phrase("in use: --pack names it")
        case "environment":
            return phrase("in use: DVCHECK_PACK names it")
        case "config.toml":
            return phrase("in use: config.toml names it")
        case "pack use":
            return phrase("in use: chosen with pack use")
        case _:
            return phrase("in use: it comes with dvcheck, and nothing else was chosen")
