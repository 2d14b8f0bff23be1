"""Stop work when the system asks it to: before anything is kept, never half-way."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

from model.errors import RejectedError
from model.text import Text

if TYPE_CHECKING:
    from types import FrameType

_KEEPING = threading.Event()


def stop_when_asked() -> None:
    """Let a request to end (SIGTERM) stop the work of this process in three lines."""
    signal.signal(signal.SIGTERM, _stop)


def begin_to_keep() -> None:
    """Say that from here the work is finished rather than stopped: it is being committed."""
    _KEEPING.set()


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Stop, unless the work is being kept just now; then it ends by itself in a moment."""
    if not _KEEPING.is_set():
        raise RejectedError(
            Text(nl="Niet geladen, probeer het opnieuw.", en="Not loaded, try again."),
            where=Text(
                nl="het systeem vroeg dit programma te stoppen",
                en="the system asked this program to stop",
            ),
            remedy=Text(
                nl="er is niets veranderd; start de opdracht nog eens",
                en="nothing changed; start the command once more",
            ),
        )
