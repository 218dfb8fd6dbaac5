"""The looks and keys of prompts and screens: the values of the settings `theme` and `keys`."""

from typing import Literal

import msgspec

Theme = Literal["usual", "high-contrast", "projector"]
KeyMap = Literal["usual", "left-hand"]


class Looks(msgspec.Struct, frozen=True, kw_only=True):
    """The look of prompts, and the keys they take."""

    color: bool
    theme: Theme = "usual"
    keys: KeyMap = "usual"
