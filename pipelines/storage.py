"""What a disk refuses, told in three lines: it is full, or it may only be read."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from model.errors import RejectedError
from model.text import Text
from pipelines.reading.sandbox import DISK_FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.programme import Programme

_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
_DISK = Text(nl="de schijf van dit programma", en="the disk of this programme")
_FOLDER = Text(nl="de map van dit programma", en="the folder of this programme")


class DiskFullError(RejectedError):
    """There was no room to write; nothing changed."""

    def __init__(self) -> None:
        super().__init__(
            Text(nl="De schijf is vol; er is niets veranderd.", en="Disk full, nothing changed."),
            where=_DISK,
            remedy=Text(nl="maak ruimte vrij en probeer het opnieuw", en="make room and try again"),
        )


class ReadOnlyError(RejectedError):
    """The folder may not be written; nothing changed."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                nl="Dit programma kan hier alleen gelezen worden; er is niets veranderd.",
                en="This programme can only be read here; nothing changed.",
            ),
            where=_FOLDER,
            remedy=Text(
                nl="vraag de beheerder om schrijfrechten op deze map",
                en="ask the administrator for the right to write in this folder",
            ),
        )


class MemoryShortError(RejectedError):
    """The delivery needs more memory than the warehouse may take; nothing changed."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                nl="Deze levering vraagt meer geheugen dan is toegestaan; er is niets veranderd.",
                en="This delivery needs more memory than is allowed; nothing changed.",
            ),
            where=Text(nl="de levering", en="the delivery"),
            remedy=Text(
                nl="lever het bestand in kleinere delen", en="deliver the file in smaller parts"
            ),
        )


def require_writable(programme: Programme) -> None:
    """Refuse at once what would fail at the end.

    Raises
    ------
    ReadOnlyError
        When the folder, or a part of it that is there, may not be written.
    """
    parts = (programme.folder, programme.inbox, programme.releases, programme.warehouse)
    if not all(os.access(part, os.W_OK) for part in parts if part.exists()):
        raise ReadOnlyError


@contextlib.contextmanager
def telling_what_the_disk_refused() -> Iterator[None]:
    """Turn failures to write into errors that a person can mend; let all others through.

    Raises
    ------
    DiskFullError, ReadOnlyError, MemoryShortError
        When that is why the body failed, in whichever library it happened.
    """
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        if _is_about(error, DISK_FULL):
            raise DiskFullError from error
        raise MemoryShortError from error
    except (OSError, duckdb.Error, pl.exceptions.PolarsError) as error:
        if _is_about(error, DISK_FULL):
            raise DiskFullError from error
        if _is_about(error, _READ_ONLY):
            raise ReadOnlyError from error
        raise


def _is_about(error: BaseException, numbers: tuple[int, ...]) -> bool:
    """Return whether the system gave one of these reasons; libraries keep only its words."""
    if isinstance(error, OSError) and error.errno in numbers:
        return True
    return any(os.strerror(number) in str(error) for number in numbers)
