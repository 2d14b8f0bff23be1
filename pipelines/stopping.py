"""Stop work when the system asks it to: before anything is kept, never half-way."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

from model.errors import RejectedError
from model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@contextlib.contextmanager
def stopping_when_asked() -> Iterator[None]:
    """Let a request to end (SIGTERM) stop the work of this process in three lines."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except RuntimeError as error:
        # A database at work sees the request first, and passes it on in words of its own.
        if "interrupted" in str(error):
            raise _stopped() from error
        raise


@contextlib.contextmanager
def putting_off_a_stop() -> Iterator[None]:
    """Answer a request to end only after short work of a library that would swallow the answer."""
    if signal.getsignal(signal.SIGTERM) is not _stop:
        yield
        return
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, _stop)
        if asked:
            raise _stopped()


def begin_to_keep() -> None:
    """Let no request stop this process any more: its work is being committed, and ends soon."""
    if signal.getsignal(signal.SIGTERM) is _stop:
        # Passed over by the system itself: Python's own answers end before the process does.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Stop; whatever was begun is rolled back on the way out."""
    raise _stopped()


def _stopped() -> RejectedError:
    """Return the error that tells the steward what came of the load: nothing."""
    return RejectedError(
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
