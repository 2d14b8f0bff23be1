"""How long work tells what it is doing: a step in words and the share done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from model.text import Text


class Progress(Protocol):
    """Anything that can be told what is being done and how far it is."""

    def __call__(self, step: Text, share_done: float) -> None:
        """Tell the step and the share done, from 0 to 1."""


def silent(step: Text, share_done: float) -> None:
    """Tell nobody."""
