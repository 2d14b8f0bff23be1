"""A bug, told to people by a number and to the log by where it showed; never by its words."""

from __future__ import annotations

import secrets
import sys
import traceback
from pathlib import Path

from model.errors import OnderstroomError
from model.text import Text


class UnforeseenError(OnderstroomError):
    """A bug, as people are told of it on the command line; nobody but a programmer can mend it."""

    exit_code = 1

    def __init__(self, number: str) -> None:
        super().__init__(
            Text(
                nl="Er ging iets mis in onderstroom zelf; wat niet af was, is niet bewaard.",
                en="Something went wrong in onderstroom itself; what was not done was not kept.",
            ),
            where=Text(nl=f"voorval {number}", en=f"incident {number}"),
            remedy=Text(
                nl="meld het met de regel hierboven; er staat niets uit uw bestanden in",
                en="report it with the line above; it holds nothing from your files",
            ),
        )


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
