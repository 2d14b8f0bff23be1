"""Folders for work under way: gone when it ends, and those of killed work gone at the next."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def scratch(parent: Path, prefix: str) -> Iterator[Path]:
    """Give an empty folder to work in, after removing those whose worker is gone.

    Parameters
    ----------
    parent : Path
        Where it is made; answers of people must not leave the programme's own folder.
    prefix : str
        What its name begins with; folders with this prefix belong to this function only.
    """
    # Making and holding in one turn: else another could take a folder just made for a dead one.
    with _held(parent, fcntl.LOCK_EX):
        _remove_dead(parent, prefix)
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        hold = contextlib.ExitStack()
        hold.enter_context(_held(folder, fcntl.LOCK_EX))
    with hold:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _remove_dead(parent: Path, prefix: str) -> None:
    """Remove the folders that nobody holds: the system lets go when a process dies."""
    for folder in parent.glob(f"{prefix}*"):
        with (
            contextlib.suppress(BlockingIOError, FileNotFoundError),
            _held(folder, fcntl.LOCK_EX | fcntl.LOCK_NB),
        ):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _held(folder: Path, how: int) -> Iterator[None]:
    """Hold a folder by a lock that ends with this process, whatever ends it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
