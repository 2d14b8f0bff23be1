"""A bug, told to people by a number and to the log by where it showed; never by its words."""

from __future__ import annotations

import secrets
import sys
import traceback
from pathlib import Path


def note_incident(error: BaseException) -> str:
    """Write where a bug showed to the log, and return the number to quote.

    The words of the error stay out: they may hold a name, a value or a path.
    """
    number = secrets.token_hex(4)
    places = "; ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    sys.stderr.write(f"incident {number}: {type(error).__name__} at {places}\n")
    return number
