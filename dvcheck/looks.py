"""How prompts and screens look and which keys they take: what the settings `theme` and `keys` choose from."""

from typing import Literal

import msgspec

Theme = Literal["usual", "high-contrast", "projector"]
KeyMap = Literal["usual", "left-hand"]


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """How prompts look, and which keys they take."""

    color: bool
    theme: Theme = "usual"
    keys: KeyMap = "usual"
