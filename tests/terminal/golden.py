"""Golden screens: screens that a person has approved."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

_FOLDER = Path(__file__).parent / "golden"

_MASKS = (
    (re.compile(r"python[\d.]*(\.exe)? -m dvcheck"), "dvcheck"),
    (re.compile(r"c-[0-9A-HJKMNP-TV-Z]{4}\b"), "c-AAAA"),
    (re.compile(r"record [0-9A-F]{4}-[0-9A-F]{4}"), "record 0000-0000"),
    (re.compile(r"^ \d\d:\d\d · ", re.MULTILINE), " 01:02 · "),
)
_DATED = re.compile(r" Review date .* has passed.*")


def compare(name: str, lines: Iterable[str]) -> None:
    """Assert that `lines` equal golden/NAME.txt, except the case's id, its record code and the time.

    The line about the review date is ignored, because it depends on the day. With DVCHECK_GOLDEN=write in the
    environment, the file is written instead.
    """
    text = "".join(f"{line.rstrip()}\n" for line in lines if not _DATED.fullmatch(line))
    text = text.strip("\n") + "\n"
    for pattern, fixed in _MASKS:
        text = pattern.sub(fixed, text)
    path = _FOLDER / f"{name}.txt"
    if os.environ.get("DVCHECK_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
