"""A recording as an asciicast file, version 2: a header, then one event a line."""

import json

from dvcheck.player.recording import Recording
from dvcheck.text import clean


def cast(recording: Recording) -> str:
    """Return the file. It has no date, so that the same recording is always the same file."""
    header = {
        "version": 2,
        "width": recording.columns,
        "height": recording.rows,
        "title": clean(recording.title),
        "env": {"TERM": "xterm-256color"},
    }
    events = [[round(at, 3), "o", text] for at, text in recording.written]
    # An event without a text, so that players keep the last screen to the end.
    events.append([round(recording.seconds, 3), "o", ""])
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (header, *events))
